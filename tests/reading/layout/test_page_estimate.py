"""The page estimate against pages that can be counted by hand, and against its own laws."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenlint.reading.layout import HOW, estimate, height
from wenlint.reading.layout.metrics import LIKELY
from wenlint.reading.layout.model import (
    Block,
    Cell,
    Estimate,
    Float,
    HardLine,
    NewSection,
    Row,
    Setting,
    Sheet,
    Stretch,
    Table,
    Text,
    Type,
)

# A4 with the margins and the grid of GB/T 9704—2012: 22 lines of 28 characters in size 三号 (16 points).
A4 = Sheet(width=595.3, height=841.9, top=104.9, bottom=99.2, left=79.35, right=73.7, pitch=28.95, char_space=-0.207)
BODY = Type(16.0)
KEYS = count()
PLAIN = Setting(widow_control=False)
CERTAIN = (LIKELY, LIKELY, LIKELY)


def text(words: str = "", setting: Setting = PLAIN, type: Type = BODY, **rest: object) -> Text:
    lines = [HardLine([Stretch(part, type)] if part else []) for part in words.split("\n")]
    return Text(next(KEYS), lines, setting, type, **rest)  # type: ignore[arg-type]


def lines_of(number: int) -> str:
    return "字" * (28 * number)


def pages(*blocks: Block, sheet: Sheet = A4) -> int:
    return estimate(sheet, blocks).pages.value


def page_of(result: Estimate, block: Text) -> list[int]:
    return [place.page for place in result.places[block.key]]


def table(*rows: list[str], **row: object) -> Table:
    return Table([Row([Cell([text(cell)], 200.0) for cell in cells], **row) for cells in rows])  # type: ignore[arg-type]


class TestStandardPage:
    def test_22_lines_of_28_characters(self) -> None:
        assert pages(text(lines_of(22))) == 1
        assert pages(text(lines_of(22) + "字")) == 2
        assert pages(text(lines_of(220))) == 10
        assert pages(*[text("短")] * 22) == 1

    def test_exact_spacing_of_28_points(self) -> None:
        exact = Setting(line=28.0, rule="exact", widow_control=False)
        assert pages(text(lines_of(22), exact)) == 1
        assert pages(text(lines_of(23), exact)) == 2

    def test_taller_type_takes_whole_grid_lines(self) -> None:
        body = text(lines_of(20))
        assert pages(text("标题", type=Type(22.0)), text("标题", type=Type(22.0)), body) == 1
        assert pages(text("标题", type=Type(26.0)), text("标题", type=Type(22.0)), body) == 2

    def test_small_four_fits_the_usual_grid_of_word(self) -> None:
        sheet = replace(A4, pitch=15.6, char_space=0.0)
        rows = int(sheet.room // 15.6)
        assert pages(*[text("字", type=Type(12.0)) for _ in range(rows)], sheet=sheet) == 1
        assert pages(*[text("字", type=Type(14.0)) for _ in range(rows)], sheet=sheet) == 2

    def test_paragraph_that_leaves_the_grid(self) -> None:
        off = replace(PLAIN, on_grid=False)
        assert pages(*[text("短", off) for _ in range(30)]) == 1
        assert pages(*[text("短", off) for _ in range(31)]) == 2

    def test_spacing_and_indent_count(self) -> None:
        spaced = replace(PLAIN, before_lines=1.0)
        assert pages(*[text("短", spaced) for _ in range(11)]) == 1
        assert pages(*[text("短", spaced) for _ in range(12)]) == 2
        indented = replace(PLAIN, first=2 * (16 - 0.207))
        assert height(A4, [text("字" * 26, indented)]) == pytest.approx(28.95)
        assert height(A4, [text("字" * 27, indented)]) == pytest.approx(2 * 28.95)

    def test_contextual_spacing_between_paragraphs_of_one_style(self) -> None:
        close = replace(PLAIN, after=50.0, contextual=True, style="List")
        assert height(A4, [text("甲", close), text("乙", close)]) == pytest.approx(2 * 28.95 + 50)

    def test_contextual_spacing_of_one_of_two(self) -> None:
        """The share of the one that asks for it is left out (ISO/IEC 29500-1 §17.3.1.9)."""
        above, below = replace(PLAIN, after=10.0), replace(PLAIN, before=12.0, after=0.0)
        for which, gap in (((True, False), 2.0), ((False, True), 10.0), ((True, True), 0.0), ((False, False), 12.0)):
            pair = [replace(one, contextual=on) for one, on in zip((above, below), which, strict=True)]
            found = height(A4, [text("甲", pair[0]), text("乙", pair[1])])
            assert found == pytest.approx(2 * 28.95 + gap), which

    def test_the_larger_of_two_spaces_counts(self) -> None:
        blocks = [text("甲", replace(PLAIN, after=10.0)), text("乙", replace(PLAIN, before=16.0))]
        assert height(A4, blocks) == pytest.approx(2 * 28.95 + 16)
        assert height(replace(A4, adds_spaces=True), blocks) == pytest.approx(2 * 28.95 + 26)

    def test_spacing_below_the_last_line_may_be_cut_off(self) -> None:
        """Lines of 1.5 × 15.6 points: 29 fit whole into 697.9 points, of a 30th all but the spacing below."""
        free = replace(A4, pitch=0.0, top=72.0, bottom=72.0)
        wide = Setting(line=1.5, widow_control=False)
        lines = [text("字", wide, Type(12.0)) for _ in range(30)]
        assert pages(*lines, sheet=free) == 1
        assert pages(*lines, text("字", wide, Type(12.0)), sheet=free) == 2
        exact = Setting(line=23.4, rule="exact", widow_control=False)
        assert pages(*[text("字", exact, Type(12.0)) for _ in range(30)], sheet=free) == 2


class TestLineEnds:
    @staticmethod
    def height_in_lines(words: str, type: Type = BODY) -> float:
        return round(height(A4, [text(words, type=type)]) / 28.95, 3)

    def test_mark_hangs_at_the_end_of_a_line(self) -> None:
        assert self.height_in_lines("字" * 28 + "。") == 1
        assert self.height_in_lines("字" * 28 + "字。") == 2

    def test_closing_marks_bring_a_character_along(self) -> None:
        assert self.height_in_lines("字" * 28 + "》。" + "字" * 27) == 3

    def test_opening_bracket_does_not_end_a_line(self) -> None:
        assert self.height_in_lines("字" * 27 + "《" + "字" * 28) == 3
        assert self.height_in_lines("字" * 28 + "字" * 28) == 2

    def test_figures_and_letters_are_narrower(self) -> None:
        latin = Type(16.0, latin=1.0)
        assert self.height_in_lines("2" * 50, latin) == 1
        assert self.height_in_lines("2" * 50, Type(16.0)) == 1
        assert self.height_in_lines("字" * 50) == 2

    def test_a_word_is_not_broken(self) -> None:
        latin = Type(16.0, latin=1.0)
        assert self.height_in_lines("字" * 26 + "ABCDEFGH" + "字" * 24, latin) == 3

    def test_quotes_are_wide_or_narrow(self) -> None:
        assert self.height_in_lines("“字”" * 9 + "字字字", Type(16.0, latin=1.0, wide_quotes=False)) == 1
        assert self.height_in_lines("“字”" * 9 + "字字字") == 2

    def test_gap_between_scripts(self) -> None:
        latin = Type(16.0, latin=1.0)
        # 26 characters, two figures of half an em and their gap of a quarter: 436 + 4 of 442 points.
        assert self.height_in_lines("字" * 26 + "22" + "字" * 27, latin) == 2
        assert self.height_in_lines("字" * 26 + "22，" + "字" * 27, latin) == 2
        # Written in two pieces it is the same.
        pieces = [Stretch("字" * 26, latin), Stretch("22", latin), Stretch("字" * 27, latin)]
        block = Text(next(KEYS), [HardLine(pieces)], PLAIN, latin)
        assert height(replace(A4, char_space=0.0), [block]) == pytest.approx(2 * 28.95)

    def test_no_gap_is_kept_at_the_end_of_a_line(self) -> None:
        latin = Type(16.0, latin=1.0)
        sheet = replace(A4, char_space=0.0, right=A4.width - A4.left - (26 * 16 + 4 + 16))
        assert height(sheet, [text("字" * 26 + "22" + "字" * 20, type=latin)]) == pytest.approx(2 * 28.95)
        narrower = replace(sheet, right=sheet.right + 1)
        assert height(narrower, [text("字" * 26 + "22" + "字" * 26, type=latin)]) == pytest.approx(3 * 28.95)

    def test_closing_mark_gives_up_half_where_the_file_squeezes(self) -> None:
        sheet = replace(A4, char_space=0.0, right=A4.width - A4.left - (20 * 16 + 8))
        words = "字" * 20 + "》" + "字" * 20
        assert height(replace(sheet, squeezes=True), [text(words)]) == pytest.approx(2 * 28.95)
        assert height(sheet, [text(words)]) == pytest.approx(3 * 28.95)

    def test_very_long_word_still_ends(self) -> None:
        assert self.height_in_lines("A" * 5_000, Type(16.0, latin=1.0)) > 10


class TestPageEnds:
    def test_no_single_line_stays_behind_or_moves_alone(self) -> None:
        controlled = Setting()
        first, second = text(lines_of(21)), text(lines_of(2), controlled)
        assert page_of(estimate(A4, [first, second]), second) == [2]
        second = text(lines_of(4), controlled)
        assert page_of(estimate(A4, [text(lines_of(19)), second]), second) == [1]
        last = text("末")
        result = estimate(A4, [text(lines_of(19)), text(lines_of(4), controlled), text(lines_of(20)), last])
        assert page_of(result, last) == [3]

    def test_keep_with_next(self) -> None:
        heading = text("一、标题", replace(PLAIN, keep_next=True))
        result = estimate(A4, [text(lines_of(21)), heading, text(lines_of(3))])
        assert page_of(result, heading) == [2]

    def test_whole_document_kept_together_still_ends(self) -> None:
        chain = [text("字", replace(PLAIN, keep_next=True)) for _ in range(200)]
        assert pages(*chain) >= 200 // 22

    def test_keep_lines(self) -> None:
        block = text(lines_of(5), replace(PLAIN, keep_lines=True))
        assert page_of(estimate(A4, [text(lines_of(20)), block]), block) == [2]

    def test_breaks(self) -> None:
        inside = text("前\n后")
        inside.lines[1].new_page = True
        before = text("新页", new_page=True)
        result = estimate(A4, [text("首"), inside, before])
        assert (page_of(result, inside), page_of(result, before), result.pages.value) == ([1, 2], [3], 3)

    def test_sections(self) -> None:
        wide = replace(A4, width=841.9, height=595.3)
        first, second, third = text("一"), text("二"), text("三")
        result = estimate(A4, [first, NewSection(A4, "continuous"), second, NewSection(wide, "nextPage"), third])
        assert [page_of(result, block) for block in (first, second, third)] == [[1], [1], [2]]
        assert estimate(A4, [text("一"), NewSection(A4, "oddPage"), text("三")]).pages.value == 3

    def test_columns_are_filled_one_after_the_other(self) -> None:
        """What is left over in one column is not taken by the next."""
        columns = replace(A4, columns=2, pitch=0.0)
        exact = Setting(line=40.0, rule="exact", widow_control=False)  # 15.9 lines a column
        lines = [text("字", exact) for _ in range(31)]
        result = estimate(columns, lines, assumptions=CERTAIN)
        assert [page_of(result, line)[0] for line in lines] == [1] * 30 + [2]
        assert result.places[lines[15].key][0].y == result.places[lines[0].key][0].y

    def test_columns_before_another_section_become_equally_long(self) -> None:
        columns, exact = replace(A4, columns=2, pitch=0.0), Setting(line=40.0, rule="exact", widow_control=False)
        last = text("后", exact)
        blocks: list[Block] = [text("字", exact) for _ in range(10)]
        result = estimate(columns, [*blocks, NewSection(A4, "continuous"), last], assumptions=CERTAIN)
        assert result.places[last.key][0].y == pytest.approx(A4.top + 5 * 40)

    def test_column_break(self) -> None:
        inside, after = text("左\n右"), text("后")
        inside.lines[1].new_column = True
        assert page_of(estimate(A4, [inside, after]), inside) == [1, 2]
        assert page_of(estimate(replace(A4, columns=2), [inside, after]), after) == [1]

    def test_columns_hold_as_much_as_they_are_wide(self) -> None:
        columns = replace(A4, columns=2, column_gap=0.0, char_space=0.0)
        assert pages(*[text("字" * 13) for _ in range(44)], sheet=columns) == 1
        assert pages(*[text("字" * 13) for _ in range(46)], sheet=columns) == 2

    def test_footnotes_take_room_on_the_page(self) -> None:
        note = text(lines_of(3))
        assert pages(text(lines_of(19)), text("有注", notes=[note])) == 2
        assert pages(text(lines_of(19)), text("无注")) == 1

    def test_picture_in_a_line(self) -> None:
        assert pages(text(pictures=[(300.0, 600.0)]), text("字"), text("字")) == 2

    def test_pictures_beside_each_other_and_below(self) -> None:
        free = replace(A4, pitch=0.0)
        assert height(free, [text(pictures=[(200.0, 90.0), (200.0, 50.0)])]) == pytest.approx(90)
        assert height(free, [text(pictures=[(300.0, 90.0), (300.0, 50.0)])]) == pytest.approx(140)

    def test_picture_takes_whole_grid_lines(self) -> None:
        assert height(A4, [text(pictures=[(200.0, 30.0)])]) == pytest.approx(2 * 28.95)


class TestFloating:
    BELOW = Float(200.0, 100.0, beside=False)

    @staticmethod
    def y_of(result: Estimate, block: Text) -> float:
        return result.places[block.key][0].y - A4.top

    def test_text_goes_on_below(self) -> None:
        anchor, after = text("锚", floats=[self.BELOW]), text("后")
        result = estimate(A4, [anchor, after], assumptions=CERTAIN)
        assert (self.y_of(result, anchor), self.y_of(result, after)) == (100.0, pytest.approx(128.95))

    def test_text_beside_takes_more_lines(self) -> None:
        """Half of the width is taken for 100 points: what stands there would fill half of them."""
        half = Float(A4.measure / 2, 100.0)
        plain, beside = (
            estimate(A4, [text(lines_of(10), floats=floats), after := text("后")], assumptions=CERTAIN).places[
                after.key
            ]
            for floats in ((), [half])
        )
        assert beside[0].y - plain[0].y == pytest.approx(50)

    def test_too_little_room_beside_is_none(self) -> None:
        wide = Float(A4.measure - 60, 100.0)
        anchor = text("锚", floats=[wide])
        assert self.y_of(estimate(A4, [anchor], assumptions=CERTAIN), anchor) == 100.0

    def test_what_stands_in_the_margin_is_in_nobodys_way(self) -> None:
        for floating in (Float(60.0, 100.0, x=-70.0), Float(60.0, 100.0, horizontal="page", x=5.0)):
            anchor = text("锚", floats=[floating])
            assert self.y_of(estimate(A4, [anchor], assumptions=CERTAIN), anchor) == 0.0

    def test_takes_its_paragraph_to_the_next_page(self) -> None:
        anchor = text("锚", floats=[self.BELOW])
        assert page_of(estimate(A4, [text(lines_of(20)), anchor]), anchor) == [2]

    def test_higher_than_a_page_still_ends(self) -> None:
        assert pages(*[text("锚", floats=[Float(200.0, 5_000.0, beside=False)]) for _ in range(3)]) <= 6


class TestTables:
    def test_rows_add_up(self) -> None:
        assert pages(table(*[["甲", "乙"]] * 21)) == 1
        assert pages(table(*[["甲", "乙"]] * 23)) == 2

    def test_longest_cell_decides(self) -> None:
        assert height(A4, [table(["字" * 40, "乙"])]) == pytest.approx(4 * 28.95, abs=1)

    def test_least_and_exact_height(self) -> None:
        assert height(A4, [table(["甲"], height=100.0)]) == pytest.approx(100, abs=1)
        assert height(A4, [table(["字" * 40], height=30.0, rule="exact")]) == pytest.approx(30)

    def test_row_that_may_not_split_moves(self) -> None:
        tall = ["字" * 48]
        whole = estimate(A4, [text(lines_of(20)), table(tall, splits=False), text("后")])
        split = estimate(A4, [text(lines_of(20)), table(tall), text(lines_of(19)), text("后")])
        assert whole.pages.value == 2
        assert split.pages.value == 2

    def test_row_higher_than_a_page(self) -> None:
        assert pages(table(["字" * 600])) == 3

    def test_heading_row_is_repeated(self) -> None:
        rows = [Row([Cell([text("表头" * 5)], 200.0)], height=200.0, repeats=True)]
        rows += [Row([Cell([text("行")], 200.0)]) for _ in range(30)]
        plain = [replace(row, repeats=False) for row in rows]
        assert pages(Table(rows)) == 3
        assert pages(Table(plain)) == 2

    def test_lines_above_rows_and_margins_of_cells(self) -> None:
        row = Row([Cell([text("甲")], 200.0)], extra=3.5)
        assert height(A4, [Table([row, row])]) == pytest.approx(2 * (28.95 + 3.5))

    def test_grid_in_cells_as_the_file_says(self) -> None:
        cell = replace(PLAIN, in_cell=True)
        row = Row([Cell([text("甲", cell)], 200.0)], extra=0.0)
        assert height(A4, [Table([row])]) == pytest.approx(28.95)
        assert height(replace(A4, cells_on_grid=False), [Table([row])]) == pytest.approx(20.8)

    def test_cells_of_a_divided_row_go_on_each_by_itself(self) -> None:
        long, short = [text("行") for _ in range(30)], [text("行") for _ in range(3)]
        row = Row([Cell(list(long), 200.0), Cell(list(short), 200.0)])
        result = estimate(A4, [text(lines_of(10)), Table([row])], assumptions=CERTAIN)
        assert [page_of(result, block)[0] for block in long] == [1] * 12 + [2] * 18
        assert [page_of(result, block)[0] for block in short] == [1] * 3

    def test_row_begins_only_where_a_line_of_each_cell_fits(self) -> None:
        high, low = text("字", type=Type(40.0)), [text("行"), text("行")]
        row = Row([Cell([high], 200.0), Cell(list(low), 200.0)])
        result = estimate(A4, [text(lines_of(21)), Table([row])], assumptions=CERTAIN)
        assert page_of(result, high) == page_of(result, low[0]) == [2]

    def test_heading_keeps_with_the_first_line_of_a_row(self) -> None:
        heading, row = text("标题", replace(PLAIN, keep_next=True)), [text("行") for _ in range(20)]
        blocks: list[Block] = [text(lines_of(20)), heading, Table([Row([Cell(list(row), 200.0)], extra=0.0)])]
        result = estimate(A4, blocks, assumptions=CERTAIN)
        assert (page_of(result, heading), page_of(result, row[0]), page_of(result, row[1])) == ([1], [1], [2])
        whole = Table([Row([Cell(list(row), 200.0)], splits=False, extra=0.0)])
        assert page_of(estimate(A4, [*blocks[:2], whole], assumptions=CERTAIN), heading) == [2]

    def test_merged_cell_spreads_over_its_rows(self) -> None:
        rows = [
            Row([Cell([text("字" * 36)], 200.0, rows=3), Cell([text("一")], 200.0)]),
            Row([Cell([], 200.0, rows=0), Cell([text("二")], 200.0)]),
            Row([Cell([], 200.0, rows=0), Cell([text("三")], 200.0)]),
        ]
        assert height(A4, [Table(rows)]) == pytest.approx(3 * 28.95, abs=2)

    def test_nested_table_counts_in_its_cell(self) -> None:
        inner = table(["甲", "乙"], ["丙", "丁"])
        assert height(A4, [Table([Row([Cell([inner, text("末")], 300.0)])])]) == pytest.approx(3 * 28.95, abs=2)


class TestRange:
    def test_says_how(self) -> None:
        found = estimate(A4, [text("字")]).pages
        assert (found.how, found.exact, found.low, found.high) == (HOW, False, 1, 1)

    def test_unknown_leading_without_a_grid(self) -> None:
        free = replace(A4, pitch=0.0)
        found = estimate(free, [text(lines_of(1_000))]).pages
        assert found.low is not None
        assert found.high is not None
        assert found.low < found.value < found.high

    def test_budget_that_runs_out_in_a_table(self) -> None:
        blocks: list[Block] = [table(*[[lines_of(3), "乙"]] * 3_000)]
        full = estimate(A4, blocks, budget=600).pages.value
        begun = time.perf_counter()
        short = estimate(A4, blocks, budget=0.1).pages
        assert time.perf_counter() - begun < 2.0
        assert short.least <= full <= short.most

    def test_budget_that_runs_out_extrapolates(self) -> None:
        blocks = [text(lines_of(3)) for _ in range(3_000)]
        full = estimate(A4, blocks, budget=600).pages
        begun = time.perf_counter()
        short = estimate(A4, blocks, budget=0.0).pages
        assert time.perf_counter() - begun < 2.0
        assert short.low is not None
        assert short.high is not None
        assert short.low <= full.value <= short.high
        assert short.high - short.low > full.value * 0.3


texts = st.text(alphabet="字。，《》（）“”、A1 %-\t", max_size=120)
spacings = st.builds(
    Setting,
    line=st.floats(0.5, 40.0),
    rule=st.sampled_from(["auto", "exact", "atLeast"]),
    before=st.floats(0, 60),
    after=st.floats(0, 60),
    first=st.floats(-60, 60),
    left=st.floats(-30, 400),
    keep_next=st.booleans(),
    keep_lines=st.booleans(),
    widow_control=st.booleans(),
    on_grid=st.booleans(),
)
paragraphs = st.builds(lambda words, setting, size: text(words, setting, Type(size)), texts, spacings, st.floats(1, 72))
tables = st.lists(st.lists(texts, min_size=1, max_size=3), max_size=4).map(lambda rows: table(*rows))
documents = st.lists(paragraphs | tables, max_size=25)


@settings(max_examples=200, deadline=None)
@given(documents, st.sampled_from([0.0, 15.6, 28.95]))
def test_laws_of_every_estimate(blocks: list[Block], pitch: float) -> None:
    found = estimate(replace(A4, pitch=pitch), blocks)
    pages = found.pages
    assert pages.low is not None
    assert pages.high is not None
    assert 1 <= pages.low <= pages.value <= pages.high
    starts = [place for block in blocks if isinstance(block, Text) for place in found.places[block.key]]
    assert all(1 <= place.page <= pages.value for place in starts)
    assert [(place.page, place.y) for place in starts] == sorted((place.page, place.y) for place in starts)


@settings(max_examples=100, deadline=None)
@given(st.lists(texts, min_size=1, max_size=40), texts)
def test_more_text_never_takes_fewer_pages(parts: list[str], more: str) -> None:
    fewer = estimate(A4, [text(part) for part in parts], assumptions=CERTAIN).pages.value
    assert estimate(A4, [text(part) for part in (*parts, more)], assumptions=CERTAIN).pages.value >= fewer
