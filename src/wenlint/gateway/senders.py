"""Who sent what is being judged, as far as a server can vouch for it: never what a sender says of himself.

Over HTTP that is the name of the token shown, or what a proxy that is trusted for it says of its
user; over ICAP what the proxy says (only proxies may ask). Nobody else is told apart.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from wenlint import gating

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_sender: ContextVar[str] = ContextVar("sender", default="http:")


class Token(NamedTuple):
    """What a caller must show, and the name of whoever it was given to; "" for a token that many share."""

    secret: str
    name: str = ""


class TrustedProxy(NamedTuple):
    """A header that tells the user, and the networks of the proxies that set it (and drop what their callers set)."""

    header: str
    networks: tuple[Network, ...]


def current() -> str:
    """The sender of the request that is being answered."""
    return _sender.get()


@contextmanager
def sent_by(sender: str) -> Iterator[None]:
    """The time in which a request of that sender is answered."""
    token = _sender.set(sender)
    try:
        yield
    finally:
        _sender.reset(token)


def holder_of(authorization: str, tokens: Sequence[Token]) -> str | None:
    """The name that goes with the token in an Authorization header; None when it is none of the tokens.

    ``Bearer TOKEN``, or Basic with the token as password, which is how a browser can give it. All
    tokens are compared, each in a time that does not depend on its content.
    """
    given = _given(authorization)
    found = None
    for token in tokens:
        if hmac.compare_digest(given, token.secret.encode()):
            found = token.name
    return found


def _given(authorization: str) -> bytes:
    scheme, _, value = authorization.partition(" ")
    given = value.strip().encode(errors="replace")
    if scheme.lower() == "bearer":
        return given
    if scheme.lower() != "basic":
        return b""
    try:
        return base64.b64decode(given, validate=True).partition(b":")[2]
    except binascii.Error:
        return b""


def http_sender(holder: str, proxy: TrustedProxy | None, peer: str, told: Callable[[str], Sequence[str]]) -> str:
    """The sender of an HTTP request from the address ``peer``: the proxy's user where that is a trusted proxy, or
    else the token's holder. ``told`` gives the values of a header; a proxy that tells of two users tells of none."""
    if proxy and _is_among(peer, proxy.networks):
        users = told(proxy.header)
        return gating.sender("http", _as_utf8(users[0]) if len(users) == 1 else "")
    return gating.sender("http", holder)


def icap_sender(headers: Mapping[str, str]) -> str:
    """The sender of what a proxy asks about: its user where the proxy knows him, or else his address.

    X-Authenticated-User and X-Client-IP are as draft-stecher-icap-subid has them, X-Client-Username is squid's.
    """
    user = _authenticated(headers.get("x-authenticated-user", "")) or _as_utf8(headers.get("x-client-username", ""))
    if user:
        return gating.sender("icap", "" if _is_of_machines(user) else user)
    return gating.sender("icap", _address(headers.get("x-client-ip", "").strip()))


def _authenticated(value: str) -> str:
    """``scheme://…/user`` in base64 → the user."""
    try:
        return base64.b64decode(value.strip(), validate=True).decode().rpartition("/")[2]
    except ValueError:
        return ""


def _as_utf8(value: str) -> str:
    """A header's value, which comes as Latin-1."""
    try:
        return value.encode("latin-1").decode().strip()
    except ValueError:
        return ""


def _is_of_machines(name: str) -> bool:
    """Whether a name is an address or a network, which no user is to be taken for."""
    try:
        ipaddress.ip_network(name, strict=False)
    except ValueError:
        return False
    return True


def _address(text: str) -> str:
    """An address as it is usually written; "" for what is none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def _is_among(peer: str, networks: Sequence[Network]) -> bool:
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in networks)
