"""会议等安排的数量超过规定

查什么：草稿里写明的数量（几天、几分钟、几个人发言、多少人参会），看它数的是什么，再和规则的上限比。
一句里有几个数量时，每个数量归给离它最近的事项，例如“领导讲话约60分钟”的60分钟归给讲话。
“不超过”“以内”按写出的数比，“200余人”算超过200人，“约”“近”按写出的数比。不许、减少、批评或者记述过去的不报。

为什么：会期长、人数多、发言多，占用的是参会单位的时间，减负规定因此定了上限。

怎么改：按上限压缩；情况说明改为书面材料，发言单位少而精。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from wenlint.check import Case, Check, Confidence, Context, Finding, Location, Param, Rule, Verdict
from wenlint.document import Document, Span
from wenlint.text.clauses import clauses
from wenlint.text.legislation import is_of_the_top
from wenlint.text.looking_back import looking_back
from wenlint.text.numerals import Bound, Quantity, quantities
from wenlint.text.stance import stance_of
from wenlint.text.statements import Statement, statements_with


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges every quantity in the rule's units that counts the rule's topic."""
    if is_of_the_top(document):
        return
    about = _any(tuple(rule.params["about"]))
    unless = _any(tuple(rule.params["unless"]))
    in_context = about is None or about.search(document.elements.title or "")
    for statement in statements_with(document, _topic(rule)):
        if not (in_context or (about and about.search(statement.text))):
            continue
        if unless and unless.search(statement.text):
            continue
        if any(statement.span.overlaps(told) for told in looking_back(document)):
            continue
        yield from _judge(rule, statement)


