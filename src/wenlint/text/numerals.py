"""Numbers and quantities as drafts write them: 30分钟, 三十分钟, 半小时, 两个半小时, 200余人, 10—15家.

Values are exact (:class:`fractions.Fraction`); a quantity is a closed range, because
drafts write ranges and round figures, with the direction in which it is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from wenlint.document import Span
from wenlint.text.patterns import pattern


class Bound(StrEnum):
    """In which direction a stated number is open."""

    EXACT = "exact"
    ABOUT = "about"  # 约、左右
    MORE = "more"  # 余、多、以上、不少于
    LESS = "less"  # 近、以内、不超过


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit (人, 分钟, 天, 页 …) as written; ``span`` covers both."""

    low: Fraction
    high: Fraction
    unit: str
    bound: Bound
    span: Span


_DIGITS = {
    char: value
    for value, chars in enumerate("零〇○ 一壹 二两贰 三叁 四肆 五伍 六陆 七柒 八捌 九玖".split())
    for char in chars
}
_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}
_MYRIADS = {"万": 10**4, "亿": 10**8}

_HAN_NUMERAL = "[" + "".join((*_DIGITS, *_SCALES, *_TENS, *_MYRIADS)) + "]+(?:点[" + "".join(_DIGITS) + "]+)?"
_ARABIC_NUMERAL = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?[百千万亿]*"
_NUMERAL = f"(?:{_ARABIC_NUMERAL}|{_HAN_NUMERAL})"
_WHOLE_ARABIC = pattern(r"(?P<digits>(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?)(?P<scale>[百千万亿]*)\Z")
# 百余人, 近千人: a scale word standing alone counts as one of it.
_LEADING_SCALE = pattern("[百千万亿]")


def value_of(numeral: str) -> Fraction | None:
    """The value of one numeral, Arabic or Chinese; None when it is not a numeral.

    ``"1,200"``, ``"3万"``, ``"三十"``, ``"二百五"`` (250), ``"二〇一九"`` (2019), ``"百分之三十"`` (3/10),
    ``"半"`` (1/2). Numerals of more than 30 characters are no numbers of a draft: None.
    """
    text = numeral.strip()
    if len(text) > 30:
        return None
    if text == "半":
        return Fraction(1, 2)
    whole, parts, share = text.partition("分之")
    if parts:
        return _ratio(whole, share)
    match = _WHOLE_ARABIC.match(text)
    return _arabic(match) if match else _chinese(text)


def _ratio(whole: str, share: str) -> Fraction | None:
    below, above = value_of(whole), value_of(share)
    if whole == "百":
        below = Fraction(100)
    return above / below if above is not None and below else None


def _arabic(match: re.Match[str]) -> Fraction:
    digits = match["digits"].replace(",", "").replace("，", "").replace("．", ".")
    # Fraction() knows no full-width digits, int() does.
    whole, _, decimals = digits.partition(".")
    value = Fraction(int(whole)) + (Fraction(int(decimals), 10 ** len(decimals)) if decimals else 0)
    for scale in match["scale"]:
        value *= {**_SCALES, **_MYRIADS}[scale]
    return value


def _chinese(text: str) -> Fraction | None:
    whole, point, decimals = text.partition("点")
    value = _chinese_integer(whole)
    if value is None or not point:
        return None if value is None or text.endswith("点") else Fraction(value)
    if not decimals or any(char not in _DIGITS for char in decimals):
        return None
    return value + Fraction(int("".join(str(_DIGITS[char]) for char in decimals)), 10 ** len(decimals))


def _chinese_integer(text: str) -> int | None:
    if not text:
        return None
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    if _LEADING_SCALE.match(text):
        text = "一" + text
    return _scaled_integer(text)


def _scaled_integer(text: str) -> int | None:
    """Digits under scale words: 三百零五, 一万二千, 一百二 (120)."""
    total = section = 0
    digit: int | None = None
    last_scale, after_zero = 1, False
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            after_zero = after_zero or digit == 0
        elif char in _TENS:
            section, digit, last_scale = section + _TENS[char], None, 10
        elif char in _SCALES:
            section += (1 if digit is None else digit) * _SCALES[char]
            digit, last_scale, after_zero = None, _SCALES[char], False
        elif char in _MYRIADS:
            part = section + (digit or 0)
            # 一亿三十万 adds up, 一万亿 multiplies.
            total = total + part * _MYRIADS[char] if total > _MYRIADS[char] else (total + part) * _MYRIADS[char]
            section, digit, last_scale, after_zero = 0, None, _MYRIADS[char], False
        else:
            return None
    if digit:
        # 二百五 is 250, 二百零五 205.
        section += digit if after_zero or last_scale < 100 else digit * last_scale // 10
    return total + section


