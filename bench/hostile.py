"""What hostile files cost: time, memory and message of each, and what the process costs that can be killed.

    python bench/hostile.py

Every file is judged by a ``wenlint check`` of its own. Time is by the clock, memory that of the
larger of its two processes. Goal: each ends within 5 s and 500 MB with one line. Then small files
are read in this process and in one of their own, to see what keeping the two apart is worth.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "reading"))

from hostile_maker import HOSTILE  # noqa: E402

from wenlint.reading import contained, formats  # noqa: E402
from wenlint.reading.formats import Task  # noqa: E402

_SECONDS, _MEGABYTES = 5.0, 500
_PEAK = (
    "import resource, runpy, sys\n"
    "sys.argv = ['wenlint', 'check', sys.argv[1]]\n"
    "try:\n    runpy.run_module('wenlint', run_name='__main__')\n"
    "except SystemExit as end:\n    code = end.code\n"
    "sizes = [resource.getrusage(who).ru_maxrss >> 10 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
    "print(max(sizes), code)\n"
)


def main() -> None:
    """Prints both tables."""
    print(f"{'file':28} {'KB':>7} {'s':>5} {'MB':>4}  message")
    worst = [0.0, 0]
    for name, hostile in HOSTILE.items():
        size, seconds, megabytes, message = _judged(hostile.make)
        worst = [max(worst[0], seconds), max(worst[1], megabytes)]
        print(f"{name:28} {size >> 10:7} {seconds:5.1f} {megabytes:4}  {message}")
    print(f"worst: {worst[0]:.1f} s (goal {_SECONDS:.0f}), {worst[1]} MB (goal {_MEGABYTES})\n")
    print("ms for a file:              in this process  first of a new process  next of the same")
    for path in ("examples/clean/letter.pdf", "tests/fuzz/seeds/letter.docx", "tests/fuzz/seeds/notice.txt"):
        print(f"{Path(path).name:28}" + "".join(f"{1000 * seconds:16.1f}" for seconds in _apart(ROOT / path)))


def _judged(make: Callable[[], bytes]) -> tuple[int, float, int, str]:
    """Bytes of the file; seconds, megabytes and the line that ``wenlint check`` gives."""
    # In a fork: the peak of a process counts from the size of the one that starts it.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        _in_a_fork(lambda: path.write_bytes(make()))
        start = time.perf_counter()
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.dup2(write, 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            os.execv(sys.executable, [sys.executable, "-c", _PEAK, str(path)])
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as report:
            *lines, last = report.read().splitlines()
        os.waitpid(child, 0)
        seconds = time.perf_counter() - start
        message = next((line.split("：", 1)[1] for line in lines if "没能判断：" in line), "read")
        return path.stat().st_size, seconds, int(last.split()[0]), message


def _in_a_fork(do: Callable[[], object]) -> None:
    child = os.fork()
    if not child:
        do()
        os._exit(0)
    os.waitpid(child, 0)


def _apart(path: Path) -> tuple[float, float, float]:
    data = path.read_bytes()
    task = Task(path.name, "txt" if path.suffix == ".txt" else path.suffix[1:])
    formats.read_document(data, task)
    here = min(_timed(lambda: formats.read_document(data, task)) for _ in range(5))
    while contained._idle:
        contained._idle.pop().end()
    first = _timed(lambda: contained.read_document(data, task))
    return here, first, min(_timed(lambda: contained.read_document(data, task)) for _ in range(5))


def _timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
