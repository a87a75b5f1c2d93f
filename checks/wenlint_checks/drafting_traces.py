"""文件里留有起草的痕迹

查什么：没有接受或拒绝的修订、批注、隐藏文字、突出显示（荧光笔）的文字。

为什么：这些东西打印时不一定看得见，电子文件发出去却谁都能看到改过什么、谁说过什么；别人再编辑，删掉的话还会回来。

怎么改：在“审阅”里接受或拒绝全部修订、删除全部批注；隐藏文字显示出来以后删掉或者取消隐藏；去掉突出显示。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wenlint.appearance import Appearance, Face, Leftover, Look
from wenlint.check import Case, Check, Context, Location, Param, Rule, Verdict
from wenlint.document import Document, Span
from wenlint.text.presentation import top_of

_MOST_PLACES = 20
_CHANGES = ("insertion", "deletion", "format")
_Answer = tuple[str, str, list[Span], int]


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Counts the traces that the rule speaks of, and shows where they are."""
    if document.appearance is None:
        return
    message, advice, spans, count = _ASPECTS[rule.params["aspect"]](document, document.appearance)
    if count:
        places = [Location(span) for span in spans[:_MOST_PLACES]] or list(top_of(document))
        yield rule.finding(message, *places, advice=advice, evidence={"count": count}, whole=not spans)


def _spans(document: Document, found: list[Leftover]) -> list[Span]:
    """The paragraphs in which traces stand, each once."""
    wanted = {leftover.paragraph for leftover in found}
    spans: dict[int, Span] = {}
    for block in document.blocks:
        if block.paragraph in wanted:
            before = spans.get(block.paragraph)
            spans[block.paragraph] = Span(before.start if before else block.span.start, block.span.end)
    return list(spans.values())


def _changes(document: Document, appearance: Appearance) -> _Answer:
    found = [leftover for leftover in appearance.leftovers if leftover.kind in _CHANGES]
    counts = [sum(leftover.kind == kind for leftover in found) for kind in _CHANGES]
    names = [f"{name} {count} 处" for name, count in zip(("插入", "删除", "格式"), counts, strict=True) if count]
    told = f"文件里还有没处理的修订（{'、'.join(names)}）"
    return told, "在“审阅”里接受或拒绝全部修订，再关掉修订。", _spans(document, found), len(found)


def _comments(document: Document, appearance: Appearance) -> _Answer:
    found = [leftover for leftover in appearance.leftovers if leftover.kind == "comment"]
    return f"文件里还有 {len(found)} 条批注", "在“审阅”里删除全部批注。", _spans(document, found), len(found)


def _hidden(document: Document, appearance: Appearance) -> _Answer:
    found = [leftover for leftover in appearance.leftovers if leftover.kind == "hidden"]
    advice = "在“选项—显示”里勾选“隐藏文字”，看清楚以后删掉，或者在“字体”里取消隐藏。"
    return f"文件里有 {len(found)} 处隐藏文字，打印不出来", advice, _spans(document, found), len(found)


def _highlights(document: Document, appearance: Appearance) -> _Answer:
    spans: list[Span] = []
    for look in appearance.looks:
        for stretch in look.stretches:
            if not stretch.face.highlighted or not document.text[stretch.start : stretch.end].strip():
                continue
            if spans and spans[-1].end == stretch.start:
                spans[-1] = Span(spans[-1].start, stretch.end)
            else:
                spans.append(Span(stretch.start, stretch.end))
    advice = "核对这些地方以后，选中文字，把“突出显示”设为无颜色。"
    return f"有 {len(spans)} 处文字还带着突出显示（荧光笔）", advice, spans, len(spans)


_ASPECTS: dict[str, Callable[[Document, Appearance], _Answer]] = {
    "changes": _changes,
    "comments": _comments,
    "hidden": _hidden,
    "highlights": _highlights,
}

_DRAFT = "关于加强涵洞巡查的通知|各区人民政府：|{60字}|示例市人民政府|2024年5月6日"


def _case(aspect: str, shown: str, *found: Leftover, face: Face | None = None) -> Case:
    looks: dict[str, Any] = {"body": (Look(), face)} if face else {}
    return Case(_DRAFT, {"aspect": aspect}, appearance=Appearance(leftovers=found), looks=looks, shown=shown)


CHECK = Check(
    name="drafting-traces",
    run=run,
    doc=__doc__,
    params={"aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}")},
    bad=(
        _case("changes", "有修订", Leftover("insertion", 2, "李明"), Leftover("deletion", None, "李明")),
        _case("comments", "有批注", Leftover("comment", 2)),
        _case("hidden", "有隐藏文字", Leftover("hidden", 2)),
        _case("highlights", "正文有荧光笔", face=Face("仿宋_GB2312", "仿宋", 16.0, highlighted=True)),
    ),
    good=(
        _case("changes", "没有修订", Leftover("comment", 2)),
        _case("comments", "没有批注"),
        _case("hidden", "没有隐藏文字"),
        _case("highlights", "没有荧光笔", face=Face("仿宋_GB2312", "仿宋", 16.0)),
    ),
)
