"""Certain mends as tracked changes (w:del, w:ins), which whoever opens the file accepts or rejects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from copy import deepcopy
from difflib import SequenceMatcher

from lxml import etree

from wenlint.document import Span
from wenlint.finding import Fix
from wenlint.reading.docx.model import Trace
from wenlint.reading.docx.names import PARAGRAPH, RUN, RUN_PROPERTIES, XML_SPACE, W
from wenlint.report.annotate.anchors import Anchors, Stretch
from wenlint.report.annotate.comments import AUTHOR, number_of, stamp
from wenlint.report.annotate.strands import FIELD_MARK, TEXT, field_step, is_plain

_ALIKE = 0.5  # share of characters that stay, from which a mend is made character by character
_CHANGES = frozenset({W + "ins", W + "del", W + "moveTo", W + "moveFrom"})
_FOREIGN = _CHANGES | {W + "fldSimple"}
_MAY_GO = frozenset({RUN_PROPERTIES, TEXT, W + "tab", W + "noBreakHyphen", W + "lastRenderedPageBreak"})


class Changes:
    """Makes the changes of one file. ``parts`` are the names of the parts that were changed, by root element."""

    def __init__(self, anchors: Anchors, when: dt.datetime) -> None:
        self._anchors = anchors
        self._when = when
        self._done: list[Span] = []
        self._depths: dict[etree._Element, dict[etree._Element, int]] = {}
        self._free = (
            1 + max((number_of(one) for one in anchors.root.iter()), default=0) if anchors.root is not None else 1
        )
        self.parts: dict[str, etree._Element] = {}

    def make(self, fixes: Sequence[Fix], text: str) -> bool:
        """Makes all these changes, or none when one of them has no place; whether they were made.

        Of the words to replace in ``text``, the draft's, only the characters that differ are touched.
        """
        small = [one for fix in fixes for one in _smallest(fix, fix.span.of(text))]
        found = [self._place(fix.span) for fix in small]
        places = [place for place in found if place is not None]
        if len(places) < len(small) or any(fix.span.overlaps(done) for fix in fixes for done in self._done):
            return False
        for fix, place in zip(small, places, strict=True):
            self._replace(place, fix.replacement)
            part = place.paragraph.origin.partition("#")[0]
            self.parts[part] = place.strand.atoms[0].element.getroottree().getroot()
        self._done += [fix.span for fix in (*fixes, *small)]
        return bool(small)

    def _place(self, span: Span) -> Stretch | None:
        if span in self._done or any(span.overlaps(done) for done in self._done):
            return None
        stretches = list(self._anchors.stretches(span))
        if len(stretches) != 1 or not stretches[0].strand.atoms or not stretches[0].paragraph.origin:
            return None
        place = stretches[0]
        if place.end - place.start != len(span):  # part of it is an automatic number
            return None
        elements = place.strand.between(*_range(place))
        if not elements or not all(map(_may_go, elements)) or any(self._is_in_field(_run(one)) for one in elements):
            return None
        return place

    def _is_in_field(self, run: etree._Element) -> bool:
        """Whether a field shows the run: what is changed there goes when the field is brought up to date."""
        root = run.getroottree().getroot()
        if root not in self._depths:
            self._depths[root] = _depths(root)
        paragraph = next(run.iterancestors(PARAGRAPH))
        depth = self._depths[root].get(paragraph, 0)
        for element in paragraph.iter(RUN, FIELD_MARK):
            if element is run:
                break
            depth += field_step(element)
        return depth > 0

    def _replace(self, place: Stretch, words: str) -> None:
        runs = list(dict.fromkeys(map(_run, place.strand.between(*_range(place)))))
        if place.start == place.end:
            self._insert(runs[-1], words, after=place.start == _range(place)[1])
            return
        for run in runs:
            self._delete(run)
        if words:
            self._insert(runs[-1], words, after=True)

    def _delete(self, run: etree._Element) -> None:
        change = self._change("del")
        run.addprevious(change)
        change.append(run)
        run.tail = None
        for text in run.iterchildren(TEXT):
            text.tag = W + "delText"

    def _insert(self, beside: etree._Element, words: str, after: bool) -> None:
        change = self._change("ins")
        run = etree.SubElement(change, RUN)
        look = beside.find(RUN_PROPERTIES)
        if look is not None:
            run.append(deepcopy(look))
        text = etree.SubElement(run, TEXT, {XML_SPACE: "preserve"})
        text.text = words
        parent = beside.getparent()
        outer = parent if parent is not None and parent.tag in _CHANGES else beside
        (outer.addnext if after else outer.addprevious)(change)

    def _change(self, name: str) -> etree._Element:
        number, self._free = str(self._free), self._free + 1
        return etree.Element(W + name, {W + "id": number, W + "author": AUTHOR, W + "date": stamp(self._when)})


def _smallest(fix: Fix, words: str) -> list[Fix]:
    """The mend as replacements of no more than what differs; whole where little would stay."""
    matcher = SequenceMatcher(None, words, fix.replacement, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [fix]
    at = fix.span.start
    return [
        Fix(Span(at + start, at + end), fix.replacement[first:last])
        for sort, start, end, first, last in matcher.get_opcodes()
        if sort != "equal"
    ]


def _range(place: Stretch) -> tuple[int, int]:
    """The characters to replace; for a mere place the one before it, or after it at the beginning of a line."""
    if place.end > place.start:
        return place.start, place.end
    trace = place.paragraph.source
    begins = not isinstance(trace, Trace) or place.start == trace.start
    return (place.start, place.start + 1) if begins else (place.start - 1, place.start)


def _run(element: etree._Element) -> etree._Element:
    run = element.getparent()
    assert run is not None
    return run


def _depths(root: etree._Element) -> dict[etree._Element, int]:
    """For each paragraph, in how many fields it begins."""
    depth, found = 0, {}
    for element in root.iter(PARAGRAPH, FIELD_MARK):
        if element.tag == PARAGRAPH:
            found[element] = depth
        depth = max(depth + field_step(element), 0)
    return found


def _may_go(element: etree._Element) -> bool:
    """Whether an element's run holds plain characters only, and stands in no field or change of somebody else's."""
    if not is_plain(element) or any(child.tag not in _MAY_GO for child in _run(element)):
        return False
    for ancestor in _run(element).iterancestors():
        if ancestor.tag == PARAGRAPH:
            return True
        if ancestor.tag in _FOREIGN:
            return False
    return False
