"""Nodes → what :mod:`wenlint.reading.layout` lays out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wenlint.reading.docx.flowing import lines
from wenlint.reading.docx.habits import Habits
from wenlint.reading.docx.model import Drawing, Node, ParagraphNode, Piece, RowNode, Section, TableNode
from wenlint.reading.docx.properties import ParagraphFormat, RunFormat
from wenlint.reading.layout import height
from wenlint.reading.layout.model import (
    Block,
    Cell,
    Float,
    HardLine,
    NewSection,
    Row,
    Setting,
    Sheet,
    Stretch,
    Table,
    Text,
    Type,
)

# The fonts of official documents, whose ascent and descent add up to one em.
_FAMILIAR = frozenset(
    {
        "",
        "宋体",
        "新宋体",
        "仿宋",
        "仿宋_GB2312",
        "黑体",
        "楷体",
        "楷体_GB2312",
        "方正小标宋简体",
        "方正小标宋_GBK",
        "SimSun",
        "NSimSun",
        "FangSong",
        "FangSong_GB2312",
        "SimHei",
        "KaiTi",
        "KaiTi_GB2312",
    }
)
# Fonts whose single line is not that of 宋体 (1.3 em).
_LEADING = {"微软雅黑": 1.32, "Microsoft YaHei": 1.32, "Microsoft YaHei UI": 1.32}
_LATIN_WIDTHS = {"Arial": 1.12, "Helvetica": 1.12, "Calibri": 1.03, "Verdana": 1.3, "Courier New": 1.2, "Cambria": 1.08}
_EAST_ASIAN_LATIN_NAMES = frozenset(
    {
        "SimSun",
        "NSimSun",
        "SimHei",
        "FangSong",
        "KaiTi",
        "STFangsong",
        "STSong",
        "STKaiti",
        "STZhongsong",
        "FangSong_GB2312",
    }
)
_HIGHEST_ROW = 1584.0  # Word's own limit


class Arranging:
    """Translates one document; the key of a paragraph is the identity of its node.

    ``has_unfamiliar_fonts`` tells whether a font was met whose line height is not known.
    """

    def __init__(self, sections: Sequence[Section], notes: Mapping[str, list[Node]], habits: Habits) -> None:
        self.sheets = [_sheet(section, habits) for section in sections]
        self._sections = sections
        self._notes = notes
        self._types: dict[int, Type] = {}
        self._char_space = self.sheets[0].char_space
        self._turned = False
        self._in_cell = False
        self.has_unfamiliar_fonts = False
        self._settings: dict[tuple[int, float, bool], Setting] = {}

    def blocks(self, nodes: Sequence[Node]) -> list[Block]:
        """The blocks of a story."""
        found: list[Block] = []
        for node in nodes:
            if isinstance(node, TableNode):
                found.append(self._table(node))
                continue
            if not (node.format.framed or self._is_only_a_break(node)):
                found.append(self._text(node))
            if node.section is not None and node.section + 1 < len(self._sections):
                following = node.section + 1
                self._char_space = self.sheets[following].char_space
                found.append(NewSection(self.sheets[following], self._sections[following].start))
        return found

    def _is_only_a_break(self, node: ParagraphNode) -> bool:
        """Whether a paragraph does nothing but end a section that another follows: it has no height."""
        if node.section is None or node.section + 1 == len(self._sections):
            return False
        return not (node.pieces or node.drawings or node.label)

    def make_room(self, section: int, headers: Sequence[list[Node]], footers: Sequence[list[Node]]) -> None:
        """Moves a section's text area away from headers and footers that are higher than their margin."""
        geometry, sheet = self._sections[section], self.sheets[section]
        top = max((geometry.header + height(sheet, self.blocks(nodes)) for nodes in headers), default=0.0)
        bottom = max((geometry.footer + height(sheet, self.blocks(nodes)) for nodes in footers), default=0.0)
        self.sheets[section] = replace(
            sheet,
            top=max(sheet.top, top) if geometry.top >= 0 else sheet.top,
            bottom=max(sheet.bottom, bottom) if geometry.bottom >= 0 else sheet.bottom,
        )

    def _text(self, node: ParagraphNode) -> Text:
        mark = self._type(node.mark)
        turned, self._turned = self._turned, False
        size = node.pieces[0].format.size if node.pieces else node.mark.size
        text = Text(
            key=id(node),
            lines=self._lines(node),
            setting=self._setting(node.format, size),
            mark=mark,
            new_page=turned or node.format.break_before,
        )
        for drawing in node.drawings:
            # In a cell nothing floats out of it: what floats there makes it higher.
            if drawing.wrap == "inline" or self._in_cell:
                text.pictures = (*text.pictures, (drawing.width, drawing.height))
            else:
                text.floats = (*text.floats, _float(drawing))
        if node.label:
            text.label, text.label_gap = [Stretch(node.label.text, mark)], node.label.separator
        for note in node.footnotes:
            text.notes += [block for block in self.blocks(self._notes.get(note, [])) if isinstance(block, Text)]
        return text

    def _lines(self, node: ParagraphNode) -> list[HardLine]:
        found = [
            HardLine([self._stretch(piece) for piece in line.pieces], line.new_page, line.new_column)
            for line in lines(node.pieces)
        ]
        if found[-1].new_page and not found[-1].stretches:
            # Word leaves the mark of a paragraph that ends in a page break on the page before.
            self._turned = True
            found.pop()
        return found

    def _stretch(self, piece: Piece) -> Stretch:
        return Stretch(piece.text, self._type(piece.format))

    def _type(self, format: RunFormat) -> Type:
        known = self._types.get(id(format))
        if known is None:
            known = self._types[id(format)] = _type(format)
            self.has_unfamiliar_fonts |= format.font not in _FAMILIAR and format.font not in _LEADING
        return known

    def _setting(self, format: ParagraphFormat, size: float) -> Setting:
        # On a grid of characters, an indent of two characters is two of its cells.
        cell = size + (self._char_space if format.on_grid else 0.0)
        key = (id(format), cell, self._in_cell)
        known = self._settings.get(key)
        if known is None:
            known = self._settings[key] = _setting(format, cell, self._in_cell)
        return known

    def _table(self, node: TableNode) -> Table:
        merged = _merged_rows(node.rows)
        outside, self._in_cell = self._in_cell, True
        rows = [self._row(node, row, merged[index]) for index, row in enumerate(node.rows)]
        self._in_cell = outside
        return Table(rows)

    def _row(self, table: TableNode, row: RowNode, merged: list[int]) -> Row:
        cells, beside = [], 0.0
        for cell, width, rows in zip(row.cells, _widths(table, row), merged, strict=True):
            left, right, above, below = (
                table.margins[side] if own is None else own for side, own in enumerate(cell.margins)
            )
            cells.append(Cell(self.blocks(cell.nodes), max(width - left - right, 10.0), rows))
            beside = max(beside, above + below)
        height = min(max(row.height, 0.0), _HIGHEST_ROW)
        return Row(cells, height, row.rule, row.splits, row.repeats, table.rule + beside)


