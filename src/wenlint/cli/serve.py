"""``wenlint serve``: the page and the interface that take drafts over HTTP."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wenlint.cli.access import (
    DEFAULT_ADDRESS,
    TOKEN_VARIABLE,
    address_of,
    fetch_token_of,
    networks_of,
    origins_of,
    proxy_of,
    tokens_of,
)
from wenlint.cli.errors import Failure
from wenlint.cli.gate import deciding_options, tell_expired, unwritable
from wenlint.cli.judging import exemptions_of, library_of, plan_of, ruleset_of
from wenlint.cli.library import created
from wenlint.cli.options import config_option, judging_options, kind_option, settings_from, worker_options
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
@click.option(
    "--http",
    "address",
    default=DEFAULT_ADDRESS,
    metavar="主机:端口",
    help=f"在哪里等。默认 {DEFAULT_ADDRESS}，只有本机能用。",
)
@click.option(
    "--icap",
    "icap_address",
    metavar="主机:端口",
    help="同时开 ICAP 服务（icap://主机:端口/wenlint），供代理和上传网关来问，如 127.0.0.1:1344。",
)
@click.option(
    "--icap-from",
    multiple=True,
    metavar="网段",
    help="本机以外，这些地址可以用 ICAP，如 10.0.0.5 或 10.0.0.0/24，可写多次。",
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="令牌所在的文件：一个令牌，或一行一个“名字 令牌”。本机以外也能访问的地址必须有令牌。",
)
@click.option("--sender-header", metavar="请求头", help="前面的代理把登录的人写在哪个请求头里，如 X-Remote-User。")
@click.option("--sender-from", multiple=True, metavar="网段", help="只信这些地址的代理写的 --sender-header，可写多次。")
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="主机名", help="还可以用这个名字访问，可写多次（经反向代理时用）。"
)
@click.option("--tls-cert", type=click.Path(path_type=Path), metavar="文件", help="TLS 证书（PEM）。")
@click.option("--tls-key", type=click.Path(path_type=Path), metavar="文件", help="TLS 私钥（PEM）。")
@worker_options(90.0)
@click.option(
    "--max-mb",
    type=click.FloatRange(0, 1024, min_open=True),
    default=50.0,
    metavar="MB",
    help="一次上传合计多大，默认 50。",
)
@click.option("--max-drafts", type=click.IntRange(1, 1000), default=20, metavar="份数", help="一次最多几份，默认 20。")
@click.option(
    "--max-requests",
    type=click.IntRange(1),
    default=32,
    metavar="个数",
    help="同时受理多少次上传，默认 32；再多的请它稍后再来（503）。",
)
@click.option(
    "--upload-timeout",
    type=click.FloatRange(0, min_open=True),
    default=60.0,
    metavar="秒",
    help="一次上传最多传多久，默认 60 秒。",
)
@click.option(
    "--allow-corpus-add",
    is_flag=True,
    help="能用网页的人可以从网页（/library）往上级文件库里加文件，没有库就新建。不写则只能看。",
)
@click.option(
    "--fetch-from",
    multiple=True,
    metavar="https://主机[:端口]",
    help="可以按地址去这台主机取文稿（POST /v1/lint-urls），可写多次。不写则哪里也不取。",
)
@click.option(
    "--fetch-token-file",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="去取文稿时要出示的令牌所在的文件。",
)
@deciding_options
@kind_option
@judging_options
@config_option
@click.option("--quiet", "-q", is_flag=True, help="不逐条显示请求。")
def command(
    address: str,
    icap_address: str | None,
    icap_from: tuple[str, ...],
    token_file: Path | None,
    sender_header: str | None,
    sender_from: tuple[str, ...],
    tls_cert: Path | None,
    tls_key: Path | None,
    config_file: Path | None,
    quiet: bool,
    jobs: int | None,
    timeout: float,
    max_mb: float,
    max_drafts: int,
    max_requests: int,
    upload_timeout: float,
    hosts: tuple[str, ...],
    allow_corpus_add: bool,
    fetch_token_file: Path | None,
    **given: Any,
) -> None:
    """开一个网页和一个接口（POST /v1/lint），供人和办公系统把文稿送来检查。

    同一份文稿，在这里和用 wenlint check 查，结论一样。没能判断的，一律不算通过。
    """
    _require_libraries()
    from wenlint.batch.engine import Limits
    from wenlint.gateway.options import MEGABYTE, Bounds, Options

    if bool(tls_cert) != bool(tls_key):
        raise Failure("--tls-cert 和 --tls-key 要一起写")
    host, port = address_of(address, "--http")
    size = int(max_mb * MEGABYTE)
    options = Options(
        host,
        port,
        tokens_of(token_file),
        proxy_of(sender_header, sender_from),
        hosts,
        jobs or os.cpu_count() or 1,
        Limits(seconds=timeout),
        Bounds(
            request_bytes=size,
            drafts=max_drafts,
            requests=max_requests,
            total_bytes=8 * size,
            head_seconds=min(10.0, upload_timeout),
            body_seconds=upload_timeout,
        ),
        tls_cert,
        tls_key,
        address_of(icap_address, "--icap") if icap_address else None,
        networks_of(icap_from, "--icap-from"),
        allow_corpus_add,
        fetch_token=fetch_token_of(fetch_token_file),
    )
    _serve(options, config_file, quiet, given)


def _serve(options: Options, config_file: Path | None, quiet: bool, given: dict[str, Any]) -> None:
    from wenlint.batch.engine import EngineError
    from wenlint.gateway import server
    from wenlint.gateway.metrics import Metrics
    from wenlint.gateway.options import is_loopback
    from wenlint.gateway.service import Service

    if not options.tokens and not is_loopback(options.host):
        raise Failure(
            f"{options.host} 在本机以外也能访问，要有令牌才开：写进文件用 --token-file，或放进环境变量 {TOKEN_VARIABLE}"
        )
    settings = settings_from(config_file, **given)
    if options.corpus_add:
        folder = settings.corpus.value or user_corpus()
        created(folder).close()
        settings = settings_from(config_file, **{**given, "corpus": folder})
    options = replace(options, fetch_from=origins_of(settings.fetch_from.value))
    ruleset = ruleset_of(settings)
    library_of(settings)
    plan_of(settings)
    exemptions_of(settings)
    tell_expired(settings)
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING if quiet else logging.INFO, format="%(asctime)s %(message)s"
    )
    try:
        service = Service(settings, ruleset, lambda: exemptions_of(settings), options, Metrics())
    except OSError as error:
        raise unwritable(settings, error) from None
    try:
        server.run(service, lambda url: _tell(url, options))
    except EngineError as error:
        raise Failure(str(error)) from None
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
