"""Sentences of the draft's own between restated ones.

A sentence that has hardly a word from its place in the source is the draft's own, though
all its words may stand somewhere in a long source on the same matter. A short one is let
pass as an addition; a longer one, or a paragraph of its own, parts the passage in two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from numpy.typing import NDArray

from wenlint.reuse.draft import Draft
from wenlint.reuse.numbering import Numbering, within
from wenlint.reuse.passages import Located, Stretch

Array = NDArray[Any]

# The place of a sentence in the source reaches so many codes beyond its words there.
_BESIDE = 300
# A sentence is the draft's own when a smaller part of it stands there; one of _LONG codes, when less of it does.
_OWN = 0.1
_LONG = 40
_OWN_LONG = 0.25
# So many codes of such sentences part a passage, and so many of such paragraphs.
_LEAST = 25
_LEAST_PARAGRAPH = 12


def parts(
    draft: Draft, stretch: Stretch, located: Located, numbering: Numbering, source: Array
) -> Iterator[tuple[int, int]]:
    """First and last clause of each part of the stretch, without the draft's own sentences between them.

    ``source`` holds the numbers of the source's grams.
    """
    begun = stretch.first
    own: list[tuple[int, int]] = []
    for sentence in _sentences(draft, stretch.first, stretch.last):
        if _is_own(draft, sentence, numbering, _beside(draft, sentence, located, source)):
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


def _beside(draft: Draft, sentence: tuple[int, int], located: Located, source: Array) -> list[Array]:
    """The source around the places of the sentence's clauses, or where the clause before lets it expect them."""
    here = slice(sentence[0] - located.first, sentence[1] + 1 - located.first)
    starts, ends, told = located.starts[here], located.ends[here], located.told[here]
    if not told.any():
        reach = _BESIDE + _length(draft, sentence)
        return [source[within(max(0, int(starts[0]) - reach), int(ends[-1]) + reach)]]
    return [
        source[within(max(0, start - _BESIDE), end + _BESIDE)]
        for start, end in zip(starts[told].tolist(), ends[told].tolist(), strict=True)
    ]


def _sentences(draft: Draft, first: int, last: int) -> Iterator[tuple[int, int]]:
    begun = first
    for unit in range(first, last + 1):
        if unit == last or draft.units[unit + 1].opens:
            yield begun, unit
            begun = unit + 1


def _length(draft: Draft, sentence: tuple[int, int]) -> int:
    return draft.units[sentence[1]].end - draft.units[sentence[0]].start


def _is_own(draft: Draft, sentence: tuple[int, int], numbering: Numbering, beside: list[Array]) -> bool:
    most = _OWN_LONG if _length(draft, sentence) >= _LONG else _OWN
    words = numbering.mine[within(draft.units[sentence[0]].start, draft.units[sentence[1]].end)]
    return numbering.likeness(words, *beside) < most


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
