"""日期写得不对：编虚位、用汉字数字、没有这一天

查什么：成文日期和印发日期的写法（阿拉伯数字、年份四位、月日不补 0）；全文里有没有日历上不存在的日期；
有发文字号却没有成文日期；印发日期早于成文日期。留着空位的（2024年  月  日）不查，正文里引用的汉字日期不查。

为什么：成文日期决定公文生效和计算时限的起点，写错了就要重印。

怎么改：成文日期写成“2024年5月6日”这样的形式；不存在的日期核对后改正。
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from wenlint.check import Case, Check, Context, Finding, Fix, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Document, Part, Span
from wenlint.text.dates import iso_date
from wenlint.text.paragraphs import Paragraph, closing_text, is_issued, is_older_than, paragraphs
from wenlint.text.patterns import pattern

_PARTS_OF_DATE = pattern(r"(?P<y>[^\s年]+)\s*年\s*(?P<m>[^\s月]+)\s*月\s*(?P<d>[^\s日]+)\s*日")
_EMPTY = pattern(r"[Xx×＊*_□]|年\s*月|月\s*日")
_CHINESE = pattern(r"[一二三四五六七八九十〇○零Ｏ]")
_OTHER_FORM = pattern(
    r"\s*(?P<y>(?:19|20)\d\d)\s*(?P<mark>[-./．—－])\s*(?P<m>\d{1,2})\s*(?P=mark)\s*(?P<d>\d{1,2})\s*日?\s*\Z"
)
_DAY_AS_SPOKEN = pattern(r"\s*(?P<y>(?:19|20)\d\d)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*号\s*\Z")
_PRINTED = pattern(r"(?P<date>\d{4}年\d{1,2}月\d{1,2}日)\s*印\s*发")
_MONTH_DAY = pattern(
    r"(?<![\d.—－\-])(?:(?P<y>(?:19|20)\d\d)\s*年\s*)?(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号](?!线|楼|院|地)"
)
_LEAP_YEAR = 2024


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges dates by the aspect that the rule speaks of."""
    if not is_older_than(document, rule.params["since"]):
        yield from _ASPECTS[rule.params["aspect"]](document, rule)


# ---- the date of the document


def _judge_form(document: Document, rule: Rule) -> Iterator[Finding]:
    for block in document.of_kind(BlockKind.DATE):
        if block.part in (Part.MAIN, Part.ENCLOSED):
            yield from _misformed(rule, "成文日期", block.span, document.text)
    if not any(document.of_kind(BlockKind.DATE)):
        yield from _other_form(document, rule)
        yield from _without_day(document, rule)


def _misformed(rule: Rule, what: str, place: Span, text: str) -> Iterator[Finding]:
    printed = place.of(text)
    match = _PARTS_OF_DATE.search(printed)
    if match is None or _EMPTY.search(printed):
        return
    slips = list(_slips(match["y"], match["m"], match["d"]))
    if slips:
        span = Span(place.start + match.start(), place.start + match.end())
        iso = iso_date(match[0])
        right = _spoken(iso) if iso else ""
        yield rule.finding(
            f"{what}“{match[0]}”写法不对：{'；'.join(slips)}",
            Location(span),
            advice=f"改为“{right}”。" if right else "年份写全四位，月、日用阿拉伯数字。",
            fixes=[Fix(span, right)] if right else [],
        )


def _slips(year: str, month: str, day: str) -> Iterator[str]:
    if any(_CHINESE.search(part) for part in (year, month, day)):
        yield "应当用阿拉伯数字"
    if len(year) < 4:
        yield "年份应当写全四位"
    if month.startswith(("0", "０")) or day.startswith(("0", "０")):
        yield "月、日不编虚位（不补 0）"


