"""A draft's annotated copy, made where the draft is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenlint.finding import Outcome
from wenlint.reading import ReadingError

if TYPE_CHECKING:
    from wenlint.report.annotate import Copy

_CONVERTED = ("doc", "odt", "rtf")


def copy_of(data: bytes, outcome: Outcome) -> Copy | str:
    """The copy with a Word comment at every finding, or in Chinese why there is none."""
    from wenlint.report.annotate import AnnotatingError, annotated

    if outcome.document is None:
        return outcome.error or "没能判断"
    format = outcome.document.format
    if format != "docx" and format not in _CONVERTED:
        return f"这是 {format} 文件，不能加批注；能加批注的是 Word 稿（.docx）。请点“检查”看标在原文上的报告"
    try:
        if format in _CONVERTED:
            from wenlint.reading import office

            data = office.as_docx(data, format)
        return annotated(data, outcome)
    except ReadingError as error:
        return error.message
    except AnnotatingError as error:
        return str(error)
