"""Whether a library is sound, and mending what can be mended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from wenlint.reuse import records
from wenlint.reuse.entry import LibraryError, Stored
from wenlint.reuse.naming import names_of, number_key


def faults(folder: Path, db: sqlite3.Connection) -> list[str]:
    """What is wrong, one line in Chinese each."""
    found = [str(line) for (line,) in db.execute("PRAGMA integrity_check").fetchall() if line != "ok"]
    indexed, damaged = _indexed(folder, db)
    found += damaged
    gone = {row for (row,) in db.execute("SELECT row FROM gone").fetchall()}
    for row, id_ in db.execute("SELECT row, id FROM document").fetchall():
        found += _document(db, row, id_, row in indexed - gone if not damaged else None)
    return found


def _indexed(folder: Path, db: sqlite3.Connection) -> tuple[set[int], list[str]]:
    """The rows that sound segments hold, and what is wrong with the others."""
    from wenlint.reuse import segment

    rows: set[int] = set()
    found: list[str] = []
    for (name,) in db.execute("SELECT file FROM segment").fetchall():
        try:
            part = segment.read(folder / name)
            if part.has_faults():
                raise segment.damaged(name)
            rows.update(part.rows.tolist())
        except LibraryError as error:
            found.append(str(error))
    return rows, found


def _document(db: sqlite3.Connection, row: int, id_: str, is_indexed: bool | None) -> Iterator[str]:
    try:
        stored = records.by_row(db, row)
    except LibraryError as error:
        yield f"{id_}：{error}"
        return
    if stored is None:
        return
    if stored.entry.digest != stored.digest or len(stored.entry.text) != stored.characters:
        yield f"{id_}：文本和加入时不同；请从备份恢复，或删除后重新加入"
    if not _is_found_by_name(db, row, stored):
        yield f"{id_}：按题目或文号查不到；请从备份恢复，或删除后重新加入"
    if stored.characters and is_indexed is False:
        yield f"{id_}：有文本而没有索引；用 wenlint corpus verify --repair 重建索引"


def _is_found_by_name(db: sqlite3.Connection, row: int, stored: Stored) -> bool:
    names = db.execute("SELECT matter, issuer FROM name WHERE row = ? ORDER BY rank", (row,)).fetchall()
    (key,) = db.execute("SELECT number_key FROM document WHERE row = ?", (row,)).fetchone()
    return names == [(name.matter, name.issuer) for name in names_of(stored.entry.title)] and key == number_key(
        stored.entry.number
    )
