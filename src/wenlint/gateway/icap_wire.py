"""ICAP on the wire (RFC 3507): requests read piece by piece under limits, answers written.

What is not exactly as the standard has it is refused; a gate must not guess where a body ends.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field

HEAD_BYTES = 64 << 10
_ENCAPSULATED_BYTES = 256 << 10
_PIECE = 64 << 10
_SIZE = re.compile(rb"[0-9a-fA-F]{1,8}")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_SECTION = re.compile(r"(req-hdr|res-hdr|req-body|res-body|opt-body|null-body)=(\d{1,9})")
_ORDER = ("req-hdr", "res-hdr", "body")
_REASONS = {
    200: "OK",
    204: "No Content",
    400: "Bad Request",
    404: "ICAP Service not found",
    405: "Method not allowed for service",
    408: "Request timeout",
    413: "Request Entity Too Large",
    500: "Server error",
    503: "Service overloaded",
    505: "ICAP version not supported",
}


class WireError(Exception):
    """A request that cannot be answered as it stands; ``status`` is of RFC 3507, 4.3.3. The connection ends."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Head:
    """An ICAP request without its body.

    Attributes:
        method: OPTIONS, REQMOD or RESPMOD.
        service: the path of the URI, without its query.
        headers: by name in lower case; of several with one name the values are joined by commas.
        blocks: the encapsulated HTTP heads as they came, by "req-hdr" and "res-hdr".
        has_body: whether a body follows.
        preview: bytes of it that come before the sender waits; None when it sends all.
    """

    method: str
    service: str
    headers: Mapping[str, str]
    blocks: Mapping[str, bytes] = field(default_factory=dict)
    has_body: bool = False
    preview: int | None = None

    @property
    def allows_204(self) -> bool:
        """Whether the sender keeps the message, so that it need not be sent back."""
        return "204" in [word.strip() for word in self.headers.get("allow", "").split(",")]

    @property
    def ends(self) -> bool:
        """Whether this is the last request of the connection."""
        return "close" in self.headers.get("connection", "").lower()


async def read_head(reader: asyncio.StreamReader, idle: float, seconds: float) -> Head | None:
    """The next request; None when none comes within ``idle`` seconds or the sender has gone.

    Raises:
        WireError: when it is none, is too large, or takes more than ``seconds``.
    """
    try:
        async with asyncio.timeout(idle):
            first = await reader.read(1)
    except TimeoutError:
        return None
    if not first:
        return None
    try:
        async with asyncio.timeout(seconds):
            head = _head(first + await reader.readuntil(b"\r\n\r\n"))
            return await _with_blocks(head, reader)
    except TimeoutError:
        raise WireError(408, "slow head") from None
    except asyncio.LimitOverrunError:
        raise WireError(413, "head too large") from None
    except asyncio.IncompleteReadError:
        raise WireError(400, "head cut short") from None


def _head(data: bytes) -> Head:
    start, *lines = data[:-4].decode("latin-1").split("\r\n")
    words = start.split(" ")
    if len(words) != 3 or not words[1].lower().startswith(("icap://", "icaps://", "/")):
        raise WireError(400, "request line")
    if words[2] != "ICAP/1.0":
        raise WireError(505, "version")
    path = words[1].partition("?")[0]
    service = path if path.startswith("/") else "/" + path.partition("://")[2].partition("/")[2]
    return Head(words[0], service, fields(lines))


def fields(lines: Sequence[str]) -> dict[str, str]:
    """Header fields by name in lower case.

    Raises:
        WireError: 400 for a line that is none.
    """
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not _NAME.fullmatch(name) or "\n" in value or "\r" in value or "\0" in value:
            raise WireError(400, "header field")
        name, value = name.lower(), value.strip(" \t")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


