"""Making segments: of texts, and of other segments.

Texts are taken a stretch at a time that fits the processor's cache. What they come to is a
*word* for each kept gram: the kept bits of its hash, then the document's ordinal. Sorted,
the words are the postings.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from wenlint.reuse.codes import GRAM, WINDOW, Codes, codes_of, long_grams, sampled, short_grams
from wenlint.reuse.segment import (
    ARRAYS,
    BLOCK,
    COUNTS,
    CROWDED,
    HASH_BITS,
    HEADER,
    MAGIC,
    SIZES,
    SMALL_ARRAYS,
    Segment,
    checks,
    cut,
)

Array = NDArray[Any]

_ORDINAL_BITS = 24  # of a word
_CROWD = (1 << _ORDINAL_BITS) - 1  # in place of the ordinal: the gram is crowded
MOST_DOCUMENTS = _CROWD - 1
"""A segment holds no more."""
_NEVER = ~np.uint64(0)  # the hash of a gram that is not to be kept
_STRETCH = 1 << 17  # characters that are hashed at a time
_COUNTED = 12  # stretches whose short grams are counted at a time
_GROUP = 24  # postings to a group, about
_PART = 1 << 23  # words that are merged at a time


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a segment needs of one document.

    ``skip`` characters at the head of the text, its title, are not indexed.
    """

    text: str
    skip: int
    row: int
    family: int
    key: int


class Builder:
    """Takes texts, and makes a segment of them all."""

    def __init__(self) -> None:
        self._words: list[Array] = []
        self._lengths: list[Array] = []
        self._counts = np.zeros(COUNTS, np.uint32)
        self._waiting: list[list[Codes]] = [[] for _ in SIZES]
        self._documents = 0

    def add(self, texts: Sequence[str], skips: Sequence[int]) -> None:
        """Takes more documents; ``skips`` are the characters at the head of each that are not indexed."""
        for first, last in _stretches(texts):
            self._add(texts[first:last], skips[first:last])

    def _add(self, texts: Sequence[str], skips: Sequence[int]) -> None:
        codes, begins = codes_of(texts)
        hashes = long_grams(codes)
        # No gram crosses from one document to the next, and none lies in a head.
        hashes[_crossing(begins, GRAM, len(hashes))] = _NEVER
        heads = np.diff(codes_of([text[:skip] for text, skip in zip(texts, skips, strict=True)])[1])
        for begin, head in zip(begins.tolist(), heads.tolist(), strict=False):
            hashes[begin : begin + head] = _NEVER
        places = sampled(hashes)
        owner = np.repeat(np.arange(len(texts), dtype=np.uint64), np.diff(begins))
        words = cut(hashes[places]) << np.uint64(_ORDINAL_BITS)
        words |= owner[places] + np.uint64(self._documents)
        self._words.append(words)
        self._lengths.append(np.diff(begins).astype(np.uint32))
        self._documents += len(texts)
        self._count(codes, begins)

    def _count(self, codes: Codes, begins: Array) -> None:
        for size, waiting in zip(SIZES, self._waiting, strict=True):
            hashes = short_grams(codes, size)
            waiting.append(np.delete(hashes, _crossing(begins, size, len(hashes))))
            if len(waiting) >= _COUNTED:
                self._count_waiting()

    def _count_waiting(self) -> None:
        for counts, waiting in zip(self._counts, self._waiting, strict=True):
            if waiting:
                counts += np.bincount(np.concatenate(waiting), minlength=COUNTS[1]).astype(np.uint32)
                waiting.clear()

    def finish(self, rows: Array, families: Array, keys: Array) -> Layout:
        """The segment of all that was taken; rows, families and keys of the documents in the order taken."""
        self._count_waiting()
        words = np.concatenate([np.zeros(0, np.uint64), *self._words])
        self._words = []
        words.sort()
        lengths = np.concatenate([np.zeros(0, np.uint32), *self._lengths])
        counted = np.flatnonzero(self._counts)
        return Layout(
            [words],
            len(words),
            {
                "rows": rows.astype(np.int64),
                "families": families.astype(np.uint32),
                "keys": keys.astype(np.uint32),
                "lengths": lengths,
                "counted": counted.astype(np.uint32),
                "counts": self._counts.ravel()[counted],
            },
        )


def _stretches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    first, size = 0, 0
    for index, text in enumerate(texts):
        size += len(text)
        if size >= _STRETCH:
            yield first, index + 1
            first, size = index + 1, 0
    if first < len(texts):
        yield first, len(texts)


def _crossing(begins: Array, size: int, count: int) -> Array:
    """Places, of ``count``, of the grams that begin in one document and end in another."""
    places = np.unique(begins[1:-1, None] - np.arange(1, size))
    return places[(places >= 0) & (places < count)]


