"""``wenlint drop``: a folder that drafts are put into, watched."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

from wenlint import gating
from wenlint.cli.errors import ExitCode, Failure
from wenlint.cli.gate import gate_of, gate_options, options_of
from wenlint.cli.judging import exemptions_of
from wenlint.cli.options import config_option, settings_from
from wenlint.config import Settings
from wenlint.drafts import is_chosen
from wenlint.ruleset import RulesetError, gather

if TYPE_CHECKING:
    from wenlint.batch.judge import Item
    from wenlint.gateway.drop import Drop
    from wenlint.gateway.gate import Gate, Options, Ruling

_EPILOG = """
\b
例：
  wenlint drop 收件 --passed 通过 --refused 退回
  wenlint drop 收件 --passed 通过 --refused 退回 --unjudged 待查 --fail-on warning
  wenlint drop 收件 --passed 通过 --refused 退回 --once      放进定时任务

没通过的旁边有同名的报告（加 .html）。没能判断的不算通过：放进 --unjudged，没写就放进 --refused。
退出码（--once）：0 都通过；1 有退回的；2 用法或配置有误；3 有没能判断的。
"""


@click.command("drop", epilog=_EPILOG, options_metavar="[选项]", short_help="守着收件文件夹，通过的和退回的分开放。")
@click.argument("inbox", type=click.Path(path_type=Path), metavar="收件文件夹")
@click.option("--passed", type=click.Path(path_type=Path), required=True, metavar="文件夹", help="通过的文稿移到这里。")
@click.option(
    "--refused",
    type=click.Path(path_type=Path),
    required=True,
    metavar="文件夹",
    help="退回的文稿和报告移到这里。",
)
@click.option(
    "--unjudged", type=click.Path(path_type=Path), metavar="文件夹", help="没能判断的移到这里。默认同 --refused。"
)
@click.option("--once", is_flag=True, help="把现有的都处理完就退出。")
@click.option("--every", type=click.FloatRange(0.1), default=2.0, metavar="秒", help="隔多久看一次，默认 2 秒。")
@click.option(
    "--still",
    type=click.FloatRange(0),
    default=3.0,
    metavar="秒",
    help="文件多久没有变化才算传完，默认 3 秒；还有程序正在写的，不管多久都等。",
)
@click.option(
    "--report",
    type=click.Choice(["html", "json"]),
    default="html",
    metavar="格式",
    help="报告格式：html（默认）或 json。",
)
@click.option("--exclude", multiple=True, metavar="通配符", help="不动这些文件，可写多次，如 '*.xlsx'。")
@click.option("--include", multiple=True, metavar="通配符", help="只管这些文件，可写多次，如 '*.docx'。")
@gate_options
@config_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    inbox: Path,
    passed: Path,
    refused: Path,
    unjudged: Path | None,
    once: bool,
    every: float,
    still: float,
    report: str,
    config_file: Path | None,
    jobs: int | None,
    timeout: float,
    **given: Any,
) -> None:
    """守着一个收件文件夹（连同子文件夹）：放进来的每个文件都检查，通过的移到一处，退回的连同报告移到另一处。"""
    from wenlint.gateway.drop import Drop, DropError, Folders, opened

    settings = settings_from(config_file, **given)
    _insist_on_own_settings(settings, inbox)
    sender = gating.sender("drop", inbox.resolve().name)
    folders = Folders(inbox, passed, refused, unjudged or refused)
    exclude, include = settings.exclude.value, settings.include.value
    try:
        with opened(folders), _Judges(settings, options_of(sender, jobs, timeout)) as judges:
            drop = Drop(
                folders, judges, lambda below: is_chosen(below, exclude, include), still, report == "json", _tell
            )  # fmt: skip
            _work(drop, every, once)
    except DropError as error:
        raise Failure(str(error)) from None
    except FileNotFoundError:
        raise Failure(f"收件文件夹不见了：{inbox}") from None
    ctx.exit(_code(drop) if once else ExitCode.CLEAN)


def _insist_on_own_settings(settings: Settings, inbox: Path) -> None:
    """Whoever puts drafts into the inbox must not say how they are judged.

    Raises:
        Failure: when a file or folder that says so lies in the inbox.
    """
    named = (settings.corpus, settings.waivers, settings.baseline, settings.plan, settings.quota, settings.audit)
    folders = (*settings.check_folders.value, *settings.pack_folders.value)
    for path in (settings.file, *(setting.value for setting in named), *folders):
        if path and path.resolve().is_relative_to(inbox.resolve()):
            raise Failure(f"{path} 在收件文件夹里，送稿的人也能改；请放到别处")


class _Judges:
    """A gate that is made anew when the day, the rules or the library have changed."""

    def __init__(self, settings: Settings, options: Options) -> None:
        self._settings, self._options = settings, options
        self._open = ExitStack()
        self._gate: Gate | None = None

    def __enter__(self) -> _Judges:
        self._renew()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._open.__exit__(kind, error, trace)  # where the gate turns failures into lines

    def __call__(self, items: Iterable[Item]) -> Iterator[Ruling]:
        try:
            ruleset = gather(self._settings)
        except RulesetError as error:
            raise Failure(error.faults) from None
        if self._gate is None or not self._gate.is_up_to_date(ruleset):
            self._renew()
        assert self._gate is not None
        yield from self._gate.rulings(items, exemptions_of(self._settings))

    def _renew(self) -> None:
        self._open.close()
        self._gate = self._open.enter_context(gate_of(self._settings, self._options))


def _work(drop: Drop, every: float, once: bool) -> None:
    """Looks until nothing is left (``once``) or the process is told to end; drafts in hand are finished."""
    end = threading.Event()

    def finish(*_: object) -> None:
        end.set()
        drop.stop()

    before = {one: signal.signal(one, finish) for one in (signal.SIGTERM, signal.SIGINT)}
    if hasattr(signal, "SIGIO"):  # sent when somebody opens a file that is just being asked about
        before[signal.SIGIO] = signal.signal(signal.SIGIO, signal.SIG_IGN)
    try:
        if not once:
            click.echo("守在这里；按 Ctrl-C 结束", err=True)
        while True:
            drop.look()
            if end.is_set() or (once and not drop.is_waiting):
                return
            end.wait(every)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _tell(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()


def _code(drop: Drop) -> ExitCode:
    tally = drop.tally
    if tally.unjudged or tally.stuck:
        return ExitCode.UNJUDGED
    return ExitCode.FINDINGS if tally.refused else ExitCode.CLEAN