async def _with_blocks(head: Head, reader: asyncio.StreamReader) -> Head:
    sections = _sections(head.headers.get("encapsulated", ""))
    if head.method == "OPTIONS" and not sections:
        return head
    if not sections:
        raise WireError(400, "no Encapsulated header")
    ends = [offset for _, offset in sections[1:]]
    blocks = {}
    for (name, offset), end in zip(sections, ends, strict=False):
        blocks[name] = await reader.readexactly(end - offset)
    kind = sections[-1][0]
    expected = {"REQMOD": ("req-body", "null-body"), "RESPMOD": ("res-body", "null-body")}.get(head.method)
    if expected and kind not in expected:
        raise WireError(400, "body does not belong to method")
    return Head(head.method, head.service, head.headers, blocks, kind != "null-body", _preview(head.headers))


def _sections(value: str) -> list[tuple[str, int]]:
    """Names and offsets of the Encapsulated header (RFC 3507, 4.4.1)."""
    if not value:
        return []
    matches = [_SECTION.fullmatch(part.strip()) for part in value.split(",")]
    sections = [(match[1], int(match[2])) for match in matches if match]
    offsets = [offset for _, offset in sections]
    places = [_ORDER.index(name if name.endswith("hdr") else "body") for name, _ in sections]
    is_sound = (
        len(sections) == len(matches)
        and offsets[0] == 0
        and offsets == sorted(offsets)
        and places == sorted(set(places))
        and places[-1] == 2
    )
    if not is_sound:
        raise WireError(400, "Encapsulated header")
    if offsets[-1] > _ENCAPSULATED_BYTES:
        raise WireError(413, "HTTP head too large")
    return sections


def _preview(headers: Mapping[str, str]) -> int | None:
    value = headers.get("preview")
    if value is None:
        return None
    if not value.isascii() or not value.isdecimal() or len(value) > 9:
        raise WireError(400, "Preview header")
    return int(value)


class Body:
    """The chunks of a body (RFC 9112, 7.1), up to a pause for the preview or to the end."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self.is_whole = False
        """Whether the sender has said that nothing follows what was read."""

    async def pieces(self, is_preview: bool) -> AsyncIterator[bytes]:
        """The pieces up to the next end of chunks.

        Raises:
            WireError: when they are not chunks.
        """
        try:
            while left := await self._size(is_preview):
                while left:  # in pieces that can be counted: a chunk may say that it has gigabytes
                    piece = await self._reader.read(min(left, _PIECE))
                    if not piece:
                        raise WireError(400, "body cut short")
                    left -= len(piece)
                    yield piece
                if await self._reader.readexactly(2) != b"\r\n":
                    raise WireError(400, "chunk")
            while await self._reader.readuntil(b"\r\n") != b"\r\n":
                pass  # trailer fields mean nothing here
        except asyncio.LimitOverrunError:
            raise WireError(400, "chunk") from None
        except asyncio.IncompleteReadError:
            raise WireError(400, "body cut short") from None

    async def _size(self, is_preview: bool) -> int:
        line = (await self._reader.readuntil(b"\r\n"))[:-2]
        digits, _, extension = line.partition(b";")
        if not _SIZE.fullmatch(digits.strip()):
            raise WireError(400, "chunk size")
        size = int(digits, 16)
        if not size:
            self.is_whole = not is_preview or extension.strip().lower() == b"ieof"
        return size


def answer(
    status: int, headers: Mapping[str, str], blocks: Sequence[tuple[str, bytes]] = (), body: bytes | None = None
) -> bytes:
    """An ICAP answer: encapsulated HTTP heads by "req-hdr" or "res-hdr", and a body of the last of them."""
    offset, sections = 0, []
    for name, block in blocks:
        sections.append(f"{name}={offset}")
        offset += len(block)
    kind = "null-body" if body is None else f"{blocks[-1][0].partition('-')[0]}-body"
    sections.append(f"{kind}={offset}")
    lines = [f"ICAP/1.0 {status} {_REASONS[status]}", *(f"{name}: {value}" for name, value in headers.items())]
    lines += [f"Encapsulated: {', '.join(sections)}", "", ""]
    chunked = b"" if body is None else (b"%x\r\n%b\r\n" % (len(body), body) if body else b"") + b"0\r\n\r\n"
    return "\r\n".join(lines).encode("latin-1") + b"".join(block for _, block in blocks) + chunked


CONTINUE = b"ICAP/1.0 100 Continue\r\n\r\n"
