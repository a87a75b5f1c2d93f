"""Pages of a PDF → sheets of glyphs, through PDFium's C interface.

The C calls cost about a microsecond each; styles are asked for once per text object.
"""

from __future__ import annotations

import ctypes
import math
import time
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

from wenlint.reading.errors import ReadingError
from wenlint.reading.fixed.codepoints import is_senseless, usual
from wenlint.reading.fixed.sheet import Sheet, Style
from wenlint.reading.pdf.drawing import Drawing, drawing
from wenlint.reading.pdf.styles import Styles
from wenlint.reading.pdf.turning import Turn

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_SECONDS = 60.0
"""Reading is given up after this time."""

_MAX_CHARACTERS = 3_000_000
_MOST_ON_A_PAGE = 200_000
_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


class Page(NamedTuple):
    """A page with what tells whether it could be read.

    Attributes:
        sheet: its glyphs and rules.
        drawing: its images and paths.
        visible: characters that are no blanks.
        senseless: of these, the ones whose meaning the file does not tell.
        invisible: characters of an invisible layer, as text recognition makes.
    """

    sheet: Sheet
    drawing: Drawing
    visible: int
    senseless: int
    invisible: int


def pages(document: PdfDocument) -> Iterator[Page]:
    """The pages in order.

    Raises:
        ReadingError: damaged when a page does not load, too-large when reading takes too long.
    """
    deadline = time.monotonic() + MAX_SECONDS
    characters = 0
    for index in range(len(document)):
        if time.monotonic() > deadline or characters > _MAX_CHARACTERS:
            raise ReadingError(
                "too-large", f"PDF 读到第 {index} 页已超过限度（{MAX_SECONDS:.0f} 秒或三百万字），请拆分后再查"
            )
        page = _page(document, index)
        characters += page.visible
        yield page


def _page(document: PdfDocument, index: int) -> Page:
    loaded = pdfium.FPDF_LoadPage(document.raw, index)
    if not loaded:
        raise ReadingError("damaged", f"PDF 第 {index + 1} 页已损坏，读不出来；请重新取得文件，或从原稿重新导出")
    try:
        text = pdfium.FPDFText_LoadPage(loaded)
        if not text:
            raise ReadingError("damaged", f"PDF 第 {index + 1} 页的文字读不出来；请从原稿重新导出")
        try:
            return _read(loaded, text, index + 1)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(loaded)


class _Raw(NamedTuple):
    """A character as PDFium gives it, in the page's own coordinates."""

    char: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    style: Style
    angle: int | None  # degrees, one of 0, 90, 180, 270; None when askew


def _read(loaded: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE, number: int) -> Page:
    count = pdfium.FPDFText_CountChars(text)
    if count > _MOST_ON_A_PAGE:
        raise ReadingError("too-large", f"PDF 第 {number} 页有 {count} 个字，不像正常的页面，没有查；请核对文件")
    styles = Styles(text)
    raw = list(_characters(text, count, styles))
    turn = _usual_turn(loaded, raw)
    glyphs = [turn.glyph(*item[:4]) for item in raw if item.angle == turn.angle]
    on_page = [
        glyph for glyph in glyphs if glyph.x1 >= 0 and glyph.x0 <= turn.width and 0 <= glyph.y <= turn.height + 5
    ]
    visible = [item.char for item in raw if not item.char.isspace()]
    drawn = drawing(loaded, turn)
    aside = "".join(item.char for item in raw if item.angle != turn.angle).strip()
    sheet = Sheet(number, turn.width, turn.height, on_page, drawn.rules, aside)
    return Page(sheet, drawn, len(visible), sum(map(is_senseless, visible)), styles.invisible)


def _characters(text: pdfium.FPDF_TEXTPAGE, count: int, styles: Styles) -> Iterator[_Raw]:
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(count):
        style = styles.of(index)
        if style is None:
            continue
        code = pdfium.FPDFText_GetUnicode(text, index)
        char = usual(chr(code) if code < 0x110000 else "\ufffd")
        if not char or char in "\r\n":
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        yield _Raw(char, (box.left, box.bottom, box.right, box.top), (x.value, y.value), style.style, style.angle)


def _usual_turn(loaded: pdfium.FPDF_PAGE, raw: list[_Raw]) -> Turn:
    """The turn after which most characters stand upright."""
    angles = Counter(item.angle for item in raw if item.angle is not None)
    angle = angles.most_common(1)[0][0] if angles else 0
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(loaded, bounds)
    if not all(map(math.isfinite, (bounds.left, bounds.bottom, bounds.right, bounds.top))):
        bounds = pdfium.FS_RECTF(0, 842, 595, 0)
    return Turn(angle or 0, (bounds.left, bounds.bottom, bounds.right, bounds.top))
