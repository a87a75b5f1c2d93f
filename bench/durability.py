"""The library of superior documents under kill -9 and power cuts.

    python bench/durability.py [--tries N] [--cuts N] [--seed N]

``--tries``: a process adds, adds in bulk, removes and merges, and says what it has done; it is
killed at some moment. Afterwards everything it had said must be there, whatever it was at
must have happened wholly or not at all, and the library must be sound.

``--cuts``: the end of one file of a library is cut off or filled with zeros, as a disk may do
that had not written what it said it had. The library must then answer as before, or say
what is damaged; it must never answer otherwise.

Exits with 1 when anything else came about.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from wenlint.document import Document
from wenlint.reading import read_bytes
from wenlint.reuse import Entry, LibraryError, create_library, open_library, verify_library

_GROUP = 5  # documents that are added at once


def text(number: int) -> str:
    """The text of a made-up document."""
    rng = random.Random(number)
    lines = ["".join(chr(rng.randrange(0x4E00, 0x9F00)) for _ in range(60)) + "。" for _ in range(12)]
    return f"{_title(number)}\n" + "\n".join(lines)


def _title(number: int) -> str:
    return f"示例省第{number}号管理办法"


def _draft(number: int) -> Document:
    body = "\n".join(text(number).splitlines()[2:7])
    return read_bytes(f"关于有关工作的通知\n各区：\n{body}\n云川市人民政府\n2027年3月5日\n".encode(), "draft.txt")


def work(folder: Path, first: int) -> None:
    """Changes the library until killed, and says so: + added, - removed."""
    rng = random.Random(first)
    mine: list[int] = []
    with create_library(folder) as library:
        print("ready", flush=True)
        for number in range(first, first + 100_000, _GROUP):
            choice = rng.random()
            if choice < 0.2 and len(mine) > 4:
                gone = mine.pop(rng.randrange(len(mine)))
                print(f"?-{gone}", flush=True)
                found = library.find(_title(gone))
                assert found is not None
                library.remove(found.ref.id)
                print(f"-{gone}", flush=True)
                continue
            numbers = [number] if choice < 0.7 else list(range(number, number + _GROUP))
            print("?+" + ",".join(map(str, numbers)), flush=True)
            library.add_all(Entry(_title(one), text(one)) for one in numbers)
            mine += numbers
            print("+" + ",".join(map(str, numbers)), flush=True)


def kill(folder: Path, tries: int, seed: int) -> list[str]:
    """Kills a worker again and again; what was wrong afterwards."""
    rng = random.Random(seed)
    present: set[int] = set()
    faults: list[str] = []
    for attempt in range(tries):
        command = [sys.executable, __file__, "--work", str(folder), "--first", str((attempt + 1) * 1_000_000)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        said = ""
        while attempt % 4 and not said.endswith("\n+"):  # it is at work
            said += process.stdout.read(1)
        time.sleep(rng.uniform(0, 0.5))
        os.kill(process.pid, signal.SIGKILL)
        said += process.stdout.read()
        process.wait()
        faults += [f"try {attempt}: {fault}" for fault in _after(folder, said, present)]
    print(f"killed {tries} times: {len(present)} documents, {len(faults)} faults")
    return faults


def _after(folder: Path, said: str, present: set[int]) -> list[str]:
    """Compares the library with what the killed worker said; ``present`` is brought up to date."""
    under_way: str | None = None
    for line in said[: said.rfind("\n") + 1].splitlines():
        if line.startswith("?"):
            under_way = line[1:]
            continue
        under_way = None
        (present.update if line[0] == "+" else present.difference_update)(map(int, line[1:].split(",")))
    faults = [f"not sound: {fault}" for fault in verify_library(folder)]
    with open_library(folder) as library:
        titles = {stored.entry.title for stored in library.entries()}
        there = set(_numbers(titles))
        concerned = set(map(int, under_way[1:].split(","))) if under_way else set()
        if (there ^ present) - concerned:
            faults.append(f"lost or come back: {sorted((there ^ present) - concerned)}")
        if len(there & concerned) not in (0, len(concerned)):
            faults.append(f"half done: {under_way}")
        present.difference_update(concerned)
        present.update(there & concerned)
        last = max(present, default=None)
        if last is not None and _main(library.restated(_draft(last)).main) != _title(last):
            faults.append(f"not found: {last}")
        library.add(Entry("收尾", "收尾。"))  # sweeps away what was left
        left = [path.name for path in folder.iterdir() if path.suffix == ".part"]
        if left or len(list(folder.glob("*.segment"))) > library.stats()["segments"]:
            faults.append("files left over")
    return faults


def _numbers(titles: set[str]) -> list[int]:
    return [int(title[4:-5]) for title in titles if title.startswith("示例省第")]


def _main(main: object) -> str:
    return getattr(main, "title", "")


def cut(scratch: Path, cuts: int, seed: int) -> list[str]:
    """Cuts or zeroes the end of one file at a time; what was answered wrongly."""
    rng = random.Random(seed)
    whole = scratch / "whole"
    _made(whole)
    shutil.copytree(whole, scratch / "sound")
    expected = _answers(scratch / "sound")
    faults: list[str] = []
    told: Counter[str] = Counter()
    for attempt in range(cuts):
        folder = scratch / "cut"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(whole, folder, ignore=shutil.ignore_patterns("*-shm"))
        path = rng.choice(sorted(folder.iterdir()))
        size = path.stat().st_size
        lost = min(size, rng.choice((1, 8, 100, 512, 4096, 20_000, size // 2, size)))
        how = rng.choice(("cut", "zeroed"))
        data = path.read_bytes()[: size - lost]
        path.write_bytes(data if how == "cut" else data + bytes(lost))
        try:
            same = _answers(folder) == expected
        except LibraryError as error:
            told[str(error).partition("（")[0].rpartition(" ")[2][-12:]] += 1
            continue
        told["answered as before"] += same
        if not same:
            faults.append(f"cut {attempt}: {path.name} {how} by {lost}: other answers, and not a word")
        elif how == "cut" and lost and path.suffix == ".segment" and not verify_library(folder):
            faults.append(f"cut {attempt}: {path.name} {how} by {lost}: not noticed by verify")
    print(f"{cuts} cuts: {dict(told)}, {len(faults)} faults")
    return faults


def _made(folder: Path) -> None:
    """A library with large and small segments, something removed, and a write-ahead log left by a process that died."""
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import os, durability as d\n"
        "from pathlib import Path\n"
        f"library = d.create_library(Path({str(folder)!r}))\n"
        "library.add_all(d.Entry(d._title(n), d.text(n)) for n in range(40))\n"
        "[library.add(d.Entry(d._title(n), d.text(n))) for n in range(40, 52)]\n"
        "library.remove(library.find(d._title(3)).ref.id)\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def _answers(folder: Path) -> object:
    with open_library(folder) as library:
        titles = [(stored.id, stored.entry.title) for stored in library.entries()]
        found = [library.find(_title(number)) for number in (1, 3, 45, 51)]
        restated = [library.restated(_draft(number)) for number in (2, 3, 44, 51)]
    return titles, found, restated


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what came about; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tries", type=int, default=40)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.work:
        work(options.work, options.first)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        faults = cut(Path(scratch), options.cuts, options.seed)
        faults += kill(Path(scratch) / "killed", options.tries, options.seed)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
