"""Immutable index segments: which documents hold which grams, in one checksummed file.

A posting is 32 bits: the end of a gram's hash and the document's ordinal in the segment.
The beginning of the hash names the group of postings it is in, of a dozen or two. Groups
stand in blocks of 64; a block begins with where its groups end and with a check of each,
so that a look-up reads one place of the file, and never takes for an answer what a damaged
disk gives back. Where in a document a gram stands is not kept; the text tells.

The arrays lie one after the other; the head that tells of them stands at the end of the
file, so that one cut short has none.
"""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import GRAM, SHORT_BITS, WINDOW, Hashes
from wenlint.reuse.entry import LibraryError

MAGIC = b"WENLINT2"
ENDING = 16  # bytes at the end: length and checksum of the head, and MAGIC
HASH_BITS = 37
"""So many bits of a hash are kept, whatever the size of the segment, the first (always 0) apart."""
CROWDED = 96
"""A gram that more documents than this share leads to none of them; which it was in is not kept."""
SIZES = (2, 3)
"""Lengths of the short grams that are counted."""
COUNTS = (len(SIZES), 1 << SHORT_BITS)
"""The shape of the table that counts them."""
BLOCK = 64
"""Groups of a block."""
HEADER = 2 * BLOCK
"""Words of a block before its postings."""
SMALL_ARRAYS = ("blocks", "rows", "families", "keys", "lengths", "counted", "counts")
ARRAYS = ("words", *SMALL_ARRAYS)
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Postings:
    """Which documents hold the grams asked for, one row each.

    Attributes:
        asked: place of the gram's hash among those asked for.
        row: the document's row in the library.
        family: a hash that the versions of one document share.
        key: a hash of the document's words, by which documents are put in order.
        crowded: places of the hashes that too many documents share.
    """

    asked: Array
    row: Array
    family: Array
    key: Array
    crowded: Array


@dataclass(frozen=True, slots=True)
class Segment:
    """Postings of some documents.

    Attributes:
        name: the file's, for messages.
        ordinal_bits: how many bits of a posting are the document's ordinal.
        widest: postings of the largest group.
        mapped: the file, unless the arrays are in memory.
        words: the blocks end to end. In each, first where the groups end, then their checks, then their
            postings, end to end.
        blocks: where each block begins, and at last where the last one ends.
        rows, families, keys, lengths: by ordinal; see :class:`Postings`; length in codes.
        counted, counts: which 2-grams and 3-grams occur, as places of the flat table of
            ``COUNTS``, and how often.
    """

    name: str
    ordinal_bits: int
    widest: int
    mapped: mmap.mmap | None
    words: Array
    blocks: Array
    rows: Array
    families: Array
    keys: Array
    lengths: Array
    counted: Array
    counts: Array

    @property
    def groups_bits(self) -> int:
        """How many bits of a hash name its group."""
        return HASH_BITS - 32 + self.ordinal_bits

    @property
    def postings(self) -> int:
        """How many postings there are."""
        return len(self.words) - HEADER * (len(self.blocks) - 1)

    def look_up(self, hashes: Hashes, alive: Array) -> Postings:
        """The living documents that hold grams of these hashes, and the hashes that are crowded.

        Raises:
            LibraryError: when a group that was read is damaged.
        """
        wanted = cut(hashes)
        bits = np.uint64(32 - self.ordinal_bits)
        group = (wanted >> bits).astype(np.int64)
        low, high, check = self._bounds(group)
        size = high - low
        ends = np.cumsum(size)
        total = int(ends[-1]) if len(ends) else 0
        found = self.words[np.repeat(low - ends + size, size) + np.arange(total)]
        if (checks(found, ends - size, ends, low, high) != check).any():
            raise damaged(self.name)
        rest = (wanted & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.uint32)
        same = np.flatnonzero(found >> np.uint32(self.ordinal_bits) == np.repeat(rest, size))
        asked = np.searchsorted(ends, same, side="right")
        ordinal = (found[same] & np.uint32((1 << self.ordinal_bits) - 1)).astype(np.int64)
        is_crowd = ordinal == len(self.rows)
        crowded = asked[is_crowd]
        real = np.flatnonzero(~is_crowd)
        real = real[alive[ordinal[real]]]
        asked, ordinal = asked[real], ordinal[real]
        return Postings(asked, self.rows[ordinal], self.families[ordinal], self.keys[ordinal], crowded)

    def _bounds(self, group: Array) -> tuple[Array, Array, Array]:
        """Where the postings of groups begin and end among the words, and their checks."""
        block, within = group // BLOCK, group % BLOCK
        begin, end = self.blocks[block].astype(np.int64), self.blocks[block + 1].astype(np.int64)
        header = begin + within
        low = begin + HEADER + np.where(within > 0, self.words[header - (within > 0)], 0)
        high = begin + HEADER + self.words[header]
        size = high - low
        if len(size) and (size.min() < 0 or size.max() > self.widest or (high > end).any()):
            raise damaged(self.name)
        return low, high, self.words[header + BLOCK]

    def call_for(self, hashes: Hashes) -> None:
        """Asks the system to read what a look-up of these hashes needs, all at once and not one by one."""
        if self.mapped is None or not hasattr(mmap, "MADV_WILLNEED"):
            return
        block = np.unique((cut(hashes) >> np.uint64(32 - self.ordinal_bits + BLOCK.bit_length() - 1)).astype(np.int64))
        first = (len(MAGIC) + 4 * self.blocks[block].astype(np.int64)) // mmap.PAGESIZE * mmap.PAGESIZE
        behind = len(MAGIC) + 4 * self.blocks[block + 1].astype(np.int64)
        for start, length in zip(first.tolist(), (behind - first).tolist(), strict=True):
            self.mapped.madvise(mmap.MADV_WILLNEED, start, length)

    def count_into(self, table: Array) -> None:
        """Adds the counts of short grams to a flat table."""
        table[self.counted] += self.counts

    def has_faults(self) -> bool:
        """Whether any part of the file differs from what was written."""
        try:
            for first in range(0, len(self.blocks) - 1, _BLOCKS):
                self.part(first, min(first + _BLOCKS, len(self.blocks) - 1))
        except LibraryError:
            return True
        return False

    def part(self, first: int, last: int) -> tuple[Array, Array]:
        """The postings of the blocks ``first`` to ``last``, and how many there are in each of their groups.

        Raises:
            LibraryError: when one of the groups is damaged.
        """
        groups = np.arange(first * BLOCK, last * BLOCK)
        low, high, check = self._bounds(groups)
        ends = np.cumsum(high - low)
        starts = ends - (high - low)
        headers = (self.blocks[first:last].astype(np.int64) - int(self.blocks[first]))[:, None] + np.arange(HEADER)
        found = np.delete(self.words[int(self.blocks[first]) : int(self.blocks[last])], headers.ravel())
        if len(found) != ends[-1] or (checks(found, starts, ends, low, high) != check).any():
            raise damaged(self.name)
        return found, high - low

    def release(self) -> None:
        """Gives the pages of the file that were read back to the system, which may keep them in its cache."""
        if self.mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
            self.mapped.madvise(mmap.MADV_DONTNEED)