# Before a numeral these make it part of a word or an ordinal: 第三天, 统一, 唯一, 之一.
_NO_NUMBER_BEFORE = "(?<![第统唯之某逐专划单.．\\d])(?<![\\d零〇一二三四五六七八九十]点)"
_BEFORE = {
    "约|大约|大概|大致": Bound.ABOUT,
    "近|将近|接近|不到|不足|不超过|不得超过|不多于|至多|最多|不高于|不大于|控制在|小于|少于|低于": Bound.LESS,
    "超过|超|逾|不少于|不低于|不得少于|至少|最少|多达|多于|高于|大于|达到|突破": Bound.MORE,
}
_BETWEEN = {"余|多|几": Bound.MORE, "来": Bound.ABOUT}
_AFTER = {"左右|上下": Bound.ABOUT, "以上|之上|起": Bound.MORE, "以内|之内|以下|之下|内": Bound.LESS}
_RANGE_MARK = r"\s*(?:[-－—–~～]{1,2}|至|到)\s*"


@lru_cache(maxsize=64)
def _pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    unit = "|".join(re.escape(word) for word in sorted(units, key=len, reverse=True))
    before = "|".join(_BEFORE)
    number = f"(?:{_NUMERAL}|半)"
    return re.compile(
        f"(?:(?P<before>{before})(?:在|为|达|于)?\\s*)?{_NO_NUMBER_BEFORE}"
        f"(?P<low>{number})(?:\\s*(?:{unit})?{_RANGE_MARK}(?P<high>{number}))?"
        f"(?P<between>[余多来几]?)\\s*(?P<half>个?半)?个??(?P<unit>{unit})(?P<tail>半(?![天年月日小个]))?"
        f"(?P<after>左右|上下|以上|之上|起|以内|之内|以下|之下|内(?!容|部|外|涵))?"
    )


def quantities(text: str, units: Iterable[str]) -> Iterator[Quantity]:
    """Every number in ``text`` that is followed by one of ``units``, in order.

    半小时 is 1/2 小时, 两个半小时 and 2小时半 are 5/2; 200余人 is 200 人 or more; 三五天 is 3–5 天.
    Ordinals (第三天) are no quantities.
    """
    for match in _pattern(tuple(units)).finditer(text):
        quantity = _quantity(match)
        if quantity is not None:
            yield quantity


def _quantity(match: re.Match[str]) -> Quantity | None:
    low, high = _range(match["low"], match["high"])
    if low is None or high is None:
        return None
    if match["half"] or match["tail"]:
        low, high = low + Fraction(1, 2), high + Fraction(1, 2)
    start = match.start("before") if match["before"] else match.start("low")
    return Quantity(low, high, match["unit"], _bound(match), Span(start, match.end()))


def _range(low: str, high: str | None) -> tuple[Fraction | None, Fraction | None]:
    if high is not None:
        return _both_ends(low, high)
    return _adjacent(low) or (value_of(low), value_of(low))


def _both_ends(low: str, high: str) -> tuple[Fraction | None, Fraction | None]:
    least, most = value_of(low), value_of(high)
    if least is not None and most is not None and least > most:
        return None, None
    return least, most


# 三五天, 七八个, 二三十人, 四五百: adjacent digits stand for a range, 十五 or 二〇 do not.
_ADJACENT = pattern(r"(?P<low>[一二两三四五六七八])(?P<high>[二三四五六七八九])(?P<scale>[十百千万]?)\Z")


def _adjacent(numeral: str) -> tuple[Fraction, Fraction] | None:
    match = _ADJACENT.match(numeral)
    if not match:
        return None
    low, high = _DIGITS[match["low"]], _DIGITS[match["high"]]
    if not (high - low == 1 or (low, high) == (3, 5)):
        return None
    scale = {**_SCALES, **_MYRIADS}.get(match["scale"], 1)
    return Fraction(low * scale), Fraction(high * scale)


def _bound(match: re.Match[str]) -> Bound:
    for group, table in (("between", _BETWEEN), ("after", _AFTER), ("before", _BEFORE)):
        word = match[group]
        for alternatives, bound in table.items():
            if word and word in alternatives.split("|"):
                return bound
    return Bound.EXACT
