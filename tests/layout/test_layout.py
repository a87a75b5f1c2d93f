"""Finished documents of every format are right; each fault planted in one is found, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from docx.shared import Pt
from drafts import CONFORMING, Draft
from faults import FIRST_LOT, Fault, font, footers, margin, no_border
from later_faults import SECOND_LOT, THIRD_LOT

from wenlint.check import Check, Context, Finding, Rule, Severity
from wenlint.document import Document
from wenlint.linting import judge
from wenlint.packs import load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))

from docx_parts import text_box

_LAYOUT = {
    "page-setup",
    "typeface",
    "paragraph-place",
    "page-number",
    "red-head",
    "drafting-traces",
    "file-properties",
    "placeholder",
}


@cache
def rules() -> tuple[list[Rule], dict[str, Check]]:
    registry = find()
    packs = [load_pack(path, registry.checks) for path in registry.packs.values()]
    return [rule for pack in packs if pack.default for rule in pack.rules], dict(registry.checks)


def read(draft: Draft) -> Document:
    return read_bytes(draft.saved(), "draft.docx")


def findings(document: Document) -> tuple[Finding, ...]:
    chosen, checks = rules()
    return judge(document, [rule for rule in chosen if rule.check in _LAYOUT], checks, Context())[0]


def faults() -> Iterator[Fault]:
    yield from FIRST_LOT
    yield from SECOND_LOT
    yield from THIRD_LOT


@pytest.mark.parametrize("name", CONFORMING)
def test_what_keeps_the_standard_is_right(name: str) -> None:
    document = read(CONFORMING[name]())
    chosen, checks = rules()
    found = judge(document, chosen, checks, Context())[0]
    assert [(finding.rule, finding.message) for finding in found] == []


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name)
def test_a_planted_fault_is_found_and_nothing_else(fault: Fault) -> None:
    draft = fault.base()
    fault.plant(draft)
    found = findings(read(draft))
    assert [finding.rule for finding in found] == [fault.rule]
    assert found[0].at
    assert found[0].advice


def test_a_fault_that_recurs_is_one_finding_with_its_places() -> None:
    draft = CONFORMING["notice-word"]()
    for paragraph in draft.document.paragraphs:
        if len(paragraph.text) > 40:
            paragraph.paragraph_format.first_line_indent = None
            paragraph._p.pPr.remove(paragraph._p.pPr.ind)
    (finding,) = findings(read(draft))
    assert finding.rule.endswith("7.3.3-indent")
    assert len(finding.at) > 5
    assert finding.evidence["places"] == len(finding.at)


def test_a_draft_without_head_and_number_is_told_no_more_than_hints() -> None:
    draft = CONFORMING["notice-no-red-head"]()
    margin("left", 40)(draft)
    font(draft, "body", "宋体")
    assert {finding.severity for finding in findings(read(draft))} == {Severity.INFO}


def test_what_is_no_official_document_is_left_alone() -> None:
    draft = Draft(CONFORMING["notice-word"]().manner)
    draft.add("title", "关于涵洞的几点想法", "黑体", 16, "left")
    draft.add("body", "涵洞还是要多看。看过一遍不等于看清楚，看清楚也不等于修好，这三件事要分开记。", "宋体", 12)
    margin("left", 40)(draft)
    assert findings(read(draft)) == ()


@pytest.mark.parametrize("name", ["letter", "order", "minutes"])
def test_formats_of_their_own_are_not_held_to_the_ordinary_top_margin(name: str) -> None:
    draft = CONFORMING[name]()
    margin("top", 25)(draft)
    assert not [finding for finding in findings(read(draft)) if "5.2.1-top" in finding.rule]
    ordinary = CONFORMING["notice-word"]()
    margin("top", 25)(ordinary)
    assert [finding for finding in findings(read(ordinary)) if "5.2.1-top" in finding.rule]


def test_a_font_that_no_computer_has_is_right_when_it_is_named_so() -> None:
    draft = CONFORMING["notice-word"]()
    font(draft, "title", "示例机关小标宋")
    font(draft, "body", "示例机关仿宋")
    assert findings(read(draft)) == ()


def test_a_red_line_below_boxes_counts_though_its_paragraph_is_empty() -> None:
    """WPS templates hang sign and number as text boxes on a paragraph without text that carries the line."""
    draft = Draft(CONFORMING["notice-word"]().manner)
    holder = draft.blank()
    holder.paragraph_format.space_before = Pt(250)
    for order, (words, size, colour) in enumerate(
        (("示例市水务局文件", 46.0, "FF0000"), ("示水〔2024〕3号", 16.0, "000000"))
    ):
        face = draft.manner.song if order == 0 else draft.manner.fangsong
        holder._p.append(text_box(order, words, (35 + 40 * order, 20), face, size, colour))
    draft.border(holder, "bottom", "FF0000", 12)
    draft.title("示例市水务局关于清点闸门备件的通知")
    draft.add("addressee", "各闸管所：")
    draft.body("各闸管所在6月10日前清点闸门备件，列出缺件的名称、规格和数量，报局物资科统一采购。")
    draft.ending("示例市水务局", "2024年5月20日")
    draft.page_numbers()
    assert findings(read(draft)) == ()
    no_border(draft)
    assert [finding.rule for finding in findings(read(draft))] == ["gbt-9704-2012/7.2.7-red-line"]


def test_the_number_in_a_box_beside_an_empty_paragraph_is_the_page_number() -> None:
    draft = CONFORMING["notice-word"]()
    for paragraph, _ in list(footers(draft)):
        paragraph._p.getparent().remove(paragraph._p)
    for footer in (draft.section.footer, draft.section.even_page_footer):
        footer.add_paragraph()
        draft.page_number(footer.add_paragraph(), "center")
    assert {finding.rule for finding in findings(read(draft))} == {"gbt-9704-2012/7.5-number-place"}


def test_a_sentence_about_what_is_to_be_verified_is_no_gap() -> None:
    draft = CONFORMING["notice-word"]()
    draft.body("没有现场照片的记录标注待核实，由区水务局在三日内补拍，补拍以前不计入完成数。")
    assert not [finding for finding in findings(read(draft)) if finding.check == "placeholder"]
