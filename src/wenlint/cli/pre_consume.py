"""``wenlint hook pre-consume``: what paperless-ngx calls before it takes a file in."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from wenlint import gating
from wenlint.cli.errors import Failure
from wenlint.cli.gate import code_of, gate_of, gate_options, options_of, speak_utf8
from wenlint.cli.judging import exemptions_of
from wenlint.cli.options import config_option, settings_from

FILE_VARIABLE = "DOCUMENT_WORKING_PATH"
_EPILOG = """
\b
装法：写一个脚本，chmod +x，把它的全路径放进 PAPERLESS_PRE_CONSUME_SCRIPT：
  #!/bin/sh
  exec wenlint hook pre-consume --config /etc/wenlint.toml

脚本拒收时，上传的人只看到“non-zero exit status 1”，原因在 paperless 的日志里。装成插件（见
docs/paperless.md），原因就在上传的人看到的任务里。
退出码：0 可以收；1 要退回；2 用法或配置有误；3 没能判断。不是 0，paperless 就不收。
"""


@click.command("pre-consume", epilog=_EPILOG, options_metavar="[选项]", short_help="paperless-ngx 收下文件之前检查。")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="格式",
    help="text 是给人看的几行（默认）；json 给程序用。",
)
@gate_options
@config_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    format_name: str,
    config_file: Path | None,
    jobs: int | None,
    timeout: float,
    **given: Any,
) -> None:
    """检查 paperless-ngx 正要收下的文件。由 paperless 调用，不用手工运行。"""
    from wenlint.gateway.paperless_gate import judge

    speak_utf8()
    file = os.environ.get(FILE_VARIABLE, "")
    if not file:
        raise Failure(f"没有环境变量 {FILE_VARIABLE}；这个命令由 paperless-ngx 调用")
    settings = settings_from(config_file, **given)
    with gate_of(settings, options_of(gating.sender("paperless", ""), jobs or 1, timeout)) as gate:
        answer = judge(Path(file), settings, gate, exemptions_of(settings))
    if format_name == "json":
        click.echo(json.dumps(answer.as_data(), default=str))
    else:
        click.echo(f"wenlint：{answer.message}", err=not answer.passes)
    ctx.exit(code_of(answer))
