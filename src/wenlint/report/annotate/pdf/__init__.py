"""A copy of a PDF with an annotation at every finding (ISO 32000-1 12.5).

The copy begins with the draft's own bytes: the annotations are an incremental update at their
end (7.5.6). Places are looked up and the update is written in the process in which hostile files
are read.
"""

from __future__ import annotations

from collections.abc import Sequence

from wenlint.report.annotate.pdf.remark import Remark


def write(data: bytes, text: str, remarks: Sequence[Remark], stamp: str, ocr: bool = False) -> tuple[bytes, bytes, int]:
    """The file, the bytes to put after it, and how many remarks stand elsewhere than at their words.

    The file is empty when it is as it was. This is the work for the other process, which alone
    loads what it takes.

    Raises:
        ReadingError: as reading the file; changed, encrypted, signed, or damaged beyond adding anything to it.
    """
    from wenlint.report.annotate.pdf.writing import written

    return written(data, text, remarks, stamp, ocr)
