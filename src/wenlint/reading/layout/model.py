"""What the page estimate needs to know of a document; all lengths in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wenlint.document import Measure


@dataclass(frozen=True, slots=True)
class Sheet:
    """Geometry of the pages of a section.

    ``pitch`` is the height of a grid line, 0 without a grid; ``char_space`` is what the
    grid adds to every character. ``header`` and ``footer`` are the distances of the
    margins' content from the paper's edge. ``adds_spaces`` says that the spaces after and before
    paragraphs add up; otherwise the larger of the two counts. ``squeezes`` is 标点压缩;
    ``cells_on_grid`` says whether the grid holds in table cells.
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
    adds_spaces: bool = False
    squeezes: bool = False
    cells_on_grid: bool = True

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
    in_cell: bool = False
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
    """What stands between two breaks of a paragraph; a page or column break may open it.

    ``ends`` and ``gaps`` are kept between the assumptions, whose characters are equally wide.
    """

    stretches: list[Stretch]
    new_page: bool = False
    new_column: bool = False
    ends: list[float] = field(default_factory=list)
    gaps: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Float:
    """Something that floats and keeps lines away, in points with the distance it keeps.

    ``x`` and ``y`` are counted from ``horizontal`` ("column", "margin", "page") and ``vertical``
    ("paragraph", "margin", "page"); ``align`` ("left", "center", "right") stands for ``x``.
    ``beside`` says that lines may stand beside it.
    """

    width: float
    height: float
    x: float = 0.0
    y: float = 0.0
    horizontal: str = "column"
    vertical: str = "paragraph"
    align: str = ""
    beside: bool = True


@dataclass(slots=True)
class Text:
    """A paragraph. ``key`` names it in the result; an empty hard line is as high as ``mark``.

    ``label`` is a number and ``label_gap`` what follows it; ``pictures`` are width and height of
    those that stand in its lines; ``notes`` are its footnotes, which take their room from the
    page it begins on.
    """

    key: int
    lines: list[HardLine]
    setting: Setting
    mark: Type
    new_page: bool = False
    label: list[Stretch] = field(default_factory=list)
    label_gap: str = ""
    pictures: Sequence[tuple[float, float]] = ()
    floats: Sequence[Float] = ()
    notes: list[Text] = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    """A table cell; ``rows`` is over how many rows it is merged, 0 for a merged-away cell."""

    blocks: list[Block]
    width: float
    rows: int = 1


@dataclass(slots=True)
class Row:
    """A table row; ``height`` under ``rule`` "atLeast" or "exact".

    ``extra`` is the height of the line above it with the cells' margins above and below.
    """

    cells: list[Cell]
    height: float = 0.0
    rule: str = "atLeast"
    splits: bool = True
    repeats: bool = False
    extra: float = 0.5


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
