"""Text files keep every character in place; what cannot be decoded is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.document import Span
from wenlint.reading.errors import ReadingError
from wenlint.reading.flow import Flow, Paragraph, Region
from wenlint.reading.grid import Grid
from wenlint.reading.limits import TEXT_BYTES
from wenlint.reading.plain import read

DRAFT = """关于做好秋季河道清理工作的通知

各街道办事处：
　　为保障汛后河道畅通，现就有关事项通知如下。
    一、明确范围
"""
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"]
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def txt(text: str) -> Flow:
    return read(text.encode(), "txt")


def md(text: str) -> Flow:
    return read(text.encode(), "md")


def words(flow: Flow) -> list[str]:
    return [paragraph.text for paragraph in flow.paragraphs]


def only(flow: Flow) -> Paragraph:
    (paragraph,) = flow.paragraphs
    return paragraph


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_give_one_text(encoding: str, line_end: str) -> None:
    flow = read(DRAFT.replace("\n", line_end).encode(encoding), "txt")
    assert flow.text == DRAFT
    assert words(flow) == [
        "关于做好秋季河道清理工作的通知",
        "各街道办事处：",
        "为保障汛后河道畅通，现就有关事项通知如下。",
        "一、明确范围",
    ]
    assert [p.look.indent for p in flow.paragraphs] == [0, 0, 2, 2]
    assert [p.origin for p in flow.paragraphs] == ["line 1", "line 3", "line 4", "line 5"]


@pytest.mark.parametrize("word", ["联通", "通知", "测试一下", "移动联通"])
def test_short_gb18030_words_are_not_taken_for_utf8(word: str) -> None:
    assert read(word.encode("gb18030"), "txt").text == word


@pytest.mark.parametrize(
    "data",
    [
        "關於開展檢查工作的通知，請認真貫徹執行".encode("big5"),
        DRAFT.encode()[:-6] + b"\n",
        DRAFT.encode("utf-16")[:-1],
        DRAFT.encode("gb18030")[:-2],
        "通知\0事项\0如下".encode(),
        ("通知" + "\ufffd" * 3).encode(),
        "通知\x01\x02\x03\x04事项".encode(),
        b"\x93\xfa\x96{\x8c\xea\x82\xcc\x95\xb6\x8f\x91\x82\xc5\x82\xb7",  # Shift-JIS
    ],
)
def test_undecodable_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        read(data, "txt")
    assert caught.value.reason == "garbled"
    assert "UTF-8" in caught.value.message


def test_european_text_in_utf8_stays_itself() -> None:
    assert read("Café Zürich, naïve".encode(), "txt").text == "Café Zürich, naïve"


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf", BOM.encode("utf-16"), "　　\n".encode(), b"\x0c\n"])
def test_nothing_visible_is_empty(data: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        read(data, "txt")
    assert caught.value.reason == "empty"


def test_oversized_text_is_refused() -> None:
    with pytest.raises(ReadingError) as caught:
        read(b"a" * (TEXT_BYTES + 1), "txt")
    assert caught.value.reason == "too-large"


def test_a_very_long_line_is_one_paragraph() -> None:
    assert len(only(txt("字" * 2_000_000)).text) == 2_000_000


@pytest.mark.parametrize(
    ("line", "align"),
    [
        ("　　为保障汛后河道畅通", ""),
        ("　　　　　　　关于做好河道清理的通知", "center"),
        ("　　　　关于做好二〇二四年秋季全市河道清理工作的通知", "center"),
        ("                              某某市水务局", "right"),
        ("　　　　　　　　　　　　　　　　　2024年9月1日", "right"),
        ("\t关于做好河道清理的通知", ""),
    ],
)
def test_placing_with_blanks(line: str, align: str) -> None:
    assert only(txt(line)).look.align == align


def test_form_feed_starts_a_page() -> None:
    flow = txt("第一页\n\f第二页\n第二页续\n\f\f第三页")
    assert [p.page for p in flow.paragraphs] == [1, 2, 2, 3]
    assert [p.new_page for p in flow.paragraphs] == [False, True, False, True]
    assert flow.pages is not None
    assert flow.pages.value == 3


def test_pages_follow_the_standard_grid() -> None:
    full = "字" * 26  # one line with its indent of two
    flow = txt("\n".join([full] * 220))
    assert flow.pages is not None
    assert not flow.pages.exact
    assert (flow.pages.least, flow.pages.value, flow.pages.most) == (10, 11, 12)
    assert [p.page for p in flow.paragraphs] == [1 + index // 22 for index in range(220)]
    assert any("估算" in note for note in flow.notes)


@given(st.lists(st.tuples(st.text(max_size=80), st.booleans()), max_size=60))
def test_estimate_is_ordered_and_grows(paragraphs: list[tuple[str, bool]]) -> None:
    grid, last = Grid(), 1
    for text, new_page in paragraphs:
        page = grid.place(text, new_page=new_page)
        assert page >= last
        last = page
        pages = grid.pages()
        assert 1 <= pages.least <= pages.value <= pages.most
        assert page <= pages.most


@given(
    st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0xFFEF, exclude_categories=["Cc", "Cs"]), max_size=200)
)
def test_spans_cover_every_visible_character_in_order(text: str) -> None:
    try:
        flow = txt(text)
    except ReadingError:
        return
    if len(text.encode()) > 64:  # below, two encodings may both fit
        assert flow.text == text.removeprefix(BOM)
    assert [p.text for p in flow.paragraphs] == [p.span.of(flow.text) for p in flow.paragraphs]
    starts = [p.span.start for p in flow.paragraphs]
    assert starts == sorted(starts)
    blanks = re.compile(r"[\s\u180e\u200b-\u200f\u2060\ufeff\u00ad]*")
    edges = [0, *(edge for p in flow.paragraphs for edge in (p.span.start, p.span.end)), len(flow.text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        assert blanks.fullmatch(flow.text[start:end])


@given(st.text(alphabet="的一是了我工作通知关于2024年。，\n\r　 ab", min_size=1), st.sampled_from(ENCODINGS))
def test_decoding_round_trips(text: str, encoding: str) -> None:
    try:
        flow = read(text.encode(encoding), "txt")
    except ReadingError:
        assert not text.strip()
        return
    assert flow.text == text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.binary(max_size=300), st.sampled_from(["txt", "md"]))
def test_any_bytes_are_read_or_refused(data: bytes, format: str) -> None:
    try:
        flow = read(data, format)
    except ReadingError:
        return
    assert flow.paragraphs


METADATA = """# 采集记录

