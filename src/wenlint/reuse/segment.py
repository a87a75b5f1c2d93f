"""Immutable index segments: the postings of some documents in one checksummed file.

A segment lays its documents end to end on one line of normalised characters. A posting is
a gram's hash and its place on that line, so that 8 bytes hold it; the table of documents
says whose place it is. Large segments also count short grams, from which the library
learns how telling a shared gram is.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import GRAM, WINDOW, Codes, grams, minimizers
from wenlint.reuse.entry import LibraryError

_MAGIC = b"WENLINT1"
_TABLE_BITS = 18
# Counting pays only where there is enough to count.
_COUNT_FROM = 200_000
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Segment:
    """Postings of some documents.

    Attributes:
        keys: gram hashes, ascending.
        places: where on the segment's line each gram begins.
        rows: the document's row in the store, in the order of the line.
        families: a hash that the versions of one document share.
        begins: where each document begins on the line, and at last where the line ends.
        counts: how often each hash of a 2-gram and of a 3-gram occurs, or None.
    """

    keys: Codes
    places: Codes
    rows: Array
    families: Codes
    begins: Array
    counts: Array | None

    @property
    def characters(self) -> int:
        """Length of the line."""
        return int(self.begins[-1])


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a segment needs of one document: row, family, and its codes with the unindexed blanked."""

    row: int
    family: int
    codes: Codes
    skip: int = 0


def build(documents: Iterable[Indexed]) -> Segment:
    """A segment of these documents; the first ``skip`` codes of each (its title) are not indexed."""
    keys, places, rows, families, begins = [], [], [], [], [0]
    counter = _Counter()
    for document in documents:
        hashes = grams(document.codes[document.skip :])
        chosen = minimizers(hashes, WINDOW)
        keys.append(hashes[chosen])
        places.append((chosen + (begins[-1] + document.skip)).astype(np.uint32))
        rows.append(document.row)
        families.append(document.family)
        begins.append(begins[-1] + len(document.codes))
        counter.add(document.codes)
    key = np.concatenate([np.zeros(0, np.uint32), *keys])
    place = np.concatenate([np.zeros(0, np.uint32), *places])
    order = np.argsort(key, kind="stable")
    return Segment(
        key[order],
        place[order],
        np.array(rows, np.int64),
        np.array(families, np.uint32),
        np.array(begins, np.int64),
        counter.counts() if begins[-1] >= _COUNT_FROM else None,
    )


class _Counter:
    """Counts short grams a few million at a time."""

    _BATCH = 2_000_000

    def __init__(self) -> None:
        self._total = np.zeros((2, 1 << _TABLE_BITS), np.uint32)
        self._waiting: list[Codes] = []
        self._length = 0

    def add(self, codes: Codes) -> None:
        self._waiting.append(codes)
        self._length += len(codes)
        if self._length >= self._BATCH:
            self._flush()

    def counts(self) -> Array:
        self._flush()
        return self._total

    def _flush(self) -> None:
        for size in (2, 3):
            if self._waiting:
                hashes = np.concatenate([short_grams(codes, size) for codes in self._waiting])
                self._total[size - 2] += np.bincount(hashes, minlength=1 << _TABLE_BITS).astype(np.uint32)
        self._waiting, self._length = [], 0


def short_grams(codes: Codes, size: int) -> Codes:
    """Hashes of short grams, fitting the tables that count them."""
    return grams(codes, size) >> np.uint32(32 - _TABLE_BITS)


