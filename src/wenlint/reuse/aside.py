"""Files written aside: they take part in the library only when a transaction names them."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import IO

_UNFINISHED = ".part"
SUFFIX = ".segment"


class Aside:
    """A file beside the library, of its own name, that no other process takes for left behind.

    Use as a context manager: a file that was not adopted is deleted at the end.
    """

    def __init__(self, folder: Path) -> None:
        self.name = f"{uuid.uuid4().hex[:16]}{SUFFIX}"
        self.path = folder / f"{self.name}{_UNFINISHED}"
        self._folder = folder
        self._file = self._locked()
        self._is_adopted = False

    def __enter__(self) -> Aside:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if not self._is_adopted:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)

    def fill(self, write: Callable[[IO[bytes]], None]) -> None:
        """Lets ``write`` fill the file, and makes it durable."""
        with self.path.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())

    def adopt(self) -> str:
        """Gives the file, which is durable, its name; call it while writing is yours alone. Returns the name."""
        self._file.close()
        self.path.replace(self._folder / self.name)
        self._is_adopted = True
        sync_folder(self._folder)
        return self.name

    def _locked(self) -> IO[bytes]:
        while True:
            file = self.path.open("ab")
            if not _lock(file) or self.path.exists():
                return file
            file.close()  # swept away before it was locked


def _lock(file: IO[bytes]) -> bool:
    """Locks the file against sweeping; where there are no such locks, an open file cannot be deleted."""
    try:
        import fcntl
    except ModuleNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # of another process, or a file system without locks
        return False
    return True


def sweep(folder: Path, live: Collection[str]) -> None:
    """Deletes what merging and writers that were killed left; call it while writing is yours alone."""
    for path in folder.glob(f"*{SUFFIX}"):
        if path.name not in live:
            with suppress(OSError):  # a reader on Windows still maps it; the next writer tries again
                path.unlink()
    for path in folder.glob(f"*{_UNFINISHED}"):
        with suppress(OSError), path.open("ab") as file:
            if _lock(file) or os.name == "nt":
                path.unlink()


def sync_folder(folder: Path) -> None:
    """Makes a new name in the folder durable, where the system allows it."""
    with suppress(OSError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
