"""The report of a scan in a folder: index.html, a page a draft, summary.xlsx, results.json and .jsonl.

Every file is written aside and renamed, the index last, and the pages of a report have names
of their own: whoever reads meanwhile sees the old report or the new one, never half of either.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from wenlint import __version__
from wenlint.report.folder import pages, workbook
from wenlint.report.folder.overview import Overview, Row
from wenlint.report.folder.pages import Heading
from wenlint.report.json import SCHEMA

PAGES = "drafts"
Reports = Callable[[], Iterable[Mapping[str, Any]]]


def write(folder: Path, overview: Overview, reports: Reports, heading: Heading) -> None:
    """Writes the report. ``reports`` gives the drafts' objects of the JSON report anew each time, in order.

    Raises:
        OSError: when it cannot be written; an earlier report is then still whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".new-{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    try:
        (aside / PAGES).mkdir(parents=True)
        links = dict(_write_pages(aside, overview, reports))
        _write_lines(aside / "results.jsonl", reports)
        _write_object(aside / "results.json", overview, reports, heading)
        workbook.write(aside / "summary.xlsx", overview, reports())
        (aside / "index.html").write_text(pages.index(overview, heading, links), encoding="utf-8")
        _put_in_place(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_pages(aside: Path, overview: Overview, reports: Reports) -> Iterator[tuple[int, str]]:
    for row, told in zip(overview.rows, reports(), strict=True):
        text = pages.draft(overview, row, told)
        name = f"{PAGES}/{row.place + 1:05}-{hashlib.sha256(text.encode()).hexdigest()[:10]}.html"
        (aside / name).write_text(text, encoding="utf-8")
        yield row.place, name


def _write_lines(file: Path, reports: Reports) -> None:
    with file.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
        for told in reports():
            stream.write(_json({"schema": SCHEMA, "wenlint": __version__, **told}) + "\n")


def _write_object(file: Path, overview: Overview, reports: Reports, heading: Heading) -> None:
    """As one object, but never all in memory."""
    with file.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
        head = {"schema": SCHEMA, "wenlint": __version__, "packs": list(heading.packs), "folder": overview.folder}
        stream.write(_json(head)[:-1] + ', "documents": [')
        for place, told in enumerate(reports()):
            stream.write(("," if place else "") + "\n" + _json(told))
        tail = {"shared": [_shared(overview.rows, one) for one in overview.shared], "summary": overview.totals()}
        stream.write("\n], " + _json(tail)[1:] + "\n")


def _shared(rows: Sequence[Row], one: Any) -> dict[str, Any]:
    finding, cite = one.finding, one.finding.cite
    paths = {row.place: row.path for row in rows}
    return {
        "check": finding.check,
        "rule": finding.rule,
        "severity": finding.severity.word,
        "confidence": finding.confidence.word,
        "message": finding.message,
        "advice": finding.advice,
        "cite": {
            "pack": cite.pack,
            "title": cite.title,
            "number": cite.number,
            "article": cite.article,
            "strength": cite.strength,
        },
        "paths": [paths[place] for place in one.places],
        "evidence": finding.evidence,
        "fingerprint": finding.fingerprint,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _put_in_place(aside: Path, folder: Path) -> None:
    (folder / PAGES).mkdir(exist_ok=True)
    names = {page.name for page in (aside / PAGES).iterdir()}
    for name in names:
        (aside / PAGES / name).replace(folder / PAGES / name)
    for name in ("results.jsonl", "results.json", "summary.xlsx", "index.html"):
        (aside / name).replace(folder / name)
    for page in (folder / PAGES).glob("*.html"):
        if page.name not in names:
            page.unlink(missing_ok=True)
