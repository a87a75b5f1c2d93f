"""Text as arrays: normalised code points, hashed character n-grams, minimizers.

Minimizers follow Schleimer, Wilkerson and Aiken, "Winnowing" (SIGMOD 2003): of every
``window`` consecutive grams the one with the smallest hash is kept, so that two texts
which share ``gram + window - 1`` characters share at least one kept gram.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from wenlint.document import Span
from wenlint.text.normal import NUMBER, fold

Codes = NDArray[np.uint32]
Offsets = NDArray[np.int64]

GRAM = 8
WINDOW = 6
_NUMBER = np.uint32(ord(NUMBER))
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FINISH = np.uint64(0xFF51AFD7ED558CCD)


@dataclass(frozen=True, slots=True)
class Coded:
    """Normalised code points of a text; code ``i`` stands for ``starts[i]`` to ``ends[i]`` of it."""

    codes: Codes
    starts: Offsets
    ends: Offsets

    def __len__(self) -> int:
        return len(self.codes)

    def span(self, start: int, end: int) -> Span:
        """The span of the text under codes ``start`` to ``end`` (not empty)."""
        return Span(int(self.starts[start]), int(self.ends[end - 1]))

    def position(self, offset: int) -> int:
        """The first code that stands at or after ``offset`` of the text."""
        return int(np.searchsorted(self.starts, offset))


@cache
def _fold_table() -> Codes:
    plane = [chr(code) if not 0xD800 <= code < 0xE000 else "\0" for code in range(0x10000)]
    folded = fold("".join(plane))
    return np.frombuffer(folded.encode("utf-32-le"), np.uint32).copy()


def encode(text: str) -> Coded:
    """The text normalised as :func:`wenlint.text.normal.normalise` does."""
    raw = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    table = _fold_table()
    if raw.size and raw.max() > 0xFFFF:
        beyond = np.where((raw >= 0x20000) & (raw < 0x40000), raw, 0)
        folded = np.where(raw > 0xFFFF, beyond, table[np.minimum(raw, 0xFFFF)])
    else:
        folded = table[raw]
    places = np.flatnonzero(folded)
    codes = folded[places]
    number = codes == _NUMBER
    first = np.ones(len(codes), bool)
    first[1:] = ~(number[1:] & number[:-1])
    begins = np.flatnonzero(first)
    lasts = np.append(begins[1:], len(codes)) - 1 if len(begins) else begins
    return Coded(codes[begins], places[begins], places[lasts] + 1)


def grams(codes: Codes, size: int = GRAM) -> Codes:
    """The hash of the ``size`` codes from each position on."""
    count = len(codes) - size + 1
    if count <= 0:
        return np.zeros(0, np.uint32)
    mixed = np.zeros(count, np.uint64)
    for step in range(size):
        mixed *= _MIX
        mixed += codes[step : step + count]
        mixed += np.uint64(1)
    mixed ^= mixed >> np.uint64(31)
    mixed *= _FINISH
    return (mixed >> np.uint64(32)).astype(np.uint32)


def minimizers(hashes: Codes, window: int = WINDOW) -> Offsets:
    """Positions of the grams that stand for their neighbourhood, ascending."""
    if len(hashes) <= window:
        return np.argmin(hashes, keepdims=True) if len(hashes) else np.zeros(0, np.int64)
    neighbours = np.lib.stride_tricks.sliding_window_view(hashes, window)
    chosen = neighbours.argmin(axis=1)
    chosen += np.arange(len(chosen))
    return np.asarray(chosen[np.append(True, chosen[1:] != chosen[:-1])])
