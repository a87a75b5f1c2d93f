"""固定提法: set phrases that official documents share without restating one another.

``stock_phrases.txt`` holds one phrase a line; they are compared normalised, so that
numbers and punctuation in them do not matter.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import Codes, encode, grams

_HEAD = 4


@cache
def _phrases() -> tuple[Codes, dict[int, list[bytes]]]:
    """The hashes that phrases begin with, sorted, and the phrases by that hash."""
    by_head: dict[int, list[bytes]] = {}
    text = (resources.files("wenlint.reuse") / "stock_phrases.txt").read_text("utf-8")
    for line in text.splitlines():
        codes = encode(line.partition("#")[0]).codes
        if len(codes) >= _HEAD:
            by_head.setdefault(int(grams(codes[:_HEAD], _HEAD)[0]), []).append(codes.tobytes())
    return np.array(sorted(by_head), np.uint32), by_head


def stock_mask(codes: Codes) -> NDArray[Any]:
    """Which codes lie in a set phrase."""
    heads, by_head = _phrases()
    mask = np.zeros(len(codes), bool)
    hashes = grams(codes, _HEAD)
    for start in np.flatnonzero(np.isin(hashes, heads)).tolist():
        for phrase in by_head[int(hashes[start])]:
            size = len(phrase) // codes.itemsize
            if codes[start : start + size].tobytes() == phrase:
                mask[start : start + size] = True
    return mask
