"""How telling a shared short gram is: its information in bits, learnt from the library.

A gram that makes up the part p of the library's text is met by chance in a stretch of L
characters about p·L times. Sharing it is worth -log2(p·L) bits, nothing when chance alone
explains it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import Codes
from wenlint.reuse.segment import Segment, short_grams

Array = NDArray[Any]

# Length of the stretch of source in which a clause of the draft is looked for, in codes.
REACH = 96
# What a 2-gram and a 3-gram are worth where the library is too small to learn from.
_UNLEARNT = (4.5, 8.0)


@dataclass(frozen=True, slots=True)
class Model:
    """Bits by hash of 2-gram and of 3-gram, or None where nothing was learnt."""

    bits: Array | None

    @staticmethod
    def learn(segments: Sequence[Segment]) -> Model:
        """The model of what the segments counted."""
        counted = [segment.counts for segment in segments if segment.counts is not None]
        if not counted:
            return Model(None)
        counts = np.asarray(np.sum(counted, axis=0, dtype=np.float32))
        total = counts[0].sum()
        bits = np.log2(total / REACH) - np.log2(counts + 0.5)
        return Model(np.clip(bits, 0, 14).astype(np.float32))

    def worth(self, codes: Codes, size: int) -> Array:
        """Bits of the 2-gram or 3-gram from each code on; the last codes begin none and are worth 0."""
        if size > 3:
            inner = self.worth(codes, size - 1)
            inner[:-1] = np.maximum(inner[:-1], inner[1:])
            inner[-(size - 1) :] = 0
            return inner
        worth = np.zeros(len(codes), np.float32)
        hashes = short_grams(codes, size)
        if self.bits is None:
            worth[: len(hashes)] = _UNLEARNT[size - 2]
        else:
            worth[: len(hashes)] = self.bits[size - 2][hashes]
        return worth
