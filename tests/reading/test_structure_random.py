"""Whatever paragraphs a draft is made of, its structure can be read, and its parts fit together."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenlint.document import Document, Kind
from wenlint.reading.flow import Look, Paragraph, Region, assemble
from wenlint.reading.formats import Task, read_document
from wenlint.reading.structure import build

PIECES = (
    "000001", "机密★1年", "绝密", "特急", "示例市人民政府文件", "示政发〔2024〕1号", "签发人：张某", "关于",
    "开展检查", "的通知", "的请示", "各区人民政府：", "市有关部门，", "一、", "（一）", "1.", "（1）", "第一章 ",
    "第一条　", "①", "总体要求", "。", "；", "：", "，", "《", "》", "（", "）", "〔", "〕", "附件", "附件1",
    "附件：1.", "名单", "示例市人民政府", "示例市委", "2024年1月1日", "二〇二四年十三月四十日", "（此件公开发布）",
    "（联系人：李某）", "抄送：", "印发", "转发", "目录", "……", "1", "12", "　　", " ", "\t", "\u200b", "\u202e",
    "★", "A", "𠀀", "\n", "",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
LOOKS = st.builds(
    Look,
    align=st.sampled_from(["", "left", "center", "right", "justify"]),
    size=st.sampled_from([0.0, 9.0, 16.0, 22.0, 42.0]),
    bold=st.booleans(),
    red=st.booleans(),
    indent=st.sampled_from([-3.0, 0.0, 2.0, 30.0]),
    outline=st.integers(0, 9),
    runs=st.lists(st.integers(1, 5), max_size=3).map(tuple),
)
PARAGRAPHS = st.lists(
    st.builds(
        Paragraph,
        TEXTS,
        region=st.sampled_from([*Region, *[Region.BODY] * 6]),
        look=LOOKS,
        number=st.sampled_from(["", "", "一、", "1."]),
        page=st.sampled_from([None, 1, 2]),
        new_page=st.booleans(),
        table=st.sampled_from([0, 0, 1]),
    ),
    max_size=30,
)


def of(paragraphs: list[Paragraph], kind: Kind | None = None) -> Document:
    return build(assemble("docx", paragraphs, None), path="a", digest="", kind=kind)


@settings(max_examples=400, deadline=None)
@given(PARAGRAPHS)
def test_any_paragraphs_make_a_document(paragraphs: list[Paragraph]) -> None:
    document = of(paragraphs)
    last = 0
    for block in document.blocks:
        assert last <= block.span.start <= block.span.end <= len(document.text)
        last = block.span.start
    shown = {offset for block in document.blocks for offset in range(block.span.start, block.span.end)}
    lost = [char for offset, char in enumerate(document.text) if offset not in shown]
    assert not "".join(lost).strip("\u200b\u202e \t\u3000\n"), "a visible character is in no block"
    for heading in document.headings():
        assert heading.span.of(document.text).startswith(heading.number)
    secrecy = document.elements.secrecy
    assert secrecy is None or secrecy.level in ("绝密", "机密", "秘密")
    for block in document.blocks:
        if block.span.start < block.span.end:
            assert document.block_at(block.span.start) is not None


@pytest.mark.parametrize(
    "shape", ["{0}", "关于开展检查的通知\n各区人民政府：\n{0}\n示例市人民政府\n2024年1月1日", "关于{0}的通知\n{0}"]
)
@pytest.mark.parametrize(
    "unit",
    [
        "一、", "（", "（）", "《", "《》", "〔2024〕", " ", "　", "年", "2024年1月1日", "附件", "附件1", "印发",
        "的通知", "在", "市人民政府", "1", "1.", "…", "，", "中 ", "★", "第", "抄送：", "a", "-", "|-", "#",
    ],
)  # fmt: skip
def test_long_lines_of_one_thing_take_no_time(unit: str, shape: str) -> None:
    line = (unit * 20_000)[:20_000]
    start = time.process_time()
    read_document(f"检查。{shape.format(line)}".encode(), Task("a.txt", "txt"))
    assert time.process_time() - start < 2
