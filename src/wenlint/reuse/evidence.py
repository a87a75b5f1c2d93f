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

from wenlint.reuse.codes import Codes
from wenlint.reuse.draft import Draft
from wenlint.reuse.lookup import ZONE, Candidate
from wenlint.reuse.model import REACH, Model
from wenlint.reuse.numbering import GRAM, Numbering

Array = NDArray[Any]

BUCKET = REACH // 2
# Source further than this from any shared long gram is not looked at, in codes.
_AROUND = 400


@dataclass(frozen=True, slots=True)
class Sources:
    """Stretches of all candidates' texts, end to end, each beginning a new bucket.

    Attributes:
        codes: the codes, 0 between stretches.
        candidate: the candidate of each bucket; -1 between stretches.
        origin: what to add to a place here to get the place in the candidate's text, by bucket.
        begins: where each bucket begins in its candidate's text.
    """

    codes: Codes
    candidate: Array
    origin: Array
    begins: Array

    def bucket_of(self, candidate: int, place: int) -> int | None:
        """The bucket that holds a place of a candidate's text; None when its stretches leave it out."""
        passed = place - self.begins
        there = np.flatnonzero((self.candidate == candidate) & (passed >= 0) & (passed < BUCKET))
        return int(there[0]) if len(there) else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Bits by clause and place.

    Attributes:
        total: what each clause is worth in full, by clause and candidate.
        shared: what of it the stretch of ``REACH`` codes from each bucket on explains.
        line: the draft's number of the gram at each code of the sources.
        sources: the stretches that the buckets count off.
    """

    total: Array
    shared: Array
    line: Array
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
    origin = np.concatenate(origins)
    return Sources(np.concatenate(pieces), np.concatenate(owners), origin, np.arange(len(origin)) * BUCKET + origin)


def _stretches(places: Array, length: int) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    for place in places.tolist():
        start, end = max(0, place - _AROUND), min(length, place + _AROUND)
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def weigh(
    draft: Draft,
    weights: Array,
    model: Model,
    numbering: Numbering,
    candidates: Sequence[Candidate],
    sources: Sources,
) -> Evidence:
    """The evidence of every clause for every candidate; ``weights`` (0–1) discounts codes of the draft."""
    units, buckets, count = len(draft.units), len(sources.candidate), len(candidates)
    allowed = _allowed(draft, candidates)
    line = numbering.of(sources.codes)
    worth = _worth(draft, weights, model, numbering)
    inside = draft.unit_of >= 0
    full = np.bincount(draft.unit_of[inside], weights=worth[inside], minlength=units)
    finds = _finds(numbering, worth, line, sources)
    common = _commonness(finds, sources.candidate, count)
    by_place = _Places(numbering, worth)

    place, of = by_place.of(common.gram)
    unit, candidate = draft.unit_of[place], common.candidate[of]
    lost = np.where(allowed[unit, candidate], worth[place] * common.part[of], 0.0)
    total = full[:, None] - np.bincount(unit * count + candidate, lost, units * count).reshape(units, count)

    place, of = by_place.of(finds.gram)
    unit, bucket = draft.unit_of[place], finds.bucket[of]
    brought = np.where(allowed[unit, sources.candidate[bucket]], worth[place] * (1 - common.part[common.of[of]]), 0.0)
    by_bucket = np.bincount(unit * buckets + bucket, brought, units * buckets).reshape(units, buckets)

    shared = by_bucket.astype(np.float32)
    shared[:, :-1] += shared[:, 1:].copy()
    owner = sources.candidate
    np.minimum(shared, total.astype(np.float32)[:, owner], out=shared)
    shared[:, owner < 0] = 0
    return Evidence(total, shared, line, sources)


@dataclass(frozen=True, slots=True)
class _Finds:
    """Telling grams found in buckets of the sources, ascending by gram and bucket, each pair once."""

    gram: Array
    bucket: Array


@dataclass(frozen=True, slots=True)
class _Common:
    """Part (0–1) of a gram's worth that is lost on a candidate which uses it all over.

    A word that is the very subject of a document says little about which passage of it was
    used. ``of`` leads from each find to its gram and candidate.
    """

    gram: Array
    candidate: Array
    part: Array
    of: Array


def _finds(numbering: Numbering, worth: Array, line: Array, sources: Sources) -> _Finds:
    telling = numbering.mine[worth[: len(numbering.mine)] > 0]
    there = np.flatnonzero(numbering.found(line, telling))
    bucket = there // BUCKET
    held = sources.candidate[bucket] >= 0
    # One of each gram to a bucket is enough.
    buckets = len(sources.candidate)
    pairs = np.unique(line[there[held]].astype(np.int64) * buckets + bucket[held])
    return _Finds(pairs // buckets, pairs % buckets)


def _commonness(finds: _Finds, owner: Array, count: int) -> _Common:
    held = np.bincount(owner[owner >= 0], minlength=count)
    keys = finds.gram * count + owner[finds.bucket]
    firsts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))[: len(keys)]
    times = np.diff(np.append(firsts, len(keys)))
    gram, candidate = keys[firsts] // count, keys[firsts] % count
    part = np.log2(times) / np.log2(held[candidate] + 1)
    return _Common(gram, candidate, np.minimum(part, 1.0), np.repeat(np.arange(len(firsts)), times))


class _Places:
    """Where in the draft its telling grams stand."""

    def __init__(self, numbering: Numbering, worth: Array) -> None:
        grams = np.where(worth[: len(numbering.mine)] > 0, numbering.mine, numbering.count)
        self._order = np.argsort(grams, kind="stable")
        self._times = np.bincount(grams, minlength=numbering.count + 1)
        self._first = np.cumsum(self._times) - self._times

    def of(self, grams: Array) -> tuple[Array, Array]:
        """The places of these grams, and for each place the index of its gram in ``grams``."""
        times = self._times[grams]
        of = np.repeat(np.arange(len(grams)), times)
        within = np.arange(len(of)) - np.repeat(np.cumsum(times) - times, times)
        return self._order[self._first[grams][of] + within], of


def _worth(draft: Draft, weights: Array, model: Model, numbering: Numbering) -> Array:
    worth = model.worth(draft.meanings, GRAM)
    least = weights.copy()
    for step in range(1, GRAM):
        np.minimum(least[:-step], weights[step:], out=least[:-step])
        least[-step:] = 0
    # A gram that the draft keeps using is its subject.
    times = np.bincount(numbering.mine, minlength=1)
    fresh = np.zeros(len(draft.coded), np.float32)
    fresh[: len(numbering.mine)] = (1 / (1 + np.log2(np.maximum(times, 1))))[numbering.mine]
    return np.asarray(worth * least * fresh)


def _allowed(draft: Draft, candidates: Sequence[Candidate]) -> Array:
    """Which clauses lie in or next to a zone that a candidate may account for."""
    zones = len(draft.coded) // ZONE + 3
    near = np.zeros((zones, len(candidates)), bool)
    around = np.arange(-2, 3)[:, None]
    for index, candidate in enumerate(candidates):
        near[np.clip(candidate.zones + around, 0, zones - 1), index] = True
    middles = np.array([(unit.start + unit.end) // 2 // ZONE for unit in draft.units])
    return np.asarray(near[middles])
