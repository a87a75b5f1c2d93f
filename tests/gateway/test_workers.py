"""The workers of the server, in the test's own process: how they are replaced."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from conftest import CLEAN, FLAWED
from servers import SLOW

from wenlint import config
from wenlint.batch.engine import EngineError, Limits
from wenlint.batch.judge import Item
from wenlint.gateway import workers as room
from wenlint.gateway.workers import Workers


@pytest.fixture
def slow(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project as working directory, with a check that says which process it runs in."""
    file = project / "checks" / "shouting.py"
    file.write_text(file.read_text(encoding="utf-8") + SLOW, encoding="utf-8")
    monkeypatch.chdir(project)
    monkeypatch.setattr(room, "_FRESH_AFTER", 8)
    return project


def with_workers(act: Callable[[Workers], Awaitable[None]]) -> None:
    """Does something with one worker that has started."""

    async def run() -> None:
        workers = Workers(config.load({}), 1, Limits(), 30)
        await workers.start()
        try:
            await act(workers)
        finally:
            await workers.close()

    asyncio.run(run())


async def judged(workers: Workers, folder: Path) -> str:
    """Lets a draft be judged; the process that did it."""
    flawed, clean = [await workers.judge(Item("a.txt", text.encode())) for text in (FLAWED, CLEAN)]
    assert [one["rule"] for one in flawed.told["findings"]] == ["town/calm"]
    assert not clean.failed
    assert not clean.told["findings"]
    return (folder / "worker.pid").read_text(encoding="utf-8")


def test_a_worker_that_has_judged_many_drafts_gives_way_to_a_fresh_one(slow: Path) -> None:
    async def act(workers: Workers) -> None:
        seen = []
        for _ in range(200):
            process = await judged(workers, slow)
            seen += [process] if process not in seen else []
            if len(seen) >= 3:
                break
        assert len(seen) >= 3
        assert all(not Path(f"/proc/{process}").exists() for process in seen[:1])

    with_workers(act)


def test_the_old_worker_stays_where_no_fresh_one_starts(slow: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def act(workers: Workers) -> None:
        first = await judged(workers, slow)
        (slow / "checks" / "shouting.py").write_text("this is no Python", encoding="utf-8")
        for _ in range(100):
            record = await workers.judge(Item("a.txt", FLAWED.encode()))
            assert [one["rule"] for one in record.told["findings"]] == ["town/calm"]
            if caplog.records:
                break
            await asyncio.sleep(0.05)
        assert len(caplog.records) == 1
        assert (slow / "worker.pid").read_text(encoding="utf-8") == first

    with_workers(act)


def test_workers_that_cannot_judge_do_not_start(slow: Path) -> None:
    (slow / "checks" / "shouting.py").write_text("this is no Python", encoding="utf-8")

    async def act(_workers: Workers) -> None:
        raise AssertionError

    with pytest.raises(EngineError, match="shouting"):
        with_workers(act)
