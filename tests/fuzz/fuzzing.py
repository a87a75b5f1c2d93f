"""Reads mutants one after another and tells what a reader must not do: ``python fuzzing.py FORMAT FIRST COUNT``.

A mutant is read or refused with one line in Chinese; anything else is a failure: another
exception, a document that does not hold together, a crash, more than MOST_SECONDS. A
failure prints the number that brings its mutant back (``python fuzzing.py docx 123 1``),
and leaves the mutant in the folder that WENLINT_FUZZ_KEEP names, if any.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import time
import traceback
from pathlib import Path
from types import FrameType

from mutating import mutant

from wenlint.check import Context
from wenlint.document import Document
from wenlint.linting import lint
from wenlint.reading import ReadingError, limits
from wenlint.reading.formats import Task, read_document
from wenlint.reading.sniff import sniff

SEEDS = Path(__file__).parent / "seeds"
MOST_SECONDS = 5.0
_KILL_AFTER = 30.0  # a call into C that does not come back
_JUDGED = 8  # every so-manieth document is judged too


class Slow(Exception):  # noqa: N818 - not an error of the reader's own
    """Raised by the clock."""


def main(format: str, first: int, count: int) -> int:
    """The number of failures."""
    seeds = {path.name: path.read_bytes() for path in sorted(SEEDS.iterdir()) if path.name != "README.md"}
    own = sorted(name for name in seeds if name.endswith(f".{format}"))
    _limit_memory()
    signal.signal(signal.SIGALRM, _ring)
    failures = 0
    for number in range(first, first + count):
        name = own[number % len(own)]
        data = mutant(seeds[name], list(seeds.values()), f"{format} {number}")
        faulthandler.dump_traceback_later(_KILL_AFTER, exit=True)
        print(f"case {number}", file=sys.stderr, flush=True)
        problem = failure(data, name, number)
        faulthandler.cancel_dump_traceback_later()
        if problem:
            failures += 1
            print(f"{format} {number}: {problem}", flush=True)
            _keep(data, f"{format}-{number}-{name}")
    return failures


def failure(data: bytes, name: str, number: int) -> str:
    """What went wrong with a mutant; "" when it was read or refused as it should be."""
    start = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    try:
        task = Task(name, sniff(data, name), elements=limits.SMALL_ELEMENTS)
        if task.format in ("doc", "odt", "rtf"):
            return ""
        document = read_document(data, task)
        problem = _broken(document)
        if not problem and number % _JUDGED == 0:
            problem = _judged(document)
    except ReadingError as error:
        problem = _ill_said(error)
    except Slow:
        problem = f"took {time.perf_counter() - start:.1f} s\n{traceback.format_exc(limit=-4)}"
    except (Exception, RecursionError):  # noqa: BLE001
        problem = traceback.format_exc(limit=-4)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return problem


def _broken(document: Document) -> str:
    """Whether the parts of a document fit together."""
    text = document.text
    if not all(0 <= block.span.start <= block.span.end <= len(text) for block in document.blocks):
        return "a block lies outside the text"
    if document.pages is not None and not 0 < document.pages.least <= document.pages.value <= document.pages.most:
        return f"impossible pages {document.pages}"
    if any(block.page is not None and block.page < 1 for block in document.blocks):
        return "a block before the first page"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "lone surrogates in the text"
    return ""


def _ill_said(error: ReadingError) -> str:
    message = error.message
    if not message or "\n" in message or len(message) > 300 or error.reason == "broken":
        return f"refused with {message!r}"
    if not any("\u4e00" <= char <= "\u9fff" for char in message):
        return f"no Chinese in {message!r}"
    return ""


def _judged(document: Document) -> str:
    from wenlint.config import load
    from wenlint.ruleset import gather

    global _RULESET
    _RULESET = _RULESET or gather(load())
    outcome = lint("x", lambda: document, _RULESET.rules, _RULESET.checks, Context())
    return "" if outcome.error is None else f"judging: {outcome.error}"


_RULESET = None


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise Slow


def _limit_memory() -> None:
    import resource

    memory = 2 * limits.MEMORY  # the test run's own modules are in this process too
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _keep(data: bytes, name: str) -> None:
    folder = os.environ.get("WENLINT_FUZZ_KEEP")
    if folder:
        (Path(folder) / name).write_bytes(data)


if __name__ == "__main__":
    sys.exit(min(100, main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
