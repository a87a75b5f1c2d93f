"""Reads a file in a process of its own that can be killed.

PDFium is written in C++, and no count foresees what a content stream makes it do; large
files of other formats take time and memory in proportion. Such a file is read by a child
process with limits on processor time and address space, so that the worst it can do is to
end that process. The document comes back as a pickle of which only plain values of ours
are accepted.
"""

from __future__ import annotations

import io
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any

from wenlint import document
from wenlint.document import Document
from wenlint.reading import limits
from wenlint.reading.errors import ReadingError
from wenlint.reading.formats import Task

# -I: neither the working directory nor the environment may bring modules of their own.
_BOOT = (
    "import pickle, sys\nsys.path[:] = pickle.load(sys.stdin.buffer)\nfrom wenlint.reading.child import main\nmain()\n"
)
_OUT_OF_TIME = "SIGXCPU"
_OUT_OF_MEMORY = ("SIGABRT", "SIGTRAP", "SIGKILL")  # PDFium stops like this when it gets no memory


def is_possible() -> bool:
    """Whether this Python can be started again; a program frozen into one file cannot."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def read_document(data: bytes, task: Task) -> Document:
    """The document in ``data``, read by a child process.

    Raises:
        ReadingError: as :func:`wenlint.reading.formats.read_document`, and timed-out, too-large or
            damaged when the process ends without an answer.
    """
    with subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", _BOOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        try:
            _write_head(process, task, len(data))
            answer, _ = process.communicate(data, timeout=_wall_seconds(task))
        except subprocess.TimeoutExpired:
            raise _timed_out(_wall_seconds(task)) from None
        finally:
            process.kill()
    return _document(answer, process.returncode)


def _write_head(process: subprocess.Popen[bytes], task: Task, size: int) -> None:
    assert process.stdin is not None
    with suppress(BrokenPipeError):
        process.stdin.write(pickle.dumps(sys.path) + pickle.dumps((task, size)))
        process.stdin.flush()


def _wall_seconds(task: Task) -> float:
    if task.ocr:
        return limits.OCR_SECONDS
    return limits.WALL_SECONDS if hasattr(signal, _OUT_OF_TIME) else float(limits.SECONDS)


def _document(answer: bytes, code: int) -> Document:
    if code == 0:
        found = _Answer(io.BytesIO(answer)).load()
        if isinstance(found, Document):
            return found
        raise ReadingError(*found)
    name = _signal(code)
    if name == _OUT_OF_TIME:
        raise _timed_out(limits.SECONDS)
    if name in _OUT_OF_MEMORY:
        raise out_of_memory()
    raise ReadingError("damaged", "读到一半程序中断，文件可能已损坏或内容异常，没有查；请从原稿重新导出后再查")


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
        if module != document.__name__ or "." in name:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return getattr(document, name)
