"""The real pre-commit, on a real repository, with the hook installed from a repository that is this checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

import pytest

from wenlint.drafts import UNREAD_SUFFIXES
from wenlint.reading import SUFFIXES

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
_SHIPPED = ("src", "checks", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")


def git(*words: str, cwd: Path) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", *identity, *words], cwd=cwd, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout as it stands, as a repository of one commit."""
    folder = tmp_path_factory.mktemp("wenlint")
    for name in _SHIPPED:
        here = ROOT / name
        if here.is_dir():
            shutil.copytree(here, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(here, folder / name)
    git("init", "-q", cwd=folder)
    git("add", "-A", cwd=folder)
    git("commit", "-q", "-m", "wenlint", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it has installed."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def repository(tmp_path: Path, source: Path) -> Path:
    """Somebody's drafts, with the hook in place."""
    git("init", "-q", cwd=tmp_path)
    revision = git("rev-parse", "HEAD", cwd=source).strip()
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {source}\n    rev: {revision}\n    hooks:\n      - id: wenlint\n", encoding="utf-8"
    )
    return tmp_path


def commit(repository: Path, home: Path, **files: Path) -> subprocess.CompletedProcess[str]:
    """Stages the files and lets pre-commit look at what is staged, as its git hook does."""
    for name, file in files.items():
        shutil.copy(file, repository / f"{name}{file.suffix}")
    git("add", "-A", cwd=repository)
    # Without a network: the package is built and installed for real, what it rests on is there already.
    environment = {
        **os.environ,
        "PRE_COMMIT_HOME": str(home),
        "PYTHONPATH": sysconfig.get_paths()["purelib"],
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip's way to say that there is to be none
        "PIP_NO_INDEX": "1",
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--color=never"],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )


@pytest.mark.skipif(not (find_spec("pre_commit") and find_spec("hatchling")), reason="needs pre-commit and hatchling")
def test_a_commit_of_drafts_is_held_up_by_findings_alone(repository: Path, home: Path) -> None:
    clean = commit(repository, home, 来函=ROOT / "examples/clean/letter.docx")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert "Passed" in clean.stdout
    flawed = commit(repository, home, 照搬=ROOT / "examples/flawed/secrecy-faults.docx")
    assert flawed.returncode == 1
    assert "照搬.docx" in flawed.stdout
    assert "exit code: 1" in flawed.stdout
    assert "secrecy-2024/20-maximum-term" in flawed.stdout
    broken = repository / "坏稿.docx"
    broken.write_bytes(b"PK\x03\x04")
    git("rm", "-q", "--cached", "照搬.docx", cwd=repository)
    unjudged = commit(repository, home)
    assert "exit code: 3" in unjudged.stdout


def test_it_takes_the_files_that_a_scan_takes() -> None:
    taken = re.search(r"^  files: (.+)$", HOOKS.read_text(encoding="utf-8"), re.MULTILINE)
    assert taken is not None
    endings = re.search(r"\\\.\(([\w|]+)\)\$$", taken[1])
    assert endings is not None
    assert {f".{ending}" for ending in endings[1].split("|")} == SUFFIXES | UNREAD_SUFFIXES
    assert re.search(taken[1], "局办/来函.DOCX")
    assert not re.search(taken[1], "docx.py")