- doc_id: a-1
- title: 关于做好清理工作的通知
- url: https://example.org/a

---

关于做好清理工作的通知
各单位：
"""
FRONT_MATTER = """---
title: 清理
tags:
  - 河道
---
关于做好清理工作的通知
各单位：
"""


@pytest.mark.parametrize("format", ["txt", "md"])
@pytest.mark.parametrize("text", [METADATA, FRONT_MATTER])
def test_metadata_before_the_text_is_left_out_with_a_note(text: str, format: str) -> None:
    flow = read(text.encode(), format)
    assert words(flow) == ["关于做好清理工作的通知", "各单位："]
    assert flow.text == text
    assert any("元数据" in note for note in flow.notes)


@pytest.mark.parametrize(
    "text",
    [
        "# 关于做好清理工作的通知\n\n- 责任单位：水务局\n- 时限：九月\n---\n正文",
        "# Notice\n- owner: water bureau\n- due: May\nThe text goes on",
        "---\n关于做好清理工作的通知\n---\n正文",
        "- a: 1\n正文",
    ],
)
def test_a_draft_is_not_taken_for_metadata(text: str) -> None:
    flow = txt(text)
    assert flow.paragraphs[0].span.start == 0
    assert not any("元数据" in note for note in flow.notes)


@pytest.mark.parametrize(
    ("line", "text", "outline"),
    [
        ("# 关于清理的通知", "关于清理的通知", 1),
        ("## 一、范围 ##", "一、范围", 2),
        ("##一、范围", "一、范围", 2),
        ("### **（一）对象**", "（一）对象", 3),
        ("#5 号楼", "#5 号楼", 0),
        ("####### 七", "####### 七", 0),
        ("**一、范围**", "一、范围", 0),
        ("> 引用的话", "引用的话", 0),
        ("- [x] 已办", "已办", 0),
        ("- 事项", "事项", 0),
        ("1. 事项", "1. 事项", 0),
        ("换行\\", "换行", 0),
    ],
)
def test_markdown_marks_stay_outside(line: str, text: str, outline: int) -> None:
    paragraph = only(md(line))
    assert paragraph.text == text
    assert paragraph.look.outline == outline
    assert paragraph.span.of(line) == text


def test_bold_is_told() -> None:
    assert only(md("**一、范围**")).look.bold
    lead = only(md("**（一）范围。**全市河道。"))
    assert lead.text.startswith("（一）范围。")
    assert lead.look.runs[0] == len("（一）范围。")
    assert sum(lead.look.runs) == len(lead.text)
    assert not only(md("2 ** 3")).look.bold


def test_markdown_table_fence_comment_and_rule() -> None:
    table = "| 河道 | 期限 |\n|---|:-:|\n| 东河 | 九月 |\n"
    flow = md(f"表\n\n{table}\n```\n# 不是标题\n```\n<!-- 内部\n批注 -->\n***\n![图](a.png)\n完")
    assert words(flow) == ["表", "河道", "期限", "东河", "九月", "# 不是标题", "完"]
    cells = [p for p in flow.paragraphs if p.region is Region.CELL]
    assert [(p.text, p.table) for p in cells] == [("河道", 1), ("期限", 1), ("东河", 1), ("九月", 1)]
    assert flow.paragraphs[5].look.outline == 0


def test_underlined_heading() -> None:
    flow = md("关于清理的通知\n====\n正文")
    assert [(p.text, p.look.outline) for p in flow.paragraphs] == [("关于清理的通知", 1), ("正文", 0)]


@given(st.text(alphabet="# *_|->`~=\\[]!()<一、范围ab\n", max_size=120))
def test_markdown_spans_are_the_text(text: str) -> None:
    try:
        flow = md(text)
    except ReadingError:
        return
    last = Span(0, 0)
    for paragraph in flow.paragraphs:
        assert paragraph.text == paragraph.span.of(flow.text)
        assert paragraph.text.strip()
        assert paragraph.span.start >= last.end
        assert "\n" not in paragraph.text
        last = paragraph.span
