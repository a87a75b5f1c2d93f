"""The kind of a draft, on own drafts of all eleven kinds with varied titles."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from wenlint.document import Document, Kind
from wenlint.reading import read_bytes
from wenlint.trial import expand

_FILE = Path(__file__).parents[1] / "data" / "kinds" / "drafts.txt"
_DRAFTS = [
    (Kind(line.partition(" | ")[0]), line.partition(" | ")[2])
    for line in _FILE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def _read(draft: str, kind: Kind | None = None) -> Document:
    return read_bytes(expand(draft).encode(), "draft.txt", kind)


def test_there_are_enough_drafts_of_every_kind() -> None:
    counts = Counter(kind for kind, _ in _DRAFTS)
    assert set(counts) == set(Kind)
    assert min(counts.values()) >= 5
    assert len(_DRAFTS) >= 100


@pytest.mark.parametrize(("kind", "draft"), _DRAFTS, ids=[draft[:40] for _, draft in _DRAFTS])
def test_the_kind_is_told(kind: Kind, draft: str) -> None:
    found = _read(draft).kind
    assert found.value is kind
    assert found.how


@pytest.mark.parametrize("kind", list(Kind))
def test_the_drafter_overrules(kind: Kind) -> None:
    for _, draft in _DRAFTS[::9]:
        found = _read(draft, kind).kind
        assert (found.value, found.how, found.exact) == (kind, "said by the drafter", True)


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        ("关于有关事项的通知|各区：|请办理。", Kind.POLICY),
        ("关于有关事项的通知|各区水务局：|兹定于6月10日召开全市水务座谈会。", Kind.MEETING_NOTICE),
        ("关于春季消防有关事项的通知|各区：|市局决定组织开展消防安全专项检查。", Kind.INSPECTION_NOTICE),
    ],
)
def test_what_only_the_text_tells_is_not_taken_as_sure(draft: str, kind: Kind) -> None:
    found = _read(draft).kind
    assert found.value is kind
    assert not found.exact
