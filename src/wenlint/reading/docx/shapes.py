"""Text boxes, WordArt, pictures and objects in a drawing (DrawingML and VML)."""

from __future__ import annotations

from lxml import etree

from wenlint.reading.docx.model import Drawing, Tally
from wenlint.reading.docx.names import ALTERNATE_CONTENT, MC, TEXT_BOX_CONTENT, WP, A, O, V, W
from wenlint.reading.docx.properties import number
from wenlint.text.patterns import pattern

_EMU = 12_700  # per point
_DRAWINGML = "{http://schemas.openxmlformats.org/drawingml/2006/"
_PICTURE = _DRAWINGML + "picture}pic"
_CHARTS = frozenset({_DRAWINGML + "chart}chart", _DRAWINGML + "diagram}relIds"})
_WORD_ART = V + "textpath"
_WRAPS = {WP + "wrapSquare": "beside", WP + "wrapTight": "beside", WP + "wrapThrough": "beside"}
_WRAPS[WP + "wrapTopAndBottom"] = "below"
_VML_WRAP = "{urn:schemas-microsoft-com:office:word}wrap"
_VML_WRAPS = {"square": "beside", "tight": "beside", "through": "beside", "topAndBottom": "below"}
_STYLE = pattern(r"([a-z-]+)\s*:\s*([^;]*)")
_LENGTH = pattern(r"(-?[\d.]+)(pt|in|cm|mm|px|)$")
_CSS_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "": 0.75}
_REFERENCES = {
    "text": "paragraph",
    "line": "paragraph",
    "char": "column",
    "character": "column",
    "topMargin": "page",
    "leftMargin": "page",
}
# An alignment instead of an offset: thirds of an A4 text area are near enough to put boxes in order.
_ALIGNED = {"center": 0.5, "bottom": 1.0, "right": 1.0, "outside": 1.0}
_ALIGNED_HEIGHT, _ALIGNED_WIDTH = 640.0, 430.0


def chosen(alternate: etree._Element) -> etree._Element | None:
    """The one branch of mc:AlternateContent to read: the first choice, unless only the fallback has text."""
    choice, fallback = alternate.find(MC + "Choice"), alternate.find(MC + "Fallback")
    if choice is None or (fallback is not None and not _has_text(choice) and _has_text(fallback)):
        return fallback
    return choice


def drawing(element: etree._Element, tally: Tally) -> Drawing | None:
    """Reads a w:drawing, w:pict or w:object; None when it is hidden."""
    anchor = next(iter(element), None)
    if anchor is None or _is_hidden(anchor):
        return None
    found: list[etree._Element] = []
    _collect(element, found, tally)
    contents = tuple(_in_reading_order(found))
    return _drawing_place(anchor, contents) if anchor.tag.startswith(WP) else _vml_place(element, contents)


def _has_text(branch: etree._Element) -> bool:
    return next(branch.iter(TEXT_BOX_CONTENT, _WORD_ART, W + "t"), None) is not None


def _is_hidden(anchor: etree._Element) -> bool:
    properties = anchor.find(WP + "docPr")
    if properties is not None and properties.get("hidden") in ("1", "true"):
        return True
    return "visibility:hidden" in anchor.get("style", "").replace(" ", "")


def _collect(element: etree._Element, found: list[etree._Element], tally: Tally) -> None:
    for child in element:
        tag = child.tag
        if tag == ALTERNATE_CONTENT:
            branch = chosen(child)
            if branch is not None:
                _collect(branch, found, tally)
        elif tag == TEXT_BOX_CONTENT or (tag == _WORD_ART and child.get("string")):
            found.append(child)
        elif tag == _PICTURE or (tag == V + "imagedata" and not _shows_object(element)):
            tally.images += 1
        elif tag == O + "OLEObject":
            tally.objects += 1
        elif tag in _CHARTS:
            tally.charts += 1
        else:
            _collect(child, found, tally)


def _shows_object(shape: etree._Element) -> bool:
    parent = shape.getparent()
    return parent is not None and parent.tag == W + "object"


def _in_reading_order(contents: list[etree._Element]) -> list[etree._Element]:
    """Boxes of a group by rows, then from left to right; as stored when a place is not told."""
    if len(contents) < 2:
        return contents
    places = [_place_in_group(content) for content in contents]
    if any(place is None for place in places):
        return contents
    known = [place for place in places if place is not None]
    return [contents[index] for index in by_rows([(y, x) for x, y in known], _row_height(known))]


