"""The plugin and the script of paperless-ngx, against its documented interface and, where there is one, a real one."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CONFIG, FLAWED, SECRET, Run
from paperless_site import (
    DOCX,
    MEMBERS,
    OfficeParser,
    OwnParser,
    Paperless,
    Refused,
    TextParser,
    real,
    standing_in,
)
from PIL import Image

from wenlint.gateway import paperless_asking
from wenlint.gateway.paperless import GateParser
from wenlint.reading import limits

ROOT = Path(__file__).parents[2]
CLEAN, BAD = ROOT / "examples" / "clean", ROOT / "examples" / "flawed"
LETTER, TOO_LONG = CLEAN / "letter.docx", BAD / "special-report-over-3000.docx"
TEXT_OF_TOO_LONG = "农村黑臭水体治理情况的报告"
SPY = '''\
"""看环境变量

查什么：x。

为什么：x。

怎么改：x。
"""

import os

from wenlint.check import Case, Check, Location
from wenlint.document import Span


def run(document, rule, context):
    {body}
    return ()


CHECK = Check(name="spy", run=run, doc=__doc__, bad=(Case("x"),), good=(Case("x"),))
'''
SPY_RULE = """
[[rule]]
id = "spied"
check = "spy"
article = "9"
strength = "不得"
severity = "error"
summary = "看"
"""


@pytest.fixture(autouse=True)
def _no_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paperless_asking.OPTIONS_VARIABLE, raising=False)


@pytest.fixture
def paperless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paperless]:
    monkeypatch.chdir(tmp_path)
    with standing_in(tmp_path, [OwnParser, TextParser]) as site:
        yield site


@pytest.fixture
def town(project: Path) -> Iterator[Paperless]:
    """A paperless whose wenlint judges by the small project's rules."""
    with standing_in(project, [OwnParser, TextParser]) as site:
        yield site


