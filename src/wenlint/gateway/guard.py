"""Stands before every request: who may come in, and what every answer carries.

Nothing that goes wrong further in is told to the outside or written to a log beyond its kind
and place: the message of an exception may quote a draft.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
import traceback
from collections.abc import Collection
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wenlint.gateway import pages
from wenlint.gateway.errors import RefusedError
from wenlint.gateway.metrics import Metrics
from wenlint.gateway.options import Options, is_loopback
from wenlint.gateway.senders import holder_of, http_sender, sent_by

_log = logging.getLogger("wenlint.gateway")
_MOST_DISCARDED = 8 << 20
_DISCARD_SECONDS = 2.0
_OPEN_PATHS = ("/healthz", "/readyz")
PAGE_PATHS = ("/", "/annotated", "/library")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # with none, the pages' own forms would come with "Origin: null"
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """The outermost application."""

    def __init__(self, app: ASGIApp, options: Options, metrics: Metrics, paths: Collection[str]) -> None:
        self._app, self._metrics, self._paths = app, metrics, paths
        self._tokens, self._proxy = options.tokens, options.proxy
        self._hosts = _hosts(options)
        self._other_names = frozenset(map(str.lower, options.hosts))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request in, and answers whatever it comes to."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.monotonic()
        heard, watched = _Heard(scope, receive), _Watched(send)
        try:
            await self._answer(scope, heard, watched)
        except ClientDisconnect:
            self._metrics.refused("gone")
        path = scope["path"] if scope["path"] in self._paths else "other"
        self._metrics.request(path, watched.status)
        _log.info("%s %s %d %.3fs", scope["method"], path, watched.status, time.monotonic() - began)

    async def _answer(self, scope: Scope, receive: _Heard, send: _Watched) -> None:
        try:
            headers = Headers(scope=scope)
            self._check(headers, scope["path"], scope["method"])
            with sent_by(self._sender(headers, scope)):
                await self._app(scope, receive, send)
        except RefusedError as refused:
            self._metrics.refused(refused.reason)
            await receive.discard()
            await refusal(scope, refused)(scope, receive, send)
        except (ClientDisconnect, GeneratorExit):
            raise
        except Exception as error:  # noqa: BLE001  # whatever broke, the sender is told, and told nothing of it
            _log.error("%s at %s", type(error).__name__, _place(error))
            self._metrics.refused("broken")
            if send.status:
                raise ClientDisconnect from None  # too late for another answer: the connection ends
            broken = RefusedError(500, "broken", "wenlint 内部出错，没有查；请告诉管理员")
            await refusal(scope, broken)(scope, receive, send)

    def _check(self, headers: Headers, path: str, method: str) -> None:
        host = headers.get("host", "").lower()
        if self._hosts and _name(host) not in self._hosts:  # a page elsewhere may point its own name at this machine
            raise RefusedError(421, "host", "请用服务器自己的地址访问；经别的名字访问，要让管理员用 --allow-host 加上")
        if method == "POST" and self._is_of_another_site(headers, host):
            raise RefusedError(403, "cross-site", "这个请求来自别的网站，没有受理")
        if self._tokens and path not in _OPEN_PATHS and self._holder(headers) is None:
            raise RefusedError(401, "token", "要有令牌才能用；请向管理员要")

    def _is_of_another_site(self, headers: Headers, host: str) -> bool:
        """Whether a browser sends this for another site. It says so in Sec-Fetch-Site if it is a new one and the server
        is on the same machine or has TLS, or else in Origin alone."""
        if (site := headers.get("sec-fetch-site")) is not None:
            return site not in ("none", "same-origin")
        if (origin := headers.get("origin")) is None:
            return False
        authority = origin.lower().partition("://")[2]
        return authority != host and _name(authority) not in self._other_names

    def _holder(self, headers: Headers) -> str | None:
        return holder_of(headers.get("authorization", ""), self._tokens)

    def _sender(self, headers: Headers, scope: Scope) -> str:
        peer = scope["client"][0] if scope.get("client") else ""
        return http_sender(self._holder(headers) or "", self._proxy, peer, headers.getlist)


class _Heard:
    """Passes a request on, and knows whether all of it has come."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        self._has_ended = False
        self._waits_to_be_asked = Headers(scope=scope).get("expect", "").lower() == "100-continue"

    async def __call__(self) -> Message:
        self._waits_to_be_asked = False
        message = await self._receive()
        self._has_ended = not message.get("more_body", False)
        return message

    async def discard(self) -> None:
        """Reads on for a while and forgets it: a sender who is still sending does not hear an answer otherwise."""
        if self._waits_to_be_asked:
            return
        left = _MOST_DISCARDED
        with suppress(TimeoutError):
            async with asyncio.timeout(_DISCARD_SECONDS):
                while left > 0 and not self._has_ended:
                    left -= len((await self()).get("body", b""))


class _Watched:
    """Passes an answer on with the headers that every answer carries, and notes its status."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def refusal(scope: Scope, refused: RefusedError) -> Response:
    """The answer to a request that is not judged: JSON for programs, a page for people."""
    if scope["path"] in PAGE_PATHS:
        text = pages.refused(scope["path"], scope["method"], refused.message)
        return Response(text, refused.status, refused.headers, "text/html; charset=utf-8")
    text = json.dumps({"ok": False, "message": refused.message}, ensure_ascii=False)
    return Response(text, refused.status, refused.headers, "application/json")


def _name(authority: str) -> str:
    """A host without its port."""
    return authority if authority.endswith("]") else authority.rpartition(":")[0] or authority


def _hosts(options: Options) -> frozenset[str]:
    """Names that the Host header may hold; none where any may (a server with a token on a network)."""
    if not options.hosts and not is_loopback(options.host):
        return frozenset()
    own = f"[{options.host}]" if ":" in options.host else options.host
    names = {own, "localhost", "127.0.0.1", "[::1]", *options.hosts}
    return frozenset(name.lower() for name in names)


def _place(error: BaseException) -> str:
    """Where in the code, without what was being worked on."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-4:]))
