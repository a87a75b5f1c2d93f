"""The parts of a page in reading order: columns of text, table cells, footnotes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from wenlint.reading.fixed.columns import columns
from wenlint.reading.fixed.rows import Line, Segment, lines, segments
from wenlint.reading.fixed.sheet import Piece, Rule, Sheet
from wenlint.reading.fixed.tables import Cell, cells
from wenlint.reading.flow import Region

_MIDDLE = 0.38  # from the base line up to the middle of a Chinese character, in ems
_FOOTNOTE_RULE = (0.08, 0.45)  # width of the rule above footnotes, as a share of the page's
_FOOTNOTE_SIZE = 0.93  # of the size of the text
_HANGING = 1.5  # ems
_FULL_ENOUGH = 3  # full lines that make the right margin sure
_LEAST_MEASURE = 0.6  # of the page width; what is narrower is a list of short lines
_LEAST_MARGIN = 0.08  # of the page width
_BIN = 3.0  # points within which line edges are the same


@dataclass(slots=True)
class Zone:
    """Lines that are read one after another between the same margins.

    Attributes:
        lines: from top to bottom.
        region: body, cell or footnote.
        table: number of the table in the document, from 1; 0 outside tables.
        whole: whether it is a page in one column.
        width: of the page, in points.
        left, right: the margins that its lines keep to, in points.
    """

    lines: list[Line]
    region: Region = Region.BODY
    table: int = 0
    whole: bool = False
    width: float = 0.0
    left: float = field(default=0.0)
    right: float = field(default=0.0)


def split_by_cells(sheet: Sheet) -> tuple[list[Cell], list[Segment], list[tuple[Cell, list[Segment]]]]:
    """Sorts a page's text into table cells; what is left comes back as segments of running text."""
    boxes = cells(sheet.rules) if sheet.rules else []
    if not boxes:
        return [], segments(sheet.pieces), []
    inside: list[list[Piece]] = [[] for _ in boxes]
    outside: list[Piece] = []
    for piece in sheet.pieces:
        x, y = (piece.x0 + piece.x1) / 2, piece.y - _MIDDLE * piece.style.size
        home = next((index for index, box in enumerate(boxes) if box.holds(x, y)), None)
        (outside if home is None else inside[home]).append(piece)
    filled = [(box, segments(pieces)) for box, pieces in zip(boxes, inside, strict=True) if pieces]
    return boxes, segments(outside), filled


def zones(
    sheet: Sheet, running: Sequence[Segment], filled: Sequence[tuple[Cell, list[Segment]]], tables: int
) -> Iterator[Zone]:
    """The zones of a page in reading order; ``tables`` were counted on the pages before."""
    rest = list(running)
    for number in sorted({cell.table for cell, _ in filled}):
        own = [(cell, parts) for cell, parts in filled if cell.table == number]
        top = min(cell.y0 for cell, _ in own)
        above = [segment for segment in rest if segment.y <= top]
        rest = [segment for segment in rest if segment.y > top]
        yield from _text_zones(above, sheet)
        for _, parts in own:
            yield Zone(lines(parts, sheet.number), Region.CELL, tables + number + 1)
    yield from _text_zones(rest, sheet)


def _text_zones(parts: Sequence[Segment], sheet: Sheet) -> Iterator[Zone]:
    found = columns(parts)
    for column in found:
        yield Zone(lines(column, sheet.number), whole=len(found) == 1, width=sheet.width)


def set_apart_footnotes(zone: Zone, rules: Sequence[Rule], width: float, size: float) -> Iterator[Zone]:
    """Splits a zone of text at the short rule that GB/T 7713-like print sets above footnotes.

    ``width`` is the page's and ``size`` that of the text, both in points.
    """
    short = [
        rule.y0
        for rule in rules
        if rule.is_horizontal and _FOOTNOTE_RULE[0] * width < rule.x1 - rule.x0 < _FOOTNOTE_RULE[1] * width
    ]
    for y in sorted(short):
        notes = [line for line in zone.lines if line.y > y]
        if notes and all(line.size < _FOOTNOTE_SIZE * size for line in notes):
            yield Zone([line for line in zone.lines if line.y <= y], whole=zone.whole, width=zone.width)
            yield Zone(notes, Region.FOOTNOTE)
            return
    yield zone


def body_size(lines: Sequence[Line]) -> float:
    """Size in points of most characters; 0 when there are none."""
    sizes: Counter[float] = Counter()
    for printed in lines:
        sizes[round(printed.size * 2) / 2] += len(printed.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def set_margins(found: Sequence[Zone], size: float) -> None:
    """Works out the margins of every zone.

    A page that holds no full line (a list, a last page) takes the margins that most
    other lines of the document keep to.
    """
    votes: Counter[tuple[int, int]] = Counter()
    for zone in found:
        own = [line for line in zone.lines if abs(line.size - size) < 0.1 * size] or zone.lines
        zone.left, zone.right = _left(own), _right(own)
        if zone.whole:
            votes[round(zone.left), round(zone.right)] += sum(zone.right - line.x1 < line.size for line in own)
    for zone in found:
        if zone.whole and not _widen(zone, votes):
            _mirror(zone, votes)


def _left(own: Sequence[Line]) -> float:
    """The leftmost edge that two lines share, or one that stands two characters to the left of it."""
    edges = sorted(line.x0 for line in own)
    shared = next((a for a, b in pairwise(edges) if b - a < _BIN), edges[0])
    first_line = 2 * own[0].size
    return next((edge for edge in edges if abs(shared - edge - first_line) < _BIN), shared)


def _right(own: Sequence[Line]) -> float:
    """The edge that most of the long lines share; hanging punctuation may stand beyond it."""
    longest = max(line.x1 for line in own)
    edges = sorted(line.x1 for line in own if line.x1 > longest - _HANGING * line.size)
    near = {edge: bisect_left(edges, edge + _BIN) - bisect_right(edges, edge - _BIN) for edge in edges}
    shared = max(near.values())
    return min(edge for edge in near if near[edge] == shared) if shared > 1 else longest


def _widen(zone: Zone, votes: Counter[tuple[int, int]]) -> bool:
    """Takes over wider margins that more lines keep to; whether there were any."""
    first, last = min(line.x0 for line in zone.lines), max(line.x1 for line in zone.lines)
    own = votes[round(zone.left), round(zone.right)]
    em = zone.lines[0].size
    for (left, right), count in votes.most_common():
        if count <= max(own, 1):
            return False
        wider = right - left > zone.right - zone.left + em
        if wider and left - _BIN <= first and last <= right + 2 * _BIN:
            zone.left, zone.right = float(left), float(right)
            return True
    return False


def _mirror(zone: Zone, votes: Counter[tuple[int, int]]) -> None:
    """Without full lines anywhere, the right margin is taken to be as wide as the left one.

    Where all lines begin at one place, they are taken for first lines, indented by two characters.
    """
    flush = all(abs(line.x0 - zone.left) < _BIN for line in zone.lines)
    narrow = zone.right - zone.left < _LEAST_MEASURE * zone.width
    if (narrow and flush) or votes[round(zone.left), round(zone.right)] < _FULL_ENOUGH:
        if flush and zone.left - 2 * zone.lines[0].size > _LEAST_MARGIN * zone.width:
            zone.left -= 2 * zone.lines[0].size
        zone.right = max(zone.right, zone.width - zone.left)
