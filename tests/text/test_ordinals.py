from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.text.numerals import value_of
from wenlint.text.ordinals import chinese_numeral, ordinal_of, printed_number


@pytest.mark.parametrize(
    ("text", "level", "value"),
    [
        ("一、总体要求", 1, 1),
        ("二、2005年工作总体部署", 1, 2),
        ("十一、附则", 1, 11),
        ("（三）完善机制", 2, 3),
        ("4.现场检查", 3, 4),
        ("4．现场检查", 3, 4),
        ("（12）其他", 4, 12),
        ("第五条 本办法", 0, 5),
        ("第三章 附则", 0, 3),
    ],
)
def test_levels_and_values(text: str, level: int, value: int) -> None:
    ordinal = ordinal_of(text)
    assert ordinal is not None
    assert (ordinal.level, ordinal.value, ordinal.is_slip) == (level, value, False)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("（一）、总体要求", "（一）"),
        ("(一)总体要求", "（一）"),
        ("（二），总体要求", "（二）"),
        ("一．总体要求", "一、"),
        ("三.总体要求", "三、"),
        ("1、现场检查", "1."),
        ("1）现场检查", "1."),
        ("(2)现场检查", "（2）"),
    ],
)
def test_slips_with_the_right_form(text: str, right: str) -> None:
    ordinal = ordinal_of(text)
    assert ordinal is not None
    assert ordinal.is_slip
    assert ordinal.right == right


@pytest.mark.parametrize(
    "text", ["2024年5月起施行", "3.5米以上的", "12345热线", "一是加强领导", "", "会议一、二层", "0.5元"]
)
def test_what_is_no_number_of_a_heading(text: str) -> None:
    assert ordinal_of(text) is None


@given(st.integers(1, 99))
def test_numerals_are_read_back(value: int) -> None:
    assert value_of(chinese_numeral(value)) == value


@given(st.integers(1, 4), st.integers(1, 40))
def test_printed_numbers_are_read_back_without_slips(level: int, value: int) -> None:
    ordinal = ordinal_of(printed_number(level, value) + "加强领导")
    assert ordinal is not None
    assert (ordinal.level, ordinal.value, ordinal.is_slip) == (level, value, False)


@given(st.text(max_size=40))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    ordinal = ordinal_of(text)
    assert ordinal is None or text.startswith(ordinal.printed)