@lru_cache(maxsize=128)
def _any(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


@lru_cache(maxsize=64)
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _topic(rule: Rule) -> re.Pattern[str]:
    return _pattern(rule.params["topic"])


# In what a quantity is told, where a rule does not say it itself.
_UNITS = {
    "分钟": {"分钟": 1, "小时": 60},
    "天": {"天": 1, "日": 1, "个工作日": 1},
    "人": {"人": 1, "名": 1, "位": 1, "余人": 1},
}


@dataclass(frozen=True, slots=True)
class _Topic:
    span: Span
    own: bool


def _judge(rule: Rule, statement: Statement) -> Iterator[Finding]:
    text = statement.text
    units: Mapping[str, float] = rule.params["units"] or _UNITS.get(rule.params["unit"], {rule.params["unit"]: 1})
    pieces = clauses(text)
    topics = _topics(rule, text)
    for quantity in quantities(text, units):
        topic = _topic_of(quantity.span, topics, pieces)
        if topic is None or not topic.own or _is_another(rule, text, quantity.span):
            continue
        value = quantity.high * Fraction(units[quantity.unit]).limit_denominator(10_000)
        if _exceeds(value, quantity.span.of(text), rule.params["limit"]) and _is_ordered(
            text, topic.span, quantity.span
        ):
            yield _finding(rule, statement, topic, quantity, value)


def _topics(rule: Rule, text: str) -> list[_Topic]:
    own = [_Topic(Span(*match.span()), True) for match in _topic(rule).finditer(text)]
    other = _any(tuple(rule.params["others"]))
    others = [_Topic(Span(*match.span()), False) for match in other.finditer(text)] if other else []
    return own + [topic for topic in others if not any(topic.span.overlaps(mine.span) for mine in own)]


_FARTHEST_CLAUSE = 5


def _topic_of(quantity: Span, topics: Sequence[_Topic], pieces: Sequence[Span]) -> _Topic | None:
    """The nearest topic of the quantity's clause, or else the last one before it in the sentence."""
    at = next((i for i, piece in enumerate(pieces) if piece.start <= quantity.start < piece.end), 0)
    here = [topic for topic in topics if pieces[at].start <= topic.span.start < pieces[at].end]
    if here:
        return min(here, key=lambda topic: _distance(topic.span, quantity))
    first = pieces[max(0, at - _FARTHEST_CLAUSE)].start
    before = [topic for topic in topics if first <= topic.span.start < quantity.start]
    return max(before, key=lambda topic: (topic.span.start, topic.own)) if before else None


def _distance(topic: Span, quantity: Span) -> int:
    if topic.overlaps(quantity):
        return 0
    return topic.start - quantity.end if topic.start >= quantity.end else quantity.start - topic.end


_BESIDE = 2


def _is_another(rule: Rule, text: str, quantity: Span) -> bool:
    """Whether the words beside the number say that it counts something else (提前10分钟, 每个分会场10人)."""
    counts = _any(tuple(rule.params["not_counted"]))
    if counts is None:
        return False
    around = counts.finditer(text, max(0, quantity.start - 8), quantity.end + 6)
    return any(match.start() <= quantity.end + _BESIDE and quantity.start - _BESIDE <= match.end() for match in around)


def _exceeds(value: Fraction, words: str, limit: float) -> bool:
    """200余人 is more than 200; 近200人 and 不少于200人 need not be."""
    return value > limit or (value == limit and re.search("[余多几]", words) is not None)


def _is_ordered(text: str, topic: Span, quantity: Span) -> bool:
    last = Span(quantity.end - 1, quantity.end)
    return stance_of(text, topic) is None and stance_of(text, last) is None


def _finding(rule: Rule, statement: Statement, topic: _Topic, quantity: Quantity, value: Fraction) -> Finding:
    limit, unit = rule.params["limit"], rule.params["unit"]
    said = quantity.span.of(statement.text)
    soft = next((word for word in ("原则上", "一般", "左右") if word in rule.cite.strength), "")
    most = f"{limit:g} {unit}左右" if soft == "左右" else f"{soft}不超过 {limit:g} {unit}"
    whole = Span(min(topic.span.start, quantity.span.start), max(topic.span.end, quantity.span.end))
    return rule.finding(
        f"{rule.params['what']}写的是“{said}”，规定{most}",
        Location(statement.place(whole)),
        confidence=Confidence.MEDIUM if quantity.bound is Bound.ABOUT else Confidence.HIGH,
        evidence={"value": float(value), "limit": limit, "unit": unit, "said": said},
    )


_SPEECH = {
    "what": "领导讲话", "topic": "讲话", "others": ["发言", "汇报", "会议(?:时间|时长)|会期"],
    "unit": "分钟", "limit": 30,
}  # fmt: skip
_PEOPLE = {
    "what": "参会人数", "topic": "参会|参加会议|与会|会议规模", "others": ["发言|观众"],
    "unit": "人", "limit": 200,
}  # fmt: skip
_NOTICE = "示例市关于召开节水工作会议的通知|各区人民政府：|{60字}%s{60字}"


def _case(sentence: str, params: Mapping[str, object]) -> Case:
    return Case(_NOTICE % sentence, params)


CHECK = Check(
    name="quantity-limit",
    run=run,
    doc=__doc__,
    params={
        "what": Param(str, "数的是什么，写进提示"),
        "topic": Param(str, "事项的说法，正则表达式"),
        "others": Param(list, "会把数量认走的其他事项，正则表达式", []),
        "units": Param(dict, "数量单位，以及一个合多少（unit）；空着的，分钟、天、人按通常的说法算", {}),
        "unit": Param(str, "上限的单位"),
        "limit": Param(float, "上限，含本数"),
        "about": Param(list, "句子或标题里要有这些说法之一，正则表达式；空着不限", []),
        "unless": Param(list, "句子里有这些说法的不算，正则表达式", []),
        "not_counted": Param(list, "数字近旁有这些说法的，数的是别的，正则表达式", []),
    },
    bad=(
        _case("安排2家单位作交流发言，每家5分钟，领导讲话约60分钟。", _SPEECH),
        _case("由市领导讲话，时间一个半小时。", _SPEECH),
        _case("讲话控制在四十五分钟以内。", _SPEECH),
        _case("参会人员约350人。", _PEOPLE),
        _case("与会人员二百余名，会期半天。", _PEOPLE),
    ),
    good=(
        _case("领导讲话不超过30分钟，会期1小时。", _SPEECH),
        _case("讲话25分钟；2家单位发言，共40分钟。", _SPEECH),
        _case("讲话半小时，会议时长一个半小时。", _SPEECH),
        _case("参会人员不超过120人。", _PEOPLE),
        Case("示例市2024年工作报告|一、2024年工作回顾|全市大会参会人员1200人。{80字}|二、2025年工作|{80字}", _PEOPLE),
        _case("参会80人，会后组织观众500人参观展览。", _PEOPLE),
        _case("一些会议参会人数达四五百人，应当压缩。", _PEOPLE),
        _case("不再召开500人参加会议的动员大会。", _PEOPLE),
    ),
)
