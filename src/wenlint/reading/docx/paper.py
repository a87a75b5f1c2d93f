"""Paper, grid and page numbers of a .docx."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from wenlint.appearance import PageNumber, Sheet, category
from wenlint.reading.docx.margins import Margins
from wenlint.reading.docx.model import Node, ParagraphNode, Section, TableNode
from wenlint.reading.docx.names import W
from wenlint.text.patterns import pattern

_MM = 25.4 / 72
_TYPE_AREA = 156 / _MM  # width of the type area, in points (GB/T 9704—2012 5.2.1)
_TYPE = 16.0  # points: 3号
_FIELD = pattern(r"\s*PAGE\b")


def sheets(sections: Sequence[Section]) -> Iterator[Sheet]:
    """The paper of each section; the binding margin counts with the left one."""
    for section in sections:
        yield Sheet(
            width=round(section.width * _MM, 1),
            height=round(section.height * _MM, 1),
            top=round(abs(section.top) * _MM, 1),
            bottom=round(abs(section.bottom) * _MM, 1),
            left=round((section.left + section.gutter) * _MM, 1),
            right=round(section.right * _MM, 1),
            characters=_characters(section),
        )


def _characters(section: Section) -> float:
    if section.grid not in ("linesAndChars", "snapToChars"):
        return 0.0
    return round(_TYPE_AREA / max(_TYPE + section.char_space, 1.0), 2)


def page_numbers(sections: Sequence[Section], beside: Margins, both_sides: bool) -> tuple[PageNumber, ...]:
    """Page numbers of the first section, by the pages they stand on."""
    section = sections[0]
    wanted = ["default", *(["even"] if both_sides else []), *(["first"] if section.has_first_page else [])]
    given = {when: identifier for kind, when, identifier in section.margins if kind == "footer"}
    above = {when: identifier for kind, when, identifier in section.margins if kind == "header"}
    return tuple(_number(when, given.get(when), above.get(when), beside) for when in wanted)


def _number(when: str, footer: str | None, header: str | None, beside: Margins) -> PageNumber:
    for identifier in (footer, header):
        target = beside.target(identifier) if identifier else ""
        found = _found(beside.nodes(target), beside.root(target), "") if target else None
        if found is not None:
            return found._replace(when=when)
    return PageNumber("", when=when)


def _found(nodes: Sequence[Node], root: etree._Element | None, align: str) -> PageNumber | None:
    if not _field_count(root):
        return None
    candidates = [
        (paragraph, box_align, "".join(piece.text for piece in paragraph.pieces))
        for paragraph, box_align in _paragraphs(nodes, align)
    ]
    # A field that was never shown has no number yet: then its dashes tell, or any empty paragraph.
    for is_it in (_has_digit, _is_bare, _is_blank):
        for paragraph, box_align, text in candidates:
            if is_it(text):
                return _described(paragraph, text, box_align or _frame_align(root))
    return None


def _described(paragraph: ParagraphNode, text: str, align: str) -> PageNumber:
    printed = " ".join(re.sub(r"\d+", "1", text).split())
    digits = next((piece for piece in paragraph.pieces if _has_digit(piece.text)), None)
    format = digits.format if digits else paragraph.mark
    font = format.latin_font or format.font
    return PageNumber(
        printed if digits else _with_figure(printed),
        align or paragraph.format.align or "left",
        format.size,
        font,
        category(font),
    )


def _has_digit(text: str) -> bool:
    return any(char.isdecimal() for char in text)


def _is_blank(text: str) -> bool:
    return not text.strip()


def _is_bare(text: str) -> bool:
    """Dashes around a field that has no number yet."""
    return bool(text.strip()) and not text.strip(" \t\u3000—–―－-─第页")


def _with_figure(printed: str) -> str:
    half = (len(printed) + 1) // 2
    return f"{printed[:half].strip()} 1 {printed[half:].strip()}".strip()


def _field_count(root: etree._Element | None) -> int:
    if root is None:
        return 0
    codes = [element.text or "" for element in root.iter(W + "instrText")]
    codes += [element.get(W + "instr", "") for element in root.iter(W + "fldSimple")]
    return sum(bool(_FIELD.match(code)) for code in [*codes, "".join(codes)]) + sum(1 for _ in root.iter(W + "pgNum"))


def _paragraphs(nodes: Sequence[Node], align: str) -> Iterator[tuple[ParagraphNode, str]]:
    """Paragraphs of a margin with where the box around them stands."""
    for node in nodes:
        if isinstance(node, TableNode):
            for row in node.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell.nodes, align)
            continue
        yield node, align
        for box in node.boxes:
            yield from _paragraphs(box.nodes, box.align or align)


def _frame_align(root: etree._Element | None) -> str:
    """Where the frame around the number stands."""
    frame = next(root.iter(W + "framePr"), None) if root is not None else None
    return frame.get(W + "xAlign", "") if frame is not None else ""
