"""Conforming drafts of every genre get no finding; each planted fault is told, and nothing else with it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bench"))

from planted_faults import Fault, complaints, plant_all, plant_each, read_folder  # noqa: E402

FOLDERS = sorted(path.parent for path in (ROOT / "tests" / "data").glob("planted*/faults.toml"))
LOTS = [read_folder(folder) for folder in FOLDERS]
DRAFTS = [
    (folder.name, name, text)
    for folder, (drafts, _) in zip(FOLDERS, LOTS, strict=True)
    for name, text in drafts.items()
]
# Faults that are told as something else too, and rightly so.
CONSEQUENCES = {"internal-office", "title-and-signature", "bracketed-first"}


def test_there_is_something_to_plant() -> None:
    assert sum(len(faults) for _, faults in LOTS) >= 150
    assert len(DRAFTS) >= 20


@pytest.mark.parametrize(("folder", "name", "text"), DRAFTS)
def test_conforming_draft_gets_no_finding(folder: str, name: str, text: str) -> None:
    assert [(finding.rule, finding.message) for finding in complaints(text)] == []


@pytest.mark.parametrize("lot", LOTS)
def test_each_fault_is_told_with_its_rule_and_nothing_else(lot: tuple[dict[str, str], list[Fault]]) -> None:
    drafts, faults = lot
    score = plant_each(drafts, [fault for fault in faults if fault.name not in CONSEQUENCES])
    assert score.missed == []
    assert score.elsewhere == []


@pytest.mark.parametrize("lot", LOTS)
def test_many_faults_in_one_draft_do_not_hide_each_other(lot: tuple[dict[str, str], list[Fault]]) -> None:
    score = plant_all(*lot)
    assert len(score.missed) <= 0.03 * score.planted
    assert score.elsewhere == []


def test_a_fault_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="no such text"):
        Fault("draft", "name", "没有这句", "", frozenset()).planted("正文")
