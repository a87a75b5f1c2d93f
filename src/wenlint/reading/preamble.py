"""Metadata that tools put before a text: front matter, or a list of ``- key: value`` lines."""

from __future__ import annotations

from collections.abc import Sequence

from wenlint.reading.lines import Line
from wenlint.text.patterns import pattern

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_FIELD = pattern(r"[\w.-]+[ \t]*[:=]|[ \t]|[-#]")
_LISTED_FIELD = pattern(r"[-*][ \t]+[A-Za-z][\w.-]*[ \t]*[:：]")
_RULE = pattern(r"-{3,}|\*{3,}|_{3,}|={3,}")
_MANY = 200  # lines; front matter is short, a document is not
_LEAST_LISTED = 2


def preamble_length(text: str, lines: Sequence[Line]) -> int:
    """How many of the leading lines are metadata and not of the document; 0 for a plain draft."""
    return _front_matter(text, lines) or _listed(text, lines)


def _words(text: str, line: Line) -> str:
    return text[line.start : line.end]


def _front_matter(text: str, lines: Sequence[Line]) -> int:
    """YAML or TOML front matter: opens on the first line, every line a field, closed by its fence."""
    closing = _FENCES.get(_words(text, lines[0]) if lines else "", ())
    for index, line in enumerate(lines[1:_MANY], 1):
        words = _words(text, line)
        if words in closing:
            return index + 1 if index > 1 else 0
        if not closing or not (line.lead or _FIELD.match(words)):
            return 0
    return 0


def _listed(text: str, lines: Sequence[Line]) -> int:
    """A list of ``- key: value`` with ASCII keys; a ``# heading`` above it goes too when a rule closes the list."""
    first = 1 if lines and _words(text, lines[0]).startswith("# ") else 0
    last = first
    while last < len(lines) and _LISTED_FIELD.match(_words(text, lines[last])):
        last += 1
    if last - first < _LEAST_LISTED:
        return 0
    closed = last < len(lines) and _RULE.fullmatch(_words(text, lines[last]))
    if closed:
        return last + 1
    return last if first == 0 else 0
