"""字体、字号与标准不符

查什么：标题、正文、层次标题和版头、版记各要素的字体类别和字号。

为什么：标准对各要素用哪一类字体、多大的字有规定，用对了层次清楚，用错了一眼看得出不正规。
标准只说仿宋、黑体、楷体、小标宋这些类别，不指定哪家的字体；文件里写明的字体，电脑上没有安装也算用对。

怎么改：选中要改的段落，在“字体”里改中文字体和字号；只改西文字体不起作用，主题字体要在中文字体里选定具体的字体。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from wenlint.appearance import UNKNOWN, Appearance, Face, Look
from wenlint.check import Case, Check, Confidence, Context, Finding, Location, Param, Rule, Verdict
from wenlint.document import Block, BlockKind, Document, Span
from wenlint.text.patterns import pattern
from wenlint.text.presentation import Format, face_of, format_of, look_of, sureness

_SIZES = {
    42.0: "初号", 36.0: "小初", 26.0: "1号", 24.0: "小1号", 22.0: "2号", 18.0: "小2号", 16.0: "3号",
    15.0: "小3号", 14.0: "4号", 12.0: "小4号", 10.5: "5号", 9.0: "小5号",
}  # fmt: skip
_MOST_PLACES = 20
_SENTENCE = pattern(r"[。；：！？]\s*\Z")
_LONG = 40  # characters of a paragraph that is one without a full stop, too
_LONGEST_HEADING = 32
_PREFACE = pattern(r"\A[（(].*[）)]\Z")
_NAMES = {
    "body": "正文", "title": "标题", "addressee": "主送机关", "attachment-note": "附件说明", "signature": "署名",
    "date": "成文日期", "annotation": "附注", "doc-number": "发文字号", "heading-1": "第一层标题",
    "heading-2": "第二层标题", "heading-3": "第三层标题", "heading-4": "第四层标题", "secrecy": "密级和保密期限",
    "urgency": "紧急程度", "copy-number": "份号", "signer": "签发人姓名", "issuer": "发文机关标志",
    "attachment": "“附件”二字", "imprint": "版记",
}  # fmt: skip


class _Wrong(NamedTuple):
    name: str
    span: Span
    said: str


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Compares the faces of the blocks that the rule names with the one it wants."""
    grave = sureness(document)
    if document.appearance is None or grave is None or format_of(document).value in rule.params["not-formats"]:
        return
    if rule.params["categories"] and document.appearance.replaced:
        return  # printed with stand-ins: which fonts the draft names cannot be seen; the reader notes it
    judge = _category if rule.params["categories"] else _size
    wrong = [found for name, block in _blocks(document, rule) if (found := judge(document, rule, name, block))]
    if wrong:
        yield _told(rule, wrong, grave)


def _blocks(document: Document, rule: Rule) -> Iterator[tuple[str, Block]]:
    wanted, parts = set(rule.params["blocks"]), set(rule.params["parts"])
    for block in document.blocks:
        name = f"heading-{block.level}" if block.kind is BlockKind.HEADING else str(block.kind)
        if name in wanted and block.part in parts and _is_telling(document, block):
            yield name, block


def _is_telling(document: Document, block: Block) -> bool:
    """Whether a block is surely what it is taken for: remarks and captions among the text are not."""
    words = block.span.of(document.text).strip()
    if block.kind is BlockKind.HEADING:
        return len(words) <= _LONGEST_HEADING and "，" not in words
    if block.kind is BlockKind.ATTACHMENT:
        return len(words) <= 4 and words.startswith("附件") and not words.endswith(("：", ":"))
    if block.kind is BlockKind.SIGNATURE and format_of(document) is Format.ORDER:
        return False  # the name of the person who signed, or the print of a signature
    if block.kind is not BlockKind.BODY:
        return True
    look = look_of(document, block)
    if look is None or look.align in ("center", "right") or _PREFACE.match(words):
        return False
    return bool(_SENTENCE.search(words)) or len(words) > _LONG


def _judged(document: Document, rule: Rule, block: Block) -> tuple[Span, Face | None]:
    """The stretch of a block that the rule speaks of, with its face."""
    span, after = block.span, rule.params["after"]
    if after:
        at = max(span.of(document.text).find(mark) for mark in after)
        span = Span(span.start + at + 1, span.end) if at >= 0 else Span(span.end, span.end)
    return span, face_of(document, span, block.paragraph)


