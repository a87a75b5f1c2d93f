"""A watched drop folder: what is put there is judged, and moves to a folder for its verdict.

Folders are looked into again and again instead of waiting for news from the system, which
network shares do not send. What moves on is a copy of the very bytes that were judged.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from wenlint import __version__
from wenlint.batch.judge import Item
from wenlint.gateway import drop_files as files
from wenlint.gateway.answer import let_through
from wenlint.gateway.drop_claim import Claim, Way, claims_in, take
from wenlint.gateway.gate import Ruling, named
from wenlint.report.folder.overview import Overview, Verdict
from wenlint.report.harmless import on_one_line

_OWN = ".wenlint-drop"
_EMPTY_SECONDS = 60.0  # some programs make an empty file long before they fill it

Judge = Callable[[Iterable[Item]], Iterator[Ruling]]
Tell = Callable[[str], None]


class DropError(Exception):
    """The folders cannot be used so; the message is one line in Chinese."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where drafts come in, and where they go by their verdict."""

    inbox: Path
    passed: Path
    refused: Path
    unjudged: Path

    @property
    def targets(self) -> dict[str, Path]:
        """Where drafts go, by the words that a way uses."""
        return {"passed": self.passed, "refused": self.refused, "unjudged": self.unjudged}


@dataclass(slots=True)
class Tally:
    """Drafts that went each way, and files that could not be dealt with."""

    passed: int = 0
    refused: int = 0
    unjudged: int = 0
    stuck: int = 0


class Drop:
    """The work on one drop folder; :func:`opened` makes it.

    ``judge`` gives rulings, ``is_chosen`` tells by its path whether a file is to be looked at at all;
    a file is taken when it has not changed for ``still_seconds``.
    """

    def __init__(
        self,
        folders: Folders,
        judge: Judge,
        is_chosen: Callable[[PurePosixPath], bool],
        still_seconds: float,
        as_json: bool,
        tell: Tell,
    ) -> None:
        self._folders, self._judge, self._is_chosen = folders, judge, is_chosen
        self._still_seconds, self._as_json, self._tell = still_seconds, as_json, tell
        self._claims = folders.inbox / _OWN / "claims"
        self._maker = files.maker_in(folders.inbox)
        self._seen: dict[PurePosixPath, tuple[tuple[int, int], float]] = {}
        self._complaints: dict[str, str] = {}
        self._is_stopped = False
        self.tally = Tally()
        self.is_waiting = False
        """Whether the last look left files for the next one."""

    def stop(self) -> None:
        """Takes no more drafts; those in hand are finished."""
        self._is_stopped = True

    def look(self) -> None:
        """Takes what has arrived whole, judges it, and moves it on.

        Raises:
            EngineError: when no worker can be had; drafts stay where they are.
            DropError: when somebody else has put what looks like judged drafts in the place of the gate's own.
            OSError: when the inbox cannot be read at all.
        """
        self._check_own()
        self.is_waiting = False
        stuck = dict(self._complaints)
        self._complaints.clear()
        self._take_in()
        claims = list(claims_in(self._claims))
        for claim in claims:
            if claim.way:
                self._carry_on(claim)
        ready = [claim for claim in claims if claim.folder.exists() and self._is_ready(claim)]
        self._judge_all(ready)
        for name, complaint in self._complaints.items():
            if stuck.get(name) != complaint:
                self._tell(f"{name}：{complaint}；还留着，下次再试")
        self.tally.stuck = len(self._complaints)

    def _check_own(self) -> None:
        """Whoever may put drafts into the inbox may also put a folder of his own in the place of the gate's."""
        for folder in (self._claims.parent, self._claims, *self._claims.iterdir()):
            if not files.is_folder_of(self._maker, folder):
                raise DropError(f"{folder} 不是 wenlint drop 自己建的，可能是别人放的；请查清楚，移走再启动")

    # -- coming in ---------------------------------------------------------------------------

    def _take_in(self) -> None:
        seen, self._seen = self._seen, {}
        for below in files.waiting(self._folders.inbox, self._unlisted):
            if self._is_stopped or not self._is_chosen(below):
                continue
            try:
                if self._is_still(below, seen):
                    take(self._claims, self._folders.inbox, below)
                else:
                    self.is_waiting = True
            except FileNotFoundError:
                continue  # taken away again
            except OSError as error:
                self._complain(below, error)

    def _unlisted(self, error: OSError) -> None:
        if Path(error.filename) == self._folders.inbox:
            raise error
        self._complain(PurePosixPath(Path(error.filename).relative_to(self._folders.inbox).as_posix()), error)

    def _is_still(self, below: PurePosixPath, seen: dict[PurePosixPath, tuple[tuple[int, int], float]]) -> bool:
        path, now = self._folders.inbox / below, time.monotonic()
        stamp = files.stamp(path)
        before, since = seen.get(below, (None, now))
        self._seen[below] = (stamp, since if before == stamp else now)
        seconds = self._still_seconds if stamp[0] else max(self._still_seconds, _EMPTY_SECONDS)
        return before == stamp and now - since >= seconds and not files.is_being_written(path)

    def _is_ready(self, claim: Claim) -> bool:
        """Nobody can open it by its name any more, but whoever had it open may still be writing."""
        try:
            is_open = files.is_being_written(claim.draft)
        except PermissionError:
            return True  # reading it tells
        self.is_waiting |= is_open
        return not is_open

    # -- judging -----------------------------------------------------------------------------

    def _judge_all(self, claims: Sequence[Claim]) -> None:
        by_key = {claim.key: claim for claim in claims}
        held: dict[str, tuple[bytes | None, tuple[int, int]]] = {}
        if not by_key:
            return
        for ruling in self._judge(self._items(by_key, held)):
            claim = by_key[ruling.row.path]
            data, stamp = held.pop(claim.key)
            try:
                if files.stamp(claim.draft) != stamp:
                    self.is_waiting = True  # written to meanwhile: judged again
                    continue
                if not ruling.is_recorded:
                    self._complaints[on_one_line(str(claim.below))] = ruling.row.chief
                    continue
                self._settle(claim, named(ruling, str(claim.below)), data)
            except OSError as error:
                self._complain(claim.below, error)
                continue
            self._carry_on(claim)

    def _items(self, claims: dict[str, Claim], held: dict[str, tuple[bytes | None, tuple[int, int]]]) -> Iterator[Item]:
        from wenlint.reading import ReadingError, load

        for key, claim in claims.items():
            if self._is_stopped:
                return
            stamp = files.stamp(claim.draft)
            try:
                data = load(claim.draft)
            except ReadingError as error:
                held[key] = (None, stamp)
                yield Item(key, error=error.message)
            else:
                held[key] = (data, stamp)
                yield Item(key, data)

    # -- going out ---------------------------------------------------------------------------

    def _settle(self, claim: Claim, ruling: Ruling, data: bytes | None) -> None:
        to = "passed" if ruling.passes else "unjudged" if ruling.verdict is Verdict.FAILED else "refused"
        beside = "" if ruling.passes else ".json" if self._as_json else ".html"
        folder = self._folders.targets[to] / claim.below.parent
        name = files.free_name(folder, claim.below.name, beside)
        report = self._report(ruling) if beside else None
        claim.settle(data, report, Way(to, name, beside, _said(ruling)))

    def _report(self, ruling: Ruling) -> bytes:
        if self._as_json:
            told = {"schema": 1, "wenlint": __version__, "verdict": ruling.verdict.label, **ruling.told}
            return (json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n").encode(
                errors="backslashreplace"
            )
        from wenlint.report.folder import pages

        return pages.draft(Overview([ruling.row]), ruling.row, ruling.told, home="").encode(errors="backslashreplace")

    def _carry_on(self, claim: Claim) -> None:
        way = claim.way
        assert way is not None
        try:
            place = claim.carry_on(self._folders.targets)
        except OSError as error:
            self._complain(claim.below, error)
            return
        setattr(self.tally, way.to, getattr(self.tally, way.to) + 1)
        self._tell(f"{on_one_line(str(claim.below))}：{way.verdict} → {on_one_line(str(place))}")

    def _complain(self, below: PurePosixPath, error: OSError) -> None:
        self._complaints[on_one_line(str(below))] = error.strerror or str(error)


