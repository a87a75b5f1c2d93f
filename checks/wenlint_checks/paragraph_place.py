"""要素排的位置与标准不符

查什么：标题是否居中，主送机关是否顶格，正文和附件说明是否左空二字，成文日期是否在右边，附件是否另起一页、“附件”二字是否顶格。

为什么：各要素的位置标准有规定，排错了不好读，附件不另起一页还会和正文、版记混在一起。

怎么改：在“段落”里改对齐方式和缩进；附件前面插入分页符。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wenlint.appearance import Appearance, Face, Look
from wenlint.check import Case, Check, Confidence, Context, Location, Param, Rule, Verdict
from wenlint.document import Block, BlockKind, Document, Part, Span
from wenlint.text.patterns import pattern
from wenlint.text.presentation import Format, format_of, look_of, shape_of, sureness

_MOST_PLACES = 20
_LONG = 28  # characters: a paragraph of more than a line
_SENTENCE = pattern(r"[。；！？]\s*\Z")
_LABEL = pattern(r"\A附\s*件\s*[\d一二三四五六七八九十]{0,3}\Z")
_IN = 2.5  # characters from the left: centred by blanks
_TITLE = 22.0  # points: 2号
_FULL = (390.0, 450.0)  # points: a title that fills the line of 442
_ONE_LINE = 20  # characters of a title; the lines of a longer one come as one paragraph from a page
_FAR = 8.0  # characters from the left: the right half of the line, set by blanks
_UNFIT = frozenset({"center", "right"})


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the place of the blocks by the aspect that the rule speaks of."""
    grave = sureness(document)
    if document.appearance is None or grave is None or format_of(document).value in rule.params["not-formats"]:
        return
    message, advice, judge = _ASPECTS[rule.params["aspect"]]
    wrong = list(judge(document, rule))
    if wrong:
        many = f"（{len(wrong)} 处）" if len(wrong) > 1 else ""
        yield rule.finding(
            message.format(indent=f"{rule.params['indent']:g}") + many,
            *(Location(span) for span in wrong[:_MOST_PLACES]),
            advice=advice,
            severity=grave,
            confidence=Confidence.HIGH if document.format == "docx" else Confidence.MEDIUM,
            evidence={"places": len(wrong)},
        )


def _blocks(document: Document, *kinds: BlockKind) -> Iterator[tuple[Block, Look]]:
    for block in document.of_kind(*kinds):
        look = look_of(document, block)
        if look is not None and block.part in (Part.MAIN, Part.ENCLOSED):
            yield block, look


def _starts(look: Look, block: Block) -> bool:
    """Whether the block begins its paragraph."""
    return not look.stretches or look.stretches[0].start >= block.span.start - 4


def _title(document: Document, rule: Rule) -> Iterator[Span]:
    lines = [(block, look) for block, look in _blocks(document, BlockKind.TITLE) if block.part is Part.MAIN]
    if lines and not any(_is_centred(document, block, look) for block, look in lines):
        yield lines[0][0].span


def _is_centred(document: Document, block: Block, look: Look) -> bool:
    """Centred, or moved in by blanks, or as wide as the measure."""
    if look.align in ("center", "right"):
        return look.align == "center"
    size = look.stretches[0].face.size if look.stretches else 0.0
    fills = _FULL[0] < len(block.span) * (size or _TITLE) < _FULL[1]
    return _moved(document, block) >= _IN or fills or (document.format != "docx" and len(block.span) > _ONE_LINE)


def _flush(document: Document, rule: Rule) -> Iterator[Span]:
    for block, look in _blocks(document, BlockKind.ADDRESSEE):
        if _starts(look, block) and (look.align in _UNFIT or _moved(document, block) > 0.7):
            yield block.span
        return


def _moved(document: Document, block: Block) -> float:
    return shape_of(document.appearance, block, document.text) if document.appearance else 0.0


def _indent(document: Document, rule: Rule) -> Iterator[Span]:
    """Paragraphs of more than a line; in fixed layout only where most of them are so."""
    judged = wrong = 0
    found: list[Span] = []
    for block, look in _blocks(document, BlockKind.BODY):
        words = block.span.of(document.text)
        if not _starts(look, block) or look.align in _UNFIT or len(words) < _LONG or not _SENTENCE.search(words):
            continue
        judged += 1
        if abs(_moved(document, block) - rule.params["indent"]) > rule.params["tolerance"]:
            wrong += 1
            found.append(block.span)
    if document.format == "docx" or wrong * 2 > judged:
        yield from found


