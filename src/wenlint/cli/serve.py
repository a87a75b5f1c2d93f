"""``wenlint serve``: the page and the interface that take drafts over HTTP."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wenlint.cli.access import TOKEN_VARIABLE, origins_of
from wenlint.cli.errors import Failure
from wenlint.cli.gate import deciding_options, tell_expired, unwritable
from wenlint.cli.judging import CurrentExemptions, library_of, plan_of, ruleset_of
from wenlint.cli.options import config_option, judging_options, kind_option, settings_from
from wenlint.cli.serving import options_of, server_options
from wenlint.config import user_corpus

if TYPE_CHECKING:
    from wenlint.gateway.options import Options

_EPILOG = """
\b
例：
  wenlint serve                               在本机开网页：http://127.0.0.1:8765/
  wenlint serve --corpus 上级文件库 --jobs 4
  wenlint serve --http 0.0.0.0:8765 --token-file 令牌.txt --audit 审计.jsonl
  curl -F draft=@稿子.docx http://127.0.0.1:8765/v1/lint

\b
要先装：pip install "wenlint[serve]"。按 Ctrl-C 停下，正在查的会先查完。
文稿只在内存里，查完即弃。令牌放在文件里，或环境变量 WENLINT_TOKEN 里。
"""


@click.command(
    "serve", epilog=_EPILOG, options_metavar="[选项]", short_help="开一个网页和接口，供人和别的系统送文稿来查。"
)
@server_options
@deciding_options
@kind_option
@judging_options
@config_option
@click.option("--quiet", "-q", is_flag=True, help="不逐条显示请求。")
def command(config_file: Path | None, quiet: bool, **given: Any) -> None:
    """开一个网页和一个接口（POST /v1/lint），供人和办公系统把文稿送来检查。

    同一份文稿，在这里和用 wenlint check 查，结论一样。没能判断的，一律不算通过。
    """
    _require_libraries()
    options = options_of(given)
    _serve(options, config_file, quiet, given)


def _serve(options: Options, config_file: Path | None, quiet: bool, given: dict[str, Any]) -> None:
    from wenlint.batch.engine import EngineError
    from wenlint.gateway import server
    from wenlint.gateway.audit import AuditError
    from wenlint.gateway.metrics import Metrics
    from wenlint.gateway.options import is_loopback
    from wenlint.gateway.service import Service

    if not options.tokens and not is_loopback(options.host):
        raise Failure(
            f"{options.host} 在本机以外也能访问，要有令牌才开：写进文件用 --token-file，或放进环境变量 {TOKEN_VARIABLE}"
        )
    settings = settings_from(config_file, **given)
    if options.corpus_add:
        from wenlint.cli.library import created

        folder = settings.corpus.value or user_corpus()
        created(folder).close()
        settings = settings_from(config_file, **{**given, "corpus": folder})
    options = replace(options, fetch_from=origins_of(settings.fetch_from.value))
    ruleset = ruleset_of(settings)
    library_of(settings)
    plan_of(settings)
    exemptions = CurrentExemptions(settings)
    exemptions()
    tell_expired(settings)
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING if quiet else logging.INFO, format="%(asctime)s %(message)s"
    )
    try:
        service = Service(settings, ruleset, exemptions, options, Metrics())
        server.run(service, lambda url: _tell(url, options))
    except EngineError as error:
        raise Failure(str(error)) from None
    except AuditError as error:
        raise unwritable(settings, error) from None
    except OSError as error:
        raise Failure(f"开不了 {options.host}:{options.port}（{error.strerror or error}）") from None


def _tell(url: str, options: Options) -> None:
    from wenlint.gateway.options import is_loopback

    click.echo(f"在 {url} 等着；按 Ctrl-C 停下", err=True)
    if not options.certificate and not is_loopback(options.host):
        click.echo(
            "注意：没有用 TLS，文稿和令牌在网络上是明文；请加 --tls-cert、--tls-key，或放在用 TLS 的代理后面", err=True
        )


def _require_libraries() -> None:
    from importlib.util import find_spec

    missing = [
        name for name in ("h11", "starlette", "uvicorn", "python_multipart", "prometheus_client") if not find_spec(name)
    ]
    if missing:
        raise Failure(f'还缺 {"、".join(missing)}；请先装：pip install "wenlint[serve]"')
