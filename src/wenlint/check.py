"""The only door that a check file imports from: Check, Rule, Case and the context.

A check is a mechanism in code; a rule is data that puts it to use. A check's ``run``
receives the draft, one rule and a :class:`Context` through which everything outside the
draft reaches it, and yields findings, or :class:`CannotTell` when the rule applies but
cannot be judged.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from wenlint.document import Direction, Document, Kind, Span
from wenlint.finding import CannotTell, Citation, Confidence, Finding, Fix, Location, Severity, SuperiorRef

if TYPE_CHECKING:
    from wenlint.appearance import Appearance, Face, Look
    from wenlint.filed import FiledDraft, SharedFinding

__all__ = [
    "CannotTell",
    "Case",
    "Check",
    "Citation",
    "Confidence",
    "Context",
    "Finding",
    "Fix",
    "Library",
    "Location",
    "Passage",
    "PlanItem",
    "QuotaItem",
    "Restatement",
    "Rule",
    "Severity",
    "SuperiorDocument",
    "SuperiorRef",
    "Verdict",
]

Verdict: TypeAlias = Finding | CannotTell


@dataclass(frozen=True, slots=True)
class SuperiorDocument:
    """A document of the library. ``text`` is "" when only its facts are known (the catalogue)."""

    ref: SuperiorRef
    text: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the draft that restates a passage of a superior document.

    ``draft`` and ``source_span`` are offsets into the draft's and the source's text;
    ``source_text`` are the source's words; ``trail`` the source's headings above them.
    """

    draft: Span
    source: SuperiorRef
    source_span: Span
    source_text: str
    trail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restatement:
    """What of a draft's body is restated from the library.

    ``share`` is the part of the body's 汉字 that lie in passages (0–1), ``characters``
    their number, ``longest_run`` the length of the longest passage in 汉字, and ``main``
    the document that accounts for most of them. ``compared`` is the number of documents
    whose text the draft was held against.
    """

    passages: tuple[Passage, ...]
    share: float
    characters: int
    longest_run: int
    main: SuperiorRef | None
    compared: int = 0


class Library(Protocol):
    """The library of superior documents, as checks see it."""

    def __len__(self) -> int:
        """Number of documents known."""

    def find(self, title: str, number: str = "") -> SuperiorDocument | None:
        """The document of that number, or else of that title (punctuation apart); None if unknown."""

    def restated(self, document: Document) -> Restatement:
        """Passages of the draft that restate documents of the library."""


class PlanItem(NamedTuple):
    """One line of the annual plan (年度计划): what may be held, issued or carried out, and how often.

    Attributes:
        category: "meeting", "document" or "inspection".
        title: as the plan names it.
        organ: whose it is, or "" when the plan does not say.
        year: the year it is planned for, or None when the plan does not say.
        times: how often in that year.
        done: how often already.
        row: the row of the file that says so, counted from 1.
    """

    category: str
    title: str
    organ: str = ""
    year: int | None = None
    times: int = 1
    done: int = 0
    row: int = 0


