"""Documents of the library lately met, so that drafts on one matter need not read them again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

from wenlint.reuse.codes import Codes, codes_of
from wenlint.reuse.entry import Entry, Stored
from wenlint.reuse.lookup import Text
from wenlint.reuse.naming import title_key
from wenlint.reuse.synonyms import meanings

# So many codes of texts, and so many documents' facts, are kept between drafts.
_CODES = 2_000_000
_FACTS = 4096
# The name of an issuer, and blanks between letters, make a title line longer than the title by no more than this.
_ISSUER = 60


class Shelf(Protocol):
    """What the engine asks of the library that holds the texts."""

    def at(self, row: int) -> Stored:
        """The document of a row, with its text."""

    def facts(self, row: int) -> Stored:
        """The document of a row, perhaps without its text."""

    def rows_called(self, title: str, number: str = "") -> list[int]:
        """Rows of the documents of that number, or else of that title."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A document with its codes, and the same with one word for each meaning; ``head`` codes are its title."""

    stored: Stored
    codes: Codes
    meanings: Codes
    head: int

    @property
    def text(self) -> Text:
        """What is held against the draft code by code."""
        return Text(self.codes, self.head)


class Documents:
    """The documents of a shelf; the ones asked for last are remembered."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._kept: OrderedDict[int, Kept] = OrderedDict()
        self._facts: OrderedDict[int, Stored] = OrderedDict()
        self._codes = 0

    def facts(self, row: int) -> Stored:
        """A document, perhaps without its text."""
        known = self._facts.get(row)
        if known is None:
            known = self._facts[row] = self._shelf.facts(row)
            if len(self._facts) > _FACTS:
                self._facts.popitem(last=False)
        return known

    def whole(self, row: int) -> Kept:
        """A document with its text."""
        kept = self._kept.get(row)
        if kept is not None:
            self._kept.move_to_end(row)
            return kept
        kept = self._kept[row] = _read(self._shelf.at(row))
        self._codes += len(kept.codes)
        while self._codes > _CODES and len(self._kept) > 1:
            self._codes -= len(self._kept.popitem(last=False)[1].codes)
        return kept


def _read(stored: Stored) -> Kept:
    text = stored.entry.text
    codes, _ = codes_of([text])
    _, head = codes_of([text[: head_length(stored.entry)]])
    return Kept(stored, codes, meanings(codes), int(head[-1]))


def head_length(entry: Entry) -> int:
    """Length, in characters, of the lines that only repeat title and number at the head of the text."""
    known = title_key(entry.title) + title_key(entry.number)
    own = title_key(entry.title)
    length = 0
    longest = 2 * len(entry.title) + len(entry.number) + _ISSUER
    for line in entry.text.split("\n", 6)[:6]:
        key = title_key(line) if len(line) <= longest else ""
        if len(line) > longest or (key and key not in known and not key.endswith(own)):
            break
        length += len(line) + 1
    return min(length, len(entry.text))
