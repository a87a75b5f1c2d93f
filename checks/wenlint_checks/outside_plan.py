"""不在年度计划里，或者超出计划次数

查什么：给了年度计划（--plan，.csv 或 .xlsx）时才查。会议通知、发文、督查检查考核通知按标题和开头去找计划里的事项：
找不到的是计划外；找到而次数已满（计划写的已开展次数，或者标题写的“第×次”，扫描文件夹时几份文稿对应同一项）的是超出计划；
另可核对计划给同一部门安排的项数、次数是不是超过规则的上限。年份对不上、计划里没有这一类的，说明无法判断。没有给计划的不查。

为什么：会议、发文、督查检查考核实行年度计划管理，临时加开、重复开展的，基层要多跑多报。

怎么改：并入计划里已有的事项；确需增加的，先按程序报批调整计划，再印发。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from wenlint.check import (
    CannotTell,
    Case,
    Check,
    Confidence,
    Context,
    Finding,
    Location,
    Param,
    PlanItem,
    Rule,
    Verdict,
)
from wenlint.document import BlockKind, Document, Kind, Part, Span
from wenlint.filed import FiledDraft, SharedFinding
from wenlint.text.legislation import is_of_the_top
from wenlint.text.numerals import value_of
from wenlint.text.patterns import pattern
from wenlint.text.titles import strip_brackets

_LABELS = {"meeting": "会议", "document": "发文", "inspection": "督查检查考核"}
_ADVICE = "并入计划里已有的事项；确需增加的，先按程序报批调整计划，再印发。"
_OPENING = 300
_LIKE = 0.75
_NEAR = 0.4
_SHORTEST = 4
_LITTLE_ELSE = 0.7
_ALMOST_ALL = 0.85
_ENDING = pattern(r"(?:有关(?:事项|工作|情况)|工作)?的?(?:通知|方案|函|意见|安排|预通知|补充通知|计划)\Z")
_YEAR = pattern(r"(?:19|20)?\d\d(?:年度?|(?=全))|今年|本年度?|全年")
# Words that say that something is held, not what.
_HELD = pattern(r"(?:召开|举[办行]|开展|组织|实施|进行|做好|印发|参加|对.{0,8}(?=督查|检查|考核))")
_GENERIC = pattern(
    r"工作|会议|大会|[推促]进会|座谈会|动员会|部署会|全[市省区县国]|全系统|系统|通知|专项|综合|活动|第.{1,3}[次届]|"
    r"电视电话|视频|季度|年度|半年|全体|扩大|情况|进一步|[的和与及、]"
)
_HEAD_ORGAN = pattern(r"(?:党委|政府|[省市区县州旗]委)(?:办公[厅室])?\Z")
_ORDINAL = pattern(r"第(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})次")


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Looks the draft up in the annual plan."""
    if context.plan is None or not _is_concerned(document, rule):
        return
    category = rule.params["category"]
    planned = [item for item in context.plan if item.category == category]
    year = _year_of(document)
    items = [item for item in planned if year is None or item.year in (None, year)]
    if not planned:
        yield CannotTell(f"年度计划里没有“{_LABELS[category]}”这一类，无法核对是不是计划外")
    elif not items:
        years = "、".join(sorted({str(item.year) for item in planned}))
        yield CannotTell(f"草稿是 {year} 年的，年度计划是 {years} 年的，无法核对")
    else:
        yield from _judge(document, rule, items)


def _is_concerned(document: Document, rule: Rule) -> bool:
    if is_of_the_top(document):
        return False
    return _is_told(rule, document.elements.title or "", *document.elements.addressees, _opening(document))


def _is_told(rule: Rule, *words: str) -> bool:
    """Whether the rule speaks of a draft with these words."""
    told, only, unless = "\n".join(words), rule.params["only"], rule.params["unless"]
    return (not only or any(re.search(one, told) for one in only)) and not any(re.search(one, told) for one in unless)


def _year_of(document: Document) -> int | None:
    date = document.elements.date
    return int(date[:4]) if date else None


