"""A page's own coordinates (y up, any turn) → upright ones (y down)."""

from __future__ import annotations

from collections.abc import Sequence

from wenlint.reading.fixed.matrix import Box
from wenlint.reading.fixed.sheet import Rule


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

    def back(self, x: float, y: float) -> tuple[float, float]:
        """A point given in upright coordinates, in the page's own."""
        u, v = x + self._left, self._top - y
        return u * self._cos - v * self._sin, u * self._sin + v * self._cos

    def edges(
        self, left: Sequence[float], bottom: Sequence[float], right: Sequence[float], top: Sequence[float]
    ) -> tuple[list[float], list[float]]:
        """Left and right edges of boxes in upright coordinates."""
        if not self.angle:
            return [x - self._left for x in left], [x - self._left for x in right]
        ones = [self.point(x, y)[0] for x, y in zip(left, bottom, strict=True)]
        others = [self.point(x, y)[0] for x, y in zip(right, top, strict=True)]
        return list(map(min, ones, others)), list(map(max, ones, others))

    def rule(self, box: Box) -> Rule:
        """A thin box at its upright place."""
        x0, y0 = self.point(box[0], box[1])
        x1, y1 = self.point(box[2], box[3])
        return Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
