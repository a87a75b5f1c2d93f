"""地名的隶属关系写错

查什么：省、自治区后面直接跟着的地级市（州、盟、地区）是不是它的，如“湖北省张家界”；
把直辖市写在省下面（四川省重庆市）；省、自治区、直辖市的通名写错（广西省、重庆省）。
县、乡级地名和虚构的地名不查。

为什么：地名隶属写错是一眼就能看出来的硬伤，曾经闹过笑话。

怎么改：照行政区划改；引用历史文件的，核对当时的隶属关系。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from wenlint.check import Case, Check, Context, Finding, Fix, Location, Rule, Verdict
from wenlint.document import Document, Part
from wenlint.text.paragraphs import Paragraph, paragraphs
from wenlint.text.regions import AUTONOMOUS, MUNICIPALITIES, full_province, prefectures, provinces

_BIRTH = "原|旧时|民国|历史上|清代|当时"


@lru_cache(maxsize=1)
def _placed() -> re.Pattern[str]:
    """A province's full name, or its short name before a full city name, and the city right behind it."""
    names = "|".join(sorted(provinces(), key=len, reverse=True))
    cities = "|".join(sorted(prefectures(), key=len, reverse=True))
    return re.compile(
        f"(?P<province>{names})(?:(?P<kind>省|(?:壮族|回族|维吾尔)?自治区)(?P<city>{cities})(?![区县镇乡路街江河湖山])"
        f"|(?P<named>{cities})(?=市(?![场区委])|地区|自治州))"
    )


@lru_cache(maxsize=1)
def _misnamed() -> re.Pattern[str]:
    wrong = [f"(?:{'|'.join(AUTONOMOUS)})省", f"(?:{'|'.join(MUNICIPALITIES)})省"]
    return re.compile("|".join(wrong))


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges every province that is named together with a city."""
    if not any(name in document.text for name in (*provinces(), *MUNICIPALITIES)):
        return
    for paragraph in paragraphs(document):
        if paragraph.part is not Part.FOREIGN:
            yield from _misplaced(rule, paragraph)
            yield from _wrongly_named(rule, paragraph)


def _misplaced(rule: Rule, paragraph: Paragraph) -> Iterator[Finding]:
    for match in _placed().finditer(paragraph.text):
        city = match["city"] or match["named"]
        own = prefectures()[city]
        if own == match["province"] or city == match["province"] or _is_past(paragraph.text, match.start()):
            continue
        what = f"{city}是直辖市" if city in MUNICIPALITIES else f"{city}属{full_province(own)}"
        yield rule.finding(
            f"“{match[0]}”隶属关系不对：{what}",
            Location(paragraph.place(*match.span())),
            advice="核对地名，改成正确的隶属关系。",
            evidence={"place": match[0], "province": full_province(own)},
        )


def _wrongly_named(rule: Rule, paragraph: Paragraph) -> Iterator[Finding]:
    for match in _misnamed().finditer(paragraph.text):
        if _is_past(paragraph.text, match.start()) or match.string[match.end() : match.end() + 1] in "级际":
            continue
        right = full_province(match[0][:-1])
        place = paragraph.place(*match.span())
        yield rule.finding(
            f"“{match[0]}”的名称不对，应当是“{right}”",
            Location(place),
            advice=f"改为“{right}”。",
            fixes=[Fix(place, right)],
        )


def _is_past(text: str, at: int) -> bool:
    return re.search(f"(?:{_BIRTH})\\Z", text[max(0, at - 4) : at]) is not None


_SETTING = "示例市人民政府关于组团考察的通知|各区人民政府：|%s|示例市人民政府|2024年5月6日"

CHECK = Check(
    name="place-hierarchy",
    run=run,
    doc=__doc__,
    params={},
    bad=(
        Case(_SETTING % "赴湖北省张家界考察学习。"),
        Case(_SETTING % "组团赴四川省重庆市考察学习。"),
        Case(_SETTING % "组团赴江苏杭州市考察学习。"),
        Case(_SETTING % "组团赴广西省桂林市考察学习。"),
    ),
    good=(
        Case(_SETTING % "赴湖南省张家界市、四川省成都市、重庆市考察学习。"),
        Case(_SETTING % "赴吉林省吉林市、北京市朝阳区、辽宁省朝阳市考察学习。"),
        Case(_SETTING % "广西壮族自治区桂林市和江苏、浙江杭州市的做法值得借鉴。"),
        Case(_SETTING % "示例省示例市（原四川省重庆市）的做法值得借鉴。"),
        Case(_SETTING % "与湖北省、张家界市签订协议，四川省中山路、河南省大同镇。"),
    ),
)
