"""What a clerk needs of a folder: one row a draft, totals, and who wrote how much.

Made from the objects of the JSON report, so that drafts may have been judged anywhere and any
time. Every report of a scan (terminal, pages, workbook, data) shows these figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from wenlint.finding import Finding, Severity


class Verdict(Enum):
    """What is to be done with a draft, the most urgent first. ``label`` is for users."""

    MARKED = "涉密"
    FAILED = "没能判断"
    BACK = "退回"
    LOOK = "看一看"
    PASS = "可以发"

    @property
    def label(self) -> str:
        """In Chinese."""
        return self.value


_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Row:
    """A draft in a line.

    Attributes:
        place: which of the scan's drafts it is, from 0.
        verdict: MARKED where a secrecy marking stands in a folder not declared for it.
        title: or "" under a secrecy marking and where there is none.
        pages: least and most, None when they cannot be told; words: 字 of the body.
        counts: findings by severity word.
        chief: the message of the gravest finding, or why the file could not be judged, or "".
        waived: findings that somebody answered for.
    """

    place: int
    path: str
    verdict: Verdict
    title: str = ""
    kind: str = ""
    issuer: str = ""
    number: str = ""
    date: str = ""
    pages: tuple[int, int] | None = None
    words: int | None = None
    secrecy: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    chief: str = ""
    waived: int = 0


@dataclass(frozen=True, slots=True)
class Shared:
    """A finding about several drafts, by their places, and whether it alone sends them back."""

    finding: Finding
    places: tuple[int, ...]


@dataclass(slots=True)
class Tally:
    """Drafts, 页 and 字 of one issuing body, month or kind; ``unpaged`` drafts have no page count."""

    drafts: int = 0
    pages: int = 0
    words: int = 0
    unpaged: int = 0


@dataclass(slots=True)
class Overview:
    """A scan in figures.

    ``rows`` stand in the order of the scan, ``shared`` the gravest first; ``remembered`` drafts
    were not judged again; ``folder`` is what was scanned.
    """

    rows: list[Row] = field(default_factory=list)
    shared: Sequence[Shared] = ()
    remembered: int = 0
    folder: str = ""

    def name_of(self, row: Row) -> str:
        """The draft's path below the folder."""
        below = row.path.removeprefix(self.folder)
        return below.lstrip("/\\") if below != row.path else row.path

    def urgent(self) -> list[Row]:
        """The rows, the most urgent first, and as scanned within a verdict."""
        return sorted(self.rows, key=lambda row: _ORDER[row.verdict])

    @property
    def is_marked_out_of_place(self) -> bool:
        """Whether a secrecy marking stands where none was declared."""
        return any(row.verdict is Verdict.MARKED for row in self.rows)

    def totals(self) -> dict[str, int]:
        """Drafts by verdict and findings by severity, as the JSON report's summary names them."""
        found = {severity.word: 0 for severity in Severity}
        for row in self.rows:
            for word, count in row.counts.items():
                found[word] += count
        for shared in self.shared:
            found[shared.finding.severity.word] += 1
        return {
            "documents": len(self.rows),
            "failed": sum(row.verdict is Verdict.FAILED for row in self.rows),
            "marked": sum(bool(row.secrecy) for row in self.rows),
            "back": sum(row.verdict is Verdict.BACK for row in self.rows),
            "look": sum(row.verdict is Verdict.LOOK for row in self.rows),
            "pass": sum(row.verdict is Verdict.PASS for row in self.rows),
            "findings": sum(found.values()),
            "errors": found["error"],
            "warnings": found["warning"],
            "infos": found["info"],
            "waived": sum(row.waived for row in self.rows),
        }

    def tallies(self, of: str) -> dict[str, Tally]:
        """Drafts, 页 and 字 by "issuer", "month" or "kind"; the most drafts first, months in order."""
        tallies: dict[str, Tally] = defaultdict(Tally)
        for row in self.rows:
            if row.words is None:
                continue
            tally = tallies[_heading(row, of)]
            tally.drafts += 1
            tally.words += row.words
            tally.pages += row.pages[1] if row.pages else 0
            tally.unpaged += row.pages is None
        order = sorted(tallies) if of == "month" else sorted(tallies, key=lambda name: (-tallies[name].drafts, name))
        return {name: tallies[name] for name in order}


def _heading(row: Row, of: str) -> str:
    if of == "month":
        return row.date[:7] or "没写日期"
    return {"issuer": row.issuer or "没写发文机关", "kind": row.kind}[of]


def row_of(told: Mapping[str, Any], place: int, fail_on: Severity, marked_allowed: bool = False) -> Row:
    """The row of a file's object in the JSON report."""
    facts = told["facts"]
    if facts is None:
        return Row(place, told["path"], Verdict.FAILED, chief=told["error"])
    findings = told["findings"]
    counts = {severity.word: sum(one["severity"] == severity.word for one in findings) for severity in Severity}
    worst = max((Severity[one["severity"].upper()] for one in findings), default=None)
    chief = next((one["message"] for one in findings if worst and one["severity"] == worst.word), "")
    mark, pages = facts["secrecy"], facts["pages"]
    return Row(
        place,
        told["path"],
        _verdict(worst, fail_on, bool(mark) and not marked_allowed),
        title=facts["title"] or "",
        kind=facts["kind"]["label"],
        issuer=facts["issuer"] or "",
        number=facts["document_number"] or "",
        date=facts["date"] or "",
        pages=(pages["low"], pages["high"]) if pages else None,
        words=facts["characters"]["word"],
        secrecy=mark["text"] if mark else "",
        counts=counts,
        chief=chief,
        waived=len(told.get("waived", ())),
    )


def _verdict(worst: Severity | None, fail_on: Severity, is_out_of_place: bool) -> Verdict:
    if is_out_of_place:
        return Verdict.MARKED
    if worst is None:
        return Verdict.PASS
    if worst >= fail_on:
        return Verdict.BACK
    return Verdict.LOOK if worst > Severity.INFO else Verdict.PASS


def with_shared(rows: Iterable[Row], shared: Sequence[Shared], fail_on: Severity) -> list[Row]:
    """The rows with what the drafts have against each other in their verdicts."""
    rows = list(rows)
    gravest: dict[int, Finding] = {}
    for one in reversed(shared):  # the gravest come first
        gravest |= dict.fromkeys(one.places, one.finding)
    for index, row in enumerate(rows):
        finding = gravest.get(row.place)
        if finding and row.verdict in (Verdict.PASS, Verdict.LOOK):
            verdict = min(row.verdict, _verdict(finding.severity, fail_on, False), key=_ORDER.__getitem__)
            rows[index] = replace(row, verdict=verdict, chief=row.chief or finding.message)
    return rows
