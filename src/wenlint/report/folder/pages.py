"""The overview of a scan for a browser: an index, and a page a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wenlint.finding import Citation, Severity
from wenlint.report import html
from wenlint.report.folder.charts import Limit, histogram
from wenlint.report.folder.overview import Overview, Row, Verdict
from wenlint.report.harmless import on_one_line
from wenlint.report.html.comparison import side_by_side
from wenlint.report.paint import SEVERITY_WORDS
from wenlint.report.places import describe_citation

_MOST_NAMED = 30
_SOURCE = "来源："


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the overview: the packs judged by, and the limits on length by unit (页, 字)."""

    packs: Sequence[str]
    limits: Mapping[str, Sequence[Limit]]


def index(overview: Overview, heading: Heading, links: Mapping[int, str]) -> str:
    """The page of all drafts. ``links`` are the addresses of the drafts' own pages, by place."""
    rows = [_row(overview, row, links.get(row.place, "")) for row in overview.urgent()]
    return html.render(
        "folder.html",
        script="sort.js",
        folder=on_one_line(overview.folder),
        packs=heading.packs,
        totals=overview.totals(),
        marked=[row for row in rows if row["css"] == "marked"],
        rows=rows,
        shared=[_shared(overview, one.finding, one.places) for one in overview.shared],
        charts=_charts(overview, heading),
        amounts=[
            (caption, list(overview.tallies(of).items()))
            for caption, of in (("发文机关", "issuer"), ("月份", "month"), ("类别", "kind"))
        ],
    )


def draft(overview: Overview, row: Row, told: Mapping[str, Any], home: str = "../index.html") -> str:
    """The page of one draft, of its object in the JSON report. ``home`` leads to all drafts; "" for one alone."""
    facts = told["facts"] or {}
    return html.render(
        "draft.html",
        name=on_one_line(overview.name_of(row)),
        home=home,
        row=_row(overview, row, ""),
        notes=facts.get("notes", []),
        error=told["error"],
        secret=bool(row.secrecy),
        findings=[_with_passages(one, finding_shown(one)) for one in told["findings"]],
        waived=[{**finding_shown(one), "answer": _answer(one["waiver"])} for one in told.get("waived", [])],
        skipped=told["skipped"],
    )


def _row(overview: Overview, row: Row, page: str) -> dict[str, Any]:
    low, high = row.pages or (None, None)
    return {
        "name": on_one_line(overview.name_of(row)),
        "page": page,
        "title": row.title,
        "verdict": row.verdict.label,
        "css": row.verdict.name.lower(),
        "order": list(Verdict).index(row.verdict),
        "kind": row.kind,
        "issuer": row.issuer,
        "number": row.number,
        "secrecy": row.secrecy,
        "pages": "" if low is None else str(low) if low == high else f"{low}–{high}",
        "pages_sort": high if high is not None else -1,
        "words": "" if row.words is None else row.words,
        "words_sort": row.words if row.words is not None else -1,
        "errors": row.counts.get("error") or "",
        "warnings": row.counts.get("warning") or "",
        "infos": row.counts.get("info") or "",
        "chief": row.chief,
    }


def _shared(overview: Overview, finding: Any, places: Sequence[int]) -> dict[str, Any]:
    by_place = {row.place: row for row in overview.rows}
    names = [on_one_line(overview.name_of(by_place[place])) for place in places]
    more = [f"…… 共 {len(names)} 份"] if len(names) > _MOST_NAMED else []
    return {
        "severity": finding.severity.word,
        "word": SEVERITY_WORDS[finding.severity],
        "message": finding.message,
        "advice": finding.advice,
        "cite": describe_citation(finding.cite),
        "names": names[:_MOST_NAMED] + more,
    }


def _charts(overview: Overview, heading: Heading) -> list[Any]:
    lengths = {
        "页": [row.pages[1] for row in overview.rows if row.pages],
        "字": [row.words for row in overview.rows if row.words is not None],
    }
    return [histogram(values, unit, heading.limits.get(unit, ())) for unit, values in lengths.items() if any(values)]


def finding_shown(told: Mapping[str, Any]) -> dict[str, Any]:
    """A finding of the JSON report in the words and places that people are shown."""
    cite = told["cite"]
    citation = Citation(cite["pack"], cite["title"], cite["number"], cite["article"], cite["strength"])
    return {
        "severity": told["severity"],
        "word": SEVERITY_WORDS[Severity[told["severity"].upper()]],
        "message": told["message"],
        "advice": told["advice"],
        "cite": describe_citation(citation),
        "places": [_place(place) for place in told["at"]],
    }


def _with_passages(told: Mapping[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    """The finding with each passage beside the one it restates, instead of one after the other."""
    places: list[dict[str, Any]] = []
    for at, place in zip(told["at"], shown["places"], strict=True):
        mine = places[-1] if places and not places[-1]["compared"] else None
        if at["role"] == "related" and mine and mine["text"] and place["text"]:
            places[-1] = {
                "compared": side_by_side(mine["text"], place["text"]),
                "mine": mine["where"],
                "theirs": place["where"].removeprefix(_SOURCE),
            }
        else:
            places.append({**place, "compared": None})
    return {**shown, "places": places}


def _place(at: Mapping[str, Any]) -> dict[str, str]:
    if at["role"] == "related":
        document = at["document"]
        where = "，".join(part for part in (f"{_SOURCE}《{document['title']}》", document["number"]) if part)
        return {"where": where, "text": at["text"] or ""}
    parts = [f"第 {at['page']} 页" if at["page"] else "", f"第 {at['paragraph']} 段" if at["paragraph"] else ""]
    trail = " › ".join(word for word in at["trail"] if word)
    return {"where": "，".join(part for part in (*parts, trail) if part), "text": at["text"] or ""}


def _answer(waiver: Mapping[str, Any]) -> str:
    if waiver["source"] == "baseline":
        return "在基线里，是已知的"
    return f"{waiver['by']}同意，到 {waiver['until']} 为止：{waiver['reason']}"
