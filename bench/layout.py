"""Layout: false alarms on finished documents that keep GB/T 9704—2012, and planted faults found, against a peer.

    python bench/layout.py [--peer COMMAND] [LOT …]

Drafts and faults are those of tests/layout (lots: first, second, third; default all). The peer is gongwen-skill
(dependency group ``bench``), run as ``COMMAND check FILE --json`` where COMMAND is "gongwen" unless said
otherwise; without it only wenlint is run. A fault counts as found by wenlint when the rule that is broken is
told, and by the peer when it says anything that it does not say of the unharmed draft. Alarms on what is right
are findings at warning or above, and the peer's issues of its grades P0 and P1. Times are of the whole command.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "layout"))

from drafts import CONFORMING  # noqa: E402
from faults import FIRST_LOT  # noqa: E402
from later_faults import SECOND_LOT, THIRD_LOT  # noqa: E402

_LOTS = {"first": FIRST_LOT, "second": SECOND_LOT, "third": THIRD_LOT}
Told = set[tuple[str, str]]
"""What a tool says of a file: name of the rule and grade."""


def wenlint(file: Path) -> Told:
    """Findings by the default packs."""
    command = [sys.executable, "-m", "wenlint", "check", str(file), "--format", "json"]
    printed = subprocess.run(command, capture_output=True, check=False).stdout
    (document,) = json.loads(printed)["documents"]
    return {(finding["rule"], finding["severity"]) for finding in document["findings"]}


def peer(command: str) -> Callable[[Path], Told]:
    """Issues that the peer tells, with their places, since it tells each place by itself."""

    def ask(file: Path) -> Told:
        printed = subprocess.run([command, "check", str(file), "--json"], capture_output=True, check=False).stdout
        found = json.loads(printed)
        return {(f"{issue['rule_id']} {issue['location']}", issue["severity"]) for issue in found}

    return ask


def measure(name: str, ask: Callable[[Path], Told], lots: Sequence[str], folder: Path, *, by_rule: bool) -> None:
    """Prints alarms, faults found and time of one tool."""
    started, files = time.perf_counter(), 0
    right: dict[str, Told] = {}
    for draft, make in CONFORMING.items():
        file = folder / f"{draft}.docx"
        file.write_bytes(make().saved())
        right[draft] = ask(file)
        files += 1
    grave = {draft: {one for one in told if one[1] not in ("info", "P2")} for draft, told in right.items()}
    alarmed = sum(bool(told) for told in grave.values())
    print(f"{name}: {sum(map(len, grave.values()))} alarms on {alarmed} of {len(right)} documents that are right")
    bases = {make: draft for draft, make in CONFORMING.items()}
    for lot in lots:
        all_faults, found, elsewhere = _LOTS[lot], 0, 0
        for fault in all_faults:
            draft = fault.base()
            fault.plant(draft)
            file = folder / "planted.docx"
            file.write_bytes(draft.saved())
            new = ask(file) - right[bases[fault.base]]
            files += 1
            names = {rule for rule, _ in new}
            hit = fault.rule in names if by_rule else bool(new)
            found += hit
            elsewhere += len(names - {fault.rule}) if by_rule else 0
            if by_rule and (not hit or names - {fault.rule}):
                print(f"  {fault.name}: wants {fault.rule}, got {sorted(names)}")
        share = 100 * found / len(all_faults)
        told = f", {elsewhere} told elsewhere" if by_rule else ""
        print(f"{name}, {lot} lot: {found} of {len(all_faults)} found ({share:.1f} %){told}")
    print(f"{name}: {(time.perf_counter() - started) / files:.2f} s a file, start included")


def main() -> None:
    """Runs the tools on the same files."""
    parser = argparse.ArgumentParser()
    parser.add_argument("lots", nargs="*", metavar="LOT", help=f"of {', '.join(_LOTS)}; all by default")
    parser.add_argument("--peer", default="gongwen")
    arguments = parser.parse_args()
    lots = arguments.lots or list(_LOTS)
    with tempfile.TemporaryDirectory() as folder:
        measure("wenlint", wenlint, lots, Path(folder), by_rule=True)
        if shutil.which(arguments.peer):
            measure("gongwen-skill", peer(arguments.peer), lots, Path(folder), by_rule=False)
        else:
            print(f"{arguments.peer}: not installed (dependency group bench)")


if __name__ == "__main__":
    main()
