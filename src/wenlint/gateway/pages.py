"""The pages that people see: the form that takes drafts, the report on them, the library, and refusals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wenlint.batch.record import Record
from wenlint.check import Rule
from wenlint.document import Kind
from wenlint.finding import Outcome
from wenlint.gateway import answer
from wenlint.gateway.errors import reason_alone
from wenlint.gateway.library import Holdings, Reception
from wenlint.gateway.options import Bounds
from wenlint.reading import SUFFIXES
from wenlint.report import html, page
from wenlint.reuse import LEVELS, Entry, Stored
from wenlint.text.levels import Level

if TYPE_CHECKING:
    from wenlint.gateway.service import Pack


def form(packs: Sequence[Pack], bounds: Bounds) -> str:
    """The page that takes drafts. It works without script."""
    return html.render(
        "upload.html",
        script="upload.js",
        kinds=[(kind.value, kind.label) for kind in Kind],
        packs=packs,
        **_limits(bounds),
    )


def library(holdings: Holdings | None, receptions: Sequence[Reception], bounds: Bounds, *, may_add: bool) -> str:
    """The page that lists the library, tells what came of an upload, and takes more where that is allowed."""
    return html.render(
        "library.html",
        script="upload.js" if may_add else "",
        holdings=holdings,
        documents=[_listed(stored) for stored in holdings.listed] if holdings else [],
        receptions=receptions,
        may_add=may_add,
        **_limits(bounds),
    )


def refused(path: str, method: str, message: str) -> str:
    """The page that says why nothing came of a request."""
    is_library = path == "/library"
    undone = "打不开这一页" if method == "GET" else "没有加入" if is_library else "没有查"
    return html.render(
        "refused.html",
        undone=undone,
        message=reason_alone(message),
        back="/library" if is_library and method == "POST" else "/",
    )


def _listed(stored: Stored) -> dict[str, str]:
    """A document of the library as the page shows it; of one under a secrecy marking nothing is shown."""
    entry = Entry("带密级标志，不显示") if stored.entry.marked else stored.entry
    notes = ["" if stored.characters else "没有全文", "已有新版本" if stored.newer else ""]
    return {
        "title": entry.title,
        "note": "，".join(filter(None, notes)),
        "number": entry.number,
        "issuer": entry.issuer,
        "level": Level(LEVELS.index(entry.level)).label if entry.level in LEVELS else "",
        "date": entry.date,
    }


def _limits(bounds: Bounds) -> dict[str, Any]:
    return {
        "suffixes": sorted(SUFFIXES),
        "drafts": bounds.drafts,
        "megabytes": f"{bounds.request_bytes / (1 << 20):.3g}",
    }


def report(records: Sequence[Record], rules: Sequence[Rule]) -> str:
    """The report on uploaded drafts, as ``wenlint check --format html`` writes it, with a way back, and with what
    the gate decides besides."""
    outcomes = [record.outcome or Outcome(record.path, None, error=record.told["error"]) for record in records]
    return page.render(outcomes, rules, "answer.html", answer.remarks([record.told for record in records]))