def _category(document: Document, rule: Rule, name: str, block: Block) -> _Wrong | None:
    span, face = _judged(document, rule, block)
    if face is None or face.category in (UNKNOWN, *rule.params["categories"]):
        return None
    return _Wrong(name, span, f"{face.category}（{face.font}）" if face.category not in face.font else face.font)


def _size(document: Document, rule: Rule, name: str, block: Block) -> _Wrong | None:
    span, face = _judged(document, rule, block)
    if face is None or not face.size or abs(face.size - rule.params["size"]) <= rule.params["tolerance"]:
        return None
    return _Wrong(name, span, _named(face.size))


def _named(size: float) -> str:
    known = next((name for points, name in _SIZES.items() if abs(points - size) < 0.26), "")
    return known or f"{size:g}磅"


def _told(rule: Rule, wrong: Sequence[_Wrong], grave: Any) -> Finding:
    """One finding for a fault that recurs, with its places."""
    names = "、".join(dict.fromkeys(_NAMES.get(found.name, found.name) for found in wrong))
    said = Counter(found.said for found in wrong).most_common(3)
    used = "、".join(words for words, _ in said)
    want = "或".join(rule.params["categories"]) if rule.params["categories"] else _named(rule.params["size"])
    many = f"有 {len(wrong)} 处" if len(wrong) > 1 else ""
    return rule.finding(
        f"{names}{many}用了{used}，{'应当' if rule.cite.strength in _FIRM else '一般'}用{want}",
        *(Location(found.span) for found in wrong[:_MOST_PLACES]),
        advice=f"选中这些文字，在“字体—中文字体”里改成{want}。" if rule.params["categories"] else f"改成{want}。",
        severity=grave,
        confidence=Confidence.HIGH,
        evidence={"places": len(wrong), "used": used},
    )


_FIRM = ("规定", "应当")

_DRAFT = (
    "示例市人民政府文件|示政发〔2024〕5号|关于加强涵洞巡查的通知|各区人民政府：|{60字}|"
    "一、巡查范围|{60字}|（一）主干道|{60字}|示例市人民政府|2024年5月6日"
)
_UPWARD = (
    "示例市人民政府文件|示政〔2024〕5号　签发人：李明|关于追加防汛资金的请示|省人民政府：|{60字}|妥否，请批示。|"
    "示例市人民政府|2024年5月6日"
)
_BODY = {"blocks": ["body", "addressee"], "categories": ["仿宋"]}
_BODY_SIZE = {"blocks": ["body", "addressee"], "size": 16.0}
_HEADING = {"blocks": ["heading-1"], "categories": ["黑体"]}
_SIGNER = {"blocks": ["signer"], "categories": ["楷体"], "after": ["：", ":"], "parts": ["head"]}


def _case(params: dict[str, Any], kind: str, font: str, category: str, size: float = 16.0, draft: str = _DRAFT) -> Case:
    return Case(
        draft,
        params,
        appearance=Appearance(),
        looks={kind: (Look(indent=2.0), Face(font, category, size))},
        shown=f"{_NAMES[kind]}用{font}{_named(size)}",
    )


CHECK = Check(
    name="typeface",
    run=run,
    doc=__doc__,
    params={
        "blocks": Param(list, "查哪些要素，层次标题写成 heading-1 至 heading-4"),
        "categories": Param(list, "用哪几类字体；不写就只查字号", []),
        "size": Param(float, "字号，磅", 0.0),
        "tolerance": Param(float, "字号允许的误差，磅", 0.3),
        "after": Param(list, "只看这些符号后面的字", []),
        "parts": Param(list, "查文稿的哪些部分", ["main", "enclosed"]),
        "not-formats": Param(list, f"不管哪些格式：{'、'.join(Format)}", []),
    },
    bad=(
        _case(_BODY, "body", "宋体", "宋体"),
        _case(_BODY_SIZE, "body", "仿宋_GB2312", "仿宋", 14.0),
        _case(_HEADING, "heading-1", "楷体_GB2312", "楷体"),
        _case(_SIGNER, "signer", "仿宋_GB2312", "仿宋", draft=_UPWARD),
    ),
    good=(
        _case(_BODY, "body", "仿宋_GB2312", "仿宋"),
        _case(_BODY, "body", "方正仿宋_GBK", "仿宋"),
        _case(_BODY, "body", "示例机关专用字体", ""),
        _case(_HEADING, "heading-1", "黑体", "黑体"),
        _case(_SIGNER, "signer", "楷体_GB2312", "楷体", draft=_UPWARD),
        _case(_BODY, "body", "宋体", "宋体", draft="涵洞巡查的几点想法|{60字}"),
    ),
)
