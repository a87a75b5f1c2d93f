"""The library's SQLite database: facts, compressed texts, names, and which segments are live.

Version 1. A document's row number never returns to use, so that an index segment can name
documents by row, and a removed row is simply one that is in ``gone``.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from wenlint.reuse.entry import LibraryError

VERSION = 1
FILE = "library.sqlite"
_TABLES = """
CREATE TABLE document (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    number TEXT NOT NULL,
    number_key TEXT NOT NULL,
    issuer TEXT NOT NULL,
    level TEXT NOT NULL,
    date TEXT NOT NULL,
    status TEXT NOT NULL,
    source TEXT NOT NULL,
    marked INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    text BLOB,
    added TEXT NOT NULL
);
CREATE INDEX document_number ON document (number_key) WHERE number_key <> '';
CREATE TABLE name (matter TEXT NOT NULL, issuer TEXT NOT NULL, rank INTEGER NOT NULL, row INTEGER NOT NULL);
CREATE INDEX name_matter ON name (matter);
CREATE INDEX name_row ON name (row);
CREATE TABLE segment (
    id INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL,
    characters INTEGER NOT NULL
);
CREATE TABLE gone (row INTEGER PRIMARY KEY);
"""


def connect(folder: Path) -> sqlite3.Connection:
    """An open database of the library in ``folder``; transactions are explicit.

    Raises:
        LibraryError: when there is none, it is damaged, or of another version.
    """
    path = folder / FILE
    if not path.is_file():
        raise LibraryError(f"{folder} 不是上级文件库；用 wenlint corpus add 建库")
    try:
        connection = _open(path)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == VERSION:
            connection.execute("SELECT count(*) FROM segment").fetchone()
    except sqlite3.DatabaseError as error:
        raise damaged(folder, error) from None
    if version != VERSION:
        connection.close()
        raise LibraryError(
            f"上级文件库 {folder} 的版本（{version}）与本程序（{VERSION}）不符；请升级 wenlint 或重新建库"
        )
    return connection


def create(folder: Path) -> None:
    """Makes an empty library in ``folder``, unless there is one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = _open(folder / FILE)
    except (OSError, sqlite3.DatabaseError) as error:
        raise LibraryError(f"上级文件库 {folder} 建不成（{error}）") from None
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
            for statement in _TABLES.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        raise damaged(folder, error) from None
    finally:
        connection.close()


def damaged(folder: Path, error: sqlite3.Error) -> LibraryError:
    """What to tell the user when SQLite refuses."""
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return LibraryError(f"上级文件库 {folder} 正被另一个程序写入，请稍后再试")
    if isinstance(error, sqlite3.OperationalError) and ("disk" in str(error) or "readonly" in str(error)):
        return LibraryError(f"上级文件库 {folder} 写不进去（{error}）；请检查磁盘空间和权限")
    return LibraryError(f"上级文件库 {folder} 已损坏（{error}）；请从备份恢复，或删除后重新建库")


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = FULL")
    return connection
