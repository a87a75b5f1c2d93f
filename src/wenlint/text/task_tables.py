"""Tasks that a plan sets in a table, told by the table's header: 序号, 重点任务, 完成时限."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wenlint.document import Block, BlockKind, Document, Span
from wenlint.text.patterns import pattern

_NUMBER_COLUMN = pattern(r"\A\s*(?:序号|编号|序)\s*\Z")
_TASK_COLUMN = pattern(r"任务|举措|措施|工作(?:内容|事项)|事项|重点工作")
_UNIT_COLUMN = pattern(r"(?:责任|牵头|承办|主办|配合|实施|负责)(?:单位|部门|处室|科室|主体|领导|人)")
_NUMBER = pattern(r"\A\s*[（(]?\d{1,3}[）).．、]?\s*\Z")
_MOST_COLUMNS = 12


def has_unit_column(document: Document) -> bool:
    """Whether a cell of a table is the heading of a column of units."""
    return any(_UNIT_COLUMN.search(block.span.of(document.text)) for block in document.of_kind(BlockKind.CELL))


def tasks_in_tables(document: Document) -> list[Span]:
    """The tasks of tables that number them; none where the header has no column for tasks."""
    return [span for table in _tables(document) for span in _tasks(document, table)]


def _tables(document: Document) -> Iterator[list[Block]]:
    """Runs of cells that nothing parts."""
    table: list[Block] = []
    for block in document.blocks:
        if block.kind is BlockKind.CELL:
            table.append(block)
        elif table:
            yield table
            table = []
    if table:
        yield table


def _tasks(document: Document, table: Sequence[Block]) -> Iterator[Span]:
    words = [block.span.of(document.text) for block in table]
    if not _NUMBER_COLUMN.match(words[0]):
        return
    width = next((at for at, cell in enumerate(words[:_MOST_COLUMNS]) if _NUMBER.match(cell)), 0)
    column = next((at for at in range(width) if _TASK_COLUMN.search(words[at])), None)
    if column is None:
        return
    for at in range(width, len(words) - column):
        if _NUMBER.match(words[at]) and table[at + column].span.end > table[at + column].span.start:
            yield table[at + column].span
