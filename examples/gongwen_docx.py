"""Lays a sample out as an office would in Word: GB/T 9704—2012, with what real files hold.

The look follows the standard's 5.2 (16 pt body on 22 lines of 28 characters), 7.2 (版头),
7.3 (主体), 7.4 (版记), 7.5 (page numbers) and 10.1 (letters).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx_parts import FootnotePart, add_numbering, text_box
from draft_source import Line, Role, Source, number_of

RED = RGBColor(0xFF, 0, 0)
LINE = 28.95  # points from line to line: 225 mm / 22
_CHANGED = ("林拟稿", "2026-03-02T09:30:00Z")
_INLINE = re.compile(r"(\{\+.*?\+\}|\{-.*?-\}|\{\^.*?\^\})")


@dataclass(frozen=True, slots=True)
class Fonts:
    """Names of the faces; the offices' own by default."""

    title: str = "方正小标宋_GBK"
    body: str = "仿宋_GB2312"
    heading: str = "黑体"
    subheading: str = "楷体_GB2312"
    song: str = "宋体"
    latin: str = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Look:
    """How a run or paragraph looks."""

    font: str
    size: float = 16
    align: str = "both"
    indent: float = 2  # first line, in characters
    left: float = 0
    right: float = 0  # in characters
    red: bool = False
    before: float = 0
    exact: float = 0


_ALIGN = {
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}


