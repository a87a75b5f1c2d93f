"""What a drafter types by mistake gets one line that says what to write instead."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Run


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("flawed", "是不是想写 flawed.txt？"),
        ("flawed.docx", "是不是想写 flawed.txt？"),
        ("flawd.txt", "是不是想写 flawed.txt？"),
        ('"flawed.txt"', "引号"),
        ("“flawed.txt”", "引号"),
        ("*.docm", "通配符"),
        ("—-format", "两个英文减号"),
        ("～/稿子.docx", "英文的 ~"),
        ("https://example.org/a.docx", "下载到本机"),
        ("完全不相干的.docx", "请核对路径"),
    ],
)
def test_a_name_that_leads_nowhere(project: Path, wenlint: Run, name: str, told: str) -> None:
    result = wenlint("check", name, "clean.txt")
    assert result.exit_code == 3
    (line,) = result.stderr.splitlines()
    assert told in line
    assert "共 2 份" in result.stdout


@pytest.mark.skipif(os.sep != "/", reason="is a path there")
def test_a_path_of_another_system(project: Path, wenlint: Run) -> None:
    assert "Windows 的路径" in wenlint("check", "C:\\Users\\me\\a.docx").stderr


def test_data_is_no_draft(project: Path, wenlint: Run) -> None:
    (project / "plan.csv").write_text("类别,名称\n会议,全市防汛工作会议\n", encoding="utf-8")
    result = wenlint("check", "plan.csv")
    assert result.exit_code == 3
    assert result.stderr == "plan.csv：这是 .csv 文件，不是公文稿；年度计划用 --plan 给\n"
    (project / "notes.list").write_text("关于防汛的通知\n各区：\n请办理。\n", encoding="utf-8")
    assert wenlint("check", "notes.list").exit_code == 0


@pytest.mark.parametrize(
    ("file", "begins"),
    [
        ("r.html", "<!doctype html>"),
        ("r.JSON", "{"),
        ("r.csv", "\ufeff文稿"),
        ("r.xlsx", "PK"),
        ("r.txt", "flawed.txt\n"),
    ],
)
def test_a_report_is_what_its_name_says(project: Path, wenlint: Run, file: str, begins: str) -> None:
    assert wenlint("check", "flawed.txt", "-o", file).exit_code == 1
    assert (project / file).read_bytes().decode("utf-8", "replace").startswith(begins)


def test_what_is_asked_for_goes_over_the_name(project: Path, wenlint: Run) -> None:
    wenlint("check", "flawed.txt", "--output", "r.html", "--format", "json")
    assert (project / "r.html").read_text(encoding="utf-8").startswith("{")


def test_a_kind_by_its_label(project: Path, wenlint: Run) -> None:
    assert "函件（由拟稿人指定）" in wenlint("check", "clean.txt", "--kind", "函件").stdout
    refused = wenlint("check", "clean.txt", "--kind", "散文")
    assert refused.exit_code == 2
    assert "'" not in refused.stderr


def test_a_left_out_option_is_named_plainly(project: Path, wenlint: Run) -> None:
    assert wenlint("annotate", "clean.txt").stderr == "错误：缺少选项 -o / --output。用法见 wenlint annotate --help\n"


@pytest.mark.parametrize(
    ("file", "told"),
    [("批注.docx", "wenlint annotate"), ("批注.PDF", "wenlint annotate"), ("表.xls", "表格写 .xlsx")],
)
def test_no_report_is_put_under_a_name_that_could_not_be_opened(
    project: Path, wenlint: Run, file: str, told: str
) -> None:
    result = wenlint("check", "flawed.txt", "-o", file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert not (project / file).exists()
