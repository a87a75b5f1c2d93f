"""How many documents each organ may issue (发文限额): a table → what checks know of it.

A .csv or .xlsx with one row an organ: 发文机关, and 限额 or 上年份数 or both; 已发 is what it has
issued this year already. ``docs/quota.md`` describes the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from wenlint.check import QuotaItem
from wenlint.reading.tabular import Headed, Row, Sheet, headed, names_of, read_tables

_COLUMNS = {
    "organ": "发文机关 机关 单位 部门 发文单位 名称 organ issuer unit department",
    "limit": "限额 额度 份数限额 年度限额 今年限额 控制数 指标 计划数 quota limit",
    "last_year": "上年份数 上年 上年发文 上年发文数 上年数 去年份数 去年 去年发文数 lastyear",
    "issued": "已发 已发份数 今年已发 本年已发 已印发 issued done",
}
_NAMES = names_of(_COLUMNS)
_TOLD = {"limit": "限额", "last_year": "上年份数", "issued": "已发"}
_MOST_FAULTS = 20


class QuotaError(Exception):
    """A table that cannot be used. ``faults`` holds one line in Chinese for each fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load(path: Path) -> tuple[QuotaItem, ...]:
    """The rows of a table of quotas.

    Raises:
        ReadingError: when the file is no table that can be read.
        QuotaError: with every row that cannot be understood.
    """
    told = [one for sheet in read_tables(path) for one in _items(sheet)]
    faults = [f"{path} {one}" for one in told if isinstance(one, str)]
    items = tuple(one for one in told if not isinstance(one, str))
    if not told:
        faults = [f"{path}：没有找到列名一行；要有“发文机关”，以及“限额”或者“上年份数”"]
    if faults:
        raise QuotaError(faults[:_MOST_FAULTS])
    return items


def _items(sheet: Sheet) -> Iterator[QuotaItem | str]:
    """The rows below the column names, each as an item or as what is wrong with it."""
    table = headed(sheet, _NAMES, lambda columns: "organ" in columns and bool({"limit", "last_year"} & columns.keys()))
    if table:
        yield from (_item(row, table) for row in table.rows)


def _item(row: Row, table: Headed) -> QuotaItem | str:
    organ = table.cell(row, "organ")
    if not organ:
        return f"第 {row.number} 行：没有写发文机关"
    values: dict[str, int | None] = {}
    for key, name in _TOLD.items():
        words = table.cell(row, key)
        match = re.fullmatch(r"(\d+)\s*[件份个]?", words)
        if words and not match:
            return f"第 {row.number} 行：{name}“{words}”认不出来，要写成 20"
        values[key] = int(match[1]) if match else None
    if values["limit"] is None and values["last_year"] is None:
        return f"第 {row.number} 行：限额和上年份数都没有写"
    return QuotaItem(organ, values["limit"], values["last_year"], values["issued"] or 0, row.number)
