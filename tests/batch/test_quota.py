"""The table of quotas: what it says, and what is said of a table that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenlint.check import QuotaItem
from wenlint.quota import QuotaError, load


def table(folder: Path, text: str) -> Path:
    path = folder / "限额.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_rows_below_a_title(tmp_path: Path) -> None:
    text = "2026年发文限额,,,\n发文机关,限额（份）,上年份数,已发\n示例市水务局,20,30,18份\n示例市教育局,,24,\n"
    assert load(table(tmp_path, text)) == (
        QuotaItem("示例市水务局", 20, 30, 18, 3),
        QuotaItem("示例市教育局", None, 24, 0, 4),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("机关,备注\n甲,乙\n", "没有找到列名一行"),
        ("机关,限额\n,3\n", "第 2 行：没有写发文机关"),
        ("机关,限额\n甲,很多\n", "第 2 行：限额“很多”认不出来"),
        ("机关,限额,上年\n甲,,\n", "第 2 行：限额和上年份数都没有写"),
        ("机关,限额\n", "没有找到列名一行"),
    ],
)
def test_a_table_that_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(QuotaError, match=said):
        load(table(tmp_path, text))
