"""A first estimate of how many pages a draft will take when printed.

No font is opened and no office program started: East Asian text is set in squares, which
is why counting them comes close. What remains unknown (fonts, their leading, marks that
are squeezed at a line's end) is given as a range, by laying the draft out three times.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wenlint.document import Measure
from wenlint.reading.layout.lines import broken
from wenlint.reading.layout.metrics import LIKELY, LOOSE, TIGHT, Metrics
from wenlint.reading.layout.model import Block, Cell, Place, Row, Sheet, Table, Text
from wenlint.reading.layout.pages import Cells, Lines, Pages

__all__ = ["HOW", "Estimate", "Measure", "estimate"]

HOW = "estimated layout"
BUDGET = 1.5  # seconds; some 1,000 pages
_LONGEST_CHAIN = 20
_CHECK_EVERY = 50


@dataclass(frozen=True, slots=True)
class Estimate:
    """Pages (页) with their range, and where each paragraph's hard lines begin."""

    pages: Measure[int]
    places: dict[int, list[Place]]


def estimate(
    sheet: Sheet,
    blocks: Sequence[Block],
    budget: float = BUDGET,
    assumptions: tuple[Metrics, Metrics, Metrics] = (LIKELY, TIGHT, LOOSE),
) -> Estimate:
    """Lays blocks out on ``sheet`` (until a section changes it) and counts pages.

    After ``budget`` seconds the rest is extrapolated from what has been laid out, and the
    range widened to a fifth either way; the rest's paragraphs then have no place.
    """
    setter = _Setter(sheet, assumptions)
    deadline = time.perf_counter() + budget
    done = 0
    for done, block in enumerate(blocks, start=1):
        setter.add(block)
        if done % _CHECK_EVERY == 0 and time.perf_counter() > deadline:
            break
    setter.finish()
    likely, tight, loose = (stack.page for stack in setter.stacks)
    if done < len(blocks):
        share = _length(blocks) / max(_length(blocks[:done]), 1)
        likely, tight, loose = round(likely * share), int(tight * share * 0.8), int(loose * share * 1.2) + 1
    pages = Measure(likely, HOW, exact=False, low=min(tight, likely), high=max(loose, likely))
    return Estimate(pages, setter.stacks[0].places)


class _Setter:
    """Feeds one stack of pages for each assumption; lines are broken once for all."""

    def __init__(self, sheet: Sheet, assumptions: tuple[Metrics, ...]) -> None:
        self.stacks = [Pages(metrics, sheet) for metrics in assumptions]
        self._metrics = assumptions[0]
        self._sheet = sheet
        self._chain: list[Lines] = []

    def add(self, block: Block) -> None:
        if isinstance(block, Text):
            self._text(block)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self.finish()
            self._sheet = block.sheet
            for stack in self.stacks:
                stack.section(block.sheet, block.start)

    def finish(self, following: Sequence[float] = ()) -> None:
        """Places what waits for its successor; ``following`` is the height it must share a page with."""
        if self._chain:
            for index, stack in enumerate(self.stacks):
                stack.put(self._chain, following[index] if following else 0.0)
            self._chain = []

    def _text(self, text: Text) -> None:
        self._chain.append(self._lines(text, self._sheet.measure))
        if not text.setting.keep_next or len(self._chain) > _LONGEST_CHAIN:
            self.finish()

    def _lines(self, text: Text, measure: float) -> Lines:
        segments = broken(text, measure, self._sheet, self._metrics)
        notes = [self._lines(note, measure) for note in text.notes]
        return Lines(text.key, text.setting, segments, text.new_page, notes)

    def _table(self, table: Table) -> None:
        rows = [self._row(row) for row in table.rows]
        if not rows:
            return
        self.finish([stack.row_height(rows[0]) for stack in self.stacks])
        for stack in self.stacks:
            heights = _row_heights(stack, rows)
            heading = 0.0
            growing = True
            for row, height in zip(rows, heights, strict=True):
                growing = growing and row.repeats
                stack.row(row, height, 0.0 if growing else heading)
                heading += height if growing else 0.0

    def _row(self, row: Row) -> Cells:
        cells = [(list(self._cell(cell)), cell.rows) for cell in row.cells]
        return Cells(cells, row.height, row.rule, row.splits, row.repeats)

    def _cell(self, cell: Cell) -> Iterator[Lines]:
        for block in cell.blocks:
            if isinstance(block, Text):
                yield self._lines(block, cell.width)
            elif isinstance(block, Table):
                for row in block.rows:
                    yield from _tallest(self._row(row))


def _tallest(row: Cells) -> list[Lines]:
    """A nested row counts as its longest cell."""
    return max((cell for cell, _ in row.cells), key=_line_count, default=[])


def _line_count(cell: list[Lines]) -> int:
    return sum(len(segment.heights) for lines in cell for segment in lines.segments)


def _row_heights(stack: Pages, rows: list[Cells]) -> list[float]:
    """Heights of rows; what a merged cell needs beyond its rows goes to the last of them."""
    heights = [stack.row_height(row) for row in rows]
    for index, row in enumerate(rows):
        for cell, count in row.cells:
            if count > 1:
                missing = stack.content(cell) - sum(heights[index : index + count])
                heights[min(index + count, len(rows)) - 1] += max(missing, 0.0)
    return heights


def _length(blocks: Iterable[Block]) -> int:
    """Characters in blocks."""
    total = 0
    for block in blocks:
        if isinstance(block, Text):
            total += 1 + sum(len(stretch.text) for line in block.lines for stretch in line.stretches)
        elif isinstance(block, Table):
            total += sum(_length(cell.blocks) for row in block.rows for cell in row.cells)
    return total
