"""Markdown marks: what of a line is text, and what the marks say of its look (CommonMark 0.31)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from wenlint.document import Span
from wenlint.reading.flow import Look, Paragraph, Region
from wenlint.reading.lines import Line, trimmed
from wenlint.text.patterns import pattern

_FENCE = pattern(r"(`{3,}|~{3,})[^`]*$")
_RULE = pattern(r"(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}")
_DELIMITER_ROW = pattern(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?")
_IMAGE = pattern(r"!\[[^\]]*\]\([^)]*\)")
_HEADING = pattern(r"(#{1,6})(?:[ \t\u3000]+|(?=[^\x00-\x7f]))")
_HEADING_CLOSE = pattern(r"[ \t]+#+$")
_CONTAINER = pattern(r"(?:>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)+")
_EMPHASIS = pattern(r"(\*{1,3}|__)(?=[^\s*_])")
_CELL = pattern(r"(?:\\.|[^|\\])+")


def paragraphs(text: str, lines: Iterable[Line]) -> Iterator[Paragraph]:
    """The paragraphs of a Markdown text: one a line, one a table cell; marks stay outside the spans."""
    state = _State()
    last: Paragraph | None = None
    for line in lines:
        words = text[line.start : line.end]
        if last and set(words) == {"="}:
            last = replace(last, look=replace(last.look, outline=1))
            continue
        if last:
            yield last
            last = None
        if state.swallows(words):
            continue
        if state.is_row(words):
            yield from _cells(text, line, state.table)
        else:
            last = _paragraph(text, line, code=bool(state.fence))
    if last:
        yield last


@dataclass(slots=True)
class _State:
    """What earlier lines have opened."""

    fence: str = ""
    comment: bool = False
    table: int = 0
    in_table: bool = False

    def swallows(self, words: str) -> bool:
        """Whether the line is markup through and through."""
        if self.comment or (words.startswith("<!--") and not self.fence):
            self.comment = "-->" not in words
            return True
        found = _FENCE.match(words)
        if found and (not self.fence or found.group(1).startswith(self.fence)):
            self.fence = "" if self.fence else found.group(1)
            return True
        if self.fence:
            return False
        return bool(_RULE.fullmatch(words) or _IMAGE.fullmatch(words))

    def is_row(self, words: str) -> bool:
        """Whether the line is a table row; counts the tables."""
        row = not self.fence and words.startswith("|") and words.count("|") > 1
        if row and not self.in_table:
            self.table += 1
        self.in_table = row
        return row


def _cells(text: str, line: Line, table: int) -> Iterator[Paragraph]:
    if _DELIMITER_ROW.fullmatch(text, line.start, line.end):
        return
    for match in _CELL.finditer(text, line.start, line.end):
        start, end = trimmed(text, *match.span())
        start, end, look = _without_emphasis(text, start, end)
        if start < end:
            yield _placed(text, start, end, line, look, Region.CELL, table)


def _paragraph(text: str, line: Line, *, code: bool) -> Paragraph:
    start, end, look = line.start, line.end, Look()
    if code:
        return _placed(text, start, end, line, look)
    if found := _CONTAINER.match(text, start, end):
        start = found.end() if found.end() < end else start
    if (found := _HEADING.match(text, start, end)) and found.end() < end:
        closing = _HEADING_CLOSE.search(text, found.end(), end)
        start, end = trimmed(text, found.end(), closing.start() if closing else end)
        look = Look(outline=len(found.group(1)))
    if end - start > 1 and text[end - 1] == "\\":
        start, end = trimmed(text, start, end - 1)
    start, end, bold = _without_emphasis(text, start, end)
    look = replace(bold, outline=look.outline, indent=0.0 if look.outline else line.lead)
    return _placed(text, start, end, line, look)


def _without_emphasis(text: str, start: int, end: int) -> tuple[int, int, Look]:
    """The range without emphasis marks at its edges, and whether they made all or the lead bold."""
    opening = _EMPHASIS.match(text, start, end)
    closing = text.find(opening.group(1), opening.end(), end) if opening else -1
    if not opening or closing < 0:
        return start, end, Look()
    mark = opening.group(1)
    strong = len(mark) > 1
    if closing + len(mark) == end:
        return opening.end(), closing, Look(bold=strong)
    runs = (closing - opening.end(), end - closing) if strong else ()
    return opening.end(), end, Look(runs=runs)


def _placed(
    text: str, start: int, end: int, line: Line, look: Look, region: Region = Region.BODY, table: int = 0
) -> Paragraph:
    return Paragraph(
        text[start:end],
        region,
        look,
        Span(start, end),
        new_page=line.new_page,
        origin=f"line {line.number}",
        table=table,
    )
