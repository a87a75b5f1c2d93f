"""A word-processing document as nodes in reading order, before it is flattened or laid out."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(slots=True)
class ParagraphNode:
    """A paragraph with what is anchored in it.

    ``mark`` is the format of the paragraph mark, which sets the height of an empty one;
    ``origin`` says where the source holds the (first) w:p. ``section`` is the number of
    the section it ends, None for most.
    """

    pieces: list[Piece]
    format: ParagraphFormat
    mark: RunFormat
    origin: str
    label: Label | None = None
    boxes: list[BoxNode] = field(default_factory=list)
    inline_height: float = 0.0
    section: int | None = None
    footnotes: tuple[str, ...] = ()


@dataclass(slots=True)
class CellNode:
    """A table cell; ``width`` in points, 0 when the file does not say.

    ``merge`` is "restart" for the first of vertically merged cells, "continue" for the others.
    """

    nodes: list[Node]
    width: float = 0.0
    span: int = 1
    merge: str = ""


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
    """A table; ``grid`` are its column widths and ``padding`` the cell margins left + right, in points."""

    rows: list[RowNode]
    grid: tuple[float, ...] = ()
    padding: float = 10.8
    number: int = 0


@dataclass(slots=True)
class BoxNode:
    """A text box or WordArt; its place in points from what ``vertical`` and ``horizontal`` name."""

    nodes: list[Node]
    x: float = 0.0
    y: float = 0.0
    vertical: str = "paragraph"
    horizontal: str = "column"


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
