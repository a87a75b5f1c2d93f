"""Dates in every form that drafts and libraries write them, read to ISO 8601.

2019年5月16日, 2019 年 5 月 16 日, 二〇一九年五月十六日, 一九八一年十二月三十一日 (with 〇, ○, Ｏ, 零 or 0
for zero), 2019-05-16, 2019/5/16, 2019.5.16. A month alone reads as "2019-05".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from wenlint.document import Span
from wenlint.text.numerals import value_of
from wenlint.text.patterns import pattern


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: ``iso`` is "YYYY-MM-DD", or "YYYY-MM" when no day is written."""

    iso: str
    span: Span


# Letters and rings that stand in for 〇 in printed years.
_ZEROS = "〇○零０0oOＯοОо◯⚪"
_YEAR_DIGIT = f"[\\d一二三四五六七八九{_ZEROS}]"
_COUNT = "(?:\\d{1,2}|[一二三四五六七八九十廿卅]{1,3}|元)"
_WRITTEN = pattern(
    f"(?<![\\d{_ZEROS}])(?P<year>{_YEAR_DIGIT}(?:\\s?{_YEAR_DIGIT}){{3}})\\s*年\\s*"
    f"(?P<month>{_COUNT})\\s*月(?!份?起)(?:份(?!\\d))?(?:\\s*(?P<day>{_COUNT})\\s*[日号])?"
)
_NUMERIC = pattern(
    r"(?<![\d.\-/])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d\-/]|\.\d)"
)


def dates(text: str) -> Iterator[DateMention]:
    """Every date in ``text`` that exists in the calendar, in order."""
    found = [*_mentions(_WRITTEN, text), *_mentions(_NUMERIC, text)]
    yield from sorted(found, key=lambda mention: mention.span)


def iso_date(text: str) -> str | None:
    """The date that ``text`` as a whole is, or None; blanks and a closing 印发 do not matter."""
    bare = text.strip().removesuffix("印发").strip()
    for mention in dates(bare):
        if mention.span == Span(0, len(bare)):
            return mention.iso
    return None


def _mentions(pattern: re.Pattern[str], text: str) -> Iterator[DateMention]:
    for match in pattern.finditer(text):
        iso = _iso(match["year"], match["month"], match["day"])
        if iso:
            yield DateMention(iso, Span(match.start(), match.end()))


def _iso(year: str, month: str, day: str | None) -> str | None:
    digits = "".join(_year_digit(char) for char in year if not char.isspace())
    months, days = _small(month), _small(day) if day else 1
    if months is None or days is None:
        return None
    try:
        date = dt.date(int(digits), months, days)
    except ValueError:
        return None
    return date.isoformat() if day else date.isoformat()[:7]


def _year_digit(char: str) -> str:
    return "0" if char in _ZEROS else str(value_of(char))


def _small(count: str) -> int | None:
    if count == "元":
        return 1
    value = value_of(count)
    return int(value) if value is not None else None
