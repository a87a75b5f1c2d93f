"""One draft against the rules in force: read → applicable rules → Outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wenlint.check import Check, Context, Rule, Verdict
from wenlint.document import Block, BlockKind, Document, Kind, Span
from wenlint.finding import CannotTell, Finding, Location, Outcome, Skipped
from wenlint.reading import ReadingError, read

Reader = Callable[[], Document]


class JudgingError(Exception):
    """A check that broke on a draft; the message is one line in Chinese that names the rule."""


def lint_file(
    path: Path, rules: Sequence[Rule], checks: Mapping[str, Check], context: Context, kind: Kind | None = None
) -> Outcome:
    """Judges one file. A file that cannot be read gives an outcome with an error, never an exception."""
    return lint(str(path), lambda: read(path, kind), rules, checks, context)


def lint(name: str, reader: Reader, rules: Sequence[Rule], checks: Mapping[str, Check], context: Context) -> Outcome:
    """Judges the document that ``reader`` returns.

    A reader's :class:`ReadingError` becomes the outcome's error. So does any other failure:
    a draft that wenlint breaks on has not been judged, and must not pass.
    """
    try:
        document = reader()
        findings, skipped = judge(document, rules, checks, context)
    except ReadingError as error:
        return Outcome(name, None, error=error.message)
    except JudgingError as error:
        return Outcome(name, None, error=str(error))
    except RecursionError:
        return Outcome(name, None, error="文件嵌套过深，无法判断")
    except MemoryError:
        return Outcome(name, None, error="内存不足，无法判断")
    except Exception as error:
        return Outcome(name, None, error=f"wenlint 内部出错，未能判断（{type(error).__name__}），请把这一行报告给我们")
    return Outcome(name, document, findings, skipped)


def judge(
    document: Document, rules: Sequence[Rule], checks: Mapping[str, Check], context: Context
) -> tuple[tuple[Finding, ...], tuple[Skipped, ...]]:
    """Findings in the order of their places, and the rules that could not be judged."""
    findings: list[Finding] = []
    skipped: list[Skipped] = []
    for rule in rules:
        if not rule.applies_to(document):
            continue
        for verdict in _verdicts(checks[rule.check], document, rule, context):
            if isinstance(verdict, CannotTell):
                skipped.append(Skipped(rule.id, rule.check, verdict.reason, verdict.wants))
            else:
                findings.append(_completed(document, verdict))
    findings = _one_for_each_fault(findings)
    findings.sort(key=lambda finding: (finding.at[0].span if finding.at else Span(0, 0), -finding.severity))
    return tuple(_with_fingerprints(document, findings)), tuple(skipped)


def _one_for_each_fault(findings: Sequence[Finding]) -> list[Finding]:
    """A fault that several packs forbid is told once, with the strictest limit, or else the gravest rule.

    The others are named in the evidence under ``also``.
    """
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        groups.setdefault(_fault(finding) or number, []).append(finding)
    return [finding for group in groups.values() for finding in _merged(group)]


def _fault(finding: Finding) -> object:
    """What two findings of different rules share when they tell the same fault; None when that cannot be told."""
    value, unit = finding.evidence.get("value"), finding.evidence.get("unit")
    if isinstance(value, int | float) and isinstance(unit, str):
        return finding.check, value, unit
    places = tuple(place.span for place in finding.at)
    return (finding.check, finding.message, places) if places else None


def _merged(group: Sequence[Finding]) -> Sequence[Finding]:
    packs = {finding.cite.pack for finding in group}
    if len(group) == 1 or len(packs) < len(group):  # one pack that says it twice means two faults
        return group
    chief = max(group, key=lambda finding: (_excess(finding), finding.severity))
    gravest = max(group, key=lambda finding: finding.severity)
    also = [_in_short(finding) for finding in group if finding is not chief]
    told = replace(chief, evidence={**chief.evidence, "also": also})
    return [told if gravest.severity == chief.severity else _as_grave_as(gravest, told)]


def _excess(finding: Finding) -> float:
    """How far the value is beyond the limit; 0 for a finding without one. A stricter limit leaves more."""
    limit, value = finding.evidence.get("limit"), finding.evidence.get("value")
    return abs(value - limit) if isinstance(limit, int | float) and isinstance(value, int | float) else 0.0


def _as_grave_as(gravest: Finding, told: Finding) -> Finding:
    """A soft limit that is stricter must not hide that a hard one is broken too."""
    cite = gravest.cite
    limit = f"限额 {gravest.evidence['limit']}" if "limit" in gravest.evidence else "规定"
    also = f"；《{cite.title}》的{limit}（{cite.strength}）也超了"
    return replace(told, severity=gravest.severity, message=told.message + also)


def _in_short(finding: Finding) -> dict[str, object]:
    cite = finding.cite
    limit = {"limit": finding.evidence["limit"]} if "limit" in finding.evidence else {}
    return {
        "rule": finding.rule,
        "severity": finding.severity.word,
        "title": cite.title,
        "number": cite.number,
        "article": cite.article,
        **limit,
    }


def _verdicts(check: Check, document: Document, rule: Rule, context: Context) -> list[Verdict]:
    try:
        return list(check.run(document, rule, context))
    except (RecursionError, MemoryError):
        raise
    except Exception as error:
        what = f"规则 {rule.id} 出错（{type(error).__name__}），这份文稿没有查完"
        raise JudgingError(f"{what}；请报告给我们，或先用 --ignore {rule.id} 跳过这条规则") from error


def _completed(document: Document, finding: Finding) -> Finding:
    """The finding with the trail of headings on its places in the draft."""
    return replace(finding, at=tuple(_with_trail(document, place) for place in finding.at))


def _with_trail(document: Document, place: Location) -> Location:
    if place.source is not None or place.trail:
        return place
    return replace(place, trail=tuple(_trail(document, place.span.start)))


def _trail(document: Document, offset: int) -> Iterator[str]:
    """Headings above the offset, outermost first."""
    above: dict[int, Block] = {}
    for block in document.of_kind(BlockKind.HEADING):
        if block.span.start > offset:
            break
        above = {level: heading for level, heading in above.items() if level < block.level}
        above[block.level] = block
    for level in sorted(above):
        yield above[level].span.of(document.text).rstrip("。：:")


def _with_fingerprints(document: Document, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Gives each finding a fingerprint that survives edits elsewhere in the draft.

    It rests on the rule and the words pointed at, or on the title for a finding of the whole
    draft; equal ones are told apart by their order. Under a secrecy marking nothing of the text
    is in it: it rests on the elements that a report may tell, and on the order among the rule's findings.
    """
    seen: dict[str, int] = {}
    for finding in findings:
        key = f"{finding.rule}\n{_identity(document, finding)}"
        order = seen.get(key, 0)
        seen[key] = order + 1
        digest = hashlib.sha256(f"{key}\n{order}".encode()).hexdigest()[:16]
        yield replace(finding, fingerprint=digest)


def _identity(document: Document, finding: Finding) -> str:
    elements = document.elements
    if document.is_marked_secret:
        told = (elements.document_number, elements.issuer, elements.date, *elements.addressees)
        return "\n".join(filter(None, told))
    places = [place.span for place in finding.at if place.source is None]
    if finding.whole or not places:
        return "".join((elements.title or "").split())
    return "\n".join("".join(span.of(document.text).split()) for span in places)
