"""The sentences of a draft that say what is to be done: its title, headings, paragraphs and table cells.

A heading is read together with the sentence under it (考核对象 / 各区、各街道。), a cell with its row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wenlint.document import Block, BlockKind, Document, Part, Span
from wenlint.text.clauses import sentences
from wenlint.text.paragraphs import once_for_each_draft
from wenlint.text.patterns import pattern
from wenlint.text.scanning import hurried

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


def statements_with(document: Document, words: re.Pattern[str]) -> Sequence[Statement]:
    """The statements in which ``words`` are found, in order, each once; several rules may ask with the same words."""
    known = _known(document)
    asked = words.pattern, words.flags
    if asked not in known:
        known[asked] = tuple(_statements_with(document, words))
    return known[asked]


@once_for_each_draft
def _known(_document: Document) -> dict[tuple[str, int], Sequence[Statement]]:
    return {}


def _statements_with(document: Document, words: re.Pattern[str]) -> Iterator[Statement]:
    end = 0
    for match in hurried(words).finditer(document.text):
        if match.start() < end:
            continue
        block = _block_at(document, match.start())
        span = _statement_around(document, block, match.start())
        end = span.end
        if block is not None:
            yield Statement(span.of(document.text), span, block)


def _statement_around(document: Document, block: Block | None, offset: int) -> Span:
    if block is not None and block.kind is BlockKind.CELL:
        return _row_around(document, block)
    sentence = sentence_around(document.text, offset)
    if block is None or block.kind is not BlockKind.HEADING:
        return sentence
    below = document.block_at(min(block.span.end + 1, len(document.text) - 1))
    if below is None or below.kind is not BlockKind.BODY or sentence.end > below.span.start:
        return sentence
    return Span(sentence.start, sentence_around(document.text, below.span.start).end)


_SERIAL = pattern(r"\(?（?\d{1,3}[)）.．、]?\Z")
_LONGEST_ROW = 12


def _row_around(document: Document, cell: Block) -> Span:
    """The cells of one row: those on one line of the source, or from one serial number to the next."""
    at = bisect_right(document.blocks, cell.span.start, key=lambda block: block.span.start) - 1
    row = [cell]
    if not _SERIAL.match(cell.span.of(document.text)):
        for block in reversed(document.blocks[max(0, at - _LONGEST_ROW) : at]):
            if not _is_beside(block, cell):
                break
            row.insert(0, block)
            if _SERIAL.match(block.span.of(document.text)):
                break
    for block in document.blocks[at + 1 : at + _LONGEST_ROW]:
        if not _is_beside(block, cell) or _SERIAL.match(block.span.of(document.text)):
            break
        row.append(block)
    is_row = cell.origin.startswith("line") or _SERIAL.match(row[0].span.of(document.text))
    return Span(row[0].span.start, row[-1].span.end) if is_row else cell.span


def _is_beside(block: Block, cell: Block) -> bool:
    on_line = not cell.origin.startswith("line") or block.origin == cell.origin
    return block.kind is BlockKind.CELL and on_line


def sentence_around(text: str, offset: int) -> Span:
    """The sentence that holds the character at ``offset``; the text is cut once."""
    starts, spans = _sentence_starts(text)
    return spans[bisect_right(starts, offset) - 1]


def _block_at(document: Document, offset: int) -> Block | None:
    block = document.block_at(offset)
    return block if block is not None and block.kind in _SAYING and block.part in _PARTS else None
