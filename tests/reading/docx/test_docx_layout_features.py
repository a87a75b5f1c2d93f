"""Layout features of a .docx whose pages follow from the page of GB/T 9704: 22 lines of 28 characters of 16 points."""

from __future__ import annotations

import pytest
from docx_builder import NAMESPACES, flow, level, listed, numbering, para, run
from test_docx_pages import MARGINS, SHEET, count, standard

FREE = "<w:widowControl w:val='0'/>"


def pages_on_grid(grid: str, body: str, columns: str = "") -> int:
    section = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>{MARGINS}{columns}{grid}</w:sectPr>'
    found = flow(body + section, parts={"styles": SHEET}).pages
    assert found is not None
    return found.value


def grid(kind: str, space: int) -> str:
    return f'<w:docGrid w:type="{kind}" w:linePitch="579" w:charSpace="{space}"/>'


@pytest.mark.parametrize("kind", ["linesAndChars", "snapToChars"])
def test_grid_of_characters_takes_from_each_character_what_its_space_says(kind: str) -> None:
    """442.25 points: 27 characters of 16, 28 of 15.79 (−849 / 4096 points each), 26 of 17."""
    for space, characters in ((-849, 28), (0, 27), (4096, 26)):
        exactly = para("字" * characters * 22, properties=FREE)
        assert pages_on_grid(grid(kind, space), exactly) == 1, space
        assert pages_on_grid(grid(kind, space), para("字" * (characters * 22 + 1), properties=FREE)) == 2, space


def test_grid_of_lines_leaves_the_characters_alone() -> None:
    assert pages_on_grid(grid("lines", -849), para("字" * 27 * 22, properties=FREE)) == 1
    assert pages_on_grid(grid("lines", -849), para("字" * 28 * 22, properties=FREE)) == 2


def test_grid_of_default_type_sets_no_lines() -> None:
    """Without a grid a single line is 20.8 points high: 30 on the page."""
    assert pages_on_grid(grid("default", 0), para("字") * 30) == 1
    assert pages_on_grid(grid("default", 0), para("字") * 31) == 2


def test_hanging_punctuation_as_the_paragraph_says() -> None:
    words = "字" * 28 + "。"
    assert count(para(words) * 22) == 1
    assert count(para(words, properties="<w:overflowPunct w:val='0'/>") * 12) == 2


def test_gap_between_scripts_as_the_paragraph_says() -> None:
    """26 characters of 15.79 and two figures of 7.79: 426.2 points, and 4 more for each of two gaps; a 27th at 442."""
    words = run("字" * 26 + "22", "<w:rFonts w:ascii='Times New Roman' w:hAnsi='Times New Roman'/>")
    tail = run("字")
    without = para(words, tail, properties="<w:autoSpaceDE w:val='0'/>" + FREE)
    assert count(without * 22) == 1
    assert count(para(words, tail, properties=FREE) * 12) == 2


def test_widow_control_as_the_paragraph_says() -> None:
    """21 lines, then two: free, the first of the two stays; controlled, both move."""
    for properties, page in ((FREE, 1), ("<w:widowControl/>", 2)):
        found = standard(para("字") * 21 + para("末" * 40, properties=properties))
        assert found.paragraphs[-1].page == page


def test_keep_with_next_and_keep_together() -> None:
    heading = para("一、标题", properties="<w:keepNext/>")
    found = standard(para("字") * 21 + heading + para("字"))
    assert [p.page for p in found.paragraphs[-2:]] == [2, 2]
    assert standard(para("字") * 21 + para("一、标题") + para("字")).paragraphs[-2].page == 1
    together = standard(para("字") * 20 + para("末" * 28 * 4, properties="<w:keepLines/>"))
    assert together.paragraphs[-1].page == 2


def test_columns_hold_twice_the_short_lines() -> None:
    columns = '<w:cols w:num="2" w:space="0"/>'
    assert pages_on_grid(grid("lines", 0), para("字" * 13) * 44, columns) == 1
    assert pages_on_grid(grid("lines", 0), para("字" * 13) * 45, columns) == 2


@pytest.mark.parametrize(("start", "pages"), [("continuous", 1), ("nextPage", 2), ("oddPage", 3), ("evenPage", 2)])
def test_sections_begin_where_they_say(start: str, pages: int) -> None:
    geometry = f'<w:pgSz w:w="11906" w:h="16838"/>{MARGINS}'
    body = para("一", properties=f"<w:sectPr>{geometry}</w:sectPr>") + para("二")
    found = flow(f'{body}<w:sectPr><w:type w:val="{start}"/>{geometry}</w:sectPr>', parts={"styles": SHEET})
    assert found.pages is not None
    assert found.pages.value == pages


