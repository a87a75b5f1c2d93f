"""Fills pages with lines under one assumption about the fonts."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from wenlint.reading.layout.lines import Segment
from wenlint.reading.layout.metrics import Metrics
from wenlint.reading.layout.model import Place, Setting, Sheet

_EPSILON = 0.5  # points: rounding in the files themselves
_SEPARATOR = 8.0  # the rule above footnotes
_NEARLY_ONE = 1e-3


@dataclass(slots=True)
class Lines:
    """A paragraph broken into lines, ready to be placed."""

    key: int
    setting: Setting
    segments: list[Segment]
    new_page: bool = False
    notes: list[Lines] = field(default_factory=list)


@dataclass(slots=True)
class Cells:
    """A table row: for each cell its paragraphs, and over how many rows it is merged."""

    cells: list[tuple[list[Lines], int]]
    height: float = 0.0
    rule: str = "atLeast"
    splits: bool = True
    repeats: bool = False


@dataclass(slots=True)
class Pages:
    """A stack of pages that grows as paragraphs and rows are put on it.

    ``places`` tells for every key where each hard line of its paragraph begins.
    """

    metrics: Metrics
    sheet: Sheet
    page: int = 1
    y: float = 0.0
    places: dict[int, list[Place]] = field(default_factory=dict)
    _reserved: float = 0.0
    _previous: Setting | None = None

    def section(self, sheet: Sheet, start: str) -> None:
        """Goes on with another sheet, on a new page unless the section is continuous."""
        rolling = start in ("continuous", "nextColumn") and sheet.width == self.sheet.width
        if not rolling:
            self.turn()
            if (start == "oddPage") == (self.page % 2 == 0) and start in ("oddPage", "evenPage"):
                self.page += 1
        self.sheet = sheet
        self._previous = None

    def turn(self) -> None:
        """Begins a new page."""
        self.page += 1
        self.y = 0.0
        self._reserved = 0.0

    def put(self, chain: list[Lines], following: float = 0.0) -> None:
        """Places paragraphs that stay together (all but the last keep with the next)."""
        if len(chain) > 1 or following:
            needed = sum(self._total(lines) for lines in chain[:-1]) + (following or self._head(chain[-1]))
            if following:
                needed += self._total(chain[-1])
            if not self._fits(needed) and self.y > 0 and needed <= self._room():
                self.turn()
        for lines in chain:
            self._paragraph(lines)

    def row(self, row: Cells, height: float, header: float) -> None:
        """Places a table row; ``header`` is the height of the heading rows that a new page repeats."""
        if not self._fits(height) and not self._splits_here(row) and self.y > header:
            self.turn()
            self.y += header
        self._mark(row)
        rest = height
        while not self._fits(rest):
            rest = self._rest(row, rest)
            self.turn()
            self.y += min(header, self._room() / 2)
        self.y += rest
        self._previous = None

    def row_height(self, row: Cells) -> float:
        """The height of a row with the line below it."""
        if row.rule == "exact" and row.height:
            return row.height
        content = max((self._content(lines) for lines, rows in row.cells if rows == 1), default=0.0)
        return max(content, row.height) + _EPSILON

    def content(self, cell: list[Lines]) -> float:
        """The height of what stands in a cell."""
        return self._content(cell)

    def _paragraph(self, lines: Lines) -> None:
        setting = lines.setting
        if lines.new_page and (self.y > 0 or self.places):
            self.turn()
        self._space_before(setting)
        if lines.notes:
            self._reserved += sum(self._total(note) for note in lines.notes) + _SEPARATOR
        if self.metrics.aligned and self.sheet.pitch and setting.on_grid and setting.rule != "exact":
            self.y = math.ceil(self.y / self.sheet.pitch - _NEARLY_ONE) * self.sheet.pitch
        places = self.places[lines.key] = []
        for index, segment in enumerate(lines.segments):
            if segment.new_page:
                self.turn()
            heights = self._heights(segment, setting)
            places.append(self._fill(heights, setting, is_last=index == len(lines.segments) - 1))
        self.y += self._after(setting)
        self._previous = setting

    def _space_before(self, setting: Setting) -> None:
        previous = self._previous
        if previous is not None and setting.contextual and previous.style == setting.style:
            if previous.contextual:
                self.y = max(self.y - self._after(previous), 0.0)
            return
        self.y += self._before(setting)

    def _fill(self, heights: list[float], setting: Setting, is_last: bool) -> Place:
        """Puts the lines of a segment on this page and as many more as they need."""
        begin, first = 0, None
        while begin < len(heights):
            fit = self._fitting(heights, begin)
            if begin + fit < len(heights) and is_last:
                fit = _without_widows(fit, len(heights) - begin, setting, fresh=self.y == 0)
            if fit == 0 and self.y > 0:
                self.turn()
                continue
            fit = max(fit, 1)
            first = first or Place(self.page, self.sheet.top + self.y)
            self.y += sum(heights[begin : begin + fit]) / self.sheet.columns
            begin += fit
            if begin < len(heights):
                self.turn()
        return first or Place(self.page, self.sheet.top + self.y)

    def _fitting(self, heights: list[float], begin: int) -> int:
        left = self._left() * self.sheet.columns
        at = begin
        while at < len(heights) and left >= heights[at]:
            left -= heights[at]
            at += 1
        return at - begin

    def _heights(self, segment: Segment, setting: Setting) -> list[float]:
        heights = segment.heights
        lean = self.metrics.lean
        if lean > 0 and segment.fill > 1 - segment.unit:
            heights = [*heights, heights[-1]]
        elif lean < 0 and len(heights) > 1 and segment.fill <= segment.unit * 1.2:
            heights = heights[:-1]
        known: dict[float, float] = {}
        for height in heights:
            if height not in known:
                known[height] = self._line(height, setting)
        found = [known[height] for height in heights]
        if segment.least and setting.rule != "exact":
            found[0] = max(found[0], segment.least)
        return found

    def _line(self, natural: float, setting: Setting) -> float:
        """The height of a line; on a grid it takes whole grid lines."""
        if setting.rule == "exact":
            return setting.line
        pitch = self.sheet.pitch
        if pitch and setting.on_grid:
            height = max(math.ceil(natural * self.metrics.on_grid / pitch - _NEARLY_ONE), 1) * pitch
        else:
            height = natural * self.metrics.single
        return max(setting.line, height) if setting.rule == "atLeast" else height * setting.line

    def _content(self, cell: list[Lines]) -> float:
        return sum(self._total(lines) for lines in cell)

    def _total(self, lines: Lines) -> float:
        setting = lines.setting
        inside = sum(sum(self._heights(segment, setting)) for segment in lines.segments)
        return self._before(setting) + inside + self._after(setting)

    def _head(self, lines: Lines) -> float:
        """The least height of a paragraph's beginning that may stand at the foot of a page."""
        heights = self._heights(lines.segments[0], lines.setting) if lines.segments else [0.0]
        if lines.setting.keep_lines:
            return self._total(lines)
        least = 2 if lines.setting.widow_control and len(heights) != 3 else 3
        return self._before(lines.setting) + sum(heights[: least if lines.setting.widow_control else 1])

    def _before(self, setting: Setting) -> float:
        return setting.before_lines * self._unit() or setting.before

    def _after(self, setting: Setting) -> float:
        return setting.after_lines * self._unit() or setting.after

    def _unit(self) -> float:
        return self.sheet.pitch or 12.0

    def _room(self) -> float:
        room, pitch = self.sheet.room + _EPSILON, self.sheet.pitch
        return math.floor(room / pitch) * pitch + _EPSILON if self.metrics.aligned and 0 < pitch < room else room

    def _left(self) -> float:
        return max(self._room() - self._reserved, 20.0) - self.y

    def _fits(self, height: float) -> bool:
        return height <= self._left()

    def _mark(self, row: Cells) -> None:
        place = [Place(self.page, self.sheet.top + self.y)]
        for cell, _ in row.cells:
            for lines in cell:
                self.places[lines.key] = place * max(len(lines.segments), 1)

    def _splits_here(self, row: Cells) -> bool:
        """Whether the row may begin on this page: at least a line of every cell must fit."""
        if not row.splits or row.rule == "exact":
            return False
        heads = [self._head(cell[0]) for cell, _ in row.cells if cell]
        return bool(heads) and self._fits(max(heads)) and self.row_height(row) > row.height

    def _rest(self, row: Cells, rest: float) -> float:
        """What is left of a row after filling this page with whole lines of its highest cell."""
        line = max(
            (self._line(segment.heights[0], lines.setting) for cell, _ in row.cells for lines in cell[:1]
             for segment in lines.segments[:1]),
            default=1.0,
        )  # fmt: skip
        used = math.floor(self._left() / line) * line if line > 0 else self._left()
        return max(rest - max(used, 1.0), 0.0)


def _without_widows(fit: int, lines: int, setting: Setting, fresh: bool) -> int:
    """How many of the lines that fit may stay, so that no single line stands alone."""
    if setting.keep_lines:
        return fit if fresh else 0
    if not setting.widow_control or fit == 0:
        return fit
    if lines - fit == 1:
        fit -= 1
    return 0 if fit == 1 and not fresh else fit