def _opening(document: Document) -> str:
    blocks = (block for block in document.in_part(Part.MAIN) if block.kind is BlockKind.BODY)
    words = ""
    for block in blocks:
        words += block.span.of(document.text)
        if len(words) >= _OPENING:
            break
    return words[:_OPENING]


def _judge(document: Document, rule: Rule, items: Sequence[PlanItem]) -> Iterator[Finding]:
    item, likeness = _nearest(document.elements.title or "", _opening(document), items)
    if rule.params["aspect"] == "organ":
        if likeness >= _LIKE:
            yield from _too_many_of_the_organ(document, rule, item, items)
    elif likeness < _LIKE:
        near = f"；名称最近的是“{item.title}”（第 {item.row} 行）" if likeness >= _NEAR else ""
        told = f"年度计划里没有这项{_label(rule)}{near}"
        yield _finding(document, rule, told, {"planned": False, "candidates": len(items)})
    elif (occasion := max(item.done + 1, _ordinal(document))) > item.times:
        told = f"年度计划第 {item.row} 行“{item.title}”安排 {item.times} 次，这是第 {occasion} 次"
        yield _finding(document, rule, told, {"value": occasion, "limit": item.times, "unit": "次", "row": item.row})


def _too_many_of_the_organ(
    document: Document, rule: Rule, item: PlanItem, items: Sequence[PlanItem]
) -> Iterator[Finding]:
    """A department's own yearly number; the Party committee and the government are no departments."""
    limit, unit, counting = rule.params["limit"], rule.params["unit"], rule.params["counting"]
    if not item.organ or _HEAD_ORGAN.search(item.organ) or not re.search(counting, item.title):
        return
    theirs = [one for one in items if one.organ == item.organ and re.search(counting, one.title)]
    total = sum(one.times for one in theirs) if unit == "次" else len(theirs)
    if total > limit:
        rows = "、".join(str(one.row) for one in theirs)
        told = (
            f"年度计划给{item.organ}安排了 {total} {unit}{_label(rule)}（第 {rows} 行），规定每年不超过 {limit} {unit}"
        )
        yield _finding(document, rule, told, {"value": total, "limit": limit, "unit": unit})


def _finding(document: Document, rule: Rule, message: str, evidence: Mapping[str, object]) -> Finding:
    block = next(document.of_kind(BlockKind.TITLE), None)
    return rule.finding(
        message,
        Location(block.span if block else Span(0, 0)),
        advice=rule.advice or _ADVICE,
        confidence=Confidence.MEDIUM,
        evidence=evidence,
        whole=True,
    )


def _label(rule: Rule) -> str:
    return _LABELS[rule.params["category"]]


# --- the drafts of a folder together ----------------------------------------------------------

_KINDS = {"meeting": Kind.MEETING_NOTICE, "inspection": Kind.INSPECTION_NOTICE, "document": Kind.POLICY}
# Such a paper is one more about the same occasion, not another occasion.
_AMENDS = pattern(r"补充|更正|改期|延期|推迟|取消|变更|调整|预通知|预备通知|修订|修改")


def across(drafts: Sequence[FiledDraft], rule: Rule, context: Context) -> Iterator[SharedFinding]:
    """Several drafts for one item of the plan, more than it still allows."""
    if context.plan is None or rule.params["aspect"] != "planned":
        return
    groups: dict[PlanItem, list[int]] = {}
    for index, draft in enumerate(drafts):
        item = _item_of(draft, rule, context.plan)
        if item is not None:
            groups.setdefault(item, []).append(index)
    for item, group in groups.items():
        occasions = len({drafts[index].digest for index in group})
        if occasions > 1 and item.done + occasions > item.times:
            yield SharedFinding(_beyond(rule, item, occasions), tuple(group))


def _item_of(draft: FiledDraft, rule: Rule, plan: Sequence[PlanItem]) -> PlanItem | None:
    category = rule.params["category"]
    year = int(draft.date[:4]) if draft.date else None
    items = [item for item in plan if item.category == category and (year is None or item.year in (None, year))]
    if draft.kind is not _KINDS[category] or not draft.title or not items or _AMENDS.search(draft.title):
        return None
    if not _is_told(rule, draft.title, *draft.addressees):
        return None
    item, likeness = _nearest(draft.title, "", items)
    return item if likeness >= _LIKE else None


