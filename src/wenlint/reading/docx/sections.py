"""Section properties: page size, margins, grid, headers and footers (ISO/IEC 29500-1 §17.6)."""

from __future__ import annotations

from lxml import etree

from wenlint.reading.docx.model import Section
from wenlint.reading.docx.names import SECTION_PROPERTIES, VAL, R, W
from wenlint.reading.docx.properties import is_on, number, twips


def sections(body: etree._Element) -> list[Section]:
    """The sections of a body, in order; at least one."""
    found = [_section(element) for element in body.iter(SECTION_PROPERTIES)]
    return found or [Section()]


def _section(element: etree._Element) -> Section:
    size, margin = _attributes(element, "pgSz"), _attributes(element, "pgMar")
    grid, columns = _attributes(element, "docGrid"), _attributes(element, "cols")
    plain = Section()
    return Section(
        width=_length(size, "w", plain.width),
        height=_length(size, "h", plain.height),
        top=_length(margin, "top", plain.top),
        bottom=_length(margin, "bottom", plain.bottom),
        left=_length(margin, "left", plain.left),
        right=_length(margin, "right", plain.right),
        header=_length(margin, "header", plain.header),
        footer=_length(margin, "footer", plain.footer),
        gutter=_length(margin, "gutter", 0.0),
        grid=grid.get("type", "") if grid.get("type") != "default" else "",
        pitch=twips(grid.get("linePitch")),
        char_space=number(grid.get("charSpace")) / 4096,
        start=_attributes(element, "type").get("val", "nextPage"),
        columns=max(int(number(columns.get("num"), 1)), 1),
        column_gap=_length(columns, "space", plain.column_gap),
        margins=tuple(_margins(element)),
        has_first_page=_has(element, "titlePg"),
    )


def _margins(element: etree._Element) -> list[tuple[str, str, str]]:
    """(header or footer, default/first/even, relationship id) of each reference."""
    return [
        (name, reference.get(W + "type", "default"), reference.get(R + "id", ""))
        for name in ("header", "footer")
        for reference in element.iterchildren(W + name + "Reference")
    ]


def _attributes(element: etree._Element, name: str) -> dict[str, str]:
    child = element.find(W + name)
    if child is None:
        return {}
    return {str(key).rpartition("}")[2]: str(value) for key, value in child.attrib.items()}


def _length(attributes: dict[str, str], name: str, default: float) -> float:
    return twips(attributes[name]) if name in attributes else default


def _has(element: etree._Element, name: str) -> bool:
    child = element.find(W + name)
    return child is not None and is_on(child.get(VAL, "1"))
