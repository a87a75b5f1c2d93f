"""The drafts in a request: raw bytes, or multipart/form-data (RFC 7578). They stay in memory and never touch a disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.requests import Request

from wenlint.document import Kind
from wenlint.gateway.errors import RefusedError, busy
from wenlint.gateway.multipart import Part, Parts
from wenlint.gateway.options import Bounds

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as its sender names it; the name holds no folder."""

    name: str
    data: bytes


@dataclass(slots=True)
class Upload:
    """What a request asks for. ``packs`` are ids as the sender gave them, empty for the server's own choice."""

    drafts: list[Draft] = field(default_factory=list)
    kind: Kind | None = None
    packs: tuple[str, ...] = ()


class Room:
    """How many requests with drafts are under way, and how many bytes they hold."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.requests = 0
        self.bytes = 0

    @contextmanager
    def entered(self) -> Iterator[Held]:
        """A place for one request.

        Raises:
            RefusedError: 503 when all are taken.
        """
        if self.requests >= self.bounds.requests:
            raise busy()
        held = Held(self)
        self.requests += 1
        try:
            yield held
        finally:
            self.requests -= 1
            self.bytes -= held.bytes


class Held:
    """The bytes that one request holds."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.bytes = 0

    def add(self, count: int) -> None:
        """Takes in so many more bytes.

        Raises:
            RefusedError: 413 when it is too much for one request, 503 for all together.
        """
        bounds = self._room.bounds
        self.bytes += count
        self._room.bytes += count
        if self.bytes > bounds.request_bytes:
            raise _too_large(bounds)
        if self._room.bytes > bounds.total_bytes:
            raise busy()


async def read(request: Request, held: Held, bounds: Bounds) -> Upload:
    """The drafts in a request and what is asked of them.

    Raises:
        RefusedError: 400 when it is not whole or not understood, 408 too slow, 413 too large, 503 no room.
        ClientDisconnect: the sender has gone.
    """
    _refuse_by_head(request, bounds)
    try:
        async with asyncio.timeout(bounds.body_seconds):
            return await _read(request, held, bounds)
    except TimeoutError:
        raise RefusedError(408, "slow", f"{bounds.body_seconds:.0f} 秒还没有传完，没有查；请重新上传") from None


def _refuse_by_head(request: Request, bounds: Bounds) -> None:
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > bounds.request_bytes:
        raise _too_large(bounds)
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise RefusedError(415, "encoding", "上传的内容不要压缩（Content-Encoding），没有查")


async def _read(request: Request, held: Held, bounds: Bounds) -> Upload:
    chunks = _bounded(request, held)
    content_type = request.headers.get("content-type", "")
    if content_type.split(";")[0].strip().lower() == "multipart/form-data":
        parts = Parts(content_type, bounds.drafts + 64)
        async for chunk in chunks:
            parts.feed(chunk)
        return _of_parts(parts.all(), bounds)
    data = b"".join([chunk async for chunk in chunks])
    query = request.query_params
    name = plain_name(query.get("filename", "")) or "draft"
    return Upload([Draft(name, data)], _kind(query.get("kind", "")), _packs(query.getlist("packs")))


async def _bounded(request: Request, held: Held) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        held.add(len(chunk))
        yield chunk


def _of_parts(parts: list[Part], bounds: Bounds) -> Upload:
    upload = Upload()
    packs: list[str] = []
    for part in parts:
        if part.is_file:
            name = plain_name(part.filename)
            if name or part.data:  # a browser sends an empty one where no file was chosen
                upload.drafts.append(Draft(name or "draft", bytes(part.data)))
        elif part.name == "kind":
            upload.kind = _kind(part.value)
        elif part.name == "packs":
            packs.append(part.value)
        else:
            raise _bad(f"不认识的字段 {part.name[:40]}；文稿要作为文件上传（带文件名），别的字段只能是 kind 和 packs")
    if not upload.drafts:
        raise _bad("没有收到文稿；请选至少一个文件")
    if len(upload.drafts) > bounds.drafts:
        raise RefusedError(
            413, "many", f"一次传了 {len(upload.drafts)} 份，超过 {bounds.drafts} 份的上限，都没有查；请分几次传"
        )
    upload.packs = _packs(packs)
    return upload


def plain_name(name: str) -> str:
    """A file's name without folders, invisible characters and undue length; its ending is kept."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(char for char in name if char.isprintable()).strip()
    return name if len(name) <= _LONGEST_NAME else name[-_LONGEST_NAME:]


def _kind(value: str) -> Kind | None:
    if not value.strip():
        return None
    try:
        return Kind(value.strip())
    except ValueError:
        raise _bad(f"没有文稿类别 {plain_name(value)[:40]}；可用：{'、'.join(kind.value for kind in Kind)}") from None


def _packs(values: list[str]) -> tuple[str, ...]:
    names = [name.strip() for value in values for name in value.replace("，", ",").split(",")]
    return tuple(sorted({name for name in names if name}))


def _bad(message: str) -> RefusedError:
    return RefusedError(400, "malformed", message)


def _too_large(bounds: Bounds) -> RefusedError:
    limit = f"{bounds.request_bytes / (1 << 20):.3g}"
    return RefusedError(413, "large", f"一次上传超过 {limit} MB 的上限，没有查；请分几次传，或压缩稿中的图片")
