"""Old and foreign office files (.doc, .wps, .odt, .rtf) → .docx, by LibreOffice where it is installed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from wenlint.reading import soffice
from wenlint.reading.errors import ReadingError

FORMATS = {"doc": "旧格式文件（.doc 或 .wps）", "odt": "OpenDocument 文件（.odt）", "rtf": "RTF 文件"}
"""The formats, with their names for users."""

NOTE = "由 LibreOffice 转成 .docx 后读取，版面可能与原件略有出入"

_SAVE_AS = "用 WPS 或 Word 打开后另存为 .docx 再查"


def as_docx(data: bytes, format: str) -> bytes:
    """The file as .docx; ``format`` is one of :data:`FORMATS`.

    Raises:
        ReadingError: unsupported where LibreOffice is missing, damaged when it cannot open
            the file, timed-out when it takes too long.
    """
    program = soffice.find()
    if program is None:
        raise ReadingError("unsupported", f"这是{FORMATS[format]}；装上 LibreOffice 就能直接查，或者{_SAVE_AS}")
    with tempfile.TemporaryDirectory(prefix="wenlint-", ignore_cleanup_errors=True) as name:
        source = Path(name) / f"draft.{format}"
        source.write_bytes(data)
        return _converted(program, source)


def _converted(program: str, source: Path) -> bytes:
    try:
        out = soffice.convert(program, [source], "docx:MS Word 2007 XML", source.parent, soffice.MAX_SECONDS)
    except TimeoutError:
        raise ReadingError(
            "timed-out", f"LibreOffice 转换超过 {soffice.MAX_SECONDS:.0f} 秒，已放弃；请{_SAVE_AS}"
        ) from None
    except OSError as error:
        raise ReadingError("unreadable", f"LibreOffice 启动不了（{error.strerror}）；请{_SAVE_AS}") from None
    try:
        return (out / "draft.docx").read_bytes()
    except OSError:
        raise ReadingError("damaged", f"LibreOffice 打不开这个文件，可能已损坏或加了密码；请{_SAVE_AS}") from None
