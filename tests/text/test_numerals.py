"""Numbers as drafts write them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.text.numerals import Bound, quantities, value_of

_DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """The everyday Chinese numeral of 1 to 99,999,999."""
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        return in_chinese(head) + "万" + ("" if not rest else ("零" if rest < 1000 else "") + in_chinese(rest))
    text, pending_zero = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            text += ("零" if pending_zero else "") + _DIGITS[digit] + name
            pending_zero = False
        elif text:
            pending_zero = True
    return text


@given(st.integers(min_value=1, max_value=99_999_999))
def test_chinese_and_arabic_numerals_have_one_value(number: int) -> None:
    assert value_of(in_chinese(number)) == value_of(str(number)) == value_of(f"{number:,}") == number


@given(st.integers(min_value=0, max_value=9999))
def test_digit_by_digit_numerals_read_as_years_do(number: int) -> None:
    spelled = "".join("〇一二三四五六七八九"[int(digit)] for digit in f"{number:04}")
    assert value_of(spelled) == number


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    value_of(text)
    for quantity in quantities(text, ("人", "天", "小时")):
        assert quantity.low <= quantity.high
        assert text[quantity.span.start : quantity.span.end].count(quantity.unit)


@given(st.text(alphabet="零一二两三十百千万亿半个点至到-0123456789.,人天第余多约", max_size=25))
def test_no_numeral_salad_breaks_the_reader(text: str) -> None:
    value_of(text)
    list(quantities(text, ("人", "天")))


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("廿五", 25),
        ("两千零五", 2005),
        ("二百五", 250),
        ("一万五", 15000),
        ("一亿零三十万", 100_300_000),
        ("1.5万", 15000),
        ("３０", 30),
        ("三点五", Fraction(7, 2)),
        ("百分之三十", Fraction(3, 10)),
        ("三分之一", Fraction(1, 3)),
        ("半", Fraction(1, 2)),
        ("点", None),
        ("三三十", None),
        ("公文", None),
        ("", None),
    ],
)
def test_numeral_values(numeral: str, value: object) -> None:
    assert value_of(numeral) == value


@pytest.mark.parametrize(
    ("text", "low", "high", "bound"),
    [
        ("时长半小时", Fraction(1, 2), Fraction(1, 2), Bound.EXACT),
        ("用了两个半小时", Fraction(5, 2), Fraction(5, 2), Bound.EXACT),
        ("约2小时半", Fraction(5, 2), Fraction(5, 2), Bound.ABOUT),
        ("不超过三小时", 3, 3, Bound.LESS),
        ("2至3小时", 2, 3, Bound.EXACT),
        ("2小时—3小时", 2, 3, Bound.EXACT),
        ("三五小时", 3, 5, Bound.EXACT),
        ("十多个小时", 10, 10, Bound.MORE),
        ("10小时以上", 10, 10, Bound.MORE),
        ("24小时以内", 24, 24, Bound.LESS),
    ],
)
def test_quantities(text: str, low: object, high: object, bound: Bound) -> None:
    (found,) = quantities(text, ("小时",))
    assert (found.low, found.high, found.bound) == (low, high, bound)


@pytest.mark.parametrize("text", ["第三天", "统一天气预报", "唯一人选", "3.人员分工"])
def test_ordinals_and_words_are_no_quantities(text: str) -> None:
    assert not list(quantities(text, ("天", "人")))


def test_units_are_told_apart() -> None:
    text = "安排6家单位作交流发言，每家8分钟，参会350人。"
    found = [(int(quantity.low), quantity.unit) for quantity in quantities(text, ("家", "分钟", "人"))]
    assert found == [(6, "家"), (8, "分钟"), (350, "人")]
