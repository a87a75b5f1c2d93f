"""Who may call the server, as the command line says it: addresses, networks, tokens and trusted proxies."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import TYPE_CHECKING

from wenlint.cli.errors import Failure

if TYPE_CHECKING:
    from wenlint.gateway.origins import Origin
    from wenlint.gateway.senders import Network, Token, TrustedProxy

TOKEN_VARIABLE = "WENLINT_TOKEN"
DEFAULT_ADDRESS = "127.0.0.1:8765"
_SHORTEST_TOKEN = 16


def address_of(address: str, option: str) -> tuple[str, int]:
    """Host and port.

    Raises:
        Failure: when it is none.
    """
    host, _, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise Failure(f"{option} 要写成 主机:端口，如 {DEFAULT_ADDRESS}，不能是 {address}")
    return host, int(port)


def networks_of(texts: tuple[str, ...], option: str) -> tuple[Network, ...]:
    """Networks; an address stands for itself.

    Raises:
        Failure: when one is none.
    """
    networks = []
    for text in texts:
        try:
            networks.append(ipaddress.ip_network(text, strict=False))
        except ValueError:
            raise Failure(f"{option} 要写成 IP 地址或网段，如 10.0.0.0/24，不能是 {text}") from None
    return tuple(networks)


def proxy_of(header: str | None, texts: tuple[str, ...]) -> TrustedProxy | None:
    """Whose word on its user counts; None when nobody's does.

    Raises:
        Failure: when only half of it is said.
    """
    from wenlint.gateway.senders import TrustedProxy

    if bool(header) != bool(texts):
        raise Failure("--sender-header 和 --sender-from 要一起写：只有这些地址的代理写的请求头才算数")
    return TrustedProxy(header, networks_of(texts, "--sender-from")) if header else None


def origins_of(texts: tuple[str, ...]) -> tuple[Origin, ...]:
    """Where drafts may be fetched from.

    Raises:
        Failure: when one is no such place.
    """
    from wenlint.gateway.origins import origin_of

    try:
        return tuple(map(origin_of, texts))
    except ValueError as error:
        raise Failure(f"fetch-from {error}") from None


def fetch_token_of(file: Path | None) -> str:
    """The token that is shown to hosts from which drafts are fetched; "" without a file.

    Raises:
        Failure: when it cannot be read, or there is none or more than one.
    """
    if file is None:
        return ""
    tokens = tokens_of(file)
    if len(tokens) > 1:
        raise Failure(f"{file} 里只能有一个令牌")
    return tokens[0].secret


def tokens_of(file: Path | None) -> tuple[Token, ...]:
    """The tokens, from the file or from the environment; none when neither has one.

    Raises:
        Failure: when they cannot be read, or are none that would keep anybody out.
    """
    if file is None:
        return _tokens(os.environ.get(TOKEN_VARIABLE, ""), f"环境变量 {TOKEN_VARIABLE}")
    try:
        tokens = _tokens(file.read_text(encoding="utf-8-sig"), str(file))
    except (OSError, UnicodeDecodeError):
        raise Failure(f"令牌文件读不出来：{file}") from None
    if not tokens:
        raise Failure(f"{file} 里没有令牌")
    return tokens


def _tokens(text: str, where: str) -> tuple[Token, ...]:
    """A token a line, with the name of its holder before it where there are several; # begins a remark."""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    tokens = tuple(_token(words, where) for words in lines)
    if len({token.secret for token in tokens}) < len(tokens):
        raise Failure(f"{where} 里有两行令牌相同，分不出是谁；一人一个")
    return tokens


def _token(words: list[str], where: str) -> Token:
    from wenlint import gating
    from wenlint.gateway.senders import Token

    *names, secret = words
    if len(secret) < _SHORTEST_TOKEN or not secret.isascii() or len(names) > 1:
        raise Failure(
            f"{where} 里的令牌要有至少 {_SHORTEST_TOKEN} 个英文字母或数字，中间没有空格；"
            "要分是谁的，一行一个，写成“名字 令牌”"
        )
    if names and gating.sender("http", names[0]) == gating.sender("http", ""):
        raise Failure(f"{where} 里的名字“{names[0][:20]}”用不了，请换一个短的")
    return Token(secret, *names)
