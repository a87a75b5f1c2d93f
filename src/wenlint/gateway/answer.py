"""What a sender is told: the JSON report of ``wenlint check``, whether the drafts may pass, and why not in a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from wenlint import __version__
from wenlint.batch.gatherer import answered
from wenlint.batch.record import Record, unjudged
from wenlint.finding import Citation, Severity
from wenlint.report.json import SCHEMA
from wenlint.report.paint import SEVERITY_WORDS
from wenlint.report.places import describe_citation
from wenlint.waivers import Exemptions

MARKED = "文稿带密级标志，这里不收涉密文稿，没有查；请按保密规定处理，不要再上传、转发"
_MOST_NAMED = 5


class Verdict(StrEnum):
    """What becomes of a draft at the gate."""

    PASSED = "passed"
    REFUSED = "refused"
    UNJUDGED = "unjudged"


def settled(record: Record, exemptions: Exemptions, refuse_marked: bool) -> Record:
    """The record as it is told: without the findings that were answered for, and
    without anything but the refusal when it bears a marking and such drafts are refused."""
    facts = record.told["facts"]
    if refuse_marked and facts and facts["secrecy"]:
        return unjudged(record.path, MARKED)
    outcome = exemptions.apply(record.outcome) if record.outcome else None
    return replace(answered(record, exemptions), outcome=outcome)


def verdict_of(told: Mapping[str, Any], fail_on: Severity) -> Verdict:
    """The verdict on a document's object; only what was judged and is below ``fail_on`` passes."""
    if told["status"] != "judged":
        return Verdict.UNJUDGED
    return Verdict.REFUSED if any(_severity(one) >= fail_on for one in told["findings"]) else Verdict.PASSED


def body(documents: Sequence[Mapping[str, Any]], fail_on: Severity, packs: Sequence[str]) -> dict[str, Any]:
    """The answer to a request."""
    return {
        "ok": bool(documents) and all(verdict_of(one, fail_on) is Verdict.PASSED for one in documents),
        "message": message(documents, fail_on),
        "schema": SCHEMA,
        "wenlint": __version__,
        "packs": list(packs),
        "documents": list(documents),
        "waivers": {"expired": [], "unused": []},
        "summary": _summary(documents),
    }


def message(documents: Sequence[Mapping[str, Any]], fail_on: Severity) -> str:
    """For the eyes of whoever sent the drafts: how it ended and, when not well, each reason in a line."""
    verdicts = [verdict_of(one, fail_on) for one in documents]
    if documents and all(verdict is Verdict.PASSED for verdict in verdicts):
        return f"可以通过：{_found(documents)}"
    lines = [f"没有通过：{_found(documents)}"]
    grave = [
        line
        for told, verdict in zip(documents, verdicts, strict=True)
        if verdict is not Verdict.PASSED
        for line in _reasons(told, fail_on)
    ]
    lines += grave[:_MOST_NAMED]
    if len(grave) > _MOST_NAMED:
        lines.append(f"…… 共 {len(grave)} 条，见报告")
    return "\n".join(lines)


def _found(documents: Sequence[Mapping[str, Any]]) -> str:
    counts = _summary(documents)
    words = [
        f"{word} {counts[key]} 处"
        for key, word in (("errors", "错误"), ("warnings", "警告"), ("infos", "提示"))
        if counts[key]
    ]
    if counts["failed"]:
        words.append(f"{counts['failed']} 份没能判断")
    if not words:
        words.append("能判断的规则都没有发现问题" if counts["skipped"] else "没有发现问题")
    return "，".join(words)


def _reasons(told: Mapping[str, Any], fail_on: Severity) -> Iterator[str]:
    if told["status"] != "judged":
        yield f"{told['path']}：{told['error'] or '没能判断'}"
        return
    for one in told["findings"]:
        if _severity(one) >= fail_on:
            cite = one["cite"]
            citation = Citation(cite["pack"], cite["title"], cite["number"], cite["article"], cite["strength"])
            word = SEVERITY_WORDS[_severity(one)]
            yield f"{told['path']}：{word}：{one['message']}（{describe_citation(citation)}）{one['advice']}"


def _summary(documents: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    severities = [_severity(one) for told in documents for one in told["findings"]]
    return {
        "documents": len(documents),
        "failed": sum(told["status"] != "judged" for told in documents),
        "findings": len(severities),
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
        "infos": severities.count(Severity.INFO),
        "waived": sum(len(told.get("waived", ())) for told in documents),
        "skipped": sum(len(told["skipped"]) for told in documents),
    }


def _severity(finding: Mapping[str, Any]) -> Severity:
    return Severity[finding["severity"].upper()]
