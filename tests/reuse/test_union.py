"""A library in several parts answers as one library of all documents."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from writing import draft, prose, superior

from wenlint.check import Restatement
from wenlint.document import Document
from wenlint.reuse import Entry, StoredLibrary, create_library, entry_of_text
from wenlint.reuse.union import UnionLibrary, part_of

COMMON = prose(5000, 3)


def entries() -> list[Entry]:
    """Documents of which many share a passage, some are versions of others, and some tell nothing of themselves."""
    made = [entry_of_text(superior(seed)) for seed in range(60)]
    made += [entry_of_text(f"示例省第{seed}号意见\n{prose(seed, 60)}{COMMON}") for seed in range(100, 220)]
    made += [Entry("示例省第3号办法", prose(3, 20) + prose(year, 3), date=f"20{year}-01-01") for year in (10, 15, 20)]
    return [*made, Entry("示例省道路条例", number="公告第3号", status="有效")]


def drafts() -> Iterator[Document]:
    rng = random.Random(4)
    for _ in range(12):
        sources = [rng.choice((superior, prose))(rng.randrange(60), 24) for _ in range(3)]
        cut = [text[at : at + 150] for text in sources for at in [rng.randrange(40, 200)]]
        yield draft(*cut, COMMON, prose(rng.randrange(9000, 9999), 6))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> StoredLibrary:
    library = create_library(tmp_path_factory.mktemp("whole"))
    library.add_all(entries())
    return library


def parts(folder: Path, count: int) -> list[StoredLibrary]:
    libraries = [create_library(folder / str(at)) for at in range(count)]
    for entry in entries():
        libraries[part_of(entry.digest, count)].add(entry)
    return libraries


def findings(restatement: Restatement) -> tuple[object, ...]:
    return (restatement.passages, restatement.share, restatement.longest_run, restatement.main, restatement.compared)


@pytest.mark.parametrize("count", [1, 3])
def test_parts_find_what_the_whole_finds(whole: StoredLibrary, tmp_path: Path, count: int) -> None:
    union = UnionLibrary(parts(tmp_path, count))
    assert len(union) == len(whole)
    found = 0
    for document in drafts():
        expected = whole.restated(document)
        assert findings(union.restated(document)) == findings(expected)
        found += len(expected.passages)
    assert found >= 12


def test_parts_are_not_empty(tmp_path: Path) -> None:
    assert all(len(part) > 20 for part in parts(tmp_path, 3))


def test_parts_name_the_document_that_the_whole_names(whole: StoredLibrary, tmp_path: Path) -> None:
    union = UnionLibrary(parts(tmp_path, 3))
    for title, number in (("示例省第3号办法", ""), ("示例省第7号管理办法", ""), ("", "公告第3号"), ("没有的办法", "")):
        assert union.find(title, number) == whole.find(title, number)
    latest = union.find("示例省第3号办法")
    assert latest is not None
    assert latest.ref.date == "2020-01-01"


def test_a_change_of_a_part_is_seen(tmp_path: Path) -> None:
    libraries = parts(tmp_path, 2)
    union = UnionLibrary(libraries)
    text = superior(777)
    document = draft(text.splitlines()[3])
    assert not union.restated(document).passages
    id_ = libraries[1].add(entry_of_text(text))
    assert union.restated(document).passages
    libraries[1].remove(id_)
    assert not union.restated(document).passages


def test_what_goes_between_machines_can_be_sent(whole: StoredLibrary) -> None:
    import numpy as np

    postings = whole.index().postings(np.arange(0, 1 << 62, 1 << 50, dtype=np.uint64))
    for value in (postings, whole.index().counts(), whole.at(1), whole.facts(1), whole.called("示例省第3号办法")):
        assert type(pickle.loads(pickle.dumps(value))) is type(value)
