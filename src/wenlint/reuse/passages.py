"""From the decided course to passages: exact ends, the place in the source, and the figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.check import Passage, Restatement, SuperiorRef
from wenlint.document import Span
from wenlint.reuse.adjoining import Found
from wenlint.reuse.codes import encode
from wenlint.reuse.decide import OWN
from wenlint.reuse.draft import Draft, Unit
from wenlint.reuse.entry import Stored
from wenlint.reuse.evidence import BUCKET, Evidence
from wenlint.reuse.model import REACH
from wenlint.reuse.numbering import GRAM, Numbering, within
from wenlint.reuse.runs import Run
from wenlint.reuse.soundness import sound
from wenlint.reuse.trail import trail
from wenlint.text.counting import count_han

Array = NDArray[Any]

# Shared words further apart than this are not one stretch of the source, in codes.
_APART = 10
_LITTLE = 8.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Clauses ``first`` to ``last`` of the draft, which restate one document."""

    first: int
    last: int
    source: Stored


def stretches(states: Array) -> Iterator[tuple[int, int]]:
    """First and last clause of each stretch that restates one document."""
    first = 0
    for unit in range(1, len(states) + 1):
        if unit == len(states) or states[unit] != states[first]:
            if states[first] != OWN:
                yield first, unit - 1
            first = unit


def trimmed(draft: Draft, stretch: Stretch, brings: Array, verbatim: Sequence[Run]) -> Stretch:
    """The stretch without what little stands before its first and after its last verbatim run.

    Where a run shows the exact place, clauses beside it that bring next to nothing (a chance
    likeness of two or three characters) are let go. ``brings`` is what each clause brings,
    in bits.
    """
    first, last = stretch.first, stretch.last
    units = draft.units
    starts = {run.start for run in verbatim}
    ends = {run.end for run in verbatim}
    telling = [unit for unit in range(first, last + 1) if brings[unit] > _LITTLE]
    if telling and units[telling[0]].start in starts:
        first = telling[0]
    if telling and units[telling[-1]].end in ends:
        last = telling[-1]
    return replace(stretch, first=first, last=last)


def following(stretch: Stretch, located: Located, brings: Array, least: float) -> tuple[Stretch, Located] | None:
    """The stretch and its places as far as it follows its source; None when it does not."""
    mine = sound(located.starts, located.ends, brings[stretch.first : stretch.last + 1], least)
    units = stretch.first + np.flatnonzero(mine)
    if not len(units):
        return None
    return replace(stretch, first=int(units[0]), last=int(units[-1])), replace(located, told=located.told & mine)


def found(stretch: Stretch, located: Located) -> Found:
    """The stretch with the part of the source that its clauses span."""
    here = slice(stretch.first - located.first, stretch.last + 1 - located.first)
    told = located.told[here] if located.told[here].any() else np.ones(stretch.last + 1 - stretch.first, bool)
    begin, stop = int(located.starts[here][told].min()), int(located.ends[here][told].max())
    return Found(stretch.first, stretch.last, stretch.source, begin, stop)


def passage(draft: Draft, one: Found) -> Passage:
    """What was found as a passage, with the source's words unless the source is under a secrecy marking."""
    entry = one.source.entry
    start, end = draft.units[one.first].start, draft.units[one.last].end
    source = _with_closing(entry.text, encode(entry.text).span(one.begin, one.stop))
    return Passage(
        draft=_with_closing(draft.text, draft.coded.span(start, end)),
        source=one.source.ref,
        source_span=source,
        source_text="" if entry.marked else source.of(entry.text),
        trail=() if entry.marked else trail(entry.text, source.start),
    )


def _with_closing(text: str, span: Span) -> Span:
    """The span with the full stop and closing marks that follow it."""
    end = span.end
    while end < len(text) and text[end] in "。；！？”’」』）)":
        end += 1
    return Span(span.start, end)


@dataclass(frozen=True, slots=True)
class Located:
    """Where in the source the clauses from ``first`` on stand, in codes.

    ``told`` is False where nothing shows the place, so that it is taken from the clause before.
    """

    first: int
    starts: Array
    ends: Array
    told: Array


def locate(
    draft: Draft,
    stretch: Stretch,
    places: Array,
    evidence: Evidence,
    numbering: Numbering,
    verbatim: Sequence[Run],
) -> Located:
    """The places of the stretch's clauses in its source, by verbatim runs and else by shared words."""
    candidate = evidence.sources.candidate[places[stretch.first]]
    runs = sorted((run for run in verbatim if run.candidate == candidate), key=lambda run: -run.length)
    bucket = int(places[stretch.first])
    at = bucket * BUCKET + int(evidence.sources.origin[bucket])
    there = (at, at + 1)
    spans: list[tuple[int, int]] = []
    told: list[bool] = []
    for unit in range(stretch.first, stretch.last + 1):
        found = _place(draft.units[unit], runs)
        if found is None and evidence.shared[unit, places[unit]] > 0:
            found = _shared_words(draft.units[unit], int(places[unit]), evidence, numbering)
        there = found or (there[1], there[1] + 1)
        spans.append(there)
        told.append(found is not None)
    starts, ends = np.array(spans).T
    return Located(stretch.first, starts, ends, np.array(told))


def _place(clause: Unit, runs: Sequence[Run]) -> tuple[int, int] | None:
    """Where the longest of the runs that hold the whole clause has it in the source."""
    for run in runs:
        if run.start <= clause.start and clause.end <= run.end:
            return run.source + clause.start - run.start, run.source + clause.end - run.start
    return None


def _shared_words(clause: Unit, bucket: int, evidence: Evidence, numbering: Numbering) -> tuple[int, int] | None:
    """Where in the source, if anywhere, the words lie that the clause shares with the stretch from the bucket on."""
    low = bucket * BUCKET
    wanted = numbering.mine[within(clause.start, clause.end)]
    there = np.flatnonzero(numbering.found(evidence.line[within(low, low + REACH)], wanted))
    if not len(there):
        return None
    groups = np.split(there, np.flatnonzero(np.diff(there) > _APART) + 1)
    most = max(len(group) for group in groups)
    kept = [group for group in groups if 2 * len(group) >= most]
    origin = int(evidence.sources.origin[bucket]) + low
    return origin + int(kept[0][0]), origin + int(kept[-1][-1]) + GRAM


def summed_up(text: str, passages: tuple[Passage, ...], body: int, compared: int) -> Restatement:
    """The figures of the whole; ``body`` is the body's number of 汉字."""
    sizes = [count_han(one.draft.of(text)) for one in passages]
    by_source: dict[SuperiorRef, int] = defaultdict(int)
    for one, size in zip(passages, sizes, strict=True):
        by_source[one.source] += size
    total = sum(sizes)
    return Restatement(
        passages=passages,
        share=min(1.0, total / body) if body else 0.0,
        characters=total,
        longest_run=max(sizes, default=0),
        main=max(by_source, key=lambda ref: by_source[ref]) if by_source else None,
        compared=compared,
    )
