"""Running heads, running feet and page numbers: what a page repeats and is not of its text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from wenlint.reading.fixed.rows import Line, Segment, line, rows
from wenlint.reading.fixed.sheet import Sheet
from wenlint.reading.flow import Region
from wenlint.text.patterns import pattern

_TOP, _BOTTOM = 0.14, 0.84  # shares of the page height; GB/T 9704—2012 5.2.2 sets the text between 0.125 and 0.88
_SURE_TOP, _SURE_BOTTOM = 0.1, 0.9
_ROWS = 5  # rows at an edge that are looked at
_SAME_PLACE = 4.0  # points
_SURE_PAGES, _MOST = 3, 0.7  # pages, and their share, on which the rows of a head of several lines stand
_APART = 1.25  # pitches between a margin row and the text
_DASH = r"[-—–―－─_·•~～\s]*"
_NUMBER = r"(?:\d{1,4}|[ivxlc]{1,6}|[〇○零一二三四五六七八九十百]{1,5})"
_PAGE_NUMBER = pattern(
    rf"{_DASH}(?:第\s*)?{_NUMBER}(?:\s*页)?(?:\s*[,，/／|]?\s*(?:共\s*)?{_NUMBER}\s*页?)?{_DASH}|(?:Page|P\.?)\s*\d+(?:\s*(?:of|/)\s*\d+)?",
    re.IGNORECASE,
)
_DIGITS = pattern(r"\d+")
_BLANKS = pattern(r"\s+")


@dataclass(frozen=True, slots=True)
class MarginRow:
    """A row in the top or bottom margin of a page."""

    region: Region
    line: Line


@dataclass(frozen=True, slots=True)
class _Candidate:
    page: int
    region: Region
    row: list[Segment]
    line: Line
    height: float  # of the page, in points
    apart: bool  # whether it stands off the text, or is smaller than it

    @property
    def key(self) -> tuple[Region, str]:
        return self.region, _DIGITS.sub("#", _BLANKS.sub("", self.line.text))


def margins(sheets: Sequence[Sheet], parts: Sequence[list[Segment]]) -> tuple[list[MarginRow], list[list[Segment]]]:
    """Separates margin rows from the text of all pages.

    Returns the margin rows, and for each page the segments that are left.
    """
    edges = [list(_edges(sheet, own)) for sheet, own in zip(sheets, parts, strict=True)]
    repeated = _repeated(edges)
    found: list[MarginRow] = []
    kept: list[list[Segment]] = []
    for own, candidates in zip(parts, edges, strict=True):
        marginal = [c for c in candidates if id(c) in repeated or _is_page_number(c)]
        marginal = _from_the_edge_on(marginal, candidates)
        found += [MarginRow(c.region, c.line) for c in marginal]
        gone = {id(segment) for c in marginal for segment in c.row}
        kept.append([segment for segment in own if id(segment) not in gone])
    return found, kept


def _edges(sheet: Sheet, parts: list[Segment]) -> Iterator[_Candidate]:
    """The outer rows of a page, each edge from the outside in."""
    top, bottom = _TOP * sheet.height, _BOTTOM * sheet.height
    outer = rows(segment for segment in parts if segment.y < top * 1.6 or segment.y > bottom * 0.9)
    made = [(row, printed) for row in outer if (printed := line(row, sheet.number))]
    pitch = 1.5 * max((printed.size for _, printed in made), default=12.0)
    for region, ordered in ((Region.HEADER, made), (Region.FOOTER, made[::-1])):
        for index, (row, printed) in enumerate(ordered[:_ROWS]):
            if printed.y > top if region is Region.HEADER else printed.y < bottom:
                break
            inner = ordered[index + 1][1] if index + 1 < len(ordered) else None
            apart = inner is None or abs(inner.y - printed.y) > _APART * pitch or printed.size < 0.9 * inner.size
            yield _Candidate(sheet.number, region, row, printed, sheet.height, apart)


def _repeated(pages: Sequence[Sequence[_Candidate]]) -> set[int]:
    """Identities of the rows that stand with the same words in the same place, beyond the text, on several pages."""
    groups: dict[tuple[Region, str], list[_Candidate]] = defaultdict(list)
    for candidate in (candidate for page in pages for candidate in page):
        groups[candidate.key].append(candidate)
    alike = {id(one) for group in groups.values() for one in _with_twins(group, len(pages))}
    top = _edge_of_text(pages, Region.HEADER, alike)
    bottom = _edge_of_text(pages, Region.FOOTER, alike)
    return {
        id(one)
        for group in groups.values()
        for one in group
        if id(one) in alike and (one.line.y < top if one.region is Region.HEADER else one.line.y > bottom)
    }


def _with_twins(group: Sequence[_Candidate], pages: int) -> Iterator[_Candidate]:
    """Those that stand in the same place on two or more of the pages, and apart from the text on one of them.

    Rows of a head of several lines stand close together; they are taken when most pages have them word for word.
    """
    ordered = sorted(group, key=lambda candidate: candidate.line.y)
    start = 0
    for index, one in enumerate(ordered):
        if index + 1 < len(ordered) and ordered[index + 1].line.y - one.line.y < _SAME_PLACE:
            continue
        place = ordered[start : index + 1]
        found = len({candidate.page for candidate in place})
        if (found > 1 and any(candidate.apart for candidate in place)) or _is_head(place, found, pages):
            yield from place
        start = index + 1


def _is_head(place: Sequence[_Candidate], found: int, pages: int) -> bool:
    """Whether rows in one place, found on so many pages, have the same words on most of them."""
    return found >= max(_SURE_PAGES, _MOST * pages) and len({candidate.line.text for candidate in place}) == 1


def _edge_of_text(pages: Sequence[Sequence[_Candidate]], region: Region, alike: set[int]) -> float:
    """Where the text of most pages begins or ends: 附件1 and 附件2 at the top of the text are no running head."""
    outer = [
        next((c for c in page if c.region is region and id(c) not in alike and not _is_page_number(c)), None)
        for page in pages
    ]
    places = [c.line.y for c in outer if c]
    if places:
        return median(places) + (-_SAME_PLACE if region is Region.HEADER else _SAME_PLACE)
    heights = [c.height for page in pages for c in page]
    return max(heights, default=0.0) * (_SURE_TOP if region is Region.HEADER else _SURE_BOTTOM)


def _is_page_number(candidate: _Candidate) -> bool:
    return candidate.apart and bool(_PAGE_NUMBER.fullmatch(candidate.line.text.strip()))


def _from_the_edge_on(marginal: list[_Candidate], candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Only rows with nothing of the text between them and the edge of the page."""
    chosen = {id(c) for c in marginal}
    kept: list[_Candidate] = []
    for region in (Region.HEADER, Region.FOOTER):
        for candidate in candidates:
            if candidate.region is not region:
                continue
            if id(candidate) not in chosen:
                break
            kept.append(candidate)
    return kept
