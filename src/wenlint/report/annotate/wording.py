"""What a comment says of a finding, in paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from wenlint.document import BlockKind, Document, Span
from wenlint.finding import Confidence, Finding, Location
from wenlint.report.disclosure import Disclosure
from wenlint.report.paint import SEVERITY_WORDS
from wenlint.report.passages import changes_told
from wenlint.report.places import describe_citation
from wenlint.report.quotation import shortened
from wenlint.text.titles import in_title_marks

_PASSAGE = 300  # characters of a superior passage
_QUOTED = 40  # characters of the draft's words where the comment stands elsewhere
FINGERPRINT = "指纹 "


def places(finding: Finding) -> list[tuple[Location | None, list[Location]]]:
    """Each place in the draft with the superior passages that belong to it; one of None for no place at all."""
    found: list[tuple[Location | None, list[Location]]] = []
    for place in finding.at:
        if place.source is None:
            found.append((place, []))
        elif found:
            found[-1][1].append(place)
        else:
            found.append((None, [place]))
    return found or [(None, [])]


def whole(document: Document) -> Span:
    """What a finding of the draft as a whole is shown at: the title, or what comes first."""
    blocks = [*document.of_kind(BlockKind.TITLE), *document.blocks]
    return blocks[0].span


def heading(finding: Finding, open_to: Disclosure, which: tuple[int, int]) -> str:
    """The first line: how grave, and what is wrong. ``which`` is the place's number, and how many there are."""
    number, of = which
    several = f"（第 {number} 处，共 {of} 处）" if of > 1 else ""
    unsure = "" if finding.confidence is Confidence.HIGH else "（拿不准，请人工核对）"
    return f"【{SEVERITY_WORDS[finding.severity]}】{open_to.said(finding.message)}{unsure}{several}"


def details(document: Document, finding: Finding, place: Location | None, sources: list[Location]) -> Iterator[str]:
    """The lines below: sources, article, advice, and the names by which to waive or ignore it."""
    open_to = Disclosure(document)
    for source in sources:
        yield from _source(document, place, source, open_to)
    if finding.advice:
        yield f"怎么改：{open_to.said(finding.advice)}"
    yield f"依据：{describe_citation(finding.cite)}"
    yield f"规则 {finding.rule}　{FINGERPRINT}{finding.fingerprint}"


def elsewhere(document: Document, span: Span, name: str) -> str:
    """Why a comment does not stand at the words it is about."""
    words = Disclosure(document).words("".join(span.of(document.text).split()))
    quoted = f"：“{shortened(words, _QUOTED)}”" if words else "。"
    if name == "自动编号":
        return f"说的是这一段的自动编号{quoted}"
    return f"问题在{name}里，那里加不了批注，标在这里{quoted}"


def _source(document: Document, place: Location | None, source: Location, open_to: Disclosure) -> Iterator[str]:
    assert source.source is not None
    number = f"（{source.source.number}）" if source.source.number else ""
    trail = " › ".join(source.trail) if source.trail and not open_to.secret else ""
    yield f"来源：{in_title_marks(source.source.title)}{number}{f'，{trail}' if trail else ''}"
    if not source.text or open_to.secret:
        return
    yield f"原文：“{shortened(' '.join(source.text.split()), _PASSAGE)}”"
    changes = changes_told(place.span.of(document.text), source.text) if place else ""
    if changes:
        yield f"改动：{changes}"
