"""What only a process of its own shows: start-up, pipes, signals, encodings, colour."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import FLAWED

WENLINT = [sys.executable, "-m", "wenlint"]
HEAVY = ("docx", "jieba", "lxml", "numpy", "pdfplumber", "pypdfium2", "rich", "importlib.metadata", "platformdirs")


def run(*arguments: str, **extra: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*WENLINT, *arguments], capture_output=True, timeout=60, check=False, **extra)  # type: ignore[call-overload, no-any-return]


def loaded_by(*arguments: str) -> set[str]:
    """Modules in memory after a run."""
    code = (
        "import sys; sys.argv = ['wenlint', *sys.argv[1:]]\n"
        "from wenlint.__main__ import main\n"
        "main()\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, timeout=60, check=True)
    return set(result.stderr.decode().split())


def test_the_version_costs_next_to_nothing() -> None:
    from wenlint import __version__

    assert run("--version").stdout.decode() == f"wenlint {__version__}\n"
    modules = loaded_by("--version")
    assert "click" not in modules
    assert {name for name in modules if name.startswith("wenlint")} <= {"wenlint", "wenlint.__main__"}


def test_a_check_without_a_library_loads_nothing_heavy(project: Path) -> None:
    assert loaded_by("check", "clean.txt").isdisjoint(HEAVY)


def test_a_word_draft_loads_neither_pdf_readers_nor_the_engine(project: Path) -> None:
    import docx

    draft = docx.Document()
    for line in FLAWED.splitlines():
        draft.add_paragraph(line)
    draft.save(str(project / "a.docx"))
    loaded = loaded_by("check", "a.docx")
    assert "lxml.etree" in loaded
    assert loaded.isdisjoint(set(HEAVY) - {"lxml"})


def test_a_reader_that_goes_away_ends_the_run_quietly(project: Path) -> None:
    for number in range(300):
        (project / f"draft-{number}.txt").write_text(FLAWED, encoding="utf-8")
    with subprocess.Popen([*WENLINT, "check", "."], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interrupt_is_one_line(project: Path) -> None:
    slow = (project / "checks" / "shouting.py").read_text(encoding="utf-8")
    slow = slow.replace('if "？！"', 'import time\n    time.sleep(30)\n    if "？！"')
    (project / "checks" / "shouting.py").write_text(slow, encoding="utf-8")
    command = [*WENLINT, "check", "clean.txt", "-o", "result.txt"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        _wait_for(project)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.decode() == "已中断\n"
    assert not out
    assert not (project / "result.txt").exists()
    assert not list(project.glob(".result*"))


def _wait_for(folder: Path) -> None:
    """Until the report is under way."""
    deadline = time.monotonic() + 30
    while not list(folder.glob(".result*")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.2)


def test_a_pipe_gets_no_colour(project: Path) -> None:
    assert b"\x1b" not in run("check", "flawed.txt").stdout


def on_terminal(*arguments: str, **environment: str) -> bytes:
    """What a terminal shows of a command."""
    import pty

    ours, theirs = pty.openpty()
    surroundings = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    subprocess.run(
        [*WENLINT, *arguments],
        stdout=theirs,
        stderr=theirs,
        env={**surroundings, "TERM": "xterm", **environment},
        timeout=60,
        check=False,
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:  # Linux ends a terminal without a writer so
        pass
    finally:
        os.close(ours)
    return seen


@pytest.mark.skipif(sys.platform != "linux", reason="a terminal of our own")
def test_a_terminal_shows_a_bad_file_once(project: Path) -> None:
    assert on_terminal("check", "没有这份.docx").decode().count("文件不存在") == 1
    assert on_terminal("check", "没有这份.docx", "--format", "json").decode().count("文件不存在") == 2


def test_a_pipe_minds_the_width_that_is_asked_for(project: Path) -> None:
    (project / "long.txt").write_text("关于防汛的通知\n各区：\n" + "请立即落实责任" * 20 + "行动！\n", encoding="utf-8")
    narrow, wide = (
        subprocess.run(
            [*WENLINT, "check", "long.txt"], capture_output=True, env={**os.environ, "COLUMNS": columns}, check=False
        ).stdout.decode()
        for columns in ("50", "120")
    )
    assert len(narrow.splitlines()) > len(wide.splitlines())


@pytest.mark.skipif(sys.platform != "linux", reason="a terminal of our own")
@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ((), {}, True),
        (("--no-color",), {}, False),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"TERM": "dumb"}, False),
        (("-o", "result.txt"), {}, False),
    ],
)
def test_a_terminal_gets_colour_unless_told_otherwise(
    project: Path, arguments: tuple[str, ...], environment: dict[str, str], coloured: bool
) -> None:
    seen = on_terminal("check", "flawed.txt", *arguments, **environment)
    assert (b"\x1b[" in seen) is coloured


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"LC_ALL": "POSIX"}]
)
def test_json_is_utf8_whatever_the_locale(project: Path, locale: dict[str, str]) -> None:
    result = run("check", "flawed.txt", "--format", "json", env={**os.environ, **locale})
    assert result.returncode == 1
    assert json.loads(result.stdout.decode("utf-8"))["documents"][0]["findings"]


def test_text_survives_a_terminal_that_cannot_show_chinese(project: Path) -> None:
    for encoding in ("ascii", "gbk"):
        result = run("check", "flawed.txt", env={**os.environ, "PYTHONIOENCODING": encoding})
        assert result.returncode == 1
        assert b"Traceback" not in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="file names that are no text")
def test_a_file_name_that_is_no_text_does_not_end_the_run(project: Path) -> None:
    name = os.fsencode("稿子-") + b"\xff.txt"
    Path(os.fsdecode(os.fsencode(project) + b"/" + name)).write_text(FLAWED, encoding="utf-8")
    for format in ("text", "json", "jsonl"):
        result = run("check", ".", "--format", format)
        assert result.returncode == 1, result.stderr
    assert len(json.loads(run("check", ".", "--format", "json").stdout)["documents"]) == 5


def test_a_missing_file_in_a_process_of_its_own(project: Path) -> None:
    result = run("check", "没有这份.docx")
    assert result.returncode == 3
    assert result.stderr.decode().splitlines() == ["没有这份.docx：文件不存在，请核对路径"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run([*WENLINT, "rules"], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert result.returncode == 2
    (line,) = result.stderr.decode().splitlines()
    assert line.startswith("错误：")


def test_no_connection_is_ever_opened(project: Path) -> None:
    import docx

    docx.Document().save(str(project / "空白.docx"))
    code = (
        "import socket, sys\n"
        "def refuse(*_args, **_more): raise SystemExit('a connection was opened')\n"
        "socket.socket = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from wenlint.cli.app import app\n"
        "sys.exit(app.run(sys.argv[1:]))"
    )
    (project / "superior").mkdir()
    (project / "superior" / "a.txt").write_text(FLAWED, encoding="utf-8")
    for arguments in (("corpus", "add", "superior", "--corpus", "lib"), ("check", ".", "--corpus", "lib"), ("rules",)):
        result = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, timeout=60, check=False)
        assert b"a connection was opened" not in result.stderr
        assert result.returncode in (0, 1, 3)
