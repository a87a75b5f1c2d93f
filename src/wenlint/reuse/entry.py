"""A superior document as it enters the library, and the errors the library can make."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from wenlint.check import SuperiorRef


class LibraryError(Exception):
    """The library of superior documents cannot be used; the message is one line in Chinese."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A superior document, or only its facts.

    Attributes:
        title, number, issuer: as printed; number and issuer may be "".
        level: one of :data:`wenlint.reuse.levels.LEVELS`, or "".
        date: ISO 8601, possibly only the year or the year and month, or "".
        status: as told (有效、废止 …), or "".
        text: complete text; "" when only the facts are known.
        source: where it came from (a path, a web address), for ``corpus list``.
        marked: whether it bears a secrecy marking; its text is then never quoted.
    """

    title: str
    text: str = ""
    number: str = ""
    issuer: str = ""
    level: str = ""
    date: str = ""
    status: str = ""
    source: str = ""
    marked: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 over what makes it this document: its words, or its title and number without words."""
        words = "".join(self.text.split()) or f"{self.title}\n{self.number}"
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry of the library: ``id`` is short and stable, ``characters`` the length of its text."""

    id: str
    entry: Entry
    characters: int
    added: str = ""

    @property
    def ref(self) -> SuperiorRef:
        """The document's name as findings carry it."""
        entry = self.entry
        return SuperiorRef(self.id, entry.title, entry.number, entry.issuer, entry.date)
