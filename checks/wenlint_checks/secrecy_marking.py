"""密级标志写错、超期或缺份号

查什么：版头和页眉里的密级标志。写法是否为“密级★保密期限”（或解密时间、解密条件）；期限是否超过该密级的
法定最长期限；有密级是否有份号，份号是否六位；标志的位置对不对；几处标志是否一致；不属于国家秘密的
（内部、工作秘密等）是否用了“★”。正文里出现“机密”“秘密”这些词不算标志，不查。

为什么：密级标志决定文件怎么印、怎么传、怎么存，写错了轻则退文，重则泄密或者误定密。

怎么改：按提示里给出的写法改；密级和期限以定密责任人审定的为准。有密级的文件不得在连接互联网的电脑上处理。
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from wenlint.check import Case, Check, Confidence, Context, Finding, Location, Param, Rule, Severity, Verdict
from wenlint.document import Block, BlockKind, Document, Part, Span
from wenlint.text.dates import iso_date
from wenlint.text.numerals import value_of
from wenlint.text.patterns import pattern

_STARS = "★☆✩✭⭐*＊※"
_NEAR_MARK = pattern(
    rf"[\[【（(［]?(?P<label>密级[:：])?[{_STARS}]?(?P<level>绝密|机密|秘密)级?[\]】］]?[）)]?"
    rf"(?P<star>[{_STARS}])?(?P<open>[（(])?(?P<term>[^{_STARS}（）()]{{1,18}})?[）)]?[{_STARS}]?[\]】］]?\Z"
)
# What may stand behind a level without its star and still make it a marking: a period, a date.
_TERM_SHAPE = pattern(r"[\d一二三四五六七八九十两半]+(?:年|个?月)?|长期|\S{4}年\S{1,3}月\S{1,3}日")
_PERIOD = pattern(r"(?P<count>[\d一二三四五六七八九十两]+)(?P<unit>年|个月|月)\Z")
_GOOD_TERM = pattern(r"[1-9]\d?年|[1-9]\d{0,2}个月|长期|\d{4}年\d{1,2}月\d{1,2}日|[^★\s]{2,15}(?:前|后|时)")
_NOT_SECRET = pattern(
    rf"(?P<word>(?:内部|工作秘密|商业秘密|核心商密|普通商密|商密|警务秘密|个人隐私|敏感|限制|涉密)[^{_STARS}]{{0,6}})[{_STARS}].{{0,14}}\Z"
)
# How far below the title a misplaced marking is still looked for.
_BLOCKS_BELOW_TITLE = 3
_LONGEST_MARK = 30


@dataclass(frozen=True, slots=True)
class _Mark:
    """A marking, or a line that is meant as one. ``text`` is without blanks."""

    level: str
    term: str | None
    text: str
    span: Span
    block: Block
    starred: bool


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges every marking of the draft by those aspects that the rule cites an article for."""
    marks = list(_marks(document))
    for aspect in rule.params["aspects"] or _ASPECTS:
        judge = _ASPECTS.get(aspect)
        if judge is not None:
            yield from judge(document, rule, context, marks)


def _marks(document: Document) -> Iterator[_Mark]:
    for block in _opening(document):
        printed = block.span.of(document.text)
        bare = "".join(printed.split())
        match = _NEAR_MARK.match(bare) if len(bare) <= _LONGEST_MARK else None
        if match and (block.kind is BlockKind.SECRECY or _is_meant_as_mark(match)):
            yield _Mark(match["level"], match["term"], bare, block.span, block, match["star"] is not None)


def _is_meant_as_mark(match: re.Match[str]) -> bool:
    term = match["term"]
    return term is None or match["star"] is not None or bool(_TERM_SHAPE.fullmatch(term))


def _opening(document: Document) -> Iterator[Block]:
    """Marks, lone lines down to a little below the title, headers and footers, lines with a star."""
    below = 0
    for block in document.blocks:
        short = len(block.span) <= _LONGEST_MARK
        if (
            block.kind is BlockKind.SECRECY
            or block.part is Part.MARGIN
            or (short and "★" in block.span.of(document.text))
        ):
            yield block
        elif below < _BLOCKS_BELOW_TITLE and block.part in (Part.HEAD, Part.MAIN, Part.FOREIGN):
            below += block.part is Part.MAIN and block.kind is not BlockKind.TITLE
            yield block


