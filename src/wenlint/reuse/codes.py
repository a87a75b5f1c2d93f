"""Text as arrays: normalised code points, hashed character n-grams, and the grams that are indexed.

Sampling follows Schleimer, Wilkerson and Aiken, "Winnowing" (SIGMOD 2003): of every
``WINDOW`` consecutive grams the one with the smallest hash is kept, so that two texts
which share ``GRAM + WINDOW - 1`` characters share a kept gram. One with a hash in the
upper half is not: of eight the smallest lies there once in 256 times, and half of a
draft's grams need not be looked up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.document import Span
from wenlint.text.normal import NUMBER, fold

Codes = NDArray[np.uint32]
Offsets = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Array = NDArray[Any]

GRAM = 8
WINDOW = 8
SHORT_BITS = 18
"""Bits of the hash of a short gram."""
_UPPER = 1 << 31  # of the first 32 bits of a hash
_NUMBER = np.uint32(ord(NUMBER))
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FINISH = np.uint64(0xFF51AFD7ED558CCD)
_STEPS = (_MIX, np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))
_SHORT_STEPS = (np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D))


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
def _fold_table() -> NDArray[np.uint16]:
    plane = [chr(code) if not 0xD800 <= code < 0xE000 else "\0" for code in range(0x10000)]
    folded = fold("".join(plane))
    return np.frombuffer(folded.encode("utf-16-le"), np.uint16).copy()


def encode(text: str) -> Coded:
    """The text normalised as :func:`wenlint.text.normal.normalise` does."""
    folded = _folded(text).astype(np.uint32)
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


def short_grams(codes: Codes, size: int) -> Codes:
    """The hash, of ``SHORT_BITS`` bits, of the 2 or 3 codes from each position on."""
    count = len(codes) - size + 1
    if count <= 0:
        return np.zeros(0, np.uint32)
    hashes = codes[:count].astype(np.uint32)
    for step in range(1, size):
        hashes *= _SHORT_STEPS[step - 1]
        hashes += codes[step : step + count]
    hashes *= _SHORT_STEPS[size - 1]
    hashes >>= np.uint32(32 - SHORT_BITS)
    return hashes


def long_grams(codes: Array) -> Hashes:
    """The hash, of 64 bits, of the ``GRAM`` codes from each position on."""
    if len(codes) < GRAM:
        return np.zeros(0, np.uint64)
    hashes = codes.astype(np.uint64)
    size = 1
    for factor in _STEPS:  # each doubles the length that is hashed, up to GRAM
        longer = hashes[:-size] * factor
        longer += hashes[size:]
        hashes, size = longer, 2 * size
    hashes ^= hashes >> np.uint64(29)
    hashes *= _FINISH
    return hashes


def is_indexable(hashes: Hashes) -> Array:
    """Which hashes may be those of kept grams."""
    return np.asarray(hashes < np.uint64(_UPPER << 32))


def sampled(hashes: Hashes) -> Offsets:
    """Positions of the grams that stand for their neighbourhood, ascending."""
    high = (hashes >> np.uint64(32)).astype(np.uint32)
    edge = np.full(WINDOW - 1, 0xFFFFFFFF, np.uint32)
    least = _over_window(np.concatenate((edge, high, edge)), np.minimum)
    kept = (_over_window(least, np.maximum) == high) & (high < _UPPER)
    return np.asarray(np.flatnonzero(kept))


def _over_window(values: Array, chosen: np.ufunc) -> Array:
    """The least or greatest of the ``WINDOW`` values from each position on."""
    reach = 1
    while reach < WINDOW:
        values = chosen(values[:-reach], values[reach:])
        reach *= 2
    return values


def codes_of(texts: Sequence[str]) -> tuple[Codes, Offsets]:
    """The codes of texts, end to end, and where those of each begin, and at last where they end.

    The codes of each are what :func:`encode` makes of it.
    """
    folded = _folded("".join(texts))
    ends = np.cumsum([0, *map(len, texts)])
    kept = folded != 0
    codes = folded[kept]
    before = np.concatenate(([0], np.cumsum(kept, dtype=np.int64)))
    begins = before[ends]
    number = codes == ord(NUMBER)
    repeats = np.flatnonzero(number[1:] & number[:-1]) + 1
    repeats = repeats[~np.isin(repeats, begins)]
    if len(repeats):
        codes = np.delete(codes, repeats)
        begins = begins - np.searchsorted(repeats, begins)
    return codes.astype(np.uint32), begins


def _folded(text: str) -> Array:
    """The folded character of each; 0 for what does not count."""
    packed = text.encode("utf-16-le", "surrogatepass")
    if len(packed) == 2 * len(text):
        return np.take(_fold_table(), np.frombuffer(packed, np.uint16))
    return _folded_beyond(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32))


def _folded_beyond(raw: Codes) -> Codes:
    ideographs = np.where((raw >= 0x20000) & (raw < 0x40000), raw, 0)
    return np.where(raw > 0xFFFF, ideographs, _fold_table()[np.minimum(raw, 0xFFFF)])
