"""Shapes of drafts that were once read wrongly: telegrams, briefs and minutes, joint signers, annual reports."""

from __future__ import annotations

import pytest

from wenlint.document import Document, Kind
from wenlint.reading import read_bytes
from wenlint.reading.flow import Look, Paragraph, assemble
from wenlint.reading.structure import build


def draft(text: str) -> Document:
    return read_bytes(text.strip("\n").encode(), "draft.txt")


def looking(*lines: tuple[str, Look]) -> Document:
    return build(assemble("docx", [Paragraph(text, look=look) for text, look in lines], None), path="a", digest="")


SIGN = Look(align="center", size=40, red=True)
TITLE = Look(align="center", size=22)
BODY = Look(size=16, indent=2)


def test_telegram_tells_sender_degree_and_number_on_its_form() -> None:
    document = draft("""
示例市防汛抗旱指挥部明传电报
发电单位　示例市防汛抗旱指挥部
等级　特急　　　示汛明电〔2024〕9号
示例市防汛抗旱指挥部关于启动防汛
Ⅲ级应急响应的通知
各县区防汛抗旱指挥部：
据预报，8日夜间我市有暴雨。现决定启动应急响应。
2024年7月8日
""")
    elements = document.elements
    assert elements.title == "示例市防汛抗旱指挥部关于启动防汛Ⅲ级应急响应的通知"
    assert elements.document_number == "示汛明电〔2024〕9号"
    assert elements.urgency == "特急"
    assert elements.issuer == "示例市防汛抗旱指挥部"


def test_brief_has_its_title_under_publisher_and_date() -> None:
    document = looking(
        ("工作简报", SIGN),
        ("第12期（总第86期）", Look(align="center", size=16)),
        ("示例市营商环境建设办公室　　　　2024年9月15日", Look(size=16)),
        ("聚焦企业急难愁盼　优化政务服务", TITLE),
        ("——示例市推行“一业一证”改革纪实", TITLE),
        ("今年以来，示例市推行“一业一证”改革。", BODY),
    )
    assert document.elements.title == "聚焦企业急难愁盼 优化政务服务"
    assert document.elements.date == "2024-09-15"
    assert document.elements.issuer == "示例市营商环境建设办公室"
    assert document.kind.value is Kind.BRIEF


def test_minutes_with_a_title_of_their_own() -> None:
    document = looking(
        ("示例市人民政府常务会议纪要", SIGN),
        ("〔2024〕第15期", Look(align="center", size=16)),
        ("示例市人民政府办公室　　　　　　　　2024年8月2日", Look(size=16)),
        ("市政府第46次常务会议纪要", TITLE),
        ("7月30日，市长主持召开市政府第46次常务会议。纪要如下：", BODY),
        ("一、关于防汛抗旱工作", BODY),
    )
    assert document.elements.title == "市政府第46次常务会议纪要"
    assert document.elements.date == "2024-08-02"
    assert document.elements.issuer == "示例市人民政府办公室"
    assert document.kind.value is Kind.MINUTES


@pytest.mark.parametrize(
    ("head", "signer"),
    [
        ("示教〔2024〕60号　　　　　签发人：韩　冰\n　　　　　　　　　　　　丁伟民", "韩冰 丁伟民"),
        ("示教〔2024〕60号　　签发人：韩　冰　丁伟民\n　　　　　　　　　　　欧阳明　李　强", "韩冰 丁伟民 欧阳明 李强"),
        ("示教〔2024〕60号　　　签发人：周远山", "周远山"),
    ],
)
def test_every_signer_of_a_joint_document(head: str, signer: str) -> None:
    document = draft(
        f"示例市教育局文件\n{head}\n关于申请增加经费的请示\n市政府：\n妥否，请批示。\n示例市教育局\n2024年9月29日"
    )
    assert document.elements.signer == signer
    assert document.elements.title == "关于申请增加经费的请示"


def test_short_title_under_the_signer_is_no_name() -> None:
    document = draft("示例市教育局文件\n示教〔2024〕60号　　签发人：韩冰\n请　示\n市政府：\n妥否，请批示。")
    assert document.elements.title == "请示"
    assert document.elements.signer == "韩冰"


def test_title_that_begins_with_the_organs_name_on_a_line_of_its_own() -> None:
    document = draft("""
示例市文化和旅游局
2023年工作总结和2024年工作打算
2023年，市文化和旅游局各项工作取得新成效。
一、2023年工作情况
送戏下乡200场。
示例市文化和旅游局
2023年12月28日
""")
    assert document.elements.title == "示例市文化和旅游局2023年工作总结和2024年工作打算"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中共示例镇委员会2023年度工作情况报告", Kind.COMPREHENSIVE_REPORT),
        ("示例市水务局二〇二三年工作总结报告", Kind.COMPREHENSIVE_REPORT),
        ("示例市水务局2023年防汛工作报告", Kind.SPECIAL_REPORT),
    ],
)
def test_an_annual_report_is_told_without_its_issuer(title: str, kind: Kind) -> None:
    assert draft(f"{title}\n县委：\n现将有关情况报告如下。").kind.value is kind


def test_minutes_whose_issue_number_stands_in_brackets() -> None:
    document = draft("""
专题会议纪要
（第7期）
示例县人民政府办公室　　　　　　　2024年10月11日
关于研究城区停车问题的会议纪要
2024年10月9日，副县长主持召开专题会议。现将会议议定事项纪要如下：
一、新增停车泊位800个。
""")
    assert document.elements.title == "关于研究城区停车问题的会议纪要"
    assert document.elements.date == "2024-10-11"


def test_brief_numbered_by_year() -> None:
    document = looking(
        ("信息专报", SIGN),
        ("2024年第31期", Look(align="center", size=16)),
        ("示例区委办公室　　　　　　　　　　2024年5月20日", Look(size=16)),
        ("我区基层减负工作取得初步成效", TITLE),
        ("今年以来，我区持续为基层减负。", BODY),
    )
    assert document.elements.title == "我区基层减负工作取得初步成效"
    assert document.elements.date == "2024-05-20"


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("（2025年1月16日示例市第十六届人民代表大会第四次会议通过）", "2025-01-16"),
        ("（2015年3月1日通过　2025年1月16日修正）", None),
    ],
)
def test_day_of_adoption_is_the_date_of_a_resolution(note: str, day: str | None) -> None:
    document = draft(f"示例市第十六届人民代表大会第四次会议\n关于政府工作报告的决议\n{note}\n会议决定批准这个报告。")
    assert document.elements.date == day
