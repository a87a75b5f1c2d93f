"""Fixes mend what they are offered for, and are withheld under a secrecy marking."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from wenlint.check import Finding
from wenlint.packs import load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find

REGISTRY = find()
PACKS = ("gbt-9704-2012", "tiaoli-2012", "secrecy-2024", "punctuation-numbers")
RULES = [rule for name in PACKS for rule in load_pack(REGISTRY.packs[name], REGISTRY.checks).rules]
DRAFT = """%s

云川市人民政府关于加强涵洞巡查的通知

各区人民政府：
%s

云川市人民政府
%s
"""


def judged(text: str) -> tuple[str, list[Finding]]:
    from wenlint.check import Context
    from wenlint.linting import judge

    document = read_bytes(text.encode(), "draft.txt", None)
    return document.text, list(judge(document, RULES, REGISTRY.checks, Context())[0])


def mended(text: str) -> str:
    """The draft with every fix applied, from the end to the beginning."""
    words, findings = judged(text)
    fixes = sorted({fix for finding in findings for fix in finding.fixes}, key=lambda fix: fix.span, reverse=True)
    for fix in fixes:
        words = words[: fix.span.start] + fix.replacement + words[fix.span.end :]
    return words


@pytest.mark.parametrize(
    ("number", "body", "date"),
    [
        ("云政发[2024]第05号", "请加强巡查。", "2024年5月6日"),
        ("云政发（2024）5号", "请加强巡查。", "2024年05月06日"),
        ("云政发〔2024〕5号", "请加强巡查,及时报告;不得延误.", "二〇二四年五月六日"),
        ("云政发〔2024〕5号", '各区(含开发区)落实"日巡查"制度，压减10-15%。', "2024.5.6"),
        (
            "云政发〔2024〕5号",
            "按照《关于印发《涵洞巡查办法》的通知》，自二零二四年起执行，，不再变动。",
            "2024年5月6日",
        ),
    ],
)
def test_a_mended_draft_has_nothing_left_to_mend(number: str, body: str, date: str) -> None:
    text = DRAFT % (number, body, date)
    assert any(finding.fixes for finding in judged(text)[1])
    _, left = judged(mended(text))
    assert [finding.message for finding in left if finding.fixes] == []


def test_what_is_offered_is_the_standard_form() -> None:
    words = mended(DRAFT % ("云政发[2024]第05号", "请加强巡查,及时报告。", "2024年05月06日"))
    assert "云政发〔2024〕5号" in words
    assert "请加强巡查，及时报告。" in words
    assert words.rstrip().endswith("2024年5月6日")


def test_a_conforming_draft_is_left_as_it_is() -> None:
    text = DRAFT % ("云政发〔2024〕5号", "请加强巡查，及时报告。", "2024年5月6日")
    assert mended(text) == judged(text)[0]


def fixes_in_report(text: str) -> list[dict[str, object]]:
    from wenlint.cli.app import app

    result = CliRunner().invoke(app, ["check", "-", "--format", "json"], input=text.encode())
    (document,) = json.loads(result.stdout)["documents"]
    return [fix for finding in document["findings"] for fix in finding["fixes"]]


def test_the_report_carries_fixes_with_their_places() -> None:
    fixes = fixes_in_report(DRAFT % ("云政发[2024]5号", "请加强巡查,及时报告。", "2024年5月6日"))
    assert {fix["replacement"] for fix in fixes} >= {"云政发〔2024〕5号", "，"}
    assert all(isinstance(fix["start"], int) and isinstance(fix["end"], int) for fix in fixes)


def test_under_a_secrecy_marking_replacements_are_withheld() -> None:
    marked = "000001\n机密★5年\n" + DRAFT % ("云政发[2024]5号", "请加强巡查,及时报告。", "2024年5月6日")
    fixes = fixes_in_report(marked)
    assert fixes
    assert all(fix["replacement"] is None for fix in fixes)
