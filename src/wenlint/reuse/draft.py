"""The draft as the engine sees it: codes, units, and what of it counts as evidence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.document import BlockKind, Document, Part, Span
from wenlint.reuse.codes import Coded, Codes, encode
from wenlint.reuse.exempt import attributed_quotations, cited_names
from wenlint.reuse.lexicon import stock_mask
from wenlint.reuse.synonyms import meanings
from wenlint.text.patterns import pattern

Array = NDArray[Any]

_COMPARED_KINDS = (BlockKind.HEADING, BlockKind.BODY, BlockKind.CELL)
_COMPARED_PARTS = (Part.MAIN, Part.ENCLOSED, Part.ATTACHMENT)
_CLAUSE = pattern(r"[^，,。；;：:！!？?\n]+[，,。；;：:！!？?”’」』）)\n]*|[，,。；;：:！!？?\n]+")
_SENTENCE_END = pattern(r"[。；;！!？?\n][”’」』）)\s]*$")
_SHORT = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause of the body: codes ``start`` to ``end``; ``opens`` where a sentence begins."""

    start: int
    end: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft made ready.

    Attributes:
        text: its text.
        coded: the text as codes.
        meanings: the codes with one word for each meaning (:mod:`wenlint.reuse.synonyms`).
        units: clauses of the body in order.
        unit_of: the unit of each code; -1 outside the body.
        telling: whether each code may be evidence: not cited, not stock wording.
        quoted: whether each code lies in an attributed quotation.
    """

    text: str
    coded: Coded
    meanings: Codes
    units: tuple[Unit, ...]
    unit_of: Array
    telling: Array
    quoted: Array

    @property
    def opens(self) -> list[bool]:
        """Whether a sentence begins with each unit."""
        return [unit.opens for unit in self.units]

    @property
    def closes(self) -> list[bool]:
        """Whether a sentence ends with each unit."""
        return [*self.opens[1:], True]


def recut(draft: Draft, edges: Collection[int]) -> Draft:
    """The draft with its clauses cut at these codes; a restatement may begin and end there as at a sentence."""
    ordered = sorted(set(edges))
    units: list[Unit] = []
    for unit in draft.units:
        start, opens = unit.start, unit.opens or unit.start in edges
        for edge in ordered[bisect_right(ordered, unit.start) : bisect_left(ordered, unit.end)]:
            units.append(Unit(start, edge, opens))
            start, opens = edge, True
        units.append(Unit(start, unit.end, opens))
    return replace(draft, units=tuple(units), unit_of=_unit_of(units, len(draft.coded)))


def _unit_of(units: Sequence[Unit], length: int) -> Array:
    unit_of = np.full(length, -1, np.int32)
    for index, unit in enumerate(units):
        unit_of[unit.start : unit.end] = index
    return unit_of


def prepare(document: Document) -> Draft:
    """The draft's body cut into units, with what is exempt marked."""
    text = document.text
    coded = encode(text)
    units = tuple(_units(text, coded, body_spans(document)))
    unit_of = _unit_of(units, len(coded))
    quoted = _mask(coded, attributed_quotations(text))
    telling = ~quoted & ~_mask(coded, cited_names(text)) & ~stock_mask(coded.codes) & (unit_of >= 0)
    return Draft(text, coded, meanings(coded.codes), units, unit_of, telling, quoted)


def _mask(coded: Coded, spans: Sequence[Span]) -> Array:
    mask = np.zeros(len(coded), bool)
    for span in spans:
        mask[coded.position(span.start) : coded.position(span.end)] = True
    return mask


def body_spans(document: Document) -> list[Span]:
    """The paragraphs that are compared: body, headings and cells of the document and what it encloses."""
    return [block.span for block in document.blocks if block.kind in _COMPARED_KINDS and block.part in _COMPARED_PARTS]


def _units(text: str, coded: Coded, spans: list[Span]) -> Iterator[Unit]:
    for span in spans:
        matches = list(_CLAUSE.finditer(text, span.start, span.end))
        offsets = [span.start, *(match.end() for match in matches), span.end]
        begun, *ends, last = np.searchsorted(coded.starts, offsets).tolist()
        opens = True
        for match, end in zip(matches, ends, strict=True):
            ends_sentence = match.end() >= span.end or bool(_SENTENCE_END.search(match[0]))
            if end > begun and (end - begun >= _SHORT or ends_sentence):
                yield Unit(begun, end, opens)
                begun, opens = end, ends_sentence
        if last > begun:
            yield Unit(begun, last, opens)
