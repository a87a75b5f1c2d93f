"""``wenlint check``: the drafter's and every hook's command."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from wenlint import drafts
from wenlint.check import Context, Library
from wenlint.cli import output
from wenlint.cli.errors import ExitCode, Failure
from wenlint.cli.options import (
    config_option,
    corpus_option,
    fail_on_option,
    kind_option,
    ocr_option,
    pack_option,
    pages_option,
    rule_options,
    settings_from,
)
from wenlint.config import Settings
from wenlint.finding import Outcome, Severity
from wenlint.paging import Asked, RenderingError, Source, lint_all
from wenlint.reading import SUFFIXES, load
from wenlint.report.harmless import on_one_line
from wenlint.ruleset import Ruleset, RulesetError, gather

_STDIN = Path("-")

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
  wenlint check 稿子.docx --format json -o 结果.json
  cat 稿子.docx | wenlint check - --stdin-filename 稿子.docx

\b
退出码：0 没有问题；1 有问题；2 用法或配置有误，或没有可查的文稿；3 有文件没能判断。
"""


@click.command("check", help=_HELP, epilog=_EPILOG, options_metavar="[选项]", short_help="检查文稿。")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="文件或文件夹…")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    metavar="格式",
    help="报告格式：text 给人看（默认），json 或 jsonl（一稿一行）给程序用。",
)
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), metavar="文件", help="报告写进文件，不在屏幕上显示。"
)
@pack_option
@kind_option
@pages_option
@ocr_option
@corpus_option
@rule_options
@click.option("--exclude", multiple=True, metavar="通配符", help="查文件夹时跳过这些文件，可写多次，如 '*草稿*'。")
@fail_on_option
@click.option("--stdin-filename", metavar="文件名", help="从标准输入（-）读稿时，报告里用的文件名。")
@config_option
@click.option("--no-color", is_flag=True, help="不用颜色。环境变量 NO_COLOR 也可。")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    format: str,
    file: Path | None,
    stdin_filename: str | None,
    config_file: Path | None,
    no_color: bool,
    **given: Any,
) -> None:
    """Judges files, or folders (recursively)."""
    if not paths:
        raise click.UsageError("没有写要查的文件或文件夹", ctx)
    settings = settings_from(config_file, **given)
    ruleset = _ruleset(settings)
    targets = _targets(paths, settings, stdin_filename)
    outcomes = _judge(targets, settings, ruleset, _library(settings), stdin_filename)
    code = _report(outcomes, format, file, targets, ruleset, settings.fail_on.value, not no_color)
    ctx.exit(code)


def _ruleset(settings: Settings) -> Ruleset:
    try:
        ruleset = gather(settings)
    except RulesetError as error:
        raise Failure(error.faults) from None
    for note in ruleset.notes:
        click.echo(note, err=True)
    return ruleset


def _library(settings: Settings) -> Library | None:
    folder = settings.corpus.value
    if folder is None:
        return None
    from wenlint.cli.library import opened

    return opened(folder)


def _targets(paths: Sequence[Path], settings: Settings, stdin_filename: str | None) -> list[drafts.Target]:
    if stdin_filename and _STDIN not in paths:
        raise Failure("--stdin-filename 只在从标准输入读稿（-）时有用")
    files = [path for path in paths if path != _STDIN]
    targets = list(drafts.find(files, settings.exclude.value))
    if _STDIN in paths:
        targets.append(drafts.Target(_STDIN))
    if not targets:
        kinds = "、".join(sorted(SUFFIXES))
        raise Failure(f"没有可查的文稿：{'、'.join(map(str, paths))} 里没有 {kinds} 文件")
    return targets


def _judge(
    targets: Sequence[drafts.Target],
    settings: Settings,
    ruleset: Ruleset,
    library: Library | None,
    stdin_filename: str | None,
) -> Iterator[Outcome]:
    context = Context(library=library)
    asked = Asked(settings.kind.value, settings.pages.value, settings.ocr.value)
    sources = [_source(target, stdin_filename) for target in targets]
    try:
        yield from lint_all(sources, ruleset.rules, ruleset.checks, context, asked)
    except RenderingError as error:
        raise Failure(str(error)) from None


def _source(target: drafts.Target, stdin_filename: str | None) -> Source:
    if target.path != _STDIN:
        return Source(str(target.path), lambda: load(target.path), target.error)
    data = sys.stdin.buffer.read()
    return Source(stdin_filename or "-", lambda: data)


def _report(
    outcomes: Iterator[Outcome],
    format: str,
    file: Path | None,
    targets: Sequence[drafts.Target],
    ruleset: Ruleset,
    fail_on: Severity,
    colour: bool,
) -> ExitCode:
    if file:
        output.check_target(file, [target.path for target in targets])
    code = ExitCode.CLEAN
    packs = [pack.id for pack in ruleset.packs]
    with output.report(format, file, packs, alone=len(targets) == 1, colour=colour) as report:
        for outcome in outcomes:
            report.add(outcome)
            if outcome.error:
                click.echo(f"{on_one_line(outcome.path)}：{outcome.error}", err=True)
            code = max(code, _code(outcome, fail_on))
    return code


def _code(outcome: Outcome, fail_on: Severity) -> ExitCode:
    if outcome.document is None:
        return ExitCode.UNJUDGED
    is_found = outcome.worst is not None and outcome.worst >= fail_on
    return ExitCode.FINDINGS if is_found else ExitCode.CLEAN
