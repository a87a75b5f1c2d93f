"""Rows of the library's database as entries, and entries as rows."""

from __future__ import annotations

import datetime as dt
import sqlite3
import zlib
from collections.abc import Iterator

from wenlint.reuse.entry import Entry, LibraryError, Stored
from wenlint.reuse.naming import Name, name_of, names_of, number_key, title_key

FACTS = "id, title, number, issuer, level, date, status, source, marked, characters, added"


def stored(row: tuple[object, ...], text: str = "") -> Stored:
    """The document of a row of ``FACTS``."""
    id_, title, number, issuer, level, date, status, source, marked, characters, added = row
    entry = Entry(
        title=str(title),
        text=text,
        number=str(number),
        issuer=str(issuer),
        level=str(level),
        date=str(date),
        status=str(status),
        source=str(source),
        marked=bool(marked),
    )
    return Stored(str(id_), entry, int(str(characters)), str(added))


def unpack(blob: bytes | None) -> str:
    """A stored text."""
    if blob is None:
        return ""
    try:
        return zlib.decompress(blob).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError) as error:
        raise LibraryError(f"上级文件库中的一份文本已损坏（{error}）；请从备份恢复，或删除后重新建库") from None


def insert(db: sqlite3.Connection, entry: Entry) -> int:
    """Adds a document and returns its row."""
    digest = entry.digest
    blob = zlib.compress(entry.text.encode("utf-8", "surrogatepass"), 6) if entry.text else None
    cursor = db.execute(
        "INSERT INTO document (id, digest, title, number, number_key, issuer, level, date, status, source, marked,"
        " characters, text, added) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            _free_id(db, digest),
            digest,
            entry.title,
            entry.number,
            number_key(entry.number),
            entry.issuer,
            entry.level,
            entry.date,
            entry.status,
            entry.source,
            entry.marked,
            len(entry.text),
            blob,
            dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        ),
    )
    row = cursor.lastrowid
    assert row is not None
    db.executemany(
        "INSERT INTO name (matter, issuer, rank, row) VALUES (?,?,?,?)",
        [(name.matter, name.issuer, rank, row) for rank, name in enumerate(names_of(entry.title))],
    )
    return row


def _free_id(db: sqlite3.Connection, digest: str) -> str:
    for length in range(8, len(digest) + 1, 4):
        short = digest[:length]
        if db.execute("SELECT 1 FROM document WHERE id = ?", (short,)).fetchone() is None:
            return short
    raise AssertionError("two documents with one digest")


def delete(db: sqlite3.Connection, row: int) -> None:
    """Takes a document out; its postings are skipped from now on."""
    db.execute("DELETE FROM document WHERE row = ?", (row,))
    db.execute("DELETE FROM name WHERE row = ?", (row,))
    db.execute("INSERT INTO gone (row) VALUES (?)", (row,))


def rows_called(db: sqlite3.Connection, title: str, number: str = "") -> Iterator[int]:
    """Rows of the documents of that number, or else of that title; the likeliest first."""
    key = number_key(number) if number else ""
    if key:
        found = db.execute("SELECT row FROM document WHERE number_key = ? ORDER BY text IS NULL, row DESC", (key,))
        rows = [row for (row,) in found]
        if rows:
            yield from rows
            return
    if not title.strip():
        return
    wanted = name_of(title)
    hits = db.execute(
        "SELECT name.matter, name.issuer, name.rank, document.row, document.title, document.number_key,"
        " document.text IS NULL, document.date FROM name JOIN document USING (row) WHERE matter = ?",
        (wanted.matter,),
    ).fetchall()
    whole = title_key(title)
    fitting = [hit for hit in hits if wanted.means(Name(hit[1], hit[0])) and not (key and hit[5])]
    # The same whole title first, then the document itself before the notice that issues it, text
    # before bare facts, and the latest version.
    fitting.sort(key=lambda hit: hit[7], reverse=True)
    fitting.sort(key=lambda hit: (title_key(hit[4]) != whole, hit[2], hit[6]))
    yield from dict.fromkeys(hit[3] for hit in fitting)
