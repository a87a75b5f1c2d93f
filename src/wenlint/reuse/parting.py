"""Sentences of the draft's own between restated ones.

A sentence that has hardly a word from the restated part of the source is the draft's own.
A short one is let pass as an addition; a longer one, or a paragraph of its own, parts the
passage in two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import Codes, grams
from wenlint.reuse.draft import Draft

Array = NDArray[Any]

_GRAM = 3
# A sentence with a smaller part of its characters in common with the source is the draft's own, …
_OWN = 0.1
_OWN_PARAGRAPH = 0.2
# … and so many codes of such sentences part a passage.
_LEAST = 25
_LEAST_PARAGRAPH = 12


def parts(draft: Draft, first: int, last: int, source: Codes) -> Iterator[tuple[int, int]]:
    """Clauses ``first`` to ``last`` without the draft's own; ``source`` are the codes that they restate."""
    told = _told(draft, first, last, source)
    begun, own = first, []
    for sentence in _sentences(draft, first, last):
        if _is_own(draft, sentence, told[draft.units[sentence[0]].start - draft.units[first].start :]):
            own.append(sentence)
            continue
        if own and _parts(draft, own):
            if own[0][0] > begun:
                yield begun, own[0][0] - 1
            begun = sentence[0]
        own = []
    end = own[0][0] - 1 if own and _parts(draft, own) else last
    if end >= begun:
        yield begun, end


def likeness(draft: Draft, first: int, last: int, source: Codes) -> float:
    """Part (0–1) of the clauses' characters that lie in grams which the source has too."""
    return float(_told(draft, first, last, source).mean())


def _told(draft: Draft, first: int, last: int, source: Codes) -> Array:
    """Whether each code from the clause ``first`` on lies in a gram that the source has too."""
    codes = draft.coded.codes[draft.units[first].start : draft.units[last].end]
    found = np.isin(grams(codes, _GRAM), grams(source, _GRAM))
    told = np.zeros(len(codes), bool)
    for step in range(_GRAM):
        told[step : step + len(found)] |= found
    return told


def _sentences(draft: Draft, first: int, last: int) -> Iterator[tuple[int, int]]:
    begun = first
    for unit in range(first, last + 1):
        if unit == last or draft.units[unit + 1].opens:
            yield begun, unit
            begun = unit + 1


def _length(draft: Draft, sentence: tuple[int, int]) -> int:
    return draft.units[sentence[1]].end - draft.units[sentence[0]].start


def _is_own(draft: Draft, sentence: tuple[int, int], told: Array) -> bool:
    share = told[: _length(draft, sentence)].mean()
    return bool(share < (_OWN_PARAGRAPH if _is_paragraph(draft, sentence) else _OWN))


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
