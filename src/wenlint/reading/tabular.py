"""Rows of a table in a file: .csv in any of the usual encodings, or .xlsx.

A table is read for what it says, not for its looks: each sheet as rows of strings. An .xlsx is
checked as every zip container is before anything of it is read.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from wenlint.reading.archive import Archive, Limits
from wenlint.reading.decoding import decode
from wenlint.reading.errors import ReadingError
from wenlint.reading.limits import MEGABYTE
from wenlint.reading.loading import load

MOST_ROWS = 10_000
"""Rows of one sheet; an annual plan has some hundreds."""

_MOST_COLUMNS = 100
_MOST_TITLE_ROWS = 20
_MOST_SHEETS = 50
_LIMITS = Limits(members=1000, member_size=8 * MEGABYTE, total_size=24 * MEGABYTE)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_DAMAGED = "表格已损坏或不是 .xlsx，请用 Excel 或 WPS 打开后另存为 .xlsx 或 .csv"


class Row(NamedTuple):
    """One row: its number in the file, counted from 1, and its cells without blanks at their ends."""

    number: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """One sheet: its name ("" in a .csv) and its rows that are not empty."""

    name: str
    rows: tuple[Row, ...]


class Headed(NamedTuple):
    """A sheet whose row of column names was found.

    Attributes:
        columns: the place of each column in a row, by the key its name stands for.
        names: the row of column names.
        above, rows: what stands above it (a title, maybe) and below it.
    """

    columns: Mapping[str, int]
    names: Row
    above: tuple[Row, ...]
    rows: tuple[Row, ...]

    def cell(self, row: Row, key: str) -> str:
        """What a row says in a column; "" when it has no such column."""
        place = self.columns.get(key)
        return row.cells[place] if place is not None and place < len(row.cells) else ""


def names_of(columns: Mapping[str, str]) -> dict[str, str]:
    """The key that each column name stands for, from the names of each key as one string with blanks between."""
    return {name: key for key, names in columns.items() for name in names.split()}


def headed(sheet: Sheet, names: Mapping[str, str], is_enough: Callable[[Mapping[str, int]], bool]) -> Headed | None:
    """The sheet below the first row whose columns are enough; None when it has none near its top."""
    for index, row in enumerate(sheet.rows[:_MOST_TITLE_ROWS]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row.cells):
            key = names.get(re.sub(r"[（(].*?[）)]|\s|_", "", cell).lower())
            if key:
                columns.setdefault(key, place)
        if is_enough(columns):
            return Headed(columns, row, sheet.rows[:index], sheet.rows[index + 1 :])
    return None


def read_tables(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a table file.

    Raises:
        ReadingError: when it cannot be read, is neither .csv nor .xlsx, is damaged or too large.
    """
    data = load(path)
    if data.startswith(_ZIP):
        return tuple(_xlsx(data))
    if data.startswith(_OLE):
        raise ReadingError("unsupported", "是旧版 .xls，或者设有密码；请去掉密码，另存为 .xlsx 或 .csv")
    return (Sheet("", tuple(_csv(data))),)


def _csv(data: bytes) -> Iterator[Row]:
    text = decode(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if reader.line_num > MOST_ROWS:
                raise _too_long("")
            row = Row(reader.line_num, tuple(cell.strip() for cell in cells[:_MOST_COLUMNS]))
            if any(row.cells):
                yield row
    except csv.Error as error:
        raise ReadingError("damaged", f"第 {reader.line_num} 行不是有效的 CSV（{error}）") from None


def _xlsx(data: bytes) -> Iterator[Sheet]:
    _refuse_hostile(data)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise ReadingError("damaged", _DAMAGED) from error
    for sheet in book.worksheets[:_MOST_SHEETS]:
        try:
            yield Sheet(sheet.title, tuple(_rows(sheet)))
        except ReadingError:
            raise
        except Exception as error:
            raise ReadingError("damaged", _DAMAGED) from error


def _refuse_hostile(data: bytes) -> None:
    """Inflates every part within the limits, and refuses parts that declare entities."""
    archive = Archive(data, _LIMITS)
    for name in archive.names():
        part = archive.read(name)
        if name.lower().endswith((".xml", ".rels")) and (b"<!DOCTYPE" in part or b"<!ENTITY" in part):
            raise ReadingError("damaged", "表格里有不该有的实体声明（DTD），未予读取")


def _rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file says of its size need not be so
    for number, values in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True), 1):
        if number > MOST_ROWS:
            raise _too_long(sheet.title)
        row = Row(number, tuple(map(_cell, values)))
        if any(row.cells):
            yield row


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _too_long(sheet: str) -> ReadingError:
    where = f"工作表“{sheet}”" if sheet else "表格"
    return ReadingError("too-large", f"{where}超过 {MOST_ROWS} 行（空行也算），不像年度计划；请删去多余的行")
