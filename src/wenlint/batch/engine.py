"""What an engine is: something that turns tasks into records, with as many workers as it has.

Engines promise that every item of every task comes back as exactly one record, in any order,
whatever becomes of the workers. A file that ends its worker comes back as unjudged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from wenlint.batch.judge import Item
from wenlint.batch.record import Record
from wenlint.config import PageCount


class EngineError(Exception):
    """The scan cannot go on at all (workers do not start); the message is one line in Chinese."""


@dataclass(frozen=True, slots=True)
class Task:
    """Items judged together, with pages counted so. Several only where that spares work (rendering)."""

    items: tuple[Item, ...]
    pages: PageCount


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take in a worker: ``seconds`` by the clock, ``memory`` in bytes beyond what the worker has."""

    seconds: float = 60.0
    memory: int = 1 << 30


class Engine(Protocol):
    """Workers."""

    def judge(self, tasks: Iterable[Task]) -> Iterator[Record]:
        """The records of all tasks as they are done. Tasks are taken as workers become free.

        Raises:
            EngineError: when there is no worker to be had.
        """

    def close(self) -> None:
        """Sends the workers home; what they are at is dropped."""
