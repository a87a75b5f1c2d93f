"""What can be said about a draft: findings, their places and the article they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from wenlint.document import Document, Span


class Severity(IntEnum):
    """How grave a finding is; ordered, so that severities can be capped and compared."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The stable English name used in JSON and on the command line."""
        return self.name.lower()


class Confidence(IntEnum):
    """How sure the check is that the finding is right."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def word(self) -> str:
        """The stable English name used in JSON."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Citation:
    """The article a rule rests on. ``summary`` is in our own words, never the regulation's text."""

    pack: str
    title: str
    number: str
    article: str
    strength: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class SuperiorRef:
    """Names a superior document without carrying its text."""

    id: str
    title: str
    number: str = ""
    issuer: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A place a finding points to.

    A primary location's span lies in the draft. A related one's lies in the superior
    document named by ``source``; its ``text`` carries the passage, because the reporter
    has no other way to reach it. ``trail`` are the headings above, outermost first.
    """

    span: Span
    source: SuperiorRef | None = None
    text: str = ""
    trail: tuple[str, ...] = ()

    @property
    def role(self) -> str:
        """``primary`` in the draft, ``related`` in a superior document."""
        return "primary" if self.source is None else "related"


@dataclass(frozen=True, slots=True)
class Fix:
    """A mechanical, certain mend: put ``replacement`` in the place of ``span`` of the draft. Offered, never applied."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that breaks a rule.

    ``message`` says what is wrong with the figure and the limit, ``advice`` how to mend it;
    both in Chinese. ``evidence`` holds figures for machines. ``fixes`` together mend the fault,
    and those that lie within one of its places mend it there; empty where that takes a drafter.
    ``fingerprint`` is stable over unrelated edits; the linter fills it in. ``whole`` says that
    the finding is of the draft as a whole, and its place only shows where that tells (the page
    that is one too many).
    """

    check: str
    rule: str
    severity: Severity
    confidence: Confidence
    message: str
    advice: str
    at: tuple[Location, ...]
    cite: Citation
    evidence: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    fixes: tuple[Fix, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Exempt:
    """A finding that somebody answered for: it is told apart and makes no exit code.

    ``source`` is "waiver" (an exception for a reason, allowed by ``by``, up to and including
    ``until``, ISO 8601) or "baseline" (known before; the rest is "").
    """

    finding: Finding
    source: str
    reason: str = ""
    by: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The third answer: the rule applies, but cannot be judged on this draft, and why.

    ``wants`` names what would settle it when it is only measured too coarsely: "pages".
    """

    reason: str
    wants: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that applies but could not be judged on a draft, why, and what would settle it."""

    rule: str
    check: str
    reason: str
    wants: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: the draft with its findings, or the reason it could not be judged.

    ``document`` is None exactly when ``error`` is set. ``exempt`` are findings under a waiver or
    a baseline; they are not among ``findings``.
    """

    path: str
    document: Document | None
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    error: str | None = None
    exempt: tuple[Exempt, ...] = ()

    @property
    def worst(self) -> Severity | None:
        """The gravest severity among the findings; None without any."""
        return max((finding.severity for finding in self.findings), default=None)