def _beyond(rule: Rule, item: PlanItem, occasions: int) -> Finding:
    before = f"，已开展 {item.done} 次" if item.done else ""
    return rule.finding(
        f"有 {occasions} 份文稿对应年度计划第 {item.row} 行“{item.title}”，计划安排 {item.times} 次{before}",
        advice=rule.advice or _ADVICE,
        confidence=Confidence.MEDIUM,
        evidence={"value": item.done + occasions, "limit": item.times, "unit": "次", "row": item.row},
    )


# --- likeness of names ------------------------------------------------------------------------


def _nearest(title: str, opening: str, items: Sequence[PlanItem]) -> tuple[PlanItem, float]:
    """The item whose name is most like what the draft is about, and how alike they are (0–1)."""
    matter, opening = _matter(title), _bare(opening)
    return max(((item, _likeness(_matter(item.title), matter, opening)) for item in items), key=lambda found: found[1])


def _likeness(planned: str, matter: str, opening: str) -> float:
    if len(planned) >= _SHORTEST and (planned in matter or planned in opening):
        return 1.0
    ours, theirs = _GENERIC.sub("", matter), _GENERIC.sub("", planned)
    if not ours or not theirs:
        return float(planned == matter)
    mine, other = _pairs(ours), _pairs(theirs)
    in_order = len(mine & other) / max(len(other), min(len(mine), 2 * len(other)), 1)
    return max(in_order, _in_any_order(ours, theirs))


def _in_any_order(one: str, other: str) -> float:
    """The part of the shorter name that the longer one has, if it has little else (乡村振兴实绩, 乡村振兴战略实绩)."""
    shared = sum((Counter(one) & Counter(other)).values())
    shorter, longer = sorted((len(one), len(other)))
    return shared / shorter if shared / longer >= _LITTLE_ELSE and shared / shorter >= _ALMOST_ALL else 0.0


def _pairs(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)}


def _matter(title: str) -> str:
    """What a title is about: without issuer, year, form and the words for holding it."""
    about = strip_brackets(title).split("关于", 1)[-1]
    return _bare(_HELD.sub("", _ENDING.sub("", about)))


def _bare(words: str) -> str:
    return "".join(re.findall(r"\w", _YEAR.sub("", words)))


def _ordinal(document: Document) -> int:
    """The number of the occasion that the title tells (2026年第三次……会议), or 0."""
    match = _ORDINAL.search(document.elements.title or "")
    value = value_of(match["number"]) if match else None
    return int(value) if value else 0


_PLAN = (
    PlanItem("meeting", "全市水务工作会议", "示例市水务局", 2024, 1, 0, 2),
    PlanItem("meeting", "全市防汛工作会议", "示例市水务局", 2024, 1, 1, 3),
    PlanItem("inspection", "河长制落实情况考核", "示例市水务局", 2024, 1, 0, 4),
    PlanItem("inspection", "城市供水安全检查", "示例市水务局", 2024, 1, 0, 5),
    PlanItem("inspection", "园林绿化养护检查", "示例市园林局", 2024, 1, 0, 6),
    PlanItem("document", "关于推进节水型社会建设的意见", "示例市人民政府", 2024, 1, 0, 7),
)
_MEETING = {"category": "meeting"}
_INSPECTION = {"category": "inspection"}
_NOTICE = "示例市水务局关于%s的通知|各区水务局：|%s{60字}|示例市水务局|2024年5月6日"


def _case(about: str, words: str, params: Mapping[str, object], kind: Kind) -> Case:
    return Case(_NOTICE % (about, words), params, kind=kind, plan=_PLAN)


_HELD_ON = "定于2024年6月4日（星期二）召开%s。"
_MEET, _INSPECT = Kind.MEETING_NOTICE, Kind.INSPECTION_NOTICE

