"""The short grams of a draft, numbered: what a source shares with it is then told without hashing again."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import SHORT_BITS, Codes, short_grams

Array = NDArray[Any]

GRAM = 3


class Numbering:
    """Numbers from 0 for the grams of a draft; ``count`` is that of every gram which it lacks.

    Attributes:
        mine: the number of the gram at each code of the draft, as far as a gram begins there.
    """

    def __init__(self, codes: Codes) -> None:
        known, numbers = np.unique(short_grams(codes, GRAM), return_inverse=True)
        self.mine: Array = numbers
        self.count = len(known)
        self._table = np.full(1 << SHORT_BITS, self.count, np.int32)
        self._table[known] = np.arange(self.count)

    def of(self, codes: Codes) -> Array:
        """The number of the gram at each code of another text."""
        return np.asarray(self._table[short_grams(codes, GRAM)])

    def found(self, grams: Array, *places: Array) -> Array:
        """Which of the grams stand in one of the places, all of them given by their numbers."""
        there = np.zeros(self.count + 1, bool)
        for place in places:
            there[place] = True
        there[self.count] = False
        return np.asarray(there[grams])

    def likeness(self, grams: Array, *places: Array) -> float:
        """Part (0–1) of the codes under the grams that lie in grams which the places have too."""
        if not len(grams):
            return 0.0
        found = self.found(grams, *places)
        told = np.zeros(len(grams) + GRAM - 1, bool)
        for step in range(GRAM):
            told[step : step + len(found)] |= found
        return float(told.mean())


def within(start: int, end: int) -> slice:
    """Where the grams begin that lie within codes ``start`` to ``end``."""
    return slice(start, max(start, end - GRAM + 1))
