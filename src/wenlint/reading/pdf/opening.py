"""Opening a PDF, or saying why it does not open."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wenlint.reading.errors import ReadingError
from wenlint.reading.limits import PAGES
from wenlint.text.patterns import pattern

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_EOF = b"%%EOF"
_OBJECT = pattern(rb"\d+ \d+ obj\b")


@contextmanager
def opened(data: bytes) -> Iterator[PdfDocument]:
    """The document, closed again afterwards.

    Raises:
        ReadingError: damaged, encrypted or too-large.
    """
    if _is_cut_off(data):
        raise ReadingError("damaged", "PDF 不完整（可能没有下载完或传输中断），请重新取得文件")
    document = _open(data)
    try:
        count = len(document)
        if not count:
            raise ReadingError("damaged", "PDF 里没有页面，文件已损坏，请重新取得或重新导出")
        if count > PAGES:
            raise ReadingError("too-large", f"PDF 有 {count} 页，超过 {PAGES} 页的上限，请拆分后再查")
        yield document
    finally:
        document.close()


def rewritten(data: bytes) -> bytes:
    """The same document with its objects listed anew, for a file whose list of objects is damaged.

    Raises:
        ReadingError: damaged, encrypted or too-large.
    """
    written = io.BytesIO()
    with opened(data) as document:
        document.save(written)
    return written.getvalue()


def _is_cut_off(data: bytes) -> bool:
    """Whether the file ends before its end-of-file marker.

    PDFium mends such files by dropping what is missing, and a draft would be judged on
    half its text. Updated and linearised files hold several markers: objects after the
    last one mean that the last part is cut.
    """
    end = data.rfind(_EOF)
    return end < 0 or bool(_OBJECT.search(data, end))


def _open(data: bytes) -> PdfDocument:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        reason = pdfium.FPDF_GetLastError()
    if reason in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        raise ReadingError("encrypted", "PDF 加了打开密码，读不了；请取消密码后再查")
    raise ReadingError("damaged", "PDF 已损坏，打不开；请重新取得文件，或从原稿重新导出")
