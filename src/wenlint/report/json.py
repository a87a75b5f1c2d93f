"""The JSON report, for programs. ``docs/output.md`` describes it, ``docs/output-schema.json`` is its schema."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wenlint import __version__
from wenlint.document import Document, Heading, Measure
from wenlint.finding import Exempt, Finding, Location, Outcome
from wenlint.report.disclosure import Disclosure
from wenlint.report.places import place_of
from wenlint.report.summary import count

SCHEMA = 1


def render(outcomes: Sequence[Outcome], packs: Iterable[str] = (), waivers: Mapping[str, Any] | None = None) -> str:
    """The report of a run as one JSON object, with a line feed at its end.

    ``packs`` are the ids judged by, ``waivers`` those that expired or went unused.
    """
    report = {
        "schema": SCHEMA,
        "wenlint": __version__,
        "packs": list(packs),
        "documents": [document_object(outcome) for outcome in outcomes],
        "waivers": waivers or {"expired": [], "unused": []},
        "summary": count(outcomes),
    }
    return json.dumps(report, ensure_ascii=False, indent=2, default=str) + "\n"


def render_line(outcome: Outcome) -> str:
    """One document as one line of JSON, with the schema's number in it."""
    line = {"schema": SCHEMA, "wenlint": __version__, **document_object(outcome)}
    return json.dumps(line, ensure_ascii=False, default=str) + "\n"


def document_object(outcome: Outcome) -> dict[str, Any]:
    """What came of one file."""
    document = outcome.document
    if document is None:
        return {
            "path": outcome.path,
            "sha256": None,
            "status": "failed",
            "error": outcome.error,
            "facts": None,
            "findings": [],
            "waived": [],
            "skipped": [],
        }
    open_to = Disclosure(document)
    return {
        "path": outcome.path,
        "sha256": document.digest,
        "status": "judged",
        "error": None,
        "facts": _facts(document, open_to),
        "findings": [_finding(document, finding, open_to) for finding in outcome.findings],
        "waived": [_exempt(document, exempt, open_to) for exempt in outcome.exempt],
        "skipped": [
            {"rule": skip.rule, "check": skip.check, "reason": open_to.said(skip.reason)} for skip in outcome.skipped
        ],
    }


def _facts(document: Document, open_to: Disclosure) -> dict[str, Any]:
    elements = document.elements
    mark = elements.secrecy
    return {
        "format": document.format,
        "kind": {
            "value": document.kind.value,
            "label": document.kind.value.label,
            "how": document.kind.how,
            "exact": document.kind.exact,
        },
        "genre": elements.genre,
        "direction": document.direction,
        "pages": _measure(document.pages),
        "characters": {
            "word": document.characters.word,
            "han": document.characters.han,
            "non_space": document.characters.non_space,
            "whole_word": document.characters.whole_word,
            "enclosed_word": document.characters.enclosed_word,
        },
        "title": open_to.words(elements.title),
        "document_number": elements.document_number,
        "issuer": elements.issuer,
        "signer": elements.signer,
        "addressees": list(elements.addressees),
        "date": elements.date,
        "secrecy": {"level": mark.level, "term": mark.term, "text": mark.text} if mark else None,
        "urgency": elements.urgency,
        "copy_number": elements.copy_number,
        "headings": [_heading(heading, open_to) for heading in document.headings()],
        "attachments": [open_to.words(name) for name in elements.attachments],
        "notes": [open_to.said(note) for note in document.notes],
    }


def _measure(measure: Measure[int] | None) -> dict[str, Any] | None:
    if measure is None:
        return None
    return {
        "value": measure.value,
        "low": measure.least,
        "high": measure.most,
        "how": measure.how,
        "exact": measure.exact,
    }


def _heading(heading: Heading, open_to: Disclosure) -> dict[str, Any]:
    return {
        "level": heading.level,
        "number": heading.number,
        "text": open_to.words(heading.text),
        "page": heading.page,
    }


def _finding(document: Document, finding: Finding, open_to: Disclosure) -> dict[str, Any]:
    cite = finding.cite
    return {
        "check": finding.check,
        "rule": finding.rule,
        "severity": finding.severity.word,
        "confidence": finding.confidence.word,
        "message": open_to.said(finding.message),
        "advice": open_to.said(finding.advice),
        "cite": {
            "pack": cite.pack,
            "title": cite.title,
            "number": cite.number,
            "article": cite.article,
            "strength": cite.strength,
        },
        "at": [_location(document, location, open_to) for location in finding.at],
        "fixes": [
            {"start": fix.span.start, "end": fix.span.end, "replacement": open_to.words(fix.replacement)}
            for fix in finding.fixes
        ],
        "evidence": open_to.figures(finding.evidence),
        "fingerprint": finding.fingerprint,
    }


def _exempt(document: Document, exempt: Exempt, open_to: Disclosure) -> dict[str, Any]:
    """The finding, and what answers for it."""
    return {
        **_finding(document, exempt.finding, open_to),
        "waiver": waiver_object(exempt.source, exempt.reason, exempt.by, exempt.until),
    }


def waiver_object(source: str, reason: str, by: str, until: str) -> dict[str, Any]:
    """What answers for a finding, as :class:`wenlint.finding.Exempt` says."""
    return {"source": source, "reason": reason, "by": by, "until": until or None}


def _location(document: Document, location: Location, open_to: Disclosure) -> dict[str, Any]:
    span = location.span
    trail = [open_to.words(heading) for heading in location.trail]
    if location.source is not None:
        return {
            "role": location.role,
            "document": {"id": location.source.id, "title": location.source.title, "number": location.source.number},
            "start": span.start,
            "end": span.end,
            "trail": trail,
            "text": open_to.words(location.text),
        }
    place = place_of(document, span)
    return {
        "role": location.role,
        "start": span.start,
        "end": span.end,
        "page": place.page,
        "paragraph": place.paragraph,
        "trail": trail,
        "text": open_to.words(span.of(document.text)),
    }
