"""Scanning a folder: drafts a second on one process and on two, with and without a library, unchanged, and memory.

    python bench/scan.py [--drafts 2000] [--unchanged 10000] [--superiors 10000] [--flat 1000,20000]

The drafts have about five pages and 3,000 字 each, all different, in .docx as Word writes it.
Each figure is a ``wenlint scan`` of its own; memory is the sum of the proportional set sizes
of all its processes (/proc, Linux), sampled ten times a second.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import drafts

_PARAGRAPHS = 13
_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")


def fill(folder: Path, count: int) -> None:
    """So many drafts: one is made by python-docx, the others are it with other words."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(drafts.draft(drafts.FORMS["grid"], 1, _PARAGRAPHS))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    for number in range(1, count + 1):
        dice = random.Random(number)
        parts["word/document.xml"] = _TEXT.sub(lambda match: _other(match, dice, number), body).encode()  # noqa: B023
        with zipfile.ZipFile(folder / f"{number:06}.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)


def _other(match: re.Match[str], dice: random.Random, number: int) -> str:
    text = match[2]
    if text.startswith("关于"):
        text = f"关于{dice.choice(drafts.TASKS)}第{number}号事项的通知"
    elif len(text) > 40:
        text = drafts.paragraph(dice)
    return f"{match[1]}{text}{match[3]}"


def build(folder: Path, count: int) -> None:
    """A library of so many made-up documents of 2,000 characters."""
    from library import Made, title

    from wenlint.reuse import Entry, create_library

    made = Made(2000)
    with create_library(folder) as library:
        library.add_all(Entry(title=title(number), text=made.text(number)) for number in range(count))


def scan(folder: Path, *options: str) -> tuple[float, float]:
    """Seconds and peak memory (MB) of a scan."""
    command = [sys.executable, "-m", "wenlint", "scan", str(folder), "--quiet", "--pages", "estimate", *options]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(map(_proportional, _family(process.pid))))
        time.sleep(0.1)
    if process.returncode not in (0, 1):
        raise SystemExit(f"scan ended with {process.returncode}")
    return time.perf_counter() - start, peak


def _family(parent: int) -> list[int]:
    """The process and its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            above = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(above, []).append(int(entry.name))
    family = [parent]
    for pid in family:
        family += children.get(pid, [])
    return family


def _proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def main() -> None:
    """Prints a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drafts", type=int, default=400)
    parser.add_argument("--unchanged", type=int, default=2000)
    parser.add_argument("--superiors", type=int, default=2000)
    parser.add_argument("--flat", default="200,1000", help="two numbers of drafts whose memory is compared")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        os.environ["XDG_DATA_HOME"] = str(work / "data")
        most = max([asked.drafts, asked.unchanged, *map(int, asked.flat.split(","))])
        fill(work / "all", most)
        folders = {
            count: _first(work, count) for count in {asked.drafts, asked.unchanged, *map(int, asked.flat.split(","))}
        }
        two, memory = scan(folders[asked.drafts], "--no-cache", "-j", "2")
        one, _ = scan(folders[asked.drafts], "--no-cache", "-j", "1")
        print(f"{asked.drafts} drafts, two processes: {asked.drafts / two:.0f} a second, {memory:.0f} MB")
        print(f"{asked.drafts} drafts, one process: {asked.drafts / one:.0f} a second, {one / two:.2f} times as long")
        build(work / "library", asked.superiors)
        held, memory = scan(folders[asked.drafts], "--no-cache", "-j", "2", "--corpus", str(work / "library"))
        print(f"with a library of {asked.superiors} documents: {asked.drafts / held:.0f} a second, {memory:.0f} MB")
        cache = ("--cache", str(work / "cache.sqlite"), "-j", "2")
        scan(folders[asked.unchanged], *cache)
        again, _ = scan(folders[asked.unchanged], *cache)
        print(f"{asked.unchanged} unchanged drafts again: {again:.1f} s")
        for count in map(int, asked.flat.split(",")):
            seconds, memory = scan(folders[count], "--no-cache", "-j", "2")
            print(f"memory for {count} drafts: {memory:.0f} MB ({count / seconds:.0f} a second)")


def _first(work: Path, count: int) -> Path:
    """A folder of the first so many drafts (hard links)."""
    folder = work / f"first-{count}"
    folder.mkdir()
    for path in sorted((work / "all").iterdir())[:count]:
        (folder / path.name).hardlink_to(path)
    return folder


if __name__ == "__main__":
    main()
