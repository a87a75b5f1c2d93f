"""Bytes of a text file → its text, or a refusal: never silent mojibake."""

from __future__ import annotations

import codecs

from wenlint.reading.errors import ReadingError
from wenlint.reading.plausible import control_share, everyday_share, is_cjk
from wenlint.text.patterns import pattern

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEAST_EVERYDAY = 0.85
_MOST_CONTROL = 0.002
_FEW_BYTES = 64
_EXOTIC = pattern(r"[\u0180-\u036f\u0460-\u07ff]")
_ADVICE = "请用记事本或 WPS 打开，确认文字正常后另存为 UTF-8 编码再查"


def decode(data: bytes) -> str:
    """The text of a file without its byte order mark; line ends as they stand.

    UTF-8, UTF-16 and UTF-32 with a byte order mark, and GB 18030—2022 (with GBK and GB 2312).

    Raises:
        ReadingError: ``garbled`` when no encoding gives sensible text.
    """
    text = _decode(data)
    if "\0" in text:
        raise ReadingError("garbled", f"文字里夹着空字符（NUL），文件可能损坏或编码不对；{_ADVICE}")
    if control_share(text) > _MOST_CONTROL:
        raise ReadingError("garbled", f"文字里有乱码（控制字符或“\ufffd”）；{_ADVICE}")
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _as_gb18030(data, error.start)
    return _gb18030_in_disguise(data, text) or text


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(error.start) from None


def _as_gb18030(data: bytes, bad_utf8: int) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _undecodable(max(error.start, bad_utf8)) from None
    if everyday_share(text) < _LEAST_EVERYDAY:
        raise _undecodable(bad_utf8)
    return text


def _gb18030_in_disguise(data: bytes, text: str) -> str | None:
    """A few words in GB 18030 are valid UTF-8 too: 通知 reads as two combining marks and a Hebrew letter."""
    if len(data) > _FEW_BYTES or not _EXOTIC.search(text) or any(map(is_cjk, text)):
        return None
    try:
        other = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return other if everyday_share(other) == 1.0 and any(map(is_cjk, other)) else None


def _undecodable(offset: int) -> ReadingError:
    return ReadingError("garbled", f"认不出文字编码（第 {offset + 1} 个字节处不是 UTF-8，也不是 GB18030）；{_ADVICE}")
