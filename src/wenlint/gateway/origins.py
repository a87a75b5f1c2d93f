"""Where drafts may be fetched from: addresses that programs name, held against the hosts that the operator named.

Scheme, host and port must be those of a named host to the letter. A URL is taken apart once,
here, and only its parts are used from then on, so that no two readers can take it differently.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from wenlint.gateway.errors import RefusedError

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")
_UNWRITABLE = re.compile(r"[\x00-\x20\x7f-\xa0\\\ud800-\udfff]")
_LONGEST = 4096
_OF_CLOUDS = frozenset({"100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254"})
"""Where clouds (Alibaba, Azure, Oracle, AWS) tell their machines secrets besides link-local addresses."""
_LEFT_AS_IT_IS = "/%:@!$&'()*+,;=~-._"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Origin:
    """A scheme, a host and a port (RFC 6454); an IPv6 address stands in brackets."""

    scheme: str
    host: str
    port: int

    @property
    def name(self) -> str:
        """The host as the system looks it up."""
        return self.host.strip("[]")

    @property
    def authority(self) -> str:
        """As the Host header has it."""
        return self.host if self.port == _PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def may_be_here(self) -> bool:
        """Whether the operator himself has named this machine or a certain address, and not a name that may stand for
        any."""
        return self.name == "localhost" or _address(self.name) is not None


@dataclass(frozen=True, slots=True)
class Target:
    """A draft to fetch: where from, and what to ask for there (path and query, all ASCII)."""

    origin: Origin
    path: str


def origin_of(text: str) -> Origin:
    """What an operator writes: ``https://host``, ``http://host:8080``; without a scheme it is https.

    Raises:
        ValueError: it is none; the message in Chinese says what it should be.
    """
    url = text.strip() if "://" in text else f"https://{text.strip()}"
    found = _taken_apart(url)
    if found is None or found[1].path not in ("", "/") or found[1].query or found[1].fragment:
        raise ValueError(f"要写成 https://主机[:端口] 或 http://主机[:端口]，不带路径和口令，不能是 {text}")
    return found[0]


def targets_of(urls: Collection[str], allowed: Collection[Origin]) -> list[Target]:
    """What these URLs stand for.

    Raises:
        RefusedError: 400 when one is no URL, 403 when it leads anywhere else; the message tells which, not what it is.
    """
    return [_target(url, number, allowed) for number, url in enumerate(urls, start=1)]


def _target(url: str, number: int, allowed: Collection[Origin]) -> Target:
    found = _taken_apart(url)
    if found is None:
        raise RefusedError(
            400, "url", f"第 {number} 个地址不能用，一份也没有取；要写成 https://主机/路径，不带用户名、口令和空格"
        )
    origin, parts = found
    if origin not in allowed:
        raise RefusedError(
            403, "host", f"第 {number} 个地址不在管理员允许的主机上（协议、主机、端口要一字不差），一份也没有取"
        )
    query = f"?{quote(parts.query, safe=_LEFT_AS_IT_IS + '?')}" if parts.query else ""
    return Target(origin, quote(parts.path or "/", safe=_LEFT_AS_IT_IS) + query)


def _taken_apart(url: str) -> tuple[Origin, SplitResult] | None:
    """The origin of a URL and all its parts; None when it is none, or holds credentials."""
    if len(url) > _LONGEST or _UNWRITABLE.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = parts.netloc.lower().removesuffix(f":{port}")
    if parts.scheme not in _PORTS or not _HOST.fullmatch(host) or port == 0:
        return None
    if host.startswith("[") and _address(host.strip("[]")) is None:
        return None
    return Origin(parts.scheme, host, port or _PORTS[parts.scheme]), parts


def _address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def is_elsewhere(address: str) -> bool:
    """Whether an address that a name was looked up to can be another machine's: not this one, not the link's own
    (where clouds keep their secrets), no group of machines."""
    found = _address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or found
    if found is None or str(found) in _OF_CLOUDS:
        return False
    return not (
        found.is_loopback or found.is_link_local or found.is_multicast or found.is_unspecified or found.is_reserved
    )
