"""Pages of a PDF that hold no text, or none that makes sense → the same pages with their text recognised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenlint.reading import ocr
from wenlint.reading.errors import ReadingError
from wenlint.reading.fixed.faults import Page, is_scanned, listed, makes_sense
from wenlint.reading.limits import OCR_PAGES

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_DOTS_A_POINT = 200 / 72  # 200 dots an inch
_MOST_PIXELS = 12_000_000


class Recognition(NamedTuple):
    """All pages of a document, and a note on those that were recognised ("" when none was)."""

    pages: list[Page]
    note: str = ""


def recognised(document: PdfDocument, found: Sequence[Page]) -> Recognition:
    """The pages, with those recognised that cannot be read otherwise.

    Raises:
        ReadingError: unsupported when the extra is missing, too-large for too many pages.
    """
    wanted = [page for page in found if is_scanned(page)]
    if not wanted and not makes_sense(found):
        wanted = list(found)
    if not wanted:
        return Recognition(list(found))
    if len(wanted) > OCR_PAGES:
        raise ReadingError("too-large", f"要识别的页有 {len(wanted)} 页，超过 {OCR_PAGES} 页的上限，请拆分后再查")
    recogniser = ocr.Recogniser()
    lines: list[ocr.Recognised] = []
    pages = list(found)
    for page in wanted:
        index = page.sheet.number - 1
        pages[index] = _recognised(document, page, recogniser, lines)
    return Recognition(pages, ocr.note(lines, f"第 {listed([page.sheet.number for page in wanted])} 页的"))


def _recognised(document: PdfDocument, page: Page, recogniser: ocr.Recogniser, lines: list[ocr.Recognised]) -> Page:
    loaded = document[page.sheet.number - 1]
    width, height = loaded.get_size()
    scale = min(_DOTS_A_POINT, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    own = recogniser.lines(loaded.render(scale=scale).to_pil())
    lines += own
    sheet = ocr.sheet(own, page.sheet.number, width, height, scale)
    visible = sum(len("".join(line.text.split())) for line in own)
    return Page(sheet, 0.0, 0, visible, 0)
