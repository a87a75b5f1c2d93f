"""The samples that ship with wenlint get the verdicts that their README promises, and are what their sources say."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

ROOT = Path(__file__).parent.parent
EXAMPLES, CORPUS, DATA = ROOT / "examples", ROOT / "corpus", ROOT / "tests" / "data"
sys.path.insert(0, str(EXAMPLES))

from draft_source import Role, Source, parse  # noqa: E402

_ROW = re.compile(r"\| `((?:clean|flawed)/\S+)` \|[^|]*\|([^|]*)\|")
PROMISES = {
    name: set(re.findall(r"`([a-z-]+)`", verdict))
    for name, verdict in _ROW.findall((EXAMPLES / "README.md").read_text(encoding="utf-8"))
}
SOURCES = {path.stem: parse(path) for path in sorted((EXAMPLES / "sources").glob("*.draft"))}
UNREADABLE = {
    "scanned.pdf": "图片",
    "truncated.docx": "损坏|不完整|截断",
    "encrypted.docx": "密码",
    "encrypted.pdf": "密码",
}
Judged = dict[str, dict[str, Any]]


def run(*words: str | Path) -> Result:
    """The command line, in this process."""
    from wenlint.cli.app import app

    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that ``wenlint corpus add corpus`` makes."""
    folder = tmp_path_factory.mktemp("library")
    added = run("corpus", "add", CORPUS, "--corpus", folder)
    assert added.exit_code == 0, added.output
    return folder


@pytest.fixture(scope="module")
def judged(library: Path) -> Judged:
    """What wenlint says of every sample, by the sample's name in the README."""
    result = run("check", EXAMPLES / "clean", EXAMPLES / "flawed", "--corpus", library, "--format", "json")
    assert result.exit_code == 1, result.output
    documents = json.loads(result.stdout)["documents"]
    return {Path(document["path"]).relative_to(EXAMPLES).as_posix(): document for document in documents}


def complaints(document: dict[str, Any]) -> dict[str, list[str]]:
    """Messages of errors and warnings, by check."""
    found: dict[str, list[str]] = {}
    for finding in document["findings"]:
        if finding["severity"] != "info":
            found.setdefault(finding["check"], []).append(finding["message"])
    return found


def test_readme_lists_every_sample() -> None:
    drafts = {
        path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("*/*") if path.suffix in (".docx", ".pdf")
    }
    assert set(PROMISES) == drafts
    assert all(bool(checks) == name.startswith("flawed/") for name, checks in PROMISES.items())


@pytest.mark.parametrize("name", PROMISES)
def test_sample_gets_the_promised_verdict(name: str, judged: Judged) -> None:
    assert judged[name]["status"] == "judged", judged[name]["error"]
    found = complaints(judged[name])
    assert set(found) == PROMISES[name], found


def test_clean_folder_exits_0(library: Path) -> None:
    result = run("check", EXAMPLES / "clean", "--corpus", library, "--fail-on", "warning")
    assert result.exit_code == 0, result.output


def of_check(document: dict[str, Any], check: str) -> list[dict[str, Any]]:
    return [finding for finding in document["findings"] if finding["check"] == check]


@pytest.mark.parametrize(
    ("name", "unit", "limit"),
    [
        ("policy-over-10-pages.docx", "页", 10),
        ("policy-over-10-pages.pdf", "页", 10),
        ("comprehensive-report-over-5000.docx", "字", 5000),
        ("special-report-over-3000.docx", "字", 3000),
    ],
)
def test_length_is_told_with_figure_and_limit(name: str, unit: str, limit: int, judged: Judged) -> None:
    shown = [
        finding["evidence"] for finding in of_check(judged[f"flawed/{name}"], "over-length")
        if finding["evidence"].get("unit") == unit and finding["evidence"].get("limit") == limit
    ]  # fmt: skip
    assert shown
    assert all(evidence["value"] > limit for evidence in shown)


def test_pages_of_the_two_long_policies(judged: Judged) -> None:
    estimated = judged["flawed/policy-over-10-pages.docx"]["facts"]["pages"]
    exact = judged["flawed/policy-over-10-pages.pdf"]["facts"]["pages"]
    assert exact["value"] == 12
    assert exact["exact"]
    assert not estimated["exact"]
    assert estimated["low"] <= 12 <= estimated["high"]


def test_copied_opinion_is_traced_to_its_source(judged: Judged) -> None:
    (finding, *_) = of_check(judged["flawed/copied-opinion.docx"], "restatement")
    assert 0.5 <= finding["evidence"]["share"] <= 0.9
    related = [place for place in finding["at"] if place["role"] == "related"]
    assert related
    assert all(place["document"]["number"] == "示政发〔2025〕12号" for place in related)


def test_paraphrased_notice_is_less_grave_than_the_copy(judged: Judged) -> None:
    shares = {
        name: of_check(judged[f"flawed/{name}.docx"], "restatement")[0]["evidence"]["share"]
        for name in ("copied-opinion", "paraphrased-notice")
    }
    assert 0.15 < shares["paraphrased-notice"] < shares["copied-opinion"]


