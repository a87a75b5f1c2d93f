"""The figures of a run, the same in every report."""

from __future__ import annotations

from collections.abc import Sequence

from wenlint.finding import Outcome, Severity


def count(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Figures of a run: documents, of them failed, findings by severity, findings
    under a waiver or a baseline, rules that could not be judged."""
    severities = [finding.severity for outcome in outcomes for finding in outcome.findings]
    return {
        "documents": len(outcomes),
        "failed": sum(outcome.document is None for outcome in outcomes),
        "findings": len(severities),
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
        "infos": severities.count(Severity.INFO),
        "waived": sum(len(outcome.exempt) for outcome in outcomes),
        "skipped": sum(len(outcome.skipped) for outcome in outcomes),
    }
