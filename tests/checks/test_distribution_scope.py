"""Measure 5: the scope of distribution against content and marking, by the rules of the pack."""

from __future__ import annotations

import pytest

from wenlint.check import Context, Finding, Severity
from wenlint.linting import judge
from wenlint.packs import load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find
from wenlint.trial import filler

_REGISTRY = find()
_RULES = [
    rule
    for rule in load_pack(_REGISTRY.packs["beijing-2019-13"], _REGISTRY.checks).rules
    if rule.check == "distribution-scope"
]


def _draft(
    about: str, body: str = "", note: str = "", to: str = "各区人民政府", head: str = "", form: str = "通知"
) -> str:
    lines = [head, f"示例市人民政府办公室关于{about}的{form}", f"{to}：", filler(120) + body]
    return "\n".join([*filter(None, lines), "示例市人民政府办公室", "2025年5月6日", note]) + "\n"


_MARK = "秘密★3年\n示例市人民政府办公室文件\n示政办发〔2025〕9号"


def _found(draft: str) -> list[Finding]:
    return list(judge(read_bytes(draft.encode(), "d.txt"), _RULES, _REGISTRY.checks, Context())[0])


@pytest.mark.parametrize(
    ("rule", "draft"),
    [
        ("5-public-notice", _draft("2025年端午节放假安排", note="（此件不予公开）")),
        ("5-public-notice", _draft("公布2025年中小学收费标准", note="（此件依申请公开）")),
        ("5-public-notice", _draft("调整部分公交线路", note="（此件不宜公开）")),
        ("5-public-notice", _draft("示例市政务服务局迁址", note="（此件限内部使用）")),
        ("5-public-notice", _draft("城区停水检修", note="（此件不公开）", form="通告")),
        ("5-unmarked-yet-closed", _draft("做好年终统计工作", note="（此件严禁外传）")),
        ("5-unmarked-yet-closed", _draft("印发领导同志讲话", body="本通知阅后收回。")),
        ("5-unmarked-yet-closed", _draft("做好会务工作", body="此件请妥善保管，不得复印。")),
        ("5-marked-yet-public", _draft("应急物资储备", note="（此件主动公开）", head=_MARK)),
        ("5-marked-yet-public", _draft("应急物资储备", note="（此件发至社区）", head=_MARK)),
        ("5-marked-yet-public", _draft("应急物资储备", body="请将本通知张贴在公示栏。", head=_MARK)),
        ("5-directed", _draft("示例河清淤", body="工程只涉及城东区、城西区，请抓紧实施。")),
        ("5-directed", _draft("地铁建设征迁", body="此次征迁仅限于三个区。")),
        ("5-directed", _draft("古树保护试点", body="试点工作只在示例山区开展，仅涉及示例山区一个区。")),
    ],
)
def test_scopes_that_do_not_fit(rule: str, draft: str) -> None:
    found = _found(draft)
    assert [finding.rule for finding in found] == [f"beijing-2019-13/{rule}"]
    assert found[0].severity == (Severity.WARNING if rule == "5-marked-yet-public" else Severity.INFO)
    assert found[0].advice


@pytest.mark.parametrize(
    "draft",
    [
        _draft("2025年端午节放假安排"),
        _draft("2025年端午节放假安排", note="（此件公开发布）"),
        _draft("放假期间个人信息核查", note="（此件涉及个人隐私，不公开）"),
        _draft("涉稳风险排查", note="（此件不公开）"),
        _draft("推进政府信息公开工作", body="依申请公开的，自收到申请之日起20个工作日内答复；不予公开的，说明理由。"),
        _draft("规范公开招聘工作", body="不公开招聘的岗位，报上级批准。"),
        _draft("加强保密教育", body="涉密载体不得复印，阅后收回，注意保管。"),
        _draft("做好档案工作", body="档案原件要妥善保管，严禁外传。"),
        _draft("做好值守", note="（此件属工作秘密，不得外传）"),
        _draft("应急物资储备", note="（此件不得翻印、外传）", head=_MARK),
        _draft("应急物资储备", body="本通知严禁上网，不得在工作群转发。", head=_MARK),
        _draft("应急物资储备", body="储备企业名录另行向社会公布。", head=_MARK),
        _draft("应急物资储备", note="（此件主动公开）"),
        _draft("示例河清淤", body="工程只涉及城东区、城西区。", to="城东区、城西区人民政府"),
        _draft("示例河清淤", body="不仅涉及城东区、城西区，其他各区也要对照排查。"),
        _draft("住房公积金", body="贷款额度只由缴存年限确定。"),
    ],
)
def test_look_alikes(draft: str) -> None:
    assert _found(draft) == []


def test_words_of_a_marked_draft_are_not_in_the_message() -> None:
    (finding,) = _found(_draft("应急物资储备", body="请将本通知张贴在公示栏。", head=_MARK))
    assert "公示栏" not in finding.message
    assert "张贴" not in finding.message
