"""Restatement against the truth: the engine, and beside it the rule of 13 identical characters.

    python bench/restatement.py --kit KIT --corpus CORPUS [--seed N …] [--work FOLDER] [--among DATA … | --few N]

KIT is a folder with ``make.py`` (corpus → superiors, drafts, truth) and ``score.py`` (truth,
result → figures); CORPUS is a data set of official texts that ``make.py`` understands.
Neither is part of the project. For every seed: make → corpus add → check → score.
With ``--among`` other documents stand in the
library too; with ``--few`` six drafts at a time meet a library of N superiors, theirs among them.
Times are of one process with a warm library. Without arguments there is nothing to
measure, and the script exits with 2.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from wenlint.check import Citation, Context, Finding, Library, Rule, Severity
from wenlint.document import Document
from wenlint.intake import add_to
from wenlint.linting import judge
from wenlint.packs import complete_params
from wenlint.reading import read
from wenlint.reuse import create_library, memory_library
from wenlint.text.normal import Normalised, normalise
from wenlint_checks.restatement import CHECK

Detector = Callable[[Document], list[dict[str, Any]]]

RUN = 13  # the usual rule of thumb for copied Chinese text
SHOWN = (
    "plagdet", "precision", "recall", "granularity", "micro_precision", "micro_recall", "attribution",
    "clean_flagged", "hardneg_flagged", "hardneg_flagged_serious", "share_error_mean", "share_error_p95",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints one table a seed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kit", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--seed", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--work", type=Path, help="keep made sets here, and use those that are there")
    parser.add_argument("--among", type=Path, nargs="+", default=[], help="more documents for the library")
    parser.add_argument("--few", type=int, help="measure with libraries of so many superiors")
    options = parser.parse_args(arguments)
    if options.kit is None or options.corpus is None:
        print(
            "bench/restatement.py needs --kit (a folder with make.py and score.py) and --corpus (a data set)",
            file=sys.stderr,
        )
        return 2
    score = _module(options.kit / "score.py")
    with tempfile.TemporaryDirectory() as scratch:
        for seed in options.seed:
            folder = _made(options.kit, options.corpus, seed, options.work or Path(scratch))
            if options.few:
                print(f"seed {seed}: libraries of {options.few} superiors, for six drafts each")
                _measure("wenlint", folder, _drafts(folder), Shelves(folder, options.few).findings, score)
            else:
                _run(folder, seed, options.among, score)
    return 0


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _made(kit: Path, corpus: Path, seed: int, work: Path) -> Path:
    folder = work / f"seed-{seed}"
    if not (folder / "truth.jsonl").exists():
        command = [sys.executable, str(kit / "make.py"), str(corpus), str(folder), "--seed", str(seed)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def _drafts(folder: Path) -> list[Document]:
    return [read(path) for path in sorted((folder / "drafts").glob("*.txt"))]


def _run(folder: Path, seed: int, among: Sequence[Path], score: ModuleType) -> None:
    drafts = _drafts(folder)
    with tempfile.TemporaryDirectory() as place:
        library = create_library(Path(place))
        began = time.perf_counter()
        intake = add_to(library, [folder / "superior", *among])
        built = time.perf_counter() - began
        print(f"seed {seed}: {len(intake.ids)} superiors taken in and indexed in {built:.1f} s; {len(drafts)} drafts")
        naive = NaivePeer(folder / "superior")
        _measure("wenlint", folder, drafts, lambda draft: _judged(draft, Context(superiors=library)), score)
        _measure(f"{RUN} identical characters", folder, drafts, naive.findings, score)
        library.close()


def _measure(name: str, folder: Path, drafts: Iterable[Document], detect: Detector, score: ModuleType) -> None:
    documents, times = [], []
    for draft in drafts:
        detect(draft)
        began = time.perf_counter()
        findings = detect(draft)
        times.append(1000 * (time.perf_counter() - began))
        documents.append({"path": draft.path, "status": "judged", "findings": findings})
    figures = score.score(folder, {"documents": documents})
    quantiles = statistics.quantiles(times, n=20)
    print(f"  {name}")
    print("   ", "  ".join(f"{key} {figures[key]}" for key in SHOWN))
    print("    recall by kind:", "  ".join(f"{kind} {part}" for kind, part in figures["recall_by_kind"].items()))
    print(f"    ms a draft: median {statistics.median(times):.1f}, p95 {quantiles[-1]:.1f}")


def _judged(draft: Document, context: Context) -> list[dict[str, Any]]:
    cite = Citation("bench", "", "", "4")
    rule = Rule("bench/4", CHECK.name, Severity.ERROR, cite, complete_params(CHECK, {}))
    findings, _ = judge(draft, [rule], {CHECK.name: CHECK}, context)
    return [_as_json(draft, finding) for finding in findings]


def _as_json(draft: Document, finding: Finding) -> dict[str, Any]:
    """The part of the JSON report that the scorer reads."""
    places: list[dict[str, Any]] = []
    for place in finding.at:
        entry: dict[str, Any] = {"role": place.role, "start": place.span.start, "end": place.span.end}
        if place.source is None:
            entry["text"] = place.span.of(draft.text)
        else:
            entry["document"] = {"id": place.source.id, "title": place.source.title, "number": place.source.number}
        places.append(entry)
    return {
        "check": finding.check,
        "rule": finding.rule,
        "severity": finding.severity.word,
        "evidence": finding.evidence,
        "at": places,
    }


class Shelves:
    """Libraries of few superiors, each for six drafts: those that the drafts restate or quote, and others by lot."""

    _DRAFTS = 6

    def __init__(self, folder: Path, size: int) -> None:
        self._superiors = folder / "superior"
        self._size = size
        rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
        self._names = [row["draft"] for row in rows]
        self._wanted = [{span["source"] for span in row["spans"] if "source" in span} for row in rows]
        lines = (self._superiors / "metadata.jsonl").read_text("utf-8").splitlines()
        self._files = {row["id"]: row["file"] for row in map(json.loads, lines)}
        self._libraries: dict[int, Library] = {}

    def findings(self, draft: Document) -> list[dict[str, Any]]:
        """The findings of the engine that has the draft's few superiors."""
        shelf = self._names.index(Path(draft.path).name) // self._DRAFTS
        if shelf not in self._libraries:
            self._libraries = {shelf: memory_library(self._texts(shelf))}
        return _judged(draft, Context(superiors=self._libraries[shelf]))

    def _texts(self, shelf: int) -> Iterable[str]:
        first = shelf * self._DRAFTS
        chosen = set().union(*self._wanted[first : first + self._DRAFTS])
        others = sorted(set(self._files) - chosen)
        chosen |= set(random.Random(shelf).sample(others, max(0, self._size - len(chosen))))
        return [(self._superiors / self._files[one]).read_text("utf-8") for one in sorted(chosen)]


