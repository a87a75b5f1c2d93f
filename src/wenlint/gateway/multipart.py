"""The parts of a multipart/form-data body (RFC 7578), all of them or none.

A body that ends before its last boundary is refused as a whole: of two drafts, the second cut
short, the first must not be taken for all there was. So is whatever the system behind a gate might
take apart in another way than this: boundaries out of line, what is said twice, forms within forms.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from email.message import Message

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser

from wenlint.gateway.errors import RefusedError

_MOST_HEADERS = 16
_LONGEST_HEADER = 8192
_LONGEST_VALUE = 4096
_AS_IT_IS = (b"", b"7bit", b"8bit", b"binary")
_BOUNDARY = re.compile(r'[^\x00-\x20",;\\\x7f-\U0010ffff]{1,70}')  # more than RFC 2046 has, but nothing that ends it
_LANGUAGE = re.compile(r"[A-Za-z0-9-]*")
_UNBROKEN = re.compile(r"[^\r\n\0]*")
_TOLD_ONCE = (b"content-disposition", b"content-type", b"content-transfer-encoding")

logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # its warnings quote what was sent


@dataclass(slots=True)
class Part:
    """One part.

    Attributes:
        name: of the field.
        filename: "" when none is told.
        is_file: whether a file name is told, be it an empty one.
        names: whatever a system might take for the file's name, decoded.
    """

    name: str = ""
    filename: str = ""
    is_file: bool = False
    names: tuple[str, ...] = ()
    data: bytearray = field(default_factory=bytearray)

    @property
    def value(self) -> str:
        """What a field says."""
        return _decoded(bytes(self.data))


class Parts:
    """Takes in a body piece by piece.

    Raises:
        RefusedError: 400, here and in every method, for what is no whole multipart body.
    """

    def __init__(self, content_type: str, most: int, longest_value: int = _LONGEST_VALUE) -> None:
        boundary = _boundary(content_type)
        self._lines = _Boundaries(boundary)
        self._most, self._longest_value = most, longest_value
        self._parts: list[Part] = []
        self._headers: list[tuple[bytes, bytes]] = []
        self._key, self._value = bytearray(), bytearray()
        self._is_whole = False
        callbacks = {
            "on_part_begin": self._begin,
            "on_header_field": self._add_key,
            "on_header_value": self._add_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._add_data,
            "on_end": self._end,
        }
        try:
            self._parser = MultipartParser(boundary, callbacks)  # type: ignore[arg-type]
        except FormParserError:
            raise _malformed("boundary 不合规") from None

    def feed(self, data: bytes) -> None:
        """The next piece of the body."""
        self._lines.see(data)
        try:
            self._parser.write(data)
        except FormParserError:
            raise _malformed("格式不对") from None

    def all(self) -> list[Part]:
        """Every part, once the body has ended."""
        if not self._is_whole:
            raise _malformed("没有传完")
        return self._parts

    def _begin(self) -> None:
        if len(self._parts) >= self._most:
            raise _malformed("文件和字段太多")
        self._parts.append(Part())
        self._headers = []

    def _add_key(self, data: bytes, start: int, end: int) -> None:
        self._grow(self._key, data[start:end])

    def _add_value(self, data: bytes, start: int, end: int) -> None:
        self._grow(self._value, data[start:end])

    def _grow(self, header: bytearray, more: bytes) -> None:
        if len(header) + len(more) > _LONGEST_HEADER:
            raise _malformed("头部太长")
        header += more

    def _end_header(self) -> None:
        if len(self._headers) >= _MOST_HEADERS:
            raise _malformed("头部太多")
        self._headers.append((bytes(self._key).strip().lower(), bytes(self._value)))
        self._key.clear()
        self._value.clear()

    def _open(self) -> None:
        """The part's head is complete."""
        headers = dict(self._headers)
        names = [name for name, _ in self._headers]
        if any(names.count(name) > 1 for name in _TOLD_ONCE):
            raise _malformed("同一个头部写了两次")
        if headers.get(b"content-transfer-encoding", b"").strip().lower() not in _AS_IT_IS:
            raise _malformed("文件经过了转码（Content-Transfer-Encoding），请按原样传")
        if headers.get(b"content-type", b"").strip().lower().startswith(b"multipart/"):
            raise _malformed("表单里还套着表单")
        disposition = headers.get(b"content-disposition", b"")
        told = _parameters(disposition)
        part = self._parts[-1]
        part.name = next((value for name, value in told if name == "name"), "")
        part.is_file = any(name.startswith("filename") for name, _ in told)
        part.filename = next(iter(names_in(disposition)), "")
        part.names = (*names_in(disposition), *names_in(headers.get(b"content-type", b""), "name"), part.name)

    def _add_data(self, data: bytes, start: int, end: int) -> None:
        part = self._parts[-1]
        part.data += data[start:end]
        if not part.is_file and len(part.data) > self._longest_value:
            raise _malformed("字段太长；文稿要作为文件上传，带文件名")

    def _end(self) -> None:
        self._is_whole = True


