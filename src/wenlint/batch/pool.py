"""The local engine: processes on this machine, each file under a limit of time and memory.

The standard library's pool ends as a whole when one worker dies; here a worker is replaced
and only the file that it was at is lost, and said to be.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from wenlint.batch.brief import Brief
from wenlint.batch.engine import EngineError, Limits, Task
from wenlint.batch.record import Record, unjudged
from wenlint.batch.worker import READY, work

_AHEAD = 2  # tasks given to a worker, so that it need not wait for the next
_START_SECONDS = 60.0
_DIED = "判断这个文件的进程意外中止（可能是内存不足）"
_MOST_STARTS_IN_VAIN = 3
_MOST_TASKS = 2000  # of one worker, whose memory falls to pieces in the end


class LocalEngine:
    """Worker processes on this machine. ``jobs`` is their number."""

    def __init__(self, brief: Brief, jobs: int, limits: Limits) -> None:
        self._brief, self._jobs, self._limits = brief, jobs, limits
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        self._start_method = multiprocessing.get_context(method)
        if method == "forkserver":
            self._start_method.set_forkserver_preload(["wenlint.batch.worker"])
        self._workers: list[_Worker] = []
        self._starts_in_vain = 0

    def judge(self, tasks: Iterable[Task]) -> Iterator[Record]:
        """As :class:`wenlint.batch.engine.Engine` says."""
        source = iter(tasks)
        again: deque[Task] = deque()
        is_dry = False
        while True:
            while not is_dry or again:
                worker = self._free_worker()
                if worker is None:
                    break
                task = again.popleft() if again else next(source, None)
                if task is None:
                    is_dry = True
                elif not worker.give(task):
                    again.append(task)
                    yield from self._lost(worker, again, _DIED)
            if not any(worker.tasks for worker in self._workers):
                return
            for worker in self._answering():
                yield from self._received(worker, again)

    def close(self) -> None:
        """As :class:`wenlint.batch.engine.Engine` says."""
        for worker in self._workers:
            worker.end()
        self._workers = []

    def _free_worker(self) -> _Worker | None:
        """The worker with least to do, a new one while there may be more; None when all have enough."""
        idle = min(self._workers, key=lambda worker: len(worker.tasks), default=None)
        if (idle is None or idle.tasks) and len(self._workers) < self._jobs:
            idle = _Worker(self._start_method, self._brief, self._limits)
            self._workers.append(idle)
        return idle if idle and len(idle.tasks) < _AHEAD and idle.given < _MOST_TASKS else None

    def _answering(self) -> list[_Worker]:
        """Workers with an answer, or gone, or over their time; waits for the first."""
        busy = {worker.connection: worker for worker in self._workers if worker.tasks or not worker.is_ready}
        soonest = min(worker.deadline for worker in busy.values())
        ready = wait(list(busy), timeout=max(0.0, soonest - time.monotonic()))
        now = time.monotonic()
        late = [worker for worker in busy.values() if worker.deadline <= now and worker.connection not in ready]
        return [busy[connection] for connection in ready if isinstance(connection, Connection)] + late

    def _received(self, worker: _Worker, again: deque[Task]) -> Iterator[Record]:
        try:
            if not worker.connection.poll():
                yield from self._lost(worker, again, f"判断超过 {self._limits.seconds:.0f} 秒，已停止")
                return
            answer = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._lost(worker, again, _DIED)
            return
        if not worker.is_ready:
            if answer != READY:
                raise EngineError(str(answer))
            worker.begin()
            self._starts_in_vain = 0
            return
        worker.done()
        if worker.given >= _MOST_TASKS and not worker.tasks:
            worker.end()
            self._workers.remove(worker)
        yield from answer

    def _lost(self, worker: _Worker, again: deque[Task], why: str) -> Iterator[Record]:
        """Replaces a worker. The task that it was at is given up, item by item if it had several."""
        worker.end()
        self._workers.remove(worker)
        if not worker.is_ready:
            self._starts_in_vain += 1
            if self._starts_in_vain >= _MOST_STARTS_IN_VAIN:
                raise EngineError("检查进程启动不了（可能是内存不足），一份也没法查")
            again.extend(worker.tasks)
            return
        if not worker.tasks:
            return
        at, *rest = worker.tasks
        again.extend(rest)
        if len(at.items) > 1:
            again.extend(Task((item,), at.pages) for item in at.items)
        else:
            yield unjudged(at.items[0].path, why)


class _Worker:
    """A worker process, the tasks it has been given, and until when it may be at the first of them."""

    def __init__(self, context: multiprocessing.context.BaseContext, brief: Brief, limits: Limits) -> None:
        self.connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=work, args=(theirs, brief, limits), daemon=True
        )
        self._process.start()
        theirs.close()
        self._seconds = limits.seconds
        self.tasks: deque[Task] = deque()
        self.given = 0
        self.is_ready = False
        self.deadline = time.monotonic() + _START_SECONDS

    def give(self, task: Task) -> bool:
        """Hands over a task; False when the worker is gone."""
        try:
            self.connection.send(task)
        except OSError:
            return False
        self.tasks.append(task)
        self.given += 1
        if self.is_ready and len(self.tasks) == 1:
            self._set_deadline()
        return True

    def begin(self) -> None:
        """The worker can judge now."""
        self.is_ready = True
        self._set_deadline()

    def done(self) -> None:
        """The first task is done."""
        self.tasks.popleft()
        self._set_deadline()

    def end(self) -> None:
        """Kills the process."""
        with suppress(OSError):
            self.connection.close()
        self._process.kill()
        self._process.join()

    def _set_deadline(self) -> None:
        seconds = self._seconds * len(self.tasks[0].items) if self.tasks else float("inf")
        self.deadline = time.monotonic() + seconds