def test_vertically_merged_cell_is_as_high_as_its_rows() -> None:
    """A merged cell of six lines beside six rows of one takes no room of its own; beside two it does."""

    def rows(count: int) -> str:
        merged = [para("字" * 5 * 6, properties=FREE)] + [para()] * (count - 1)
        column = "<w:tc><w:tcPr><w:tcW w:w='{}' w:type='dxa'/>{}</w:tcPr>{}</w:tc>"
        inside = "".join(
            f"<w:tr>{column.format(2000, merge, cell)}{column.format(6000, '', para('行'))}</w:tr>"
            for cell, merge in zip(merged, ["<w:vMerge w:val='restart'/>"] + ["<w:vMerge/>"] * count, strict=False)
        )
        return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='2000'/><w:gridCol w:w='6000'/></w:tblGrid>{inside}</w:tbl>"

    six = 6 * 20.8 / 28.95  # lines of the grid that the table takes, cells being off the grid
    free = int(22 - six)
    assert count(rows(6) + para("字") * free) == 1
    assert count(rows(2) + para("字") * free) == 1
    assert count(rows(2) + para("字") * (free + 1)) == 2


def test_rows_that_may_not_split_move_whole() -> None:
    cell = "".join(para("行") for _ in range(6))
    split = "<w:tbl><w:tblPr/><w:tr>{}<w:tc>" + cell + "</w:tc></w:tr></w:tbl>"
    first = standard(para("字") * 20 + split.format(""))
    moved = standard(para("字") * 20 + split.format("<w:trPr><w:cantSplit/></w:trPr>"))
    assert first.paragraphs[20].page == 1
    assert moved.paragraphs[20].page == 2


def test_heading_row_is_repeated_on_every_page() -> None:
    def pages(properties: str) -> int:
        height = "<w:trHeight w:val='6000' w:hRule='exact'/>"
        head = f"<w:tr><w:trPr>{properties}{height}</w:trPr><w:tc>{para('头')}</w:tc></w:tr>"
        rest = "".join(f"<w:tr><w:tc>{para('行')}</w:tc></w:tr>" for _ in range(40))
        return count(f"<w:tbl><w:tblPr/>{head}{rest}</w:tbl>")

    assert (pages(""), pages("<w:tblHeader/>")) == (2, 3)


def test_footnotes_take_their_lines_from_the_page_that_refers_to_them() -> None:
    note = f"<w:footnotes {NAMESPACES}><w:footnote w:id='1'>{para('注') * 3}</w:footnote></w:footnotes>"
    refer = "<w:r><w:footnoteReference w:id='1'/></w:r>"
    parts = {"footnotes": note}
    assert count(para("字", refer) + para("字") * 17, parts=parts) == 1
    assert count(para("字", refer) + para("字") * 19, parts=parts) == 2


def test_header_that_grows_takes_room_and_a_fixed_margin_does_not_give_way() -> None:
    header = {"header-a": para("页眉") * 8}
    refer = '<w:headerReference w:type="default" r:id="header-a"/>'
    body = para("字") * 22
    assert count(body) == 1
    assert standard(body, refer, margins=header).pages.value == 2  # type: ignore[union-attr]
    fixed = MARGINS.replace('w:top="2098"', 'w:top="-2098"')
    section = f'<w:sectPr>{refer}<w:pgSz w:w="11906" w:h="16838"/>{fixed}{grid("linesAndChars", -849)}</w:sectPr>'
    found = flow(body + section, margins=header, parts={"styles": SHEET}).pages
    assert found is not None
    assert found.value == 1


def test_automatic_number_takes_room_in_its_line() -> None:
    shown = level(0, "chineseCounting", "（%1）", "<w:suff w:val='nothing'/>")
    lists = numbering(
        f'<w:abstractNum w:abstractNumId="0">{shown}</w:abstractNum>',
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    item = para("字" * 25, properties=listed(1))
    longer = para("字" * 26, properties=listed(1))
    assert count(item * 10 + para("字") * 12, parts={"numbering": lists}) == 1
    assert count(longer * 10 + para("字") * 12, parts={"numbering": lists}) == 2


def test_narrowed_type() -> None:
    half = run("字" * 56, "<w:w w:val='50'/>")
    assert count(para(half) * 22) == 1
    assert count(para(run("字" * 56)) * 12) == 2


def test_spacing_in_lines_of_the_grid() -> None:
    spaced = para("字", properties="<w:spacing w:beforeLines='100'/>")
    assert count(spaced * 11) == 1
    assert count(spaced * 12) == 2
