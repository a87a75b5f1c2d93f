"""会期撞上无会日，或者日期和星期对不上

查什么：写会议时间的句子。日期写了年份的按日历推算是星期几，没写年份的看括号里写的星期，
再没有就按成文日期的年份推算；落在规则的无会日、无会周里就报。另可核对草稿写的“（星期×）”和日历是否一致。
只写“取消”“不在周一开会”这类话的不报。

为什么：无会日、无会周是留给各单位下基层、抓落实的时间；日期和星期对不上，收文单位不知道以哪个为准。

怎么改：会议改到别的日子；日期和星期核对后改一致。
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wenlint.check import Case, Check, Context, Finding, Location, Param, Rule, Verdict
from wenlint.document import Document, Span
from wenlint.text.legislation import is_of_the_top
from wenlint.text.numerals import value_of
from wenlint.text.patterns import pattern
from wenlint.text.stance import stance_of
from wenlint.text.statements import Statement, statements_with

_WEEKDAYS = "一二三四五六日"
_COUNT = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DAY = pattern(
    rf"(?:(?P<year>\d{{4}}|"
    rf"[一二三四五六七八九〇零○]{{4}})\s*年\s*)?(?:(?<!\d)(?P<month>{_COUNT})\s*月\s*(?P<day>{_COUNT})\s*[日号])"
    r"\s*(?:[（(，,]?\s*(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])\s*[）)]?)?"
)
_YEAR = pattern(r"(?<!\d)((?:19|20)\d\d)\s*年")
_EVERY = pattern(r"(?<!上)(?<!下)(?:每)?(?:个)?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])")


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as a sentence names it; ``date`` is None when only the weekday can be told."""

    date: dt.date | None
    weekday: str
    stated: str
    span: Span


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Holds the days of meetings against the calendar."""
    year = _year_of(document)
    if rule.params["aspect"] == "weekday":
        years = _possible_years(document, year)
        for statement in statements_with(document, _DAY):
            yield from _wrong_weekdays(rule, statement, years)
    elif not is_of_the_top(document):
        for statement in statements_with(document, _meeting(rule.params["meeting"])):
            if rule.params["unless"] and re.search("|".join(rule.params["unless"]), statement.text):
                continue
            yield from _on_closed_days(rule, statement, year)


@lru_cache(maxsize=16)
def _meeting(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _year_of(document: Document) -> int | None:
    date = document.elements.date
    return int(date[:4]) if date else None


def _days(text: str, year: int | None) -> Iterator[_Day]:
    for match in _DAY.finditer(text):
        own_year = _number(match["year"]) or year
        date = _date(own_year, _number(match["month"]), _number(match["day"]))
        stated = (match["weekday"] or "").replace("天", "日")
        told = _WEEKDAYS[date.weekday()] if date and (match["year"] or not stated) else stated
        yield _Day(date if match["year"] else None, told, stated, Span(*match.span()))


def _number(numeral: str | None) -> int | None:
    value = value_of(numeral.replace("○", "〇")) if numeral else None
    return int(value) if value is not None else None


def _date(year: int | None, month: int | None, day: int | None) -> dt.date | None:
    try:
        return dt.date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _possible_years(document: Document, year: int | None) -> tuple[int, ...]:
    """Years that a day without a year may lie in: the document's own, the next, and those it speaks of."""
    own = (year, year + 1) if year else ()
    return tuple(dict.fromkeys((*own, *(int(found[1]) for found in _YEAR.finditer(document.text)))))


def _wrong_weekdays(rule: Rule, statement: Statement, years: Sequence[int]) -> Iterator[Finding]:
    for match in _DAY.finditer(statement.text):
        stated = (match["weekday"] or "").replace("天", "日")
        own_year = _number(match["year"])
        days = [
            _date(year, _number(match["month"]), _number(match["day"])) for year in ([own_year] if own_year else years)
        ]
        real = [day for day in days if day is not None]
        if not stated or not real or any(_WEEKDAYS[day.weekday()] == stated for day in real):
            continue
        yield _wrong_weekday(rule, statement.place(Span(*match.span())), real[0], stated)


