"""Lines of a text file, trimmed, with their offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wenlint.reading.grid import width
from wenlint.text.patterns import pattern

_BREAKS = "\n\f\v\x1c\x1d\x1e\x85\u2028\u2029"
_LINE_OR_FEED = pattern(f"[^{_BREAKS}]+|\f")
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\x1a"
_BLANKS = " \t\u00a0\u1680\u202f\u205f\u3000\x1f" + "".join(map(chr, range(0x2000, 0x200B)))
_EDGE = _BLANKS + _INVISIBLE
_TAB = 2.0  # full-width cells, the indent that a tab stands for


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line.

    Attributes:
        start, end: offsets of its visible characters.
        lead: width of the blanks before them, in full-width cells.
        number: line number in the file, from 1.
        new_page: whether a form feed stands before it.
    """

    start: int
    end: int
    lead: float
    number: int
    new_page: bool


def unified(text: str) -> str:
    """The text with CRLF and CR turned into LF; nothing else changes."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def lines_of(text: str) -> Iterator[Line]:
    """The non-blank lines of a text, in order."""
    number, counted, new_page = 1, 0, False
    for match in _LINE_OR_FEED.finditer(text):
        if match.group() == "\f":
            new_page = True
            continue
        start, end = trimmed(text, *match.span())
        if start == end:
            continue
        number += text.count("\n", counted, start)
        counted = start
        yield Line(start, end, lead_width(text[match.start() : start]), number, new_page)
        new_page = False


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without blanks and invisible characters at its edges; empty when nothing is left."""
    piece = text[start:end].lstrip(_EDGE)
    first = end - len(piece)
    return first, first + len(piece.rstrip(_EDGE))


def lead_width(blanks: str) -> float:
    """Width of leading blanks in full-width cells: U+3000 is one, two spaces are one, a tab two."""
    tabs = blanks.count("\t")
    return tabs * _TAB + width("".join(char for char in blanks if char not in _INVISIBLE + "\t"))
