"""The annotations of a file's pages: wenlint's own taken out, new ones put in, all others left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject

from wenlint.report.annotate.pdf.remark import AUTHOR, NAME
from wenlint.report.annotate.pdf.update import Update

_Key = tuple[int, int]


class Annotations:
    """What is on the pages of one file. Annotations of wenlint's that somebody answered stay, with their answers.

    Attributes:
        pages: a reference to each page, in order.
        answered: names of wenlint's annotations that stay.
    """

    def __init__(self, reader: PdfReader) -> None:
        """Raises ValueError for a page that cannot be referred to."""
        references = [page.indirect_reference for page in reader.pages]
        self.pages = [reference for reference in references if reference is not None]
        if len(self.pages) < len(references):
            raise ValueError
        self.answered: set[str] = set()
        self._changed: set[_Key] = set()
        self._of: dict[_Key, list[PdfObject]] = {_key(page): self._others(page) for page in self.pages}

    def add(self, page: int, annotations: Iterable[PdfObject]) -> None:
        """Puts annotations on the page at this index, above all others."""
        key = _key(self.pages[page])
        self._of[key] += annotations
        self._changed.add(key)

    def counts(self) -> list[int]:
        """How many each page has."""
        return [len(self._of[_key(page)]) for page in self.pages]

    def save(self, update: Update) -> None:
        """Puts the changed pages into the update."""
        for page in self.pages:
            if _key(page) in self._changed:
                held = _dictionary(page)
                changed = DictionaryObject({key: held.raw_get(key) for key in held})
                changed[NameObject("/Annots")] = ArrayObject(self._of[_key(page)])
                update.put(page, changed)

    def _others(self, page: IndirectObject) -> list[PdfObject]:
        """The annotations of a page that stay."""
        held = _dictionary(page).get("/Annots")
        array = held.get_object() if held is not None else None
        listed = list(_raw(array)) if isinstance(array, ArrayObject) else []
        own = {_key(item) for item in listed if isinstance(item, IndirectObject) and _name(item)}
        answered = own & set(_pointed_at(listed, "/IRT"))
        self.answered |= {_name(item) for item in listed if isinstance(item, IndirectObject) and _key(item) in answered}
        gone = own - answered
        if gone:
            self._changed.add(_key(page))
        return [item for item in listed if not _goes(item, gone)]


def _raw(array: ArrayObject) -> Iterator[PdfObject]:
    """The items of an array as they are written."""
    return list.__iter__(array)


def _key(reference: PdfObject) -> _Key:
    assert isinstance(reference, IndirectObject)
    return reference.idnum, reference.generation


def _dictionary(item: PdfObject) -> DictionaryObject:
    found = item.get_object()
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _name(item: PdfObject) -> str:
    """The name of an annotation of wenlint's; "" for any other."""
    annotation = _dictionary(item)
    name = str(annotation.get("/NM", ""))
    return name if name.startswith(NAME) and annotation.get("/T") == AUTHOR else ""


def _pointed_at(listed: Sequence[PdfObject], entry: str) -> Iterator[_Key]:
    """What the annotations of others point at."""
    for item in listed:
        annotation = _dictionary(item)
        target = annotation.raw_get(entry) if entry in annotation else None
        if isinstance(target, IndirectObject) and not _name(item):
            yield _key(target)


def _goes(item: PdfObject, gone: set[_Key]) -> bool:
    """Whether an annotation, or the one whose pop-up it is, is to be taken out."""
    if isinstance(item, IndirectObject) and _key(item) in gone:
        return True
    annotation = _dictionary(item)
    parent = annotation.raw_get("/Parent") if "/Parent" in annotation else None
    is_popup = annotation.get("/Subtype") == "/Popup"
    return is_popup and isinstance(parent, IndirectObject) and _key(parent) in gone
