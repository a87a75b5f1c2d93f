"""The group of all commands: loads a command when it is called, and ends every run with the right exit code."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from wenlint import __version__
from wenlint.cli import chinese
from wenlint.cli.errors import ExitCode, one_line

chinese.install()
click.Context.formatter_class = chinese.Formatter

_COMMANDS = {
    "check": "wenlint.cli.check",
    "annotate": "wenlint.cli.annotate",
    "scan": "wenlint.cli.scan",
    "serve": "wenlint.cli.serve",
    "corpus": "wenlint.cli.corpus",
    "rules": "wenlint.cli.rules",
    "explain": "wenlint.cli.explain",
    "config": "wenlint.cli.config",
    "init": "wenlint.cli.init",
    "waive": "wenlint.cli.waive",
    "baseline": "wenlint.cli.baseline",
    "hook": "wenlint.cli.hook",
    "drop": "wenlint.cli.drop",
}


class _ReaderGoneError(Exception):
    """Whoever read standard output has closed it."""


class App(click.Group):
    """Commands by name, each from its own module's ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order in which people need them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Loads the command's module."""
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(_COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a misspelt command."""
        if args and not args[0].startswith("-") and args[0] not in _COMMANDS:
            from wenlint.config import did_you_mean

            if os.path.lexists(args[0]):
                raise click.UsageError(f"没有写命令；要查它，写 wenlint check {args[0]}", ctx)
            raise click.UsageError(f"没有命令 {args[0]}{did_you_mean(args[0], _COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; takes from click what it would answer with exit code 1 or a blank line."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            raise _ReaderGoneError from None
        except KeyboardInterrupt:
            raise click.Abort from None
        return result

    def main(self, args: Sequence[str] | None = None, *_: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Runs and, when standalone, exits."""
        if not standalone_mode:
            return super().main(args, standalone_mode=False, **extra)
        sys.exit(self.run(args))

    def run(self, args: Sequence[str] | None = None) -> int:
        """Runs a command line and returns its exit code; every failure becomes a line on stderr."""
        try:
            code = super().main(args, "wenlint", standalone_mode=False)
        except click.ClickException as error:
            return _fail(one_line(error), ExitCode.USAGE)
        except click.Abort:
            return _fail("已中断", ExitCode.INTERRUPTED)
        except _ReaderGoneError:
            return _closed_pipe()
        except OSError as error:
            return _fail(f"错误：{error.strerror or error}（{error.filename or '标准输出'}）", ExitCode.USAGE)
        except Exception as error:
            if os.environ.get("WENLINT_TRACEBACK"):
                raise
            line = (
                f"wenlint 内部出错（{type(error).__name__}），没有查完。加环境变量 WENLINT_TRACEBACK=1 再运行可看到详情"
            )
            return _fail(line, ExitCode.UNJUDGED)
        return int(code or 0)


def _fail(line: str, code: ExitCode) -> ExitCode:
    with contextlib.suppress(OSError):
        click.echo(line, err=True)
    return code


def _closed_pipe() -> ExitCode:
    """Whoever read our output has gone; what is left in the buffer must not raise again at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.BROKEN_PIPE


_EPILOG = """
\b
例：
  wenlint check 稿子.docx                查一份稿子
  wenlint annotate 稿子.docx -o 批注稿.docx
                                         拿回带批注的副本
  wenlint check 文件夹 --format json     查整个文件夹，结果给程序用
  wenlint scan 待发文件夹 --report 报告  扫描待发文件夹，汇总哪些要退回
  wenlint explain over-length            看一项检查查什么、为什么、怎么改

\b
每个命令的用法：wenlint 命令 --help。按 Tab 键补全，在 bash 里先运行：
  eval "$(_WENLINT_COMPLETE=bash_source wenlint)"
zsh 写 zsh_source，fish 写 fish_source。

退出码：0 没有问题；1 有问题；2 用法或配置有误；3 有文件没能判断。
稿子只在本机读取，不联网。
"""


@click.group(
    cls=App,
    name="wenlint",
    epilog=_EPILOG,
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="wenlint %(version)s", help="显示版本号。")
def app() -> None:
    """检查公文稿：该短的短了没有，有没有照搬上级文件，密级标得对不对。"""
