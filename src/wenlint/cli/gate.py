"""What the commands of the gateways have in common: their options, and the gate made of them."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from wenlint.cli.errors import ExitCode, Failure
from wenlint.cli.judging import library_of, plan_of, ruleset_of
from wenlint.cli.options import judging_options, marked_option, worker_options
from wenlint.config import PageCount, Settings

if TYPE_CHECKING:
    from wenlint.gateway.audit import AuditError
    from wenlint.gateway.gate import Gate, Options

F = TypeVar("F", bound=Callable[..., Any])


def gate_options(command: F) -> F:
    """Options on what drafts are judged by, and on the workers that judge them."""
    return worker_options(60.0)(judging_options(deciding_options(command)))


def deciding_options(command: F) -> F:
    """Options on what becomes of drafts at any gate, and where that is written down."""
    command = click.option(
        "--audit",
        type=click.Path(path_type=Path),
        metavar="文件",
        help="每份文稿的结论记一行：谁送的、摘要、结论、规则、时间，没有正文。",
    )(command)
    return marked_option(command)


def options_of(sender: str, jobs: int | None, timeout: float) -> Options:
    """How the gate works; ``sender`` is as wenlint.gating writes it."""
    import os

    from wenlint.batch.engine import Limits
    from wenlint.gateway.gate import Options

    return Options(sender, jobs or os.cpu_count() or 1, Limits(seconds=timeout))


@contextmanager
def gate_of(settings: Settings, options: Options) -> Iterator[Gate]:
    """A gate, closed in the end.

    Raises:
        Failure: when it cannot judge at all: rules, library, plan, LibreOffice or workers cannot be had, or what
            it decides cannot be written down.
    """
    from wenlint.batch.engine import EngineError
    from wenlint.gateway.audit import AuditError
    from wenlint.gateway.gate import Gate
    from wenlint.reuse import LibraryError

    check_means(settings)
    tell_expired(settings)
    try:
        with closing(Gate(settings, ruleset_of(settings), options)) as gate:
            yield gate
    except AuditError as error:
        raise unwritable(settings, error) from None
    except (EngineError, LibraryError) as error:
        raise Failure(str(error)) from None


class _Decided(Protocol):
    """What becomes of whatever a hook was called for."""

    @property
    def passes(self) -> bool: ...
    @property
    def is_unjudged(self) -> bool: ...


def code_of(decided: _Decided) -> ExitCode:
    """The exit code of a hook."""
    if decided.is_unjudged:
        return ExitCode.UNJUDGED
    return ExitCode.CLEAN if decided.passes else ExitCode.FINDINGS


def speak_utf8() -> None:
    """Whoever called a hook reads UTF-8, whatever the server's locale."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def check_means(settings: Settings) -> None:
    """Looks, before any draft is at stake, whether there is what judging needs.

    Raises:
        Failure: when library or plan cannot be read, or there is no LibreOffice to count pages with.
    """
    library_of(settings)
    plan_of(settings)
    if settings.pages.value is PageCount.RENDER:
        from wenlint.reading import rendering

        if not rendering.is_available():
            raise Failure(rendering.MISSING)


def tell_expired(settings: Settings) -> None:
    """Says which rules warn only no longer."""
    for override in settings.warn_only.value:
        if not override.holds_on(dt.date.today()):
            rules, senders = "、".join(override.rules), "、".join(override.senders)
            click.echo(f"注意：{rules} 对 {senders} 只提醒，已于 {override.until} 到期，照常拦", err=True)


def unwritable(settings: Settings, error: AuditError) -> Failure:
    """The audit file cannot be written to."""
    return Failure(f"审计记录写不进 {settings.audit.value}（{error}），没有查")
