"""What every command that judges drafts does: rules, targets and outcomes from the settings."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import click

from wenlint import drafts, waivers
from wenlint.check import Context, Library, PlanItem, QuotaItem
from wenlint.cli.errors import Failure
from wenlint.config import ConfigError, Settings
from wenlint.finding import Outcome
from wenlint.paging import Asked, RenderingError, Source, lint_all
from wenlint.reading import SUFFIXES, ReadingError, load
from wenlint.ruleset import Ruleset, RulesetError, gather
from wenlint.waivers import Exemptions

STDIN = Path("-")
T = TypeVar("T")


def ruleset_of(settings: Settings) -> Ruleset:
    """The rules to judge by; what the user should know of them goes to stderr.

    Raises:
        Failure: with every fault of packs and names.
    """
    try:
        ruleset = gather(settings)
    except RulesetError as error:
        raise Failure(error.faults) from None
    for note in ruleset.notes:
        click.echo(note, err=True)
    return ruleset


def library_of(settings: Settings) -> Library | None:
    """The library of superior documents, opened; None without one.

    Raises:
        Failure: when it cannot be opened.
    """
    folder = settings.corpus.value
    if folder is None:
        return None
    from wenlint.cli.library import opened

    return opened(folder)


def plan_of(settings: Settings) -> Sequence[PlanItem] | None:
    """The annual plan; None without one.

    Raises:
        Failure: with every fault of its file.
    """
    file = settings.plan.value
    if file is None:
        return None
    from wenlint.plan import PlanError
    from wenlint.plan import load as load_plan

    try:
        return load_plan(file)
    except ReadingError as error:
        raise Failure(f"年度计划 {file}：{error.message}") from None
    except PlanError as error:
        raise Failure(error.faults) from None


def quota_of(settings: Settings) -> Sequence[QuotaItem] | None:
    """How many documents each organ may issue; None when nobody says.

    Raises:
        Failure: with every fault of its file.
    """
    file = settings.quota.value
    if file is None:
        return None
    from wenlint.quota import QuotaError
    from wenlint.quota import load as load_quota

    try:
        return load_quota(file)
    except ReadingError as error:
        raise Failure(f"发文限额 {file}：{error.message}") from None
    except QuotaError as error:
        raise Failure(error.faults) from None


def exemptions_of(settings: Settings) -> Exemptions:
    """The waivers and the baseline that are in force.

    Raises:
        Failure: with every fault of their files.
    """
    return CurrentExemptions(settings)()


class CurrentExemptions:
    """The waivers and the baseline as they are whenever it is called; a file is read again when it has changed.

    A baseline of some thousand lines takes as long to read as a draft to judge.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._waivers = _Current[Sequence[waivers.Waiver]](settings.waivers.value, waivers.load, ())
        self._known = _Current[Collection[str]](settings.baseline.value, _known, ())

    def __call__(self) -> Exemptions:
        """Those in force now.

        Raises:
            Failure: with every fault of their files.
        """
        file = self._settings.waivers.value
        try:
            folder = file.absolute().parent if file else None
            return Exemptions(self._waivers(), self._known(), self._settings.today, folder)
        except ConfigError as error:
            raise Failure(error.faults) from None


_SETTLED = 2_000_000_000
"""Nanoseconds: what was written a moment ago may be written again at the same time by the clock."""


class _Current(Generic[T]):
    """What a file holds, or ``nothing`` where there is none."""

    def __init__(self, file: Path | None, load: Callable[[Path], T], nothing: T) -> None:
        self._file, self._load, self._value = file, load, nothing
        self._state: tuple[int, ...] = ()

    def __call__(self) -> T:
        if self._file:
            state = _state(self._file)
            if not state or state != self._state:
                self._value, self._state = self._load(self._file), state
        return self._value


def _state(file: Path) -> tuple[int, ...]:
    """What differs when the file was written since; empty when that cannot be told."""
    try:
        stat = file.stat()
    except OSError:
        return ()
    is_settled = time.time_ns() - max(stat.st_mtime_ns, stat.st_ctime_ns) > _SETTLED
    return (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino) if is_settled else ()


def _known(file: Path) -> Collection[str]:
    from wenlint import baseline

    return baseline.load(file)


def targets_of(paths: Sequence[Path], settings: Settings, stdin_filename: str | None = None) -> list[drafts.Target]:
    """The drafts that the paths stand for.

    Raises:
        Failure: when there are none.
    """
    if stdin_filename and STDIN not in paths:
        raise Failure("--stdin-filename 只在从标准输入读稿（-）时有用")
    files = [path for path in paths if path != STDIN]
    targets = [_hinted(target) for target in drafts.find(files, settings.exclude.value, settings.include.value)]
    if STDIN in paths:
        targets.append(drafts.Target(STDIN))
    if not targets:
        kinds = "、".join(sorted(SUFFIXES))
        raise Failure(f"没有可查的文稿：{'、'.join(map(str, paths))} 里没有 {kinds} 文件")
    return targets


def _hinted(target: drafts.Target) -> drafts.Target:
    """The draft, with what was probably meant when there is no such file, or it is no draft."""
    if target.error or (target.path.suffix.lower() in SUFFIXES and os.path.lexists(target.path)):
        return target
    from wenlint.cli.mistakes import about

    return drafts.Target(target.path, about(target.path))


def judged(
    targets: Sequence[drafts.Target],
    settings: Settings,
    ruleset: Ruleset,
    stdin_filename: str | None = None,
    loading: Callable[[Path], bytes] = load,
) -> Iterator[Outcome]:
    """What comes of the drafts, one by one; ``loading`` gives the bytes to judge.

    Raises:
        Failure: when the library, the plan or the rendering that was asked for cannot be had.
    """
    context = Context(superiors=library_of(settings), clock=lambda: settings.today, plan=plan_of(settings))
    asked = Asked(settings.kind.value, settings.pages.value, settings.ocr.value)
    sources = [_source(target, stdin_filename, loading) for target in targets]
    try:
        yield from lint_all(sources, ruleset.rules, ruleset.checks, context, asked)
    except RenderingError as error:
        raise Failure(str(error)) from None


def _source(target: drafts.Target, stdin_filename: str | None, loading: Callable[[Path], bytes]) -> Source:
    if target.path != STDIN:
        return Source(str(target.path), lambda: loading(target.path), target.error)
    data = sys.stdin.buffer.read()
    return Source(stdin_filename or "-", lambda: data)
