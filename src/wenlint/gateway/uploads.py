"""The drafts in a request: raw bytes, or multipart/form-data (RFC 7578). They stay in memory and never touch a disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.requests import Request

from wenlint.document import Kind
from wenlint.gateway.errors import RefusedError, busy
from wenlint.gateway.multipart import Part, Parts
from wenlint.gateway.options import Bounds

T = TypeVar("T")

_LONGEST_NAME = 200
_FORM = "multipart/form-data"
_NO_DRAFT = ("application/json", "multipart/", "message/")  # a draft in a wrapping would be judged by its wrapping
_PARAMETERS = {"filename", "kind", "packs", "progress"}  # the last is the page's, on how far an upload has come


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as its sender names it; the name holds no folder. ``error`` says in Chinese why there are no bytes."""

    name: str
    data: bytes
    error: str = ""


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
        self.most = room.bounds.request_bytes
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

    def give_back(self, count: int) -> None:
        """So many bytes were forgotten again."""
        self.bytes -= count
        self._room.bytes -= count


async def read(request: Request, held: Held, bounds: Bounds) -> Upload:
    """The drafts in a request and what is asked of them.

    Raises:
        RefusedError: 400 when it is not whole or not understood, 408 too slow, 413 too large, 503 no room.
        ClientDisconnect: the sender has gone.
    """
    _refuse_by_head(request, bounds)
    return await _in_time(_read(request, held, bounds), bounds)


async def read_bytes(request: Request, held: Held, bounds: Bounds) -> bytes:
    """The body of a request as it is.

    Raises:
        RefusedError, ClientDisconnect: as :func:`read`.
    """
    _refuse_by_head(request, bounds)
    return await _in_time(_read_bytes(request, held), bounds)


async def _in_time(reading: Coroutine[Any, Any, T], bounds: Bounds) -> T:
    try:
        async with asyncio.timeout(bounds.body_seconds):
            return await reading
    except TimeoutError:
        raise RefusedError(408, "slow", f"{bounds.body_seconds:.0f} 秒还没有传完，没有查；请重新上传") from None


def _refuse_by_head(request: Request, bounds: Bounds) -> None:
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > bounds.request_bytes:
        raise _too_large(bounds)
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise RefusedError(415, "encoding", "上传的内容不要压缩（Content-Encoding），没有查")


async def _read(request: Request, held: Held, bounds: Bounds) -> Upload:
    query = request.query_params
    if unknown := sorted(set(query) - _PARAMETERS):
        raise _bad(f"地址里有不认识的参数 {plain_name(unknown[0])[:40]}；只能是 filename、kind 和 packs")
    if len(query.getlist("filename")) > 1:
        raise _bad("地址里的文件名写了两次，没有查")
    upload = Upload([], None, packs_of(query.getlist("packs")))
    for kind in query.getlist("kind"):
        upload.kind = _same(upload.kind, kind_of(kind))
    content_type = request.headers.get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type != _FORM and media_type.startswith(_NO_DRAFT):
        raise RefusedError(
            415, "type", f"这里收文稿本身或表单（{_FORM}），不收装在 {plain_name(media_type)[:40]} 里的，没有查"
        )
    if media_type == _FORM:
        parts = Parts(content_type, bounds.drafts + 64)
        async for chunk in _bounded(request, held):
            parts.feed(chunk)
        _take(upload, parts.all(), bounds)
    else:
        upload.drafts = [Draft(plain_name(query.get("filename", "")) or "draft", await _read_bytes(request, held))]
    return upload


async def _read_bytes(request: Request, held: Held) -> bytes:
    return b"".join([chunk async for chunk in _bounded(request, held)])


async def _bounded(request: Request, held: Held) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        held.add(len(chunk))
        yield chunk


def _take(upload: Upload, parts: list[Part], bounds: Bounds) -> None:
    """Adds what a form says to what the address said."""
    packs = list(upload.packs)
    for part in parts:
        if part.is_file:
            name = plain_name(part.filename)
            if name or part.data:  # a browser sends an empty one where no file was chosen
                upload.drafts.append(Draft(name or "draft", bytes(part.data)))
        elif part.name == "kind":
            upload.kind = _same(upload.kind, kind_of(part.value))
        elif part.name == "packs":
            packs.append(part.value)
        else:
            raise _bad(f"不认识的字段 {part.name[:40]}；文稿要作为文件上传（带文件名），别的字段只能是 kind 和 packs")
    if not upload.drafts:
        raise _bad("没有收到文稿；请选至少一个文件")
    if len(upload.drafts) > bounds.drafts:
        raise too_many(len(upload.drafts), bounds)
    upload.packs = packs_of(packs)


def _same(said: Kind | None, again: Kind | None) -> Kind | None:
    if said and again and said is not again:
        raise _bad(f"文稿类别写了两种：{said.value} 和 {again.value}，没有查")
    return said or again


def plain_name(name: str) -> str:
    """A file's name without folders, invisible characters and undue length; its ending is kept."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(char for char in name if char.isprintable()).strip()
    return name if len(name) <= _LONGEST_NAME else name[-_LONGEST_NAME:]


def kind_of(value: str) -> Kind | None:
    """The kind that a sender names; None for "".

    Raises:
        RefusedError: 400 when there is none such.
    """
    if not value.strip():
        return None
    try:
        return Kind(value.strip())
    except ValueError:
        raise _bad(f"没有文稿类别 {plain_name(value)[:40]}；可用：{'、'.join(kind.value for kind in Kind)}") from None


def packs_of(values: list[str]) -> tuple[str, ...]:
    """Ids of packs, written one by one or with commas between them."""
    names = [name.strip() for value in values for name in value.replace("，", ",").split(",")]
    return tuple(sorted({name for name in names if name}))


def too_many(count: int, bounds: Bounds) -> RefusedError:
    """More drafts in one request than it may bring (413)."""
    return RefusedError(413, "many", f"一次传了 {count} 份，超过 {bounds.drafts} 份的上限，都没有查；请分几次传")


def _bad(message: str) -> RefusedError:
    return RefusedError(400, "malformed", message)


def _too_large(bounds: Bounds) -> RefusedError:
    limit = f"{bounds.request_bytes / (1 << 20):.3g}"
    return RefusedError(413, "large", f"一次上传超过 {limit} MB 的上限，没有查；请分几次传，或压缩稿中的图片")
