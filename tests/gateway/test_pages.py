"""The pages on the gateways can be followed to the letter."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize("page", ["git-server.md", "drop-folder.md", "gate.md", "paperless.md"])
def test_the_commands_run_and_say_what_the_page_shows(page: str, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "wenlint").write_text(f"#!/bin/sh\nexec '{sys.executable}' -m wenlint \"$@\"\n", encoding="utf-8")
    (programs / "wenlint").chmod(0o755)
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}
    (tmp_path / "here").mkdir()
    done = subprocess.run(
        ["bash", "-e", "-c", "".join(blocks(page, "sh"))],
        cwd=tmp_path / "here",
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout
    said = {line.rstrip() for line in done.stdout.splitlines()}
    promised = "".join(blocks(page, "text")).splitlines()
    assert promised
    assert set(promised) <= said, done.stdout
