"""A superior document as it enters the library, and the errors the library can make."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum

from wenlint.check import SuperiorRef
from wenlint.reuse.naming import Name


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

    def without_text(self) -> Entry:
        """The facts alone."""
        return Entry(
            self.title, "", self.number, self.issuer, self.level, self.date, self.status, self.source, self.marked
        )

    @property
    def digest(self) -> str:
        """SHA-256 over what makes it this document: its words, or its title and number without words."""
        words = "".join(self.text.split()) or f"{self.title}\n{self.number}"
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry of the library.

    Attributes:
        id: short and stable.
        characters: length of its text, which may itself be left out of the entry.
        added: when, ISO 8601.
        digest: the entry's, text or no text.
        newer: id of the document in the library that is a newer version of it, or "".
    """

    id: str
    entry: Entry
    characters: int
    added: str = ""
    digest: str = ""
    newer: str = ""

    @property
    def ref(self) -> SuperiorRef:
        """The document's name as findings carry it."""
        entry = self.entry
        return SuperiorRef(self.id, entry.title, entry.number, entry.issuer, entry.date)


class Outcome(Enum):
    """What came of a document that was to be added."""

    NEW = "new"
    REPLACED = "replaced"
    """It took the place of an earlier copy of the same version."""
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Added:
    """A document that is in the library now."""

    id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Made:
    """What the library keeps of a document beside its facts: its text packed, and what it is found by."""

    blob: bytes | None
    number_key: str
    names: tuple[Name, ...]
