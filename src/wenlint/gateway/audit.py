"""A record of every decision, and of the configuration that it rests on: who, what (by digest), when, why; no text.

Several gates may write to one file: each line is added under a lock, and one that a full disk cut
short is taken back. The file is opened anew for each line, so that it can be rotated.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenlint import __version__
from wenlint.config import ALL_KEYS, Settings

_LOCK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Decision:
    """One draft decided on.

    Attributes:
        door: where it came in; ``sender`` who sent it, as far as the gate can vouch for it.
        digest: SHA-256 of its bytes; None when they could not be read.
        told: its object as the gate tells it, with the decision.
        kind, packs: what the sender asked for.
    """

    door: str
    sender: str
    digest: str | None
    told: Mapping[str, Any]
    kind: str = ""
    packs: tuple[str, ...] = ()
    seconds: float = 0.0


class AuditError(OSError):
    """What happened cannot be written down; the message says why."""


class Audit:
    """Adds a line of JSON a decision to a file that only its owner may read, and first one on the configuration.

    ``door`` is the gate that starts, ``state`` names what drafts are judged by (wenlint.batch.brief).

    Raises:
        AuditError: when the file cannot be written to.
    """

    def __init__(self, file: Path, door: str, settings: Settings, state: str) -> None:
        self._file = file.absolute()
        self._config = digest_of(settings, state)
        self._write(
            {"event": "start", "door": door, "config": self._config, "settings": _told(settings), "judged_by": state}
        )

    def add(self, decision: Decision) -> None:
        """Writes a decision down.

        Raises:
            AuditError: when it cannot be written (disk full); the decision must then not be told.
        """
        self._write({**_line(decision), "config": self._config})

    def shelved(self, sender: str, digest: str, outcome: str, id: str) -> None:
        """Writes down that a sender asks for a document to be added to the library ("asked"), and what came of that.

        ``id`` is the one that it has there, "" without one.

        Raises:
            AuditError: when it cannot be written (disk full).
        """
        self._write(
            {
                "event": "library",
                "sender": sender,
                "sha256": digest,
                "outcome": outcome,
                "document": id or None,
                "config": self._config,
            }
        )

    def _write(self, facts: Mapping[str, Any]) -> None:
        now = dt.datetime.now().astimezone().isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, **facts, "wenlint": __version__}, ensure_ascii=False, default=str)
        try:
            with _opened(self._file) as file:
                _append(file, f"{line}\n".encode(errors="backslashreplace"))
        except OSError as error:
            raise AuditError(error.strerror or str(error)) from None


def digest_of(settings: Settings, state: str) -> str:
    """Names what a gate finds and decides by: every setting, and the state of rules and library."""
    known = json.dumps([_told(settings), settings.own_pack, state], sort_keys=True, default=str)
    return hashlib.sha256(known.encode(errors="backslashreplace")).hexdigest()[:16]


def _told(settings: Settings) -> dict[str, Any]:
    return {key: _plain(getattr(settings, key.replace("-", "_")).value) for key in ALL_KEYS}


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The file, for nobody else to write to meanwhile."""
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        if os.name == "posix":
            _lock(file)
        yield file
    finally:
        os.close(file)


def _lock(file: int) -> None:
    """Waits its turn, but not for ever: a writer that hangs must not hang them all."""
    import fcntl

    until = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise OSError(f"别的程序占着，等了 {_LOCK_SECONDS:g} 秒") from None
            time.sleep(0.005)
        else:
            return


def _append(file: int, line: bytes) -> None:
    """Adds the line whole, or leaves the file as it was as far as the system allows."""
    size = os.fstat(file).st_size
    if size and _last_byte(file, size) != b"\n":  # cut short by a loss of power
        line = b"\n" + line
    written = 0
    try:
        written = os.write(file, line)
    finally:
        if written != len(line):
            with suppress(OSError):
                os.ftruncate(file, size)
    if written != len(line):
        raise OSError("写了一半")


def _last_byte(file: int, size: int) -> bytes:
    os.lseek(file, size - 1, os.SEEK_SET)
    return os.read(file, 1)


def _line(decision: Decision) -> dict[str, Any]:
    told = decision.told
    return {
        "event": "decision",
        "door": decision.door,
        "sender": decision.sender,
        "sha256": decision.digest,
        "verdict": told["gate"]["verdict"],
        "held": told["gate"]["held"],
        "findings": [_finding(one) for one in told["findings"]],
        "overrides": told["gate"]["overrides"],
        "waived": [
            {"rule": one["rule"], "fingerprint": one["fingerprint"], "by": one["waiver"]["by"]}
            for one in told.get("waived", ())
        ],
        "kind": decision.kind or None,
        "packs": list(decision.packs),
        "seconds": round(decision.seconds, 3),
    }


def _finding(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: told[key] for key in ("rule", "severity", "fingerprint", "gate") if key in told}


def _plain(value: Any) -> Any:
    """A setting as JSON has it."""
    if isinstance(value, tuple):
        return value._asdict() if hasattr(value, "_asdict") else [_plain(item) for item in value]
    if isinstance(value, Path):
        return os.fspath(value)
    return getattr(value, "word", value)