def _float(drawing: Drawing) -> Float:
    return Float(
        drawing.width,
        drawing.height,
        drawing.x,
        drawing.y,
        drawing.horizontal,
        drawing.vertical,
        drawing.align,
        drawing.wrap == "beside",
    )


def _sheet(section: Section, habits: Habits) -> Sheet:
    has_grid = section.grid in ("lines", "linesAndChars", "snapToChars")
    return Sheet(
        width=section.width,
        height=section.height,
        top=abs(section.top),
        bottom=abs(section.bottom),
        left=section.left + section.gutter,
        right=section.right,
        pitch=section.pitch if has_grid else 0.0,
        char_space=section.char_space if section.grid in ("linesAndChars", "snapToChars") else 0.0,
        columns=section.columns,
        column_gap=section.column_gap,
        adds_spaces=habits.adds_spaces,
        squeezes=habits.squeezes,
        cells_on_grid=habits.cells_on_grid,
    )


def _type(format: RunFormat) -> Type:
    east_asian = _is_east_asian(format.latin_font)
    size = max(format.size, 1.0)
    return Type(
        size=size * 0.6 if format.raised else size,
        leading=_LEADING.get(format.font, 1.0),
        spacing=format.spacing,
        scale=min(max(format.scale, 0.01), 6.0),
        wide_quotes=format.wide_quotes or east_asian,
        latin=0.0 if east_asian else _LATIN_WIDTHS.get(format.latin_font, 1.0),
    )


def _is_east_asian(font: str) -> bool:
    return font in _EAST_ASIAN_LATIN_NAMES or not font.isascii()


def _setting(format: ParagraphFormat, cell: float, in_cell: bool) -> Setting:
    return Setting(
        left=format.left_chars * cell or format.left,
        right=format.right_chars * cell or format.right,
        first=format.first_chars * cell or format.first,
        before=max(format.before, 0.0),
        after=max(format.after, 0.0),
        before_lines=max(format.before_lines, 0.0),
        after_lines=max(format.after_lines, 0.0),
        line=max(format.line, 0.05),
        rule=format.line_rule,
        on_grid=format.on_grid,
        in_cell=in_cell,
        keep_next=format.keep_next,
        keep_lines=format.keep_lines,
        widow_control=format.widow_control,
        contextual=format.contextual,
        hanging_punctuation=format.hanging_punctuation,
        auto_space=format.auto_space,
        style=format.style,
    )


def _widths(table: TableNode, row: RowNode) -> list[float]:
    """Cell widths: the cell's own, else the sum of the grid columns it spans."""
    widths, column = [], 0
    for cell in row.cells:
        spanned = sum(table.grid[column : column + cell.span])
        widths.append(cell.width or spanned or 60.0)
        column += cell.span
    return widths


def _merged_rows(rows: Sequence[RowNode]) -> list[list[int]]:
    """For every cell over how many rows it is merged; 0 for the cells merged away."""
    counts = [[0 if cell.merge == "continue" else 1 for cell in row.cells] for row in rows]
    open_cells: dict[int, tuple[int, int]] = {}
    for index, row in enumerate(rows):
        column = 0
        for position, cell in enumerate(row.cells):
            if cell.merge == "continue" and column in open_cells:
                above, at = open_cells[column]
                counts[above][at] += 1
            else:
                open_cells[column] = (index, position)
            column += cell.span
    return counts
