"""同一件事发两份文

查什么：扫描一个文件夹时，把待发的文稿两两比：同一机关为落实同一份上级文件另发两份配套文件；同一篇正文用两个
题目、两个文号发；文稿的题目和文号在上级文件库里已经有了，可能早就印发过。

为什么：行文应当确有必要。一件事发两份文，基层要看两遍、报两遍，内容稍有出入还不知道照哪份办。

怎么改：并成一份印发，或者撤下其中一份；确实要分开的，在正文里写明两份文件各管什么。
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from wenlint.check import Case, Check, Confidence, Context, Param, Rule, Severity, nothing
from wenlint.filed import FiledDraft, SharedFinding, joined
from wenlint.text.sketch import resemblance
from wenlint.text.titles import in_title_marks, is_same_title

_ENOUGH = 48  # runs; a form that has only its headings is like every other
_COMMON = 40  # a run that so many drafts share is a set phrase or a form


def across(drafts: Sequence[FiledDraft], rule: Rule, context: Context) -> Iterator[SharedFinding]:
    alike = list(_alike(drafts, rule.params["resemblance"]))
    for group in joined(alike):
        yield _same_text(drafts, group, rule)
    told = {frozenset(pair) for pair in alike}
    for superior, group in _by_superior(drafts).items():
        if len(group) > 1 and frozenset(group[:2]) not in told:
            yield _same_superior(drafts, group, superior, rule)
    for index, draft in enumerate(drafts):
        yield from _already_issued(draft, index, rule, context)


def _alike(drafts: Sequence[FiledDraft], least: float) -> Iterator[tuple[int, int]]:
    """Pairs whose texts are nearly the same; only pairs that share many of their rarer runs are compared."""
    holders: dict[int, list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        if len(draft.sketch) >= _ENOUGH:
            for value in draft.sketch:
                holders[value].append(index)
    shared = Counter(pair for group in holders.values() if len(group) <= _COMMON for pair in combinations(group, 2))
    pairs = {pair for pair, runs in shared.items() if runs >= least * _ENOUGH / 2}
    pairs |= {pair for group in _copies(drafts) for pair in pairwise(group)}
    for one, other in sorted(pairs):
        if resemblance(drafts[one].sketch, drafts[other].sketch) >= least:
            yield one, other


def _copies(drafts: Sequence[FiledDraft]) -> Iterable[list[int]]:
    """Files of the same bytes, however many."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        groups[draft.digest].append(index)
    return groups.values()


def _same_text(drafts: Sequence[FiledDraft], group: Sequence[int], rule: Rule) -> SharedFinding:
    numbers = list(dict.fromkeys(drafts[index].number for index in group if drafts[index].number))
    titles = {drafts[index].title for index in group}
    is_one_paper = len(titles) == 1 and len(numbers) < 2
    share = min(resemblance(drafts[group[0]].sketch, drafts[index].sketch) for index in group[1:])
    under = f"，用了 {len(numbers)} 个文号（{'、'.join(numbers)}）" if len(numbers) > 1 else ""
    same = (
        "是同一份稿子"
        if is_one_paper
        else "内容完全相同"
        if len({drafts[index].digest for index in group}) == 1
        else "正文基本相同"
    )
    finding = rule.finding(
        f"{len(group)} 份文稿{same}{under}",
        severity=Severity.INFO if is_one_paper else None,
        advice="核对是不是同一份稿子放了几遍；一件事只发一份，其余撤下。",
        evidence={"what": "same-text", "resemblance": round(share, 2), "numbers": numbers},
    )
    return SharedFinding(finding, tuple(group))


