"""From the decided course to what is told: which stretches stand, and how far they go.

The course says which clauses are best explained by which source. A stretch of it stands
when it follows its source, brings enough without the sentences of the draft's own in it,
and is something that a reader would see in the source too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.adjoining import Found, with_adjoining
from wenlint.reuse.codes import Codes
from wenlint.reuse.decide import OWN
from wenlint.reuse.draft import Draft
from wenlint.reuse.entry import Stored
from wenlint.reuse.evidence import Evidence
from wenlint.reuse.numbering import Numbering, within
from wenlint.reuse.parting import parts
from wenlint.reuse.passages import Located, Stretch, following, found, locate, stretches, trimmed
from wenlint.reuse.runs import Run

Array = NDArray[Any]

# A passage has at least so many codes that tell anything.
_SHORTEST = 16
# Each of the parts that own sentences cut a passage into must bring this part of what beginning one costs.
_PART = 0.5
# How much a passage and its place in the source have in common is the mean of the parts that either
# shares with the other, the draft's counted so much.
_MINE = 0.7
# Two texts on one matter have so much in common anyway; what is more than that must tell in so many characters
# (as the deviation of a part from what chance lets expect, it grows with the root of their number).
_CHANCE = 0.45
_DEVIATION = 2.8
# Passages are one when no more than so many codes of the draft lie between them, and of the source.
_APART = 12
_PASSED = 300
# What is alike from end to end is no chance however short it is.
_PLAIN = 0.9


@dataclass(frozen=True, slots=True)
class Course:
    """The decided course through a draft, by clause.

    Attributes:
        states: the candidate that each clause restates, or ``OWN``.
        places: the bucket of the evidence that it restates, or ``OWN``.
        brings: what that brings, in bits.
        begin: what beginning to restate costs, in bits.
    """

    states: Array
    places: Array
    brings: Array
    begin: float

    def next_after(self, clause: int) -> int:
        """The first clause behind this one that restates anything."""
        restating = np.flatnonzero(self.states[clause + 1 :] != OWN)
        return clause + 1 + int(restating[0]) if len(restating) else len(self.states)


@dataclass(frozen=True, slots=True)
class Settling:
    """All that is known of a draft when its course has been decided.

    ``weights`` tells how telling each code of the draft is (0–1); ``sources`` and ``texts``
    are the candidates and their codes with one word for each meaning.
    """

    draft: Draft
    course: Course
    evidence: Evidence
    numbering: Numbering
    verbatim: Sequence[Run]
    weights: Array
    sources: Sequence[Stored]
    texts: Sequence[Codes]

    def settled(self) -> Iterator[Found]:
        """What stands, in the order of the draft; what next to nothing parts is one."""
        waiting: Found | None = None
        for piece in self._standing():
            if waiting is not None and self._goes_on(waiting, piece):
                begin, stop = min(waiting.begin, piece.begin), max(waiting.stop, piece.stop)
                waiting = replace(waiting, last=piece.last, begin=begin, stop=stop)
                continue
            if waiting is not None:
                yield waiting
            waiting = piece
        if waiting is not None:
            yield waiting

    def _goes_on(self, before: Found, after: Found) -> bool:
        """Whether the passage takes up the one before it, in the draft and in the source."""
        units = self.draft.units
        apart = units[after.first].start - units[before.last].end
        passed = max(after.begin - before.stop, before.begin - after.stop)
        return before.source is after.source and apart <= _APART and passed <= _PASSED

    def _standing(self) -> Iterator[Found]:
        free = 0
        for first, last in stretches(self.course.states):
            text = self.texts[self.course.states[first]]
            theirs = self.numbering.of(text)
            limit = self.course.next_after(last)
            pieces = self._pieces(first, last, theirs)
            for at, piece in enumerate(pieces):
                until = pieces[at + 1].first if at + 1 < len(pieces) else limit
                whole = with_adjoining(self.draft, piece, text, free, until)
                if self._is_like(whole, theirs):
                    free = whole.last + 1
                    yield whole

    def _pieces(self, first: int, last: int, theirs: Array) -> list[Found]:
        """The stretch from the first clause to the last as far as it stands, without the draft's own sentences."""
        candidate = self.course.states[first]
        stretch = Stretch(first, last, self.sources[candidate])
        located = locate(self.draft, stretch, self.course.places, self.evidence, self.numbering, self.verbatim)
        sound = following(stretch, located, self.course.brings, self.course.begin)
        if sound is None:
            return []
        stretch, located = trimmed(self.draft, sound[0], self.course.brings, self.verbatim), sound[1]
        pieces = self._parted(stretch, located, theirs)
        return [piece for piece in pieces if self._brings(piece) >= _PART and self._tells(piece)]

    def _parted(self, stretch: Stretch, located: Located, theirs: Array) -> Iterator[Found]:
        for first, last in parts(self.draft, stretch, located, self.numbering, theirs):
            yield found(replace(stretch, first=first, last=last), located)

    def _brings(self, piece: Found) -> float:
        """What the piece brings, in costs of beginning one."""
        return float(self.course.brings[piece.first : piece.last + 1].sum()) / self.course.begin

    def _tells(self, piece: Found) -> bool:
        units = self.draft.units
        return bool(np.count_nonzero(self.weights[units[piece.first].start : units[piece.last].end]) >= _SHORTEST)

    def _is_like(self, whole: Found, theirs: Array) -> bool:
        units, numbering = self.draft.units, self.numbering
        start, end = units[whole.first].start, units[whole.last].end
        words, source = numbering.mine[within(start, end)], theirs[within(whole.begin, whole.stop)]
        told = numbering.likeness(words, source)
        if told >= _PLAIN:
            return True
        alike = _MINE * told + (1 - _MINE) * numbering.likeness(source, words)
        return bool((alike - _CHANCE) * np.sqrt(end - start) >= _DEVIATION)
