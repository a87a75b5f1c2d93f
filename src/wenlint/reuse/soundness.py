"""Whether a course keeps to one place: a restatement follows its source, likeness of topic does not.

Two texts on one matter share words all over. What tells a restatement from them is that its
clauses, put in the order of the source, lie side by side there, with little left out
between them. So every clause counts with the bits it brings, every code of the source
that is passed over costs, and only the stretches of the source with the greatest sums
(Ruzzo and Tompa, ISMB 1999) that bring enough are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# What passing over one code of the source costs, in bits.
_PASSED_OVER = 0.5


def sound(starts: Array, ends: Array, brings: Array, least: float) -> Array:
    """Which clauses lie in stretches of the source that bring ``least`` bits or more.

    ``starts`` and ``ends`` are each clause's place in the source, in codes, and ``brings``
    what it brings, in bits.
    """
    order = np.argsort(starts, kind="stable")
    reached = np.maximum.accumulate(ends[order])
    passed = np.maximum(starts[order][1:] - reached[:-1], 0)
    kept = np.zeros(len(starts), bool)
    for first, last in _stretches(brings[order], _PASSED_OVER * passed, least):
        kept[order[first : last + 1]] = True
    return kept


def _stretches(values: Array, costs: Array, least: float) -> Iterator[tuple[int, int]]:
    """First and last of the stretches of greatest sum; ``costs`` lie between the values."""
    waiting = [(0, len(values))]
    while waiting:
        low, high = waiting.pop()
        if low >= high:
            continue
        until = np.cumsum(values[low:high]) - np.append(0, np.cumsum(costs[low : high - 1]))
        before = until - values[low:high]
        cheapest = np.minimum.accumulate(before)
        last = int((until - cheapest).argmax())
        if until[last] - cheapest[last] < least:
            continue
        first = int(before[: last + 1].argmin())
        yield low + first, low + last
        waiting += [(low, low + first), (low + last + 1, high)]
