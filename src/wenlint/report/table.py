"""A row a finding, for spreadsheets: as CSV here, and for the workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from wenlint.check import Rule
from wenlint.document import Document
from wenlint.finding import Finding, Outcome
from wenlint.report.disclosure import Disclosure
from wenlint.report.harmless import on_one_line
from wenlint.report.paint import SEVERITY_WORDS
from wenlint.report.places import describe_citation, place_of
from wenlint.report.quotation import one_line, shortened

COLUMNS = ("文稿", "级别", "页", "段", "问题", "原文", "怎么改", "依据", "规则", "指纹")
_FORMULAS = ("=", "+", "-", "@", "\t")
_WORDS = 200  # characters of the draft in a cell


def render(outcomes: Sequence[Outcome], _rules: Sequence[Rule] = ()) -> str:
    """The rows as CSV (RFC 4180) with a byte order mark, without which Excel and WPS take it for GBK.

    What a program would take for a formula has an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(outcomes):
        writer.writerow(["" if cell is None else _plain(str(cell)) for cell in row])
    return "\ufeff" + out.getvalue()


def rows(outcomes: Sequence[Outcome]) -> Iterator[tuple[object, ...]]:
    """A row for each finding in the order of files and places, one for each file that could not be judged."""
    for outcome in outcomes:
        name = on_one_line(outcome.path)
        if outcome.document is None:
            yield (name, "没能判断", None, None, outcome.error, None, None, None, None, None)
            continue
        open_to = Disclosure(outcome.document)
        for finding in outcome.findings:
            yield (name, *_row(outcome.document, finding, open_to))


def _row(document: Document, finding: Finding, open_to: Disclosure) -> tuple[object, ...]:
    span = next((place.span for place in finding.at if place.source is None), None)
    place = place_of(document, span) if span else None
    words = open_to.words(shortened(one_line(span.of(document.text)), _WORDS)) if span else None
    return (
        SEVERITY_WORDS[finding.severity],
        place.page if place else None,
        place.paragraph if place else None,
        open_to.said(finding.message),
        words,
        open_to.said(finding.advice),
        describe_citation(finding.cite),
        finding.rule,
        finding.fingerprint,
    )


def _plain(cell: str) -> str:
    words = on_one_line(" ".join(cell.split()))
    return f"'{words}" if words.startswith(_FORMULAS) else words
