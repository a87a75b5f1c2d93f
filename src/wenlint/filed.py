"""A draft among others: what the checks that look at a whole folder know of each, and what they say.

A folder may hold tens of thousands of drafts, so these are facts and a sketch, not texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wenlint.document import Kind
from wenlint.finding import Finding


@dataclass(frozen=True, slots=True)
class FiledDraft:
    """A draft of a folder.

    Of one that bears a secrecy marking nothing is kept that its text says: no title,
    no superiors, no sketch.

    Attributes:
        path: as the scan names it.
        digest: SHA-256 of the file.
        kind: how the limits see it.
        genre: one of the 15 statutory genres (文种), or "".
        title, number, issuer: as read off the draft, or "".
        addressees: names without punctuation.
        date: 成文日期 in ISO 8601, or "".
        pages: 页, or None when that cannot be told; words: 字 of the body as Word counts.
        implements: the superior documents (no laws) that the draft is there to carry out:
            their numbers in the standard form, or else their titles.
        sketch: the smallest hashes of the body's runs of characters; see :mod:`wenlint.text.sketch`.
        is_marked: whether it bears a secrecy marking.
    """

    path: str
    digest: str
    kind: Kind
    genre: str = ""
    title: str = ""
    number: str = ""
    issuer: str = ""
    addressees: tuple[str, ...] = ()
    date: str = ""
    pages: int | None = None
    words: int = 0
    implements: tuple[str, ...] = ()
    sketch: tuple[int, ...] = ()
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class SharedFinding:
    """A finding about several drafts at once. ``drafts`` are their indexes in the folder, the chief one first."""

    finding: Finding
    drafts: tuple[int, ...]


def joined(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Pairs that touch, as groups; indexes and groups in order."""
    group_of: dict[int, list[int]] = {}
    for one, other in pairs:
        first, second = group_of.setdefault(one, [one]), group_of.setdefault(other, [other])
        if first is not second:
            first += second
            group_of.update(dict.fromkeys(second, first))
    unique = {id(group): sorted(group) for group in group_of.values()}
    return sorted(unique.values())
