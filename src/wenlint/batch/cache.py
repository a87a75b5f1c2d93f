"""Records by the content of the draft and everything it was judged by, in one SQLite file.

A record is found again only for the same bytes, kind of file name and brief, and for the same
day if it rests on one. Rows carry a checksum of their own; a file that SQLite calls damaged is
made anew. Of a draft under a secrecy marking the record holds no text, because its report holds none.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from wenlint.batch.record import Record, as_data, from_data

T = TypeVar("T")

VERSION = 1
_DAY = 24 * 3600  # s
_KEPT_DAYS = 90
_WRITE_SECONDS = 0.5
_TABLE = """
CREATE TABLE IF NOT EXISTS record (key BLOB PRIMARY KEY, used INTEGER NOT NULL, sum BLOB NOT NULL, data BLOB NOT NULL)
WITHOUT ROWID
"""


def usual_file() -> Path:
    """Where the cache is kept: the user's cache folder (XDG Base Directory Specification on Linux)."""
    if sys.platform == "linux":
        home = os.environ.get("XDG_CACHE_HOME", "").strip() or "~/.cache"
        return Path(home).expanduser() / "wenlint" / "scan.sqlite"
    from platformdirs import user_cache_path

    return user_cache_path("wenlint", appauthor=False) / "scan.sqlite"


def key_of(digest: str, name: str, state: str) -> bytes:
    """The key of a draft: its bytes (SHA-256), the ending of its name (readers look at it), the brief's state."""
    return hashlib.sha256(f"{digest}\0{Path(name).suffix.lower()}\0{state}".encode()).digest()


class Cache:
    """An open cache. Where it cannot be kept it forgets, and :attr:`fault` says why; judging goes on."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.fault = ""
        self._waiting: list[tuple[bytes, int, bytes, bytes]] = []
        self._written = time.monotonic()
        self._connection = self._opened()

    def get(self, key: bytes, path: str, day: str) -> Record | None:
        """The record of this key for the file at ``path``, if there is a sound one that holds on ``day``."""
        row = self._tried(
            lambda connection: connection.execute("SELECT sum, data FROM record WHERE key = ?", (key,)).fetchone()
        )
        if row is None or _sum(key, row[1]) != row[0]:
            return None
        try:
            record = from_data(json.loads(zlib.decompress(row[1])), path)
        except (zlib.error, KeyError, TypeError, ValueError):
            return None
        return None if record.day not in ("", day) else record

    def put(self, key: bytes, record: Record) -> None:
        """Keeps a record of a judged file; a kill can cost what was put in the last half second."""
        data = zlib.compress(json.dumps(as_data(record), ensure_ascii=False, default=str).encode(), 1)
        self._waiting.append((key, int(time.time()), _sum(key, data), data))
        if time.monotonic() - self._written > _WRITE_SECONDS:
            self.write()

    def write(self) -> None:
        """Writes what has been put; the file is locked only so long."""
        rows, self._waiting = self._waiting, []
        self._written = time.monotonic()
        self._change("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)", rows)

    def touch(self, used: Iterable[bytes]) -> None:
        """Notes which keys were of use today, and forgets what nobody has asked for in ninety days."""
        now = int(time.time())
        rows = [(now, key, now - _DAY) for key in used]
        self._change("UPDATE record SET used = ? WHERE key = ? AND used < ?", rows)
        self._change("DELETE FROM record WHERE used < ?", [(now - _KEPT_DAYS * _DAY,)])

    def close(self) -> None:
        """Writes the rest and closes."""
        self.write()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _change(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        self._tried(lambda connection: _all_at_once(connection, statement, rows))

    def _tried(self, do: Callable[[sqlite3.Connection], T]) -> T | None:
        if self._connection is None:
            return None
        try:
            return do(self._connection)
        except sqlite3.OperationalError as error:  # locked, disk full, read-only: not the file's fault
            self._give_up(error)
        except sqlite3.DatabaseError:
            self._connection.close()
            self._remove()
            self._connection = self._opened()
        return None

    def _opened(self) -> sqlite3.Connection | None:
        for _ in range(2):
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                return _connect(self._file)
            except (sqlite3.OperationalError, OSError) as error:
                self._give_up(error)
                return None
            except sqlite3.DatabaseError:
                self._remove()
        return None

    def _give_up(self, error: Exception) -> None:
        self.fault = f"缓存用不了（{error}），这次全部重新判断：{self._file}"
        self._connection = None

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._file.with_name(self._file.name + ending).unlink()


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=30)
    with suppress(OSError):
        file.chmod(0o600)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        connection.execute("DROP TABLE IF EXISTS record")
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute(_TABLE)
    connection.commit()
    return connection


def _all_at_once(connection: sqlite3.Connection, statement: str, rows: Sequence[Sequence[object]]) -> None:
    with connection:
        connection.executemany(statement, rows)


def _sum(key: bytes, data: Any) -> bytes:
    return hashlib.blake2b(data if isinstance(data, bytes) else b"", digest_size=8, key=key).digest()
