"""发文字号写错，或者和发文机关、成文日期对不上

查什么：发文字号的写法（年份用六角括号“〔〕”、写全四位，序号不加“第”、不编虚位、用阿拉伯数字，后面有“号”，
中间没有空格）；机关代字和发文机关是否矛盾；年份和成文日期是否一致；正文里引用的发文字号写法对不对。
令、公告、纪要的“第×号”“第×期”不按此查，留着空位的（〔2024〕  号）也不查。

为什么：发文字号是收文登记、归档和引用的依据，错一个字就查不到原件。

怎么改：照提示给出的写法改；代字和年份以办公厅（室）核定的为准。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wenlint.check import Case, Check, Confidence, Context, Finding, Fix, Location, Param, Rule, Severity, Verdict
from wenlint.document import Block, BlockKind, Document, Span
from wenlint.text.citations import DocumentNumber, Slip, document_numbers
from wenlint.text.issuers import sign_at_odds
from wenlint.text.paragraphs import is_older_than, running_text
from wenlint.text.patterns import pattern

_NAMES = {
    Slip.BRACKETS: "年份应当用六角括号“〔〕”",
    Slip.SHORT_YEAR: "年份应当写全四位",
    Slip.YEAR_WORD: "括号里不加“年”",
    Slip.ORDINAL: "序号前不加“第”",
    Slip.PADDED: "序号不编虚位（不补 0）",
    Slip.BLANK: "中间有空格或者看不见的字符",
    Slip.FULL_WIDTH: "数字应当用半角",
    Slip.CHINESE_DIGITS: "年份、序号应当用阿拉伯数字",
    Slip.NO_MARK: "末尾缺“号”",
}
_GRAVE = frozenset(Slip) - {Slip.BLANK, Slip.FULL_WIDTH}
# 示政发2024年5号、示政发2024-5号: no brackets at all.
_BARE = pattern(
    r"(?P<code>[\u4e00-\u9fff]{1,11}[发函办字报呈任规通电纪])\s*(?P<year>(?:19|20)\d\d)\s*"
    r"(?:年第?|[-—－ ]|第)?\s*(?P<serial>\d{1,4})\s*号\s*\Z"
)


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the draft's own number, or those it cites, by the aspect that the rule speaks of."""
    if not is_older_than(document, rule.params["since"]):
        yield from _ASPECTS[rule.params["aspect"]](document, rule)


def _own(document: Document) -> Iterator[tuple[Block, DocumentNumber]]:
    """The numbers that stand as the draft's own, with their places in the draft."""
    for block in document.of_kind(BlockKind.DOC_NUMBER):
        for number in document_numbers(block.span.of(document.text)):
            yield block, number


def _judge_form(document: Document, rule: Rule) -> Iterator[Finding]:
    seen = False
    yield from _judge_serial(document, rule)
    for block, number in _own(document):
        seen = True
        if number.slips:
            yield _slip(rule, number, Span(block.span.start + number.span.start, block.span.start + number.span.end))
    if not seen:
        yield from _judge_bare(document, rule)


def _judge_serial(document: Document, rule: Rule) -> Iterator[Finding]:
    """第012号 of an order, 〔2024〕第5号 and [2024]5号 of minutes: numbers without a code."""
    for block in document.of_kind(BlockKind.DOC_NUMBER):
        printed = block.span.of(document.text)
        padded = _PADDED.match(printed)
        codeless = next(iter(document_numbers(_ANY_CODE + printed)), None) if _CODELESS.match(printed) else None
        if padded:
            right = f"第{int(padded['serial'])}{padded['unit']}"
            why = _NAMES[Slip.PADDED]
        elif codeless and codeless.slips:
            right = str(codeless).removeprefix(_ANY_CODE)
            why = "；".join(_NAMES[slip] for slip in _NAMES if slip in codeless.slips)
        else:
            continue
        yield rule.finding(
            f"编号写法不对：{why}", Location(block.span), advice=f"改为“{right}”。", fixes=[Fix(block.span, right)]
        )


