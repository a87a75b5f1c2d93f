"""Pages of a PDF → sheets of text, through PDFium's C interface."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

from wenlint.reading.errors import ReadingError
from wenlint.reading.fixed.codepoints import senseless, usual
from wenlint.reading.fixed.faults import Page
from wenlint.reading.fixed.matrix import Box
from wenlint.reading.fixed.pieces import BACKWARD, GAP, cut, is_together, within
from wenlint.reading.fixed.sheet import Piece, Sheet, Style
from wenlint.reading.fixed.turning import Turn
from wenlint.reading.limits import PAGE_CHARACTERS
from wenlint.reading.pace import Pace
from wenlint.reading.pdf.characters import Characters, characters
from wenlint.reading.pdf.drawing import drawing
from wenlint.reading.pdf.styles import Styles

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_LARGEST = 30_000.0  # points; PDF readers end at 14,400
_SAME_BASE = 0.5  # points
_NO_STYLE = Style("", 0.0, bold=False, red=False)


def pages(document: PdfDocument, size: int, layouts: list[Layout] | None = None) -> Iterator[Page]:
    """The pages in order, of a file of ``size`` bytes; ``layouts`` is filled with where their characters stand.

    Raises:
        ReadingError: damaged when a page does not load, too-large or timed-out when there is too much to read.
    """
    pace = Pace(len(document), size)
    for index in range(len(document)):
        page = _page(document, index, layouts)
        pace.check(index + 1, page.visible)
        yield page


class Layout(NamedTuple):
    """Characters of a page where they stand.

    Attributes:
        chars: one character each, to which :attr:`Piece.start` counts; "" for one PDFium added.
        x0, x1: left and right edges, on the page turned upright, in points.
        angle: at which most of them are set, in degrees counter-clockwise.
        bounds: what of the page is shown, in its own coordinates.
        rotation: degrees by which it is shown turned, clockwise.
        annotations: how many it has.
    """

    chars: list[str]
    x0: array[float]
    x1: array[float]
    angle: int
    bounds: Box
    rotation: int
    annotations: int


def _page(document: PdfDocument, index: int, layouts: list[Layout] | None) -> Page:
    loaded = pdfium.FPDF_LoadPage(document.raw, index)
    if not loaded:
        raise ReadingError("damaged", f"PDF 第 {index + 1} 页已损坏，读不出来；请重新取得文件，或从原稿重新导出")
    try:
        text = pdfium.FPDFText_LoadPage(loaded)
        if not text:
            raise ReadingError("damaged", f"PDF 第 {index + 1} 页的文字读不出来；请从原稿重新导出")
        try:
            return _read(loaded, text, index + 1, layouts)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(loaded)


def _read(loaded: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE, number: int, layouts: list[Layout] | None) -> Page:
    count = pdfium.FPDFText_CountChars(text)
    if count > PAGE_CHARACTERS:
        raise ReadingError("too-large", f"PDF 第 {number} 页有 {count} 个字，不像正常的页面，没有查；请核对文件")
    found = characters(text, count)
    styles = Styles(text, found.objects)
    turn = Turn(styles.usual_angle(), _bounds(loaded))  # after it most characters stand upright
    pieces, lost = within(_pieces(found, styles, turn), turn.width, turn.height)
    if layouts is not None:
        layouts.append(_layout(loaded, found, turn))
    drawn = drawing(loaded, turn, styles.of)
    visible = "".join("".join(found.chars).split())
    aside, replaced = _aside(found, styles, turn.angle), tuple(styles.replaced)
    sheet = Sheet(number, turn.width, turn.height, pieces, drawn.rules, aside, replaced)
    return Page(sheet, drawn.images, drawn.paths, max(0, len(visible) - lost), senseless(visible), styles.invisible)


def _layout(loaded: pdfium.FPDF_PAGE, found: Characters, turn: Turn) -> Layout:
    x0, x1 = turn.edges(found.left, found.bottom, found.right, found.top)
    rotation = 90 * pdfium.FPDFPage_GetRotation(loaded)
    count = pdfium.FPDFPage_GetAnnotCount(loaded)
    return Layout(found.chars, array("f", x0), array("f", x1), turn.angle, _bounds(loaded), rotation, count)


def _bounds(loaded: pdfium.FPDF_PAGE) -> Box:
    """What of a page is shown."""
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(loaded, bounds)
    box = (bounds.left, bounds.bottom, bounds.right, bounds.top)
    return box if all(abs(edge) < _LARGEST for edge in box) else (0.0, 0.0, 595.0, 842.0)


def _pieces(found: Characters, styles: Styles, turn: Turn) -> Iterator[Piece]:
    """Runs of characters of one style on one base line without a gap."""
    x0, x1 = turn.edges(found.left, found.bottom, found.right, found.top)
    chars, objects = _upright(found, styles, turn.angle)
    current: int | None = None
    style, y, near, back = _NO_STYLE, 0.0, 0.0, 0.0
    begin = last = -1
    for index, held in enumerate(objects):
        if held is None:
            continue
        fits = True
        if held != current:
            base = turn.point(*styles.bases[held])[1]
            current, fits = held, styles.of[held].style == style and abs(base - y) < _SAME_BASE
        step = x0[index] - x1[last]
        if fits and (back < step < near or is_together(chars[last], chars[index], step, style.size)):
            last = index
            continue
        if begin >= 0:
            yield from cut(chars, begin, last, x0, x1, y, style)
        begin = last = index
        style, y = styles.of[held].style, turn.point(*styles.bases[held])[1]
        near, back = GAP * style.size, -BACKWARD * style.size
    if begin >= 0:
        yield from cut(chars, begin, last, x0, x1, y, style)


def _upright(found: Characters, styles: Styles, angle: int) -> tuple[list[str], list[int | None]]:
    """Characters and their text objects without those set at another angle."""
    askew = {held for held, placed in styles.of.items() if placed.angle != angle}
    if not askew:
        return found.chars, found.objects
    chars = ["" if held in askew else char for char, held in zip(found.chars, found.objects, strict=True)]
    return chars, [None if held in askew else held for held in found.objects]


def _aside(found: Characters, styles: Styles, angle: int) -> str:
    """What is set at another angle than the text."""
    askew = {held for held, placed in styles.of.items() if placed.angle != angle}
    if not askew:
        return ""
    return usual("".join(char for char, held in zip(found.chars, found.objects, strict=True) if held in askew)).strip()
