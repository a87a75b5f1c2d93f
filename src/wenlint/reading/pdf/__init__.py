"""PDF (ISO 32000-1) → Flow, by way of PDFium."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wenlint.document import Measure
from wenlint.reading.flow import Flow, assemble

if TYPE_CHECKING:
    from wenlint.reading.pdf.pages import Layout


def read(data: bytes, *, ocr: bool = False, layouts: list[Layout] | None = None) -> Flow:
    """Reads a PDF: paragraphs rebuilt from lines, running heads and page numbers set apart; pages are exact.

    With ``ocr``, the text of pages that cannot be read otherwise is recognised. ``layouts`` is
    filled with where the characters of each page stand.

    Raises:
        ReadingError: damaged, encrypted, scanned (which pages), garbled, empty or too-large.
    """
    from wenlint.reading.fixed.appearance import appearance
    from wenlint.reading.fixed.compose import compose
    from wenlint.reading.fixed.faults import notes, refuse_unreadable
    from wenlint.reading.pdf.opening import opened
    from wenlint.reading.pdf.pages import pages

    with opened(data) as document:
        found = list(pages(document, len(data), layouts))
        noted = []
        if ocr:
            from wenlint.reading.pdf.scans import recognised

            found, note = recognised(document, found)
            noted = [note] if note else []
    refuse_unreadable(found)
    paragraphs = compose([page.sheet for page in found])
    flow = assemble("pdf", paragraphs, Measure(len(found), "pdf pages", exact=True), [*notes(found), *noted])
    recognised_text = noted or any(page.invisible for page in found)
    return flow if recognised_text else replace(flow, appearance=appearance([p.sheet for p in found], flow.paragraphs))
