"""The pages in docs/ do what they say: their files are written and their commands run as they stand."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]
_FILE = re.compile(r"^`([\w./\u4e00-\u9fff-]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def files_of(page: str) -> dict[str, str]:
    """Files that a page shows: the name on a line of its own, then the text."""
    return dict(_FILE.findall((ROOT / "docs" / page).read_text(encoding="utf-8")))


def commands_of(page: str) -> Iterator[tuple[list[str], str]]:
    """Commands that a page shows, each with the output it promises ("" when it promises none)."""
    for block in _CONSOLE.findall((ROOT / "docs" / page).read_text(encoding="utf-8")):
        for piece in block.removeprefix("$ ").split("\n$ "):
            command, _, output = piece.partition("\n")
            yield command.split(), output


def matches(promised: str, output: str) -> bool:
    """Whether the output is as the page shows it; a line of ``…`` there is for any lines, or none."""
    pieces = f"{promised.strip()}\n".split("…\n")
    return bool(re.fullmatch("(?s:(?:.*\n)?)".join(map(re.escape, pieces)), f"{output.strip()}\n"))


def write(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    word, *rest = command
    words = [sys.executable, *(["-m", "wenlint"] if word == "wenlint" else []), *rest]
    surroundings = {**os.environ, "PYTHONUTF8": "1", **environment}
    return subprocess.run(words, cwd=folder, env=surroundings, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "docs/for-drafters.md"])
def test_the_readme_shows_what_really_appears(page: str) -> None:
    commands = list(commands_of(f"../{page}"))
    assert commands
    for command, promised in commands:
        result = run(command, ROOT)
        assert matches(promised, result.stdout), result.stdout


@pytest.mark.parametrize("page", ["writing-a-check.md", "writing-a-pack.md"])
def test_the_page_can_be_followed_to_the_letter(page: str, tmp_path: Path) -> None:
    write(files_of(page), tmp_path)
    commands = list(commands_of(page))
    assert commands
    for command, promised in commands:
        result = run(command, tmp_path)
        assert result.returncode in ((0, 1) if command[0] == "wenlint" else (0,)), result.stdout + result.stderr
        assert not promised or matches(promised, result.stdout), result.stdout


def test_the_check_can_be_given_to_others(tmp_path: Path) -> None:
    """As an installer leaves it: the package on the path, its entry points beside it."""
    files = files_of("writing-a-check.md")
    entries = tomllib.loads(files["office-checks/pyproject.toml"])["project"]["entry-points"]["wenlint.checks"]
    declared = "[wenlint.checks]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items())
    site = tmp_path / "site"
    write(
        {
            "office_checks/__init__.py": "",
            "office_checks/vague_deadline.py": files["checks/vague_deadline.py"],
            "office_checks/packs/our-office.toml": files["packs/our-office.toml"],
            "office_checks-1.0.dist-info/entry_points.txt": declared,
        },
        site,
    )
    (tmp_path / "稿子.txt").write_text(files["稿子.txt"], encoding="utf-8")
    result = run(["wenlint", "check", "稿子.txt", "--pack", "our-office"], tmp_path, PYTHONPATH=str(site))
    assert result.returncode == 1, result.stderr
    assert "“尽快”没有写明时限" in result.stdout
    assert "beijing-2019-13（默认）" in run(["wenlint", "rules"], tmp_path, PYTHONPATH=str(site)).stdout


def test_a_plugin_that_cannot_be_imported_is_refused(tmp_path: Path) -> None:
    write({"gone-1.0.dist-info/entry_points.txt": "[wenlint.checks]\ngone = no_such_package\n"}, tmp_path)
    (tmp_path / "a.txt").write_text("关于某事的通知\n", encoding="utf-8")
    result = run(["wenlint", "check", "a.txt"], tmp_path, PYTHONPATH=str(tmp_path))
    assert result.returncode == 2
    assert "gone" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_modules_and_files_that_are_named_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name in set(re.findall(r"`(wenlint(?:\.\w+)+)`", text)) - {"wenlint.toml", "wenlint.checks"}:
        parent, _, last = name.rpartition(".")
        found = importlib.util.find_spec(name) if parent == "wenlint" or _is_module(name) else None
        assert found or hasattr(importlib.import_module(parent), last), name
    for path in re.findall(r"`((?:src|docs|bench|corpus|examples)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
