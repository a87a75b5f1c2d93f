"""Verbatim runs: stretches that draft and source share code for code, of any place and length.

A run this long is no chance, whatever the words around it; its ends need not be the ends of
clauses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import GRAM, WINDOW, Codes
from wenlint.reuse.evidence import Sources
from wenlint.reuse.lookup import Candidate, Hits

Array = NDArray[Any]

# So many telling codes in a row make a run count by itself.
LEAST = 20
# What each of them then adds, in bits.
_CERTAIN = 5.0
# As many codes beyond the end of a clause are left to chance.
_STRAY = 1


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` codes from ``start`` of the draft equal those from ``source`` of the candidate."""

    candidate: int
    start: int
    source: int
    length: int

    @property
    def end(self) -> int:
        """Just behind the run, in the draft."""
        return self.start + self.length


def runs(
    codes: Codes, weights: Array, bounds: Array, hits: Hits, candidates: Sequence[Candidate], texts: Sequence[Codes]
) -> list[Run]:
    """The verbatim runs that count by themselves.

    ``weights`` (0–1) tells how telling each code of the draft is; ``bounds`` numbers the
    clauses, which no run leaves for what is not compared (-1).
    """
    found: list[Run] = []
    worth = np.concatenate(([0.0], np.cumsum(weights)))
    index = {candidate.row: at for at, candidate in enumerate(candidates)}
    for row, first, last, shift in _on_diagonals(hits):
        at = index[row]
        start, end = _within_clauses(bounds, *_extended(codes, bounds, texts[at], first, last + GRAM, shift))
        if worth[end] - worth[start] >= LEAST:
            found.append(Run(at, start, start + shift, end - start))
    return sorted(found, key=lambda run: (run.candidate, run.source - run.start, run.start))


def _on_diagonals(hits: Hits) -> Iterator[tuple[int, int, int, int]]:
    """Chains of shared grams that follow one another in both texts: row, first, last, and the shift between them."""
    if not len(hits.draft):
        return
    shift = hits.source - hits.draft
    order = np.lexsort((hits.draft, shift, hits.row))
    row, draft, shift = hits.row[order], hits.draft[order], shift[order]
    # A run holds a shared gram every WINDOW codes at least.
    breaks = np.flatnonzero((np.diff(row) != 0) | (np.diff(shift) != 0) | (np.diff(draft) > WINDOW)) + 1
    firsts, lasts = np.append(0, breaks), np.append(breaks, len(draft)) - 1
    # One of LEAST codes holds two at least.
    for first, last in zip(firsts[lasts > firsts].tolist(), lasts[lasts > firsts].tolist(), strict=True):
        yield int(row[first]), int(draft[first]), int(draft[last]), int(shift[first])


def _extended(codes: Codes, bounds: Array, text: Codes, start: int, end: int, shift: int) -> tuple[int, int]:
    """The run around ``start`` to ``end``, as far as the codes stay equal; nothing when they never were."""
    reach = 4 * WINDOW
    low = max(0, start - reach, -shift)
    high = min(len(codes), end + reach, len(text) - shift)
    if high <= low or start + shift < 0 or end + shift > len(text):
        return start, start
    equal = (codes[low:high] == text[low + shift : high + shift]) & (bounds[low:high] >= 0)
    if not equal[start - low : end - low].all():
        return start, start
    before = np.flatnonzero(~equal[: start - low])
    after = np.flatnonzero(~equal[end - low :])
    return (low + int(before[-1]) + 1 if len(before) else low), (end + int(after[0]) if len(after) else high)


def _within_clauses(bounds: Array, start: int, end: int) -> tuple[int, int]:
    """The run without the last code of a clause at its beginning and the first of one at its end.

    They are alike by chance: what stands before the clause ends in 点 here and there.
    """
    changes = start + 1 + np.flatnonzero(np.diff(bounds[start:end]))
    if len(changes) and changes[0] - start <= _STRAY:
        start = int(changes[0])
    if len(changes) and end - changes[-1] <= _STRAY:
        end = int(changes[-1])
    return start, max(start, end)


def edges(runs: Sequence[Run]) -> frozenset[int]:
    """Where runs begin and end, in the draft's codes."""
    return frozenset(edge for run in runs for edge in (run.start, run.end))


def certain(runs: Sequence[Run], units: Sequence[tuple[int, int]], weights: Array, sources: Sources) -> Array:
    """What the runs add to each clause at each bucket, in bits; ``units`` are the clauses' codes."""
    added = np.zeros((len(units), len(sources.candidate)), np.float32)
    ends = np.array([end for _, end in units])
    for run in runs:
        unit = int(np.searchsorted(ends, run.start, side="right"))
        while unit < len(units) and units[unit][0] < run.end:
            start, end = max(units[unit][0], run.start), min(units[unit][1], run.end)
            bucket = sources.bucket_of(run.candidate, run.source + start - run.start)
            if bucket is not None and end > start:
                bits = _CERTAIN * float(weights[start:end].sum())
                for near in (bucket - 1, bucket):
                    if near >= 0 and sources.candidate[near] == run.candidate:
                        added[unit, near] = max(added[unit, near], bits)
            unit += 1
    return added
