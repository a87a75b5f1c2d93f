"""What a drop folder asks of the file system: moves that overwrite nothing, and who is still writing."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any

GONE = "gone-"
"""Begins the name of a folder that is being removed."""
_NAME_BYTES = 255  # of a name on nearly every file system
_UNFINISHED = frozenset({".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart"})
_NO_SUCH_CALL = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def waiting(inbox: Path, unlisted: Callable[[OSError], None]) -> Iterator[PurePosixPath]:
    """Regular files below the folder, in order, by their paths in it.

    Left out are hidden files, what editors and uploads name while they are at it, and links.
    """
    for place, folders, files in os.walk(inbox, onerror=unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place, name)
            if _is_finished(name) and path.is_file() and not path.is_symlink():
                yield PurePosixPath(path.relative_to(inbox).as_posix())


def _is_finished(name: str) -> bool:
    return not name.startswith((".", "~$")) and PurePosixPath(name).suffix.lower() not in _UNFINISHED


def stamp(path: Path) -> tuple[int, int]:
    """What changes when the file is written to: its size in bytes and its time of modification in ns."""
    facts = path.stat(follow_symlinks=False)
    return facts.st_size, facts.st_mtime_ns


def maker_in(folder: Path) -> int:
    """Whom the file system takes for the owner of what this process makes in a folder.

    Raises:
        OSError: when nothing can be made there.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        return os.fstat(file.fileno()).st_uid


def is_folder_of(maker: int, path: Path) -> bool:
    """Whether there is a folder, and no link to one, that belongs to that user."""
    facts = path.lstat()
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == maker


def is_being_written(path: Path) -> bool:
    """Whether some process has the file open for writing, as far as this system can tell.

    Linux grants a read lease only on a file that nobody has open for writing (fcntl(2), "Leases").
    """
    try:
        import fcntl

        set_lease, read, none = fcntl.F_SETLEASE, fcntl.F_RDLCK, fcntl.F_UNLCK
    except (ImportError, AttributeError):
        return False
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        fcntl.fcntl(descriptor, set_lease, read)
        fcntl.fcntl(descriptor, set_lease, none)
    except OSError as error:  # another's file, or a file system without leases: cannot tell
        return error.errno == errno.EAGAIN
    finally:
        os.close(descriptor)
    return False


def move(source: Path, target: Path) -> None:
    """Gives a file another name on the same file system, in one step.

    Raises:
        FileExistsError: when something has that name already.
        OSError: when it cannot be moved.
    """
    if not _moved_by_linux(source, target):
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        source.rename(target)


def _moved_by_linux(source: Path, target: Path) -> bool:
    """By renameat2(2) with RENAME_NOREPLACE; False where there is no such call."""
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here, no_replace = -100, 1
    if rename(here, os.fsencode(source), here, os.fsencode(target), no_replace) == 0:
        return True
    fault = ctypes.get_errno()
    if fault in _NO_SUCH_CALL:
        return False
    raise OSError(fault, os.strerror(fault), str(target))


def free_name(folder: Path, name: str, beside: str) -> str:
    """The name, or with a number, so that neither it nor it with ``beside`` at its end is taken in the folder."""
    path = PurePosixPath(name)
    for number in count(1):
        mark = "" if number == 1 else f" ({number})"
        room = _NAME_BYTES - len(os.fsencode(mark + path.suffix + beside))
        free = f"{_cut(path.stem, room)}{mark}{path.suffix}"
        if not os.path.lexists(folder / free) and not os.path.lexists(folder / f"{free}{beside}"):
            return free
    raise AssertionError


def _cut(stem: str, room: int) -> str:
    while len(os.fsencode(stem)) > room:
        stem = stem[:-1]
    return stem


def write(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all, and so that it outlives a loss of power."""
    aside = path.with_name(f"{path.name}.new")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def write_object(path: Path, value: Any) -> None:
    """Writes a JSON object; names that are no valid UTF-8 come back as they were."""
    write(path, json.dumps(value).encode())


def read_object(path: Path) -> dict[str, Any] | None:
    """The object written there; None without one."""
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return found


def remove(folder: Path) -> None:
    """Removes a folder: renamed first, because what is in it goes piece by piece and a kill may leave any of it."""
    gone = folder.with_name(f"{GONE}{folder.name.removeprefix(GONE)}")
    folder.rename(gone)
    shutil.rmtree(gone)
