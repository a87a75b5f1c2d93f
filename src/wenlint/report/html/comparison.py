"""A passage of the draft beside the one it restates: what both share marked, what was changed shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from wenlint.document import Document, Span
from wenlint.finding import Finding, Location
from wenlint.report.harmless import harmless
from wenlint.text.differences import Change, Difference, differences
from wenlint.text.patterns import pattern


def compared(document: Document, finding: Finding, mine: Location, theirs: Location) -> dict[str, Any]:
    """Both passages of a finding as :func:`side_by_side` sets them, by the differences that the check found."""
    return side_by_side(mine.span.of(document.text), theirs.text, _told(finding, mine, theirs))


def side_by_side(mine: str, theirs: str, changes: Sequence[Difference] | None = None) -> dict[str, Any]:
    """Both passages as markup in ``rows`` of paragraphs, and in ``counts`` how often what sort of change was made.

    The differences are found here when they are not given.
    """
    if changes is None:
        changes = differences(theirs, mine)
    counts: dict[str, int] = {}
    for change in changes:
        if change.change is not Change.MARKS:
            counts[change.change.label] = counts.get(change.change.label, 0) + 1
    return {
        "rows": list(_rows(mine, theirs, changes)),
        "counts": "，".join(f"{label} {times} 处" for label, times in counts.items()),
    }


def _told(finding: Finding, mine: Location, theirs: Location) -> Sequence[Difference] | None:
    """The differences that the check found, with offsets into the two passages; None when it told none of these."""
    told = finding.evidence.get("differences")
    if told is None or len(theirs.span) != len(theirs.text):
        return None
    found = [
        Difference(
            Change(one["change"]),
            Span(one["source_start"] - theirs.span.start, one["source_end"] - theirs.span.start),
            Span(one["start"] - mine.span.start, one["end"] - mine.span.start),
            one["was"],
            one["now"],
        )
        for one in told
    ]
    inside = (Span(0, len(theirs.text)), Span(0, len(mine.span)))
    return found if all(_holds(inside[0], one.source) and _holds(inside[1], one.draft) for one in found) else None


def _holds(whole: Span, part: Span) -> bool:
    return whole.start <= part.start <= part.end <= whole.end


def _rows(left: str, right: str, changes: Sequence[Difference]) -> Iterator[tuple[Markup, Markup]]:
    """The passages cut where a paragraph ends in both, so that what belongs together stays side by side."""
    begun = (0, 0)
    for end in [*_shared_ends(left, right, changes), (len(left), len(right))]:
        mine, theirs = Span(begun[0], end[0]), Span(begun[1], end[1])
        if mine.of(left).strip() or theirs.of(right).strip():
            yield (
                _side(left, mine, [(one.draft, one.change) for one in changes], "ins"),
                _side(right, theirs, [(one.source, one.change) for one in changes], "del"),
            )
        begun = end


def _shared_ends(left: str, right: str, changes: Sequence[Difference]) -> Iterator[tuple[int, int]]:
    """Where a line ends in what both share; none where words were moved, which stand in no common order."""
    at = (0, 0)
    for change in [*sorted(changes, key=lambda one: (one.draft, one.source)), None]:
        mine, theirs = (
            (change.draft, change.source) if change else (Span(len(left), len(left)), Span(len(right), len(right)))
        )
        shared = left[at[0] : mine.start]
        if theirs.start < at[1] or right[at[1] : theirs.start] != shared:
            return
        yield from ((at[0] + end + 1, at[1] + end + 1) for end, mark in enumerate(shared) if mark == "\n")
        if change and change.change is Change.MARKS and "\n" in change.was and "\n" in change.now:
            yield mine.end, theirs.end
        at = (mine.end, theirs.end)


def _side(text: str, piece: Span, changed: Sequence[tuple[Span, Change]], tag: str) -> Markup:
    parts: list[Markup] = []
    at = piece.start
    for span, change in sorted(changed, key=lambda one: one[0]):
        if span.start < at or span.end > piece.end:
            continue
        parts.append(_in("mark", "", text[at : span.start]))
        words = span.of(text)
        parts.append(_in(tag, change.label, words) if words.strip() else _escaped(words))
        at = span.end
    parts.append(_in("mark", "", text[at : piece.end]))
    # A paragraph's end is one, however many blank lines the source has; the edge of a row is none.
    shown = _ENDS.sub(lambda match: match[0].replace("<br>", "") + "<br>", Markup("").join(parts))
    return Markup(_EDGES.sub(lambda match: match[0].replace("<br>", ""), shown))


_ENDS = pattern("<br>(?:</(?:mark|ins|del)>|<mark>|<br>)*")
_EDGES = pattern("^(?:</?mark>|<br>)+|(?:</?mark>|<br>)+$")


def _in(tag: str, title: str, words: str) -> Markup:
    if not words:
        return Markup("")
    about = Markup(" title='{}'").format(title) if title else Markup("")
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), about, _escaped(words))


def _escaped(words: str) -> Markup:
    return escape(harmless(words)).replace("\n", Markup("<br>"))
