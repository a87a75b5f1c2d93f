"""Widths and line heights without fonts.

Every East Asian glyph is one em wide; letters and figures have the widths of the fonts that
drafts use them in. A single line of 宋体, 仿宋, 黑体 or 楷体 is 1.3 times the size high: their
ascent and descent add up to one em, to which Word adds three tenths for East Asian fonts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from wenlint.reading.layout.model import Stretch, Type
from wenlint.text.patterns import pattern


@dataclass(frozen=True, slots=True)
class Metrics:
    """One assumption about the fonts that the draft will be printed with.

    Attributes:
        single: height of a single line, in em.
        on_grid: the same on a grid, where a little more doubles the line: 小四 (12 points) just
            fits Word's usual grid of 15.6 points.
        gap: space between East Asian and Latin characters, in em.
        slack: points by which the last line of a page may reach below the text area.
        overhanging: whether the spacing below the last line of a page may be cut off.
        latin: what the widths of letters and figures are multiplied by.
        lean: −1 counts every line that one character would save, +1 every line that one
            character would cost, 0 neither.
        hanging: whether marks may hang beyond the margin or be squeezed at a line's end.
        hanging_in_cells: whether they may hang beyond the margin in table cells too.
        squeezing: whether a closing mark at a line's end may give up half its width where the
            file has 标点压缩 on.
        aligned: whether a page holds no more than its grid's lines and lines keep to their
            places after a paragraph that left the grid.
        cells_on_grid: whether lines in table cells keep to the grid without the file saying so.
    """

    single: float = 1.3
    on_grid: float = 1.3
    gap: float = 0.25
    slack: float = 0.05
    overhanging: bool = True
    latin: float = 1.0
    lean: int = 0
    aligned: bool = False
    hanging: bool = True
    hanging_in_cells: bool = True
    squeezing: bool = True
    cells_on_grid: bool = False

    @property
    def breaking(self) -> tuple[object, ...]:
        """What decides where lines break: assumptions alike in this have the same lines."""
        return self.gap, self.latin, self.hanging, self.hanging_in_cells, self.squeezing


LIKELY = Metrics()
TIGHT = Metrics(single=1.14, on_grid=1.14, slack=0.5, lean=-1)
LOOSE = Metrics(single=1.36, overhanging=False, lean=1, aligned=True, hanging=False, cells_on_grid=True)
UNFAMILIAR = replace(LOOSE, single=1.6, on_grid=1.6)
"""In place of LOOSE where fonts are used whose ascent and descent are not known."""

LIBREOFFICE = Metrics(gap=0.2, hanging_in_cells=False, squeezing=False, aligned=True, cells_on_grid=True)
"""What LibreOffice does differently from Word, to compare with it."""

# Thousandths of an em of a Times-like face, for the characters from U+0020 on.
_TIMES = (
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
    921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
    556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
    333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500,
    500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
)  # fmt: skip
_TIMES_QUOTES = {"“": 0.444, "”": 0.444, "‘": 0.333, "’": 0.333, "—": 1.0, "–": 0.5, "…": 1.0, "·": 0.25}
_TAB = 2.0
_ZERO_WIDTH = dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", 0.0)
_NARROW = pattern(r"[\t -~“”‘’–·…—\u00a0-\u00ff\u200b-\u200d\u2002-\u200a\uff61-\uff9f]")
_JOINT = pattern(r"(?<=[\u2e80-\u9fff\uf900-\ufaff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u2e80-\u9fff\uf900-\ufaff])")


def advances(stretch: Stretch, char_space: float, latin: float) -> list[float]:
    """The width of each character of a stretch; ``char_space`` is what the grid adds to each."""
    type, text = stretch.type, stretch.text
    em = type.size * type.scale
    extra = type.spacing + char_space
    if not _NARROW.search(text):
        return [em + extra] * len(text)
    get = _table(type.latin * latin, type.wide_quotes).get
    return [get(character, 1.0) * em + extra for character in text]


def joints(words: str) -> Iterator[int]:
    """The characters after which East Asian and Latin script meet."""
    return (joint.start() - 1 for joint in _JOINT.finditer(words))


@lru_cache(maxsize=64)
def _table(latin: float, wide_quotes: bool) -> dict[str, float]:
    """Widths in em of the characters that are not one em wide; ``latin`` 0 is half an em each."""
    table = {chr(0x20 + i): width / 1000 * latin if latin else 0.5 for i, width in enumerate(_TIMES)}
    table |= {chr(code): 0.5 for code in (*range(0xA0, 0x100), *range(0xFF61, 0xFFA0))}
    table |= {"\t": _TAB, "\u2002": 0.5, "\u2009": 0.2, "–": 0.5} | _ZERO_WIDTH
    table |= dict.fromkeys("×÷±§°", 1.0)
    if not wide_quotes:
        table |= _TIMES_QUOTES
    return table


def natural(type: Type) -> float:
    """Height of a single line in units of a 宋体 line of one em."""
    return type.size * type.leading
