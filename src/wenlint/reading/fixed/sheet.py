"""A page as a reader of fixed layout hands it over: glyphs and ruled lines at their places."""

from __future__ import annotations

from typing import NamedTuple


class Style(NamedTuple):
    """How a glyph looks: font family, size in points, weight and colour."""

    font: str
    size: float
    bold: bool
    red: bool


class Glyph(NamedTuple):
    """One character and its advance box; x runs with the text, y down the page, in points.

    ``y`` is the base line.
    """

    char: str
    x0: float
    x1: float
    y: float
    style: Style


class Rule(NamedTuple):
    """A thin straight line parallel to an edge of the page."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        """Whether it is wider than high."""
        return self.x1 - self.x0 >= self.y1 - self.y0


class Sheet(NamedTuple):
    """One page turned so that its text reads from left to right.

    Attributes:
        number: from 1.
        width, height: in points.
        glyphs: in the order of the file's content.
        rules: ruled lines.
        aside: text set at another angle (a watermark, a note up the edge).
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]
    aside: str = ""
