"""The restatement engine: look up, choose candidates, weigh, decide, and name the passages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.check import Passage, Restatement
from wenlint.document import Document
from wenlint.reuse.decide import OWN, Terms, course
from wenlint.reuse.draft import Draft, body_spans, prepare, recut
from wenlint.reuse.evidence import Evidence, gather, weigh
from wenlint.reuse.index import Index
from wenlint.reuse.kept import Documents, Shelf
from wenlint.reuse.lookup import candidates, locate, look_up
from wenlint.reuse.model import Model
from wenlint.reuse.numbering import Numbering
from wenlint.reuse.passages import passage, summed_up
from wenlint.reuse.precedence import Standing
from wenlint.reuse.runs import certain, edges, runs
from wenlint.reuse.screening import screened
from wenlint.reuse.settling import Course, Settling
from wenlint.text.counting import count_han

Array = NDArray[Any]

# The terms of :mod:`wenlint.reuse.decide`, in bits unless said otherwise. They held on several seeds of the
# benchmark that bench/restatement.py runs; within a quarter of these values its figures hardly move.
# Part of a clause's worth that own text on the same matter shares by chance.
_CHANCE = 0.18
# And in a library too small to tell common words from rare ones, where the words of its matter all seem rare.
_CHANCE_UNLEARNT = 0.25
# A passage must bring this many times the bits that name one place in the library and one in the draft.
_BEGIN = 4.5
# A library is taken to have so many characters at least.
_SMALL = 1 << 22
_RESUME = 110.0
_INSIDE = 20.0
_JUMP = (10.0, 20.0)


class Engine:
    """Finds what drafts restate of the documents in some segments."""

    def __init__(self, index: Index, shelf: Shelf) -> None:
        self._index = index
        self._library = Documents(shelf)
        self._model = Model.learn(index.counts())
        self._documents = index.documents
        self._characters = index.characters

    def restated(self, document: Document) -> Restatement:
        """Passages of the draft that restate documents of the library."""
        draft = prepare(document)
        body = sum(count_han(span.of(document.text)) for span in body_spans(document))
        passages = tuple(self._passages(document, draft)) if draft.units and self._documents > 0 else ()
        return summed_up(document.text, passages, body, self._documents)

    def _passages(self, document: Document, draft: Draft) -> Iterator[Passage]:
        shared = look_up(draft, self._index)
        standing = Standing.of(document)

        @cache
        def admits(row: int) -> bool:
            known = self._library.facts(row)
            return known.digest != standing.digest and standing.admits(known.entry)

        shared = screened(shared, self._documents)
        maybe = candidates(shared, self._documents, admits)
        kept = [self._library.whole(candidate.row) for candidate in maybe]
        true, chosen, hits = locate(shared, maybe, [one.text for one in kept])
        if not chosen:
            return
        kept = [kept[at] for at in true]
        texts = [one.meanings for one in kept]
        sources = gather(chosen, texts)
        weights = draft.telling * _rarity(shared.crowd)
        verbatim = runs(draft.coded.codes, weights, draft.unit_of, hits, chosen, [one.codes for one in kept])
        draft = recut(draft, edges(verbatim))
        numbering = Numbering(draft.meanings)
        evidence = weigh(draft, np.maximum(weights, draft.quoted), self._model, numbering, chosen, sources)
        terms = Terms(self._beginning(len(draft.coded)), _RESUME, _INSIDE, _JUMP)
        sure = certain(verbatim, [(unit.start, unit.end) for unit in draft.units], weights, sources)
        chance = _CHANCE_UNLEARNT if self._model.bits is None else _CHANCE
        columns = _promising(evidence, sure, chance, terms.begin)
        if not len(columns):
            return
        gain = _gain(evidence, sure, chance, _quoted(draft), columns)
        decided = course(gain, sources.candidate[columns], draft.opens, draft.closes, terms)
        settling = Settling(
            draft,
            _course(decided, gain, columns, evidence, terms.begin),
            evidence,
            numbering,
            verbatim,
            weights,
            [one.stored for one in kept],
            texts,
        )
        yield from (passage(draft, one) for one in settling.settled())

    def _beginning(self, length: int) -> float:
        """Bits that a match must bring to be no chance among all stretches of library and draft."""
        # A small library holds what its readers work on: chance likeness is no rarer there than in a large one.
        return _BEGIN * float(np.log2(max(self._characters, _SMALL)) + np.log2(max(length, 2)))


def _course(decided: Array, gain: Array, columns: Array, evidence: Evidence, begin: float) -> Course:
    """The course, whose places were numbered as the columns of ``gain``, as places of the evidence."""
    places = np.where(decided == OWN, OWN, columns[decided])
    return Course(
        states=np.where(decided == OWN, OWN, evidence.sources.candidate[places]),
        places=places,
        brings=np.where(decided == OWN, 0.0, gain[np.arange(len(decided)), decided]),
        begin=begin,
    )


def _quoted(draft: Draft) -> Array:
    """Which clauses are quoted for the most part."""
    before = np.concatenate(([0], np.cumsum(draft.quoted)))
    starts, ends = np.array([(unit.start, unit.end) for unit in draft.units]).T
    return np.asarray(2 * (before[ends] - before[starts]) > ends - starts)


def _promising(evidence: Evidence, sure: Array, chance: float, begin: float) -> Array:
    """The buckets of those candidates that could bring, at best, what beginning to restate costs."""
    owner = evidence.sources.candidate
    firsts = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    best = np.zeros(evidence.total.shape)
    for group, most in zip(owner[firsts], np.maximum.reduceat(evidence.shared + sure, firsts, axis=1).T, strict=True):
        if group >= 0:
            np.maximum(best[:, group], most, out=best[:, group])
    promise = np.maximum(best - chance * evidence.total, 0).sum(axis=0)
    return np.flatnonzero((owner >= 0) & (promise[owner] > begin))


def _gain(evidence: Evidence, sure: Array, chance: float, quoted: Array, columns: Array) -> Array:
    """What restating each place brings each clause: its shared bits less what own text shares by chance.

    A quotation never brings anything. It does not interrupt a restatement of a text that
    has the same quotation in the same place; any other does.
    """
    total = evidence.total[:, evidence.sources.candidate[columns]]
    shared = evidence.shared[:, columns]
    gain = shared + sure[:, columns] - chance * total
    taken_over = (shared[quoted] > total[quoted] / 4) & (total[quoted] > 0)
    gain[quoted] = np.where(taken_over, 0.0, -2 * _RESUME)
    return np.asarray(gain)


def _rarity(crowd: Array) -> Array:
    """1 for what one or a few documents say, falling to 0 for what many do."""
    few, many = 8.0, 24.0
    rarity = (np.log2(many) - np.log2(np.maximum(crowd, 1))) / (np.log2(many) - np.log2(few))
    return np.asarray(np.clip(rarity, 0, 1))
