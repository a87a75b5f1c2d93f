"""The JSON and text reports of real runs, and what they keep back under a secrecy marking."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import Run

from wenlint.check import Confidence, Severity
from wenlint.document import Document, Span
from wenlint.finding import Citation, Finding, Location, Outcome, SuperiorRef
from wenlint.reading import read_bytes
from wenlint.report import json as json_report
from wenlint.report import text as text_report
from wenlint.report.paint import Paint
from wenlint.report.places import describe_article

SCHEMA = Path(__file__).parents[2] / "docs" / "output-schema.json"
PAGE = text_report.Page(90, Paint(False))


def validated(text: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(text)
    jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))
    return report


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_in(item)


# --- JSON -------------------------------------------------------------------------------------


def test_a_run_over_all_sorts_of_files_keeps_to_the_schema(project: Path, wenlint: Run) -> None:
    (project / "empty.txt").write_bytes(b"")
    result = wenlint("check", ".", "gone.pdf", "--kind", "letter", "--format", "json")
    report = validated(result.stdout)
    assert result.exit_code == 3
    assert report["packs"] == ["town"]
    summary = report["summary"]
    assert summary["documents"] == len(report["documents"]) == 6
    assert summary["failed"] == 2
    findings = [finding for document in report["documents"] for finding in document["findings"]]
    assert summary["findings"] == len(findings) == summary["errors"] + summary["warnings"] + summary["infos"]
    assert summary["skipped"] == 2


def test_a_finding_says_where_it_stands(project: Path, wenlint: Run) -> None:
    (document,) = validated(wenlint("check", "flawed.txt", "--format", "json").stdout)["documents"]
    (finding,) = document["findings"]
    assert finding["cite"] == {
        "pack": "town",
        "title": "示例镇公文语气规定",
        "number": "示镇发〔2024〕1号",
        "article": "3",
        "strength": "不得",
    }
    (place,) = finding["at"]
    text = (project / "flawed.txt").read_text(encoding="utf-8").strip()
    assert place["text"] == text[place["start"] : place["end"]] == "马上行动！"
    assert place["paragraph"] == 4  # counted from 1
    assert place["trail"] == ["一、总体要求"]


def test_standard_output_holds_nothing_but_the_object(project: Path, wenlint: Run) -> None:
    result = wenlint("check", "flawed.txt", "gone.docx", "--format", "json")
    assert result.stdout.startswith("{")
    assert result.stdout.endswith("}\n")
    assert result.stderr.startswith("gone.docx：")


# --- secrecy ----------------------------------------------------------------------------------

HIDDEN_WORDS = ("水库调度", "加强水库", "蓄水位", "甲水库", "开闸放水")


@pytest.mark.parametrize("arguments", [(), ("--kind", "letter")])
def test_nothing_of_a_marked_draft_is_in_the_json(project: Path, wenlint: Run, arguments: tuple[str, ...]) -> None:
    """With ``--kind letter`` a check quotes the draft in its message."""
    (document,) = validated(wenlint("check", "secret.txt", "--format", "json", *arguments).stdout)["documents"]
    facts = document["facts"]
    assert facts["secrecy"] == {"level": "机密", "term": "5年", "text": "机密★5年"}
    assert facts["title"] is None
    assert [heading["text"] for heading in facts["headings"]] == [None]
    assert facts["document_number"] == "示政发〔2024〕1号"
    assert document["findings"]
    for finding in document["findings"]:
        assert {place["text"] for place in finding["at"]} == {None}
        assert finding["at"][0]["start"] > 0
    told = "\n".join(strings_in(document))
    assert not [words for words in HIDDEN_WORDS if words in told]


@pytest.mark.parametrize("arguments", [(), ("--kind", "letter"), ("clean.txt", "flawed.txt")])
def test_nothing_of_a_marked_draft_is_in_the_text(project: Path, wenlint: Run, arguments: tuple[str, ...]) -> None:
    result = wenlint("check", "secret.txt", *arguments)
    assert "机密★5年" in result.stdout
    assert "有感叹号" in result.stdout
    assert not [words for words in HIDDEN_WORDS if words in result.output]


def test_an_unmarked_draft_is_quoted(project: Path, wenlint: Run) -> None:
    assert "“马上行动！”" in wenlint("check", "flawed.txt").stdout


def test_words_of_a_marked_draft_are_blotted_out_of_messages_reasons_and_evidence() -> None:
    text = "机密★5年\n示例市人民政府文件\n关于加强水库调度的通知\n各区：\n甲水库即日起开闸放水到汛限水位以下。\n"
    document = read_bytes(text.encode(), "a.txt")
    assert document.is_marked_secret
    outcome = outcome_with(
        document,
        finding_of(
            message="此处照搬了甲水库即日起开闸放水到汛限水位以下。共 3 处",
            advice="请核对“水库调度”等提法",
            evidence={"words": ["甲水库即日起开闸放水到"], "value": 3},
        ),
    )
    (found,) = json_report.document_object(outcome)["findings"]
    assert found["message"] == "此处照搬了……共 3 处"
    assert found["advice"] == "请核对“……”等提法"
    assert found["evidence"] == {"words": ["……"], "value": 3}
    assert "水库" not in text_report.render_outcome(outcome, PAGE)


# --- text -------------------------------------------------------------------------------------


def finding_of(*at: Location, message: str = "有一处问题", advice: str = "改一改", **extra: Any) -> Finding:
    cite = Citation("town", "示例镇公文语气规定", "示镇发〔2024〕1号", "3", "原则上", "大意")
    return Finding("shouting", "town/calm", Severity.WARNING, Confidence.HIGH, message, advice, at, cite, **extra)


def outcome_with(document: Document, *findings: Finding) -> Outcome:
    return Outcome("稿子.txt", document, findings)


def restating() -> Outcome:
    own = "各地区要建立健全应急值守制度，落实二十四小时专人值班。"
    superior = "各部门要建立健全应急值守制度，落实专人值班。"
    document = read_bytes(f"关于做好值守工作的通知\n各区：\n一、值守\n{own}\n".encode(), "a.txt")
    start = document.text.index(own)
    source = SuperiorRef("s1", "关于应急值守的规定", "示发〔2020〕3号")
    at = (
        Location(Span(start, start + len(own)), trail=("一、值守",)),
        Location(Span(5, 5 + len(superior)), source, superior, ("第二章",)),
    )
    return outcome_with(document, finding_of(*at))


def test_a_restatement_shows_both_passages() -> None:
    text = text_report.render_outcome(restating(), text_report.Page(150, Paint(False)))
    assert re.search(r"本稿 · .*第 4 段 · 一、值守 +│ 来源 · 《关于应急值守的规定》", text)
    assert "（示发〔2020〕3号）" in text
    assert "^^^^" in text
    assert "依据  《示例镇公文语气规定》（示镇发〔2024〕1号）第 3 条（原则上）  [town/calm]" in text


def test_a_restatement_is_told_in_json_with_its_source() -> None:
    (found,) = json_report.document_object(restating())["findings"]
    related = found["at"][1]
    assert related["role"] == "related"
    assert related["document"] == {"id": "s1", "title": "关于应急值守的规定", "number": "示发〔2020〕3号"}
    assert related["text"] == "各部门要建立健全应急值守制度，落实专人值班。"


def test_the_report_of_a_flawed_draft(project: Path, wenlint: Run) -> None:
    text = wenlint("check", "flawed.txt").stdout
    assert re.match(r"flawed\.txt\n  通知 · .*字 · 未标密级\n", text)
    assert "  错误  有感叹号" in text
    assert re.search(r"位置  .*第 4 段 · 一、总体要求：“马上行动！”", text)
    assert "建议  改用句号。" in text
    assert text.endswith("共 1 份，错误 1 处。\n")


def test_a_clean_draft_says_so(project: Path, wenlint: Run) -> None:
    text = wenlint("check", "clean.txt").stdout
    assert "没有发现问题" in text
    assert text.endswith("共 1 份，1 份没有发现问题。\n")


def test_what_could_not_be_judged_is_told_with_its_reason(project: Path, wenlint: Run) -> None:
    text = wenlint("check", "unjudged.txt").stdout
    assert "无法判断\n    shouting：有“？！”连用，分不清是不是感叹  [town/calm]" in text
    assert "能判断的规则都没有发现问题" in text
    assert "无法判断 1 项" in text


def test_in_a_batch_the_same_reason_is_told_once(project: Path, wenlint: Run) -> None:
    for name in "abcd":
        (project / f"{name}.txt").write_text("关于某事的通知\n各区：\n怎么了？！\n", encoding="utf-8")
    text = wenlint("check", "a.txt", "b.txt", "c.txt", "d.txt", "clean.txt").stdout
    assert text.count("分不清是不是感叹") == 1
    assert "a.txt 等 4 份" in text


def test_the_article_of_another_pack_is_named_too() -> None:
    also = {"rule": "b/6", "title": "别的规定", "number": "", "article": "6", "limit": 10}
    document = read_bytes("关于某事的通知\n各区：\n".encode(), "a.txt")
    text = text_report.render_outcome(outcome_with(document, finding_of(evidence={"also": [also]})), PAGE)
    assert "    另见  《别的规定》第 6 条，限额 10  [b/6]\n" in text


def test_many_places_are_all_told() -> None:
    document = read_bytes("关于某事的通知\n各区：\n".encode() + ("好！\n" * 9).encode(), "a.txt")
    spans = [match.span() for match in re.finditer("好！", document.text)]
    outcome = outcome_with(document, finding_of(*(Location(Span(*span)) for span in spans)))
    text = text_report.render_outcome(outcome, PAGE)
    assert text.count("“好！”") == 5
    assert "另有 4 处" in text
    assert "第 11 段" in text


def test_no_line_is_wider_than_the_page(project: Path, wenlint: Run) -> None:
    from wenlint.report.width import cells

    for width in (40, 60, 90, 140):
        page = text_report.Page(width, Paint(False))
        lines = text_report.render_outcome(restating(), page).splitlines()
        assert max(map(cells, lines)) <= width


def test_severities_are_coloured_only_with_paint() -> None:
    outcome = restating()
    assert "\x1b[" not in text_report.render_outcome(outcome, PAGE)
    assert "\x1b[1;33m警告\x1b[0m" in text_report.render_outcome(outcome, text_report.Page(90, Paint(True)))


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("6", "第 6 条"),
        ("15（四）", "第 15 条（四）"),
        ("7.2.5", " 7.2.5 "),
        ("第二十条", "第二十条"),
        ("9、10", "第 9、10 条"),
    ],
)
def test_articles_as_people_write_them(article: str, words: str) -> None:
    assert describe_article(article) == words