class Layout:
    """Writes one source into a new document."""

    def __init__(self, source: Source, fonts: Fonts) -> None:
        self.source = source
        self.fonts = fonts
        self.document = Document()
        self.numbering = self._automatic_numbering()
        self.footnotes = FootnotePart(self.document, self.fonts.song)

    def build(self) -> Any:
        """The finished python-docx document."""
        self._page()
        self._head()
        above = Role.BODY
        for role, lines in groupby(self.source.lines, key=_group):
            if above is Role.TITLE and role not in (Role.ADDRESSEE, Role.ROW):
                self._spacer()
            self._lines(role, list(lines))
            above = role
        self.footnotes.attach()
        properties = self.document.core_properties
        properties.author, properties.title = "", ""  # as a file that leaves the house
        return self.document

    def _lines(self, role: Role, lines: list[Line]) -> None:
        if role is Role.ROW:
            self._table(lines)
        elif role is Role.COPY_TO:
            self._imprint(lines)
        else:
            for index, line in enumerate(lines):
                self._writers()[role](line, index)

    def _writers(self) -> dict[Role, Callable[[Line, int], object]]:
        return {
            Role.TITLE: self._title,
            Role.ADDRESSEE: lambda line, _: self._text(line.text, Look(self.fonts.body, indent=0, before=LINE)),
            Role.ATTACHMENT_NOTE: lambda line, index: self._text(
                line.text, Look(self.fonts.body, before=0 if index else LINE)
            ),
            Role.SIGNATURE: self._signature,
            Role.DATE: lambda line, _: self._text(line.text, Look(self.fonts.body, align="right", indent=0, right=4)),
            Role.ANNOTATION: lambda line, _: self._text(line.text, Look(self.fonts.body, align="left")),
            Role.NEW_PAGE: self._new_page,
            Role.HEADING_1: lambda line, _: self._heading(line, 1),
            Role.HEADING_2: lambda line, _: self._heading(line, 2),
            Role.BODY: lambda line, _: self._text(line.text, Look(self.fonts.body)),
        }

    # Page

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(25)
        grid = section._sectPr.find(qn("w:docGrid"))
        grid = OxmlElement("w:docGrid") if grid is None else grid
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(LINE * 20)))
        section._sectPr.append(grid)
        self._default_font()
        self._page_numbers(section)

    def _default_font(self) -> None:
        style = self.document.styles["Normal"]
        style.font.size = Pt(16)
        style.font.name = self.fonts.latin
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), self.fonts.body)

    def _page_numbers(self, section: Any) -> None:
        self.document.settings.odd_and_even_pages_header_footer = True
        section.different_first_page_header_footer = self.source.get("form") == "letter"
        for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
            paragraph = footer.paragraphs[0]
            look = Look(self.fonts.song, 14, align, indent=0, left=1, right=1)
            self._shape(paragraph, look)
            self._run(paragraph, "— ", look)
            self._field(paragraph, "PAGE", look)
            self._run(paragraph, " —", look)

    def _field(self, paragraph: Paragraph, code: str, look: Look) -> None:
        for kind, words in (("begin", ""), ("", code), ("separate", ""), ("shown", "1"), ("end", "")):
            run = self._run(paragraph, words if kind == "shown" else "", look)
            if kind == "":
                instruction = OxmlElement("w:instrText")
                instruction.text = code
                run._r.append(instruction)
            elif kind != "shown":
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._r.append(mark)

    # 版头

    def _head(self) -> None:
        marks = [self.source.get(key) for key in ("copy-number", "secrecy", "urgency")]
        printed = [mark for mark in marks if mark]
        for mark in printed:
            self._text(mark, Look(self.fonts.heading, indent=0))
        if not self.source.get("issuer"):
            return
        if self.source.get("form") == "letter":
            self._letter_head()
        elif self.source.get("redhead") == "textbox":
            self._boxed_head()
        else:
            self._red_head(99 - LINE * len(printed))
            self._number_line()

    def _red_head(self, before: float) -> None:
        issuer = self.source.get("issuer")
        size = min(48.0, 420 / len(issuer))
        look = Look(self.fonts.title, size, "center", 0, red=True, before=before, exact=size * 1.3)
        self._text(issuer, look)

    def _number_line(self) -> None:
        signer = self.source.get("signer")
        if not signer:
            number = self._text(self.source.get("number"), Look(self.fonts.body, 16, "center", 0, before=2 * LINE))
        else:
            look = Look(self.fonts.body, 16, "left", 0, left=1, right=1, before=2 * LINE)
            number = self._text(f"{self.source.get('number')}\t签发人：", look)
            self._run(number, signer, Look(self.fonts.subheading))
            number.paragraph_format.tab_stops.add_tab_stop(Mm(156 - 47))
        self._rule(number, "bottom", "FF0000", 12)
        self._spacer()

    def _boxed_head(self) -> None:
        """版头 in two text boxes, one over the other, as the templates of WPS have it."""
        issuer, signer = self.source.get("issuer"), self.source.get("signer")
        number = self.source.get("number") + (f"　　　　　　签发人：{signer}" if signer else "")
        holder = self._text("", Look(self.fonts.body, indent=0, before=250))
        size = min(48.0, 420 / len(issuer))
        for order, (words, top, height, font, points, color) in enumerate(
            (
                (issuer, 35, 24, self.fonts.title, size, "FF0000"),
                (number, 76, 12, self.fonts.body, 16, "000000"),
            ),
            start=1,
        ):
            holder._p.append(text_box(order, words, (top, height), font, points, color))
        self._rule(holder, "bottom", "FF0000", 12)
        self._spacer()

    def _letter_head(self) -> None:
        issuer = self.source.get("issuer")
        self.document.sections[0].top_margin = Mm(30)
        size = min(40.0, 400 / len(issuer))
        head = self._text(issuer, Look(self.fonts.title, size, "center", 0, red=True, exact=size * 1.3))
        self._rule(head, "bottom", "FF0000", 18, "thickThinSmallGap")
        self._text(self.source.get("number"), Look(self.fonts.body, align="right", indent=0, before=6))
        self._spacer()

    def _spacer(self) -> None:
        self._text("", Look(self.fonts.body, indent=0))

    # 主体

    def _title(self, line: Line, index: int) -> None:
        before = 0 if index else LINE / 2
        self._text(line.text, Look(self.fonts.title, 22, "center", 0, before=before, exact=35))

    def _heading(self, line: Line, level: int) -> None:
        font = self.fonts.heading if level == 1 else self.fonts.subheading
        number = number_of(line) if self.numbering else ""
        words = line.text.removeprefix(number)
        own, stop, rest = _run_in(words) if level == 2 else (words, "", "")
        paragraph = self.document.add_paragraph()
        if self.source.get("headings") == "styles" and not rest:
            paragraph.style = self.document.styles[f"Heading {level}"]
            paragraph.style.paragraph_format.space_before = Pt(0)
            paragraph.style.paragraph_format.space_after = Pt(0)
        self._shape(paragraph, Look(font))
        if self.numbering:
            self._number(paragraph, self.numbering[level - 1])
        self._runs(paragraph, own + stop, Look(font))
        if rest:
            self._runs(paragraph, rest, Look(self.fonts.body))

    def _automatic_numbering(self) -> tuple[str, str] | None:
        return add_numbering(self.document) if self.source.get("numbering") == "automatic" else None

    def _number(self, paragraph: Paragraph, number: str) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = int(number)

    def _signature(self, line: Line, index: int) -> None:
        """Centred over the date that stands four characters from the right (7.3.5.1)."""
        dates = [other.text for other in self.source.lines if other.role is Role.DATE]
        right = max(0.0, 4 + _width(dates[0] if dates else "") / 2 - _width(line.text) / 2)
        before = 0 if index else 2 * LINE - self._crowded()
        self._text(line.text, Look(self.fonts.body, align="right", indent=0, right=right, before=before))

    def _crowded(self) -> float:
        """A covering notice with a long title gives up blank lines, so that its date stays on the page."""
        titles = [line for line in self.source.lines if line.role is Role.TITLE]
        return 1.5 * LINE if len(titles) > 2 and self.source.get("number") else 0.0

    def _new_page(self, line: Line, _index: int) -> None:
        paragraph = self._text(line.text, Look(self.fonts.heading, align="left", indent=0))
        paragraph.paragraph_format.page_break_before = True

    def _table(self, lines: list[Line]) -> None:
        rows = [[cell.strip() for cell in line.text.strip("|").split("|")] for line in lines]
        table = self.document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                paragraph = cell.paragraphs[0]
                font = self.fonts.heading if cells is rows[0] else self.fonts.body
                look = Look(font, 12, "center", 0, exact=20)
                self._shape(paragraph, look)
                self._run(paragraph, words, look)

    # 版记

    def _imprint(self, lines: list[Line]) -> None:
        """A table at the foot of the last page, as the standard places it (7.4)."""
        table = self.document.add_table(len(lines), 1)
        for index, line in enumerate(lines):
            cell = table.rows[index].cells[0]
            look = Look(self.fonts.body, 14, "both", 0, left=1, right=1, exact=24)
            paragraph = cell.paragraphs[0]
            self._shape(paragraph, look)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(145), WD_TAB_ALIGNMENT.RIGHT)
            self._run(paragraph, line.text.replace(" | ", "\t"), look)
            self._cell_rules(cell, first=index == 0, last=index == len(lines) - 1)
        # Measured from the top of the sheet: LibreOffice does not know "at the bottom".
        top = round((297 - 35) * 56.7 - 24 * 20 * len(lines))
        place = OxmlElement("w:tblpPr")
        for key, value in {"horzAnchor": "margin", "vertAnchor": "page", "tblpX": "1", "tblpY": str(top)}.items():
            place.set(qn(f"w:{key}"), value)
        table._tbl.tblPr.insert(1, place)
        self._text("", Look(self.fonts.body, indent=0, exact=1))

    def _cell_rules(self, cell: Any, *, first: bool, last: bool) -> None:
        borders = OxmlElement("w:tcBorders")
        for side, size in (("top", 8 if first else 6), ("bottom", 8 if last else 6)):
            edge = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", str(size)), ("color", "000000")):
                edge.set(qn(f"w:{key}"), value)
            borders.append(edge)
        cell._tc.get_or_add_tcPr().append(borders)

    # Paragraphs and runs

    def _text(self, words: str, look: Look) -> Paragraph:
        paragraph = self.document.add_paragraph()
        self._shape(paragraph, look)
        self._runs(paragraph, words, look)
        return paragraph

    def _shape(self, paragraph: Paragraph, look: Look) -> None:
        shape = paragraph.paragraph_format
        shape.alignment = _ALIGN[look.align]
        shape.space_before, shape.space_after = Pt(look.before), Pt(0)
        shape.line_spacing = Pt(look.exact) if look.exact else 1.0
        if look.exact:
            off = OxmlElement("w:snapToGrid")
            off.set(qn("w:val"), "0")
            paragraph._p.get_or_add_pPr().insert_element_before(off, *_AFTER_BORDERS[3:])
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        for key, characters in (("firstLine", look.indent), ("left", look.left), ("right", look.right)):
            if characters:
                indent.set(qn(f"w:{key}Chars"), str(round(characters * 100)))
                indent.set(qn(f"w:{key}"), str(round(characters * look.size * 20)))

    def _runs(self, paragraph: Paragraph, words: str, look: Look) -> None:
        for piece in _INLINE.split(words):
            inner = piece[2:-2]
            if piece.startswith("{+"):
                self._change(paragraph, self._run(paragraph, inner, look), "w:ins")
            elif piece.startswith("{-"):
                run = self._run(paragraph, inner, look)
                run._r.find(qn("w:t")).tag = qn("w:delText")
                self._change(paragraph, run, "w:del")
            elif piece.startswith("{^"):
                paragraph._p.append(self.footnotes.add(inner))
            elif piece:
                self._run(paragraph, piece, look)

    def _change(self, paragraph: Paragraph, run: Any, tag: str) -> None:
        change = OxmlElement(tag)
        author, date = _CHANGED
        identity = str(100 + len(paragraph._p))
        for key, value in (("id", identity), ("author", author), ("date", date)):
            change.set(qn(f"w:{key}"), value)
        paragraph._p.replace(run._r, change)
        change.append(run._r)

    def _run(self, paragraph: Paragraph, words: str, look: Look) -> Any:
        run = paragraph.add_run(words)
        run.font.size = Pt(look.size)
        run.font.name = look.font if look.font == self.fonts.song else self.fonts.latin
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), look.font)
        fonts.set(qn("w:hint"), "eastAsia")
        run.font.color.rgb = RED if look.red else RGBColor(0, 0, 0)
        return run

    def _rule(self, paragraph: Paragraph, side: str, color: str, size: int, kind: str = "single") -> None:
        properties = paragraph._p.get_or_add_pPr()
        borders = properties.find(qn("w:pBdr"))
        if borders is None:
            borders = OxmlElement("w:pBdr")
            properties.insert_element_before(borders, *_AFTER_BORDERS)
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", kind), ("sz", str(size)), ("space", "1"), ("color", color)):
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)


_AFTER_BORDERS = tuple(
    f"w:{name}" for name in ("shd", "tabs", "snapToGrid", "spacing", "ind", "jc", "outlineLvl", "rPr", "sectPr")
)


def _group(line: Line) -> Role:
    """Its role; the lines of 版记 belong together."""
    return Role.COPY_TO if line.role is Role.PRINTED else line.role


def _run_in(words: str) -> tuple[str, str, str]:
    """Heading, full stop and text of a numbered paragraph; no heading when its first sentence is long."""
    own, stop, rest = words.partition("。")
    return (own, stop, rest) if len(own) <= 24 else ("", "", words)


def _width(words: str) -> float:
    """Width in characters: digits are half as wide as the rest."""
    return sum(0.5 if character.isascii() else 1 for character in words)
