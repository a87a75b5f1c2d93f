"""How long reading goes on: looked at after every page, and longer for files that hold more text.

A file has :data:`~wenlint.reading.limits.SECONDS` to begin with. Every character that is read
earns it a little more, so that a document of a thousand pages is read to its end, while one that
only keeps the reader busy ends soon. No more characters count than the file has bytes: a few
kilobytes that show one page two thousand times earn nothing by it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from wenlint.reading.errors import ReadingError
from wenlint.reading.limits import CHARACTERS, MICROSECONDS_A_CHARACTER, SECONDS

_LEFT = 1.0  # seconds to make a document of the pages

_listeners: list[Callable[[int], None]] = []


def listen(listener: Callable[[int], None]) -> None:
    """Has ``listener`` told how many whole seconds a file has earned, each time they become more."""
    _listeners.append(listener)


class Pace:
    """Keeps the time and the characters of the pages read so far; ``size`` is that of the file in bytes."""

    def __init__(self, pages: int, size: int) -> None:
        self._pages = pages
        self._size = size
        self._start = time.process_time()
        self._characters = 0
        self._told = 0

    def check(self, page: int, characters: int) -> None:
        """Gives up after page number ``page``, of so many characters, when there are too many or it took too long.

        Raises:
            ReadingError: timed-out or too-large, with how far reading came.
        """
        self._characters += characters
        if self._characters > CHARACTERS:
            raise ReadingError("too-large", f"读到第 {page} 页已超过 {CHARACTERS // 10_000} 万字的上限，请拆分后再查")
        earned = min(self._characters, self._size) * MICROSECONDS_A_CHARACTER / 1e6
        self._tell(int(earned))
        spent = time.process_time() - self._start
        if page < self._pages and spent > SECONDS - _LEFT + earned:
            raise ReadingError(
                "timed-out", f"{spent:.0f} 秒内读不完（共 {self._pages} 页，读到第 {page} 页），没有查；请拆分后再查"
            )

    def _tell(self, earned: int) -> None:
        if earned > self._told:
            self._told = earned
            for listener in _listeners:
                listener(earned)
