"""Drafts fetched over HTTP/1.1 from the hosts that the operator named; a file that did not come whole is none.

No redirect is followed, no proxy of the environment is used, nothing is sent but the address and the
operator's own token. A name is looked up once, and the connection goes to the address that was
looked at, so that a name that means something else the next moment (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import unquote

import h11

from wenlint import __version__
from wenlint.gateway.errors import RefusedError
from wenlint.gateway.multipart import names_in
from wenlint.gateway.options import Bounds
from wenlint.gateway.origins import Origin, Target, is_elsewhere
from wenlint.gateway.uploads import Draft, Held, plain_name
from wenlint.reading import SUFFIXES

_AT_ONCE = 4
_HEAD_BYTES = 64 << 10
_CHUNK = 64 << 10
_MOST_ADDRESSES = 4
_TOO_LARGE = "太大，超过一次上传的上限"


class Fetcher:
    """Fetches from these origins under the bounds of an upload. ``token`` is shown to every one; "" for none."""

    def __init__(self, origins: tuple[Origin, ...], token: str, bounds: Bounds) -> None:
        self.origins = origins
        self._token, self._bounds = token, bounds
        self._tls: ssl.SSLContext | None = None

    async def fetch(self, targets: Sequence[Target], held: Held) -> list[Draft]:
        """A draft for each target, in order; one that could not be had whole carries the reason.

        All of them together have the time of one upload.

        Raises:
            RefusedError: 503 when there is no room for them.
        """
        until = asyncio.get_running_loop().time() + self._bounds.body_seconds
        places = asyncio.Semaphore(_AT_ONCE)
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._one(target, held, until, places)) for target in targets]
        except* RefusedError as refusals:
            raise refusals.exceptions[0] from None
        return [task.result() for task in tasks]

    async def _one(self, target: Target, held: Held, until: float, places: asyncio.Semaphore) -> Draft:
        usual = plain_name(unquote(target.path.partition("?")[0].rpartition("/")[2])) or "draft"
        taken = _Taken(held)
        try:
            async with asyncio.timeout_at(until), places:
                name = await self._got(target, taken, usual)
        except _MissingError as error:
            why = str(error)
        except TimeoutError:
            why = f"{self._bounds.body_seconds:.0f} 秒内没有取完"
        except RefusedError as error:
            if error.status != 413:
                raise
            why = _TOO_LARGE
        except ssl.SSLError:
            why = "对方的 TLS 证书验不过，或 TLS 连接出错"
        except (OSError, UnicodeError):
            why = "连不上对方，或连接中断"
        except h11.RemoteProtocolError:
            why = "没有取全，或对方的答复不合 HTTP"
        else:
            return Draft(name, bytes(taken.data))
        taken.give_back()
        return Draft(usual, b"", f"文稿没有取到：{why}")

    async def _got(self, target: Target, taken: _Taken, name: str) -> str:
        """Takes the file in; gives the name that the answer says, or else ``name``."""
        reader, writer = await self._connected(target.origin)
        try:
            talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD_BYTES)
            writer.write(talk.send(self._request(target)) or b"")
            writer.write(talk.send(h11.EndOfMessage()) or b"")
            await writer.drain()
            while not isinstance(event := await _next(talk, reader), h11.EndOfMessage):
                if isinstance(event, h11.Response):
                    headers = _checked(event)
                    taken.announce(headers.get(b"content-length", b"0").decode())
                    name = _name(headers, name)
                elif isinstance(event, h11.Data):
                    taken.add(event.data)
            if talk.trailing_data[0]:
                raise _MissingError("对方传来的比它说的长，不能确定取对了")
            return name
        finally:
            writer.transport.abort()
            with suppress(OSError, ssl.SSLError):
                await writer.wait_closed()

    def _request(self, target: Target) -> h11.Request:
        headers = [
            ("Host", target.origin.authority),
            ("User-Agent", f"wenlint/{__version__}"),
            ("Accept", "*/*"),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
        ]
        if self._token:
            headers.append(("Authorization", f"Bearer {self._token}"))
        return h11.Request(method="GET", target=target.path, headers=headers)

    async def _connected(self, origin: Origin) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        tls = None
        if origin.scheme == "https":
            self._tls = tls = self._tls or ssl.create_default_context()
        last: OSError = OSError()
        for address in await _looked_up(origin):
            try:
                return await asyncio.open_connection(
                    address, origin.port, limit=_CHUNK, ssl=tls, server_hostname=origin.name if tls else None
                )
            except ssl.SSLError:
                raise
            except OSError as error:
                last = error
        raise last


class _MissingError(Exception):
    """Why there is no file, in Chinese."""


class _Taken:
    """What has come of one file, counted among what the request holds."""

    def __init__(self, held: Held) -> None:
        self._held, self._counted = held, 0
        self.data = bytearray()

    def announce(self, length: str) -> None:
        """Refuses at once what is said to be too large."""
        if int(length) > self._held.most:
            raise _MissingError(_TOO_LARGE)

    def add(self, piece: bytes) -> None:
        self._counted += len(piece)
        try:
            self._held.add(len(piece))
        except RefusedError:
            self.give_back()  # at once, so that the others have room
            raise
        self.data += piece

    def give_back(self) -> None:
        self._held.give_back(self._counted)
        self._counted = 0
        self.data.clear()


async def _looked_up(origin: Origin) -> list[str]:
    """The addresses of a host.

    Raises:
        _MissingError: one of them is this machine or the like, though the operator named none such.
        OSError: there is none.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(origin.name, origin.port, type=1)  # SOCK_STREAM
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not origin.may_be_here and not all(map(is_elsewhere, addresses)):
        raise _MissingError("主机名指向了本机或不该去的地址")
    return addresses[:_MOST_ADDRESSES]


async def _next(talk: h11.Connection, reader: asyncio.StreamReader) -> object:
    while (event := talk.next_event()) is h11.NEED_DATA:
        talk.receive_data(await reader.read(_CHUNK))
    if isinstance(event, h11.ConnectionClosed) or event is h11.PAUSED:
        raise _MissingError("对方没有答复")
    return event


def _checked(response: h11.Response) -> dict[bytes, bytes]:
    """The header fields of an answer that brings a whole file.

    Raises:
        _MissingError: it does not.
    """
    headers = dict(response.headers)
    if 300 <= response.status_code < 400:
        raise _MissingError(f"对方要转到别的地址（{response.status_code}），不跟过去")
    if response.status_code != 200:
        raise _MissingError(f"对方答的是 {response.status_code}")
    if b"content-range" in headers:
        raise _MissingError("对方只传了一段")
    if headers.get(b"content-encoding", b"identity").strip().lower() not in (b"", b"identity"):
        raise _MissingError("对方传的是压缩过的内容")
    if b"content-length" not in headers and b"transfer-encoding" not in headers:
        raise _MissingError("对方没有说有多长，不能确定取全了")
    return headers


def _name(headers: dict[bytes, bytes], usual: str) -> str:
    """The name that the answer gives, one with a draft's ending before others; ``usual`` when it gives none."""
    said: list[str] = []
    with suppress(RefusedError):  # a header that is written badly gives no name
        said = names_in(headers.get(b"content-disposition", b""))
    names = [name for name in [*map(plain_name, said), usual] if name]
    drafts = [name for name in names if name.lower().endswith(tuple(SUFFIXES))]
    return (drafts + names)[0]