def _row_height(places: list[tuple[float, float]]) -> float:
    heights = [y for _, y in places]
    return (max(heights) - min(heights)) / 20


def by_rows(places: list[tuple[float, float]], tolerance: float) -> list[int]:
    """Indices of (y, x) places from top to bottom; within ``tolerance`` of a row's top, from left to right."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    rows: list[list[int]] = []
    for index in order:
        if rows and places[index][0] - places[rows[-1][0]][0] <= tolerance:
            rows[-1].append(index)
        else:
            rows.append([index])
    return [index for row in rows for index in sorted(row, key=lambda index: places[index][1])]


def _place_in_group(content: etree._Element) -> tuple[float, float] | None:
    for ancestor in content.iterancestors():
        offset = next((o for p in ancestor if p.tag.endswith("}spPr") for o in p.iter(A + "off")), None)
        if offset is not None:
            return number(offset.get("x")), number(offset.get("y"))
        if ancestor.tag.startswith(V) and "style" in ancestor.attrib:
            style = _css(ancestor)
            return _bare(style.get("left")), _bare(style.get("top"))
    return None


def _bare(value: str | None) -> float:
    match = _LENGTH.match((value or "").strip())
    return float(match[1]) if match else 0.0


def _drawing_place(anchor: etree._Element, contents: tuple[etree._Element, ...]) -> Drawing:
    extent = anchor.find(WP + "extent")
    width, height = (number(extent.get(name)) / _EMU for name in ("cx", "cy")) if extent is not None else (0.0, 0.0)
    if anchor.tag == WP + "inline":
        return Drawing(contents, width=width, height=height, wrap="inline")
    horizontal_place = anchor.find(WP + "positionH")
    x, horizontal = _offset(horizontal_place, _ALIGNED_WIDTH, "column")
    y, vertical = _offset(anchor.find(WP + "positionV"), _ALIGNED_HEIGHT, "paragraph")
    above, below, left, right = (number(anchor.get("dist" + side)) / _EMU for side in "TBLR")
    wrap = next((_WRAPS[child.tag] for child in anchor if child.tag in _WRAPS), "")
    align = horizontal_place.findtext(WP + "align", "") if horizontal_place is not None else ""
    return Drawing(contents, x, y, vertical, horizontal, width + left + right, height + above + below, wrap, align)


def _offset(position: etree._Element | None, room: float, default: str) -> tuple[float, str]:
    if position is None:
        return 0.0, default
    reference = position.get("relativeFrom", default)
    offset, align = position.find(WP + "posOffset"), position.find(WP + "align")
    value = number(offset.text) / _EMU if offset is not None else 0.0
    if align is not None:
        value = _ALIGNED.get(align.text or "", 0.0) * room
    return value, _REFERENCES.get(reference, reference)


def _vml_place(element: etree._Element, contents: tuple[etree._Element, ...]) -> Drawing:
    shape = next((child for child in element if child.tag.startswith(V) and child.get("style")), None)
    if shape is None:
        return Drawing(contents)
    style = _css(shape)
    width, height = _points(style.get("width")), _points(style.get("height"))
    if style.get("position") != "absolute":
        return Drawing(contents, width=width, height=height, wrap="inline")
    vertical = style.get("mso-position-vertical-relative", "text")
    horizontal = style.get("mso-position-horizontal-relative", "text")
    align = style.get("mso-position-horizontal", "")
    x = _aligned(align, _ALIGNED_WIDTH, style.get("margin-left"))
    y = _aligned(style.get("mso-position-vertical"), _ALIGNED_HEIGHT, style.get("margin-top"))
    wrap = next((_VML_WRAPS.get(child.get("type", ""), "") for child in shape if child.tag == _VML_WRAP), "")
    vertical, horizontal = _REFERENCES.get(vertical, vertical), _REFERENCES.get(horizontal, horizontal)
    return Drawing(contents, x, y, vertical, horizontal, width, height, wrap, "" if align == "absolute" else align)


def _aligned(align: str | None, room: float, offset: str | None) -> float:
    if align and align != "absolute":
        return _ALIGNED.get(align, 0.0) * room
    return _points(offset)


def _css(element: etree._Element) -> dict[str, str]:
    return {name: value.strip() for name, value in _STYLE.findall(element.get("style", ""))}


def _points(value: str | None) -> float:
    match = _LENGTH.match((value or "").strip())
    return float(match[1]) * _CSS_POINTS[match[2]] if match else 0.0
