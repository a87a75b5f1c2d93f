"""Whether a draft may have copied a document: not itself, nor one that came later from its own level."""

from __future__ import annotations

from dataclasses import dataclass

from wenlint.document import Document
from wenlint.reuse.entry import Entry
from wenlint.reuse.levels import UNTOLD, lowest_rank, rank
from wenlint.reuse.naming import Name, name_of, number_key
from wenlint.text.patterns import pattern
from wenlint.text.titles import enclosed_title

_FORWARDED = pattern(r"转发|批转")


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a draft decides which documents can stand above or before it."""

    digest: str
    name: Name | None
    number: str
    date: str
    lowest: int
    forwarded: Name | None

    @staticmethod
    def of(document: Document) -> Standing:
        """The standing of a draft."""
        elements = document.elements
        title = elements.title or ""
        inner = enclosed_title(title) if _FORWARDED.search(title) else None
        return Standing(
            digest=Entry("", document.text).digest,
            name=name_of(title) if title else None,
            number=number_key(elements.document_number or ""),
            date=elements.date or "",
            # A text that is put together from others may carry another's signature.
            lowest=max(lowest_rank(elements.issuer or ""), lowest_rank(title.partition("关于")[0])),
            forwarded=name_of(inner) if inner else None,
        )

    def admits(self, entry: Entry) -> bool:
        """Whether the draft may have copied the document, which has another digest.

        A document of the draft's own level or below counts only when it is not younger; one
        from above always does, since a draft's printed date is often a placeholder. Where a
        level or a date is not known, the document is taken to stand above and before.
        """
        if self._is(entry):
            return False
        if self.forwarded is not None and self.forwarded.means(name_of(entry.title)):
            return False
        is_above = self.lowest == UNTOLD or rank(entry.level) < self.lowest
        return is_above or not _is_later(entry.date, self.date)

    def _is(self, entry: Entry) -> bool:
        """Whether the document is the draft itself or another version of it."""
        if self.name is None or not self.name.means(name_of(entry.title)):
            return False
        number = number_key(entry.number)
        return not number or not self.number or number == self.number


def _is_later(date: str, than: str) -> bool:
    size = min(len(date), len(than))
    return size >= 4 and date[:size] > than[:size]
