"""The library of superior documents as the page shows it, and what the page tells of documents added to it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wenlint.batch.judge import Item
from wenlint.gateway import senders
from wenlint.gateway.audit import Audit
from wenlint.gateway.errors import RefusedError, reason_alone
from wenlint.gateway.progress import Course
from wenlint.gateway.uploads import Draft, Upload
from wenlint.gateway.workers import Workers
from wenlint.reuse import LibraryError, Outcome, Stored, open_library

LISTED = 100
"""Documents on one page, so that the page stays small however large the library is."""

_log = logging.getLogger("wenlint.gateway")
_SAID = {
    Outcome.NEW: "已加入",
    Outcome.REPLACED: "已加入，替换了库里的旧稿",
    Outcome.KNOWN: "库里已有，没有重复加入",
}
_UNWRITTEN = "审计记录写不进，请告诉管理员"
_DOUBT = "没有认出文号和发文机关；请核对是不是上级印发的文件，加错了请管理员删除"


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is in the library: how many documents, and those of one ``page`` (counted from 1), the latest first."""

    count: int
    page: int
    listed: Sequence[Stored]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return _pages(self.count)


@dataclass(frozen=True, slots=True)
class Reception:
    """What came of an uploaded document, in Chinese; of one that is in the library its title, and any doubt of it."""

    name: str
    said: str
    is_held: bool = False
    title: str = ""
    doubt: str = ""


class Desk:
    """Where the library in ``folder`` is looked at and added to; None where there is none."""

    def __init__(self, folder: Path | None, workers: Workers, audit: Audit | None) -> None:
        self._folder, self._workers, self._audit = folder, workers, audit

    def holdings(self, page: int) -> Holdings | None:
        """What is in the library; the last page instead of one beyond it. None without a library.

        Raises:
            RefusedError: 503 when it cannot be read.
        """
        if self._folder is None:
            return None
        try:
            with open_library(self._folder) as library:
                count = len(library)
                page = min(page, _pages(count))
                return Holdings(count, page, library.newest(LISTED, (page - 1) * LISTED))
        except LibraryError as error:  # it names the folder
            _log.error("%s", error)
            raise RefusedError(503, "library", "上级文件库现在读不出来；请过一会儿再试，还不行就告诉管理员") from None

    async def take_in(self, upload: Upload, course: Course) -> list[Reception]:
        """Adds the documents of an upload, one after the other; one that cannot be added stops no other."""
        return [await self._take_in(file) for file in course.through(upload.drafts)]

    async def _take_in(self, file: Draft) -> Reception:
        """Who asks for it is written down before it is added, so that nothing is there that nobody answers for."""
        if not await self._is_written(file, "asked"):
            return Reception(file.name, f"没有加入：{_UNWRITTEN}")
        try:
            record = await self._workers.judge(Item(file.name, file.data, shelve="网页上传"))
        except RefusedError as refused:
            return Reception(file.name, f"没有加入：{reason_alone(refused.message)}")
        receipt = record.receipt
        outcome, id_ = (receipt.outcome.value, receipt.id) if receipt else ("refused", "")
        unwritten = "" if await self._is_written(file, outcome, id_) else f"；{_UNWRITTEN}"
        if receipt is None:
            return Reception(file.name, f"没有加入：{reason_alone(record.told['error'])}{unwritten}")
        doubt = "" if receipt.is_official else _DOUBT
        return Reception(file.name, _SAID[receipt.outcome] + unwritten, True, receipt.title, doubt)

    async def _is_written(self, file: Draft, outcome: str, id_: str = "") -> bool:
        """Writes down what comes of a document; False when that fails."""
        if self._audit is None:
            return True
        digest = hashlib.sha256(file.data).hexdigest()
        try:
            await asyncio.to_thread(self._audit.shelved, senders.current(), digest, outcome, id_)
        except OSError as error:
            _log.error("审计记录写不进：%s", error.strerror or error)
            return False
        return True


def _pages(count: int) -> int:
    return max(1, -(-count // LISTED))
