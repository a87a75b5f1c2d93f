"""Where a span stands, as people and programs name it: page, paragraph, element."""

from __future__ import annotations

from dataclasses import dataclass

from wenlint.document import Block, BlockKind, Document, Span
from wenlint.finding import Citation, Location

_ELEMENTS = {
    BlockKind.COPY_NUMBER: "份号",
    BlockKind.SECRECY: "密级",
    BlockKind.URGENCY: "紧急程度",
    BlockKind.ISSUER: "发文机关标志",
    BlockKind.DOC_NUMBER: "发文字号",
    BlockKind.SIGNER: "签发人",
    BlockKind.TITLE: "标题",
    BlockKind.ADDRESSEE: "主送机关",
    BlockKind.ATTACHMENT_NOTE: "附件说明",
    BlockKind.SIGNATURE: "署名",
    BlockKind.DATE: "成文日期",
    BlockKind.ANNOTATION: "附注",
    BlockKind.IMPRINT: "版记",
    BlockKind.CONTENTS: "目录",
    BlockKind.FOOTNOTE: "脚注",
    BlockKind.HEADER: "页眉",
    BlockKind.FOOTER: "页脚",
    BlockKind.CELL: "表格",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Page and paragraph, both counted from 1 and None when unknown, and the element's name in Chinese or ""."""

    page: int | None
    paragraph: int | None
    element: str


def place_of(document: Document, span: Span) -> Place:
    """The place where a span begins."""
    block = document.block_at(span.start) or _next_block(document, span.start)
    if block is None:
        return Place(None, None, "")
    return Place(block.page, block.paragraph + 1, _ELEMENTS.get(block.kind, ""))


def line_of(document: Document, span: Span) -> int | None:
    """The line of a text file in which a span begins, from 1; None in files without lines."""
    block = document.block_at(span.start) or _next_block(document, span.start)
    word, _, number = block.origin.partition(" ") if block else ("", "", "")
    return int(number) if word == "line" and number.isdecimal() else None


def _next_block(document: Document, offset: int) -> Block | None:
    return next((block for block in document.blocks if block.span.start >= offset), None)


def describe(document: Document, location: Location) -> str:
    """A place in the draft as a drafter reads it: ``第 2 页，标题`` or ``第 3 页，第 14 段``."""
    place = place_of(document, location.span)
    parts = []
    if place.page is not None:
        about = "" if document.pages and document.pages.exact else "约"
        parts.append(f"{about}第 {place.page} 页")
    if place.element:
        parts.append(place.element)
    elif place.paragraph is not None:
        parts.append(f"第 {place.paragraph} 段")
    return "，".join(parts)


def describe_citation(cite: Citation) -> str:
    """``《…》（京办发〔2019〕13号）第 6 条（原则上）``; a clause of a standard keeps its points."""
    number = f"（{cite.number}）" if cite.number else ""
    strength = f"（{cite.strength}）" if cite.strength else ""
    return f"《{cite.title.strip('《》')}》{number}{describe_article(cite.article).rstrip()}{strength}"


def describe_article(article: str) -> str:
    """``第 6 条`` for "6", ``第 15 条（四）`` for "15（四）", ``7.2.5`` for a clause, other forms as they are."""
    figure = article[: len(article) - len(article.lstrip("0123456789"))]
    rest = article[len(figure) :]
    if not figure:
        return article
    if rest.startswith("."):
        return f" {article} "
    return f"第 {figure} 条{rest}" if rest[:1] in ("", "（") else f"第 {article} 条"
