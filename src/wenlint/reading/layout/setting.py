"""Breaks blocks into lines and puts them on pages, one after the other."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence

from wenlint.reading.layout.lines import Segment, broken
from wenlint.reading.layout.metrics import Metrics
from wenlint.reading.layout.model import Block, Cell, Row, Sheet, Table, Text
from wenlint.reading.layout.pages import Lines, Pages
from wenlint.reading.layout.rows import Cells, least_height, put_row, row_heights

Known = dict[tuple[int, tuple[object, ...]], list[Segment]]
"""Lines of paragraphs by their key and what the assumption says of breaking them."""

_LONGEST_CHAIN = 20
_LARGEST_GROUP = 200


class Setter:
    """Sets a document under one assumption about the fonts.

    ``pages`` is the stack filled so far, ``done`` the number of blocks finished. A table that is
    not finished by ``deadline`` (of time.thread_time) is left; ``begun`` is what was taken of it.
    """

    def __init__(self, sheet: Sheet, metrics: Metrics, known: Known | None = None, deadline: float = math.inf) -> None:
        self._known = {} if known is None else known
        self.pages = Pages(metrics, sheet)
        self.done = 0
        self.begun: list[Block] = []
        self._deadline = deadline
        self._metrics = metrics
        self._breaking = metrics.breaking
        self._chain: list[Lines] = []

    @property
    def is_late(self) -> bool:
        """Whether the deadline has passed."""
        return time.thread_time() > self._deadline

    def add(self, block: Block) -> None:
        """Takes the next block."""
        self.done += 1
        if isinstance(block, Text):
            self._text(block)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self.finish()
            self.pages.section(block.sheet, block.start)

    def finish(self, following: float = 0.0) -> None:
        """Places what waits for its successor; ``following`` is the height it must share a page with."""
        if self._chain:
            self.pages.put(self._chain, following)
            self._chain = []

    def _text(self, text: Text) -> None:
        self._chain.append(self._lines(text, self.pages.sheet.measure))
        if not text.setting.keep_next or len(self._chain) > _LONGEST_CHAIN:
            self.finish()

    def _lines(self, text: Text, measure: float) -> Lines:
        # Assumptions that break lines alike share them; they differ in heights alone.
        key = (text.key, self._breaking)
        segments = self._known.get(key)
        if segments is None:
            segments = self._known[key] = broken(text, measure, self.pages.sheet, self._metrics)
        notes = [self._lines(note, measure) for note in text.notes]
        return Lines(text.key, text.setting, segments, text.new_page, notes, text.floats)

    def _table(self, table: Table) -> None:
        heading, in_heading, taken = 0.0, True, 0
        for group in _groups(table.rows):
            rows = [self._row(row) for row in group]
            heights = row_heights(self.pages, rows)
            if not taken:
                self.finish(least_height(rows[0], heights[0]))
            for row, height in zip(rows, heights, strict=True):
                in_heading = in_heading and row.repeats
                put_row(self.pages, row, height, 0.0 if in_heading else heading)
                heading += height if in_heading else 0.0
            taken += len(group)
            if taken < len(table.rows) and self.is_late:
                self.begun = [Table(table.rows[:taken])]
                self.done -= 1
                break

    def _row(self, row: Row) -> Cells:
        cells = [(list(self._cell(cell)), cell.rows) for cell in row.cells]
        return Cells(cells, row.height, row.rule, row.splits, row.repeats, row.extra)

    def _cell(self, cell: Cell) -> Iterator[Lines]:
        for block in cell.blocks:
            if isinstance(block, Text):
                yield self._lines(block, cell.width)
            elif isinstance(block, Table):
                for row in block.rows:
                    yield from _longest(self._row(row))


def _groups(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Rows that merged cells tie together."""
    start = reach = 0
    for index, row in enumerate(rows):
        reach = max(reach, index + max((cell.rows for cell in row.cells), default=1))
        if index + 1 >= reach or index + 1 - start >= _LARGEST_GROUP:
            yield rows[start : index + 1]
            start = index + 1
    if start < len(rows):
        yield rows[start:]


def length(blocks: Iterable[Block]) -> int:
    """Characters and paragraphs in blocks, as a measure of how much there is to set."""
    total = 0
    for block in blocks:
        if isinstance(block, Text):
            total += sum(10 + sum(len(stretch.text) for stretch in line.stretches) for line in block.lines)
        elif isinstance(block, Table):
            total += sum(length(cell.blocks) for row in block.rows for cell in row.cells)
    return total


def _longest(row: Cells) -> list[Lines]:
    """A nested row counts as its longest cell."""
    return max((cell for cell, _ in row.cells), key=_line_count, default=[])


def _line_count(cell: list[Lines]) -> int:
    return sum(len(segment.heights) for lines in cell for segment in lines.segments)
