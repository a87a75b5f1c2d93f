"""A copy of a .docx with a Word comment at every finding; the draft is otherwise as it was.

Runs are cut where a comment begins or ends, which changes nothing that is seen; parts of the
file that hold no comment keep their bytes (ISO/IEC 29500-1, 17.13).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wenlint.document import BlockKind, Document, Span
from wenlint.finding import Finding, Fix, Location, Outcome
from wenlint.reading.errors import ReadingError
from wenlint.reading.formats import Task, read_flow
from wenlint.report.annotate import wording
from wenlint.report.annotate.anchors import Anchors
from wenlint.report.annotate.changes import Changes
from wenlint.report.annotate.comments import Comments
from wenlint.report.annotate.container import Container
from wenlint.report.disclosure import Disclosure

__all__ = ["AnnotatingError", "Copy", "annotated", "without_own_comments"]

_ZIP = b"PK"


class AnnotatingError(Exception):
    """A draft that no copy can be made of; the message is one line in Chinese."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The annotated file.

    Attributes:
        data: its bytes.
        content_type: what the main part says it is.
        comments: comments put in.
        elsewhere: of them, those that stand beside the words they are about.
        mended: certain mends that stand in it as tracked changes.
        unmended: certain mends that no tracked change can make there.
    """

    data: bytes
    content_type: str
    comments: int
    elsewhere: int
    mended: int
    unmended: int


def annotated(data: bytes, outcome: Outcome, fix: bool = False, when: dt.datetime | None = None) -> Copy:
    """A copy of a .docx with the findings of ``outcome`` in it; ``fix`` adds certain mends as tracked changes.

    Raises:
        AnnotatingError: the bytes are not those that were judged, or hold no place for a comment.
        ReadingError: as reading the file.
    """
    document = outcome.document
    if document is None:
        raise AnnotatingError(outcome.error or "没能判断")
    container = Container(data)
    flow = read_flow(data, Task(document.path, "docx"))
    if flow.text != document.text:
        raise AnnotatingError("文件在检查的当中改动过，批注会落错地方，没有生成副本；请再运行一次")
    work = _Work(
        container, Anchors(flow, lambda: container.parse(container.main)), document, when or dt.datetime.now(dt.UTC)
    )
    for finding in reversed(outcome.findings):
        work.comment_on(finding)
    if fix:
        for finding in outcome.findings:
            work.mend(finding)
    return work.finished()


def without_own_comments(data: bytes) -> bytes:
    """A .docx as it was before wenlint commented on it, so that its comments are not judged as part of the draft.

    Any other bytes come back as they are.
    """
    if not data.startswith(_ZIP):
        return data
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
        return Copy(self._container.bytes(), self._container.content_type(), **self._counts)

    def _comment(
        self, finding: Finding, place: Location | None, sources: list[Location], which: tuple[int, int]
    ) -> None:
        document = self._document
        span = place.span if place else _whole(document)
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


def _whole(document: Document) -> Span:
    """What a finding of the draft as a whole is shown at: the title, or what comes first."""
    blocks = [*document.of_kind(BlockKind.TITLE), *document.blocks]
    return blocks[0].span
