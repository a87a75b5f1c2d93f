"""Files → records, by a brief. The same in a worker process, on a cluster and in the scan's own process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from wenlint import plan
from wenlint.batch.brief import Brief, gathered
from wenlint.batch.copying import copy_of
from wenlint.batch.record import Record, unjudged
from wenlint.check import Context
from wenlint.config import PageCount
from wenlint.document import Kind
from wenlint.finding import Outcome
from wenlint.gathering import filed
from wenlint.paging import Asked, Source, lint_all
from wenlint.reading import load
from wenlint.report.json import document_object
from wenlint.reuse import open_library
from wenlint.ruleset import Ruleset
from wenlint.waivers import Exemptions

_MOST_RULESETS = 8  # chosen by senders and kept, besides the brief's own


@dataclass(frozen=True, slots=True)
class Item:
    """A file to judge: by its path, or by its bytes where the path means nothing to the worker.

    Attributes:
        error: why it cannot be opened at all, in Chinese.
        kind: what its sender says it is; None leaves it to the brief.
        packs: rule packs that its sender chose; empty leaves them to the brief.
        whole: whether the outcome itself is wanted, with the draft's text, and not only its report.
        annotate: what answers for findings, where a copy annotated with the others is wanted.
        alone: whether it is never held against other drafts, and nothing is to be kept of it for that.
        shelve: where it came from, if it is a superior document to be added to the library, and not a draft.
    """

    path: str
    data: bytes | None = None
    error: str = ""
    kind: Kind | None = None
    packs: tuple[str, ...] = ()
    whole: bool = False
    annotate: Exemptions | None = None
    alone: bool = False
    shelve: str = ""


@dataclass(slots=True)
class _Clock:
    """Tells the day, and remembers whether it was asked."""

    day: dt.date
    asked: bool = False

    def __call__(self) -> dt.date:
        self.asked = True
        return self.day


class Judge:
    """Judges files by a brief.

    Raises:
        RulesetError: when the rules cannot be put together here.
        LibraryError: when the library cannot be opened here.
    """

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self._rulesets: dict[tuple[str, ...], Ruleset] = {(): gathered(brief)}
        folder = brief.settings.corpus.value
        self._library = open_library(folder) if folder else None
        file = brief.settings.plan.value
        self._plan = plan.load(file) if file else None

    def __call__(self, items: Sequence[Item], pages: PageCount) -> Iterator[Record]:
        """A record for each item, in order.

        Raises:
            RulesetError: when the packs of an item cannot be put together.
        """
        for (packs, kind, shelve), group in groupby(items, key=lambda item: (item.packs, item.kind, item.shelve)):
            alike = list(group)
            yield from map(self._shelved, alike) if shelve else self._judged(alike, packs, kind, pages)

    def _judged(
        self, items: Sequence[Item], packs: tuple[str, ...], kind: Kind | None, pages: PageCount
    ) -> Iterator[Record]:
        settings = self.brief.settings
        ruleset = self._ruleset(packs)
        asked = Asked(kind or settings.kind.value, pages, settings.ocr.value)
        clock = _Clock(self.brief.today)
        context = Context(superiors=self._library, clock=clock, plan=self._plan)
        sources = [_source(item) for item in items]
        outcomes = lint_all(sources, ruleset.rules, ruleset.checks, context, asked)
        for item, outcome in zip(items, outcomes, strict=True):
            yield _record(outcome, self.brief.today.isoformat() if clock.asked else "", item)
            clock.asked = False

    def _shelved(self, item: Item) -> Record:
        from wenlint.batch.shelving import shelved

        if self._library is None or item.data is None:
            return unjudged(item.path, "还没有上级文件库")
        return shelved(item.path, item.data, item.shelve, self._library)

    def _ruleset(self, packs: tuple[str, ...]) -> Ruleset:
        if packs not in self._rulesets:
            while len(self._rulesets) > _MOST_RULESETS:
                self._rulesets.pop(next(chosen for chosen in self._rulesets if chosen))
            self._rulesets[packs] = gathered(replace(self.brief, settings=self.brief.settings.with_packs(packs)))
        return self._rulesets[packs]


def _source(item: Item) -> Source:
    data = item.data
    return Source(item.path, partial(load, Path(item.path)) if data is None else lambda: data, item.error)


def _record(outcome: Outcome, day: str, item: Item) -> Record:
    if outcome.document is None:
        return unjudged(outcome.path, outcome.error or "没能判断")
    wants_pages = any(skipped.wants == "pages" for skipped in outcome.skipped)
    told = document_object(outcome)
    copy = copy_of(item.data, item.annotate.apply(outcome)) if item.annotate and item.data else None
    kept = None if item.alone else filed(outcome.document)
    return Record(outcome.path, told, kept, day, wants_pages, outcome if item.whole else None, copy)
