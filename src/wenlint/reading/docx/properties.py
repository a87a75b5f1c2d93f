"""Paragraph and run properties: flat while styles are merged, typed once resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from lxml import etree

from wenlint.reading.docx.names import RUN_PROPERTIES, SECTION_PROPERTIES, VAL, W

Flat = dict[str, str]
"""Properties of one level of the style hierarchy: "jc" → "center", "spacing.line" → "560"."""

_OFF = frozenset({"0", "false", "off", "none"})
_LOCAL = len(W)
_UNIT_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}
_LARGEST = 1e9
_SKIPPED = frozenset({RUN_PROPERTIES, SECTION_PROPERTIES, W + "pPrChange", W + "rPrChange", W + "tabs", W + "pBdr"})
_SIDES = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}


@dataclass(frozen=True, slots=True)
class RunFormat:
    """Appearance of a stretch of characters; lengths in points.

    ``wide_quotes`` is w:hint="eastAsia": it makes “ ” ‘ ’ — … full width. ``scale`` is the
    horizontal stretch of the characters, 1 for none.
    """

    size: float = 10.0
    font: str = ""
    latin_font: str = ""
    bold: bool = False
    red: bool = False
    hidden: bool = False
    wide_quotes: bool = False
    spacing: float = 0.0
    scale: float = 1.0
    raised: bool = False
    on_grid: bool = True
    color: str = ""
    highlighted: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """Appearance of a paragraph; lengths in points, ``*_chars`` in characters, ``*_lines`` in lines.

    ``line`` is a multiple of single spacing under the rule "auto", else points.
    """

    align: str = ""
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    left_chars: float = 0.0
    right_chars: float = 0.0
    first_chars: float = 0.0
    before: float = 0.0
    after: float = 0.0
    before_lines: float = 0.0
    after_lines: float = 0.0
    line: float = 1.0
    line_rule: str = "auto"
    outline: int = 0
    break_before: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    widow_control: bool = True
    on_grid: bool = True
    contextual: bool = False
    hanging_punctuation: bool = True
    auto_space: bool = True
    style: str = ""
    framed: bool = False


def properties_of(element: etree._Element, tag: str) -> etree._Element | None:
    """The child that holds an element's properties: the first by the standard, wherever some writers put it."""
    if not len(element):
        return None
    first = element[0]
    return first if first.tag == tag else next(element.iterchildren(tag), None)


def flatten(properties: etree._Element | None) -> Flat:
    """One level's properties as a flat mapping; change records and nested properties left out."""
    flat: Flat = {}
    if properties is None:
        return flat
    for child in properties:
        tag = child.tag
        if tag in _SKIPPED or not tag.startswith(W):
            continue
        name = tag[_LOCAL:]
        special = _SPECIAL.get(name)
        if special:
            special(child, flat)
        else:
            _plain(child, name, flat)
    return flat


def _attributes(element: etree._Element) -> Sequence[tuple[str, str]]:
    return cast("Sequence[tuple[str, str]]", element.items())


def _plain(element: etree._Element, name: str, flat: Flat) -> None:
    attributes = _attributes(element)
    if not attributes:
        flat[name] = "1"
    for key, value in attributes:
        flat[name if key == VAL else f"{name}.{key[_LOCAL:]}"] = value


def _indent(element: etree._Element, flat: Flat) -> None:
    # firstLine and hanging are one signed quantity: setting either replaces an inherited other.
    for key, value in _attributes(element):
        side = key[_LOCAL:]
        match side:
            case "hanging" | "hangingChars":
                flat["ind." + side.replace("hanging", "first")] = "-" + value.lstrip("-")
            case "firstLine" | "firstLineChars":
                if element.get(W + side.replace("firstLine", "hanging")) is None:
                    flat["ind." + side.replace("firstLine", "first")] = value
            case _:
                flat["ind." + _SIDES.get(side, side)] = value


def _fonts(element: etree._Element, flat: Flat) -> None:
    for script in ("eastAsia", "ascii"):
        theme, name = element.get(W + script + "Theme"), element.get(W + script)
        if theme or name:
            flat["rFonts." + script] = "@" + theme if theme else name or ""
    hint = element.get(W + "hint")
    if hint:
        flat["rFonts.hint"] = hint


def _numbering(element: etree._Element, flat: Flat) -> None:
    for name in ("ilvl", "numId"):
        child = element.find(W + name)
        if child is not None:
            flat["numPr." + name] = child.get(VAL, "0")


def _change(element: etree._Element, flat: Flat) -> None:
    flat[element.tag[_LOCAL:]] = "1"  # author and date of the change do not matter


