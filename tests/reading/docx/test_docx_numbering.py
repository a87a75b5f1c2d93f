"""Automatic numbers come out as printed."""

from __future__ import annotations

import pytest
from docx_builder import flow, level, listed, numbering, para, style, styles, words
from hypothesis import given
from hypothesis import strategies as st

from wenlint.reading.docx.numerals import numeral

OUTLINE = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCountingThousand", "%1、", '<w:suff w:val="nothing"/>')
    + level(1, "chineseCountingThousand", "（%2）", '<w:suff w:val="nothing"/>')
    + level(2, "decimal", "%3.", '<w:suff w:val="space"/>')
    + level(3, "decimalEnclosedCircle", "%4")
    + "</w:abstractNum>"
)
DECIMAL = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "chineseCounting", "第%1章", '<w:suff w:val="space"/>')
    + level(1, "decimal", "%1.%2", '<w:isLgl/><w:suff w:val="space"/>')
    + level(2, "lowerLetter", "%1.%2.%3", '<w:lvlRestart w:val="1"/><w:suff w:val="space"/>')
    + "</w:abstractNum>"
)
INSTANCES = (
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    + level(0, "upperRoman", "%1)")
    + "</w:lvlOverride></w:num>"
)
PARTS = {"numbering": numbering(OUTLINE + DECIMAL, INSTANCES)}


def items(*places: tuple[int, int]) -> list[str]:
    """Labels of paragraphs with these (numId, level)."""
    body = "".join(para("文", properties=listed(number, depth)) for number, depth in places)
    return [text.removesuffix("文") for text in words(body, parts=PARTS)]


def test_levels_and_their_restart() -> None:
    assert items((1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2), (1, 2), (1, 3)) == [
        "一、", "（一）", "（二）", "1. ", "二、", "（一）", "1. ", "2. ", "①\t",
    ]  # fmt: skip


def test_instances_of_one_definition_count_on() -> None:
    assert items((1, 0), (3, 0), (1, 0)) == ["一、", "二、", "三、"]


def test_start_override_restarts_once() -> None:
    assert items((1, 0), (1, 0), (4, 0), (4, 0)) == ["一、", "二、", "一、", "二、"]


def test_level_override() -> None:
    assert items((5, 0), (5, 0)) == ["I)\t", "II)\t"]


def test_legal_numbers_and_deeper_restart() -> None:
    assert items((2, 0), (2, 1), (2, 2), (2, 1), (2, 2), (2, 0), (2, 2)) == [
        "第一章 ", "1.1 ", "一.1.a ", "1.2 ", "一.2.b ", "第二章 ", "二.1.a ",
    ]  # fmt: skip


def test_zero_and_unknown_lists_have_no_number() -> None:
    assert items((0, 0), (99, 0)) == ["", ""]


def test_number_is_told_apart_from_text() -> None:
    (found,) = flow(para("总体要求", properties=listed(1)), parts=PARTS).paragraphs
    assert (found.text, found.number) == ("一、总体要求", "一、")


def test_second_line_of_an_item_has_no_number() -> None:
    body = para("甲", "<w:r><w:br/></w:r>", "乙", properties=listed(1))
    assert [(p.text, p.number) for p in flow(body, parts=PARTS).paragraphs] == [("一、甲", "一、"), ("乙", "")]


def test_numbered_by_style_and_switched_off() -> None:
    sheet = styles(
        style("H1", f"<w:pPr>{listed(6)}</w:pPr>"),
        style("H2", "<w:basedOn w:val='H1'/>"),
        style("Child", "<w:basedOn w:val='H1'/>"),
    )
    abstract = (
        '<w:abstractNum w:abstractNumId="7">'
        + level(0, "decimal", "%1.", "<w:pStyle w:val='H1'/><w:suff w:val='nothing'/>")
        + level(1, "decimal", "%1.%2", "<w:pStyle w:val='H2'/><w:suff w:val='nothing'/>")
        + "</w:abstractNum>"
    )
    parts = {
        "styles": sheet,
        "numbering": numbering(abstract, '<w:num w:numId="6"><w:abstractNumId w:val="7"/></w:num>'),
    }
    kinds = [("H1", ""), ("H2", ""), ("Child", ""), ("H1", listed(0)), ("H2", "")]
    body = "".join(para("文", properties=f"<w:pStyle w:val='{name}'/>{extra}") for name, extra in kinds)
    assert words(body, parts=parts) == ["1.文", "1.1文", "2.文", "文", "2.1文"]


