"""Options that several commands share, and what they make of the configuration."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from wenlint import config, ruleset
from wenlint.cli.errors import Failure
from wenlint.config import PageCount, Settings
from wenlint.document import Kind
from wenlint.finding import Severity
from wenlint.gating import Marked

F = TypeVar("F", bound=Callable[..., Any])


def _listed(_ctx: click.Context, _param: click.Parameter, values: Iterable[str]) -> tuple[str, ...]:
    """Repeated options and lists with commas alike."""
    return tuple(name.strip() for value in values for name in value.replace("，", ",").split(",") if name.strip())


def _complete_packs(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return _items(ruleset.found(config.load()).packs, incomplete)


def complete_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of checks and ids of rules, for the shell's completion."""
    everything = ruleset.found(config.load())
    rules = [rule.id for pack in ruleset.all_packs(everything) for rule in pack.rules]
    return _items([*everything.checks, *rules], incomplete)


def _items(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def config_option(command: F) -> F:
    """``--config``: a configuration file instead of the nearest one."""
    return click.option(
        "--config",
        "config_file",
        type=click.Path(path_type=Path),
        metavar="文件",
        help="用这份配置，不找就近的 wenlint.toml。",
    )(command)


def corpus_option(command: F) -> F:
    """``--corpus``: the library's folder."""
    return click.option(
        "--corpus",
        type=click.Path(path_type=Path),
        metavar="文件夹",
        help="上级文件库。默认用就近的 .wenlint/corpus，再找用户数据文件夹。",
    )(command)


def pack_option(command: F) -> F:
    """``--pack``: rule packs."""
    return click.option(
        "--pack",
        "packs",
        multiple=True,
        callback=_listed,
        shell_complete=_complete_packs,
        metavar="规则包",
        help="依哪个规则包检查，可写多次。默认是 wenlint rules 里标“默认”的那些。",
    )(command)


def rule_options(command: F) -> F:
    """``--select`` and ``--ignore``."""
    for name, about in (("--ignore", "不查这项检查或规则，可写多次。"), ("--select", "只查这项检查或规则，可写多次。")):
        command = click.option(
            name, multiple=True, callback=_listed, shell_complete=complete_names, metavar="名称", help=about
        )(command)
    return command


class _KindName(click.Choice[str]):
    """The name of a kind, or its Chinese label."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The kind's name."""
        return super().convert(next((kind.value for kind in Kind if value == kind.label), value), param, ctx)


def kind_option(command: F) -> F:
    """``--kind``: what the drafter says the draft is."""
    labels = "、".join(f"{kind.value} {kind.label}" for kind in Kind)
    return click.option(
        "--kind",
        type=_KindName([kind.value for kind in Kind]),
        callback=lambda _ctx, _param, value: Kind(value) if value else None,
        metavar="类别",
        help=f"由拟稿人指定文稿类别，写英文或中文：{labels}。默认自己判断。",
    )(command)


def pages_option(command: F) -> F:
    """``--pages``: how pages are counted."""
    return click.option(
        "--pages",
        type=click.Choice([way.value for way in PageCount]),
        callback=lambda _ctx, _param, value: PageCount(value) if value else None,
        metavar="方式",
        help="Word 文稿的页数怎么得来：estimate 按版面估算；render 用 LibreOffice 实际排版；"
        "auto 先估算，拿不准是否超限而本机有 LibreOffice 时再排版（默认）。",
    )(command)


def ocr_option(command: F) -> F:
    """``--ocr``: text recognition."""
    return click.option(
        "--ocr/--no-ocr",
        default=None,
        help="图片和没有文字层的 PDF 用文字识别（OCR）来查，每页要几秒；先装 wenlint[ocr]。",
    )(command)


def fail_on_option(command: F) -> F:
    """``--fail-on``: what makes the exit code 1."""
    return click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "info"]),
        callback=lambda _ctx, _param, value: Severity[value.upper()] if value else None,
        metavar="级别",
        help="问题到哪一级时退出码为 1：error（默认）、warning、info。",
    )(command)


def plan_option(command: F) -> F:
    """``--plan``: the annual plan."""
    return click.option(
        "--plan",
        type=click.Path(path_type=Path),
        metavar="文件",
        help="年度计划（.csv 或 .xlsx），用来核对计划外的会议、发文和督查检查考核。",
    )(command)


def exemption_options(command: F) -> F:
    """``--baseline`` and ``--waivers``: findings that somebody answered for."""
    command = click.option(
        "--waivers",
        type=click.Path(path_type=Path),
        metavar="文件",
        help="豁免文件。默认用就近的 wenlint-waivers.toml。",
    )(command)
    return click.option(
        "--baseline",
        type=click.Path(path_type=Path),
        metavar="文件",
        help="基线文件（wenlint baseline 生成）：里面的问题算已知的，不影响退出码。",
    )(command)


def day_of(_ctx: click.Context, _param: click.Parameter, value: str | None) -> dt.date | None:
    """A day as people write it: 2026-12-31, 2026.12.31 or 2026年12月31日."""
    if value is None:
        return None
    match = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", value.strip())
    try:
        return dt.date(*map(int, match.groups())) if match else dt.date.fromisoformat(value.strip())
    except ValueError:
        raise click.BadParameter(f"“{value}”不是日期，要写成 2026-12-31") from None


def on_option(command: F) -> F:
    """``--on``: the day to judge by."""
    return click.option(
        "--on",
        callback=day_of,
        metavar="日期",
        help="按这一天在施行的规定，如 2024-12-31。默认今天。",
    )(command)


def judging_options(command: F) -> F:
    """What every command that judges drafts can be told: by which rules, with what at hand, on what day."""
    for option in (
        on_option,
        fail_on_option,
        exemption_options,
        rule_options,
        plan_option,
        corpus_option,
        ocr_option,
        pages_option,
        pack_option,
    ):
        command = option(command)
    return command


def worker_options(seconds: float) -> Callable[[F], F]:
    """``--jobs`` and ``--timeout``, the latter with its default in seconds."""

    def decorate(command: F) -> F:
        command = click.option(
            "--timeout",
            type=click.FloatRange(1),
            default=seconds,
            metavar="秒",
            help=f"一份最多查多久，默认 {seconds:g} 秒；超过算没能判断。",
        )(command)
        return click.option(
            "--jobs", "-j", type=click.IntRange(1), metavar="个数", help="同时用几个进程。默认和 CPU 核数一样多。"
        )(command)

    return decorate


def marked_option(command: F) -> F:
    """``--marked``: what becomes of drafts under a secrecy marking."""
    return click.option(
        "--marked",
        type=click.Choice([one.value for one in Marked]),
        callback=lambda _ctx, _param, value: Marked(value) if value else None,
        metavar="怎么办",
        help="带密级标志的文稿：hold 查，不显示原文，不放行（默认）；allow 这里可以存放，查了没有问题就放行；"
        "refuse 一律不收，连标题、密级、问题也不说。",
    )(command)


def settings_from(config_file: Path | None = None, **given: Any) -> Settings:
    """The settings in force, with what the command line says over the file.

    Raises:
        Failure: with every fault of the file.
    """
    try:
        return config.load({key.replace("_", "-"): value for key, value in given.items()}, config_file)
    except config.ConfigError as error:
        raise Failure(error.faults) from None
