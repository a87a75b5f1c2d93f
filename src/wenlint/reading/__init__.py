"""bytes → Document. One file per format; structure.py is shared by all."""

from __future__ import annotations

import hashlib
from pathlib import Path

from wenlint.document import Document, Kind
from wenlint.reading.errors import ReadingError
from wenlint.reading.flow import Flow

__all__ = ["SUFFIXES", "ReadingError", "read", "read_bytes"]

# What a folder is searched for; a file named by the user is judged by its content, whatever its name.
SUFFIXES = frozenset({".doc", ".docx", ".md", ".odt", ".ofd", ".pdf", ".rtf", ".txt", ".wps"})


def read(path: Path, kind: Kind | None = None) -> Document:
    """Reads a draft from a file. ``kind`` is what the drafter says the document is.

    Raises:
        ReadingError: when the file cannot be judged; the message says why and what to do.
    """
    return read_bytes(load(path), str(path), kind)


def load(path: Path) -> bytes:
    """The bytes of a file, or a ReadingError that a user understands."""
    from wenlint.reading.sniff import refuse_oversize

    try:
        refuse_oversize(path.stat().st_size)
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadingError("missing", "文件不存在，请核对路径") from None
    except IsADirectoryError:
        raise ReadingError("unreadable", "这是文件夹，不是文件") from None
    except PermissionError:
        raise ReadingError("unreadable", "没有读取权限，请检查文件权限或关闭占用它的程序") from None
    except OSError as error:
        raise ReadingError("unreadable", f"读不出来（{error.strerror or error}）") from None
    return data


def read_bytes(data: bytes, name: str, kind: Kind | None = None) -> Document:
    """Reads a draft from bytes; ``name`` only labels it, the format is decided by content.

    Raises:
        ReadingError: as :func:`read`.
    """
    from wenlint.reading.structure import build

    return build(_flow(data, name), path=name, digest=hashlib.sha256(data).hexdigest(), kind=kind)


def _flow(data: bytes, name: str) -> Flow:
    from wenlint.reading.sniff import sniff

    match sniff(data, name):
        case "docx":
            from wenlint.reading import docx

            return docx.read(data)
        case "pdf":
            from wenlint.reading import pdf

            return pdf.read(data)
        case "ofd":
            from wenlint.reading import ofd

            return ofd.read(data)
        case "doc" | "odt" | "rtf" as format:
            from wenlint.reading import office

            return office.read(data, format)
        case format:
            from wenlint.reading import plain

            return plain.read(data, format)