CHECK = Check(
    name="outside-plan",
    run=run,
    across=across,
    doc=__doc__,
    params={
        "category": Param(str, "计划里的哪一类：meeting 会议、document 发文、inspection 督查检查考核"),
        "only": Param(list, "标题、主送或开头有这些说法的才查，正则表达式；空着不限", []),
        "unless": Param(list, "标题、主送或开头有这些说法的不查，正则表达式", []),
        "aspect": Param(
            str, "planned 是不是在计划里、满没满次数；organ 计划给同一部门安排的是不是超过 limit", "planned"
        ),
        "limit": Param(int, "同一部门一年最多几项或几次（aspect = organ）", 1),
        "unit": Param(str, "limit 的单位：项（几个事项）或 次（各事项次数之和）", "项"),
        "counting": Param(str, "只数名称里有这些说法的事项，正则表达式；空着全数", ""),
    },
    bad=(
        _case("召开全市水务宣传工作会议", _HELD_ON % "全市水务宣传工作会议", _MEETING, _MEET),
        _case("召开2024年第二次全市水务工作会议", _HELD_ON % "全市水务工作会议", _MEETING, _MEET),
        _case("召开全市防汛工作会议", _HELD_ON % "全市防汛工作会议", _MEETING, _MEET),
        _case("开展排水设施专项检查", "自6月起对各区排水设施开展检查。", _INSPECTION, _INSPECT),
        _case("开展城市供水安全检查", "对各区供水安全开展检查。", {**_INSPECTION, "aspect": "organ"}, _INSPECT),
        Case(
            "示例市人民政府关于发展夜间经济的意见|各区人民政府：|{90字}|示例市人民政府|2024年5月6日",
            {"category": "document"},
            plan=_PLAN,
        ),
        Case(
            (_NOTICE % ("召开全市水务工作会议", _HELD_ON % "会议")).replace("2024", "2025"),
            _MEETING,
            kind=_MEET,
            plan=_PLAN,
            cannot_tell=True,
        ),
        Case(_NOTICE % ("开展用水检查", ""), _INSPECTION, kind=_INSPECT, plan=_PLAN[:2], cannot_tell=True),
        Case(
            _NOTICE % ("召开全市水务工作会议", _HELD_ON % "会议"),
            _MEETING,
            others=((_NOTICE % ("召开全市水务工作会议", _HELD_ON % "全市会议")).replace("5月6日", "9月2日"),),
            plan=_PLAN,
        ),
    ),
    good=(
        _case("召开2024年全市水务工作会议", _HELD_ON % "全市水务工作会议", _MEETING, _MEET),
        _case("召开会议", _HELD_ON % "2024年全市水务工作会议", _MEETING, _MEET),
        _case("开展2024年度河长制落实情况考核", "对各区开展考核。", _INSPECTION, _INSPECT),
        _case("对各区河长制落实情况进行考核", "对各区开展考核。", _INSPECTION, _INSPECT),
        _case("召开局务会议", _HELD_ON % "局务会议", {**_MEETING, "only": ["全市"]}, _MEET),
        _case("开展防汛应急响应期间督查", "按照应急响应要求。", {**_INSPECTION, "unless": ["应急响应"]}, _INSPECT),
        Case(
            "示例市园林局关于开展园林绿化养护检查的通知|各区园林局：|{60字}|示例市园林局|2024年5月6日",
            {**_INSPECTION, "aspect": "organ"},
            kind=_INSPECT,
            plan=_PLAN,
        ),
        Case(
            "示例市人民政府关于推进节水型社会建设的意见|各区人民政府：|{90字}|示例市人民政府|2024年5月6日",
            {"category": "document"},
            plan=_PLAN,
        ),
        Case(
            _NOTICE % ("召开全市水务工作会议", _HELD_ON % "会议"),
            _MEETING,
            others=(_NOTICE % ("全市水务工作会议改期", "会议改到6月5日。"), _NOTICE % ("召开水务法制讲座", "")),
            plan=_PLAN,
        ),
        # 没有给计划的不查。
        Case(_NOTICE % ("召开全市水务宣传工作会议", ""), _MEETING, kind=_MEET),
    ),
)
