"""Draft against index: which documents share long grams with which part of the draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import GRAM, grams
from wenlint.reuse.draft import Draft
from wenlint.reuse.segment import Segment

Array = NDArray[Any]

# A gram that so many documents share leads to none of them.
_CROWDED = 96
# Candidates are chosen for each stretch of so many codes of the draft …
ZONE = 128
# … the best few of them, …
_PER_ZONE = 4
# … when they share a gram that no more than so many documents have, or several commoner ones.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Hits:
    """Shared grams, one row each: place in the draft, document's row, place in the document."""

    draft: Array
    row: Array
    source: Array
    family: Array


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be restated: where its shared grams lie in the draft and in it."""

    row: int
    zones: Array
    places: Array


def look_up(draft: Draft, segments: Sequence[Segment], gone: frozenset[int]) -> tuple[Hits, Array]:
    """Shared grams of the draft's telling codes, and for each code how many families share its gram."""
    hashes = grams(draft.coded.codes)
    asked = np.flatnonzero(_wholly(draft.telling, GRAM))
    parts = [_look_up(segment, hashes[asked], asked, gone) for segment in segments]
    crowd = np.zeros(len(draft.coded), np.float32)
    for _, counts in parts:
        np.maximum.at(crowd, asked, counts)
    hits = Hits(*(np.concatenate([getattr(part, name) for part, _ in parts]) for name in Hits.__slots__))
    _spread_families(hits, crowd)
    return hits, _cover(crowd, GRAM)


def _wholly(mask: Array, size: int) -> Array:
    """Where ``size`` codes from a place on are all in the mask."""
    count = len(mask) - size + 1
    if count <= 0:
        return np.zeros(0, bool)
    sums = np.concatenate(([0], np.cumsum(mask)))
    return np.asarray(sums[size:] - sums[:count] == size)


def _look_up(segment: Segment, hashes: Array, asked: Array, gone: frozenset[int]) -> tuple[Hits, Array]:
    first = np.searchsorted(segment.keys, hashes, side="left")
    counts = np.searchsorted(segment.keys, hashes, side="right") - first
    crowded = np.where(counts > _CROWDED, counts, 0).astype(np.float32)
    counts = np.where(counts > _CROWDED, 0, counts)
    total = int(counts.sum())
    within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    place = segment.places[np.repeat(first, counts) + within].astype(np.int64)
    owner = np.searchsorted(segment.begins, place, side="right") - 1
    row = segment.rows[owner]
    hits = Hits(np.repeat(asked, counts), row, place - segment.begins[owner], segment.families[owner])
    if gone:
        alive = ~np.isin(row, np.fromiter(gone, np.int64))
        hits = Hits(hits.draft[alive], hits.row[alive], hits.source[alive], hits.family[alive])
    return hits, crowded


def _spread_families(hits: Hits, crowd: Array) -> None:
    """Adds to ``crowd`` how many families share the gram at each place."""
    if len(hits.draft):
        pairs = np.unique(hits.draft.astype(np.int64) << 32 | hits.family)
        counts = np.bincount(pairs >> 32, minlength=len(crowd))
        np.maximum(crowd, counts, out=crowd)


def _cover(values: Array, size: int) -> Array:
    """The greatest value among the grams that cover each code."""
    covered = values.copy()
    for step in range(1, size):
        np.maximum(covered[step:], values[:-step], out=covered[step:])
    return covered


def candidates(hits: Hits, crowd: Array, documents: int, admits: Callable[[int], bool]) -> list[Candidate]:
    """The documents worth aligning, with the zones of the draft they may account for."""
    if not len(hits.draft):
        return []
    zone = hits.draft // ZONE
    pair = np.unique(np.stack((zone, hits.row, hits.draft)), axis=1)
    bits = np.log2((documents + 2) / np.maximum(crowd[pair[2]], 1))
    least = np.log2((documents + 2) / _FEW)
    keys, index = np.unique(pair[0] << 32 | pair[1], return_inverse=True)
    score = np.bincount(index, weights=bits)
    chosen: dict[int, list[int]] = {}
    taken: dict[int, int] = {}
    for at in np.argsort(-score, kind="stable"):
        if score[at] < least:
            break
        zone_, row = int(keys[at] >> 32), int(keys[at] & 0xFFFFFFFF)
        if taken.get(zone_, 0) >= _PER_ZONE or not admits(row):
            continue
        taken[zone_] = taken.get(zone_, 0) + 1
        chosen.setdefault(row, []).append(zone_)
    return [_candidate(hits, zone, row, zones) for row, zones in sorted(chosen.items())]


def _candidate(hits: Hits, zone: Array, row: int, zones: list[int]) -> Candidate:
    mine = hits.row == row
    mine &= np.isin(zone, zones)
    return Candidate(row, np.array(sorted(zones)), np.unique(hits.source[mine]))
