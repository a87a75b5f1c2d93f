"""Puts table rows on pages; a row that does not fit goes on where its cells' lines allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wenlint.reading.layout.model import Place
from wenlint.reading.layout.pages import Lines, Pages


@dataclass(slots=True)
class Cells:
    """A table row: for each cell its paragraphs, and over how many rows it is merged.

    ``rule_height`` is that of the line above the row with the cells' margins above and below.
    """

    cells: list[tuple[list[Lines], int]]
    height: float = 0.0
    rule: str = "atLeast"
    splits: bool = True
    repeats: bool = False
    extra: float = 0.0
    flows: list[list[_Unit]] = field(default_factory=list)


@dataclass(slots=True)
class _Unit:
    """Lines of a cell that no page break divides; the hard lines that begin in it, with their paragraph."""

    height: float
    begins: Sequence[tuple[int, int]] = ()
    lead: float = 0.0


def row_heights(pages: Pages, rows: list[Cells]) -> list[float]:
    """Heights of rows; what a merged cell needs beyond its rows goes to the last of them."""
    heights = [_height(pages, row) for row in rows]
    for index, row in enumerate(rows):
        for flow, (_, count) in zip(row.flows, row.cells, strict=True):
            if count > 1:
                missing = _sum(flow) + row.extra - sum(heights[index : index + count])
                heights[min(index + count, len(rows)) - 1] += max(missing, 0.0)
    return heights


def least_height(row: Cells, height: float) -> float:
    """What must fit for a row to begin on a page: a line of every cell, or all of a row that does not split."""
    return min(_head(row), height) if _is_divisible(row) else height


def put_row(pages: Pages, row: Cells, height: float, header: float) -> None:
    """Places a table row; ``header`` is the height of the heading rows that a new page repeats."""
    if pages.y > header and not pages.fits(least_height(row, height)):
        pages.advance()
        pages.y += header
    merged = [flow for flow, (_, count) in zip(row.flows, row.cells, strict=True) if count > 1]
    flows = [list(flow) for flow, (_, count) in zip(row.flows, row.cells, strict=True) if count == 1]
    for flow in merged:
        _mark(pages, flow, pages.y)
    rest, is_fresh = height, pages.y <= header
    while not pages.fits(rest) and row.rule != "exact":
        used = max(pages.left(), 1.0)
        for flow in flows:
            _take(pages, flow, used - row.extra, is_fresh)
        rest = max(max(map(_sum, flows), default=0.0) + row.extra, rest - used if row.height else 0.0)
        pages.advance()
        pages.y += min(header, pages.left() / 2)
        is_fresh = True
    for flow in flows:
        _mark(pages, flow, pages.y)
    pages.leave(rest)


def _height(pages: Pages, row: Cells) -> float:
    row.flows = [list(_units(pages, cell)) for cell, _ in row.cells]
    if row.rule == "exact" and row.height:
        return row.height
    pairs = zip(row.flows, row.cells, strict=True)
    content = max((_sum(flow) for flow, (_, count) in pairs if count == 1), default=0.0)
    return max(content + row.extra, row.height)


def _units(pages: Pages, cell: list[Lines]) -> Iterator[_Unit]:
    previous = None
    for lines in cell:
        setting = lines.setting
        lead, given_up = pages.between(previous, setting)
        lead -= given_up
        previous = setting
        units = [
            _Unit(height, [(lines.key, index)] if position == 0 else ())
            for index, segment in enumerate(lines.segments)
            for position, height in enumerate(pages.heights(segment, setting))
        ]
        if units:
            units[0].height += lead
            units[0].lead = max(lead, 0.0)
            units[-1].height += pages.after(setting)
        yield from _kept_together(units, setting.keep_lines, setting.widow_control)


def _kept_together(units: list[_Unit], whole: bool, widow_control: bool) -> list[_Unit]:
    """Joins the units that must share a page: all of them, or the first two and the last two."""
    if whole or (widow_control and len(units) <= 3):
        return [_joined(units)] if units else []
    if not widow_control:
        return units
    return [_joined(units[:2]), *units[2:-2], _joined(units[-2:])]


def _joined(units: Sequence[_Unit]) -> _Unit:
    return _Unit(sum(unit.height for unit in units), [b for unit in units for b in unit.begins], units[0].lead)


def _is_divisible(row: Cells) -> bool:
    return row.splits and not (row.rule == "exact" and row.height) and any(len(flow) > 1 for flow in row.flows)


def _head(row: Cells) -> float:
    return max((flow[0].height for flow in row.flows if flow), default=0.0) + row.extra


def _take(pages: Pages, flow: list[_Unit], room: float, is_fresh: bool) -> None:
    """Takes from a cell's lines what fits on this page; at its top one line always does."""
    y, taken = pages.y, 0
    for unit in flow:
        if unit.height > room and not (is_fresh and taken == 0):
            break
        y += unit.height
        room -= unit.height
        taken += 1
    _mark(pages, flow[:taken], pages.y)
    del flow[:taken]


def _mark(pages: Pages, flow: Sequence[_Unit], y: float) -> None:
    for unit in flow:
        for key, index in unit.begins:
            if index == 0:
                pages.places[key] = []
            pages.places[key].append(Place(pages.page, pages.sheet.top + y + unit.lead))
        y += unit.height


def _sum(flow: Sequence[_Unit]) -> float:
    return sum(unit.height for unit in flow)
