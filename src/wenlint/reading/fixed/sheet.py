"""A page as a reader of fixed layout hands it over: text and ruled lines at their places."""

from __future__ import annotations

from typing import NamedTuple


class Style(NamedTuple):
    """How characters look: font family, size in points, weight and colour."""

    font: str
    size: float
    bold: bool
    red: bool


class Piece(NamedTuple):
    """Characters of one style set without a gap; x runs with the text, y down the page, in points.

    ``y`` is the base line. A piece is either blank or has no blank at its edges. ``start`` is
    the index of its first character among those of its page; -1 where the reader counts none.
    """

    text: str
    x0: float
    x1: float
    y: float
    style: Style
    start: int = -1

    def x_at(self, index: int) -> float:
        """Where the character at ``index`` begins, about."""
        return self.x0 + (self.x1 - self.x0) * index / len(self.text)


class Rule(NamedTuple):
    """A thin straight line parallel to an edge of the page; ``red`` is only told of long ones."""

    x0: float
    y0: float
    x1: float
    y1: float
    red: bool = False

    @property
    def is_horizontal(self) -> bool:
        """Whether it is wider than high."""
        return self.x1 - self.x0 >= self.y1 - self.y0


class Sheet(NamedTuple):
    """One page turned so that its text reads from left to right.

    Attributes:
        number: from 1.
        width, height: in points.
        pieces: in the order of the file's content.
        rules: ruled lines.
        aside: text set at another angle (a watermark, a note up the edge).
        replaced: fonts on it that a printing program put in the place of others.
    """

    number: int
    width: float
    height: float
    pieces: list[Piece]
    rules: list[Rule]
    aside: str = ""
    replaced: tuple[str, ...] = ()
