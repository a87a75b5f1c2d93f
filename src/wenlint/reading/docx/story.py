"""Walks a story (body, text box, footnote, header) into nodes in reading order."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from wenlint.reading.docx.inline import Fields, Inline, References
from wenlint.reading.docx.model import (
    Atom,
    BoxNode,
    CellNode,
    Drawing,
    Node,
    ParagraphNode,
    Piece,
    RowNode,
    TableNode,
    Tally,
)
from wenlint.reading.docx.names import (
    ALTERNATE_CONTENT,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    SECTION_PROPERTIES,
    TABLE,
    TEXT_BOX_CONTENT,
    VAL,
    W,
)
from wenlint.reading.docx.numbering import Label, Numbering
from wenlint.reading.docx.package import refuse_crowd
from wenlint.reading.docx.properties import (
    Flat,
    ParagraphFormat,
    RunFormat,
    flatten,
    is_on,
    number,
    properties_of,
    twips,
)
from wenlint.reading.docx.shapes import chosen
from wenlint.reading.docx.styles import Styles
from wenlint.reading.docx.tables import margins, own_margins, rule

_CONTAINERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_ROW, _CELL, _CELL_PROPERTIES = W + "tr", W + "tc", W + "tcPr"


class Story:
    """Walks stories of one part; numbering, notes and counts run on through the document."""

    def __init__(self, part: str, root: etree._Element, styles: Styles, numbering: Numbering, tally: Tally) -> None:
        self._part = part
        self._styles = styles
        self._numbering = numbering
        self._tally = tally
        self._index = {paragraph: index for index, paragraph in enumerate(root.iter(PARAGRAPH))}
        refuse_crowd(len(self._index))
        self._fields = Fields(trusted=_fields_pair(root))
        self._sections = 0
        self._tables = 0
        self.references = References()

    def blocks(self, parent: etree._Element, table_style: str = "") -> list[Node]:
        """The paragraphs and tables among the children of ``parent``."""
        collected = _Blocks()
        self._walk(parent, table_style, collected)
        return collected.finished()

    def body(self, parent: etree._Element) -> list[Node]:
        """The paragraphs and tables of the body. No program shows a table last: an empty paragraph follows it."""
        nodes = self.blocks(parent)
        if nodes and isinstance(nodes[-1], TableNode):
            style = self._styles.default
            plain = self._styles.paragraph(style, "", {}, {})
            nodes.append(ParagraphNode([], plain, self._styles.run(style, "", "", {}), ""))
        return nodes

    def _walk(self, parent: etree._Element, table_style: str, into: _Blocks) -> None:
        for child in parent:
            tag = child.tag
            if tag == PARAGRAPH:
                self._paragraph(child, table_style, into)
            elif tag == TABLE:
                into.add_table(self._table(child))
            elif tag in _CONTAINERS:
                self._walk(child, table_style, into)
            elif tag == ALTERNATE_CONTENT:
                branch = chosen(child)
                if branch is not None:
                    self._walk(branch, table_style, into)
            elif tag == W + "altChunk":
                self._tally.imports += 1

    def _paragraph(self, element: etree._Element, table_style: str, into: _Blocks) -> None:
        properties = properties_of(element, PARAGRAPH_PROPERTIES)
        direct = flatten(properties)
        style = self._styles.known(direct.pop("pStyle", ""))
        mark_direct = flatten(properties.find(RUN_PROPERTIES)) if properties is not None else {}
        deleted = bool(_DELETED & mark_direct.keys())
        mark = self._styles.run(style, table_style, mark_direct.pop("rStyle", ""), mark_direct)
        inline = Inline(self._styles, (style, table_style), self._fields, self.references, self._tally)
        cited = len(self.references.footnotes)
        inline.collect(element)
        pieces = inline.pieces()
        unseen = deleted or (mark.hidden and not pieces)
        format, label = self._formatted(style, table_style, direct, counts=not unseen)
        node = ParagraphNode(pieces, format, mark, f"{self._part}#p{self._index[element]}", label)
        node.atoms, node.element = inline.atoms(), element
        node.footnotes = tuple(self.references.footnotes[cited:])
        node.drawings = tuple(drawing for drawing in inline.drawings if drawing.wrap)
        node.boxes = [box for drawing in inline.drawings for box in self._boxes(drawing, mark)]
        if properties is not None and properties.find(SECTION_PROPERTIES) is not None:
            node.section = self._sections
            self._sections += 1
        into.add(node, deleted, mark.hidden)

    def _formatted(
        self, style: str, table_style: str, direct: Flat, counts: bool
    ) -> tuple[ParagraphFormat, Label | None]:
        place = self._numbering.place(direct, style)
        if "numPr.numId" in direct or "numPr.ilvl" in direct:
            direct = {key: value for key, value in direct.items() if not key.startswith("numPr.")}
        if place is None:
            return self._styles.paragraph(style, table_style, {}, direct), None
        number_id, level, from_style = place
        indent = self._numbering.indent(number_id, level)
        if from_style:
            own = self._styles.chain(style)[0]
            indent = {key: value for key, value in indent.items() if key not in own}
        label = self._numbering.advance(number_id, level) if counts else None
        return self._styles.paragraph(style, table_style, indent, direct), label

    def _boxes(self, drawing: Drawing, mark: RunFormat) -> list[BoxNode]:
        boxes = []
        for content in drawing.contents:
            if content.tag == TEXT_BOX_CONTENT:
                # A box is a story of its own: a field open outside does not hide its text.
                outer, self._fields = self._fields, Fields(self._fields.trusted)
                nodes = self.blocks(content)
                self._fields = outer
            else:
                nodes = [_word_art(content, mark)]
            boxes.append(BoxNode(nodes, drawing.x, drawing.y, drawing.vertical, drawing.horizontal, drawing.align))
        return boxes

    def _table(self, element: etree._Element) -> TableNode:
        self._tables += 1
        properties = properties_of(element, W + "tblPr")
        style = _value(properties, "tblStyle")
        known = self._styles.table(style)
        node = TableNode([], _grid(element), margins(properties, known), rule(properties, known), self._tables)
        self._rows(element, style, node)
        return node

    def _rows(self, parent: etree._Element, style: str, table: TableNode) -> None:
        for child in parent:
            if child.tag == _ROW:
                row = self._row(child, style)
                if row is not None:
                    table.rows.append(row)
            elif child.tag in _CONTAINERS:
                self._rows(child, style, table)

    def _row(self, element: etree._Element, style: str) -> RowNode | None:
        properties = flatten(properties_of(element, W + "trPr"))
        if "del" in properties or is_on(properties.get("hidden")):
            self._tally.deletions += "del" in properties
            return None
        row = RowNode(
            [],
            height=twips(properties.get("trHeight")),
            rule=properties.get("trHeight.hRule", "atLeast"),
            splits=not is_on(properties.get("cantSplit")),
            repeats=is_on(properties.get("tblHeader")),
        )
        self._cells(element, style, row)
        return row

    def _cells(self, parent: etree._Element, style: str, row: RowNode) -> None:
        for child in parent:
            if child.tag == _CELL:
                self._cell(child, style, row)
            elif child.tag in _CONTAINERS:
                self._cells(child, style, row)

    def _cell(self, element: etree._Element, style: str, row: RowNode) -> None:
        found = properties_of(element, _CELL_PROPERTIES)
        properties = flatten(found)
        if "cellDel" in properties:
            return
        merge = _merge(properties)
        cell = CellNode([], span=max(int(number(properties.get("gridSpan"), 1)), 1), merge=merge)
        if properties.get("tcW.type", "dxa") == "dxa":
            cell.width = twips(properties.get("tcW.w"))
        if found is not None and "tcMar" in properties:
            cell.margins = own_margins(found)
        row.cells.append(cell)
        if merge != "continue":
            cell.nodes = self.blocks(element, style)


class _Blocks:
    """Nodes of one container; joins a paragraph to the next where its mark is deleted or hidden."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._open: ParagraphNode | None = None
        self._keeps_format = False

    def add(self, node: ParagraphNode, deleted: bool, hidden: bool) -> None:
        if self._open is not None:
            node = _joined(self._open, node, self._keeps_format)
            self._open = None
        if (deleted or hidden) and node.section is None:
            self._open, self._keeps_format = node, not deleted
        elif not (deleted and _is_blank(node)):
            self._nodes.append(node)

    def add_table(self, table: TableNode) -> None:
        self._flush()
        self._nodes.append(table)

    def finished(self) -> list[Node]:
        self._flush()
        return self._nodes

    def _flush(self) -> None:
        if self._open is not None and not _is_blank(self._open):
            self._nodes.append(self._open)
        self._open = None


