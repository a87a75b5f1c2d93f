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
from wenlint.reuse.parting import likeness, parts
from wenlint.reuse.passages import Located, Stretch, following, found, locate, stretches, trimmed
from wenlint.reuse.runs import Run

Array = NDArray[Any]

# A passage has at least so many codes that tell anything.
_SHORTEST = 16
# Each of the parts that own sentences cut a passage into must bring this part of what beginning one costs.
_PART = 0.5
# A passage that brings this many times what beginning one costs stands by that alone. Another must have
# so much in common with its place in the source, which must be about as long as it is; where they are
# plainly alike, length tells nothing.
_STRONG = 4.0
_LIKE = 0.48
_SIZES = (0.6, 1.9)
_PLAIN = 0.75


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
    are the candidates and their codes.
    """

    draft: Draft
    course: Course
    evidence: Evidence
    verbatim: Sequence[Run]
    weights: Array
    sources: Sequence[Stored]
    texts: Sequence[Codes]

    def settled(self) -> Iterator[Found]:
        """What stands, in the order of the draft."""
        free = 0
        for first, last in stretches(self.course.states):
            text = self.texts[self.course.states[first]]
            limit = self.course.next_after(last)
            pieces = self._pieces(first, last)
            for at, piece in enumerate(pieces):
                until = pieces[at + 1].first if at + 1 < len(pieces) else limit
                whole = with_adjoining(self.draft, piece, text, free, until)
                if self._brings(piece) >= _STRONG or self._is_like(whole, text):
                    free = whole.last + 1
                    yield whole

    def _pieces(self, first: int, last: int) -> list[Found]:
        """The stretch from the first clause to the last as far as it stands, without the draft's own sentences."""
        candidate = self.course.states[first]
        stretch = Stretch(first, last, self.sources[candidate])
        located = locate(self.draft, stretch, self.course.places, self.evidence, self.verbatim)
        sound = following(stretch, located, self.course.brings, self.course.begin)
        if sound is None:
            return []
        stretch, located = trimmed(self.draft, sound[0], self.course.brings, self.verbatim), sound[1]
        pieces = self._parted(stretch, located, self.texts[candidate])
        return [piece for piece in pieces if self._brings(piece) >= _PART and self._tells(piece)]

    def _parted(self, stretch: Stretch, located: Located, text: Codes) -> Iterator[Found]:
        for first, last in parts(self.draft, stretch, located, text):
            yield found(replace(stretch, first=first, last=last), located)

    def _brings(self, piece: Found) -> float:
        """What the piece brings, in costs of beginning one."""
        return float(self.course.brings[piece.first : piece.last + 1].sum()) / self.course.begin

    def _tells(self, piece: Found) -> bool:
        units = self.draft.units
        return bool(np.count_nonzero(self.weights[units[piece.first].start : units[piece.last].end]) >= _SHORTEST)

    def _is_like(self, whole: Found, text: Codes) -> bool:
        alike = likeness(self.draft, whole.first, whole.last, text[whole.begin : whole.stop])
        if alike >= _PLAIN:
            return True
        size = self.draft.units[whole.last].end - self.draft.units[whole.first].start
        return alike >= _LIKE and _SIZES[0] * size <= whole.stop - whole.begin <= _SIZES[1] * size
