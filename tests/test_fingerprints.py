"""A fingerprint stays the same over edits elsewhere in the draft, and holds nothing of a marked one."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenlint.check import Context
from wenlint.finding import Finding
from wenlint.linting import judge
from wenlint.packs import load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find
from wenlint.trial import filler

_REGISTRY = find()
_RULES = [
    rule
    for pack in ("beijing-2019-13", "secrecy-2024")
    for rule in load_pack(_REGISTRY.packs[pack], _REGISTRY.checks).rules
]
_HEAD = "示例区关于2024年整治工作情况的报告\n市政府：\n"
_BODY = [
    "一、主要做法",
    "市水务局每月对各区开展一次专项督查，每季度通报排名。",
    "会期2天，参会人员约350人，请各区委书记、区长参加。",
    "各社区每周五前填报《垃圾分类情况周报表》。",
    "二、下步打算",
    "各区要与街道签订目标责任书，未完成任务的实行“一票否决”。",
    "各社区每周五前填报《垃圾分类情况周报表》。",
    *[filler(400) for _ in range(13)],
]
_END = "\n示例区人民政府\n2024年12月20日\n"
# Own sentences that break no rule.
_UNRELATED = [
    "河道沿线新栽柳树一百二十棵，成活率百分之九十五。",
    "图书馆在周末延长开放时间。",
    "东城公园的步道已经修好，长三公里。",
    "老城区的路灯换成了节能灯。",
]


def _judged(text: str, name: str = "draft.txt") -> tuple[Finding, ...]:
    return judge(read_bytes(text.encode(), name), _RULES, _REGISTRY.checks, Context())[0]


def _prints(text: str, name: str = "draft.txt") -> Counter[tuple[str, str]]:
    return Counter((finding.rule, finding.fingerprint) for finding in _judged(text, name))


_BEFORE = _prints(_HEAD + "\n".join(_BODY) + _END)


def test_the_draft_has_findings_of_many_sorts() -> None:
    rules = {rule for rule, _ in _BEFORE}
    assert "beijing-2019-13/6-special-report" in rules
    assert len(rules) >= 5
    assert max(_BEFORE.values()) == 1, "no two findings of a draft share a fingerprint"


@given(st.lists(st.tuples(st.integers(0, len(_BODY)), st.sampled_from(_UNRELATED)), max_size=6))
@settings(max_examples=25, deadline=None)
def test_unrelated_paragraphs_change_no_fingerprint(insertions: list[tuple[int, str]]) -> None:
    body = list(_BODY)
    for at, words in sorted(insertions, reverse=True):
        body.insert(at, words)
    assert _prints(_HEAD + "\n".join(body) + _END) == _BEFORE


@given(st.text("abc稿子终定_-1", min_size=1, max_size=12))
@settings(max_examples=10, deadline=None)
def test_the_name_of_the_file_is_not_in_it(name: str) -> None:
    assert _prints(_HEAD + "\n".join(_BODY) + _END, f"{name}.txt") == _BEFORE


def test_blanks_and_line_ends_are_not_in_it() -> None:
    spaced = (_HEAD + "\n".join(_BODY) + _END).replace("每月对各区", "每月 对各区").replace("\n", "\r\n")
    assert _prints(spaced) == _BEFORE


def test_mending_one_finding_leaves_the_others() -> None:
    body = [line for line in _BODY if "责任书" not in line]
    after = _prints(_HEAD + "\n".join(body) + _END)
    gone = _BEFORE - after
    assert {rule for rule, _ in gone} == {"beijing-2019-13/15-vetoes-and-pledges"}
    assert not after - _BEFORE


def test_other_words_have_another_fingerprint() -> None:
    one = _prints("关于督查的通知\n各区：\n市水务局每月对各区开展一次专项督查。\n")
    other = _prints("关于督查的通知\n各区：\n市园林局每周对各街道开展一次专项督查。\n")
    assert one
    assert other
    assert not set(one) & set(other)


_SECRET = (
    "机密★25年\n示例市人民政府文件\n示政发〔2024〕1号\n{title}\n各区人民政府：\n{body}\n示例市人民政府\n2024年5月1日\n"
)


def test_of_a_marked_draft_it_holds_no_words() -> None:
    one = _prints(_SECRET.format(title="关于水库调度的通知", body="市水务局每月对各区开展一次专项督查。"))
    other = _prints(_SECRET.format(title="关于粮食储备的通知", body="市粮食局每月对各区开展一次专项督查。"))
    assert one == other
    assert len(one) >= 2


def test_of_a_marked_draft_it_stays_over_edits_too() -> None:
    body = "市水务局每月对各区开展一次专项督查。"
    more = f"{_UNRELATED[0]}\n{body}\n{_UNRELATED[1]}"
    title = "关于水库调度的通知"
    assert _prints(_SECRET.format(title=title, body=body)) == _prints(_SECRET.format(title=title, body=more))


def test_marked_drafts_with_other_numbers_differ() -> None:
    text = _SECRET.format(title="关于水库调度的通知", body="市水务局每月对各区开展一次专项督查。")
    assert not set(_prints(text)) & set(_prints(text.replace("〔2024〕1号", "〔2024〕2号")))


@pytest.mark.parametrize("seed", range(3))
def test_samples_keep_theirs_when_a_paragraph_comes_in(seed: int) -> None:
    """The flawed samples, as text, with an unrelated paragraph at a chance place of the body."""
    folder = Path(__file__).parents[1] / "examples" / "flawed"
    for path in sorted(folder.glob("*.docx")):
        document = read_bytes(path.read_bytes(), path.name)
        lines = document.text.split("\n")
        before = _prints("\n".join(lines))
        at = random.Random(seed).randrange(len(lines) // 2, max(len(lines) // 2 + 1, len(lines) - 4))
        after = _prints("\n".join([*lines[:at], _UNRELATED[seed], *lines[at:]]))
        assert not {rule for rule, _ in before - after} - {"beijing-2019-13/6-policy-pages"}, path.name