def _joined(first: ParagraphNode, second: ParagraphNode, keeps_format: bool) -> ParagraphNode:
    """Two paragraphs without the mark between them; the mark that remains gives the format (Word does so)."""
    base = first if keeps_format and first.pieces else second
    return replace(
        second,
        pieces=first.pieces + second.pieces,
        atoms=first.atoms + second.atoms,
        element=first.element if first.pieces else second.element,
        format=base.format,
        label=first.label or second.label,
        origin=first.origin if first.pieces else second.origin,
        footnotes=first.footnotes + second.footnotes,
        boxes=first.boxes + second.boxes,
        drawings=first.drawings + second.drawings,
    )


def _is_blank(node: ParagraphNode) -> bool:
    return not (node.pieces or node.boxes or node.label)


def _word_art(element: etree._Element, format: RunFormat) -> ParagraphNode:
    text = " ".join(element.get("string", "").split())
    node = ParagraphNode([Piece(text, format)], ParagraphFormat(align="center"), format, "")
    node.atoms = [Atom(text, element)]
    return node


def _fields_pair(root: etree._Element) -> bool:
    kinds = [mark.get(W + "fldCharType") for mark in root.iter(W + "fldChar")]
    return kinds.count("begin") == kinds.count("end")


def _grid(table: etree._Element) -> tuple[float, ...]:
    grid = table.find(W + "tblGrid")
    return () if grid is None else tuple(twips(column.get(W + "w")) for column in grid.iterchildren(W + "gridCol"))


def _merge(properties: Flat) -> str:
    for name in ("vMerge", "hMerge"):
        if name in properties:
            return "restart" if properties[name] == "restart" else "continue"
    return ""


def _value(parent: etree._Element | None, name: str) -> str:
    child = parent.find(W + name) if parent is not None else None
    return child.get(VAL, "") if child is not None else ""


_DELETED = frozenset({"del", "moveFrom"})
