"""Findings as JUnit XML, which every build server shows: a draft is a suite, a finding a failed case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from wenlint.check import Rule
from wenlint.document import Document
from wenlint.finding import Finding, Outcome
from wenlint.report.disclosure import Disclosure
from wenlint.report.harmless import harmless, on_one_line
from wenlint.report.paint import SEVERITY_WORDS
from wenlint.report.places import describe, describe_citation

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(outcomes: Sequence[Outcome], _rules: Sequence[Rule] = ()) -> str:
    """One object over all files. What could not be judged is an error for a file, and skipped for a rule."""
    suites = "".join(map(_suite, outcomes))
    failed = sum(len(outcome.findings) for outcome in outcomes)
    errors = sum(outcome.document is None for outcome in outcomes)
    head = f'<testsuites name="wenlint" failures="{failed}" errors="{errors}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{suites}</testsuites>\n'


def _suite(outcome: Outcome) -> str:
    name = _attribute(on_one_line(outcome.path))
    document = outcome.document
    if document is None:
        error = f"<error message={_attribute(outcome.error or '')}/>"
        cases = [f'<testcase classname={name} name="wenlint">{error}</testcase>']
        return _suited(name, cases, 0, 1, 0)
    open_to = Disclosure(document)
    cases = [_case(name, document, finding, open_to) for finding in outcome.findings]
    for skip in outcome.skipped:
        reason = _attribute(open_to.said(skip.reason))
        cases.append(f"<testcase classname={name} name={_attribute(skip.rule)}><skipped message={reason}/></testcase>")
    if not cases:
        cases = [f'<testcase classname={name} name="wenlint"/>']
    return _suited(name, cases, len(outcome.findings), 0, len(outcome.skipped))


def _suited(name: str, cases: Sequence[str], failures: int, errors: int, skipped: int) -> str:
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
    return f"<testsuite name={name} {counts}>\n" + "".join(f"{case}\n" for case in cases) + "</testsuite>\n"


def _case(name: str, document: Document, finding: Finding, open_to: Disclosure) -> str:
    where = "；".join(describe(document, place) for place in finding.at if place.source is None)
    lines = [f"位置：{where}"] if where else []
    lines += [f"依据：{describe_citation(finding.cite)}", f"怎么改：{open_to.said(finding.advice)}"]
    message = _attribute(f"{SEVERITY_WORDS[finding.severity]}：{open_to.said(finding.message)}")
    body = escape(_clean("\n".join(lines)))
    failure = f'<failure type="{finding.severity.word}" message={message}>{body}</failure>'
    return f"<testcase classname={name} name={_attribute(finding.rule)}>{failure}</testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    return _NOT_XML.sub("", harmless(text))
