"""A library that lives in memory, for examples and for trying the engine."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from wenlint.check import Restatement, SuperiorDocument
from wenlint.document import Document
from wenlint.reuse.building import Indexed, build
from wenlint.reuse.engine import Engine
from wenlint.reuse.entry import Entry, Stored
from wenlint.reuse.index import LocalIndex
from wenlint.reuse.kept import head_length
from wenlint.reuse.naming import family_key, name_of, names_of, number_key


class MemoryLibrary:
    """Documents held in memory. Implements :class:`wenlint.check.Library`."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        unique = {entry.digest: entry for entry in entries}
        self._stored = [Stored(digest[:8], entry, len(entry.text), digest=digest) for digest, entry in unique.items()]
        layout = build(_indexed(row, stored) for row, stored in enumerate(self._stored) if stored.entry.text)
        self._engine = Engine(LocalIndex([layout.in_memory()], frozenset()), self)

    def __len__(self) -> int:
        return len(self._stored)

    def find(self, title: str, number: str = "") -> SuperiorDocument | None:
        """The document of that number, or else of that title; None if unknown."""
        rows = self.rows_called(title, number)
        if not rows:
            return None
        stored = self._stored[rows[0]]
        text = "" if stored.entry.marked else stored.entry.text
        return SuperiorDocument(stored.ref, text, stored.entry.status)

    def restated(self, document: Document) -> Restatement:
        """Passages of the draft that restate documents of the library."""
        return self._engine.restated(document)

    def at(self, row: int) -> Stored:
        """The document of a row."""
        return self._stored[row]

    def facts(self, row: int) -> Stored:
        """The document of a row."""
        return self._stored[row]

    def rows_called(self, title: str, number: str = "") -> list[int]:
        """Rows of the documents of that number, or else of that title."""
        key = number_key(number) if number else ""
        by_number = [row for row, one in enumerate(self._stored) if key and number_key(one.entry.number) == key]
        if by_number or not title.strip():
            return by_number
        wanted = name_of(title)
        return [
            row
            for row, one in enumerate(self._stored)
            if any(wanted.means(name) for name in names_of(one.entry.title)) and not (key and one.entry.number)
        ]


def _indexed(row: int, stored: Stored) -> Indexed:
    entry = stored.entry
    family = zlib.crc32(family_key(entry.title).encode())
    return Indexed(entry.text, head_length(entry), row, family, int(stored.digest[:8], 16))
