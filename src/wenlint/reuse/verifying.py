"""Whether a library is sound, and mending what its texts can mend."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from wenlint.reuse import ledger, records, schema
from wenlint.reuse.aside import Aside
from wenlint.reuse.changing import changing
from wenlint.reuse.entry import LibraryError, Stored
from wenlint.reuse.hands import LocalHand
from wenlint.reuse.naming import names_of, number_key

_BATCH = 32_000_000  # characters of text that are indexed anew at a time


def verify(folder: Path) -> list[str]:
    """What is wrong with the library in a folder, one line in Chinese each.

    Raises:
        LibraryError: when there is none, or its database cannot be read at all.
    """
    with closing(schema.connect(folder)) as db:
        try:
            return [*_lost(folder, db), *_faults(folder, db)]
        except sqlite3.Error as error:
            return [str(schema.damaged(folder, error))]


def repair(folder: Path) -> list[str]:
    """Indexes anew what damaged or missing segments held, and takes what is there for what was acknowledged.

    Returns what is still wrong: texts and facts that are damaged cannot be made anew.

    Raises:
        LibraryError: when the library cannot be read or written.
    """
    with closing(schema.connect(folder)) as db:
        try:
            _index_anew(folder, db)
            (changes,) = db.execute("SELECT changes FROM state").fetchone()
            ledger.write(folder, changes)
        except sqlite3.Error as error:
            raise schema.damaged(folder, error) from None
        except OSError as error:
            raise schema.unwritable(folder, error.strerror or error) from None
    return verify(folder)


def _lost(folder: Path, db: sqlite3.Connection) -> Iterator[str]:
    try:
        acknowledged = ledger.read(folder)
        ledger.compare(folder, acknowledged, db.execute("SELECT changes FROM state").fetchone()[0])
    except LibraryError as error:
        yield str(error)


def _faults(folder: Path, db: sqlite3.Connection) -> Iterator[str]:
    yield from (str(line) for (line,) in db.execute("PRAGMA integrity_check").fetchall() if line != "ok")
    indexed, _, damaged = _segments(folder, db)
    yield from damaged
    for row, id_ in db.execute("SELECT row, id FROM document").fetchall():
        yield from _document(db, row, id_)
        # What damaged segments hold is told with them.
        if row not in indexed and not damaged and _has_text(db, row):
            yield f"{id_}：有文本而没有索引；用 wenlint corpus verify --repair 重建索引"


def _segments(folder: Path, db: sqlite3.Connection) -> tuple[set[int], list[str], list[str]]:
    """The living rows that sound segments hold, the files of the others, and what is wrong with them."""
    from wenlint.reuse import segment

    rows: set[int] = set()
    names: list[str] = []
    told: list[str] = []
    for (name,) in db.execute("SELECT file FROM segment").fetchall():
        try:
            part = segment.read(folder / name)
            if part.has_faults():
                raise segment.damaged(name)
            rows.update(part.rows.tolist())
        except LibraryError as error:
            names.append(name)
            told.append(str(error))
    return rows - {row for (row,) in db.execute("SELECT row FROM gone").fetchall()}, names, told


def _has_text(db: sqlite3.Connection, row: int) -> bool:
    return bool(db.execute("SELECT characters > 0 FROM document WHERE row = ?", (row,)).fetchone()[0])


def _document(db: sqlite3.Connection, row: int, id_: str) -> Iterator[str]:
    try:
        stored = records.by_row(db, row)
    except LibraryError as error:
        yield f"{id_}：{error}"
        return
    if stored is None:  # removed meanwhile
        return
    if (stored.characters and stored.entry.digest != stored.digest) or len(stored.entry.text) != stored.characters:
        yield f"{id_}：文本和加入时不同；请从备份恢复，或删除后重新加入"
    if not _is_found_by_name(db, row, stored):
        yield f"{id_}：按题目或文号查不到；请从备份恢复，或删除后重新加入"


def _is_found_by_name(db: sqlite3.Connection, row: int, stored: Stored) -> bool:
    names = db.execute("SELECT matter, issuer FROM name WHERE row = ? ORDER BY rank", (row,)).fetchall()
    (key,) = db.execute("SELECT number_key FROM document WHERE row = ?", (row,)).fetchone()
    expected = [(name.matter, name.issuer) for name in names_of(stored.entry.title)]
    return names == expected and key == number_key(stored.entry.number)


def _index_anew(folder: Path, db: sqlite3.Connection) -> None:
    indexed, damaged, _ = _segments(folder, db)
    lacking = [row for (row,) in db.execute("SELECT row FROM document WHERE characters > 0") if row not in indexed]
    for batch in _batches(db, lacking):
        hand = LocalHand()
        hand.take([stored.entry for _, stored in batch])
        with Aside(folder) as aside, changing(folder, db):
            rows = [row for row, _ in batch]
            codes = hand.finish(aside.path, rows, [int(stored.digest[:8], 16) for _, stored in batch]).result()
            db.execute(
                "INSERT INTO segment (file, documents, characters) VALUES (?,?,?)", (aside.adopt(), len(rows), codes)
            )
    with changing(folder, db):
        db.executemany("DELETE FROM segment WHERE file = ?", [(name,) for name in damaged])


def _batches(db: sqlite3.Connection, rows: list[int]) -> Iterator[list[tuple[int, Stored]]]:
    batch: list[tuple[int, Stored]] = []
    size = 0
    for row in rows:
        try:
            stored = records.by_row(db, row)
        except LibraryError:  # nothing can be made of a damaged text
            continue
        if stored is not None and stored.entry.digest == stored.digest:
            batch.append((row, stored))
            size += stored.characters
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
