"""A small sketch of a text, by which two texts can be told to be nearly the same.

The bottom-k sketch of Broder (1997, "On the resemblance and containment of documents"): of
the hashes of all runs of :data:`RUN` 汉字 the :data:`SIZE` smallest. The share of values that
two sketches have in common among the smallest of both estimates the share of runs that the
texts have in common (Jaccard), with a standard error of about 0.06 at 64 values.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from zlib import crc32

from wenlint.text.patterns import pattern

RUN = 6
"""汉字 in a run: long enough to be rare, short enough that one changed word spoils few."""

SIZE = 64
_NOT_HAN = pattern("[^\u3400-\u4dbf\u4e00-\u9fff]+")
_SCATTER = 0x9E3779B1  # CRC-32 is linear: neighbouring texts would get neighbouring values


def sketch(text: str) -> tuple[int, ...]:
    """The sketch of a text, smallest value first; () when it has fewer than :data:`RUN` 汉字."""
    han = _NOT_HAN.sub("", text)
    codes = han.encode("utf-16-le")
    runs = {codes[at : at + 2 * RUN] for at in range(0, len(codes) - 2 * RUN + 1, 2)}
    return tuple(heapq.nsmallest(SIZE, {crc32(run) * _SCATTER & 0xFFFFFFFF for run in runs}))


def resemblance(one: Iterable[int], other: Iterable[int]) -> float:
    """Estimated share (0–1) of runs that two sketched texts have in common; 0.0 when either has none."""
    first, second = set(one), set(other)
    if not first or not second:
        return 0.0
    smallest = heapq.nsmallest(SIZE, first | second)
    return sum(value in first and value in second for value in smallest) / len(smallest)
