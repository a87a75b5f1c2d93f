"""``wenlint check`` through its own door: exit codes, bad input, folders, output."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import CLEAN, FLAWED, Run

from wenlint.linting import lint_file


def report(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def one_line(stderr: str) -> str:
    (line,) = stderr.splitlines()
    assert any("\u4e00" <= character <= "\u9fff" for character in line)
    assert "Traceback" not in line
    return line


# --- exit codes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["clean.txt"], 0),
        (["flawed.txt"], 1),
        (["clean.txt", "flawed.txt"], 1),
        (["unjudged.txt"], 0),
        (["missing.docx"], 3),
        (["flawed.txt", "missing.docx"], 3),
        (["missing.docx", "clean.txt"], 3),
        (["flawed.txt", "--fail-on", "warning"], 1),
        (["flawed.txt", "--ignore", "town/calm", "--kind", "letter"], 0),
        (["flawed.txt", "--ignore", "town/calm", "--kind", "letter", "--fail-on", "warning"], 1),
        (["flawed.txt", "--select", "town/calm"], 1),
        (["flawed.txt", "--select", "town/calm-if-possible"], 0),
        ([], 2),
        (["flawed.txt", "--ignore", "shouting"], 2),
        (["flawed.txt", "--select", "shuoting"], 2),
        (["flawed.txt", "--pack", "towm"], 2),
        (["flawed.txt", "--kind", "poem"], 2),
        (["flawed.txt", "--nonsense"], 2),
        (["flawed.txt", "--config", "none.toml"], 2),
        (["flawed.txt", "--corpus", "nowhere"], 2),
        (["flawed.txt", "--stdin-filename", "x.txt"], 2),
        (["packs"], 2),
    ],
)
def test_exit_codes(project: Path, wenlint: Run, arguments: list[str], code: int) -> None:
    result = wenlint("check", *arguments)
    assert result.exit_code == code, result.output
    if code == 2:
        assert one_line(result.stderr).startswith("错误：")
        assert not result.stdout


def test_a_usage_fault_suggests_what_was_meant(project: Path, wenlint: Run) -> None:
    assert "是不是想写 shouting？" in wenlint("check", "clean.txt", "--select", "shuoting").stderr
    assert "是不是想写 town？" in wenlint("check", "clean.txt", "--pack", "towm").stderr
    assert "是不是想写 town/calm？" in wenlint("check", "clean.txt", "--ignore", "town/clam").stderr
    assert "是不是想写 check？" in wenlint("chek", "clean.txt").stderr
    assert "--format" in wenlint("check", "clean.txt", "--formt", "json").stderr


# --- bad input --------------------------------------------------------------------------------


def truncated_docx() -> bytes:
    from io import BytesIO

    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", "<w:document/>" * 200)
    return buffer.getvalue()[:-60]


BAD_FILES = {
    "empty.docx": b"",
    "blank.txt": b"  \r\n\r\n",
    "renamed.docx": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "truncated.docx": truncated_docx(),
    "truncated.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pag",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "sheet.xlsx": None,
    "noise.txt": bytes(range(256)) * 40,
}


def write_bad(folder: Path, name: str) -> None:
    data = BAD_FILES[name]
    if data is None:
        with zipfile.ZipFile(folder / name, "w") as package:
            package.writestr("xl/workbook.xml", "<workbook/>")
    else:
        (folder / name).write_bytes(data)


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gives_one_line_and_the_others_are_judged(project: Path, wenlint: Run, name: str) -> None:
    write_bad(project, name)
    result = wenlint("check", name, "flawed.txt", "--format", "json")
    assert result.exit_code == 3
    assert one_line(result.stderr).startswith(f"{name}：")
    bad, flawed = report(result.stdout)["documents"]
    assert bad["status"] == "failed"
    assert bad["error"] in result.stderr
    assert bad["facts"] is None
    assert [finding["rule"] for finding in flawed["findings"]] == ["town/calm"]
    assert report(result.stdout)["summary"]["failed"] == 1


@pytest.mark.parametrize("name", BAD_FILES)
def test_the_text_report_tells_the_bad_file_too(project: Path, wenlint: Run, name: str) -> None:
    write_bad(project, name)
    result = wenlint("check", "flawed.txt", name)
    assert result.exit_code == 3
    assert f"{name}\n  没能判断：" in result.stdout
    assert "有感叹号" in result.stdout
    assert "1 份没能判断" in result.stdout


def test_a_draft_that_breaks_a_check_is_not_judged(project: Path, wenlint: Run) -> None:
    broken = (project / "checks" / "shouting.py").read_text(encoding="utf-8")
    (project / "checks" / "shouting.py").write_text(
        broken.replace('if "？！"', '1 / 0\n    if "？！"'), encoding="utf-8"
    )
    result = wenlint("check", "clean.txt")
    assert result.exit_code == 3
    assert "town/calm" in one_line(result.stderr)
    assert "ZeroDivisionError" in result.stderr


def test_an_unreadable_file_says_so(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever runs the tests may be allowed everything, so the refusal is made here.
    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    from wenlint.check import Context

    with monkeypatch.context() as patched:
        patched.setattr("wenlint.reading.loading.os.open", refuse)
        outcome = lint_file(Path("clean.txt"), [], {}, Context())
    assert outcome.document is None
    assert "没有读取权限" in str(outcome.error)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_with_a_name_is_not_waited_for(project: Path, wenlint: Run) -> None:
    os.mkfifo(project / "pipe.docx")
    result = wenlint("check", "pipe.docx")
    assert result.exit_code == 3
    assert "不是普通文件" in one_line(result.stderr)


# --- configuration ----------------------------------------------------------------------------


def test_every_fault_of_the_configuration_is_told(project: Path, wenlint: Run) -> None:
    (project / "wenlint.toml").write_text('fail_on = "error"\nkind = "poem"\nexclude = "x"\n', encoding="utf-8")
    result = wenlint("check", "clean.txt")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 3
    assert all("wenlint.toml" in line for line in result.stderr.splitlines())


def test_every_fault_of_a_pack_is_told(project: Path, wenlint: Run) -> None:
    pack = project / "packs" / "town.toml"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(
        text.replace('check = "shouting"', 'check = "shoutin"').replace("issuer", "isuer"), encoding="utf-8"
    )
    result = wenlint("check", "clean.txt")
    assert result.exit_code == 2
    assert "town.toml" in result.stderr
    assert "isuer" in result.stderr
    assert "shoutin" in result.stderr


def test_a_pack_that_is_not_toml_is_refused(project: Path, wenlint: Run) -> None:
    (project / "packs" / "town.toml").write_text("[pack\n", encoding="utf-8")
    result = wenlint("check", "clean.txt")
    assert result.exit_code == 2
    assert "town.toml" in one_line(result.stderr)


def test_a_check_file_that_fails_to_load_is_refused(project: Path, wenlint: Run) -> None:
    (project / "checks" / "broken.py").write_text("import nothing_of_that_name\n", encoding="utf-8")
    result = wenlint("check", "clean.txt")
    assert result.exit_code == 2
    assert "broken.py" in one_line(result.stderr)


def test_a_pack_out_of_force_is_used_with_a_note_when_chosen(project: Path, wenlint: Run) -> None:
    pack = project / "packs" / "town.toml"
    head = "[pack]\nin-force-from = 2001-01-01\nin-force-until = 2010-01-01\n"
    pack.write_text(pack.read_text(encoding="utf-8").replace("[pack]\n", head), encoding="utf-8")
    result = wenlint("check", "flawed.txt")
    assert result.exit_code == 1
    assert "已不再施行" in one_line(result.stderr)


# --- folders ----------------------------------------------------------------------------------


def checked(result_stdout: str) -> set[str]:
    return {document["path"] for document in report(result_stdout)["documents"]}


def test_a_folder_stands_for_the_drafts_below_it(project: Path, wenlint: Run) -> None:
    folder = project / "drafts"
    (folder / "inner" / ".hidden").mkdir(parents=True)
    for name in ("a.txt", "inner/b.MD", "~$c.docx", ".d.txt", "inner/.hidden/e.txt", "f.png", "g.xlsx"):
        (folder / name).write_text(CLEAN, encoding="utf-8")
    (folder / "link.txt").symlink_to(project / "flawed.txt")
    (folder / "inner" / "loop").symlink_to(folder, target_is_directory=True)
    result = wenlint("check", "drafts", "--format", "json")
    assert result.exit_code == 0
    assert checked(result.stdout) == {"drafts/a.txt", "drafts/inner/b.MD"}


def test_a_folder_with_an_old_format_has_not_been_judged_whole(project: Path, wenlint: Run) -> None:
    folder = project / "drafts"
    folder.mkdir()
    (folder / "a.txt").write_text(CLEAN, encoding="utf-8")
    write_bad(folder, "old.doc")
    assert wenlint("check", "drafts").exit_code == 3
    assert wenlint("check", "drafts", "--exclude", "*.doc").exit_code == 0


def test_exclude_goes_by_name_or_by_path_below_the_folder(project: Path, wenlint: Run) -> None:
    for name in ("drafts/归档/a.txt", "drafts/b草稿.txt", "drafts/c.txt"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(CLEAN, encoding="utf-8")
    result = wenlint("check", "drafts", "--format", "json", "--exclude", "*草稿*", "--exclude", "归档/*")
    assert checked(result.stdout) == {"drafts/c.txt"}


def test_nothing_is_judged_twice(project: Path, wenlint: Run) -> None:
    result = wenlint("check", "clean.txt", "./clean.txt", ".", "--format", "json")
    paths = [document["path"] for document in report(result.stdout)["documents"]]
    assert sorted(paths) == ["clean.txt", "flawed.txt", "secret.txt", "unjudged.txt"]


def test_a_folder_without_drafts_is_nothing_to_check(project: Path, wenlint: Run) -> None:
    (project / "void").mkdir()
    result = wenlint("check", "void")
    assert result.exit_code == 2
    assert "没有可查的文稿" in one_line(result.stderr)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_cannot_be_listed_is_told(project: Path, wenlint: Run) -> None:
    shut = project / "drafts" / "shut"
    shut.mkdir(parents=True)
    shut.chmod(0)
    try:
        result = wenlint("check", "drafts")
    finally:
        shut.chmod(stat.S_IRWXU)
    assert result.exit_code == 3


# --- standard input and output ----------------------------------------------------------------


def test_a_draft_from_standard_input(project: Path, wenlint: Run) -> None:
    result = wenlint("check", "-", "--stdin-filename", "管道.txt", "--format", "json", input=FLAWED.encode())
    assert result.exit_code == 1
    assert checked(result.stdout) == {"管道.txt"}


def test_an_empty_standard_input_could_not_be_judged(project: Path, wenlint: Run) -> None:
    assert wenlint("check", "-", input=b"").exit_code == 3


def test_a_report_in_a_file_leaves_the_screen_alone(project: Path, wenlint: Run) -> None:
    result = wenlint("check", "flawed.txt", "--format", "json", "-o", "result.json")
    assert result.exit_code == 1
    assert not result.stdout
    assert report((project / "result.json").read_text(encoding="utf-8"))["summary"]["errors"] == 1
    assert not list(project.glob(".*.tmp"))


def test_a_report_replaces_an_older_one(project: Path, wenlint: Run) -> None:
    (project / "result.txt").write_text("old", encoding="utf-8")
    wenlint("check", "flawed.txt", "-o", "result.txt")
    assert "flawed.txt" in (project / "result.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_report_never_takes_the_place_of_a_device_or_pipe(project: Path, wenlint: Run) -> None:
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    wenlint("check", "flawed.txt", "-o", "pipe")
    assert Path("pipe").is_fifo()
    assert "flawed.txt" in os.read(reader, 1 << 16).decode()
    os.close(reader)


def test_a_report_goes_where_a_link_leads(project: Path, wenlint: Run) -> None:
    Path("real.txt").touch()
    Path("link.txt").symlink_to("real.txt")
    wenlint("check", "flawed.txt", "-o", "link.txt")
    assert Path("link.txt").is_symlink()
    assert "flawed.txt" in Path("real.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", ["nowhere/result.json", "packs", "flawed.txt"])
def test_a_report_that_cannot_or_must_not_be_written_is_refused(project: Path, wenlint: Run, target: str) -> None:
    result = wenlint("check", "flawed.txt", "-o", target)
    assert result.exit_code == 2
    assert one_line(result.stderr).startswith("错误：-o ")
    assert (project / "flawed.txt").read_text(encoding="utf-8") == FLAWED


def test_one_line_of_json_for_each_file(project: Path, wenlint: Run) -> None:
    result = wenlint("check", "clean.txt", "flawed.txt", "missing.txt", "--format", "jsonl")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["status"] for line in lines] == ["judged", "judged", "failed"]
    assert {line["schema"] for line in lines} == {1}


def test_lists_with_commas_are_repeated_options(project: Path, wenlint: Run) -> None:
    result = wenlint("check", "flawed.txt", "--select", "town/calm，shouting", "--format", "json")
    assert len(report(result.stdout)["documents"][0]["findings"]) == 1
