"""The work on one file: where the remarks stand, and the update that puts them there.

It runs in the process in which hostile files are read.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from pypdf import PdfReader

from wenlint.reading.errors import ReadingError
from wenlint.reading.pdf.opening import opened, rewritten
from wenlint.reading.pdf.pages import Layout, pages
from wenlint.reading.pdf.tracing import trace
from wenlint.report.annotate.pdf.annotations import Annotations
from wenlint.report.annotate.pdf.drawing import Drawing, area
from wenlint.report.annotate.pdf.protection import SIGNED, refuse_protected
from wenlint.report.annotate.pdf.remark import Part, Remark, parts
from wenlint.report.annotate.pdf.update import Update


class _Addition(NamedTuple):
    """Bytes to be put after those of a file, and how many annotations its pages then have."""

    more: bytes
    counts: list[int]


def written(data: bytes, text: str, remarks: Sequence[Remark], stamp: str, ocr: bool) -> tuple[bytes, bytes, int]:
    """As :func:`wenlint.report.annotate.pdf.write`, which see."""
    refuse_protected(data)
    found = trace(data, text, [remark.span for remark in remarks], ocr=ocr)
    elsewhere = sum(not marks[0].quads for marks in found.marks)
    wanted = list(parts(remarks, found.marks))
    try:
        return b"", _proved(data, wanted, stamp, found.layouts), elsewhere
    except (ReadingError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - whatever is broken in the file, PDFium has read it and writes it whole
        whole = rewritten(data)
    try:
        return whole, _proved(whole, wanted, stamp, found.layouts), elsewhere
    except (ReadingError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - it was too broken for that
        raise ReadingError("damaged", "PDF 内部有损坏，加不了批注，没有生成副本；请从原稿重新导出后再批注") from None


def _proved(data: bytes, wanted: Sequence[Part], stamp: str, before: Sequence[Layout]) -> bytes:
    """The update, after which PDFium finds on each page the annotations, and the characters at their places.

    Raises:
        ReadingError: signed.
        ValueError: when it finds anything else; and whatever broken objects lead to.
    """
    addition = _addition(data, wanted, stamp)
    if not addition.more:
        return addition.more
    layouts: list[Layout] = []
    with opened(data + addition.more) as document:
        deque(pages(document, len(data), layouts), maxlen=0)
    expected = [page._replace(annotations=count) for page, count in zip(before, addition.counts, strict=True)]
    if layouts != expected:
        raise ValueError
    return addition.more


def _addition(data: bytes, wanted: Sequence[Part], stamp: str) -> _Addition:
    reader = PdfReader(io.BytesIO(data))
    if "/Perms" in reader.root_object:
        raise SIGNED
    update, annotations = Update(data, reader), Annotations(reader)
    drawing = Drawing(update, stamp)
    # Of highlights one above the other the smaller is the upper one, where a click reaches it.
    for part in sorted(wanted, key=lambda part: -area(part.mark)):
        if part.name not in annotations.answered:
            annotations.add(part.mark.page, drawing.annotation(part, annotations.pages[part.mark.page]))
    annotations.save(update)
    return _Addition(update.written(), annotations.counts())