@dataclass(frozen=True, slots=True)
class Layout:
    """A segment to be laid out: its words in order, in parts; how many they are at most; its small arrays."""

    parts: Iterable[Array]
    words: int
    small: dict[str, Array]

    def in_memory(self) -> Segment:
        """The segment as arrays in memory."""
        pieces: dict[str, list[Array]] = {name: [] for name in ARRAYS}
        head = self._lay(lambda name, array: pieces[name].append(array))
        arrays = {name: np.concatenate(pieces[name]) for name in ARRAYS}
        return Segment("", head["ordinal_bits"], head["widest"], None, **arrays)

    def write(self, file: IO[bytes]) -> None:
        """Writes the segment to a file that is empty. The caller makes it durable."""
        writer = _Writer(file)
        writer.finish(self._lay(writer.take))

    def _lay(self, take: Callable[[str, Array], None]) -> dict[str, Any]:
        documents = len(self.small["rows"])
        least = max(BLOCK.bit_length() - 1, HASH_BITS - 32 + documents.bit_length())
        groups_bits = max(least, (self.words // _GROUP).bit_length())
        ordinal_bits = 32 - (HASH_BITS - groups_bits)
        starts, at, first, widest = [np.zeros(1, np.int64)], 0, 0, 0
        for words, last in _by_blocks(self.parts, groups_bits):
            postings, sizes = _packed(words, ordinal_bits, documents, first * BLOCK, last * BLOCK)
            laid, begins = _laid(postings, sizes, at)
            take("words", laid)
            starts.append(begins)
            at, first, widest = at + len(laid), last, max(widest, int(sizes.max(initial=0)))
        take("blocks", np.concatenate(starts).astype(np.uint32))
        for name in SMALL_ARRAYS[1:]:
            take(name, self.small[name])
        return {"gram": GRAM, "window": WINDOW, "hash": HASH_BITS, "ordinal_bits": ordinal_bits, "widest": widest}


def _by_blocks(parts: Iterable[Array], groups_bits: int) -> Iterator[tuple[Array, int]]:
    """Words in parts that end where blocks end, each with the block behind its last."""
    shift = np.uint64(_ORDINAL_BITS + HASH_BITS - groups_bits + BLOCK.bit_length() - 1)
    rest = np.zeros(0, np.uint64)
    for part in parts:
        words = np.concatenate((rest, part)) if len(rest) else part
        if not len(words):
            continue
        last = words[-1] >> shift
        end = int(np.searchsorted(words, last << shift))
        yield words[:end], int(last)
        rest = words[end:]
    yield rest, (1 << groups_bits) // BLOCK


def _laid(postings: Array, sizes: Array, at: int) -> tuple[Array, Array]:
    """The blocks of these postings, as they stand from ``at`` on, and where each ends."""
    blocks = len(sizes) // BLOCK
    ends = np.cumsum(sizes)
    begins = ends - sizes
    headers = np.arange(blocks)[:, None] * HEADER
    moved = np.repeat(headers + HEADER, BLOCK)  # how far the postings of a group are behind where they were
    low, high = at + begins + moved, at + ends + moved
    laid = np.zeros(len(postings) + blocks * HEADER, np.uint32)
    before = begins[::BLOCK]
    places = (headers + before[:, None]) + np.arange(BLOCK)
    laid[places] = ends.reshape(blocks, BLOCK) - before[:, None]
    laid[places + BLOCK] = checks(postings, begins, ends, low, high).reshape(blocks, BLOCK)
    laid[np.arange(len(postings)) + np.repeat(moved, sizes)] = postings
    return laid, at + ends[BLOCK - 1 :: BLOCK] + np.arange(1, blocks + 1) * HEADER


def _packed(words: Array, ordinal_bits: int, documents: int, first: int, last: int) -> tuple[Array, Array]:
    """The postings of words in order, and the sizes of groups ``first`` to ``last``."""
    words = _thinned(words)
    hashes = words >> np.uint64(_ORDINAL_BITS)
    ordinals = (words & np.uint64(_CROWD)).astype(np.uint32)
    ordinals[ordinals == _CROWD] = documents
    rest_bits = 32 - ordinal_bits
    postings = (hashes & np.uint64((1 << rest_bits) - 1)).astype(np.uint32) << np.uint32(ordinal_bits)
    postings |= ordinals
    groups = (hashes >> np.uint64(rest_bits)).astype(np.int64) - first
    return postings, np.bincount(groups, minlength=last - first)


def _thinned(words: Array) -> Array:
    """Each word once; of a gram that too many documents share only that it is so."""
    if not len(words):
        return words
    words = words[np.append(True, words[1:] != words[:-1])]
    hashes = words >> np.uint64(_ORDINAL_BITS)
    crowded = hashes[CROWDED:][hashes[CROWDED:] == hashes[:-CROWDED]] if len(words) > CROWDED else hashes[:0]
    crowded = np.union1d(crowded, hashes[(words & np.uint64(_CROWD)) == _CROWD])
    if not len(crowded):
        return words
    at = np.minimum(np.searchsorted(crowded, hashes), len(crowded) - 1)
    kept = words[crowded[at] != hashes]
    return np.sort(np.concatenate((kept, crowded << np.uint64(_ORDINAL_BITS) | np.uint64(_CROWD))))


class _Writer:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._file.write(MAGIC)
        self._at = len(MAGIC)
        self._arrays: dict[str, dict[str, Any]] = {}

    def take(self, name: str, array: Array) -> None:
        """Writes the array, or a further piece of the one taken last."""
        told = self._arrays.get(name)
        if told is None:
            self._at += self._file.write(bytes(-self._at % 8))
            told = self._arrays[name] = {"type": array.dtype.str, "at": self._at, "length": 0, "crc": 0}
        data = np.ascontiguousarray(array).data
        told["length"] += len(array)
        told["crc"] = zlib.crc32(data, told["crc"])
        self._file.write(data)
        self._at += array.nbytes

    def finish(self, head: dict[str, Any]) -> None:
        packed = json.dumps({**head, "arrays": self._arrays}).encode()
        self._file.write(packed)
        self._file.write(len(packed).to_bytes(4, "little") + zlib.crc32(packed).to_bytes(4, "little") + MAGIC)


def build(documents: Iterable[Indexed]) -> Layout:
    """A segment of these documents."""
    known = list(documents)
    builder = Builder()
    builder.add([one.text for one in known], [one.skip for one in known])
    rows = np.array([one.row for one in known], np.int64)
    families = np.array([one.family for one in known], np.uint32)
    return builder.finish(rows, families, np.array([one.key for one in known], np.uint32))


def merge(segments: Sequence[Segment], gone: frozenset[int]) -> Layout:
    """One segment out of several, without the documents whose rows are gone."""
    dead = np.fromiter(gone, np.int64)
    small: dict[str, list[Array]] = {name: [] for name in ("rows", "families", "keys", "lengths")}
    table = np.zeros(COUNTS[0] * COUNTS[1], np.uint32)
    ordinals: list[Array] = []
    documents = 0
    for segment in segments:
        alive = ~np.isin(segment.rows, dead)
        ordinals.append(np.append(np.where(alive, documents + np.cumsum(alive) - 1, -1), _CROWD))
        documents += int(alive.sum())
        for name, pieces in small.items():
            pieces.append(getattr(segment, name)[alive])
        segment.count_into(table)
    counted = np.flatnonzero(table)
    arrays = {name: np.concatenate(pieces) for name, pieces in small.items()}
    arrays |= {"counted": counted.astype(np.uint32), "counts": table[counted]}
    words = sum(segment.postings for segment in segments)
    return Layout(_merged(segments, ordinals, words), words, arrays)


def _merged(segments: Sequence[Segment], ordinals: Sequence[Array], words: int) -> Iterator[Array]:
    """The words of several segments in order, as many at a time as memory is given for."""
    parts_bits = min(max(0, (words // _PART).bit_length()), 12)
    for part in range(1 << parts_bits):
        pieces = [
            _words(segment, ordinal, part, parts_bits) for segment, ordinal in zip(segments, ordinals, strict=True)
        ]
        joined = np.concatenate(pieces)
        joined.sort()
        yield joined


def _words(segment: Segment, ordinals: Array, part: int, parts_bits: int) -> Array:
    """The words of one of ``2 ** parts_bits`` equal parts of a segment, with their ordinals in the new one."""
    blocks = len(segment.blocks) - 1
    low, high = (part * blocks) >> parts_bits, -((-(part + 1) * blocks) >> parts_bits)
    postings, sizes = segment.part(low, high)
    group = np.repeat(np.arange(low * BLOCK, high * BLOCK, dtype=np.uint64), sizes)
    ordinal = ordinals[postings & np.uint32((1 << segment.ordinal_bits) - 1)]
    hashes = group << np.uint64(HASH_BITS - segment.groups_bits)
    hashes |= (postings >> np.uint32(segment.ordinal_bits)).astype(np.uint64)
    kept = ordinal >= 0
    if blocks < 1 << parts_bits:
        kept &= hashes >> np.uint64(HASH_BITS - parts_bits) == part
    return np.asarray((hashes[kept] << np.uint64(_ORDINAL_BITS)) | ordinal[kept].astype(np.uint64))
