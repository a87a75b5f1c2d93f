"""Reads .docx: complete text in reading order, with how it looks (ISO/IEC 29500).

lxml does the work directly. python-docx leaves out text boxes, insertions, content
controls, notes and automatic numbers, and takes longer to import than a draft to read.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from lxml import etree

from wenlint.appearance import Appearance, PageNumber
from wenlint.reading.docx.arranging import Arranging
from wenlint.reading.docx.flowing import Flowing
from wenlint.reading.docx.habits import habits
from wenlint.reading.docx.margins import Margins
from wenlint.reading.docx.model import Section, Tally
from wenlint.reading.docx.names import W
from wenlint.reading.docx.numbering import Numbering
from wenlint.reading.docx.package import Package, require_document
from wenlint.reading.docx.paper import page_numbers, sheets
from wenlint.reading.docx.remarks import remarks
from wenlint.reading.docx.ruled import lines
from wenlint.reading.docx.sections import sections
from wenlint.reading.docx.story import Story
from wenlint.reading.docx.styles import Styles
from wenlint.reading.docx.traces import leftovers, properties
from wenlint.reading.errors import ReadingError
from wenlint.reading.flow import Flow, Region, assemble
from wenlint.reading.layout import estimate
from wenlint.reading.layout.metrics import LIKELY, LOOSE, TIGHT, UNFAMILIAR
from wenlint.reading.limits import XML_ELEMENTS


def read(data: bytes, elements: int = XML_ELEMENTS) -> Flow:
    """Reads the bytes of a .docx (.docm, .dotx; transitional or strict).

    ``elements`` is how many XML elements the parts read may have.

    Raises:
        ReadingError: when it is damaged, protected, no Word document, or asks for too much.
    """
    package = Package(data, elements)
    root = package.parse(package.main)
    require_document(root, package.main)
    body = root.find(W + "body")
    if body is None:
        raise ReadingError("damaged", "Word 文档没有正文部分，请用 Word 或 WPS 打开后另存为 .docx 再检查")
    relations = package.related(package.main)
    styles = Styles(package.styles(relations), partial(package.first, relations, "theme"))
    numbering = Numbering(package.first(relations, "numbering"), styles)
    tally = Tally()
    story = Story(package.main, root, styles, numbering, tally)
    geometry = sections(body)
    known = habits(package.first(relations, "settings"))
    nodes = story.body(body)
    beside = Margins(package, relations, styles, numbering, tally)
    footnotes = beside.notes("footnote", story.references.footnotes)
    endnotes = beside.notes("endnote", story.references.endnotes)
    shown = beside.shown(geometry, known.both_sides)
    arranging = Arranging(geometry, footnotes, known)
    for index, margins in enumerate(shown):
        headers, footers = (list(map(beside.nodes, margins[name])) for name in ("header", "footer"))
        arranging.make_room(index, headers, footers)
    blocks = arranging.blocks(nodes)
    loose = UNFAMILIAR if arranging.has_unfamiliar_fonts else LOOSE
    laid_out = estimate(arranging.sheets[0], blocks, assumptions=(LIKELY, TIGHT, loose))
    flowing = Flowing(geometry, laid_out.places)
    paragraphs = list(flowing.body(nodes))
    for note in (*footnotes.values(), *endnotes.values()):
        paragraphs += flowing.paragraphs(note, Region.FOOTNOTE)
    paragraphs += beside.paragraphs(shown, flowing)
    flow = assemble("docx", paragraphs, laid_out.pages, remarks(tally, paragraphs))
    numbers = page_numbers(geometry, beside, known.both_sides)
    traced = _appearance(package, root, styles, flow, geometry, numbers, tally.hidden)
    return replace(flow, appearance=traced)


def _appearance(
    package: Package,
    root: etree._Element,
    styles: Styles,
    flow: Flow,
    geometry: list[Section],
    numbers: tuple[PageNumber, ...],
    hidden: int,
) -> Appearance:
    """What the file says of its look and its history, without the looks of paragraphs."""
    indices: dict[str, int] = {}
    for index, paragraph in enumerate(flow.paragraphs):
        indices.setdefault(paragraph.origin, index)
    by_number = {
        int(number): index
        for origin, index in indices.items()
        for part, _, number in [origin.partition("#p")]
        if part == package.main and number.isdecimal()
    }
    return Appearance(
        sheets=tuple(sheets(geometry)),
        numbers=numbers,
        lines=lines(root, styles, by_number),
        leftovers=tuple(leftovers(root, package.main, indices, hidden)),
        properties=properties(package),
    )
