"""What is to be said at places of a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenlint.document import Span

if TYPE_CHECKING:
    from wenlint.reading.pdf.tracing import Mark

AUTHOR = "wenlint"
NAME = "wenlint-"
"""What the name (/NM) of every annotation of wenlint's begins with."""

_GOES_ON = "（接上页）"


class Remark(NamedTuple):
    """One place of a finding.

    Attributes:
        span: the words, in the draft's text.
        severity: 1–3, as :class:`wenlint.finding.Severity`.
        name: tells the annotation apart, the same each time the finding is found.
        subject: severity and rule, for lists of annotations.
        heading, details: what it says, in lines parted by carriage returns.
        elsewhere: what it says besides where it does not stand at the words.
        is_whole: whether it is of the draft as a whole, and only stands beside the span.
    """

    span: Span
    severity: int
    name: str
    subject: str
    heading: str
    details: str
    elsewhere: str
    is_whole: bool


class Part(NamedTuple):
    """What of a remark stands on one page, as an annotation of its own."""

    remark: Remark
    number: int
    mark: Mark

    @property
    def name(self) -> str:
        """The annotation's name."""
        return f"{self.remark.name}+{self.number}" if self.number else self.remark.name

    @property
    def is_note(self) -> bool:
        """Whether it stands beside words, and not over them."""
        return self.remark.is_whole or not self.mark.quads

    @property
    def text(self) -> str:
        """What the annotation says."""
        remark = self.remark
        if self.number:
            return f"{_GOES_ON}{remark.heading}"
        elsewhere = [] if self.mark.quads else [remark.elsewhere]
        return "\r".join([remark.heading, *elsewhere, remark.details])


def parts(remarks: Sequence[Remark], found: Sequence[Sequence[Mark]]) -> Iterator[Part]:
    """The remarks page by page; ``found`` tells where each stands."""
    for remark, marks in zip(remarks, found, strict=True):
        for number, mark in enumerate(marks[:1] if remark.is_whole else marks):
            yield Part(remark, number, mark)
