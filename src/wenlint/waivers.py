"""Exceptions, recorded: findings that somebody answered for, by fingerprint.

The file ``wenlint-waivers.toml`` is written to be reviewed: one ``[[waiver]]`` after the other,
appended to and never rewritten. A later entry of the same fingerprint takes the place of an
earlier one (a renewal), so that the history stays in the file.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from wenlint.config import ConfigError, parse_toml
from wenlint.finding import Exempt, Outcome
from wenlint.text.patterns import pattern

_FINGERPRINT = pattern(r"[0-9a-f]{16}")
_HEAD = """\
# 豁免：经同意的例外。每一条写明指纹、理由、谁同意的、到哪天为止（含当天）。
# 用 wenlint waive 往后加，也可以直接改；过期的和用不上的，wenlint check 会说。
"""


class Waiver(NamedTuple):
    """One exception.

    Attributes:
        fingerprint: of the finding.
        reason: why it is allowed.
        by: who allowed it.
        until: the last day on which it holds.
        since: the day it was recorded, or None.
        rule, draft: what it was recorded for, as far as it was told; ``draft`` is relative to the
            waiver file. They help people and the report on unused waivers; only the fingerprint decides.
    """

    fingerprint: str
    reason: str
    by: str
    until: dt.date
    since: dt.date | None = None
    rule: str = ""
    draft: str = ""

    def holds_on(self, day: dt.date) -> bool:
        """Whether it still holds on that day."""
        return day <= self.until


# --- the file ---------------------------------------------------------------------------------

_KEYS: dict[str, type] = {
    "fingerprint": str,
    "reason": str,
    "by": str,
    "until": dt.date,
    "since": dt.date,
    "rule": str,
    "draft": str,
}
_REQUIRED = ("fingerprint", "reason", "by", "until")


def load(path: Path) -> tuple[Waiver, ...]:
    """The waivers of a file, in its order.

    Raises:
        ConfigError: with every fault of the file.
    """
    table = parse_toml(path)
    entries = table.pop("waiver", [])
    faults = [f"{path}：不认识的键 {key}" for key in table]
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigError([f"{path}：豁免要写成 [[waiver]]"])
    lines = [number for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1) if _ENTRY.match(line)]
    for index, entry in enumerate(entries):
        line = f" 第 {lines[index]} 行起" if index < len(lines) else ""
        faults += [f"{path}{line}：{fault}" for fault in _faults(entry)]
    if faults:
        raise ConfigError(faults)
    return tuple(Waiver(**entry) for entry in entries)


_ENTRY = pattern(r"\s*\[\[\s*waiver\s*\]\]")


def _faults(entry: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"缺少 {key}" for key in _REQUIRED if key not in entry)
    for key, value in entry.items():
        if key not in _KEYS:
            yield f"不认识的键 {key}"
        elif not isinstance(value, _KEYS[key]) or isinstance(value, dt.datetime):
            yield f"{key} 应为日期，如 2026-12-31（不加引号）" if _KEYS[key] is dt.date else f"{key} 应为字符串"
        elif key == "fingerprint" and not _FINGERPRINT.fullmatch(str(value)):
            yield f"fingerprint 应为 16 位十六进制数，不能是 {value!r}"
        elif key in ("reason", "by") and not str(value).strip():
            yield f"{key} 不能空着"


def append(path: Path, waiver: Waiver) -> None:
    """Adds a waiver at the end of the file, which need not exist."""
    before = path.read_text("utf-8-sig") if path.exists() else ""
    head = "" if before else _HEAD
    gap = "" if not before or before.endswith("\n") else "\n"
    with path.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"{head}{gap}\n{_entry(waiver)}")


def _entry(waiver: Waiver) -> str:
    values = {key: getattr(waiver, key) for key in _KEYS}
    lines = (f"{key} = {_toml(value)}" for key, value in values.items() if value not in ("", None))
    return "\n".join(("[[waiver]]", *lines)) + "\n"


def _toml(value: str | dt.date) -> str:
    """A TOML basic string escapes as JSON does, and DEL besides (toml.io, "String")."""
    if isinstance(value, str):
        import json  # recording is rare, checking is not

        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return value.isoformat()


# --- in a run ---------------------------------------------------------------------------------


class Exemptions:
    """Sets findings apart that a waiver or a baseline answers for, and remembers which did so.

    ``waivers`` come in the order of their file, which stands in ``folder``; ``known`` are the
    fingerprints of the baseline, ``today`` is the day of the run.
    """

    def __init__(
        self,
        waivers: Sequence[Waiver] = (),
        known: Collection[str] = (),
        today: dt.date | None = None,
        folder: Path | None = None,
    ) -> None:
        self._waivers = {waiver.fingerprint: waiver for waiver in waivers}
        self._known = known
        self._today = today or dt.date.today()
        self._folder = folder or Path.cwd()
        self._met: set[str] = set()
        self._judged: set[Path] = set()

    def apply(self, outcome: Outcome) -> Outcome:
        """The outcome with the findings that are answered for under ``exempt``."""
        if outcome.document is None:
            return outcome
        self.met(outcome.path)
        answers = [(finding, self.answer(finding.fingerprint)) for finding in outcome.findings]
        return replace(
            outcome,
            findings=tuple(finding for finding, answer in answers if answer is None),
            exempt=tuple(Exempt(finding, *answer) for finding, answer in answers if answer is not None),
        )

    def met(self, path: str) -> None:
        """Notes that the draft at ``path`` was judged."""
        if self._waivers:
            self._judged.add(_absolute(path))

    def answer(self, fingerprint: str) -> Answer | None:
        """What answers for a finding; None when nothing does."""
        waiver = self._waivers.get(fingerprint)
        if waiver:
            self._met.add(fingerprint)
            if waiver.holds_on(self._today):
                return Answer("waiver", waiver.reason, waiver.by, waiver.until.isoformat())
        return Answer("baseline") if fingerprint in self._known else None

    def remarks(self, rules: Collection[str], *, whole_folder: bool) -> Remarks:
        """What is to be said of the waivers once all drafts are judged.

        Unused is a waiver that no finding called for although it could have: its rule, if
        recorded, is among ``rules``, and its draft was judged, or a ``whole_folder`` was.
        """
        waivers = self._waivers.values()
        return Remarks(
            tuple(waiver for waiver in waivers if waiver.fingerprint in self._met and not waiver.holds_on(self._today)),
            tuple(
                waiver
                for waiver in waivers
                if waiver.fingerprint not in self._met
                and (not waiver.rule or waiver.rule in rules)
                and (whole_folder or (waiver.draft and _absolute(self._folder / waiver.draft) in self._judged))
            ),
        )


class Answer(NamedTuple):
    """What answers for a finding: "waiver" with its reason, who allowed it and until when, or "baseline"."""

    source: str
    reason: str = ""
    by: str = ""
    until: str = ""


class Remarks(NamedTuple):
    """Waivers of findings that stand again because their time is over, and waivers that nothing called for."""

    expired: tuple[Waiver, ...]
    unused: tuple[Waiver, ...]

    def lines(self) -> Iterator[str]:
        """One line in Chinese for each."""
        for waiver in self.expired:
            yield f"注意：豁免 {_named(waiver)} 已于 {waiver.until} 到期，问题重新计入；仍需例外的请重新报批"
        for waiver in self.unused:
            yield f"注意：豁免 {_named(waiver)} 这次没有用上，问题可能已经改好；核对后请从豁免文件里删去"

    def as_objects(self) -> dict[str, list[dict[str, str]]]:
        """For programs."""
        return {"expired": [*map(_object, self.expired)], "unused": [*map(_object, self.unused)]}


def _object(waiver: Waiver) -> dict[str, str]:
    keys = ("fingerprint", "reason", "by", "until", "rule", "draft")
    return {key: str(getattr(waiver, key)) for key in keys}


def _named(waiver: Waiver) -> str:
    about = "，".join(filter(None, (waiver.rule, waiver.draft, f"理由：{waiver.reason}")))
    return " ".join(f"{waiver.fingerprint}（{about}）".split())


def _absolute(path: str | Path) -> Path:
    return Path(os.path.normpath(Path(path).absolute()))
