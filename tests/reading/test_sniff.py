"""The format is what the content says; whatever cannot be read is refused with one line of advice."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.reading.errors import ReadingError
from wenlint.reading.sniff import refuse_oversize, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def package(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def compound(stream: str, prefix: bytes = b"") -> bytes:
    return OLE + bytes(504) + prefix + bytes(512 - len(prefix)) + stream.encode("utf-16-le") + bytes(200)


def encrypted_zip() -> bytes:
    data = bytearray(package("word/document.xml"))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        ("关于开展检查的通知".encode(), "a.txt", "txt"),
        ("关于开展检查的通知".encode(), "a.md", "md"),
        ("关于开展检查的通知".encode(), "A.MARKDOWN", "md"),
        ("关于开展检查的通知".encode("gb18030"), "a", "txt"),
        ("关于开展检查的通知".encode("utf-16"), "a.docx", "txt"),
        (package("[Content_Types].xml", "word/document.xml"), "a.pdf", "docx"),
        (package("[Content_Types].xml", "word\\document.xml"), "a.zip", "docx"),
        (b"%PDF-1.7\n", "a.docx", "pdf"),
        (b"\r\n%PDF-1.4\n", "a.txt", "pdf"),
        (b"junk\n%PDF-1.4\n", "a.pdf", "pdf"),
        ("文中提到 %PDF-1.4 字样".encode(), "a.txt", "txt"),
    ],
)
def test_content_decides(data: bytes, name: str, format: str) -> None:
    assert sniff(data, name) == format


@pytest.mark.parametrize(
    ("data", "name", "reason", "advice"),
    [
        (b"", "a.docx", "empty", "空"),
        (b" \r\n\t\n", "a.txt", "empty", "空"),
        (compound("EncryptedPackage"), "a.docx", "encrypted", "取消密码"),
        (compound("WordDocument", b"\xec\xa5" + bytes(9) + b"\x01"), "a.doc", "encrypted", "取消密码"),
        (encrypted_zip(), "a.docx", "encrypted", "取消密码"),
        (package("xl/workbook.xml"), "a.docx", "unsupported", ".xlsx"),
        (package("ppt/presentation.xml"), "a.pptx", "unsupported", ".pptx"),
        (package("readme.txt"), "a.zip", "unsupported", "解压"),
        (compound("Workbook"), "a.xls", "unsupported", ".xls"),
        (compound("PowerPoint Document"), "a.ppt", "unsupported", ".ppt"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.docx", "unsupported", "图片"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a.jpg", "unsupported", "OCR"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a.webp", "unsupported", "图片"),
        (b"Rar!\x1a\x07\0", "a.rar", "unsupported", "解压"),
        (b"<html><body>x</body></html>", "a.doc", "unsupported", "网页"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>x", "a.doc", "unsupported", "网页"),
        (b'<?xml version="1.0"?><w:wordDocument/>', "a.doc", "unsupported", ".docx"),
        (b"MIME-Version: 1.0\r\n", "a.doc", "unsupported", ".mht"),
        (b"Founder CEB 1.5", "a.ceb", "unsupported", "CEB"),
        (package("word/document.xml")[:40], "a.docx", "damaged", "重新取得"),
        (b"%PDF", "a.pdf", "damaged", "重新取得"),
        (bytes(range(32)) * 100, "a.dat", "unsupported", "不是文字文件"),
        (bytes(range(32)) * 100, "a.docx", "damaged", "损坏"),
    ],
)
def test_refusals_say_what_to_do(data: bytes, name: str, reason: str, advice: str) -> None:
    with pytest.raises(ReadingError) as caught:
        sniff(data, name)
    assert caught.value.reason == reason
    assert advice in caught.value.message
    assert "\n" not in caught.value.message


def test_oversize_is_refused_unread() -> None:
    refuse_oversize(200 << 20)
    with pytest.raises(ReadingError, match="上限"):
        refuse_oversize((200 << 20) + 1)


def test_archive_with_a_flood_of_entries_is_refused_quickly() -> None:
    with pytest.raises(ReadingError) as caught:
        sniff(b"PK\x03\x04" + b"PK\x01\x02" * 30_000, "a.docx")
    assert caught.value.reason == "too-large"


@given(st.binary(max_size=400), st.sampled_from(["a.docx", "a.pdf", "a.md", "", "a.b.c"]))
def test_any_bytes_get_a_format_or_a_refusal(data: bytes, name: str) -> None:
    try:
        format = sniff(data, name)
    except ReadingError:
        return
    assert format in {"docx", "pdf", "ofd", "doc", "odt", "rtf", "txt", "md"}


@given(st.integers(2, 200))
def test_truncated_package_is_never_taken_for_text(cut: int) -> None:
    data = package("[Content_Types].xml", "word/document.xml")
    with pytest.raises(ReadingError):
        sniff(data[: min(cut, len(data) - 23)], "a.docx")
