"""``wenlint hook``: what other programs call before they take drafts in: a git server, paperless-ngx."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wenlint.cli import pre_consume
from wenlint.cli.errors import ExitCode, Failure
from wenlint.cli.gate import code_of, gate_of, gate_options, options_of, speak_utf8
from wenlint.cli.judging import exemptions_of
from wenlint.cli.options import config_option, settings_from
from wenlint.report.harmless import harmless, on_one_line

if TYPE_CHECKING:
    from wenlint.gateway.hook import Answer, Outcome

_USES = """
\b
例：
  wenlint hook pre-receive --help   怎样装到 git 服务器上
  wenlint hook pre-consume --help   怎样装到 paperless-ngx 上
"""
_EPILOG = """
\b
装法：在服务器的裸仓库里写 hooks/pre-receive，并 chmod +x：
  #!/bin/sh
  exec wenlint hook pre-receive

配置只从服务器上读：裸仓库文件夹及其上级里的 wenlint.toml，或 --config 指定的文件；
推来的 wenlint.toml 不起作用。
退出码：0 接受；1 有文稿要退回；2 用法或配置有误；3 有文稿没能判断。不是 0，git 就不收。
"""
_MOST_SHOWN = 30  # drafts, in full


@click.group(
    "hook",
    epilog=_USES,
    short_help="git 服务器和 paperless-ngx 的钩子。",
    options_metavar="[选项]",
    subcommand_metavar="钩子",
)
def command() -> None:
    """git 服务器和 paperless-ngx 收下文稿之前调用的钩子。"""


command.add_command(pre_consume.command)


@command.command("pre-receive", epilog=_EPILOG, options_metavar="[选项]", short_help="推送进来之前检查文稿。")
@click.option(
    "--sender-env",
    metavar="变量",
    help="git 服务器把推送的人写在哪个环境变量里，如 GL_USERNAME、GITEA_PUSHER_NAME、REMOTE_USER。"
    "默认看运行钩子的系统用户。",
)
@gate_options
@config_option
@click.pass_context
def pre_receive(
    ctx: click.Context,
    /,
    sender_env: str | None,
    config_file: Path | None,
    jobs: int | None,
    timeout: float,
    **given: Any,
) -> None:
    """检查推送带来的文稿，有要退回的或没能判断的，整个推送都不收。由 git 调用，不用手工运行。"""
    from wenlint.gateway.hook import judge
    from wenlint.gateway.hook_git import GitError, is_bare, updates_of

    speak_utf8()
    try:
        if not is_bare():  # its wenlint.toml may have come with a push
            raise Failure("这个仓库带着工作区，不是裸仓库；请把钩子装在服务器的裸仓库里")
        updates = updates_of(sys.stdin.buffer)
        settings = settings_from(config_file, **given)
        with gate_of(settings, options_of(_sender(sender_env), jobs, timeout)) as gate:
            outcome = judge(updates, settings, gate, exemptions_of(settings))
    except GitError as error:
        click.echo(f"wenlint：{error}；没有查，推送不收", err=True)
        ctx.exit(ExitCode.UNJUDGED)
    for line in _report(outcome):
        click.echo(harmless(line), err=True)
    ctx.exit(code_of(outcome))


def _sender(variable: str | None) -> str:
    """Who pushes, as the server says it; whoever runs the hook where it says nothing."""
    from wenlint.gating import sender

    return sender("hook", os.environ.get(variable, "") if variable else _system_user())


def _system_user() -> str:
    """By the process's own right: LOGNAME and USER are the pusher's to set."""
    if os.name != "posix":
        return ""
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return ""


def _report(outcome: Outcome) -> Iterator[str]:
    """For the pusher: what is wrong first, then what is only to be noted, and the sum."""
    for ref in outcome.strange:
        yield f"{on_one_line(ref)}：指向的不是提交，没法查，推送不收"
    bad = [answer for answer in outcome.answers if not answer.passes]
    noted = [
        answer for answer in outcome.answers if answer.passes and answer.is_final and answer.ruling.told["findings"]
    ]
    shown = [*bad, *noted][:_MOST_SHOWN]
    for answer in shown:
        yield from _answer(answer)
    hidden = len(bad) + len(noted) - len(shown)
    if hidden:
        yield f"还有 {hidden} 份没有列出；在本机用 wenlint check 可以看全"
    if outcome.answers:
        yield _sum(outcome.answers, bad)


def _answer(answer: Answer) -> Iterator[str]:
    from wenlint.gateway.wording import told

    first, *others = map(on_one_line, answer.names)
    more = f"（内容相同的还有 {'、'.join(others[:3])}{' 等' if len(others) > 3 else ''}）" if others else ""
    past = "" if answer.is_final else "（最后一次提交里已经没有这一版，但它会留在历史里；请改写提交，去掉这一版）"
    yield f"{first}{more}{past}"
    yield from (f"  {line}" for line in told(answer.ruling))
    yield ""


def _sum(answers: Sequence[Answer], bad: Sequence[Answer]) -> str:
    from wenlint.report.folder.overview import Verdict

    verdicts = [answer.ruling.verdict for answer in bad]
    told = {"涉密": Verdict.MARKED, "没能判断": Verdict.FAILED}
    parts = [f"{word} {verdicts.count(verdict)} 份" for word, verdict in told.items() if verdict in verdicts]
    back = sum(verdict not in told.values() for verdict in verdicts)
    parts = [f"退回 {back} 份", *parts] if back else parts
    return f"wenlint：查了 {len(answers)} 份文稿，" + (
        f"{'，'.join(parts)}；推送不收，请改好再推" if bad else "可以接受"
    )
