"""Findings → remarks, and the copy with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from wenlint.document import Document
from wenlint.finding import Finding
from wenlint.reading import contained
from wenlint.reading.errors import ReadingError
from wenlint.report.annotate import wording
from wenlint.report.annotate.copy import CHANGED, AnnotatingError, Copy
from wenlint.report.annotate.pdf import write
from wenlint.report.annotate.pdf.remark import NAME, Remark
from wenlint.report.disclosure import Disclosure
from wenlint.report.paint import SEVERITY_WORDS

_BY_RECOGNITION = ("scanned", "garbled")
_FIXED = "斜排的文字"


def annotated(data: bytes, document: Document, findings: Sequence[Finding], when: dt.datetime) -> Copy:
    """A copy of a PDF with its findings in it, as highlights of their words and as notes.

    Raises:
        AnnotatingError: the bytes are not those that were judged.
        ReadingError: as reading the file; encrypted or signed, which an annotation would break.
    """
    remarks = list(_remarks(document, findings))
    try:
        written = _written(data, document, remarks, when)
    except ReadingError as error:
        if error.reason == "changed":
            raise AnnotatingError(CHANGED) from None
        raise
    whole, more, elsewhere = written
    return Copy((whole or data) + more, ".pdf", len(remarks), elsewhere)


def _written(data: bytes, document: Document, remarks: Sequence[Remark], when: dt.datetime) -> tuple[bytes, bytes, int]:
    stamp = when.astimezone(dt.UTC).strftime("D:%Y%m%d%H%M%SZ")
    try:
        return contained.call(write, data, document.text, remarks, stamp)
    except ReadingError as error:
        if error.reason not in _BY_RECOGNITION:
            raise
    # It was judged all the same: its text had been recognised.
    return contained.call(write, data, document.text, remarks, stamp, True, ocr=True)


def _remarks(document: Document, findings: Sequence[Finding]) -> Iterator[Remark]:
    """What is to be said, in the order of the findings."""
    names: set[str] = set()
    open_to = Disclosure(document)
    for finding in findings:
        places = wording.places(finding)[: 1 if finding.whole else None]
        for number, (place, sources) in enumerate(places, 1):
            is_whole = place is None or finding.whole
            span = wording.whole(document) if place is None or is_whole else place.span
            heading = wording.heading(finding, open_to, (number, len(places)))
            yield Remark(
                span=span,
                severity=finding.severity,
                name=_unused(f"{NAME}{finding.fingerprint}-{number}", names),
                subject=f"{SEVERITY_WORDS[finding.severity]}　{finding.rule}",
                heading=heading,
                details="\r".join(wording.details(document, finding, place, sources)),
                elsewhere=wording.elsewhere(document, span, _FIXED),
                is_whole=is_whole,
            )


def _unused(name: str, used: set[str]) -> str:
    """The name, told apart from those used before."""
    number = 1
    while (found := name if number == 1 else f"{name}.{number}") in used:
        number += 1
    used.add(found)
    return found
