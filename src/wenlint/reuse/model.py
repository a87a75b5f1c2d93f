"""How telling a shared short gram is: its information in bits, learnt from the library.

A gram that makes up the part p of the library's text is met by chance in a stretch of L
characters about p·L times. Sharing it is worth -log2(p·L) bits, nothing when chance alone
explains it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import Codes, short_grams

Array = NDArray[Any]

# Length of the stretch of source in which a clause of the draft is looked for, in codes.
REACH = 96
# So many characters are enough to learn from.
_ENOUGH = 200_000
# What a 2-gram and a 3-gram are worth where the library is too small to learn from.
_UNLEARNT = (4.5, 8.0)


@dataclass(frozen=True, slots=True)
class Model:
    """Bits by hash of 2-gram and of 3-gram, or None where nothing was learnt."""

    bits: Array | None

    @staticmethod
    def learn(counts: Array) -> Model:
        """The model of how often each hash of a 2-gram and of a 3-gram occurs, if there is enough to learn from."""
        total = float(counts[0].sum(dtype=np.int64))
        if total < _ENOUGH:
            return Model(None)
        bits = np.log2(total / REACH) - np.log2(counts.astype(np.float32) + 0.5)
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
