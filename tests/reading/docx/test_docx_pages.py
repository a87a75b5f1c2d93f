"""Pages of a .docx: the file's geometry reaches the estimate, and the estimate reaches the paragraphs."""

from __future__ import annotations

import pytest
from docx_builder import NAMESPACES, box, flow, level, listed, numbering, para, run, style, styles, table
from hypothesis import given, settings
from hypothesis import strategies as st

from wenlint.reading.errors import ReadingError
from wenlint.reading.flow import Flow

SHEET = styles(style("N", "<w:rPr><w:sz w:val='32'/></w:rPr>", default=True))
MARGINS = '<w:pgMar w:top="2098" w:bottom="1984" w:left="1587" w:right="1474" w:header="851" w:footer="992"/>'
GRID = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>'
SECTION = f'<w:sectPr>{{}}<w:pgSz w:w="11906" w:h="16838"/>{MARGINS}{GRID}</w:sectPr>'
BREAK = "<w:r><w:br w:type='page'/></w:r>"


def standard(body: str, references: str = "", **rest: object) -> Flow:
    """A document on the page of GB/T 9704: 22 lines of 28 characters in 16 points."""
    parts = {"styles": SHEET, **rest.pop("parts", {})}  # type: ignore[dict-item]
    return flow(body + SECTION.format(references), parts=parts, **rest)


def count(body: str, **rest: object) -> int:
    pages = standard(body, **rest).pages
    assert pages is not None
    return pages.value


def test_standard_page() -> None:
    assert count(para("字" * 28 * 22)) == 1
    assert count(para("字" * (28 * 22 + 2), properties="<w:widowControl w:val='0'/>")) == 2
    assert count(para(properties="") * 22) == 1
    assert count(para("字") * 23) == 2


def test_a_frame_of_no_size_takes_nothing_out_of_the_text() -> None:
    """Apple Pages declares one for every paragraph; a frame with a size floats beside the text."""
    frame = "<w:framePr w:anchorLock='0' w:w='{0}' w:h='{0}' w:hSpace='0' w:xAlign='left' w:y='0' w:vAnchor='margin'/>"
    assert count(para("字", properties=frame.format(0)) * 23) == 2
    assert count(para("字", properties=frame.format(400)) * 23) == 1


def test_two_characters_of_indent_are_two_cells_of_the_grid() -> None:
    indent = "<w:ind w:firstLineChars='200'/>"
    assert count(para("字" * 26, properties=indent) * 22) == 1
    assert count(para("字" * 28, properties=indent) * 12) == 2


def test_page_of_each_paragraph_and_line() -> None:
    found = standard(para("字") * 22 + para("次页") + para("前", BREAK, "后"))
    assert [(p.text, p.page) for p in found.paragraphs[20:]] == [
        ("字", 1), ("字", 1), ("次页", 2), ("前", 2), ("后", 3),
    ]  # fmt: skip


def test_break_at_the_end_of_a_paragraph_leaves_no_line_behind() -> None:
    assert count(para("一", BREAK) + para("字") * 22) == 2
    assert count(para("一") + para(BREAK) + para("字") * 22) == 2
    assert count(para("一", BREAK) + para("字") * 23) == 3


def test_tables_and_their_pages() -> None:
    found = standard(para("字") * 20 + table(*[[para(str(row))] for row in range(8)]))
    pages = [p.page for p in found.paragraphs if p.table]
    assert pages[0] == 1
    assert pages[-1] == 2
    assert pages == sorted(pages, key=lambda page: page or 0)


def test_high_header_pushes_the_text() -> None:
    reference = '<w:headerReference w:type="default" r:id="header-a"/>'
    high = {"header-a": para("页眉") * 6}
    low = {"header-a": para("页眉")}
    assert count(para("字") * 22, references=reference, margins=low) == 1
    assert count(para("字") * 22, references=reference, margins=high) == 2


def test_footnotes_take_room() -> None:
    notes = f'<w:footnotes {NAMESPACES}><w:footnote w:id="1">{para("注" * 56)}</w:footnote></w:footnotes>'
    cited = para("字", '<w:r><w:footnoteReference w:id="1"/></w:r>')
    assert count(cited + para("字") * 20, parts={"footnotes": notes}) == 2
    assert count(para("字") * 21) == 1


def test_hanging_number_takes_room_in_the_line() -> None:
    first = level(0, "chineseCounting", "第%1条", '<w:suff w:val="nothing"/>')
    abstract = f'<w:abstractNum w:abstractNumId="0">{first}</w:abstractNum>'
    parts = {"numbering": numbering(abstract, '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')}
    numbered = para("字" * 27, properties=listed(1))
    assert count(numbered * 12, parts=parts) == 2
    assert count(para("字" * 27) * 12) == 1


def test_picture_in_the_text_takes_its_height() -> None:
    drawing = (
        f"<w:r><w:drawing><wp:inline><wp:extent cx='1' cy='{500 * 12700}'/><pic:pic/></wp:inline></w:drawing></w:r>"
    )
    assert count(para(drawing) + para("字") * 5) == 2


