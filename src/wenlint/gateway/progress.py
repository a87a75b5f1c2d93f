"""How far the uploads of the page have come, for the page that sent them and nobody else.

The page makes up a number of 128 random bits, sends it along with its upload, and asks by it
meanwhile. Whoever does not know the number learns nothing; who does learns no more than
figures, and nothing is kept once the upload is answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
_NUMBER = re.compile("[0-9a-f]{32}")


@dataclass(slots=True)
class Course:
    """The file that is at work, counted from 1, and how many there are; 0 until all have come."""

    file: int = 0
    files: int = 0

    def through(self, files: Sequence[T]) -> Iterator[T]:
        """The files, noting each as it is begun."""
        self.files = len(files)
        for self.file, file in enumerate(files, 1):
            yield file


class Progress:
    """The uploads under way that have a number. There are never more than the server takes at once."""

    def __init__(self) -> None:
        self._courses: dict[str, Course] = {}

    @contextmanager
    def of(self, number: str) -> Iterator[Course]:
        """The course of an upload, known by this number until it is answered; one without a number is not told of."""
        course = Course()
        if not _NUMBER.fullmatch(number) or number in self._courses:
            yield course
            return
        self._courses[number] = course
        try:
            yield course
        finally:
            del self._courses[number]

    def told(self, number: str) -> dict[str, int]:
        """How far the upload of this number has come; empty when there is none."""
        course = self._courses.get(number)
        return {"file": course.file, "files": course.files} if course else {}
