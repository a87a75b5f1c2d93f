"""Normalising for comparison, with a map back to the source.

Two passages that differ only in punctuation, white space, letter case, width or the value
and notation of a number are equal once normalised: every run of digits and Chinese
numerals becomes one ``0``. Offsets of the result lead back to the source text.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass

from wenlint.document import Span

DROPPED = "\0"
NUMBER = "0"
_NUMERALS = frozenset("零〇○一二三四五六七八九十百千万亿两")
_IDEOGRAPHS_BEYOND_BMP = range(0x20000, 0x40000)


class _Fold(dict[int, str]):
    """A translation table that works out a character when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(code)
        return folded


def _fold_character(code: int) -> str:
    character = chr(code)
    if character in _NUMERALS:
        return NUMBER
    if 0x4E00 <= code <= 0x9FFF or code in _IDEOGRAPHS_BEYOND_BMP:
        return character
    if code > 0xFFFF:
        return DROPPED
    plain = next((part for part in unicodedata.normalize("NFKC", character) if part.isalnum()), "")
    if plain.isdigit() or plain in _NUMERALS:
        return NUMBER
    plain = plain.lower()[:1]
    return plain if plain and ord(plain) <= 0xFFFF else DROPPED


_TABLE = _Fold()


def fold(text: str) -> str:
    """Each character in its comparable form, one for one; what does not count becomes ``DROPPED``."""
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Normalised:
    """Normalised text; its character ``i`` stands for ``starts[i]`` to ``ends[i]`` of the source."""

    text: str
    starts: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> Span:
        """The span of the source under normalised characters ``start`` to ``end``, numbers whole.

        Punctuation before the first and after the last of them is left out.
        """
        if start >= end:
            here = self.starts[start] if start < len(self.starts) else 0
            return Span(here, here)
        return Span(self.starts[start], self.ends[end - 1])


def normalise(text: str) -> Normalised:
    """Normalised text with its map back to ``text``."""
    kept: list[str] = []
    starts, ends = array("l"), array("l")
    previous = ""
    for offset, character in enumerate(fold(text)):
        if character == DROPPED:
            continue
        if character == NUMBER == previous:
            ends[-1] = offset + 1
        else:
            kept.append(character)
            starts.append(offset)
            ends.append(offset + 1)
        previous = character
    return Normalised("".join(kept), starts, ends)


class _Squeeze(dict[int, str]):
    """A translation table for :func:`squeeze` that works out a character when it is first met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKC", chr(code))
        squeezed = self[code] = "".join(part.lower() for part in parts if part.isalnum())
        return squeezed


_SQUEEZED = _Squeeze()


def squeeze(text: str) -> str:
    """Normalised text without its map, numbers kept apart: for comparing titles and names."""
    return text.translate(_SQUEEZED)
