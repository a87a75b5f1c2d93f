"""层次序数跳号、重号，或者写法不对

查什么：段首的层次序数“一、”“（一）”“1.”“（1）”和“第×条”“第×章”。同一层里跳号、重号、倒号，开头不是“一”；
隔层使用（“一、”下面直接是“（1）”）；一层里只有一个分项；写法不对，如“（一）、”“(一)”“1、”“一．”。
附件、被印发的文件里重新从“一、”起是对的；“如下：”之后另起一组编号、同层里按小标题重新编号的，也不报。

为什么：序数错了，引用“第三条第（二）项”就会指错地方；跳号常常是删改后漏掉了一段。

怎么改：照提示重新编号；缺的那一项如果是误删，补回来。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from wenlint.check import Case, Check, Confidence, Context, Finding, Fix, Location, Param, Rule, Severity, Verdict
from wenlint.document import BlockKind, Document, Part, Span
from wenlint.text.legislation import is_legislation
from wenlint.text.numerals import value_of
from wenlint.text.ordinals import Ordinal, ordinal_of, printed_number
from wenlint.text.paragraphs import Paragraph, is_older_than, once_for_each_draft, paragraphs
from wenlint.text.patterns import pattern
from wenlint.text.titles import ends_like_title


class _Item(NamedTuple):
    """A numbered paragraph; ``introduced`` tells that a new list may begin with it."""

    ordinal: Ordinal
    span: Span
    introduced: bool


_LONGEST_TITLE = 40
_COUNTED = frozenset({BlockKind.BODY, BlockKind.HEADING, BlockKind.ANNOTATION})
_PARTS = (Part.MAIN, Part.ENCLOSED, Part.ATTACHMENT)


@once_for_each_draft
def _scopes(document: Document) -> tuple[tuple[_Item, ...], ...]:
    """The numbered paragraphs, apart for the main part, an enclosed text, and each attachment."""
    scopes: list[list[_Item]] = [[]]
    part = Part.MAIN
    introduced = False
    for paragraph in paragraphs(document):
        if paragraph.part not in _PARTS:
            continue
        if paragraph.part is not part or paragraph.kind in (BlockKind.ATTACHMENT, BlockKind.TITLE):
            scopes.append([])
            part = paragraph.part
        ordinal = ordinal_of(paragraph.text.lstrip()) if paragraph.kinds <= _COUNTED else None
        if ordinal is not None:
            scopes[-1].append(_item(paragraph, ordinal, introduced))
        introduced = _introduces(paragraph, ordinal) or (introduced and _keeps_open(paragraph, ordinal))
    return tuple(_numbers(scope) for scope in scopes if scope)


def _item(paragraph: Paragraph, ordinal: Ordinal, introduced: bool) -> _Item:
    lead = len(paragraph.text) - len(paragraph.text.lstrip())
    return _Item(ordinal, paragraph.place(lead, lead + len(ordinal.printed)), introduced)


def _introduces(paragraph: Paragraph, ordinal: Ordinal | None) -> bool:
    """Whether another list may begin after the paragraph: it ends in a colon, or is the title of another text."""
    words = paragraph.text.strip()
    titled = ordinal is None and len(words) <= _LONGEST_TITLE and words[-1:] not in "。；，、！？”）"
    titled = titled or (words.startswith(("（", "(")) and words.endswith(("）", ")")))  # a note of adoption under one
    return words.endswith(("：", ":")) or titled


def _keeps_open(paragraph: Paragraph, ordinal: Ordinal | None) -> bool:
    """Whether a list that was about to begin still is: 第一章 before 第一条, a preamble under another text's title."""
    if ordinal is None:
        return ends_like_title(paragraph.text) or _PREAMBLE.search(paragraph.text) is not None
    return ordinal.value == 1 and ordinal.unit in _UNITS


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the numbering by the aspect that the rule speaks of."""
    judge = _ASPECTS[rule.params["aspect"]]
    if is_older_than(document, rule.params["since"]) or (judge is not _judge_order and is_legislation(document)):
        return
    for scope in _scopes(document):
        yield from judge(document, rule, scope)


# ---- order


def _judge_order(document: Document, rule: Rule, scope: Sequence[_Item]) -> Iterator[Finding]:
    """Walks the items with the last number of each open level; a higher level closes those below.

    A list within a list (1. 2. 1. 2. 3.) is left where it ends.
    A second level may count on through the first ones (一、（一）（二）二、（三）), as the State Council's opinions do.
    """
    last: dict[object, tuple[int, _Item]] = {}
    closed: dict[object, int] = {}
    suspended: dict[object, set[int]] = {}
    for item in scope:
        key, rank = _rank(item.ordinal)
        before = last.get(key)
        for other in [other for other in last if _depth(other) > rank]:
            closed[other] = last.pop(other)[0]
        value = item.ordinal.value
        if before is None and value == closed.get(key, -1) + 1:
            pass
        elif before is None:
            if value > 1 and _is_surely_first(document, item, scope):
                yield _misnumbered(rule, item, 1, f"这一层从“{item.ordinal.printed}”开始", Confidence.MEDIUM)
        elif value == 1 and (item.introduced or rank >= _LISTS):
            suspended.setdefault(key, set()).add(before[0])
        elif value != before[0] + 1 and value - 1 not in suspended.get(key, ()) and not _run_in(document, before, item):
            yield _out_of_order(rule, item, before)
        last[key] = (value, item)


def _run_in(document: Document, before: tuple[int, _Item], item: _Item) -> bool:
    """Whether what seems left out stands in the middle of a paragraph: （三）……；（四）……, 第三条 behind a stop."""
    between = document.text[before[1].span.end : item.span.start]
    missing = range(before[0] + 1, item.ordinal.value)
    if not missing or item.ordinal.level == 1:
        return False
    if item.ordinal.level == 0:
        articles = {int(value_of(found[1]) or 0) for found in _ARTICLE.finditer(between)}
        return item.ordinal.unit == "条" and articles.issuperset(missing)
    return all(printed_number(item.ordinal.level, value) in between for value in missing)


# An article that begins behind another's full stop, where the paragraphs of a text were run together.
_ARTICLE = pattern(r"[。；：\s]\s*第([一二三四五六七八九十百〇零\d]{1,7})条")
_PREAMBLE = pattern(
    r"(?:制定|特制[定订]|制订)(?:了)?本(?:办法|规定|细则|规则|方案|制度|条例|章程|规程|准则|预案|守则)[。：]?\s*\Z"
)
_UNITS = ("编", "部分", "章", "节", "条")
_LISTS = 13  # depth from which an order 1. 2. 3. is often a mere list


def _rank(ordinal: Ordinal) -> tuple[object, int]:
    """What the number counts with, and how deep that stands. Articles count through all chapters."""
    if ordinal.level == 0:
        depth = _UNITS.index(ordinal.unit) if ordinal.unit in _UNITS else len(_UNITS)
        return (ordinal.unit, depth), depth
    return (ordinal.level, 10 + ordinal.level), 10 + ordinal.level


def _depth(key: object) -> int:
    assert isinstance(key, tuple)
    unit, depth = key
    return -1 if unit == "条" else int(depth)


_NEAR = 400


def _is_surely_first(document: Document, item: _Item, scope: Sequence[_Item]) -> bool:
    """A lone 2. may be a date or a stray line; a first level that begins with 二、 and goes on is none.

    （一） may stand in the middle of the paragraph above.
    """
    if printed_number(item.ordinal.level, 1) in document.text[max(0, item.span.start - _NEAR) : item.span.start]:
        return False
    same = [other for other in scope if other.ordinal.level == item.ordinal.level]
    return item.ordinal.level in (1, 2) and len(same) > 1 and item.ordinal.value < 4


def _out_of_order(rule: Rule, item: _Item, before: tuple[int, _Item]) -> Finding:
    expected = before[0] + 1
    shown, previous = item.ordinal.printed, before[1].ordinal.printed
    if item.ordinal.value == before[0]:
        why = f"“{shown}”重复了"
    elif item.ordinal.value > expected:
        why = f"“{previous}”后面直接是“{shown}”，跳了号"
    else:
        why = f"“{previous}”后面又是“{shown}”"
    return _misnumbered(rule, item, expected, why, Confidence.HIGH, before[1])


def _misnumbered(
    rule: Rule, item: _Item, expected: int, why: str, confidence: Confidence, before: _Item | None = None
) -> Finding:
    ordinal = item.ordinal
    right = printed_number(ordinal.level, expected) if ordinal.level else f"第{expected}{ordinal.unit}"
    return rule.finding(
        f"层次序数不连贯：{why}",
        Location(item.span),
        *([Location(before.span)] if before else []),
        advice=f"这里应当是“{right}”；如果中间漏了一项，补上后再往下编。",
        confidence=confidence,
        evidence={"value": ordinal.value, "expected": expected},
    )


# ---- levels


def _judge_levels(document: Document, rule: Rule, scope: Sequence[_Item]) -> Iterator[Finding]:
    """一、 followed by （1）: two levels are left out. One left out (一、 1.) is usual in short texts."""
    level = 0
    for item in scope:
        if item.ordinal.level == 0:
            return
        if level and item.ordinal.level > level + 2:
            yield rule.finding(
                f"层次序数隔层使用：第{level}层下面直接是“{item.ordinal.printed}”",
                Location(item.span),
                advice="按“一、”“（一）”“1.”“（1）”的顺序逐层使用；只有两层的，可以用“一、”和“（一）”。",
                confidence=Confidence.MEDIUM,
                fixes=[],
            )
            return
        level = item.ordinal.level
    yield from _first_level(rule, scope)


def _first_level(rule: Rule, scope: Sequence[_Item]) -> Iterator[Finding]:
    """（一） as the first level with 1. below it: 一、 is missing altogether."""
    levels = [item.ordinal.level for item in scope]
    if levels and levels[0] == 2 and 1 not in levels and 3 in levels and levels.count(2) > 1:
        yield rule.finding(
            f"第一层用了“{scope[0].ordinal.printed}”，应当从“一、”开始",
            Location(scope[0].span),
            advice="第一层改用“一、”“二、”，下面的层次依次用“（一）”“1.”“（1）”。",
            confidence=Confidence.MEDIUM,
        )


# ---- a lone item


def _judge_lone(document: Document, rule: Rule, scope: Sequence[_Item]) -> Iterator[Finding]:
    for at, item in enumerate(scope):
        level = item.ordinal.level
        if level not in (2, 3) or item.ordinal.value != 1 or item.introduced:
            continue
        above = scope[at - 1].ordinal.level if at else 0
        following = next((other for other in islice(scope, at + 1, None) if other.ordinal.level <= level), None)
        if above == level - 1 and (following is None or following.ordinal.level < level):
            yield rule.finding(
                f"这一层只有“{item.ordinal.printed}”一项",
                Location(item.span),
                advice="只有一项的不必编号，并入上一层；如果漏了后面的，补上。",
                severity=Severity.WARNING,
                confidence=Confidence.MEDIUM,
            )


# ---- form


def _judge_form(document: Document, rule: Rule, scope: Sequence[_Item]) -> Iterator[Finding]:
    """One finding for each way of writing it wrongly, with all its places."""
    slips: dict[str, list[_Item]] = {}
    for item in scope:
        if item.ordinal.is_slip:
            slips.setdefault(_shape(item.ordinal), []).append(item)
    for items in slips.values():
        first = items[0].ordinal
        more = f"，同样的共 {len(items)} 处" if len(items) > 1 else ""
        yield rule.finding(
            f"层次序数“{first.printed}”写法不对，应当写“{first.right}”{more}",
            *(Location(item.span) for item in items),
            advice="第一层“一、”，第二层“（一）”，第三层“1.”，第四层“（1）”；带括号的序数后面不再加标点。",
            evidence={"count": len(items), "shape": _shape(first)},
            fixes=[Fix(item.span, item.ordinal.right) for item in items],
        )


def _numbers(scope: Sequence[_Item]) -> tuple[_Item, ...]:
    """Without a lone 一： 一， or 一 with a blank: that may be how a sentence begins."""
    in_company = sum(item.ordinal.level == 1 for item in scope) > 1
    return tuple(
        item for item in scope if in_company or item.ordinal.level != 1 or item.ordinal.printed.rstrip()[-1] in "、．."
    )


def _shape(ordinal: Ordinal) -> str:
    return _DIGITS.sub("#", ordinal.printed)


_DIGITS = pattern(r"[\d一二三四五六七八九十百〇零]+")
_ASPECTS: dict[str, Callable[[Document, Rule, Sequence[_Item]], Iterator[Finding]]] = {
    "order": _judge_order,
    "levels": _judge_levels,
    "lone": _judge_lone,
    "form": _judge_form,
}

_SETTING = "示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|%s|示例市人民政府|2024年5月6日"


def _case(body: str, aspect: str = "order") -> Case:
    return Case(_SETTING % body, {"aspect": aspect})


CHECK = Check(
    name="heading-sequence",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "since": Param(str, "成文日期早于这一天的不查；空着都查", ""),
    },
    bad=(
        _case("一、排查|{30字}|三、整治|{30字}"),
        _case("一、排查|{30字}|二、整治|{30字}|二、验收|{30字}"),
        _case("一、排查|（一）范围|{30字}|（三）时间|{30字}|二、整治|{30字}"),
        _case("一、排查|1.范围。{30字}|2.时间。{30字}|4.人员。{30字}"),
        _case("一、排查|{30字}|一、整治|{30字}"),
        _case("二、整治|{30字}|三、验收|{30字}"),
        _case("第一条 {30字}|第二条 {30字}|第四条 {30字}"),
        _case("第一条 {30字}|第二条 违反第三条的，{30字}|第四条 {30字}"),
        _case("一、排查|（1）范围。{30字}|（2）时间。{30字}", "levels"),
        _case("（一）排查|1.范围。{30字}|2.时间。{30字}|（二）整治|{30字}", "levels"),
        _case("一、排查|（一）范围|{30字}|二、整治|{30字}", "lone"),
        _case("（一）、排查|{30字}|（二）、整治|{30字}", "form"),
        _case("一、排查|（一），范围|{30字}|（二）时间|{30字}", "form"),
        _case("一、排查|{30字}|二 整治|{30字}|三、验收|{30字}", "form"),
        _case("一．排查|{30字}|二．整治|{30字}", "form"),
        _case("一、排查|1、范围。{30字}|2、时间。{30字}", "form"),
        _case("一、排查|(一)范围|{30字}|(二)时间|{30字}", "form"),
    ),
    good=(
        _case(
            "一、排查|（一）范围|1.河道。{30字}|2.涵洞。{30字}|（二）时间|1.五月。{30字}|2.六月。{30字}|二、整治|{30字}"
        ),
        _case("一、排查|{30字}|二、整治|{30字}|示例市人民政府|2024年5月6日|附件1|清单|一、河道|二、涵洞"),
        _case("一、排查|（一）河道。{30字}|（二）涵洞。{30字}|二、整治|（三）经费。{30字}|（四）人员。{30字}"),
        _case("一、排查|（一）河道；（二）涵洞；|（三）管网。|二、整治|{30字}"),
        _case("第一条 {30字}。第二条 {30字}。|第三条 {30字}。"),
        _case(
            "第一章 总则|第一条 {9字}。|第二章 巡查|第二条 {9字}。|示例市涵洞养护办法|示政发〔2024〕3号|"
            "为了加强涵洞养护，制定本办法。|第一章 总则|第一条 {9字}。|第二条 {9字}。"
        ),
        _case("一、排查|重点是：|1.河道；|2.涵洞。|人员是：|1.区级；|2.街道。|二、整治|{30字}"),
        _case(
            "第一章 总则|第一条 {9字}|第二条 {9字}|第二章 巡查|第三条 下列情形：|（一）渗水；|（二）开裂。|第四条 {9字}"
        ),
        _case("一、排查|（一）范围|{30字}|（二）时间|{30字}|二、整治|{30字}", "lone"),
        _case("一、排查|1.范围。{30字}|（1）河道。{30字}|（2）涵洞。{30字}|2.时间。{30字}", "levels"),
        _case("一、排查|（一）范围|1.河道。{30字}|（1）城区。{30字}|（2）郊区。{30字}|2．涵洞。{30字}", "form"),
        _case("2024年5月起开展。|1998年建成的，3.5米以上的重点查。", "form"),
    ),
)
