"""The page for a browser: what it tells, that nothing in a draft becomes markup, and that it needs nothing else."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
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
    (table,) = tree.find_class("compared")
    assert "《关于改造的意见》（省发〔2025〕1号）" in table.find(".//thead").text_content()
    left, right = table.findall(".//td")
    assert left.text_content() == mine
    assert right.text_content() == theirs
    assert [(one.text, one.get("title")) for one in left.iter("ins")] == [
        ("全市", "换层级地名"), ("2026年底", "改日期"),
    ]  # fmt: skip
    assert [one.text for one in right.iter("del")] == ["全省", "2025年底"]
    assert [one.text for one in left.iter("mark")] == [one.text for one in right.iter("mark")]


def test_paragraphs_that_belong_together_stand_side_by_side() -> None:
    mine = "一、目标任务\n全市要在年底前完成改造任务，不得拖延。\n本市另行验收。\n二、保障措施\n落实经费。"
    theirs = "一、目标任务\n\n全省要在年底前完成改造任务，不得拖延。\n二、保障措施\n\n落实经费。"
    text = f"关于改造的通知\n各区：\n{mine}\n"
    source = Location(Span(7, 7 + len(theirs)), SuperiorRef("s", "关于改造的意见", "省发〔2025〕1号"), theirs)
    (table,) = rendered(outcome(text, finding(at(text, mine), source))).find_class("compared")
    rows = [[cell.text_content() for cell in row] for row in table.findall("tbody/tr")]
    assert ["一、目标任务", "一、目标任务"] in rows
    assert ["落实经费。", "落实经费。"] in rows
    for column, words in ((0, mine), (1, theirs)):
        assert "".join(row[column] for row in rows) == "".join(words.split())
    assert not [cell for cell in table.findall(".//td") if cell.find("br") is not None and not cell.text_content()]


@given(st.lists(st.sampled_from("甲乙丙丁。\n"), max_size=40), st.lists(st.sampled_from("甲乙丙丁。\n"), max_size=40))
def test_nothing_of_the_passages_is_lost_when_they_are_set_in_rows(mine: list[str], theirs: list[str]) -> None:
    left, right = "".join(mine).strip() or "甲", "".join(theirs).strip() or "乙"
    text = f"关于改造的通知\n各区：\n{left}\n"
    source = Location(Span(7, 7 + len(right)), SuperiorRef("s", "关于改造的意见", "省发〔2025〕1号"), right)
    start = text.index("各区：") + 4
    (table,) = rendered(outcome(text, finding(Location(Span(start, start + len(left))), source))).find_class("compared")
    for column, words in ((1, left), (2, right)):
        cells = table.findall(f"tbody/tr/td[{column}]")
        assert "".join("".join(cell.text_content() for cell in cells).split()) == "".join(words.split())


def test_words_under_several_findings_lead_to_each_by_its_number() -> None:
    """A link holds one address only; the numbers are no text, so that what is copied is the draft."""
    title = at(DRAFT, "关于做好防汛工作的通知")
    missing = Location(Span(title.span.end, title.span.end))
    text = rendered(outcome(DRAFT, finding(title), finding(title), finding(missing))).find_class("draft")[0]
    numbers = text.find_class("no")
    assert [(one.get("href"), one.get("data-no"), one.text) for one in numbers] == [
        ("#d1f1", "1", None), ("#d1f2", "2", None), ("#d1f3", "3", None),
    ]  # fmt: skip
    assert {one.get("tabindex") for one in text.find_class("hit")} == {"-1"}
    assert numbers[0].get("tabindex") is None
    assert numbers[0].get("aria-label") == "错误，第 1 个问题"


def test_many_findings_and_many_places_stay_easy_to_find() -> None:
    text = "关于做好防汛工作的通知\n各区人民政府：\n" + "请各单位,立即行动。\n" * 9
    commas = [Location(Span(at, at + 1)) for at, mark in enumerate(text) if mark == ","]
    told = [finding(*commas), *(finding(one, severity=Severity.INFO) for one in commas[:5])]
    tree = rendered(outcome(text, *told))
    (index,) = tree.find_class("index")
    assert " ".join(index.text_content().split()) == "错误 1 提示 2 3 4 5 6"
    (first,) = (section for section in tree.find_class("finding") if section.get("id") == "d1f1")
    assert first.text_content().count("“请各单位,立即行动。”") == 9
    assert "另有 3 处" in first.text_content()


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


def test_a_scan_sets_the_passages_side_by_side_too(project: Path, wenlint: Run) -> None:
    theirs = (
        "全省要在2025年底前完成老旧管网改造任务，每季度通报一次进度，对进度滞后的单位逐一约谈并限期整改到位。"
        "改造资金由财政统筹安排，专款专用，不得挪用，竣工后三个月内完成决算审计，审计结果向社会公开。"
    )
    mine = theirs.replace("全省", "全市").replace("2025", "2026")
    (project / "out").mkdir()
    (project / "out" / "a.txt").write_text(f"关于改造的通知\n各区：\n{mine}\n", encoding="utf-8")
    (project / "superior.txt").write_text(f"关于改造的意见\n各市：\n{theirs}\n", encoding="utf-8")
    assert wenlint("corpus", "add", "superior.txt", "--corpus", "library").exit_code == 0
    scanned = wenlint("scan", "out", "--corpus", "library", "--pack", "beijing-2019-13", "--report", "report")
    assert scanned.exit_code in (0, 1), scanned.output
    (draft,) = (project / "report" / "drafts").glob("*.html")
    tree = parser.fromstring(draft.read_text(encoding="utf-8"))
    (table,) = tree.find_class("compared")
    assert {one.text for one in table.iter("ins")} == {"2026年底"}
    assert {one.text for one in table.iter("del")} == {"2025年底"}
    assert "关于改造的意见" in table.find("thead").text_content()
    assert "改造资金由财政统筹安排" in table.find("tbody/tr/td").text_content()


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
