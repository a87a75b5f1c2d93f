"""发文份数超过限额

查什么：给了发文限额表（--quota，.csv 或 .xlsx）时才查。扫描一个文件夹时，把每个机关今年已经发的份数和这次待发的份数加
起来，看是不是超过限额；没有写限额、只写了上年份数的，按规则要求减少的比例算出限额。

为什么：发文数量要比上年减下来。临到印发才发现超了，就只能退回或者硬发。

怎么改：能合并的合并，能用电话、会议解决的不发文；确需增发的，先按程序调整限额。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from wenlint.check import Case, Check, Confidence, Context, Finding, Param, QuotaItem, Rule, nothing
from wenlint.filed import FiledDraft, SharedFinding


def across(drafts: Sequence[FiledDraft], rule: Rule, context: Context) -> Iterator[SharedFinding]:
    pending = _pending(drafts)
    for item in context.quota or ():
        limit = _limit(item, rule.params["cut"])
        group = pending.get(item.organ, [])
        total = item.issued + len(group)
        if group and total > limit:
            yield SharedFinding(_finding(item, limit, total, len(group), rule), tuple(group))


def _pending(drafts: Sequence[FiledDraft]) -> dict[str, list[int]]:
    """Indexes of the drafts of each issuer; the same paper in two formats counts once."""
    groups: dict[str, list[int]] = defaultdict(list)
    seen: set[tuple[str, str, str]] = set()
    for index, draft in enumerate(drafts):
        paper = (draft.issuer, draft.title or draft.digest, draft.number)
        if draft.issuer and paper not in seen:
            seen.add(paper)
            groups[draft.issuer].append(index)
    return groups


def _limit(item: QuotaItem, cut: float) -> int:
    if item.limit is not None:
        return item.limit
    return int((item.last_year or 0) * (1 - cut) + 1e-9)


def _finding(item: QuotaItem, limit: int, total: int, pending: int, rule: Rule) -> Finding:
    percent = round(rule.params["cut"] * 100)
    basis = "限额" if item.limit is not None else f"上年 {item.last_year} 份减少 {percent}% 后的"
    return rule.finding(
        f"{item.organ}今年已发 {item.issued} 份，加上待发的 {pending} 份共 {total} 份，超过{basis} {limit} 份",
        advice="能合并的合并，能不发的不发；确需增发的，先按程序调整限额。",
        confidence=Confidence.MEDIUM,
        evidence={"value": total, "limit": limit, "unit": "份", "organ": item.organ, "row": item.row},
    )


def _notice(number: int, organ: str = "示例市水务局") -> str:
    return f"{organ}关于第{number}项工作的通知|各区：|请{number}月底前办结第{number}项。|{organ}|2026年{number}月2日"


_HALF = (QuotaItem("示例市水务局", None, 10, 6),)
_CAP = (QuotaItem("示例市水务局", 3, None, 2),)

CHECK = Check(
    name="over-quota",
    run=nothing,
    across=across,
    doc=__doc__,
    params={"cut": Param(float, "发文比上年至少减少多大一部分（0–1），没有写限额时用", 0.3)},
    bad=(
        Case(_notice(1), others=(_notice(2),), quota=_HALF),
        Case(_notice(3), others=(_notice(2),), quota=_CAP),
        Case(_notice(1), quota=(QuotaItem("示例市水务局", 0, 5, 0),)),
    ),
    good=(
        Case(_notice(2), quota=_HALF),
        Case(_notice(1), others=(_notice(2, "示例市教育局"),), quota=_CAP),
        Case(_notice(1), others=(_notice(1),), quota=_CAP),
        Case(_notice(2), others=(_notice(1),)),
    ),
)