def _note(document: Document, rule: Rule) -> Iterator[Span]:
    for block, look in _blocks(document, BlockKind.ATTACHMENT_NOTE):
        moved = _moved(document, block)
        is_off = moved < rule.params["indent"] - rule.params["tolerance"] or look.align in _UNFIT
        if _starts(look, block) and document.text.startswith("附件", block.span.start) and is_off:
            yield block.span
        return


def _date(document: Document, rule: Rule) -> Iterator[Span]:
    for block, look in _blocks(document, BlockKind.DATE):
        if block.part is not Part.MAIN or not _starts(look, block):
            continue
        if look.align != "right" and _moved(document, block) < _FAR:
            yield block.span


def _labels(document: Document) -> Iterator[tuple[Block, Look]]:
    for block in document.of_kind(BlockKind.ATTACHMENT):
        look = look_of(document, block)
        if look is not None and block.part is Part.ATTACHMENT and _LABEL.match(block.span.of(document.text).strip()):
            yield block, look


def _label(document: Document, rule: Rule) -> Iterator[Span]:
    for block, look in _labels(document):
        if look.align in _UNFIT or _moved(document, block) > 0.7:
            yield block.span


def _new_page(document: Document, rule: Rule) -> Iterator[Span]:
    """Attachments that no break sets off, and that stand on the page of what comes before."""
    for block, look in _labels(document):
        before = next((b for b in reversed(document.blocks) if b.span.end <= block.span.start), None)
        if before is None or look.new_page or look.align == "":
            continue
        if block.page is not None and before.page is not None and before.page < block.page:
            continue
        yield block.span


_Judge = Callable[[Document, Rule], Iterator[Span]]
_ASPECTS: dict[str, tuple[str, str, _Judge]] = {
    "title": ("标题没有居中", "标题居中，回行时词意完整、长短适宜。", _title),
    "addressee": ("主送机关没有顶格", "主送机关居左顶格，取消缩进和居中。", _flush),
    "indent": ("正文段落没有左空 {indent} 字", "在“段落”里设首行缩进 2 字符，不用空格。", _indent),
    "note": ("附件说明没有左空 {indent} 字", "附件说明在正文下空一行、左空二字。", _note),
    "date": ("成文日期没有排在右边", "成文日期一般右空四字编排。", _date),
    "label": ("“附件”二字没有顶格", "“附件”和顺序号顶格排在左上角第一行。", _label),
    "new-page": ("附件没有另起一页", "在附件前插入分页符，附件与正文分开排。", _new_page),
}

_DRAFT = (
    "示例市人民政府文件|示政发〔2024〕5号|关于加强涵洞巡查的通知|各区人民政府：|{60字}|附件：涵洞清单|"
    "示例市人民政府|2024年5月6日|附件|涵洞清单|{60字}"
)
_INDENT = {"aspect": "indent", "indent": 2.0, "tolerance": 0.6}
_FACE = Face()


def _case(params: dict[str, Any], kind: str, look: Look, shown: str) -> Case:
    return Case(_DRAFT, params, appearance=Appearance(), looks={kind: (look, _FACE)}, shown=shown)


CHECK = Check(
    name="paragraph-place",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "indent": Param(float, "左空几字", 2.0),
        "tolerance": Param(float, "允许的误差，字", 0.6),
        "not-formats": Param(list, f"不管哪些格式：{'、'.join(Format)}", []),
    },
    bad=(
        _case({"aspect": "title"}, "title", Look(align="left"), "标题居左"),
        _case({"aspect": "addressee"}, "addressee", Look(indent=2.0), "主送机关左空二字"),
        _case(_INDENT, "body", Look(align="justify"), "正文顶格"),
        _case({"aspect": "date"}, "date", Look(align="left"), "日期居左"),
        _case({"aspect": "label"}, "attachment", Look(align="center"), "“附件”居中"),
        _case({"aspect": "new-page"}, "attachment", Look(align="left"), "附件接排"),
    ),
    good=(
        _case({"aspect": "title"}, "title", Look(align="center"), "标题居中"),
        _case({"aspect": "addressee"}, "addressee", Look(align="justify"), "主送机关顶格"),
        _case(_INDENT, "body", Look(align="justify", indent=2.0), "正文左空二字"),
        _case({"aspect": "date"}, "date", Look(align="right", right=4.0), "日期右空四字"),
        _case({"aspect": "new-page"}, "attachment", Look(align="left", new_page=True), "附件前有分页符"),
    ),
)
