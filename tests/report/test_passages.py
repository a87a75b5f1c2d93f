"""Two passages side by side."""

from __future__ import annotations

import re

from wenlint.report.paint import Paint
from wenlint.report.passages import Passages, changes_told, render
from wenlint.report.width import cells

PAIR = Passages(
    "本稿 · 第 3 段",
    "各地区要建立健全应急值守制度，落实二十四小时专人值班。",
    "来源 · 《示例规定》",
    "各部门要建立健全应急值守制度，落实专人值班。",
)


def test_columns_line_up_by_cells() -> None:
    lines = list(render(PAIR, 80, Paint(False)))
    bars = {cells(line[: line.index("│")]) for line in lines if "│" in line}
    assert bars == {39}
    assert all(cells(line) <= 80 for line in lines)
    assert any("┼" in line for line in lines)


def test_marks_stand_below_exactly_what_differs() -> None:
    lines = list(render(PAIR, 200, Paint(False)))
    text, marks = lines[-2], lines[-1]

    def under(cell: int) -> str:
        at = 0
        for character in text:
            if at == cell:
                return character
            at += cells(character)
        return ""

    differing = "".join(under(match.start() + i) for match in re.finditer(r"\^+", marks) for i in range(len(match[0])))
    assert differing == "地区二十四小时部门"


def test_a_narrow_terminal_stacks_them() -> None:
    lines = list(render(PAIR, 50, Paint(False)))
    assert not any("│" in line for line in lines)
    assert all(cells(line) <= 50 for line in lines)
    assert lines[0] == PAIR.left_heading
    assert PAIR.right_heading in lines


def test_colour_marks_inside_the_line_and_loses_no_word() -> None:
    lines = list(render(PAIR, 200, Paint(True)))
    assert not any("^" in line for line in lines)
    assert "\x1b[1;4;33m地区\x1b[0m" in lines[-1]
    plain = re.sub(r"\x1b\[[\d;]*m", "", lines[-1])
    assert PAIR.left in plain
    assert PAIR.right in plain


def test_equal_passages_have_no_marks() -> None:
    same = Passages("甲", "一样的话。", "乙", "一样的话。")
    assert not any("^" in line for line in render(same, 100, Paint(False)))


def test_a_passage_over_several_paragraphs_stays_one() -> None:
    several = Passages("甲", "第一段。\n第二段。", "乙", "第一段。")
    assert any("第一段。¶第二段。" in line for line in render(several, 100, Paint(False)))


def test_a_very_long_passage_is_cut_and_says_so() -> None:
    long = Passages("甲", "长" * 5000, "乙", "长" * 30)
    text = "".join(render(long, 100, Paint(True)))
    assert "共 5000 个字" in text
    assert text.count("长") < 1000


def test_a_long_passage_is_cut_at_the_same_place_of_both() -> None:
    sentences = [f"第{number}项工作由第{number}组在每月{number}日前办结并书面报告。" for number in range(1, 41)]
    inserted = [*sentences[:10], "另外还要多办一件原稿里没有的事情。", *sentences[10:]]
    lines = list(render(Passages("本稿", "".join(sentences), "来源", "".join(inserted)), 200, Paint(False)))
    columns = [line.split("│") for line in lines if "│" in line and "^" not in line]
    left, right = ("".join(column[side].strip() for column in columns) for side in (0, 1))
    assert left.endswith(f"……（共 {len(''.join(sentences))} 个字符，余下略）")
    assert right.endswith(f"……（共 {len(''.join(inserted))} 个字符，余下略）")
    assert left.split("……")[0].removeprefix("本稿")[-20:] == right.split("……")[0][-20:]


def test_the_changes_are_told_in_one_line() -> None:
    source = "全省新建老年食堂1200个，省级财政给予补助。全省每季度检查一次，结果向社会公开。"
    draft = "全市新建老年食堂120个，市级财政给予补助。全市每季度检查一次。"
    assert changes_told(draft, source) == "全省→全市（2 处）、省级→市级、1200个→120个；删去 1 处（7 字）"
    assert changes_told(source, source) == ""


def test_what_was_moved_is_told_once() -> None:
    one, other = "老年食堂应当公示菜品价格和补贴标准。", "市场监管部门每季度检查一次，发现问题当场责令改正。"
    assert changes_told(one + other, other + one) == "调换位置 1 处（17 字）"


def test_many_changes_are_counted() -> None:
    places = "甲乙丙丁戊己庚辛"
    source = "".join(f"第{place}组的任务按照全省的要求办理{at}次。" for at, place in enumerate(places))
    draft = "".join(f"第{place}组的任务按照全省的要求办理{at + 20}次。" for at, place in enumerate(places))
    assert changes_told(draft, source).endswith("等 8 种")
    assert "改写 1 处" in changes_told(
        "主动公开各项结果并接受群众的监督和评议，及时答复。",
        "严禁弄虚作假瞒报漏报以及其他欺骗组织的行为，及时答复。全省。",
    )


def test_new_numbers_of_articles_are_only_counted() -> None:
    source = "违反第二十八条、第二十九条规定的，由省民政厅责令改正。"
    draft = "违反第十七条、第十九条规定的，由市民政局责令改正。"
    assert changes_told(draft, source) == "省民政厅→市民政局；条文序号变动 2 处"
