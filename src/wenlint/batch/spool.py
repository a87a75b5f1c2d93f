"""The records of a running scan, kept out of memory: in a nameless temporary file that dies with the process."""

from __future__ import annotations

import json
import tempfile
import zlib
from typing import Any

from wenlint.batch.record import Record


class Spool:
    """Takes records in any order and gives their reports back in the order of a list of paths."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def add(self, record: Record) -> None:
        """Keeps the record's report."""
        data = zlib.compress(json.dumps(record.told, ensure_ascii=False, default=str).encode(), 1)
        self._file.seek(self._end)
        self._file.write(data)
        self._places[record.path] = (self._end, len(data))
        self._end += len(data)

    def __contains__(self, path: str) -> bool:
        return path in self._places

    def told(self, path: str) -> dict[str, Any]:
        """The report of the file at ``path``."""
        start, length = self._places[path]
        self._file.seek(start)
        told: dict[str, Any] = json.loads(zlib.decompress(self._file.read(length)))
        return told

    def close(self) -> None:
        """Forgets everything."""
        self._file.close()
