"""What ``wenlint serve`` is told of the server itself, and what comes of it: who may call, what one caller may take."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wenlint.cli.access import DEFAULT_ADDRESS, address_of, fetch_token_of, networks_of, proxy_of, tokens_of
from wenlint.cli.errors import Failure
from wenlint.cli.options import worker_options

if TYPE_CHECKING:
    from wenlint.gateway.options import Bounds, Options

F = TypeVar("F", bound=Callable[..., Any])


_ACCESS = (
    click.option(
        "--http",
        "address",
        default=DEFAULT_ADDRESS,
        metavar="主机:端口",
        help=f"在哪里等。默认 {DEFAULT_ADDRESS}，只有本机能用。",
    ),
    click.option(
        "--icap",
        "icap_address",
        metavar="主机:端口",
        help="同时开 ICAP 服务（icap://主机:端口/wenlint），供代理和上传网关来问，如 127.0.0.1:1344。",
    ),
    click.option(
        "--icap-from",
        multiple=True,
        metavar="网段",
        help="本机以外，这些地址可以用 ICAP，如 10.0.0.5 或 10.0.0.0/24，可写多次。",
    ),
    click.option(
        "--token-file",
        type=click.Path(path_type=Path),
        metavar="文件",
        help="令牌所在的文件：一个令牌，或一行一个“名字 令牌”。本机以外也能访问的地址必须有令牌。",
    ),
    click.option("--sender-header", metavar="请求头", help="前面的代理把登录的人写在哪个请求头里，如 X-Remote-User。"),
    click.option(
        "--sender-from", multiple=True, metavar="网段", help="只信这些地址的代理写的 --sender-header，可写多次。"
    ),
    click.option(
        "--allow-host",
        "hosts",
        multiple=True,
        metavar="主机名",
        help="还可以用这个名字访问，可写多次（经反向代理时用）。",
    ),
    click.option("--tls-cert", type=click.Path(path_type=Path), metavar="文件", help="TLS 证书（PEM）。"),
    click.option("--tls-key", type=click.Path(path_type=Path), metavar="文件", help="TLS 私钥（PEM）。"),
)
"""Where the server waits, and for whom."""

_BOUNDS = (
    click.option(
        "--max-mb",
        type=click.FloatRange(0, 1024, min_open=True),
        default=50.0,
        metavar="MB",
        help="一次上传合计多大，默认 50。",
    ),
    click.option(
        "--max-drafts", type=click.IntRange(1, 1000), default=20, metavar="份数", help="一次最多几份，默认 20。"
    ),
    click.option(
        "--max-requests",
        type=click.IntRange(1),
        default=32,
        metavar="个数",
        help="同时受理多少次上传，默认 32；再多的请它稍后再来（503）。",
    ),
    click.option(
        "--upload-timeout",
        type=click.FloatRange(0, min_open=True),
        default=60.0,
        metavar="秒",
        help="一次上传最多传多久，默认 60 秒。",
    ),
)
"""What one caller may take."""

_REACH = (
    click.option(
        "--allow-corpus-add",
        is_flag=True,
        help="能用网页的人可以从网页（/library）往上级文件库里加文件，没有库就新建。不写则只能看。",
    ),
    click.option(
        "--fetch-from",
        multiple=True,
        metavar="https://主机[:端口]",
        help="可以按地址去这台主机取文稿（POST /v1/lint-urls），可写多次。不写则哪里也不取。",
    ),
    click.option(
        "--fetch-token-file",
        type=click.Path(path_type=Path),
        metavar="文件",
        help="去取文稿时要出示的令牌所在的文件。",
    ),
)
"""What the server may do besides judging."""


def server_options(command: F) -> F:
    """All of them; :func:`options_of` takes them out of what the command is given."""
    for option in reversed((*_ACCESS, worker_options(90.0), *_BOUNDS, *_REACH)):
        command = option(command)
    return command


def options_of(given: dict[str, Any]) -> Options:
    """How the server is run; what it takes is no longer in ``given``.

    Raises:
        Failure: with what cannot be meant.
    """
    from wenlint.batch.engine import Limits
    from wenlint.gateway.options import Options

    take = given.pop
    certificate, key, icap = take("tls_cert"), take("tls_key"), take("icap_address")
    if bool(certificate) != bool(key):
        raise Failure("--tls-cert 和 --tls-key 要一起写")
    host, port = address_of(take("address"), "--http")
    return Options(
        host=host,
        port=port,
        tokens=tokens_of(take("token_file")),
        proxy=proxy_of(take("sender_header"), take("sender_from")),
        hosts=take("hosts"),
        jobs=take("jobs") or os.cpu_count() or 1,
        limits=Limits(seconds=take("timeout")),
        bounds=_bounds(given),
        certificate=certificate,
        key=key,
        icap=address_of(icap, "--icap") if icap else None,
        icap_from=networks_of(take("icap_from"), "--icap-from"),
        corpus_add=take("allow_corpus_add"),
        fetch_token=fetch_token_of(take("fetch_token_file")),
    )


def _bounds(given: dict[str, Any]) -> Bounds:
    from wenlint.gateway.options import MEGABYTE, Bounds

    size, seconds = int(given.pop("max_mb") * MEGABYTE), given.pop("upload_timeout")
    return Bounds(
        request_bytes=size,
        drafts=given.pop("max_drafts"),
        requests=given.pop("max_requests"),
        total_bytes=8 * size,
        head_seconds=min(10.0, seconds),
        body_seconds=seconds,
    )
