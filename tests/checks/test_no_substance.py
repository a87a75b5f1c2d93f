"""Drafts of calls in other words than the check's own examples, and drafts that only sound like them."""

from __future__ import annotations

import pytest

from wenlint.check import CannotTell, Context, Finding, Severity
from wenlint.linting import judge
from wenlint.packs import load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find

REGISTRY = find()
(RULE,) = (
    rule for rule in load_pack(REGISTRY.packs["beijing-2019-13"], REGISTRY.checks).rules if rule.check == "no-substance"
)
CALLS = (
    "春节将至，做好节日期间各项工作，事关社会大局稳定，事关群众切身利益。各级各部门务必引起高度警觉，坚决克服麻痹松懈思想。",
    "要牢固树立底线思维，把困难估计得更充分一些，把准备做得更周密一些，严防死守、常抓不懈。",
    "要严明纪律，转变作风，努力营造风清气正的节日氛围。要加强值守，畅通信息，主动担当作为。",
    "要坚持群众至上，用心用情做好服务，不断增强群众的获得感。要认真总结经验，持续巩固成果。",
)


def draft(*paragraphs: str, title: str = "白河市人民政府办公室关于做好春节期间各项工作的通知") -> str:
    return "\n".join([title, "各县区人民政府：", *paragraphs, "白河市人民政府办公室", "2026年1月9日"])


def judged(text: str) -> tuple[tuple[Finding, ...], tuple[CannotTell, ...]]:
    document = read_bytes(text.encode(), "draft.txt")
    findings, skipped = judge(document, [RULE], REGISTRY.checks, Context())
    return tuple(findings), tuple(CannotTell(one.reason) for one in skipped)


def test_calls_alone_have_no_substance() -> None:
    (finding,), _ = judged(draft(*CALLS))
    assert finding.severity is Severity.WARNING
    assert finding.evidence["value"] > finding.evidence["limit"]
    assert finding.evidence["own_measures"] == 0
    assert "超过 50%" in finding.message
    assert len(finding.at) == 4


@pytest.mark.parametrize(
    "measure",
    [
        "各县区1月20日前完成一次节前安全检查。",
        "值班表由市政府总值班室汇总。突发情况30分钟内电话报告。",
        "为困难群众每户发放慰问金1000元。",
    ],
)
def test_one_measure_is_substance(measure: str) -> None:
    assert judged(draft(*CALLS, measure)) == ((), ())


def test_the_date_of_a_meeting_is_no_measure() -> None:
    assert judged(draft("为贯彻落实1月5日市委常委会会议精神，现就有关事项通知如下。", *CALLS))[0]


def test_rules_are_no_calls() -> None:
    rules = (
        "户外广告设置应当符合城市容貌标准，与周边环境相协调。设置人应当定期维护，保持整洁完好。",
        "广告内容应当真实、合法，不得含有虚假或者引人误解的内容。临街店铺招牌一店一招，高度与相邻店铺一致。",
        "已经设置但不符合要求的，设置人自行整改。要进一步加强日常巡查，切实提升管理水平。要主动做好服务，不断改进作风。",
        "要加强宣传引导，努力营造良好氛围。要健全长效机制，持续巩固成果。",
    )
    assert judged(draft(*rules, title="白河市人民政府办公室关于规范户外广告设置的通知")) == ((), ())


def test_where_the_attachments_are_not_in_the_file_it_cannot_tell() -> None:
    findings, unknown = judged(draft(*CALLS, "附件：春节期间重点工作安排"))
    assert not findings
    assert "附件不在这个文件里" in unknown[0].reason


@pytest.mark.parametrize(
    "title",
    ["白河市人民政府办公室转发市应急局关于做好节日安全文件的通知", "国务院办公厅关于做好春节期间各项工作的通知"],
)
def test_who_passes_on_or_stands_at_the_top_is_not_judged(title: str) -> None:
    assert judged(draft(*CALLS, title=title)) == ((), ())
