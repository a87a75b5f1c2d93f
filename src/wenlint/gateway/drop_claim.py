"""A draft on its way through a drop folder: killed at any step, nothing is lost and nothing doubled.

The steps, each one rename: the draft leaves the inbox for a folder of its own (``draft``); what was judged is written
beside it (``judged``), with its report; the way is settled (``way.json``); the report, then
``judged`` go where the way leads. Until the way is settled a new start judges again; from then
on it only carries on, and once ``judged`` is gone it has arrived.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from wenlint.gateway import drop_files as files


class Way(NamedTuple):
    """Where a judged draft goes: which of the folders ("passed", "refused", "unjudged"), as what, and why."""

    to: str
    name: str
    beside: str
    verdict: str


class Claim:
    """A draft taken out of the inbox; ``below`` is the path that it had there."""

    def __init__(self, folder: Path, below: PurePosixPath) -> None:
        self.folder, self.below = folder, below
        self.draft = folder / "draft"
        self._judged, self._report, self._way = folder / "judged", folder / "report", folder / "way.json"

    @property
    def key(self) -> str:
        """Names the claim and nothing of the draft but the ending of its name."""
        return f"{self.folder.name}{self.below.suffix}"

    @property
    def way(self) -> Way | None:
        """Where it goes; None before that is settled."""
        found = files.read_object(self._way)
        return Way(**found) if found else None

    def settle(self, data: bytes | None, report: bytes | None, way: Way) -> None:
        """Decides where it goes. ``data`` is what was judged; None when that could not be read: the file itself goes.

        Raises:
            OSError: when that cannot be written down; nothing is decided then.
        """
        if data is None:
            files.move(self.draft, self._judged)
        else:
            files.write(self._judged, data)
            with suppress(OSError):  # time and rights are the sender's; a file system may not keep them
                shutil.copystat(self.draft, self._judged)
        if report is not None:
            files.write(self._report, report)
        files.write_object(self._way, way._asdict())

    def carry_on(self, folders: Mapping[str, Path]) -> Path:
        """Brings report and draft to where the way leads; the draft's place there.

        Raises:
            OSError: when they cannot be moved; another call carries on.
        """
        way = self.way
        assert way is not None
        target = folders[way.to] / self.below.parent
        target.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                self._move_out(target, way)
            except FileExistsError:
                way = self._with_other_name(target, way)
            else:
                files.remove(self.folder)
                return target / way.name

    def _move_out(self, target: Path, way: Way) -> None:
        if self._report.exists():
            files.move(self._report, target / f"{way.name}{way.beside}")
        if self._judged.exists():
            files.move(self._judged, target / way.name)

    def _with_other_name(self, target: Path, way: Way) -> Way:
        """Somebody else has taken the name since. A report that is out already comes back first."""
        if way.beside and not self._report.exists():
            with suppress(FileNotFoundError):
                files.move(target / f"{way.name}{way.beside}", self._report)
        way = way._replace(name=files.free_name(target, self.below.name, way.beside))
        files.write_object(self._way, way._asdict())
        return way


def take(claims: Path, inbox: Path, below: PurePosixPath) -> None:
    """Takes a file out of the inbox.

    Raises:
        OSError: when it cannot be moved, or is gone.
    """
    folder = claims / uuid.uuid4().hex
    folder.mkdir()
    try:
        files.write_object(folder / "claim.json", {"below": str(below)})
        files.move(inbox / below, folder / "draft")
    except OSError:
        files.remove(folder)
        raise


def claims_in(folder: Path) -> Iterator[Claim]:
    """The claims there, after tidying what a kill left half done."""
    for place in sorted(folder.iterdir()):
        if place.name.startswith(files.GONE):
            files.remove(place)
            continue
        found = files.read_object(place / "claim.json")
        claim = Claim(place, PurePosixPath(found["below"] if found else "draft"))
        judged = place / "judged"
        if claim.way is None and judged.exists():
            if claim.draft.exists():
                judged.unlink()
            else:
                files.move(judged, claim.draft)
        if claim.way or claim.draft.exists():
            yield claim
        else:  # never left the inbox
            files.remove(place)
