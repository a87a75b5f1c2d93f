"""The restatement engine: a library of superior documents, and what a draft repeats of it.

Opening a library loads neither numpy nor the engine; asking what is restated does.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wenlint.check import Library
from wenlint.reuse import schema
from wenlint.reuse.entry import Entry, LibraryError, Outcome, Stored
from wenlint.reuse.levels import LEVELS, level_of, named_level
from wenlint.reuse.store import StoredLibrary
from wenlint.text.patterns import pattern

__all__ = [
    "LEVELS",
    "Entry",
    "LibraryError",
    "Outcome",
    "Stored",
    "StoredLibrary",
    "create_library",
    "entry_of_text",
    "is_library",
    "level_of",
    "library_state",
    "memory_library",
    "named_level",
    "open_library",
    "repair_library",
    "verify_library",
]

_NUMBER_LINE = pattern(r"\s*\S{1,24}[〔\[（(［【]\s*(?:19|20)\d\d\s*[〕\]）)］】]\s*第?\s*\d+\s*号\s*")


def is_library(folder: Path) -> bool:
    """Whether there is a library in the folder."""
    return (folder / schema.FILE).is_file()


def open_library(folder: Path) -> StoredLibrary:
    """Opens the library in a folder.

    Raises:
        LibraryError: when there is none or it is damaged.
    """
    return StoredLibrary(folder)


def verify_library(folder: Path) -> list[str]:
    """What is wrong with the library in a folder, one line in Chinese each; empty when it is sound.

    Raises:
        LibraryError: when there is none, or its database cannot be read at all.
    """
    from wenlint.reuse.verifying import verify

    return verify(folder)


def repair_library(folder: Path) -> list[str]:
    """Makes a library whole out of its texts as far as they are sound; what is still wrong, one line each.

    Raises:
        LibraryError: when there is none, or it cannot be read or written.
    """
    from wenlint.reuse.verifying import repair

    return repair(folder)


def library_state(folder: Path) -> str:
    """A digest that changes with every document added, removed or told more of.

    Raises:
        LibraryError: when there is no library in the folder, or it is damaged.
    """
    from wenlint.reuse.state import state_of

    return state_of(folder)


def create_library(folder: Path) -> StoredLibrary:
    """Opens the library in a folder, making an empty one first where there is none."""
    schema.create(folder)
    return StoredLibrary(folder)


def memory_library(texts: Iterable[str]) -> Library:
    """A library of texts; each begins with its title and may name its number on the second line."""
    from wenlint.reuse.memory import MemoryLibrary

    return MemoryLibrary(entry_of_text(text) for text in texts)


def entry_of_text(text: str) -> Entry:
    """A text as an entry: its first line is the title, its second may be the document number."""
    lines = [line.strip() for line in text.strip().splitlines()]
    title = lines[0] if lines else ""
    number = lines[1] if len(lines) > 1 and _NUMBER_LINE.fullmatch(lines[1]) else ""
    return Entry(title=title, number=number, text=text)
