"""Sentences of the draft's own between restated ones.

A sentence that has hardly a word from its place in the source is the draft's own, though
all its words may stand somewhere in a long source on the same matter. A short one is let
pass as an addition; a longer one, or a paragraph of its own, parts the passage in two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import Codes, grams
from wenlint.reuse.draft import Draft
from wenlint.reuse.passages import Located, Stretch

Array = NDArray[Any]

_GRAM = 3
# The place of a sentence in the source reaches so many codes beyond its words there.
_BESIDE = 300
# A sentence is the draft's own when a smaller part of it stands there; one of _LONG codes, when less of it does.
_OWN = 0.1
_LONG = 40
_OWN_LONG = 0.25
# So many codes of such sentences part a passage, and so many of such paragraphs.
_LEAST = 25
_LEAST_PARAGRAPH = 12


def parts(draft: Draft, stretch: Stretch, located: Located, source: Codes) -> Iterator[tuple[int, int]]:
    """First and last clause of each part of the stretch, without the draft's own sentences between them."""
    begun = stretch.first
    own: list[tuple[int, int]] = []
    for sentence in _sentences(draft, stretch.first, stretch.last):
        if _is_own(draft, sentence, _beside(draft, sentence, located, source)):
            own.append(sentence)
            continue
        if own and _parts(draft, own):
            if own[0][0] > begun:
                yield begun, own[0][0] - 1
            begun = sentence[0]
        own = []
    end = own[0][0] - 1 if own and _parts(draft, own) else stretch.last
    if end >= begun:
        yield begun, end


def likeness(words: Codes, others: Codes) -> float:
    """Part (0–1) of the words' characters that lie in grams which the others have too."""
    if not len(words):
        return 0.0
    found = np.isin(grams(words, _GRAM), grams(others, _GRAM))
    told = np.zeros(len(words), bool)
    for step in range(_GRAM):
        told[step : step + len(found)] |= found
    return float(told.mean())


def _beside(draft: Draft, sentence: tuple[int, int], located: Located, source: Codes) -> Codes:
    """The source around the places of the sentence's clauses, or where the clause before lets it expect them."""
    here = slice(sentence[0] - located.first, sentence[1] + 1 - located.first)
    starts, ends, told = located.starts[here], located.ends[here], located.told[here]
    if not told.any():
        reach = _BESIDE + _length(draft, sentence)
        return source[max(0, int(starts[0]) - reach) : int(ends[-1]) + reach]
    there = np.zeros(len(source), bool)
    for start, end in zip(starts[told], ends[told], strict=True):
        there[max(0, start - _BESIDE) : end + _BESIDE] = True
    return source[there]


def _sentences(draft: Draft, first: int, last: int) -> Iterator[tuple[int, int]]:
    begun = first
    for unit in range(first, last + 1):
        if unit == last or draft.units[unit + 1].opens:
            yield begun, unit
            begun = unit + 1


def _length(draft: Draft, sentence: tuple[int, int]) -> int:
    return draft.units[sentence[1]].end - draft.units[sentence[0]].start


def _is_own(draft: Draft, sentence: tuple[int, int], beside: Codes) -> bool:
    most = _OWN_LONG if _length(draft, sentence) >= _LONG else _OWN
    words = draft.meanings[draft.units[sentence[0]].start : draft.units[sentence[1]].end]
    return likeness(words, beside) < most


def _parts(draft: Draft, own: list[tuple[int, int]]) -> bool:
    length = sum(_length(draft, sentence) for sentence in own)
    return length >= _LEAST or (length >= _LEAST_PARAGRAPH and all(_is_paragraph(draft, one) for one in own))


def _is_paragraph(draft: Draft, sentence: tuple[int, int]) -> bool:
    """Whether the sentence is a paragraph."""
    return _breaks_before(draft, sentence[0]) and (
        sentence[1] + 1 >= len(draft.units) or _breaks_before(draft, sentence[1] + 1)
    )


def _breaks_before(draft: Draft, unit: int) -> bool:
    if unit == 0:
        return True
    before = draft.coded.ends[draft.units[unit - 1].end - 1]
    return "\n" in draft.text[before : draft.coded.starts[draft.units[unit].start]]
