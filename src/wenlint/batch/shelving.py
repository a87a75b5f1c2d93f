"""A superior document from outside into the library, where drafts are judged: in a process that may be killed."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from wenlint.batch.record import Record, unjudged
from wenlint.intake import take_bytes
from wenlint.reuse import LibraryError, Outcome, StoredLibrary

_log = logging.getLogger("wenlint.batch")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of a document that was to be added, its id in the library, its title, and whether it looks official."""

    outcome: Outcome
    id: str
    title: str
    is_official: bool


def shelved(name: str, data: bytes, source: str, library: StoredLibrary) -> Record:
    """Adds an uploaded document; the record has the receipt, or an error where it was not added."""
    try:
        taken = take_bytes(data, name, f"{source}：{name}")
        if taken.entry is None:
            return unjudged(name, taken.problem)
        (added,) = library.take_in([taken.entry])
    except LibraryError as error:  # it names the folder, which is nobody's business outside
        _log.error("%s", error)
        return unjudged(name, "上级文件库现在写不进；请过一会儿再试，还不行就告诉管理员")
    except (RecursionError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001  # its message, which may quote the document, must not reach a log
        return unjudged(name, f"wenlint 内部出错（{type(error).__name__}）；请告诉管理员")
    entry = taken.entry
    receipt = Receipt(added.outcome, added.id, entry.title, bool(entry.number or entry.issuer))
    return replace(unjudged(name, ""), receipt=receipt)