def test_list_defined_through_a_numbering_style() -> None:
    sheet = styles(style("L", f"<w:pPr>{listed(8)}</w:pPr>", kind="numbering"))
    linked = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="L"/></w:abstractNum>'
    stems = level(0, "ideographTraditional", "%1")
    target = f'<w:abstractNum w:abstractNumId="9"><w:styleLink w:val="L"/>{stems}</w:abstractNum>'
    instances = (
        '<w:num w:numId="8"><w:abstractNumId w:val="9"/></w:num><w:num w:numId="9"><w:abstractNumId w:val="8"/></w:num>'
    )
    parts = {"styles": sheet, "numbering": numbering(linked + target, instances)}
    assert words(para("文", properties=listed(9)), parts=parts) == ["甲\t文"]


def test_bullet_of_a_symbol_font() -> None:
    font = "<w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr>"
    abstract = f'<w:abstractNum w:abstractNumId="0">{level(0, "bullet", chr(0xF0D8), font)}</w:abstractNum>'
    parts = {"numbering": numbering(abstract, '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')}
    assert words(para("文", properties=listed(1)), parts=parts) == ["➢\t文"]


def test_custom_format_tells_its_width() -> None:
    inside = '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
    lvl = f'<w:lvl w:ilvl="0"><w:start w:val="7"/>{inside}<w:suff w:val="nothing"/><w:lvlText w:val="[%1]"/></w:lvl>'
    abstract = f'<w:abstractNum w:abstractNumId="0">{lvl}</w:abstractNum>'
    parts = {"numbering": numbering(abstract, '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')}
    assert words(para("文", properties=listed(1)), parts=parts) == ["[007]文"]


def test_deleted_item_is_not_counted() -> None:
    gone = "<w:rPr><w:del w:id='1' w:author='乙'/></w:rPr>"
    body = para("甲", properties=listed(1)) + para(properties=listed(1) + gone) + para("乙", properties=listed(1))
    assert words(body, parts=PARTS) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("format", "written"),
    [
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一〇〇"}),
        ("chineseCountingThousand", {10: "十", 12: "十二", 100: "一百", 101: "一百零一", 110: "一百一十",
                                     1001: "一千零一", 1010: "一千零一十", 10_005: "一万零五", 12_000: "一万二千"}),
        ("japaneseCounting", {10: "十", 21: "二十一", 100: "百", 101: "百一", 1000: "千"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographDigital", {10: "一〇", 25: "二五"}),
        ("ideographZodiacTraditional", {1: "甲子", 12: "乙亥", 60: "癸亥", 61: "甲子"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 105: "壹佰零伍"}),
        ("ideographLegalTraditional", {13: "壹拾參"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {2: "⑵"}),
        ("decimalEnclosedFullstop", {3: "⒊"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerLetter", {2: "b"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX"}),
        ("lowerRoman", {9: "ix"}),
        ("ordinal", {1: "1st", 12: "12th", 23: "23rd"}),
        ("numberInDash", {3: "- 3 -"}),
        ("none", {3: ""}),
        ("someFutureFormat", {3: "3"}),
    ],
)  # fmt: skip
def test_formats(format: str, written: dict[int, str]) -> None:
    assert {number: numeral(number, format) for number in written} == written


def read_chinese(text: str) -> int:
    """The value of a Chinese numeral, read independently of how it was written."""
    digits = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
    units = {"十": 10, "百": 100, "千": 1000}
    total = section = digit = 0
    for sign in text:
        if sign in digits:
            digit = digits[sign]
        elif sign in units:
            section += (digit or 1) * units[sign]
            digit = 0
        else:
            total, section, digit = (section + digit) * 10_000, 0, 0
    return total + section + digit


_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def read_roman(text: str) -> int:
    values = [_ROMAN_VALUES[sign] for sign in text]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


@given(st.integers(1, 32_767))
def test_chinese_numerals_read_back(number: int) -> None:
    assert read_chinese(numeral(number, "chineseCountingThousand")) == number
    assert read_chinese(numeral(number, "japaneseCounting")) == number


@given(st.integers(1, 3_999))
def test_roman_numerals_read_back(number: int) -> None:
    assert read_roman(numeral(number, "lowerRoman")) == number


@given(
    st.integers(-5, 10**12), st.sampled_from(["chineseCountingThousand", "lowerLetter", "upperRoman", "chicago", "hex"])
)
def test_no_number_makes_a_long_label(number: int, format: str) -> None:
    assert 0 < len(numeral(number, format)) <= 32_767 // 4 + 1


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30))
def test_counters_agree_with_a_plain_model(levels: list[int]) -> None:
    counters, expected = [0, 0, 0, 0], []
    for depth in levels:
        counters[depth] += 1
        counters[depth + 1 :] = [0] * (3 - depth)
        expected.append(counters[depth])
    formats = ["chineseCountingThousand", "chineseCountingThousand", "decimal", "decimalEnclosedCircle"]
    templates = ["{}、", "（{}）", "{}. ", "{}\t"]
    labels = [templates[d].format(numeral(value, formats[d])) for d, value in zip(levels, expected, strict=True)]
    assert items(*((1, depth) for depth in levels)) == labels
