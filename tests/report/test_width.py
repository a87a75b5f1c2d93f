"""Lines by terminal cells."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wenlint.report.width import breaks, cells, pad, wrap

WORDS = st.text(alphabet="公文稿件，。（）《》abc 12-3\n", max_size=120)


def test_an_east_asian_character_is_two_cells() -> None:
    assert cells("公文a，1") == 8
    assert cells("e\u0301") == 1
    assert pad("公文", 6) == "公文  "


@given(WORDS, st.integers(2, 40))
def test_lines_fit_and_nothing_but_spaces_and_line_ends_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(WORDS, st.integers(2, 40))
def test_lines_follow_each_other(text: str, width: int) -> None:
    ends = list(breaks(text, width))
    assert all(end == start or text[end:start].isspace() for (_, end), (start, _) in pairwise(ends))


def test_a_line_does_not_begin_with_a_closing_mark_or_end_with_an_opening_one() -> None:
    assert wrap("一二三四五，六七", 10) == ["一二三四", "五，六七"]
    assert wrap("一二三四《六七》", 10) == ["一二三四", "《六七》"]


def test_the_name_of_a_rule_is_kept_whole_when_a_line_holds_it() -> None:
    rule = "[beijing-2019-13/6-implementing-documents]"
    assert wrap(f"第 6 条（除外）  {rule}", 50) == ["第 6 条（除外）  ", rule]
    assert wrap(f"第 6 条（除外）  {rule}", 30)[0] == "第 6 条（除外）  [beijing-2019"


def test_a_number_is_kept_whole() -> None:
    assert wrap("共有 12345 人参加", 9) == ["共有 ", "12345 人", "参加"]
