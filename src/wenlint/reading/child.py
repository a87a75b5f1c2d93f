"""The child process of :mod:`wenlint.reading.contained`: requests in, answers out."""

from __future__ import annotations

import math
import os
import pickle
import sys
import time
from contextlib import suppress
from typing import IO, Any

from wenlint.reading import limits, pace
from wenlint.reading.contained import LENGTH, SECOND_EARNED, Job, out_of_memory, processor_seconds
from wenlint.reading.errors import ReadingError
from wenlint.reading.formats import Task, read_document


def main() -> None:
    """Reads tasks with the bytes of files from standard input; writes answers or refusals to standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not spoil the answer
    allowance = _Allowance(answers)
    pace.listen(allowance.extend)
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):  # whoever asked has gone
        while True:
            task, size = pickle.load(sys.stdin.buffer)
            _limit_memory(task)
            allowance.begin(task)
            answer = pickle.dumps(_answer(sys.stdin.buffer.read(size), task), pickle.HIGHEST_PROTOCOL)
            answers.write(len(answer).to_bytes(LENGTH) + answer)
            answers.flush()


def _answer(data: bytes, task: Task | Job) -> tuple[bool, Any]:
    """Whether it was done, and the answer or why not."""
    try:
        return True, task.function(data, *task.arguments) if isinstance(task, Job) else read_document(data, task)
    except ReadingError as error:
        return False, (error.reason, error.message)
    except MemoryError:
        refusal = out_of_memory()
        return False, (refusal.reason, refusal.message)
    except RecursionError:
        return False, ("too-large", "文件嵌套过深，不像正常文稿，没有查")
    except Exception as error:  # noqa: BLE001 - a file that the reader breaks on has not been judged
        return False, ("broken", f"wenlint 内部出错，未能判断（{type(error).__name__}），请把这一行报告给我们")


class _Allowance:
    """Processor time for one file, where the system can limit it (not on Windows)."""

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers
        self._used = 0
        self._earned = 0
        self._task: Task | Job | None = None

    def begin(self, task: Task | Job) -> None:
        """Limits the time from now on; that of text recognition only the clock limits."""
        self._used = math.ceil(time.process_time())
        self._earned = 0
        self._task = task
        self._limit()

    def extend(self, earned: int) -> None:
        """Gives so many seconds more than at the beginning, and tells who waits for the answer.

        A job that reads the file once more earns nothing by it.
        """
        if earned <= self._earned:
            return
        self._earned = earned
        self._limit()
        self._answers.write(SECOND_EARNED)
        self._answers.flush()

    def _limit(self) -> None:
        if self._task is None or self._task.ocr:
            return
        seconds = processor_seconds(self._task, self._earned)
        with suppress(ModuleNotFoundError, ValueError, OSError):
            import resource

            resource.setrlimit(resource.RLIMIT_CPU, (self._used + seconds, resource.RLIM_INFINITY))


def _limit_memory(task: Task | Job) -> None:
    """Limits the address space, where the system can (not on Windows)."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    memory = limits.OCR_MEMORY if task.ocr else limits.MEMORY
    with suppress(ValueError, OSError):  # macOS knows the limit but may refuse it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the draft
