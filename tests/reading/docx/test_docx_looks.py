"""How a paragraph looks, resolved through defaults, styles, theme and its own properties."""

from __future__ import annotations

import pytest
from docx_builder import NAMESPACES, flow, only, para, run, style, styles

from wenlint.reading.flow import Look

THEME = (
    f"<a:theme {NAMESPACES}><a:themeElements><a:fontScheme><a:minorFont><a:latin typeface='Calibri'/>"
    "<a:ea typeface=''/><a:font script='Hans' typeface='等线'/></a:minorFont></a:fontScheme></a:themeElements>"
    "</a:theme>"
)
DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsiaTheme='minorEastAsia'/><w:sz w:val='24'/></w:rPr>"
    "</w:rPrDefault></w:docDefaults>"
)
SHEET = styles(
    style("Normal", "<w:rPr><w:sz w:val='32'/></w:rPr>", default=True),
    style(
        "Title",
        "<w:basedOn w:val='Normal'/><w:pPr><w:jc w:val='center'/><w:outlineLvl w:val='0'/></w:pPr>"
        "<w:rPr><w:b/><w:rFonts w:eastAsia='方正小标宋简体'/></w:rPr>",
    ),
    style("Big", "<w:basedOn w:val='Title'/><w:rPr><w:sz w:val='44'/></w:rPr>"),
    style("Flip", "<w:rPr><w:b/></w:rPr>", kind="character"),
    style("Loop", "<w:basedOn w:val='Loop'/><w:pPr><w:jc w:val='right'/></w:pPr>"),
    defaults=DEFAULTS,
)


def look(body: str) -> Look:
    return only(body, parts={"styles": SHEET, "theme": THEME}).look


def test_default_style_and_theme_font() -> None:
    assert look(para("正文")) == Look(size=16.0, font="等线")


def test_inherited_through_based_on() -> None:
    found = look(para("标题", properties="<w:pStyle w:val='Big'/>"))
    assert found == Look(align="center", size=22.0, font="方正小标宋简体", bold=True, outline=1)


def test_direct_properties_win() -> None:
    body = para(
        run("标题", "<w:b w:val='0'/><w:sz w:val='36'/><w:rFonts w:eastAsia='黑体'/>"),
        properties="<w:pStyle w:val='Big'/><w:jc w:val='left'/>",
    )
    assert look(body) == Look(align="left", size=18.0, font="黑体", outline=1)


def test_toggle_of_character_style_flips_paragraph_style() -> None:
    flipped = run("字", "<w:rStyle w:val='Flip'/>")
    assert not look(para(flipped, properties="<w:pStyle w:val='Title'/>")).bold
    assert look(para(flipped)).bold


def test_style_based_on_itself_ends() -> None:
    assert look(para("圈", properties="<w:pStyle w:val='Loop'/>")).align == "right"


def test_unknown_style_is_the_default_one() -> None:
    assert look(para("字", properties="<w:pStyle w:val='没有'/>")).size == 16.0


@pytest.mark.parametrize(
    ("color", "red"), [("FF0000", True), ("C00000", True), ("000000", False), ("auto", False), ("FF9900", False)]
)
def test_red(color: str, red: bool) -> None:
    assert look(para(run("红头", f"<w:color w:val='{color}'/>"))).red is red


@pytest.mark.parametrize(
    ("indent", "characters"),
    [
        ("w:firstLineChars='200'", 2.0),
        ("w:firstLine='640'", 2.0),
        ("w:firstLineChars='0' w:firstLine='640'", 2.0),
        ("w:firstLineChars='200' w:firstLine='420'", 2.0),
        ("w:left='640' w:hanging='320'", 1.0),
        ("w:leftChars='300' w:hangingChars='100'", 2.0),
        ("w:start='320'", 1.0),
    ],
)
def test_indent_in_characters(indent: str, characters: float) -> None:
    assert look(para("段", properties=f"<w:ind {indent}/>")).indent == characters


def test_direct_hanging_replaces_inherited_first_line() -> None:
    sheet = styles(
        style("N", "<w:pPr><w:ind w:firstLine='640'/></w:pPr><w:rPr><w:sz w:val='32'/></w:rPr>", default=True)
    )
    found = only(para("段", properties="<w:ind w:left='640' w:hanging='640'/>"), parts={"styles": sheet})
    assert found.look.indent == 0.0


def test_runs_of_a_run_in_heading() -> None:
    found = look(para(run("（一）明确责任。", "<w:b/>"), run("各单位要按照职责"), run("分工抓好落实。")))
    assert found.runs == (8, 15)
    assert not found.bold


def test_one_look_needs_no_runs() -> None:
    assert look(para("甲", "乙")).runs == ()


def test_most_characters_decide() -> None:
    found = look(para(run("大", "<w:sz w:val='44'/>"), run("其余都是小字", "<w:sz w:val='28'/>")))
    assert found.size == 14.0


def test_second_line_has_no_first_line_indent() -> None:
    body = para("一", "<w:r><w:br/></w:r>", "二", properties="<w:ind w:firstLineChars='200'/>")
    assert [p.look.indent for p in flow(body).paragraphs] == [2.0, 0.0]
