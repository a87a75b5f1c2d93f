"""The workers of the server: each draft goes to one that is free, under the limits of one draft.

The scan's engine serves one caller at a time; here every worker has an engine of its own, and
whoever brings a draft waits for a free one.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import logging
import shutil
import time
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from wenlint.batch.brief import Brief
from wenlint.batch.engine import EngineError, Limits, Task
from wenlint.batch.judge import Item
from wenlint.batch.pool import LocalEngine
from wenlint.batch.record import Record
from wenlint.config import PageCount, Settings
from wenlint.gateway.errors import busy

_log = logging.getLogger("wenlint.gateway")
_GRACE_SECONDS = 5.0
_FRESH_AFTER = 1500  # drafts of one worker; its engine would end it at 2000, and let a draft wait for the next
_WARMING_ROUNDS = 3  # what is used again and again is made quick the third time
_WARMING = (
    "关于做好防汛工作的通知", "各区人民政府：", "一、明确责任", "请认真做好防汛工作，6月1日前将值班安排报市水务局。",
    "二、加强检查", "市水务局每年检查1次，检查后10日内通报情况（见附件）。", "附件：检查安排",
    "示例市人民政府", "2024年5月1日",
)  # fmt: skip


class Workers:
    """``jobs`` workers that judge by the settings, each draft by the day on which it comes."""

    def __init__(self, settings: Settings, jobs: int, limits: Limits, wait_seconds: float) -> None:
        self._new_bench = partial(_Bench, settings, limits)
        self._benches = [self._new_bench() for _ in range(jobs)]
        self._fresh: _Bench | None = None
        self._renewal: asyncio.Task[None] | None = None
        self._seconds, self._wait_seconds = limits.seconds, wait_seconds
        self.scratch: Path | None = None
        """A folder for temporary files that only these workers use: what killed ones leave there is cleared away."""
        self._free: asyncio.Queue[_Bench] = asyncio.Queue()
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="bench")
        self.are_ready = False

    async def start(self) -> None:
        """Starts them and lets each judge something, so that the first draft is judged as quickly as any.

        Raises:
            EngineError: when they cannot start; the message is one line in Chinese.
        """
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(self._threads, bench.warm) for bench in self._benches))
        for bench in self._benches:
            self._free.put_nowait(bench)
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
        if self._renewal:
            await asyncio.wait([self._renewal])
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._threads.shutdown()
        for bench in (*self._benches, *filter(None, [self._fresh])):
            bench.close()

    async def _run(self, bench: _Bench, item: Item) -> Record:
        """The bench is free again when its thread is done, even if nobody waits for the answer any more."""
        work = asyncio.get_running_loop().run_in_executor(self._threads, bench.judge, item)
        work.add_done_callback(lambda _: self._freed(bench))
        return await asyncio.shield(work)

    def _freed(self, bench: _Bench) -> None:
        """Takes a bench back; the fresh one that waits for one to be old takes its place."""
        if bench.is_old and self.are_ready:
            if self._fresh:
                fresh, self._fresh = self._fresh, None
                self._benches[self._benches.index(bench)] = fresh
                self._threads.submit(bench.close)
                bench = fresh
            elif self._renewal is None or self._renewal.done():
                self._renewal = asyncio.create_task(self._renew())
        self._free.put_nowait(bench)

    async def _renew(self) -> None:
        """Makes a fresh bench ready while the old one goes on, so that no draft waits for a worker to start."""
        fresh = self._new_bench()
        try:
            await asyncio.to_thread(fresh.warm)
        except EngineError as error:
            _log.error("%s", error)
            await asyncio.to_thread(fresh.close)
            for bench in self._benches:
                bench.stay()
        else:
            self._fresh = fresh


class _Bench:
    """An engine with one worker, for one thread at a time."""

    def __init__(self, settings: Settings, limits: Limits) -> None:
        self._settings, self._limits = settings, limits
        self._day: dt.date | None = None
        self._engine: LocalEngine | None = None
        self._judged = 0

    @property
    def is_old(self) -> bool:
        """Whether its worker has judged so many drafts that another should take its place."""
        return self._judged >= _FRESH_AFTER

    def stay(self) -> None:
        """Goes on as if new, where no other can be had."""
        self._judged = 0

    def warm(self) -> None:
        """Starts the worker and lets it judge something.

        Raises:
            EngineError: when it cannot.
        """
        records = [self.judge(Item("warming.txt", "\n".join(_WARMING).encode()))]
        docx = Item("warming.docx", _docx(_WARMING))
        records += [self.judge(docx, PageCount.ESTIMATE) for _ in range(_WARMING_ROUNDS)]
        failed = [record.told["error"] for record in records if record.failed]
        if failed:
            raise EngineError(f"检查进程试查一份样稿没有成功：{failed[0]}")

    def judge(self, item: Item, pages: PageCount | None = None) -> Record:
        self._judged += 1
        engine = self._engine_of_today()
        (record,) = engine.judge([Task((item,), pages or self._settings.pages.value)])
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


def _docx(lines: Sequence[str]) -> bytes:
    """A .docx of nothing but its text."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {names}><w:body>{paragraphs}</w:body></w:document>")
    return file.getvalue()


def _sweep(scratch: Path, seconds: float) -> None:
    """Clears away folders that no draft can still be at, after so many seconds."""
    until = time.time() - seconds
    for left in scratch.glob("wenlint-*"):
        with suppress(OSError):
            if left.stat().st_mtime < until:
                shutil.rmtree(left, ignore_errors=True)
