"""文号重号和断号

查什么：扫描一个文件夹时，把同一机关代字、同一年份的发文字号排起来：两份不同的文稿用了同一个号；中间缺号。

为什么：发文顺序号一件一号，按年接着编。重号的两份文件无法区分，缺号的说不清是没发还是丢了。

怎么改：重号的改用下一个号；缺号的核对登记簿，是作废还是漏放进来。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from wenlint.check import Case, Check, Confidence, Context, Param, Rule, Severity, nothing
from wenlint.filed import FiledDraft, SharedFinding
from wenlint.text.citations import document_numbers
from wenlint.text.sketch import resemblance

_SAME_PAPER = 0.7


def across(drafts: Sequence[FiledDraft], rule: Rule, context: Context) -> Iterator[SharedFinding]:
    for (code, year), serials in _by_series(drafts).items():
        for serial, group in serials.items():
            if _differ([drafts[index] for index in group]):
                yield _twice(f"{code}〔{year}〕{serial}号", group, rule)
        missing = [serial for serial in range(min(serials), max(serials)) if serial not in serials]
        if len(serials) >= rule.params["least"] and 0 < len(missing) <= len(serials) * rule.params["gaps"]:
            yield _gaps(f"{code}〔{year}〕", missing, serials, rule)


def _differ(drafts: Sequence[FiledDraft]) -> bool:
    """Whether they are more than one paper; the same one may lie there twice, or in two formats."""
    first = drafts[0]
    return any(
        draft.digest != first.digest
        and not (draft.title == first.title and resemblance(draft.sketch, first.sketch) >= _SAME_PAPER)
        for draft in drafts[1:]
    )


def _by_series(drafts: Sequence[FiledDraft]) -> dict[tuple[str, int], dict[int, list[int]]]:
    """Indexes of the drafts by serial number, by code and year, all in order."""
    series: dict[tuple[str, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, draft in enumerate(drafts):
        number = next(document_numbers(draft.number), None)
        if number:
            series[number.code, number.year][number.serial].append(index)
    return {key: dict(sorted(series[key].items())) for key in sorted(series)}


def _twice(number: str, group: Sequence[int], rule: Rule) -> SharedFinding:
    finding = rule.finding(
        f"{len(group)} 份不同的文稿都用了 {number}",
        advice="核对发文登记，后登记的改用下一个号。",
        evidence={"what": "same-number", "document_number": number, "count": len(group)},
    )
    return SharedFinding(finding, tuple(group))


def _gaps(code: str, missing: Sequence[int], serials: dict[int, list[int]], rule: Rule) -> SharedFinding:
    named = "、".join(map(str, missing[:20])) + ("等" if len(missing) > 20 else "")
    finding = rule.finding(
        f"{code} 从 {min(serials)} 号到 {max(serials)} 号之间缺 {len(missing)} 个号：{named}",
        advice="核对发文登记：作废的注明，漏放的补进来；只扫描一部分文件时不用理会。",
        severity=Severity.INFO,
        confidence=Confidence.LOW,
        evidence={"what": "missing-numbers", "code": code, "missing": list(missing)},
    )
    return SharedFinding(finding, tuple(group[0] for group in serials.values()))


def _case(*serials: int, code: str = "示水发〔2026〕") -> tuple[str, ...]:
    return tuple(
        f"{code}{serial}号|示例市水务局关于第{place}项工作的通知|各区水务局：|请{place}月底前办结。|示例市水务局|2026年3月2日"
        for place, serial in enumerate(serials, 1)
    )


def _folder(*serials: int) -> Case:
    first, *others = _case(*serials)
    return Case(first, others=others)


CHECK = Check(
    name="number-sequence",
    run=nothing,
    across=across,
    doc=__doc__,
    params={
        "least": Param(int, "同一代字至少有几个号，才看断号", 4),
        "gaps": Param(float, "缺的号最多是已有号的几成，才像断号而不是只放了一部分（0–1）", 0.5),
    },
    bad=(_folder(5, 5), _folder(1, 2, 4, 5), _folder(7, 3, 7)),
    good=(
        _folder(1, 2, 3, 4),
        _folder(1, 40, 90, 200),
        Case(_case(5)[0], others=_case(5, code="示教发〔2026〕")),
        Case(_case(5)[0], others=(_case(5)[0],)),
    ),
)
