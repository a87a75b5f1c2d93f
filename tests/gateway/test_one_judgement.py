"""The same bytes under the same settings get the same findings at every door, on every sample draft, by fingerprint.

The scan on a cluster is held against ``check`` in tests/batch/test_cluster.py.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, closing
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from servers import Server, serving
from test_icap import Client, chunked, port_of, reqmod

from wenlint import config
from wenlint.cli.app import app
from wenlint.ruleset import all_packs, found

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path for folder in ("clean", "flawed") for path in (ROOT / "examples" / folder).iterdir())
SETTINGS = 'fail-on = "info"\non = 2026-11-01\npages = "estimate"\ncorpus = "library"\n'
EVERY_PACK = [pack.id for pack in all_packs(found(config.load(folder=ROOT / "examples")))]

Found = dict[str, list[str]]
"""Fingerprints of a draft, sorted, by its name."""


class Office:
    """A folder with settings, the library, the samples in ``drafts``, and what ``check`` finds in them."""

    def __init__(self, folder: Path, packs: str) -> None:
        self.folder = folder
        (folder / "wenlint.toml").write_text(SETTINGS + packs, encoding="utf-8")
        (folder / "drafts").mkdir()
        for sample in SAMPLES:
            shutil.copy(sample, folder / "drafts" / sample.name)
        self.drafts = sorted((folder / "drafts").iterdir())
        with chdir(folder):
            run("corpus", "add", str(ROOT / "corpus"), "--corpus", "library")
            self.expected = checked()
        assert set(self.expected) == {sample.name for sample in SAMPLES}

    def place(self, name: str) -> Path:
        """A new folder."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        (self.folder / name).mkdir()
        return self.folder / name


def run(*words: str) -> str:
    return CliRunner().invoke(app, words, catch_exceptions=False).stdout


def checked(*options: str, drafts: Sequence[Path] = (Path("drafts"),)) -> Found:
    told = json.loads(run("check", *map(str, drafts), "--format", "json", *options))
    return {Path(one["path"]).name: fingerprints(one) for one in told["documents"]}


def fingerprints(told: dict[str, object]) -> list[str]:
    assert told["status"] == "judged"
    findings = told["findings"]
    assert isinstance(findings, list)
    return sorted(finding["fingerprint"] for finding in findings)


@pytest.fixture(
    scope="module",
    params=["", f"packs = {json.dumps(EVERY_PACK)}\n"],
    ids=["default-packs", "every-pack"],
)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"), request.param)


@pytest.fixture(scope="module")
def server(office: Office) -> Iterator[Server]:
    with serving(office.folder, "--icap", "127.0.0.1:0") as server:
        yield server


