"""What the page estimate needs to know of a document; all lengths in points."""

from __future__ import annotations

from dataclasses import dataclass, field

from wenlint.document import Measure


@dataclass(frozen=True, slots=True)
class Sheet:
    """Geometry of the pages of a section.

    ``pitch`` is the height of a grid line, 0 without a grid; ``char_space`` is what the
    grid adds to every character. ``header`` and ``footer`` are the distances of the
    margins' content from the paper's edge.
    """

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    pitch: float = 0.0
    char_space: float = 0.0
    columns: int = 1
    column_gap: float = 0.0

    @property
    def room(self) -> float:
        """Height of the text area."""
        return max(self.height - self.top - self.bottom, 20.0)

    @property
    def measure(self) -> float:
        """Width of a line of text."""
        width = self.width - self.left - self.right - self.column_gap * (self.columns - 1)
        return max(width / self.columns, 10.0)


@dataclass(frozen=True, slots=True)
class Type:
    """Type of a stretch of characters.

    ``leading`` corrects the line height for fonts that are taller than 宋体 at the same size.
    ``scale`` stretches the characters; ``spacing`` is added to each; ``wide_quotes`` says whether
    “ ” ‘ ’ — … are full width; ``latin`` scales the widths of letters and figures, 0 for
    East Asian fonts, in which they are half an em wide.
    """

    size: float
    leading: float = 1.0
    spacing: float = 0.0
    scale: float = 1.0
    wide_quotes: bool = True
    latin: float = 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set.

    ``line`` is a multiple of single spacing under ``rule`` "auto", else points ("exact", "atLeast").
    ``first`` is the indent of the first line beyond ``left``; ``before`` and ``after`` are
    points, ``before_lines`` and ``after_lines`` lines of the grid.
    """

    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    before_lines: float = 0.0
    after_lines: float = 0.0
    line: float = 1.0
    rule: str = "auto"
    on_grid: bool = True
    keep_next: bool = False
    keep_lines: bool = False
    widow_control: bool = True
    contextual: bool = False
    hanging_punctuation: bool = True
    auto_space: bool = True
    style: str = ""


@dataclass(slots=True)
class Stretch:
    """Characters of one type."""

    text: str
    type: Type


@dataclass(slots=True)
class HardLine:
    """What stands between two breaks of a paragraph; ``new_page`` when a page break opens it.

    ``ends`` is kept between the assumptions, whose characters are equally wide.
    """

    stretches: list[Stretch]
    new_page: bool = False
    ends: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Text:
    """A paragraph. ``key`` names it in the result; an empty hard line is as high as ``mark``.

    ``label`` is the width of a number with its gap, ``inline_height`` that of the highest
    picture in a line; ``notes`` are its footnotes, which take their room from the page it begins on.
    """

    key: int
    lines: list[HardLine]
    setting: Setting
    mark: Type
    new_page: bool = False
    label: list[Stretch] = field(default_factory=list)
    label_gap: str = ""
    inline_height: float = 0.0
    notes: list[Text] = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    """A table cell; ``rows`` is over how many rows it is merged, 0 for a merged-away cell."""

    blocks: list[Block]
    width: float
    rows: int = 1


@dataclass(slots=True)
class Row:
    """A table row; ``height`` under ``rule`` "atLeast" or "exact"."""

    cells: list[Cell]
    height: float = 0.0
    rule: str = "atLeast"
    splits: bool = True
    repeats: bool = False


@dataclass(slots=True)
class Table:
    """A table."""

    rows: list[Row]


@dataclass(slots=True)
class NewSection:
    """A change of sheet; ``start`` is "nextPage", "continuous", "oddPage", "evenPage" or "nextColumn"."""

    sheet: Sheet
    start: str = "nextPage"


Block = Text | Table | NewSection


@dataclass(frozen=True, slots=True)
class Place:
    """Where something begins: page from 1, and points below the top of the paper."""

    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Pages (页) with their range, and where each paragraph's hard lines begin, by its key."""

    pages: Measure[int]
    places: dict[int, list[Place]]
