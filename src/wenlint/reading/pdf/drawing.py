"""What is drawn on a page besides text: ruled lines, images, paths."""

from __future__ import annotations

import ctypes
from collections.abc import Container, Iterator
from itertools import pairwise
from typing import NamedTuple

import pypdfium2.raw as pdfium

from wenlint.reading.fixed.matrix import Box, Matrix
from wenlint.reading.fixed.sheet import Rule
from wenlint.reading.fixed.turning import Turn
from wenlint.reading.pdf import calls

_MOST_OBJECTS = 60_000
_MOST_SEGMENTS = 400  # of one path; more is a drawing
_MOST_RULES = 4000
_DEPTH = 4  # of forms within forms
_THIN = 3.0  # points
_SHORT = 6.0  # points
_LONG = 170.0  # points
_RED, _NOT_RED = 150, 100  # of 255


class Drawing(NamedTuple):
    """Ruled lines, share of the page that images cover (0–1), number of paths."""

    rules: list[Rule]
    images: float
    paths: int


_IDENTITY = Matrix()


def drawing(loaded: pdfium.FPDF_PAGE, turn: Turn, texts: Container[int]) -> Drawing:
    """What is drawn on a page, turned upright; ``texts`` are the text objects already known, by address."""
    rules: list[Rule] = []
    images, paths = 0.0, 0
    for held, kind, matrix in _objects(loaded, texts):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = matrix.box(_bounds(held))
            images += max(0.0, right - left) * max(0.0, top - bottom)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            if len(rules) < _MOST_RULES:
                rules += [_rule(turn, box, held) for box in _thin_boxes(held, matrix)]
    area = turn.width * turn.height
    return Drawing(rules, min(1.0, images / area) if area else 0.0, paths)


def _rule(turn: Turn, box: Box, held: pdfium.FPDF_PAGEOBJECT) -> Rule:
    """A rule at its upright place; only of long ones the colour is asked."""
    rule = turn.rule(box)
    return rule._replace(red=True) if max(box[2] - box[0], box[3] - box[1]) > _LONG and _is_red(held) else rule


def _is_red(held: pdfium.FPDF_PAGEOBJECT) -> bool:
    """Whether a path is drawn or filled in red."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(held, fill, stroke)
    ask = pdfium.FPDFPageObj_GetStrokeColor if stroke.value else pdfium.FPDFPageObj_GetFillColor
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    ask(held, red, green, blue, alpha)
    return red.value > _RED and green.value < _NOT_RED and blue.value < _NOT_RED


def _objects(loaded: pdfium.FPDF_PAGE, texts: Container[int]) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, int, Matrix]]:
    """All page objects but text, those inside forms too, with the matrix to the page's coordinates."""
    page = calls.address(loaded)
    count = min(pdfium.FPDFPage_CountObjects(loaded), _MOST_OBJECTS)
    held = [address for address in calls.page_objects(page, count) if address not in texts]
    for address, kind in zip(held, calls.kinds(held), strict=True):
        if kind != pdfium.FPDF_PAGEOBJ_TEXT:
            yield from _unfolded(ctypes.cast(address, pdfium.FPDF_PAGEOBJECT), _IDENTITY, _DEPTH)


def _unfolded(
    held: pdfium.FPDF_PAGEOBJECT, matrix: Matrix, depth: int
) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, int, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(held)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        yield held, kind, matrix
    elif depth:
        inner = matrix.after(_matrix(held))
        for index in range(min(pdfium.FPDFFormObj_CountObjects(held), _MOST_OBJECTS // 10)):
            yield from _unfolded(pdfium.FPDFFormObj_GetObject(held, index), inner, depth - 1)


def _matrix(held: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(held, found)
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _bounds(held: pdfium.FPDF_PAGEOBJECT) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(held, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _thin_boxes(held: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[Box]:
    """The ruled lines that a path draws: itself when it is thin, else its stroked straight sides."""
    box = matrix.box(_bounds(held))
    if _is_rule(box):
        yield box
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(held, fill, stroke)
    count = pdfium.FPDFPath_CountSegments(held)
    if not stroke.value or count > _MOST_SEGMENTS:
        return
    to_page = matrix.after(_matrix(held))
    for start, end in _sides(held, count):
        (x0, y0), (x1, y1) = to_page.apply(*start), to_page.apply(*end)
        side = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        if _is_rule(side):
            yield side


def _is_rule(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) <= _THIN and max(width, height) >= _SHORT


def _sides(held: pdfium.FPDF_PAGEOBJECT, count: int) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Straight sides of a path, from point to point; a closed figure's last side too."""
    figure: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        part = pdfium.FPDFPath_GetPathSegment(held, index)
        if pdfium.FPDFPathSegment_GetType(part) == pdfium.FPDF_SEGMENT_MOVETO:
            yield from pairwise(figure)
            figure = []
        pdfium.FPDFPathSegment_GetPoint(part, x, y)
        figure.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(part):
            figure.append(figure[0])
    yield from pairwise(figure)
