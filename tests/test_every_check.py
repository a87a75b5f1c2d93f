"""Runs the examples of every check; a new check needs no edit here."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from wenlint.check import Check
from wenlint.registry import find
from wenlint.trial import expand, failures, filler

CHECKS = find().checks
_SECTIONS = ("查什么：", "为什么：", "怎么改：")
_ENOUGH = 3


@pytest.fixture(params=sorted(CHECKS))
def check(request: pytest.FixtureRequest) -> Check:
    return CHECKS[request.param]


def test_there_are_checks() -> None:
    assert {"over-length", "redundant-filing", "secrecy-marking"} <= CHECKS.keys()


def test_examples_get_the_answers_they_stand_for(check: Check) -> None:
    assert list(failures(check)) == []


def test_there_are_examples_of_both_sorts(check: Check) -> None:
    assert sum(not case.cannot_tell for case in check.bad) >= _ENOUGH
    assert len(check.good) >= _ENOUGH


def test_the_docstring_says_what_why_and_how_to_mend(check: Check) -> None:
    title, _, rest = check.doc.strip().partition("\n")
    assert 5 <= len(title) <= 40
    paragraphs = rest.strip().split("\n\n")
    for section in _SECTIONS:
        (text,) = [paragraph for paragraph in paragraphs if paragraph.startswith(section)]
        assert len(text) > len(section) + 10


def test_every_parameter_says_what_it_means(check: Check) -> None:
    assert all(param.about for param in check.params.values())


def test_examples_differ(check: Check) -> None:
    seen = [
        (case.draft, str(case.params), case.pages, str(case.superiors), str(case.others), case.shown)
        for case in (*check.bad, *check.good)
    ]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("length", [0, 1, 2, 59, 60, 61, 5000])
def test_filler_has_the_length_it_says(length: int) -> None:
    assert len(filler(length)) == length


def test_the_notation_expands_to_paragraphs() -> None:
    assert expand("标题 | {20字}甲|乙").split("\n") == ["标题", f"{filler(20)}甲", "乙"]


def test_the_page_of_checks_is_up_to_date() -> None:
    script = Path(__file__).resolve().parent.parent / "docs" / "generate.py"
    spec = importlib.util.spec_from_file_location("generate", script)
    assert spec
    assert spec.loader
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    assert generate.main(["--check"]) == 0, "run make docs"
