"""What the engine asks of an index, and the index that is some segments on this machine.

An index may be spread over machines: what goes to and fro are arrays of hashes and of
postings. How many documents share a gram is only known when every part has answered, so
that no part decides what is crowded but for itself.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import Hashes
from wenlint.reuse.segment import COUNTS, CROWDED, Postings, Segment

Array = NDArray[Any]
# A look-up that takes so many seconds a segment had to wait for the disk.
_SLOW = 0.006
# So many bytes of segments may stay mapped between drafts.
_MAPPED = 48_000_000


class Index(Protocol):
    """Postings of documents, wherever they are."""

    @property
    def documents(self) -> int:
        """Documents with text."""

    @property
    def characters(self) -> int:
        """Length of their texts, in codes."""

    def counts(self) -> Array:
        """How often each hash of a 2-gram and of a 3-gram occurs, a table of shape ``COUNTS``."""

    def postings(self, hashes: Hashes) -> Postings:
        """The documents that hold grams of these hashes, which ascend; none for a crowded one."""


class LocalIndex:
    """Some segments without the documents that are gone. Implements :class:`Index`."""

    def __init__(self, segments: Sequence[Segment], gone: frozenset[int]) -> None:
        self._segments = segments
        dead = np.fromiter(gone, np.int64)
        self._alive = [~np.isin(segment.rows, dead) for segment in segments]
        self._is_large = sum(segment.words.nbytes for segment in segments) > _MAPPED
        self._is_slow = True

    @property
    def documents(self) -> int:
        """Documents with text."""
        return sum(int(alive.sum()) for alive in self._alive)

    @property
    def characters(self) -> int:
        """Length of their texts, in codes."""
        pairs = zip(self._segments, self._alive, strict=True)
        return sum(int(segment.lengths[alive].sum(dtype=np.int64)) for segment, alive in pairs)

    def counts(self) -> Array:
        """How often each hash of a 2-gram and of a 3-gram occurs; documents gone may still be counted."""
        table = np.zeros(COUNTS[0] * COUNTS[1], np.uint32)
        for segment in self._segments:
            segment.count_into(table)
        return table.reshape(COUNTS)

    def postings(self, hashes: Hashes) -> Postings:
        """The documents that hold grams of these hashes; raises LibraryError when a segment is damaged."""
        if self._is_large and self._is_slow:
            for segment in self._segments:
                segment.call_for(hashes)
        pairs = zip(self._segments, self._alive, strict=True)
        began = time.perf_counter()
        found = together([segment.look_up(hashes, alive) for segment, alive in pairs], len(hashes))
        self._is_slow = time.perf_counter() - began > _SLOW * len(self._segments)
        if self._is_large:
            for segment in self._segments:
                segment.release()
        return found


def together(parts: Sequence[Postings], asked: int) -> Postings:
    """The postings of all parts of a library for the same ``asked`` hashes, crowded ones by what all parts hold."""
    if not parts:
        nothing = np.zeros(0, np.int64)
        return Postings(nothing, nothing, nothing, nothing, nothing)
    place = np.concatenate([part.asked for part in parts])
    crowd = np.bincount(place, minlength=asked)
    for part in parts:
        crowd[part.crowded] = CROWDED + 1
    kept = np.flatnonzero(crowd[place] <= CROWDED)
    row, family, key = (
        np.concatenate([getattr(part, name) for part in parts])[kept] for name in ("row", "family", "key")
    )
    return Postings(place[kept], row, family, key, np.flatnonzero(crowd > CROWDED))
