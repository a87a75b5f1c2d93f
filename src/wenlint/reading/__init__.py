"""bytes → Document. One file per format; structure.py is shared by all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wenlint.document import Document, Kind
from wenlint.reading.errors import ReadingError

if TYPE_CHECKING:
    from wenlint.reading.formats import Task

__all__ = ["SUFFIXES", "ReadingError", "load", "read", "read_bytes"]

# What a folder is searched for; a file named by the user is judged by its content, whatever its name.
SUFFIXES = frozenset({".doc", ".docx", ".md", ".odt", ".ofd", ".pdf", ".rtf", ".txt", ".wps"})


def read(path: Path, kind: Kind | None = None, *, ocr: bool = False) -> Document:
    """Reads a draft from a file. ``kind`` is what the drafter says the document is.

    ``ocr`` allows text recognition for images and for pages that cannot be read otherwise.

    Raises:
        ReadingError: when the file cannot be judged; the message says why and what to do.
    """
    return read_bytes(load(path), str(path), kind, ocr=ocr)


def load(path: Path) -> bytes:
    """The bytes of a file, or a ReadingError that a user understands."""
    from wenlint.reading.loading import load

    return load(path)


def read_bytes(data: bytes, name: str, kind: Kind | None = None, *, ocr: bool = False) -> Document:
    """Reads a draft from bytes; ``name`` only labels it, the format is decided by content.

    Small plain files are read at once, others by a process that can be killed.

    Raises:
        ReadingError: as :func:`read`.
    """
    from wenlint.reading.formats import Task
    from wenlint.reading.sniff import sniff

    format = sniff(data, name, ocr=ocr)
    if format in ("doc", "odt", "rtf"):
        return _by_office(data, format, name, kind)
    task = Task(name, format, kind)
    if format == "image":
        return _recognise(data, task)
    try:
        return _read(data, task)
    except ReadingError as error:
        if format != "pdf" or not ocr or error.reason not in ("scanned", "garbled"):
            raise
    return _recognise(data, task)


def _recognise(data: bytes, task: Task) -> Document:
    """Only a file that needs text recognition gets the time and memory that it takes."""
    return _read_apart(data, replace(task, ocr=True))


def _by_office(data: bytes, format: str, name: str, kind: Kind | None) -> Document:
    import hashlib

    from wenlint.reading import office
    from wenlint.reading.formats import Task

    converted = _read(office.as_docx(data, format), Task(name, "docx", kind))
    digest = hashlib.sha256(data).hexdigest()
    return replace(converted, format=format, digest=digest, notes=(*converted.notes, office.NOTE))


def _read(data: bytes, task: Task) -> Document:
    from wenlint.reading import formats, limits

    if task.format == "pdf" or (task.format in ("txt", "md") and len(data) > limits.SMALL_TEXT_BYTES):
        return _read_apart(data, task)
    try:
        return formats.read_document(data, replace(task, elements=limits.SMALL_ELEMENTS))
    except ReadingError as error:
        if error.reason != "too-large":
            raise
    return _read_apart(data, task)


def _read_apart(data: bytes, task: Task) -> Document:
    """In a process that can be killed, where there can be one."""
    from wenlint.reading import contained, formats

    return contained.read_document(data, task) if contained.is_possible() else formats.read_document(data, task)
