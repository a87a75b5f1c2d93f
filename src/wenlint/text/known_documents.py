"""Numbers, titles and dates of central documents: what a cited number belongs to, what number a cited title has.

``known_documents.tsv.gz`` is made by ``bench/catalogue_facts.py`` from the titles published on www.gov.cn; it holds
facts only, no texts, and says nothing of whether a document is still in force. It is unpacked when a draft first
cites a number; a look-up searches the text, which is faster than building an index for a draft's few citations.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple


class KnownDocument(NamedTuple):
    """A document of the list. ``date`` is ISO 8601 or ""."""

    number: str
    title: str
    date: str


@lru_cache(maxsize=1)
def _lines() -> str:
    import gzip
    from importlib.resources import files

    return gzip.decompress((files("wenlint.text") / "known_documents.tsv.gz").read_bytes()).decode()


def with_number(number: str) -> KnownDocument | None:
    """The document of that number (standard form), or None."""
    at = _lines().find(f"\n{number}\t")
    return _at(at + 1) if at >= 0 else None


def with_title(title: str) -> Iterator[KnownDocument]:
    """The documents of exactly that title; some titles recur with other numbers."""
    lines, at = _lines(), -1
    while (at := lines.find(f"\t{title}\t", at + 1)) >= 0:
        yield _at(lines.rfind("\n", 0, at) + 1)


def _at(start: int) -> KnownDocument:
    lines = _lines()
    number, title, date, _ = lines[start : lines.find("\n", start)].split("\t")
    return KnownDocument(number, title, date)
