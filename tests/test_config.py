"""Settings: where they are found, which wins, and how faults are told."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest

from wenlint.cli.init import TEMPLATE
from wenlint.config import ALL_KEYS, ConfigError, load, user_corpus
from wenlint.document import Kind
from wenlint.finding import Severity
from wenlint.gating import Marked


def faults_of(folder: Path, text: str | bytes) -> list[str]:
    path = folder / "wenlint.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as caught:
        load(folder=folder)
    return caught.value.faults


def test_everything_has_a_default(tmp_path: Path) -> None:
    settings = load(folder=tmp_path)
    assert settings.file is None
    assert settings.fail_on.value is Severity.ERROR
    assert settings.packs.value == ()
    assert settings.kind.value is None
    assert settings.corpus.value is None
    assert settings.fail_on.origin == "默认"


def test_the_nearest_file_upwards_wins(tmp_path: Path) -> None:
    (tmp_path / "wenlint.toml").write_text('fail-on = "info"\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert load(folder=inner).fail_on.value is Severity.INFO
    (tmp_path / "a" / "wenlint.toml").write_text('fail-on = "warning"\n')
    settings = load(folder=inner)
    assert settings.fail_on.value is Severity.WARNING
    assert settings.fail_on.origin == str(tmp_path / "a" / "wenlint.toml")


def test_a_pyproject_counts_only_when_it_speaks_of_wenlint(tmp_path: Path) -> None:
    (tmp_path / "wenlint.toml").write_text('kind = "brief"\n')
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text('[tool.other]\nname = "x"\n')
    assert load(folder=inner).kind.value is Kind.BRIEF
    (inner / "pyproject.toml").write_text('[tool.wenlint]\nkind = "letter"\n')
    assert load(folder=inner).kind.value is Kind.LETTER
    (inner / "wenlint.toml").write_text('kind = "minutes"\n')
    assert load(folder=inner).kind.value is Kind.MINUTES


def test_the_command_line_is_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "wenlint.toml").write_text('kind = "brief"\npacks = ["a"]\n')
    settings = load({"kind": Kind.LETTER, "packs": (), "select": ("x",)}, folder=tmp_path)
    assert settings.kind.value is Kind.LETTER
    assert settings.kind.origin == "命令行 --kind"
    assert settings.packs.value == ("a",)  # an option that was not given says nothing
    assert settings.select.value == ("x",)


def test_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "wenlint.toml").write_text('pack-folders = ["rules"]\n')
    inner = tmp_path / "inner"
    inner.mkdir()
    assert load(folder=inner).pack_folders.value == (tmp_path / "rules",)


def test_all_faults_are_told_at_once_with_file_line_and_key(tmp_path: Path) -> None:
    faults = faults_of(
        tmp_path,
        'fail_on = "error"\nkind = "polcy"\npacks = "beijing-2019-13"\nselect = [1]\ncorpus = 3\n'
        'check-folders = ["gone"]\nfail-on = true\ncolour = "red"\n',
    )
    path = str(tmp_path / "wenlint.toml")
    assert len(faults) == 8
    assert all(fault.startswith(path) for fault in faults)
    assert faults[0] == f"{path} 第 1 行：fail_on 不是 wenlint 的设置，是不是想写 fail-on？"
    assert faults[1] == f"{path} 第 2 行：kind 不能是 'polcy'，是不是想写 policy？"
    assert "第 3 行：packs 应为字符串数组" in faults[2]
    assert "应为文件夹路径" in faults[4]
    assert "文件夹不存在" in faults[5]
    assert "error、info、warning" in faults[6]
    assert "不是 wenlint 的设置" in faults[7]


def test_broken_toml_names_the_place(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, 'packs = [\nkind = "brief"\n')
    assert "第 2 行" in fault
    assert "不合 TOML 语法" in fault


def test_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, '# 设置\nkind = "brief"\n'.encode("gbk"))
    assert "UTF-8" in fault


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "wenlint.toml").write_bytes(b'\xef\xbb\xbfkind = "brief"\n')
    assert load(folder=tmp_path).kind.value is Kind.BRIEF


def test_a_named_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="配置文件不存在"):
        load(file=tmp_path / "none.toml")


def test_a_named_pyproject_is_read_by_its_table(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text('[project]\nname = "x"\n[tool.wenlint]\nkind = "letter"\n')
    assert load(file=path, folder=tmp_path).kind.value is Kind.LETTER


def test_the_nearest_library_is_found_upwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert load(folder=inner).corpus.value is None
    user_corpus().mkdir(parents=True)
    assert load(folder=inner).corpus.value == user_corpus()
    (tmp_path / ".wenlint" / "corpus").mkdir(parents=True)
    assert load(folder=inner).corpus.value == tmp_path / ".wenlint" / "corpus"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself answers")
def test_the_short_cut_for_the_data_folder_agrees_with_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    from platformdirs import user_data_path

    for value in ("/somewhere/data", "", None):
        if value is None:
            monkeypatch.delenv("XDG_DATA_HOME")
        else:
            monkeypatch.setenv("XDG_DATA_HOME", value)
        assert user_corpus() == user_data_path("wenlint", appauthor=False) / "corpus"


def test_the_first_file_is_valid_with_and_without_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "wenlint.toml"
    path.write_text(TEMPLATE, encoding="utf-8")
    assert load(folder=tmp_path).fail_on.origin == "默认"
    for folder in (".wenlint/corpus", "checks", "packs"):
        (tmp_path / folder).mkdir(parents=True)
    live = [
        line.removeprefix("# ") if "=" in line.split("，")[0] or line.startswith("# [") else line
        for line in TEMPLATE.splitlines()
    ]
    path.write_text("\n".join(live), encoding="utf-8")
    settings = load(folder=tmp_path)
    origins = {key: getattr(settings, key.replace("-", "_")).origin for key in ALL_KEYS}
    assert origins == dict.fromkeys(ALL_KEYS, str(path))


GATE = """\
[gate]
marked = "allow"
audit = "log/审计.jsonl"