def _judge_form(document: Document, rule: Rule, context: Context, marks: list[_Mark]) -> Iterator[Finding]:
    for mark in marks:
        slips = list(_slips(document, mark))
        if slips:
            yield rule.finding(
                f"密级标志“{mark.text}”写法不对：{'；'.join(slips)}",
                Location(mark.span),
                advice=f"改为“{_standard(mark)}”。标志写作“密级★保密期限”“密级★解密时间”或“密级★解密条件”。",
                severity=Severity.INFO if slips == [_BLANK] else None,
                confidence=Confidence.HIGH if mark.starred or mark.term else Confidence.MEDIUM,
                evidence={"level": mark.level, "slips": slips},
            )


_BLANK = "中间有空格"


def _slips(document: Document, mark: _Mark) -> Iterator[str]:
    if not mark.starred:
        yield "密级后面缺“★”"
    elif "★" not in mark.text or re.search(f"[{_STARS.replace('★', '')}]", mark.text):
        yield "分隔符应为实心五角星“★”"
    elif mark.text.count("★") > 1 or mark.text.startswith("★"):
        yield "“★”只在密级和期限之间写一个"
    if re.search(r"[（()）\[\]【】［］]", mark.text):
        yield "不加括号"
    if mark.text.startswith("密级") or f"{mark.level}级" in mark.text:
        yield "只写密级和期限，不加“密级”“级”等字"
    if mark.term and not _GOOD_TERM.fullmatch(_in_digits(mark.term)):
        yield f"“{mark.term}”看不出是期限、解密时间还是解密条件"
    if len("".join(mark.span.of(document.text).split())) != len(mark.span.of(document.text).strip()):
        yield _BLANK


def _standard(mark: _Mark) -> str:
    term = _in_digits(mark.term) if mark.term else ""
    return f"{mark.level}★{term if _GOOD_TERM.fullmatch(term) else '（期限）'}"


def _in_digits(term: str) -> str:
    """五年 → 5年, 6月 → 6个月; everything else as it is."""
    match = _PERIOD.match(term)
    value = value_of(match["count"]) if match else None
    if match is None or value is None:
        return term
    return f"{value}{'年' if match['unit'] == '年' else '个月'}"


def _judge_numerals(document: Document, rule: Rule, context: Context, marks: list[_Mark]) -> Iterator[Finding]:
    for mark in marks:
        match = _PERIOD.match(mark.term or "")
        if match and not match["count"].isdigit() and not list(_slips(document, mark)):
            yield rule.finding(
                f"密级标志“{mark.text}”的期限用了汉字数字，应当用阿拉伯数字",
                Location(mark.span),
                advice=f"改为“{_standard(mark)}”。",
            )


def _judge_term(document: Document, rule: Rule, context: Context, marks: list[_Mark]) -> Iterator[Finding]:
    limits: Mapping[str, int] = rule.params["max_years"]
    for mark in marks:
        limit = limits.get(mark.level)
        if limit is None or mark.term is None:
            continue
        if mark.term == "长期":
            yield _unlimited(rule, mark, limit)
        elif (years := _years(document, context, mark.term)) is not None and years > limit:
            yield _over_term(rule, mark, limit, years)


def _unlimited(rule: Rule, mark: _Mark, limit: int) -> Finding:
    return rule.finding(
        f"密级标志“{mark.text}”没有确定的期限，{mark.level}级一般不超过 {limit} 年",
        Location(mark.span),
        advice="保密事项范围明确规定为“长期”的才可以这样标；否则改成具体期限、解密时间或解密条件。",
        severity=Severity.WARNING,
        confidence=Confidence.MEDIUM,
        evidence={"level": mark.level, "limit": limit, "unit": "年"},
    )


def _over_term(rule: Rule, mark: _Mark, limit: int, years: float) -> Finding:
    return rule.finding(
        f"密级标志“{mark.text}”的期限{_spoken(years)}，超过{mark.level}级最长 {limit} 年的法定期限",
        Location(mark.span),
        advice=f"把期限改到 {limit} 年以内；确需更长的，要有“另有规定”的依据，并由定密责任人审定。",
        evidence={"level": mark.level, "value": years, "limit": limit, "unit": "年"},
    )


def _spoken(years: float) -> str:
    return f"是 {years:.0f} 年" if years == int(years) else f"有 {int(years)} 年多"


def _years(document: Document, context: Context, term: str) -> float | None:
    """The term in years; a date of release counts from the draft's date, or else from today."""
    match = _PERIOD.match(term)
    if match:
        value = value_of(match["count"])
        return None if value is None else float(value / (1 if match["unit"] == "年" else 12))
    release = iso_date(term)
    if release is None or len(release) != len("2000-01-01"):
        return None
    issued = document.elements.date or ""
    start = dt.date.fromisoformat(issued) if len(issued) == len(release) else context.today
    return _whole_or_more(start, dt.date.fromisoformat(release))


