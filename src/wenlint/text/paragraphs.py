"""A draft as paragraphs: the blocks that one paragraph was cut into, put together again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from wenlint.document import BlockKind, Document, Part, Span

T = TypeVar("T")


class Paragraph(NamedTuple):
    """One paragraph with the kind of its first block; ``kinds`` are those of all of them."""

    text: str
    span: Span
    kind: BlockKind
    kinds: frozenset[BlockKind]
    part: Part
    number: int

    def place(self, start: int, end: int) -> Span:
        """The place in the draft of a stretch of the paragraph."""
        return Span(self.span.start + start, self.span.start + end)


def once_for_each_draft(build: Callable[[Document], T]) -> Callable[[Document], T]:
    """Keeps what was built for the draft looked at last: many rules ask for the same of one draft."""
    kept: list[tuple[Document, T]] = []

    def get(document: Document) -> T:
        if kept and kept[0][0] is document:
            return kept[0][1]
        built = build(document)
        kept[:] = [(document, built)]
        return built

    return get


@once_for_each_draft
def paragraphs(document: Document) -> tuple[Paragraph, ...]:
    """Every paragraph in order, headers, footers and footnotes among them."""
    return tuple(_paragraphs(document))


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    blocks = document.blocks
    start = 0
    for end in range(1, len(blocks) + 1):
        if end < len(blocks) and blocks[end].paragraph == blocks[start].paragraph:
            continue
        first, last = blocks[start], blocks[end - 1]
        span = Span(first.span.start, last.span.end)
        kinds = frozenset(block.kind for block in blocks[start:end])
        yield Paragraph(span.of(document.text), span, first.kind, kinds, first.part, first.paragraph)
        start = end


_RUNNING = frozenset({BlockKind.BODY, BlockKind.HEADING})


def running_text(document: Document, *parts: Part) -> Iterator[Paragraph]:
    """The paragraphs of body text and headings, in the given parts or in all that hold text."""
    wanted = parts or (Part.MAIN, Part.ENCLOSED, Part.ATTACHMENT)
    return (p for p in paragraphs(document) if p.part in wanted and p.kinds <= _RUNNING)


def closing_text(document: Document, count: int) -> tuple[Paragraph, ...]:
    """The last ``count`` paragraphs of the main part's running text."""
    return tuple(running_text(document, Part.MAIN))[-count:]


def is_issued(document: Document) -> bool:
    """Whether the draft shows itself as an official document: a genre and a number, an addressee or a signature."""
    elements = document.elements
    signed = any(document.of_kind(BlockKind.SIGNATURE)) and any(document.of_kind(BlockKind.DATE))
    return elements.genre is not None and bool(elements.document_number or elements.addressees or signed)


def is_older_than(document: Document, since: str) -> bool:
    """Whether the draft is dated before ``since`` (ISO 8601), when a rule was not yet in force; undated is not."""
    return bool(since) and (document.elements.date or since) < since
