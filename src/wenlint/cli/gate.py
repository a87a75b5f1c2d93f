"""What the commands of the gateways have in common: their options, and the gate made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wenlint.cli.errors import Failure
from wenlint.cli.judging import library_of, plan_of, ruleset_of
from wenlint.cli.options import judging_options
from wenlint.config import PageCount, Settings

if TYPE_CHECKING:
    from wenlint.gateway.gate import Gate, Options

F = TypeVar("F", bound=Callable[..., Any])


def gate_options(command: F) -> F:
    """Options on what drafts are judged by, and on the workers that judge them."""
    for option in (
        click.option(
            "--jobs", "-j", type=click.IntRange(1), metavar="个数", help="同时用几个进程。默认和 CPU 核数一样多。"
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(1),
            default=60.0,
            metavar="秒",
            help="一个文件最多查多久，默认 60 秒；超过算没能判断。",
        ),
        click.option(
            "--allow-marked", "marked_allowed", is_flag=True, help="这里可以存放涉密文稿（照样不显示原文）。默认拒收。"
        ),
        judging_options,
    ):
        command = option(command)
    return command


def options_of(jobs: int | None, timeout: float, marked_allowed: bool) -> Options:
    """How the gate works."""
    import os

    from wenlint.batch.engine import Limits
    from wenlint.gateway.gate import Options

    return Options(jobs or os.cpu_count() or 1, Limits(seconds=timeout), marked_allowed)


@contextmanager
def gate_of(settings: Settings, options: Options) -> Iterator[Gate]:
    """A gate, closed in the end.

    Raises:
        Failure: when it cannot judge at all: rules, library, plan, LibreOffice or workers cannot be had.
    """
    from wenlint.batch.engine import EngineError
    from wenlint.gateway.gate import Gate
    from wenlint.reuse import LibraryError

    check_means(settings)
    try:
        with closing(Gate(settings, ruleset_of(settings), options)) as gate:
            yield gate
    except (EngineError, LibraryError) as error:
        raise Failure(str(error)) from None


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
