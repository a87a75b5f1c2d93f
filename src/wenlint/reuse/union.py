"""A library that is the union of several, so that it may be larger than one machine.

Every part answers what it holds: which of its documents have the grams of a draft, how often
short grams occur in it, a document by its row. What is telling, crowded or significant is
decided here, over the whole, so that the findings are those of one library of all documents.
A part may be a :class:`wenlint.reuse.StoredLibrary` or stand for one on another machine: what
goes to and fro are plain values and arrays that can be pickled.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from wenlint.check import Restatement, SuperiorDocument
from wenlint.document import Document
from wenlint.reuse.codes import Hashes
from wenlint.reuse.engine import Engine
from wenlint.reuse.entry import Stored
from wenlint.reuse.index import Index, together
from wenlint.reuse.records import Called
from wenlint.reuse.segment import Postings
from wenlint.reuse.store import superior

Array = NDArray[Any]


class Part(Protocol):
    """What the union asks of a part."""

    def __len__(self) -> int:
        """Number of documents known."""

    def index(self) -> Index:
        """The index as it stands; another object once the part has changed."""

    def at(self, row: int) -> Stored:
        """The document of a row, with its text."""

    def facts(self, row: int) -> Stored:
        """The document of a row, perhaps without its text."""

    def called(self, title: str, number: str = "") -> list[Called]:
        """The documents of that number, or else of that title; the likeliest first."""


class UnionLibrary:
    """Several libraries as one. Implements :class:`wenlint.check.Library`.

    A document should be in one part only; with :func:`part_of` every machine knows in which.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = list(parts)
        self._lock = threading.RLock()
        self._indexes: list[Index] = []
        self._engine: Engine | None = None

    def __len__(self) -> int:
        return sum(len(part) for part in self._parts)

    def find(self, title: str, number: str = "") -> SuperiorDocument | None:
        """The document of that number, or else of that title; None if unknown."""
        rows = self.rows_called(title, number)
        return superior(self.at(rows[0])) if rows else None

    def restated(self, document: Document) -> Restatement:
        """Passages of the draft that restate documents of the library."""
        with self._lock:
            indexes = [part.index() for part in self._parts]
            is_same = len(indexes) == len(self._indexes) and all(
                one is other for one, other in zip(indexes, self._indexes, strict=True)
            )
            if self._engine is None or not is_same:
                self._engine = Engine(_UnionIndex(indexes), self)
                self._indexes = indexes
            return self._engine.restated(document)

    def at(self, row: int) -> Stored:
        """The document of a row of the union, with its text."""
        part, inner = self._part(row)
        return part.at(inner)

    def facts(self, row: int) -> Stored:
        """The document of a row of the union, perhaps without its text."""
        part, inner = self._part(row)
        return part.facts(inner)

    def rows_called(self, title: str, number: str = "") -> list[int]:
        """Rows in the union of the documents of that number, or else of that title; the likeliest first."""
        count = len(self._parts)
        found = sorted(
            replace(one, row=one.row * count + at)
            for at, part in enumerate(self._parts)
            for one in part.called(title, number)
        )
        return [one.row for one in found if one.by_title == found[0].by_title]

    def _part(self, row: int) -> tuple[Part, int]:
        inner, at = divmod(row, len(self._parts))
        return self._parts[at], inner


class _UnionIndex:
    """The indexes of all parts as one. Implements :class:`Index`."""

    def __init__(self, indexes: Sequence[Index]) -> None:
        self._indexes = indexes

    @property
    def documents(self) -> int:
        """Documents with text."""
        return sum(index.documents for index in self._indexes)

    @property
    def characters(self) -> int:
        """Length of their texts, in codes."""
        return sum(index.characters for index in self._indexes)

    def counts(self) -> Array:
        """How often each hash of a 2-gram and of a 3-gram occurs."""
        return np.asarray(np.sum([index.counts() for index in self._indexes], axis=0, dtype=np.uint32))

    def postings(self, hashes: Hashes) -> Postings:
        """The documents that hold grams of these hashes."""
        count = len(self._indexes)
        parts = [index.postings(hashes) for index in self._indexes]
        return together(
            [replace(part, row=part.row * count + at) for at, part in enumerate(parts)],
            len(hashes),
        )


def part_of(digest: str, parts: int) -> int:
    """Which of so many parts a document belongs to, by its digest."""
    return int(digest[:12], 16) % parts
