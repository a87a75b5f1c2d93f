"""Annotated copies of several drafts at once: one .zip, and what has no copy is told in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from pypdf import PdfReader
from servers import Answer, Server, serving

EXAMPLES = Path(__file__).parents[2] / "examples"
OPINION = (EXAMPLES / "flawed" / "copied-opinion.docx").read_bytes()
REPORT = (EXAMPLES / "flawed" / "special-report-over-3000.docx").read_bytes()
POLICY = (EXAMPLES / "flawed" / "policy-over-10-pages.pdf").read_bytes()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield server


def saved_as(answer: Answer) -> str:
    """The name under which a browser saves what came."""
    return unquote(answer.headers["Content-Disposition"].rpartition("''")[2])


def test_each_draft_has_its_own_findings_in_its_own_copy(server: Server) -> None:
    answer = server.upload("/annotated", [("意见.docx", OPINION), ("政策.pdf", POLICY), ("报告.docx", REPORT)])
    assert (answer.status, saved_as(answer)) == (200, "批注稿.zip")
    assert 'filename="annotated.zip"' in answer.headers["Content-Disposition"]
    copies = zipfile.ZipFile(io.BytesIO(answer.body))
    assert copies.namelist() == ["意见-批注.docx", "政策-批注.pdf", "报告-批注.docx"]
    for name, draft in (("意见-批注.docx", OPINION), ("报告-批注.docx", REPORT)):
        comments = zipfile.ZipFile(io.BytesIO(copies.read(name))).read("word/comments.xml").decode()
        findings = server.lint(draft, "a.docx").told["documents"][0]["findings"]
        assert findings
        assert all(one["fingerprint"] in comments for one in findings)
    assert len(PdfReader(io.BytesIO(copies.read("政策-批注.pdf"))).pages[0]["/Annots"]) > 0  # type: ignore[arg-type]


def test_what_has_no_copy_is_told(server: Server) -> None:
    given = [("意见.docx", OPINION), ("草稿.txt", "关于防汛工作的通知".encode()), ("坏.docx", b"PK\x03\x04")]
    answer = server.upload("/annotated", given)
    assert (answer.status, saved_as(answer)) == (200, "批注稿（缺 2 份，见说明）.zip")
    copies = zipfile.ZipFile(io.BytesIO(answer.body))
    assert copies.namelist() == ["意见-批注.docx", "说明.txt"]
    first, text, broken = copies.read("说明.txt").decode("utf-8-sig").splitlines()
    assert first == "这 2 份没有批注稿："
    assert text.startswith("草稿.txt：")
    assert "不能加批注" in text
    assert broken.startswith("坏.docx：")
    assert "不完整" in broken


def test_drafts_of_one_name_have_a_copy_each(server: Server) -> None:
    answer = server.upload("/annotated", [("稿.docx", OPINION), ("稿.DOCX", REPORT), ("../稿.docx", OPINION)])
    copies = zipfile.ZipFile(io.BytesIO(answer.body))
    assert copies.namelist() == ["稿-批注.docx", "稿-批注（2）.docx", "稿-批注（3）.docx"]
    assert copies.read("稿-批注.docx") != copies.read("稿-批注（2）.docx")
