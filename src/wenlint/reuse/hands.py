"""Hands that index documents: one in this process for a few, others in processes of their own for many.

A process is started as a plain Python that is told where to import from, so that it does
not matter what the program is that uses the library.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from wenlint.reuse import records
from wenlint.reuse.entry import Entry, LibraryError, Made
from wenlint.reuse.naming import family_key, names_of, number_key

# -I: neither the working directory nor the environment may bring modules of their own.
_BOOT = (
    "import pickle, sys\nsys.path[:] = pickle.load(sys.stdin.buffer)\nfrom wenlint.reuse.hands import serve\nserve()\n"
)


class Hand(Protocol):
    """Takes documents, and makes an index segment of all that it took since the last."""

    def take(self, entries: Sequence[Entry]) -> Future[list[Made]]:
        """Takes more documents."""

    def finish(self, path: Path, rows: Sequence[int], keys: Sequence[int]) -> Future[int]:
        """Writes the segment; rows and keys of the documents in the order taken. The future holds its codes."""

    def close(self) -> None:
        """Lets the hand go, whatever it does."""


class _Work:
    """The work itself."""

    def __init__(self) -> None:
        self._families: list[int] = []
        self._builder: Any = None

    def take(self, entries: Sequence[Entry]) -> list[Made]:
        import zlib

        from wenlint.reuse.building import Builder
        from wenlint.reuse.kept import head_length

        self._builder = self._builder or Builder()
        self._builder.add([one.text for one in entries], [head_length(one) for one in entries])
        self._families += [zlib.crc32(family_key(one.title).encode()) for one in entries]
        return [made(one) for one in entries]

    def finish(self, path: Path, rows: Sequence[int], keys: Sequence[int]) -> int:
        import numpy as np

        layout = self._builder.finish(
            np.array(rows, np.int64), np.array(self._families, np.uint32), np.array(keys, np.uint32)
        )
        self._builder, self._families = None, []
        with path.open("wb") as file:
            layout.write(file)
            file.flush()
            os.fsync(file.fileno())
        return int(layout.small["lengths"].sum(dtype=np.int64))


def made(entry: Entry) -> Made:
    """What the database keeps of an entry."""
    return Made(records.pack(entry.text), number_key(entry.number), names_of(entry.title))


class LocalHand:
    """Works in this process, at once."""

    def __init__(self) -> None:
        self._work = _Work()

    def take(self, entries: Sequence[Entry]) -> Future[list[Made]]:
        """As :class:`Hand` says."""
        return _done(self._work.take(entries))

    def finish(self, path: Path, rows: Sequence[int], keys: Sequence[int]) -> Future[int]:
        """As :class:`Hand` says."""
        return _done(self._work.finish(path, rows, keys))

    def close(self) -> None:
        """As :class:`Hand` says."""


def _done(value: Any) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(value)
    return future


class ProcessHand:
    """Works in a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._thread = ThreadPoolExecutor(1)
        self._send(sys.path)

    def take(self, entries: Sequence[Entry]) -> Future[list[Made]]:
        """As :class:`Hand` says."""
        return self._thread.submit(self._ask, "take", entries)

    def finish(self, path: Path, rows: Sequence[int], keys: Sequence[int]) -> Future[int]:
        """As :class:`Hand` says."""
        return self._thread.submit(self._ask, "finish", path, rows, keys)

    def close(self) -> None:
        """As :class:`Hand` says."""
        self._process.kill()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]

    def _ask(self, task: str, *arguments: Any) -> Any:
        try:
            self._send((task, arguments))
            assert self._process.stdout is not None
            answer = pickle.load(self._process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            raise LibraryError("建索引的进程意外中止（可能内存不足），最后一批文件没有加入；请重新运行") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _send(self, value: object) -> None:
        assert self._process.stdin is not None
        pickle.dump(value, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()


def hands() -> list[Hand]:
    """Hands for many documents: a process for each processor, or one hand here where there is but one."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if count < 2 or not sys.executable or getattr(sys, "frozen", False):
        return [LocalHand()]
    return [ProcessHand() for _ in range(min(count, _MOST_PROCESSES))]


_MOST_PROCESSES = 8


def serve() -> None:
    """The process of a :class:`ProcessHand`: tasks from standard input, answers to standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing else may be printed there
    work = _Work()
    tasks: dict[str, Callable[..., object]] = {"take": work.take, "finish": work.finish}
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):  # whoever asked has gone
        while True:
            task, arguments = pickle.load(sys.stdin.buffer)
            answer: object
            try:
                answer = tasks[task](*arguments)
            except (OSError, MemoryError) as error:
                answer = error
            pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
