"""What a sender is told: the JSON report of ``wenlint check``, whether the drafts may pass, and why not in a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wenlint import __version__
from wenlint.finding import Citation, Severity
from wenlint.gateway.ruling import HELD, Verdict, severity_of, verdict_of
from wenlint.report.json import SCHEMA
from wenlint.report.paint import SEVERITY_WORDS
from wenlint.report.places import describe_citation

_MOST_NAMED = 5


def body(documents: Sequence[Mapping[str, Any]], packs: Sequence[str]) -> dict[str, Any]:
    """The answer to a request."""
    return {
        "ok": may_pass(documents),
        "message": message(documents),
        "schema": SCHEMA,
        "wenlint": __version__,
        "packs": list(packs),
        "documents": list(documents),
        "waivers": {"expired": [], "unused": []},
        "summary": _summary(documents),
    }


def may_pass(documents: Sequence[Mapping[str, Any]]) -> bool:
    """Whether there are drafts, and every one of them may pass."""
    return bool(documents) and all(verdict_of(told) is Verdict.PASSED for told in documents)


def message(documents: Sequence[Mapping[str, Any]], most: int = _MOST_NAMED) -> str:
    """For the eyes of whoever sent the drafts: how it ended, each reason in a line, and what was let through only
    because the configuration says so. ``most`` reasons are told."""
    is_well = may_pass(documents)
    lines = [f"{'可以' if is_well else '没有'}通过：{_found(documents)}"]
    grave = [line for told in documents for line in _reasons(told)]
    lines += grave[:most]
    if len(grave) > most:
        lines.append(f"…… 共 {len(grave)} 条，见报告")
    return "\n".join([*lines, *_let_through(documents)])


def remarks(documents: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is decided by more than the findings: drafts held for their markings, and findings that only warn."""
    return [*_held(documents), *_let_through(documents)]


def _held(documents: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from (f"{told['path']}：{HELD}" for told in documents if told["gate"]["held"])


def let_through(override: Mapping[str, str]) -> str:
    """Why findings of a rule only warn."""
    return f"{override['reason']}；{override['by']}同意，到 {override['until']}"


def _let_through(documents: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    told = {one["rule"]: one for document in documents for one in document["gate"]["overrides"]}
    for rule, override in told.items():
        findings = [one for document in documents for one in document["findings"] if one["rule"] == rule]
        count = sum(one.get("gate") == "warned" for one in findings)
        yield f"只提醒、不拦的 {count} 处 [{rule}]（{let_through(override)}），请照样改好"


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


def _reasons(told: Mapping[str, Any]) -> Iterator[str]:
    if told["status"] != "judged":
        yield f"{told['path']}：{told['error'] or '没能判断'}"
    yield from _held([told])
    for one in told["findings"]:
        if one.get("gate") == "refused":
            cite = one["cite"]
            citation = Citation(cite["pack"], cite["title"], cite["number"], cite["article"], cite["strength"])
            word, why = SEVERITY_WORDS[severity_of(one)], f"{one['message']}（{describe_citation(citation)}）"
            yield f"{told['path']}：{word}：{why}。建议：{one['advice']} 指纹 {one['fingerprint']}"


def _summary(documents: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    severities = [severity_of(one) for told in documents for one in told["findings"]]
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
