"""``wenlint baseline``: what is found now, recorded as known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from wenlint import baseline
from wenlint.cli.errors import ExitCode
from wenlint.cli.judging import judged, ruleset_of, targets_of
from wenlint.cli.options import (
    config_option,
    corpus_option,
    kind_option,
    ocr_option,
    pack_option,
    pages_option,
    plan_option,
    rule_options,
    settings_from,
)
from wenlint.cli.output import check_target, write_whole
from wenlint.report.harmless import on_one_line

_EPILOG = """
\b
例：
  wenlint baseline 待发文件夹
  wenlint check 待发文件夹 --baseline wenlint-baseline.jsonl
"""


@click.command("baseline", epilog=_EPILOG, options_metavar="[选项]", short_help="把现有的问题记成基线。")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="文件或文件夹…")
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(path_type=Path),
    metavar="文件",
    help=f"写到哪里。默认是 wenlint.toml 里的 baseline，没有就是 {baseline.FILE_NAME}；已有的会换成新的。",
)
@pack_option
@kind_option
@pages_option
@ocr_option
@corpus_option
@plan_option
@rule_options
@config_option
@click.pass_context
def command(
    ctx: click.Context, /, paths: tuple[Path, ...], file: Path | None, config_file: Path | None, **given: Any
) -> None:
    """把文稿里现有的问题记成基线；以后 wenlint check --baseline 只看新冒出来的问题。

    基线只记指纹、规则和文件名，不记原文。豁免的和已知的也记在内。
    """
    if not paths:
        raise click.UsageError("没有写要查的文件或文件夹", ctx)
    settings = settings_from(config_file, **given)
    ruleset = ruleset_of(settings)
    targets = targets_of(paths, settings)
    file = file or settings.baseline.value or Path(baseline.FILE_NAME)
    check_target(file, [target.path for target in targets])
    outcomes = list(judged(targets, settings, ruleset))
    write_whole(file, baseline.render(outcomes))
    failed = [outcome for outcome in outcomes if outcome.error]
    for outcome in failed:
        click.echo(f"{on_one_line(outcome.path)}：{outcome.error}", err=True)
    findings = sum(len(outcome.findings) for outcome in outcomes)
    click.echo(f"已记下 {len(outcomes) - len(failed)} 份文稿的 {findings} 处问题：{file}")
    ctx.exit(ExitCode.UNJUDGED if failed else ExitCode.CLEAN)
