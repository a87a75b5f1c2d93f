"""The same bytes under the same settings get the same findings at every door, on every sample draft."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path for folder in ("clean", "flawed") for path in (ROOT / "examples" / folder).iterdir())
SETTINGS = 'fail-on = "info"\non = 2026-11-01\npages = "estimate"\ncorpus = "library"\n'

Run = Callable[..., Result]
Found = dict[str, list[str]]
"""Fingerprints of a draft, sorted, by its name."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample library of superior documents, so that restated passages are findings too."""
    folder = tmp_path_factory.mktemp("one") / "library"
    words = [sys.executable, "-m", "wenlint", "corpus", "add", str(ROOT / "corpus"), "--corpus", str(folder)]
    subprocess.run(words, check=True, capture_output=True)
    return folder


@pytest.fixture
def office(tmp_path: Path, library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings, the library and the samples in ``drafts``; it is the working directory."""
    (tmp_path / "wenlint.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "library").symlink_to(library)
    (tmp_path / "drafts").mkdir()
    for sample in SAMPLES:
        shutil.copy(sample, tmp_path / "drafts" / sample.name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def by_check(office: Path, wenlint: Run) -> Found:
    told = json.loads(wenlint("check", "drafts", "--format", "json").stdout)
    return {Path(one["path"]).name: fingerprints(one) for one in told["documents"]}


def by_scan(office: Path, wenlint: Run) -> Found:
    wenlint("scan", "drafts", "--no-cache", "--quiet", "--marked", "allow", "--report", "report")
    lines = (office / "report" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return {Path(one["path"]).name: fingerprints(one) for one in map(json.loads, lines)}


def by_push(office: Path, wenlint: Run) -> Found:
    """A refused push tells every finding; a draft that it does not name has none."""
    server, work = office / "server.git", office / "drafts"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.quotePath=false"]
    subprocess.run([*git, "init", "-q", "--bare", str(server)], check=True)
    hook = server / "hooks" / "pre-receive"
    hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m wenlint hook pre-receive --marked allow\n")
    hook.chmod(0o755)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "稿"]):
        subprocess.run([*git, *words], cwd=work, check=True)
    push = subprocess.run([*git, "push", str(server), "HEAD:main"], cwd=work, capture_output=True, text=True)
    shutil.rmtree(work / ".git")
    assert f"查了 {len(SAMPLES)} 份文稿" in push.stderr
    found: Found = {sample.name: [] for sample in SAMPLES}
    name = ""
    for line in push.stderr.splitlines():
        said = line.removeprefix("remote: ").rstrip()
        if said in found:
            name = said
        elif match := re.fullmatch(r" {8}指纹  ([0-9a-f]{16})", said):
            found[name].append(match[1])
    return {name: sorted(prints) for name, prints in found.items()}


def by_drop(office: Path, wenlint: Run) -> Found:
    """A draft that passed although every finding refuses has none."""
    shutil.copytree(office / "drafts", office / "inbox")
    folders = ("--passed", "passed", "--refused", "refused")
    wenlint(
        "drop", "inbox", *folders, "--marked", "allow", "--report", "json", "--once", "--still", "0", "--every", "0.1"
    )
    refused = [json.loads(path.read_text(encoding="utf-8")) for path in (office / "refused").glob("*.json")]
    found: Found = {one["path"]: fingerprints(one) for one in refused}
    return found | {path.name: [] for path in (office / "passed").iterdir()}


def fingerprints(told: dict[str, object]) -> list[str]:
    assert told["status"] == "judged"
    findings = told["findings"]
    assert isinstance(findings, list)
    return sorted(finding["fingerprint"] for finding in findings)


@pytest.mark.parametrize("door", [by_scan, by_push, by_drop])
def test_every_door_finds_the_same(door: Callable[[Path, Run], Found], office: Path, wenlint: Run) -> None:
    expected = by_check(office, wenlint)
    assert set(expected) == {sample.name for sample in SAMPLES}
    assert sum(map(len, expected.values())) > len(SAMPLES) / 2
    assert door(office, wenlint) == expected
