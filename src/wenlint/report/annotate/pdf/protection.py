"""Whether a PDF may be added to."""

from __future__ import annotations

import pypdfium2.raw as pdfium

from wenlint.reading.errors import ReadingError
from wenlint.reading.pdf.opening import opened

_NOT_ENCRYPTED = -1

SIGNED = ReadingError(
    "signed", "PDF 有数字签名或电子印章，加批注会使它失效，没有生成副本；请用签名、盖章之前的那一份来批注"
)


def refuse_protected(data: bytes) -> None:
    """Refuses a PDF whose signature an annotation would break, or that is encrypted.

    Raises:
        ReadingError: encrypted or signed, and as opening the file.
    """
    with opened(data) as document:
        if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) != _NOT_ENCRYPTED:
            raise ReadingError("encrypted", "PDF 加了密（有权限密码），加不了批注，没有生成副本；请取消加密后再批注")
        for index in range(pdfium.FPDF_GetSignatureCount(document.raw)):
            signature = pdfium.FPDF_GetSignatureObject(document.raw, index)
            # A field that waits for its signature has no contents.
            if pdfium.FPDFSignatureObj_GetContents(signature, None, 0) > 0:
                raise SIGNED
