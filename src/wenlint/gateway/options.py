"""How the server is run, as the command line says."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from wenlint.batch.engine import Limits
from wenlint.gateway.origins import Origin
from wenlint.gateway.senders import Network, Token, TrustedProxy

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one caller may take, and all callers together.

    Attributes:
        request_bytes: of one request, all its drafts and fields together.
        drafts: in one request.
        requests: under way at once, of those that bring drafts; the next one is told to come back.
        total_bytes: of all requests under way.
        connections: open at once; more are closed at once.
        head_seconds, body_seconds: for sending the head and the body of a request.
        wait_seconds: a draft waits so long for a worker before its sender is told to come back.
    """

    request_bytes: int = 50 * MEGABYTE
    drafts: int = 20
    requests: int = 32
    total_bytes: int = 400 * MEGABYTE
    connections: int = 1000
    head_seconds: float = 10.0
    body_seconds: float = 60.0
    wait_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Options:
    """How the server is run.

    Attributes:
        tokens: what callers must show one of; none when they need not.
        proxy: whose word on who the sender is counts; None when nobody's does.
        hosts: names by which the server may be called besides its address.
        jobs: worker processes; ``limits`` hold for one draft in a worker.
        corpus_add: whether those who may use the page may add superior documents to the library.
        icap: host and port of the ICAP server; None without one.
        icap_from: networks, besides this machine, that may ask it.
        fetch_from: where drafts may be fetched from when their URLs are told; nowhere when it is empty.
        fetch_token: shown to those hosts; "" for none.
        certificate, key: files for TLS; None where something in front of the server does it, or nothing.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    tokens: tuple[Token, ...] = ()
    proxy: TrustedProxy | None = None
    hosts: tuple[str, ...] = ()
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    bounds: Bounds = field(default_factory=Bounds)
    certificate: Path | None = None
    key: Path | None = None
    icap: tuple[str, int] | None = None
    icap_from: tuple[Network, ...] = ()
    corpus_add: bool = False
    fetch_from: tuple[Origin, ...] = ()
    fetch_token: str = ""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address; a name other than localhost may stand for any."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
