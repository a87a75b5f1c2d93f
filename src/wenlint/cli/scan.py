"""``wenlint scan``: the clerk's command for a folder of drafts about to go out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wenlint.check import Context
from wenlint.cli import output
from wenlint.cli.errors import ExitCode, Failure
from wenlint.cli.judging import exemptions_of, library_of, plan_of, ruleset_of, targets_of
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
from wenlint.cli.progress import watched
from wenlint.config import Settings
from wenlint.drafts import Target, lock_files
from wenlint.report.harmless import on_one_line

if TYPE_CHECKING:
    from wenlint.batch.cache import Cache
    from wenlint.batch.gatherer import Gatherer
    from wenlint.report.folder.charts import Limit
    from wenlint.report.folder.overview import Overview
    from wenlint.ruleset import Ruleset

_EPILOG = """
\b
例：
  wenlint scan 待发文件夹
  wenlint scan 待发文件夹 --report 报告文件夹
  wenlint scan 待发文件夹 --corpus 上级文件库 --jobs 4
  wenlint scan 待发文件夹 --baseline 已知问题.jsonl --fail-on warning

\b
内容没变的文稿用上次的结论；中途停下的，再运行一次会接着查。
退出码：0 没有问题；1 有问题，或有没声明的涉密文稿；2 用法或配置有误，或没有可查的
文稿；3 有文件没能判断。
"""


_MOST_NAMED = 10


@dataclass(frozen=True)
class _Run:
    """What was asked of this scan besides the settings."""

    jobs: int
    timeout: float
    cache: Path | None
    marked_allowed: bool
    quiet: bool
    colour: bool


@click.command("scan", epilog=_EPILOG, options_metavar="[选项]", short_help="扫描待发文件夹，看哪些要退回。")
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="个数", help="同时用几个进程。默认和 CPU 核数一样多。")
@click.option(
    "--timeout",
    type=click.FloatRange(1),
    default=60.0,
    metavar="秒",
    help="一个文件最多查多久，默认 60 秒；超过算没能判断。",
)
@click.option("--allow-marked", "marked_allowed", is_flag=True, help="这个文件夹可以存放涉密文稿（照样不显示原文）。")
@click.option("--cache", type=click.Path(path_type=Path), metavar="文件", help="缓存放在这里。默认在用户缓存文件夹。")
@click.option("--no-cache", is_flag=True, help="不用缓存，全部重新判断。")
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="文件夹", help="把报告写进这个文件夹：网页、表格和数据。"
)
@click.option("--exclude", multiple=True, metavar="通配符", help="跳过这些文件，可写多次，如 '*草稿*'。")
@click.option("--include", multiple=True, metavar="通配符", help="只查这些文件，可写多次，如 '*.docx'。")
@pack_option
@kind_option
@pages_option
@ocr_option
@corpus_option
@plan_option
@rule_options
@exemption_options
@fail_on_option
@on_option
@config_option
@click.option("--quiet", "-q", is_flag=True, help="不显示进度。")
@click.option("--no-color", is_flag=True, help="不用颜色。环境变量 NO_COLOR 也可。")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    folder: Path,
    jobs: int | None,
    timeout: float,
    marked_allowed: bool,
    cache: Path | None,
    no_cache: bool,
    config_file: Path | None,
    report: Path | None,
    quiet: bool,
    no_color: bool,
    **given: Any,
) -> None:
    """扫描一个文件夹（连同子文件夹）里的全部文稿：并行判断、文稿之间互相比对、汇总哪些要退回。"""
    if not folder.is_dir():
        raise Failure(f"{folder} 不是文件夹；查一份文稿请用 wenlint check")
    if cache and no_cache:
        raise Failure("--cache 和 --no-cache 只能写一个")
    run = _Run(jobs or os.cpu_count() or 1, timeout, _cache_file(cache, no_cache), marked_allowed, quiet, not no_color)
    settings = settings_from(config_file, **given)
    ruleset = ruleset_of(settings)
    targets = targets_of([folder], settings)
    gatherer = _gatherer(folder, targets, settings, run)
    _tell_locks(folder)
    overview = _scanned(targets, settings, ruleset, run, gatherer)
    _show(overview, run)
    if report:
        _write(report, overview, gatherer, ruleset)
    gatherer.close()
    ctx.exit(_code(overview))


def _tell_locks(folder: Path) -> None:
    locks = lock_files(folder)
    if locks:
        names = "、".join(on_one_line(path.name) for path in locks[:_MOST_NAMED])
        more = f" 等 {len(locks)} 个" if len(locks) > _MOST_NAMED else ""
        click.echo(f"跳过编辑器的锁文件：{names}{more}；对应的文稿有人正打开着，可能还会改", err=True)


def _cache_file(cache: Path | None, no_cache: bool) -> Path | None:
    from wenlint.batch.cache import usual_file

    return None if no_cache else cache or usual_file()


def _gatherer(folder: Path, targets: Sequence[Target], settings: Settings, run: _Run) -> Gatherer:
    from wenlint.batch.gatherer import Gatherer

    return Gatherer(str(folder), targets, exemptions_of(settings), settings.fail_on.value, run.marked_allowed)


def _scanned(
    targets: Sequence[Target], settings: Settings, ruleset: Ruleset, run: _Run, gatherer: Gatherer
) -> Overview:
    """Judges all drafts and holds them against each other.

    Raises:
        Failure: when no worker can be had, or the drafts cannot be held against each other.
    """
    from wenlint.batch.brief import brief_for
    from wenlint.batch.engine import EngineError, Limits
    from wenlint.batch.pool import LocalEngine
    from wenlint.batch.scan import Scan
    from wenlint.linting import JudgingError

    library = library_of(settings)
    brief = brief_for(settings, ruleset, settings.today)
    engine = LocalEngine(brief, min(run.jobs, len(targets)), Limits(seconds=run.timeout))
    try:
        with _opened_cache(run.cache) as cache:
            scan = Scan(brief, engine, cache)
            for record in watched(scan.run(targets), len(targets), run.quiet):
                gatherer.add(record)
        context = Context(library=library, clock=lambda: settings.today, plan=plan_of(settings))
        overview = gatherer.overview(ruleset, context)
    except (EngineError, JudgingError) as error:
        raise Failure(str(error)) from None
    finally:
        engine.close()
    overview.remembered = scan.remembered
    return overview


@contextmanager
def _opened_cache(file: Path | None) -> Iterator[Cache | None]:
    from wenlint.batch.cache import Cache

    if file is None:
        yield None
        return
    cache = Cache(file)
    try:
        yield cache
    finally:
        cache.close()
        if cache.fault:
            click.echo(cache.fault, err=True)


def _show(overview: Overview, run: _Run) -> None:
    from wenlint.report.folder import text
    from wenlint.report.harmless import harmless

    page = output.page(None, output.Shown(colour=run.colour))
    click.echo(harmless(text.render(overview, page.width, page.paint)), nl=False)


def _write(folder: Path, overview: Overview, gatherer: Gatherer, ruleset: Ruleset) -> None:
    from wenlint.report.folder import files
    from wenlint.report.folder.pages import Heading

    heading = Heading([pack.id for pack in ruleset.packs], _limits(ruleset))
    try:
        files.write(folder, overview, gatherer.told, heading)
    except OSError as error:
        raise Failure(f"报告写不进 {folder}（{error.strerror or error}）；原来的报告没有动") from None
    click.echo(f"报告：{folder / 'index.html'}", err=True)


def _limits(ruleset: Ruleset) -> dict[str, list[Limit]]:
    """Limits on length that the rules set, by unit."""
    from wenlint.report.folder.charts import Limit

    limits: dict[str, list[Limit]] = {}
    for rule in ruleset.rules:
        unit, limit = rule.params.get("unit"), rule.params.get("limit")
        if unit in ("页", "字") and isinstance(limit, int):
            kinds = "、".join(sorted(kind.label for kind in rule.kinds)) or "各类文稿"
            limits.setdefault(unit, []).append(Limit(limit, kinds))
    return limits


def _code(overview: Overview) -> ExitCode:
    totals = overview.totals()
    if totals["failed"]:
        return ExitCode.UNJUDGED
    return ExitCode.FINDINGS if totals["back"] or overview.is_marked_out_of_place else ExitCode.CLEAN
