"""数字、标点、词语的写法不合规范

查什么：正文和标题里规则列出的写法，如“约300人左右”“二○二四年”“10-15%”“三、五天”“3百人”“24年5月”。
规则写明怎样才对的，给出改法。引用的原文（引号、书名号里）不查。

为什么：同一个数字两种写法，容易读错、抄错；“约”和“左右”连用，意思重复。

怎么改：照提示改；引文以原件为准，原件就是这样写的，保留。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from wenlint.check import Case, Check, Context, Finding, Fix, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Document, Part, Span
from wenlint.text.clauses import enclosed
from wenlint.text.paragraphs import Paragraph, is_older_than, paragraphs
from wenlint.text.patterns import pattern

_KINDS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.BODY, BlockKind.CELL, BlockKind.ATTACHMENT})
_PARTS = frozenset({Part.MAIN, Part.ENCLOSED, Part.ATTACHMENT})
_QUOTES = "“‘「『《〈"


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """One finding for each form the rule lists, with every place it is found at."""
    if is_older_than(document, rule.params["since"]):
        return
    searched = list(_searched(document, rule))
    for source, right in rule.params["forms"].items() if searched else ():
        form = _compiled(source)
        places = [(p, match) for p in searched if form.search(p.text) for match in _matches(rule, form, p)]
        if places:
            yield _finding(rule, right, places)


def _searched(document: Document, rule: Rule) -> Iterator[Paragraph]:
    signs: str = rule.params["signs"]
    for paragraph in paragraphs(document):
        if paragraph.part in _PARTS and paragraph.kinds <= _KINDS and any(sign in paragraph.text for sign in signs):
            yield paragraph


@lru_cache(maxsize=128)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _matches(rule: Rule, form: re.Pattern[str], paragraph: Paragraph) -> Iterator[re.Match[str]]:
    unless = rule.params["unless"]
    quoted: list[Span] | None = None
    for match in form.finditer(paragraph.text):
        if unless and _compiled("|".join(unless)).search(_around(paragraph.text, match)):
            continue
        if quoted is None:
            quoted = [span for span in enclosed(paragraph.text) if paragraph.text[span.start] in _QUOTES]
        if rule.params["quoted"] or not any(span.start < match.start() and match.end() < span.end for span in quoted):
            yield match


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 6) : match.end() + 6]


def _finding(rule: Rule, right: str, places: list[tuple[Paragraph, re.Match[str]]]) -> Finding:
    first = places[0][1]
    said = first[0].strip()
    mended = _mended(first, right)
    message = rule.message.replace("{said}", said) if rule.message else f"“{said}”写法不规范"
    more = f"，共 {len(places)} 处" if len(places) > 1 else ""
    return rule.finding(
        f"{message}{more}",
        *(Location(p.place(*match.span())) for p, match in places),
        advice=rule.advice or (f"改为“{mended}”。" if mended else "照规范的写法改。"),
        evidence={"count": len(places), "said": said},
        fixes=[Fix(p.place(*match.span()), _mended(match, right)) for p, match in places] if right else [],
    )


_GROUP = pattern(r"<(\d)>")


def _mended(match: re.Match[str], right: str) -> str:
    """The replacement with the groups of the form put in: <1>%～<2>%."""
    return _GROUP.sub(lambda group: match[int(group[1])], right)


_SETTING = "示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|%s|示例市人民政府|2024年5月6日"


def _case(sentence: str, forms: dict[str, str], signs: str, *unless: str) -> Case:
    return Case(_SETTING % sentence, {"forms": forms, "signs": signs, "unless": list(unless)})


_ABOUT = {"(约)([\\d一-龥]{1,8}?)(左右|上下)": "<1><2>"}
_ZERO = {"([一二])[○零]([一二三四五六七八九○零〇]{2})年": ""}
_SHARE = {"(\\d+)[-—～~](\\d+)%": "<1>%～<2>%"}

CHECK = Check(
    name="misused-form",
    run=run,
    doc=__doc__,
    params={
        "forms": Param(dict, "错误的写法（正则表达式）和替换成什么（<1> 代表第一个括号里的字）；替换为空的只提示"),
        "signs": Param(str, "含有其中任何一个字符的段落才查"),
        "unless": Param(list, "前后 6 个字里有这些的不算，正则表达式", []),
        "quoted": Param(bool, "引号、书名号里的也查", False),
        "since": Param(str, "成文日期早于这一天的不查；空着都查", ""),
    },
    bad=(
        _case("参加人员约300人左右。", _ABOUT, "约"),
        _case("自二○二四年起实行。", _ZERO, "年"),
        _case("压减10-15%。", _SHARE, "%"),
    ),
    good=(
        _case("参加人员约300人。", _ABOUT, "约"),
        _case("自二〇二四年起实行，会期3天左右。", _ZERO, "年"),
        _case("压减10%～15%，见《压减10-15%的办法》。", _SHARE, "%"),
        _case("约300人左右。", _ABOUT, "约", "约300"),
    ),
)
