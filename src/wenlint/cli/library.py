"""The library of superior documents, as the commands open it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from wenlint.cli.errors import Failure
from wenlint.reuse import LibraryError, StoredLibrary, create_library, is_library, open_library


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Turns what the library cannot do into a line for the user.

    Raises:
        Failure: in place of LibraryError.
    """
    try:
        yield
    except LibraryError as error:
        raise Failure(str(error)) from None


def opened(folder: Path) -> StoredLibrary:
    """The library in a folder.

    Raises:
        Failure: when there is none, or it cannot be read.
    """
    if not is_library(folder):
        raise Failure(f"{folder} 里没有上级文件库；先用 wenlint corpus add 文件… --corpus {folder} 建一个")
    with guarded():
        return open_library(folder)


def created(folder: Path) -> StoredLibrary:
    """The library in a folder, made when there is none.

    Raises:
        Failure: when it can neither be read nor made.
    """
    with guarded():
        try:
            return create_library(folder)
        except OSError as error:
            raise Failure(f"上级文件库建不起来：{folder}（{error.strerror}）") from None
