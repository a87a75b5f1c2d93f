"""``wenlint waive``: records an exception, and lists those on record."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from wenlint import waivers
from wenlint.cli.errors import Failure
from wenlint.cli.judging import judged, ruleset_of, targets_of
from wenlint.cli.options import config_option, corpus_option, day_of, kind_option, pack_option, settings_from
from wenlint.config import WAIVER_FILE, ConfigError, Settings
from wenlint.report.harmless import on_one_line
from wenlint.report.width import cells, pad
from wenlint.waivers import Waiver

_EPILOG = """
\b
例：
  wenlint check 稿子.docx --fingerprints
  wenlint waive 8c1f0a2b3d4e5f60 --reason "市委办6月2日同意单独印发" --until 2026-12-31 --by 张三
  wenlint waive 8c1f0a2b3d4e5f60 稿子.docx --reason "市委办6月2日同意单独印发" --until 2026-12-31
  wenlint waive --list
"""


@click.command("waive", epilog=_EPILOG, options_metavar="[选项]", short_help="记下经同意的例外（豁免）。")
@click.argument("fingerprint", required=False, metavar="指纹")
@click.argument("drafts", nargs=-1, type=click.Path(path_type=Path), metavar="[稿子…]")
@click.option("--reason", metavar="理由", help="为什么可以例外：依据哪份文件、谁在何时同意。")
@click.option("--until", callback=day_of, metavar="日期", help="到哪天为止，含当天，如 2026-12-31。")
@click.option("--by", metavar="姓名", help="谁同意的。默认是当前用户名。")
@click.option("--list", "listing", is_flag=True, help="列出记下的豁免，不再新记。")
@click.option(
    "--waivers", type=click.Path(path_type=Path), metavar="文件", help=f"豁免文件。默认用就近的 {WAIVER_FILE}。"
)
@pack_option
@kind_option
@corpus_option
@config_option
def command(
    fingerprint: str | None,
    drafts: tuple[Path, ...],
    reason: str | None,
    until: dt.date | None,
    by: str | None,
    listing: bool,
    config_file: Path | None,
    **given: Any,
) -> None:
    """记下一个例外：这个问题经谁同意、因为什么、到哪天为止不计。

    “原则上”“除有明确规定外”的规定容许例外，例外要有据可查。记在 wenlint-waivers.toml 里，可以审阅，可以纳入版本管理。
    写上稿子的，先核对稿子里确有这个问题，并记下是哪条规则、哪份稿子。
    """
    settings = settings_from(config_file, **given)
    file = settings.waivers.value or _beside(settings)
    recorded = _recorded(file)
    if listing:
        click.echo("\n".join(_lines(recorded, settings.today)) if recorded else f"还没有豁免（{file}）")
        return
    waiver = _waiver(fingerprint, reason, until, by, settings.today)
    _refuse_second(recorded, waiver, settings.today)
    if drafts:
        waiver = _found_in(drafts, waiver, settings, file)
    waivers.append(file, waiver)
    click.echo(f"已记下豁免 {waiver.fingerprint}，到 {waiver.until} 为止：{file}")


def _beside(settings: Settings) -> Path:
    """Where the first waiver goes: beside the configuration file, or in the working folder."""
    return settings.file.parent / WAIVER_FILE if settings.file else Path(WAIVER_FILE)


def _recorded(file: Path) -> tuple[Waiver, ...]:
    try:
        return waivers.load(file) if file.exists() else ()
    except ConfigError as error:
        raise Failure(error.faults) from None


def _waiver(
    fingerprint: str | None, reason: str | None, until: dt.date | None, by: str | None, today: dt.date
) -> Waiver:
    """The waiver that was asked for.

    Raises:
        Failure: with everything that is missing or wrong.
    """
    faults = []
    if not fingerprint:
        faults.append("没有写指纹；用 wenlint check 稿子 --fingerprints 可看")
    elif not re.fullmatch(r"[0-9a-f]{16}", fingerprint.lower()):
        faults.append(f"“{fingerprint}”不是指纹：应为 16 位十六进制数，用 wenlint check 稿子 --fingerprints 可看")
    if not (reason and reason.strip()):
        faults.append("没有写理由（--reason）：依据哪份文件，谁在何时同意")
    if until is None:
        faults.append("没有写到哪天为止（--until），如 --until 2026-12-31")
    elif until < today:
        faults.append(f"--until {until} 已经过去")
    if by is not None and not by.strip():
        faults.append("--by 不能空着")
    if faults or not fingerprint or not reason or until is None:
        raise Failure(faults)
    return Waiver(fingerprint.lower(), reason.strip(), by.strip() if by else getpass.getuser(), until, today)


def _refuse_second(recorded: Sequence[Waiver], waiver: Waiver, today: dt.date) -> None:
    current = {one.fingerprint: one for one in recorded}.get(waiver.fingerprint)
    if current and current.holds_on(today) and current.until >= waiver.until:
        raise Failure(f"指纹 {waiver.fingerprint} 已有豁免，到 {current.until} 为止，没有再记；要改请直接编辑豁免文件")


def _found_in(drafts: Sequence[Path], waiver: Waiver, settings: Settings, file: Path) -> Waiver:
    """The waiver with the rule and the draft in which the finding stands.

    Raises:
        Failure: when it stands in none of the drafts.
    """
    for outcome in judged(targets_of(drafts, settings), settings, ruleset_of(settings)):
        if outcome.error:
            raise Failure(f"{on_one_line(outcome.path)}：{outcome.error}")
        for finding in outcome.findings:
            if finding.fingerprint == waiver.fingerprint:
                draft = Path(os.path.relpath(outcome.path, file.absolute().parent)).as_posix()
                return waiver._replace(rule=finding.rule, draft=draft)
    raise Failure(f"{'、'.join(map(str, drafts))} 里没有指纹为 {waiver.fingerprint} 的问题，没有记")


def _lines(recorded: Sequence[Waiver], today: dt.date) -> Iterator[str]:
    """One line for each waiver; of several with one fingerprint, the last is in force."""
    last = {waiver.fingerprint: waiver for waiver in recorded}
    rows = [
        (
            waiver.fingerprint,
            "已续" if last[waiver.fingerprint] is not waiver else "有效" if waiver.holds_on(today) else "过期",
            f"到 {waiver.until}",
            waiver.by,
            "，".join(filter(None, (waiver.rule, waiver.draft))),
            waiver.reason,
        )
        for waiver in recorded
    ]
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield on_one_line("  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())
