"""Values as OFD attributes write them (GB/T 33190—2016 7.3)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from wenlint.reading.fixed.matrix import Matrix

POINTS = 72 / 25.4
"""Points to a millimetre."""

_MOST_STEPS = 100_000
_RED, _NOT_RED = 150, 100


def numbers(text: str) -> tuple[float, ...]:
    """Numbers parted by blanks; what is no number ends the list."""
    found: list[float] = []
    for word in text.split():
        value = number(word)
        if value is None:
            break
        found.append(value)
    return tuple(found)


def number(word: str) -> float | None:
    """A finite number in the usual notation; None for anything else."""
    try:
        value = float(word)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def steps(text: str) -> Iterator[float]:
    """Distances between characters: ``g n v`` stands for n times v (11.3, DeltaX)."""
    words = iter(text.split())
    given = 0
    for word in words:
        times = 1
        if word == "g":
            times = int(number(next(words, "")) or 0)
            word = next(words, "")
        value = number(word)
        if value is None:
            return
        for _ in range(min(times, _MOST_STEPS - given)):
            given += 1
            yield value


def matrix(text: str) -> Matrix:
    """A transformation; the identity where none is given."""
    found = numbers(text)
    return Matrix(*found) if len(found) == 6 else Matrix()


def is_red(value: str) -> bool:
    """Whether a colour value ("238 32 37", "#ee #20 #25", or four parts for CMYK) is red."""
    parts = [_part(word) for word in value.split()]
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        parts = [(255 - ink) * (255 - black) / 255 for ink in (cyan, magenta, yellow)]
    if len(parts) != 3:
        return False
    red, green, blue = parts
    return red > _RED and green < _NOT_RED and blue < _NOT_RED


def _part(word: str) -> float:
    if word.startswith("#"):
        try:
            return int(word[1:], 16)
        except ValueError:
            return 0.0
    return number(word) or 0.0
