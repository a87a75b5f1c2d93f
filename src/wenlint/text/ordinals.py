"""Numbers that head a paragraph, with their value and the slips in how they are written.

The four levels are those of GB/T 9704—2012, 7.3.3: 一、 （一） 1. （1）. Level 0 is an article,
chapter or other unit of statutes, below which counting begins anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenlint.text.numerals import value_of
from wenlint.text.patterns import pattern

_CN = "一二三四五六七八九十百〇零"
_UNIT = pattern(
    rf"第\s*(?P<value>[{_CN}\d]+)\s*(?P<unit>编|部分|章|节|条|款|项|步|阶段)(?:之[一二三四五])?(?=[\s：:、，]|\Z|[\u4e00-\u9fff])"
)
_FORMS = (
    (1, pattern(rf"(?P<value>[{_CN}]{{1,4}})(?P<tail>\s*、|[．.](?!\d)|，|\s*:|：|[ \u3000]+(?=[\u4e00-\u9fff]))")),
    (2, pattern(rf"(?P<open>[（(])\s*(?P<value>[{_CN}]{{1,4}})\s*(?P<close>[）)])(?P<tail>[、.．，：:]?)")),
    (3, pattern(r"(?P<value>\d{1,2})(?P<tail>\s*[.．](?!\d)|、|(?=[\u3000\t]\S)|[）)](?![\d]))")),
    (4, pattern(r"(?P<open>[（(])\s*(?P<value>\d{1,2})\s*(?P<close>[）)])(?P<tail>[、.．，：:]?)")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A number at the head of a paragraph.

    Attributes:
        level: 1–4, or 0 for a unit of statutes, named by ``unit``.
        value: the number itself.
        printed: as it stands there, with its marks.
        right: as it should stand there; the same as ``printed`` (blanks apart) when nothing is wrong.
    """

    level: int
    value: int
    printed: str
    right: str
    unit: str = ""

    @property
    def is_slip(self) -> bool:
        """Whether the marks around the number are wrong."""
        return self.level > 0 and "".join(self.printed.split()) != self.right


def ordinal_of(text: str) -> Ordinal | None:
    """The number that the paragraph begins with, or None."""
    unit = _UNIT.match(text)
    if unit:
        value = value_of(unit["value"])
        return None if value is None else Ordinal(0, int(value), unit[0], unit[0], unit["unit"])
    for level, form in _FORMS:
        match = form.match(text)
        if match is None:
            continue
        value = value_of(match["value"])
        if value is None or value == 0 or value.denominator != 1:
            return None
        return Ordinal(level, int(value), match[0].rstrip("\u3000\t"), _right(level, match))
    return None


def printed_number(level: int, value: int) -> str:
    """The number of a heading as 7.3.3 writes it."""
    numeral = chinese_numeral(value) if level < 3 else str(value)
    return (f"{numeral}、", f"（{numeral}）", f"{numeral}.", f"（{numeral}）")[level - 1]


def _right(level: int, match: re.Match[str]) -> str:
    value = match["value"]
    if level == 1:
        return f"{value}、"
    if level == 3:
        return f"{value}{match['tail'].strip()}" if match["tail"].strip() in ("．", "") else f"{value}."
    return f"（{value}）"


def chinese_numeral(value: int) -> str:
    """1–99 in Chinese numerals."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    if tens == 0:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