def test_attributed_quotation_is_not_restatement(judged: Judged) -> None:
    assert not of_check(judged["clean/attributed-quotation.docx"], "restatement")


def test_secrecy_faults_are_told_apart_and_the_text_withheld(judged: Judged) -> None:
    document = judged["flawed/secrecy-faults.docx"]
    messages = "".join(finding["message"] for finding in of_check(document, "secrecy-marking"))
    assert "份号" in messages
    assert re.search("25 ?年.*20 ?年", messages)
    assert document["facts"]["secrecy"]["level"] == "机密"
    assert all(place["text"] is None for finding in document["findings"] for place in finding["at"])


def sample_sources() -> Iterator[tuple[str, Source]]:
    for name in PROMISES:
        yield name, SOURCES[Path(name).stem]


@pytest.mark.parametrize(("name", "source"), sample_sources())
def test_facts_are_those_of_the_source(name: str, source: Source, judged: Judged) -> None:
    facts = judged[name]["facts"]
    assert facts["document_number"] == source.get("number")
    assert facts["signer"] == (source.get("signer") or None)
    assert facts["copy_number"] == (source.get("copy-number") or None)
    assert facts["urgency"] == (source.get("urgency") or None)
    assert (facts["secrecy"] or {}).get("text", "") == source.get("secrecy")
    assert bare("".join(facts["addressees"])) == bare("".join(words(source, Role.ADDRESSEE)))
    assert facts["date"] == iso(words(source, Role.DATE)[0])
    title = "".join(titles_of_the_head(source))
    assert facts["title"] is None if source.get("secrecy") else bare(facts["title"]) == bare(title)


@pytest.mark.parametrize(("name", "source"), sample_sources())
def test_headings_are_those_of_the_source(name: str, source: Source, judged: Judged) -> None:
    headings = judged[name]["facts"]["headings"]
    shown = [heading["number"] for heading in headings if heading["level"] == 1]
    wanted = [line.partition("、")[0] + "、" for line in words(source, Role.HEADING_1)]
    assert shown == wanted
    withheld = all(heading["text"] is None for heading in headings)
    assert withheld == (bool(source.get("secrecy")) or not headings)


def words(source: Source, role: Role) -> list[str]:
    return [line.text for line in source.lines if line.role is role]


def titles_of_the_head(source: Source) -> Iterator[str]:
    """The lines of the first title; the attachment and the enclosed text have their own."""
    for line in source.lines:
        if line.role is not Role.TITLE:
            return
        yield line.text


def bare(text: str) -> str:
    return re.sub(r"[\s、，：:,]", "", text)


def iso(date: str) -> str:
    year, month, day = map(int, re.findall(r"\d+", date))
    return dt.date(year, month, day).isoformat()


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_file_is_not_passed(name: str, library: Path) -> None:
    result = run("check", DATA / name, "--corpus", library, "--format", "json")
    (document,) = json.loads(result.stdout)["documents"]
    assert result.exit_code == 3
    assert document["status"] == "failed"
    assert re.search(UNREADABLE[name], document["error"])
    assert "\n" not in document["error"]


@pytest.mark.parametrize("name", SOURCES)
def test_committed_sample_is_up_to_date(name: str) -> None:
    pytest.importorskip("docx")
    from make_samples import docx_bytes, targets

    source = SOURCES[name]
    (committed,) = [path for path in targets(source) if path.suffix == ".docx"]
    made = docx_bytes(source)
    for part in ("word/document.xml", "word/numbering.xml", "word/styles.xml"):
        assert zip_part(committed.read_bytes(), part) == zip_part(made, part), part


def zip_part(archive: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)


def test_samples_stay_small() -> None:
    sizes = {path.name: path.stat().st_size / 1024 for path in EXAMPLES.glob("*/*.*")}
    assert all(size <= (350 if name.endswith(".pdf") else 60) for name, size in sizes.items()), sizes


def test_catalogue_states_facts_with_their_source() -> None:
    entries = tomllib.loads((CORPUS / "catalogue.toml").read_text(encoding="utf-8"))["document"]
    named = [(entry["title"], entry.get("number", "")) for entry in entries]
    assert len(set(named)) == len(named)
    for entry in entries:
        assert entry["source"]
        assert entry["level"] in ("central", "province", "city", "county", "town")
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(entry.get("date", "2000")))
        assert not entry["title"].startswith("《")
    texts = {entry["text-file"] for entry in entries if "text-file" in entry}
    assert texts == {path.relative_to(CORPUS).as_posix() for path in (CORPUS / "superior").iterdir()}


def test_library_knows_texts_and_facts(library: Path) -> None:
    shown = run("corpus", "list", "--corpus", library)
    assert shown.exit_code == 0
    assert "示例省节约用水条例" in shown.stdout
    assert "国发〔2022〕14号" in shown.stdout
