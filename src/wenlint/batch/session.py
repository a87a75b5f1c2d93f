"""Scans of one folder under the same settings, one after another: workers and cache stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from wenlint.batch.brief import Brief, brief_for
from wenlint.batch.cache import Cache
from wenlint.batch.engine import Engine, Limits
from wenlint.batch.gatherer import Gatherer
from wenlint.batch.pool import LocalEngine
from wenlint.batch.record import Record
from wenlint.batch.scan import Scan
from wenlint.check import Context
from wenlint.config import Settings
from wenlint.drafts import Target
from wenlint.report.folder.overview import Overview
from wenlint.ruleset import Ruleset
from wenlint.waivers import Exemptions

Watch = Callable[[Iterator[Record], int], Iterator[Record]]
"""Lets somebody see the records pass; told how many there will be."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a scan is carried out.

    Attributes:
        jobs: worker processes.
        limits: of one file.
        cache: its file; None when nothing is to be remembered.
        cluster: host:port of a Dask scheduler; "" for processes on this machine.
        shared_paths: whether paths mean the same files on the cluster; otherwise bytes travel.
    """

    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    cache: Path | None = None
    cluster: str = ""
    shared_paths: bool = False


class Session:
    """Scans ``folder`` as often as asked. ``context`` is what the checks of the whole folder may know."""

    def __init__(self, folder: Path, settings: Settings, ruleset: Ruleset, context: Context, options: Options) -> None:
        self._folder, self._settings, self._ruleset = folder, settings, ruleset
        self._context, self._options = context, options
        self._brief = brief_for(settings, ruleset, settings.today)
        self._engine = _engine(self._brief, options)
        self._gatherer: Gatherer | None = None
        self.fault = ""
        """Why the cache could not be kept, in Chinese; "" when it could."""

    def scan(self, targets: Sequence[Target], exemptions: Exemptions, watch: Watch) -> tuple[Overview, Gatherer]:
        """Judges the drafts and holds them against each other.

        Raises:
            EngineError: when no worker can be had.
            JudgingError: when a check of the folder breaks.
        """
        self._forget()
        gatherer = self._gatherer = Gatherer(
            str(self._folder), targets, exemptions, self._settings.fail_on.value, self._settings.marked.value
        )
        cache = Cache(self._options.cache) if self._options.cache else None
        scan = Scan(self._brief, self._engine, cache)
        try:
            for record in watch(scan.run(targets), len(targets)):
                gatherer.add(record)
        finally:
            if cache:
                cache.close()
                self.fault = cache.fault
        overview = gatherer.overview(self._ruleset, self._context)
        overview.remembered = scan.remembered
        return overview, gatherer

    def close(self) -> None:
        """Sends the workers home and forgets the reports."""
        self._engine.close()
        self._forget()

    def _forget(self) -> None:
        if self._gatherer:
            with suppress(OSError):
                self._gatherer.close()
            self._gatherer = None


def _engine(brief: Brief, options: Options) -> Engine:
    if not options.cluster:
        return LocalEngine(brief, options.jobs, options.limits)
    from wenlint.batch.cluster import ClusterEngine

    return ClusterEngine(brief, options.cluster, options.limits, options.shared_paths)