_ANY_CODE = "会纪"  # stands in for the code that minutes do without
_PADDED = pattern(r"第\s*0+(?P<serial>[1-9]\d*)\s*(?P<unit>[号期])\Z")
_CODELESS = pattern(r"[〔\[［（(【]\s*(?:19|20)?\d\d")


def _judge_bare(document: Document, rule: Rule) -> Iterator[Finding]:
    """A line of the head that is a number without any brackets."""
    for block in document.blocks:
        if block.kind in (BlockKind.ADDRESSEE, BlockKind.BODY, BlockKind.HEADING):
            return
        match = _BARE.match(block.span.of(document.text))
        if match:
            right = f"{match['code']}〔{match['year']}〕{int(match['serial'])}号"
            yield rule.finding(
                f"发文字号“{match[0].strip()}”写法不对：年份应当用六角括号“〔〕”括起来",
                Location(block.span),
                advice=f"改为“{right}”。",
                evidence={"slips": ["brackets"], "standard": right},
                fixes=[Fix(block.span, right)],
            )


def _slip(rule: Rule, number: DocumentNumber, span: Span) -> Finding:
    slips = [slip for slip in _NAMES if slip in number.slips]
    return rule.finding(
        f"发文字号写法不对：{'；'.join(_NAMES[slip] for slip in slips)}",
        Location(span),
        advice=f"改为“{number}”。",
        severity=None if _GRAVE & number.slips else Severity.WARNING,
        evidence={"slips": [slip.value for slip in slips], "standard": str(number)},
        fixes=[] if Slip.SHORT_YEAR in slips else [Fix(span, str(number))],
    )


_CITED_SLIPS = frozenset(Slip) - {Slip.BLANK}


def _judge_cited(document: Document, rule: Rule) -> Iterator[Finding]:
    for paragraph in running_text(document):
        if "号" not in paragraph.text and "〔" not in paragraph.text:
            continue
        for number in document_numbers(paragraph.text):
            if _CITED_SLIPS & number.slips and not _is_doubtful(number, paragraph.text):
                yield _slip(rule, number, paragraph.place(number.span.start, number.span.end))


_THING = pattern(r"[楼线院门井岸地机厂库台桥路]")


def _is_doubtful(number: DocumentNumber, text: str) -> bool:
    """（2019）5号 after a word that is no code: 第（2019）5号, 其中（2019）5号楼."""
    return (
        len(number.code) < 2
        or number.code.endswith(("第", "令", "公告"))
        or _THING.match(text, number.span.end) is not None
    )


def _judge_several(document: Document, rule: Rule) -> Iterator[Finding]:
    """Two numbers in one head: joint issue bears the number of the organ in charge alone."""
    heads = list(document.of_kind(BlockKind.DOC_NUMBER))
    printed = [number for block in heads for number in document_numbers(block.span.of(document.text))]
    if len(printed) > 1:
        yield rule.finding(
            f"版头有 {len(printed)} 个发文字号",
            Location(Span(heads[0].span.start, heads[-1].span.end)),
            advice="联合行文只用主办机关的发文字号。",
            evidence={"count": len(printed)},
        )


def _judge_year(document: Document, rule: Rule) -> Iterator[Finding]:
    date = document.elements.date
    for block, number in list(_own(document))[:1]:
        if date is None or Slip.SHORT_YEAR in number.slips or number.year == int(date[:4]):
            continue
        if number.year == int(date[:4]) + 1 and date[5:7] == "12":  # signed in December, numbered in January
            continue
        written = next(document.of_kind(BlockKind.DATE), None)
        yield rule.finding(
            f"发文字号的年份是 {number.year} 年，成文日期是 {date[:4]} 年，两处对不上",
            Location(block.span),
            *([Location(written.span)] if written else []),
            advice="核对签发日期和发文字号，改成一致。",
            evidence={"year": number.year, "date": date},
        )


