"""An HTTP message that passes by → the drafts in it.

Files are taken for drafts by the ending of their names, and whatever the ending, by marks of the
formats in their bytes. Hardly anything is unpacked for that: hostile files are the workers' business.
The system behind the gate may read a message in its own way, so every name that a file might be
given there counts, and a message that can be read in two ways does not pass.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, unquote, urlsplit

from wenlint.drafts import UNREAD_SUFFIXES
from wenlint.gateway.errors import RefusedError
from wenlint.gateway.icap_wire import Head, WireError, fields
from wenlint.gateway.multipart import Parts, names_in
from wenlint.gateway.options import Bounds
from wenlint.gateway.uploads import Draft, plain_name
from wenlint.reading import SUFFIXES
from wenlint.text.patterns import pattern

_LONGEST_FIELD = 4 << 20  # bytes of a form's field that is no file; other systems' forms hold whole texts
_MOST_PARTS = 1000
_ENDINGS = tuple(SUFFIXES | UNREAD_SUFFIXES)
_CUT = pattern(r"""[\x00-\x1f\x7f"'\\/;:=,&?#()<>|*]""")  # where one system or another takes a file's name to end
_TOLD_ONCE = ("content-type", "content-encoding", "content-disposition", "content-range", "transfer-encoding")
_NAME_FIELDS = ("x-file-name", "x-filename", "file-name", "filename", "slug")
_IN_ZIP = (b"word/document", b"OFD.xml", b"application/vnd.oasis.opendocument.text")  # names and types lie bare in it
_TYPES = pattern(rb"(?is)PK\x03\x04.{26}\[Content_Types\]\.xml")
_MOST_LISTS = 4
_LIST_BYTES = 256 << 10
_ZIP_END = b"PK\x05\x06"
_LONGEST_ZIP_END = 22 + 65535
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
    names = [line.partition(":")[0].lower() for line in own[1:]]
    if any(names.count(name) > 1 for name in _TOLD_ONCE):
        raise WireError(400, "HTTP header field told twice")
    request = _lines(head.blocks.get("req-hdr", b""))
    words = request[0].split(" ") if request else []
    target = words[1] if len(words) == 3 else ""
    status = own[0].split(" ")[1:2] if own and not is_upload else []
    if not own or "\n" in own[0] or (is_upload and not target) or (status and not status[0].isdecimal()):
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
    if message.headers.get("transfer-encoding", "chunked").strip().lower() not in ("", "chunked", "identity"):
        raise RefusedError(415, "encoding", "内容是转码后传的（Transfer-Encoding），没法查；请按原样传")
    names = _names(message)
    data = _decoded(message, body, names, bounds)
    if data is None:
        return []
    content_type = message.headers.get("content-type", "")
    if message.is_upload and "multipart/" in content_type.lower():  # some systems look for that anywhere
        drafts = _in_form(content_type, data)
    else:
        drafts = [Draft(_shown(names), data)] if is_draft(names, data) else []
    if drafts and (message.status == 206 or "content-range" in message.headers):
        raise RefusedError(415, "partial", "文稿是分段传的，只有一段，没法查；请整份传")
    if len(drafts) > bounds.drafts:
        raise RefusedError(413, "many", f"一次传了 {len(drafts)} 份文稿，超过 {bounds.drafts} 份的上限，都没有查")
    return drafts


def _in_form(content_type: str, data: bytes) -> list[Draft]:
    """The drafts among all parts, fields too: whether a part is a file is for the system behind to say."""
    parts = Parts(content_type, _MOST_PARTS, _LONGEST_FIELD)
    parts.feed(data)
    return [
        Draft(_shown(part.names), bytes(part.data))
        for part in parts.all()
        if (part.is_file or part.data) and is_draft(part.names, part.data)
    ]


def _names(message: Message) -> list[str]:
    """Every name that the file might be given: by the header, and else by the address."""
    said = message.headers.get("content-disposition", "").encode("latin-1")
    try:
        names = names_in(said)
    except RefusedError:  # no two systems will read such a header alike
        names = [unquote(said.decode("latin-1"))]
    try:
        parts = urlsplit(message.target)
        path, query = parts.path, parts.query
    except ValueError:
        path, query = message.target, ""
    places = [unquote(place) for place in path.split("/") if place]
    if not message.is_upload:
        return names + places[-1:]
    told = [unquote(message.headers[name]) for name in _NAME_FIELDS if name in message.headers]
    return [*names, *told, *reversed(places), *(value for _, value in parse_qsl(query))]


def _shown(names: Sequence[str]) -> str:
    """The name to tell a reader."""
    plain = [name for name in map(plain_name, names) if name]
    return next((name for name in plain if name.lower().endswith(_ENDINGS)), plain[0] if plain else "draft")


def is_draft(names: Iterable[str], data: bytes | bytearray) -> bool:
    """Whether a file is for wenlint to judge, by any of its names or by what it is."""
    if any(_is_drafts_name(name) or _is_drafts_name(unquote(name)) for name in names):
        return True
    if data.startswith(b"PK") or data.find(_ZIP_END, max(0, len(data) - _LONGEST_ZIP_END)) >= 0:
        return any(mark in data for mark in _IN_ZIP) or _lists_word_parts(data)
    if data.startswith(_OLE):
        return _IN_OLE in data
    return b"%PDF-" in data[:1024] or data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rt")


def _lists_word_parts(data: bytes | bytearray) -> bool:
    """Whether a zip's list of types has a Word text, whatever the parts are called."""
    for found in islice(_TYPES.finditer(data), _MOST_LISTS):
        head = data[found.start() : found.end()]
        start = found.end() + int.from_bytes(head[28:30], "little")  # after the extra field
        packed = data[start : start + _LIST_BYTES]
        with suppress(zlib.error):
            text = zlib.decompressobj(-15).decompress(packed, _LIST_BYTES) if head[8] else packed
            if b"wordprocessingml" in text.replace(b"\0", b""):
                return True
    return False


def _is_drafts_name(name: str) -> bool:
    """Whether any system could take this for a name with a draft's ending: Windows drops dots and blanks at the end."""
    return any(piece.rstrip(" .").lower().endswith(_ENDINGS) for piece in _CUT.split(name))


def _decoded(message: Message, body: bytes, names: list[str], bounds: Bounds) -> bytes | None:
    """The body without its compression; None when it is compressed in a way unknown here and no draft by its name."""
    encoding = message.headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return body
    try:
        if encoding not in ("gzip", "x-gzip", "deflate"):
            raise ValueError
        unpacker = zlib.decompressobj(47)  # either format, told by its head
        data = unpacker.decompress(body, bounds.request_bytes + 1)
        if not unpacker.eof or unpacker.unused_data or len(data) > bounds.request_bytes:
            raise ValueError
    except (zlib.error, ValueError):
        if message.is_upload or is_draft(names, b""):
            raise RefusedError(415, "encoding", "内容经过压缩，解不开或太大，没法查；请不压缩再传") from None
        return None
    return data
