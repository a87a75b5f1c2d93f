"""What a draft cites: 《title》（document number） pairs, nested titles, document numbers with their slips.

The form of a document number is that of GB/T 9704—2012 clause 7.2.5: 机关代字, the full year in
〔〕, a serial without 第 and without leading zeros, 号. Numbers as typed differ in many ways;
all of them are read, brought into that form, and the differences named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from wenlint.document import Span
from wenlint.text.numerals import value_of
from wenlint.text.patterns import pattern


class Slip(StrEnum):
    """How a document number departs from GB/T 9704—2012 clause 7.2.5."""

    BRACKETS = "brackets"  # [2019]、（2019）、【2019】 instead of 〔2019〕
    SHORT_YEAR = "short-year"  # 〔19〕
    ORDINAL = "ordinal"  # 第13号
    PADDED = "padded"  # 013号
    BLANK = "blank"  # blanks or invisible characters inside
    FULL_WIDTH = "full-width"  # ２０１９
    CHINESE_DIGITS = "chinese-digits"  # 〔二〇一九〕十三号
    NO_MARK = "no-mark"  # 号 missing
    YEAR_WORD = "year-word"  # 〔2019年〕


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document number in a text. ``code`` is the 机关代字; ``str()`` gives the standard form."""

    code: str
    year: int
    serial: int
    span: Span
    slips: frozenset[Slip] = frozenset()

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that a text names. ``span`` covers title and number.

    ``title`` is without its outer 《》 and "" when only a number is given; ``number`` is in the
    standard form, or "". ``short`` is the abbreviation that the text announces
    (以下简称《条例》), or "".
    """

    title: str
    number: str
    span: Span
    short: str = ""


_INVISIBLE = "\u200b-\u200f\u2060\ufeff\u00ad"
_GAP = f"[ \\t\\u3000\\u00a0{_INVISIBLE}]*"
_OPEN, _CLOSE = "〔［\\[（(【﹝〖{｛<＜", "〕］\\]）)】﹞〗}｝>＞"
_YEAR = "(?:\\d{4}|\\d{2}|[一二三四五六七八九〇○零]{4})"
_SERIAL = "(?:\\d{1,5}|[一二三四五六七八九十百千〇○零]{1,7})"
_CODE_CHAR = "[\u3400-\u4dbf\u4e00-\u9fff]"
_NUMBER = pattern(
    f"(?P<code>{_CODE_CHAR}(?:{_GAP}{_CODE_CHAR}){{0,17}}){_GAP}[{_OPEN}]{_GAP}(?P<year>{_YEAR}){_GAP}年?{_GAP}[{_CLOSE}]{_GAP}"
    f"(?P<ordinal>第?){_GAP}(?P<serial>{_SERIAL}){_GAP}(?P<mark>号?)"
)
# Orders and announcements are numbered by series or by year: 国务院令第749号, 公告2018年第14号.
_SERIES = pattern(
    f"(?P<series>[\u4e00-\u9fff]{{2,20}}?(?:令|公告|通告)){_GAP}[（(〔\\[]?{_GAP}(?:(?P<year>\\d{{4}}){_GAP}年?[）)〕\\]]?{_GAP})?"
    f"第{_GAP}(?P<serial>{_SERIAL}){_GAP}号"
)
# Words that come before a document number without being part of it.
_LEADING_WORDS = pattern(
    "^.*(?:文号|字号|文件|编号|按照|依照|依据|根据|落实|贯彻|执行|转发|印发|废止|参照|参见|详见|下发|关于|精神"
    "|的(?:通知|批复|意见|函|决定|公告|通告|通报|报告|请示)?|号(?:文)?[和及与]?)(?=.)"
)


def document_numbers(text: str) -> Iterator[DocumentNumber]:
    """Every document number with a year in brackets, in order, slips read through."""
    for match in _NUMBER.finditer(text):
        number = _number(match)
        if number:
            yield number


def normal_number(text: str) -> str | None:
    """The document number that ``text`` as a whole is, in its standard form; None if it is none.

    A label before it (发文字号：) and brackets around it do not matter. Orders and
    announcements (国务院令第749号, 税务总局公告2018年第14号) keep their own form.
    """
    bare = _unwrapped(_without_gaps(text))
    for number in document_numbers(bare):
        before = bare[: number.span.start]
        if number.span.end == len(bare) and (
            not before or before.endswith(("：", ":")) or _LEADING_WORDS.match(before + "号")
        ):
            return str(number)
    match = _SERIES.fullmatch(bare)
    if not match:
        return None
    year = f"{match['year']}年" if match["year"] else ""
    return f"{match['series']}{year}第{_integer(match['serial'])}号"


def _is_label(before: str) -> bool:
    return not before or before.endswith(("：", ":")) or bool(_LEADING_WORDS.match(before + "号"))


def _unwrapped(text: str) -> str:
    return text[1:-1] if text[:1] in ("（", "(") and text[-1:] in ("）", ")") else text


def _number(match: re.Match[str]) -> DocumentNumber | None:
    code = _without_gaps(match["code"])
    trimmed = _LEADING_WORDS.sub("", code)
    if match.string[: match.start()].endswith(("号", "》", "）")):
        trimmed = trimmed.lstrip("和及与") or trimmed
    year, serial = _full_year(match["year"]), _integer(match["serial"])
    if year is None or serial is None or not _plausible(match, trimmed, year):
        return None
    start = match.start() + _kept_from(match["code"], len(code) - len(trimmed))
    return DocumentNumber(trimmed, year, serial, Span(start, match.end()), frozenset(_slips(match, start)))


def _plausible(match: re.Match[str], code: str, year: int) -> bool:
    """Keeps 增长（2019）12 and the like out: without 号 the brackets must be those of a number."""
    if not 1900 <= year <= 2099 or not code:
        return False
    return bool(match["mark"]) or "〔" in match[0] or "［" in match[0] or "[" in match[0]


def _kept_from(raw: str, dropped: int) -> int:
    """Offset into ``raw`` after its first ``dropped`` visible characters and the blanks behind them."""
    seen = 0
    for at, char in enumerate(raw):
        if _without_gaps(char):
            if seen == dropped:
                return at
            seen += 1
    return len(raw)


def _slips(match: re.Match[str], start: int) -> Iterator[Slip]:
    printed = match.string[start : match.end()]
    digits = match["year"] + match["serial"]
    if not re.search("〔[^〕]*〕", printed):
        yield Slip.BRACKETS
    if len(match["year"]) == 2:
        yield Slip.SHORT_YEAR
    if match["ordinal"]:
        yield Slip.ORDINAL
    if _half_width(match["serial"]).startswith("0"):
        yield Slip.PADDED
    if _without_gaps(printed) != printed:
        yield Slip.BLANK
    if _half_width(digits) != digits:
        yield Slip.FULL_WIDTH
    if not _half_width(digits).isascii():
        yield Slip.CHINESE_DIGITS
    if not match["mark"]:
        yield Slip.NO_MARK
    if re.search(f"年{_GAP}[{_CLOSE}]", printed):
        yield Slip.YEAR_WORD


def _full_year(year: str) -> int | None:
    value = _integer(year)
    if value is None or len(year) != 2:
        return value
    return value + (2000 if value < 50 else 1900)


def _integer(text: str) -> int | None:
    value = value_of(text)
    return int(value) if value is not None else None


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _without_gaps(text: str) -> str:
    return re.sub(f"[ \\t\\u3000\\u00a0{_INVISIBLE}]", "", text)


def title_spans(text: str) -> list[Span]:
    """Outermost 《…》 with their marks; 《A〈B〉》 and the slip 《A《B》》 are one title."""
    spans: list[Span] = []
    depth = start = 0
    for at, char in enumerate(text):
        if char == "《":
            if depth == 0:
                start = at
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0:
                spans.append(Span(start, at + 1))
        elif char == "\n":
            depth = 0
    return spans


# （国发〔2019〕5号，以下简称《条例》）: what may follow a title.
_AFTER_TITLE = pattern(r"\s*[（(](?P<inside>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]")
_SHORT_FORM = pattern(
    "(?:以下|下文|下)(?:统一)?简称[：:为“]?(?:《(?P<title>[^《》]+)》|“(?P<words>[^“”]+)”|(?P<bare>[^，。；）)]+))"
)


def cited_documents(text: str) -> Iterator[CitedDocument]:
    """Documents that ``text`` names by title, by title and number, or by number alone, in order."""
    taken: list[Span] = []
    found: list[CitedDocument] = []
    for span in title_spans(text):
        if taken and taken[-1].overlaps(span):
            continue
        cited = _with_number(text, span)
        found.append(cited)
        taken.append(cited.span)
    for number in document_numbers(text):
        if not any(span.overlaps(number.span) for span in taken):
            found.append(CitedDocument("", str(number), number.span))
    yield from sorted(found, key=lambda cited: cited.span)


def _with_number(text: str, span: Span) -> CitedDocument:
    title = text[span.start + 1 : span.end - 1].strip()
    match = _AFTER_TITLE.match(text, span.end)
    if not match:
        return CitedDocument(title, "", span)
    inside = match["inside"]
    numbers = [str(number) for number in document_numbers(inside)]
    number = numbers[0] if numbers else normal_number(inside) or ""
    short = _SHORT_FORM.search(inside)
    if not number and not short:
        return CitedDocument(title, "", span)
    name = next((part for part in short.groups() if part), "") if short else ""
    return CitedDocument(title, number, Span(span.start, match.end()), name.strip("《》“”"))


def spread_title(title: str) -> str:
    """A cited title with its inner marks as the document itself prints them: 〈B〉 becomes 《B》."""
    return title.replace("〈", "《").replace("〉", "》").replace("＜", "《").replace("＞", "》")