def _judge_code(document: Document, rule: Rule) -> Iterator[Finding]:
    issuer = document.elements.issuer or ""
    for block, number in list(_own(document))[:1]:
        why = sign_at_odds(number.code, issuer)
        if why:
            yield rule.finding(
                f"发文字号的机关代字“{number.code}”和发文机关“{issuer}”对不上：{why}",
                Location(block.span),
                advice="用本机关的代字；联合行文用主办机关的。",
                confidence=Confidence.MEDIUM,
                evidence={"code": number.code, "issuer": issuer},
            )


_ASPECTS: dict[str, Callable[[Document, Rule], Iterator[Finding]]] = {
    "form": _judge_form,
    "cited": _judge_cited,
    "year": _judge_year,
    "several": _judge_several,
    "code": _judge_code,
}

_HEAD = "示例市人民政府文件|%s|示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|{60字}|示例市人民政府|2024年5月6日"
_BODY = "示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|%s|示例市人民政府|2024年5月6日"


def _head(number: str, aspect: str = "form") -> Case:
    return Case(_HEAD % number, {"aspect": aspect})


def _by(number: str, issuer: str) -> Case:
    return Case(f"{number}|{issuer}关于加强巡查的通知|各有关单位：|{{60字}}|{issuer}|2024年5月6日", {"aspect": "code"})


CHECK = Check(
    name="document-number",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}", "form"),
        "since": Param(str, "成文日期早于这一天的不查（当时另有规定）；空着都查", ""),
    },
    bad=(
        _head("示政发[2024]5号"),
        _head("示政发（2024）5号"),
        _head("示政发【2024】5号"),
        _head("示政发〔24〕5号"),
        _head("示政发〔2024年〕5号"),
        _head("示政发〔2024〕第5号"),
        _head("示政发〔2024〕05号"),
        _head("示政发〔２０２４〕５号"),
        _head("示政发〔二〇二四〕五号"),
        _head("示政发 〔2024〕 5号"),
        _head("示政发2024年5号"),
        Case(_BODY % "按照示政发[2023]第08号文件办理。", {"aspect": "cited"}),
        Case("示例市人民政府令|第05号|《示例市涵洞管理办法》已经审议通过，现予公布。|市长：李明|2024年5月6日", {}),
        Case("示例市人民政府专题会议纪要|[2024]第5号|关于研究涵洞巡查工作的会议纪要|{60字}", {}),
        _head("示政发〔2024〕5号　示水发〔2024〕8号", "several"),
        _head("示政发〔2023〕5号", "year"),
        _head("示政办发〔2024〕5号", "code"),
        _by("示财发〔2024〕5号", "示例市教育局"),
        _by("示政发〔2024〕5号", "示例市人民政府办公室"),
        _by("示委发〔2024〕5号", "示例市人民政府"),
    ),
    good=(
        _head("示政发〔2024〕5号"),
        _head("示政发〔2024〕5号", "year"),
        _head("示政发〔2024〕5号", "code"),
        _by("示教发〔2024〕5号", "示例市教育局"),
        _by("示教职成〔2024〕5号", "示例市教育局"),
        _by("示财农〔2024〕5号", "示例市财政局"),
        _by("示办发〔2024〕5号", "中共示例市委办公室"),
        _by("示防指〔2024〕5号", "示例市防汛抗旱指挥部办公室"),
        Case(_BODY % "按照《关于做好巡查的通知》（示政发〔2023〕8号）办理。", {"aspect": "cited"}),
        Case(_BODY % "受灾人口增长较快，其中（2023）12号楼除外。", {"aspect": "cited"}),
        _head("示例市财政局2024年第5号"),
        Case("示例市人民政府令|第5号|《示例市涵洞管理办法》已经审议通过，现予公布。|市长：李明|2024年5月6日", {}),
        Case(
            "示政发〔1998〕第05号|示例市人民政府关于巡查的通知|各区：|{60字}|示例市人民政府|1998年5月6日",
            {"since": "2012-07-01"},
        ),
        Case(
            "示政发〔2025〕1号|示例市人民政府关于巡查的通知|各区：|{60字}|示例市人民政府|2024年12月31日",
            {"aspect": "year"},
        ),
    ),
)
