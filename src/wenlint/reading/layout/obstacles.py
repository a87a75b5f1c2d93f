"""What floats on a page and keeps lines away from where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wenlint.reading.layout.model import Float, Sheet

_LEAST_WIDTH = 72.0  # no line is set beside something that leaves less than an inch (Word does so)
_ALIGNED = {"center": 0.5, "right": 1.0, "outside": 1.0}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A stretch of the page, in points below the top of the text area.

    ``share`` is how much of a line's width it leaves, 0 when lines go on below it.
    """

    top: float
    bottom: float
    share: float


def obstacle(floating: Float, sheet: Sheet, y: float, room: float) -> Obstacle:
    """Where something stands that floats beside a paragraph at ``y``; it never leaves the text area below."""
    top = {"paragraph": y, "page": -sheet.top}.get(floating.vertical, 0.0) + floating.y
    height = min(floating.height, room)
    top = max(min(top, room - height), -sheet.top)
    return Obstacle(top, top + height, _share(floating, sheet))


def _share(floating: Float, sheet: Sheet) -> float:
    x = floating.x - (sheet.left if floating.horizontal == "page" else 0.0)
    if floating.align:
        x = (sheet.measure - floating.width) * _ALIGNED.get(floating.align, 0.0)
    left, right = max(x, 0.0), max(sheet.measure - x - floating.width, 0.0)
    if left >= sheet.measure or right >= sheet.measure:
        return 1.0
    if not floating.beside:
        return 0.0
    return sum(side for side in (left, right) if side >= _LEAST_WIDTH) / sheet.measure


def reach(obstacles: Sequence[Obstacle], y: float, height: float) -> float:
    """Where a line ends that would stand at ``y`` and be ``height`` high, were nothing in its way.

    A line beside an obstacle holds less: its words take the more height.
    """
    for found in obstacles:
        if found.share == 1.0 or found.bottom <= y or found.top >= y + max(height, 0.1):
            continue
        if not found.share:
            y = found.bottom
        elif height:
            height = _stretched(found, y, height)
    return y + height


def _stretched(found: Obstacle, y: float, height: float) -> float:
    free = max(found.top - y, 0.0)
    beside = min((height - free) / found.share, found.bottom - y - free)
    return free + beside + (height - free - beside * found.share)
