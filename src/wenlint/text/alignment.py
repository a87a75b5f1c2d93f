"""Aligning two strings: the stretches in which they differ.

They are anchored at stretches that occur once in both, longest first (the patience alignment of
B. Cohen), and what stays between is compared by its longest common subsequence, a row of the
table to an integer (H. Hyyrö, 2004). Time grows in proportion to the length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

# Offsets into the one string, from and to, and into the other.
Stretch: TypeAlias = tuple[int, int, int, int]
_ANCHORS = (12, 6, 3)  # characters; longer ones first, for they are the surer
_SMALL = 400  # pairs of characters that are compared at once, without anchors
_MOST = 4_000_000  # pairs of characters; beyond it, what no anchor parts has changed as a whole


def stretches_apart(source: str, draft: str) -> list[Stretch]:
    """The stretches that differ, in order."""
    todo: list[tuple[Stretch, int]] = [((0, len(source), 0, len(draft)), 0)]
    found: list[Stretch] = []
    while todo:
        stretch, rank = todo.pop()
        a, b, c, d = trimmed = _trimmed(source, draft, stretch)
        pairs = (b - a) * (d - c)
        if pairs == 0:
            found += [trimmed] if a < b or c < d else []
        elif rank < len(_ANCHORS) and pairs > _SMALL:
            between = _between(_anchored(source, draft, trimmed, _ANCHORS[rank]), trimmed)
            todo += ((one, rank + 1) for one in between)
        elif pairs <= _MOST:
            found += _compared(source, draft, trimmed)
        else:
            found.append(trimmed)
    return sorted(found)


def _trimmed(source: str, draft: str, stretch: Stretch) -> Stretch:
    a, b, c, d = stretch
    while a < b and c < d and source[a] == draft[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and source[b - 1] == draft[d - 1]:
        b, d = b - 1, d - 1
    return a, b, c, d


def _compared(source: str, draft: str, stretch: Stretch) -> Iterator[Stretch]:
    """What differs beside the longest common subsequence."""
    a, b, c, d = stretch
    for one, other in [*_common(source[a:b], draft[c:d]), (b - a, d - c)]:
        if stretch[0] + one > a or stretch[2] + other > c:
            yield a, stretch[0] + one, c, stretch[2] + other
        a, c = stretch[0] + one + 1, stretch[2] + other + 1


def _common(source: str, draft: str) -> list[tuple[int, int]]:
    """Pairs of a longest common subsequence, a row of the table to an integer (H. Hyyrö, 2004)."""
    places: dict[str, int] = {}
    for at, token in enumerate(source):
        places[token] = places.get(token, 0) | 1 << at
    row = whole = (1 << len(source)) - 1  # a bit is 0 where the subsequence grows
    rows = [row]
    for token in draft:
        shared = row & places.get(token, 0)
        row = (row + shared | row - shared) & whole
        rows.append(row)
    pairs: list[tuple[int, int]] = []
    at, other = len(source) - 1, len(draft)
    while at >= 0 and other > 0:
        if rows[other] >> at & 1:
            at -= 1
        elif not rows[other - 1] >> at & 1:
            other -= 1
        else:
            at, other = at - 1, other - 1
            pairs.append((at + 1, other))
    return pairs[::-1]


def _anchored(source: str, draft: str, stretch: Stretch, size: int) -> list[Stretch]:
    """Stretches of ``size`` tokens that occur once in both, in the longest order that both keep."""
    a, b, c, d = stretch
    here, there = _single(source, a, b, size), _single(draft, c, d, size)
    pairs = [(at, there[words]) for words, at in here.items() if words in there]
    return [(one, one + size, other, other + size) for one, other in _longest_rising(pairs)]


def _single(signs: str, start: int, end: int, size: int) -> dict[str, int]:
    grams = [signs[at : at + size] for at in range(start, end - size + 1)]
    times = Counter(grams)
    return {gram: start + at for at, gram in enumerate(grams) if times[gram] == 1}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs, given in the order of their firsts, whose seconds rise too."""
    lasts: list[int] = []  # the second of the pair that ends the best run of each length
    ends: list[int] = []  # its index
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        length = bisect_left(lasts, second)
        before.append(ends[length - 1] if length else -1)
        lasts[length : length + 1], ends[length : length + 1] = [second], [index]
    run: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _between(anchors: Sequence[Stretch], whole: Stretch) -> Iterator[Stretch]:
    """The stretches between the anchors, which may overlap where they lie on one diagonal."""
    a, b, c, d = whole
    for one, past, other, beyond in anchors:
        if one >= a and other >= c:
            yield a, one, c, other
            a, c = past, beyond
        elif past - a == beyond - c > 0:
            a, c = past, beyond
    yield a, b, c, d
