"""Cells of a ruled table, from its lines alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wenlint.reading.fixed.sheet import Rule

_SNAP = 3.0  # points within which rules stand on one line
_LEAST_WIDTH, _LEAST_HEIGHT = 60.0, 18.0  # points
_MOST_CROSSINGS = 20_000  # of rows and columns; more is a drawing


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's box in points and the number of its table on the page, from 0."""

    x0: float
    y0: float
    x1: float
    y1: float
    table: int

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in the cell."""
        return self.x0 <= x < self.x1 and self.y0 <= y < self.y1


def cells(rules: Sequence[Rule]) -> list[Cell]:
    """The cells that ruled lines enclose, by table, each from top left to bottom right.

    Unit squares of the grid of all lines are joined where no rule parts them. A box that
    encloses a single cell is a frame and no table.
    """
    rules = [*rules, *_missing_sides(rules)]
    xs = _positions(rule.x0 for rule in rules if not rule.is_horizontal)
    ys = _positions(rule.y0 for rule in rules if rule.is_horizontal)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CROSSINGS:
        return []
    grid = _Grid(xs, ys, rules)
    boxes = [box for box in grid.boxes() if box is not None]
    return _by_table(boxes)


def _missing_sides(rules: Sequence[Rule]) -> list[Rule]:
    """Sides for a table that has inner upright rules but is open to the left or right, as many are."""
    level = [rule for rule in rules if rule.is_horizontal]
    upright = [rule for rule in rules if not rule.is_horizontal]
    if len(level) < 2 or not upright:
        return []
    left, right = min(rule.x0 for rule in upright), max(rule.x0 for rule in upright)
    beyond = [rule for rule in level if rule.x0 < left - _SNAP * 3 and rule.x1 >= left]
    after = [rule for rule in level if rule.x1 > right + _SNAP * 3 and rule.x0 <= right]
    return [
        Rule(edge, min(rule.y0 for rule in open_), edge, max(rule.y0 for rule in open_))
        for open_, edge in (
            (beyond, min((rule.x0 for rule in beyond), default=0.0)),
            (after, max((rule.x1 for rule in after), default=0.0)),
        )
        if len(open_) > 1
    ]


def _positions(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


class _Grid:
    """Unit squares between neighbouring rules, joined into cells."""

    def __init__(self, xs: list[float], ys: list[float], rules: Sequence[Rule]) -> None:
        self.xs, self.ys = xs, ys
        self.columns, self.rows = len(xs) - 1, len(ys) - 1
        self.upright = [[False] * self.rows for _ in xs]  # whether line x is ruled beside row r
        self.level = [[False] * self.columns for _ in ys]  # whether line y is ruled above column c
        for rule in rules:
            self._mark(rule)
        self.parent = list(range(self.columns * self.rows))

    def _mark(self, rule: Rule) -> None:
        if rule.is_horizontal:
            self._cover(self.ys, rule.y0, self.level, self.xs, rule.x0, rule.x1)
        else:
            self._cover(self.xs, rule.x0, self.upright, self.ys, rule.y0, rule.y1)

    @staticmethod
    def _cover(
        lines: list[float], at: float, marks: list[list[bool]], across: list[float], start: float, end: float
    ) -> None:
        index = min(range(len(lines)), key=lambda i: abs(lines[i] - at))
        for unit in range(len(across) - 1):
            middle = (across[unit] + across[unit + 1]) / 2
            if start - _SNAP <= middle <= end + _SNAP and abs(lines[index] - at) <= 2 * _SNAP:
                marks[index][unit] = True

    def _find(self, square: int) -> int:
        while self.parent[square] != square:
            self.parent[square] = self.parent[self.parent[square]]
            square = self.parent[square]
        return square

    def boxes(self) -> list[tuple[float, float, float, float] | None]:
        """The box of each group of joined squares; None for one that is open to the outside or no rectangle."""
        outside = self._join()
        groups: dict[int, list[int]] = {}
        for square in range(len(self.parent)):
            groups.setdefault(self._find(square), []).append(square)
        open_groups = {self._find(square) for square in outside}
        return [None if root in open_groups else self._box(squares) for root, squares in groups.items()]

    def _join(self) -> list[int]:
        """Joins neighbours that no rule parts; returns the squares that are open at the grid's edge."""
        outside = []
        for row in range(self.rows):
            for column in range(self.columns):
                square = row * self.columns + column
                if column + 1 < self.columns and not self.upright[column + 1][row]:
                    self.parent[self._find(square)] = self._find(square + 1)
                if row + 1 < self.rows and not self.level[row + 1][column]:
                    self.parent[self._find(square)] = self._find(square + self.columns)
                if self._is_open(row, column):
                    outside.append(square)
        return outside

    def _is_open(self, row: int, column: int) -> bool:
        return (
            (column == 0 and not self.upright[0][row])
            or (column == self.columns - 1 and not self.upright[-1][row])
            or (row == 0 and not self.level[0][column])
            or (row == self.rows - 1 and not self.level[-1][column])
        )

    def _box(self, squares: Sequence[int]) -> tuple[float, float, float, float] | None:
        rows = [square // self.columns for square in squares]
        columns = [square % self.columns for square in squares]
        top, bottom, left, right = min(rows), max(rows), min(columns), max(columns)
        if (bottom - top + 1) * (right - left + 1) != len(squares):
            return None
        return self.xs[left], self.ys[top], self.xs[right + 1], self.ys[bottom + 1]


def _by_table(boxes: Sequence[tuple[float, float, float, float]]) -> list[Cell]:
    """Numbers the tables: boxes that touch belong together."""
    tables: list[list[tuple[float, float, float, float]]] = []
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        touching = [table for table in tables if any(_touch(box, other) for other in table)]
        merged = [box, *(other for table in touching for other in table)]
        tables = [table for table in tables if table not in touching] + [merged]
    tables = sorted(filter(_is_table, tables), key=lambda table: min(box[1] for box in table))
    return [
        Cell(*box, number) for number, table in enumerate(tables) for box in sorted(table, key=lambda b: (b[1], b[0]))
    ]


def _is_table(boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    """Whether boxes are several, and larger together than the strokes of a character drawn as lines."""
    width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    height = max(box[3] for box in boxes) - min(box[1] for box in boxes)
    return len(boxes) > 1 and width > _LEAST_WIDTH and height > _LEAST_HEIGHT


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return (
        one[0] <= other[2] + _SNAP
        and other[0] <= one[2] + _SNAP
        and one[1] <= other[3] + _SNAP
        and other[1] <= one[3] + _SNAP
    )
