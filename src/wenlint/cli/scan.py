"""``wenlint scan``: the clerk's command for a folder of drafts about to go out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wenlint import drafts
from wenlint.check import Context
from wenlint.cli import output
from wenlint.cli.errors import ExitCode, Failure
from wenlint.cli.judging import exemptions_of, library_of, plan_of, quota_of, ruleset_of, targets_of
from wenlint.cli.options import (
    config_option,
    judging_options,
    kind_option,
    marked_option,
    settings_from,
    worker_options,
)
from wenlint.cli.progress import watched
from wenlint.config import Settings
from wenlint.report.harmless import on_one_line

if TYPE_CHECKING:
    from wenlint.batch.gatherer import Gatherer
    from wenlint.batch.session import Options, Session
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

内容没变的文稿用上次的结论；中途停下的，再运行一次会接着查。
退出码：0 没有问题；1 有问题，或有没声明的涉密文稿；2 用法或配置有误，或没有可查的
文稿；3 有文件没能判断。
"""


_MOST_NAMED = 10


@dataclass(frozen=True)
class _Shown:
    """Where the outcome goes besides the terminal, and how the terminal shows it."""

    report: Path | None
    quiet: bool
    colour: bool


@click.command("scan", epilog=_EPILOG, options_metavar="[选项]", short_help="扫描待发文件夹，看哪些要退回。")
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
@worker_options(60.0)
@click.option(
    "--engine",
    default="local",
    metavar="引擎",
    help="在哪里查：local 在本机（默认）；dask://主机:端口 在 Dask 集群上，要先装 wenlint[dask]。",
)
@click.option("--shared-paths", is_flag=True, help="集群上的路径和这里一样，只传路径，不传文件。")
@marked_option
@click.option("--cache", type=click.Path(path_type=Path), metavar="文件", help="缓存放在这里。默认在用户缓存文件夹。")
@click.option("--no-cache", is_flag=True, help="不用缓存，全部重新判断。")
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="文件夹", help="把报告写进这个文件夹：网页、表格和数据。"
)
@click.option("--exclude", multiple=True, metavar="通配符", help="跳过这些文件，可写多次，如 '*草稿*'。")
@click.option("--include", multiple=True, metavar="通配符", help="只查这些文件，可写多次，如 '*.docx'。")
@kind_option
@judging_options
@click.option(
    "--quota",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="各机关的发文限额或上年份数（.csv 或 .xlsx），用来核对待发的份数。",
)
@config_option
@click.option("--watch", is_flag=True, help="查完不退出，有新的或改过的文稿再查；按 Ctrl-C 结束。")
@click.option("--quiet", "-q", is_flag=True, help="不显示进度。")
@click.option("--no-color", is_flag=True, help="不用颜色。环境变量 NO_COLOR 也可。")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    folder: Path,
    cache: Path | None,
    no_cache: bool,
    config_file: Path | None,
    report: Path | None,
    watch: bool,
    quiet: bool,
    no_color: bool,
    jobs: int | None,
    engine: str,
    shared_paths: bool,
    timeout: float,
    **given: Any,
) -> None:
    """扫描一个文件夹（连同子文件夹）里的全部文稿：并行判断、文稿之间互相比对、汇总哪些要退回。"""
    if not folder.is_dir():
        raise Failure(f"{folder} 不是文件夹；查一份文稿请用 wenlint check")
    settings = settings_from(config_file, **given)
    ruleset = ruleset_of(settings)
    shown = _Shown(report, quiet, not no_color)
    options = _options(
        jobs=jobs or os.cpu_count() or 1,
        timeout=timeout,
        cache=_cache_file(cache, no_cache),
        engine=engine,
        shared_paths=shared_paths,
    )
    with _session(folder, settings, ruleset, options) as session:
        scan = partial(_scan, session, folder, settings, ruleset, shown)
        code = _again_and_again(scan, folder, settings) if watch else scan()
    ctx.exit(code)


