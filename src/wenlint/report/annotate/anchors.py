"""Spans of a draft → places in its file that can carry a comment.

Word takes comments in the text and in tables only: what stands in a header, a footer, a note
or a text box is commented on at the nearest place of the text, and the comment says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from wenlint.document import Span
from wenlint.reading.docx.model import Trace
from wenlint.reading.docx.names import W
from wenlint.reading.flow import Flow, Paragraph, Region
from wenlint.report.annotate.strands import Strand, carrier, is_in_box

_NOTES = (W + "footnote", W + "endnote")
_NAMES = {Region.HEADER: "页眉", Region.FOOTER: "页脚", Region.FOOTNOTE: "注释"}


class Anchor(NamedTuple):
    """A comment begins before ``first`` and ends after ``last``.

    Both are None in a paragraph without runs. ``instead`` names what the words stand in when
    that cannot carry a comment; "" when the comment stands at the words.
    """

    paragraph: etree._Element
    first: etree._Element | None
    last: etree._Element | None
    instead: str = ""


class Stretch(NamedTuple):
    """Offsets in a strand that a span covers within one paragraph; ``start`` is ``end`` for a mere place."""

    paragraph: Paragraph
    strand: Strand
    start: int
    end: int


class Anchors:
    """Finds the places of a file that was read into ``flow``."""

    def __init__(self, flow: Flow, main: Callable[[], etree._Element]) -> None:
        """``main`` parses the main part, for a file whose text stands in headers alone."""
        self._paragraphs = flow.paragraphs
        self._starts = [paragraph.span.start for paragraph in flow.paragraphs]
        self._strands: dict[int, Strand] = {}
        found = (one for one in map(_element, flow.paragraphs) if one is not None and _is_text(one))
        self._first = next(found, None)
        if self._first is None:
            self._first = next(main().iter(W + "p"), None)

    @property
    def root(self) -> etree._Element | None:
        """The root of the main part; None when it has no paragraph."""
        return None if self._first is None else self._first.getroottree().getroot()

    def of(self, span: Span) -> Anchor | None:
        """Where the comment on a span goes; None when there is no place at all."""
        stretches = list(self.stretches(span))
        shown = [one for one in stretches if one.end > one.start]
        if not shown:
            return self._at_number(stretches) if stretches else self._in_text("")
        first = shown[0]
        if first.paragraph.region in _NAMES:
            return self._beside(first)
        if (atom := first.strand.atoms[0].element) is not None and _is_boxed(atom):
            return self._around(atom, "文本框")
        inside = [one for one in shown if _is_text(_of(one)) and not _is_boxed(one.strand.atoms[0].element)]
        last = inside[-1]
        return Anchor(_of(first), first.strand.begin(first.start), last.strand.end(last.end))

    def stretches(self, span: Span) -> Iterator[Stretch]:
        """What a span covers, paragraph by paragraph, without automatic numbers."""
        at = max(bisect_right(self._starts, span.start) - 1, 0)
        for paragraph in self._paragraphs[at:]:
            if paragraph.span.start >= max(span.end, span.start + 1):
                break
            trace = paragraph.source
            if not isinstance(trace, Trace) or paragraph.span.end < span.start:
                continue
            strand = self._strands.setdefault(id(trace.node), Strand(trace.node))
            base = paragraph.span.start + trace.label
            start = trace.start + max(span.start - base, 0)
            end = trace.start + min(span.end, paragraph.span.end) - base
            yield Stretch(paragraph, strand, start, max(start, end))

    def _at_number(self, stretches: list[Stretch]) -> Anchor | None:
        """At the first character after an automatic number, or at the place where a character is missing."""
        stretch = stretches[0]
        if stretch.paragraph.region in _NAMES:
            return self._beside(stretch)
        strand, at = stretch.strand, stretch.start
        trace = stretch.paragraph.source
        assert isinstance(trace, Trace)
        if not strand.atoms:
            element = strand.node.element
            return Anchor(element, None, None, "自动编号") if element is not None else self._in_text("")
        if _is_boxed(strand.atoms[0].element):
            return self._around(strand.atoms[0].element, "文本框")
        instead = "自动编号" if trace.label and at == trace.start else ""
        start = min(at, len(strand) - 1)
        return Anchor(_of(stretch), strand.begin(start), strand.end(start + 1), instead)

    def _beside(self, stretch: Stretch) -> Anchor | None:
        """In the text: where it refers to a note; at its beginning for a header or footer."""
        name = _NAMES[stretch.paragraph.region]
        element = _strand_element(stretch.strand)
        note = next(element.iterancestors(*_NOTES), None) if element is not None else None
        if note is not None and self.root is not None:
            wanted = note.tag + "Reference"
            for reference in self.root.iter(wanted):
                if reference.get(W + "id") == note.get(W + "id"):
                    return self._around(reference, name)
        return self._in_text(name)

    def _around(self, element: etree._Element, name: str) -> Anchor | None:
        run = carrier(element)
        paragraph = next(run.iterancestors(W + "p"), None)
        return Anchor(paragraph, run, run, name) if paragraph is not None else self._in_text(name)

    def _in_text(self, name: str) -> Anchor | None:
        """The first paragraph of the text."""
        for paragraph in self._paragraphs:
            element, trace = _element(paragraph), paragraph.source
            if element is None or not _is_text(element) or _is_boxed(element) or not isinstance(trace, Trace):
                continue
            if not trace.node.atoms:
                return Anchor(element, None, None, name)
            strand = self._strands.setdefault(id(trace.node), Strand(trace.node))
            return Anchor(element, strand.begin(0), strand.end(len(strand)), name)
        if self._first is None:
            return None
        return self._around(self._first, name) if _is_boxed(self._first) else Anchor(self._first, None, None, name)


def _strand_element(strand: Strand) -> etree._Element | None:
    """An element of a strand: its paragraph, or what shows its first characters."""
    return strand.node.element if strand.node.element is not None else strand.atoms[0].element


def _of(stretch: Stretch) -> etree._Element:
    element = _strand_element(stretch.strand)
    assert element is not None
    return element


def _element(paragraph: Paragraph) -> etree._Element | None:
    trace = paragraph.source
    if not isinstance(trace, Trace):
        return None
    if trace.node.element is not None:
        return trace.node.element
    return trace.node.atoms[0].element if trace.node.atoms else None


def _is_text(element: etree._Element) -> bool:
    return element.getroottree().getroot().tag == W + "document"


def _is_boxed(element: etree._Element) -> bool:
    return is_in_box(element) or element.tag.startswith("{urn:schemas-microsoft-com:vml}")
