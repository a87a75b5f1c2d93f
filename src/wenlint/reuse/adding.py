"""Documents into the library, many at a time.

What is known already is left out before anything is made of it. The others go in batches
to hands that index them (:mod:`wenlint.reuse.hands`); when a batch is full its segment is
written aside, and one transaction makes documents and segment part of the library.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from wenlint.reuse.admitting import admit_all, complete, is_complete, known_digests, known_id
from wenlint.reuse.aside import Aside
from wenlint.reuse.entry import Added, Entry, Made, Outcome
from wenlint.reuse.hands import Hand, LocalHand, hands, made
from wenlint.reuse.records import Arrival
from wenlint.reuse.schema import unwritable

Writing = Callable[[], AbstractContextManager[sqlite3.Connection]]
Progress = Callable[[int], None]

# Characters that a hand is given at a time, …
_CHUNK = 1_000_000
# … of how many it may be behind, …
_BEHIND = 8
# … and that one segment and one transaction hold at most, …
_BATCH = 64_000_000
# … or as many seconds' worth, when the documents come slowly; or, once they came fast, not at all.
_SECONDS, _SECONDS_OF_MANY = 10.0, 60.0
# So many characters are worth starting processes.
_MANY = 6_000_000
# When so many documents have been met, the digests of all that are known are looked at in memory.
_MANY_DOCUMENTS = 500


@dataclass(frozen=True, slots=True)
class _Met:
    """A document of the run: its place in it, its entry and digest."""

    place: int
    entry: Entry
    digest: bytes

    @property
    def told(self) -> _Met:
        """The same without the text."""
        return _Met(self.place, self.entry.without_text(), self.digest)


@dataclass(slots=True)
class _Batch:
    """Documents that one hand has taken, and what it made of them so far; ``size`` is in characters."""

    hand: Hand
    met: list[_Met] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    waiting: list[Future[list[Made]]] = field(default_factory=list)
    size: int = 0

    def give(self, chunk: list[_Met]) -> None:
        """Gives the hand more documents; waits while it is too far behind."""
        self.waiting.append(self.hand.take([one.entry for one in chunk]))
        self.met += [one.told for one in chunk]
        self.lengths += [len(one.entry.text) for one in chunk]
        self.size += sum(self.lengths[-len(chunk) :])
        self.receive(_BEHIND)

    def receive(self, most_waiting: int) -> None:
        """Takes in what the hand made, until no more is waited for than that."""
        while len(self.waiting) > most_waiting or (self.waiting and self.waiting[0].done()):
            self.made += self.waiting.pop(0).result()

    def arrivals(self, rows: range) -> list[Arrival]:
        """All documents as they come into the library."""
        parts = zip(rows, self.met, self.lengths, self.made, strict=True)
        return [Arrival(row, one.entry, one.digest, length, made_) for row, one, length, made_ in parts]


@dataclass(slots=True)
class _Finishing:
    """A full batch whose segment is being written."""

    batch: _Batch
    rows: range
    aside: Aside
    written: Future[int] = field(default_factory=Future)


class Adding:
    """One run of adding to the library in ``folder``."""

    def __init__(self, folder: Path, db: sqlite3.Connection, writing: Writing, progress: Progress | None) -> None:
        self._folder, self._db, self._writing = folder, db, writing
        self._progress = progress or (lambda _: None)
        self._added: list[Added] = []
        self._durable = 0
        self._seen: set[bytes] = set()
        self._known: set[bytes] | None = None
        self._bare: list[_Met] = []
        self._again: list[_Met] = []
        self._chunk: list[_Met] = []
        self._chunk_size = 0
        self._since = time.monotonic()
        self._batches: list[_Batch] = []
        self._finishing: list[_Finishing] = []

    def add(self, entries: Iterable[Entry]) -> list[Added]:
        """Takes all entries in, and tells of each in the order given. All is durable when this returns."""
        try:
            for entry in entries:
                self._meet(entry)
                if self._chunk_size >= (_CHUNK if self._has_processes() else _MANY):
                    self._hand_on()
                elif time.monotonic() - self._since > (_SECONDS_OF_MANY if self._has_processes() else _SECONDS):
                    self._hand_on()
                    self._commit_all()
            self._hand_on()
            self._commit_all()
            self._settle()
        finally:
            for one in self._finishing:
                one.aside.__exit__()
            for batch in self._batches:
                batch.hand.close()
        return self._added

    def _meet(self, entry: Entry) -> None:
        if not self._chunk and not self._batches:
            self._since = time.monotonic()
        one = _Met(len(self._added), entry, bytes.fromhex(entry.digest))
        id_ = self._known_id(one.digest)
        self._added.append(Added(id_ or "", Outcome.KNOWN))
        if id_ is not None:
            if not is_complete(self._db, one.digest, entry):
                self._again.append(one.told)
        elif one.digest in self._seen:
            self._again.append(one.told)
        elif not entry.text:
            self._bare.append(one)
        else:
            self._chunk.append(one)
            self._chunk_size += len(entry.text)
        self._seen.add(one.digest)

    def _known_id(self, digest: bytes) -> str | None:
        if len(self._added) == _MANY_DOCUMENTS:
            self._known = known_digests(self._db)
        return known_id(self._db, digest) if self._known is None or digest in self._known else None

    def _has_processes(self) -> bool:
        return len(self._batches) > 1

    def _hand_on(self) -> None:
        """Gives the chunk to the hands, and has full batches finished."""
        if self._chunk_size >= _MANY and not self._has_processes():
            self._commit_all()
            self._batches = [_Batch(hand) for hand in hands()]
        self._batches = self._batches or [_Batch(LocalHand())]
        for chunk in _parted(self._chunk):
            batch = min(self._batches, key=lambda batch: (len(batch.waiting), batch.size))
            batch.give(chunk)
            if batch.size >= _BATCH:
                self._finish(batch)
        self._chunk, self._chunk_size = [], 0
        for done in [one for one in self._finishing if one.written.done()]:
            self._commit(done)

    def _finish(self, batch: _Batch) -> None:
        """Has the segment of a batch written, and begins another with its hand."""
        with self._writing() as db:
            rows = _reserve(db, len(batch.met))
        with self._on_disk():
            finishing = _Finishing(batch, rows, Aside(self._folder))
            self._finishing.append(finishing)
            finishing.written = batch.hand.finish(finishing.aside.path, list(rows), _keys(batch))
        self._batches[self._batches.index(batch)] = _Batch(batch.hand)

    def _commit_all(self) -> None:
        for batch in list(self._batches):
            if batch.met:
                self._finish(batch)
        for one in list(self._finishing):
            self._commit(one)
        self._since = time.monotonic()

    def _commit(self, finished: _Finishing) -> None:
        """Makes a batch part of the library."""
        batch = finished.batch
        with self._on_disk():
            codes = finished.written.result()
        batch.receive(0)
        with finished.aside as aside, self._writing() as db:
            self._take_in(db, batch.met, batch.arrivals(finished.rows))
            db.execute(
                "INSERT INTO segment (file, documents, characters) VALUES (?,?,?)",
                (aside.adopt(), len(batch.met), codes),
            )
        self._finishing.remove(finished)
        self._tell(len(batch.met))

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise unwritable(self._folder, error.strerror or error) from None

    def _take_in(self, db: sqlite3.Connection, met: list[_Met], arrivals: list[Arrival]) -> None:
        for one, arrival, added in zip(met, arrivals, admit_all(db, arrivals), strict=True):
            self._added[one.place] = added
            if arrival.characters and added.outcome is Outcome.KNOWN:  # what was indexed of it leads nowhere
                db.execute("INSERT INTO gone (row) VALUES (?)", (arrival.row,))

    def _settle(self) -> None:
        """Takes in what has no text, and the facts that were missing of what was there."""
        if not self._bare and not self._again:
            return
        with self._writing() as db:
            rows = _reserve(db, len(self._bare))
            pairs = zip(rows, self._bare, strict=True)
            arrivals = [Arrival(row, one.entry, one.digest, 0, made(one.entry)) for row, one in pairs]
            self._take_in(db, self._bare, arrivals)
            for one in self._again:
                self._added[one.place] = Added(complete(db, one.digest, one.entry), Outcome.KNOWN)
        self._tell(len(self._bare))

    def _tell(self, more: int) -> None:
        self._durable += more
        self._progress(self._durable)


def _parted(chunk: list[_Met]) -> Iterator[list[_Met]]:
    first, size = 0, 0
    for at, one in enumerate(chunk, 1):
        size += len(one.entry.text)
        if size >= _CHUNK or at == len(chunk):
            yield chunk[first:at]
            first, size = at, 0


def _reserve(db: sqlite3.Connection, count: int) -> range:
    (first,) = db.execute("SELECT next_row FROM state").fetchone()
    db.execute("UPDATE state SET next_row = ?", (first + count,))
    return range(first, first + count)


def _keys(batch: _Batch) -> list[int]:
    return [int.from_bytes(one.digest[:4], "big") for one in batch.met]