def _options(*, jobs: int, timeout: float, cache: Path | None, engine: str, shared_paths: bool) -> Options:
    from wenlint.batch.cluster import SCHEME
    from wenlint.batch.engine import Limits
    from wenlint.batch.session import Options

    if engine != "local" and not engine.startswith(SCHEME):
        raise Failure(f"--engine 只能是 local 或 {SCHEME}主机:端口，不能是 {engine}")
    return Options(
        jobs,
        Limits(seconds=timeout),
        cache,
        engine.removeprefix("local").removeprefix(SCHEME),
        shared_paths,
    )


def _cache_file(cache: Path | None, no_cache: bool) -> Path | None:
    from wenlint.batch.cache import usual_file

    if cache and no_cache:
        raise Failure("--cache 和 --no-cache 只能写一个")
    return None if no_cache else cache or usual_file()


@contextmanager
def _session(folder: Path, settings: Settings, ruleset: Ruleset, options: Options) -> Iterator[Session]:
    """The session, and its failures as lines for the user.

    Raises:
        Failure: when no worker can be had, or the drafts cannot be held against each other.
    """
    from wenlint.batch.engine import EngineError
    from wenlint.batch.session import Session
    from wenlint.batch.watching import WatchingError
    from wenlint.linting import JudgingError

    context = Context(
        superiors=library_of(settings), clock=lambda: settings.today, plan=plan_of(settings), quota=quota_of(settings)
    )
    try:
        with closing(Session(folder, settings, ruleset, context, options)) as session:
            yield session
    except (EngineError, JudgingError, WatchingError) as error:
        raise Failure(str(error)) from None


def _scan(session: Session, folder: Path, settings: Settings, ruleset: Ruleset, shown: _Shown) -> ExitCode:
    """One scan, told on the terminal and, where asked for, in a folder."""
    targets = targets_of([folder], settings)
    _tell_locks(folder)
    exemptions = exemptions_of(settings)
    overview, gatherer = session.scan(targets, exemptions, lambda records, total: watched(records, total, shown.quiet))
    for line in [session.fault] if session.fault else []:
        click.echo(line, err=True)
    _show(overview, shown.colour)
    for line in exemptions.remarks({rule.id for rule in ruleset.rules}, whole_folder=True).lines():
        click.echo(line, err=True)
    if shown.report:
        _write(shown.report, overview, gatherer, ruleset)
    return _code(overview)


def _again_and_again(scan: Callable[[], ExitCode], folder: Path, settings: Settings) -> ExitCode:
    """Scans, and again whenever a draft has changed, until Ctrl-C; the last scan's exit code."""
    from wenlint.batch.watching import changes, wait_until_still

    code = ExitCode.CLEAN
    click.echo("守在这里，有新的或改过的文稿就查；按 Ctrl-C 结束", err=True)
    try:
        for _ in chain([None], changes(folder)):
            wait_until_still(list(drafts.find([folder], settings.exclude.value, settings.include.value)))
            try:
                code = scan()
            except Failure as failure:  # no draft there now, a report that is open elsewhere: it may pass
                click.echo("\n".join(failure.faults), err=True)
                code = ExitCode.USAGE
            sys.stdout.flush()
    except KeyboardInterrupt:
        click.echo("不再守着", err=True)
    return code


def _tell_locks(folder: Path) -> None:
    locks = drafts.lock_files(folder)
    if locks:
        names = "、".join(on_one_line(path.name) for path in locks[:_MOST_NAMED])
        more = f" 等 {len(locks)} 个" if len(locks) > _MOST_NAMED else ""
        click.echo(f"跳过编辑器的锁文件：{names}{more}；对应的文稿有人正打开着，可能还会改", err=True)


def _show(overview: Overview, colour: bool) -> None:
    from wenlint.report.folder import text
    from wenlint.report.harmless import harmless

    page = output.page(None, output.Shown(colour=colour))
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
