"""Patterns that are looked for sooner find the same as before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint import config
from wenlint.ruleset import gather
from wenlint.text.scanning import hurried

_CHARACTERS = "甲乙丙一丁12年月 ，\n-]"
_LITERALS = st.text("甲乙丙年月", min_size=1, max_size=3)
_PIECES = st.one_of(
    _LITERALS,
    st.sampled_from(
        [
            r"\d",
            r"\s",
            ".",
            "[一-丁]",
            "[^甲]",
            r"[\d一]",
            "[]年-]",
            "(?<=甲)",
            "(?<!乙)",
            "(?=丙)",
            "(?!年)",
            "^",
            r"\b",
        ]
    ),
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    many = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        many.map("".join),
        many.map(lambda parts: f"(?:{'|'.join(parts)})"),
        many.map(lambda parts: f"({'|'.join(parts)})"),
        inner.map(lambda part: f"(?:{part})?"),
        inner.map(lambda part: f"(?:{part}){{0,2}}?"),
        inner.map(lambda part: f"(?i:{part})"),
    )


def spans(words: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in words.finditer(text)]


def settled(words: re.Pattern[str]) -> re.Pattern[str]:
    """The pattern as it is once draft after draft has been looked through."""
    for _ in range(3):
        quick = hurried(words)
    return quick


@given(st.recursive(_PIECES, _grown, max_leaves=12), st.text(_CHARACTERS, max_size=40))
def test_the_same_is_found(source: str, text: str) -> None:
    words = re.compile(source)
    assert spans(settled(words), text) == spans(words, text)


def _sources(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _sources(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _sources(one)


def test_patterns_of_the_packs_find_the_same() -> None:
    ruleset = gather(config.load({}))
    sources = {source for rule in ruleset.rules if rule.check == "ordered-act" for source in _sources(rule.params)}
    text = "".join(sorted(set("".join(sources)))) + "\n".join(source.replace("|", "\n") for source in sorted(sources))
    assert len(sources) > 50
    quickened = 0
    for source in sources:
        words = re.compile(source)
        quick = settled(words)
        quickened += quick is not words
        assert spans(quick, text) == spans(words, text)
    assert quickened > 0.2 * len(sources)


@pytest.mark.parametrize("source", ["(?:甲|)", ".甲", "[^甲]乙", r"(?:[甲乙]丙|\w)乙", "(?i)ab|[cd]e"])
def test_a_pattern_that_may_begin_anywhere_is_left_alone(source: str) -> None:
    words = re.compile(source)
    assert settled(words) is words


@pytest.mark.parametrize("source", ["", "甲乙", "[甲乙]丙", "(?:甲|乙)丙", "(?=[甲乙])(?:甲?丙|乙)"])
def test_a_pattern_that_is_quick_is_left_alone(source: str) -> None:
    words = re.compile(source)
    assert settled(words) is words


def test_the_first_drafts_are_looked_through_as_ever() -> None:
    words = re.compile("子?丑|[寅卯]辰")
    assert [hurried(words) is words for _ in range(4)] == [True, True, False, False]
