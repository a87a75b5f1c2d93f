"""The workers of the server: each draft goes to one that is free, under the limits of one draft.

The scan's engine serves one caller at a time; here every worker has an engine of its own, and
whoever brings a draft waits for a free one.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from wenlint.batch.brief import Brief
from wenlint.batch.engine import EngineError, Limits, Task
from wenlint.batch.judge import Item
from wenlint.batch.pool import LocalEngine
from wenlint.batch.record import Record
from wenlint.config import Settings
from wenlint.gateway.errors import busy

_log = logging.getLogger("wenlint.gateway")
_GRACE_SECONDS = 5.0
_WARMING = "关于做好防汛工作的通知\n各区人民政府：\n请认真做好防汛工作。\n示例市人民政府\n2024年5月1日\n".encode()


class Workers:
    """``jobs`` workers that judge by the settings, each draft by the day on which it comes."""

    def __init__(self, settings: Settings, jobs: int, limits: Limits, wait_seconds: float) -> None:
        self._benches = [_Bench(settings, limits) for _ in range(jobs)]
        self._seconds, self._wait_seconds = limits.seconds, wait_seconds
        self.scratch: Path | None = None
        """A folder for temporary files that only these workers use: what killed ones leave there is cleared away."""
        self._free: asyncio.Queue[_Bench] = asyncio.Queue()
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="bench")
        self.are_ready = False

    async def start(self) -> None:
        """Starts them and lets each judge something.

        Raises:
            EngineError: when they cannot start; the message is one line in Chinese.
        """
        warming = Item("warming.txt", _WARMING)
        records = await asyncio.gather(*(self._run(bench, warming) for bench in self._benches))
        failed = [record.told["error"] for record in records if record.failed]
        if failed:
            raise EngineError(f"检查进程试查一份样稿没有成功：{failed[0]}")
        self.are_ready = True

    async def judge(self, item: Item) -> Record:
        """What comes of a draft. A worker that dies of it, or takes too long, gives a record that says so.

        Raises:
            RefusedError: 503 when no worker becomes free in time, or none can be started.
        """
        try:
            bench = await asyncio.wait_for(self._free.get(), self._wait_seconds)
        except TimeoutError:
            raise busy() from None
        try:
            record = await self._run(bench, item)
        except EngineError as error:
            _log.error("%s", error)
            raise busy("检查进程启动不了，没有查；请稍后再试，或告诉管理员") from None
        if record.failed and self.scratch:
            await asyncio.to_thread(_sweep, self.scratch, self._seconds + _GRACE_SECONDS)
        return record

    async def close(self) -> None:
        """Sends the workers home."""
        self.are_ready = False
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._threads.shutdown()
        for bench in self._benches:
            bench.close()

    async def _run(self, bench: _Bench, item: Item) -> Record:
        """The bench is free again when its thread is done, even if nobody waits for the answer any more."""
        work = asyncio.get_running_loop().run_in_executor(self._threads, bench.judge, item)
        work.add_done_callback(lambda _: self._free.put_nowait(bench))
        return await asyncio.shield(work)


class _Bench:
    """An engine with one worker, for one thread at a time."""

    def __init__(self, settings: Settings, limits: Limits) -> None:
        self._settings, self._limits = settings, limits
        self._day: dt.date | None = None
        self._engine: LocalEngine | None = None

    def judge(self, item: Item) -> Record:
        engine = self._engine_of_today()
        (record,) = engine.judge([Task((item,), self._settings.pages.value)])
        for _ in engine.judge(()):  # a worker that was lost is replaced now, not when the next draft waits for it
            pass
        return record

    def close(self) -> None:
        if self._engine:
            self._engine.close()
            self._engine = None

    def _engine_of_today(self) -> LocalEngine:
        today = self._settings.today
        if self._engine is None or self._day != today:
            self.close()
            # No cache rests on this brief, so nothing asks for its state.
            self._engine = LocalEngine(Brief(self._settings, today, state=""), 1, self._limits)
            self._day = today
        return self._engine


def _sweep(scratch: Path, seconds: float) -> None:
    """Clears away folders that no draft can still be at, after so many seconds."""
    until = time.time() - seconds
    for left in scratch.glob("wenlint-*"):
        with suppress(OSError):
            if left.stat().st_mtime < until:
                shutil.rmtree(left, ignore_errors=True)