class NaivePeer:
    """Every run of ``RUN`` characters that some superior has too is copied, whatever it says."""

    def __init__(self, folder: Path) -> None:
        self._owner: dict[str, str] = {}
        for line in (folder / "metadata.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            text = normalise((folder / row["file"]).read_text("utf-8")).text
            for at in range(len(text) - RUN + 1):
                self._owner.setdefault(text[at : at + RUN], row["title"])

    def findings(self, draft: Document) -> list[dict[str, Any]]:
        """One finding for each stretch of shared runs."""
        normal = normalise(draft.text)
        stretches = list(self._stretches(normal))
        covered = sum(end - start for start, end, _ in stretches)
        share = covered / max(1, len(normal.text))
        return [self._finding(normal, *stretch, share) for stretch in stretches]

    def _stretches(self, normal: Normalised) -> Iterable[tuple[int, int, str]]:
        start, end, title = -1, -1, ""
        for at in range(len(normal.text) - RUN + 1):
            owner = self._owner.get(normal.text[at : at + RUN])
            if owner is None:
                continue
            if at > end:
                if start >= 0:
                    yield start, end, title
                start, title = at, owner
            end = at + RUN
        if start >= 0:
            yield start, end, title

    def _finding(self, normal: Normalised, start: int, end: int, title: str, share: float) -> dict[str, Any]:
        span = normal.span(start, end)
        return {
            "check": CHECK.name,
            "rule": "naive",
            "severity": "warning" if share >= 0.2 else "info",
            "evidence": {"share": share},
            "at": [
                {"role": "primary", "start": span.start, "end": span.end},
                {"role": "related", "start": 0, "end": 0, "document": {"title": title}},
            ],
        }


if __name__ == "__main__":
    sys.exit(main())
