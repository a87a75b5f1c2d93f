"""The course through a draft is the best there is, whatever shortcuts lead to it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenlint.reuse.decide import OWN, Terms, course

TERMS = Terms(begin=8.0, resume=5.0, inside=2.0, jump=(3.0, 4.0))
OWNERS = np.array([0, 0, 0, 0, 0, 7, 7])
NEAR = 3


def _value(path: tuple[int, ...], gain: np.ndarray, opens: list[bool], closes: list[bool]) -> float:
    """What a course is worth by the terms, told clause by clause."""
    value, before, met = 0.0, OWN, set[int]()
    for unit, state in enumerate(path):
        entering = 0.0 if opens[unit] else TERMS.inside
        leaving = 0.0 if unit == 0 or closes[unit - 1] else TERMS.inside
        if before != OWN:
            met.add(int(OWNERS[before]))
        if state != OWN:
            owner = int(OWNERS[state])
            anew = entering + (min(TERMS.begin, TERMS.resume) if owner in met else TERMS.begin)
            if before == OWN:
                cost = anew
            elif OWNERS[before] != owner:
                cost = leaving + anew
            elif abs(before - state) <= NEAR:
                cost = 0.0
            else:
                cost = min(TERMS.jump[0 if opens[unit] else 1], leaving + anew)
            value += float(gain[unit, state]) - cost
        elif before != OWN:
            value -= leaving
        before = state
    return value - (0.0 if before == OWN or closes[-1] else TERMS.inside)


@settings(max_examples=60, deadline=None)
@given(
    gains=st.lists(st.lists(st.integers(-9, 12), min_size=7, max_size=7), min_size=1, max_size=4),
    opens=st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_no_course_is_better(gains: list[list[int]], opens: list[bool]) -> None:
    gain = np.array(gains, np.float32)
    begins = [True, *opens[1 : len(gain)]]
    ends = [*begins[1:], True]
    decided = tuple(course(gain, OWNERS, begins, ends, TERMS).tolist())
    best = max(_value(path, gain, begins, ends) for path in product(range(-1, 7), repeat=len(gain)))
    assert _value(decided, gain, begins, ends) == pytest.approx(best)
