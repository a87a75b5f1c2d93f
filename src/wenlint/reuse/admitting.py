"""Whether a document that comes into the library is new, known, or a version of one that is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

from wenlint.reuse import records
from wenlint.reuse.entry import Added, Entry, Outcome, Stored
from wenlint.reuse.naming import number_key
from wenlint.reuse.records import Arrival

# Texts are versions of one document when so much of what the index keeps of the shorter is in the longer, …
_ALIKE = 0.5
# … and copies of one version when so much of the longer is in the shorter: one may lack the attachments.
_COPY = 0.8
_FILLABLE = ("number", "issuer", "level", "date", "status", "source")


def known_id(db: sqlite3.Connection, digest: bytes) -> str | None:
    """The id of the document of that digest, if it or a later copy of it is in the library."""
    found = db.execute(
        "SELECT id FROM document WHERE digest = ? UNION ALL SELECT id FROM copy WHERE digest = ?", (digest, digest)
    ).fetchone()
    return None if found is None else str(found[0])


def known_digests(db: sqlite3.Connection) -> set[bytes]:
    """The digests of all documents and of their earlier copies."""
    return {digest for (digest,) in db.execute("SELECT digest FROM document UNION ALL SELECT digest FROM copy")}


def complete(db: sqlite3.Connection, digest: bytes, told: Entry) -> str:
    """Adds to a document that is there the facts that were missing, and tells its id."""
    found = db.execute("SELECT row FROM document WHERE digest = ?", (digest,)).fetchone()
    if found is not None:
        _complete(db, found[0], told)
    return known_id(db, digest) or ""


def is_complete(db: sqlite3.Connection, digest: bytes, told: Entry) -> bool:
    """Whether a document that is there has all these facts already."""
    found = db.execute("SELECT row FROM document WHERE digest = ?", (digest,)).fetchone()
    known = records.by_row(db, found[0], with_text=False) if found else None
    return known is None or _completed(known.entry, told) == known.entry


def admit_all(db: sqlite3.Connection, arrivals: Sequence[Arrival]) -> list[Added]:
    """Takes documents in.

    One without text is not when the document it tells of is there already. A text takes the
    place of bare facts, and of an earlier copy of the same version; of another version the
    newer one is told to the older.
    """
    known = _Known(db, arrivals)
    results: list[Added] = []
    strangers: list[Arrival] = []
    for one in arrivals:
        if known.has_met(one):
            results += _inserted(db, strangers)
            strangers = []
            results.append(_admit(db, one))
        else:
            strangers.append(one)
    return results + _inserted(db, strangers)


def _inserted(db: sqlite3.Connection, strangers: Sequence[Arrival]) -> list[Added]:
    return [Added(id_, Outcome.NEW) for id_ in records.insert(db, strangers)]


class _Known:
    """Tells apart what has a digest, number or name that was met, in the library or on the way, and what has not."""

    def __init__(self, db: sqlite3.Connection, arrivals: Sequence[Arrival]) -> None:
        self._digests = records.present(db, "digest", [one.digest for one in arrivals])
        self._numbers = records.present(db, "number_key", [one.made.number_key for one in arrivals])
        self._matters = records.present(db, "matter", [one.made.names[0].matter for one in arrivals], "name")

    def has_met(self, one: Arrival) -> bool:
        """Whether anything of it was met; from now on it was."""
        made = one.made
        is_known = (
            one.digest in self._digests or made.number_key in self._numbers or made.names[0].matter in self._matters
        )
        self._digests.add(one.digest)
        self._matters.update(name.matter for name in made.names)
        if made.number_key:
            self._numbers.add(made.number_key)
        return is_known


def _admit(db: sqlite3.Connection, one: Arrival) -> Added:
    if known_id(db, one.digest) is not None:  # another process was faster, or the same text came twice
        return Added(complete(db, one.digest, one.entry), Outcome.KNOWN)
    entry, outcome = one.entry, Outcome.NEW
    newest = ""
    older: list[int] = []
    copies: list[bytes] = []
    for other, known in _same_name(db, entry):
        is_same_version = _agree(known.entry.date, entry.date)
        if one.made.blob is None:
            if is_same_version:
                _complete(db, other, entry)
                return Added(known.id, Outcome.KNOWN)
        elif not known.characters:
            if is_same_version:
                entry = _completed(entry, known.entry)
                records.delete(db, other)
        elif not _is_version(db, other, one, is_same_version):
            continue
        elif is_same_version:
            copies += [bytes.fromhex(known.digest), *records.copies(db, known.id)]
            entry = replace(_completed(entry, known.entry), marked=entry.marked or known.entry.marked)
            newest = newest or known.newer
            outcome = Outcome.REPLACED
            records.delete(db, other)
        elif known.entry.date < entry.date:
            older.append(other)
        else:
            newest = newest or known.newer or known.id
    made = replace(one.made, number_key=number_key(entry.number))
    (id_,) = records.insert(db, [replace(one, entry=entry, made=made)])
    db.executemany("INSERT OR REPLACE INTO copy (digest, id) VALUES (?,?)", [(digest, id_) for digest in copies])
    for other in [*older, *([one.row] if newest else [])]:
        records.update(db, other, replace(_stored(db, other), newer=newest or id_))
    return Added(id_, outcome)


def _stored(db: sqlite3.Connection, row: int) -> Stored:
    stored = records.by_row(db, row, with_text=False)
    assert stored is not None
    return stored


def _same_name(db: sqlite3.Connection, entry: Entry) -> Iterator[tuple[int, Stored]]:
    for one in records.called(db, entry.title, entry.number):
        yield one.row, _stored(db, one.row)


def _is_version(db: sqlite3.Connection, row: int, one: Arrival, must_be_copy: bool) -> bool:
    """Whether the texts are versions of one document: work reports of two years have one title and differ."""
    from wenlint.reuse.codes import codes_of, long_grams, sampled

    (blob,) = db.execute("SELECT text FROM document WHERE row = ?", (row,)).fetchone()
    kept: list[set[int]] = []
    for packed in (blob, one.made.blob):
        hashes = long_grams(codes_of([records.unpack(packed)])[0])
        kept.append(set(hashes[sampled(hashes)].tolist()))
    least, most = sorted(map(len, kept))
    return len(kept[0] & kept[1]) >= (_COPY * most if must_be_copy else _ALIKE * least) if least else not most


def _agree(one: str, other: str) -> bool:
    return not one or not other or one.startswith(other) or other.startswith(one)


def _completed(entry: Entry, known: Entry) -> Entry:
    return replace(entry, **{key: getattr(entry, key) or getattr(known, key) for key in _FILLABLE})


def _complete(db: sqlite3.Connection, row: int, told: Entry) -> None:
    known = _stored(db, row)
    full = replace(_completed(known.entry, told), marked=known.entry.marked or told.marked)
    if full != known.entry:
        records.update(db, row, replace(known, entry=full))
