"""What a crash, a full disk, other processes and other versions do to the library."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest
from writing import draft, prose, superior

from wenlint.reuse import (
    Entry,
    LibraryError,
    StoredLibrary,
    adding,
    create_library,
    entry_of_text,
    open_library,
    repair_library,
    schema,
    tidying,
    verify_library,
)

BENCH = Path(__file__).parents[2] / "bench" / "durability.py"


@pytest.fixture
def library(tmp_path: Path) -> StoredLibrary:
    return create_library(tmp_path / "corpus")


def copied(text: str) -> str:
    return text.splitlines()[3].removeprefix("第二条 ")


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(sys.platform == "win32" or not BENCH.exists(), reason="needs kill -9 and the bench")
def test_killed_writers_and_cut_files(capsys: pytest.CaptureFixture[str]) -> None:
    code = _module(BENCH).main(["--tries", "4", "--cuts", "30", "--seed", str(os.getpid())])
    assert code == 0, capsys.readouterr().out


def test_a_lost_log_is_told_and_confirmed_by_repair(library: StoredLibrary) -> None:
    library.add(entry_of_text(superior(1)))
    log = library.folder / "library.sqlite-wal"
    before = log.read_bytes()
    library.add(entry_of_text(superior(2)))
    saved = library.folder.with_name("saved")
    shutil.copytree(library.folder, saved, ignore=shutil.ignore_patterns("*-shm"))
    (saved / log.name).write_bytes(before)
    with pytest.raises(LibraryError, match=r"library\.sqlite-wal 不完整：最后 \d+ 次改动丢失"):
        open_library(saved)
    assert any("改动丢失" in fault for fault in verify_library(saved))
    assert repair_library(saved) == []
    with open_library(saved) as again:
        assert len(again) == 1
        again.add(entry_of_text(superior(2)))
        assert again.restated(draft(copied(superior(2)))).passages
    library.close()


@pytest.mark.parametrize("harm", ["removed", "cut", "changed"])
def test_a_damaged_index_is_made_anew_from_the_texts(library: StoredLibrary, harm: str) -> None:
    library.add_all(entry_of_text(superior(seed)) for seed in range(5))
    gone = library.add(entry_of_text(superior(8)))
    library.remove(gone)
    library.close()
    for path in library.folder.glob("*.segment"):
        data = path.read_bytes()
        path.unlink()
        if harm != "removed":
            path.write_bytes(data[:-30] if harm == "cut" else bytes([data[0] ^ 1]) + data[1:])
    assert verify_library(library.folder)
    assert repair_library(library.folder) == []
    with open_library(library.folder) as again:
        assert again.restated(draft(copied(superior(4)))).passages
        assert not again.restated(draft(copied(superior(8)))).passages


def test_what_cannot_be_mended_is_still_told(library: StoredLibrary) -> None:
    id_ = library.add(entry_of_text(superior(1)))
    library.add(entry_of_text(superior(2)))
    library.close()
    with sqlite3.connect(library.folder / "library.sqlite") as db:
        db.execute("UPDATE document SET text = x'7a00' WHERE id = ?", (id_,))
    (fault,) = repair_library(library.folder)
    assert id_ in fault


def test_changed_facts_are_never_shown(library: StoredLibrary) -> None:
    id_ = library.add(entry_of_text(superior(1)))
    library.close()
    with sqlite3.connect(library.folder / "library.sqlite") as db:
        db.execute("UPDATE document SET date = '1999-01-01'")
    with open_library(library.folder) as damaged:
        for ask in (lambda: list(damaged.entries()), lambda: damaged.get(id_)):
            with pytest.raises(LibraryError, match="校验不符"):
                ask()


def test_a_library_of_a_newer_version_is_left_alone(library: StoredLibrary) -> None:
    library.add(entry_of_text(superior(1)))
    library.close()
    with sqlite3.connect(library.folder / "library.sqlite") as db:
        db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before = {path.name: path.read_bytes() for path in library.folder.iterdir() if not path.name.endswith("-shm")}
    for use in (open_library, create_library, verify_library, repair_library):
        with pytest.raises(LibraryError, match=r"更新版本.*请升级 wenlint"):
            use(library.folder)
    assert {name: (library.folder / name).read_bytes() for name in before} == before


def test_a_library_of_an_older_version_is_told_from_a_newer(library: StoredLibrary) -> None:
    library.close()
    with sqlite3.connect(library.folder / "library.sqlite") as db:
        db.execute("PRAGMA user_version = 1")
    with pytest.raises(LibraryError, match="旧版本"):
        open_library(library.folder)


def test_a_full_disk_changes_nothing(library: StoredLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add(entry_of_text(superior(1)))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(LibraryError, match=r"写不进去.*这次没有改动"):
            library.add(entry_of_text(superior(2)))
    assert len(library) == 1
    assert len(list(library.folder.glob("*.segment*"))) == 1
    assert library.verify() == []
    library.add(entry_of_text(superior(2)))
    assert library.restated(draft(copied(superior(2)))).passages


def _fill(library: StoredLibrary) -> None:
    for seed in range(200):
        library.add(entry_of_text(superior(seed)))


@pytest.mark.skipif(not Path("/dev/shm").is_dir() or not hasattr(os, "geteuid"), reason="needs a small file system")
def test_a_truly_full_disk(tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("may not mount")
    try:
        library = create_library(place / "corpus")
        with pytest.raises(LibraryError, match="写不进去"):
            _fill(library)
        there = len(library)
        assert there
        assert library.verify() == []
        library.close()
        with open_library(place / "corpus") as again:
            assert len(again) == there
            assert again.restated(draft(copied(superior(0)))).passages
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_folder_that_cannot_be_written_is_read(library: StoredLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add(entry_of_text(superior(1)))
    library.close()
    before = sorted(path.name for path in library.folder.iterdir())
    monkeypatch.setattr(schema, "is_writable", lambda _: False)
    with open_library(library.folder) as reader:
        assert reader.restated(draft(copied(superior(1)))).passages
        assert reader.find("示例省第1号管理办法")
        assert reader.verify() == []
        with pytest.raises(LibraryError, match=r"写不进去（文件夹或文件只读）"):
            reader.add(entry_of_text(superior(2)))
    assert sorted(path.name for path in library.folder.iterdir()) == before


_ADDER = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from writing import superior
from wenlint.reuse import create_library, entry_of_text
library = create_library(Path({folder!r}))
for seed in range({first}, {first} + 25):
    library.add(entry_of_text(superior(seed)))
library.close()
"""


