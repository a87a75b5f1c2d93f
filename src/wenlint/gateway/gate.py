"""What the gateways without a server of their own share: drafts of strangers → rulings.

Every draft is judged in a worker that can be killed, and whatever becomes of the worker, there
is a ruling for it. Only a ruling that says so lets a draft through.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from wenlint.batch.brief import brief_for
from wenlint.batch.engine import Limits, Task
from wenlint.batch.judge import Item
from wenlint.batch.pool import LocalEngine
from wenlint.batch.record import Record, unjudged
from wenlint.config import Settings
from wenlint.gateway.audit import Audit, AuditError, Decision
from wenlint.gateway.ruling import Verdict as Decided
from wenlint.gateway.ruling import ruled, verdict_of
from wenlint.gating import Marked
from wenlint.report.folder.overview import Row, Verdict, row_of
from wenlint.ruleset import Ruleset
from wenlint.waivers import Exemptions


@dataclass(frozen=True, slots=True)
class Options:
    """How a gate works.

    Attributes:
        sender: who sends the drafts, as wenlint.gating writes it.
        jobs: worker processes.
        limits: of one file.
    """

    sender: str
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)

    @property
    def door(self) -> str:
        """Which gate it is."""
        return self.sender.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a gate says of one draft: its row, and its object in the JSON report (docs/output.md).

    ``is_recorded`` is False when the decision could not be written down; the draft must stay where it is then.
    """

    row: Row
    told: Mapping[str, Any]
    is_recorded: bool = True

    @property
    def verdict(self) -> Verdict:
        """The verdict, as a scan would give it."""
        return self.row.verdict

    @property
    def passes(self) -> bool:
        """Whether the draft may go on."""
        return verdict_of(self.told) is Decided.PASSED


def named(ruling: Ruling, path: str) -> Ruling:
    """The ruling with the draft called so."""
    return replace(ruling, row=replace(ruling.row, path=path), told={**ruling.told, "path": path})


class _Asked(NamedTuple):
    digest: str | None
    since: float


class Gate:
    """Judges drafts by settings that stay the same; its workers stay until it is closed.

    Raises:
        LibraryError: when the library cannot be read.
        AuditError: when there is an audit file that cannot be written to.
    """

    def __init__(self, settings: Settings, ruleset: Ruleset, options: Options) -> None:
        self._brief = brief_for(settings, ruleset, settings.today)
        self._settings, self._options = settings, options
        file = settings.audit.value
        self._audit = Audit(file, options.door, settings, self._brief.state) if file else None
        self._engine = LocalEngine(self._brief, options.jobs, options.limits)

    def is_up_to_date(self, ruleset: Ruleset) -> bool:
        """Whether it still judges by today's date, by these rules and by the library as it is."""
        return self._brief == brief_for(self._settings, ruleset, self._settings.today)

    def rulings(self, items: Iterable[Item], exemptions: Exemptions, history: Container[str] = ()) -> Iterator[Ruling]:
        """A ruling for each item, in any order; items are told apart by their paths.

        Those whose paths are in ``history`` are versions that only stay in the history of a repository.

        Raises:
            EngineError: when there is no worker to be had.
        """
        asked: dict[str, _Asked] = {}
        for record in self._engine.judge(self._tasks(items, asked)):
            yield self._ruling(record, exemptions, asked.pop(record.path, None), record.path in history)
        for path in sorted(asked):  # the engine promises that there are none
            yield self._ruling(unjudged(path, "没有得到结论"), exemptions, asked[path], path in history)

    def close(self) -> None:
        """Sends the workers home."""
        self._engine.close()

    def _tasks(self, items: Iterable[Item], asked: dict[str, _Asked]) -> Iterator[Task]:
        for item in items:
            digest = None if item.error or item.data is None else hashlib.sha256(item.data).hexdigest()
            asked[item.path] = _Asked(digest, time.monotonic())
            yield Task((item,), self._brief.pages)

    def _ruling(self, record: Record, exemptions: Exemptions, asked: _Asked | None, is_history: bool) -> Ruling:
        settings, sender = self._settings, self._options.sender
        told = ruled(record, exemptions, settings, sender, is_history=is_history).told
        digest, since = asked or _Asked(None, time.monotonic())
        fault = self._unwritten(Decision(self._options.door, sender, digest, told, seconds=time.monotonic() - since))
        if fault:
            told = ruled(unjudged(record.path, fault), exemptions, settings, sender).told
        row = row_of(told, 0, settings.fail_on.value, settings.marked.value is Marked.ALLOW)
        if row.verdict is Verdict.BACK and verdict_of(told) is Decided.PASSED:
            row = replace(row, verdict=Verdict.LOOK)
        return Ruling(row, told, not fault)

    def _unwritten(self, decision: Decision) -> str:
        """Why the decision could not be written down, in Chinese; "" when it was."""
        if self._audit:
            try:
                self._audit.add(decision)
            except AuditError as error:
                return f"审计记录写不进（{error}），没有放行；请告诉管理员"
        return ""
