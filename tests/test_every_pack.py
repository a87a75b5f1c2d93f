"""Loads every pack that ships, and shows what a bad pack is told; a new pack needs no edit here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from wenlint.check import Severity
from wenlint.packs import SOFT_STRENGTHS, PackError, RulePack, load_pack
from wenlint.registry import find
from wenlint.trial import run_example

REGISTRY = find()
# Of a pack read only through the press no article is known.
_ARTICLE = re.compile(r"条款未载|\d+(?:\.\d+)*(?:（[一二三四五六七八九十]+）)?")


@pytest.fixture(params=sorted(REGISTRY.packs))
def pack(request: pytest.FixtureRequest) -> RulePack:
    return load_pack(REGISTRY.packs[request.param], REGISTRY.checks)


def test_the_pack_is_named_after_its_file(pack: RulePack) -> None:
    assert pack.id == pack.path.stem


def test_the_pack_says_where_it_comes_from(pack: RulePack) -> None:
    assert pack.title
    assert pack.number
    assert pack.issuer
    assert pack.verified
    assert pack.sources
    assert pack.in_force[0] is not None


def test_every_rule_cites_an_article_in_our_own_words(pack: RulePack) -> None:
    for rule in pack.rules:
        assert rule.cite.pack == pack.id
        assert rule.cite.number == pack.number
        assert _ARTICLE.fullmatch(rule.cite.article), rule.id
        assert rule.cite.strength
        assert 8 <= len(rule.cite.summary) <= 80, rule.id


def test_what_holds_only_as_a_rule_is_never_an_error(pack: RulePack) -> None:
    for rule in pack.rules:
        if any(word in rule.cite.strength for word in SOFT_STRENGTHS):
            assert rule.severity <= Severity.WARNING, rule.id


def test_every_pattern_compiles_and_every_unit_is_known(pack: RulePack) -> None:
    for rule in pack.rules:
        for pattern in _strings(rule.params):
            re.compile(pattern)
        if rule.check == "over-length":
            assert rule.params["unit"] in ("页", "字")


def test_the_examples_of_a_rule_get_the_answers_they_stand_for(pack: RulePack) -> None:
    for rule in pack.rules:
        check = REGISTRY.checks[rule.check]
        assert all(run_example(check, rule, sentence) for sentence in rule.bad), rule.id
        assert not any(run_example(check, rule, sentence) for sentence in rule.good), rule.id


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def test_the_default_pack_holds_the_length_limits_of_measure_6() -> None:
    pack = load_pack(REGISTRY.packs["beijing-2019-13"], REGISTRY.checks)
    limits = {
        rule.id: (rule.params["limit"], rule.params["unit"], rule.severity)
        for rule in pack.rules
        if rule.check == "over-length"
    }
    assert limits == {
        "beijing-2019-13/6-policy-pages": (10, "页", Severity.WARNING),
        "beijing-2019-13/6-comprehensive-report": (5000, "字", Severity.ERROR),
        "beijing-2019-13/6-special-report": (3000, "字", Severity.ERROR),
    }


# ---- bad packs

_HEAD = """
[pack]
id = "local"
title = "示例规定"
number = "示例〔2020〕1号"
issuer = "示例市委办公厅"
verified = "照原文核对"
sources = ["示例"]
"""
_RULE = """
[[rule]]
id = "1-pages"
check = "over-length"
article = "1"
strength = "不超过"
severity = "error"
summary = "政策性文件以 8 页为限"
kinds = ["policy"]
params = { unit = "页", limit = 8 }
"""


def _faults(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "local.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(path, REGISTRY.checks)
    assert all(line.startswith(str(path)) for line in str(caught.value).splitlines())
    return caught.value.faults


def test_a_good_local_pack_loads(tmp_path: Path) -> None:
    path = tmp_path / "local.toml"
    path.write_text(_HEAD + _RULE, encoding="utf-8")
    (rule,) = load_pack(path, REGISTRY.checks).rules
    assert (rule.id, rule.params["limit"], rule.severity) == ("local/1-pages", 8, Severity.ERROR)


def test_the_article_is_read_off_the_id(tmp_path: Path) -> None:
    path = tmp_path / "local.toml"
    unnamed = _RULE.replace('article = "1"\n', "")
    path.write_text(_HEAD + unnamed + unnamed.replace("1-pages", "7.2.5-pages"), encoding="utf-8")
    assert [rule.cite.article for rule in load_pack(path, REGISTRY.checks).rules] == ["1", "7.2.5"]
    (fault,) = _faults(tmp_path, _HEAD + unnamed.replace("1-pages", "pages"))
    assert "缺少 article" in fault


@pytest.mark.parametrize(("strength", "severity"), [("不得", Severity.ERROR), ("原则上", Severity.WARNING)])
def test_the_severity_follows_the_strength_unless_it_is_said(tmp_path: Path, strength: str, severity: Severity) -> None:
    path = tmp_path / "local.toml"
    unsaid = _RULE.replace('severity = "error"\n', "").replace("不超过", strength)
    path.write_text(_HEAD + unsaid, encoding="utf-8")
    (rule,) = load_pack(path, REGISTRY.checks).rules
    assert rule.severity is severity


@pytest.mark.parametrize("strength", SOFT_STRENGTHS)
def test_a_soft_strength_caps_an_error(tmp_path: Path, strength: str) -> None:
    path = tmp_path / "local.toml"
    path.write_text(_HEAD + _RULE.replace("不超过", f"{strength}不超过"), encoding="utf-8")
    (rule,) = load_pack(path, REGISTRY.checks).rules
    assert rule.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('check = "over-length"', 'check = "over-lenght"', "没有名为 over-lenght 的检查"),
        ('strength = "不超过"\n', "", "缺少 strength"),
        ('severity = "error"', 'severity = "fatal"', "severity 不能是 'fatal'"),
        ('kinds = ["policy"]', 'kinds = ["policies"]', "kinds 里不认识 'policies'"),
        ("limit = 8", 'limit = "八"', "参数 limit 应为整数"),
        ("limit = 8", "limit = true", "参数 limit 应为整数"),
        (", limit = 8", "", "要求参数 limit"),
        ("limit = 8", "limit = 8, most = 9", "没有参数 most"),
        ('strength = "不超过"', "strength = 5", "strength 应为字符串"),
        ('id = "1-pages"', 'id = "1-pages"\ncolour = "red"', "不认识的键 colour"),
    ],
)
def test_a_bad_rule_is_named_with_its_fault(tmp_path: Path, old: str, new: str, said: str) -> None:
    (fault,) = _faults(tmp_path, _HEAD + _RULE.replace(old, new))
    assert "规则 1-pages" in fault
    assert said in fault


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[pack\n", "不是有效的 TOML"),
        (_RULE, "缺少 [pack] 表"),
        (_HEAD, "没有规则"),
        (_HEAD + _RULE + _RULE, "编号重复"),
        (_HEAD.replace('verified = "照原文核对"\n', "") + _RULE, "缺少 verified"),
        (_HEAD + _RULE + "[extra]\n", "不认识的表 [extra]"),
        (_HEAD.replace('sources = ["示例"]', 'sources = "示例"') + _RULE, "sources 应为数组"),
    ],
)
def test_a_bad_pack_is_told_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in fault for fault in _faults(tmp_path, text))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = _HEAD.replace('issuer = "示例市委办公厅"\n', "") + _RULE.replace('check = "over-length"\n', "").replace(
        'summary = "政策性文件以 8 页为限"\n', ""
    )
    faults = _faults(tmp_path, text)
    assert sum(word in fault for fault in faults for word in ("issuer", "check", "summary")) == 3


def test_a_pack_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "local.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PackError, match="读不出来"):
        load_pack(path, REGISTRY.checks)


def test_a_pack_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="读不出来"):
        load_pack(tmp_path / "none.toml", REGISTRY.checks)
