"""The sentences of a draft that say what is to be done: its title, headings, paragraphs and table cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from wenlint.document import Block, BlockKind, Document, Part, Span
from wenlint.text.clauses import sentences

_SAYING = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.BODY, BlockKind.CELL})
_PARTS = frozenset({Part.MAIN, Part.ENCLOSED, Part.ATTACHMENT})


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with its place in the draft, and the block that holds it."""

    text: str
    span: Span
    block: Block

    def place(self, part: Span) -> Span:
        """The place in the draft of a part of the sentence."""
        return Span(self.span.start + part.start, self.span.start + part.end)


@lru_cache(maxsize=16)
def _sentence_starts(text: str) -> tuple[tuple[int, ...], tuple[Span, ...]]:
    spans = tuple(sentences(text))
    return tuple(span.start for span in spans), spans


def statements_with(document: Document, words: re.Pattern[str]) -> Iterator[Statement]:
    """The statements in which ``words`` are found, in order, each once."""
    last = None
    for match in words.finditer(document.text):
        span = sentence_around(document.text, match.start())
        if span != last:
            last = span
            block = _block_at(document, match.start())
            if block is not None:
                yield Statement(span.of(document.text), span, block)


def sentence_around(text: str, offset: int) -> Span:
    """The sentence that holds the character at ``offset``; the text is cut once."""
    starts, spans = _sentence_starts(text)
    return spans[bisect_right(starts, offset) - 1]


def _block_at(document: Document, offset: int) -> Block | None:
    block = document.block_at(offset)
    return block if block is not None and block.kind in _SAYING and block.part in _PARTS else None
