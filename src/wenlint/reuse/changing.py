"""One change of the library: all of it or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wenlint.reuse import ledger, schema


@contextmanager
def changing(folder: Path, db: sqlite3.Connection) -> Iterator[None]:
    """One change of the library: all of it durable and acknowledged at the end, or none of it."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("UPDATE state SET changes = changes + 1")
        (changes,) = db.execute("SELECT changes FROM state").fetchone()
        db.execute("COMMIT")
    except BaseException as error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        if isinstance(error, OSError):
            raise schema.unwritable(folder, error.strerror or error) from None
        raise
    with suppress(OSError):  # the change itself is durable
        ledger.write(folder, changes)
