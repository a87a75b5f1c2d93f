"""What becomes of a draft, the same at every gate.

Everything found is told; the configuration decides only whether the draft may go on. Nothing lets
a draft through that could not be judged, or that bears a secrecy marking where such are not allowed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from wenlint.batch.gatherer import settled
from wenlint.batch.record import Record
from wenlint.config import Settings
from wenlint.finding import Severity
from wenlint.gating import Marked, Override
from wenlint.waivers import Exemptions

HELD = "文稿带密级标志，这里没有声明可以存放涉密文稿，不放行；请先停下，按保密规定处理"


class Verdict(StrEnum):
    """What becomes of a draft at the gate."""

    PASSED = "passed"
    REFUSED = "refused"
    UNJUDGED = "unjudged"


def ruled(
    record: Record, exemptions: Exemptions, settings: Settings, sender: str, *, is_history: bool = False
) -> Record:
    """The record as the gate tells it, with the decision in it (docs/output.md, "At a gate").

    Of a version that only stays in the history (``is_history``) no finding counts.
    """
    record = settled(record, exemptions, settings.marked.value)
    outcome = exemptions.apply(record.outcome) if record.outcome else None
    return replace(record, outcome=outcome, told=_decided(record.told, settings, sender, is_history))


def verdict_of(told: Mapping[str, Any]) -> Verdict:
    """The verdict in a document's object."""
    return Verdict(told["gate"]["verdict"])


def severity_of(finding: Mapping[str, Any]) -> Severity:
    """The severity of a finding's object."""
    return Severity[finding["severity"].upper()]


def _decided(told: Mapping[str, Any], settings: Settings, sender: str, is_history: bool) -> dict[str, Any]:
    fail_on = settings.fail_on.value
    is_held = settings.marked.value is not Marked.ALLOW and bool(told["facts"] and told["facts"]["secrecy"])
    overrides: dict[str, dict[str, str]] = {}
    findings = []
    for finding in told["findings"]:
        if not is_history and severity_of(finding) >= fail_on:
            override = _override(finding, settings, sender)
            finding = {**finding, "gate": "warned" if override else "refused"}
            if override:
                overrides[finding["rule"]] = _told_of(finding["rule"], override)
        findings.append(finding)
    verdict = Verdict.PASSED
    if told["status"] != "judged":
        verdict = Verdict.UNJUDGED
    elif is_held or any(finding.get("gate") == "refused" for finding in findings):
        verdict = Verdict.REFUSED
    gate = {"verdict": verdict.value, "held": is_held, "overrides": [*overrides.values()]}
    return {**told, "findings": findings, "gate": gate}


def _override(finding: Mapping[str, Any], settings: Settings, sender: str) -> Override | None:
    """What makes the finding a warning only for this sender today."""
    for override in settings.warn_only.value:
        is_meant = override.covers(finding["rule"], finding["check"]) and override.is_for(sender)
        if is_meant and override.holds_on(dt.date.today()):  # whatever day's rules are judged by
            return override
    return None


def _told_of(rule: str, override: Override) -> dict[str, str]:
    return {"rule": rule, "reason": override.reason, "by": override.by, "until": override.until.isoformat()}
