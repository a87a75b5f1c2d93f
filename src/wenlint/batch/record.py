"""What is kept of a judged draft: its report as data, and what the checks of the whole folder need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from wenlint.document import Kind
from wenlint.filed import FiledDraft
from wenlint.finding import Outcome

if TYPE_CHECKING:
    from wenlint.batch.shelving import Receipt
    from wenlint.report.annotate import Copy


@dataclass(frozen=True, slots=True)
class Record:
    """What came of one file.

    Attributes:
        path: as the scan names it.
        told: the file's object in the JSON report (docs/output.md).
        filed: what folder checks see; None of a file that could not be judged, or is judged alone.
        day: the day that the judgement rests on (ISO 8601), or "" when any day gives the same.
        wants_pages: whether a rule is undecided only because pages are estimated.
        outcome: what the report was made of, for whoever asked for it; never stored.
        copy: the annotated copy for whoever asked for it, or in Chinese why there is none; never stored.
        receipt: of a superior document that was added to the library; it was not judged.
    """

    path: str
    told: Mapping[str, Any]
    filed: FiledDraft | None = None
    day: str = ""
    wants_pages: bool = False
    outcome: Outcome | None = None
    copy: Copy | str | None = None
    receipt: Receipt | None = None

    @property
    def failed(self) -> bool:
        """Whether the file could not be judged."""
        return bool(self.told["status"] != "judged")


def unjudged(path: str, error: str) -> Record:
    """The record of a file that could not be judged; ``error`` says why, in Chinese and in one line."""
    told: dict[str, Any] = {
        "path": path,
        "sha256": None,
        "status": "failed",
        "error": error,
        "facts": None,
        "findings": [],
        "skipped": [],
    }
    return Record(path, told)


def as_data(record: Record) -> dict[str, Any]:
    """The record as plain data, for storing."""
    return {"told": record.told, "filed": asdict(record.filed) if record.filed else None, "day": record.day}


def from_data(data: Mapping[str, Any], path: str) -> Record:
    """The stored record, of the file that is now at ``path``.

    Raises:
        KeyError, TypeError, ValueError: when it is not what :func:`as_data` made.
    """
    known = data["filed"]
    filed = None
    if known is not None:
        tuples = {key: tuple(value) for key, value in known.items() if isinstance(value, list)}
        filed = FiledDraft(**{**known, **tuples, "kind": Kind(known["kind"]), "path": path})
    return Record(path, {**data["told"], "path": path}, filed, str(data["day"]))