def _whole_or_more(start: dt.date, end: dt.date) -> float:
    """Years from start to end; exact on anniversaries, so that a term that just fits is no fault."""
    years = end.year - start.year
    over = (end.month, end.day) > (start.month, start.day)
    return years + 0.1 if over else float(years)


def _judge_no_term(document: Document, rule: Rule, context: Context, marks: list[_Mark]) -> Iterator[Finding]:
    limits: Mapping[str, int] = rule.params["max_years"]
    for mark in marks:
        if mark.starred and mark.term is None and mark.level in limits:
            yield rule.finding(
                f"密级标志“{mark.text}”没有写保密期限，会按{mark.level}级的最长期限 {limits[mark.level]} 年算",
                Location(mark.span),
                advice="写明具体期限、解密时间或解密条件；本来就按最长期限保密的，可以不改。",
                severity=Severity.INFO,
                evidence={"level": mark.level, "limit": limits[mark.level], "unit": "年"},
            )


def _judge_not_secret(document: Document, rule: Rule, context: Context, marks: list[_Mark]) -> Iterator[Finding]:
    for block in _opening(document):
        bare = "".join(block.span.of(document.text).split())
        match = _NOT_SECRET.match(bare) if len(bare) <= _LONGEST_MARK else None
        if match:
            yield rule.finding(
                f"“{bare}”：“{match['word']}”不是国家秘密的密级，不能用国家秘密标志“★”",
                Location(block.span),
                advice="属于国家秘密的，按绝密、机密、秘密定密后标注；不属于的，去掉“★”，按本单位内部资料的规定标注。",
                evidence={"word": match["word"]},
            )


def _judge_copy_number(document: Document, rule: Rule, context: Context, marks: list[_Mark]) -> Iterator[Finding]:
    if marks and document.elements.copy_number is None and not any(document.of_kind(BlockKind.COPY_NUMBER)):
        yield rule.finding(
            f"标了“{marks[0].text}”，但没有份号；涉密公文应当标注份号",
            Location(marks[0].span),
            advice="在版头左上角第一行加六位份号，如“000001”；还没到印制环节的，送印前补上。",
        )


def _judge_copy_digits(document: Document, rule: Rule, context: Context, marks: list[_Mark]) -> Iterator[Finding]:
    wanted: int = rule.params["digits"]
    for block in document.of_kind(BlockKind.COPY_NUMBER):
        digits = "".join(re.findall(r"\d", block.span.of(document.text)))
        if len(digits) != wanted:
            yield rule.finding(
                f"份号“{digits}”是 {len(digits)} 位，一般用 {wanted} 位阿拉伯数字",
                Location(block.span),
                advice=f"改为 {wanted} 位，不足的在前面补 0，如“{'1'.zfill(wanted)}”。",
                evidence={"value": len(digits), "limit": wanted, "unit": "位"},
            )


def _judge_place(document: Document, rule: Rule, context: Context, marks: list[_Mark]) -> Iterator[Finding]:
    marked = {mark.block for mark in marks}
    heads = (block.span.start for block in document.of_kind(*_BELOW_MARK) if block not in marked)
    below = min(heads, default=len(document.text))
    in_place = [mark for mark in marks if mark.block.part is not Part.MARGIN and mark.span.start < below]
    for mark in marks:
        if mark in in_place or mark.block.part in _OWN_MARKS or (mark.block.part is Part.MARGIN and in_place):
            continue
        where = "页眉或页脚里" if mark.block.part is Part.MARGIN else "发文机关标志、文号或标题之后"
        yield rule.finding(
            f"密级标志“{mark.text}”在{where}，应当在版头左上角第二行、份号的下一行",
            Location(mark.span),
            advice="移到版头左上角，顶格编排，用黑体。",
            severity=Severity.INFO if mark.block.part is Part.MARGIN else None,
        )


_BELOW_MARK = (BlockKind.ISSUER, BlockKind.DOC_NUMBER, BlockKind.TITLE, BlockKind.ADDRESSEE, BlockKind.BODY)


# An attachment or an enclosed text may bear a marking of its own, up to the level of the whole.
_OWN_MARKS = (Part.ATTACHMENT, Part.ENCLOSED)
_LEVELS = ("秘密", "机密", "绝密")


def _is_at_odds(mark: _Mark, first: _Mark) -> bool:
    if mark.block.part in _OWN_MARKS:
        return _LEVELS.index(mark.level) > _LEVELS.index(first.level)
    return (mark.level, _in_digits(mark.term or "")) != (first.level, _in_digits(first.term or ""))


