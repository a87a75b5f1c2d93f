"""Waits for drafts to arrive or change in a folder, and until they have stopped growing."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from wenlint.drafts import Target
from wenlint.reading import SUFFIXES

_STILL_SECONDS = 1.0
_MOST_WAITS = 30  # a file that grows longer than this is judged as it is


class WatchingError(Exception):
    """The folder cannot be watched; the message is one line in Chinese."""


def changes(folder: Path) -> Iterator[None]:
    """Yields each time a draft below the folder has changed, come or gone.

    Raises:
        WatchingError: when watchfiles is not installed, or the folder is gone.
    """
    try:
        import watchfiles
    except ModuleNotFoundError:
        raise WatchingError('--watch 要先装 watchfiles：pip install "wenlint[watch]"') from None
    try:
        for _ in watchfiles.watch(folder, watch_filter=lambda _, path: _is_draft(path)):
            yield
    except FileNotFoundError:
        raise WatchingError(f"文件夹不见了：{folder}") from None


def _is_draft(path: str) -> bool:
    """By its name: a report written into the same folder must not set off the next scan."""
    return Path(path).suffix.lower() in SUFFIXES and not Path(path).name.startswith((".", "~$"))


def wait_until_still(targets: Sequence[Target]) -> None:
    """Returns once no draft has changed its size or time for a second (or after half a minute)."""
    before = _stamps(targets)
    for _ in range(_MOST_WAITS):
        time.sleep(_STILL_SECONDS)
        now = _stamps(targets)
        if now == before:
            return
        before = now


def _stamps(targets: Sequence[Target]) -> list[tuple[int, int] | None]:
    stamps: list[tuple[int, int] | None] = []
    for target in targets:
        try:
            stat = target.path.stat()
        except OSError:
            stamps.append(None)
        else:
            stamps.append((stat.st_size, stat.st_mtime_ns))
    return stamps
