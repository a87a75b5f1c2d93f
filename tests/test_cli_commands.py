"""The other commands, and what holds for all of them: Chinese help, suggestions, completion."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import FLAWED, Run

from wenlint.report.width import cells
from wenlint.trial import filler

COMMANDS = [
    ("check",),
    ("scan",),
    ("annotate",),
    ("waive",),
    ("baseline",),
    ("corpus",),
    ("corpus", "add"),
    ("corpus", "list"),
    ("corpus", "show"),
    ("corpus", "remove"),
    ("corpus", "verify"),
    ("corpus", "stats"),
    ("rules",),
    ("explain",),
    ("config",),
    ("init",),
    ("serve",),
    ("drop",),
]
HOOKS = [("hook",), ("hook", "pre-receive"), ("hook", "pre-consume")]  # called by servers; they say how to put them in


@pytest.mark.parametrize("command", [*COMMANDS, *HOOKS], ids=" ".join)
def test_help_is_chinese_throughout(wenlint: Run, command: tuple[str, ...]) -> None:
    result = wenlint(*command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"用法：wenlint {' '.join(command)} ")
    for words in ("Usage", "Options", "Commands", "Show this", "default:", "required", "[OPTIONS]", "COMMAND"):
        assert words not in result.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_gives_an_example(wenlint: Run, command: tuple[str, ...]) -> None:
    _, _, examples = wenlint(*command, "--help").stdout.partition("例：\n")
    assert f"    wenlint {' '.join(command)}" in examples


def test_every_option_of_every_command_says_what_it_does() -> None:
    import click

    from wenlint.cli.app import app

    context = click.Context(app)
    commands = [app.get_command(context, name) for name in app.list_commands(context)]
    for command in commands:
        assert command is not None
        inner = command.commands.values() if isinstance(command, click.Group) else [command]
        for one in inner:
            assert one.help
            for param in one.params:
                if isinstance(param, click.Option):
                    assert param.help, f"{one.name} {param.opts}"


@pytest.mark.parametrize("command", [*COMMANDS, *HOOKS], ids=" ".join)
def test_help_fits_the_terminal(wenlint: Run, command: tuple[str, ...]) -> None:
    """But for examples, which are not cut."""
    lines = wenlint(*command, "--help", terminal_width=80).stdout.splitlines()
    assert not [line for line in lines if cells(line) > 80 and "wenlint " not in line]


def test_every_option_is_tried_in_some_test() -> None:
    """So that none stays that does nothing: an option that nobody ever tries is told here."""
    import click

    from wenlint.cli.app import app

    tests = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("*.py"))
    context = click.Context(app)
    for name in app.list_commands(context):
        command = app.get_command(context, name)
        inner = command.commands.values() if isinstance(command, click.Group) else [command]
        for one in inner:
            assert one is not None
            options = [param for param in one.params if isinstance(param, click.Option)]
            untried = [
                name for param in options for name in param.opts + param.secondary_opts if f'"{name}' not in tests
            ]
            assert not [name for name in untried if name.startswith("--")], one.name


def test_what_the_command_line_turns_off_stays_off(project: Path, wenlint: Run) -> None:
    (project / "wenlint.toml").write_text("ocr = true\n", encoding="utf-8")
    lines = [
        next(line for line in wenlint("config", *given).stdout.splitlines() if line.startswith("ocr "))
        for given in ((), ("--no-ocr",))
    ]
    assert ["不用" in line for line in lines] == [False, True]
    assert "命令行" in lines[1]


def test_quotas_are_counted_in_a_scan(project: Path, wenlint: Run) -> None:
    (project / "quota.csv").write_text("发文机关,限额,已发\n示例市水务局,3,2\n", encoding="utf-8")
    (project / "out").mkdir()
    for number, matter in enumerate(("涵洞巡查", "水表更换"), 1):
        head = f"示例市水务局文件\n示水发〔2026〕{number}号\n关于加强{matter}的通知\n各区水务局：\n"
        text = f"{head}请于6月5日前办理。\n示例市水务局\n2026年5月6日\n"
        (project / "out" / f"{number}.txt").write_text(text, encoding="utf-8")
    told = [
        wenlint("scan", "out", "--pack", "beijing-2019-13", *more).stdout for more in ((), ("--quota", "quota.csv"))
    ]
    assert ["限额" in words for words in told] == [False, True]


def test_who_else_may_use_icap_is_told_by_network(project: Path, wenlint: Run) -> None:
    result = wenlint("serve", "--icap", "127.0.0.1:0", "--icap-from", "everybody")
    assert result.exit_code == 2
    assert "10.0.0.0/24" in result.stderr


def test_a_draft_without_a_command_is_told_how(project: Path, wenlint: Run) -> None:
    result = wenlint("clean.txt")
    assert result.exit_code == 2
    assert result.stderr == "错误：没有写命令；要查它，写 wenlint check clean.txt。用法见 wenlint --help\n"


def test_without_a_command_the_help_appears(wenlint: Run) -> None:
    result = wenlint()
    assert result.exit_code == 2
    assert "check" in result.output
    assert "用法：" in result.output


# --- corpus -----------------------------------------------------------------------------------


@pytest.fixture
def superior(project: Path) -> Path:
    folder = project / "superior"
    folder.mkdir()
    lines = ("示例省人民政府关于加强防汛工作的意见", "示政发〔2023〕9号", "各市人民政府：", "落实专人值班。")
    text = "\n".join((*lines, "示例省人民政府", "2023年4月2日"))
    (folder / "防汛意见.txt").write_text(text, encoding="utf-8")
    return folder


def ids(wenlint: Run) -> list[str]:
    listed = json.loads(wenlint("corpus", "list", "--corpus", "lib", "--format", "json").stdout)
    return [entry["id"] for entry in listed]


def test_a_document_goes_in_and_out_of_the_library(superior: Path, wenlint: Run) -> None:
    added = wenlint("corpus", "add", "superior", "--corpus", "lib")
    assert added.exit_code == 0, added.output
    assert "新加入 1 份" in added.stdout
    assert "1 份库里已有" in wenlint("corpus", "add", "superior", "--corpus", "lib").stdout
    (id,) = ids(wenlint)
    listed = wenlint("corpus", "list", "--corpus", "lib").stdout
    assert "示例省人民政府关于加强防汛工作的意见  示政发〔2023〕9号" in listed
    assert listed.endswith("共 1 份\n")
    shown = wenlint("corpus", "show", id[:4], "--corpus", "lib")
    assert "落实专人值班。" in shown.stdout
    assert wenlint("corpus", "verify", "--corpus", "lib").exit_code == 0
    assert re.search(r"文件 +1\n", wenlint("corpus", "stats", "--corpus", "lib").stdout)
    assert wenlint("corpus", "remove", id, "--corpus", "lib").exit_code == 0
    assert ids(wenlint) == []


def test_a_bad_file_does_not_keep_the_others_out(superior: Path, wenlint: Run) -> None:
    (superior / "空.docx").write_bytes(b"")
    result = wenlint("corpus", "add", "superior", "nowhere.docx", "--corpus", "lib")
    assert result.exit_code == 3
    assert "空.docx：" in result.stderr
    assert "nowhere.docx：" in result.stderr
    assert len(ids(wenlint)) == 1


def test_a_marked_document_is_refused_and_never_shown(project: Path, wenlint: Run) -> None:
    assert wenlint("corpus", "add", "secret.txt", "--corpus", "lib").exit_code == 3
    assert wenlint("corpus", "add", "secret.txt", "--corpus", "lib", "--allow-marked").exit_code == 0
    (id,) = ids(wenlint)
    for extra in ((), ("--format", "json")):
        assert "甲水库" not in wenlint("corpus", "show", id, "--corpus", "lib", *extra).output


@pytest.mark.parametrize(
    "arguments",
    [("list",), ("show", "x"), ("remove", "x"), ("verify",), ("stats",)],
    ids=lambda arguments: arguments[0],
)
def test_without_a_library_every_command_says_how_to_make_one(
    project: Path, wenlint: Run, arguments: tuple[str, ...]
) -> None:
    result = wenlint("corpus", *arguments, "--corpus", "nowhere")
    assert result.exit_code == 2
    assert "wenlint corpus add" in result.stderr
    assert not (project / "nowhere").exists()


def test_an_unknown_id_is_told(superior: Path, wenlint: Run) -> None:
    wenlint("corpus", "add", "superior", "--corpus", "lib")
    for command in ("show", "remove"):
        result = wenlint("corpus", command, "zzzz", "--corpus", "lib")
        assert result.exit_code == 2
        assert "zzzz" in result.stderr


def test_a_damaged_library_is_one_line(superior: Path, wenlint: Run) -> None:
    wenlint("corpus", "add", "superior", "--corpus", "lib")
    for path in (superior.parent / "lib").iterdir():
        if path.is_file():
            path.write_bytes(b"\0" * 50)
    for arguments in (("corpus", "list"), ("check", "clean.txt")):
        result = wenlint(*arguments, "--corpus", "lib")
        assert result.exit_code in (2, 3)
        assert result.stderr.startswith(("错误：", "clean.txt："))
        assert "内部出错" not in result.stderr


# --- rules and explain ------------------------------------------------------------------------


def test_rules_show_check_article_limit_and_severity(project: Path, wenlint: Run) -> None:
    text = wenlint("rules", "--pack", "town").stdout
    assert "《示例镇公文语气规定》 示镇发〔2024〕1号" in text
    assert re.search(r"calm +错误 +第 3 条（不得） +shouting +正文不用感叹号\n", text)
    assert re.search(r"calm-if-possible +警告 +第 4 条（一）（一般） +shouting +函件 +一般不用感叹号\n", text)
    (pack,) = json.loads(wenlint("rules", "--pack", "town", "--format", "json").stdout)
    assert pack["rules"][0]["id"] == "town/calm"


def test_the_packs_that_come_with_wenlint_are_listed(project: Path, wenlint: Run) -> None:
    text = wenlint("rules").stdout
    assert "beijing-2019-13（默认）" in text
    assert "town  《" in text


def test_a_rule_is_explained_with_article_reason_and_examples(project: Path, wenlint: Run) -> None:
    text = wenlint("explain", "town/calm").stdout
    assert "依据  《示例镇公文语气规定》（示镇发〔2024〕1号）第 3 条（不得）" in text
    assert "大意  正文不用感叹号" in text
    for words in ("查什么：", "为什么：", "怎么改：", "马上行动！"):
        assert words in text
    assert re.search(r"反例 1\n.*?→ 有感叹号", text, re.DOTALL)
    assert re.search(r"正例 1\n.*?→ 没有问题", text, re.DOTALL)


def test_a_check_is_explained_with_the_rules_that_use_it(project: Path, wenlint: Run) -> None:
    text = wenlint("explain", "shouting").stdout
    assert "quote  消息里是否引原文（默认 否）" in text
    assert "town/calm-if-possible" in text


def test_every_check_and_rule_that_comes_with_wenlint_can_be_explained(wenlint: Run) -> None:
    packs = json.loads(wenlint("rules", "--format", "json").stdout)
    names = {name for pack in packs for rule in pack["rules"] for name in (rule["check"], rule["id"])}
    assert len(names) > 10
    for name in names:
        result = wenlint("explain", name)
        assert result.exit_code == 0, result.output
        assert "反例 1" in result.stdout


def test_an_unknown_name_gets_a_suggestion(project: Path, wenlint: Run) -> None:
    result = wenlint("explain", "shoting")
    assert result.exit_code == 2
    assert "是不是想写 shouting？" in result.stderr


# --- config and init --------------------------------------------------------------------------


def test_every_setting_is_shown_with_its_origin(project: Path, wenlint: Run) -> None:
    text = wenlint("config", "--fail-on", "warning").stdout
    file = project / "wenlint.toml"
    assert text.startswith(f"配置文件  {file}\n")
    assert re.search(rf"packs +town +（{re.escape(str(file))}）", text)
    assert re.search(r"fail-on +warning +（命令行 --fail-on）", text)
    assert re.search(r"kind +由 wenlint 判断 +（默认）", text)
    assert text.endswith("共 1 个规则包、2 条规则生效\n")


def test_init_writes_a_file_that_works_and_never_overwrites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wenlint: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    assert wenlint("init").exit_code == 0
    assert wenlint("config").exit_code == 0
    (tmp_path / "wenlint.toml").write_text("# 我的\n", encoding="utf-8")
    again = wenlint("init")
    assert again.exit_code == 2
    assert "已经有" in again.stderr
    assert (tmp_path / "wenlint.toml").read_text(encoding="utf-8") == "# 我的\n"


# --- completion -------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_the_shell_can_be_had(wenlint: Run, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    result = wenlint(env={"_WENLINT_COMPLETE": f"{shell}_source"})
    assert result.exit_code == 0
    assert "_WENLINT_COMPLETE" in result.stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("wenlint ch", "check"),
        ("wenlint check --pack to", "town"),
        ("wenlint check --select town/", "town/calm"),
        ("wenlint check --kind pol", "policy"),
        ("wenlint explain shou", "shouting"),
        ("wenlint corpus a", "add"),
    ],
)
def test_names_are_completed(project: Path, wenlint: Run, words: str, offered: str) -> None:
    count = str(len(words.split()) - 1)
    result = wenlint(env={"_WENLINT_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": count})
    assert f"plain,{offered}" in result.stdout.splitlines()


def test_a_draft_named_like_an_option_can_be_checked(project: Path, wenlint: Run) -> None:
    (project / "-稿子.txt").write_text(FLAWED, encoding="utf-8")
    assert wenlint("check", "--", "-稿子.txt").exit_code == 1


def test_a_damaged_index_is_named_and_repaired(project: Path, wenlint: Run) -> None:
    wenlint("corpus", "add", "clean.txt", "--corpus", "lib")
    (segment,) = (project / "lib").glob("*.segment")
    segment.write_bytes(segment.read_bytes()[:-100])
    found = wenlint("corpus", "verify", "--corpus", "lib")
    assert found.exit_code == 1
    assert segment.name in found.stdout
    assert "--repair" in found.stdout
    repaired = wenlint("corpus", "verify", "--repair", "--corpus", "lib")
    assert (repaired.exit_code, repaired.stdout) == (0, "lib 完好\n")
    assert wenlint("corpus", "verify", "--corpus", "lib").exit_code == 0


def test_a_newer_copy_replaces_the_one_before_and_says_so(project: Path, wenlint: Run) -> None:
    text = (project / "clean.txt").read_text("utf-8") + filler(400) + "\n"
    (project / "clean.txt").write_text(text, "utf-8")
    wenlint("corpus", "add", "clean.txt", "--corpus", "lib")
    (project / "clean.txt").write_text(text.replace("认真做好", "认真抓好做好"), "utf-8")
    assert wenlint("corpus", "add", "clean.txt", "--corpus", "lib").stdout.startswith("新加入 0 份，替换旧稿 1 份；")
    assert "共 1 份" in wenlint("corpus", "list", "--corpus", "lib").stdout
