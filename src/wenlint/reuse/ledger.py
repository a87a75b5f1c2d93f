"""The ledger: how many changes to the library were acknowledged, kept apart from its database.

A database whose last changes a disk lost opens as if they had never been. The ledger is
written after a change is durable and before anybody is told so; a ledger that is ahead of
the database shows the loss.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path

from wenlint.reuse.entry import LibraryError

FILE = "library.ledger"
_SIZE = 12


def read(folder: Path) -> int:
    """The number of changes acknowledged; 0 when there is no ledger yet.

    Raises:
        LibraryError: when the ledger is damaged.
    """
    try:
        data = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise LibraryError(f"上级文件库的 {FILE} 打不开（{error.strerror}）；请检查权限") from None
    if len(data) != _SIZE or zlib.crc32(data[:8]) != int.from_bytes(data[8:], "little"):
        raise LibraryError(
            f"上级文件库的 {FILE} 已损坏，不能确认最后加入的文件都在；"
            "核对 wenlint corpus list 以后，用 wenlint corpus verify --repair 修复"
        )
    return int.from_bytes(data[:8], "little")


def write(folder: Path, changes: int) -> None:
    """Notes the number of changes acknowledged. It need not be durable: one that lags behind tells less, nothing wrong.

    Raises:
        OSError: when it cannot be written.
    """
    data = changes.to_bytes(8, "little")
    handle = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    try:
        os.write(handle, data + zlib.crc32(data).to_bytes(4, "little"))
    finally:
        os.close(handle)


def compare(folder: Path, acknowledged: int, present: int) -> None:
    """Raises LibraryError when fewer changes are present than were acknowledged."""
    if present < acknowledged:
        raise LibraryError(
            f"上级文件库 {folder} 的 library.sqlite-wal 不完整："
            f"最后 {acknowledged - present} 次改动丢失（多半是断电或磁盘故障）；"
            "请重新加入最近加过的文件，再用 wenlint corpus verify --repair 确认"
        )
