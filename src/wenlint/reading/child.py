"""The child process of :mod:`wenlint.reading.contained`: requests in, answers out."""

from __future__ import annotations

import math
import os
import pickle
import sys
import time
from contextlib import suppress

from wenlint.document import Document
from wenlint.reading import limits
from wenlint.reading.contained import LENGTH, out_of_memory
from wenlint.reading.errors import ReadingError
from wenlint.reading.formats import Task, read_document


def main() -> None:
    """Reads tasks with the bytes of files from standard input; writes documents or refusals to standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not spoil the answer
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):  # whoever asked has gone
        while True:
            task, size = pickle.load(sys.stdin.buffer)
            _limit(task)
            answer = pickle.dumps(_answer(sys.stdin.buffer.read(size), task), pickle.HIGHEST_PROTOCOL)
            answers.write(len(answer).to_bytes(LENGTH) + answer)
            answers.flush()


def _answer(data: bytes, task: Task) -> Document | tuple[str, str]:
    try:
        return read_document(data, task)
    except ReadingError as error:
        return error.reason, error.message
    except MemoryError:
        refusal = out_of_memory()
        return refusal.reason, refusal.message
    except RecursionError:
        return "too-large", "文件嵌套过深，不像正常文稿，没有查"
    except Exception as error:  # noqa: BLE001 - a file that the reader breaks on has not been judged
        return "broken", f"wenlint 内部出错，未能判断（{type(error).__name__}），请把这一行报告给我们"


def _limit(task: Task) -> None:
    """Limits processor time and memory, where the system can (not on Windows)."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    memory = limits.OCR_MEMORY if task.ocr else limits.MEMORY
    with suppress(ValueError, OSError):  # macOS knows the limit on memory but may refuse it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if not task.ocr:
        with suppress(ValueError, OSError):
            used = math.ceil(time.process_time())
            resource.setrlimit(resource.RLIMIT_CPU, (used + limits.SECONDS, resource.RLIM_INFINITY))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the draft
