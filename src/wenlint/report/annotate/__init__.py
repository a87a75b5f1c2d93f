"""A copy of a draft with a comment at every finding: in Word's way, or as annotations of a PDF."""

from __future__ import annotations

import datetime as dt

from wenlint.finding import Outcome
from wenlint.report.annotate.copy import CONVERTED, AnnotatingError, Copy

__all__ = ["AnnotatingError", "Copy", "annotated", "without_own_comments"]

_ZIP = b"PK"


def annotated(data: bytes, outcome: Outcome, fix: bool = False, when: dt.datetime | None = None) -> Copy:
    """A copy of the draft in ``data`` with the findings of ``outcome`` in it.

    What LibreOffice reads is turned into a .docx first. ``fix`` adds certain mends as tracked changes.

    Raises:
        AnnotatingError: the format takes no comments or no changes, the bytes are not those that were
            judged, or they hold no place for a comment.
        ReadingError: as reading the file.
    """
    document = outcome.document
    if document is None:
        raise AnnotatingError(outcome.error or "没能判断")
    when = when or dt.datetime.now(dt.UTC)
    if document.format == "pdf":
        if fix:
            raise AnnotatingError("PDF 里的字改不了，--fix 只用于 Word 稿；请去掉 --fix，照批注在原稿里改")
        from wenlint.report.annotate.pdf import remarking

        return remarking.annotated(data, document, outcome.findings, when)
    if document.format != "docx" and document.format not in CONVERTED:
        message = f"这是 {document.format} 文件，不能加批注；能加批注的是 Word 稿（.docx）和 PDF"
        raise AnnotatingError(message, takes_none=True)
    from wenlint.report.annotate import word

    if document.format in CONVERTED:
        from wenlint.reading import office

        data = office.as_docx(data, document.format)
    return word.annotated(data, document, outcome.findings, fix, when)


def without_own_comments(data: bytes) -> bytes:
    """A draft as it was before wenlint commented on it, as far as its comments would be judged as part of it.

    Any other bytes come back as they are.
    """
    if not data.startswith(_ZIP):
        return data
    from wenlint.report.annotate import word

    return word.without_own_comments(data)
