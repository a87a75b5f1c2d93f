"""``wenlint config``: every setting in force, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from wenlint import ruleset
from wenlint.cli.errors import Failure
from wenlint.cli.options import (
    config_option,
    corpus_option,
    exemption_options,
    fail_on_option,
    kind_option,
    ocr_option,
    on_option,
    pack_option,
    pages_option,
    plan_option,
    rule_options,
    settings_from,
)
from wenlint.config import ALL_KEYS, Setting, Settings
from wenlint.document import Kind
from wenlint.finding import Severity
from wenlint.gating import Override
from wenlint.report.width import cells, pad

_EPILOG = """
\b
例：
  wenlint config
  wenlint config --pack gbt-9704-2012
"""


@click.command("config", epilog=_EPILOG, options_metavar="[选项]", short_help="看生效的设置，各从哪里来。")
@pack_option
@kind_option
@pages_option
@ocr_option
@corpus_option
@plan_option
@rule_options
@fail_on_option
@exemption_options
@on_option
@config_option
def command(config_file: Path | None, **given: Any) -> None:
    """看生效的每一项设置，以及它从哪里来：默认、配置文件还是命令行。"""
    settings = settings_from(config_file, **given)
    try:
        rules = ruleset.gather(settings)
    except ruleset.RulesetError as error:
        raise Failure(error.faults) from None
    click.echo(f"配置文件  {settings.file or '没有（可用 wenlint init 生成一份）'}")
    rows = list(_rows(settings, rules))
    width = max(cells(value) for _, value, _ in rows)
    for key, value, origin in rows:
        click.echo(f"{pad(key, 14)}  {pad(value, min(width, 60))}  （{origin}）")
    click.echo(f"共 {len(rules.packs)} 个规则包、{len(rules.rules)} 条规则生效")
    for note in rules.notes:
        click.echo(note, err=True)


def _rows(settings: Settings, rules: ruleset.Ruleset) -> Iterator[tuple[str, str, str]]:
    for key in ALL_KEYS:
        setting: Setting[Any] = getattr(settings, key.replace("-", "_"))
        value = setting.value
        if key == "packs" and not value:
            value = tuple(pack.id for pack in rules.packs)
        yield key, _shown(key, value), setting.origin


def _shown(key: str, value: Any) -> str:
    if value is None:
        return {"kind": "由 wenlint 判断", "on": "今天"}.get(key, "没有")
    if isinstance(value, bool):
        return "用" if value else "不用"
    if isinstance(value, Severity):
        return value.word
    if isinstance(value, Kind):
        return f"{value.value}（{value.label}）"
    if key == "warn-only":
        return "；".join(map(_override, value)) or "无"
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or ("全部" if key == "select" else "无")
    return str(value)


def _override(override: Override) -> str:
    return f"{'、'.join(override.senders)} 的 {'、'.join(override.rules)} 只提醒到 {override.until}（{override.by}）"