_BLOCKS = 1 << 10  # read at a time


def cut(hashes: Hashes) -> Hashes:
    """The bits of hashes that are kept."""
    return hashes >> np.uint64(63 - HASH_BITS)


def checks(postings: Array, starts: Array, ends: Array, low: Array, high: Array) -> Array:
    """The check of each group: of its postings, from ``starts`` to ``ends`` here, and of its bounds in the file."""
    mixed = postings * np.uint32(0x9E3779B1)
    mixed ^= mixed >> np.uint32(15)
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(mixed, dtype=np.uint64)))
    value = sums[ends] - sums[starts]
    value += low.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    value += high.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    value += np.uint64(0x165667B19E3779F9)
    value ^= value >> np.uint64(32)
    value *= np.uint64(0xFF51AFD7ED558CCD)
    return np.asarray((value >> np.uint64(32)).astype(np.uint32))


def read(path: Path) -> Segment:
    """Maps a segment into memory.

    Raises:
        LibraryError: when the file is missing, cut short, or its head or tables are damaged. The
            groups of postings are tested when they are looked up, or all by ``has_faults``.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise LibraryError(f"上级文件库的索引文件 {path.name} 打不开（{error}）；{MEND}") from None
    data = np.frombuffer(mapped, np.uint8)
    head = _head(data, path.name)
    arrays = {name: _array(data, head["arrays"][name], path.name) for name in ARRAYS}
    for name in SMALL_ARRAYS:
        if zlib.crc32(arrays[name].data) != head["arrays"][name]["crc"]:
            raise damaged(path.name)
    return Segment(path.name, head["ordinal_bits"], head["widest"], mapped, **arrays)


def _head(data: Array, name: str) -> Mapping[str, Any]:
    ending = data[-ENDING:].tobytes()
    if len(data) < len(MAGIC) + ENDING or ending[8:] != MAGIC or data[: len(MAGIC)].tobytes() != MAGIC:
        raise damaged(name)
    size, checksum = int.from_bytes(ending[:4], "little"), int.from_bytes(ending[4:8], "little")
    packed = data[-ENDING - size : -ENDING].tobytes()
    if zlib.crc32(packed) != checksum:
        raise damaged(name)
    head: dict[str, Any] = json.loads(packed)
    if (head["gram"], head["window"], head["hash"]) != (GRAM, WINDOW, HASH_BITS):
        raise LibraryError(f"上级文件库的索引文件 {name} 由不兼容的版本写成；请用写成它的版本，或重新建库")
    return head


def _array(data: Array, told: Mapping[str, Any], name: str) -> Array:
    dtype = np.dtype(told["type"])
    end = told["at"] + told["length"] * dtype.itemsize
    if end > len(data):
        raise damaged(name)
    return data[told["at"] : end].view(dtype)


MEND = "用 wenlint corpus verify --repair 由库里的文本重建索引，或从备份恢复"
"""What to do about an index file that is missing or damaged."""


def damaged(name: str) -> LibraryError:
    """A segment whose check fails."""
    return LibraryError(f"上级文件库的索引文件 {name} 已损坏（校验不符）；{MEND}")
