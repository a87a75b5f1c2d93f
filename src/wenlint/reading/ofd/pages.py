"""Pages of an OFD file → sheets of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from wenlint.reading.fixed.codepoints import senseless, usual
from wenlint.reading.fixed.faults import Page
from wenlint.reading.fixed.matrix import Box, right_angle
from wenlint.reading.fixed.pieces import cut, is_together, within
from wenlint.reading.fixed.sheet import Piece, Sheet
from wenlint.reading.fixed.turning import Turn
from wenlint.reading.ofd.content import Drawn, Row, drawn, text_rows
from wenlint.reading.ofd.package import Package, Source
from wenlint.reading.ofd.values import POINTS, number, numbers
from wenlint.reading.pace import Pace

_MOST_SIDES = 400  # of one path; more is a drawing
_THIN, _SHORT = 3.0, 6.0  # points
_SAME_BASE = 0.5  # points


def pages(data: bytes, elements: int) -> Iterator[Page]:
    """The pages in order; ``elements`` is how many XML elements the file may have.

    Raises:
        ReadingError: damaged, encrypted, timed-out or too-large.
    """
    package = Package(data, elements)
    pace = Pace(package.count, len(data))
    for number_, source in enumerate(package.pages(), 1):
        page = _page(source, number_, package)
        pace.check(number_, page.visible)
        yield page


def _page(source: Source, number_: int, package: Package) -> Page:
    left, top, width, height = (value * POINTS for value in source.box)
    objects = [item for part in source.parts for item in drawn(part, package)]
    rows = [row for item in objects if item.name == "TextObject" for row in text_rows(item, package)]
    angles = Counter(angle for row in rows if (angle := _angle(row)) is not None for _ in row.chars)
    angle = angles.most_common(1)[0][0] if angles else 0
    turn = Turn(angle, (left, -top - height, left + width, -top))
    upright = (piece for row in rows if _angle(row) == angle for piece in _pieces(row, turn))
    pieces, lost = within(upright, turn.width, turn.height)
    aside = "".join(usual("".join(row.chars)) for row in rows if _angle(row) != angle).strip()
    visible = "".join("".join(char for row in rows for char in row.chars).split())
    paths = [item for item in objects if item.name == "PathObject"]
    rules = [turn.rule(box) for item in paths for box in _rules(item)]
    area = turn.width * turn.height
    images = sum(_covered(item) for item in objects if item.name == "ImageObject") / area if area else 0.0
    sheet = Sheet(number_, turn.width, turn.height, pieces, rules, aside)
    return Page(sheet, min(1.0, images), len(paths), max(0, len(visible) - lost), senseless(visible))


def _angle(row: Row) -> int | None:
    """Direction of the base line, counter-clockwise; y runs down in the file."""
    return right_angle(row.direction[0], -row.direction[1])


def _pieces(row: Row, turn: Turn) -> Iterator[Piece]:
    starts = [turn.point(x * POINTS, -y * POINTS) for x, y in row.starts]
    ends = [turn.point(x * POINTS, -y * POINTS) for x, y in row.ends]
    x0, x1 = [x for x, _ in starts], [x for x, _ in ends]
    begin = 0
    for index in range(1, len(starts) + 1):
        if index < len(starts) and _continues(row, starts, x1, index):
            continue
        yield from cut(row.chars, begin, index - 1, x0, x1, starts[begin][1], row.style)
        begin = index


def _continues(row: Row, starts: Sequence[tuple[float, float]], x1: Sequence[float], index: int) -> bool:
    (_, before), (x, y) = starts[index - 1], starts[index]
    step = x - x1[index - 1]
    return abs(y - before) < _SAME_BASE and is_together(row.chars[index - 1], row.chars[index], step, row.style.size)


def _covered(item: Drawn) -> float:
    """Area of an image on the page, in square points."""
    boundary = numbers(item.element.get("Boundary", ""))
    return boundary[2] * boundary[3] * POINTS**2 if len(boundary) == 4 else 0.0


def _rules(item: Drawn) -> Iterator[Box]:
    """The ruled lines of a path, in points with y up: itself when it is thin, else its stroked straight sides."""
    boundary = numbers(item.element.get("Boundary", ""))
    if len(boundary) == 4:
        x, y, width, height = (value * POINTS for value in boundary)
        if _is_rule(width, height):
            yield x, -y - height, x + width, -y
            return
    if item.element.get("Stroke") == "false":
        return
    for start, end in islice(_sides(item), _MOST_SIDES):
        (x0, y0), (x1, y1) = (item.to_page.apply(*point) for point in (start, end))
        if _is_rule(abs(x1 - x0) * POINTS, abs(y1 - y0) * POINTS):
            yield min(x0, x1) * POINTS, -max(y0, y1) * POINTS, max(x0, x1) * POINTS, -min(y0, y1) * POINTS


def _is_rule(width: float, height: float) -> bool:
    return min(width, height) <= _THIN and max(width, height) >= _SHORT


def _sides(item: Drawn) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Straight sides of a path (GB/T 33190—2016 9.1: S and M move, L draws, C closes; curves break)."""
    data = item.element.find("{*}AbbreviatedData")
    words = (data.text or "").split() if data is not None else []
    figure: list[tuple[float, float]] = []
    index = 0
    while index < len(words):
        word = words[index]
        if word in ("S", "M", "L") and index + 2 < len(words):
            x, y = number(words[index + 1]), number(words[index + 2])
            if word != "L":
                yield from pairwise(figure)
                figure = []
            if x is not None and y is not None:
                figure.append((x, y))
            index += 3
        elif word == "C" and figure:
            figure.append(figure[0])
            index += 1
        else:
            if word in ("Q", "B", "A"):
                yield from pairwise(figure)
                figure = []
            index += 1
    yield from pairwise(figure)
