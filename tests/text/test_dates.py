"""Dates in every written form."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.text.dates import dates, iso_date

_DAYS = st.dates(min_value=dt.date(1949, 10, 1), max_value=dt.date(2099, 12, 31))
_UNITS = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]


def _small(number: int) -> str:
    tens, unit = divmod(number, 10)
    return (("" if tens == 1 else _UNITS[tens]) + "十" if tens else "") + _UNITS[unit]


def _year(year: int, zero: str) -> str:
    return "".join(zero if digit == "0" else _UNITS[int(digit)] for digit in str(year))


@given(_DAYS, st.sampled_from("〇○零０OＯ"))
def test_every_form_reads_to_the_same_day(day: dt.date, zero: str) -> None:
    forms = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month:02} 月 {day.day:02} 日",
        f"{_year(day.year, zero)}年{_small(day.month)}月{_small(day.day)}日",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日印发",
    ]
    assert {iso_date(form) for form in forms} == {day.isoformat()}


@given(_DAYS, st.text(alphabet="的会议，于。（）《》甲乙", max_size=8), st.text(alphabet="起施行，。（）", max_size=5))
def test_a_date_is_found_with_its_place(day: dt.date, before: str, after: str) -> None:
    written = f"{day.year}年{day.month}月{day.day}日"
    (mention,) = dates(before + written + after)
    assert (mention.iso, mention.span.start) == (day.isoformat(), len(before))


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    for mention in dates(text):
        dt.date.fromisoformat(mention.iso if len(mention.iso) == 10 else f"{mention.iso}-01")


@pytest.mark.parametrize("text", ["2019年2月30日", "2019.13.1", "1.2.3", "10.2019.5.1", "2019年", "五月十六日"])
def test_what_is_no_date(text: str) -> None:
    assert iso_date(text) is None


def test_a_month_alone_and_the_first_month() -> None:
    assert iso_date("二〇一九年十月") == "2019-10"
    assert iso_date("1990年元月5日") == "1990-01-05"
