"""The content of one paragraph: runs, fields, tracked changes, symbols, drawings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from wenlint.reading.docx.model import COLUMN_BREAK, LINE_BREAK, PAGE_BREAK, Atom, Drawing, Piece, Tally
from wenlint.reading.docx.names import ALTERNATE_CONTENT, RUN, RUN_PROPERTIES, XML_SPACE, M, W
from wenlint.reading.docx.numerals import numeral
from wenlint.reading.docx.properties import RunFormat, flatten, properties_of
from wenlint.reading.docx.shapes import chosen, drawing
from wenlint.reading.docx.styles import Styles
from wenlint.reading.docx.symbols import symbol
from wenlint.text.patterns import pattern

_BREAKS = {"page": PAGE_BREAK, "column": COLUMN_BREAK}
_INVISIBLE = str.maketrans({"\u00ad": None, "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\ufeff": None})
_TAGS_WITHOUT_TEXT = frozenset(
    W + name
    for name in (
        "pPr rPr sdtPr sdtEndPr customXmlPr smartTagPr bookmarkStart bookmarkEnd proofErr permStart permEnd "
        "commentRangeStart commentRangeEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd "
        "customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd fldData"
    ).split()
)
_ENCLOSED = pattern(r"\\o(?:\\a[clr])*\s*[(（]([^,，]*)[,，]([^)）]*)[)）]", re.IGNORECASE)
_CIRCLES = frozenset("○〇◯")


@dataclass(slots=True)
class Fields:
    """State of complex fields through one story: code is not text, the result is.

    ``trusted`` is False when a story's field marks do not pair; then everything is text,
    rather than all that follows an unclosed field being lost.
    """

    trusted: bool = True
    _codes: list[str] = field(default_factory=list)
    _in_result: list[bool] = field(default_factory=list)

    @property
    def showing(self) -> bool:
        """Whether characters met now are visible."""
        return all(self._in_result)

    def mark(self, kind: str | None) -> str:
        """Takes a w:fldChar; returns text that a field without a result shows nevertheless."""
        if not self.trusted:
            return ""
        if kind == "begin":
            self._codes.append("")
            self._in_result.append(False)
        elif self._codes and kind == "separate":
            self._in_result[-1] = True
        elif self._codes and kind == "end":
            code, had_result = self._codes.pop(), self._in_result.pop()
            return "" if had_result or not self.showing else _overstruck(code)
        return ""

    def code(self, text: str) -> None:
        """Takes a piece of a field's code."""
        if self._codes:
            self._codes[-1] += text


def _overstruck(code: str) -> str:
    """What an EQ \\o field shows: Word's 带圈字符 stores its character only there."""
    match = _ENCLOSED.search(code) if code.strip()[:2].lower() == "eq" else None
    if match is None:
        return ""
    ring, inner = match[1].strip(), match[2].strip()
    if ring in _CIRCLES and inner.isdecimal():
        return numeral(int(inner), "decimalEnclosedCircle") if len(inner) < 3 else inner
    return inner


@dataclass(slots=True)
class References:
    """Footnotes and endnotes in the order in which the text refers to them."""

    footnotes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)


