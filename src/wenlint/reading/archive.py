"""Opens zip containers (.docx, .ofd) without trusting what they claim about themselves.

A container is checked before anything is inflated, and every member again before it is
read, so that a file of a few kilobytes cannot ask for gigabytes of memory.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from wenlint.reading import limits
from wenlint.reading.errors import ReadingError, in_short

_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_MB = limits.MEGABYTE


@dataclass(frozen=True, slots=True)
class Limits:
    """What a container may ask for.

    Attributes:
        members: number of files in it.
        member_size: inflated bytes of one member that is read.
        total_size: inflated bytes of all members that are read.
        ratio: inflated bytes for one compressed byte, looked at only above ``ratio_from`` bytes.
        ratio_from: inflated bytes from which ``ratio`` counts.
    """

    members: int = limits.ZIP_MEMBERS
    member_size: int = limits.ZIP_MEMBER_BYTES
    total_size: int = limits.ZIP_TOTAL_BYTES
    ratio: int = limits.ZIP_RATIO
    ratio_from: int = limits.ZIP_RATIO_FROM


DEFAULT_LIMITS = Limits()


class Archive:
    """A zip container whose members are read by name, case and slash direction aside.

    Raises:
        ReadingError: on opening, when the container is truncated or has too many members;
            on reading, when a member is damaged, encrypted or asks for too much.
    """

    def __init__(self, data: bytes, allowed: Limits = DEFAULT_LIMITS) -> None:
        self._limits = allowed
        self._inflated = 0
        _refuse_crowd(data, allowed)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
            raise ReadingError("damaged", "文件已损坏或没有传完整（压缩包目录读不出来），请重新获取原文件") from None
        self._members = {_key(info.filename): info for info in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def names(self) -> list[str]:
        """Member names as the container spells them."""
        return [info.filename for info in self._members.values()]

    def read(self, name: str) -> bytes:
        """The inflated bytes of a member; KeyError when there is no such member."""
        info = self._members[_key(name)]
        self._refuse_excess(info)
        try:
            data = self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
            raise ReadingError(
                "damaged", f"文件已损坏（内部的 {in_short(info.filename)} 解不开），请重新获取原文件"
            ) from None
        self._inflated += len(data)
        return data

    def _refuse_excess(self, info: zipfile.ZipInfo) -> None:
        limits, size = self._limits, info.file_size
        if info.flag_bits & _ENCRYPTED:
            raise ReadingError("encrypted", "文件设有密码，请解除密码后再检查")
        if size > limits.member_size:
            raise ReadingError(
                "too-large",
                f"文件内容过大（内部的 {in_short(info.filename)} 展开后 {size // _MB} MB，"
                f"上限 {limits.member_size // _MB} MB），请拆分后再检查",
            )
        if size > limits.ratio_from and size > limits.ratio * max(info.compress_size, 1):
            raise ReadingError(
                "too-large",
                f"压缩比异常（内部的 {in_short(info.filename)} 展开为 {size // max(info.compress_size, 1)} 倍，"
                f"上限 {limits.ratio} 倍），不像正常文稿，未予检查",
            )
        if self._inflated + size > limits.total_size:
            raise ReadingError("too-large", f"文件内容过大（展开后超过 {limits.total_size // _MB} MB），请拆分后再检查")


def _refuse_crowd(data: bytes, limits: Limits) -> None:
    # Counting signatures is far cheaper than letting zipfile build a million directory entries.
    members = data.count(_DIRECTORY_ENTRY)
    if members > limits.members:
        raise ReadingError(
            "too-large", f"压缩包里的文件过多（{members} 个，上限 {limits.members} 个），不像正常文稿，未予检查"
        )


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
