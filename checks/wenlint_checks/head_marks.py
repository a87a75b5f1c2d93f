"""版头要素缺漏、写错或者次序不对

查什么：紧急程度是不是“特急”“加急”（电报为特提、特急、加急、平急）；份号、密级、紧急程度的次序；
有版头的上行文（请示、报告）有没有签发人。没有版头的草稿不查签发人，向会议作的报告不算上行文。

为什么：紧急程度决定办理时限，写成别的词收文登记时没法对应；上行文由谁签发，上级要能看出来。

怎么改：照提示改；次序从上到下是份号、密级和保密期限、紧急程度；签发人由签发的负责人姓名填写。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from wenlint.check import Case, Check, Confidence, Context, Finding, Fix, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Direction, Document, Part, Span
from wenlint.text.paragraphs import Paragraph, paragraphs
from wenlint.text.patterns import pattern

_TELEGRAM = pattern(r"电\s*报|明\s*电|传\s*真")
_URGENT = pattern(r"(?:紧急程度|缓急|等级)?[:：]?\s*(?P<word>[\u4e00-\u9fff\s]{1,6}?)[！!]?\s*\Z")
_ORDER = (BlockKind.COPY_NUMBER, BlockKind.SECRECY, BlockKind.URGENCY)
_NAMES = {BlockKind.COPY_NUMBER: "份号", BlockKind.SECRECY: "密级和保密期限", BlockKind.URGENCY: "紧急程度"}
_BELOW_HEAD = (BlockKind.ADDRESSEE, BlockKind.BODY, BlockKind.HEADING)


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the head by the aspect that the rule speaks of."""
    yield from _ASPECTS[rule.params["aspect"]](document, rule)


def _head(document: Document) -> Iterator[Paragraph]:
    """The paragraphs above the addressee and the body."""
    for paragraph in paragraphs(document):
        if paragraph.kind in _BELOW_HEAD and paragraph.part is not Part.HEAD:
            return
        yield paragraph


def _judge_urgency(document: Document, rule: Rule) -> Iterator[Finding]:
    telegram = any(_TELEGRAM.search(p.text) for p in _head(document) if p.kind is not BlockKind.TITLE)
    right: list[str] = rule.params["telegram"] if telegram else rule.params["words"]
    for block in document.blocks:
        if block.kind in _BELOW_HEAD and block.part is not Part.HEAD:
            return
        match = _URGENT.match(block.span.of(document.text).strip())
        word = "".join(match["word"].split()) if match else ""
        if word in right or (word not in rule.params["wrong"] and block.kind is not BlockKind.URGENCY):
            continue
        yield rule.finding(
            f"紧急程度写成“{word}”，应当用{'、'.join(f'“{term}”' for term in right)}",
            Location(block.span),
            advice="按办理时限选用；电报才分特提、特急、加急、平急。",
            evidence={"word": word},
        )


def _judge_order(document: Document, rule: Rule) -> Iterator[Finding]:
    """份号 above 密级 above 紧急程度; marks in headers stand by themselves."""
    marks = [block for block in document.of_kind(*_ORDER) if block.part is Part.HEAD]
    for upper, lower in pairwise(marks):
        if _ORDER.index(upper.kind) > _ORDER.index(lower.kind):
            yield rule.finding(
                f"{_NAMES[lower.kind]}排在{_NAMES[upper.kind]}后面，次序不对",
                Location(Span(upper.span.start, lower.span.end)),
                advice="从上到下依次是份号、密级和保密期限、紧急程度，各占一行。",
            )
            return


def _judge_signer(document: Document, rule: Rule) -> Iterator[Finding]:
    elements = document.elements
    if document.direction is not Direction.UP or elements.signer or elements.genre not in rule.params["genres"]:
        return
    number = next(document.of_kind(BlockKind.DOC_NUMBER), None)
    if number is None or not elements.addressees:
        return
    blank = any(document.of_kind(BlockKind.SIGNER))
    yield rule.finding(
        f"{elements.genre}是上行文，" + ("签发人后面没有姓名" if blank else "没有标注签发人"),
        Location(number.span),
        advice="发文字号居左，同一行居右写“签发人：”和签发人姓名。",
        confidence=Confidence.HIGH,
    )


def _judge_star(document: Document, rule: Rule) -> Iterator[Finding]:
    """签发人 with a half-width colon."""
    for block in document.of_kind(BlockKind.SIGNER):
        printed = block.span.of(document.text)
        at = printed.find(":")
        if at >= 0:
            place = Span(block.span.start + at, block.span.start + at + 1)
            yield rule.finding(
                "“签发人”后面应当用全角冒号",
                Location(block.span),
                advice="“签发人”三字后标全角冒号。",
                fixes=[Fix(place, "：")],
            )


_ASPECTS: dict[str, Callable[[Document, Rule], Iterator[Finding]]] = {
    "urgency": _judge_urgency,
    "order": _judge_order,
    "signer": _judge_signer,
    "signer-colon": _judge_star,
}

_SETTING = (
    "%s|示例市人民政府文件|示政发〔2024〕5号|示例市人民政府关于加强涵洞巡查的通知|"
    "各区人民政府：|{60字}|示例市人民政府|2024年5月6日"
)
_UPWARD = "示政〔2024〕5号%s|示例市人民政府关于追加防汛资金的%s|省人民政府：|{60字}|示例市人民政府|2024年5月6日"
_WORDS = {
    "words": ["特急", "加急"],
    "telegram": ["特提", "特急", "加急", "平急"],
    "wrong": ["急件", "急", "紧急", "特急件", "加急件", "火急", "特级"],
}


def _urgency(head: str) -> Case:
    return Case(_SETTING % head, {"aspect": "urgency", **_WORDS})


def _signer(signer: str, genre: str, aspect: str = "signer") -> Case:
    return Case(_UPWARD % (signer, genre), {"aspect": aspect, "genres": ["请示", "报告"]})


CHECK = Check(
    name="head-marks",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "words": Param(list, "公文的紧急程度", []),
        "telegram": Param(list, "电报的紧急程度", []),
        "wrong": Param(list, "常见的错误写法", []),
        "genres": Param(list, "应当标注签发人的文种", []),
    },
    bad=(
        _urgency("急件"),
        _urgency("紧急"),
        _urgency("特提"),
        Case(_SETTING % "特急|机密★5年", {"aspect": "order"}),
        Case(_SETTING % "机密★5年|000001", {"aspect": "order"}),
        _signer("", "请示"),
        _signer("　签发人：", "报告"),
        _signer("　签发人:李明", "请示", "signer-colon"),
    ),
    good=(
        _urgency("特急"),
        _urgency("000001|机密★5年|加急"),
        Case(
            "示例市人民政府明传电报|特提|示政电〔2024〕5号|示例市人民政府关于加强巡查的通知|各区人民政府：|{60字}",
            {"aspect": "urgency", **_WORDS},
        ),
        Case(_SETTING % "000001|机密★5年|特急", {"aspect": "order"}),
        _signer("　签发人：李明", "请示"),
        _signer("　签发人：李明", "请示", "signer-colon"),
        _signer("", "通知"),
        Case(
            "示例市人民政府关于追加防汛资金的请示|省人民政府：|{60字}|示例市人民政府",
            {"aspect": "signer", "genres": ["请示"]},
        ),
    ),
)
