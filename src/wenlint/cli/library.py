"""The library of superior documents, as the commands open it."""

from __future__ import annotations

from pathlib import Path

from wenlint.cli.errors import Failure
from wenlint.reuse import LibraryError, StoredLibrary, is_library, open_library


def opened(folder: Path) -> StoredLibrary:
    """The library in a folder.

    Raises:
        Failure: when there is none, or it cannot be read.
    """
    if not is_library(folder):
        raise Failure(f"{folder} 里没有上位文件库；先用 wenlint corpus add 文件… --corpus {folder} 建一个")
    try:
        return open_library(folder)
    except LibraryError as error:
        raise Failure(str(error)) from None
