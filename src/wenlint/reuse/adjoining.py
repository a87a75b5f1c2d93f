"""What goes on beside a restated passage, in the draft and in the source alike.

A clause of set words or of few says little about where it comes from. Beside a passage
whose place is known the place needs no proof: it is enough that the clause is, for the
most part, what the source says next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import Codes, grams
from wenlint.reuse.draft import Draft
from wenlint.reuse.entry import Stored

Array = NDArray[Any]

_GRAM = 2
# Part of a clause's pairs of characters that the adjoining words of the source have too.
_ALIKE = 0.4
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """Clauses ``first`` to ``last`` of the draft restate codes ``begin`` to ``stop`` of the source."""

    first: int
    last: int
    source: Stored
    begin: int
    stop: int


def with_adjoining(draft: Draft, found: Found, source: Codes, low: int, high: int) -> Found:
    """The passage with the clauses beside it that go on as the source does, from clause ``low`` to before ``high``."""
    while found.first > low and (begin := _told_before(draft, found.first - 1, source, found.begin)) is not None:
        found = replace(found, first=found.first - 1, begin=begin)
    while found.last + 1 < high and (stop := _told_after(draft, found.last + 1, source, found.stop)) is not None:
        found = replace(found, last=found.last + 1, stop=stop)
    return found


def _told_after(draft: Draft, unit: int, source: Codes, stop: int) -> int | None:
    """Where in the source the clause ends, if it is what stands after ``stop``."""
    there = _shared(draft, unit, source[stop : stop + _reach(draft, unit)])
    return None if there is None else stop + int(there[-1]) + _GRAM


def _told_before(draft: Draft, unit: int, source: Codes, begin: int) -> int | None:
    """Where in the source the clause begins, if it is what stands before ``begin``."""
    low = max(0, begin - _reach(draft, unit))
    there = _shared(draft, unit, source[low:begin])
    return None if there is None else low + int(there[0])


def _reach(draft: Draft, unit: int) -> int:
    clause = draft.units[unit]
    return (clause.end - clause.start) * 3 // 2 + 6


def _shared(draft: Draft, unit: int, words: Codes) -> Array | None:
    """Where the clause's pairs of characters stand in the source's words; None when too few do."""
    clause = draft.units[unit]
    mine = grams(draft.meanings[clause.start : clause.end], _GRAM)
    theirs = grams(words, _GRAM)
    shared = np.count_nonzero(np.isin(mine, theirs))
    if shared < max(_FEWEST, _ALIKE * len(mine)):
        return None
    return np.flatnonzero(np.isin(theirs, mine))
