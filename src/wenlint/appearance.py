"""What a draft looks like on paper, and what drafting left in its file.

Everything here is a plain value that a reader fills in as far as its format tells; offsets are
half-open character offsets into ``Document.text``, lengths on paper are millimetres, sizes of
type are points. Fonts are named as the file names them: whether a font is installed anywhere
does not matter, and a font that a printer put in the place of the one named
(:attr:`Appearance.replaced`) is told apart. GB/T 9704—2012 speaks of categories of faces
(仿宋, 黑体, 楷体, 小标宋, 宋体) and never of a product.
"""

from __future__ import annotations

from typing import NamedTuple

FANGSONG, HEITI, KAITI, XIAOBIAOSONG, SONGTI = "仿宋", "黑体", "楷体", "小标宋", "宋体"
OTHER = "其他"
UNKNOWN = ""
"""Category of a font whose name tells nothing; never a fault."""

# Order matters: 小标宋 is no 宋体, 华文行楷 no 楷体, 雅黑 no 黑体.
_CATEGORIES = (
    (XIAOBIAOSONG, ("小标宋", "xiaobiaosong", "fzxbs", "xbsjw", "xbsk")),
    (OTHER, ("行楷", "雅黑", "yahei", "等线", "dengxian", "隶书", "lisu", "幼圆", "youyuan", "魏碑", "琥珀", "彩云")),
    (OTHER, ("times new roman", "arial", "calibri", "cambria", "tahoma", "verdana", "helvetica", "苹方", "pingfang")),
    (FANGSONG, ("仿宋", "fangsong", "fzfs", "stfangso", "cesi_fs")),
    (KAITI, ("楷体", "kaiti", "fzkt", "stkai", "方正楷", "cesi_kt")),
    (HEITI, ("黑体", "simhei", "heiti", "fzht", "sthei", "方正黑", "cesi_ht")),
    (SONGTI, ("宋体", "simsun", "songti", "stsong", "中宋", "zhongsong", "书宋", "大标宋", "标宋", "fzss", "cesi_st")),
)
# What printing programs use where the font that a file names is not installed.
_REPLACEMENTS = (
    "noto",
    "sourcehan",
    "source han",
    "思源",
    "wenquanyi",
    "文泉驿",
    "droidsansfallback",
    "arplu",
    "unifont",
)


class Face(NamedTuple):
    """How a stretch of East Asian characters is set.

    Attributes:
        font: as the file names it; "" when it names none.
        category: of the font; :data:`UNKNOWN` when that cannot be told.
        size: in points; 0 when unknown.
        bold: whether it is bold.
        colour: "" for black or automatic, "red" for what looks red on paper, else RRGGBB.
        highlighted: whether it is marked as with a highlighter.
    """

    font: str = ""
    category: str = UNKNOWN
    size: float = 0.0
    bold: bool = False
    colour: str = ""
    highlighted: bool = False


class Stretch(NamedTuple):
    """Characters of one face."""

    start: int
    end: int
    face: Face


class Look(NamedTuple):
    """How one paragraph is set.

    Attributes:
        stretches: its characters by face, in order, without gaps.
        align: "left", "center", "right", "justify", or "" when not told.
        indent: left edge of its first line beyond the margin, in characters of its own size.
        right: distance of its right edge from the margin, likewise.
        pitch: from line to line, in points; 0 where it depends on fonts.
        new_page: whether a break puts it on a new page.
    """

    stretches: tuple[Stretch, ...] = ()
    align: str = ""
    indent: float = 0.0
    right: float = 0.0
    pitch: float = 0.0
    new_page: bool = False


class Sheet(NamedTuple):
    """The paper of a section, or of the pages of a file of fixed layout, in millimetres.

    Attributes:
        width, height: of the paper.
        top, bottom, left, right: margins around the type area (版心); None when not told.
        characters: that the grid puts on a line of 156 mm; 0 without a grid of characters.
        measured: whether margins were measured on the print, and not read off the settings.
        page: first page of this paper, from 1; None when not known.
    """

    width: float
    height: float
    top: float | None = None
    bottom: float | None = None
    left: float | None = None
    right: float | None = None
    characters: float = 0.0
    measured: bool = False
    page: int | None = None

    @property
    def is_landscape(self) -> bool:
        """Whether it lies on its side, as for a wide table."""
        return self.width > self.height


class PageNumber(NamedTuple):
    """A page number as a section prints it.

    Attributes:
        text: as printed, with every number as 1: "— 1 —"; "" where the pages of ``when`` show none.
        align: "left", "center", "right" or "outside".
        size: of its figures, in points; 0 when unknown.
        font: that its figures are set in, as named.
        category: of that font.
        when: on which pages: "default" (odd ones where there is an "even"), "even" or "first".
    """

    text: str
    align: str = ""
    size: float = 0.0
    font: str = ""
    category: str = UNKNOWN
    when: str = "default"


class Line(NamedTuple):
    """A straight line across the text.

    Attributes:
        paragraph: index of the paragraph it stands at, as in ``Block.paragraph``; -1 above all text.
        colour: as of a face.
        weight: in millimetres; 0 when not told.
        width: in millimetres; 0 for the width of the text.
        edge: "top" or "bottom" of that paragraph, "" for a line of its own.
    """

    paragraph: int
    colour: str = ""
    weight: float = 0.0
    width: float = 0.0
    edge: str = ""


class Leftover(NamedTuple):
    """A trace of drafting in the file.

    Attributes:
        kind: "insertion", "deletion", "format", "comment" or "hidden".
        paragraph: index of the paragraph it stands in; None when that has no visible text.
        author: as the file names the person; may be "".
    """

    kind: str
    paragraph: int | None = None
    author: str = ""


class Properties(NamedTuple):
    """What the file says of the people and machines it came from."""

    author: str = ""
    last_author: str = ""
    company: str = ""
    manager: str = ""
    paths: tuple[str, ...] = ()


class Appearance(NamedTuple):
    """Look and leftovers of a draft.

    Attributes:
        sheets: in order of sections or pages, at least one.
        looks: of each paragraph, by ``Block.paragraph``.
        numbers: page numbers of the main section; None when they cannot be told.
        lines: lines across the text, in order; None when they cannot be told (pictures may be lines).
        leftovers: in order.
        properties: None when the format has none or they were not read.
        replaced: fonts that a printing program put in the place of the ones named.
    """

    sheets: tuple[Sheet, ...] = ()
    looks: tuple[Look, ...] = ()
    numbers: tuple[PageNumber, ...] | None = None
    lines: tuple[Line, ...] | None = None
    leftovers: tuple[Leftover, ...] = ()
    properties: Properties | None = None
    replaced: tuple[str, ...] = ()


def category(font: str) -> str:
    """The category of a font by its name, :data:`UNKNOWN` for a name that tells nothing."""
    name = font.lower()
    if not name or is_replacement(name):
        return UNKNOWN
    return next((found for found, words in _CATEGORIES if any(word in name for word in words)), UNKNOWN)


def is_replacement(font: str) -> bool:
    """Whether a font is one that stands in for others."""
    name = font.lower()
    return any(word in name for word in _REPLACEMENTS)
