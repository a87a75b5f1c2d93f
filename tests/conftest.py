"""What many tests need: a small project with its own check and pack, and the command line run in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings

# How fast a machine that does other things as well makes examples is no property of the code.
settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")

SHOUTING = '''\
"""多余的感叹号

查什么：正文里的感叹号。

为什么：公文语气平实。

怎么改：改用句号。
"""

from wenlint.check import CannotTell, Case, Check, Location, Param
from wenlint.document import Span


def run(document, rule, context):
    """Flags every exclamation mark, and cannot tell of mixed ones."""
    if "？！" in document.text:
        yield CannotTell("有“？！”连用，分不清是不是感叹")
        return
    for at, character in enumerate(document.text):
        if character == "！":
            words = document.text[max(0, at - 12) : at + 1] if rule.params["quote"] else "！"
            yield rule.finding(f"有感叹号：“{words}”", Location(Span(max(0, at - 4), at + 1)), advice="改用句号。")


CHECK = Check(
    name="shouting",
    run=run,
    doc=__doc__,
    params={"quote": Param(bool, "消息里是否引原文", False)},
    bad=(Case("关于防汛的通知|各区：|马上行动！"),),
    good=(Case("关于防汛的通知|各区：|请认真落实。"),),
)
'''

PACK = """\
[pack]
id = "town"
title = "示例镇公文语气规定"
number = "示镇发〔2024〕1号"
issuer = "示例镇人民政府"
verified = "示例"
sources = ["示例"]

[[rule]]
id = "calm"
check = "shouting"
article = "3"
strength = "不得"
severity = "error"
summary = "正文不用感叹号"

[[rule]]
id = "calm-if-possible"
check = "shouting"
article = "4（一）"
strength = "一般"
severity = "warning"
summary = "一般不用感叹号"
kinds = ["letter"]
params = { quote = true }
"""

CONFIG = """\
packs = ["town"]
check-folders = ["checks"]
pack-folders = ["packs"]
"""

CLEAN = "关于做好防汛工作的通知\n各区人民政府：\n请认真做好防汛工作。\n示例市人民政府\n2024年5月1日\n"
FLAWED = "关于做好防汛工作的通知\n各区人民政府：\n一、总体要求\n马上行动！\n示例市人民政府\n2024年5月1日\n"
UNJUDGED = "关于做好防汛工作的通知\n各区人民政府：\n这是怎么了？！\n示例市人民政府\n2024年5月1日\n"
SECRET = (
    "机密★5年\n示例市人民政府文件\n示政发〔2024〕1号\n关于加强水库调度的通知\n各区人民政府：\n"
    "一、蓄水位控制安排\n甲水库即日开闸放水！\n示例市人民政府\n2024年5月1日\n"
)

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _nothing_of_the_user(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library in the home of whoever runs the tests, or the look of the terminal, must not change what they say."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with wenlint.toml, one check, one pack and four drafts; it is the working directory."""
    for name, text in {
        "checks/shouting.py": SHOUTING,
        "packs/town.toml": PACK,
        "wenlint.toml": CONFIG,
        "clean.txt": CLEAN,
        "flawed.txt": FLAWED,
        "unjudged.txt": UNJUDGED,
        "secret.txt": SECRET,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def wenlint() -> Run:
    """Runs the command line in this process."""
    from wenlint.cli.app import app

    def run(*args: str, **extra: object) -> Result:
        return CliRunner().invoke(app, list(args), **extra)  # type: ignore[arg-type]

    return run
