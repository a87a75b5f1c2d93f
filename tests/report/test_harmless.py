"""A terminal is shown characters, not commands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.report.harmless import harmless, on_one_line

TEXT = "关于开展检查的通知\n各区人民政府：\n请认真检查。\n"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("通知 一.docx", "通知 一.docx"),
        ("a\nb.txt", r"a\nb.txt"),
        ("\x1b[31m红.txt", r"\x1b[31m红.txt"),
        ("txt.\u202egnp", r"txt.\u202egnp"),
        ("\udcff.txt", r"\udcff.txt"),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert on_one_line(name) == shown


def test_colours_and_line_ends_stay() -> None:
    assert harmless("\x1b[1;31m错误\x1b[0m\t一\n") == "\x1b[1;31m错误\x1b[0m\t一\n"
    assert harmless("\x1b[2J\x1b]0;x\x07\r") == r"\x1b[2J\x1b]0;x\x07\r"


@given(st.text())
def test_names_are_one_line(name: str) -> None:
    shown = on_one_line(name)
    assert len(shown.splitlines()) <= 1
    assert len(shown.encode()) >= len(name)


@pytest.mark.skipif(os.name != "posix", reason="names that only Unix allows")
def test_report_on_oddly_named_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from wenlint.cli.app import app

    monkeypatch.chdir(tmp_path)
    for name in ("a\nb.txt", "\x1b[2Jc.txt", "\u202ed.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    os.mkfifo(tmp_path / "e\nf.txt")
    result = CliRunner().invoke(app, ["check", "."])
    assert r"a\nb.txt" in result.stdout.splitlines()
    assert r"\x1b[2Jc.txt" in result.stdout.splitlines()
    assert r"\u202ed.txt" in result.stdout.splitlines()
    assert r"e\nf.txt：" in result.stderr
