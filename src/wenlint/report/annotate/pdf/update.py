"""Objects put at the end of a PDF, which are read in place of those before (ISO 32000-1 7.5.6)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from itertools import groupby

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from wenlint.text.patterns import pattern

_START = pattern(rb"startxref\s+(\d+)\s+%%EOF")
_STREAM = pattern(rb"\d+\s+\d+\s+obj\b")
_TABLE = b"xref"
_KEPT = ("/Root", "/Info")
_OFFSET_BYTES, _GENERATION_BYTES = 5, 2


class UnlistedError(ValueError):
    """The file's list of objects is not where the file says: nothing can be added to it."""


class Update:
    """New and changed objects of one file. Its own list of them is of the kind that the file has."""

    def __init__(self, data: bytes, reader: PdfReader) -> None:
        """Raises UnlistedError."""
        self._data = data
        self._reader = reader
        self._previous = _previous(data)
        self._is_table = data.startswith(_TABLE, self._previous)
        self._objects: dict[tuple[int, int], PdfObject] = {}
        size = reader.trailer.get("/Size", 0)
        listed = [number for generation in reader.xref.values() for number in generation]
        self._free = max([int(size), *(number + 1 for number in listed), *(n + 1 for n in reader.xref_objStm)])

    def put(self, reference: IndirectObject, changed: PdfObject) -> None:
        """Puts an object in the place of one of the file."""
        self._objects[reference.idnum, reference.generation] = changed

    def add(self, new: PdfObject) -> IndirectObject:
        """Adds an object; the reference may be used before the object is complete."""
        reference = IndirectObject(self._free, 0, self._reader)
        self._free += 1
        self.put(reference, new)
        return reference

    def written(self) -> bytes:
        """The bytes to put after those of the file; none when there is no object."""
        if not self._objects:
            return b""
        out = io.BytesIO()
        out.write(b"" if self._data.endswith((b"\n", b"\r")) else b"\n")
        offsets = {key: self._object(out, *key) for key in sorted(self._objects)}
        start = len(self._data) + out.tell()
        if self._is_table:
            self._write_table(out, offsets)
        else:
            self._write_stream(out, offsets, start)
        out.write(f"startxref\n{start}\n%%EOF\n".encode())
        return out.getvalue()

    def _object(self, out: io.BytesIO, number: int, generation: int) -> int:
        offset = len(self._data) + out.tell()
        out.write(f"{number} {generation} obj\n".encode())
        self._objects[number, generation].write_to_stream(out)
        out.write(b"\nendobj\n")
        return offset

    def _write_table(self, out: io.BytesIO, offsets: dict[tuple[int, int], int]) -> None:
        out.write(b"xref\n0 1\n0000000000 65535 f\r\n")
        for run in _runs(sorted(offsets)):
            out.write(f"{run[0][0]} {len(run)}\n".encode())
            for number, generation in run:
                out.write(f"{offsets[number, generation]:010} {generation:05} n\r\n".encode())
        out.write(b"trailer\n")
        self._trailer(out.getvalue()).write_to_stream(out)
        out.write(b"\n")

    def _write_stream(self, out: io.BytesIO, offsets: dict[tuple[int, int], int], start: int) -> None:
        own = (self._free, 0)
        self._free += 1
        listed = sorted({**offsets, own: start}.items())
        dictionary = self._trailer(out.getvalue())
        runs = [(run[0][0], len(run)) for run in _runs([key for key, _ in listed])]
        rows = b"".join(
            b"\x01" + offset.to_bytes(_OFFSET_BYTES) + generation.to_bytes(_GENERATION_BYTES)
            for (_, generation), offset in listed
        )
        dictionary[NameObject("/Type")] = NameObject("/XRef")
        dictionary[NameObject("/W")] = _numbers([1, _OFFSET_BYTES, _GENERATION_BYTES])
        dictionary[NameObject("/Index")] = _numbers([number for run in runs for number in run])
        dictionary[NameObject("/Length")] = NumberObject(len(rows))
        out.write(f"{own[0]} 0 obj\n".encode())
        dictionary.write_to_stream(out)
        out.write(b"\nstream\n" + rows + b"\nendstream\nendobj\n")

    def _trailer(self, update: bytes) -> DictionaryObject:
        """What the file's own trailer says, with the state of the file (/ID) after this update."""
        trailer = self._reader.trailer
        made = DictionaryObject({NameObject(key): trailer.raw_get(key) for key in _KEPT if key in trailer})
        made[NameObject("/Size")] = NumberObject(self._free)
        made[NameObject("/Prev")] = NumberObject(self._previous)
        state = trailer.get("/ID")
        if isinstance(state, ArrayObject) and len(state) == 2:
            changed = hashlib.sha256(repr(state).encode() + update).digest()[:16]
            made[NameObject("/ID")] = ArrayObject([state[0], ByteStringObject(changed)])
        return made


def _previous(data: bytes) -> int:
    """Where the file's latest list of objects begins."""
    found = list(_START.finditer(data, max(0, len(data) - 2048)))
    start = int(found[-1][1]) if found and len(found[-1][1]) < 12 else -1
    if not data.startswith(b"%PDF-") or not 0 < start < len(data):
        raise UnlistedError
    if not data.startswith(_TABLE, start) and not _STREAM.match(data, start):
        raise UnlistedError
    return start


def _runs(keys: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Numbers that follow one another, together."""
    for _, group in groupby(enumerate(keys), key=lambda item: item[1][0] - item[0]):
        yield [key for _, key in group]


def _numbers(values: Sequence[int]) -> ArrayObject:
    return ArrayObject(map(NumberObject, values))
