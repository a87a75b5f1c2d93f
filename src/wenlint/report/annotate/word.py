"""A copy of a .docx with a Word comment at every finding; the draft is otherwise as it was.

Runs are cut where a comment begins or ends, which changes nothing that is seen; parts of the
file that hold no comment keep their bytes (ISO/IEC 29500-1, 17.13).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from wenlint.document import Document, Span
from wenlint.finding import Finding, Fix, Location
from wenlint.reading.errors import ReadingError
from wenlint.reading.formats import Task, read_flow
from wenlint.report.annotate import wording
from wenlint.report.annotate.anchors import Anchors
from wenlint.report.annotate.changes import Changes
from wenlint.report.annotate.comments import Comments
from wenlint.report.annotate.container import Container
from wenlint.report.annotate.copy import CHANGED, AnnotatingError, Copy
from wenlint.report.disclosure import Disclosure

_SUFFIXES = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": ".docm",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": ".dotx",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": ".dotm",
}


def annotated(data: bytes, document: Document, findings: Sequence[Finding], fix: bool, when: dt.datetime) -> Copy:
    """A copy of a .docx with its findings in it; ``fix`` adds certain mends as tracked changes.

    Raises:
        AnnotatingError: the bytes are not those that were judged, or hold no place for a comment.
        ReadingError: as reading the file.
    """
    container = Container(data)
    flow = read_flow(data, Task(document.path, "docx"))
    if flow.text != document.text:
        raise AnnotatingError(CHANGED)
    work = _Work(container, Anchors(flow, lambda: container.parse(container.main)), document, when)
    for finding in reversed(findings):
        work.comment_on(finding)
    if fix:
        for finding in findings:
            work.mend(finding)
    return work.finished()


def without_own_comments(data: bytes) -> bytes:
    """A .docx as it was before wenlint commented on it, so that its comments are not judged as part of the draft."""
    try:
        container = Container(data)
        text = container.parse(container.main) if container.part("comments") else None
        comments = Comments(container, text, dt.datetime.now(dt.UTC)) if text is not None else None
    except ReadingError:  # whoever reads it tells why
        return data
    if text is None or comments is None or not comments.withdrawn:
        return data
    comments.save()
    container.put(container.main, text)
    return container.bytes()


class _Work:
    """One copy under way: all comments first, then the mends, which move what comments are found by."""

    def __init__(self, container: Container, anchors: Anchors, document: Document, when: dt.datetime) -> None:
        if anchors.root is None:
            raise AnnotatingError("正文里没有可以加批注的地方，没有生成副本")
        self._container, self._anchors, self._document = container, anchors, document
        self._root = anchors.root
        self._comments = Comments(container, self._root, when)
        self._changes = Changes(anchors, when)
        self._counts = {"comments": 0, "elsewhere": 0, "mended": 0, "unmended": 0}

    def comment_on(self, finding: Finding) -> None:
        """A comment at each place of a finding."""
        places = wording.places(finding)
        for number in range(len(places), 0, -1):
            if not self._comments.take_answered(finding.fingerprint):
                self._comment(finding, *places[number - 1], (number, len(places)))

    def mend(self, finding: Finding) -> None:
        """The finding's certain mends that have a place; those within one place of the finding go together."""
        together: dict[Span | None, list[Fix]] = {}
        for fix in finding.fixes:
            together.setdefault(_place_of(fix, finding), []).append(fix)
        if None in together:  # mends beside the places that are told are parts of one
            together = {None: list(finding.fixes)}
        for fixes in together.values():
            made = self._changes.make(fixes, self._document.text)
            self._counts["mended" if made else "unmended"] += len(fixes)

    def finished(self) -> Copy:
        """The copy."""
        self._comments.save()
        for part, root in {**self._changes.parts, self._container.main: self._root}.items():
            self._container.put(part, root)
        suffix = _SUFFIXES.get(self._container.content_type(), ".docx")
        return Copy(self._container.bytes(), suffix, **self._counts)

    def _comment(
        self, finding: Finding, place: Location | None, sources: list[Location], which: tuple[int, int]
    ) -> None:
        document = self._document
        span = place.span if place else wording.whole(document)
        anchor = self._anchors.of(span)
        if anchor is None:
            raise AnnotatingError("正文里没有可以加批注的地方，没有生成副本")
        details = list(wording.details(document, finding, place, sources))
        if anchor.instead:
            details.insert(0, wording.elsewhere(document, span, anchor.instead))
        self._comments.add(anchor, wording.heading(finding, Disclosure(document), which), details)
        self._counts["comments"] += 1
        self._counts["elsewhere"] += bool(anchor.instead)


def _place_of(fix: Fix, finding: Finding) -> Span | None:
    """The place of a finding that a mend lies in."""
    spans = (place.span for place in finding.at if place.source is None)
    return next((span for span in spans if span.start <= fix.span.start and fix.span.end <= span.end), None)
