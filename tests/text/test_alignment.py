"""The stretches in which two strings differ."""

from __future__ import annotations

import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from wenlint.text.alignment import stretches_apart

WORDS = st.text(st.sampled_from("abcdef"), max_size=200)


@given(WORDS, WORDS)
@example("abc" * 40, "abd" * 40)
def test_what_lies_between_the_stretches_is_the_same(one: str, other: str) -> None:
    rebuilt, at = [], 0
    for a, b, c, d in stretches_apart(one, other):
        rebuilt += [one[at:a], other[c:d]]
        at = b
    assert "".join(rebuilt) + one[at:] == other


@given(WORDS, WORDS)
def test_stretches_are_not_empty_and_rise(one: str, other: str) -> None:
    found = stretches_apart(one, other)
    assert all(a < b or c < d for a, b, c, d in found)
    assert all(b <= e and d <= f for (_, b, _, d), (e, _, f, _) in itertools.pairwise(found))


def test_short_strings_are_compared_by_their_longest_common_subsequence() -> None:
    assert stretches_apart("abcXdef", "abcdeYf") == [(3, 4, 3, 3), (6, 6, 5, 6)]


def test_a_long_insertion_is_one_stretch() -> None:
    one = "".join(chr(0x4E00 + at) for at in range(300))
    assert stretches_apart(one, one[:100] + "z" * 500 + one[100:]) == [(100, 100, 100, 600)]
