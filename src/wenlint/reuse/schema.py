"""The library's SQLite database: facts, compressed texts, names, and which segments are live.

Version 2. A document's row number never returns to use, so that an index segment can name
documents by row, and a removed row is simply one that is in ``gone``. ``copy`` has the
digests of earlier copies of documents: who adds one again has the document already.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from wenlint.reuse.entry import LibraryError

VERSION = 2
FILE = "library.sqlite"
_TABLES = """
CREATE TABLE document (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    digest BLOB NOT NULL UNIQUE,
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
    added TEXT NOT NULL,
    newer TEXT NOT NULL,
    seal INTEGER NOT NULL
);
CREATE INDEX document_newer ON document (newer) WHERE newer <> '';
CREATE INDEX document_number ON document (number_key) WHERE number_key <> '';
CREATE TABLE name (matter TEXT NOT NULL, issuer TEXT NOT NULL, rank INTEGER NOT NULL, row INTEGER NOT NULL);
CREATE INDEX name_matter ON name (matter);
CREATE INDEX name_row ON name (row);
CREATE TABLE segment (
    id INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL,
    characters INTEGER NOT NULL
);
CREATE TABLE copy (digest BLOB PRIMARY KEY, id TEXT NOT NULL);
CREATE INDEX copy_id ON copy (id);
CREATE TABLE gone (row INTEGER PRIMARY KEY);
CREATE TABLE state (changes INTEGER NOT NULL, next_row INTEGER NOT NULL);
INSERT INTO state VALUES (0, 1);
"""


def connect(folder: Path) -> sqlite3.Connection:
    """An open database of the library in ``folder``; transactions are explicit.

    A folder that cannot be written is read as it is.

    Raises:
        LibraryError: when there is none, it is damaged, or of another version.
    """
    path = folder / FILE
    if not path.is_file():
        raise LibraryError(f"{folder} 不是上级文件库；用 wenlint corpus add 建库")
    try:
        connection = _open(path) if is_writable(folder) else _open_unwritable(path)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == VERSION:
            connection.execute("SELECT changes FROM state").fetchone()
    except sqlite3.DatabaseError as error:
        raise damaged(folder, error) from None
    if version != VERSION:
        connection.close()
        if version == 0:
            raise damaged(folder, sqlite3.DatabaseError("是空的"))
        raise LibraryError(_other_version(folder, version))
    return connection


def _other_version(folder: Path, version: int) -> str:
    if version > VERSION:
        return (
            f"上级文件库 {folder} 由更新版本的 wenlint 写成"
            f"（库格式 {version}，本程序只认得到 {VERSION}）；请升级 wenlint"
        )
    return (
        f"上级文件库 {folder} 由旧版本的 wenlint 写成（库格式 {version}，本程序用 {VERSION}）；"
        "请换一个文件夹，用 wenlint corpus add 重新建库"
    )


def is_writable(folder: Path) -> bool:
    """Whether a library in the folder can be changed."""
    return os.access(folder, os.W_OK) and os.access(folder / FILE, os.W_OK) and not _is_mounted_read_only(folder)


def _is_mounted_read_only(folder: Path) -> bool:
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except (AttributeError, OSError):  # Windows has no statvfs
        return False


def create(folder: Path) -> None:
    """Makes an empty library in ``folder``, unless there is one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = _open(folder / FILE)
    except (OSError, sqlite3.DatabaseError) as error:
        raise LibraryError(f"上级文件库 {folder} 建不成（{error}）") from None
    try:
        connection.execute("PRAGMA page_size = 16384")
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
    if isinstance(error, sqlite3.OperationalError):
        reason = str(error)
        if "locked" in reason or "busy" in reason:
            return LibraryError(f"上级文件库 {folder} 正被另一个程序写入，请稍后再试")
        if "full" in reason:
            return unwritable(folder, "磁盘已满")
        if "readonly" in reason or "read-only" in reason:
            return unwritable(folder, "文件夹或文件只读")
        if "unable to open" in reason or "disk I/O" in reason:
            return LibraryError(f"上级文件库 {folder} 打不开（{error}）；请检查权限、磁盘空间和磁盘")
    return LibraryError(f"上级文件库 {folder} 的 {FILE} 已损坏（{error}）；请从备份恢复，或删除后重新建库")


def unwritable(folder: Path, reason: object) -> LibraryError:
    """What to tell the user when a change cannot be written."""
    return LibraryError(f"上级文件库 {folder} 写不进去（{reason}），这次没有改动；请检查磁盘空间和权限")


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _open_unwritable(path: Path) -> sqlite3.Connection:
    # SQLite reads a WAL only through files it writes beside it, unless told that nobody writes.
    log = path.with_name(path.name + "-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None, check_same_thread=False)
