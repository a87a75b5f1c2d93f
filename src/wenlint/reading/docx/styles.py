"""The style hierarchy: document defaults, table style, paragraph style, character style, direct properties.

Levels are merged property by property (ISO/IEC 29500-1 §17.7.2); results are kept, since a
draft of a thousand paragraphs uses a few dozen combinations.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from wenlint.reading.docx.names import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, VAL, A, W
from wenlint.reading.docx.properties import (
    Flat,
    ParagraphFormat,
    RunFormat,
    flatten,
    is_on,
    paragraph_format,
    run_format,
)

_DEFAULTS: Flat = {"sz": "20"}
_MAX_DEPTH = 30  # basedOn chains are shorter; a circle in them must end


class Style:
    """One style's own properties."""

    __slots__ = ("based_on", "paragraph", "run")

    def __init__(self, element: etree._Element) -> None:
        based_on = element.find(W + "basedOn")
        self.based_on = based_on.get(VAL, "") if based_on is not None else ""
        self.paragraph = flatten(element.find(PARAGRAPH_PROPERTIES))
        self.run = flatten(element.find(RUN_PROPERTIES))


class Styles:
    """All styles of a document with the fonts of its theme."""

    def __init__(self, root: etree._Element | None, theme: Callable[[], etree._Element | None]) -> None:
        self._read_theme = theme
        self._theme: dict[str, str] | None = None
        self._elements: dict[str, etree._Element] = {}
        self._styles: dict[str, Style] = {}
        self.default = ""
        self._default_table = ""
        self._paragraph_defaults: Flat = {}
        self._run_defaults: Flat = dict(_DEFAULTS)
        if root is not None:
            self._load(root)
        self._chains: dict[str, tuple[Flat, Flat]] = {}
        self._tables: dict[str, list[etree._Element]] = {}
        self._bases: dict[tuple[str, str], Flat] = {}
        self._runs: dict[tuple[object, ...], RunFormat] = {}
        self._paragraphs: dict[tuple[object, ...], ParagraphFormat] = {}

    def _load(self, root: etree._Element) -> None:
        defaults = root.find(W + "docDefaults")
        if defaults is not None:
            self._paragraph_defaults = flatten(defaults.find(f"{W}pPrDefault/{W}pPr"))
            self._run_defaults |= flatten(defaults.find(f"{W}rPrDefault/{W}rPr"))
        for element in root.iterchildren(W + "style"):
            name = element.get(W + "styleId", "")
            self._elements[name] = element
            if is_on(element.get(W + "default")):
                kind = element.get(W + "type", "paragraph")
                if kind == "paragraph":
                    self.default = name
                elif kind == "table":
                    self._default_table = name

    def _style(self, name: str) -> Style | None:
        """A style, parsed when it is first asked for: templates carry hundreds, drafts use a few."""
        if name not in self._styles:
            element = self._elements.get(name)
            if element is None:
                return None
            self._styles[name] = Style(element)
        return self._styles[name]

    def known(self, name: str) -> str:
        """The name of a style that exists; the default paragraph style for any other."""
        return name if name in self._elements else self.default

    def chain(self, name: str) -> tuple[Flat, Flat]:
        """Paragraph and run properties of a style with all that it is based on."""
        known = self._chains.get(name)
        if known is None:
            known = self._chains[name] = self._merged(name)
        return known

    def _merged(self, name: str) -> tuple[Flat, Flat]:
        line: list[Style] = []
        while (style := self._style(name)) and len(line) < _MAX_DEPTH:
            line.append(style)
            name = style.based_on
        paragraph: Flat = {}
        run: Flat = {}
        for style in reversed(line):
            paragraph |= style.paragraph
            run |= style.run
        return paragraph, run

    def table(self, name: str) -> list[etree._Element]:
        """Table properties of a table style and of those it is based on, nearest first."""
        known = self._tables.get(name)
        if known is None:
            known = self._tables[name] = []
            following = name or self._default_table
            for _ in range(_MAX_DEPTH):
                element = self._elements.get(following)
                if element is None:
                    break
                properties = element.find(W + "tblPr")
                known += [] if properties is None else [properties]
                based_on = element.find(W + "basedOn")
                following = based_on.get(VAL, "") if based_on is not None else ""
        return known

    def borders(self, name: str) -> list[etree._Element]:
        """Paragraph borders of a style, or of the nearest one it is based on that has any."""
        for _ in range(_MAX_DEPTH):
            element = self._elements.get(name)
            if element is None:
                break
            found = element.find(f"{PARAGRAPH_PROPERTIES}/{W}pBdr")
            if found is not None:
                return [found]
            based_on = element.find(W + "basedOn")
            name = based_on.get(VAL, "") if based_on is not None else ""
        return []

    def numbered_by(self, name: str) -> tuple[str | None, str | None, str]:
        """numId and ilvl that a paragraph style gives, and the style in the chain that gives them."""
        for _ in range(_MAX_DEPTH):
            style = self._style(name)
            if style is None:
                break
            if "numPr.numId" in style.paragraph:
                return style.paragraph["numPr.numId"], self.chain(name)[0].get("numPr.ilvl"), name
            name = style.based_on
        return None, None, ""

    def paragraph(self, style: str, table_style: str, numbering: Flat, direct: Flat) -> ParagraphFormat:
        """Format of a paragraph; ``numbering`` are the indents of its list level, beneath its own."""
        key = (style, table_style, frozenset(numbering.items()), frozenset(direct.items()))
        known = self._paragraphs.get(key)
        if known is None:
            table = self.chain(table_style or self._default_table)[0]
            flat = self._paragraph_defaults | table | self.chain(style)[0] | numbering | direct
            known = self._paragraphs[key] = paragraph_format(flat, style)
        return known

    def run(self, style: str, table_style: str, character_style: str, direct: Flat) -> RunFormat:
        """Format of a run in a paragraph of ``style``."""
        key = (style, table_style, character_style, frozenset(direct.items()))
        known = self._runs.get(key)
        if known is None:
            known = self._runs[key] = self._run(style, table_style, character_style, direct)
        return known

    def _run(self, style: str, table_style: str, character_style: str, direct: Flat) -> RunFormat:
        base = self._run_base(style, table_style)
        character = self.chain(character_style)[1] if character_style else {}
        flat = base | character | direct
        return run_format(
            flat,
            self._font(flat.get("rFonts.eastAsia", "")),
            self._font(flat.get("rFonts.ascii", "")),
            _toggled("b", base, character, direct),
            _toggled("vanish", base, character, direct),
        )

    def _run_base(self, style: str, table_style: str) -> Flat:
        key = (style, table_style)
        known = self._bases.get(key)
        if known is None:
            table = self.chain(table_style or self._default_table)[1]
            known = self._bases[key] = self._run_defaults | table | self.chain(style)[1]
        return known

    def _font(self, name: str) -> str:
        if not name.startswith("@"):
            return name
        if self._theme is None:
            self._theme = _theme_fonts(self._read_theme())
        return self._theme.get(name[1:], "")


def _toggled(name: str, base: Flat, character: Flat, direct: Flat) -> bool:
    """A toggle property: a character style flips what the paragraph style says (§17.7.3)."""
    if name in direct:
        return is_on(direct[name])
    return is_on(base.get(name)) ^ is_on(character.get(name))


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    fonts: dict[str, str] = {}
    if theme is None:
        return fonts
    for scheme, prefix in (("majorFont", "major"), ("minorFont", "minor")):
        scripts = next(theme.iter(A + scheme), None)
        if scripts is None:
            continue
        latin, east = scripts.find(A + "latin"), scripts.find(A + "ea")
        hans = next((font.get("typeface", "") for font in scripts.iter(A + "font") if font.get("script") == "Hans"), "")
        fonts[prefix + "EastAsia"] = (east.get("typeface", "") if east is not None else "") or hans
        fonts[prefix + "Ascii"] = fonts[prefix + "HAnsi"] = latin.get("typeface", "") if latin is not None else ""
    return fonts
