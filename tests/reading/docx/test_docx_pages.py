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
