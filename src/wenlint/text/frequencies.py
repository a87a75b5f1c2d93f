"""How often something is to happen, read to times per year: 每月一次, 逐季, 一月一督查, 每两周, 全年4次, 月检查.

Days count as 365 to the year, weeks as 52, 旬 as 36, school terms as 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from wenlint.document import Span
from wenlint.text.numerals import value_of
from wenlint.text.patterns import pattern


@dataclass(frozen=True, slots=True)
class Frequency:
    """Times per year, and the words that say so. A range (每两三周) counts by its more frequent end."""

    per_year: Fraction
    span: Span


_PER_YEAR = {
    **dict.fromkeys(("日", "天", "晚", "日内"), 365),
    **dict.fromkeys(("周", "星期", "礼拜"), 52),
    "旬": 36,
    "半月": 24,
    **dict.fromkeys(("月", "月度"), 12),
    **dict.fromkeys(("季", "季度"), 4),
    **dict.fromkeys(("半年", "学期"), 2),
    **dict.fromkeys(("年", "年度"), 1),
}
_UNIT = "半个?月|半年|星期|礼拜|季度|学期|月度|年度|[日天晚周旬月季年]"
_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_COUNTED = "(?:次(?!性)|轮|遍|回|趟|篇|份|期|批)"
# Between 每月 and its count stand those the act is done to: 每月对各区开展一次.
_GAP = r"[^，,。；;：:、\n]{0,30}?"

_EVERY = pattern(
    rf"每(?P<other>隔)?(?P<every>{_NUMBER})?个?(?P<unit>{_UNIT})(?![终轻龄薪球票])(?!人均|个人|一个)"
    rf"(?:{_GAP}(?P<count>{_NUMBER}){_COUNTED})?"
)
# 早晚两报
_TWICE_A_DAY = pattern(r"早晚(?:各|两|二)(?P<unit>次|报|遍)?")
# 每逢月末
_AT_ENDS = pattern(r"每(?:逢|到)(?P<unit>[月季周旬年])[末底中初]")
_BY = pattern(r"(?:逐|按)(?P<unit>半年|星期|季度|[日天周旬月季])(?!期|常|均|历|龄)")
_ONE_ONE = pattern(
    rf"(?P<every>一|半)个?(?P<unit>{_UNIT})(?P<count>[一两二三四])(?!个|名|是|方|直|定|致|律|下|起|般|切|并|同|体|样)"
    rf"|(?P<unit2>[日天周月季])(?P=unit2)(?!有|均)"
)
_WITHIN = pattern(
    rf"(?:全年|一年(?!一)(?:内|中|之内)?|年内|本年度|"
    rf"年度(?:内)?)(?:度)?{_GAP}(?:[，,、](?=[^，。]{{0,12}}?{_NUMBER}{_COUNTED}){_GAP})?"
    rf"(?P<count>{_NUMBER}){_COUNTED}"
)
# 半年一次, 一季度两次, 两个月一次
_PERIOD = pattern(
    rf"(?<![第每\d月前后])(?:(?P<every>{_NUMBER})个?(?P<unit>半年|半个?月|星期|季度|月|周|天|年)|(?P<half>半年|半个?月))"
    rf"(?:[^，,。；;：:、\n前后内]{{0,14}}?)(?P<count>{_NUMBER})(?:次(?!性)|轮|遍|回|趟)"
)
# 督查周期为一个月
# 按双月轮流检查
_EVERY_OTHER = pattern(r"(?:双|隔)(?P<unit>月|周)(?=[^休])")
# 每月5日、15日、25日
_DAYS_OF_MONTH = pattern(
    r"每个?(?P<unit>月)(?P<days>\d{1,2}[日号]?(?:[、，和及]\d{1,2}[日号]?)+)(?=[日号前之报填上交提，、]|\D)"
)
_CYCLE = pattern(rf"周期[为是]?(?P<every>{_NUMBER})?个?(?P<unit>{_UNIT})")
_ADJECTIVE = pattern(
    r"(?<![每\d一二三四五六七八九十本当上下全同各逐按个近前后整])(?P<unit>半月|月度?|季度?|半年度?|周|旬)"
    r"(?=专?项?(?:检查|督[查导办]|考[核评]|通报|调度|评[比价估]|排名|抽查|巡查|测评|会商|例会|总结|小结|报告|报表|汇报|汇总|登记|上报|报送))"
)
# 周报, 月报; 人民日报 is a newspaper.
_REPORT = pattern(
    r"(?<![\d一二三四五六七八九十每民京报江河湖南北海晚工光济技治察民都青年族方西东州阳山川徽建今本上下])(?P<unit>[周日月旬季])报(?!社|纸|道|记|刊|业|名|到|警|销|价|考|"
    r"案|备|废|告|表)"
)
_DAILY = pattern(
    r"(?<![每\d一二三四五六七八九十本当上下全同各逐今次昨明前后即工休值生节])日(?=(?:报告|调度|通报|巡查|报表|汇总|督查|检查|排名|登记|上报))"
)


def frequencies(text: str) -> Iterator[Frequency]:
    """Every frequency in ``text``, in order; of two readings that begin together, the longer words."""
    taken = 0
    for reading, head in sorted(_readings(text), key=lambda found: (found[0].span.start, -found[0].span.end)):
        if reading.span.start >= taken:
            yield reading
            # 每年组织半年考核和年终考核各1次 says both: only the words that name the period are taken up.
            taken = head


def _readings(text: str) -> Iterator[tuple[Frequency, int]]:
    """The readings, each with the offset at which the words that name its period end."""
    for match in _EVERY.finditer(text):
        period = _number(match["every"], 1)
        if match["other"] and period == 1:
            period = Fraction(2)
        yield _reading(match, match["unit"], period, _number(match["count"], 1))
    for match in _AT_ENDS.finditer(text):
        yield _reading(match, match["unit"], 1, 1)
    for match in _TWICE_A_DAY.finditer(text):
        yield _reading(match, "日", 1, 2)
    for match in _DAYS_OF_MONTH.finditer(text):
        yield _reading(match, match["unit"], 1, len(re.findall(r"\d+", match["days"])))
    for match in _EVERY_OTHER.finditer(text):
        yield _reading(match, match["unit"], 2, 1)
    for match in _CYCLE.finditer(text):
        yield _reading(match, match["unit"], _number(match["every"], 1), 1)
    for match in _BY.finditer(text):
        yield _reading(match, match["unit"], 1, 1)
    for match in _ONE_ONE.finditer(text):
        unit = match["unit"] or match["unit2"]
        half = match["every"] == "半"
        yield _reading(match, unit, Fraction(1, 2) if half else 1, _number(match["count"], 1))
    for match in _WITHIN.finditer(text):
        yield _reading(match, "年", 1, _number(match["count"], 1))
    for match in _PERIOD.finditer(text):
        yield _reading(match, match["unit"] or match["half"], _number(match["every"], 1), _number(match["count"], 1))
    for pattern_ in (_ADJECTIVE, _DAILY, _REPORT):
        for match in pattern_.finditer(text):
            yield _reading(match, match.groupdict().get("unit") or "日", 1, 1)


def _number(numeral: str | None, default: int) -> Fraction:
    value = value_of(numeral) if numeral else None
    return value if value else Fraction(default)


def _reading(match: re.Match[str], unit: str, period: Fraction | int, count: Fraction | int) -> tuple[Frequency, int]:
    unit = unit.replace("个", "")
    per_year = Fraction(_PER_YEAR.get(unit) or _PER_YEAR[unit.removesuffix("度")])
    head = match.end("unit") if match.groupdict().get("unit") else match.end()
    return Frequency(per_year * count / period, Span(match.start(), match.end())), head
