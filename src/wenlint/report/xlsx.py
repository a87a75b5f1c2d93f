"""Findings as a workbook: a sheet of drafts and a sheet of findings."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from wenlint.finding import Outcome, Severity
from wenlint.report.disclosure import Disclosure
from wenlint.report.harmless import on_one_line
from wenlint.report.table import COLUMNS, rows
from wenlint.report.workbook import add_sheet, workbook

_WIDTHS = (40, 8, 6, 6, 70, 50, 60, 50, 30, 20)
_DRAFTS = (("文稿", 40), ("题目", 44), ("类别", 14), ("页（最少）", 10), ("页（最多）", 10), ("字", 8),
           ("错误", 7), ("警告", 7), ("提示", 7), ("无法判断", 9), ("结论", 40))  # fmt: skip


def render(outcomes: Sequence[Outcome]) -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    with workbook(out) as book:
        add_sheet(book, "问题", list(zip(COLUMNS, _WIDTHS, strict=True)), rows(outcomes))
        add_sheet(book, "文稿", _DRAFTS, _drafts(outcomes))
    return out.getvalue()


def _drafts(outcomes: Sequence[Outcome]) -> Iterator[tuple[object, ...]]:
    for outcome in outcomes:
        name, document = on_one_line(outcome.path), outcome.document
        if document is None:
            yield (name, *[None] * 9, f"没能判断：{outcome.error}")
            continue
        pages = document.pages
        severities = [finding.severity for finding in outcome.findings]
        yield (
            name,
            Disclosure(document).words(document.elements.title),
            document.kind.value.label,
            pages.least if pages else None,
            pages.most if pages else None,
            document.characters.word,
            *(severities.count(one) for one in reversed(Severity)),
            len(outcome.skipped),
            "有问题" if severities else "没有发现问题",
        )
