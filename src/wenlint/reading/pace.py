"""How long reading goes on, looked at after every page."""

from __future__ import annotations

import time

from wenlint.reading.errors import ReadingError
from wenlint.reading.limits import CHARACTERS, SECONDS

_LEFT = 1.0  # seconds to make a document of the pages


class Pace:
    """Keeps the time and the characters of the pages read so far."""

    def __init__(self, pages: int) -> None:
        self._pages = pages
        self._end = time.process_time() + SECONDS - _LEFT
        self._characters = 0

    def check(self, page: int, characters: int) -> None:
        """Gives up after page number ``page`` when too much has been read or it took too long.

        Raises:
            ReadingError: timed-out or too-large, with how far reading came.
        """
        self._characters += characters
        if self._characters > CHARACTERS:
            raise ReadingError("too-large", f"读到第 {page} 页已超过 {CHARACTERS // 10_000} 万字的上限，请拆分后再查")
        if page < self._pages and time.process_time() > self._end:
            raise ReadingError(
                "timed-out", f"{SECONDS} 秒内读不完（共 {self._pages} 页，读到第 {page} 页），没有查；请拆分后再查"
            )
