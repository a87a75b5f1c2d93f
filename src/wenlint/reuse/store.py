"""The library of superior documents on disk.

SQLite (WAL) holds facts, packed texts and the list of live index segments; a segment
file is written aside, made durable, and goes live with the transaction that names it. So a
process killed at any point leaves every acknowledged document and nothing half-done. One
process writes at a time while others read what was last committed.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wenlint.check import Restatement, SuperiorDocument
from wenlint.document import Document
from wenlint.reuse import aside, ledger, records, schema, tidying
from wenlint.reuse.changing import changing
from wenlint.reuse.entry import Added, Entry, LibraryError, Stored

if TYPE_CHECKING:
    from wenlint.reuse.adding import Progress
    from wenlint.reuse.engine import Engine
    from wenlint.reuse.index import LocalIndex
    from wenlint.reuse.segment import Segment


class StoredLibrary:
    """A library in a folder. Implements :class:`wenlint.check.Library` and :class:`wenlint.reuse.union.Part`.

    Every method raises :class:`LibraryError` when the library is damaged or cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        acknowledged = ledger.read(folder)
        self._db = schema.connect(folder)
        self._lock = threading.RLock()
        self._segments: dict[str, Segment] = {}
        self._index: LocalIndex | None = None
        self._engine: Engine | None = None
        self._version: tuple[int, int] | None = None
        self._tidying: threading.Thread | None = None
        try:
            self._compare(acknowledged)
        except LibraryError:
            self._db.close()
            raise

    def close(self) -> None:
        """Lets go of the files, when the merging of segments that is under way has ended."""
        if self._tidying is not None:
            self._tidying.join()
        with self._lock:
            self._engine = self._index = None
            self._segments = {}
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
            rows = db.execute(f"SELECT {records.FACTS}, seal FROM document ORDER BY title, date, row").fetchall()
        return (records.stored(row) for row in rows)

    def newest(self, most: int, after: int = 0) -> list[Stored]:
        """So many documents, those added last first, after so many others; without their texts."""
        asked = f"SELECT {records.FACTS}, seal FROM document ORDER BY row DESC LIMIT ? OFFSET ?"
        with self._guarded() as db:
            return [records.stored(row) for row in db.execute(asked, (most, after)).fetchall()]

    def get(self, id: str) -> Stored | None:
        """The document of that id, or of the only id that begins so, with its text; None if there is none."""
        row = self._row_of(id)
        return None if row is None else self.at(row)

    def find(self, title: str, number: str = "") -> SuperiorDocument | None:
        """The document of that number, or else of that title; None if unknown."""
        found = self.called(title, number)
        return superior(self.at(found[0].row)) if found else None

    def restated(self, document: Document) -> Restatement:
        """Passages of the draft that restate documents of the library."""
        from wenlint.reuse.engine import Engine

        with self._lock:
            index = self.index()
            if self._engine is None:
                self._engine = Engine(index, self)
            return self._engine.restated(document)

    def stats(self) -> dict[str, int]:
        """Figures: documents, those with text, those known by facts only, characters, segments, bytes on disk.

        Of the bytes, those of the index apart.
        """
        with self._guarded() as db:
            documents, texts, characters = db.execute(
                "SELECT count(*), count(text), coalesce(sum(characters), 0) FROM document"
            ).fetchone()
            segments = [name for (name,) in db.execute("SELECT file FROM segment").fetchall()]
        with self._reading():
            index = sum((self.folder / name).stat().st_size for name in segments)
            size = sum(path.stat().st_size for path in self.folder.iterdir() if path.is_file())
        return {
            "documents": documents,
            "texts": texts,
            "facts": documents - texts,
            "characters": characters,
            "segments": len(segments),
            "bytes": size,
            "index_bytes": index,
        }

    def verify(self) -> list[str]:
        """What is wrong with the library, one line in Chinese each; empty when it is sound."""
        from wenlint.reuse.verifying import verify

        return verify(self.folder)

    # -- changing -------------------------------------------------------------------------

    def add(self, entry: Entry) -> str:
        """Adds a document and returns its id; the same document again changes nothing but missing facts.

        A document until now known by its facts only takes the place of those facts, and another
        copy of the same version the place of the one before. It is durable when this returns.
        """
        return self.add_all([entry])[0]

    def add_all(self, entries: Iterable[Entry], progress: Progress | None = None) -> list[str]:
        """Adds many documents as :meth:`take_in` does; ids in the order given."""
        return [added.id for added in self.take_in(entries, progress)]

    def take_in(self, entries: Iterable[Entry], progress: Progress | None = None) -> list[Added]:
        """Adds many documents, some thousands to a transaction, and tells of each in the order given.

        ``progress`` is told, after each transaction, how many documents are now durable.
        """
        from wenlint.reuse.adding import Adding

        try:
            with self._reading():
                added = Adding(self.folder, self._db, self._writing, progress).add(entries)
        except BaseException:
            with suppress(LibraryError):
                self._sweep()
            raise
        self._tidy()
        return added

    def remove(self, id: str) -> bool:
        """Takes a document out; False when there is none of that id."""
        row = self._row_of(id)
        if row is None:
            return False
        with self._writing() as db:
            records.delete(db, row)
        return True

    # -- as a part of a larger library (see wenlint.reuse.union.Part) and for the engine ------

    def index(self) -> LocalIndex:
        """The index as it stands."""
        from wenlint.reuse.index import LocalIndex

        with self._guarded() as db:
            acknowledged = ledger.read(self.folder)
            version = (int(db.execute("PRAGMA data_version").fetchone()[0]), db.total_changes)
            if self._index is None or version != self._version:
                self._compare(acknowledged)
                self._engine = None
                self._index = LocalIndex(*self._open_segments(db))
                self._version = version
            return self._index

    def at(self, row: int) -> Stored:
        """The document of a row, with its text."""
        return self._by_row(row, with_text=True)

    def facts(self, row: int) -> Stored:
        """The document of a row, without its text."""
        return self._by_row(row, with_text=False)

    def called(self, title: str, number: str = "") -> list[records.Called]:
        """The documents of that number, or else of that title; the likeliest first."""
        with self._guarded() as db:
            return records.called(db, title, number)

    def rows_called(self, title: str, number: str = "") -> list[int]:
        """Rows of the documents of that number or title."""
        return [one.row for one in self.called(title, number)]

    # -- inside ---------------------------------------------------------------------------

    @contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._reading():
            yield self._db

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise schema.damaged(self.folder, error) from None
        except FileNotFoundError as error:
            raise LibraryError(f"上级文件库 {self.folder} 缺文件（{error.filename}）；请从备份恢复") from None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._guarded() as db, changing(self.folder, db):
            yield db

    def _compare(self, acknowledged: int) -> None:
        with self._guarded() as db:
            (present,) = db.execute("SELECT changes FROM state").fetchone()
        ledger.compare(self.folder, acknowledged, present)

    def _row_of(self, id: str) -> int | None:
        exact = id.strip().lower()
        if not exact or not exact.isalnum():
            return None
        with self._guarded() as db:
            rows = db.execute(
                "SELECT row, id FROM document WHERE id >= ? AND id < ? ORDER BY id LIMIT 2", (exact, exact + "g")
            ).fetchall()
        return int(rows[0][0]) if rows and (len(rows) == 1 or rows[0][1] == exact) else None

    def _by_row(self, row: int, *, with_text: bool) -> Stored:
        with self._guarded() as db:
            found = records.by_row(db, row, with_text)
        if found is None:
            raise LibraryError(f"上级文件库 {self.folder} 刚被另一个程序改动，请重试")
        return found

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
                self._segments = {name: self._segments.get(name) or segment.read(self.folder / name) for name in files}
            except LibraryError:
                # A merge may have deleted a file between our two looks; damage shows again.
                if attempt == 2:
                    raise
            else:
                return list(self._segments.values()), gone
        raise AssertionError("unreachable")

    def _tidy(self) -> None:
        """Merges what is small at once, what is large beside whatever comes next, and deletes what is left over."""
        # What was added is there; a damaged segment is told to whoever asks, and stays as it is.
        with suppress(LibraryError):
            while group := tidying.mergeable(self._db, tidying.SMALL):
                tidying.merge(self.folder, self._db, self._writing, group)
        self._sweep()
        is_busy = self._tidying is not None and self._tidying.is_alive()
        if not is_busy and tidying.mergeable(self._db):
            self._tidying = threading.Thread(target=_tidy_aside, args=(self.folder,))
            self._tidying.start()

    def _sweep(self) -> None:
        """Deletes what is left over; other writers are kept out meanwhile."""
        with self._guarded() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                aside.sweep(self.folder, {name for (name,) in db.execute("SELECT file FROM segment").fetchall()})
            finally:
                db.execute("ROLLBACK")


def _tidy_aside(folder: Path) -> None:
    # Damage and a full disk are told to whoever asks or adds; the segments stay as they are.
    with suppress(LibraryError, OSError, sqlite3.Error):
        db = schema.connect(folder)
        try:
            while group := tidying.mergeable(db):
                tidying.merge(folder, db, lambda: _changed(folder, db), group)
        finally:
            db.close()


@contextmanager
def _changed(folder: Path, db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    with changing(folder, db):
        yield db


def superior(stored: Stored) -> SuperiorDocument:
    """A document as checks see it; text under a secrecy marking is never handed on."""
    text = "" if stored.entry.marked else stored.entry.text
    return SuperiorDocument(stored.ref, text, stored.entry.status)
