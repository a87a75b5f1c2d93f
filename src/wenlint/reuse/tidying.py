"""Merging segments, so that a library made of many small additions is looked up as fast as one made at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from wenlint.reuse.aside import Aside

Writing = Callable[[], AbstractContextManager[sqlite3.Connection]]

# Segments are merged by size class, so that a document is rewritten O(log n) times.
_FAN = 8
# A merge of no more codes than this is done while whoever added waits; it takes some milliseconds.
SMALL = 400_000


def mergeable(db: sqlite3.Connection, most: int | None = None) -> list[tuple[int, str]]:
    """The segments, by id and file, of the smallest class that holds ``_FAN`` or more; none when none does.

    With ``most``, only a class whose segments have no more codes together.
    """
    classes: dict[int, list[tuple[int, int, str]]] = {}
    for id_, characters, name in db.execute("SELECT id, characters, file FROM segment ORDER BY id").fetchall():
        classes.setdefault(max(characters, 1).bit_length() // 3, []).append((id_, characters, name))
    for _, group in sorted(classes.items()):
        if len(group) >= _FAN and (most is None or sum(characters for _, characters, _ in group) <= most):
            return [(id_, name) for id_, _, name in group]
    return []


def merge(folder: Path, db: sqlite3.Connection, writing: Writing, group: Sequence[tuple[int, str]]) -> bool:
    """Puts one segment in the place of several; False when another process was faster.

    Nobody waits while the new segment is written.

    Raises:
        LibraryError: when one of them is damaged, which is then left as it is.
    """
    from wenlint.reuse import building, segment

    gone = frozenset(row for (row,) in db.execute("SELECT row FROM gone").fetchall())
    parts = [segment.read(folder / name) for _, name in group]
    layout = building.merge(parts, gone)
    purged = {row for part in parts for row in part.rows.tolist()} & gone
    with Aside(folder) as aside:
        aside.fill(layout.write)
        with writing() as held:
            live = {id_ for (id_,) in held.execute("SELECT id FROM segment").fetchall()}
            if not live.issuperset(id_ for id_, _ in group):
                return False
            held.executemany("DELETE FROM gone WHERE row = ?", [(row,) for row in purged])
            held.executemany("DELETE FROM segment WHERE id = ?", [(id_,) for id_, _ in group])
            if len(layout.small["rows"]):
                codes = int(layout.small["lengths"].sum(dtype="int64"))
                held.execute(
                    "INSERT INTO segment (file, documents, characters) VALUES (?,?,?)",
                    (aside.adopt(), len(layout.small["rows"]), codes),
                )
    return True
