"""The library of superior documents on disk.

SQLite (WAL) holds facts, compressed texts and the list of live index segments; a segment
file is written aside, made durable, and goes live with the transaction that names it. So a
process killed at any point leaves every acknowledged document and nothing half-done. One
process writes at a time while others read what was last committed.
"""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wenlint.check import Restatement, SuperiorDocument
from wenlint.document import Document
from wenlint.reuse import records, schema
from wenlint.reuse.entry import Entry, LibraryError, Stored
from wenlint.reuse.naming import family_key, number_key

if TYPE_CHECKING:
    from wenlint.reuse.engine import Engine
    from wenlint.reuse.segment import Segment

Progress = Callable[[int], None]

# Segments are merged by size class so that a document is rewritten O(log n) times.
_FAN = 8
# One segment, and one transaction, holds at most so many characters of new text.
_BATCH_CHARACTERS = 16_000_000


class StoredLibrary:
    """A library in a folder. Implements :class:`wenlint.check.Library`.

    Every method raises :class:`LibraryError` when the library is damaged or cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._db = schema.connect(folder)
        self._lock = threading.RLock()
        self._engine: Engine | None = None
        self._engine_version = -1

    def close(self) -> None:
        """Lets go of the files."""
        with self._lock:
            self._engine = None
            self._db.close()

    def __enter__(self) -> StoredLibrary:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- asking ---------------------------------------------------------------------------

    def __len__(self) -> int:
        with self._guarded() as db:
            return int(db.execute("SELECT count(*) FROM document").fetchone()[0])

    def entries(self) -> Iterator[Stored]:
        """All documents, by title, without their texts."""
        with self._guarded() as db:
            rows = db.execute(f"SELECT {records.FACTS} FROM document ORDER BY title, date, row").fetchall()
        return (records.stored(row) for row in rows)

    def get(self, id: str) -> Stored | None:
        """The document of that id, or of the only id that begins so, with its text; None if there is none."""
        row = self._row_of(id)
        return None if row is None else self._by_row(row)

    def find(self, title: str, number: str = "") -> SuperiorDocument | None:
        """The document of that number, or else of that title; None if unknown."""
        with self._guarded() as db:
            row = next(records.rows_called(db, title, number), None)
        return None if row is None else _superior(self._by_row(row))

    def restated(self, document: Document) -> Restatement:
        """Passages of the draft that restate documents of the library."""
        with self._lock:
            return self._current_engine().restated(document)

    def stats(self) -> dict[str, int]:
        """Figures: documents, those with text, those known by facts only, characters, segments, bytes on disk."""
        with self._guarded() as db:
            documents, texts, characters = db.execute(
                "SELECT count(*), count(text), coalesce(sum(characters), 0) FROM document"
            ).fetchone()
            segments = db.execute("SELECT count(*) FROM segment").fetchone()[0]
        size = sum(path.stat().st_size for path in self.folder.iterdir() if path.is_file())
        return {
            "documents": documents,
            "texts": texts,
            "facts": documents - texts,
            "characters": characters,
            "segments": segments,
            "bytes": size,
        }

    def verify(self) -> list[str]:
        """What is wrong with the library, one line in Chinese each; empty when it is sound."""
        from wenlint.reuse import segment

        faults: list[str] = []
        try:
            with self._guarded() as db:
                faults += [str(line) for (line,) in db.execute("PRAGMA integrity_check").fetchall() if line != "ok"]
                texts = db.execute("SELECT row, id FROM document WHERE text IS NOT NULL").fetchall()
                files = [name for (name,) in db.execute("SELECT file FROM segment").fetchall()]
        except LibraryError as error:
            return [str(error)]
        indexed: set[int] = set()
        for name in files:
            try:
                indexed.update(segment.read(self.folder / name).rows.tolist())
            except LibraryError as error:
                faults.append(str(error))
        for row, id_ in texts:
            try:
                self._by_row(row)
            except LibraryError as error:
                faults.append(f"{id_}：{error}")
            if row not in indexed:
                faults.append(f"{id_}：有文本而没有索引；请删除后重新加入")
        return faults

    # -- changing -------------------------------------------------------------------------

    def add(self, entry: Entry) -> str:
        """Adds a document and returns its id; the same document again changes nothing but missing facts.

        A document until now known by its facts only takes the place of those facts. It is
        durable when this returns.
        """
        return self.add_all([entry])[0]

    def add_all(self, entries: Iterable[Entry], progress: Progress | None = None) -> list[str]:
        """Adds many documents, some thousands to a transaction; ids in the order given.

        ``progress`` is told, after each transaction, how many documents are now durable.
        """
        ids: list[str] = []
        for batch in _batches(entries):
            with self._writing() as db:
                ids += self._add_batch(db, batch)
            if progress:
                progress(len(ids))
        with self._writing() as db:
            self._merge(db)
        self._sweep()
        return ids

    def remove(self, id: str) -> bool:
        """Takes a document out; False when there is none of that id."""
        row = self._row_of(id)
        if row is None:
            return False
        with self._writing() as db:
            records.delete(db, row)
        return True

    # -- inside ---------------------------------------------------------------------------

    @contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._db
            except sqlite3.Error as error:
                raise schema.damaged(self.folder, error) from None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._guarded() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException as error:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                if isinstance(error, OSError):
                    raise LibraryError(f"上级文件库 {self.folder} 写不进去（{error}）；请检查磁盘空间和权限") from None
                raise

    def _row_of(self, id: str) -> int | None:
        exact = id.strip().lower()
        if not exact or not exact.isalnum():
            return None
        with self._guarded() as db:
            rows = db.execute(
                "SELECT row FROM document WHERE id = ? OR id LIKE ? ORDER BY id <> ? LIMIT 2",
                (exact, exact + "%", exact),
            ).fetchall()
            known = db.execute("SELECT 1 FROM document WHERE id = ?", (exact,)).fetchone()
        return int(rows[0][0]) if known or len(rows) == 1 else None

    def _by_row(self, row: int) -> Stored:
        with self._guarded() as db:
            found = db.execute(f"SELECT {records.FACTS}, text FROM document WHERE row = ?", (row,)).fetchone()
        if found is None:
            raise LibraryError(f"上级文件库 {self.folder} 刚被另一个程序改动，请重试")
        return records.stored(found[:-1], records.unpack(found[-1]))

    def _add_batch(self, db: sqlite3.Connection, batch: list[Entry]) -> list[str]:
        fresh: list[tuple[int, Entry]] = []
        ids: list[str] = []
        for entry in batch:
            row, is_new = _admit(db, entry)
            if is_new and entry.text:
                fresh.append((row, entry))
            ids.append(str(db.execute("SELECT id FROM document WHERE row = ?", (row,)).fetchone()[0]))
        if fresh:
            from wenlint.reuse import segment
            from wenlint.reuse.engine import indexed

            built = segment.build(indexed(row, entry, family_key(entry.title)) for row, entry in fresh)
            self._put_live(db, built)
        return ids

    def _put_live(self, db: sqlite3.Connection, built: Segment) -> None:
        from wenlint.reuse import segment

        name = f"{uuid.uuid4().hex[:16]}.segment"
        segment.write(built, self.folder / name)
        db.execute(
            "INSERT INTO segment (file, documents, characters) VALUES (?,?,?)",
            (name, len(built.rows), built.characters),
        )

    def _merge(self, db: sqlite3.Connection) -> None:
        from wenlint.reuse import segment

        while group := _mergeable(db.execute("SELECT id, characters, file FROM segment").fetchall()):
            gone = frozenset(row for (row,) in db.execute("SELECT row FROM gone").fetchall())
            parts = [segment.read(self.folder / name) for _, name in group]
            merged = segment.merge(parts, gone)
            purged = {row for part in parts for row in part.rows.tolist()} & gone
            db.executemany("DELETE FROM gone WHERE row = ?", [(row,) for row in purged])
            db.executemany("DELETE FROM segment WHERE id = ?", [(id_,) for id_, _ in group])
            if len(merged.rows):
                self._put_live(db, merged)

    def _sweep(self) -> None:
        """Deletes files that no transaction names: of merged segments and of writers that were killed."""
        with self._writing() as db:
            live = {name for (name,) in db.execute("SELECT file FROM segment").fetchall()}
            for path in [*self.folder.glob("*.segment"), *self.folder.glob("*.part")]:
                if path.name not in live:
                    try:
                        path.unlink()
                    except OSError:  # a reader on Windows still maps it; the next writer tries again
                        continue

    def _current_engine(self) -> Engine:
        from wenlint.reuse.engine import Engine

        with self._guarded() as db:
            version = int(db.execute("PRAGMA data_version").fetchone()[0]) + (db.total_changes << 32)
            if self._engine is None or version != self._engine_version:
                self._engine = Engine(*self._open_segments(db), self)
                self._engine_version = version
            return self._engine

    def _open_segments(self, db: sqlite3.Connection) -> tuple[list[Segment], frozenset[int]]:
        from wenlint.reuse import segment

        for attempt in (1, 2):
            db.execute("BEGIN")
            try:
                files = [name for (name,) in db.execute("SELECT file FROM segment ORDER BY id").fetchall()]
                gone = frozenset(row for (row,) in db.execute("SELECT row FROM gone").fetchall())
            finally:
                db.execute("COMMIT")
            try:
                return [segment.read(self.folder / name) for name in files], gone
            except LibraryError:
                # A merge may have deleted a file between our two looks; damage shows again.
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    # -- what the engine asks for (see wenlint.reuse.engine.Shelf) --------------------------

    def at(self, row: int) -> Stored:
        """The document of a row, with its text."""
        return self._by_row(row)

    def rows_called(self, title: str, number: str = "") -> list[int]:
        """Rows of the documents of that number or title."""
        with self._guarded() as db:
            return list(records.rows_called(db, title, number))


def _superior(stored: Stored) -> SuperiorDocument:
    # Text under a secrecy marking is never handed on.
    text = "" if stored.entry.marked else stored.entry.text
    return SuperiorDocument(stored.ref, text, stored.entry.status)


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        size += len(entry.text)
        if size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _mergeable(segments: list[tuple[int, int, str]]) -> list[tuple[int, str]] | None:
    """The segments of the smallest size class that holds ``_FAN`` or more."""
    classes: dict[int, list[tuple[int, str]]] = {}
    for id_, characters, name in segments:
        classes.setdefault(max(characters, 1).bit_length() // 3, []).append((id_, name))
    return next((group for _, group in sorted(classes.items()) if len(group) >= _FAN), None)


def _admit(db: sqlite3.Connection, entry: Entry) -> tuple[int, bool]:
    """The row of the entry, and whether it is a new document or known already."""
    same = db.execute(f"SELECT row, {records.FACTS} FROM document WHERE digest = ?", (entry.digest,)).fetchone()
    if same is not None:
        _complete(db, same[0], records.stored(same[1:]).entry, entry)
        return int(same[0]), False
    other = _same_document(db, entry)
    if other is None:
        return records.insert(db, entry), True
    row, known = other
    if not entry.text:
        _complete(db, row, known, entry)
        return row, False
    records.delete(db, row)
    return records.insert(db, _completed(entry, known)), True


def _same_document(db: sqlite3.Connection, entry: Entry) -> tuple[int, Entry] | None:
    """The document these facts speak of, or the bare facts this text belongs to."""
    bare = "text IS NULL" if entry.text else "1"
    for row in records.rows_called(db, entry.title, entry.number):
        found = db.execute(f"SELECT {records.FACTS} FROM document WHERE row = ? AND {bare}", (row,)).fetchone()
        if found is None:
            continue
        known = records.stored(found).entry
        if _agree(known.date, entry.date):
            return row, known
    return None


def _agree(one: str, other: str) -> bool:
    return not one or not other or one.startswith(other) or other.startswith(one)


_FILLABLE = ("number", "issuer", "level", "date", "status", "source")


def _completed(entry: Entry, known: Entry) -> Entry:
    return replace(entry, **{key: getattr(entry, key) or getattr(known, key) for key in _FILLABLE})


def _complete(db: sqlite3.Connection, row: int, known: Entry, told: Entry) -> None:
    full = _completed(known, told)
    if full != known:
        db.execute(
            "UPDATE document SET number=?, number_key=?, issuer=?, level=?, date=?, status=?, source=?, marked=?"
            " WHERE row=?",
            (full.number, number_key(full.number), full.issuer, full.level, full.date, full.status, full.source,
             known.marked or told.marked, row),
        )  # fmt: skip
