"""Reads files in a process of its own that can be killed.

PDFium is written in C++, and no count foresees what a content stream makes it do; large
files of other formats take time and memory in proportion. Such a file is read by a child
process with limits on processor time and address space, so that the worst it can do is to
end that process. The document comes back as a pickle of which only plain values of ours
are accepted. Other work on such a file is done there too (:func:`call`).

Starting a process takes ten times as long as reading a draft, so one that has read a file
well reads the next; one that has refused a file, or was ended, reads no other.
"""

from __future__ import annotations

import atexit
import io
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

from wenlint import appearance, document
from wenlint.document import Document
from wenlint.reading import limits
from wenlint.reading.errors import ReadingError
from wenlint.reading.formats import Task

# -I: neither the working directory nor the environment may bring modules of their own.
_BOOT = (
    "import pickle, sys\nsys.path[:] = pickle.load(sys.stdin.buffer)\nfrom wenlint.reading.child import main\nmain()\n"
)
LENGTH = 8
"""Bytes that tell the length of an answer, the first the highest."""

SECOND_EARNED = bytes(LENGTH)
"""In place of a length: the file has earned another second (:mod:`wenlint.reading.pace`)."""

T = TypeVar("T")

_MOST_TASKS = 200  # of one process, whose memory falls to pieces in the end
_OUT_OF_TIME = "SIGXCPU"
_OUT_OF_MEMORY = ("SIGABRT", "SIGTRAP", "SIGKILL")  # PDFium stops like this when it gets no memory


class Job(NamedTuple):
    """Work on a file that is no reading: a function of a module, given the bytes and the arguments.

    Its answer is made of plain values. ``ocr`` gives it the time and memory of text recognition.
    ``shares`` is how many times the processor time of reading it has.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    ocr: bool = False
    shares: int = limits.JOB_SHARES


def is_possible() -> bool:
    """Whether this Python can be started again; a program frozen into one file cannot."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def read_document(data: bytes, task: Task) -> Document:
    """The document in ``data``, read by a child process.

    Raises:
        ReadingError: as :func:`wenlint.reading.formats.read_document`, and timed-out, too-large or
            damaged when the process ends without an answer.
    """
    found = _asked(data, task)
    assert isinstance(found, Document)
    return found


def call(function: Callable[..., T], data: bytes, *arguments: Any, ocr: bool = False) -> T:
    """What ``function`` makes of ``data`` and the arguments, in a child process where there can be one.

    Raises:
        ReadingError: as ``function``, and as :func:`read_document` when the process ends without an answer.
    """
    if not is_possible():
        return function(data, *arguments)
    answer: T = _asked(data, Job(function, arguments, ocr))
    return answer


def _asked(data: bytes, task: Task | Job) -> Any:
    reader = _Reader() if task.ocr else _idle_reader()
    is_done = False
    try:
        found = reader.ask(data, task)
        is_done = True
    finally:
        if not is_done or task.ocr or not reader.may_go_on():
            reader.end()
        else:
            _idle.append(reader)
    return found


class _Reader:
    """A child process that reads one file after another."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._tasks = 0
        self._is_late = False
        self._earned = 0
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._send(pickle.dumps(sys.path))

    def ask(self, data: bytes, task: Task | Job) -> Any:
        """The document in ``data``, the answer to a job, or the refusal."""
        self._tasks += 1
        self._earned = 0
        seconds = _wall_seconds(task)
        clock = self._clock(seconds)
        try:
            self._send(pickle.dumps((task, len(data))), data)
            while (answer := self._received()) == b"" and self._earned < limits.MOST_EARNED:
                self._earned += 1
                clock.cancel()
                clock = self._clock(seconds)
        finally:
            clock.cancel()
        if answer:
            return _told(answer)
        if answer == b"":  # it earns more than any text does
            self._stop_late()
        if self._is_late:
            raise _timed_out(seconds + self._earned)
        raise _died(self._process.wait(), processor_seconds(task, self._earned))

    def _clock(self, seconds: float) -> threading.Timer:
        """Ends the process after so many seconds."""
        clock = threading.Timer(seconds, self._stop_late)
        clock.daemon = True
        clock.start()
        return clock

    def may_go_on(self) -> bool:
        """Whether it may read another file."""
        return self._tasks < _MOST_TASKS

    def is_ours(self) -> bool:
        """Whether it runs, and for this process: a fork must not write between the lines of its parent."""
        return self._owner == os.getpid() and self._process.poll() is None

    def end(self) -> None:
        """Ends it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was left to write cannot be written
                pipe.close()  # type: ignore[union-attr]

    def _stop_late(self) -> None:
        self._is_late = True
        self._process.kill()

    def _send(self, *pieces: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # it has ended; what comes back tells
            for piece in pieces:
                self._process.stdin.write(piece)
            self._process.stdin.flush()

    def _received(self) -> bytes | None:
        """The next answer; empty when a second was earned, None when the process has ended."""
        assert self._process.stdout is not None
        head = self._process.stdout.read(LENGTH)
        if len(head) < LENGTH:
            return None
        length = int.from_bytes(head)
        answer = self._process.stdout.read(length)
        return answer if len(answer) == length else None


_idle: list[_Reader] = []


def _idle_reader() -> _Reader:
    while _idle:
        reader = _idle.pop()
        if reader.is_ours():
            return reader
    return _Reader()


@atexit.register
def _end_idle() -> None:
    while _idle:
        reader = _idle.pop()
        if reader.is_ours():
            reader.end()


def processor_seconds(task: Task | Job, earned: int = 0) -> int:
    """Processor time (s) that a task has once it has earned so many seconds."""
    return (limits.SECONDS + earned) * (task.shares if isinstance(task, Job) else 1)


def _wall_seconds(task: Task | Job) -> float:
    if task.ocr:
        return limits.OCR_SECONDS
    return limits.WALL_SECONDS if hasattr(signal, _OUT_OF_TIME) else float(processor_seconds(task))


def _told(answer: bytes) -> Any:
    is_done, found = _Answer(io.BytesIO(answer)).load()
    if is_done:
        return found
    raise ReadingError(*found)


def _died(code: int, seconds: float) -> ReadingError:
    """Why a process that ended with ``code`` gave no answer; ``seconds`` is the processor time it had."""
    name = _signal(code)
    if name == _OUT_OF_TIME:
        return _timed_out(seconds)
    if name in _OUT_OF_MEMORY:
        return out_of_memory()
    return ReadingError("damaged", "读到一半程序中断，文件可能已损坏或内容异常，没有查；请从原稿重新导出后再查")


def _signal(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return ""


def _timed_out(seconds: float) -> ReadingError:
    return ReadingError(
        "timed-out", f"读了 {seconds:.0f} 秒还没读完，内容过大或异常，没有查；请拆分，或从原稿重新导出后再查"
    )


def out_of_memory() -> ReadingError:
    """The refusal of a file that takes more memory than a draft may."""
    return ReadingError(
        "too-large",
        f"读取要占用的内存超过 {limits.MEMORY // limits.MEGABYTE} MB，内容过大或异常，没有查；"
        "请拆分，或从原稿重新导出后再查",
    )


class _Answer(pickle.Unpickler):
    """Takes nothing from a process that has read a hostile file but the parts of a document."""

    def find_class(self, module: str, name: str) -> Any:
        room = _ROOMS.get(module)
        if room is None or "." in name:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return getattr(room, name)


_ROOMS = {room.__name__: room for room in (appearance, document)}
