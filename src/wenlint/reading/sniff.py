"""What a file is, by its first bytes and its inside, not by its name."""

from __future__ import annotations

import re
from pathlib import PurePath

from wenlint.reading.errors import OCR_ADVICE, ReadingError
from wenlint.reading.limits import FILE_BYTES, ZIP_MEMBERS
from wenlint.text.patterns import pattern

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"\0\0\1\0",
    b"8BPS",
    b"\xd7\xcd\xc6\x9a",
)
_PACKED = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_HTML = pattern(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|\w+:html)\b", re.I)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
# A text that opens with "# 标题" and has no list of fields below it was written as Markdown, whatever its name.
_MARKDOWN = pattern(rb"(?:\xef\xbb\xbf)?\s*#{1,6} [^\n#]+\n\s*(?!\s*-)\S")
# What drafts begin with; a file that ends in the midst of it is the start of one, not a text.
_HEADS = (b"PK\x03\x04", _OLE, b"%PDF-", b"{\\rtf")
_INCOMPLETE = "文件不完整或已损坏（可能没有下载完），请重新取得文件，或用 WPS 打开修复后另存"
_SAVE_AS = "请用 WPS 或 Word 打开后另存为 .docx 再查"


def sniff(data: bytes, name: str, *, ocr: bool = False) -> str:
    """The format of a file: "docx", "pdf", "ofd", "doc", "odt", "rtf", "txt" or "md", with ``ocr`` also "image".

    ``name`` only tells Markdown from plain text and helps to word a refusal.

    Raises:
        ReadingError: empty, too-large, encrypted, damaged or unsupported, with what to do.
    """
    refuse_oversize(len(data))
    if not data.strip():
        raise ReadingError("empty", "文件是空的，没有可查的内容")
    if len(data) > 1 and any(head.startswith(data) for head in _HEADS):
        raise ReadingError("damaged", _INCOMPLETE)
    if _is_pdf(data, name):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_format(data)
    if data.startswith(_OLE):
        return _ole_format(data)
    if data[:16].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    if _is_image(data):
        if ocr:
            return "image"
        raise _unsupported(f"这是图片，没有可查的文字；请提供文字版，{OCR_ADVICE}")
    _refuse_known_others(data)
    _refuse_binary(data, name)
    return "md" if _suffix(name) in (".md", ".markdown") or _MARKDOWN.match(data[:400]) else "txt"


def refuse_oversize(size: int) -> None:
    """Refuses a file of more than :data:`~wenlint.reading.limits.FILE_BYTES`, before or after it was read.

    Raises:
        ReadingError: too-large.
    """
    if size > FILE_BYTES:
        raise ReadingError(
            "too-large", f"文件有 {size >> 20} MB，超过 {FILE_BYTES >> 20} MB 的上限，请拆分或压缩图片后再查"
        )


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _unsupported(message: str) -> ReadingError:
    return ReadingError("unsupported", message)


def _is_pdf(data: bytes, name: str) -> bool:
    """A PDF header may stand anywhere in the first 1024 bytes (ISO 32000-1 Annex H.3.4.1)."""
    at = data[:1024].find(b"%PDF-")
    if at < 0:
        return False
    junk = data[:at].removeprefix(b"\xef\xbb\xbf").strip()
    return not junk or _suffix(name) == ".pdf" or b"startxref" in data[-2048:]


def _zip_format(data: bytes) -> str:
    """What a ZIP package holds: read from its directory, without unpacking anything."""
    names = _entry_names(data)
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return "docx"
    if "ofd.xml" in names:
        return "ofd"
    if any(name.startswith("xl/") for name in names):
        raise _unsupported("这是表格（.xlsx），不是公文稿；请把要查的文字放进 .docx 再查")
    if any(name.startswith("ppt/") for name in names):
        raise _unsupported("这是演示文稿（.pptx），不是公文稿；请把要查的文字放进 .docx 再查")
    if "content.xml" in names:
        return _opendocument_format(data)
    raise _unsupported("这是压缩包，请先解压，再查里面的文件")


def _opendocument_format(data: bytes) -> str:
    """OpenDocument 1.3 part 2, 2.2: the first entry, stored, names the media type."""
    media_type = b"application/vnd.oasis.opendocument."
    if data[30 : 38 + len(media_type)] != b"mimetype" + media_type:
        raise _unsupported("这是压缩包，请先解压，再查里面的文件")
    if not data[38 + len(media_type) :].startswith(b"text"):
        raise _unsupported("这是 OpenDocument 表格或演示文稿，不是公文稿；请把要查的文字放进 .docx 再查")
    return "odt"


def _entry_names(data: bytes) -> set[str]:
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile

    count = data.count(b"PK\x01\x02")
    if count > ZIP_MEMBERS:
        raise ReadingError(
            "too-large", f"压缩包里有 {count} 个条目（上限 {ZIP_MEMBERS} 个），不像公文稿，没有查；请核对文件"
        )
    try:
        with ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
    except (BadZipFile, ValueError, OverflowError, NotImplementedError):
        raise ReadingError("damaged", _INCOMPLETE) from None
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadingError("encrypted", "文件加了密码，打不开；请取消密码后再查")
    return {entry.filename.replace("\\", "/").lower() for entry in entries}


def _ole_format(data: bytes) -> str:
    """Old binary Office files and encrypted new ones share the compound file format ([MS-CFB])."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or _is_encrypted_doc(data):
        raise ReadingError("encrypted", "文件加了密码，打不开；请在 WPS 或 Word 里取消密码后再查")
    if holds("WordDocument"):
        return "doc"
    if holds("PowerPoint Document"):
        raise _unsupported("这是演示文稿（.ppt），不是公文稿；请把要查的文字放进 .docx 再查")
    if holds("Workbook") or holds("Book"):
        raise _unsupported("这是表格（.xls），不是公文稿；请把要查的文字放进 .docx 再查")
    raise _unsupported(f"这是旧格式的办公文件，但不是文字文稿；如果是文稿，{_SAVE_AS}")


def _is_encrypted_doc(data: bytes) -> bool:
    """FibBase.fEncrypted of a WordDocument stream in the first sector ([MS-DOC] 2.5.2)."""
    return data[512:514] == b"\xec\xa5" and len(data) > 524 and bool(data[523] & 0x01)


def _is_image(data: bytes) -> bool:
    return data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP") or data[4:12] == b"ftypheic"


def _refuse_known_others(data: bytes) -> None:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(_PACKED):
        raise _unsupported("这是压缩包，请先解压，再查里面的文件")
    if head.startswith(b"<") and (_HTML.search(head) or head.startswith(b"<?xml")):
        raise _unsupported(f"这是网页或 XML 文件，不是公文稿；{_SAVE_AS}")
    if head[:13].lower() == b"mime-version:":
        raise _unsupported(f"这是网页归档文件（.mht），{_SAVE_AS}")
    if b"Founder CEB" in data[:64]:
        raise _unsupported("这是方正 CEB 版式文件，请用阅读软件转成 PDF 再查")


def _refuse_binary(data: bytes, name: str) -> None:
    head = data[:8192]
    if head.startswith(_BOMS):
        return
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1a\x1b" for byte in head)
    if odd > len(head) * 0.05:
        kept = _suffix(name) in (".docx", ".pdf", ".doc", ".wps")
        reason, what = ("damaged", "文件已损坏，打不开") if kept else ("unsupported", "不是文字文件")
        raise ReadingError(reason, f"{what}；请核对文件，能查的是 .docx、.pdf、.ofd、.txt 和 .md")
