"""Openings that were once read wrongly: labels with a colon, files that hold an attachment alone, copied web pages."""

from __future__ import annotations

import pytest

from wenlint.document import BlockKind, Document, Kind, Part
from wenlint.reading import read_bytes
from wenlint.reading.flow import Paragraph, Region, assemble
from wenlint.reading.structure import build

BODY = "本市涵洞较多，汛期前要逐处查看，发现淤塞的当天清理。"


def draft(*lines: str) -> Document:
    return read_bytes("\n".join(lines).encode(), "draft.txt")


@pytest.mark.parametrize(
    "line",
    [
        "基本情况：",
        "审 核 人：",
        "合同编号：",
        "推荐理由：",
        "会议主题：",
        "参会人员：",
        "项目类别：",
        "续：",
        "本人自愿参加涵洞巡查，服从安排，现作出如下承诺：",
        "我们自愿组成巡查队：",
    ],
)
def test_a_label_or_a_sentence_with_a_colon_is_no_addressee(line: str) -> None:
    document = draft("涵洞巡查材料", line, BODY)
    assert document.elements.addressees == ()
    assert not list(document.of_kind(BlockKind.ADDRESSEE))


@pytest.mark.parametrize(
    "line",
    [
        "各参会人员：",
        "各项目负责人：",
        "全体成员：",
        "有关人员：",
        "各位代表：",
        "市水务局：",
        "尊敬的业主：",
        "各区人民政府，市政府各部门：",
    ],
)
def test_persons_and_organs_addressed_stay_addressees(line: str) -> None:
    document = draft("示例市水务局关于涵洞巡查的通知", line, BODY)
    assert "".join(document.elements.addressees).replace("、", "") in line.replace("，", "")
    assert document.elements.addressees


@pytest.mark.parametrize("label", ["附件1", "附件", "附件 2：", "附件三"])
def test_a_file_that_holds_an_attachment_alone_has_the_title_below_its_label(label: str) -> None:
    document = draft(label, "涵洞巡查实施方案", "一、巡查范围", BODY, "二、巡查时间", BODY)
    assert document.elements.title == "涵洞巡查实施方案"
    assert (document.kind.value, document.kind.how) == (Kind.OTHER, "attachment")
    assert [heading.number for heading in document.headings()] == ["一、", "二、"]
    assert document.characters.word > len(BODY)
    assert [block.part for block in document.of_kind(BlockKind.ATTACHMENT)] == [Part.HEAD]


@pytest.mark.parametrize("form", ["申请表", "申报书", "承诺书", "回执"])
def test_the_name_of_a_form_on_a_line_of_its_own_belongs_to_the_title(form: str) -> None:
    document = draft("附件2", "示例市涵洞养护专项资金", form, BODY)
    assert document.elements.title == f"示例市涵洞养护专项资金{form}"


def test_an_attachment_behind_a_notice_stays_one() -> None:
    document = draft(
        "示例市水务局关于涵洞巡查的通知",
        "各区水务局：",
        BODY,
        "附件：巡查表",
        "示例市水务局",
        "2024年5月6日",
        "附件",
        "巡查表",
    )
    assert document.elements.title == "示例市水务局关于涵洞巡查的通知"
    assert [block.part for block in document.of_kind(BlockKind.ATTACHMENT)] == [Part.ATTACHMENT] * 2


@pytest.mark.parametrize(
    ("line", "title", "number"),
    [
        ("示例市人民政府关于涵洞巡查的通知示政发〔2024〕5号", "示例市人民政府关于涵洞巡查的通知", "示政发〔2024〕5号"),
        ("示例市水务局关于涵洞用地的复函 示水函〔2024〕17号", "示例市水务局关于涵洞用地的复函", "示水函〔2024〕17号"),
        (
            "示例市水务局关于印发涵洞巡查办法的通知示水[2024]3号",
            "示例市水务局关于印发涵洞巡查办法的通知",
            "示水[2024]3号",
        ),
    ],
)
def test_a_number_behind_the_title_on_its_line(line: str, title: str, number: str) -> None:
    document = draft(line, "各区人民政府：", BODY)
    assert (document.elements.title, document.elements.document_number) == (title, number)
    spans = {block.kind: block.span.of(document.text) for block in document.blocks}
    assert spans[BlockKind.TITLE].strip() == title
    assert spans[BlockKind.DOC_NUMBER].strip() == number


def test_a_title_that_speaks_of_a_number_keeps_it() -> None:
    title = "示例市人民政府关于废止示政发〔2019〕3号文件的通知"
    document = draft(title, "各区人民政府：", BODY)
    assert (document.elements.title, document.elements.document_number) == (title, None)


def test_an_order_is_issued_by_whose_order_it_is() -> None:
    document = draft(
        "中华人民共和国水务部令第12号", "现公布《涵洞养护条例》，自2024年7月1日起施行。", "部长　张三", "2024年5月6日"
    )
    assert document.elements.issuer == "水务部"


def test_an_order_without_a_number_is_issued_by_the_organ_not_by_who_signs() -> None:
    document = draft(
        "示例省人民政府令", "现公布《涵洞养护规定》，自2024年7月1日起施行。", "省　长　张三", "2024年5月6日"
    )
    assert document.elements.issuer == "示例省人民政府"


def test_items_of_a_list_are_no_title() -> None:
    document = draft("涵洞巡查小结", "•\t查看了八处涵洞", "•\t清理了三处淤塞", "-\t两处等待修补", BODY)
    assert document.elements.title == "涵洞巡查小结"


def test_a_field_left_empty_is_no_title() -> None:
    document = draft("编号：________", "涵洞巡查登记表", BODY)
    assert document.elements.title == "涵洞巡查登记表"


def test_an_occasion_under_no_title_is_no_title() -> None:
    document = draft("—2024年2月3日在示例市第九届人民代表大会第三次会议上", "示例市市长　张三", "各位代表：", BODY)
    assert document.elements.title is None
    assert document.elements.addressees == ("各位代表",)


def test_figures_in_a_table_are_no_copy_number() -> None:
    cells = [Paragraph(text, region=Region.CELL, table=1) for text in ("学号", "姓名", "20240015", "张三")]
    document = build(assemble("docx", [*cells, Paragraph(BODY)], None), path="a", digest="")
    assert document.elements.copy_number is None


def test_a_copy_number_in_the_first_cell_of_a_head_counts() -> None:
    cells = [Paragraph(text, region=Region.CELL, table=1) for text in ("000012", "示例市水务局文件")]
    lines = [Paragraph(text) for text in ("关于涵洞巡查的通知", "各区水务局：", BODY)]
    document = build(assemble("docx", [*cells, *lines], None), path="a", digest="")
    assert document.elements.copy_number == "000012"


def test_a_level_of_confidence_is_a_secrecy_marking() -> None:
    document = draft("保密级别：机密★10年", "示例市水务局关于涵洞巡查的通知", "各区水务局：", BODY)
    assert document.elements.secrecy is not None
    assert document.elements.secrecy.level == "机密"


def test_a_long_heading_without_a_stop() -> None:
    long = "（二）" + "、".join(["联合巡查涵洞闸坝", "统一调度泵站管网", "分段看守河道湖泊"] * 3)
    document = draft("示例市水务局关于涵洞巡查的通知", "各区水务局：", "一、巡查", "（一）涵洞", BODY, long, BODY)
    assert [heading.number for heading in document.headings()] == ["一、", "（一）", "（二）"]
