"""Rows of the library's database as entries, and entries as rows."""

from __future__ import annotations

import datetime as dt
import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from wenlint.reuse import schema
from wenlint.reuse.entry import Entry, LibraryError, Made, Stored
from wenlint.reuse.naming import Name, name_of, number_key, title_key

FACTS = "id, digest, title, number, issuer, level, date, status, source, marked, characters, added, newer"
Facts = tuple[str, bytes, str, str, str, str, str, str, str, int, int, str, str]
_ID = 8  # letters of an id, where that is enough
_ASKED = 400  # values asked for at a time
_PLAIN, _PACKED = b"u", b"z"  # UTF-8 as it is; GB 18030, deflated


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document on its way into the library as ``row``; its entry need have no text, which ``made`` holds packed."""

    row: int
    entry: Entry
    digest: bytes
    characters: int
    made: Made


def stored(row: tuple[Any, ...], text: str = "") -> Stored:
    """The document of a row of ``FACTS`` and its seal.

    Raises:
        LibraryError: when the facts are not what was written.
    """
    *facts, seal = row
    if seal != sealed(facts):
        raise LibraryError(
            f"上级文件库 {schema.FILE} 中一份文件（编号 {facts[0]}）的信息已损坏（校验不符）；"
            "请从备份恢复，或删除后重新加入"
        )
    id_, digest, title, number, issuer, level, date, status, source, marked, characters, added, newer = facts
    entry = Entry(title, text, number, issuer, level, date, status, source, bool(marked))
    return Stored(id_, entry, characters, added, digest.hex(), newer)


def sealed(facts: Sequence[object]) -> int:
    """The checksum of a row of ``FACTS``."""
    return zlib.crc32(repr(tuple(facts)).encode("utf-8", "surrogatepass"))


def pack(text: str) -> bytes | None:
    """A text as it is stored; None for none."""
    if not text:
        return None
    try:
        return _PACKED + zlib.compress(text.encode("gb18030"), 1)
    except UnicodeEncodeError:  # half of a surrogate pair
        return _PLAIN + zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpack(blob: bytes | None) -> str:
    """A stored text.

    Raises:
        LibraryError: when it is damaged.
    """
    if blob is None:
        return ""
    try:
        data = zlib.decompress(memoryview(blob)[1:])
        return data.decode("gb18030") if blob[:1] == _PACKED else data.decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError) as error:
        raise LibraryError(
            f"上级文件库 {schema.FILE} 中的一份文本已损坏（{error}）；请从备份恢复，或删除后重新加入"
        ) from None


def insert(db: sqlite3.Connection, arrivals: Sequence[Arrival]) -> list[str]:
    """Adds documents and returns their ids; the entries' own texts are not looked at."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    ids = free_ids(db, [one.digest for one in arrivals])
    db.executemany(
        f"INSERT INTO document ({FACTS}, row, number_key, text, seal) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (_values(one, id_, now) for one, id_ in zip(arrivals, ids, strict=True)),
    )
    db.executemany(
        "INSERT INTO name (matter, issuer, rank, row) VALUES (?,?,?,?)",
        ((name.matter, name.issuer, rank, one.row) for one in arrivals for rank, name in enumerate(one.made.names)),
    )
    return ids


def _values(one: Arrival, id_: str, now: str) -> tuple[object, ...]:
    entry = one.entry
    facts: Facts = (
        id_, one.digest, entry.title, entry.number, entry.issuer, entry.level, entry.date, entry.status, entry.source,
        int(entry.marked), one.characters, now, "",
    )  # fmt: skip
    return (*facts, one.row, one.made.number_key, one.made.blob, sealed(facts))


def free_ids(db: sqlite3.Connection, digests: Sequence[bytes]) -> list[str]:
    """An id for each digest, its first letters, as many as make it differ from those that are there."""
    ids: dict[str, None] = {}
    short = [digest.hex()[:_ID] for digest in digests]
    taken = present(db, "id", short)
    for digest, id_ in zip(digests, short, strict=True):
        length = _ID
        while id_ in taken or id_ in ids:
            length += 4
            id_ = digest.hex()[:length]
            taken |= present(db, "id", [id_])
        ids[id_] = None
    return list(ids)


