"""The packs that are no default: what each of their rules finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from wenlint.check import Context, Finding, Rule, Severity
from wenlint.linting import judge
from wenlint.packs import load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find
from wenlint.trial import filler

REGISTRY = find()


def rules(*packs: str) -> list[Rule]:
    return [rule for pack in packs for rule in load_pack(REGISTRY.packs[pack], REGISTRY.checks).rules]


def findings(draft: str, *packs: str) -> tuple[Finding, ...]:
    return judge(read_bytes(draft.encode(), "draft.txt"), rules(*packs), REGISTRY.checks, Context())[0]


def found(draft: str, *packs: str) -> set[str]:
    return {finding.rule.partition("/")[2] for finding in findings(draft, *packs)}


def policy(length: int, sentence: str = "", title: str = "示例市关于推进绿道建设的意见") -> str:
    return f"{title}\n各区人民政府：\n{filler(length)}{sentence}\n示例市人民政府\n2025年3月4日"


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("要充分认识绿道建设的重要意义。", "2-background"),
        ("各区要于每季度末前报送贯彻落实情况。", "3-reporting-back"),
        ("各地要结合实际制定实施方案。", "3-companion-documents"),
        ("市、区、街道逐级签订责任状。", "3-vetoes-and-pledges"),
        ("开展绿道示范街道创建，验收合格的授牌。", "3-contests"),
        ("各街道要落实编制，配备专职人员3名。", "3-posts-and-pay"),
        ("市园林局每季度召开一次全市工作会议。", "4-meetings-a-year"),
        ("会议请各区主要负责同志参加。", "5-chiefs-required"),
        ("主要负责同志讲话90分钟。", "6-speech"),
        ("会期2天，安排分组讨论。", "6-group-discussion"),
        ("会期1天。", "6-half-a-day"),
    ],
)
def test_the_central_rules_find_what_they_forbid(sentence: str, rule: str) -> None:
    assert rule in found(policy(200, sentence), "central-2024")


@pytest.mark.parametrize(
    "sentence",
    [
        "各区直接组织实施，不再报送贯彻落实情况。",
        "各区不另行制定实施方案。",
        "不签责任状，不搞“一票否决”。",
        "会议由各区分管负责同志参加，会期半天，讲话不超过50分钟。",
        "会期1天半，安排分组讨论。",
        "全市工作会议每年召开1次。",
    ],
)
def test_the_central_rules_leave_look_alikes_alone(sentence: str) -> None:
    assert found(policy(200, sentence), "central-2024") == set()


def test_central_limits_depend_on_what_the_document_is_for() -> None:
    special = "示例市违法建设专项整治工作方案"
    plan = "示例市绿道建设五年规划"
    assert found(policy(4300, title=special), "central-2024") == {"2-special-characters"}
    assert found(policy(4300), "central-2024") == set()
    assert found(policy(5300), "central-2024") == {"2-characters"}
    assert found(policy(5300, title=plan), "central-2024") == set()


def test_a_limit_with_a_soft_word_is_never_an_error() -> None:
    for finding in findings(policy(5300, "会期1天。市、区逐级签订责任状。"), "central-2024"):
        assert finding.severity <= Severity.WARNING


def report(addressee: str, length: int, closing: str = "") -> str:
    return f"示例省关于防汛工作情况的报告\n{addressee}：\n{filler(length)}{closing}\n中共示例省委员会\n2025年8月4日"


def test_reports_to_the_central_committee() -> None:
    assert found(report("中共中央", 3300), "reports-2019") == {"24-special-report"}
    assert found(report("中共中央", 2800), "reports-2019") == set()
    assert found(report("省政府", 3300), "reports-2019") == set()


def test_a_request_hidden_in_a_report() -> None:
    assert found(report("省政府", 300, "恳请拨付抢险资金200万元。"), "reports-2019") == {"20-request-in-a-report"}
    assert found(report("省政府", 300, "特此报告。"), "reports-2019") == set()


def test_of_two_limits_the_smaller_is_told_and_the_other_named() -> None:
    (finding,) = findings(policy(5300), "central-2024", "gansu-2013")
    assert finding.cite.pack == "gansu-2013"
    assert finding.evidence["limit"] == 3000
    assert [(other["number"], other["limit"]) for other in finding.evidence["also"]] == [
        ("2024年8月6日发布，未公开文号", 5000)
    ]


@pytest.mark.parametrize("pack", ["central-2019", "zhengzhou-2019", "gansu-2013"])
def test_what_is_known_from_the_press_says_so_and_is_no_default(pack: str) -> None:
    loaded = load_pack(REGISTRY.packs[pack], REGISTRY.checks)
    assert loaded.verified.startswith("secondary: ")
    assert not loaded.default
    assert all(rule.severity <= Severity.WARNING for rule in loaded.rules)
