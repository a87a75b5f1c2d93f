"""``wenlint check``: the drafter's and every hook's command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from wenlint.cli import output
from wenlint.cli.errors import ExitCode, code_of
from wenlint.cli.judging import exemptions_of, judged, ruleset_of, targets_of
from wenlint.cli.options import config_option, judging_options, kind_option, settings_from
from wenlint.reading import SUFFIXES
from wenlint.report.harmless import on_one_line
from wenlint.ruleset import Ruleset
from wenlint.waivers import Exemptions, Remarks

_HELP = f"""检查文稿，一份或一个文件夹（连同子文件夹）里的全部文稿。

能查的文件：{"、".join(sorted(SUFFIXES))}。别的格式请先另存为 .docx。
文件夹里的临时文件（~$ 开头）、隐藏文件和链接不查。
"""
_EPILOG = """
\b
例：
  wenlint check 稿子.docx
  wenlint check 待发文件夹 --fail-on warning
  wenlint check 稿子.docx --kind policy --corpus 上级文件库
  wenlint check 稿子.docx --format html -o 报告.html
  wenlint check 稿子.docx --format json -o 结果.json
  wenlint check 会议通知.docx --plan 年度计划.xlsx
  wenlint check 待发文件夹 --baseline wenlint-baseline.jsonl
  cat 稿子.docx | wenlint check - --stdin-filename 稿子.docx

退出码：0 没有问题；1 有问题；2 用法或配置有误，或没有可查的文稿；3 有文件没能判断。
"""


@click.command("check", help=_HELP, epilog=_EPILOG, options_metavar="[选项]", short_help="检查文稿。")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="文件或文件夹…")
@click.option(
    "--format",
    type=click.Choice(output.FORMATS),
    metavar="格式",
    help="报告格式，默认看 -o 的后缀，没有 -o 就是 text：text 在终端看；html 网页，原文上标出问题；xlsx、csv 表格；"
    "json、jsonl（一稿一行）、sarif、junit、github 给程序和流水线用。",
)
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), metavar="文件", help="报告写进文件，不在屏幕上显示。"
)
@kind_option
@judging_options
@click.option("--exclude", multiple=True, metavar="通配符", help="查文件夹时跳过这些文件，可写多次，如 '*草稿*'。")
@click.option("--show-waived", is_flag=True, help="已豁免的和基线里已知的问题也列出来。")
@click.option("--fingerprints", is_flag=True, help="每个问题写出指纹，供 wenlint waive 用。")
@click.option("--stdin-filename", metavar="文件名", help="从标准输入（-）读稿时，报告里用的文件名。")
@config_option
@click.option("--no-color", is_flag=True, help="不用颜色。环境变量 NO_COLOR 也可。")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    format: str | None,
    file: Path | None,
    stdin_filename: str | None,
    config_file: Path | None,
    no_color: bool,
    show_waived: bool,
    fingerprints: bool,
    **given: Any,
) -> None:
    """Judges files, or folders (recursively)."""
    if not paths:
        raise click.UsageError("没有写要查的文件或文件夹", ctx)
    settings = settings_from(config_file, **given)
    ruleset = ruleset_of(settings)
    targets = targets_of(paths, settings, stdin_filename)
    answered = exemptions_of(settings)
    if file:
        output.check_target(file, [target.path for target in targets])
    code = ExitCode.CLEAN
    format = format or output.format_of(file)
    is_told = file is None and format == "text" and sys.stdout.isatty()
    shown = output.Shown(not no_color, show_waived, fingerprints)
    alone = len(targets) == 1
    with output.report(format, file, ruleset, alone, shown, lambda: _remarks(answered, ruleset, paths)) as report:
        for outcome in map(answered.apply, judged(targets, settings, ruleset, stdin_filename)):
            report.add(outcome)
            if outcome.error and not is_told:  # the screen shows it already
                click.echo(f"{on_one_line(outcome.path)}：{outcome.error}", err=True)
            code = max(code, code_of(outcome, settings.fail_on.value))
    for line in _remarks(answered, ruleset, paths).lines():
        click.echo(line, err=True)
    ctx.exit(code)


def _remarks(answered: Exemptions, ruleset: Ruleset, paths: tuple[Path, ...]) -> Remarks:
    rules = {rule.id for rule in ruleset.rules}
    return answered.remarks(rules, whole_folder=any(path.is_dir() for path in paths))
