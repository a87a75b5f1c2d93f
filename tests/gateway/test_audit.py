"""The audit file: whole lines whoever writes, and nothing decided that is not in it."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wenlint import config
from wenlint.gateway.audit import Audit, Decision

TOLD: dict[str, Any] = {
    "findings": [
        {"rule": "town/calm", "severity": "error", "fingerprint": "0" * 16, "gate": "refused", "message": "密"}
    ],
    "gate": {"verdict": "refused", "held": False, "overrides": []},
}


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def opened(folder: Path, toml: str = "") -> Audit:
    (folder / "wenlint.toml").write_text(toml, encoding="utf-8")
    return Audit(folder / "audit.jsonl", "drop", config.load(folder=folder), "state")


def test_a_start_tells_the_configuration_and_every_decision_refers_to_it(tmp_path: Path) -> None:
    toml = (
        'fail-on = "warning"\n[[gate.warn-only]]\nrules = ["*"]\nsenders = ["drop:收件"]\n'
        'reason = "试行"\nby = "主任"\nuntil = 2026-12-31\n'
    )
    opened(tmp_path, toml).add(Decision("drop", "drop:收件", "ab" * 32, TOLD))
    opened(tmp_path, toml.replace("主任", "科长")).add(Decision("drop", "drop:收件", None, TOLD))
    start, decision, again, other = lines(tmp_path / "audit.jsonl")
    assert (start["event"], start["door"]) == ("start", "drop")
    assert start["settings"]["fail-on"] == "warning"
    assert start["settings"]["marked"] == "hold"
    (override,) = start["settings"]["warn-only"]
    assert (override["senders"], override["by"], override["until"]) == (["drop:收件"], "主任", "2026-12-31")
    assert decision["config"] == start["config"] != again["config"] == other["config"]
    assert (decision["sender"], decision["verdict"], decision["sha256"]) == ("drop:收件", "refused", "ab" * 32)
    assert decision["findings"][0]["gate"] == "refused"
    assert "密" not in (tmp_path / "audit.jsonl").read_text(encoding="utf-8")


WRITER = """
import sys
from pathlib import Path
from wenlint import config
from wenlint.gateway.audit import Audit, Decision
audit = Audit(Path("audit.jsonl"), sys.argv[1], config.load(), "state")
told = {"findings": [{"rule": "r" * 50, "severity": "error", "fingerprint": "0" * 16}] * 200,
        "gate": {"verdict": "passed", "held": False, "overrides": []}}
for _ in range(40):
    audit.add(Decision(sys.argv[1], "", None, told))
"""


def test_writers_at_the_same_time_tear_no_line(tmp_path: Path) -> None:
    """Lines of some 20 KB, longer than what a pipe or a page takes at once."""
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, f"w{number}"], cwd=tmp_path) for number in range(4)]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    found = lines(tmp_path / "audit.jsonl")
    assert len(found) == 4 * 41
    for number in range(4):
        assert sum(line["door"] == f"w{number}" and line["event"] == "decision" for line in found) == 40


def test_a_line_that_a_loss_of_power_cut_short_spoils_no_other(tmp_path: Path) -> None:
    audit = opened(tmp_path)
    with (tmp_path / "audit.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"time": "2026')
    audit.add(Decision("drop", "", None, TOLD))
    _, torn, whole = (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    assert torn == '{"time": "2026'
    assert json.loads(whole)["event"] == "decision"


def test_a_line_that_a_full_disk_cuts_short_is_taken_back(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk."""
    audit = opened(tmp_path)
    file = tmp_path / "audit.jsonl"
    before = file.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    child = os.fork()
    if not child:  # the limit holds for a process, and may not be lifted again
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 30, hard))
            audit.add(Decision("drop", "", None, TOLD))
        except OSError:
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == soft
    assert file.read_bytes() == before


def test_the_file_may_be_moved_away_and_is_its_owner_s_alone(tmp_path: Path) -> None:
    audit = opened(tmp_path)
    (tmp_path / "audit.jsonl").rename(tmp_path / "audit.1")
    audit.add(Decision("drop", "", None, TOLD))
    assert [line["event"] for line in lines(tmp_path / "audit.jsonl")] == ["decision"]
    assert (tmp_path / "audit.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_written_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl").mkdir()
    with pytest.raises(OSError, match="directory"):
        opened(tmp_path)


def test_a_writer_that_hangs_does_not_hang_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wenlint.gateway.audit._LOCK_SECONDS", 0.1)
    audit = opened(tmp_path)
    with (tmp_path / "audit.jsonl").open("a", encoding="utf-8") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(OSError, match="占着"):
            audit.add(Decision("drop", "", None, TOLD))
    audit.add(Decision("drop", "", None, TOLD))
    assert [line["event"] for line in lines(tmp_path / "audit.jsonl")] == ["start", "decision"]
