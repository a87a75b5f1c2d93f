"""Secrecy markings, judged by all shipped packs at once: one fault, one finding."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenlint.check import Context, Finding, Severity
from wenlint.linting import judge
from wenlint.packs import load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find

_REGISTRY = find()
_RULES = [
    rule
    for path in _REGISTRY.packs.values()
    for rule in load_pack(path, _REGISTRY.checks).rules
    if rule.check == "secrecy-marking"
]
_TEXT = """示例市人民政府文件
示政发〔2024〕5号
示例市人民政府关于加强涵洞巡查的通知
各区人民政府：
{}
示例市人民政府
2024年5月6日"""
_BODY = "涵洞每月巡查一次，发现渗漏当日处置并登记台账。"
_YEARS = {"绝密": 30, "机密": 20, "秘密": 10}


def _findings(draft: str) -> list[Finding]:
    return list(judge(read_bytes(draft.encode(), "draft.txt"), _RULES, _REGISTRY.checks, Context())[0])


def _marked(mark: str, copy: str = "000001") -> list[Finding]:
    return _findings("\n".join(line for line in (copy, mark) if line) + "\n" + _TEXT.format(_BODY))


@given(st.sampled_from(sorted(_YEARS)), st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_a_term_is_over_exactly_when_the_law_says_so(level: str, years: int) -> None:
    rules = [finding.rule for finding in _marked(f"{level}★{years}年")]
    assert rules == (["secrecy-2024/20-maximum-term"] if years > _YEARS[level] else [])


@pytest.mark.parametrize(
    "mark",
    [
        "秘密★1年",
        "机密★20年",
        "绝密★30年",
        "秘密★6个月",
        "秘密★11个月",
        "机密★2030年1月1日",
        "秘密★2034年5月6日",
        "机密★会议开始前",
        "秘密★项目验收后",
    ],
)
def test_good_markings(mark: str) -> None:
    assert _marked(mark) == []


@pytest.mark.parametrize(
    ("mark", "rule", "severity", "said"),
    [
        ("机密5年", "secrecy-2024/22-marking", Severity.WARNING, "改为“机密★5年”"),
        ("机密（5年）", "secrecy-2024/22-marking", Severity.WARNING, "改为“机密★5年”"),
        ("绝密★（30年）", "secrecy-2024/22-marking", Severity.WARNING, "改为“绝密★30年”"),
        ("秘密☆1年", "secrecy-2024/22-marking", Severity.WARNING, "改为“秘密★1年”"),
        ("秘密*1年", "secrecy-2024/22-marking", Severity.WARNING, "改为“秘密★1年”"),
        ("密级：秘密", "secrecy-2024/22-marking", Severity.WARNING, "改为“秘密★（期限）”"),
        ("机密", "secrecy-2024/22-marking", Severity.WARNING, "改为“机密★（期限）”"),
        ("机密★5", "secrecy-2024/22-marking", Severity.WARNING, "改为“机密★（期限）”"),
        ("机密 ★5年", "secrecy-2024/22-marking", Severity.INFO, "改为“机密★5年”"),
        ("秘密★三年", "gbt-9704-2012/7.2.2-numerals", Severity.WARNING, "改为“秘密★3年”"),
        ("机密★21年", "secrecy-2024/20-maximum-term", Severity.ERROR, "20 年以内"),
        ("秘密★121个月", "secrecy-2024/20-maximum-term", Severity.ERROR, "10 年以内"),
        ("秘密★2034年5月7日", "secrecy-2024/20-maximum-term", Severity.ERROR, "10 年以内"),
        ("绝密★长期", "secrecy-2024/20-maximum-term", Severity.WARNING, "保密事项范围"),
        ("机密★", "secrecy-2024/20-no-term", Severity.INFO, "写明具体期限"),
        ("内部★1年", "secrecy-2024/22-not-a-state-secret", Severity.ERROR, "去掉“★”"),
        ("工作秘密★3年", "secrecy-2024/22-not-a-state-secret", Severity.ERROR, "去掉“★”"),
        ("核心商密★5年", "secrecy-2024/22-not-a-state-secret", Severity.ERROR, "去掉“★”"),
    ],
)
def test_faulty_markings(mark: str, rule: str, severity: Severity, said: str) -> None:
    (finding,) = _marked(mark)
    assert (finding.rule, finding.severity) == (rule, severity)
    assert said in finding.advice


def test_a_marking_needs_a_copy_number() -> None:
    (finding,) = _marked("机密★5年", copy="")
    assert (finding.rule, finding.severity) == ("tiaoli-2012/9-copy-number", Severity.ERROR)
    assert finding.cite.article == "9"


def test_a_copy_number_of_too_few_digits() -> None:
    (finding,) = _marked("机密★5年", copy="0012")
    assert (finding.rule, finding.severity) == ("gbt-9704-2012/7.2.1-copy-number", Severity.WARNING)
    assert "4 位" in finding.message


def test_a_marking_below_the_title() -> None:
    (finding,) = _findings("000001\n示例市人民政府关于加强涵洞巡查的通知\n机密★5年\n各区人民政府：\n" + _BODY)
    assert finding.rule == "gbt-9704-2012/7.2.2-place"


def test_two_markings_at_odds() -> None:
    draft = "000001\n机密★5年\n示例市人民政府关于加强涵洞巡查的通知\n秘密★5年\n各区人民政府：\n" + _BODY
    finding = next(finding for finding in _findings(draft) if finding.rule == "secrecy-2024/22-marking")
    assert "不一致" in finding.message
    assert len(finding.at) == 2


def test_messages_repeat_nothing_but_the_marking() -> None:
    for mark in ("机密5年", "机密★30年", "机密★", "机密★五年"):
        for finding in _marked(mark, copy=""):
            said = finding.message + finding.advice + json.dumps(finding.evidence, ensure_ascii=False)
            assert "涵洞" not in said
            assert "示政发" not in said


@pytest.mark.parametrize(
    "sentence",
    [
        "国家秘密分为绝密、机密、秘密三级，机密级最长二十年。",
        "标有“机密★5年”字样的文件应于月底前清退。",
        "绝密文件由专人专柜保管。",
        "秘密",
        "泄露秘密的，依法处理。",
        "机密事项不得在会上传达，秘密载体不得带离。",
        "内部资料不得加注“★”。",
        "★重点项目当年完工。",
        "本通知机密程度较低，会后收回。",
    ],
)
def test_words_in_running_text_are_no_marking(sentence: str) -> None:
    body = f"{_BODY}\n{_BODY}\n{_BODY}\n{_BODY}\n{sentence}\n{_BODY}"
    assert _findings(_TEXT.format(body)) == []


def test_no_real_public_text_bears_a_marking() -> None:
    folder = Path(os.environ.get("WENLINT_REAL", ""))
    if not os.environ.get("WENLINT_REAL") or not (folder / "corpus.jsonl.zst").is_file():
        pytest.skip("WENLINT_REAL does not name a folder of real texts")
    zstandard = pytest.importorskip("zstandard")
    with (folder / "corpus.jsonl.zst").open("rb") as file:
        lines = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(file), encoding="utf-8")
        texts = [json.loads(line)["text"] for line in lines]
    assert len(texts) > 1000
    assert [finding.message for text in texts for finding in _findings(text)] == []
