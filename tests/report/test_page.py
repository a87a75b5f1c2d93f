"""The page for a browser: what it tells, that nothing in a draft becomes markup, and that it needs nothing else."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from conftest import Run
from lxml import html as parser

from wenlint.document import Span
from wenlint.finding import Citation, Confidence, Finding, Location, Outcome, Severity, SuperiorRef
from wenlint.reading import read_bytes
from wenlint.report import page

ROOT = Path(__file__).parents[2]
CITE = Citation("town", "示例镇公文语气规定", "示镇发〔2024〕1号", "3", "不得")
NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;</p></style><!--{{ 7*7 }}"


def outcome(text: str, *findings: Finding) -> Outcome:
    return Outcome("稿子.txt", read_bytes(text.encode(), "稿子.txt"), findings)


def finding(*at: Location, severity: Severity = Severity.ERROR, **evidence: object) -> Finding:
    return Finding(
        "shouting", "town/calm", severity, Confidence.HIGH, "有感叹号", "改用句号。", at, CITE, evidence, "0" * 16
    )


def rendered(*outcomes: Outcome) -> parser.HtmlElement:
    return parser.document_fromstring(page.render(outcomes))


DRAFT = "关于做好防汛工作的通知\n各区人民政府：\n请立即行动起来，不得有误。\n示例市人民政府\n2024年5月1日\n"


def at(text: str, words: str) -> Location:
    start = text.index(words)
    return Location(Span(start, start + len(words)))


def test_the_text_is_whole_and_words_lead_to_their_finding_and_back() -> None:
    tree = rendered(
        outcome(DRAFT, finding(at(DRAFT, "立即行动")), finding(at(DRAFT, "行动起来"), severity=Severity.INFO))
    )
    (text,) = tree.find_class("draft")
    assert "".join(text.text_content().split()) == "".join(DRAFT.split())
    hits = text.find_class("hit")
    assert [(hit.text_content(), hit.get("href")) for hit in hits] == [
        ("立即", "#d1f1"), ("行动", "#d1f1"), ("起来", "#d1f2"),
    ]  # fmt: skip
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    links = [link.get("href").removeprefix("#") for link in tree.iter("a") if link.get("href")]
    assert set(links) <= set(ids)
    (first,) = (section for section in tree.find_class("finding") if section.get("id") == "d1f1")
    for words in ("错误", "有感叹号", "改用句号。", "第 3 条（不得）", "第 3 段", "town/calm"):
        assert words in first.text_content()


def test_words_inside_a_marked_passage_lead_to_what_is_said_of_them() -> None:
    light = finding(at(DRAFT, "立即行动"), severity=Severity.INFO)
    (text,) = rendered(outcome(DRAFT, finding(at(DRAFT, "请立即行动起来")), light)).find_class("draft")
    assert [hit.get("href") for hit in text.find_class("hit")] == ["#d1f1", "#d1f2", "#d1f1"]


def test_a_finding_over_paragraphs_marks_all_of_them() -> None:
    whole = Location(Span(0, len(DRAFT.rstrip())))
    (text,) = rendered(outcome(DRAFT, finding(whole))).find_class("draft")
    assert "".join("".join(hit.text_content() for hit in text.find_class("hit")).split()) == "".join(DRAFT.split())


def test_nothing_of_a_draft_a_name_or_a_source_becomes_markup() -> None:
    text = f"关于{NASTY}的通知\n各区：\n{NASTY}请办理。\n"
    read = read_bytes(text.encode(), "x.txt")
    source = Location(Span(0, len(NASTY)), SuperiorRef("s", f"关于{NASTY}的意见", NASTY), NASTY, (NASTY,))
    start = read.text.rindex("<script>")
    told = Finding(
        "c", "town/x", Severity.ERROR, Confidence.LOW, f"有{NASTY}", NASTY,
        (Location(Span(start, start + len(NASTY)), trail=(NASTY,)), source), CITE, {}, "0" * 16,
    )  # fmt: skip
    made = page.render([Outcome(f"{NASTY}.txt", read, (told,)), Outcome(NASTY, None, error=NASTY)])
    tree = parser.document_fromstring(made)
    assert not list(tree.iter("script", "img", "iframe", "object", "embed", "link", "form"))
    assert len(list(tree.iter("style"))) == 1
    attributes = {name for element in tree.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on")]
    assert "49" not in re.sub(r"<style>.*?</style>", "", made, flags=re.DOTALL).split("{{ 7*7 }}")[1][:2]
    assert tree.text_content().count("alert(1)") >= 8


def test_it_needs_nothing_from_outside_and_runs_no_script() -> None:
    made = page.render([outcome(DRAFT, finding(at(DRAFT, "行动")))])
    (policy,) = (one.get("content") for one in parser.document_fromstring(made).iter("meta") if one.get("http-equiv"))
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert not re.search(r"(?:src|href)=[\"'](?!#|\.\./index)", made)
    assert "url(" not in made
    assert "@import" not in made


def test_the_passage_and_its_source_stand_side_by_side_with_what_was_changed() -> None:
    mine, theirs = "全市要在2026年底前完成改造任务，", "全省要在2025年底前完成改造任务，"
    text = f"关于改造的通知\n各区：\n{mine}请办理。\n"
    source = Location(Span(7, 7 + len(theirs)), SuperiorRef("s", "关于改造的意见", "省发〔2025〕1号"), theirs)
    tree = rendered(outcome(text, finding(at(text, mine), source)))
    (columns,) = tree.find_class("columns")
    left, right = columns
    assert mine in left.text_content()
    assert theirs in right.text_content()
    assert [(one.text, one.get("title")) for one in left.iter("ins")] == [
        ("全市", "换层级地名"), ("2026年底", "改日期"),
    ]  # fmt: skip
    assert [one.text for one in right.iter("del")] == ["全省", "2025年底"]
    assert [one.text for one in left.iter("mark")] == [one.text for one in right.iter("mark")]
    assert "《关于改造的意见》（省发〔2025〕1号）" in right.text_content()


def test_nothing_of_a_marked_draft_is_on_the_page(project: Path, wenlint: Run) -> None:
    result = wenlint("check", "secret.txt", "--kind", "letter", "--format", "html")
    assert "机密★5年" in result.stdout
    assert "有感叹号" in result.stdout
    assert not [words for words in ("水库调度", "加强水库", "蓄水位", "甲水库", "开闸放水") if words in result.stdout]
    assert 'class="sheet draft"' not in result.stdout


def test_a_limit_is_drawn_in_whether_kept_or_broken(wenlint: Run) -> None:
    made = {
        name: wenlint("check", str(ROOT / "examples" / folder / f"{name}.docx"), "--format", "html").stdout
        for folder, name in (("flawed", "special-report-over-3000"), ("clean", "special-report"))
    }
    for name, is_over in (("special-report-over-3000", True), ("special-report", False)):
        meters = parser.document_fromstring(made[name]).find_class("meter")
        (words,) = (meter for meter in meters if "限 3000 字" in meter.text_content())
        assert ("over" in words.get("class").split()) is is_over
        assert len(list(words.iter("s"))) == 1


def test_several_drafts_stand_on_one_page_with_their_verdicts(project: Path, wenlint: Run) -> None:
    result = wenlint("check", ".", "gone.pdf", "--format", "html", "-o", "report.html")
    assert result.exit_code == 3
    tree = parser.fromstring((project / "report.html").read_text(encoding="utf-8"))
    assert len(list(tree.iter("article"))) == 5
    (contents,) = tree.iter("nav")
    told = contents.text_content()
    for words in ("没有发现问题", "错误 1 处", "没能判断"):
        assert words in told


@pytest.mark.parametrize("findings", [3, 60])
def test_a_draft_of_thirty_pages_takes_a_moment(findings: int) -> None:
    """100 ms on an idle machine; processor time, and several times that, so that a busy one is no fault."""
    paragraph = "各区各部门要把防汛工作摆在重要位置，落实责任，强化巡查，及时处置险情，确保人民群众生命财产安全。" * 4
    text = "关于做好防汛工作的通知\n各区人民政府：\n" + f"{paragraph}\n" * 90 + "示例市人民政府\n2024年5月1日\n"
    told = [finding(Location(Span(200 * i + 30, 200 * i + 90))) for i in range(findings)]
    judged = outcome(text, *told)
    page.render([judged])
    begun = time.process_time()
    page.render([judged])
    assert time.process_time() - begun < 0.4