def _by_superior(drafts: Sequence[FiledDraft]) -> dict[str, list[int]]:
    """Drafts of one issuer that carry out the same superior document, by its name."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        for superior in draft.implements:
            groups[superior, draft.issuer].append(index)
    return {superior: group for (superior, _), group in sorted(groups.items())}


def _same_superior(drafts: Sequence[FiledDraft], group: Sequence[int], superior: str, rule: Rule) -> SharedFinding:
    name = superior if superior.endswith("号") else in_title_marks(superior)
    issuer = drafts[group[0]].issuer
    finding = rule.finding(
        f"{issuer or '这个文件夹里'}有 {len(group)} 份文稿都是为落实{name}的",
        confidence=Confidence.MEDIUM if issuer else Confidence.LOW,
        advice="能并成一份的并成一份；确实要分开的，各写各的事，不重复。",
        evidence={"what": "same-superior", "superior": superior, "count": len(group)},
    )
    return SharedFinding(finding, tuple(group))


def _already_issued(draft: FiledDraft, index: int, rule: Rule, context: Context) -> Iterator[SharedFinding]:
    if context.superiors is None or not draft.title:
        return
    known = context.superiors.find(draft.title, draft.number)
    if known is None or not is_same_title(known.ref.title, draft.title):
        return
    is_ours = draft.number == known.ref.number if draft.number else draft.issuer == known.ref.issuer
    if not is_ours:
        return
    when = "，".join(part for part in (known.ref.number, known.ref.date) if part)
    finding = rule.finding(
        f"上级文件库里已经有同题文件{f'（{when}）' if when else ''}，这份可能早就印发过",
        confidence=Confidence.MEDIUM,
        advice="核对是不是重复印发；是修订的，在正文里写明原文件同时废止。",
        evidence={"what": "already-issued", "document": known.ref.id, "number": known.ref.number},
    )
    yield SharedFinding(finding, (index,))


_GREEN = "示例市水务局关于落实《示例省节水行动方案》的实施方案|各区水务局：|{part}|示例市水务局|2026年3月2日"
_ONE = "一、城区供水管网漏损率年底降到8%以下，由管网处负责。二、新建小区同步安装再生水管线，由规划处负责。"
_TWO = "学校和医院的用水器具6月底前全部换成节水型，费用从节水专项里列支，由节水办负责验收。"
_LONG = (
    "示例市水务局关于做好汛前检查的通知|各区水务局：|各区要在4月底前查完辖区内的闸站、泵站和涵洞，发现隐患的当场登记，"
    "限期修复。易涝点要备足沙袋、水泵和照明设备，落实值守人员和联系电话。查完的结果填进统一的登记表，由局防汛处汇总。"
    "|示例市水务局|2026年3月{day}日"
)

CHECK = Check(
    name="duplicate-filing",
    run=nothing,
    across=across,
    doc=__doc__,
    params={"resemblance": Param(float, "两篇正文有多大一部分字串相同，才算同一篇（0–1）", 0.7)},
    bad=(
        Case(_GREEN.format(part=_ONE), others=(_GREEN.format(part=_TWO),)),
        Case(_LONG.format(day=2), others=(_LONG.format(day=5),)),
        Case(
            _LONG.format(day=2), others=(_LONG.format(day=2).replace("汛前检查", "防汛准备"), _GREEN.format(part=_ONE))
        ),
        Case(
            "示水发〔2026〕8号|" + _LONG.format(day=2),
            superiors=("示例市水务局关于做好汛前检查的通知|示水发〔2026〕8号|各区要在4月底前查完辖区内的闸站。",),
        ),
    ),
    good=(
        Case(_LONG.format(day=2), others=(_GREEN.format(part=_ONE),)),
        Case(
            _GREEN.format(part=_ONE),
            others=(_GREEN.format(part=_TWO).replace("示例市水务局", "示例市教育局"),),
        ),
        Case(
            "示例市水务局关于取水许可有关事项的通知|各区水务局：|根据《中华人民共和国水法》，取水口要安装计量设施。"
            "|示例市水务局|2026年3月2日",
            others=(
                "示例市水务局关于河道采砂管理的通知|各区水务局：|根据《中华人民共和国水法》，采砂要凭证。"
                "|示例市水务局|2026年3月9日",
            ),
        ),
        Case(
            "示水发〔2026〕8号|" + _LONG.format(day=2),
            superiors=("示例省水利厅关于做好汛前检查的通知|示水利〔2026〕3号|各市要在4月底前查完辖区内的闸站。",),
        ),
    ),
)
