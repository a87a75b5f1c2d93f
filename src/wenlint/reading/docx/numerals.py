"""Automatic numbers as Word prints them (ST_NumberFormat, ISO/IEC 29500-1 §17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

_CHINESE = "〇一二三四五六七八九"
_SIMPLIFIED_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_TRADITIONAL_LEGAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 32_767  # Word's own limit; a hostile start value must not print a million letters
_MOST_REPEATS = 30
_CHICAGO = "*†‡§"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_GANADA = "가나다라마바사아자차카타파하"
_CHOSUNG = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_KOREAN = "영일이삼사오육칠팔구"


def numeral(number: int, format: str) -> str:
    """``number`` in a number format of WordprocessingML; decimal where the format has no sign for it."""
    if number > _LARGEST or number < 0 or (number == 0 and format not in _FROM_ZERO):
        return str(number)
    return _FORMATS.get(format, str)(number)


def chinese_counting(number: int) -> str:
    """一 … 十一 … 九十九; from 100 digit by digit (一〇〇)."""
    if number >= 100:
        return _digits(_CHINESE)(number)
    tens, ones = divmod(number, 10)
    return _tens(tens) + (_CHINESE[ones] if ones or not tens else "")


def chinese_thousand(number: int, digits: str = "零一二三四五六七八九", units: str = "十百千") -> str:
    """一 … 十一 … 一百零一 … 一千二百三十四 … 一万零五."""
    if number < 20 and units[0] == "十":
        return chinese_counting(number) if number else digits[0]
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = digits[0] if 0 < low < 1000 else ""
        return chinese_thousand(high, digits, units) + "万" + gap + (_below_myriad(low, digits, units) if low else "")
    return _below_myriad(number, digits, units)


def japanese_counting(number: int) -> str:
    """一 … 十一 … 百一 … 千二百三十四: no 一 before a unit and no zero."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return japanese_counting(high) + "万" + (japanese_counting(low) if low else "")
    text = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("" if digit == 1 and sign else _CHINESE[digit]) + sign
    return text


def roman(number: int) -> str:
    """Lower-case Roman numeral."""
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def letters(number: int) -> str:
    """a … z, aa, bb …: Word repeats the letter."""
    return _repeated("abcdefghijklmnopqrstuvwxyz")(number)


def full_width(number: int) -> str:
    """１２３."""
    return "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in str(number))


def _below_myriad(number: int, digits: str, units: str) -> str:
    text, pending_zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if not digit:
            pending_zero = bool(text)
            continue
        text += (digits[0] if pending_zero else "") + digits[digit] + (units[power - 1] if power else "")
        pending_zero = False
    return text


def _tens(tens: int) -> str:
    return "" if not tens else "十" if tens == 1 else _CHINESE[tens] + "十"


def _digits(signs: str) -> Callable[[int], str]:
    return lambda number: "".join(signs[int(digit)] for digit in str(number))


def _from_list(signs: str) -> Callable[[int], str]:
    """One sign for each number; decimal after the last, as Word does."""
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


def _from_block(first: int, count: int) -> Callable[[int], str]:
    return _from_list("".join(map(chr, range(first, first + count))))


def _repeated(signs: str) -> Callable[[int], str]:
    """A sign for each number, again and again with one more; decimal after 30 times, where Word's letters end."""
    return lambda number: (
        signs[(number - 1) % len(signs)] * ((number - 1) // len(signs) + 1)
        if number <= _MOST_REPEATS * len(signs)
        else str(number)
    )


def _cycle(number: int) -> str:
    index = (number - 1) % 60
    return _STEMS[index % 10] + _BRANCHES[index % 12]


def _ordinal(number: int) -> str:
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


_circled = _from_block(ord("①"), 20)
_digitwise = _digits(_CHINESE)

_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerLetter": letters,
    "ordinal": _ordinal,
    "hex": lambda number: f"{number:X}",
    "chicago": _repeated(_CHICAGO),
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": chinese_counting,
    "taiwaneseCounting": chinese_counting,
    "chineseCountingThousand": chinese_thousand,
    "taiwaneseCountingThousand": chinese_thousand,
    "japaneseCounting": japanese_counting,
    "chineseLegalSimplified": lambda number: chinese_thousand(number, _SIMPLIFIED_LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: chinese_thousand(number, _TRADITIONAL_LEGAL, "拾佰仟").replace(
        "万", "萬"
    ),
    "ideographDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "taiwaneseDigital": _digitwise,
    "ideographTraditional": _from_list(_STEMS),
    "ideographZodiac": _from_list(_BRANCHES),
    "ideographZodiacTraditional": _cycle,
    "ideographEnclosedCircle": _from_block(ord("㊀"), 10),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _from_block(ord("⒈"), 20),
    "decimalEnclosedParen": _from_block(ord("⑴"), 20),
    "decimalFullWidth": full_width,
    "decimalFullWidth2": full_width,
    "aiueoFullWidth": _from_list(_AIUEO),
    "aiueo": _from_list(_AIUEO),
    "irohaFullWidth": _from_list(_IROHA),
    "iroha": _from_list(_IROHA),
    "ganada": _repeated(_GANADA),
    "chosung": _repeated(_CHOSUNG),
    "koreanDigital": _digits(_KOREAN),
    "koreanDigital2": _digitwise,
    "russianLower": _repeated(_RUSSIAN),
    "russianUpper": _repeated(_RUSSIAN.upper()),
}
_FROM_ZERO = frozenset({"none", "decimalZero", "ideographDigital", "chineseCountingThousand", "chineseCounting"})
