"""Folders of drafts for the tests of the scan, and checks that behave badly on purpose."""

from __future__ import annotations

import random
from pathlib import Path

_WHERE = "闸站 泵站 涵洞 堤段 水库 渠首 河口 井群 水厂 管廊 雨水口 调蓄池".split()
_WHAT = "清淤 补强 除锈 换件 试车 校准 加固 标高复测 绝缘检查 备品清点 巡线 放空".split()
_HOW = "白天做完 分两班轮做 由本队自己做 请厂家来做 雨停后再做 和邻区一起做 夜里停水做 先难后易".split()


def _body(number: int) -> str:
    """Five sentences that no other number has in this order."""
    dice = random.Random(number)
    return "".join(
        f"{dice.choice(_WHERE)}的{dice.choice(_WHAT)}{dice.choice(_HOW)}，{dice.randint(2, 28)}日前报防汛处。"
        for _ in range(5)
    )


def draft(number: int, extra: str = "") -> str:
    """A short notice of its own; ``extra`` is a paragraph more."""
    return (
        f"示水发〔2026〕{number}号\n示例市水务局关于第{number}批设施检修的通知\n各区水务局：\n{_body(number)}\n{extra}\n"
        f"示例市水务局\n2026年3月2日\n"
    )


def fill(folder: Path, count: int) -> None:
    """So many notices, numbered from 1."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        (folder / f"{number:03}.txt").write_text(draft(number), encoding="utf-8")


_MISBEHAVING = '''\
"""文稿里叫它怎样就怎样

查什么：只在测试里用，看检查本身出了事以后怎样。

为什么：一个文件出事只该丢一个文件。

怎么改：不用改。
"""

import os
import signal
import time

from wenlint.check import Case, Check


def run(document, rule, context):
    """Sleeps, eats memory or dies where the draft says so."""
    text = document.text
    if "慢慢来" in text:
        time.sleep(0.2)
    if "停在这里" in text:
        time.sleep(600)
    if "吃光内存" in text:
        hoard = [bytearray(1 << 26) for _ in range(1 << 12)]
    if "当场退出" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "今天" in text:
        context.today
    return iter(())


CHECK = Check(name="misbehaving", run=run, doc=__doc__, bad=(), good=(Case("通知|各区：|好。"),))
'''
_PACK = """\
[pack]
id = "odd"
title = "示例规定"
number = "示例〔2020〕1号"
issuer = "示例市水务局"
verified = "示例"
sources = ["示例"]

[[rule]]
id = "1-misbehaving"
check = "misbehaving"
article = "1"
strength = "不得"
severity = "error"
summary = "只在测试里用的规则"

[[rule]]
id = "2-duplicate"
check = "duplicate-filing"
article = "2"
strength = "不得"
severity = "warning"
summary = "一件事不发两份文"

[[rule]]
id = "3-numbers"
check = "number-sequence"
article = "3"
strength = "不得"
severity = "warning"
summary = "一件一号，接着编"
"""


def misbehaving(project: Path) -> Path:
    """A configuration whose rules do what drafts tell them; the path of its file."""
    (project / "checks").mkdir(parents=True, exist_ok=True)
    (project / "packs").mkdir(exist_ok=True)
    (project / "checks" / "misbehaving.py").write_text(_MISBEHAVING, encoding="utf-8")
    (project / "packs" / "odd.toml").write_text(_PACK, encoding="utf-8")
    file = project / "wenlint.toml"
    file.write_text('packs = ["odd"]\ncheck-folders = ["checks"]\npack-folders = ["packs"]\n', encoding="utf-8")
    return file