def _said(ruling: Ruling) -> str:
    """The verdict in a line for the log: figures and names of rules, and no word of the draft."""
    if ruling.verdict is Verdict.FAILED:
        return f"没能判断（{ruling.row.chief}）"
    rules = list(dict.fromkeys(finding["rule"] for finding in ruling.told["findings"]))
    what = {Verdict.MARKED: "涉密，拒收", Verdict.BACK: "退回"}.get(ruling.verdict, "通过")
    said = f"{what}（{'、'.join(rules)}）" if rules else what
    overrides = ruling.told["gate"]["overrides"]
    return said + "".join(f"，{one['rule']} 只提醒、不拦（{let_through(one)}）" for one in overrides)


@contextmanager
def opened(folders: Folders) -> Iterator[None]:
    """Makes the folders ready and keeps others from working on the same inbox.

    Raises:
        DropError: when they cannot be used so.
    """
    _check(folders)
    own = folders.inbox / _OWN
    try:
        (own / "claims").mkdir(parents=True, exist_ok=True)
        own.chmod(0o700)
        for folder in folders.targets.values():
            folder.mkdir(parents=True, exist_ok=True)
            if folder.stat().st_dev != folders.inbox.stat().st_dev:
                raise DropError(f"{folder} 和收件文件夹不在同一个文件系统（磁盘分区）上，没法一步移动；请放到一起")
        lock = (own / "lock").open("wb")
    except OSError as error:
        raise DropError(f"文件夹用不了：{error.filename}（{error.strerror}）") from None
    with lock:
        _lock(lock.fileno(), folders.inbox)
        yield


def _check(folders: Folders) -> None:
    if not folders.inbox.is_dir():
        raise DropError(f"收件文件夹不存在：{folders.inbox}")
    inbox = folders.inbox.resolve()
    for folder in map(Path.resolve, folders.targets.values()):
        if folder.is_relative_to(inbox) or inbox.is_relative_to(folder):
            raise DropError(f"{folder} 和收件文件夹一个在另一个里面，会绕回来；请分开放")
    if folders.passed.resolve() in (folders.refused.resolve(), folders.unjudged.resolve()):
        raise DropError("通过的和没通过的不能放进同一个文件夹")


def _lock(descriptor: int, inbox: Path) -> None:
    if os.name != "posix":
        return
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise DropError(f"已有一个 wenlint drop 守着 {inbox}") from None
