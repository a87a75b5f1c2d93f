"""Draft against index: which documents share long grams with which part of the draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import GRAM, Codes, Hashes, is_indexable, long_grams, sampled
from wenlint.reuse.draft import Draft
from wenlint.reuse.index import Index
from wenlint.reuse.segment import CROWDED

Array = NDArray[Any]

# Candidates are chosen for each stretch of so many codes of the draft …
ZONE = 128
# … the best few of them, …
_PER_ZONE = 4
# … when they share a gram that no more than so many documents have, or several commoner ones.
_FEW = 4
_FILTER_BITS = 16


@dataclass(frozen=True, slots=True)
class Shared:
    """Grams that draft and index share.

    Attributes:
        place, row, key: place in the draft, and the document by row and key, one row for each
            gram and document.
        crowd: for each code of the draft how many families share its gram.
        hashes: of the gram from each code on.
        telling: where a gram begins that may be evidence.
    """

    place: Array
    row: Array
    key: Array
    crowd: Array
    hashes: Hashes
    telling: Array


@dataclass(frozen=True, slots=True)
class Hits:
    """Grams that draft and candidates share, one row each: place in the draft, document's row, place in it."""

    draft: Array
    row: Array
    source: Array


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be restated: where its shared grams lie in the draft and in it."""

    row: int
    zones: Array
    places: Array


def look_up(draft: Draft, index: Index) -> Shared:
    """What the draft's telling codes share with the documents of the index."""
    hashes = long_grams(draft.coded.codes)
    telling = _wholly(draft.telling, GRAM)
    asked = np.flatnonzero(telling & is_indexable(hashes))
    distinct, of = np.unique(hashes[asked], return_inverse=True)
    found = index.postings(distinct)
    families = _distinct(found.asked << 32 | found.family) >> 32
    crowd = np.bincount(families, minlength=len(distinct)).astype(np.float32)
    crowd[found.crowded] = CROWDED + 1
    by_code = np.zeros(len(draft.coded), np.float32)
    by_code[asked] = crowd[of]
    order = np.argsort(of, kind="stable")
    first = np.searchsorted(of[order], found.asked)
    times = np.searchsorted(of[order], found.asked, side="right") - first
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    place = asked[order[np.repeat(first, times) + within]]
    return Shared(
        place, np.repeat(found.row, times), np.repeat(found.key, times), _cover(by_code, GRAM), hashes, telling
    )


def _distinct(values: Array) -> Array:
    return np.asarray(np.unique(values))


def _wholly(mask: Array, size: int) -> Array:
    """Where ``size`` codes from a place on are all in the mask."""
    count = len(mask) - size + 1
    if count <= 0:
        return np.zeros(0, bool)
    sums = np.concatenate(([0], np.cumsum(mask)))
    return np.asarray(sums[size:] - sums[:count] == size)


def _cover(values: Array, size: int) -> Array:
    """The greatest value among the grams that cover each code."""
    covered = values.copy()
    for step in range(1, size):
        np.maximum(covered[step:], values[:-step], out=covered[step:])
    return covered


def candidates(shared: Shared, documents: int, admits: Callable[[int], bool]) -> list[Candidate]:
    """The documents worth aligning, with the zones of the draft they may account for, in the order of their keys."""
    if not len(shared.place):
        return []
    zone = shared.place // ZONE
    bits = np.log2((documents + 2) / np.maximum(shared.crowd[shared.place], 1))
    least = np.log2((documents + 2) / _FEW)
    keys, first, index = np.unique(zone << 48 | shared.row, return_index=True, return_inverse=True)
    score = np.bincount(index, weights=bits)
    chosen: dict[int, list[int]] = {}
    taken: dict[int, int] = {}
    order: dict[int, tuple[int, int]] = {}
    for at in np.lexsort((shared.key[first], -score)):
        if score[at] < least:
            break
        zone_, row = int(keys[at] >> 48), int(keys[at] & 0xFFFFFFFFFFFF)
        if taken.get(zone_, 0) >= _PER_ZONE or not admits(row):
            continue
        taken[zone_] = taken.get(zone_, 0) + 1
        chosen.setdefault(row, []).append(zone_)
        order[row] = (int(shared.key[first[at]]), row)
    return [
        Candidate(row, np.array(sorted(chosen[row])), np.zeros(0, np.int64))
        for row in sorted(chosen, key=order.__getitem__)
    ]


@dataclass(frozen=True, slots=True)
class Text:
    """A candidate's text as codes; the first ``head`` of them, its title, are not compared."""

    codes: Codes
    head: int


def locate(
    shared: Shared, candidates: Sequence[Candidate], texts: Sequence[Text]
) -> tuple[list[int], list[Candidate], Hits]:
    """Where draft and candidates share grams: every such pair of places.

    Also the candidates that truly share one in their zones, with the places in them where an
    indexed one lies, and which of those given they are. Others only had a gram of the same hash.
    """
    mine = np.flatnonzero(shared.telling & ~_crowded(shared.crowd))
    known = np.sort(shared.hashes[mine])
    order = mine[np.argsort(shared.hashes[mine], kind="stable")]
    shift = np.uint64(64 - _FILTER_BITS)
    maybe = np.zeros(1 << _FILTER_BITS, bool)
    maybe[known >> shift] = True
    true: list[int] = []
    located: list[Candidate] = []
    pairs: list[tuple[Array, Array, Array]] = []
    for at, (candidate, text) in enumerate(zip(candidates, texts, strict=True)):
        hashes = long_grams(text.codes)
        hashes[: text.head] = ~np.uint64(0)
        there = np.flatnonzero(maybe[hashes >> shift])
        first = np.searchsorted(known, hashes[there])
        times = np.searchsorted(known, hashes[there], side="right") - first
        within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        place, source = order[np.repeat(first, times) + within], np.repeat(there, times)
        indexed = np.isin(source, sampled(hashes)) & np.isin(place // ZONE, candidate.zones)
        if indexed.any():
            true.append(at)
            located.append(Candidate(candidate.row, candidate.zones, np.unique(source[indexed])))
            pairs.append((place, np.full(len(place), candidate.row), source))
    if not pairs:
        nothing = np.zeros(0, np.int64)
        return [], [], Hits(nothing, nothing, nothing)
    return true, located, Hits(*(np.concatenate(part) for part in zip(*pairs, strict=True)))


def _crowded(crowd: Array) -> Array:
    """Where a gram begins whose first and last codes lie in crowded ones."""
    count = max(0, len(crowd) - GRAM + 1)
    return np.asarray((crowd[:count] > CROWDED) & (crowd[GRAM - 1 :] > CROWDED))
