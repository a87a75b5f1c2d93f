"""A draft's annotated copy, made where the draft is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wenlint.finding import Outcome
from wenlint.reading import ReadingError

if TYPE_CHECKING:
    from wenlint.report.annotate import Copy


def copy_of(data: bytes, outcome: Outcome) -> Copy | str:
    """The copy with a comment at every finding, or in Chinese why there is none."""
    from wenlint.report.annotate import AnnotatingError, annotated

    try:
        return annotated(data, outcome)
    except ReadingError as error:
        return error.message
    except AnnotatingError as error:
        return f"{error}；请点“检查”看标在原文上的报告" if error.takes_none else str(error)
