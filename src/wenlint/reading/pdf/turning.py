"""A page's own coordinates (y up, any turn) → upright ones (y down)."""

from __future__ import annotations

from wenlint.reading.fixed.sheet import Glyph, Rule, Style

Box = tuple[float, float, float, float]
"""left, bottom, right, top in the page's own coordinates, in points."""


class Turn:
    """Turns a page so that text set at ``angle`` degrees (counter-clockwise) reads from left to right."""

    def __init__(self, angle: int, bounds: Box) -> None:
        self.angle = angle
        self._cos, self._sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[angle]
        left, bottom, right, top = bounds
        corners = [self._turned(left, bottom), self._turned(right, top)]
        self._left = min(x for x, _ in corners)
        self._top = max(y for _, y in corners)
        self.width = max(x for x, _ in corners) - self._left
        self.height = self._top - min(y for _, y in corners)

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        return x * self._cos + y * self._sin, y * self._cos - x * self._sin

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point in upright coordinates: from the left and from the top."""
        u, v = self._turned(x, y)
        return u - self._left, self._top - v

    def glyph(self, char: str, box: Box, origin: tuple[float, float], style: Style) -> Glyph:
        """A character at its upright place."""
        if not self.angle:
            return Glyph(char, box[0] - self._left, box[2] - self._left, self._top - origin[1], style)
        one, _ = self.point(box[0], box[1])
        other, _ = self.point(box[2], box[3])
        return Glyph(char, min(one, other), max(one, other), self.point(*origin)[1], style)

    def rule(self, box: Box) -> Rule:
        """A thin box at its upright place."""
        x0, y0 = self.point(box[0], box[1])
        x1, y1 = self.point(box[2], box[3])
        return Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
