"""The comments part: wenlint's own comments taken out, new ones put in, all others left alone."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from lxml import etree

from wenlint.reading.docx.names import PARAGRAPH, RUN, RUN_PROPERTIES, XML_SPACE, W
from wenlint.report.annotate.anchors import Anchor
from wenlint.report.annotate.container import Container
from wenlint.report.annotate.strands import after_field
from wenlint.report.annotate.wording import FINGERPRINT

AUTHOR = "wenlint"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_ID, _AUTHOR = W + "id", W + "author"
_W14_PARAGRAPH = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_PARAGRAPH_IDS = (_W15 + "paraId", "{http://schemas.microsoft.com/office/word/2016/wordml/cid}paraId")
_THREADS, _NUMBERS = "commentsExtended", "commentsIds"
_FINGERPRINT = re.compile(f"{FINGERPRINT}([0-9a-f]{{16}})")
_MARKS = (W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")
_TAGS = (W + "smartTag", W + "customXml")
_UNSEEN = (W + "smartTagPr", W + "customXmlPr", *_MARKS)


class Comments:
    """The comments of one file. Comments of wenlint's that somebody answered stay, with their answers.

    New ones are added from the last to the first, so that those at the same words come in order.
    ``withdrawn`` is how many of wenlint's were taken out.
    """

    def __init__(self, container: Container, text: etree._Element, when: dt.datetime) -> None:
        self._container = container
        self._part = container.part("comments")
        self._root = container.parse(self._part) if self._part else etree.Element(W + "comments", nsmap={"w": W[1:-1]})
        self._when = when
        self.withdrawn = self._withdraw(text)
        ids = [*self._root.iter(W + "comment"), *text.iter(*_MARKS)]
        self._free = 1 + max((number_of(one) for one in ids), default=-1)
        self._first = len(self._root)

    def take_answered(self, fingerprint: str) -> bool:
        """Whether a comment on a finding stands already, because somebody answered it; each counts once."""
        if not self._answered[fingerprint]:
            return False
        self._answered[fingerprint] -= 1
        return True

    def add(self, anchor: Anchor, heading: str, details: Iterable[str]) -> None:
        """A comment at a place, before all that were added."""
        number, self._free = str(self._free), self._free + 1
        facts = {_ID: number, _AUTHOR: AUTHOR, W + "date": stamp(self._when), W + "initials": "wl"}
        comment = etree.Element(W + "comment", facts)
        self._root.insert(self._first, comment)
        comment.append(_paragraph(heading, first=True))
        comment.extend(_paragraph(line) for line in details)
        _mark(anchor, number)

    def save(self) -> None:
        """Puts the comments into the container."""
        if not self._part:
            if not len(self._root):
                return
            self._part = self._container.add("comments.xml", "comments", _TYPE)
        self._container.put(self._part, self._root)

    def _withdraw(self, text: etree._Element) -> int:
        mine = [one for one in self._root.iterchildren(W + "comment") if one.get(_AUTHOR) == AUTHOR]
        answered = self._answered_among(mine)
        told = (_FINGERPRINT.search("".join(text.text or "" for text in one.iter(W + "t"))) for one in answered)
        self._answered = Counter(match[1] for match in told if match)
        gone = [one for one in mine if one not in answered]
        numbers = {one.get(_ID) for one in gone}
        for mark in [mark for mark in text.iter(*_MARKS) if mark.get(_ID) in numbers]:
            _take_out(mark)
        paragraphs = {paragraph.get(_W14_PARAGRAPH, "") for one in gone for paragraph in one.iter(PARAGRAPH)}
        for one in gone:
            self._root.remove(one)
        self._forget(paragraphs - {""})
        return len(gone)

    def _answered_among(self, mine: Sequence[etree._Element]) -> list[etree._Element]:
        part = self._container.part(_THREADS)
        if not (part and mine):
            return []
        parents = {one.get(_W15 + "paraIdParent", "") for one in self._container.parse(part)}
        return [one for one in mine if any(p.get(_W14_PARAGRAPH, "-") in parents for p in one.iter(PARAGRAPH))]

    def _forget(self, paragraphs: set[str]) -> None:
        """Takes what Word notes of comments beside them out with them."""
        for part in filter(None, map(self._container.part, (_THREADS, _NUMBERS)) if paragraphs else ()):
            root = self._container.parse(part)
            gone = [one for one in root if paragraphs & {one.get(name, "") for name in _PARAGRAPH_IDS}]
            for one in gone:
                root.remove(one)
            if gone:
                self._container.put(part, root)


def number_of(element: etree._Element) -> int:
    """The number that tells a mark or a change apart; -1 when it is none."""
    value = element.get(_ID, "")
    return int(value) if value.isascii() and value.isdecimal() else -1


def stamp(when: dt.datetime) -> str:
    """A time as Word writes it."""
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _mark(anchor: Anchor, number: str) -> None:
    """The range, and after it the reference, outside of insertions, links and fields that may go."""
    start = etree.Element(W + "commentRangeStart", {_ID: number})
    end = etree.Element(W + "commentRangeEnd", {_ID: number})
    reference = etree.Element(RUN)
    etree.SubElement(etree.SubElement(reference, RUN_PROPERTIES), W + "sz", {W + "val": "16"})
    etree.SubElement(reference, W + "commentReference", {_ID: number})
    if anchor.first is None or anchor.last is None:
        anchor.paragraph.extend((start, end, reference))
        return
    _outside_of_tags(anchor.first, preceding=True).addprevious(start)
    _outside_of_tags(anchor.last, preceding=False).addnext(end)
    outer = end
    while (parent := outer.getparent()) is not None and parent.tag != PARAGRAPH:
        outer = parent
    after_field(outer).addnext(reference)


def _outside_of_tags(run: etree._Element, preceding: bool) -> etree._Element:
    """The tag at whose edge a run stands, or the run itself.

    LibreOffice shows no range for marks inside of the tags that programs put around dates and names.
    """
    element = run
    while (parent := element.getparent()) is not None and parent.tag in _TAGS:
        if any(one.tag not in _UNSEEN for one in element.itersiblings(preceding=preceding)):
            break
        element = parent
    return element


def _take_out(mark: etree._Element) -> None:
    parent = mark.getparent()
    assert parent is not None
    run = parent if mark.tag == W + "commentReference" else None
    _remove(mark)
    if run is not None and run.tag == RUN and all(one.tag == RUN_PROPERTIES for one in run):
        _remove(run)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        element.tail = None  # blanks between elements
        parent.remove(element)


def _paragraph(text: str, first: bool = False) -> etree._Element:
    """A paragraph whatever the draft's own style would make of it: no indent, single line, small type."""
    paragraph = etree.Element(PARAGRAPH)
    look = etree.SubElement(paragraph, W + "pPr")
    etree.SubElement(
        look, W + "spacing", {W + "before": "0", W + "after": "0", W + "line": "240", W + "lineRule": "auto"}
    )
    flush = {W + side: "0" for side in ("left", "right", "firstLine", "leftChars", "rightChars", "firstLineChars")}
    etree.SubElement(look, W + "ind", flush)
    etree.SubElement(look, W + "jc", {W + "val": "left"})
    if first:
        etree.SubElement(etree.SubElement(paragraph, RUN), W + "annotationRef")
    run = etree.SubElement(paragraph, RUN)
    type_ = etree.SubElement(run, RUN_PROPERTIES)
    if first:
        etree.SubElement(type_, W + "b")
    etree.SubElement(type_, W + "sz", {W + "val": "20"})
    words = etree.SubElement(run, W + "t", {XML_SPACE: "preserve"})
    words.text = "".join(char for char in text if char >= " " or char == "\t")
    return paragraph
