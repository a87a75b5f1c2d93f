"""The overview of a scan as a workbook: a row a draft, a row a finding, sums and a chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from wenlint.finding import Citation, Severity
from wenlint.report.folder.overview import Overview, Row
from wenlint.report.places import describe_citation
from wenlint.report.workbook import add_sheet, workbook

_WORDS = {severity.word: word for severity, word in zip(Severity, ("提示", "警告", "错误"), strict=True)}
_DRAFTS = (
    ("结论", 10), ("文稿", 40), ("题目", 44), ("类别", 14), ("发文机关", 22), ("发文字号", 20), ("成文日期", 12),
    ("页（最少）", 10), ("页（最多）", 10), ("字", 8), ("密级", 12), ("错误", 7), ("警告", 7), ("提示", 7),
    ("已豁免", 8), ("主要问题", 80),
)  # fmt: skip
_FINDINGS = (
    ("级别", 8), ("文稿", 40), ("页", 6), ("段", 6), ("问题", 70), ("怎么改", 60), ("依据", 50), ("规则", 30),
    ("指纹", 20),
)  # fmt: skip
_SHARED = (("级别", 8), ("问题", 70), ("怎么改", 60), ("依据", 50), ("文稿", 80))
_SUMS = (("分类", 12), ("名称", 30), ("份", 8), ("页", 8), ("字", 10))


def write(file: Path, overview: Overview, reports: Iterable[Mapping[str, Any]]) -> None:
    """Writes the workbook. ``reports`` are the drafts' objects of the JSON report, in the order of the rows.

    Raises:
        OSError: when it cannot be written.
    """
    with workbook(file) as book:
        add_sheet(book, "文稿", _DRAFTS, (_draft(overview, row) for row in overview.rows))
        add_sheet(book, "问题", _FINDINGS, _findings(overview, reports))
        add_sheet(book, "文稿之间", _SHARED, _shared(overview))
        _sums(book, overview)


def _draft(overview: Overview, row: Row) -> tuple[object, ...]:
    low, high = row.pages or (None, None)
    counts = (row.counts.get(word, 0) for word in ("error", "warning", "info"))
    return (
        row.verdict.label, overview.name_of(row), row.title, row.kind, row.issuer, row.number, row.date, low, high,
        row.words, row.secrecy, *counts, row.waived, row.chief,
    )  # fmt: skip


def _findings(overview: Overview, reports: Iterable[Mapping[str, Any]]) -> Iterable[tuple[object, ...]]:
    for row, told in zip(overview.rows, reports, strict=True):
        for one in told["findings"]:
            at: Mapping[str, Any] = next((place for place in one["at"] if place["role"] == "primary"), {})
            cite = one["cite"]
            citation = Citation(cite["pack"], cite["title"], cite["number"], cite["article"], cite["strength"])
            yield (
                _WORDS[one["severity"]], overview.name_of(row), at.get("page"), at.get("paragraph"), one["message"],
                one["advice"], describe_citation(citation), one["rule"], one["fingerprint"],
            )  # fmt: skip


def _shared(overview: Overview) -> Iterable[tuple[object, ...]]:
    names = {row.place: overview.name_of(row) for row in overview.rows}
    for one in overview.shared:
        finding = one.finding
        drafts = "、".join(names[place] for place in one.places)
        yield _WORDS[finding.severity.word], finding.message, finding.advice, describe_citation(finding.cite), drafts


def _sums(book: Any, overview: Overview) -> None:
    sums = [
        (heading, name, tally.drafts, tally.pages, tally.words)
        for heading, of in (("发文机关", "issuer"), ("月份", "month"), ("类别", "kind"))
        for name, tally in overview.tallies(of).items()
    ]
    add_sheet(book, "统计", _SUMS, sums)
    months = [place for place, row in enumerate(sums, 1) if row[0] == "月份"]
    if not months:
        return
    chart = book.add_chart({"type": "column"})
    first, last = months[0], months[-1]
    chart.add_series(
        {"name": "每月发文（份）", "categories": ["统计", first, 1, last, 1], "values": ["统计", first, 2, last, 2]}
    )
    chart.set_legend({"position": "bottom"})
    book.get_worksheet_by_name("统计").insert_chart("G2", chart)
