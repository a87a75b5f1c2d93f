"""The annual plan (年度计划) of meetings, documents and inspections: a table → what checks know of it.

A plan is a .csv or .xlsx as offices keep it: column names in Chinese or English, in any
order, maybe below a title row ("2026年度会议计划"), maybe one sheet for each category. The
title and the sheet's name stand in for a missing year or category. ``docs/annual-plan.md``
describes the columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from wenlint.check import PlanItem
from wenlint.reading.tabular import Headed, Row, Sheet, headed, names_of, read_tables
from wenlint.text.frequencies import frequencies
from wenlint.text.numerals import value_of
from wenlint.text.patterns import pattern


class PlanError(Exception):
    """A plan that cannot be used. ``faults`` holds one line in Chinese for each fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


_COLUMNS = {
    "category": "类别 类型 种类 事项类别 计划类别 事项类型 category kind type",
    "title": "名称 标题 事项 题目 事项名称 项目名称 计划名称 会议名称 文件名称 文件标题 发文标题 检查名称"
    " 督查名称 考核名称 检查事项 督查检查考核名称 督查检查考核事项 督检考名称 会议 文件 内容 title name item subject",
    "organ": "单位 机关 部门 责任单位 主办单位 承办单位 牵头单位 牵头部门 组织单位 实施单位 起草单位"
    " 发文机关 发文单位 主办部门 责任部门 organ issuer organizer organiser unit department",
    "year": "年度 年份 年 计划年度 year",
    "times": "次数 计划次数 频次 场次 件数 数量 计划数 times count number frequency",
    "done": "已开展次数 已开展 已召开次数 已召开 已办次数 已办 已发件数 已发 已完成次数 已完成 已执行次数 已执行"
    " done completed",
}
_NAMES = names_of(_COLUMNS)
_CATEGORIES = (
    ("inspection", pattern(r"督\s*查|检查|考核|督检考|考评|评估|评比|巡查|inspection|audit", re.IGNORECASE)),
    ("meeting", pattern(r"会|meeting", re.IGNORECASE)),
    ("document", pattern(r"文|公文|document", re.IGNORECASE)),
)
_LABELS = {"meeting": "会议", "document": "发文", "inspection": "督查检查考核"}
_YEAR = pattern(r"(?<!\d)((?:19|20)\d\d)(?:\s*年度?|\Z)")
_MOST_FAULTS = 20


def load(path: Path) -> tuple[PlanItem, ...]:
    """The lines of a plan.

    Raises:
        ReadingError: when the file is no table that can be read.
        PlanError: with every line that cannot be understood.
    """
    items: list[PlanItem] = []
    faults: list[str] = []
    sheets = read_tables(path)
    tables = [table for sheet in sheets if (table := _table(sheet))]
    if not tables:
        columns = "类别、名称、单位、年度、次数、已开展次数"
        raise PlanError([f"{path}：没有找到列名一行；至少要有“名称”一列，可用的列：{columns}"])
    for table in tables:
        where = f"{path}" + (f" 工作表“{table.sheet}”" if len(sheets) > 1 else "")
        for item in table.items():
            if isinstance(item, PlanItem):
                items.append(item)
            else:
                faults.append(f"{where} {item}")
    if len(faults) > _MOST_FAULTS:
        faults[_MOST_FAULTS:] = [f"{path}：另有 {len(faults) - _MOST_FAULTS} 处这样的问题"]
    if not faults and not items:
        faults = [f"{path}：列名下面一行也没有"]
    if faults:
        raise PlanError(faults)
    return tuple(items)


class _Table(NamedTuple):
    """A sheet with its columns found, and what its title and name say for every row."""

    sheet: str
    headed: Headed
    category: str
    year: int | None

    def items(self) -> Iterator[PlanItem | str]:
        """Each line of the plan, or what is wrong with it."""
        category = self.category
        for row in self.headed.rows:
            said = self.headed.cell(row, "category")
            category = _category(said) if said else category  # cells merged downwards are empty but for the first
            if not self.headed.cell(row, "title"):
                if any(self.headed.cell(row, key) for key in ("organ", "year", "times", "done")):
                    yield f"第 {row.number} 行：没有写名称"
                continue
            yield self._item(row, category, said)

    def _item(self, row: Row, category: str, said: str) -> PlanItem | str:
        if not category:
            known = "、".join(_LABELS.values())
            about = f"类别“{said}”认不出来" if said else "没有写类别"
            return f"第 {row.number} 行：{about}（可用：{known}）"
        values: dict[str, Any] = {}
        for key, take in _TAKES.items():
            text = self.headed.cell(row, key)
            value = take(text) if text else None
            if text and value is None:
                return f"第 {row.number} 行：{_TOLD[key]}“{text}”认不出来，{_WANTED[key]}"
            values[key] = value
        return PlanItem(
            category,
            self.headed.cell(row, "title"),
            self.headed.cell(row, "organ"),
            self.year if values["year"] is None else values["year"],
            1 if values["times"] is None else values["times"],
            values["done"] or 0,
            row.number,
        )


def _table(sheet: Sheet) -> _Table | None:
    """The sheet as a table; None when it has no row of column names."""
    table = headed(sheet, _NAMES, lambda columns: "title" in columns)
    if not table:
        return None
    above = " ".join([sheet.name, *(cell for title in table.above for cell in title.cells)])
    year = _YEAR.search(above)
    told = table.cell(table.names, "title")
    category = _category(above) or (_category(told) if told not in ("名称", "内容") else "")
    return _Table(sheet.name, table, category, int(year[1]) if year else None)


def _category(said: str) -> str:
    words = said.strip()
    return next((category for category, known in _CATEGORIES if known.search(words)), "")


def _count(text: str) -> int | None:
    """How often: 2, 2次, 两次, 每季度一次."""
    often = next(iter(frequencies(text)), None)
    if often is not None:
        return max(1, round(often.per_year))
    match = re.fullmatch(r"(?:共|计)?\s*([\d〇零一二三四五六七八九十两]+)\s*(?:次|场|件|个|期|项|份)?", text)
    value = value_of(match[1]) if match else None
    return int(value) if value is not None and value.denominator == 1 else None


def _year(text: str) -> int | None:
    match = re.match(r"((?:19|20)\d\d)(?:\D|\Z)", text)
    return int(match[1]) if match else None


_TAKES: dict[str, Callable[[str], int | None]] = {"year": _year, "times": _count, "done": _count}
_TOLD = {"year": "年度", "times": "次数", "done": "已开展次数"}
_WANTED = {"year": "要写成 2026", "times": "要写成 2 或 每季度一次", "done": "要写成 2"}
