"""How far a long run is: a bar on a terminal, a line now and then elsewhere, nothing when asked to be quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

T = TypeVar("T")

_LINE_SECONDS = 10.0


def watched(items: Iterable[T], total: int, quiet: bool) -> Iterator[T]:
    """The items, with progress told on stderr: how many, how fast, how long still."""
    if quiet:
        yield from items
    elif sys.stderr.isatty():
        yield from _with_bar(items, total)
    else:
        yield from _with_lines(items, total)


def _with_bar(items: Iterable[T], total: int) -> Iterator[T]:
    start = time.monotonic()
    with click.progressbar(  # type: ignore[var-annotated]
        length=total,
        file=sys.stderr,
        show_pos=True,
        bar_template="%(label)s [%(bar)s] %(info)s",
        item_show_func=lambda done: f"{done} 份/秒" if done is not None else "",
    ) as bar:
        for count, item in enumerate(items, 1):
            bar.update(1, current_item=_rate(count, start))
            yield item


def _with_lines(items: Iterable[T], total: int) -> Iterator[T]:
    start = told = time.monotonic()
    for count, item in enumerate(items, 1):
        now = time.monotonic()
        if now - told >= _LINE_SECONDS:
            told = now
            left = (total - count) * (now - start) / count
            click.echo(f"已查 {count}/{total} 份，{_rate(count, start)} 份/秒，约剩 {left:.0f} 秒", err=True)
        yield item


def _rate(count: int, start: float) -> str:
    return f"{count / max(time.monotonic() - start, 1e-6):.0f}"