def present(db: sqlite3.Connection, column: str, values: Sequence[Any], table: str = "document") -> set[Any]:
    """Which of the values there are in a column that is indexed."""
    found: set[Any] = set()
    for first in range(0, len(values), _ASKED):
        some = values[first : first + _ASKED]
        marks = ",".join("?" * len(some))
        clause = f"{column} IN ({marks})" + (f" AND {column} <> ''" if column == "number_key" else "")
        found.update(value for (value,) in db.execute(f"SELECT {column} FROM {table} WHERE {clause}", some))
    return found


def update(db: sqlite3.Connection, row: int, known: Stored) -> None:
    """Writes the facts of a document anew; its title stays."""
    entry = known.entry
    facts: Facts = (
        known.id, bytes.fromhex(known.digest), entry.title, entry.number, entry.issuer, entry.level, entry.date,
        entry.status, entry.source, int(entry.marked), known.characters, known.added, known.newer,
    )  # fmt: skip
    db.execute(
        "UPDATE document SET number=?, number_key=?, issuer=?, level=?, date=?, status=?, source=?, marked=?, newer=?,"
        " seal=? WHERE row=?",
        (entry.number, number_key(entry.number), entry.issuer, entry.level, entry.date, entry.status, entry.source,
         int(entry.marked), known.newer, sealed(facts), row),
    )  # fmt: skip


def by_row(db: sqlite3.Connection, row: int, with_text: bool = True) -> Stored | None:
    """The document of a row; None when it is gone."""
    wanted = "text" if with_text else "NULL"
    found = db.execute(f"SELECT {FACTS}, seal, {wanted} FROM document WHERE row = ?", (row,)).fetchone()
    return None if found is None else stored(found[:-1], unpack(found[-1]))


def delete(db: sqlite3.Connection, row: int) -> None:
    """Takes a document out; its postings are skipped from now on."""
    (id_,) = db.execute("SELECT id FROM document WHERE row = ?", (row,)).fetchone()
    db.execute("DELETE FROM document WHERE row = ?", (row,))
    db.execute("DELETE FROM name WHERE row = ?", (row,))
    db.execute("DELETE FROM copy WHERE id = ?", (id_,))
    db.execute("INSERT INTO gone (row) VALUES (?)", (row,))
    for (older,) in db.execute("SELECT row FROM document WHERE newer = ? AND newer <> ''", (id_,)).fetchall():
        known = by_row(db, older, with_text=False)
        assert known is not None
        update(db, older, replace(known, newer=""))


def copies(db: sqlite3.Connection, id_: str) -> list[bytes]:
    """The digests of earlier copies of a document."""
    return [digest for (digest,) in db.execute("SELECT digest FROM copy WHERE id = ?", (id_,))]


@dataclass(frozen=True, slots=True, order=True)
class Called:
    """A document that a title or number names; the likeliest is the least.

    By number before by title; the same whole title before another, the document itself before
    the notice that issues it, a text before bare facts, and the latest version.
    """

    by_title: bool
    is_other: bool
    rank: int
    is_bare: bool
    age: tuple[int, ...]
    id: str
    row: int


def called(db: sqlite3.Connection, title: str, number: str = "") -> list[Called]:
    """The documents of that number, or else of that title; the likeliest first."""
    key = number_key(number) if number else ""
    if key:
        rows = db.execute(
            "SELECT characters = 0, date, id, row FROM document WHERE number_key = ? AND number_key <> ''", (key,)
        ).fetchall()
        if rows:
            return sorted(Called(False, False, 0, bool(bare), _age(date), id_, row) for bare, date, id_, row in rows)
    if not title.strip():
        return []
    wanted = name_of(title)
    whole = title_key(title)
    found = db.execute(
        "SELECT name.issuer, name.rank, document.title, document.number_key, document.characters = 0, document.date,"
        " document.id, document.row FROM name JOIN document USING (row) WHERE matter = ?",
        (wanted.matter,),
    ).fetchall()
    best: dict[int, Called] = {}
    for issuer, rank, other, other_key, bare, date, id_, row in found:
        if wanted.means(Name(issuer, wanted.matter)) and not (key and other_key):
            one = Called(True, title_key(other) != whole, rank, bool(bare), _age(date), id_, row)
            best[row] = min(one, best.get(row, one))
    return sorted(best.values())


def _age(date: str) -> tuple[int, ...]:
    """The later the date, the less; none is oldest."""
    return tuple(-ord(character) for character in date) or (0,)
