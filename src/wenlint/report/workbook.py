"""Sheets whose cells are text or numbers only: what a draft or a file name says never becomes a formula or a link."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from wenlint.report.harmless import on_one_line

_MOST_CHARACTERS = 32_000  # of a cell (Excel takes 32,767)


@contextlib.contextmanager
def workbook(target: Path | IO[bytes]) -> Iterator[Any]:
    """A workbook, written when the block ends.

    Raises:
        OSError: when it cannot be written.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    try:
        yield book
    finally:
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(f"写不进 {target}（{error}）") from None


def add_sheet(book: Any, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[object]]) -> int:
    """A sheet with a heading that stays in sight; the number of rows below it."""
    sheet = book.add_worksheet(name)
    bold, wrapped = (
        book.add_format({"bold": True, "bg_color": "#E8EBEE"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(0, column, heading, bold)
    sheet.freeze_panes(1, 2)
    last = 0
    for last, values in enumerate(rows, 1):
        for column, value in enumerate(values):
            _cell(sheet, last, column, value, wrapped)
    sheet.autofilter(0, 0, max(1, last), len(columns) - 1)
    return last


def _cell(sheet: Any, row: int, column: int, value: object, look: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, look)
    elif value is not None:
        sheet.write_string(row, column, on_one_line(str(value))[:_MOST_CHARACTERS], look)
