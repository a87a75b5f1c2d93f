"""A statement is a sentence, a heading with the sentence under it, or a row of a table."""

from __future__ import annotations

import re

from wenlint.reading import read_bytes
from wenlint.text.patterns import pattern
from wenlint.text.statements import statements_with


def _statements(draft: str, words: str, form: str = "txt") -> list[str]:
    document = read_bytes(draft.encode(), f"draft.{form}")
    return [statement.text.strip() for statement in statements_with(document, pattern(words))]


def test_a_sentence_is_told_once() -> None:
    draft = "关于绿化的通知\n各单位：\n先浇水，再浇水。后施肥。"
    assert _statements(draft, "浇水") == ["先浇水，再浇水。"]


def test_a_heading_takes_the_sentence_under_it() -> None:
    draft = "关于绿化的通知\n各单位：\n一、考核对象\n各区和各街道。其他另定。\n（一）考核时间。每年12月。不再变。"
    assert _statements(draft, "考核") == ["一、考核对象\n各区和各街道。", "（一）考核时间。每年12月。"]


def test_a_heading_without_text_under_it_stands_alone() -> None:
    draft = "关于绿化的通知\n各单位：\n一、考核对象\n（一）各区\n按季浇水。"
    assert _statements(draft, "考核") == ["一、考核对象"]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"[|\n]", row)]


_TABLE = (
    "# 关于报表的通知\n\n各单位：\n\n| 序号 | 单位 | 报表 |\n|---|---|---|\n| 1 | 社区 | 周报 |\n| 2 | 各区 | 年报 |\n"
)


def test_a_cell_takes_its_row() -> None:
    assert [_cells(row) for row in _statements(_TABLE, "社区", "md")] == [["1", "社区", "周报"]]
    assert [_cells(row) for row in _statements(_TABLE, "年报", "md")] == [["2", "各区", "年报"]]


def test_rows_of_a_word_table_are_told_by_their_serial_numbers() -> None:
    import io

    import docx

    draft = docx.Document()
    for line in ("关于报表的通知", "各单位：", "见下表。"):
        draft.add_paragraph(line)
    for rows in ((("1", "社区", "周报"), ("2", "各区", "年报")), (("居委会", "日报"), ("各县", "季报"))):
        table = draft.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        draft.add_paragraph("以上。")
    held = io.BytesIO()
    draft.save(held)
    document = read_bytes(held.getvalue(), "draft.docx")
    said = [_cells(found.text) for found in statements_with(document, pattern("社区|年报|居委会"))]
    assert said == [["1", "社区", "周报"], ["2", "各区", "年报"], ["居委会"]]
