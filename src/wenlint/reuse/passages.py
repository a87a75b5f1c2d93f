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
from wenlint.reuse.codes import encode, grams
from wenlint.reuse.decide import OWN
from wenlint.reuse.draft import Draft
from wenlint.reuse.entry import Stored
from wenlint.reuse.evidence import BUCKET, Evidence
from wenlint.reuse.model import REACH
from wenlint.reuse.runs import Run
from wenlint.reuse.trail import trail
from wenlint.text.counting import count_han

Array = NDArray[Any]

# Shared words further apart than this are not one stretch of the source, in codes.
_APART = 10
_GRAM = 3
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


def passage(draft: Draft, stretch: Stretch, places: Array, evidence: Evidence, verbatim: Sequence[Run]) -> Passage:
    """The stretch as a passage, with the source's words unless the source is under a secrecy marking."""
    entry = stretch.source.entry
    start, end = draft.units[stretch.first].start, draft.units[stretch.last].end
    begin, stop = _source_range(draft, stretch, places, evidence, verbatim)
    source = _with_closing(entry.text, encode(entry.text).span(begin, stop))
    return Passage(
        draft=_with_closing(draft.text, draft.coded.span(start, end)),
        source=stretch.source.ref,
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


def _source_range(
    draft: Draft, stretch: Stretch, places: Array, evidence: Evidence, verbatim: Sequence[Run]
) -> tuple[int, int]:
    """Codes of the source that the clauses' verbatim runs and other shared words span."""
    sources = evidence.sources
    units = draft.units
    own_runs = [
        run
        for run in verbatim
        if run.candidate == sources.candidate[places[stretch.first]]
        and units[stretch.first].start <= run.start
        and run.end <= units[stretch.last].end
    ]
    spans = [(run.source, run.source + run.length) for run in own_runs]
    for unit in range(stretch.first, stretch.last + 1):
        within = any(run.start <= units[unit].start and units[unit].end <= run.end for run in own_runs)
        if not within and evidence.shared[unit, places[unit]] > 0:
            spans += _shared_words(draft, unit, int(places[unit]), evidence)
    if spans:
        return min(start for start, _ in spans), max(end for _, end in spans)
    bucket = int(places[stretch.first])
    begin = bucket * BUCKET + int(sources.origin[bucket])
    return begin, begin + 1


def _shared_words(draft: Draft, unit: int, bucket: int, evidence: Evidence) -> list[tuple[int, int]]:
    """Where in the source, if anywhere, the words lie that the clause shares with the stretch from the bucket on."""
    low = bucket * BUCKET
    clause = draft.units[unit]
    wanted = grams(draft.coded.codes[clause.start : clause.end], _GRAM)
    there = np.flatnonzero(np.isin(grams(evidence.sources.codes[low : low + REACH], _GRAM), wanted))
    if not len(there):
        return []
    groups = np.split(there, np.flatnonzero(np.diff(there) > _APART) + 1)
    most = max(len(group) for group in groups)
    kept = [group for group in groups if 2 * len(group) >= most]
    origin = int(evidence.sources.origin[bucket]) + low
    return [(origin + int(kept[0][0]), origin + int(kept[-1][-1]) + _GRAM)]


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