@pytest.fixture
def all_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judges nothing: for what happens to drafts that have passed."""
    monkeypatch.setattr(paperless_asking, "refuse_bad", lambda *_, **__: None)


def refusal(paperless: Paperless, draft: Path, name: str = "", *, mime_type: str = "") -> str:
    with pytest.raises(Refused) as refused:
        paperless.consume(draft, name, mime_type=mime_type)
    return str(refused.value)


def spy(project: Path, body: str) -> None:
    """Adds a check that does something of its own."""
    (project / "checks" / "spy.py").write_text(SPY.replace("{body}", body), encoding="utf-8")
    with (project / "packs" / "town.toml").open("a", encoding="utf-8") as pack:
        pack.write(SPY_RULE)


# --- what paperless asks of a plugin ------------------------------------------------------------


def test_paperless_finds_the_plugin_by_its_entry_point() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    assert declared["paperless_ngx.parsers"] == {"wenlint": f"{GateParser.__module__}:{GateParser.__name__}"}


def test_the_plugin_is_all_that_paperless_asks_of_a_parser() -> None:
    assert [name for name in MEMBERS if not hasattr(GateParser, name)] == []


def test_the_plugin_needs_nothing_that_could_be_missing_to_be_found() -> None:
    """paperless passes over a plugin that cannot be imported, and takes everything in unjudged."""
    code = "import sys; before = set(sys.modules); import wenlint.gateway.paperless; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    own = {name for name in done.stdout.split() if name.startswith("wenlint")}
    assert own == {"wenlint", "wenlint.gateway", "wenlint.gateway.paperless"}
    others = {name.partition(".")[0] for name in done.stdout.split()} - {"wenlint"}
    assert others <= sys.stdlib_module_names


# --- drafts that pass ---------------------------------------------------------------------------


def test_a_clean_pdf_is_left_to_the_parser_that_paperless_would_have_chosen(paperless: Paperless) -> None:
    taken = paperless.consume(CLEAN / "letter.pdf", "函.pdf")
    assert taken == (
        "text by OwnParser in the context",
        dt.datetime(2020, 1, 2, tzinfo=dt.UTC),
        b"archive of application/pdf",
        7,
        "thumbnail of 函.pdf".encode(),
        [{"key": "type", "value": "application/pdf"}],
    )


@pytest.mark.usefixtures("all_pass")
def test_no_archive_copy_is_made_where_paperless_wants_none(paperless: Paperless) -> None:
    assert paperless.consume(CLEAN / "letter.pdf", wants_archive=False).archive is None


@pytest.mark.usefixtures("all_pass")
def test_a_parser_that_makes_its_pdf_in_any_case_makes_it_behind_the_gate(tmp_path: Path) -> None:
    with standing_in(tmp_path, [OfficeParser]) as paperless:
        assert paperless.consume(LETTER, wants_archive=False).archive is not None


@pytest.mark.usefixtures("all_pass")
def test_a_parser_that_makes_no_archive_copy_is_not_asked_for_one(town: Paperless, project: Path) -> None:
    taken = town.consume(project / "clean.txt")
    assert (taken.text, taken.archive) == ("text by TextParser in the context", None)


def test_what_no_parser_of_paperless_reads_is_read_by_wenlint(paperless: Paperless) -> None:
    taken = paperless.consume(LETTER)
    assert "示交函〔2026〕32号" in taken.text
    assert taken.date
    assert taken.date.isoformat() == "2026-04-02T00:00:00+08:00"
    assert (taken.archive, taken.pages, taken.metadata) == (None, None, [])  # pages of a .docx are only estimated
    assert taken.thumbnail[8:12] == b"WEBP"
    assert not list(paperless.scratch.iterdir())


@pytest.mark.usefixtures("all_pass")
@pytest.mark.skipif(shutil.which("fc-match") is None, reason="needs fontconfig")
def test_the_picture_shows_the_first_lines(paperless: Paperless) -> None:
    found = subprocess.run(["fc-match", "-f", "%{lang}", ":lang=zh-cn"], capture_output=True, text=True).stdout
    if "zh-cn" not in found.split("|"):
        pytest.skip("needs a Chinese font")
    picture = Image.open(io.BytesIO(paperless.consume(LETTER).thumbnail)).convert("L")
    assert picture.size == (500, 700)
    assert 0.02 < sum(picture.histogram()[:128]) / (500 * 700) < 0.3


@pytest.mark.usefixtures("all_pass")
def test_without_a_chinese_font_it_is_the_picture_of_any_document(
    paperless: Paperless, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert paperless.consume(LETTER).thumbnail == b"RIFF....WEBP any document"


def test_a_docx_that_libmagic_takes_for_an_archive_is_one(paperless: Paperless, tmp_path: Path) -> None:
    assert "示交函〔2026〕32号" in paperless.consume(LETTER, mime_type="application/zip").text
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as package:
        package.write(LETTER, "letter.docx")
    assert "压缩包" in refusal(paperless, tmp_path / "包.zip")


def test_what_paperless_has_already_is_not_judged_anew(paperless: Paperless) -> None:
    stored = Path(shutil.copy(TOO_LONG, paperless.originals / "0000001.docx"))
    assert TEXT_OF_TOO_LONG in paperless.read(stored).text
    with GateParser() as parser:  # document_thumbnails
        assert parser.get_thumbnail(stored, DOCX).read_bytes()[8:12] == b"WEBP"


def test_what_the_settings_leave_out_is_left_to_paperless(town: Paperless, project: Path) -> None:
    (project / "wenlint.toml").write_text(CONFIG + 'exclude = ["发票*"]\n', encoding="utf-8")
    assert "text by TextParser" in town.consume(project / "flawed.txt", "发票1.txt").text
    assert "没有通过" in refusal(town, project / "flawed.txt", "通知.txt")
    with (project / "大.txt").open("wb") as large:
        large.truncate(limits.FILE_BYTES + 1)
    assert "text by TextParser" in town.consume(project / "大.txt", "发票2.txt").text
    assert "上限" in refusal(town, project / "大.txt", "通知.txt")


# --- drafts that do not -------------------------------------------------------------------------


def test_the_uploader_is_told_what_is_wrong_where_by_which_article_and_how_to_mend_it(paperless: Paperless) -> None:
    told = refusal(paperless, TOO_LONG)
    assert told.startswith("没有通过检查，请改好再传\n错误  这份专项报告 3586 字")
    assert "位置  第 7 页" in told
    assert "依据  《关于解决形式主义突出问题为基层减负的若干措施》（京办发〔2019〕13号）第 6 条" in told
    assert "建议  至少删去 586 字" in told
    assert re.search(r"指纹  [0-9a-f]{16}$", told)


def test_a_refused_pdf_is_not_parsed(paperless: Paperless, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENLINT_OPTIONS", "--fail-on warning")
    monkeypatch.setattr(OwnParser, "parse", lambda *_, **__: pytest.fail("parsed"))
    assert "12 页" in refusal(paperless, BAD / "policy-over-10-pages.pdf")


@pytest.mark.parametrize("name", ["坏稿.docx", "坏稿.pdf", "照片.png"])
def test_what_cannot_be_judged_is_refused(paperless: Paperless, tmp_path: Path, name: str) -> None:
    start = {".docx": b"PK\x03\x04", ".pdf": b"%PDF-1.7\n", ".png": b"\x89PNG\r\n\x1a\n"}
    (tmp_path / name).write_bytes(start[Path(name).suffix] + bytes(range(256)) * 8)
    assert refusal(paperless, tmp_path / name).startswith("没有通过检查\n没能判断：")


def test_nothing_of_a_marked_draft_is_told(
    town: Paperless, project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    held = refusal(town, project / "secret.txt")
    assert "带密级标志“机密★5年”" in held
    monkeypatch.setenv("WENLINT_OPTIONS", "--marked allow")
    judged = refusal(town, project / "secret.txt")
    assert "有感叹号" in judged
    monkeypatch.setenv("WENLINT_OPTIONS", "--marked refuse")
    refused = refusal(town, project / "secret.txt")
    assert "感叹号" not in refused
    said = held + judged + refused + caplog.text
    assert not any(words in said for words in ("甲水库", "蓄水位", "水库调度"))
    monkeypatch.setenv("WENLINT_OPTIONS", "--marked allow")
    (project / "secret.txt").write_text(SECRET.replace("！", "。"), encoding="utf-8")
    assert "text by TextParser" in town.consume(project / "secret.txt").text


def test_the_words_of_the_draft_are_not_in_the_message(town: Paperless, project: Path) -> None:
    assert "马上行动" not in refusal(town, project / "flawed.txt")


def test_a_waiver_lets_its_finding_in(town: Paperless, project: Path) -> None:
    fingerprint = refusal(town, project / "flawed.txt").partition("指纹  ")[2][:16]
    (project / "wenlint-waivers.toml").write_text(
        f'[[waiver]]\nfingerprint = "{fingerprint}"\nreason = "已批"\nby = "处长"\nuntil = 2999-01-01\n',
        encoding="utf-8",
    )
    assert town.consume(project / "flawed.txt").text


def test_a_rule_can_be_told_only_to_warn_here_and_that_is_written_down(town: Paperless, project: Path) -> None:
    (project / "wenlint.toml").write_text(
        CONFIG + '[gate]\naudit = "audit.jsonl"\n[[gate.warn-only]]\nrules = ["town/calm"]\n'
        'senders = ["paperless:*"]\nreason = "试行"\nby = "处长"\nuntil = 2999-01-01\n',
        encoding="utf-8",
    )
    assert town.consume(project / "flawed.txt").text
    lines = [json.loads(line) for line in (project / "audit.jsonl").read_text(encoding="utf-8").splitlines()]
    (decision,) = [line for line in lines if line["event"] == "decision"]
    assert (decision["door"], decision["verdict"]) == ("paperless", "passed")
    assert "试行" in json.dumps(decision, ensure_ascii=False)
    assert "马上行动" not in json.dumps(lines, ensure_ascii=False)


# --- when something breaks ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        "--config {here}/none.toml",
        "--no-such-option",
        "--help",
        "'unbalanced",
        "--audit {here}/none/audit.jsonl",
        "--corpus {here}/none",
    ],
)
def test_a_setting_that_is_wrong_lets_nothing_pass(
    paperless: Paperless,
    options: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("WENLINT_OPTIONS", options.replace("{here}", str(tmp_path)))
    told = refusal(paperless, LETTER)
    assert told == "没能判断，没有收：检查程序出了问题，请告诉管理员（原因在 paperless 的日志里）"
    assert str(tmp_path) not in told
    assert "没有给出结论" in caplog.text


def test_a_broken_configuration_lets_nothing_pass_and_the_log_says_why(
    town: Paperless, project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (project / "wenlint.toml").write_text("packs = 1\n", encoding="utf-8")
    assert "请告诉管理员" in refusal(town, project / "clean.txt")
    assert "packs" in caplog.text


def test_a_worker_that_is_killed_over_a_draft_lets_nothing_pass(town: Paperless, project: Path) -> None:
    spy(project, "os.kill(os.getpid(), 9)")
    assert "没能判断：判断这个文件的进程意外中止" in refusal(town, project / "clean.txt")


def test_a_draft_that_takes_too_long_is_refused(
    town: Paperless, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy(project, "import time; time.sleep(60)")
    monkeypatch.setenv("WENLINT_OPTIONS", "--timeout 1")
    assert "没能判断：判断超过 1 秒" in refusal(town, project / "clean.txt")


def test_a_program_that_does_not_answer_is_ended_with_all_it_started(
    town: Paperless, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy(project, "import pathlib, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(60)")
    monkeypatch.setattr(paperless_asking, "_MOST_SECONDS", 6)
    assert "请告诉管理员" in refusal(town, project / "clean.txt")
    worker = int((project / "pid").read_text())
    for _ in range(100):
        if not is_running(worker):
            break
        time.sleep(0.05)
    assert not is_running(worker)


def is_running(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_another_file_than_the_one_judged_is_not_let_through(
    paperless: Paperless, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict = {"ok": True, "sha256": "0" * 64, "message": "可以通过", "document": None}
    monkeypatch.setattr(paperless_asking, "_run", lambda *_: json.dumps(verdict).encode())
    assert "请告诉管理员" in refusal(paperless, LETTER)


def test_the_program_does_not_see_the_keys_of_paperless(
    town: Paperless, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy(project, "import pathlib; pathlib.Path('seen').write_text(' '.join(os.environ))")
    monkeypatch.setenv("PAPERLESS_SECRET_KEY", "kept to itself")
    town.consume(project / "clean.txt")
    seen = (project / "seen").read_text().split()
    assert "PATH" in seen
    assert not [name for name in seen if name.startswith("PAPERLESS_")]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_it_works_in_a_forked_daemon_with_threads(paperless: Paperless) -> None:
    """What a worker of celery is; such a process cannot have multiprocessing children of its own."""
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    fork = multiprocessing.get_context("fork")
    answers = fork.SimpleQueue()

    def take_in() -> None:
        assert multiprocessing.current_process().daemon
        answers.put("示交函" in paperless.consume(LETTER).text)
        answers.put(refusal(paperless, TOO_LONG))

    child = fork.Process(target=take_in, daemon=True)
    child.start()
    child.join(60)
    end.set()
    thread.join()
    assert child.exitcode == 0
    assert answers.get() is True
    assert "3586 字" in answers.get()


# --- the script ---------------------------------------------------------------------------------


def script(project: Path, draft: str, *words: str) -> subprocess.CompletedProcess[str]:
    """As paperless calls it: no arguments of its own, the file in the environment."""
    environment = {**os.environ, "DOCUMENT_WORKING_PATH": str(project / draft), "TASK_ID": "1", "LC_ALL": "C"}
    command = [sys.executable, "-m", "wenlint", "hook", "pre-consume", *words]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_the_script_refuses_by_its_exit_code_and_says_why_for_the_log(project: Path) -> None:
    good = script(project, "clean.txt")
    assert (good.returncode, good.stdout, good.stderr) == (0, "wenlint：可以通过\n", "")
    bad = script(project, "flawed.txt")
    assert bad.returncode == 1
    assert bad.stderr.startswith("wenlint：没有通过检查，请改好再传\n错误  有感叹号")
    assert script(project, "unjudged.txt").returncode == 0  # a rule that cannot tell refuses nobody
    assert script(project, "none.txt").returncode == 3


def test_the_script_runs_for_paperless_alone(wenlint: Run) -> None:
    result = wenlint("hook", "pre-consume")
    assert result.exit_code == 2
    assert "DOCUMENT_WORKING_PATH" in result.stderr


def test_a_name_cannot_forge_lines_of_the_log(town: Paperless, project: Path) -> None:
    (project / "a\n错误  没有问题.txt").write_text(FLAWED, encoding="utf-8")
    assert "没有问题" not in script(project, "a\n错误  没有问题.txt").stderr


# --- the real one -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paperless]:
    try:
        with real(tmp_path_factory.mktemp("paperless")) as paperless:
            yield paperless
    except ImportError:
        pytest.skip("needs paperless-ngx")


@pytest.mark.filterwarnings("ignore")
def test_the_real_registry_puts_the_plugin_before_its_own_parsers(real_one: Paperless) -> None:
    from paperless.parsers import ParserProtocol  # type: ignore[attr-defined]

    for mime_type in GateParser.supported_mime_types():
        assert real_one.parser_for(mime_type, "稿子", None) is GateParser
    with GateParser() as parser:
        assert isinstance(parser, ParserProtocol)


@pytest.mark.filterwarnings("ignore")
def test_the_real_parsers_do_behind_the_plugin_what_they_do_without(
    real_one: Paperless, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = CLEAN / "letter.pdf"
    behind = real_one.consume(pdf, wants_archive=False)
    monkeypatch.setattr(GateParser, "supported_mime_types", classmethod(lambda cls: {}))
    alone = real_one.consume(pdf, wants_archive=False)
    assert (behind.text, behind.date, behind.pages, behind.metadata) == (
        alone.text,
        alone.date,
        alone.pages,
        alone.metadata,
    )
    assert "示交函" in behind.text
    assert len(behind.thumbnail) == len(alone.thumbnail)


@pytest.mark.filterwarnings("ignore")
def test_the_real_paperless_takes_a_clean_docx_and_refuses_others(real_one: Paperless) -> None:
    assert "示交函" in real_one.consume(LETTER).text
    assert "3586 字" in refusal(real_one, TOO_LONG)
