"""The runs of a paragraph, cut where a range begins or ends. A cut changes nothing that is seen."""

from __future__ import annotations

from bisect import bisect_right
from copy import deepcopy
from itertools import accumulate

from lxml import etree

from wenlint.reading.docx.inline import visible
from wenlint.reading.docx.model import Atom, ParagraphNode
from wenlint.reading.docx.names import ALTERNATE_CONTENT, PARAGRAPH, RUN, RUN_PROPERTIES, TEXT_BOX_CONTENT, XML_SPACE, W
from wenlint.reading.docx.names import M as MATH

TEXT = W + "t"
FIELD_MARK = W + "fldChar"
_PRESERVE = "preserve"


class Strand:
    """The characters of one paragraph of the file, by their offset in it."""

    def __init__(self, node: ParagraphNode) -> None:
        self.node = node
        self.atoms = list(node.atoms)
        self._starts = list(accumulate((len(atom.text) for atom in self.atoms), initial=0))

    def __len__(self) -> int:
        return self._starts[-1]

    def begin(self, at: int) -> etree._Element:
        """What a range that begins with the character at ``at`` begins before."""
        self._cut(at)
        element = self._at(at).element
        if is_plain(element):
            _part_before(element)
        return _whole_field(carrier(element))

    def end(self, at: int) -> etree._Element:
        """What a range that ends before the offset ``at`` ends after."""
        if at < len(self):
            self._cut(at)
        element = self._at(at - 1).element
        following = element.getnext()
        if is_plain(element) and following is not None:
            _part_before(following)
        return carrier(element)

    def between(self, start: int, end: int) -> list[etree._Element]:
        """The elements that show the characters from ``start`` to ``end``, cut there."""
        self.begin(start)
        self.end(end)
        return [atom.element for atom, at in zip(self.atoms, self._starts, strict=False) if start <= at < end]

    def _at(self, at: int) -> Atom:
        return self.atoms[self._index(at)]

    def _index(self, at: int) -> int:
        return min(bisect_right(self._starts, at), len(self.atoms)) - 1

    def _cut(self, at: int) -> None:
        index = self._index(at)
        atom, offset = self.atoms[index], at - self._starts[index]
        if offset <= 0 or atom.element.tag != TEXT or not is_plain(atom.element):
            return
        rest = _part_text(atom.element, offset)
        self.atoms[index : index + 1] = [Atom(atom.text[:offset], atom.element), Atom(atom.text[offset:], rest)]
        self._starts.insert(index + 1, at)


def is_plain(element: etree._Element) -> bool:
    """Whether an element stands in a run that may be cut there."""
    parent = element.getparent()
    return parent is not None and parent.tag == RUN and _outermost(element) is parent


def carrier(element: etree._Element) -> etree._Element:
    """The run, or formula, that a mark beside an element has to stay out of.

    For what stands in a text box it is the run in the text that holds the box.
    """
    held = _outermost(element)
    while (box := next(held.iterancestors(TEXT_BOX_CONTENT), None)) is not None:
        held = _outermost(box)
    return held


def is_in_box(element: etree._Element) -> bool:
    """Whether an element stands in a text box."""
    return next(element.iterancestors(TEXT_BOX_CONTENT), None) is not None


def field_step(element: etree._Element) -> int:
    """1 where a field begins, -1 where one ends, 0 for any other element."""
    kind = element.get(W + "fldCharType")
    return (kind == "begin") - (kind == "end")


def after_field(child: etree._Element) -> etree._Element:
    """The child of a paragraph with which the field around ``child`` ends; ``child`` itself outside of fields.

    LibreOffice writes the words of a comment into the text when its reference stands in a field.
    """
    paragraph = child.getparent()
    if paragraph is None or next(paragraph.iter(FIELD_MARK), None) is None:
        return child
    depth = sum(map(_steps, (child, *child.itersiblings(preceding=True))))
    for one in (child, *child.itersiblings()):
        depth += _steps(one) if one is not child else 0
        if depth <= 0:
            return one
    return child


def _steps(child: etree._Element) -> int:
    return sum(map(field_step, child.iter(FIELD_MARK)))


def _outermost(element: etree._Element) -> etree._Element:
    """The outermost run, formula or choice of contents around an element, within its paragraph."""
    found = element
    for ancestor in element.iterancestors():
        if ancestor.tag == PARAGRAPH:
            break
        if ancestor.tag in (RUN, ALTERNATE_CONTENT) or ancestor.tag.startswith(MATH):
            found = ancestor
    return found


def _whole_field(run: etree._Element) -> etree._Element:
    """The run in which a field begins whose end is in ``run``, when nothing but the field shows its text."""
    if not _marks(run, "end") or next(run.iterchildren(TEXT), None) is not None:
        return run
    depth = 0
    for before in (run, *run.itersiblings(preceding=True)):
        depth += _marks(before, "end") - _marks(before, "begin")
        if depth <= 0:
            return before
    return run


def _marks(run: etree._Element, kind: str) -> int:
    return sum(mark.get(W + "fldCharType") == kind for mark in run.iterchildren(FIELD_MARK))


def _part_before(child: etree._Element) -> None:
    """Moves a child of a run and all that follows it into a run of its own with the same look."""
    run = child.getparent()
    assert run is not None
    before = [one for one in child.itersiblings(preceding=True) if one.tag != RUN_PROPERTIES]
    if not before:
        return
    second = etree.Element(RUN)
    second.attrib.update(run.attrib)
    look = run.find(RUN_PROPERTIES)
    if look is not None:
        second.append(deepcopy(look))
        second[0].tail = None
    for moved in [child, *child.itersiblings()]:
        second.append(moved)
    run.addnext(second)


def _part_text(element: etree._Element, offset: int) -> etree._Element:
    """Leaves the first ``offset`` visible characters in a w:t; the others stand in a new one after it."""
    raw = element.text or ""
    if element.get(XML_SPACE) != _PRESERVE:
        raw = raw.strip(" \t\r\n")
    at = offset
    if visible(raw, preserve=True) != raw:
        at = next(k for k in range(len(raw) + 1) if len(visible(raw[:k], preserve=True)) == offset)
    rest = etree.Element(TEXT, {XML_SPACE: _PRESERVE})
    element.text, rest.text = raw[:at], raw[at:]
    element.set(XML_SPACE, _PRESERVE)
    element.addnext(rest)
    return rest
