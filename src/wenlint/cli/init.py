"""``wenlint init``: a first ``wenlint.toml`` with every key explained."""

from __future__ import annotations

from pathlib import Path

import click

from wenlint.cli.errors import Failure
from wenlint.config import FILE_NAME

_EPILOG = """
\b
例：
  wenlint init
"""

TEMPLATE = """\
# wenlint 的设置。放在文稿所在的文件夹或它的任一上级文件夹，就近的一份生效；命令行的选项优先于这里。
# 去掉行首的 # 即生效。wenlint config 可看哪些设置生效、各从哪里来。

# 依哪些规则包检查。不写时用 wenlint rules 里标“默认”的那些。
# packs = ["beijing-2019-13", "secrecy-2024"]

# 只查，或者不查这些检查、规则（名称见 wenlint rules）。
# select = ["over-length", "restatement"]
# ignore = ["redundant-filing"]

# 文稿类别。不写时由 wenlint 判断；可用的值见 wenlint check --help 里的 --kind。
# kind = "policy"

# Word 文稿的页数怎么得来：estimate 按版面估算，render 用 LibreOffice 实际排版，auto 拿不准时才排版。
# pages = "auto"

# 上级文件库所在的文件夹（相对于本文件）。用 wenlint corpus add 建立。
# corpus = ".wenlint/corpus"

# 年度计划（.csv 或 .xlsx，相对于本文件）：核对计划外的会议、发文和督查检查考核。写法见 docs/annual-plan.md。
# plan = "年度计划.xlsx"

# 发文限额（.csv 或 .xlsx，相对于本文件）：扫描文件夹时核对各机关的份数。写法见 docs/quota.md。
# quota = "发文限额.xlsx"

# 豁免文件：经同意的例外，用 wenlint waive 记。不写时用就近的 wenlint-waivers.toml。
# waivers = "wenlint-waivers.toml"

# 基线：已知的问题不计入，用 wenlint baseline 生成。
# baseline = "wenlint-baseline.jsonl"

# 按哪一天在施行的规定检查。不写就是今天；一般不用写，补查旧稿时在命令行加 --on。
# on = 2024-12-31

# 问题到哪一级时退出码为 1：error、warning 或 info。
# fail-on = "error"

# 图片和没有文字层的 PDF 用文字识别（OCR）来查。要先装：pip install "wenlint[ocr]"。
# ocr = true

# 查文件夹时跳过的文件（通配符，对文件名或相对路径）。
# exclude = ["*草稿*", "归档/*"]

# 查文件夹时只查这些文件（通配符）。不写就是全部。
# include = ["*.docx"]

# 自己写的检查和规则包所在的文件夹（相对于本文件）。check-folders 里的 .py 会被执行，只写信得过的。
# check-folders = ["checks"]
# pack-folders = ["packs"]

# 关口（HTTP、ICAP、git 钩子、收件文件夹、paperless）怎么放行。以下写在上面各项之后。
# [gate]

# 带密级标志的文稿：hold 查了不放行，allow 这里可以存放，refuse 一律不收，什么也不说。都不显示原文。
# marked = "hold"

# 审计记录（相对于本文件）：每份文稿的结论记一行，没有正文。
# audit = "审计.jsonl"

# 网页服务可以按地址去取文稿的主机（协议、主机、端口要一字不差），用法见 docs/http.md。默认哪里也不取。
# fetch-from = ["https://oa.example.org"]

# 有些规则对有些送稿的人只提醒、不拦，到 until 那天为止。rules 写规则、检查的名称或 "*"；senders 见 docs/gate.md。
# [[gate.warn-only]]
# rules = ["over-length"]
# senders = ["http:oa", "hook:*"]
# reason = "新规定试行"
# by = "办公室主任"
# until = 2026-12-31

# 本单位自己的规定可以直接写在这里（写在最后），写法见 docs/writing-a-pack.md；条数多的，另写成规则包放进 pack-folders。
# [pack]
# id = "own"
# title = "本单位精简文件规定"
# number = "示办发〔2026〕1号"
# issuer = "示例单位"
# in-force-from = 2026-01-01
# supersedes = []
# verified = "照原文核对"
# sources = ["示办发〔2026〕1号原文"]
#
# [[rule]]
# id = "3-policy-pages"
# check = "over-length"
# strength = "一般"
# severity = "warning"
# summary = "本单位印发的政策性文件一般不超过 8 页"
# kinds = ["policy"]
# params = { unit = "页", limit = 8 }
"""


@click.command("init", epilog=_EPILOG, options_metavar="[选项]", short_help="在当前文件夹生成一份 wenlint.toml。")
def command() -> None:
    """在当前文件夹生成一份 wenlint.toml，每一项都有说明。已有的不会被盖掉。"""
    path = Path(FILE_NAME)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(TEMPLATE)
    except FileExistsError:
        raise Failure(f"这里已经有 {FILE_NAME}，没有动它") from None
    except OSError as error:
        raise Failure(f"{FILE_NAME} 写不进去（{error.strerror}）") from None
    click.echo(f"已生成 {path.absolute()}。改好以后，用 wenlint config 看生效的设置，用 wenlint rules 看有哪些规则")
