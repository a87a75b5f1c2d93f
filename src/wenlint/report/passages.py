"""Two passages side by side, or one above the other where the terminal is narrow, differences marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from wenlint.document import Span
from wenlint.report.paint import Paint
from wenlint.report.width import breaks, cells, pad, wrap
from wenlint.text.counting import count_han
from wenlint.text.differences import Change, Difference, differences
from wenlint.text.patterns import pattern

_NARROWEST_COLUMN = 30
_SEPARATOR = " │ "
_ALIKE = 0.3  # share of the shorter passage's pairs of characters
_SHORTEST_PIECE = 12  # characters; a shorter sentence stays on the line of the one before
_SHOWN = 400  # characters of a passage, to the end of a sentence; the JSON report has the whole
_ALIGNED = 2 * _SHOWN  # characters that are aligned, so that the cut falls on the same place of both


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
    chunks = list(_shown(_aligned(left[:_ALIGNED], right[:_ALIGNED]), len(left), len(right)))
    column = (width - cells(_SEPARATOR)) // 2
    if column >= _NARROWEST_COLUMN:
        heads = zip_longest(wrap(passages.left_heading, column), wrap(passages.right_heading, column), fillvalue="")
        for one, other in heads:
            yield f"{paint.label(pad(one, column))}{_SEPARATOR}{paint.label(other)}".rstrip()
        yield "─" * (column + 1) + "┼" + "─" * (column + 1)
        for mine, theirs in chunks:
            yield from _beside(_lines(mine, column), _lines(theirs, column), column, paint)
        return
    for heading, side in ((passages.left_heading, 0), (passages.right_heading, 1)):
        yield from (paint.label(line) for line in wrap(heading, width))
        for chunk in chunks:
            for line in _lines(chunk[side], width - 2):
                yield from (f"  {row}" for row in _rows(line, paint))


def _one_line(text: str) -> str:
    """Paragraph ends become a sign, so that a passage over several paragraphs stays one passage."""
    return "¶".join(line.strip() for line in text.splitlines() if line.strip())


def _shown(pieces: Iterable[tuple[_Line, _Line]], left: int, right: int) -> Iterator[tuple[_Line, _Line]]:
    """The first pieces, and how long the passages are when others are left out."""
    mine = theirs = 0
    for one, other in pieces:
        if mine and max(mine + len(one.text), theirs + len(other.text)) > _SHOWN:
            break
        begun = _within(one), _within(other)
        yield begun
        mine, theirs = mine + len(begun[0].text), theirs + len(begun[1].text)
    if mine < left or theirs < right:
        yield _left_out(mine, left), _left_out(theirs, right)


def _within(piece: _Line) -> _Line:
    """The piece, cut where it is longer than what is shown at all."""
    return _piece(piece.text, 0, min(len(piece.text), _SHOWN), piece.different)


def _left_out(shown: int, length: int) -> _Line:
    return _Line(f"……（共 {length} 个字符，余下略）" if shown < length else "", frozenset())


def _aligned(left: str, right: str) -> Iterator[tuple[_Line, _Line]]:
    """The passages in pieces that begin at the same sentence, so that they stay beside each other."""
    changes = differences(right, left)
    only_left = {at for change in changes for at in _unlike(change.draft, change.now, change.was)}
    only_right = {at for change in changes for at in _unlike(change.source, change.was, change.now)}
    begun = (0, 0)
    for end in [*_shared_ends(left, changes), (len(left), len(right))]:
        if end == (len(left), len(right)) or end[0] - begun[0] >= _SHORTEST_PIECE:
            yield _piece(left, begun[0], end[0], only_left), _piece(right, begun[1], end[1], only_right)
            begun = end


def _unlike(span: Span, words: str, other: str) -> range:
    """The offsets of the words that differ, without what the other begins and ends with alike."""
    shorter = min(len(words), len(other))
    head = next((at for at in range(shorter) if words[at] != other[at]), shorter)
    most = shorter - head
    tail = next((at for at in range(most) if words[-1 - at] != other[-1 - at]), most)
    return range(span.start + head, span.end - tail)


def _shared_ends(left: str, changes: Iterable[Difference]) -> Iterator[tuple[int, int]]:
    """Where a sentence ends in both passages: offsets into the left and the right."""
    start = ahead = 0
    for end, beyond in [*((change.draft.start, change) for change in changes), (len(left), None)]:
        yield from (
            (at + 1, at + 1 + ahead) for at in range(start, end) if left[at] in "。；！？¶" and at + 1 < len(left)
        )
        if beyond is not None:
            start, ahead = beyond.draft.end, beyond.source.end - beyond.draft.end


_PAIRS_TOLD = 6
_WORDS_TOLD = 14  # characters; longer changes are counted
_PLAIN = (Change.LEVEL, Change.ORGAN, Change.NUMBER, Change.DATE)
_ARTICLE = pattern("[零〇一二三四五六七八九十百\\d]+[条章节款项]")


def changes_told(left: str, right: str) -> str:
    """In one line what the left changed in the right: 全省→全市（2 处）；删去 1 处（12 字）. Empty when nothing."""
    changes = [change for change in differences(right, left) if change.change is not Change.MARKS]
    renumbered = [one for one in changes if _ARTICLE.fullmatch(one.was) and _ARTICLE.fullmatch(one.now)]
    plain = [one for one in changes if one.change in _PLAIN and one not in renumbered]
    reworded = [one for one in changes if one.change is Change.WORDING]
    if len(reworded) <= _PAIRS_TOLD:
        plain += [one for one in reworded if _is_short(one)]
        reworded = [one for one in reworded if not _is_short(one)]
    parts = [_pairs_told(plain), f"改写 {len(reworded)} 处" if reworded else ""]
    for sort in (Change.DROPPED, Change.ADDED, Change.MOVED):
        words = [(one.was, one.now) for one in changes if one.change is sort]
        # What was moved shows in two places, or in one where the other is part of a rewording.
        sides = ([count_han(side) for side in column if side] for column in zip(*words, strict=True))
        sizes = max(sides, key=len, default=[])
        parts.append(f"{sort.label} {len(sizes)} 处（{sum(sizes)} 字）" if sizes else "")
    parts.append(f"条文序号变动 {len(renumbered)} 处" if renumbered else "")
    return "；".join(filter(None, parts))


def _pairs_told(changes: Sequence[Difference]) -> str:
    ranks = {change: rank for rank, change in enumerate(_PLAIN)}
    pairs = Counter((one.was, one.now) for one in sorted(changes, key=lambda one: ranks.get(one.change, len(ranks))))
    shown = [f"{was}→{now}" + (f"（{times} 处）" if times > 1 else "") for (was, now), times in pairs.items()]
    return "、".join(shown[:_PAIRS_TOLD]) + (f"等 {len(shown)} 种" if len(shown) > _PAIRS_TOLD else "")


def _is_short(change: Difference) -> bool:
    return max(len(change.was), len(change.now)) <= _WORDS_TOLD and "\n" not in change.was + change.now


def _piece(text: str, start: int, end: int, different: Collection[int]) -> _Line:
    return _Line(text[start:end], frozenset(at - start for at in range(start, end) if at in different))


def _lines(whole: _Line, width: int) -> list[_Line]:
    return [_piece(whole.text, start, end, whole.different) for start, end in breaks(whole.text, width)]


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
