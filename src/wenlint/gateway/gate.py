"""What the gateways without a server of their own share: drafts of strangers → rulings.

Every draft is judged in a worker that can be killed, and whatever becomes of the worker, there
is a ruling for it. Only a ruling that says so lets a draft through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wenlint.batch.brief import brief_for
from wenlint.batch.engine import Limits, Task
from wenlint.batch.gatherer import answered
from wenlint.batch.judge import Item
from wenlint.batch.pool import LocalEngine
from wenlint.batch.record import unjudged
from wenlint.config import Settings
from wenlint.report.folder.overview import Row, Verdict, row_of
from wenlint.ruleset import Ruleset
from wenlint.waivers import Exemptions


@dataclass(frozen=True, slots=True)
class Options:
    """How a gate works.

    Attributes:
        jobs: worker processes.
        limits: of one file.
        marked_allowed: whether drafts under a secrecy marking may pass at all.
    """

    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    marked_allowed: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a gate says of one draft: its row, and its object in the JSON report (docs/output.md)."""

    row: Row
    told: Mapping[str, Any]

    @property
    def verdict(self) -> Verdict:
        """The verdict, as a scan would give it."""
        return self.row.verdict

    @property
    def passes(self) -> bool:
        """Whether the draft may go on."""
        return self.verdict in (Verdict.PASS, Verdict.LOOK)


def named(ruling: Ruling, path: str) -> Ruling:
    """The ruling with the draft called so."""
    return Ruling(replace(ruling.row, path=path), {**ruling.told, "path": path})


class Gate:
    """Judges drafts by settings that stay the same; its workers stay until it is closed.

    Raises:
        LibraryError: when the library cannot be read.
    """

    def __init__(self, settings: Settings, ruleset: Ruleset, options: Options) -> None:
        self._brief = brief_for(settings, ruleset, settings.today)
        self._options = options
        self._engine = LocalEngine(self._brief, options.jobs, options.limits)

    def is_up_to_date(self, ruleset: Ruleset) -> bool:
        """Whether it still judges by today's date, by these rules and by the library as it is."""
        settings = self._brief.settings
        return self._brief == brief_for(settings, ruleset, settings.today)

    def rulings(self, items: Iterable[Item], exemptions: Exemptions) -> Iterator[Ruling]:
        """A ruling for each item, in any order; items are told apart by their paths.

        Raises:
            EngineError: when there is no worker to be had.
        """
        asked: set[str] = set()
        for record in self._engine.judge(self._tasks(items, asked)):
            asked.discard(record.path)
            yield self._ruling(answered(record, exemptions).told)
        for path in sorted(asked):  # the engine promises that there are none
            yield self._ruling(unjudged(path, "没有得到结论").told)

    def close(self) -> None:
        """Sends the workers home."""
        self._engine.close()

    def _tasks(self, items: Iterable[Item], asked: set[str]) -> Iterator[Task]:
        for item in items:
            asked.add(item.path)
            yield Task((item,), self._brief.pages)

    def _ruling(self, told: Mapping[str, Any]) -> Ruling:
        fail_on = self._brief.settings.fail_on.value
        return Ruling(row_of(told, 0, fail_on, self._options.marked_allowed), told)
