"""Automatic numbering: definitions, counters and the printed label (ISO/IEC 29500-1 §17.9)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from wenlint.reading.docx.names import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, VAL, W
from wenlint.reading.docx.numerals import numeral
from wenlint.reading.docx.properties import Flat, flatten, is_on
from wenlint.reading.docx.styles import Styles
from wenlint.reading.docx.symbols import bullet
from wenlint.text.patterns import pattern

_LEVELS = 9
_PLACEHOLDER = pattern(r"%([1-9])")
_SEPARATORS = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True)
class Label:
    """A number as printed, and what stands between it and the text."""

    text: str
    separator: str


@dataclass(slots=True)
class Level:
    """One of the nine levels of a list definition."""

    start: int = 1
    format: str = "decimal"
    custom: str = ""
    template: str = ""
    separator: str = "\t"
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    font: str = ""
    style: str = ""
    indent: Flat = field(default_factory=dict)

    def write(self, value: int) -> str:
        """A counter's value in this level's format; custom formats ("001, 002, …") tell the width."""
        if self.format == "custom":
            return str(value).zfill(min(len(self.custom.partition(",")[0].strip()), 9))
        return numeral(value, self.format)


class Instance:
    """A w:num: an abstract definition with what it overrides."""

    __slots__ = ("abstract", "levels", "starts")

    def __init__(self, abstract: str, levels: dict[int, Level], starts: dict[int, int]) -> None:
        self.abstract = abstract
        self.levels = levels
        self.starts = starts


class Numbering:
    """Definitions and running counters of one document.

    Lists of one abstract definition count on across their instances, except where an
    instance overrides the start; that takes effect on the level's first use.
    """

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._abstracts: dict[str, etree._Element] = {}
        self._elements: dict[str, etree._Element] = {}
        self._styles = styles
        self._instances: dict[str, Instance | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._overridden: set[tuple[str, int]] = set()
        if root is not None:
            self._abstracts = {a.get(W + "abstractNumId", ""): a for a in root.iter(W + "abstractNum")}
            self._elements = {n.get(W + "numId", ""): n for n in root.iter(W + "num")}

    def place(self, direct: Flat, style: str) -> tuple[str, int, bool] | None:
        """numId and level of a paragraph and whether its style gives them; None when it has no number."""
        number_id, level, giver = direct.get("numPr.numId"), direct.get("numPr.ilvl"), ""
        if number_id is None:
            number_id, style_level, giver = self._styles.numbered_by(style)
            level = level or self._level_of_style(number_id, style) or style_level
        if number_id is None or self._instance(number_id) is None:
            return None
        return number_id, min(int(level) if level and level.isdecimal() else 0, _LEVELS - 1), bool(giver)

    def indent(self, number_id: str, level: int) -> Flat:
        """Indents that a list level gives its paragraphs."""
        instance = self._instance(number_id)
        found = instance.levels.get(level) if instance else None
        return found.indent if found else {}

    def advance(self, number_id: str, level: int) -> Label | None:
        """Counts one more item and returns its label; None when nothing is printed."""
        instance = self._instance(number_id)
        if instance is None or level not in instance.levels:
            return None
        values = self._counters.setdefault(instance.abstract, [None] * _LEVELS)
        self._count(instance, number_id, level, values)
        return _label(instance, level, values)

    def _count(self, instance: Instance, number_id: str, level: int, values: list[int | None]) -> None:
        if level in instance.starts and (number_id, level) not in self._overridden:
            self._overridden.add((number_id, level))
            values[level] = None
        previous = values[level]
        values[level] = _start(instance, level) if previous is None else previous + 1
        for deeper in range(level + 1, _LEVELS):
            definition = instance.levels.get(deeper)
            restart = definition.restart if definition else None
            if restart is None or level < restart:
                values[deeper] = None

    def _level_of_style(self, number_id: str | None, style: str) -> str | None:
        instance = self._instance(number_id) if number_id else None
        levels = instance.levels.items() if instance else ()
        return next((str(index) for index, level in levels if level.style == style), None)

    def _instance(self, number_id: str) -> Instance | None:
        if number_id not in self._instances:
            self._instances[number_id] = self._load(number_id)
        return self._instances[number_id]

    def _load(self, number_id: str) -> Instance | None:
        element = self._elements.get(number_id)
        if element is None or number_id == "0":
            return None
        abstract, definition = self._definition(element)
        if definition is None:
            return None
        levels = {_index(level): _level(level) for level in definition.iterchildren(W + "lvl")}
        starts: dict[int, int] = {}
        for override in element.iterchildren(W + "lvlOverride"):
            index = _index(override)
            replacement, start = override.find(W + "lvl"), override.find(W + "startOverride")
            if replacement is not None:
                levels[index] = _level(replacement)
            if start is not None:
                starts[index] = _integer(start.get(VAL), 1)
        return Instance(abstract, levels, starts)

    def _definition(self, element: etree._Element) -> tuple[str, etree._Element | None]:
        abstract = _value(element, "abstractNumId")
        definition = self._abstracts.get(abstract)
        link = _value(definition, "numStyleLink") if definition is not None else ""
        if link:
            linked = self._elements.get(self._styles.chain(link)[0].get("numPr.numId", ""))
            if linked is not None:
                abstract = _value(linked, "abstractNumId")
                definition = self._abstracts.get(abstract, definition)
        return abstract, definition


def _label(instance: Instance, level: int, values: list[int | None]) -> Label | None:
    definition = instance.levels[level]
    if definition.hidden:
        return None
    if definition.format == "bullet":
        text = bullet(definition.template, definition.font)
    else:
        text = _PLACEHOLDER.sub(
            lambda match: _part(instance, definition, int(match[1]) - 1, values), definition.template
        )
    return Label(text, definition.separator) if text.strip() else None


def _part(instance: Instance, definition: Level, index: int, values: list[int | None]) -> str:
    level = instance.levels.get(index)
    value = values[index]
    if level is None:
        return ""
    value = _start(instance, index) if value is None else value
    return str(value) if definition.legal else level.write(value)


def _start(instance: Instance, level: int) -> int:
    return instance.starts.get(level, instance.levels[level].start)


def _level(element: etree._Element) -> Level:
    level = Level()
    format = next(element.iter(W + "numFmt"), None)
    if format is not None:
        level.format, level.custom = format.get(VAL, "decimal"), format.get(W + "format", "")
    level.start = _integer(_value(element, "start"), 1)
    restart = _value(element, "lvlRestart")
    level.restart = _integer(restart, 0) if restart else None
    level.template = _value(element, "lvlText")
    level.separator = _SEPARATORS.get(_value(element, "suff") or "tab", "\t")
    legal = element.find(W + "isLgl")
    level.legal = legal is not None and is_on(legal.get(VAL, "1"))
    level.style = _value(element, "pStyle")
    run = flatten(element.find(RUN_PROPERTIES))
    level.hidden, level.font = is_on(run.get("vanish")), run.get("rFonts.ascii", "")
    level.indent = {
        key: value for key, value in flatten(element.find(PARAGRAPH_PROPERTIES)).items() if key.startswith("ind.")
    }
    return level


def _index(element: etree._Element) -> int:
    return _integer(element.get(W + "ilvl"), 0)


def _value(element: etree._Element, name: str) -> str:
    child = element.find(W + name)
    return child.get(VAL, "") if child is not None else ""


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default
