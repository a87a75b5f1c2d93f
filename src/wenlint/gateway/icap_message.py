"""An HTTP message that passes by → the drafts in it.

Files are taken for drafts by the ending of their names, and whatever the ending, by marks of the
formats in their bytes. Nothing is unpacked or parsed for that: hostile files are the workers' business.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from wenlint.drafts import UNREAD_SUFFIXES
from wenlint.gateway.errors import RefusedError
from wenlint.gateway.icap_wire import Head, WireError, fields
from wenlint.gateway.multipart import Parts, filename_of
from wenlint.gateway.options import Bounds
from wenlint.gateway.uploads import Draft, plain_name
from wenlint.reading import SUFFIXES

_LONGEST_FIELD = 4 << 20  # bytes of a form's field that is no file; other systems' forms hold whole texts
_MOST_PARTS = 1000
_IN_ZIP = (b"word/document", b"OFD.xml", b"application/vnd.oasis.opendocument.text")  # names and types lie bare in it
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_OLE = "WordDocument".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Message:
    """What is told of the HTTP message: where it goes, and its own header fields."""

    target: str
    status: int
    headers: dict[str, str]
    is_upload: bool


def message_of(head: Head) -> Message:
    """The message that an ICAP request is about.

    Raises:
        WireError: 400 when its head is no HTTP.
    """
    is_upload = head.method == "REQMOD"
    own = _lines(head.blocks.get("req-hdr" if is_upload else "res-hdr", b""))
    request = _lines(head.blocks.get("req-hdr", b""))
    words = request[0].split(" ") if request else []
    target = words[1] if len(words) == 3 else ""
    status = own[0].split(" ")[1:2] if own and not is_upload else []
    if not own or (is_upload and not target) or (status and not status[0].isdecimal()):
        raise WireError(400, "HTTP head")
    return Message(target, int(status[0]) if status else 0, fields(own[1:]), is_upload)


def _lines(block: bytes) -> list[str]:
    if not block:
        return []
    if not block.endswith(b"\r\n\r\n"):
        raise WireError(400, "HTTP head")
    return block[:-4].decode("latin-1").split("\r\n")


def drafts_in(message: Message, body: bytes, bounds: Bounds) -> list[Draft]:
    """The drafts in the body.

    Raises:
        RefusedError: when nobody can tell what is in it.
    """
    name = _name(message)
    data = _decoded(message, body, name, bounds)
    if data is None:
        return []
    content_type = message.headers.get("content-type", "")
    if message.is_upload and content_type.partition(";")[0].strip().lower() == "multipart/form-data":
        parts = Parts(content_type, _MOST_PARTS, _LONGEST_FIELD)
        parts.feed(data)
        files = [Draft(plain_name(part.filename), bytes(part.data)) for part in parts.all() if part.is_file]
    else:
        files = [Draft(name, data)]
    drafts = [Draft(file.name or "draft", file.data) for file in files if is_draft(file.name, file.data)]
    if drafts and (message.status == 206 or "content-range" in message.headers):
        raise RefusedError(415, "partial", "文稿是分段传的，只有一段，没法查；请整份传")
    if len(drafts) > bounds.drafts:
        raise RefusedError(413, "many", f"一次传了 {len(drafts)} 份文稿，超过 {bounds.drafts} 份的上限，都没有查")
    return drafts


def _name(message: Message) -> str:
    """The file's name as the header says it, or else the last part of the address."""
    said = filename_of(message.headers.get("content-disposition", "").encode("latin-1"))
    try:
        path = urlsplit(message.target).path
    except ValueError:
        path = message.target
    return plain_name(said or unquote(path.rpartition("/")[2]))


def is_draft(name: str, data: bytes) -> bool:
    """Whether a file is for wenlint to judge."""
    if PurePosixPath(name).suffix.lower() in SUFFIXES | UNREAD_SUFFIXES:
        return True
    if data.startswith(b"PK"):
        return any(mark in data for mark in _IN_ZIP)
    if data.startswith(_OLE):
        return _IN_OLE in data
    return b"%PDF-" in data[:1024] or data[:16].lstrip().startswith(b"{\\rtf")


def _decoded(message: Message, body: bytes, name: str, bounds: Bounds) -> bytes | None:
    """The body without its compression; None when it is compressed in a way unknown here and no draft by its name."""
    encoding = message.headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return body
    try:
        if encoding not in ("gzip", "x-gzip", "deflate"):
            raise ValueError
        unpacker = zlib.decompressobj(47)  # either format, told by its head
        data = unpacker.decompress(body, bounds.request_bytes + 1)
        if not unpacker.eof or len(data) > bounds.request_bytes:
            raise ValueError
    except (zlib.error, ValueError):
        if message.is_upload or is_draft(name, b""):
            raise RefusedError(415, "encoding", "内容经过压缩，解不开或太大，没法查；请不压缩再传") from None
        return None
    return data
