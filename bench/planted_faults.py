"""Plants faults into conforming drafts, one at a time and all of a draft at once, and counts what is told.

    python bench/planted_faults.py [FOLDER …]

A folder holds drafts (.txt) and ``faults.toml``: for each draft, named faults with ``old``, ``new`` and the
``rules`` of which one must tell it. Default: tests/data/planted. What counts as told elsewhere is every error or
warning of a rule that is not the fault's own, beyond those of the unharmed draft.
"""

from __future__ import annotations

import datetime as dt
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wenlint.check import Context, Finding, Severity
from wenlint.linting import judge
from wenlint.packs import load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find

PACKS = ("gbt-9704-2012", "tiaoli-2012", "secrecy-2024", "punctuation-numbers")
FOLDER = Path(__file__).parent.parent / "tests" / "data" / "planted"
_REGISTRY = find()
_RULES = [rule for name in PACKS for rule in load_pack(_REGISTRY.packs[name], _REGISTRY.checks).rules]


@dataclass(frozen=True)
class Fault:
    """A fault: what it changes, and the rules of which one must tell it.

    One that stands ``alone`` makes another kind of document of the draft (its genre, its issuer), to which the other
    faults' rules do not apply; it is not planted together with others.
    """

    draft: str
    name: str
    old: str
    new: str
    rules: frozenset[str]
    alone: bool = False

    def planted(self, text: str) -> str:
        """The draft with the fault in it; refuses one that does not fit the draft."""
        if text.count(self.old) < 1:
            raise ValueError(f"{self.draft}/{self.name}: no such text: {self.old}")
        return text.replace(self.old, self.new, 1)


@dataclass
class Score:
    """What came of a number of faults."""

    planted: int = 0
    missed: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def read_folder(folder: Path) -> tuple[dict[str, str], list[Fault]]:
    """The drafts by name, and their faults."""
    drafts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    tables = tomllib.loads((folder / "faults.toml").read_text(encoding="utf-8"))
    faults = [
        Fault(draft, name, fault["old"], fault["new"], frozenset(fault["rules"]), fault.get("alone", False))
        for draft, named in tables.items()
        for name, fault in named.items()
    ]
    return drafts, faults


def complaints(text: str) -> list[Finding]:
    """Errors and warnings that the rules of the trade give."""
    document = read_bytes(text.encode(), "draft.txt", None)
    findings, _ = judge(document, _RULES, _REGISTRY.checks, Context(clock=lambda: dt.date(2024, 12, 1)))
    return [finding for finding in findings if finding.severity >= Severity.WARNING]


def plant_each(drafts: dict[str, str], faults: Iterable[Fault]) -> Score:
    """One fault at a time."""
    score = Score()
    for fault in faults:
        told = complaints(fault.planted(drafts[fault.draft]))
        _count(score, told, [fault], fault.draft)
    return score


def plant_all(drafts: dict[str, str], faults: Sequence[Fault]) -> Score:
    """All faults of a draft that do not stand in each other's way."""
    score = Score()
    for name, text in drafts.items():
        planted: list[Fault] = []
        for fault in (fault for fault in faults if fault.draft == name and not fault.alone):
            apart = all(set(fault.old.split("\n")).isdisjoint(other.old.split("\n")) for other in planted)
            if apart and fault.old in text and not any(fault.rules & other.rules for other in planted):
                text = fault.planted(text)
                planted.append(fault)
        _count(score, complaints(text), planted, f"{name} ({len(planted)})")
    return score


def _count(score: Score, told: Sequence[Finding], faults: Sequence[Fault], where: str) -> None:
    wanted = frozenset().union(*(fault.rules for fault in faults))
    rules = {finding.rule for finding in told}
    score.planted += len(faults)
    score.missed += [f"{fault.draft}/{fault.name}" for fault in faults if not fault.rules & rules]
    names = "+".join(fault.name for fault in faults)
    score.elsewhere += [f"{where} {names}: {f.rule} {f.message}" for f in told if f.rule not in wanted]


def main(folders: Sequence[str]) -> int:
    """Prints the figures of each folder."""
    for folder in map(Path, folders or [str(FOLDER)]):
        drafts, faults = read_folder(folder)
        alarms = [f"{name}: {f.rule} {f.message}" for name, text in drafts.items() for f in complaints(text)]
        print(f"{folder.name}: {len(drafts)} conforming drafts, {len(alarms)} false alarms")
        print("".join(f"  {alarm}\n" for alarm in alarms), end="")
        for title, score in (("one a file", plant_each(drafts, faults)), ("many in one", plant_all(drafts, faults))):
            found = score.planted - len(score.missed)
            print(f"  {title}: {found}/{score.planted} found, {len(score.elsewhere)} told elsewhere")
            print("".join(f"    missed {name}\n" for name in score.missed), end="")
            print("".join(f"    elsewhere {line}\n" for line in score.elsewhere), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
