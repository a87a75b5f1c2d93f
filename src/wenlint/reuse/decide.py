"""Which clauses of the draft restate which place: the likeliest course through the draft.

Each clause is either the draft's own or restates a stretch of one candidate. Restating pays
the clause's shared bits less what a clause of that worth shares by chance. The next clause
goes on nearby for nothing; going on elsewhere in the same document costs what finding the
place by chance would bring, and beginning to restate what a chance match with the best of
so many documents would. The best course is found by dynamic programming (Viterbi, 1967),
the whole draft and all candidates at once, so that text which several documents share goes
to the one that explains most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

OWN = -1
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms on which a clause counts as restated, in bits.

    Attributes:
        chance: part (0–1) of a clause's worth that own text shares with a candidate.
        begin: what it costs to begin restating, by candidate.
        inside: what it costs further to begin or to end within a sentence.
        jump: what it costs to go on elsewhere in the same document, at a sentence and within one.
    """

    chance: float
    begin: Array
    inside: float
    jump: tuple[float, float]


class _Course:
    """The dynamic programme; a state is a bucket of the sources."""

    def __init__(self, owner: Array, terms: Terms) -> None:
        self.terms = terms
        self.states = np.flatnonzero(owner >= 0)
        self.owner = owner[self.states]
        self.firsts = np.flatnonzero(np.append(True, self.owner[1:] != self.owner[:-1]))
        self.document = np.cumsum(np.append(True, self.owner[1:] != self.owner[:-1])) - 1
        self.begin = terms.begin[self.owner]

    def run(self, gain: Array, opens: Sequence[bool], closes: Sequence[bool]) -> Array:
        """The bucket that each clause restates, or ``OWN``."""
        gain = gain[:, self.states]
        values = np.empty(gain.shape)
        owns = np.empty(len(gain))
        own, best = 0.0, np.full(len(self.states), -np.inf)
        for unit in range(len(gain)):
            leaving = best.max() - (0.0 if unit == 0 or closes[unit - 1] else self.terms.inside)
            own = max(own, leaving)
            start = own - self.begin - (0.0 if opens[unit] else self.terms.inside)
            best = np.maximum(np.maximum(self._near(best), self._jumped(best, opens[unit])), start) + gain[unit]
            values[unit], owns[unit] = best, own
        return self._back(values, owns, gain, opens, closes)

    def _near(self, best: Array) -> Array:
        """The best of the states within ``_NEAR`` buckets in the same document."""
        near = best.copy()
        for shift in range(1, _NEAR + 1):
            same = self.owner[shift:] == self.owner[:-shift]
            np.maximum(near[shift:], best[:-shift], out=near[shift:], where=same)
            np.maximum(near[:-shift], best[shift:], out=near[:-shift], where=same)
        return near

    def _jumped(self, best: Array, opens: bool) -> Array:
        cost = self.terms.jump[0 if opens else 1]
        return np.asarray(np.maximum.reduceat(best, self.firsts)[self.document] - cost)

    def _back(self, values: Array, owns: Array, gain: Array, opens: Sequence[bool], closes: Sequence[bool]) -> Array:
        """Traces the best course from its end."""
        course = np.full(len(gain), OWN, np.int64)
        last = len(gain) - 1
        state = int(values[last].argmax())
        if values[last, state] - (0.0 if closes[last] else self.terms.inside) <= owns[last]:
            state = OWN
        for unit in range(last, -1, -1):
            if state != OWN:
                course[unit] = self.states[state]
            if unit:
                state = self._before(state, unit, values, owns, gain, opens, closes)
        return course

    def _before(
        self,
        state: int,
        unit: int,
        values: Array,
        owns: Array,
        gain: Array,
        opens: Sequence[bool],
        closes: Sequence[bool],
    ) -> int:
        best = values[unit - 1]
        if state != OWN:
            start = owns[unit] - self.begin[state] - (0.0 if opens[unit] else self.terms.inside)
            if values[unit, state] - gain[unit, state] > start:
                mine = self.owner == self.owner[state]
                near = mine & (np.abs(np.arange(len(best)) - state) <= _NEAR)
                here = int(np.where(near, best, -np.inf).argmax())
                there = int(np.where(mine, best, -np.inf).argmax())
                return here if best[here] >= best[there] - self.terms.jump[0 if opens[unit] else 1] else there
        last = int(best.argmax())
        leaving = best[last] - (0.0 if closes[unit - 1] else self.terms.inside)
        return OWN if owns[unit - 1] >= leaving else last


def course(
    total: Array, shared: Array, owner: Array, opens: Sequence[bool], closes: Sequence[bool], terms: Terms
) -> Array:
    """For each clause the bucket it restates, or ``OWN``.

    ``owner`` names the candidate of each bucket (-1 between texts); ``opens`` and
    ``closes`` tell whether a sentence begins and ends with the clause.
    """
    return _Course(owner, terms).run(shared - terms.chance * total[:, owner], opens, closes)