class _Boundaries:
    """Watches that no two parsers can disagree on where a part ends.

    Every boundary has a line of its own, ended by CRLF; nothing stands before the first and after the last.
    """

    def __init__(self, boundary: bytes) -> None:
        self._mark = b"--" + boundary
        self._kept = b""  # the end of what came: a boundary may be cut in two
        self._start = 0  # where that stands in the body
        self._looked_at = 0
        self._end: int | None = None

    def see(self, data: bytes) -> None:
        """The next piece of the body.

        Raises:
            RefusedError: 400.
        """
        window, size = self._kept + data, len(self._mark)
        at = window.find(self._mark, max(0, self._looked_at - self._start))
        while at != -1 and at + size + 2 <= len(window):
            self._check(window, at)
            at = window.find(self._mark, at + size)
        if self._end is not None and window[max(0, self._end - self._start) :].strip(b"\r\n"):
            raise _malformed("最后一个 boundary 后面还有内容")
        self._kept = window[-size - 4 :]
        self._start += len(window) - len(self._kept)

    def _check(self, window: bytes, at: int) -> None:
        place, after = self._start + at, at + len(self._mark)
        if not self._looked_at and place > 2:
            raise _malformed("开头不是 boundary")
        if self._end is not None:
            raise _malformed("最后一个 boundary 后面还有内容")
        if window[after : after + 2] not in (b"\r\n", b"--") or (place and window[at - 2 : at] != b"\r\n"):
            raise _malformed("boundary 没有单独成行")
        self._looked_at = self._start + after
        if window.startswith(b"--", after):
            self._end = self._looked_at + 2


def _boundary(content_type: str) -> bytes:
    told = [value for name, value in _parameters(content_type.encode("latin-1", "replace")) if name == "boundary"]
    if not told:
        raise _malformed("没有写 boundary")
    # Some systems take the first "boundary=" there is, some the last, wherever it stands.
    others = re.sub(rf'boundary\s*=\s*"?{re.escape(told[0])}', "", content_type, count=1, flags=re.IGNORECASE)
    if len(told) > 1 or "boundary" in others.lower() or not _BOUNDARY.fullmatch(told[0]):
        raise _malformed("boundary 不合规")
    return told[0].encode()


def names_in(header: bytes, parameter: str = "filename") -> list[str]:
    """Every file name that a header tells, those in the extended notation (RFC 5987) first."""
    extended, plain = [], []
    for name, value in _parameters(header):
        if name == parameter + "*":
            extended.append(value)
        elif name == parameter:
            plain.append(value)
    return extended + plain


def _parameters(header: bytes) -> list[tuple[str, str]]:
    """The parameters of a header as they come; the name of one in the extended notation keeps its asterisk.

    Raises:
        RefusedError: 400 when one is told twice, or a quotation does not end.
    """
    text = header.decode("latin-1")
    if text.replace('\\"', "").count('"') % 2 or not _UNBROKEN.fullmatch(text):
        raise _malformed("头部写坏了")
    message = Message()
    message["X"] = text
    told = []
    for name, value in (message.get_params(header="X") or [])[1:]:
        if not name:
            continue
        if isinstance(value, tuple):
            told.append((f"{name.lower()}*", _extended(*value)))
        else:
            told.append((name.lower(), _decoded(value.encode("latin-1", "replace"))))
    names = [name for name, _ in told]
    if len(set(names)) < len(names):
        raise _malformed("同一个参数写了两次")
    return told


def _extended(charset: str | None, language: str | None, value: str) -> str:
    """``charset'language'value`` decoded; where the first two can be none, others may take them for the name."""
    octets = value.encode("latin-1", "replace")
    try:
        if _LANGUAGE.fullmatch(language or ""):
            return octets.decode(charset or "utf-8")
    except LookupError:
        pass
    except UnicodeDecodeError:
        return _decoded(octets)
    raise _malformed("头部写坏了")


def _decoded(value: bytes) -> str:
    """Browsers send UTF-8, older office systems GB 18030."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("gb18030", errors="replace")


def _malformed(why: str) -> RefusedError:
    return RefusedError(400, "malformed", f"上传的内容不完整或格式不对（{why}），没有查；请重新上传")
