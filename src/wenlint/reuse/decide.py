"""Which clauses of the draft restate which place: the likeliest course through the draft.

Each clause is either the draft's own or restates a stretch of one candidate, which brings
bits of evidence for or against. The next clause goes on nearby for nothing; going on
elsewhere in the same document costs what finding the place by chance would bring, and
beginning to restate what a chance match with the best of so many documents would. The best
course is found by dynamic programming (Viterbi, 1967), the whole draft and all candidates
at once, so that text which several documents share goes to the one that explains most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

OWN = -1
_PAUSE = -2  # and below: own text within a restatement of document 0, 1, …
_NEAR = 3
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms on which a clause counts as restated, in bits.

    Attributes:
        begin: what it costs to begin restating a document.
        resume: what it costs to come back to it after text of the draft's own.
        inside: what it costs further to begin, break off or come back within a sentence.
        jump: what it costs to go on elsewhere in the same document, at a sentence and within one.
    """

    begin: float
    resume: float
    inside: float
    jump: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Front:
    """Values of the best courses up to some clause, by what that clause is.

    ``own`` and ``paused`` (by document: own text within a restatement of it) leave the
    clause to the draft; ``best`` (by state) has it restate a place.
    """

    own: float
    paused: Array
    best: Array


class _Course:
    """The dynamic programme; a state is a bucket of the sources, or one of the ``_NEAR`` blanks beside a document."""

    def __init__(self, owner: Array, opens: Sequence[bool], closes: Sequence[bool], terms: Terms) -> None:
        self.terms = terms
        begins = np.append(True, owner[1:] != owner[:-1])
        self.at = np.arange(len(owner)) + _NEAR * np.cumsum(begins)
        self.states = len(owner) + _NEAR * (int(begins.sum()) + 1)
        self.firsts = np.append(0, self.at[begins][1:] - _NEAR)
        self.document = np.repeat(np.arange(len(self.firsts)), np.diff(np.append(self.firsts, self.states)))
        self.entering = [0.0 if opening else terms.inside for opening in opens]
        self.leaving = [0.0 if closing else terms.inside for closing in closes]
        self.jump = [terms.jump[0 if opening else 1] for opening in opens]

    def run(self, gain: Array) -> Array:
        """The bucket that each clause restates, or ``OWN``."""
        never = np.full(len(self.firsts), -np.inf)
        front = _Front(0.0, never, np.full(self.states, -np.inf))
        fronts = []
        spread = np.full((len(gain), self.states), -np.inf)
        spread[:, self.at] = gain
        hopeless = self._hopeless(gain)
        for unit in range(len(gain)):
            front = (
                self._own(front) if hopeless[unit] and self._is_over(front) else self._next(front, unit, spread[unit])
            )
            fronts.append(front)
        course = self._back(fronts, spread)
        return np.where(course == OWN, OWN, np.searchsorted(self.at, course))

    def _hopeless(self, gain: Array) -> list[bool]:
        """Which clauses nothing explains, nor any that follow in their sentence."""
        hopeless: list[bool] = (gain.max(axis=1) <= 0).tolist()
        for unit in range(len(hopeless) - 2, -1, -1):
            hopeless[unit] &= hopeless[unit + 1] or self.entering[unit + 1] == 0
        return hopeless

    def _is_over(self, front: _Front) -> bool:
        """Whether beginning anew, anywhere, is as good as going on."""
        anew = np.maximum(front.own - self.terms.begin, front.paused - self.terms.resume) - self.terms.inside
        return bool((np.maximum.reduceat(front.best, self.firsts) <= anew).all())

    @staticmethod
    def _own(front: _Front) -> _Front:
        """The front behind a clause that nothing explains, where nothing is going on."""
        return _Front(front.own, front.paused, np.full(len(front.best), -np.inf))

    def _next(self, front: _Front, unit: int, gain: Array) -> _Front:
        in_document = np.maximum.reduceat(front.best, self.firsts)
        broken_off = in_document - (self.leaving[unit - 1] if unit else 0.0)
        own = max(front.own, float(broken_off.max()))
        paused = np.maximum(front.paused, broken_off)
        start = np.maximum(own - self.terms.begin, paused - self.terms.resume) - self.entering[unit]
        elsewhere = np.maximum(start, in_document - self.jump[unit])
        best = self._near(front.best)
        np.maximum(best, elsewhere[self.document], out=best)
        best += gain
        return _Front(own, paused, best)

    @staticmethod
    def _near(best: Array) -> Array:
        """The best of the states within ``_NEAR`` (3) buckets; the blanks keep documents apart."""
        two = np.maximum(best[:-1], best[1:])
        four = np.maximum(two[:-2], two[2:])
        near = best.copy()
        np.maximum(four[:-3], four[3:], out=near[_NEAR:-_NEAR])
        return near

    def _back(self, fronts: Sequence[_Front], gain: Array) -> Array:
        """Traces the best course from its end; below 0 a state is ``OWN`` or a pause in a document."""
        course = np.full(len(gain), OWN, np.int64)
        last = len(fronts) - 1
        state = int(fronts[last].best.argmax())
        if fronts[last].best[state] - self.leaving[last] <= fronts[last].own:
            state = OWN
        for unit in range(last, -1, -1):
            if state >= 0:
                course[unit] = state
            if unit:
                state = self._before(state, unit, fronts[unit - 1], fronts[unit], gain[unit])
        return course

    def _before(self, state: int, unit: int, front: _Front, after: _Front, gain: Array) -> int:
        """The state of the clause before, by the same comparisons that led forward."""
        if state >= 0:
            state = self._entered_from(state, unit, front, after, float(after.best[state] - gain[state]))
            if state >= 0:
                return state
        if state == OWN:
            leading = int(front.best.argmax())
            return OWN if front.own >= front.best[leading] - self.leaving[unit - 1] else leading
        document = _PAUSE - state
        mine = np.where(self.document == document, front.best, -np.inf)
        leading = int(mine.argmax())
        return state if front.paused[document] >= mine[leading] - self.leaving[unit - 1] else leading

    def _entered_from(self, state: int, unit: int, front: _Front, after: _Front, value: float) -> int:
        """The state that ``value`` was reached from: the clause before, or own text just before this clause."""
        document = int(self.document[state])
        began = after.own - self.terms.begin - self.entering[unit]
        resumed = float(after.paused[document]) - self.terms.resume - self.entering[unit]
        if value <= max(began, resumed) + _ROUNDING:
            return OWN if began >= resumed else _PAUSE - document
        mine = np.where(self.document == document, front.best, -np.inf)
        low, high = max(0, state - _NEAR), state + _NEAR + 1
        near = low + int(mine[low:high].argmax())
        there = int(mine.argmax())
        return near if mine[near] >= mine[there] - self.jump[unit] else there


def course(gain: Array, owner: Array, opens: Sequence[bool], closes: Sequence[bool], terms: Terms) -> Array:
    """For each clause the bucket it restates, or ``OWN``.

    ``gain`` is what restating each bucket brings each clause, in bits; ``owner`` names the
    candidate of each bucket (-1 between texts); ``opens`` and ``closes`` tell whether a
    sentence begins and ends with the clause.
    """
    return _Course(owner, opens, closes, terms).run(gain)