def _spoken(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _other_form(document: Document, rule: Rule) -> Iterator[Finding]:
    """2024.5.6 or 2024-05-06 under the text, where the date belongs."""
    for paragraph in _last_lines(document):
        match = _OTHER_FORM.match(paragraph.text) or _DAY_AS_SPOKEN.match(paragraph.text)
        if match and (day := _date(match["y"], match["m"], match["d"])):
            right = _spoken(day.isoformat())
            yield rule.finding(
                f"成文日期“{match[0].strip()}”写法不对：应当写“年、月、日”",
                Location(paragraph.span),
                advice=f"改为“{right}”。",
                fixes=[Fix(paragraph.span, right)],
            )


def _without_day(document: Document, rule: Rule) -> Iterator[Finding]:
    """2024年5月 under the text."""
    for paragraph in _last_lines(document):
        if _MONTH_ONLY.match(paragraph.text):
            yield rule.finding(
                f"成文日期“{paragraph.text.strip()}”不完整，缺“日”",
                Location(paragraph.span),
                advice="年、月、日写全。",
            )


_MONTH_ONLY = pattern(r"\s*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\Z")


def _last_lines(document: Document) -> Iterator[Paragraph]:
    return (p for p in closing_text(document, 3) if len(p.text) < 20)


# ---- the date of printing


def _judge_printing(document: Document, rule: Rule) -> Iterator[Finding]:
    for block in document.of_kind(BlockKind.IMPRINT):
        words = block.span.of(document.text)
        if "印发" in "".join(words.split()):
            yield from _misformed(rule, "印发日期", block.span, document.text)
            yield from _printed_too_early(document, rule, words, block.span)


def _printed_too_early(document: Document, rule: Rule, words: str, place: Span) -> Iterator[Finding]:
    match = _PRINTED.search(words)
    printed, written = iso_date(match["date"]) if match else None, document.elements.date
    if match and printed and written and len(written) == len(printed) and printed < written:
        yield rule.finding(
            f"印发日期 {_spoken(printed)} 早于成文日期 {_spoken(written)}",
            Location(Span(place.start + match.start(), place.start + match.end())),
            advice="印发日期是送印的日期，不会早于成文日期，核对后改正。",
            evidence={"printed": printed, "written": written},
        )


# ---- days that do not exist


def _judge_calendar(document: Document, rule: Rule) -> Iterator[Finding]:
    for paragraph in paragraphs(document):
        if "月" not in paragraph.text or paragraph.part in (Part.FOREIGN, Part.MARGIN):
            continue
        for match in _MONTH_DAY.finditer(paragraph.text):
            if _date(match["y"] or str(_LEAP_YEAR), match["m"], match["d"]) is None:
                yield rule.finding(
                    f"没有“{match[0]}”这一天",
                    Location(paragraph.place(match.start(), match.end())),
                    advice="核对后改成正确的日期。",
                )


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


# ---- no date


_UNDATED = ("命令（令）", "纪要", "公报", "议案")


def _judge_missing(document: Document, rule: Rule) -> Iterator[Finding]:
    elements = document.elements
    if elements.date or not elements.document_number or not elements.addressees or not is_issued(document):
        return
    if elements.genre in _UNDATED or any(document.of_kind(BlockKind.DATE)):
        return
    if any(_EMPTY.search(p.text) or _OTHER_FORM.match(p.text) or "年" in p.text for p in _last_lines(document)):
        return
    number = next(document.of_kind(BlockKind.DOC_NUMBER), None)
    yield rule.finding(
        "有发文字号，没有成文日期",
        *([Location(number.span)] if number else []),
        advice="署名下一行写成文日期：会议通过或者负责人签发的日期。",
    )


_ASPECTS: dict[str, Callable[[Document, Rule], Iterator[Finding]]] = {
    "form": _judge_form,
    "printing": _judge_printing,
    "calendar": _judge_calendar,
    "missing": _judge_missing,
}

_SETTING = "示政发〔2024〕5号|示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|%s|示例市人民政府|%s"


def _case(date: str, aspect: str = "form", body: str = "{60字}") -> Case:
    return Case(_SETTING % (body, date), {"aspect": aspect})


CHECK = Check(
    name="written-date",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "since": Param(str, "成文日期早于这一天的不查（当时另有规定）；空着都查", ""),
    },
    bad=(
        _case("2024年05月06日"),
        _case("2024年5月06日"),
        _case("二〇二四年五月六日"),
        _case("24年5月6日"),
        _case("2024.5.6"),
        _case("2024-05-06"),
        _case("2024年5月6号"),
        _case("2024年5月"),
        _case("2024年5月6日|抄送：市委办公室。|示例市人民政府办公室　2024年05月07日印发", "printing"),
        _case("2024年5月6日|抄送：市委办公室。|示例市人民政府办公室　2024年5月3日印发", "printing"),
        _case("2024年5月6日", "calendar", "请于2月30日前报送。{60字}"),
        _case("2023年2月29日", "calendar"),
        _case("2024年5月6日", "calendar", "巡查期为4月1日至6月31日。{60字}"),
        Case(
            "示政发〔2024〕5号|示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|{60字}|{60字}|{60字}",
            {"aspect": "missing"},
        ),
    ),
    good=(
        *(_case("2024年5月6日", aspect, "请于2月29日前报送，12345热线7月31日起受理。{60字}") for aspect in _ASPECTS),
        _case("2024年  月  日"),
        _case("2024年×月×日", "missing"),
        _case("2024年5月6日", "form", "条例自二〇一九年十月一日起施行，2020年01月01日起延长。{60字}"),
        _case("2024年5月6日|抄送：市委办公室。|示例市人民政府办公室　2024年5月7日印发", "printing"),
        Case(_SETTING % ("{60字}", "二〇〇四年五月六日"), {"aspect": "form", "since": "2012-07-01"}),
    ),
)