class QuotaItem(NamedTuple):
    """How many documents an organ may issue this year (份), by one row of a table.

    Attributes:
        organ: its name, as its drafts give it.
        limit: the most it may issue; None when the table does not say.
        last_year: how many it issued last year, likewise.
        issued: how many it has issued this year.
        row: the row of the file that says so, counted from 1.
    """

    organ: str
    limit: int | None = None
    last_year: int | None = None
    issued: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know beyond the draft.

    ``superiors`` is the library of superior documents, None when none is set up.

    ``clock`` tells the day; whoever keeps verdicts gives one that notices when it is asked.
    ``plan`` is the annual plan, None when none is given.
    """

    superiors: Library | None = None
    clock: Callable[[], dt.date] = dt.date.today
    plan: Sequence[PlanItem] | None = None
    quota: Sequence[QuotaItem] | None = None

    @property
    def today(self) -> dt.date:
        """The day on which the draft is judged."""
        return self.clock()


@dataclass(frozen=True, slots=True)
class Rule:
    """A regulation's use of a check, as read from a pack.

    Attributes:
        id: ``<pack>/<name>``.
        check: the name of the mechanism.
        severity: of its findings unless the check lowers it; already capped by the strength.
        cite: the article.
        params: as the check declares them, defaults filled in.
        kinds: kinds of document it applies to; empty means every kind.
        directions: likewise for the direction of issue.
        message, advice: the pack's own wording where a check lets the pack speak; may be "".
        bad, good: example drafts of this rule, in the notation of :class:`Case`.
    """

    id: str
    check: str
    severity: Severity
    cite: Citation
    params: Mapping[str, Any] = field(default_factory=dict)
    kinds: frozenset[Kind] = frozenset()
    directions: frozenset[Direction] = frozenset()
    message: str = ""
    advice: str = ""
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()

    def applies_to(self, document: Document) -> bool:
        """Whether the rule speaks of documents of this kind and direction."""
        if self.kinds and document.kind.value not in self.kinds:
            return False
        return not self.directions or document.direction in self.directions

    def finding(
        self,
        message: str,
        *at: Location,
        advice: str = "",
        severity: Severity | None = None,
        confidence: Confidence = Confidence.HIGH,
        evidence: Mapping[str, Any] | None = None,
        fixes: Sequence[Fix] = (),
        whole: bool = False,
    ) -> Finding:
        """A finding of this rule; its severity never exceeds the rule's."""
        return Finding(
            check=self.check,
            rule=self.id,
            severity=self.severity if severity is None else min(severity, self.severity),
            confidence=confidence,
            message=message,
            advice=advice or self.advice,
            at=at,
            cite=self.cite,
            evidence=dict(evidence or {}),
            fixes=tuple(fixes),
            whole=whole,
        )


@dataclass(frozen=True, slots=True)
class Case:
    """An example draft that a check must flag (bad) or leave alone (good).

    ``draft`` is in one-line notation: paragraphs are separated by ``|``, and ``{1200字}``
    stands for that much innocent text. It is read as a draft in plain text is.

    Attributes:
        draft: the example.
        params: the rule's parameters for this example, over the check's defaults.
        pages: page count to assume, or a (low, high) range.
        kind: kind of document, when the example does not show it.
        superiors: texts of the library, in the same notation, the title first and a
            document number second.
        others: the other drafts of the folder, for a check that judges across drafts.
        cannot_tell: whether the check must answer that it cannot tell (only among ``bad``).
        plan, quota: the annual plan and the quotas to assume.
        appearance: how it looks on paper and what its file holds, which no notation shows.
        looks: how blocks of a kind are set ("body"; "heading-1" for a level), over that.
        shown: the same in words, for the documentation.
    """

    draft: str
    params: Mapping[str, Any] = field(default_factory=dict)
    pages: int | tuple[int, int] | None = None
    kind: Kind | None = None
    superiors: Sequence[str] = ()
    others: Sequence[str] = ()
    cannot_tell: bool = False
    plan: Sequence[PlanItem] | None = None
    appearance: Appearance | None = None
    looks: Mapping[str, tuple[Look, Face]] = field(default_factory=dict)
    shown: str = ""
    quota: Sequence[QuotaItem] | None = None


Run: TypeAlias = Callable[[Document, Rule, Context], Iterator[Verdict]]
RunAcross: TypeAlias = "Callable[[Sequence[FiledDraft], Rule, Context], Iterator[SharedFinding]]"


def nothing(_document: Document, _rule: Rule, _context: Context) -> Iterator[Verdict]:
    """The ``run`` of a check that has nothing to say of a draft by itself."""
    return iter(())


_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a check: its type, its meaning, and its default (None: a rule must give it)."""

    type: type
    about: str
    default: Any = None


@dataclass(frozen=True, slots=True)
class Check:
    """A mechanism. ``doc`` is the check file's docstring: a title line, then 查什么 / 为什么 / 怎么改.

    ``run`` judges a draft by itself. ``across`` judges the drafts of a folder together, when a
    folder is scanned; a check that only does so has ``run=nothing``.
    """

    name: str
    run: Run
    doc: str
    params: Mapping[str, Param] = field(default_factory=dict)
    bad: tuple[Case, ...] = ()
    good: tuple[Case, ...] = ()
    across: RunAcross | None = None

    def __post_init__(self) -> None:
        if not _NAME.match(self.name):
            raise ValueError(f"check name {self.name!r} is not kebab-case")

    @property
    def title(self) -> str:
        """The first line of the docstring."""
        return self.doc.strip().splitlines()[0] if self.doc.strip() else self.name
