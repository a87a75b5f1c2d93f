"""What starting wenlint costs, in multiples of a bare ``python -c pass`` measured in the same minutes.

    python bench/startup.py [ROUNDS]

Runs the commands in turn, ROUNDS times (default 15), and prints the fastest and the median of each in
milliseconds and the ratio of the fastest times. Two promises: ``--version`` costs at most 2.5 times a bare
Python, and checking a small draft takes at most 0.25 s where a bare Python takes 0.02 s or less (on a slower
machine, as much more as Python takes more). Exit code 1 when one is broken. The first round writes byte
code, as an installed wenlint has it, and does not count.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LINES = (
    "示例市人民政府办公室关于做好防汛工作的通知",
    "各区人民政府：",
    "一、总体要求",
    "请认真落实防汛责任。" * 40,
    "2024年5月1日",
)


def write_drafts(folder: Path) -> None:
    """A small draft as plain text and as .docx."""
    import docx

    (folder / "a.txt").write_text("\n".join(LINES), encoding="utf-8")
    draft = docx.Document()
    for line in LINES:
        draft.add_paragraph(line)
    draft.save(str(folder / "a.docx"))


def commands() -> dict[str, list[str]]:
    """What is timed, by name."""
    wenlint = [str(Path(sys.executable).with_name("wenlint"))]
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "wenlint --version": [*wenlint, "--version"],
        "wenlint check a.txt": [*wenlint, "check", "a.txt"],
        "wenlint check a.docx": [*wenlint, "check", "a.docx"],
    }


def promised(name: str, bare: float) -> float | None:
    """The longest time in milliseconds that a command may take where a bare Python takes ``bare``."""
    if name == "wenlint --version":
        return 2.5 * bare
    return 250 * max(1.0, bare / 20) if name.startswith("wenlint check") else None


def milliseconds(command: list[str], folder: Path) -> float:
    """One run."""
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    surroundings["XDG_DATA_HOME"] = str(folder)  # no library of superior documents
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, check=True)
    return (time.perf_counter() - begun) * 1000


def main() -> int:
    """Measures, prints, and tells whether the promises hold."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times: dict[str, list[float]] = {name: [] for name in commands()}
    with tempfile.TemporaryDirectory() as folder:
        write_drafts(Path(folder))
        for number in range(rounds + 1):
            for name, command in commands().items():
                took = milliseconds(command, Path(folder))
                if number:
                    times[name].append(took)
    bare = min(times["python -c pass"])
    kept = True
    for name, taken in times.items():
        limit = promised(name, bare)
        is_kept = limit is None or min(taken) <= limit
        kept = kept and is_kept
        verdict = "" if limit is None else f"  (at most {limit:.0f} ms: {'kept' if is_kept else 'BROKEN'})"
        times_bare = min(taken) / bare
        print(
            f"{name:22} {min(taken):6.0f} ms  median {statistics.median(taken):6.0f} ms  x {times_bare:4.1f}{verdict}"
        )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
