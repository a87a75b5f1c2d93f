"""Lines across the text: borders of paragraphs and cells, drawn lines (红线, 版记分隔线)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from wenlint.appearance import Line
from wenlint.reading.docx.names import PARAGRAPH, VAL, WP, A, V, W
from wenlint.reading.docx.properties import is_red, number
from wenlint.reading.docx.styles import Styles

_BORDERS = W + "pBdr"
_TABLE, _TABLE_BORDERS, _CELL_BORDERS = W + "tbl", W + "tblBorders", W + "tcBorders"
_STYLE = W + "pStyle"
_SHAPE, _VML_LINE = A + "prstGeom", V + "line"
_CUSTOM = A + "custGeom"
_PICTURES = (A + "blip", V + "imagedata")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STRAIGHT = frozenset({"line", "straightConnector1", "rect"})
_EMU_PER_MM = 36_000
_MM_PER_EIGHTH = 25.4 / 72 / 8  # borders are measured in eighths of a point
_FLAT = 3.0  # mm; a rectangle flatter than this is a line
_LEAST_WIDTH = 60.0  # mm


def lines(root: etree._Element, styles: Styles, indices: Mapping[int, int]) -> tuple[Line, ...] | None:
    """Lines in order; None when a picture or a free form might be one.

    ``indices`` are those of paragraphs in the flow by their number in the part; what stands at
    a paragraph without text belongs to the one before.
    """
    tags = (PARAGRAPH, _BORDERS, _STYLE, _TABLE_BORDERS, _CELL_BORDERS, _SHAPE, _VML_LINE, _CUSTOM, *_PICTURES)
    found: list[Line] = []
    paragraph = -1
    upcoming = _Upcoming(indices)
    for count, element in _numbered(root, tags):
        tag = element.tag
        paragraph = indices.get(count, paragraph) if tag == PARAGRAPH else paragraph
        if tag == PARAGRAPH:
            continue
        if tag in _PICTURES or tag == _CUSTOM:
            return None
        if tag in (_TABLE_BORDERS, _CELL_BORDERS):
            # These come before the paragraphs they go around.
            found += _bordered(element, upcoming.after(count), "insideH")
        elif tag == _BORDERS:
            found += _bordered(element, paragraph, "between")
        elif tag == _STYLE:
            found += (
                line for border in styles.borders(element.get(VAL, "")) for line in _bordered(border, paragraph, "")
            )
        else:
            found += _drawn(element, paragraph)
    return tuple(found)


class _Upcoming:
    """The first paragraph of the flow after a number in the part, or the last of all."""

    def __init__(self, indices: Mapping[int, int]) -> None:
        self._ordered = sorted(indices.items())
        self._at = 0

    def after(self, count: int) -> int:
        while self._at < len(self._ordered) and self._ordered[self._at][0] <= count:
            self._at += 1
        at = min(self._at, len(self._ordered) - 1)
        return self._ordered[at][1] if self._ordered else -1


def _numbered(root: etree._Element, tags: tuple[str, ...]) -> Iterator[tuple[int, etree._Element]]:
    count = -1
    for element in root.iter(*tags):
        count += element.tag == PARAGRAPH
        yield count, element


def _bordered(borders: etree._Element, paragraph: int, inside: str) -> Iterator[Line]:
    for edge in borders:
        side = edge.tag.rpartition("}")[2]
        kind = edge.get(VAL, "none")
        if side not in ("top", "bottom", inside) or kind in ("none", "nil"):
            continue
        weight = number(edge.get(W + "sz")) * _MM_PER_EIGHTH
        yield Line(paragraph, _colour(edge.get(W + "color", "auto")), round(weight, 3), 0.0, side)


def _drawn(element: etree._Element, paragraph: int) -> Iterator[Line]:
    if element.tag == _VML_LINE:
        if next(element.iterancestors(_FALLBACK), None) is None:
            weight = number(element.get("strokeweight", "").removesuffix("pt")) * 25.4 / 72
            yield Line(paragraph, _colour(element.get("strokecolor", "").lstrip("#").split(" ")[0]), round(weight, 3))
        return
    shape = element.getparent()
    if shape is None or element.get("prst") not in _STRAIGHT:
        return
    width, height = _extent(element)
    if height > _FLAT or width < _LEAST_WIDTH:
        return
    outline = shape.find(A + "ln")
    fill = outline if outline is not None and outline.find(A + "noFill") is None else shape
    weight = number(outline.get("w")) / _EMU_PER_MM if outline is not None else 0.0
    yield Line(paragraph, _fill_colour(fill), round(weight, 3), round(width, 1))


def _extent(element: etree._Element) -> tuple[float, float]:
    """Width and height in millimetres: of the shape, or of the drawing it stands in."""
    shape = element.getparent()
    size = next(shape.iter(A + "ext"), None) if shape is not None else None
    if size is None or "cx" not in size.attrib:
        drawing = next((a for a in element.iterancestors(WP + "anchor", WP + "inline")), None)
        size = drawing.find(WP + "extent") if drawing is not None else None
    if size is None:
        return 0.0, 0.0
    return number(size.get("cx")) / _EMU_PER_MM, number(size.get("cy")) / _EMU_PER_MM


def _fill_colour(shape: etree._Element) -> str:
    fill = shape.find(A + "solidFill")
    colour = fill.find(A + "srgbClr") if fill is not None else None
    return _colour(colour.get("val", "")) if colour is not None else "?"


def _colour(value: str) -> str:
    if value.lower() in ("", "auto", "000000", "black"):
        return ""
    return "red" if value.lower() == "red" or is_red(value) else value.upper()