def _judge_conflict(document: Document, rule: Rule, context: Context, marks: list[_Mark]) -> Iterator[Finding]:
    first = marks[0] if marks else None
    for mark in marks[1:]:
        if first and _is_at_odds(mark, first):
            yield rule.finding(
                f"前面标“{first.text}”，这里标“{mark.text}”，两处密级标志不一致",
                Location(first.span),
                Location(mark.span),
                advice="以定密审定的密级和期限为准，改成一致；附件的密级高于正文的，整份文件按高的标。",
            )


_Judge = Callable[[Document, Rule, Context, list[_Mark]], Iterator[Finding]]
_ASPECTS: dict[str, _Judge] = {
    "form": _judge_form,
    "numerals": _judge_numerals,
    "term": _judge_term,
    "no-term": _judge_no_term,
    "not-secret": _judge_not_secret,
    "copy-number": _judge_copy_number,
    "copy-digits": _judge_copy_digits,
    "place": _judge_place,
    "conflict": _judge_conflict,
}

_PLAIN = "示例市人民政府关于%s的通知|各区人民政府：|%s{60字}|示例市人民政府|2024年5月6日"
_BARE = "%s|示例市人民政府文件|示政发〔2024〕5号|" + _PLAIN % ("加强涵洞巡查", "")
_SECRET = "000001|" + _BARE
_YEARS = {"max_years": {"绝密": 30, "机密": 20, "秘密": 10}}


def _case(draft: str, *aspects: str, **params: object) -> Case:
    return Case(draft, {"aspects": list(aspects), **params})


CHECK = Check(
    name="secrecy-marking",
    run=run,
    doc=__doc__,
    params={
        "aspects": Param(list, f"查哪些方面：{'、'.join(_ASPECTS)}；空着就全查", []),
        "max_years": Param(dict, "各密级的最长期限，单位：年", {}),
        "digits": Param(int, "份号的位数", 6),
    },
    bad=(
        _case(_SECRET % "机密5年", "form"),
        _case(_SECRET % "绝密★（30年）", "form"),
        _case(_SECRET % "秘密☆1年", "form"),
        _case(_SECRET % "密级：机密", "form"),
        _case(_SECRET % "机密", "form"),
        _case(_SECRET % "秘密★5", "form"),
        _case(_SECRET % "机密 ★5年", "form"),
        _case(_SECRET % "秘密★三年", "numerals"),
        _case(_SECRET % "机密★25年", "term", **_YEARS),
        _case(_SECRET % "秘密★121个月", "term", **_YEARS),
        _case(_SECRET % "秘密★2034年5月7日", "term", **_YEARS),
        _case(_SECRET % "绝密★长期", "term", **_YEARS),
        _case(_SECRET % "秘密★", "no-term", **_YEARS),
        _case(_SECRET % "内部★1年", "not-secret"),
        _case(_SECRET % "工作秘密★", "not-secret"),
        _case(_BARE % "机密★5年", "copy-number"),
        _case("0001|" + _BARE % "机密★5年", "copy-digits"),
        _case(_PLAIN % ("加强涵洞巡查", "") + "|机密★5年", "place"),
        _case("示例市人民政府关于加强涵洞巡查的通知|机密★5年|各区人民政府：|{60字}", "place"),
        _case("000001|机密★5年|示例市人民政府关于加强涵洞巡查的通知|秘密★5年|各区人民政府：|{60字}", "conflict"),
    ),
    good=(
        Case(_SECRET % "机密★5年", _YEARS),
        Case(_SECRET % "绝密★30年", _YEARS),
        Case(_SECRET % "秘密★6个月", _YEARS),
        Case(_SECRET % "秘密★2034年5月6日", _YEARS),
        Case(_SECRET % "机密★会议开始前", _YEARS),
        Case(_BARE % "特急", _YEARS),
        # 正文和标题里的“机密”“秘密”不是标志。
        Case(_PLAIN % ("做好保守国家秘密工作", "国家秘密分为绝密、机密、秘密三级，机密级最长二十年。"), _YEARS),
        Case(_PLAIN % ("印发机密文件管理办法", "绝密、机密文件由专人保管，不得复印。"), _YEARS),
        Case(_PLAIN % ("清退涉密文件", "标有“机密★5年”字样的文件应于5月底前清退。"), _YEARS),
        Case(_PLAIN % ("规范内部资料", "内部资料加注“内部”字样，不得加注“★”。"), _YEARS),
        # 没有密级的公文不要求份号。
        Case("示例市人民政府文件|示政发〔2024〕5号|" + _PLAIN % ("加强涵洞巡查", ""), _YEARS),
    ),
)
