"""Columns of print and the order in which they are read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from wenlint.reading.fixed.rows import Segment, rows

_LEAST_SIDE = 5  # segments that each side of a gutter must have
_LEAST_WIDTH = 8.0  # ems; narrower columns are those of a table
_MIDDLE = (0.2, 0.8)  # where in the width of the text a gutter may lie
_FULL = 1.5  # ems short of the column's edge that still count as a full line
_MOST_FULL = 0.5  # share of full lines that tells print from a table
_STEP = 2.0  # points between tried gutters


def columns(parts: Sequence[Segment]) -> list[list[Segment]]:
    """Splits the segments of a page into columns, in reading order.

    A page in one column comes back whole. Lines across the gutter (titles) part the
    columns above them from those below.
    """
    gutter = _gutter(parts)
    if gutter is None:
        return [list(parts)] if parts else []
    crossing = sorted((s for s in parts if s.x0 < gutter < s.x1), key=lambda s: s.y)
    rest = [s for s in parts if not s.x0 < gutter < s.x1]
    zones: list[list[Segment]] = []
    for bar in _bars(crossing, rest):
        above = [s for s in rest if s.y < bar[0].y]
        rest = [s for s in rest if s.y >= bar[0].y]
        zones += _pair(above, gutter)
        zones.append(bar)
    return zones + _pair(rest, gutter)


def _bars(crossing: Sequence[Segment], rest: Sequence[Segment]) -> list[list[Segment]]:
    """Crossing segments, those with nothing of the columns between them together."""
    bars: list[list[Segment]] = []
    for segment in crossing:
        if bars and not any(bars[-1][-1].y + 1 < other.y < segment.y - 1 for other in rest):
            bars[-1].append(segment)
        else:
            bars.append([segment])
    return bars


def _pair(parts: list[Segment], gutter: float) -> list[list[Segment]]:
    left = [segment for segment in parts if segment.x1 <= gutter]
    right = [segment for segment in parts if segment.x0 >= gutter]
    if min(len(left), len(right)) >= _LEAST_SIDE and _reads_down(left, right):
        return [*columns(left), *columns(right)]
    if left and right and _reads_down(left, right):
        return [left, right]
    return [parts] if parts else []


def _gutter(parts: Sequence[Segment]) -> float | None:
    """Where two columns part, in points; None for print in one column."""
    if len(parts) < 2 * _LEAST_SIDE:
        return None
    left, right = min(s.x0 for s in parts), max(s.x1 for s in parts)
    starts = sorted(s.x0 for s in parts)
    ends = sorted(s.x1 for s in parts)
    width, best = right - left, (len(parts), left)
    for step in range(int((_MIDDLE[1] - _MIDDLE[0]) * width / _STEP) + 1):
        x = left + _MIDDLE[0] * width + step * _STEP
        best = min(best, (bisect_left(starts, x) - bisect_right(ends, x), x))
    if best[0] > len(parts) // 3:
        return None
    return best[1] if _are_columns(parts, best[1]) else None


def _are_columns(parts: Sequence[Segment], gutter: float) -> bool:
    left = [s for s in parts if s.x1 <= gutter]
    right = [s for s in parts if s.x0 >= gutter]
    if min(len(left), len(right)) < _LEAST_SIDE:
        return False
    if max(s.y for s in left) < min(s.y for s in right) or max(s.y for s in right) < min(s.y for s in left):
        return False
    return _is_print(left) and _is_print(right) and _reads_down(left, right)


def _is_print(side: Sequence[Segment]) -> bool:
    """Whether most lines run to the column's edge, as print does and the cells of a table do not."""
    grouped = rows(side)
    left, right = min(s.x0 for s in side), max(s.x1 for s in side)
    em = sorted(s.size for s in side)[len(side) // 2]
    full = sum(row[-1].x1 > right - _FULL * em for row in grouped)
    return right - left > _LEAST_WIDTH * em and full >= _MOST_FULL * len(grouped)


def _reads_down(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether the file holds the left side before the right, not row by row."""
    sides = sorted([(s.order, 0) for s in left] + [(s.order, 1) for s in right])
    changes = sum(one[1] != other[1] for one, other in pairwise(sides))
    return changes <= max(2, min(len(left), len(right)) // 2)
