"""Findings as SARIF 2.1.0 (OASIS), for code hosts and editors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from wenlint import __version__
from wenlint.check import Rule
from wenlint.document import Document
from wenlint.finding import Exempt, Finding, Location, Outcome, Severity
from wenlint.report.disclosure import Disclosure
from wenlint.report.places import describe, describe_citation, line_of

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(outcomes: Sequence[Outcome], rules: Sequence[Rule] = ()) -> str:
    """The log of one run. A file that could not be judged is a notification, and the run no success."""
    told = {rule.id: rule for rule in rules}
    ids = sorted({*told, *(finding.rule for outcome in outcomes for finding in _all(outcome))})
    failed = [outcome for outcome in outcomes if outcome.document is None]
    run = {
        "tool": {
            "driver": {
                "name": "wenlint",
                "version": __version__,
                "rules": [_rule(name, told.get(name)) for name in ids],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not failed,
                "toolExecutionNotifications": [_failure(outcome) for outcome in failed],
            }
        ],
        "results": [result for outcome in outcomes for result in _results(outcome, ids)],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _all(outcome: Outcome) -> Iterable[Finding]:
    return (*outcome.findings, *(exempt.finding for exempt in outcome.exempt))


def _rule(name: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": name}
    summary = rule.cite.summary or describe_citation(rule.cite)
    return {
        "id": name,
        "name": rule.check,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": f"{summary}（{describe_citation(rule.cite)}）"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _results(outcome: Outcome, ids: Sequence[str]) -> Iterable[dict[str, Any]]:
    if outcome.document is None:
        return
    answers: dict[int, Exempt] = {id(exempt.finding): exempt for exempt in outcome.exempt}
    for finding in _all(outcome):
        result = _result(outcome.document, outcome.path, finding, ids)
        if id(finding) in answers:
            exempt = answers[id(finding)]
            why = exempt.reason or "在基线里，是已知的"
            result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
        yield result


def _result(document: Document, path: str, finding: Finding, ids: Sequence[str]) -> dict[str, Any]:
    open_to = Disclosure(document)
    advice = f" 怎么改：{finding.advice}" if finding.advice else ""
    text = f"{open_to.said(finding.message)}{open_to.said(advice)}（依据{describe_citation(finding.cite)}）"
    places = [place for place in finding.at if place.source is None]
    related = [place for place in finding.at if place.source is not None]
    return {
        "ruleId": finding.rule,
        "ruleIndex": ids.index(finding.rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(document, path, place, open_to) for place in places[:1]] or [_file(path)],
        "relatedLocations": [
            *(_location(document, path, place, open_to) for place in places[1:]),
            *(_related(place) for place in related),
        ],
        "partialFingerprints": {"wenlint/v1": finding.fingerprint},
        "properties": {"confidence": finding.confidence.word, "check": finding.check},
    }


def _file(path: str) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}}}


def _location(document: Document, path: str, place: Location, open_to: Disclosure) -> dict[str, Any]:
    """A region of a text file has lines; of others, offsets into the text that was read."""
    line = line_of(document, place.span)
    region: dict[str, Any] = {"charOffset": place.span.start, "charLength": len(place.span)}
    if line is not None:
        region = {"startLine": line}
    words = open_to.words(place.span.of(document.text))
    if words:
        region["snippet"] = {"text": words}
    return {
        "physicalLocation": {"artifactLocation": {"uri": _uri(path)}, "region": region},
        "message": {"text": describe(document, place) or "文稿"},
    }


def _related(place: Location) -> dict[str, Any]:
    assert place.source is not None
    number = f"（{place.source.number}）" if place.source.number else ""
    return {
        "logicalLocations": [{"name": place.source.title, "kind": "document"}],
        "message": {"text": f"来源：《{place.source.title.strip('《》')}》{number}"},
    }


def _failure(outcome: Outcome) -> dict[str, Any]:
    return {"level": "error", "message": {"text": f"没能判断：{outcome.error}"}, "locations": [_file(outcome.path)]}


def _uri(path: str) -> str:
    """A path as a URI reference, with forward slashes."""
    place = PurePath(path)
    if place.is_absolute():
        return place.as_uri()
    uri = quote(place.as_posix().encode("utf-8", "surrogateescape"))
    return f"./{uri}" if ":" in uri.split("/")[0] else uri
