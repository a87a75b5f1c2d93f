"""Text in terminal cells: an East Asian character is two cells wide (UAX #11)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_NEVER_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…—,.;:?!)]}%％")
_NEVER_LAST = frozenset("（《〈「『【〔“‘([{")


def cell_width(character: str) -> int:
    """0 for combining marks, 2 for wide and full-width characters, 1 for others."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cells(text: str) -> int:
    """Width of a line in cells."""
    return sum(map(cell_width, text))


def pad(text: str, width: int) -> str:
    """The line filled with spaces up to ``width`` cells."""
    return text + " " * (width - cells(text))


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text at most ``width`` cells wide."""
    return [text[start:end] for start, end in breaks(text, width)] or [""]


def breaks(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Offsets of the lines of ``text`` at most ``width`` cells wide.

    A line does not begin with a closing mark or end with an opening one, as long as that leaves
    a line at least half full. A Latin word, number or name of a rule is kept whole when it fits
    on a line of its own, so that it can be copied.
    """
    start = 0
    while start < len(text):
        end = _fill(text, start, width)
        if end < len(text):
            end = _better_end(text, start, end, width)
        yield start, end
        start = end
        while start < len(text) and text[start] == " ":
            start += 1


def _fill(text: str, start: int, width: int) -> int:
    used = 0
    for offset in range(start, len(text)):
        used += cell_width(text[offset])
        if text[offset] == "\n":
            return offset + 1
        if used > width:
            return max(offset, start + 1)
    return len(text)


def _better_end(text: str, start: int, end: int, width: int) -> int:
    least = max(start + (end - start) // 2, start + 1)
    better = next((at for at in range(end, start, -1) if _may_break(text, at)), end)
    if better >= least:
        return better
    rest = next((at for at in range(end + 1, len(text)) if _may_break(text, at)), len(text))
    return better if cells(text[better:rest]) <= width else end


def _may_break(text: str, offset: int) -> bool:
    before, after = text[offset - 1], text[offset]
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return not (_is_word(before) and _is_word(after))


def _is_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "-/_.")
