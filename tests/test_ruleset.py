"""Which packs and rules count: by day, by what takes whose place, and the configuration file's own."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from conftest import PACK, Run

from wenlint import config
from wenlint.ruleset import RulesetError, gather

_OWN = """
[pack]
id = "office"
title = "本单位公文规定"
number = "示办〔2026〕1号"
issuer = "示例镇办公室"
in-force-from = 2026-01-01
verified = "照原文核对"
sources = ["原文"]
{more}
[[rule]]
id = "2-calm"
check = "shouting"
strength = "不得"
severity = "error"
summary = "本单位正文不用感叹号"
"""
_DAY = dt.date(2026, 6, 1)


@pytest.fixture
def own(project: Path) -> Path:
    """A project whose wenlint.toml holds a pack; ``more`` goes into its head."""
    path = project / "wenlint.toml"
    path.write_text(path.read_text("utf-8") + _OWN.format(more=""), encoding="utf-8")
    return path


def _rules(day: dt.date = _DAY, **given: object) -> set[str]:
    return {rule.id for rule in gather(config.load(given), day).rules}


def _with(path: Path, more: str) -> None:
    path.write_text(path.read_text("utf-8").replace('sources = ["原文"]\n', f'sources = ["原文"]\n{more}\n'), "utf-8")


def test_the_configuration_files_own_pack_counts_beside_the_chosen(own: Path) -> None:
    assert _rules() == {"town/calm", "town/calm-if-possible", "office/2-calm"}


def test_the_command_line_names_packs_without_it(own: Path) -> None:
    assert _rules(packs=("town",)) == {"town/calm", "town/calm-if-possible"}
    assert _rules(packs=("office",)) == {"office/2-calm"}


def test_it_counts_beside_the_default_packs(own: Path) -> None:
    own.write_text(own.read_text("utf-8").replace('packs = ["town"]\n', ""), encoding="utf-8")
    rules = _rules()
    assert "office/2-calm" in rules
    assert any(rule.startswith("beijing-2019-13/") for rule in rules)
    assert "office/2-calm" not in _rules(dt.date(2025, 12, 31))


def test_it_stands_in_pyproject_too(project: Path) -> None:
    (project / "wenlint.toml").unlink()
    tables = _OWN.format(more="").replace("[pack]", "[tool.wenlint.pack]").replace("[[rule]]", "[[tool.wenlint.rule]]")
    (project / "pyproject.toml").write_text(
        '[tool.wenlint]\ncheck-folders = ["checks"]\npack-folders = ["packs"]\n' + tables, encoding="utf-8"
    )
    assert "office/2-calm" in _rules()


def test_a_superseded_rule_no_longer_counts_from_that_day(own: Path) -> None:
    _with(own, 'supersedes = ["town/calm"]')
    assert _rules() == {"town/calm-if-possible", "office/2-calm"}
    assert "town/calm" in _rules(dt.date(2025, 12, 31))


def test_a_superseded_pack_does_not_count_unless_it_is_named(own: Path) -> None:
    _with(own, 'supersedes = ["town"]\nextends = ["town"]')
    own.write_text(own.read_text("utf-8").replace('packs = ["town"]', 'packs = ["office"]'), encoding="utf-8")
    assert _rules() == {"office/2-calm"}
    ruleset = gather(config.load({"packs": ("office", "town")}), _DAY)
    assert {pack.id for pack in ruleset.packs} == {"office", "town"}
    assert any("town" in note and "取代" in note for note in ruleset.notes)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "office"\n', "", r"\[pack\]"),
        ('id = "office"', 'id = "town"', "重名"),
        ('check = "shouting"', 'check = "whispering"', "whispering"),
        ('summary = "本单位正文不用感叹号"', "", "缺少 summary"),
    ],
)
def test_faults_of_the_own_pack_are_told_with_the_file(own: Path, old: str, new: str, said: str) -> None:
    own.write_text(own.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(RulesetError, match=said) as caught:
        _rules()
    assert "wenlint.toml" in caught.value.faults[0]


def test_a_folder_of_packs_may_hold_the_configuration(project: Path) -> None:
    (project / "town.toml").write_text(PACK, encoding="utf-8")
    (project / "wenlint.toml").write_text(
        'packs = ["town"]\ncheck-folders = ["checks"]\npack-folders = ["."]\n', encoding="utf-8"
    )
    assert "town/calm" in _rules()


# --- through the command line -----------------------------------------------------------------


def test_the_own_pack_judges(own: Path, wenlint: Run) -> None:
    result = wenlint("check", "flawed.txt", "--on", "2026-06-01")
    assert result.exit_code == 1
    assert "office/2-calm" in result.stdout
    assert "本单位" in wenlint("rules", "--pack", "office").stdout


def test_rules_on_a_day(project: Path, wenlint: Run) -> None:
    before = wenlint("rules", "--on", "2019-05-15").stdout
    assert "\nbeijing-2019-13" not in f"\n{before.partition('不施行的')[0]}"
    assert "beijing-2019-13 2019-05-16 起施行" in before
    assert "\nbeijing-2019-13（默认）" in f"\n{wenlint('rules', '--on', '2019-05-16').stdout}"
    ids = [pack["id"] for pack in json.loads(wenlint("rules", "--on", "2013-01-01", "--format", "json").stdout)]
    assert "tiaoli-2012" in ids
    assert "gansu-2013" not in ids


def test_check_on_a_day_uses_the_packs_of_that_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wenlint: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("关于某事的通知\n各区人民政府：\n请办理。\n", encoding="utf-8")
    old = json.loads(wenlint("check", "a.txt", "--on", "2018-06-01", "--format", "json").stdout)
    new = json.loads(wenlint("check", "a.txt", "--on", "2026-06-01", "--format", "json").stdout)
    assert "beijing-2019-13" not in old["packs"]
    assert {"beijing-2019-13", "secrecy-2024"} <= set(new["packs"])


def test_config_tells_where_the_day_comes_from(project: Path, wenlint: Run) -> None:
    text = wenlint("config", "--on", "2018年6月1日").stdout
    assert "2018-06-01" in text
    assert "命令行 --on" in text
