"""Clauses that ask for an implementing document, and claims to have been asked."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.text.acts import act_of
from wenlint.text.levels import Level
from wenlint.text.mandates import claim_in, contains_words, mandates


@pytest.mark.parametrize(
    "clause",
    [
        "省、自治区、直辖市人民政府可以根据本条例制定实施办法。",
        "具体办法由市水行政主管部门会同财政部门制定。",
        "各地区要结合实际，制定具体实施方案，明确时间表、路线图。",
        "农村公厕的建设标准和补贴办法由区人民政府另行规定。",
        "市人民政府应当自本条例施行之日起六个月内出台实施细则。",
    ],
)
def test_clauses_that_ask(clause: str) -> None:
    (mandate,) = mandates(f"本条例自公布之日起施行。{clause}")
    assert mandate.words == clause
    assert mandate.explicit
    assert not mandate.forbidden


@pytest.mark.parametrize(
    "clause",
    [
        "施工单位应当制定扬尘防治实施方案并组织落实。",
        "根据《中华人民共和国邮政法》，制定本实施细则。",
        "依照主管部门制定的实施细则进行。",
        "为制定实施细则提供科学依据。",
        "专利申请的修改适用本细则的规定。",
        "各区要按月报告进展。",
        "企业可以制定内部管理办法。",
    ],
)
def test_clauses_that_do_not_ask(clause: str) -> None:
    assert list(mandates(clause)) == []


def test_who_is_asked() -> None:
    (mandate,) = mandates("设区的市人民政府应当制定实施办法。")
    assert mandate.levels == {Level.CITY}


def test_measures_are_told_from_documents() -> None:
    (mandate,) = mandates("各区要制定具体措施并抓好落实。")
    assert not mandate.explicit


def test_a_prohibition_is_told() -> None:
    (mandate,) = mandates("各区不得再层层制定实施细则。")
    assert mandate.forbidden


@pytest.mark.parametrize(
    ("opening", "quote", "vague"),
    [
        ("根据《甲条例》“具体办法由市人民政府制定”的规定，制定本细则。", "具体办法由市人民政府制定", False),
        ("按照《甲规划》关于制定实施细则的要求，制定本细则。", "", False),
        ("根据《甲条例》第三条授权，制定本细则。", "", False),
        ("根据《甲条例》第三条规定，制定本细则。", "", True),
    ],
)
def test_claims(opening: str, quote: str, vague: bool) -> None:
    claim = claim_in(opening)
    assert claim is not None
    assert (claim.quote, claim.vague) == (quote, vague)


def test_no_claim() -> None:
    assert claim_in("根据《甲条例》，结合本区实际，制定本细则。") is None


def test_quoted_words_are_found_whatever_the_punctuation() -> None:
    assert contains_words("具体办法，由市人民政府 制定。", "具体办法由市人民政府制定")
    assert not contains_words("具体办法由区人民政府制定。", "具体办法由市人民政府制定")


@given(st.text(alphabet="由制定出台实施细则办法具体各区人民政府，。“”不得根据《》本的", max_size=60))
def test_no_salad_breaks_the_reader(text: str) -> None:
    for mandate in mandates(text):
        assert mandate.span.of(text) == mandate.words
    claim_in(text)
    act_of(text)


def test_hostile_text_takes_no_time() -> None:
    started = time.perf_counter()
    for text in (
        "具体办法由" + "会同部门" * 3000 + "。",
        "制定" * 5000,
        "由" * 8000 + "制定细则",
        "印发" * 4000 + "通知",
    ):
        list(mandates(text))
        claim_in(text)
        act_of(text)
    assert time.perf_counter() - started < 20


def test_a_real_law_that_asks_the_provinces_is_understood() -> None:
    folder = Path(os.environ.get("WENLINT_REAL", ""))
    if not os.environ.get("WENLINT_REAL") or not (folder / "files").is_dir():
        pytest.skip("WENLINT_REAL does not name a folder of real texts")
    text = next((folder / "files").glob("pair-sup__集会游行示威法*.txt")).read_text(encoding="utf-8")
    assert any(Level.PROVINCE in mandate.levels for mandate in mandates(text))
