"""The same scan on a Dask cluster (``wenlint[dask]``): workers on other machines judge, this one leads.

A worker is given work only if what it would judge by (wenlint, checks, packs, library) is the
same as here; one that is not is left out. Documents travel as bytes, or as paths that mean
the same file everywhere. Dask hands the work of a lost worker to another; what ends several
workers in turn comes back as unjudged, and so does all that is left when the scheduler is gone.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from wenlint.batch.brief import Brief, gathered, state_of
from wenlint.batch.engine import EngineError, Limits, Task
from wenlint.batch.judge import Item, Judge
from wenlint.batch.record import Record, unjudged
from wenlint.reading import ReadingError, load
from wenlint.reuse import LibraryError
from wenlint.ruleset import RulesetError

SCHEME = "dask://"
_CONNECT_SECONDS = 5
_LOOK_SECONDS = 1.0
_MOST_PATIENCE_SECONDS = 30.0  # without a worker, or without the scheduler
_AHEAD = 2  # tasks for each thread of a worker, so that it need not wait for the next
_LOST = "和集群的连接断了，这份没有查"


class ClusterEngine:
    """Workers of the Dask cluster at ``address`` (host:port)."""

    def __init__(self, brief: Brief, address: str, limits: Limits, shared_paths: bool = False) -> None:
        try:
            from distributed import Client
        except ModuleNotFoundError:
            raise EngineError('--engine dask:// 要先装 dask：pip install "wenlint[dask]"') from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # its lines would tear the progress bar
        self._brief, self._limits, self._shared_paths = brief, limits, shared_paths
        try:
            self._client: Any = Client(  # type: ignore[no-untyped-call]
                f"tcp://{address}", timeout=_CONNECT_SECONDS, set_as_default=False
            )
        except (OSError, TimeoutError, ValueError) as error:
            raise EngineError(f"连不上 Dask 调度器 {address}（{type(error).__name__}）") from None
        self._allowed: list[str] = []
        with suppress(TimeoutError):  # workers may still be starting
            self._client.wait_for_workers(1, timeout=self._patience)
        faults = self._look_for_workers()
        if not self._allowed:
            self.close()
            raise EngineError("；".join(faults) or f"Dask 调度器 {address} 下面没有工作进程")

    def judge(self, tasks: Iterable[Task]) -> Iterator[Record]:
        """As :class:`wenlint.batch.engine.Engine` says."""
        source = iter(tasks)
        running: dict[Any, _Running] = {}
        is_dry = False
        while not is_dry or running:
            while not is_dry and len(running) < self._room():
                task = next(source, None)
                if task is None:
                    is_dry = True
                else:
                    yield from self._begin(task, running)
            if not running:
                continue
            if not self._is_alive():
                yield from _given_up([*(one.task for one in running.values()), *source])
                return
            for future in self._finished(running):
                yield from _records(future, running.pop(future).task)
            yield from self._overdue(running)

    def close(self) -> None:
        """As :class:`wenlint.batch.engine.Engine` says."""
        with suppress(Exception):
            self._client.close(timeout=2)

    @property
    def _patience(self) -> float:
        return min(_MOST_PATIENCE_SECONDS, self._limits.seconds)

    def _begin(self, task: Task, running: dict[Any, _Running]) -> Iterator[Record]:
        """Sends a task off; records of the files that cannot even be read here."""
        items = []
        for item in task.items:
            try:
                items.append(self._packed(item))
            except ReadingError as error:
                yield unjudged(item.path, error.message)
        if items:
            packed = Task(tuple(items), task.pages)
            future = self._client.submit(_judge_there, self._brief, packed, workers=self._allowed, pure=False)
            running[future] = _Running(task, time.monotonic() + self._limits.seconds * len(items) * (_AHEAD + 1))

    def _packed(self, item: Item) -> Item:
        if self._shared_paths:
            return item
        return item if item.error else replace(item, data=load(Path(item.path)))

    def _room(self) -> int:
        return max(1, len(self._allowed)) * _AHEAD

    def _finished(self, running: dict[Any, _Running]) -> list[Any]:
        from distributed import CancelledError, wait

        with suppress(TimeoutError, CancelledError), self._client.as_current():
            wait(list(running), timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]
        return [future for future in running if future.status != "pending"]

    def _overdue(self, running: dict[Any, _Running]) -> Iterator[Record]:
        now = time.monotonic()
        for future in [future for future, one in running.items() if one.deadline < now]:
            task = running.pop(future).task
            with suppress(Exception):
                future.cancel()
            yield from (unjudged(item.path, f"判断超过 {self._limits.seconds:.0f} 秒，已放弃") for item in task.items)

    def _is_alive(self) -> bool:
        """Whether there is a scheduler with a worker that may be used; waits for one to come back."""
        deadline = time.monotonic() + self._patience
        while True:
            with suppress(OSError, TimeoutError):
                known = self._client.scheduler_info(n_workers=-1)["workers"] if self._client.status == "running" else {}
                if any(address in known for address in self._allowed) or (known and not self._look_for_workers()):
                    return True
            if time.monotonic() > deadline:
                return False
            time.sleep(_LOOK_SECONDS)

    def _look_for_workers(self) -> list[str]:
        """Asks every worker what it would judge by; why some may not be used."""
        states: dict[str, str] = self._client.run(_state_there, self._brief)
        self._allowed = [address for address, state in states.items() if state == self._brief.state]
        others = {address: state for address, state in states.items() if state != self._brief.state}
        return [f"工作进程 {address} 不能用：{_why(state)}" for address, state in others.items()]


class _Running:
    """A task under way, and until when it is waited for."""

    def __init__(self, task: Task, deadline: float) -> None:
        self.task, self.deadline = task, deadline


def _records(future: Any, task: Task) -> Iterator[Record]:
    if future.status == "finished":
        answer = future.result()
        yield from answer
        return
    why = _LOST if future.status in ("cancelled", "lost") else "判断这个文件的进程意外中止（可能是内存不足）"
    yield from (unjudged(item.path, why) for item in task.items)


def _given_up(tasks: Iterable[Task]) -> Iterator[Record]:
    return (unjudged(item.path, _LOST) for task in tasks for item in task.items)


def _why(state: str) -> str:
    is_digest = len(state) == 64 and state.isalnum()
    return "wenlint 的版本、规则包或上级文件库和这里不一样" if is_digest else state


# -- on the workers ---------------------------------------------------------------------------

_judges: dict[str, Judge] = {}
_one_at_a_time = threading.Lock()


def _state_there(brief: Brief) -> str:
    """What a worker would judge by, as the brief's state is made; or why it cannot."""
    try:
        return state_of(brief.settings, gathered(brief))
    except (RulesetError, LibraryError, OSError) as error:
        return str(error)


def _judge_there(brief: Brief, task: Task) -> list[Record]:
    """The records of a task. A worker keeps the rules and the library open between tasks."""
    with _one_at_a_time:
        if brief.state not in _judges:
            _judges.clear()
            _judges[brief.state] = Judge(brief)
        return list(_judges[brief.state](task.items, task.pages))
