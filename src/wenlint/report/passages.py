"""Two passages side by side, or one above the other where the terminal is narrow, differences marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from wenlint.report.paint import Paint
from wenlint.report.width import breaks, cells, pad, wrap

_NARROWEST_COLUMN = 30
_SEPARATOR = " │ "
_ALIKE = 0.3  # share of the shorter passage's pairs of characters
_SHOWN = 400  # characters of a passage; the JSON report has the whole


@dataclass(frozen=True, slots=True)
class Passages:
    """A passage of the draft and the one it restates, each under a heading that says where it stands."""

    left_heading: str
    left: str
    right_heading: str
    right: str


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    different: frozenset[int]  # offsets into text


def are_alike(left: str, right: str) -> bool:
    """Whether two passages share enough for a comparison to show more than a quotation would."""
    mine, theirs = _pairs_of(left), _pairs_of(right)
    return len(mine & theirs) >= _ALIKE * max(1, min(len(mine), len(theirs)))


def _pairs_of(text: str) -> set[str]:
    words = "".join(text.split())
    return {words[at : at + 2] for at in range(len(words) - 1)}


def render(passages: Passages, width: int, paint: Paint) -> Iterator[str]:
    """The lines of a comparison at most ``width`` cells wide.

    Characters that only one of the two has are coloured, or marked by ``^`` below them
    where there is no colour.
    """
    left, right = _one_line(passages.left), _one_line(passages.right)
    only_left, only_right = _differences(left, right)
    column = (width - cells(_SEPARATOR)) // 2
    if column >= _NARROWEST_COLUMN:
        heads = zip_longest(wrap(passages.left_heading, column), wrap(passages.right_heading, column), fillvalue="")
        for one, other in heads:
            yield f"{paint.label(pad(one, column))}{_SEPARATOR}{paint.label(other)}".rstrip()
        yield "─" * (column + 1) + "┼" + "─" * (column + 1)
        yield from _beside(_lines(left, only_left, column), _lines(right, only_right, column), column, paint)
        return
    for heading, text, different in (
        (passages.left_heading, left, only_left),
        (passages.right_heading, right, only_right),
    ):
        yield from (paint.label(line) for line in wrap(heading, width))
        for line in _lines(text, different, width - 2):
            yield from (f"  {row}" for row in _rows(line, paint))


def _one_line(text: str) -> str:
    """Paragraph ends become a sign, so that a passage over several paragraphs stays one passage."""
    whole = "¶".join(text.strip().splitlines())
    return whole if len(whole) <= _SHOWN else f"{whole[:_SHOWN]}……（共 {len(whole)} 个字符，余下略）"


def _differences(left: str, right: str) -> tuple[frozenset[int], frozenset[int]]:
    from difflib import SequenceMatcher

    only_left: set[int] = set()
    only_right: set[int] = set()
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            only_left.update(range(a, b))
            only_right.update(range(c, d))
    return frozenset(only_left), frozenset(only_right)


def _lines(text: str, different: frozenset[int], width: int) -> list[_Line]:
    return [
        _Line(text[start:end], frozenset(at - start for at in different if start <= at < end))
        for start, end in breaks(text, width)
    ]


def _beside(left: list[_Line], right: list[_Line], column: int, paint: Paint) -> Iterator[str]:
    blank = _Line("", frozenset())
    for one, other in zip_longest(left, right, fillvalue=blank):
        rows = zip_longest(_rows(one, paint), _rows(other, paint), fillvalue="")
        for number, (mine, theirs) in enumerate(rows):
            filling = column - (cells(one.text) if number == 0 else cells(mine))
            yield f"{mine}{' ' * filling}{_SEPARATOR}{theirs}".rstrip()


def _rows(line: _Line, paint: Paint) -> list[str]:
    """The line itself, and without colour a second row with marks below what differs."""
    if paint.on:
        return [_coloured(line, paint)]
    marks = "".join(
        ("^" if at in line.different else " ") * cells(character) for at, character in enumerate(line.text)
    ).rstrip()
    return [line.text, marks] if marks else [line.text]


def _coloured(line: _Line, paint: Paint) -> str:
    parts: list[str] = []
    start = 0
    for at in range(1, len(line.text) + 1):
        if at == len(line.text) or (at in line.different) != (start in line.different):
            words = line.text[start:at]
            parts.append(paint.different(words) if start in line.different else words)
            start = at
    return "".join(parts)
