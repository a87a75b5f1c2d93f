"""Drafts → answers: judged in the workers, settled, written down, counted. The same for the page and for programs."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wenlint.batch.brief import state_of
from wenlint.batch.engine import EngineError
from wenlint.batch.judge import Item
from wenlint.batch.record import Record
from wenlint.config import Settings
from wenlint.gateway import answer, senders
from wenlint.gateway.audit import Audit, AuditError, Decision, digest_of
from wenlint.gateway.errors import RefusedError
from wenlint.gateway.library import Desk
from wenlint.gateway.metrics import Metrics
from wenlint.gateway.options import Options
from wenlint.gateway.progress import Course
from wenlint.gateway.ruling import ruled, verdict_of
from wenlint.gateway.uploads import Draft, Upload
from wenlint.gateway.workers import Workers
from wenlint.ruleset import Ruleset, RulesetError, all_packs, found, gather
from wenlint.waivers import Exemptions

_log = logging.getLogger("wenlint.gateway")
_MOST_RULESETS = 32


class Door(StrEnum):
    """Where a draft came in: the interface for programs, by URL, the page, its button for a copy, or a proxy."""

    API = "api"
    URL = "url"
    PAGE = "page"
    COPY = "copy"
    ICAP = "icap"


@dataclass(frozen=True, slots=True)
class Pack:
    """A rule pack that a sender may choose; ``is_usual`` when it counts without being chosen."""

    id: str
    title: str
    is_usual: bool


class Service:
    """What is behind every door.

    ``exemptions`` gives the waivers and the baseline as they are now.

    Raises:
        AuditError: when the audit file cannot be written to.
    """

    def __init__(
        self,
        settings: Settings,
        ruleset: Ruleset,
        exemptions: Callable[[], Exemptions],
        options: Options,
        metrics: Metrics,
    ) -> None:
        self.settings, self.options, self.metrics = settings, options, metrics
        self.packs = _packs(settings, ruleset)
        self._rulesets: dict[tuple[str, ...], Ruleset] = {(): ruleset}
        self._exemptions = exemptions
        self.fault = ""
        """Why the workers could not start, in Chinese; "" when they could."""
        file = settings.audit.value
        state = state_of(settings, ruleset)
        self.config = digest_of(settings, state)
        """Names what drafts are judged and decided by."""
        self._audit = Audit(file, "serve", settings, state) if file else None
        self.workers = Workers(settings, options.jobs, options.limits, options.bounds.wait_seconds)
        self.desk = Desk(settings.corpus.value, self.workers, self._audit)

    async def start(self) -> None:
        """Starts the workers.

        Raises:
            EngineError: when they cannot start; :attr:`fault` says why.
        """
        try:
            await self.workers.start()
        except EngineError as error:
            self.fault = str(error)
            raise

    async def judge(self, upload: Upload, door: Door, course: Course | None = None) -> list[Record]:
        """A record for each draft, one after the other, so that one sender does not take all workers.

        Raises:
            RefusedError: packs that are not to be had, no worker, or no way to write the decision down.
        """
        self.ruleset(upload.packs)
        drafts = course.through(upload.drafts) if course else upload.drafts
        return [await self._judge(draft, upload, door) for draft in drafts]

    def ruleset(self, packs: tuple[str, ...]) -> Ruleset:
        """The rules that come with these packs.

        Raises:
            RefusedError: 400 when there is no such pack, or these do not go together.
        """
        if packs not in self._rulesets:
            known = {pack.id for pack in self.packs}
            unknown = [id for id in packs if id not in known]
            if unknown:
                raise RefusedError(400, "packs", f"没有规则包 {unknown[0][:40]}；可用：{'、'.join(sorted(known))}")
            try:
                chosen = gather(self.settings.with_packs(packs))
            except RulesetError as error:
                _log.error("%s", "；".join(error.faults))
                raise RefusedError(400, "packs", f"规则包 {'、'.join(packs)} 现在用不了，请告诉管理员") from None
            if len(self._rulesets) > _MOST_RULESETS:
                self._rulesets = {(): self._rulesets[()]}
            self._rulesets[packs] = chosen
        return self._rulesets[packs]

    def body(self, documents: Sequence[Mapping[str, Any]], packs: tuple[str, ...]) -> dict[str, Any]:
        """The answer for programs."""
        ids = [pack.id for pack in self.ruleset(packs).packs]
        return answer.body(documents, ids)

    async def close(self) -> None:
        """Sends the workers home."""
        await self.workers.close()

    async def _judge(self, draft: Draft, upload: Upload, door: Door) -> Record:
        began = time.monotonic()
        exemptions = self._exemptions()
        item = Item(
            draft.name,
            draft.data,
            draft.error,
            kind=upload.kind,
            packs=upload.packs,
            whole=door is Door.PAGE,
            annotate=exemptions if door is Door.COPY else None,
            alone=True,
        )
        sender = senders.current()
        record = ruled(await self.workers.judge(item), exemptions, self.settings, sender)
        seconds = time.monotonic() - began
        if self._audit:
            digest = None if draft.error else hashlib.sha256(draft.data).hexdigest()
            decision = Decision(door, sender, digest, record.told, upload.kind or "", upload.packs, seconds)
            await asyncio.to_thread(self._write, decision)  # a slow disk must not keep the others waiting
        self.metrics.draft(record.told, verdict_of(record.told), seconds)
        return record

    def _write(self, decision: Decision) -> None:
        assert self._audit is not None
        try:
            self._audit.add(decision)
        except AuditError as error:
            _log.error("审计记录写不进：%s", error)
            raise RefusedError(503, "audit", "审计记录写不进，没有放行；请告诉管理员", retry_after=60) from None


def _packs(settings: Settings, ruleset: Ruleset) -> tuple[Pack, ...]:
    usual = {pack.id for pack in ruleset.packs}
    return tuple(Pack(pack.id, pack.title, pack.id in usual) for pack in all_packs(found(settings)))