[[gate.warn-only]]
rules = ["calm"]
senders = ["http:oa", "icap:10.1.0.0/16"]
reason = "试行"
by = "主任"
until = 2026-12-31
"""


def test_what_gates_are_told_stands_in_a_table_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "wenlint.toml").write_text(GATE, encoding="utf-8")
    settings = load(folder=tmp_path)
    assert settings.marked.value is Marked.ALLOW
    assert settings.audit.value == tmp_path / "log" / "审计.jsonl"
    (override,) = settings.warn_only.value
    assert override == (("calm",), ("http:oa", "icap:10.1.0.0/16"), "试行", "主任", dt.date(2026, 12, 31))
    assert load({"marked": Marked.REFUSE}, folder=tmp_path).marked.value is Marked.REFUSE
    (tmp_path / "wenlint.toml").write_text("", encoding="utf-8")
    assert load(folder=tmp_path).marked.value is Marked.HOLD


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('marked = "allow"', 'marked = "alow"', "marked 不能是 'alow'，是不是想写 allow？"),
        ('marked = "allow"', 'markd = "allow"', "markd 不是 wenlint 的设置，是不是想写 marked？"),
        (GATE, "gate = 1", "gate 是一张表，要写成 [gate]"),
        ("[[gate.warn-only]]", "[gate.warn-only]", "warn-only 要写成 [[gate.warn-only]]"),
        ('by = "主任"\n', "", "warn-only 第 1 条：缺少 by"),
        ('by = "主任"', 'by = " "', "第 1 条：by 应为字符串，不能空着"),
        ('reason = "试行"', 'raeson = "试行"', "不认识的键 raeson"),
        ("2026-12-31", '"2026-12-31"', "until 应为日期"),
        ('rules = ["calm"]', "rules = []", "rules 应为字符串数组"),
        ('"http:oa"', '"oa"', "“oa”要写成 关口:名字"),
        ('"http:oa"', '"htp:oa"', "“htp:oa”要写成 关口:名字"),
        ('"http:oa"', '"http:"', "“http:”要写成 关口:名字"),
        ('"http:oa"', '"http:oa*"', "“http:oa*”里的名字不可能有"),
        ('"http:oa"', '"http: oa"', "“http: oa”里的名字不可能有"),
        ('"http:oa"', '"http:\u200b"', "里的名字不可能有"),
        ("10.1.0.0/16", "10.1.0.5/16", "不是网段"),
    ],
)
def test_no_slip_of_the_pen_opens_a_gate(tmp_path: Path, before: str, after: str, fault: str) -> None:
    assert before in GATE
    faults = faults_of(tmp_path, GATE.replace(before, after))
    assert any(fault in one for one in faults), faults
    assert all(str(tmp_path / "wenlint.toml") in one for one in faults)