_SPECIAL = {
    "ind": _indent,
    "rFonts": _fonts,
    "numPr": _numbering,
    "cellDel": _change,
    "del": _change,
    "ins": _change,
    "moveFrom": _change,
    "moveTo": _change,
}


def is_on(value: str | None) -> bool:
    """Whether an on/off property that may be absent is on."""
    return value is not None and value.lower() not in _OFF


def twips(value: str | None) -> float:
    """A length as points: a bare number is in twentieths of a point, strict files write "12pt"."""
    if not value:
        return 0.0
    unit = _UNIT_POINTS.get(value[-2:])
    return number(value) / 20 if unit is None else number(value[:-2]) * unit


def number(value: str | None, default: float = 0.0) -> float:
    """A number, or the default where there is none."""
    try:
        parsed = float(value) if value else default
    except ValueError:
        return default
    return parsed if abs(parsed) < _LARGEST else default  # nan and inf are no lengths either


def paragraph_format(flat: Flat, style: str) -> ParagraphFormat:
    """Typed paragraph properties from the merged levels."""
    get = flat.get
    rule = get("spacing.lineRule", "auto")
    line = get("spacing.line")
    single = 1.0 if rule == "auto" else 0.0
    outline = get("outlineLvl")
    return ParagraphFormat(
        align=_ALIGN.get(get("jc", ""), ""),
        left=twips(get("ind.left")),
        right=twips(get("ind.right")),
        first=twips(get("ind.first")),
        left_chars=number(get("ind.leftChars")) / 100,
        right_chars=number(get("ind.rightChars")) / 100,
        first_chars=number(get("ind.firstChars")) / 100,
        before=_spacing(flat, "before"),
        after=_spacing(flat, "after"),
        before_lines=number(get("spacing.beforeLines")) / 100,
        after_lines=number(get("spacing.afterLines")) / 100,
        line=single if line is None else twips(line) / (12 if rule == "auto" else 1),
        line_rule=rule if rule in ("exact", "atLeast") and line is not None else "auto",
        outline=int(outline) + 1 if outline and outline.isdecimal() and int(outline) < 9 else 0,
        break_before=is_on(get("pageBreakBefore")),
        keep_next=is_on(get("keepNext")),
        keep_lines=is_on(get("keepLines")),
        widow_control=is_on(get("widowControl", "1")),
        on_grid=is_on(get("snapToGrid", "1")),
        contextual=is_on(get("contextualSpacing")),
        hanging_punctuation=is_on(get("overflowPunct", "1")),
        auto_space=is_on(get("autoSpaceDE", "1")),
        style=style,
        framed=_is_framed(flat),
    )


def _is_framed(flat: Flat) -> bool:
    """Whether a frame takes the paragraph out of the text; Apple Pages declares one of no size for all paragraphs."""
    return any(key.startswith("framePr") for key in flat) and not (
        flat.get("framePr.w") == "0" and flat.get("framePr.h") == "0"
    )


def _spacing(flat: Flat, side: str) -> float:
    # "Automatic" spacing is HTML's: 14 points.
    return 14.0 if is_on(flat.get(f"spacing.{side}Autospacing")) else twips(flat.get("spacing." + side))


_ALIGN = {
    "center": "center",
    "right": "right",
    "end": "right",
    "left": "left",
    "start": "left",
    "both": "justify",
    "distribute": "justify",
    "thaiDistribute": "justify",
}


def run_format(flat: Flat, font: str, latin_font: str, bold: bool, hidden: bool) -> RunFormat:
    """Typed run properties from the merged levels; toggles and theme fonts come resolved."""
    get = flat.get
    return RunFormat(
        size=twips(get("sz")) * 10 if get("sz", "")[-2:] not in _UNIT_POINTS else twips(get("sz")),
        font=font,
        latin_font=latin_font,
        bold=bold,
        red=is_red(get("color", "")),
        hidden=hidden,
        wide_quotes=get("rFonts.hint") == "eastAsia",
        spacing=twips(get("spacing")),
        scale=number((get("w") or "").rstrip("%"), 100.0) / 100 or 1.0,
        raised=get("vertAlign", "baseline") != "baseline",
        on_grid=is_on(get("snapToGrid", "1")),
        color=get("color", ""),
        highlighted=get("highlight", "none") != "none",
    )


def is_red(color: str) -> bool:
    """Whether an RRGGBB colour looks red on paper."""
    try:
        value = int(color, 16) if len(color) == 6 else 0
    except ValueError:
        return False
    red, green, blue = value >> 16, value >> 8 & 255, value & 255
    return red >= 0xA0 and max(green, blue) <= 0x60
