"""Readers take spoilt files or refuse them with one line.

WENLINT_FUZZ_CASES says how many mutants are made (300 by default); WENLINT_FUZZ_FIRST is the
number of the first, so that a long run can go on where another ended.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FORMATS = ("docx", "md", "ofd", "pdf", "txt")
CASES = int(os.environ.get("WENLINT_FUZZ_CASES", "300"))
FIRST = int(os.environ.get("WENLINT_FUZZ_FIRST", "0"))


@pytest.mark.skipif(os.name != "posix", reason="needs an alarm clock")
@pytest.mark.parametrize("format", FORMATS)
def test_spoilt_files_are_read_or_refused(format: str) -> None:
    count = max(1, CASES // len(FORMATS))
    command = [sys.executable, str(HERE / "fuzzing.py"), format, str(FIRST), str(count)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stdout == ""
    assert result.returncode == 0, result.stderr[-2000:]
    assert result.stderr.split()[-1] == str(FIRST + count - 1)


def test_a_reader_that_breaks_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    import fuzzing

    def breaks(data: bytes, task: object) -> object:
        raise KeyError(data)

    monkeypatch.setattr(fuzzing, "read_document", breaks)
    assert "KeyError" in fuzzing.failure("关于开展检查的通知".encode(), "a.txt", 1)


def test_a_number_brings_its_mutant_back() -> None:
    from mutating import mutant

    seeds = [path.read_bytes() for path in sorted((HERE / "seeds").iterdir()) if path.name != "README.md"]
    for number, seed in enumerate(seeds):
        first, again = (mutant(seed, seeds, f"x {number}") for _ in range(2))
        assert first[:100] == again[:100]
        assert len(first) == len(again)
    assert len({mutant(seeds[0], seeds, f"x {number}") for number in range(20)}) > 15