def test_never_from_stored_properties() -> None:
    assert standard(para("字")).pages is not None
    assert count(para("字") * 100) == 5


class TestBoxesOnThePage:
    def test_imprint_anchored_to_the_first_paragraph_is_read_last(self) -> None:
        anchor = para(
            box(para("示例市人民政府办公室印发"), y=720, relative="page")
            + box(para("示例市人民政府文件"), y=100, relative="page")
        )
        found = standard(anchor + para("关于某事的通知") + para("正文") * 5)
        assert [p.text for p in found.paragraphs][:2] == ["示例市人民政府文件", "关于某事的通知"]
        assert found.paragraphs[-1].text == "示例市人民政府办公室印发"

    def test_box_stays_on_the_page_of_its_anchor(self) -> None:
        anchor = para(box(para("框"), y=700, relative="page"))
        found = standard(anchor + para("一") * 3 + para("二", properties="<w:pageBreakBefore/>"))
        assert [p.text for p in found.paragraphs] == ["一", "一", "一", "框", "二"]

    def test_box_beside_a_later_paragraph(self) -> None:
        anchor = para(box(para("签发人：丁"), y=90))
        found = standard(anchor + para("一") + para("二") + para("三") + para("四"))
        assert [p.text for p in found.paragraphs] == ["一", "二", "签发人：丁", "三", "四"]


