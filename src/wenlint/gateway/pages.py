"""The pages that people see: the form that takes drafts, and the report on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wenlint.batch.record import Record
from wenlint.check import Rule
from wenlint.document import Kind
from wenlint.finding import Outcome
from wenlint.gateway.options import Bounds
from wenlint.reading import SUFFIXES
from wenlint.report import html, page

if TYPE_CHECKING:
    from wenlint.gateway.service import Pack


def form(packs: Sequence[Pack], bounds: Bounds) -> str:
    """The page that takes drafts. It works without script."""
    return html.render(
        "upload.html",
        script="upload.js",
        kinds=[(kind.value, kind.label) for kind in Kind],
        packs=packs,
        suffixes=sorted(SUFFIXES),
        drafts=bounds.drafts,
        megabytes=f"{bounds.request_bytes / (1 << 20):.3g}",
    )


def report(records: Sequence[Record], rules: Sequence[Rule]) -> str:
    """The report on uploaded drafts, as ``wenlint check --format html`` writes it, with a way back."""
    outcomes = [record.outcome or Outcome(record.path, None, error=record.told["error"]) for record in records]
    return page.render(outcomes, rules, template="answer.html")
