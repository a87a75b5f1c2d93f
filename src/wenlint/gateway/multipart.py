"""The parts of a multipart/form-data body (RFC 7578), all of them or none.

A body that ends before its last boundary is refused as a whole: of two drafts, the second cut
short, the first must not be taken for all there was.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from wenlint.gateway.errors import RefusedError

_MOST_HEADERS = 16
_LONGEST_HEADER = 8192
_LONGEST_VALUE = 4096
_AS_IT_IS = ("", "7bit", "8bit", "binary")


@dataclass(slots=True)
class Part:
    """One part: its name, and whether it is a file (with a file name, maybe an empty one) or a field."""

    name: str = ""
    filename: str = ""
    is_file: bool = False
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
        _, options = parse_options_header(content_type)
        boundary = options.get(b"boundary")
        if not boundary:
            raise _malformed("没有写 boundary")
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
        if headers.get(b"content-transfer-encoding", b"").strip().lower().decode("latin-1") not in _AS_IT_IS:
            raise _malformed("文件经过了转码（Content-Transfer-Encoding），请按原样传")
        _, options = parse_options_header(headers.get(b"content-disposition", b""))
        part = self._parts[-1]
        part.name = _decoded(options.get(b"name", b""))
        part.is_file = b"filename" in options
        part.filename = _decoded(options.get(b"filename", b""))

    def _add_data(self, data: bytes, start: int, end: int) -> None:
        part = self._parts[-1]
        part.data += data[start:end]
        if not part.is_file and len(part.data) > self._longest_value:
            raise _malformed("字段太长；文稿要作为文件上传，带文件名")

    def _end(self) -> None:
        self._is_whole = True


def filename_of(disposition: bytes) -> str:
    """The file name in a Content-Disposition header; "" without one."""
    _, options = parse_options_header(disposition)
    return _decoded(options.get(b"filename", b""))


def _decoded(value: bytes) -> str:
    """Browsers send UTF-8, older office systems GB 18030."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("gb18030", errors="replace")


def _malformed(why: str) -> RefusedError:
    return RefusedError(400, "malformed", f"上传的内容不完整或格式不对（{why}），没有查；请重新上传")