def _wrong_weekday(rule: Rule, place: Span, date: dt.date, stated: str) -> Finding:
    real = _WEEKDAYS[date.weekday()]
    return rule.finding(
        f"{date.year}年{date.month}月{date.day}日是星期{real}，草稿写的是星期{stated}",
        Location(place),
        advice=rule.advice or "核对日期和星期，改成一致。",
        evidence={"date": date.isoformat(), "stated": stated, "weekday": real},
    )


_FARTHEST = 40


def _on_closed_days(rule: Rule, statement: Statement, year: int | None) -> Iterator[Finding]:
    text = statement.text
    meetings = [Span(*match.span()) for match in _meeting(rule.params["meeting"]).finditer(text)]
    days = [*_days(text, year), *_recurring(text)]
    for day in days:
        near = [m for m in meetings if abs(m.start - day.span.end) <= _FARTHEST or m.overlaps(day.span)]
        reason = _closed(rule, day)
        if near and reason and not any(stance_of(text, span) for span in (day.span, near[0])):
            yield rule.finding(
                f"会议时间“{day.span.of(text).strip()}”是{reason}",
                Location(statement.place(day.span)),
                advice=rule.advice,
                evidence={"date": day.date.isoformat() if day.date else None, "weekday": day.weekday},
            )
            return


def _recurring(text: str) -> Iterator[_Day]:
    """每周一召开例会: no date, only the weekday."""
    taken = [Span(*match.span()) for match in _DAY.finditer(text)]
    for match in _EVERY.finditer(text):
        span = Span(*match.span())
        if not any(span.overlaps(other) for other in taken):
            yield _Day(None, match["weekday"].replace("天", "日"), match["weekday"], span)


def _closed(rule: Rule, day: _Day) -> str:
    if day.weekday and day.weekday in rule.params["weekdays"]:
        return f"星期{day.weekday}，定为无会日"
    if day.date is None:
        return ""
    return "无会周" if any(_within(day.date, week) for week in rule.params["weeks"]) else ""


def _within(date: dt.date, week: Sequence[str]) -> bool:
    """Whether the date lies in [from, to], both given as ISO dates."""
    return len(week) == 2 and str(week[0]) <= date.isoformat() <= str(week[1])


_MONDAYS = {"meeting": "全[市区]性?[^，。；]{0,20}(?:会议|大会|会)", "weekdays": "一"}
_WEEKDAY = {"meeting": "", "aspect": "weekday"}
_NOTICE = "示例市关于召开节水工作会议的通知|各区人民政府：|{60字}%s{60字}"


def _case(sentence: str, params: Mapping[str, object]) -> Case:
    return Case(_NOTICE % sentence, params)


CHECK = Check(
    name="meeting-day",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, "closed 看无会日和无会周，weekday 看日期和星期是否一致", "closed"),
        "meeting": Param(str, "会议的说法，正则表达式"),
        "weekdays": Param(str, "无会日是星期几，如“一”", ""),
        "weeks": Param(list, '无会周，每项是起止日期两个，如 ["2019-07-01", "2019-07-07"]', []),
        "unless": Param(list, "句子里有这些说法的不算，正则表达式", []),
    },
    bad=(
        _case("定于2019年6月3日（星期一）上午9时召开全市推进大会。", _MONDAYS),
        _case("定于二〇一九年六月三日上午召开全市推进会。", _MONDAYS),
        _case("全市调度会议每周一上午召开。", _MONDAYS),
        _case("定于2019年7月3日召开全市推进大会。", {**_MONDAYS, "weeks": [["2019-07-01", "2019-07-07"]]}),
        _case("会议于2019年6月4日（星期三）召开。", _WEEKDAY),
    ),
    good=(
        _case("定于2019年6月4日（星期二）上午9时召开全市推进会。", _MONDAYS),
        _case("每周一不召开全市性会议。", _MONDAYS),
        _case("图书馆每周一闭馆。", _MONDAYS),
        _case("原定2019年6月3日的全市推进大会取消。", _MONDAYS),
        _case("会议于2019年6月4日（星期二）召开。", _WEEKDAY),
        _case("材料于6月4日（星期二）前报送。", _WEEKDAY),
        Case(
            "示例市关于2019年部分节假日安排的通知|各区人民政府：|清明节：4月5日（星期五）放假。|示例市人民政府|2018年12月4日",
            _WEEKDAY,
        ),
    ),
)
