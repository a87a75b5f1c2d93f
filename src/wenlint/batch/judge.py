"""Files → records, by a brief. The same in a worker process, on a cluster and in the scan's own process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from wenlint import plan
from wenlint.batch.brief import Brief, gathered
from wenlint.batch.record import Record, unjudged
from wenlint.check import Context, Library
from wenlint.config import PageCount
from wenlint.finding import Outcome
from wenlint.gathering import filed
from wenlint.paging import Asked, Source, lint_all
from wenlint.reading import load
from wenlint.report.json import document_object
from wenlint.reuse import open_library


@dataclass(frozen=True, slots=True)
class Item:
    """A file to judge: by its path, or by its bytes where the path means nothing to the worker.

    ``error`` says in Chinese why it cannot be opened at all.
    """

    path: str
    data: bytes | None = None
    error: str = ""


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
        self._ruleset = gathered(brief)
        folder = brief.settings.corpus.value
        self._library: Library | None = open_library(folder) if folder else None
        file = brief.settings.plan.value
        self._plan = plan.load(file) if file else None

    def __call__(self, items: Sequence[Item], pages: PageCount) -> Iterator[Record]:
        """A record for each item, in order."""
        settings = self.brief.settings
        asked = Asked(settings.kind.value, pages, settings.ocr.value)
        clock = _Clock(self.brief.today)
        context = Context(library=self._library, clock=clock, plan=self._plan)
        sources = [_source(item) for item in items]
        for outcome in lint_all(sources, self._ruleset.rules, self._ruleset.checks, context, asked):
            yield _record(outcome, self.brief.today.isoformat() if clock.asked else "")
            clock.asked = False


def _source(item: Item) -> Source:
    data = item.data
    return Source(item.path, partial(load, Path(item.path)) if data is None else lambda: data, item.error)


def _record(outcome: Outcome, day: str) -> Record:
    if outcome.document is None:
        return unjudged(outcome.path, outcome.error or "没能判断")
    wants_pages = any(skipped.wants == "pages" for skipped in outcome.skipped)
    return Record(outcome.path, document_object(outcome), filed(outcome.document), day, wants_pages)
