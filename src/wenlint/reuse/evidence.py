"""How well each clause of the draft is explained by each candidate, in bits.

Short grams of a clause are looked for in the stretch of the source where most of them
stand together, so that reordered sentences and changed words still count, and words
scattered over a long document do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import Codes, short_grams
from wenlint.reuse.draft import Draft
from wenlint.reuse.lookup import ZONE, Candidate
from wenlint.reuse.model import REACH, Model

Array = NDArray[Any]

BUCKET = REACH // 2
# Source further than this from any shared long gram is not looked at, in codes.
_AROUND = 400
_TABLE = 1 << 18
SIZES = (3,)


@dataclass(frozen=True, slots=True)
class Sources:
    """Stretches of all candidates' texts, end to end, each beginning a new bucket.

    Attributes:
        codes: the codes, 0 between stretches.
        candidate: the candidate of each bucket; -1 between stretches.
        origin: what to add to a place here to get the place in the candidate's text, by bucket.
    """

    codes: Codes
    candidate: Array
    origin: Array

    def bucket_of(self, candidate: int, place: int) -> int | None:
        """The bucket that holds a place of a candidate's text; None when its stretches leave it out."""
        begins = np.arange(len(self.candidate)) * BUCKET + self.origin
        there = np.flatnonzero((self.candidate == candidate) & (begins <= place) & (place < begins + BUCKET))
        return int(there[0]) if len(there) else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Bits by clause and place.

    Attributes:
        total: what each clause is worth in full, by clause and candidate.
        shared: what of it the stretch of ``REACH`` codes from each bucket on explains.
        sources: the stretches that the buckets count off.
    """

    total: Array
    shared: Array
    sources: Sources


def gather(candidates: Sequence[Candidate], codes: Sequence[Codes]) -> Sources:
    """Lays out the stretches around the candidates' shared grams."""
    pieces: list[Codes] = []
    owners: list[Array] = []
    origins: list[Array] = []
    length = 0
    for index, (candidate, text) in enumerate(zip(candidates, codes, strict=True)):
        for start, end in _stretches(candidate.places, len(text)):
            buckets = -(-(end - start) // BUCKET)
            piece = np.zeros((buckets + 1) * BUCKET, np.uint32)
            piece[: end - start] = text[start:end]
            pieces.append(piece)
            owners.append(np.append(np.full(buckets, index), -1))
            origins.append(np.full(buckets + 1, start - length))
            length += len(piece)
    return Sources(np.concatenate(pieces), np.concatenate(owners), np.concatenate(origins))


def _stretches(places: Array, length: int) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    for place in places.tolist():
        start, end = max(0, place - _AROUND), min(length, place + _AROUND)
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def weigh(draft: Draft, weights: Array, model: Model, candidates: Sequence[Candidate], sources: Sources) -> Evidence:
    """The evidence of every clause for every candidate; ``weights`` (0–1) discounts codes of the draft."""
    units, buckets, count = len(draft.units), len(sources.candidate), len(candidates)
    total = np.zeros((units, count))
    by_bucket = np.zeros((units, buckets))
    allowed = _allowed(draft, candidates)
    inside = draft.unit_of >= 0
    for size in SIZES:
        worth = _worth(draft, weights, model, size)
        total += np.bincount(draft.unit_of[inside], weights=worth[inside], minlength=units)[:, None]
        found = _matches(draft, worth, size, sources, allowed)
        common = _commonness(found, sources, count)
        total -= np.bincount(
            draft.unit_of[common.place] * count + common.candidate,
            weights=worth[common.place] * common.part,
            minlength=units * count,
        ).reshape(units, count)
        by_bucket += np.bincount(
            draft.unit_of[found.place] * buckets + found.bucket,
            weights=worth[found.place] * (1 - common.part[common.of]),
            minlength=units * buckets,
        ).reshape(units, buckets)
    shared = by_bucket.astype(np.float32)
    shared[:, :-1] += shared[:, 1:].copy()
    owner = sources.candidate
    np.minimum(shared, total.astype(np.float32)[:, owner], out=shared)
    shared[:, owner < 0] = 0
    return Evidence(total, shared, sources)


@dataclass(frozen=True, slots=True)
class _Found:
    """Grams of the draft, by place, found in buckets of the sources."""

    place: Array
    bucket: Array


@dataclass(frozen=True, slots=True)
class _Common:
    """Part (0–1) of a gram's worth that is lost on a candidate which uses it all over.

    A word that is the very subject of a document says little about which passage of it was
    used. ``of`` leads from each find to its gram and candidate.
    """

    place: Array
    candidate: Array
    part: Array
    of: Array


def _commonness(found: _Found, sources: Sources, count: int) -> _Common:
    held = np.bincount(sources.candidate[sources.candidate >= 0], minlength=count)
    keys, of, times = np.unique(
        found.place.astype(np.int64) * count + sources.candidate[found.bucket], return_inverse=True, return_counts=True
    )
    candidate = keys % count
    part = np.log2(times) / np.log2(held[candidate] + 1)
    return _Common(keys // count, candidate, np.minimum(part, 1.0), of)


def _worth(draft: Draft, weights: Array, model: Model, size: int) -> Array:
    worth = model.worth(draft.meanings, size)
    least = weights.copy()
    for step in range(1, size):
        np.minimum(least[:-step], weights[step:], out=least[:-step])
        least[-step:] = 0
    return np.asarray(worth * least * _freshness(draft, size))


def _freshness(draft: Draft, size: int) -> Array:
    """1 for a gram that the draft uses once, less for one it keeps using: that is its subject."""
    hashes = short_grams(draft.meanings, size)
    _, of, times = np.unique(hashes, return_inverse=True, return_counts=True)
    fresh = np.zeros(len(draft.coded), np.float32)
    fresh[: len(hashes)] = 1 / (1 + np.log2(times))[of]
    return fresh


def _allowed(draft: Draft, candidates: Sequence[Candidate]) -> Array:
    """Which clauses lie in or next to a zone that a candidate may account for."""
    zones = len(draft.coded) // ZONE + 3
    near = np.zeros((zones, len(candidates)), bool)
    around = np.arange(-2, 3)[:, None]
    for index, candidate in enumerate(candidates):
        near[np.clip(candidate.zones + around, 0, zones - 1), index] = True
    middles = np.array([(unit.start + unit.end) // 2 // ZONE for unit in draft.units])
    return np.asarray(near[middles])


def _matches(draft: Draft, worth: Array, size: int, sources: Sources, allowed: Array) -> _Found:
    """Distinct pairs of a telling gram's place in the draft and a bucket of sources that holds it."""
    codes = draft.meanings
    mine = np.flatnonzero(worth[: len(codes) - size + 1] > 0)
    hashes = short_grams(codes, size)[mine]
    order = np.argsort(hashes, kind="stable")
    known, first, count = np.unique(hashes[order], return_index=True, return_counts=True)
    table = np.full(_TABLE, -1, np.int32)
    table[known] = np.arange(len(known))
    index = table[short_grams(sources.codes, size)]
    there = np.flatnonzero(index >= 0)
    bucket = there // BUCKET
    there = there[sources.candidate[bucket] >= 0]
    # One of each gram to a bucket is enough.
    pairs = np.unique(index[there].astype(np.int64) * len(sources.candidate) + there // BUCKET)
    gram, bucket = pairs // len(sources.candidate), pairs % len(sources.candidate)
    repeats = count[gram]
    within = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    place = mine[order][np.repeat(first[gram], repeats) + within]
    bucket = np.repeat(bucket, repeats)
    ok = allowed[draft.unit_of[place], sources.candidate[bucket]]
    return _Found(place[ok], bucket[ok])
