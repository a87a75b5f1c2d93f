"""The ICAP server (RFC 3507): proxies and upload gates ask before they let a message through.

Answers are 204 (or the message as it came) for what may pass, a page in Chinese for what may
not. Nothing that went wrong is answered as if it might pass.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
from contextlib import suppress
from email.utils import formatdate
from urllib.parse import quote

from wenlint import __version__
from wenlint.gateway import icap_wire as wire
from wenlint.gateway.answer import may_pass, message
from wenlint.gateway.errors import RefusedError, busy
from wenlint.gateway.icap_message import drafts_in, message_of
from wenlint.gateway.icap_wire import Body, Head, WireError
from wenlint.gateway.senders import icap_sender, sent_by
from wenlint.gateway.service import Door, Service
from wenlint.gateway.uploads import Held, Room, Upload

_log = logging.getLogger("wenlint.gateway")
_SERVICE = "/wenlint"
_IDLE_SECONDS = 300.0
_PREVIEW = 4096
_MOST_REASONS = 200  # on the page: nobody has a report to look the others up in
_LET_GO_SECONDS = 2.0


class IcapServer:
    """Answers at ``icap://host:port/wenlint``. The service's workers must have started; whoever started them ends them.

    The ISTag names the rules, the library and the settings, so that proxies forget answers that others gave.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._room = Room(service.options.bounds)
        self._own = {"ISTag": f'"{service.config}"', "Service": f"wenlint {__version__}"}
        self._connections: set[asyncio.Task[None]] = set()
        self._busy: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self, listening: socket.socket) -> None:
        """Takes requests on a socket that listens already."""
        self._server = await asyncio.start_server(self._connected, sock=listening, limit=wire.HEAD_BYTES)

    async def close(self) -> None:
        """Takes no more requests, and finishes those under way."""
        if self._server:
            self._server.close()
        for task in self._connections - self._busy:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            if not self._is_allowed(writer):
                return
            most = self._service.options.bounds.connections
            if len(self._connections) <= most:
                await self._converse(reader, writer, task)
            elif len(self._connections) <= 2 * most:
                writer.write(self._overloaded(busy()))
                await _let_go(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass  # gone, or told to end between two requests
        finally:
            self._connections.discard(task)
            self._busy.discard(task)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    def _is_allowed(self, writer: asyncio.StreamWriter) -> bool:
        """ICAP knows no passwords; who may ask is told by address."""
        peer = ipaddress.ip_address(writer.get_extra_info("peername")[0].partition("%")[0])
        peer = getattr(peer, "ipv4_mapped", None) or peer
        return peer.is_loopback or any(peer in network for network in self._service.options.icap_from)

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, task: asyncio.Task[None]
    ) -> None:
        """Request after request, until one ends the connection."""
        while True:
            goes_on = False
            try:
                head = await wire.read_head(reader, _IDLE_SECONDS, self._service.options.bounds.head_seconds)
                if head is None:
                    return
                self._busy.add(task)
                reply, goes_on = await self._answer(head, reader, writer)
            except WireError as error:
                self._service.metrics.refused(f"icap-{error.status}")
                reply = wire.answer(error.status, {**self._own, "Connection": "close"})
            except (ConnectionError, asyncio.CancelledError):
                raise
            except Exception as error:  # noqa: BLE001 - whatever broke, the message must not pass
                _log.error("ICAP：内部出错（%s），没有放行", type(error).__name__)
                reply = wire.answer(500, {**self._own, "Connection": "close"})
            writer.write(reply)
            await writer.drain()
            self._busy.discard(task)
            if not goes_on:
                await _let_go(reader, writer)
            if not goes_on or (self._server and not self._server.is_serving()):
                return

    async def _answer(
        self, head: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[bytes, bool]:
        """The answer, and whether the connection can go on."""
        if head.service.rstrip("/") != _SERVICE:
            raise WireError(404, "service")
        if head.method == "OPTIONS":
            return self._options(), not head.ends and not head.has_body
        if head.method not in ("REQMOD", "RESPMOD"):
            raise WireError(405, "method")
        if not head.has_body:
            return self._passed(head, None), not head.ends
        body = Body(reader)
        try:
            with self._room.entered() as held:
                data = await self._read(head, body, held, writer)
                page = await self._judged(head, data)
        except RefusedError as error:
            self._service.metrics.refused(error.reason)
            if error.status == 503:
                return self._overloaded(error), False
            page = f"没有通过：{error.message}"
            data = b""
        reply = self._blocked(page) if page else self._passed(head, data)
        return reply, body.is_whole and not head.ends

    async def _read(self, head: Head, body: Body, held: Held, writer: asyncio.StreamWriter) -> bytes:
        """The whole body; asks for what follows the preview."""
        seconds = self._service.options.bounds.body_seconds
        data = bytearray()
        try:
            async with asyncio.timeout(seconds):
                if head.preview is not None:
                    await _gather(body, data, held, is_preview=True)
                    if not body.is_whole:
                        writer.write(wire.CONTINUE)
                        await writer.drain()
                if not body.is_whole:
                    await _gather(body, data, held, is_preview=False)
        except TimeoutError:
            raise WireError(408, "slow body") from None
        return bytes(data)

    async def _judged(self, head: Head, body: bytes) -> str:
        """Why the message may not pass; "" when it may."""
        drafts = await asyncio.to_thread(drafts_in, message_of(head), body, self._service.options.bounds)
        if not drafts:
            return ""
        with sent_by(icap_sender(head.headers)):
            records = await self._service.judge(Upload(drafts), Door.ICAP)
        documents = [record.told for record in records]
        passes = len(documents) == len(drafts) and may_pass(documents)
        return "" if passes else message(documents, _MOST_REASONS)

    # -- answers -----------------------------------------------------------------------------

    def _options(self) -> bytes:
        """What can be asked. Proxies that keep to Max-Connections wait for each other and are never told 503."""
        headers = {
            "Methods": "REQMOD, RESPMOD",
            **self._own,
            "Service-ID": "wenlint",
            "Date": formatdate(usegmt=True),
            "Max-Connections": str(self._service.options.bounds.requests),
            "Options-TTL": "600",
            "Allow": "204",
            "Preview": str(_PREVIEW),
            "Transfer-Preview": "*",
        }
        return wire.answer(200, headers)

    def _overloaded(self, error: RefusedError) -> bytes:
        """The proxy must not let the message through; it may ask again on another connection."""
        return wire.answer(503, {**self._own, **error.headers, "Connection": "close"})

    def _passed(self, head: Head, data: bytes | None) -> bytes:
        """Unchanged: 204 where the sender still has the message, or else the message."""
        if head.allows_204:
            return wire.answer(204, self._own)
        part = "req-hdr" if head.method == "REQMOD" else "res-hdr"
        if part not in head.blocks:
            raise WireError(400, "no HTTP head")
        return wire.answer(200, self._own, [(part, head.blocks[part])], data)

    def _blocked(self, why: str) -> bytes:
        """In place of the message: 403 with a page that says why."""
        from wenlint.report import html

        page = html.render("blocked.html", lines=why.splitlines()).encode("utf-8", errors="backslashreplace")
        http = (
            "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html; charset=utf-8\r\n"
            f"Content-Length: {len(page)}\r\nCache-Control: no-store\r\nConnection: close\r\n"
            f"X-Wenlint: refused; {quote(why.splitlines()[0][:60])}\r\n\r\n"
        )
        return wire.answer(200, self._own, [("res-hdr", http.encode("ascii"))], page)


async def _let_go(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Lets whoever is still sending read the answer first: closing on unread bytes would wipe it out."""
    writer.write_eof()
    with suppress(TimeoutError):
        async with asyncio.timeout(_LET_GO_SECONDS):
            while await reader.read(1 << 16):
                pass


async def _gather(body: Body, data: bytearray, held: Held, *, is_preview: bool) -> None:
    async for piece in body.pieces(is_preview):
        held.add(len(piece))
        data += piece