def merge(segments: Sequence[Segment], gone: frozenset[int]) -> Segment:
    """One segment out of several, without the documents whose rows are gone."""
    keys, places, rows, families, begins = [], [], [], [], [0]
    for segment in segments:
        alive = ~np.isin(segment.rows, list(gone))
        owner = np.searchsorted(segment.begins, segment.places, side="right") - 1
        lengths = np.diff(segment.begins)
        moved = begins[-1] + np.cumsum(np.where(alive, lengths, 0)) - np.where(alive, lengths, 0)
        kept = alive[owner]
        keys.append(segment.keys[kept])
        shift = moved - segment.begins[:-1]
        places.append((segment.places[kept].astype(np.int64) + shift[owner[kept]]).astype(np.uint32))
        rows.append(segment.rows[alive])
        families.append(segment.families[alive])
        begins.extend((begins[-1] + np.cumsum(lengths[alive])).tolist())
    key, place = np.concatenate(keys), np.concatenate(places)
    order = np.argsort(key, kind="stable")
    counted = [segment.counts for segment in segments if segment.counts is not None]
    counts = np.asarray(np.sum(counted, axis=0, dtype=np.uint32)) if counted else None
    return Segment(
        key[order], place[order], np.concatenate(rows), np.concatenate(families), np.array(begins, np.int64), counts
    )


_ARRAYS = ("keys", "places", "rows", "begins", "families")


def write(segment: Segment, path: Path) -> None:
    """Writes the segment aside and moves it into place, durable before this returns."""
    parts = [np.ascontiguousarray(getattr(segment, name)) for name in _ARRAYS]
    packed = zlib.compress(segment.counts.tobytes(), 1) if segment.counts is not None else b""
    blobs = [part.tobytes() for part in parts] + [packed]
    checksum = 0
    for blob in blobs:
        checksum = zlib.crc32(blob, checksum)
    head = {
        "gram": GRAM,
        "window": WINDOW,
        "arrays": {name: [part.dtype.str, len(part)] for name, part in zip(_ARRAYS, parts, strict=True)},
        "counts": len(packed),
        "crc": checksum,
    }
    packed_head = json.dumps(head).encode()
    packed_head += b" " * (-(len(packed_head) + 16) % 64)
    aside = path.with_suffix(".part")
    with aside.open("wb") as file:
        file.write(_MAGIC)
        file.write(len(packed_head).to_bytes(4, "little"))
        file.write(zlib.crc32(packed_head).to_bytes(4, "little"))
        file.write(packed_head)
        for blob in blobs:
            file.write(blob)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes a new name in the folder durable, where the system allows it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: Path, verify: bool = True) -> Segment:
    """Maps a segment into memory.

    Raises:
        LibraryError: when the file is missing, cut short or, with ``verify``, changed.
    """
    try:
        data = np.memmap(path, np.uint8, mode="r")
    except (OSError, ValueError) as error:
        raise LibraryError(f"上级文件库的索引文件 {path.name} 打不开（{error}）；请重新建库") from None
    head, start = _head(data, path)
    arrays: dict[str, Array] = {}
    at = start
    for name in _ARRAYS:
        kind, length = head["arrays"][name]
        dtype = np.dtype(kind)
        arrays[name] = _slice(data, at, dtype.itemsize * length, path).view(dtype)
        at += dtype.itemsize * length
    packed = _slice(data, at, head["counts"], path)
    if at + head["counts"] != len(data) or (verify and zlib.crc32(data[start:].data) != head["crc"]):
        raise _damaged(path)
    counts = None
    if len(packed):
        counts = np.frombuffer(zlib.decompress(packed.tobytes()), np.uint32).reshape(2, -1)
    return Segment(**arrays, counts=counts)


def _head(data: Array, path: Path) -> tuple[dict[str, Any], int]:
    if len(data) < 16 or data[:8].tobytes() != _MAGIC:
        raise _damaged(path)
    size, checksum = (int.from_bytes(data[at : at + 4].tobytes(), "little") for at in (8, 12))
    packed = data[16 : 16 + size].tobytes()
    if zlib.crc32(packed) != checksum:
        raise _damaged(path)
    head: dict[str, Any] = json.loads(packed)
    if (head["gram"], head["window"]) != (GRAM, WINDOW):
        raise LibraryError(f"上级文件库的索引文件 {path.name} 由不兼容的版本写成；请重新建库")
    return head, 16 + size


def _slice(data: Array, start: int, size: int, path: Path) -> Array:
    if start + size > len(data):
        raise _damaged(path)
    return data[start : start + size]


def _damaged(path: Path) -> LibraryError:
    return LibraryError(f"上级文件库的索引文件 {path.name} 已损坏（校验不符）；请从备份恢复，或删除该库后重新建库")
