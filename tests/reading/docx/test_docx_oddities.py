"""Oddities of real files, each as a .docx through the door that users come in by."""

from __future__ import annotations

from docx_builder import NAMESPACES, box, level, listed, numbering, package, para, run

from wenlint.document import BlockKind, Document, Part
from wenlint.reading import read_bytes

CENTRED = '<w:jc w:val="center"/>'
BIG = '<w:sz w:val="44"/>'
NOTICE = para("各区：") + para("请做好工作。") + para("示例市人民政府") + para("2024年3月1日")


def read(body: str, **rest: object) -> Document:
    return read_bytes(package(body, **rest), "稿.docx")  # type: ignore[arg-type]


def title(*lines: str) -> str:
    return "".join(para(run(line, BIG), properties=CENTRED) for line in lines)


def first_level(document: Document, part: Part) -> list[str]:
    return [h.number + h.text for h in document.headings() if h.level == 1 and h.part is part]


def test_title_over_three_lines_and_letter_spaced() -> None:
    assert read(title("示例市人民政府关于", "加强河道清淤", "工作的通知") + NOTICE).elements.title == (
        "示例市人民政府关于加强河道清淤工作的通知"
    )
    assert read(title("关于做好清淤工作 几 个 问 题 的 通 知") + NOTICE).elements.title == (
        "关于做好清淤工作几个问题的通知"
    )
    broken = para(run("示例市人民政府", BIG), "<w:r><w:br/></w:r>", run("关于清淤的通知", BIG), properties=CENTRED)
    assert read(broken + NOTICE).elements.title == "示例市人民政府关于清淤的通知"


def test_marking_in_the_header_counts_when_the_text_speaks_of_secrets() -> None:
    """The header holds the marking (with a blank before its star); 秘密 in the text is none."""
    header = {"header-a": para("000031") + para("机密 ★5年") + para("特急")}
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header-a"/></w:sectPr>'
    body = title("关于开展保密检查的通知") + para("各区：") + para("严守国家秘密，不得泄露商业秘密。")
    elements = read(body + section, margins=header).elements
    assert elements.secrecy is not None
    assert (elements.secrecy.level, elements.secrecy.term) == ("机密", "5年")
    assert (elements.urgency, elements.copy_number) == ("特急", "000031")
    assert read(body).elements.secrecy is None


def test_numbers_that_begin_again_in_an_attachment() -> None:
    body = (
        title("关于印送分工的通知") + para("各区：") + para("一、明确责任") + para("做好分工。") + para("二、按时报送")
    )
    body += para("每月报送。") + para("附件：任务分工") + para("示例市人民政府") + para("2024年3月1日")
    body += para("附件", properties="<w:pageBreakBefore/>") + title("任务分工")
    body += para("一、清淤任务") + para("共六项。") + para("二、护岸任务") + para("共三项。")
    document = read(body)
    assert first_level(document, Part.MAIN) == ["一、明确责任", "二、按时报送"]
    assert first_level(document, Part.ATTACHMENT) == ["一、清淤任务", "二、护岸任务"]
    assert document.elements.attachments == ("任务分工",)


def test_automatic_numbers_begin_again_in_the_second_of_two_documents() -> None:
    lists = numbering(
        f'<w:abstractNum w:abstractNumId="0">{level(0, "chineseCounting", "%1、")}</w:abstractNum>',
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>",
    )
    one = title("关于清淤的通知") + para("各区：") + para("请做好工作。")
    one += para("清淤", properties=listed(1)) + para("护岸", properties=listed(1))
    one += para("示例市水务局") + para("2024年3月1日")
    other = title("关于护林的通知") + para("各区：") + para("请做好工作。") + para("巡护", properties=listed(2))
    document = read(one + other, parts={"numbering": lists})
    assert document.elements.title == "关于清淤的通知"
    assert document.elements.date == "2024-03-01"
    assert [h.number + h.text for h in document.headings() if h.level == 1] == ["一、清淤", "二、护岸", "一、巡护"]
    assert first_level(document, Part.MAIN) == ["一、清淤", "二、护岸"]


