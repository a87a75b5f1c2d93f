"""Leads a scan: what is known already comes from the cache, the rest from the engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from wenlint.batch.brief import Brief
from wenlint.batch.cache import Cache, key_of
from wenlint.batch.engine import Engine, Task
from wenlint.batch.judge import Item
from wenlint.batch.record import Record
from wenlint.config import PageCount
from wenlint.drafts import Target
from wenlint.reading import ReadingError, load

_RENDERED_TOGETHER = 40
"""Starting LibreOffice takes as long as laying out many drafts."""


class Scan:
    """One run over a list of drafts. ``cache`` is None when nothing is to be remembered."""

    def __init__(self, brief: Brief, engine: Engine, cache: Cache | None) -> None:
        self._brief, self._engine, self._cache = brief, engine, cache
        self._keys: dict[str, bytes] = {}
        self._day = brief.today.isoformat()
        self.remembered = 0
        """Drafts that were not judged again."""

    def run(self, targets: Sequence[Target]) -> Iterator[Record]:
        """A record for each target, as they come."""
        anew: list[Target] = []
        for target in targets:
            record = self._known(target)
            if record is None:
                anew.append(target)
            else:
                self.remembered += 1
                yield record
        yield from self._judged(anew)
        if self._cache:
            self._cache.touch(self._keys.values())

    def _known(self, target: Target) -> Record | None:
        if self._cache is None or target.error:
            return None
        try:
            digest = hashlib.sha256(load(target.path)).hexdigest()
        except ReadingError:
            return None  # judging tells why
        path = str(target.path)
        self._keys[path] = key_of(digest, path, self._brief.state)
        return self._cache.get(self._keys[path], path, self._day)

    def _judged(self, targets: Sequence[Target]) -> Iterator[Record]:
        items = [Item(str(target.path), error=target.error) for target in targets]
        if self._brief.pages is PageCount.RENDER:
            yield from self._kept(self._engine.judge(_together(items, PageCount.RENDER)))
            return
        doubtful: list[Item] = []
        may_render = self._brief.pages is PageCount.AUTO and _can_render()
        for record in self._engine.judge(Task((item,), PageCount.ESTIMATE) for item in items):
            if may_render and record.wants_pages:
                doubtful.append(Item(record.path))
            else:
                yield self._remembered(record)
        yield from self._kept(self._engine.judge(_together(doubtful, PageCount.AUTO)))

    def _kept(self, records: Iterable[Record]) -> Iterator[Record]:
        return map(self._remembered, records)

    def _remembered(self, record: Record) -> Record:
        """Puts the record into the cache, if the file was still what its key was made of."""
        if self._cache and record.filed:
            key = key_of(record.filed.digest, record.path, self._brief.state)
            if key == self._keys.get(record.path):
                self._cache.put(key, record)
        return record


def _together(items: Sequence[Item], pages: PageCount) -> Iterator[Task]:
    for start in range(0, len(items), _RENDERED_TOGETHER):
        yield Task(tuple(items[start : start + _RENDERED_TOGETHER]), pages)


def _can_render() -> bool:
    from wenlint.reading import rendering

    return rendering.is_available()
