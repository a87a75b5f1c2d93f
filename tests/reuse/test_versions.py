"""Copies and versions of one document in the library, and what a draft is held against."""

from __future__ import annotations

from dataclasses import replace

import pytest
from writing import draft, prose, superior

from wenlint.document import Document
from wenlint.reading import read_bytes
from wenlint.reuse import Entry, Outcome, StoredLibrary, create_library


@pytest.fixture
def library(tmp_path_factory: pytest.TempPathFactory) -> StoredLibrary:
    return create_library(tmp_path_factory.mktemp("corpus"))


TEXT = superior(1)
ENTRY = Entry("示例省第1号管理办法", TEXT, "示政发〔2020〕2号", date="2020-05-01", level="province")
CORRECTED = replace(ENTRY, text=TEXT + "\n附注：更正两处。", date="")
AMENDED = replace(ENTRY, text=TEXT + "\n第九条 " + prose(7, 4), number="示政发〔2023〕9号", date="2023-01-01")


def outcomes(library: StoredLibrary, *entries: Entry) -> list[Outcome]:
    return [added.outcome for added in library.take_in(entries)]


def test_another_copy_of_the_same_version_takes_the_place_of_the_one_before(library: StoredLibrary) -> None:
    first = library.add(ENTRY)
    (added,) = library.take_in([CORRECTED])
    assert added.outcome is Outcome.REPLACED
    assert len(library) == 1
    assert library.get(first) is None
    stored = library.get(added.id)
    assert stored is not None
    assert stored.entry.text == CORRECTED.text
    assert stored.entry.date == "2020-05-01"
    assert library.restated(draft(TEXT.splitlines()[3])).compared == 1
    assert library.verify() == []


def test_copies_that_were_replaced_change_nothing_when_they_come_again(library: StoredLibrary) -> None:
    third = replace(CORRECTED, text=CORRECTED.text + "再更正一处。")
    assert outcomes(library, ENTRY, CORRECTED, third) == [Outcome.NEW, Outcome.REPLACED, Outcome.REPLACED]
    (one,) = library.entries()
    again = library.take_in([ENTRY, CORRECTED, third])
    assert [(added.id, added.outcome) for added in again] == [(one.id, Outcome.KNOWN)] * 3
    library.remove(one.id)
    assert outcomes(library, ENTRY) == [Outcome.NEW]


@pytest.mark.parametrize("entries", [(ENTRY, AMENDED), (AMENDED, ENTRY)])
def test_of_two_versions_the_newer_is_told_to_the_older(library: StoredLibrary, entries: tuple[Entry, Entry]) -> None:
    older, newer = (replace(entry, number="") for entry in (ENTRY, AMENDED))
    library.add_all(older if entry is ENTRY else newer for entry in entries)
    by_date = {stored.entry.date: stored for stored in library.entries()}
    assert by_date["2020-05-01"].newer == by_date["2023-01-01"].id
    assert by_date["2023-01-01"].newer == ""
    known = library.find(ENTRY.title)
    assert known is not None
    assert known.ref.date == "2023-01-01"
    library.remove(by_date["2023-01-01"].id)
    (left,) = library.entries()
    assert left.newer == ""
    assert library.verify() == []


def test_documents_of_one_title_that_say_other_things_are_other_documents(library: StoredLibrary) -> None:
    reports = [Entry("政府工作报告", prose(seed, 40), date=date) for seed, date in ((1, ""), (2, ""), (3, "2020"))]
    assert outcomes(library, *reports) == [Outcome.NEW] * 3
    assert {stored.newer for stored in library.entries()} == {""}


@pytest.mark.parametrize("date", ["", ENTRY.date])
def test_a_copy_that_lacks_much_is_kept_beside_the_other(library: StoredLibrary, date: str) -> None:
    changed = Entry(ENTRY.title, TEXT + "\n" + prose(8, 12), date=date)
    assert outcomes(library, replace(ENTRY, number=""), changed) == [Outcome.NEW, Outcome.NEW]


def test_a_marked_copy_makes_the_document_marked(library: StoredLibrary) -> None:
    library.add_all([ENTRY, replace(CORRECTED, marked=True)])
    (stored,) = library.entries()
    assert stored.entry.marked
    (passage,) = library.restated(draft(TEXT.splitlines()[3])).passages
    assert passage.source_text == ""


# -- what a draft is held against ----------------------------------------------------------------

BODY = "\n".join(line.partition(" ")[2] for line in TEXT.splitlines()[2:6])


def issued(title: str, issuer: str, date: str, body: str = BODY, number: str = "") -> Document:
    lines = "".join(f"　　{line}\n" for line in body.splitlines())
    return read_bytes(f"{title}\n{number}\n各有关单位：\n{lines}{issuer}\n{date}\n".encode(), "draft.txt")


OURS = ("云川省人民政府关于加强道路养护的通知", "云川省人民政府")


def entry_of(document: Document, **facts: str) -> Entry:
    return Entry(document.elements.title or "", document.text, **facts)


def test_a_draft_is_not_held_against_itself(library: StoredLibrary) -> None:
    document = issued(*OURS, "2024年3月5日")
    library.add(entry_of(document, level="province", date="2024-03-05"))
    assert not library.restated(document).passages


def test_a_draft_is_not_held_against_its_own_earlier_version(library: StoredLibrary) -> None:
    earlier = issued(*OURS, "2024年1月5日", BODY + "\n" + prose(5, 3))
    library.add(entry_of(earlier, level="province", date="2024-01-05"))
    assert not library.restated(issued(*OURS, "2024年3月5日")).passages


@pytest.mark.parametrize(
    ("level", "date", "is_found"),
    [
        ("central", "2019-01-01", True),
        ("central", "2030-01-01", True),  # from above, whatever the draft's printed date
        ("province", "2019-01-01", True),
        ("province", "2030-01-01", False),
        ("city", "2030-01-01", False),
        ("city", "2019-01-01", True),
        ("", "", True),
    ],
)
def test_a_draft_is_held_against_what_is_above_it_or_before_it(
    library: StoredLibrary, level: str, date: str, is_found: bool
) -> None:
    library.add(Entry("关于道路养护的若干意见", "关于道路养护的若干意见\n" + BODY, level=level, date=date))
    assert bool(library.restated(issued(*OURS, "2024年3月5日")).passages) is is_found


def test_of_a_draft_and_a_superior_only_the_superior_is_found(library: StoredLibrary) -> None:
    document = issued(*OURS, "2024年3月5日")
    library.add(entry_of(document, level="province", date="2024-03-05"))
    library.add(replace(ENTRY, level="central"))
    found = library.restated(document)
    assert found.passages
    assert {passage.source.title for passage in found.passages} == {ENTRY.title}
