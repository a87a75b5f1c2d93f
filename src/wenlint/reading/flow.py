"""What every reader hands over: paragraphs in reading order with how they look.

A reader of one format turns bytes into a :class:`Flow` and knows nothing of titles or
addressees; :mod:`wenlint.reading.structure` turns a flow into blocks and elements and
knows nothing of formats.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from wenlint.document import Measure, Span

if TYPE_CHECKING:
    from wenlint.appearance import Appearance, Face


class Region(StrEnum):
    """Where in the source a paragraph stood."""

    BODY = "body"
    CELL = "cell"
    TEXT_BOX = "text-box"
    FOOTNOTE = "footnote"
    HEADER = "header"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Look:
    """Appearance of a paragraph; whatever the source does not tell stays at its default.

    Attributes:
        align: "left", "center", "right", "justify" or "".
        size: font size of most of its characters, in points; 0 when unknown.
        font: East Asian font name of most of its characters.
        bold: whether most of its characters are bold.
        red: whether most of its characters are red (红头).
        indent: left edge of the first line, in characters of its own size, beyond the margin.
        outline: outline level 1–9 set by style or paragraph, 0 for body text.
        runs: lengths in characters of stretches of one look, when a paragraph changes its
            look inside (a run-in heading is often bold up to its full stop).
    """

    align: str = ""
    size: float = 0.0
    font: str = ""
    bold: bool = False
    red: bool = False
    indent: float = 0.0
    outline: int = 0
    runs: tuple[int, ...] = ()


_UNPLACED = Span(0, 0)
_PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, line of a text file, or cell paragraph.

    Attributes:
        text: its words with a rendered automatic number in front; no line breaks.
        span: offsets into ``Flow.text``; set by :func:`assemble` where the reader does not.
        number: the automatic number that ``text`` begins with; "" when typed by hand.
        page: page it begins on, from 1; None when unknown.
        new_page: whether an explicit break puts it on a new page.
        origin: where the source file holds it.
        table: number of the table it stands in, from 1; 0 outside tables.
        faces: lengths of its stretches of one face, in order, where the format tells.
        right: distance of its right edge from the margin, in characters of its own size.
        pitch: from line to line, in points; 0 where it depends on fonts.
        source: what the reader knows of where its characters stand in the file (for .docx a
            :class:`wenlint.reading.docx.model.Trace`, for fixed layout its lines of print,
            :class:`wenlint.reading.fixed.rows.Line`); None when it tells nothing.
    """

    text: str
    region: Region = Region.BODY
    look: Look = _PLAIN
    span: Span = _UNPLACED
    number: str = ""
    page: int | None = None
    new_page: bool = False
    origin: str = ""
    table: int = 0
    faces: tuple[tuple[int, Face], ...] = ()
    right: float = 0.0
    pitch: float = 0.0
    source: object = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Flow:
    """A file's text in reading order: body first, then footnotes, headers, footers.

    ``appearance`` is without the looks of paragraphs, which follow from these.
    """

    format: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    pages: Measure[int] | None
    notes: tuple[str, ...] = ()
    appearance: Appearance | None = None


def assemble(
    format: str,
    paragraphs: Iterable[Paragraph],
    pages: Measure[int] | None,
    notes: Iterable[str] = (),
) -> Flow:
    """Joins paragraphs with line feeds into one text and gives each its span.

    Paragraphs without any visible character are left out.
    """
    placed: list[Paragraph] = []
    offset = 0
    for paragraph in paragraphs:
        if not paragraph.text.strip():
            continue
        end = offset + len(paragraph.text)
        placed.append(replace(paragraph, span=Span(offset, end)))
        offset = end + 1
    text = "\n".join(paragraph.text for paragraph in placed)
    return Flow(format, text, tuple(placed), pages, tuple(notes))
