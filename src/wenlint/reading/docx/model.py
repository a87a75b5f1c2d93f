"""A word-processing document as nodes in reading order, before it is flattened or laid out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from wenlint.reading.docx.numbering import Label
from wenlint.reading.docx.properties import ParagraphFormat, RunFormat

LINE_BREAK = "\n"
PAGE_BREAK = "\f"
COLUMN_BREAK = "\v"


@dataclass(slots=True)
class Piece:
    """Characters of one format; breaks are the control characters above."""

    text: str
    format: RunFormat


class Atom(NamedTuple):
    """Characters with the element of the file that shows them: a w:t, w:tab, w:sym, m:oMath …"""

    text: str
    element: etree._Element


class Trace(NamedTuple):
    """Where a :class:`wenlint.reading.flow.Paragraph` comes from.

    Its text without the first ``label`` characters, which are an automatic number, is that of
    the node's atoms from offset ``start`` on.
    """

    node: ParagraphNode
    start: int
    label: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing's texts in reading order and where it stands, in points.

    ``contents`` are w:txbxContent and v:textpath elements. ``wrap`` is "inline" when it stands
    in its line, "" when it floats over or under the text, "beside" when text goes around it and
    "below" when text goes on under it. ``align`` stands for ``x`` ("center" …).
    """

    contents: tuple[etree._Element, ...] = ()
    x: float = 0.0
    y: float = 0.0
    vertical: str = "paragraph"
    horizontal: str = "column"
    width: float = 0.0
    height: float = 0.0
    wrap: str = ""
    align: str = ""


@dataclass(slots=True)
class ParagraphNode:
    """A paragraph with what is anchored in it.

    ``mark`` is the format of the paragraph mark, which sets the height of an empty one;
    ``origin`` says where the source holds the (first) w:p, and ``element`` is it. ``section`` is
    the number of the section it ends, None for most. ``drawings`` are those that take room from
    its lines. ``atoms`` are the characters of ``pieces`` again, each with its element.
    """

    pieces: list[Piece]
    format: ParagraphFormat
    mark: RunFormat
    origin: str
    label: Label | None = None
    boxes: list[BoxNode] = field(default_factory=list)
    drawings: tuple[Drawing, ...] = ()
    section: int | None = None
    footnotes: tuple[str, ...] = ()
    atoms: list[Atom] = field(default_factory=list)
    element: etree._Element | None = None


@dataclass(slots=True)
class CellNode:
    """A table cell; ``width`` in points, 0 when the file does not say.

    ``margins`` are its own to the left and right, above and below; None where it keeps the table's.
    ``merge`` is "restart" for the first of vertically merged cells, "continue" for the others.
    """

    nodes: list[Node]
    width: float = 0.0
    span: int = 1
    merge: str = ""
    margins: tuple[float | None, float | None, float | None, float | None] = (None, None, None, None)


@dataclass(slots=True)
class RowNode:
    """A table row; ``height`` in points under ``rule`` "auto", "atLeast" or "exact"."""

    cells: list[CellNode]
    height: float = 0.0
    rule: str = "atLeast"
    splits: bool = True
    repeats: bool = False


@dataclass(slots=True)
class TableNode:
    """A table; all lengths in points.

    ``grid`` are its column widths, ``margins`` those of its cells to the left and right, above and
    below, ``rule`` the thickness of the lines between its rows.
    """

    rows: list[RowNode]
    grid: tuple[float, ...] = ()
    margins: tuple[float, float, float, float] = (5.4, 5.4, 0.0, 0.0)
    rule: float = 0.0
    number: int = 0


@dataclass(slots=True)
class BoxNode:
    """A text box or WordArt; its place in points from what ``vertical`` and ``horizontal`` name."""

    nodes: list[Node]
    x: float = 0.0
    y: float = 0.0
    vertical: str = "paragraph"
    horizontal: str = "column"
    align: str = ""


Node = ParagraphNode | TableNode


@dataclass(frozen=True, slots=True)
class Section:
    """Page geometry of a section, in points, with its grid.

    ``grid`` is "", "lines", "linesAndChars" or "snapToChars"; ``char_space`` is what the grid
    adds to each character. A negative ``top`` or ``bottom`` is a margin that no header or footer
    moves. ``start`` says where the section begins ("nextPage", "continuous" …).
    """

    width: float = 595.3
    height: float = 841.9
    top: float = 72.0
    bottom: float = 72.0
    left: float = 90.0
    right: float = 90.0
    header: float = 42.55
    footer: float = 49.6
    gutter: float = 0.0
    grid: str = ""
    pitch: float = 0.0
    char_space: float = 0.0
    start: str = "nextPage"
    columns: int = 1
    column_gap: float = 36.0
    margins: tuple[tuple[str, str, str], ...] = ()
    has_first_page: bool = False


@dataclass(slots=True)
class Tally:
    """What the walk met that a reader of the result should know."""

    insertions: int = 0
    deletions: int = 0
    hidden: int = 0
    images: int = 0
    objects: int = 0
    charts: int = 0
    imports: int = 0
    comments: int = 0
