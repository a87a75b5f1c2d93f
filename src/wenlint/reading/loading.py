"""The bytes of a file that may be anything: a pipe, a device, gone, growing, or named by an enemy."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from wenlint.reading.errors import ReadingError
from wenlint.reading.limits import FILE_BYTES
from wenlint.reading.sniff import refuse_oversize

# A pipe must not be waited for, neither when it is opened nor when it is read.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def load(path: Path) -> bytes:
    """The bytes of a regular file.

    What is looked at is the file that was opened, so that nothing can be put in its place in between.

    Raises:
        ReadingError: missing, unreadable or too-large.
    """
    try:
        return _bytes(os.open(path, _FLAGS))
    except FileNotFoundError:
        raise ReadingError("missing", "文件不存在，请核对路径") from None
    except (IsADirectoryError, PermissionError) as error:
        raise _refused(path, error) from None
    except OSError as error:
        raise ReadingError("unreadable", f"读不出来（{error.strerror or error}）") from None
    except ValueError:  # NUL in the name, or a character that the file system cannot spell
        raise ReadingError("missing", "文件名里有系统不支持的字符，请核对路径") from None


def _bytes(descriptor: int) -> bytes:
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        facts = os.fstat(descriptor)
        if stat.S_ISDIR(facts.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(facts.st_mode):
            raise ReadingError("unreadable", "不是普通文件（是管道或设备），没有查")
        refuse_oversize(facts.st_size)
        data = file.read(facts.st_size)
        while len(data) <= FILE_BYTES and (more := file.read(1 << 20)):  # it may have grown
            data += more
        refuse_oversize(len(data))
        return data


def _refused(path: Path, error: OSError) -> ReadingError:
    # Windows refuses to open a folder as if it were a matter of rights.
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return ReadingError("unreadable", "这是文件夹，不是文件")
    return ReadingError("unreadable", "没有读取权限，请检查文件权限或关闭占用它的程序")
