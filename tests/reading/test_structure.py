"""What the structure reader makes of drafts as offices write them; every text here is our own."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.document import BlockKind, Direction, Document, Kind, Measure, Part
from wenlint.reading import read_bytes
from wenlint.reading.flow import Look, Paragraph, Region, assemble
from wenlint.reading.structure import build


def draft(text: str) -> Document:
    return read_bytes(text.strip("\n").encode(), "draft.txt")


def words(document: Document, kind: BlockKind, part: Part | None = None) -> list[str]:
    return [b.span.of(document.text) for b in document.of_kind(kind) if part is None or b.part is part]


def first_level(document: Document, *parts: Part) -> list[str]:
    parts = parts or (Part.MAIN, Part.ENCLOSED)
    return [h.number + h.text for h in document.headings() if h.level == 1 and h.part in parts]


FULL = """
000012
机密★5年
特急
示例市人民政府文件
示政发〔2023〕7号
示例市人民政府关于加强城市
内河清淤养护工作的通知
各区人民政府，市政府各委、办、局，各市属机构：
近年来，部分内河淤积较重，影响排水。为做好清淤养护，现将有关事项通知如下。
一、明确养护责任
（一）划分管护河段。市水务局负责干流，各区负责支流。
1.干流养护
每季度巡河一次。
（1）巡河人员
由养护单位派出。
二、安排养护资金
所需资金列入年度预算。
附件：1.内河养护河段表
2.养护资金测算表
示例市人民政府
2023年3月8日
（此件公开发布）
附件1
内河养护河段表
一、干流河段
共六段。
附件2
养护资金测算表
按河段长度测算。
抄送：市委办公室，市人大常委会办公室。
示例市人民政府办公室　　　　2023年3月9日印发
"""


def test_every_element_of_a_full_document_is_read() -> None:
    document = draft(FULL)
    found = document.elements
    assert found.copy_number == "000012"
    assert found.secrecy is not None
    assert (found.secrecy.level, found.secrecy.term, found.secrecy.text) == ("机密", "5年", "机密★5年")
    assert found.urgency == "特急"
    assert found.document_number == "示政发〔2023〕7号"
    assert found.issuer == "示例市人民政府"
    assert found.title == "示例市人民政府关于加强城市内河清淤养护工作的通知"
    assert found.genre == "通知"
    assert found.addressees == ("各区人民政府", "市政府各委、办、局", "各市属机构")
    assert found.date == "2023-03-08"
    assert found.attachments == ("内河养护河段表", "养护资金测算表")
    assert document.kind.value is Kind.POLICY
    assert document.direction is Direction.DOWN
    assert words(document, BlockKind.ISSUER) == ["示例市人民政府文件"]
    assert words(document, BlockKind.SIGNATURE) == ["示例市人民政府"]
    assert words(document, BlockKind.ANNOTATION) == ["（此件公开发布）"]
    assert words(document, BlockKind.IMPRINT)[0].startswith("抄送")
    assert len(words(document, BlockKind.IMPRINT)) == 2


def test_headings_have_levels_numbers_and_parts() -> None:
    document = draft(FULL)
    main = [(h.level, h.number, h.text) for h in document.headings() if h.part is Part.MAIN]
    assert main == [
        (1, "一、", "明确养护责任"),
        (2, "（一）", "划分管护河段"),
        (3, "1.", "干流养护"),
        (4, "（1）", "巡河人员"),
        (1, "二、", "安排养护资金"),
    ]
    assert first_level(document, Part.ATTACHMENT) == ["一、干流河段"]


def test_counts_leave_out_head_imprint_and_attachments() -> None:
    document = draft(FULL)
    body = FULL[FULL.index("示例市人民政府关于") : FULL.index("附件1\n")]
    visible = "".join(body.split())
    assert document.characters.non_space == len(visible)
    assert document.characters.whole_word > document.characters.word


def test_blocks_cover_every_visible_character_once_and_in_order() -> None:
    document = draft(FULL)
    spans = [block.span for block in document.blocks]
    assert spans == sorted(spans)
    assert "".join(s.of(document.text) for s in spans).replace("\u3000", "") == "".join(FULL.split())


def test_upward_request_with_signer_beside_the_number() -> None:
    document = draft(
        """
示例区人民政府文件
示区政文〔2022〕31号　　　　签发人：王建国　李文
示例区人民政府关于解决东湖片区供水问题的请示
市人民政府：
东湖片区供水管网老化，需要改造。妥否，请批示。
示例区人民政府
2022年5月6日
（联系人：赵明；电话：01088886666）
"""
    )
    assert document.elements.document_number == "示区政文〔2022〕31号"
    assert document.elements.signer == "王建国 李文"
    assert document.elements.genre == "请示"
    assert document.kind.value is Kind.REQUEST
    assert document.direction is Direction.UP
    assert document.elements.addressees == ("市人民政府",)
    assert document.elements.date == "2022-05-06"


def test_a_notice_that_issues_a_text_holds_it_as_enclosed() -> None:
    document = draft(
        """