def by_scan(office: Office) -> Found:
    report = office.place("report")
    run("scan", "drafts", "--no-cache", "--quiet", "--report", str(report))
    lines = (report / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return {Path(one["path"]).name: fingerprints(one) for one in map(json.loads, lines)}


def by_annotate(office: Office) -> Found:
    """A comment names its finding's fingerprint; a finding with several places has several comments."""
    copies = office.place("copies")
    for draft in office.drafts:
        run("annotate", str(draft), "-o", str(copies / draft.name))
    return {copy.name: sorted(_in_pdf(copy) if copy.suffix == ".pdf" else _in_word(copy)) for copy in copies.iterdir()}


def _in_word(copy: Path) -> set[str]:
    with zipfile.ZipFile(copy) as parts:
        names = [name for name in parts.namelist() if re.fullmatch(r"word/comments\d*\.xml", name)]
        return {found for name in names for found in re.findall("指纹 ([0-9a-f]{16})", parts.read(name).decode())}


def _in_pdf(copy: Path) -> set[str]:
    import pdfplumber

    with pdfplumber.open(copy) as pdf:
        names = [annotation["data"].get("NM", b"").decode() for annotation in pdf.annots]
    return {found for name in names for found in re.findall(r"wenlint-([0-9a-f]{16})-", name)}


def by_push(office: Office) -> Found:
    """A refused push tells every finding; a draft that it does not name has none."""
    server, work = office.place("server.git"), office.folder / "drafts"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.quotePath=false"]
    subprocess.run([*git, "init", "-q", "--bare", str(server)], check=True)
    hook = server / "hooks" / "pre-receive"
    hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m wenlint hook pre-receive\n")
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


def by_drop(office: Office) -> Found:
    """A draft that passed although every finding refuses has none."""
    inbox, passed, refused = (office.place(name) for name in ("inbox", "passed", "refused"))
    for draft in office.drafts:
        shutil.copy(draft, inbox / draft.name)
    folders = ("--passed", "passed", "--refused", "refused")
    run("drop", "inbox", *folders, "--report", "json", "--once", "--still", "0", "--every", "0.1")
    told = [json.loads(path.read_text(encoding="utf-8")) for path in refused.glob("*.json")]
    return {one["path"]: fingerprints(one) for one in told} | {path.name: [] for path in passed.iterdir()}


def by_paperless(office: Office) -> Found:
    """What ``wenlint hook pre-consume`` and the plugin ask, with one gate for all drafts."""
    from wenlint.gateway.gate import Gate, Options
    from wenlint.gateway.paperless_gate import judge
    from wenlint.ruleset import gather
    from wenlint.waivers import Exemptions

    settings = config.load()
    with closing(Gate(settings, gather(settings), Options("paperless:"))) as gate:
        answers = {draft.name: judge(draft, settings, gate, Exemptions()).as_data() for draft in office.drafts}
    return {name: fingerprints(answer["document"]) for name, answer in answers.items()}


Door = Callable[[Office], Found]


@pytest.mark.parametrize("door", [by_scan, by_annotate, by_push, by_drop, by_paperless])
def test_every_door_finds_the_same(door: Door, office: Office) -> None:
    assert sum(map(len, office.expected.values())) > len(SAMPLES) / 2
    with chdir(office.folder):
        assert door(office) == office.expected


def test_the_script_of_paperless_finds_the_same(office: Office) -> None:
    """As paperless runs it, a process for each file: one draft is enough to see that it asks the same."""
    draft = max(office.drafts, key=lambda path: len(office.expected[path.name]))
    done = subprocess.run(
        [sys.executable, "-m", "wenlint", "hook", "pre-consume", "--format", "json"],
        cwd=office.folder,
        env={**os.environ, "DOCUMENT_WORKING_PATH": str(draft)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert fingerprints(json.loads(done.stdout)["document"]) == office.expected[draft.name]


def test_over_http_the_same_is_found(server: Server, office: Office) -> None:
    answers = {draft.name: server.lint(draft.read_bytes(), quote(draft.name)) for draft in office.drafts}
    assert {name: fingerprints(answer.told["documents"][0]) for name, answer in answers.items()} == office.expected


def test_over_icap_the_same_is_found(server: Server, office: Office) -> None:
    """The page that takes a refused draft's place names every finding; a draft that passed has none."""
    found: Found = {}
    with closing(Client(port_of(server))) as client:
        for draft in office.drafts:
            http = f"PUT /{quote(draft.name)} HTTP/1.1\r\nHost: oa\r\n\r\n".encode()
            reply = client.ask(reqmod(http, chunked(draft.read_bytes()), "Allow: 204"))
            assert reply.status == 204 or reply.is_refusal
            found[draft.name] = sorted(re.findall("指纹 ([0-9a-f]{16})", reply.page))
    assert found == office.expected


def test_over_http_a_pack_that_the_sender_chooses_is_that_of_the_command_line(server: Server, office: Office) -> None:
    if "packs" in (office.folder / "wenlint.toml").read_text(encoding="utf-8"):
        pytest.skip("the choice takes the place of the settings; once is enough")
    found: list[Found] = []
    for number, pack in enumerate(EVERY_PACK):
        drafts = office.drafts[number % 3 :: 3]  # each draft by a third of the packs
        with chdir(office.folder):
            expected = checked("--pack", pack, drafts=drafts)
        told = server.upload("/v1/lint", [(one.name, one.read_bytes()) for one in drafts], [("packs", pack)]).told
        found.append({one["path"]: fingerprints(one) for one in told["documents"]})
        assert found[-1] == expected, pack
    assert sum(any(one.values()) for one in found) > len(EVERY_PACK) / 3
