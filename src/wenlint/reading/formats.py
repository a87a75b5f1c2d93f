"""Flow and document of a file whose format is known, read here and now."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from wenlint.document import Document, Kind
from wenlint.reading import limits
from wenlint.reading.errors import ReadingError
from wenlint.reading.flow import Flow


@dataclass(frozen=True, slots=True)
class Task:
    """What to read.

    Attributes:
        name: labels the document.
        format: as :func:`wenlint.reading.sniff.sniff` tells.
        kind: what the drafter says the document is.
        ocr: whether pages and images without text may be recognised.
        elements: XML elements that the file may have.
    """

    name: str
    format: str
    kind: Kind | None = None
    ocr: bool = False
    elements: int = limits.XML_ELEMENTS


def read_document(data: bytes, task: Task) -> Document:
    """The document in ``data``.

    Raises:
        ReadingError: as the reader of the format, or when there is no text or too much.
    """
    with _without_collector():
        return _document(data, task)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Reading makes many objects and no circles: looking for circles among them took a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _document(data: bytes, task: Task) -> Document:
    from wenlint.reading.structure import build

    flow = read_flow(data, task)
    if not flow.text.strip():
        raise ReadingError("empty", "文件里没有文字，没有可查的内容；如果是贴在文档里的图片，请提供文字稿")
    if len(flow.text) > limits.CHARACTERS:
        raise ReadingError(
            "too-large",
            f"文件有 {len(flow.text) // 10_000} 万字，超过 {limits.CHARACTERS // 10_000} 万字的上限，请拆分后再查",
        )
    return build(flow, path=task.name, digest=hashlib.sha256(data).hexdigest(), kind=task.kind)


def read_flow(data: bytes, task: Task) -> Flow:
    """The paragraphs in ``data``, by the reader of its format.

    Raises:
        ReadingError: as that reader.
    """
    match task.format:
        case "docx":
            from wenlint.reading import docx

            return docx.read(data, task.elements)
        case "pdf":
            from wenlint.reading import pdf

            return pdf.read(data, ocr=task.ocr)
        case "image":
            from wenlint.reading import image

            return image.read(data)
        case "ofd":
            from wenlint.reading import ofd

            return ofd.read(data, task.elements)
        case format:
            from wenlint.reading import plain

            return plain.read(data, format)
