"""A record of every decision: what came in (by digest), what became of it, by which rules, and when; no text."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenlint import __version__
from wenlint.gateway.answer import Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """One draft decided on. ``door`` is where it came in, ``reason`` why it was refused unjudged, or ""."""

    door: str
    digest: str
    verdict: Verdict
    told: Mapping[str, Any]
    kind: str
    packs: tuple[str, ...]
    seconds: float


class Audit:
    """Adds a line of JSON a decision to a file that only its owner may read.

    Raises:
        OSError: when the file cannot be opened for adding.
    """

    def __init__(self, file: Path) -> None:
        self._handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def add(self, decision: Decision) -> None:
        """Writes one line, whole or not at all as far as the system allows.

        Raises:
            OSError: when it cannot be written (disk full); the decision must then not be told.
        """
        line = (json.dumps(_line(decision), ensure_ascii=False) + "\n").encode()
        written = os.write(self._handle, line)
        if written != len(line):
            raise OSError("audit line cut short")

    def close(self) -> None:
        """Closes the file."""
        os.close(self._handle)


def _line(decision: Decision) -> dict[str, Any]:
    return {
        "time": dt.datetime.now().astimezone().isoformat(timespec="milliseconds"),
        "door": decision.door,
        "sha256": decision.digest,
        "verdict": decision.verdict.value,
        "findings": [
            {"rule": one["rule"], "severity": one["severity"], "fingerprint": one["fingerprint"]}
            for one in decision.told["findings"]
        ],
        "waived": [
            {"rule": one["rule"], "fingerprint": one["fingerprint"], "by": one["waiver"]["by"]}
            for one in decision.told.get("waived", ())
        ],
        "kind": decision.kind or None,
        "packs": list(decision.packs),
        "seconds": round(decision.seconds, 3),
        "wenlint": __version__,
    }
