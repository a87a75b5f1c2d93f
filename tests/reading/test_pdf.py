"""PDFs made here come back as the paragraphs they were made of; what cannot be read is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_maker import CELLS, LEFT, PITCH, ROWS, SIZE, TOP, Page, document, pdf, wrapped

from wenlint.reading.errors import ReadingError
from wenlint.reading.flow import Flow, Paragraph, Region
from wenlint.reading.pdf import read

DATA = Path(__file__).parent.parent / "data" / "pdf"
SPRING = "为保障汛后河道畅通，现就秋季清理有关事项通知如下。"
DUTY = (
    "各街道要对辖区内河道逐段排查，重点查看桥涵、闸口和排水口，发现淤积、垃圾堆放和违规搭建的，"
    "当天登记、当天上报，并在三日内提出处理办法；涉及两个以上街道的，由区水务局牵头会商。"
)
DRAFT = [SPRING, "一、明确范围", DUTY, "二、落实责任", "（一）分段包干。" + DUTY, "1.每周巡查一次。", DUTY * 3] * 5


def body(flow: Flow) -> list[str]:
    return [p.text for p in flow.paragraphs if p.region is Region.BODY]


def of(flow: Flow, region: Region) -> list[Paragraph]:
    return [p for p in flow.paragraphs if p.region is region]


def refused(data: bytes) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        read(data)
    assert "\n" not in caught.value.message
    return caught.value


def test_paragraphs_come_back_and_page_numbers_stay_out() -> None:
    flow = read(document(DRAFT, running_head="河道清理工作材料"))
    assert body(flow) == DRAFT
    assert flow.pages is not None
    assert (flow.pages.value, flow.pages.exact) == (5, True)
    assert [p.text for p in of(flow, Region.HEADER)] == ["河道清理工作材料"]
    assert [p.text for p in of(flow, Region.FOOTER)] == [f"— {number} —" for number in range(1, 6)]
    first = flow.paragraphs[0]
    assert (first.page, first.look.size, first.look.indent, first.look.font) == (1, 16.0, 2.0, "宋体")
    assert all(p.span.of(flow.text) == p.text for p in flow.paragraphs)


CHARACTERS = "各街道要对辖区内河道逐段排查重点看桥涵闸口"
SENTENCE = st.text(CHARACTERS, min_size=3, max_size=70).map(lambda words: words + "。")
NUMBER = st.sampled_from(["", "", "", "一、", "（二）", "3.", "第四条", "附件1："])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.builds("{}{}{}".format, NUMBER, SENTENCE, SENTENCE), min_size=4, max_size=40))
def test_any_paragraphs_come_back(paragraphs: list[str]) -> None:
    paragraphs = [DUTY, *paragraphs, DUTY]  # margins show where a paragraph has several lines
    assert body(read(document(paragraphs))) == paragraphs


def test_ragged_lines_of_latin_words_are_joined_with_blanks() -> None:
    english = "The district will inspect every section of the river and remove whatever blocks the flow of water. " * 4
    assert body(read(document([english.strip(), DUTY, english.strip()]))) == [english.strip(), DUTY, english.strip()]


def test_hyphen_at_the_line_end_binds() -> None:
    page = Page()
    for row, words in enumerate(
        [
            "The district inspects the river on what is now a well-",
            "known date of the year, and removes what it may find",
            "there.",
        ]
    ):
        page.text(LEFT, TOP + row * PITCH, words)
    assert "well-known" in read(pdf([page])).text


def test_heading_that_fills_its_line_is_not_joined() -> None:
    heading = "一、" + "明确排查范围" * 4
    assert len(heading) == CELLS - 2
    assert body(read(document([heading, DUTY, heading, DUTY]))) == [heading, DUTY, heading, DUTY]


def test_title_signature_and_red_head_are_told_by_their_look() -> None:
    page = Page()
    page.draw("1 0 0 rg").text(150, 140, "云河区水务局文件", 37).draw("0 0 0 rg")
    page.text(137, 240, "关于做好秋季河道清理工作的通知", 22)
    page.text(LEFT, 290, "各街道办事处：")
    for row, (inset, words) in enumerate(wrapped(DUTY)):
        page.text(LEFT + inset * SIZE, 320 + row * PITCH, words)
    page.text(380, 480, "云河区水务局").text(370, 480 + PITCH, "2024年9月3日")
    flow = read(pdf([page]))
    assert body(flow) == [
        "云河区水务局文件",
        "关于做好秋季河道清理工作的通知",
        "各街道办事处：",
        DUTY,
        "云河区水务局",
        "2024年9月3日",
    ]
    looks = [p.look for p in flow.paragraphs]
    assert [look.align for look in looks] == ["center", "center", "", "", "right", "right"]
    assert [look.red for look in looks] == [True, False, False, False, False, False]
    assert looks[1].size == 22.0


def test_marks_drawn_after_their_line_stand_in_their_place() -> None:
    page = Page().text(LEFT, TOP, "推行").text(LEFT + 2.5 * SIZE, TOP, "河长").text(LEFT + 5 * SIZE, TOP, "制度。")
    page.text(LEFT + 2 * SIZE, TOP, "“", 8).text(LEFT + 4.5 * SIZE, TOP, "”", 8)
    assert body(read(pdf([page]))) == ["推行“河长”制度。"]


def test_attachment_label_after_a_full_line_begins_a_paragraph() -> None:
    note = "（联系人：区水务局河道科江川，电话：０００—四五六七）"
    page = Page().text(LEFT + 2 * SIZE, TOP, note).text(LEFT, TOP + PITCH, "附件")
    for row, (inset, words) in enumerate(wrapped(DUTY)):
        page.text(LEFT + inset * SIZE, TOP + (row + 2) * PITCH, words)
    assert body(read(pdf([page]))) == [note, "附件", DUTY]


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = [DUTY, SPRING, DUTY], [SPRING, DUTY, DUTY]
    page = Page().text(180, TOP - 40, "云河区河道清理工作专报", 22)
    for x, column in ((60, left), (320, right)):
        rows = [line for paragraph in column for line in wrapped(paragraph, measure=18)]
        for row, (inset, words) in enumerate(rows):
            page.text(x + inset * 12, TOP + row * 20, words, 12)
    assert body(read(pdf([page]))) == ["云河区河道清理工作专报", *left, *right]


@pytest.mark.parametrize(("angle", "turn"), [(0, "1 0 0 1"), (90, "0 1 -1 0"), (180, "-1 0 0 -1"), (270, "0 -1 1 0")])
def test_turned_text_is_read_as_if_upright(angle: int, turn: str) -> None:
    width, height = 595.0, 842.0
    page = Page(rotate=angle)
    across = width if angle % 180 == 0 else height
    for row, (inset, words) in enumerate(wrapped(DUTY) + wrapped(SPRING)):
        x, y = 60 + inset * SIZE, 120 + row * PITCH  # where it stands once upright, from the top left
        place = {0: (x, height - y), 90: (y, x), 180: (across - x, y), 270: (width - y, height - x)}[angle]
        page.text(place[0], height - place[1], words, turn=turn)
    flow = read(pdf([page]))
    assert body(flow) == [DUTY, SPRING]
    assert flow.paragraphs[0].look.indent == 2.0


def test_cells_of_a_ruled_table_stand_apart() -> None:
    rows = [("河道", "责任单位", "期限"), ("东河", "城东街道", "九月十日"), ("西河", "城西街道", "九月二十日")]
    page = Page().text(LEFT + 2 * SIZE, TOP, "有关责任如下表。")
    for index in range(4):
        page.rule(80, 130 + 30 * index, 500, 130 + 30 * index).rule(80 + 140 * index, 130, 80 + 140 * index, 220)
    for row, cells in enumerate(rows):
        for column, words in enumerate(cells):
            page.text(90 + 140 * column, 150 + 30 * row, words, 12)
    page.text(LEFT + 2 * SIZE, 260, "特此通知。")
    flow = read(pdf([page]))
    assert [p.text for p in flow.paragraphs] == [
        "有关责任如下表。",
        *(words for row in rows for words in row),
        "特此通知。",
    ]
    assert {p.table for p in of(flow, Region.CELL)} == {1}
    assert [p.table for p in of(flow, Region.BODY)] == [0, 0]


def test_merged_cell_and_open_sides() -> None:
    page = Page()
    for y in (100, 130, 190):
        page.rule(80, y, 500, y)  # no rules at the left and right edges
    page.rule(220, 160, 500, 160).rule(220, 100, 220, 190).rule(360, 130, 360, 190)
    for x, y, words in ((90, 120, "区域"), (230, 120, "责任"), (90, 160, "东河"), (230, 150, "甲"), (370, 150, "乙")):
        page.text(x, y, words, 12)
    page.text(230, 180, "丙", 12).text(370, 180, "丁", 12)
    flow = read(pdf([page]))
    assert [(p.text, p.region) for p in flow.paragraphs] == [
        (words, Region.CELL) for words in ("区域", "责任", "东河", "甲", "乙", "丙", "丁")
    ]


def test_frame_around_the_page_is_no_table() -> None:
    page = Page().draw("40 40 515 762 re S").text(LEFT, TOP, SPRING, 14)
    assert body(read(pdf([page]))) == [SPRING]


def test_text_printed_twice_is_not_doubled() -> None:
    page = Page().text(LEFT, TOP, "明确排查范围").text(LEFT + 0.4, TOP, "明确排查范围")
    assert body(read(pdf([page]))) == ["明确排查范围"]


def test_runs_tell_where_the_look_changes() -> None:
    page = Page()
    page.text(LEFT, TOP, "（一）分段包干。", mode=2).text(LEFT + 8 * SIZE, TOP, "各街道逐段排查2次。")
    first = read(pdf([page])).paragraphs[0]
    assert first.text == "（一）分段包干。各街道逐段排查2次。"
    assert first.look.runs == (8, 10)


@pytest.mark.parametrize(("printed", "usual"), [("⼀⻅⽔⺠", "一见水民"), ("ﬁle", "file")])
def test_look_alike_code_points_become_the_usual_ones(printed: str, usual: str) -> None:
    from wenlint.reading.fixed.codepoints import usual as normalised

    assert normalised(printed) == usual


def test_letter_spaced_title_has_no_blanks() -> None:
    page = Page().text(LEFT, TOP + 100, SPRING, 14)
    for index, char in enumerate("河道清理通知"):
        page.text(150 + 50 * index, TOP, char, 22)
    assert body(read(pdf([page])))[0] == "河道清理通知"


def test_parts_of_one_line_set_far_apart_are_parted_by_a_blank() -> None:
    page = Page().text(LEFT, TOP, "云水〔2024〕7号").text(400, TOP, "签发人：江川")
    assert body(read(pdf([page]))) == ["云水〔2024〕7号 签发人：江川"]


def test_watermark_at_an_angle_stays_out_of_the_text() -> None:
    pages = []
    for _ in range(2):
        page = Page().text(200, 500, "内部资料", 60, turn="0.7 0.7 -0.7 0.7")
        pages.append(page.text(LEFT + 2 * SIZE, TOP, SPRING, 14))
    flow = read(pdf(pages))
    assert body(flow) == [SPRING, SPRING]
    assert [p.text for p in of(flow, Region.HEADER)] == ["内部资料"]


def test_footnotes_stand_after_the_text_that_runs_on() -> None:
    lines = wrapped(DUTY)
    first, second = Page(), Page()
    for row, (inset, words) in enumerate(lines[:2]):
        first.text(LEFT + inset * SIZE, TOP + row * PITCH, words)
    first.rule(LEFT, 700, LEFT + 140, 700).text(LEFT, 716, "①河道名录见区水务局网站。", 9)
    for row, (_, words) in enumerate(lines[2:]):
        second.text(LEFT, TOP + row * PITCH, words)
    flow = read(pdf([first, second]))
    assert body(flow) == [DUTY]
    assert [p.text for p in of(flow, Region.FOOTNOTE)] == ["①河道名录见区水务局网站。"]


@pytest.mark.parametrize("number", ["1", "- 1 -", "—1—", "第1页", "第 1 页 共 9 页", "1/9", "Page 1 of 9", "ii"])
def test_page_number_in_its_many_forms(number: str) -> None:
    page = Page().text(LEFT + 2 * SIZE, TOP, SPRING, 14).text(290, 800, number, 9)
    flow = read(pdf([page]))
    assert body(flow) == [SPRING]
    assert [p.text for p in of(flow, Region.FOOTER)] == [number]


def test_labels_at_the_top_of_attachments_are_no_running_head() -> None:
    pages = []
    for number in range(4):
        page = Page().text(LEFT, TOP, f"附件{number}" if number else DUTY[:20])
        for row, (inset, words) in enumerate(wrapped(DUTY)):
            page.text(LEFT + inset * SIZE, TOP + (row + 3) * PITCH, words)
        pages.append(page)
    flow = read(pdf(pages))
    assert not of(flow, Region.HEADER)
    assert [text for text in body(flow) if text.startswith("附件")] == ["附件1", "附件2", "附件3"]


def test_figures_within_the_text_are_no_page_number() -> None:
    page = Page()
    for row in range(ROWS):
        page.text(LEFT, TOP + row * PITCH, str(row + 10))
    assert len(body(read(pdf([page])))) == ROWS


def test_contents_lines_are_not_joined() -> None:
    entries = [f"{number}、工作安排" + "." * 40 + "3" for number in "一二三四"]
    page = Page()
    for row, entry in enumerate(entries):
        page.text(LEFT, TOP + row * PITCH, entry)
    assert body(read(pdf([page]))) == entries


def test_file_from_a_word_processor() -> None:
    flow = read((DATA / "notice.pdf").read_bytes())
    written = (DATA / "notice.txt").read_text(encoding="utf-8").splitlines()
    text = [p.text for p in flow.paragraphs if p.region in (Region.BODY, Region.CELL)]
    assert text == written
    assert {p.table for p in of(flow, Region.CELL)} == {1}
    assert [p.text for p in of(flow, Region.HEADER)] == ["河道清理工作材料"]
    assert len(of(flow, Region.FOOTER)) == 3
    assert [p.text for p in flow.paragraphs if p.look.red] == ["云河区水务局文件"]
    assert [p.text for p in of(flow, Region.BODY) if p.look.font == "黑体"] == [
        "一、明确范围",
        "二、落实责任",
        "三、工作要求",
    ]
    assert next(p.look.runs for p in flow.paragraphs if p.text.startswith("（一）")) == (8, 72)


# Refusals


@pytest.mark.parametrize(("scanned", "where"), [((1,), "第 2 页"), ((0, 1, 2), "整份"), ((0, 2), "第 1、3 页")])
def test_scanned_pages_are_named(scanned: tuple[int, ...], where: str) -> None:
    pages = [Page().text(290, 800, f"- {n + 1} -", 9) for n in range(3)]
    for number, page in enumerate(pages):
        if number in scanned:
            page.scan(0.9)
        else:
            page.text(LEFT, TOP, SPRING, 14)
    error = refused(pdf(pages))
    assert error.reason == "scanned"
    assert error.message.startswith(where)
    assert "OCR" in error.message


def test_text_turned_into_outlines_counts_as_scanned() -> None:
    drawn = "".join(f"{x} 300 m {x + 5} 320 l {x + 9} 300 l f\n" for x in range(60, 500, 5))
    assert refused(pdf([Page().draw(drawn)])).reason == "scanned"


def test_picture_beside_text_is_no_scan() -> None:
    page = Page().scan(0.4).text(LEFT, TOP, SPRING, 14)
    assert body(read(pdf([page]))) == [SPRING]


def test_recognised_text_under_a_scan_is_read_with_a_note() -> None:
    page = Page().scan(1.0).text(LEFT, TOP, SPRING, 14, mode=3)
    flow = read(pdf([page]))
    assert body(flow) == [SPRING]
    assert any("OCR" in note for note in flow.notes)


def test_glyphs_without_meaning_are_refused() -> None:
    page = Page()
    for row in range(10):
        page.text(LEFT, TOP + row * PITCH, "".join(chr(7 + 13 * (row + column)) for column in range(20)), font="F2")
    assert refused(pdf([page])).reason == "garbled"


def test_blank_pages_are_empty() -> None:
    assert refused(pdf([Page(), Page()])).reason == "empty"


def test_text_beside_the_page_does_not_count() -> None:
    aside = Page().text(900, 200, DUTY).text(100, 2000, DUTY)
    assert refused(pdf([aside])).reason == "empty"
    assert refused(pdf([aside.scan()])).reason == "scanned"


def test_no_pages_is_damaged() -> None:
    assert refused(pdf([])).reason == "damaged"


def test_too_many_pages() -> None:
    error = refused(pdf([Page()] * 2001))
    assert error.reason == "too-large"
    assert "2001" in error.message


def test_password_is_named() -> None:
    error = refused((DATA.parent / "encrypted.pdf").read_bytes())
    assert error.reason == "encrypted"
    assert "密码" in error.message


WHOLE = document([SPRING, DUTY] * 12)


@settings(deadline=None)
@given(st.integers(9, len(WHOLE) - 8))
def test_cut_off_file_is_damaged(length: int) -> None:
    assert refused(WHOLE[:length]).reason == "damaged"


def test_update_that_was_cut_off_is_damaged() -> None:
    assert refused(WHOLE + b"\n9 0 obj\n<< /Type /Page ").reason == "damaged"


@settings(deadline=None)
@given(st.binary(max_size=600))
def test_random_bytes_with_a_header_are_damaged(junk: bytes) -> None:
    assert refused(b"%PDF-1.7\n" + junk + b"\nstartxref\n0\n%%EOF\n").reason == "damaged"


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_changed_bytes_are_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 12))):
        changed[data.draw(st.integers(9, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        flow = read(bytes(changed))
    except ReadingError:
        return
    assert flow.paragraphs


def test_mark_of_an_attachment_on_a_new_page_begins_a_paragraph() -> None:
    filled = [(LEFT + inset * SIZE, TOP + row * PITCH, words) for row, (inset, words) in enumerate(wrapped(DUTY))]
    note = "（联系人：运输管理科　沈禾，电话：0000—4567890）"
    first, second = Page(), Page()
    for place in filled:
        first.text(*place)
    first.text(LEFT + 2 * SIZE, TOP + len(filled) * PITCH, note)
    second.text(LEFT, TOP, "附件").text(LEFT + 6 * SIZE, TOP + 2 * PITCH, "学校名单", 22)
    assert body(read(pdf([first, second]))) == [DUTY, note, "附件", "学校名单"]


def test_head_of_several_lines_close_to_the_text() -> None:
    pages = []
    for number in range(3):
        page = Page().text(LEFT, 62, "河道清理工作", 12).text(LEFT, 76, "材料之一", 12)
        for row, (inset, words) in enumerate(wrapped(DUTY if number % 2 else SPRING)):
            page.text(LEFT + inset * SIZE, 96 + row * PITCH, words)
        pages.append(page)
    flow = read(pdf(pages))
    assert body(flow) == [SPRING, DUTY, SPRING]
    assert [p.text for p in of(flow, Region.HEADER)] == ["河道清理工作", "材料之一"]


def test_large_print_in_a_cell_is_one_paragraph() -> None:
    page = Page().text(LEFT, 80, SPRING[:20], 9)
    for y in (100, 160, 220):
        page.rule(80, y, 500, y)
    for x in (80, 184, 500):
        page.rule(x, 100, x, 220)
    for column, words in ((86, "责任单位和责任人员"), (190, "各街道")):
        page.text(column, 120, words[:6]).text(column, 140, words[6:] or "一", SIZE)
    flow = read(pdf([page]))
    assert next(p.text for p in of(flow, Region.CELL)) == "责任单位和责任人员"


def test_centred_words_of_a_cell_stay_together() -> None:
    page = Page().text(LEFT, 80, SPRING[:20], 12)
    for y in (100, 160, 220):
        page.rule(80, y, 500, y)
    for x in (80, 142, 500):
        page.rule(x, 100, x, 220)
    page.text(87, 120, "责任街", 16).text(103, 140, "道", 16).text(150, 120, "各街道")
    assert [p.text for p in of(read(pdf([page])), Region.CELL)] == ["责任街道", "各街道"]