示例市人民政府办公室关于印发
《示例市公园管理办法》的通知
示政办发〔2021〕9号
各区人民政府，市政府各部门：
《示例市公园管理办法》已经市政府同意，现印发给你们，请认真执行。
示例市人民政府办公室
二〇二一年十月十二日
示例市公园管理办法
第一章　总　则
第一条　为了规范公园管理，制定本办法。
第二章　管　护
第二条　公园管理单位应当做好下列工作：
（一）清扫园区；
（二）修剪树木。
"""
    )
    assert document.elements.title == "示例市人民政府办公室关于印发《示例市公园管理办法》的通知"
    assert document.elements.date == "2021-10-12"
    assert words(document, BlockKind.TITLE, Part.ENCLOSED) == ["示例市公园管理办法"]
    assert first_level(document) == ["第一章总　则", "第二章管　护"]
    assert document.characters.enclosed_word > 60
    assert not [h for h in document.headings() if h.text.startswith("清扫")]


@pytest.mark.parametrize(
    ("line", "level", "term"),
    [
        ("机密★5年", "机密", "5年"),
        ("机密 ★5年", "机密", "5年"),
        ("秘　密★1年", "秘密", "1年"),
        ("绝密★", "绝密", None),
        ("秘密★会议开始前", "秘密", "会议开始前"),
        ("机密★长期", "机密", "长期"),
        ("密级：秘密★6个月", "秘密", "6个月"),
        ("机密★2029年12月31日", "机密", "2029年12月31日"),
    ],
)
def test_forms_of_a_secrecy_marking(line: str, level: str, term: str | None) -> None:
    document = draft(f"{line}\n示政发〔2023〕7号\n示例市人民政府关于修路的通知\n各区人民政府：\n请修路。")
    assert document.elements.secrecy is not None
    assert (document.elements.secrecy.level, document.elements.secrecy.term) == (level, term)


@pytest.mark.parametrize("line", ["内部★1年", "工作秘密★", "商密★5年"])
def test_a_misused_star_is_no_state_secret_but_is_kept_as_a_marking(line: str) -> None:
    document = draft(f"{line}\n示政发〔2023〕7号\n示例市人民政府关于修路的通知\n各区人民政府：\n请修路。")
    assert document.elements.secrecy is None
    assert document.elements.title == "示例市人民政府关于修路的通知"
    assert words(document, BlockKind.SECRECY) == [line]
    assert document.is_marked_secret


@pytest.mark.parametrize(
    "sentence",
    [
        "各单位要增强保密意识，不得泄露国家秘密、商业秘密。",
        "绝密级国家秘密载体应当由专人管理。",
        "第三条　国家秘密的密级分为绝密、机密、秘密三级。",
        "一、秘密",
        "标注★号的项目为必填项。",
        "涉密文件应当标注“机密★5年”字样。",
    ],
)
def test_words_in_running_text_are_no_marking(sentence: str) -> None:
    document = draft(
        f"示例市人民政府关于保密工作的通知\n各区人民政府：\n为做好工作，现通知如下。\n{sentence}\n请执行。"
    )
    assert document.elements.secrecy is None


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("京办发〔2019〕13号", "京办发〔2019〕13号"),
        ("示政发 〔2023〕 7 号", "示政发〔2023〕7号"),
        ("示政发[2023]7号", "示政发[2023]7号"),
        ("示政发（2023）第07号", "示政发（2023）第07号"),
        ("示政办发明电〔2023〕7号", "示政办发明电〔2023〕7号"),
        ("文号：示政发〔2023〕7号", "示政发〔2023〕7号"),
        ("示政发〔二〇〇三〕7号", "示政发〔二〇〇三〕7号"),
        ("XX发〔20XX〕XX号", "XX发〔20XX〕XX号"),
        ("〔2020〕号", "〔2020〕号"),
    ],
)
def test_document_numbers_as_printed(printed: str, read: str) -> None:
    document = draft(f"示例市人民政府文件\n{printed}\n示例市人民政府关于修路的通知\n各区人民政府：\n请修路。")
    assert document.elements.document_number == read
    assert document.elements.title == "示例市人民政府关于修路的通知"


def test_number_below_the_title_as_websites_print_it() -> None:
    document = draft("示例市人民政府关于整治\n背街小巷的意见\n示政发〔2020〕3号\n各区人民政府：\n现提出以下意见。")
    assert document.elements.title == "示例市人民政府关于整治背街小巷的意见"
    assert document.elements.document_number == "示政发〔2020〕3号"
    assert document.elements.issuer == "示例市人民政府"


def test_a_title_line_that_begins_with_a_year_is_no_date() -> None:
    document = draft("示例市人民政府办公室关于做好\n2026年春季防火工作的通知\n各县（区）党委、人民政府：\n现通知如下。")
    assert document.elements.title == "示例市人民政府办公室关于做好2026年春季防火工作的通知"
    assert document.elements.addressees == ("各县（区）党委、人民政府",)


def test_letter_spaced_title() -> None:
    document = draft("示例省人民政府关于粮食收购\n几 个 问 题 的 通 知\n各市人民政府：\n现通知如下。")
    assert document.elements.title == "示例省人民政府关于粮食收购几个问题的通知"


def test_decree_has_no_addressee_and_its_number_spans_two_lines() -> None:
    document = draft(
        "示例省人民政府令\n第58号\n《示例省湿地办法》已经通过，现予公布。\n省长　周明\n2020年1月2日\n"
        "示例省湿地办法\n第一条　为了保护湿地，制定本办法。"
    )
    assert document.elements.genre == "命令（令）"
    assert document.elements.document_number == "示例省人民政府令第58号"
    assert document.elements.addressees == ()
    assert document.kind.value is Kind.POLICY


def test_addressee_wrapped_over_lines_and_addressee_without_colon() -> None:
    wrapped = draft("示例省人民政府关于修路的通知\n甲市、乙市、丙市人民政府，\n省交通厅、省财政厅：\n请修路。")
    assert "".join(words(wrapped, BlockKind.ADDRESSEE)) == "甲市、乙市、丙市人民政府，省交通厅、省财政厅："
    assert wrapped.elements.addressees == ("甲市、乙市、丙市人民政府", "省交通厅", "省财政厅")
    bare = draft("示例省人民政府关于修路的通知\n各市人民政府，省政府各部门\n为改善出行条件，请修路。")
    assert bare.elements.addressees == ("各市人民政府", "省政府各部门")


def test_joint_signature_and_date_on_the_signatures_line() -> None:
    joint = draft("甲委、乙局关于修路的通知\n各区：\n请修路。\n示例市发展改革委\n示例市交通运输局\n2020年3月4日")
    assert joint.elements.issuer == "示例市发展改革委、示例市交通运输局"
    one_line = draft("甲局关于修路的通知\n各区：\n请修路。\n示例市交通局　2020年3月4日")
    assert one_line.elements.issuer == "示例市交通局"
    assert one_line.elements.date == "2020-03-04"


def test_run_in_headings_end_at_their_first_stop() -> None:
    document = draft(
        "甲局关于修路的通知\n各区：\n现通知如下。\n一、修好主路。主路由市里修，年底完成。\n"
        "二、修好支路：各区自修。\n三、要求\n（一）及时开工；\n（二）按期完工。\n甲局\n2020年3月4日"
    )
    assert first_level(document) == ["一、修好主路", "二、修好支路", "三、要求"]
    assert [h.text for h in document.headings() if h.level == 2] in ([], ["按期完工"])


def test_table_of_contents_is_not_taken_for_headings() -> None:
    document = draft(
        "示例市五年规划\n目　录\n一、现状........1\n二、目标........3\n一、现状\n路网不足。\n二、目标\n路网加密。"
    )
    assert first_level(document) == ["一、现状", "二、目标"]
    assert len(words(document, BlockKind.CONTENTS)) == 3


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("示例市人民政府关于促进就业的意见", Kind.POLICY),
        ("示例市人民政府关于印发《示例市停车管理办法》的通知", Kind.POLICY),
        ("示例市人民政府关于进一步加强职业技能培训工作的通知", Kind.POLICY),
        ("示例市人民政府办公室关于召开全市安全生产工作会议的通知", Kind.MEETING_NOTICE),
        ("示例市水务局关于举办河长制工作座谈会的通知", Kind.MEETING_NOTICE),
        ("示例市人民政府关于成立市规划委员会的通知", Kind.OTHER),
        ("示例市人民政府办公室关于2023年端午节放假安排的通知", Kind.OTHER),
        ("示例市人民政府关于表彰先进集体的决定", Kind.OTHER),
        ("示例市人民政府关于修改《示例市科技奖励办法》的决定", Kind.POLICY),
        ("示例市督查室关于开展重点工程专项督查的通知", Kind.INSPECTION_NOTICE),
        ("示例市人民政府关于贯彻落实全国水利会议精神的通知", Kind.POLICY),
        ("示例区人民政府关于2023年工作情况的报告", Kind.COMPREHENSIVE_REPORT),
        ("示例区政府工作报告", Kind.COMPREHENSIVE_REPORT),
        ("示例区人民政府关于2023年安全生产工作情况的报告", Kind.SPECIAL_REPORT),
        ("示例区人民政府关于汛期地质灾害处置情况的报告", Kind.SPECIAL_REPORT),
        ("示例区人民政府关于新建小学的请示", Kind.REQUEST),
        ("示例市财政局关于商请提供数据的函", Kind.LETTER),
        ("示例市人民政府常务会议纪要", Kind.MINUTES),
        ("关于赴东湖区开展养老服务调研的方案", Kind.RESEARCH_PLAN),
        ("副局长职位说明书", Kind.OTHER),
    ],
)
def test_kind_of_document_from_its_title(title: str, kind: Kind) -> None:
    assert draft(f"{title}\n各有关单位：\n现将有关事项说明如下。").kind.value is kind


def test_a_report_read_to_an_assembly_goes_to_no_superior() -> None:
    read_out = draft("示例市政府工作报告\n各位代表：\n现在，我代表市人民政府向大会报告工作。")
    assert read_out.kind.value is Kind.COMPREHENSIVE_REPORT
    assert read_out.direction is None
    sent_up = draft("示例市人民政府关于2023年工作情况的报告\n省人民政府：\n现将有关情况报告如下。")
    assert sent_up.direction is Direction.UP


def test_minutes_and_briefs_carry_the_number_of_their_issue() -> None:
    minutes = draft(
        "示例市人民政府专题会议纪要\n〔2023〕第5期\n示例市人民政府办公室　　　2023年5月6日\n"
        "会议研究了供水问题。现纪要如下：\n"
        "一、关于水厂建设\n会议同意建设。"
    )
    assert minutes.elements.title == "示例市人民政府专题会议纪要"
    assert minutes.elements.document_number == "〔2023〕第5期"
    assert minutes.elements.date == "2023-05-06"
    assert minutes.kind.value is Kind.MINUTES
    brief = draft("减负工作简报\n第3期（总第15期）\n示例市委办公室　2023年5月6日\n各区减负工作取得进展。")
    assert brief.elements.title == "减负工作简报"
    assert brief.elements.document_number is None
    assert brief.kind.value is Kind.BRIEF


def test_announcement_has_its_number_under_its_name_and_no_addressee() -> None:
    document = draft(
        "示例市人民政府公告\n第3号\n根据有关规定，现公告如下：\n一、施行交通管制。\n示例市人民政府\n2023年5月20日"
    )
    assert document.elements.document_number == "示例市人民政府公告第3号"
    assert document.elements.addressees == ()
    assert words(document, BlockKind.SIGNATURE) == ["示例市人民政府"]


def test_names_of_joint_issuers_stay_apart_in_a_title() -> None:
    document = draft("中共示例市委　示例市人民政府\n关于发展养老服务的意见\n（2023年5月8日）\n现提出如下意见。")
    assert document.elements.title == "中共示例市委 示例市人民政府关于发展养老服务的意见"
    assert document.elements.date == "2023-05-08"


def test_the_drafter_overrules_the_kind() -> None:
    document = read_bytes("示例市人民政府关于修路的通知\n各区：\n请修路。".encode(), "a.txt", Kind.SPECIAL_REPORT)
    assert document.kind == Measure(Kind.SPECIAL_REPORT, "said by the drafter", True)


def test_marking_in_a_header_is_found_and_said() -> None:
    flow = assemble(
        "docx",
        [
            Paragraph("示例市人民政府关于修路的通知", look=Look(align="center", size=22)),
            Paragraph("各区人民政府："),
            Paragraph("请修路。"),
            Paragraph("秘密★3年", region=Region.HEADER),
        ],
        None,
    )
    document = build(flow, path="a.docx", digest="")
    assert document.elements.secrecy is not None
    assert document.elements.secrecy.text == "秘密★3年"
    assert any("页眉" in note for note in document.notes)


def test_red_head_is_the_issuers_sign_even_without_a_number() -> None:
    flow = assemble(
        "docx",
        [
            Paragraph("示例市水务局", look=Look(align="center", size=48, red=True)),
            Paragraph("关于做好防汛准备的通知", look=Look(align="center", size=22)),
            Paragraph("各区水务局："),
            Paragraph("请做好准备。"),
        ],
        None,
    )
    document = build(flow, path="a.docx", digest="")
    assert document.elements.title == "关于做好防汛准备的通知"
    assert document.elements.issuer == "示例市水务局"


@given(
    st.lists(st.text(alphabet="一二（）、。：第条章附件年月日12★机密关于的通知市\u3000 .", max_size=30), max_size=25)
)
def test_any_lines_give_blocks_in_order_that_lose_nothing(lines: list[str]) -> None:
    flow = assemble("txt", [Paragraph(line) for line in lines], None)
    document = build(flow, path="a.txt", digest="")
    spans = [block.span for block in document.blocks]
    assert spans == sorted(spans)
    assert all(one.end <= two.start for one, two in itertools.pairwise(spans))
    assert "".join("".join(s.of(flow.text) for s in spans).split()) == "".join(flow.text.split())
