"""OFD (GB/T 33190—2016) → Flow."""

from __future__ import annotations

from wenlint.document import Measure
from wenlint.reading.flow import Flow, assemble
from wenlint.reading.limits import XML_ELEMENTS


def read(data: bytes, elements: int = XML_ELEMENTS) -> Flow:
    """Reads an OFD file: paragraphs rebuilt from text objects as for a PDF; pages are exact.

    ``elements`` is how many XML elements the file may have.

    Raises:
        ReadingError: damaged, encrypted, scanned (which pages), garbled, empty or too-large.
    """
    from wenlint.reading.fixed.compose import compose
    from wenlint.reading.fixed.faults import notes, refuse_unreadable
    from wenlint.reading.ofd.pages import pages

    found = list(pages(data, elements))
    refuse_unreadable(found, "或转成 PDF 后加 --ocr 用文字识别（OCR）来查")
    paragraphs = compose([page.sheet for page in found])
    return assemble("ofd", paragraphs, Measure(len(found), "ofd pages", exact=True), notes(found))