def test_run_in_headings_and_numbered_measures() -> None:
    body = title("关于清淤的通知") + para("各区：")
    body += para("一、明确责任") + para(run("（一）划分河段。", "<w:b/>"), "市水务局负责干流，各区负责支流。")
    body += para("1.每季度巡河一次；") + para("2.每年清淤一次；") + para("3.汛前检查一次。")
    found = [(h.level, h.number, h.text) for h in read(body).headings()]
    assert (1, "一、", "明确责任") in found
    assert (2, "（一）", "划分河段") in found
    assert [number for _, number, _ in found] == ["一、", "（一）"]


def test_dates_in_characters_with_any_zero() -> None:
    for printed, iso in (
        ("二〇〇四年五月三十一日", "2004-05-31"),
        ("二○○四年五月三十一日", "2004-05-31"),
        ("二零零四年五月三十一日", "2004-05-31"),
        ("一九八一年十月一日", "1981-10-01"),
    ):
        body = title("关于清淤的通知") + para("各区：") + para("请做好工作。") + para("示例市水务局") + para(printed)
        assert read(body).elements.date == iso


def test_number_with_label_blank_brackets_and_zero_width() -> None:
    for printed in (
        "发文字号：示政发〔2024〕7号",
        "示政发 〔2024〕7号",
        "示政发［2024］7号",
        "示政发〔2024\u200b〕7号",
    ):
        document = read(para("示例市人民政府文件") + para(printed) + title("关于清淤的通知") + NOTICE)
        number = document.elements.document_number or ""
        assert number.startswith("示政发")
        assert number.endswith("7号")
        assert document.elements.title == "关于清淤的通知"


def test_answer_to_a_proposal_is_no_statutory_genre_and_an_order_has_no_addressee() -> None:
    answer = title("对市人大第128号建议的答复") + para("张代表：") + para("您的建议收悉。")
    assert read(answer).elements.genre is None
    order = title("示例省人民政府令") + para("第218号", properties=CENTRED) + para("现公布《示例办法》，自即日起施行。")
    assert read(order).elements.addressees == ()


def test_head_in_text_boxes_is_read_once_and_in_its_place() -> None:
    head = (
        box(para("示例市水务局文件"), y=10)
        + box(para("示水发〔2024〕3号"), y=110)
        + box(para("签发人：周远山"), y=112, x=300)
    )
    document = read(para(head) + para("") * 9 + title("关于解决资金的请示") + para("市政府：") + para("妥否，请批示。"))
    elements = document.elements
    assert (elements.title, elements.document_number, elements.signer) == (
        "关于解决资金的请示",
        "示水发〔2024〕3号",
        "周远山",
    )
    assert document.text.count("示水发") == 1


def test_every_block_leads_back_to_its_paragraph() -> None:
    body = title("关于清淤的通知") + NOTICE
    assert [block.origin for block in read(body).blocks] == [f"word/document.xml#p{i}" for i in range(5)]


def test_footnotes_are_labelled_and_kept_out_of_the_body() -> None:
    notes = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{para("见年鉴第三页")}</w:footnote></w:footnotes>'
    body = (
        title("关于清淤的通知") + para("各区：") + para("完成六成", '<w:r><w:footnoteReference w:id="2"/></w:r>', "。")
    )
    document = read(body, parts={"footnotes": notes})
    plain = read(body)
    assert [b.span.of(document.text) for b in document.of_kind(BlockKind.FOOTNOTE)] == ["见年鉴第三页"]
    assert document.characters.word == plain.characters.word
    assert document.characters.whole_word == plain.characters.whole_word + 6


def test_a_table_of_many_thousand_cells_is_read() -> None:
    """It takes a process of its own, and must stay well within the limits of that."""
    cell = '<w:tc><w:tcPr><w:tcW w:w="300" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc>'
    rows = f"<w:tr>{cell * 30}</w:tr>" * 400
    document = read(title("关于清淤的通知") + NOTICE + f"<w:tbl><w:tblPr/>{rows}</w:tbl>")
    assert document.elements.title == "关于清淤的通知"
    assert len(list(document.of_kind(BlockKind.CELL))) == 12_000
