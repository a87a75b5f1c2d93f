"""Fills pages with lines under one assumption about the fonts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from wenlint.reading.layout.lines import Segment
from wenlint.reading.layout.metrics import Metrics
from wenlint.reading.layout.model import Float, Place, Setting, Sheet
from wenlint.reading.layout.obstacles import Obstacle, obstacle, reach

_SEPARATOR = 8.0  # the rule above footnotes
_NEARLY_ONE = 1e-3
_DOUBT = 1 / 28  # share of a line by which widths may be wrong: a character of a whole line, less in a narrow cell


@dataclass(slots=True)
class Lines:
    """A paragraph broken into lines, ready to be placed."""

    key: int
    setting: Setting
    segments: list[Segment]
    new_page: bool = False
    notes: list[Lines] = field(default_factory=list)
    floats: Sequence[Float] = ()


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
    _column: int = 0
    _top: float = 0.0
    _reserved: float = 0.0
    _previous: Setting | None = None
    _obstacles: list[Obstacle] = field(default_factory=list)

    def section(self, sheet: Sheet, start: str) -> None:
        """Goes on with another sheet, on a new page unless the section is continuous."""
        rolling = start in ("continuous", "nextColumn") and sheet.width == self.sheet.width
        if rolling:
            self._balance()
        else:
            self.turn()
            if (start == "oddPage") == (self.page % 2 == 0) and start in ("oddPage", "evenPage"):
                self.page += 1
        self.sheet = sheet
        self._top = self.y
        self._previous = None

    def _balance(self) -> None:
        """Ends the columns of a section that another follows on the page: all become equally long."""
        if self.sheet.columns > 1:
            used = self._column * (self._room() - self._top) + self.y - self._top
            self.y = self._top + used / self.sheet.columns
        self._column = 0

    def turn(self) -> None:
        """Begins a new page."""
        self.page += 1
        self._column = 0
        self._top = self.y = 0.0
        self._reserved = 0.0
        self._obstacles = []

    def advance(self) -> None:
        """Begins the next column, or a new page after the last."""
        if self._column + 1 >= self.sheet.columns:
            self.turn()
            return
        self._column += 1
        self.y = self._top
        self._reserved = 0.0
        self._obstacles = []

    def put(self, chain: list[Lines], following: float = 0.0) -> None:
        """Places paragraphs that stay together (all but the last keep with the next)."""
        if len(chain) > 1 or following:
            needed = sum(self.total(lines) for lines in chain[:-1]) + (following or self.head(chain[-1]))
            if following:
                needed += self.total(chain[-1])
            if not self.fits(needed) and self.y > 0 and needed <= self._room():
                self.advance()
        for lines in chain:
            self._paragraph(lines)

    def leave(self, height: float) -> None:
        """Leaves room for something that is no paragraph."""
        self.y += height
        self._previous = None

    def _paragraph(self, lines: Lines) -> None:
        setting = lines.setting
        if lines.new_page and (self.y > 0 or self.places):
            self.turn()
        self._space_before(setting)
        if lines.notes:
            self._reserved += sum(self.total(note) for note in lines.notes) + _SEPARATOR
        if self.metrics.aligned and self.sheet.pitch and setting.on_grid and setting.rule != "exact":
            self.y = math.ceil(self.y / self.sheet.pitch - _NEARLY_ONE) * self.sheet.pitch
        if lines.floats:
            self._float(lines)
        places = self.places[lines.key] = []
        for index, segment in enumerate(lines.segments):
            if segment.new_page:
                self.turn()
            elif segment.new_column:
                self.advance()
            heights = self.heights(segment, setting)
            places.append(self._fill(heights, setting, is_last=index == len(lines.segments) - 1))
        self.y += self.after(setting)
        self._previous = setting

    def _space_before(self, setting: Setting) -> None:
        before, given_up = self.between(self._previous, setting)
        self.y = max(self.y - given_up, 0.0) + before

    def between(self, above: Setting | None, setting: Setting) -> tuple[float, float]:
        """What is added above a paragraph, and what the one above gives up of its space after.

        Unless the file says that they add up, the larger of the two spaces counts (ISO/IEC
        29500-1 §17.3.1.33); between paragraphs of one style either may give up its share (§17.3.1.9).
        """
        before = self.before(setting)
        if above is None:
            return before, 0.0
        after = self.after(above)
        if not self.sheet.adds_spaces:
            before = max(before - after, 0.0)
        if above.style != setting.style:
            return before, 0.0
        return 0.0 if setting.contextual else before, after if above.contextual else 0.0

    def _float(self, lines: Lines) -> None:
        """Finds room for what floats beside a paragraph; it takes the paragraph with it to the next page."""
        for floating in lines.floats:
            if floating.vertical == "paragraph" and not self.fits(floating.y + floating.height) and self.y > 0:
                self.advance()
            self._obstacles.append(obstacle(floating, self.sheet, self.y, self._room()))

    def _fill(self, heights: list[float], setting: Setting, is_last: bool) -> Place:
        """Puts the lines of a segment on this page and as many more as they need."""
        begin, first = 0, None
        while begin < len(heights):
            fit = self._fitting(heights, begin, self._overhang(setting))
            if begin + fit < len(heights) and is_last:
                fit = _without_widows(fit, len(heights) - begin, setting, fresh=self.y == 0)
            if fit == 0 and self.y > 0:
                self.advance()
                continue
            fit = max(fit, 1)
            start = reach(self._obstacles, self.y, 0.0)
            first = first or Place(self.page, self.sheet.top + start)
            self._go_down(heights[begin : begin + fit])
            begin += fit
            if begin < len(heights):
                self.advance()
        return first or Place(self.page, self.sheet.top + self.y)

    def _go_down(self, heights: Sequence[float]) -> None:
        if not self._obstacles:
            self.y += sum(heights)
            return
        for height in heights:
            self.y = reach(self._obstacles, self.y, height)

    def _fitting(self, heights: list[float], begin: int, overhang: float) -> int:
        """How many lines fit; of the last one, the share ``overhang`` may reach below the text area."""
        y, end = self.y, self.y + self.left()
        at = begin
        while at < len(heights):
            height = heights[at]
            following = reach(self._obstacles, y, height) if self._obstacles else y + height
            if following - height * overhang > end:
                break
            y = following
            at += 1
        return at - begin

    def _overhang(self, setting: Setting) -> float:
        """The share of a line that is only spacing below it: a multiple puts it there."""
        if setting.rule != "auto" or setting.line <= 1 or not self.metrics.overhanging:
            return 0.0
        return 1 - 1 / setting.line

    def heights(self, segment: Segment, setting: Setting) -> list[float]:
        """The heights of a segment's lines, each with its spacing."""
        heights = segment.heights
        lean, doubt = self.metrics.lean, min(segment.unit, _DOUBT)
        if lean > 0 and segment.fill > 1 - doubt:
            heights = [*heights, heights[-1]]
        elif lean < 0 and len(heights) > 1 and segment.fill <= doubt * 1.2:
            heights = heights[:-1]
        known: dict[float, float] = {}
        for height in heights:
            if height not in known:
                known[height] = self._line(height, setting)
        found = [known[height] for height in heights]
        if segment.pictures and setting.rule != "exact":
            for index, least in enumerate(segment.pictures[: len(found)]):
                found[index] = max(found[index], self._on_grid(least, setting))
        return found

    def _line(self, natural: float, setting: Setting) -> float:
        """The height of a line; on a grid it takes whole grid lines."""
        if setting.rule == "exact":
            return setting.line
        metrics = self.metrics
        height = self._on_grid(natural * (metrics.on_grid if self._snaps(setting) else metrics.single), setting)
        return max(setting.line, height) if setting.rule == "atLeast" else height * setting.line

    def _on_grid(self, height: float, setting: Setting) -> float:
        if not self._snaps(setting):
            return height
        pitch = self.sheet.pitch
        return max(math.ceil(height / pitch - _NEARLY_ONE), 1) * pitch

    def _snaps(self, setting: Setting) -> bool:
        if not self.sheet.pitch or not setting.on_grid:
            return False
        return not setting.in_cell or self.sheet.cells_on_grid or self.metrics.cells_on_grid

    def total(self, lines: Lines) -> float:
        """The height of a paragraph with the space before and after."""
        setting = lines.setting
        inside = sum(sum(self.heights(segment, setting)) for segment in lines.segments)
        return self.before(setting) + inside + self.after(setting)

    def head(self, lines: Lines) -> float:
        """The least height of a paragraph's beginning that may stand at the foot of a page."""
        heights = self.heights(lines.segments[0], lines.setting) if lines.segments else [0.0]
        if lines.setting.keep_lines:
            return self.total(lines)
        least = 2 if lines.setting.widow_control and len(heights) != 3 else 3
        return self.before(lines.setting) + sum(heights[: least if lines.setting.widow_control else 1])

    def before(self, setting: Setting) -> float:
        """The space that a paragraph asks for above it."""
        return setting.before_lines * self._unit() or setting.before

    def after(self, setting: Setting) -> float:
        """The space that a paragraph asks for below it."""
        return setting.after_lines * self._unit() or setting.after

    def _unit(self) -> float:
        return self.sheet.pitch or 12.0

    def _room(self) -> float:
        slack, pitch = self.metrics.slack, self.sheet.pitch
        room = self.sheet.room + slack
        return math.floor(room / pitch) * pitch + slack if self.metrics.aligned and 0 < pitch < room else room

    def left(self) -> float:
        """The height left on this page."""
        return max(self._room() - self._reserved, 20.0) - self.y

    def fits(self, height: float) -> bool:
        """Whether this page has room for so much."""
        return height <= self.left()


def _without_widows(fit: int, lines: int, setting: Setting, fresh: bool) -> int:
    """How many of the lines that fit may stay, so that no single line stands alone."""
    if setting.keep_lines:
        return fit if fresh else 0
    if not setting.widow_control or fit == 0:
        return fit
    if lines - fit == 1:
        fit -= 1
    return 0 if fit == 1 and not fresh else fit
