"""The library on disk: add, find, remove, and what a crash, damage or a second process does to it."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from writing import draft, prose, superior

from wenlint.reuse import Entry, LibraryError, StoredLibrary, create_library, entry_of_text, open_library


@pytest.fixture
def library(tmp_path: Path) -> StoredLibrary:
    return create_library(tmp_path / "corpus")


def copied(text: str) -> str:
    """The second article of a superior document."""
    return text.splitlines()[3].removeprefix("第二条 ")


def test_what_was_added_is_there_after_reopening(library: StoredLibrary) -> None:
    text = superior(1)
    id_ = library.add(entry_of_text(text))
    library.close()
    with open_library(library.folder) as again:
        assert len(again) == 1
        stored = again.get(id_)
        assert stored is not None
        assert stored.entry.text == text
        assert [one.id for one in again.entries()] == [id_]
        assert again.restated(draft(copied(text))).main == stored.ref
        assert again.verify() == []


def test_the_same_document_twice_is_one(library: StoredLibrary) -> None:
    first = library.add(entry_of_text(superior(1)))
    again = library.add(Entry(title="另一个标题", text=superior(1).replace("\n", "\n\n")))
    assert again == first
    assert len(library) == 1


def test_ids_can_be_shortened_while_they_are_unique(library: StoredLibrary) -> None:
    id_ = library.add(entry_of_text(superior(1)))
    assert library.get(id_[:4].upper()) is not None
    assert library.get("") is None
    assert library.get("%") is None
    assert library.remove("zzzz") is False


def test_a_removed_document_is_gone_everywhere(library: StoredLibrary) -> None:
    text = superior(1)
    id_ = library.add(entry_of_text(text))
    library.add(entry_of_text(superior(2)))
    assert library.restated(draft(copied(text))).passages
    assert library.remove(id_) is True
    assert library.get(id_) is None
    assert library.find("示例省第1号管理办法") is None
    after = library.restated(draft(copied(text)))
    assert not after.passages
    assert after.compared == 1
    assert library.verify() == []


def test_many_small_additions_are_merged_and_still_found(library: StoredLibrary) -> None:
    ids = [library.add(entry_of_text(superior(seed))) for seed in range(40)]
    library.remove(ids[7])
    library.add(entry_of_text(superior(99)))
    stats = library.stats()
    assert stats["documents"] == stats["texts"] == 40
    assert stats["segments"] < 16
    assert len(list(library.folder.glob("*.segment"))) == stats["segments"]
    for seed in (0, 21, 39, 99):
        main = library.restated(draft(copied(superior(seed)))).main
        assert main is not None
        assert main.title == f"示例省第{seed}号管理办法"
    assert library.verify() == []


def test_facts_without_text_can_be_found_and_are_completed_by_the_text(library: StoredLibrary) -> None:
    library.add(Entry(title="示例省第1号管理办法", number="示政发〔2020〕2号", status="现行", date="2020-05"))
    known = library.find("《示例省第1号管理办法》")
    assert known is not None
    assert (known.text, known.status) == ("", "现行")
    assert library.restated(draft(copied(superior(1)))).compared == 0
    library.add(entry_of_text(superior(1)))
    assert len(library) == 1
    known = library.find("", "示政发(2020)2号")
    assert known is not None
    assert known.text
    assert (known.status, known.ref.date) == ("现行", "2020-05")


def test_facts_told_later_are_added_to_the_document(library: StoredLibrary) -> None:
    id_ = library.add(entry_of_text(superior(1)))
    assert library.add(Entry(title="示例省第1号管理办法", number="示政发〔2020〕2号", status="废止")) == id_
    stored = library.get(id_)
    assert stored is not None
    assert stored.entry.status == "废止"
    assert stored.entry.text


def test_a_marked_document_is_compared_and_never_quoted(library: StoredLibrary) -> None:
    text = superior(1)
    entry = entry_of_text(text)
    library.add(Entry(title=entry.title, number=entry.number, text=text, marked=True))
    (passage,) = library.restated(draft(copied(text))).passages
    assert passage.source_text == ""
    known = library.find(entry.title)
    assert known is not None
    assert known.text == ""


@pytest.mark.parametrize("keep", [0, 10, 100, -1])
def test_a_truncated_segment_is_refused(library: StoredLibrary, keep: int) -> None:
    library.add(entry_of_text(superior(1)))
    library.close()
    (segment,) = library.folder.glob("*.segment")
    data = segment.read_bytes()
    segment.write_bytes(data[:keep])
    with open_library(library.folder) as damaged:
        with pytest.raises(LibraryError, match=r"损坏|打不开"):
            damaged.restated(draft(copied(superior(1))))
        assert damaged.verify()


def test_a_changed_segment_is_refused(library: StoredLibrary) -> None:
    library.add(entry_of_text(superior(1)))
    library.close()
    (segment,) = library.folder.glob("*.segment")
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)
    with open_library(library.folder) as damaged, pytest.raises(LibraryError, match="校验不符"):
        damaged.restated(draft(copied(superior(1))))


def test_a_missing_segment_is_refused(library: StoredLibrary) -> None:
    library.add(entry_of_text(superior(1)))
    library.close()
    next(iter(library.folder.glob("*.segment"))).unlink()
    with open_library(library.folder) as damaged, pytest.raises(LibraryError, match="打不开"):
        damaged.restated(draft(copied(superior(1))))


def test_a_damaged_text_is_refused(library: StoredLibrary) -> None:
    library.add(entry_of_text(superior(1)))
    library.close()
    with sqlite3.connect(library.folder / "library.sqlite") as db:
        db.execute("UPDATE document SET text = x'00112233'")
    with open_library(library.folder) as damaged:
        with pytest.raises(LibraryError, match="已损坏"):
            damaged.find("示例省第1号管理办法")
        assert damaged.verify()


def test_no_library_and_no_database_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="不是上级文件库"):
        open_library(tmp_path)
    (tmp_path / "library.sqlite").write_bytes(b"not a database, only some bytes" * 50)
    with pytest.raises(LibraryError, match="已损坏"):
        open_library(tmp_path)


def test_a_reader_sees_what_another_process_commits(library: StoredLibrary) -> None:
    library.add(entry_of_text(superior(1)))
    with open_library(library.folder) as one, open_library(library.folder) as other:
        assert not one.restated(draft(copied(superior(2)))).passages
        assert other.restated(draft(copied(superior(1)))).passages
        library.add(entry_of_text(superior(2)))
        assert one.restated(draft(copied(superior(2)))).passages
        assert other.restated(draft(copied(superior(2)))).passages
        for seed in range(3, 14):
            library.add(entry_of_text(superior(seed)))  # merges segments that the readers hold
        assert one.restated(draft(copied(superior(13)))).passages


_WRITER = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from writing import superior
from wenlint.reuse import create_library, entry_of_text
library = create_library(Path({folder!r}))
print("ready", flush=True)
for seed in range({first}, {first} + 500):
    library.add(entry_of_text(superior(seed)))
    print(seed, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
def test_a_killed_writer_loses_nothing_acknowledged(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    acknowledged: set[int] = set()
    for attempt in range(4):
        code = _WRITER.format(here=str(Path(__file__).parent), folder=str(folder), first=attempt * 1000)
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        acknowledged.add(int(process.stdout.readline()))  # the engine is loaded with the first
        time.sleep(random.Random(attempt).uniform(0.1, 0.4))
        os.kill(process.pid, signal.SIGKILL)
        acknowledged |= {int(line) for line in process.stdout.read().split()}
        process.wait()
    assert acknowledged
    with open_library(folder) as library:
        assert library.verify() == []
        titles = {stored.entry.title for stored in library.entries()}
        assert {f"示例省第{seed}号管理办法" for seed in acknowledged} <= titles
        assert len(titles) <= len(acknowledged) + 4
        last = max(acknowledged)
        assert library.restated(draft(copied(superior(last)))).passages
        library.add(entry_of_text(superior(7777)))
        named = {path.name for path in folder.glob("*.segment")}
        assert len(named) == library.stats()["segments"]
        assert not list(folder.glob("*.part"))


def test_an_interrupted_batch_leaves_nothing_half_done(library: StoredLibrary) -> None:
    def entries() -> object:
        yield entry_of_text(superior(1))
        raise RuntimeError("the source broke off")

    with pytest.raises(RuntimeError):
        library.add_all(entries())  # type: ignore[arg-type]
    assert len(library) == 0
    assert library.verify() == []


def test_a_large_library_learns_and_still_finds(library: StoredLibrary) -> None:
    texts = [f"示例省第{seed}号意见\n{prose(seed, 120)}" for seed in range(80)]
    ids = library.add_all(entry_of_text(text) for text in texts)
    assert len(set(ids)) == 80
    sentences = texts[33].splitlines()[1].split("。")
    (passage,) = library.restated(draft("。".join(sentences[40:44]) + "。")).passages
    assert passage.source.title == "示例省第33号意见"
    assert passage.source_text.rstrip("。") == "。".join(sentences[40:44])
