"""What a page of an OFD file draws: text, lines, images (GB/T 33190—2016 7.7, 9–11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from wenlint.reading.fixed.matrix import Matrix
from wenlint.reading.fixed.sheet import Style
from wenlint.reading.ofd.package import Package
from wenlint.reading.ofd.values import POINTS, is_red, matrix, number, numbers, steps
from wenlint.reading.plausible import is_cjk

_BOLD_WEIGHT = 600
_DEPTH = 6  # of blocks within blocks


class Drawn(NamedTuple):
    """A graphic object with the map from its own coordinates to the page's, in millimetres, y down."""

    element: etree._Element
    name: str
    to_page: Matrix


class Row(NamedTuple):
    """The characters of one text code, with the places of their left and right ends.

    Attributes:
        chars: one character each.
        starts, ends: x and y on the base line, in millimetres on the page, y down.
        direction: of the base line.
    """

    chars: list[str]
    starts: list[tuple[float, float]]
    ends: list[tuple[float, float]]
    direction: tuple[float, float]
    style: Style


def drawn(part: etree._Element, package: Package) -> Iterator[Drawn]:
    """The objects of a page or template, in drawing order."""
    for layer in part.iterfind("{*}Content/{*}Layer"):
        yield from _inside(layer, Matrix(), package, _DEPTH)


def _inside(block: etree._Element, outer: Matrix, package: Package, depth: int) -> Iterator[Drawn]:
    for element in block:
        package.count_object()
        name = etree.QName(element).localname
        if element.get("Visible") == "false" or not depth:
            continue
        if name in ("PageBlock", "Content"):
            yield from _inside(element, outer, package, depth - 1)
        elif name in ("TextObject", "PathObject", "ImageObject", "CompositeObject"):
            to_page = outer.after(_placing(element))
            if name != "CompositeObject":
                yield Drawn(element, name, to_page)
            elif (unit := package.units.get(element.get("ResourceID", ""))) is not None:
                yield from _inside(unit, to_page, package, depth - 1)


def _placing(element: etree._Element) -> Matrix:
    """From an object's own coordinates: its transformation, then its boundary's corner."""
    boundary = numbers(element.get("Boundary", ""))
    corner = Matrix(e=boundary[0], f=boundary[1]) if len(boundary) == 4 else Matrix()
    return corner.after(matrix(element.get("CTM", "")))


def text_rows(item: Drawn, package: Package) -> Iterator[Row]:
    """The rows of characters of a text object."""
    element, to_page = item.element, item.to_page
    size = number(element.get("Size", "")) or 0.0
    spread = number(element.get("HScale", "")) or 1.0
    style = _style(element, package, size * to_page.height * POINTS)
    x = y = 0.0
    for code in element.iterchildren("{*}TextCode"):
        x, y = _or(code.get("X"), x), _or(code.get("Y"), y)
        chars = list(code.text or "")
        if not chars or size <= 0:
            continue
        across = _places(x, code.get("DeltaX", ""), [_advance(char) * size * spread for char in chars])
        down = _places(y, code.get("DeltaY", ""), [0.0] * len(chars))
        ends = [
            min(place + _advance(char) * size * spread, following) if following > place else place
            for char, place, following in zip(chars, across, [*across[1:], float("inf")], strict=True)
        ]
        yield Row(
            chars,
            list(map(to_page.apply, across, down)),
            list(map(to_page.apply, ends, down)),
            (to_page.a, to_page.b),
            style,
        )


def _or(value: str | None, usual: float) -> float:
    found = number(value or "")
    return usual if found is None else found


def _advance(char: str) -> float:
    """Usual width of a character in ems."""
    return 1.0 if is_cjk(char) else 0.5


def _places(start: float, deltas: str, advances: list[float]) -> list[float]:
    """Where each character stands; without a distance given, its usual width follows."""
    given = steps(deltas)
    places = [start]
    for advance in advances[:-1]:
        start += next(given, advance)
        places.append(start)
    return places


def _style(element: etree._Element, package: Package, size: float) -> Style:
    font = package.fonts.get(element.get("Font", ""))
    weight = number(element.get("Weight", "")) or 400
    bold = weight >= _BOLD_WEIGHT or bool(font and font.bold)
    return Style(font.family if font else "", round(size, 2), bold, is_red(_colour(element, package)))


def _colour(element: etree._Element, package: Package) -> str:
    """Value of the fill colour: the object's own, or that of its drawing parameters (8.2)."""
    found: etree._Element | None = element
    for _ in range(_DEPTH):
        if found is None:
            break
        colour = found.find("{*}FillColor")
        if colour is not None:
            return str(colour.get("Value", ""))
        found = package.params.get(str(found.get("DrawParam") or found.get("Relative") or ""))
    return ""