class Inline:
    """Collects the pieces and drawings of one paragraph."""

    __slots__ = ("_fields", "_parts", "_references", "_styles", "_tally", "_where", "drawings")

    def __init__(
        self, styles: Styles, where: tuple[str, str], fields: Fields, references: References, tally: Tally
    ) -> None:
        self._styles = styles
        self._where = where
        self._fields = fields
        self._references = references
        self._tally = tally
        self._parts: list[tuple[RunFormat, str, etree._Element]] = []
        self.drawings: list[Drawing] = []

    def pieces(self) -> list[Piece]:
        """What was collected; neighbours of one format are one piece."""
        if len(self._parts) < 2:
            return [Piece(text, format) for format, text, _ in self._parts]
        # Formats are shared objects (see Styles), so identity is equality here.
        joined: list[tuple[RunFormat, list[str]]] = []
        for format, text, _ in self._parts:
            if joined and joined[-1][0] is format:
                joined[-1][1].append(text)
            else:
                joined.append((format, [text]))
        return [Piece("".join(texts), format) for format, texts in joined]

    def atoms(self) -> list[Atom]:
        """The same characters, each stretch with the element that shows it."""
        return [Atom(text, element) for _, text, element in self._parts]

    def collect(self, parent: etree._Element) -> None:
        """Reads the children of a paragraph, or of anything that may stand in one."""
        for child in parent:
            tag = child.tag
            if tag == RUN:
                self._run(child)
            elif tag in _TAGS_WITHOUT_TEXT:
                continue
            elif tag in _REMOVED:
                self._tally.deletions += 1
            elif tag == ALTERNATE_CONTENT:
                branch = chosen(child)
                if branch is not None:
                    self.collect(branch)
            elif tag.startswith(M):
                self._formula(child)
            else:
                self._tally.insertions += tag in _ADDED
                self.collect(child)

    def _run(self, run: etree._Element) -> None:
        properties = flatten(properties_of(run, RUN_PROPERTIES))
        format = self._styles.run(*self._where, properties.pop("rStyle", ""), properties)
        if format.hidden:
            self._hidden_run(run)
            return
        self._contents(run, format)

    def _hidden_run(self, run: etree._Element) -> None:
        self._tally.hidden += run.find(W + "t") is not None
        for child in run:
            if child.tag == W + "fldChar":
                self._fields.mark(child.get(W + "fldCharType"))
            elif child.tag == W + "instrText":
                self._fields.code(child.text or "")

    def _contents(self, run: etree._Element, format: RunFormat) -> None:
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                text = child.text
                if text:
                    self._add(visible(text, child.get(XML_SPACE) == "preserve"), format, child)
            elif tag in _SIGNS:
                self._add(_SIGNS[tag], format, child)
            else:
                handle = _HANDLERS.get(tag)
                if handle:
                    handle(self, child, format)

    def _add(self, text: str, format: RunFormat, element: etree._Element) -> None:
        if text and self._fields.showing:
            self._parts.append((format, text, element))

    def _break(self, element: etree._Element, format: RunFormat) -> None:
        self._add(_BREAKS.get(element.get(W + "type", ""), LINE_BREAK), format, element)

    def _symbol(self, element: etree._Element, format: RunFormat) -> None:
        try:
            code = int(element.get(W + "char", ""), 16)
        except ValueError:
            return
        self._add(symbol(code, element.get(W + "font", "")), format, element)

    def _field_mark(self, element: etree._Element, format: RunFormat) -> None:
        self._add(self._fields.mark(element.get(W + "fldCharType")), format, element)

    def _field_code(self, element: etree._Element, _format: RunFormat) -> None:
        self._fields.code(element.text or "")

    def _note(self, element: etree._Element, _format: RunFormat) -> None:
        number = element.get(W + "id", "")
        is_footnote = element.tag == W + "footnoteReference"
        (self._references.footnotes if is_footnote else self._references.endnotes).append(number)

    def _comment(self, _element: etree._Element, _format: RunFormat) -> None:
        self._tally.comments += 1

    def _ruby(self, element: etree._Element, _format: RunFormat) -> None:
        base = element.find(W + "rubyBase")
        if base is not None:
            self.collect(base)

    def _drawing(self, element: etree._Element, _format: RunFormat) -> None:
        found = drawing(element, self._tally)
        if found and self._fields.showing:
            self.drawings.append(found)

    def _alternate(self, element: etree._Element, format: RunFormat) -> None:
        branch = chosen(element)
        if branch is not None:
            self._contents(branch, format)

    def _formula(self, element: etree._Element) -> None:
        text = "".join(part.text or "" for part in element.iter(M + "t"))
        self._add(text, self._styles.run(*self._where, "", {}), element)


def visible(text: str, preserve: bool) -> str:
    """What the text of a w:t shows; ``preserve`` says that its outer blanks count (xml:space)."""
    if not preserve:
        text = text.strip(" \t\r\n")
    if "\n" in text or "\r" in text:
        text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    return text if text.isascii() else text.translate(_INVISIBLE)


_TEXT = W + "t"
_REMOVED = frozenset({W + "del", W + "moveFrom"})
_ADDED = frozenset({W + "ins", W + "moveTo"})
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": LINE_BREAK, W + "noBreakHyphen": "-"}
_HANDLERS: dict[str, Callable[[Inline, etree._Element, RunFormat], None]] = {
    W + "br": Inline._break,
    W + "sym": Inline._symbol,
    W + "fldChar": Inline._field_mark,
    W + "instrText": Inline._field_code,
    W + "footnoteReference": Inline._note,
    W + "endnoteReference": Inline._note,
    W + "commentReference": Inline._comment,
    W + "ruby": Inline._ruby,
    W + "drawing": Inline._drawing,
    W + "pict": Inline._drawing,
    W + "object": Inline._drawing,
    ALTERNATE_CONTENT: Inline._alternate,
    W + "r": lambda inline, element, _format: inline._run(element),
}
