"""A worker process of the local engine: receives tasks, answers with records.

It ends when whoever asked is gone. It may be killed at any time, so files need no other
process to be read in.
"""

from __future__ import annotations

import signal
from contextlib import suppress
from multiprocessing.connection import Connection

from wenlint.batch.brief import Brief
from wenlint.batch.engine import Limits
from wenlint.batch.judge import Judge
from wenlint.reuse import LibraryError
from wenlint.ruleset import RulesetError

READY = "ready"


def work(connection: Connection, brief: Brief, limits: Limits) -> None:
    """Answers READY or why there is no judging here, then tasks with lists of records."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the scan decides
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            judge = Judge(brief)
        except (RulesetError, LibraryError) as error:
            connection.send(str(error))
            return
        connection.send(READY)
        _limit_memory(limits.memory)
        while True:
            task = connection.recv()
            connection.send(list(judge(task.items, task.pages)))


def _limit_memory(more: int) -> None:
    """Lets the process grow by so many bytes of address space, where the system can tell and limit them."""
    with suppress(ImportError, OSError, ValueError):
        import resource
        from pathlib import Path

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + more
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the draft
