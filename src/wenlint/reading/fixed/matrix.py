"""Affine maps of the plane, as PDF and OFD write them."""

from __future__ import annotations

import math
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""Smallest x, smallest y, largest x, largest y."""


class Matrix(NamedTuple):
    """x' = ax + cy + e, y' = bx + dy + f (ISO 32000-1 8.3.3, GB/T 33190—2016 8.4)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """The image of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Box) -> Box:
        """The box around the image of a box."""
        corners = [self.apply(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def after(self, first: Matrix) -> Matrix:
        """This map applied to what ``first`` gives."""
        return Matrix(*self._linear(first.a, first.b), *self._linear(first.c, first.d), *self.apply(first.e, first.f))

    def _linear(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y, self.b * x + self.d * y

    @property
    def height(self) -> float:
        """Length of the image of an upright unit."""
        return math.hypot(self.c, self.d)

    @property
    def width(self) -> float:
        """Length of the image of a level unit."""
        return math.hypot(self.a, self.b)


_ASKEW = 3.0  # degrees


def right_angle(a: float, b: float) -> int | None:
    """The right angle nearest to the direction (a, b), in degrees counter-clockwise; None when it is askew."""
    angle = math.degrees(math.atan2(b, a)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) <= _ASKEW else None