def test_two_writers_and_a_reader(library: StoredLibrary) -> None:
    library.add(entry_of_text(superior(1)))
    codes = [_ADDER.format(here=str(Path(__file__).parent), folder=str(library.folder), first=n) for n in (100, 200)]
    writers = [subprocess.Popen([sys.executable, "-c", code]) for code in codes]
    while any(writer.poll() is None for writer in writers):
        assert library.restated(draft(copied(superior(1)))).main is not None
    assert [writer.returncode for writer in writers] == [0, 0]
    assert len(library) == 51
    assert library.restated(draft(copied(superior(124)))).passages
    assert library.restated(draft(copied(superior(224)))).passages
    assert library.verify() == []


def test_threads_may_ask_while_one_adds(library: StoredLibrary) -> None:
    library.add(entry_of_text(superior(1)))
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(20):
            if not library.restated(draft(copied(superior(1)))).passages:
                wrong.append("nothing found")

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for seed in range(10, 30):
        library.add(entry_of_text(superior(seed)))
    for asker in askers:
        asker.join()
    assert not wrong
    assert len(library) == 21


def test_processes_index_what_one_process_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [Entry(f"示例省第{seed}号意见", prose(seed, 60)) for seed in range(120)]
    libraries = [create_library(tmp_path / name) for name in ("one", "many")]
    ids = libraries[0].add_all(entries)
    monkeypatch.setattr(adding, "_MANY", 20_000)
    monkeypatch.setattr(adding, "_CHUNK", 5_000)
    monkeypatch.setattr(adding, "_BATCH", 60_000)
    durable: list[int] = []
    assert libraries[1].add_all(entries, durable.append) == ids
    assert durable[-1] == 120
    assert len(durable) > 2
    for seed in (0, 77, 119):
        document = draft(prose(seed, 60)[200:400])
        assert libraries[0].restated(document) == libraries[1].restated(document)
    assert libraries[1].verify() == []


def test_large_segments_are_merged_beside_other_work(library: StoredLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "SMALL", 0)
    for seed in range(8):
        library.add(entry_of_text(superior(seed)))
    library.close()
    with open_library(library.folder) as again:
        assert again.stats()["segments"] == 1
        assert again.restated(draft(copied(superior(5)))).passages
        assert again.verify() == []


def test_a_merge_that_another_process_has_made_is_dropped(library: StoredLibrary) -> None:
    for seed in range(3):
        library.add(entry_of_text(superior(seed)))
    with sqlite3.connect(library.folder / "library.sqlite") as db:
        group = db.execute("SELECT id, file FROM segment").fetchall()
    assert tidying.merge(library.folder, library._db, library._writing, group) is True
    assert tidying.merge(library.folder, library._db, library._writing, group) is False


def test_a_damaged_segment_is_not_merged_into_a_sound_one(library: StoredLibrary) -> None:
    for seed in range(6):
        library.add(entry_of_text(superior(seed)))
    path = next(iter(library.folder.glob("*.segment")))
    data = bytearray(path.read_bytes())
    data[4000] ^= 1
    path.write_bytes(data)
    for seed in range(10, 16):
        library.add(entry_of_text(superior(seed)))
    assert path.exists()
    with pytest.raises(LibraryError, match="已损坏"):
        library.restated(draft(copied(superior(1))))
    assert any(path.name in fault for fault in library.verify())
    assert repair_library(library.folder) == []