VALUES = st.sampled_from(
    ["0", "-5", "1", "200", "nan", "inf", "1e400", "99999999999", "-99999999999", "", "x", "12pt", "50%"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(VALUES, min_size=24, max_size=24))
def test_any_numbers_in_the_file_give_pages(values: list[str]) -> None:
    v = iter(values)
    spacing = (
        f'<w:spacing w:before="{next(v)}" w:after="{next(v)}" w:line="{next(v)}" w:lineRule="exact" '
        f'w:beforeLines="{next(v)}"/>'
    )
    indent = f'<w:ind w:left="{next(v)}" w:right="{next(v)}" w:firstLine="{next(v)}" w:leftChars="{next(v)}"/>'
    words = run("字" * 40, f'<w:sz w:val="{next(v)}"/><w:spacing w:val="{next(v)}"/><w:w w:val="{next(v)}"/>')
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{next(v)}"/><w:gridSpan w:val="{next(v)}"/></w:tcPr>{para("格")}</w:tc>'
    row = f'<w:tr><w:trPr><w:trHeight w:val="{next(v)}" w:hRule="exact"/></w:trPr>{cell}</w:tr>'
    section = (
        f'<w:sectPr><w:pgSz w:w="{next(v)}" w:h="{next(v)}"/><w:pgMar w:top="{next(v)}" w:bottom="{next(v)}" '
        f'w:left="{next(v)}" w:right="{next(v)}"/><w:cols w:num="{next(v)}" w:space="{next(v)}"/>'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{next(v)}" w:charSpace="{next(v)}"/></w:sectPr>'
    )
    body = para(words, properties=spacing + indent) + f"<w:tbl>{row}</w:tbl>" + section
    try:
        found = flow(body)
    except ReadingError as error:  # pragma: no cover
        pytest.fail(error.message)
    assert found.pages is not None
    assert 1 <= found.pages.least <= found.pages.value <= found.pages.most
    assert "字" * 40 in found.text


def settings_part(inside: str) -> dict[str, str]:
    return {"settings": f"<w:settings {NAMESPACES}>{inside}</w:settings>"}


class TestSettings:
    GAPS = "<w:spacing w:before='579' w:after='579'/>"

    def test_spaces_between_paragraphs(self) -> None:
        """A line before and after each: one between two paragraphs, or two where the file adds them."""
        body = para("字", properties=self.GAPS) * 8 + para("字") * 5
        assert count(body) == 1
        adding = settings_part("<w:compat><w:doNotUseHTMLParagraphAutoSpacing/></w:compat>")
        assert count(body, parts=adding) == 2

    def test_grid_in_table_cells(self) -> None:
        """24 rows of 20.8 points fit the page, of 28.95 they do not."""
        body = table(*[[para("字")]] * 24)
        assert count(body) == 1
        assert count(body, parts=settings_part("<w:compat><w:adjustLineHeightInTable/></w:compat>")) == 2

    def test_squeezed_punctuation(self) -> None:
        narrow = "<w:ind w:right='130'/>"  # leaves 27 characters and less than half of one
        body = para("字" * 26 + "》" + "字" * 27, properties=narrow) * 12
        assert count(body) == 2
        tight = para("字" * 27 + "》" + "字" * 27, properties="<w:ind w:right='160'/>") * 11
        squeezing = settings_part('<w:characterSpacingControl w:val="compressPunctuation"/>')
        assert count(tight, parts=squeezing) == 1
        assert count(tight) == 2


class TestTableGeometry:
    @staticmethod
    def rows(properties: str, count: int, cell: str = "") -> str:
        row = f"<w:tr><w:tc><w:tcPr>{cell}</w:tcPr>{para('字')}</w:tc></w:tr>"
        return (
            f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid><w:gridCol w:w='6000'/></w:tblGrid>{row * count}</w:tbl>"
        )

    def test_lines_between_rows_take_room(self) -> None:
        """29 rows of 20.8 points and the line after a last table leave 5 points; lines between rows do not fit."""
        assert count(self.rows("", 29)) == 1
        assert count(self.rows("", 30)) == 2
        assert count(self.rows("<w:tblBorders><w:insideH w:val='single' w:sz='4'/></w:tblBorders>", 28)) == 1
        assert count(self.rows("<w:tblBorders><w:insideH w:val='single' w:sz='48'/></w:tblBorders>", 28)) == 2
        assert count(self.rows("<w:tblBorders><w:insideH w:val='nil' w:sz='48'/></w:tblBorders>", 29)) == 1

    def test_margins_of_cells_take_room(self) -> None:
        margins = "<w:{0}><w:top w:w='60' w:type='dxa'/><w:bottom w:w='60' w:type='dxa'/></w:{0}>"
        assert count(self.rows(margins.format("tblCellMar"), 29)) == 2
        assert count(self.rows("", 29, margins.format("tcMar"))) == 2
        assert count(self.rows("", 29)) == 1

    def test_geometry_from_the_style(self) -> None:
        inside = "<w:tblBorders><w:insideH w:val='single' w:sz='48'/></w:tblBorders>"
        based = f"<w:style w:type='table' w:styleId='B'><w:tblPr>{inside}</w:tblPr></w:style>"
        own = "<w:style w:type='table' w:styleId='T'><w:basedOn w:val='B'/></w:style>"
        sheet = styles(style("N", "<w:rPr><w:sz w:val='32'/></w:rPr>", default=True), based, own)
        assert count(self.rows("<w:tblStyle w:val='T'/>", 29), parts={"styles": sheet}) == 2
        assert count(self.rows("<w:tblStyle w:val='none'/>", 29), parts={"styles": sheet}) == 1


class TestDrawings:
    @staticmethod
    def drawing(wrap: str, height: int = 200, width: int = 400, inline: bool = False) -> str:
        extent = f'<wp:extent cx="{width * 12700}" cy="{height * 12700}"/>'
        if inline:
            return f"<w:r><w:drawing><wp:inline>{extent}</wp:inline></w:drawing></w:r>"
        place = "".join(
            f'<wp:position{axis} relativeFrom="{base}"><wp:posOffset>0</wp:posOffset></wp:position{axis}>'
            for axis, base in (("H", "column"), ("V", "paragraph"))
        )
        return f"<w:r><w:drawing><wp:anchor>{place}{extent}{wrap}</wp:anchor></w:drawing></w:r>"

    @pytest.mark.parametrize(
        ("wrap", "pages"),
        [
            ("<wp:wrapTopAndBottom/>", 2),
            ("<wp:wrapSquare wrapText='bothSides'/>", 2),
            ("<wp:wrapNone/>", 1),
            ("", 1),
        ],
    )
    def test_floating_pictures(self, wrap: str, pages: int) -> None:
        assert count(para(self.drawing(wrap), "字") + para("字") * 19) == pages

    def test_old_pictures(self) -> None:
        style = "position:absolute;width:400pt;height:200pt;margin-left:0;margin-top:0"
        shape = f'<w:r><w:pict><v:shape style="{style}">{{}}</v:shape></w:pict></w:r>'
        assert count(para(shape.format('<w10:wrap type="topAndBottom"/>'), "字") + para("字") * 19) == 2
        assert count(para(shape.format(""), "字") + para("字") * 19) == 1

    def test_pictures_in_a_line_beside_each_other(self) -> None:
        pair = self.drawing("", 200, 200, inline=True)
        assert count(para(pair, pair) + para("字") * 15) == 1
        wide = self.drawing("", 200, 400, inline=True)
        assert count(para(wide, wide) + para("字") * 15) == 2


def test_paragraph_that_only_ends_a_section_has_no_height() -> None:
    section = "<w:sectPr><w:type w:val='{}'/><w:pgSz w:w='11906' w:h='16838'/>" + MARGINS + GRID + "</w:sectPr>"
    full = para("字") * 22
    assert count(full + f"<w:p><w:pPr>{section.format('nextPage')}</w:pPr></w:p>" + para("后")) == 2
    assert count(full + para("文", properties=section.format("nextPage")) + para("后")) == 3


def test_column_break_begins_a_page_where_there_is_one_column() -> None:
    assert count(para("一", "<w:r><w:br w:type='column'/></w:r>", "二")) == 2


def test_unfamiliar_font_widens_the_range() -> None:
    def range_of(font: str) -> int:
        sheet = styles(f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia='{font}'/><w:sz w:val='32'/></w:rPr>"
                       "</w:rPrDefault></w:docDefaults>")  # fmt: skip
        section = f"<w:sectPr><w:pgSz w:w='11906' w:h='16838'/>{MARGINS}</w:sectPr>"
        pages = flow(para("字" * 28 * 100) + section, parts={"styles": sheet}).pages
        assert pages is not None
        return pages.most - pages.least

    assert range_of("某某手写体") > range_of("仿宋_GB2312")
