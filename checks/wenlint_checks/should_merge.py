"""能合并的文件分开发

查什么：扫描一个文件夹时，找同一机关、同一段时间、说同一件事的几份文稿：题目里的事项大体相同，印发日期相隔不远。

为什么：内容相关、政策配套的文件要整合起来发，少发一份，基层就少办一次文、少开一次会。

怎么改：合成一份印发，分工、标准、表格都放进附件；确实要分开的不用理会这条提示。
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from wenlint.check import Case, Check, Confidence, Context, Param, Rule, nothing
from wenlint.document import Kind
from wenlint.filed import FiledDraft, SharedFinding, joined
from wenlint.text.sketch import resemblance
from wenlint.text.subjects import likeness, subject_of

_SAME_TEXT = 0.5  # told as a duplicate, not as a thing to merge


def across(drafts: Sequence[FiledDraft], rule: Rule, context: Context) -> Iterator[SharedFinding]:
    for issuer, group in _by_issuer(drafts).items():
        related = {pair: share for pair in combinations(group, 2) if (share := _related(*_both(drafts, pair), rule))}
        for together in joined(related):
            least = min(share for pair, share in related.items() if pair[0] in together)
            yield _finding(issuer, together, least, rule)


def _both(drafts: Sequence[FiledDraft], pair: tuple[int, int]) -> tuple[FiledDraft, FiledDraft]:
    return drafts[pair[0]], drafts[pair[1]]


def _by_issuer(drafts: Sequence[FiledDraft]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        if draft.issuer and draft.title and draft.kind is Kind.POLICY:
            groups[draft.issuer].append(index)
    return groups


def _related(one: FiledDraft, other: FiledDraft, rule: Rule) -> float:
    """How alike two drafts' subjects are; 0.0 when they are not to be merged."""
    if not _near(one.date, other.date, rule.params["days"]):
        return 0.0
    share = likeness(subject_of(one.title), subject_of(other.title))
    if share < rule.params["likeness"] or resemblance(one.sketch, other.sketch) >= _SAME_TEXT:
        return 0.0
    return share


def _near(one: str, other: str, days: int) -> bool:
    """Whether two dates lie so many days apart at most; a draft without a whole date is of these days."""
    if len(one) < len("2026-01-01") or len(other) < len("2026-01-01"):
        return True
    return abs((dt.date.fromisoformat(one) - dt.date.fromisoformat(other)).days) <= days


def _finding(issuer: str, group: Sequence[int], share: float, rule: Rule) -> SharedFinding:
    finding = rule.finding(
        f"{issuer}有 {len(group)} 份文稿说的大体是一件事，看看能不能合成一份发",
        confidence=Confidence.LOW,
        advice="内容配套的合成一份，标准、分工、表格放进附件；确实要分开的不用理会。",
        evidence={"what": "same-subject", "likeness": round(share, 2)},
    )
    return SharedFinding(finding, tuple(group))


_ONE = "示例市教育局关于{title}|各区教育局：|{body}|示例市教育局|2026年{date}"
_CANTEEN = _ONE.format(title="中小学校食堂食品安全管理的通知", body="食堂每天留样，留足48小时。", date="3月2日")
_TABLES = _ONE.format(title="中小学校食堂食品安全检查标准的通知", body="检查分五项，每项二十分。", date="3月12日")
_SPORT = _ONE.format(title="举办中学生田径运动会的通知", body="运动会5月举行，各区组队参加。", date="3月3日")

CHECK = Check(
    name="should-merge",
    run=nothing,
    across=across,
    doc=__doc__,
    params={
        "likeness": Param(float, "两个题目的事项有多大一部分相同，才提示（0–1）", 0.6),
        "days": Param(int, "印发日期最多相隔多少天", 31),
    },
    bad=(
        Case(_CANTEEN, others=(_TABLES,)),
        Case(_TABLES, others=(_SPORT, _CANTEEN)),
        Case(
            _ONE.format(title="印发老旧校舍加固改造方案的通知", body="今年加固12所。", date="4月1日"),
            others=(_ONE.format(title="印发老旧校舍加固改造资金管理办法的通知", body="资金专款专用。", date="4月8日"),),
        ),
    ),
    good=(
        Case(_CANTEEN, others=(_SPORT,)),
        Case(_CANTEEN, others=(_TABLES.replace("示例市教育局", "示例市市场监管局"),)),
        Case(_CANTEEN, others=(_TABLES.replace("3月12日", "9月12日"),)),
        Case(
            _ONE.format(title="召开教学工作会议的通知", body="会议3月举行。", date="3月2日"),
            others=(_ONE.format(title="召开安全工作会议的通知", body="会议4月举行。", date="3月6日"),),
        ),
    ),
)
