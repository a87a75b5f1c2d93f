"""The report for a browser: one page that needs nothing else, with the draft's text marked where findings stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wenlint.check import Rule
from wenlint.document import Document
from wenlint.finding import Exempt, Finding, Location, Outcome, Severity
from wenlint.report import html
from wenlint.report.disclosure import Disclosure
from wenlint.report.harmless import harmless, on_one_line
from wenlint.report.html.comparison import compared
from wenlint.report.html.marked import Mark, marked
from wenlint.report.html.meters import meters
from wenlint.report.paint import SEVERITY_WORDS
from wenlint.report.places import describe, describe_citation
from wenlint.report.quotation import one_line, quoted
from wenlint.report.summary import count
from wenlint.text.titles import in_title_marks

_SHORT = 40  # characters of a heading that a place is named by
_QUOTED = 30  # characters of the words at a place
_PLACES = 6  # places of a finding that are told in full
_INDEXED = 5  # findings; more are listed by how grave they are


def render(
    outcomes: Sequence[Outcome],
    rules: Sequence[Rule] = (),
    template: str = "check.html",
    remarks: Sequence[str] = (),
) -> str:
    """The page of a run. ``rules`` are those judged by; their limits on 页 and 字 are drawn in.

    ``remarks`` are lines for a template that shows some.
    """
    drafts = [_draft(outcome, number, rules) for number, outcome in enumerate(outcomes, 1)]
    return html.render(template, drafts=drafts, alone=len(drafts) == 1, total=count(outcomes), remarks=remarks)


def _draft(outcome: Outcome, number: int, rules: Sequence[Rule]) -> dict[str, Any]:
    document = outcome.document
    told: dict[str, Any] = {"key": f"d{number}", "name": on_one_line(outcome.path), "error": outcome.error}
    if document is None:
        return {**told, "title": told["name"], "verdict": "没能判断", "css": "failed", "grave": 0}
    open_to = Disclosure(document)
    findings = list(enumerate(outcome.findings, 1))
    return {
        **told,
        "title": open_to.words(document.elements.title) or told["name"],
        "verdict": _verdict(outcome),
        "css": outcome.worst.word if outcome.worst else "pass",
        "facts": _facts(document),
        "notes": [open_to.said(note) for note in document.notes],
        "meters": meters(document, outcome, rules),
        "secret": open_to.secret,
        "findings": [_finding(document, place, one, f"d{number}f{place}", open_to) for place, one in findings],
        "index": _index(findings, f"d{number}f") if len(findings) > _INDEXED else [],
        "waived": [_waived(one, open_to) for one in outcome.exempt],
        "skipped": _skipped(outcome, open_to),
        "text": None if open_to.secret else marked(document, _marks(findings, f"d{number}f")),
    }


def _verdict(outcome: Outcome) -> str:
    if not outcome.findings:
        return "能判断的规则都没有发现问题" if outcome.skipped else "没有发现问题"
    severities = [finding.severity for finding in outcome.findings]
    told = (f"{SEVERITY_WORDS[one]} {severities.count(one)} 处" for one in reversed(Severity) if one in severities)
    return "，".join(told)


def _facts(document: Document) -> str:
    elements = document.elements
    mark = elements.secrecy
    parts = [elements.genre, document.kind.value.label, elements.issuer, elements.document_number, elements.date]
    parts.append(f"密级 {mark.text}" if mark else "未标密级")
    return " · ".join(dict.fromkeys(on_one_line(part) for part in parts if part))


def _index(findings: Sequence[tuple[int, Finding]], prefix: str) -> list[dict[str, Any]]:
    """The numbers of the findings by how grave they are, the gravest first."""
    return [
        {
            "severity": severity.word,
            "word": SEVERITY_WORDS[severity],
            "links": [(f"{prefix}{number}", number) for number, one in findings if one.severity is severity],
        }
        for severity in reversed(Severity)
        if any(one.severity is severity for _, one in findings)
    ]


def _finding(document: Document, number: int, finding: Finding, key: str, open_to: Disclosure) -> dict[str, Any]:
    places = list(_places(document, finding, key, open_to))
    # A passage stays with the one it is compared with.
    full = len(places) if any(place["compared"] for place in places) else _PLACES
    return {
        "key": key,
        "number": number,
        "severity": finding.severity.word,
        "word": SEVERITY_WORDS[finding.severity],
        "unsure": finding.confidence.word != "high",
        "message": harmless(open_to.said(finding.message)),
        "advice": harmless(open_to.said(finding.advice)),
        "cite": describe_citation(finding.cite),
        "also": [f"《{one['title']}》{one['article']}" for one in finding.evidence.get("also", ())],
        "rule": finding.rule,
        "fingerprint": finding.fingerprint,
        "places": places[:full],
        "more": places[full:],
    }


def _places(document: Document, finding: Finding, key: str, open_to: Disclosure) -> Iterable[dict[str, Any]]:
    mine: Location | None = None
    for number, place in enumerate(finding.at):
        if place.source is None:
            mine = place
            trail = [] if open_to.secret else [one_line(heading)[:_SHORT] for heading in place.trail]
            where = " › ".join(filter(None, (describe(document, place), *trail)))
            link = "" if open_to.secret else f"{key}p{number}"
            words = open_to.words(quoted(document.text, place.span, _QUOTED))
            yield {
                "link": link,
                "where": harmless(where),
                "short": harmless(describe(document, place)),
                "words": harmless(words or ""),
                "compared": None,
            }
        else:
            yield _source(document, finding, mine, place, open_to)


def _source(
    document: Document, finding: Finding, mine: Location | None, place: Location, open_to: Disclosure
) -> dict[str, Any]:
    source = place.source
    assert source is not None
    number = f"（{source.number}）" if source.number else ""
    trail = "" if open_to.secret or not place.trail else "，" + " › ".join(place.trail)
    name = harmless(f"{in_title_marks(source.title)}{number}{trail}")
    if open_to.secret or not place.text or mine is None:
        return {"link": "", "where": f"来源：{name}", "short": name, "words": "", "compared": None}
    return {
        "link": "",
        "where": "",
        "compared": compared(document, finding, mine, place),
        "mine": harmless(describe(document, mine)),
        "theirs": name,
    }


def _waived(exempt: Exempt, open_to: Disclosure) -> dict[str, str]:
    answer = "在基线里，是已知的"
    if exempt.source == "waiver":
        answer = f"{exempt.by}同意，到 {exempt.until} 为止：{exempt.reason}"
    return {"message": harmless(open_to.said(exempt.finding.message)), "answer": harmless(answer)}


def _skipped(outcome: Outcome, open_to: Disclosure) -> dict[str, list[str]]:
    """Reasons for which rules could not be judged, with the rules."""
    reasons: dict[str, list[str]] = {}
    for skip in outcome.skipped:
        reasons.setdefault(harmless(open_to.said(skip.reason)), []).append(skip.rule)
    return reasons


def _marks(findings: Sequence[tuple[int, Finding]], prefix: str) -> list[Mark]:
    return [
        Mark(place.span, one.severity, number, f"{prefix}{number}", f"{prefix}{number}p{index}")
        for number, one in findings
        for index, place in enumerate(one.at)
        if place.source is None
    ]
