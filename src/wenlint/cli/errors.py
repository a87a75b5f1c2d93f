"""Exit codes, and failures that end a command with one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum

import click

from wenlint.finding import Outcome, Severity


class ExitCode(IntEnum):
    """What the command says to whoever called it."""

    CLEAN = 0
    FINDINGS = 1  # at or above --fail-on
    USAGE = 2  # usage or configuration; also nothing to check
    UNJUDGED = 3  # a file could not be judged, also when others could
    INTERRUPTED = 130
    BROKEN_PIPE = 141


def code_of(outcome: Outcome, fail_on: Severity) -> ExitCode:
    """The exit code that one draft asks for."""
    if outcome.document is None:
        return ExitCode.UNJUDGED
    is_found = outcome.worst is not None and outcome.worst >= fail_on
    return ExitCode.FINDINGS if is_found else ExitCode.CLEAN


class Failure(click.ClickException):
    """Usage or configuration at fault: one line on stderr for each fault, exit code 2."""

    exit_code = ExitCode.USAGE

    def __init__(self, faults: str | Iterable[str]) -> None:
        self.faults = [faults] if isinstance(faults, str) else list(faults)
        super().__init__("\n".join(self.faults))


def one_line(error: click.ClickException) -> str:
    """A failure as the lines that go to stderr."""
    if isinstance(error, Failure):
        return "\n".join(f"错误：{fault}" for fault in error.faults)
    message = re.sub(r"(?<=[。？]) ", "", " ".join(error.format_message().split())).replace("'", "").rstrip(".")
    if isinstance(error, click.UsageError) and error.ctx is not None:
        end = "" if message.endswith(("。", "？")) else "。"
        return f"错误：{message}{end}用法见 {error.ctx.command_path} --help"
    return f"错误：{message}"
