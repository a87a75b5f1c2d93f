"""The formats for programs and spreadsheets, read back by what reads them elsewhere."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import openpyxl
import pytest
from conftest import Run

from wenlint.document import Span
from wenlint.finding import Citation, Confidence, Finding, Location, Outcome, Severity, SuperiorRef
from wenlint.reading import read_bytes
from wenlint.report import github, junit, sarif, table, xlsx

ROOT = Path(__file__).parents[2]
CITE = Citation("town", "示例镇公文语气规定", "示镇发〔2024〕1号", "3", "不得")
HIDDEN_WORDS = ("水库调度", "加强水库", "蓄水位", "甲水库", "开闸放水")
NASTY = '=cmd|"/c calc"!A1\n::error::x %0A <b>&"\x1b[31m\u202e'

# What of the schema of SARIF 2.1.0 (OASIS) wenlint's logs come under; with the whole schema in a file that
# WENLINT_SARIF_SCHEMA names, that is used.
_MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_LOCATION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "message": _MESSAGE,
        "logicalLocations": {"type": "array"},
        "physicalLocation": {
            "type": "object",
            "additionalProperties": False,
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$"}},
                },
                "region": {
                    "type": "object",
                    "additionalProperties": False,
                    "anyOf": [{"required": ["startLine"]}, {"required": ["charOffset"]}],
                    "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "charOffset": {"type": "integer", "minimum": 0},
                        "charLength": {"type": "integer", "minimum": 0},
                        "snippet": {"type": "object"},
                    },
                },
            },
        },
    },
}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_SUPPRESSION = {"required": ["kind"], "properties": {"kind": {"enum": ["inSource", "external"]}}}
_RESULT = {
    "type": "object",
    "required": ["message", "ruleId", "ruleIndex"],
    "properties": {
        "level": _LEVEL,
        "message": _MESSAGE,
        "locations": {"type": "array", "minItems": 1, "items": _LOCATION},
        "relatedLocations": {"type": "array", "items": _LOCATION},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "suppressions": {"type": "array", "items": _SUPPRESSION},
    },
}  # fmt: skip
_RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {"shortDescription": _MESSAGE, "defaultConfiguration": {"properties": {"level": _LEVEL}}},
}
_DRIVER = {"required": ["name"], "properties": {"rules": {"type": "array", "items": _RULE}}}
_RUN = {
    "type": "object",
    "required": ["tool", "results", "invocations"],
    "properties": {
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "tool": {
            "required": ["driver"],
            "properties": {
                "driver": {"required": ["name"], "properties": {"rules": {"type": "array", "items": _RULE}}}
            },
        },
        "invocations": {"type": "array", "items": {"required": ["executionSuccessful"]}},
        "results": {"type": "array", "items": _RESULT},
    },
}
SUBSET = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": _RUN},
    },
}


def logged(text: str) -> dict[str, Any]:
    """The one run of a log that keeps to the schema."""
    log = json.loads(text)
    jsonschema.validate(log, SUBSET)
    whole = os.environ.get("WENLINT_SARIF_SCHEMA")
    if whole:
        jsonschema.validate(log, json.loads(Path(whole).read_text(encoding="utf-8")))
    (run,) = log["runs"]
    return dict(run)


def nasty() -> Outcome:
    text = f"关于防汛的通知\n各区：\n{NASTY.replace(chr(27), '')}\n请办理。\n"
    document = read_bytes(text.encode(), "a.txt")
    source = Location(Span(0, 3), SuperiorRef("s", NASTY, NASTY), NASTY)
    told = Finding(
        "c", "town/x", Severity.WARNING, Confidence.LOW, NASTY, NASTY,
        (Location(Span(12, 20)), source), CITE, {}, "0" * 16,
    )  # fmt: skip
    return Outcome(f"a,b:{NASTY}.txt", document, (told,))


# --- SARIF --------------------------------------------------------------------------------------


def test_a_run_over_all_sorts_of_files_keeps_to_the_schema(project: Path, wenlint: Run) -> None:
    (project / "空 格：稿.txt").write_text((project / "flawed.txt").read_text("utf-8"), encoding="utf-8")
    result = wenlint("check", ".", "gone.pdf", "--kind", "letter", "--format", "sarif")
    assert result.exit_code == 3
    run = logged(result.stdout)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["town/calm", "town/calm-if-possible"]
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run["results"])
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "文件不存在" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    (finding,) = (
        one for one in run["results"] if one["ruleId"] == "town/calm" and "flawed" in json.dumps(one["locations"])
    )
    assert finding["level"] == "error"
    assert finding["locations"][0]["physicalLocation"]["region"]["startLine"] == 4
    assert "改用句号。" in finding["message"]["text"]


def test_examples_of_word_files_keep_to_the_schema(wenlint: Run) -> None:
    run = logged(wenlint("check", str(ROOT / "examples" / "flawed"), "--format", "sarif").stdout)
    assert len(run["results"]) > 5
    assert all(one["partialFingerprints"]["wenlint/v1"] for one in run["results"])


def test_a_waived_finding_is_suppressed_in_the_log(project: Path, wenlint: Run) -> None:
    wenlint("baseline", "flawed.txt", "-o", "known.jsonl")
    run = logged(wenlint("check", "flawed.txt", "--baseline", "known.jsonl", "--format", "sarif").stdout)
    assert [one["suppressions"][0]["kind"] for one in run["results"]] == ["external"]


def test_a_log_of_odd_words_keeps_to_the_schema() -> None:
    run = logged(sarif.render([nasty(), Outcome(NASTY, None, error=NASTY)]))
    assert run["results"][0]["relatedLocations"][0]["message"]["text"].startswith("来源")


# --- JUnit --------------------------------------------------------------------------------------


def test_the_suites_count_what_they_hold(project: Path, wenlint: Run) -> None:
    tree = ElementTree.fromstring(wenlint("check", ".", "gone.pdf", "--kind", "letter", "--format", "junit").stdout)
    suites = list(tree)
    assert len(suites) == 5
    for suite in suites:
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases) > 0
        for kind, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[kind]) == len(suite.findall(f"testcase/{tag}"))
    assert int(tree.attrib["failures"]) == len(tree.findall(".//failure")) > 0
    assert int(tree.attrib["errors"]) == 1
    assert "改用句号。" in (tree.findall(".//failure")[0].text or "")


def test_odd_words_stay_xml() -> None:
    tree = ElementTree.fromstring(junit.render([nasty(), Outcome(NASTY, None, error=NASTY)]))
    assert "::error::x" in tree.findall(".//failure")[0].attrib["message"]


# --- GitHub -------------------------------------------------------------------------------------


def test_each_finding_is_one_command_with_the_line_of_the_file(project: Path, wenlint: Run) -> None:
    flawed = project / "flawed.txt"
    flawed.write_text(flawed.read_text("utf-8").replace("\n", "\n\n\n", 2), encoding="utf-8")
    lines = wenlint("check", "flawed.txt", "clean.txt", "gone.pdf", "--format", "github").stdout.splitlines()
    assert lines[0].startswith("::error file=flawed.txt,line=8,title=town/calm::有感叹号")
    assert lines[1] == "::error file=gone.pdf,title=没能判断::文件不存在，请核对路径"
    assert len(lines) == 2


def test_no_draft_begins_a_command_of_its_own() -> None:
    (line,) = github.render([nasty()]).splitlines()
    assert line.startswith("::warning file=a%2Cb%3A=cmd|")
    assert "\n" not in line
    assert line.count("::") == 3 + line.split("::", 2)[2].count("::") - 1


# --- tables -------------------------------------------------------------------------------------


def test_the_table_has_a_row_a_finding(project: Path, wenlint: Run) -> None:
    result = wenlint("check", "flawed.txt", "gone.pdf", "--format", "csv", "-o", "out.csv")
    assert result.exit_code == 3
    data = (project / "out.csv").read_bytes()
    assert data.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["级别"] for row in rows] == ["错误", "没能判断"]
    assert rows[0]["原文"] == "马上行动！"
    assert rows[0]["段"] == "4"


def test_nothing_becomes_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(table.render([nasty()]).removeprefix("\ufeff"), newline="")))
    assert len(rows) == 2
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render([nasty()])))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]


def test_words_over_two_lines_are_one_line_of_a_table() -> None:
    document = read_bytes("关于加快防汛\n工作的通知\n各区：\n请办理。\n".encode(), "a.txt")
    told = Finding(
        "c", "town/x", Severity.WARNING, Confidence.HIGH, "长", "短", (Location(Span(0, 12)),), CITE, {}, "0" * 16
    )
    outcomes = [Outcome("a.txt", document, (told,))]
    (row,) = csv.DictReader(io.StringIO(table.render(outcomes).removeprefix("\ufeff"), newline=""))
    cells = dict(zip(table.COLUMNS, openpyxl.load_workbook(io.BytesIO(xlsx.render(outcomes)))["问题"][2], strict=True))
    assert row["原文"] == cells["原文"].value == "关于加快防汛工作的通知"


def test_the_workbook_has_findings_and_drafts(project: Path, wenlint: Run) -> None:
    assert wenlint("check", ".", "gone.pdf", "--format", "xlsx", "-o", "out.xlsx").exit_code == 3
    book = openpyxl.load_workbook(project / "out.xlsx")
    assert book.sheetnames == ["问题", "文稿"]
    findings = list(book["问题"].values)
    assert findings[0] == table.COLUMNS
    assert "有感叹号" in str(findings)
    assert len(list(book["文稿"].values)) == 6


def test_a_workbook_is_not_written_to_the_screen(project: Path, wenlint: Run) -> None:
    result = wenlint("check", "flawed.txt", "--format", "xlsx")
    assert result.exit_code == 2
    assert "-o" in result.stderr


# --- secrecy ------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["sarif", "junit", "github", "csv"])
def test_nothing_of_a_marked_draft_is_told(project: Path, wenlint: Run, format: str) -> None:
    told = wenlint("check", "secret.txt", "--kind", "letter", "--format", format).stdout
    assert "有感叹号" in told
    assert not [words for words in HIDDEN_WORDS if words in told]


def test_nothing_of_a_marked_draft_is_in_the_workbook(project: Path, wenlint: Run) -> None:
    wenlint("check", "secret.txt", "--kind", "letter", "--format", "xlsx", "-o", "out.xlsx")
    book = openpyxl.load_workbook(project / "out.xlsx")
    told = str([list(sheet.values) for sheet in book])
    assert "有感叹号" in told
    assert not [words for words in HIDDEN_WORDS if words in told]
