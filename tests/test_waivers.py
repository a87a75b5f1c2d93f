"""``wenlint waive`` and ``baseline``: exceptions on record, counted apart, never silently gone."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st

from wenlint import waivers
from wenlint.config import ConfigError
from wenlint.waivers import Waiver

_SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "output-schema.json").read_text(encoding="utf-8"))
_FAR = "2999-12-31"


def _report(wenlint: Run, *args: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(wenlint("check", *args, "--format", "json").stdout)
    jsonschema.validate(report, _SCHEMA)
    return report


def _fingerprint(wenlint: Run, draft: str = "flawed.txt") -> str:
    (finding,) = _report(wenlint, draft)["documents"][0]["findings"]
    return str(finding["fingerprint"])


def _waive(wenlint: Run, fingerprint: str, *more: str, until: str = _FAR) -> str:
    result = wenlint("waive", fingerprint, *more, "--reason", "区委办6月2日同意", "--until", until, "--by", "张三")
    assert result.exit_code == 0, result.output
    return result.output


# --- what a waiver does -----------------------------------------------------------------------


def test_a_waived_finding_counts_apart(project: Path, wenlint: Run) -> None:
    fingerprint = _fingerprint(wenlint)
    assert wenlint("check", "flawed.txt").exit_code == 1
    assert "wenlint-waivers.toml" in _waive(wenlint, fingerprint)
    result = wenlint("check", "flawed.txt")
    assert result.exit_code == 0
    assert "已豁免 1 处" in result.stdout
    assert "豁免或已知 1 处" in result.stdout
    assert "感叹号" not in result.stdout


def test_a_waived_finding_is_shown_on_request(project: Path, wenlint: Run) -> None:
    _waive(wenlint, _fingerprint(wenlint))
    shown = wenlint("check", "flawed.txt", "--show-waived").stdout
    assert "有感叹号" in shown
    assert "张三：区委办6月2日同意" in shown
    assert _FAR in shown


def test_json_holds_the_waived_finding_with_its_answer(project: Path, wenlint: Run) -> None:
    fingerprint = _fingerprint(wenlint)
    _waive(wenlint, fingerprint)
    report = _report(wenlint, "flawed.txt")
    (document,) = report["documents"]
    assert document["findings"] == []
    (waived,) = document["waived"]
    assert waived["fingerprint"] == fingerprint
    assert waived["waiver"] == {"source": "waiver", "reason": "区委办6月2日同意", "by": "张三", "until": _FAR}
    assert report["summary"]["waived"] == 1
    assert report["summary"]["findings"] == 0


def test_other_findings_stand(project: Path, wenlint: Run) -> None:
    _waive(wenlint, "0" * 16)
    assert wenlint("check", "flawed.txt").exit_code == 1


def test_text_shows_fingerprints_on_request(project: Path, wenlint: Run) -> None:
    fingerprint = _fingerprint(wenlint)
    assert fingerprint not in wenlint("check", "flawed.txt").stdout
    assert fingerprint in wenlint("check", "flawed.txt", "--fingerprints").stdout


def test_the_file_is_found_from_a_folder_below(project: Path, wenlint: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _waive(wenlint, _fingerprint(wenlint))
    (project / "below").mkdir()
    monkeypatch.chdir(project / "below")
    assert wenlint("check", "../flawed.txt").exit_code == 0


def test_the_configuration_names_another_file(project: Path, wenlint: Run) -> None:
    fingerprint = _fingerprint(wenlint)
    (project / "wenlint.toml").write_text(
        'waivers = "例外.toml"\n' + (project / "wenlint.toml").read_text("utf-8"), encoding="utf-8"
    )
    _waive(wenlint, fingerprint)
    assert (project / "例外.toml").exists()
    assert wenlint("check", "flawed.txt").exit_code == 0
    assert "例外.toml" in wenlint("config").stdout


# --- time is over, or nothing to waive --------------------------------------------------------


def test_an_expired_waiver_lets_the_finding_stand_and_is_told(project: Path, wenlint: Run) -> None:
    _waive(wenlint, _fingerprint(wenlint), until="2990-01-01")
    result = wenlint("check", "flawed.txt", "--on", "2990-01-02")
    assert result.exit_code == 1
    assert "2990-01-01 到期" in result.stderr
    assert len(_report(wenlint, "flawed.txt", "--on", "2990-01-02")["waivers"]["expired"]) == 1
    last_day = wenlint("check", "flawed.txt", "--on", "2990-01-01")
    assert last_day.exit_code == 0
    assert last_day.stderr == ""


def test_an_unused_waiver_of_a_judged_draft_is_told(project: Path, wenlint: Run) -> None:
    _waive(wenlint, _fingerprint(wenlint), "flawed.txt")
    (project / "flawed.txt").write_text((project / "clean.txt").read_text("utf-8"), encoding="utf-8")
    assert "没有用上" in wenlint("check", "flawed.txt").stderr
    assert "没有用上" not in wenlint("check", "clean.txt").stderr
    (unused,) = _report(wenlint, "flawed.txt")["waivers"]["unused"]
    assert unused["draft"] == "flawed.txt"
    assert unused["rule"] == "town/calm"


def test_an_unused_waiver_without_a_draft_is_told_of_a_folder(project: Path, wenlint: Run) -> None:
    _waive(wenlint, "0123456789abcdef")
    assert "没有用上" not in wenlint("check", "clean.txt").stderr
    assert "没有用上" in wenlint("check", ".").stderr


def test_a_waiver_of_a_rule_that_was_not_asked_for_is_not_unused(project: Path, wenlint: Run) -> None:
    _waive(wenlint, _fingerprint(wenlint), "flawed.txt")
    assert "没有用上" not in wenlint("check", "flawed.txt", "--select", "town/calm-if-possible").stderr


# --- the command ------------------------------------------------------------------------------


def test_with_a_draft_the_finding_must_be_there(project: Path, wenlint: Run) -> None:
    result = wenlint("waive", "0" * 16, "flawed.txt", "--reason", "同意", "--until", _FAR)
    assert result.exit_code == 2
    assert "没有指纹" in result.stderr
    assert not (project / "wenlint-waivers.toml").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--reason", "x", "--until", _FAR], "没有写指纹"),
        (["0123", "--reason", "x", "--until", _FAR], "16 位"),
        (["0" * 16, "--until", _FAR], "没有写理由"),
        (["0" * 16, "--reason", "  ", "--until", _FAR], "没有写理由"),
        (["0" * 16, "--reason", "x"], "没有写到哪天为止"),
        (["0" * 16, "--reason", "x", "--until", "2001-01-01"], "已经过去"),
        (["0" * 16, "--reason", "x", "--until", "明年"], "不是日期"),
        (["0" * 16, "--reason", "x", "--until", "2990年2月30日"], "不是日期"),
        (["0" * 16, "--reason", "x", "--until", _FAR, "--by", " "], "--by"),
    ],
)
def test_what_is_missing_is_told(project: Path, wenlint: Run, args: list[str], said: str) -> None:
    result = wenlint("waive", *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (project / "wenlint-waivers.toml").exists()


def test_a_second_waiver_needs_a_later_day(project: Path, wenlint: Run) -> None:
    _waive(wenlint, "0" * 16, until="2990-01-01")
    result = wenlint("waive", "0" * 16, "--reason", "x", "--until", "2989-01-01")
    assert result.exit_code == 2
    assert "已有豁免" in result.stderr
    _waive(wenlint, "0" * 16, until="2991年1月1日")
    listed = wenlint("waive", "--list").stdout.splitlines()
    assert ["已续" in listed[0], "有效" in listed[1]] == [True, True]


def test_the_list_says_which_are_over(project: Path, wenlint: Run) -> None:
    assert "还没有豁免" in wenlint("waive", "--list").stdout
    waivers.append(project / "wenlint-waivers.toml", Waiver("f" * 16, "旧的", "李四", dt.date(2020, 1, 1)))
    assert "过期" in wenlint("waive", "--list").stdout


# --- the file ---------------------------------------------------------------------------------

_GOOD = '[[waiver]]\nfingerprint = "0123456789abcdef"\nreason = "同意"\nby = "张三"\nuntil = 2990-01-01\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[waiver]\n", "第 1 行"),
        (_GOOD.replace("0123456789abcdef", "xyz"), "16 位"),
        (_GOOD.replace('reason = "同意"\n', ""), "缺少 reason"),
        (_GOOD.replace('by = "张三"\n', ""), "缺少 by"),
        (_GOOD.replace("until = 2990-01-01\n", ""), "缺少 until"),
        (_GOOD.replace("2990-01-01", '"2990-01-01"'), "until 应为日期"),
        (_GOOD.replace("2990-01-01", "2990-01-01T00:00:00"), "until 应为日期"),
        (_GOOD.replace("同意", " "), "reason 不能空着"),
        (_GOOD + "colour = 1\n", "不认识的键 colour"),
        ("packs = []\n" + _GOOD, "不认识的键 packs"),
        ("waiver = 3\n", "[[waiver]]"),
    ],
)
def test_a_bad_file_ends_the_run(project: Path, wenlint: Run, text: str, said: str) -> None:
    (project / "wenlint-waivers.toml").write_text(text, encoding="utf-8")
    result = wenlint("check", "flawed.txt")
    assert result.exit_code == 2
    assert said in result.stderr
    assert "wenlint-waivers.toml" in result.stderr
    assert result.stdout == ""


def test_all_faults_are_told_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "wenlint-waivers.toml"
    path.write_text(_GOOD + "\n" + _GOOD.replace("同意", "") + "\n" + _GOOD.replace("by =", "from ="), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        waivers.load(path)
    lines = [fault.partition("：")[0].rpartition(" 第 ")[2] for fault in caught.value.faults]
    assert lines == ["7 行起", "13 行起", "13 行起"]


def test_a_file_named_that_is_missing(project: Path, wenlint: Run) -> None:
    result = wenlint("check", "flawed.txt", "--waivers", "none.toml")
    assert result.exit_code == 2
    assert "none.toml" in result.stderr


_WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip)


@given(st.lists(st.tuples(_WORDS, _WORDS, st.dates(), _WORDS), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_what_is_appended_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, dt.date, str]]
) -> None:
    path = tmp_path_factory.mktemp("waivers") / "w.toml"
    given_ = [
        Waiver(f"{n:016x}", reason, by, until, since=until, draft=draft)
        for n, (reason, by, until, draft) in enumerate(rows)
    ]
    before = ""
    for waiver in given_:
        waivers.append(path, waiver)
        text = path.read_text("utf-8")
        assert text.startswith(before), "a diff shows added lines only"
        before = text
    assert list(waivers.load(path)) == given_


def test_a_file_without_a_line_end_can_be_added_to(tmp_path: Path) -> None:
    path = tmp_path / "w.toml"
    path.write_text(_GOOD.rstrip("\n"), encoding="utf-8")
    waivers.append(path, Waiver("f" * 16, "理由", "李四", dt.date(2990, 1, 1)))
    assert [waiver.fingerprint for waiver in waivers.load(path)] == ["0123456789abcdef", "f" * 16]


# --- baseline ---------------------------------------------------------------------------------


def test_a_baseline_makes_known_findings_count_apart(project: Path, wenlint: Run) -> None:
    result = wenlint("baseline", "flawed.txt", "clean.txt")
    assert result.exit_code == 0
    assert "1 处问题" in result.stdout
    known = wenlint("check", "flawed.txt", "--baseline", "wenlint-baseline.jsonl")
    assert known.exit_code == 0
    assert "基线里已知 1 处" in known.stdout
    (waived,) = _report(wenlint, "flawed.txt", "--baseline", "wenlint-baseline.jsonl")["documents"][0]["waived"]
    assert waived["waiver"] == {"source": "baseline", "reason": "", "by": "", "until": None}


def test_the_configuration_names_the_baseline(project: Path, wenlint: Run) -> None:
    text = (project / "wenlint.toml").read_text("utf-8")
    (project / "wenlint.toml").write_text('baseline = "known.jsonl"\n' + text, encoding="utf-8")
    assert wenlint("check", "flawed.txt").exit_code == 2, "named, and not there"
    assert wenlint("baseline", "flawed.txt").exit_code == 0
    assert (project / "known.jsonl").exists()
    assert wenlint("check", "flawed.txt").exit_code == 0


def test_what_is_new_stands_out_of_a_baseline(project: Path, wenlint: Run) -> None:
    wenlint("baseline", "flawed.txt")
    text = (project / "flawed.txt").read_text("utf-8").replace("马上行动！", "马上行动！\n大家都要动起来！")
    (project / "renamed.txt").write_text(text, encoding="utf-8")
    (document,) = _report(wenlint, "renamed.txt", "--baseline", "wenlint-baseline.jsonl")["documents"]
    assert len(document["findings"]) == 1
    assert len(document["waived"]) == 1


def test_a_baseline_holds_no_words_and_does_not_change_by_itself(project: Path, wenlint: Run) -> None:
    wenlint("baseline", "flawed.txt", "secret.txt", "-o", "a.jsonl")
    wenlint("baseline", "secret.txt", "flawed.txt", "-o", "b.jsonl")
    text = (project / "a.jsonl").read_text("utf-8")
    assert text == (project / "b.jsonl").read_text("utf-8")
    for line in text.splitlines():
        assert set(json.loads(line)) == {"fingerprint", "rule", "draft"}


def test_a_baseline_with_a_file_that_cannot_be_judged_says_so(project: Path, wenlint: Run) -> None:
    (project / "broken.docx").write_bytes(b"PK\x03\x04broken")
    result = wenlint("baseline", "flawed.txt", "broken.docx")
    assert result.exit_code == 3
    assert "broken.docx" in result.stderr


@pytest.mark.parametrize("text", ["{}", "[1]", "x", '{"fingerprint": 5}', '{"fingerprint": "zz"}', "[" * 100_000])
def test_a_bad_baseline_ends_the_run(project: Path, wenlint: Run, text: str) -> None:
    (project / "b.jsonl").write_text(f"\n{text}\n", encoding="utf-8")
    result = wenlint("check", "flawed.txt", "--baseline", "b.jsonl")
    assert result.exit_code == 2
    assert "第 2 行" in result.stderr


def test_a_missing_baseline_ends_the_run(project: Path, wenlint: Run) -> None:
    assert wenlint("check", "flawed.txt", "--baseline", "none.jsonl").exit_code == 2
    assert wenlint("baseline").exit_code == 2
    assert wenlint("baseline", "flawed.txt", "-o", "flawed.txt").exit_code == 2
