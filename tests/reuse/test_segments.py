"""Index segments against the plain definition of what they hold, and against damage."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writing import prose

from wenlint.reuse import LibraryError, building
from wenlint.reuse.building import Indexed, build, merge
from wenlint.reuse.codes import GRAM, WINDOW, codes_of, encode, is_indexable, long_grams, sampled
from wenlint.reuse.index import together
from wenlint.reuse.segment import ARRAYS, CROWDED, Segment, cut, read

TEXTS = st.text(st.sampled_from("一二甲乙丙丁戊己全省各级政府Ａb，。\n0９𠀀🙂\ud800"), max_size=60)


@given(st.lists(TEXTS, max_size=6))
def test_texts_together_have_the_codes_of_each(texts: list[str]) -> None:
    codes, begins = codes_of(texts)
    for text, begin, end in zip(texts, begins[:-1], begins[1:], strict=True):
        assert codes[begin:end].tolist() == encode(text).codes.tolist()


@given(st.lists(st.integers(0, 2**64 - 1), max_size=40))
def test_of_every_window_the_least_is_kept_unless_it_lies_in_the_upper_half(values: list[int]) -> None:
    hashes = np.array(values, np.uint64)
    kept = set(sampled(hashes).tolist())
    assert is_indexable(hashes[sorted(kept)]).all()
    for start in range(len(values) - WINDOW + 1):
        window = [value >> 32 for value in values[start : start + WINDOW]]
        least = min(window)
        assert least >= 1 << 31 or any(start + at in kept for at in range(WINDOW) if window[at] == least)


def postings_of(texts: list[str]) -> set[tuple[int, int]]:
    """Hash and document of every gram that is kept, by the definition."""
    pairs: set[tuple[int, int]] = set()
    for row, text in enumerate(texts):
        hashes = long_grams(encode(text).codes)
        pairs |= {(int(hashed), row) for hashed in cut(hashes[sampled(hashes)])}
    return pairs


def segment_of(texts: list[str], first: int = 0) -> Segment:
    return build(Indexed(text, 0, row, 7, row) for row, text in enumerate(texts, first)).in_memory()


def found_in(segment: Segment, texts: list[str]) -> set[tuple[int, int]]:
    everything = np.unique(np.concatenate([long_grams(encode(text).codes) for text in [*texts, ""]]))
    everything = everything[is_indexable(everything)]
    found = segment.look_up(everything, np.ones(len(segment.rows), bool))
    assert not len(found.crowded)
    return {(int(cut(everything[asked])), int(row)) for asked, row in zip(found.asked, found.row, strict=True)}


@given(st.lists(TEXTS, max_size=5))
@settings(deadline=None)
def test_a_segment_holds_the_kept_grams_and_no_others(texts: list[str]) -> None:
    assert found_in(segment_of(texts), texts) == postings_of(texts)


def test_the_head_of_a_text_is_not_indexed() -> None:
    title = prose(1, 2)
    body = prose(2, 10)
    segment = build([Indexed(title + body, len(title), 0, 7, 0)]).in_memory()
    assert found_in(segment, [title + body]) == postings_of([body])


@given(st.lists(TEXTS, max_size=6), st.integers(0, 6), st.sets(st.integers(0, 5)))
@settings(deadline=None)
def test_merged_segments_are_the_segment_of_what_is_left(texts: list[str], middle: int, gone: set[int]) -> None:
    parts = [segment_of(texts[:middle]), segment_of(texts[middle:], len(texts[:middle]))]
    merged = merge(parts, frozenset(gone)).in_memory()
    assert found_in(merged, texts) == {(hashed, row) for hashed, row in postings_of(texts) if row not in gone}
    assert not merged.has_faults()


def test_large_segments_are_merged_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [prose(seed, 40) for seed in range(30)]
    monkeypatch.setattr(building, "_PART", 64)
    merged = merge([segment_of(texts[:1]), segment_of(texts[1:20], 1), segment_of(texts[20:], 20)], frozenset())
    once, whole = merged.in_memory(), segment_of(texts)
    for name in ARRAYS:
        assert getattr(once, name).tolist() == getattr(whole, name).tolist(), name


def test_a_gram_of_too_many_documents_is_crowded_however_they_are_spread() -> None:
    common = prose(1, 2)
    texts = [common + prose(seed, 3) for seed in range(10, 10 + CROWDED + 4)]
    asked = np.unique(long_grams(encode(common).codes)[sampled(long_grams(encode(common).codes))])
    whole = segment_of(texts)
    pieces = [segment_of(texts[:50]), segment_of(texts[50:], 50)]
    again = merge([whole, segment_of([prose(5, 5)], 999)], frozenset()).in_memory()
    for segments in ([whole], pieces, [again]):
        parts = [segment.look_up(asked, np.ones(len(segment.rows), bool)) for segment in segments]
        found = together(parts, len(asked))
        assert len(found.crowded) >= len(asked) - 2  # all but where another gram is met by the end
        assert not set(found.asked) & set(found.crowded)
    assert len(pieces[0].look_up(asked, np.ones(50, bool)).row) >= 50


def test_any_changed_byte_is_seen_by_the_check_of_the_whole_and_never_answered_from(tmp_path: Path) -> None:
    texts = [prose(seed, 12) for seed in range(6)]
    path = tmp_path / "a.segment"
    with path.open("wb") as file:
        build(Indexed(text, 0, row, 7, row) for row, text in enumerate(texts)).write(file)
    data = path.read_bytes()
    sound = found_in(read(path), texts)
    assert sound == postings_of(texts)
    rng = np.random.default_rng(3)
    unnoticed = 0
    for at in [*range(24), *rng.integers(0, len(data), 150).tolist(), *range(len(data) - 40, len(data))]:
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1 :])
        try:
            segment = read(path)
            unnoticed += not segment.has_faults()
            assert found_in(segment, texts) == sound
        except LibraryError:
            continue
    assert unnoticed <= 8  # only what lies between the arrays tells nothing


@pytest.mark.parametrize("zeros", [1, 100, 4096, 100_000])
def test_a_zeroed_end_is_refused(tmp_path: Path, zeros: int) -> None:
    path = tmp_path / "a.segment"
    with path.open("wb") as file:
        build([Indexed(prose(1, 60), 0, 0, 7, 0)]).write(file)
    data = path.read_bytes()
    zeros = min(zeros, len(data))
    path.write_bytes(data[: len(data) - zeros] + bytes(zeros))
    with pytest.raises(LibraryError, match="已损坏"):
        read(path)


def test_a_gram_is_shorter_than_the_shortest_passage() -> None:
    assert GRAM + WINDOW - 1 <= 20
