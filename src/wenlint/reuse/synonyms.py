"""Words that mean the same, read as one word, so that a passage put in other words is still seen.

``synonyms.txt`` holds groups of two-character words. Each is replaced by the first of its
group; lengths do not change, so that places stay what they were.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np

from wenlint.reuse.codes import Codes, encode

_SHIFT = np.uint64(32)


@cache
def _groups() -> tuple[Codes, Codes]:
    """All words but the first of each group, as pairs of codes in one number, ascending; and the first for each."""
    pairs: dict[int, int] = {}
    text = (resources.files("wenlint.reuse") / "synonyms.txt").read_text("utf-8")
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        numbers = [int(_pairs(encode(word).codes)[0]) for word in words]
        pairs |= dict.fromkeys(numbers[1:], next(iter(numbers), 0))
    words_, firsts = sorted(pairs), [pairs[word] for word in sorted(pairs)]
    return np.array(words_, np.uint64), np.array(firsts, np.uint64)


def _pairs(codes: Codes) -> Codes:
    return codes[:-1].astype(np.uint64) << _SHIFT | codes[1:]


def meanings(codes: Codes) -> Codes:
    """The codes with every word of a group replaced by the first of it."""
    if len(codes) < 2:
        return codes
    words, firsts = _groups()
    pairs = _pairs(codes)
    index = np.searchsorted(words, pairs).clip(0, len(words) - 1)
    at = np.flatnonzero(words[index] == pairs)
    if not len(at):
        return codes
    # Of words that overlap every other one is taken, from the first on.
    chain = np.append(0, np.flatnonzero(np.diff(at) > 1) + 1)
    within = np.arange(len(at)) - np.repeat(chain, np.diff(np.append(chain, len(at))))
    at = at[within % 2 == 0]
    first = firsts[index[at]]
    replaced = codes.copy()
    replaced[at] = (first >> _SHIFT).astype(np.uint32)
    replaced[at + 1] = first.astype(np.uint32)
    return replaced
