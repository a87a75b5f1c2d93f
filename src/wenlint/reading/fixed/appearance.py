"""What pages of fixed layout look like: paper, margins as printed, page numbers, lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from wenlint.appearance import UNKNOWN, Appearance, Face, Line, PageNumber, category
from wenlint.appearance import Sheet as Paper
from wenlint.reading.fixed.sheet import Piece, Sheet, Style
from wenlint.reading.flow import Paragraph, Region
from wenlint.text.patterns import pattern

_MM = 25.4 / 72
_FOOT, _HEAD = 0.88, 0.1  # shares of the page height; between them stands text
_ASCENT = 0.86  # of the size, above the base line
_LEAST_LINES = 8
_SHARED = 3  # full lines that begin at one edge
_SAME = 1.5  # points
_WIDE = 170.0  # points: 60 mm
_TEXT = (Region.BODY, Region.CELL, Region.FOOTNOTE)
_NUMBER = pattern(r"[-—–―－─\s第]*\d{1,4}[-—–―－─\s页]*\Z")


def appearance(sheets: Sequence[Sheet], paragraphs: Sequence[Paragraph]) -> Appearance:
    """Look of a document of fixed layout, without the looks of its paragraphs, which follow from these."""
    replaced = dict.fromkeys(name for sheet in sheets for name in sheet.replaced)
    return Appearance(
        sheets=tuple(_papers(sheets)),
        numbers=tuple(_numbers(sheets)),
        lines=tuple(_lines(sheets, paragraphs)),
        replaced=tuple(replaced),
    )


def faces(styles: Iterable[tuple[Style, str]]) -> tuple[tuple[int, Face], ...]:
    """Lengths and faces of stretches of one style."""
    return tuple((len(words), _face(style)) for style, words in styles if words)


def _face(style: Style) -> Face:
    colour = "red" if style.red else ""
    return Face(style.font, category(style.font), round(style.size * 2) / 2, style.bold, colour)


def _papers(sheets: Sequence[Sheet]) -> Iterator[Paper]:
    """One for each size of paper, in the order in which they come."""
    sizes: dict[tuple[int, int], list[Sheet]] = {}
    for sheet in sheets:
        sizes.setdefault((round(sheet.width), round(sheet.height)), []).append(sheet)
    for own in sizes.values():
        first = own[0]
        left, right = _edges(own)
        yield Paper(
            width=round(first.width * _MM, 1),
            height=round(first.height * _MM, 1),
            top=_top(own, sheets[0]),
            left=round(left * _MM, 1) if left is not None else None,
            right=round((first.width - right) * _MM, 1) if right is not None else None,
            measured=True,
            page=first.number,
        )


def _text(sheet: Sheet) -> list[Piece]:
    return [p for p in sheet.pieces if p.text.strip() and _HEAD * sheet.height < p.y < _FOOT * sheet.height]


def _rows(sheet: Sheet) -> list[tuple[float, float]]:
    """Left and right edge of what stands on each base line."""
    rows: dict[int, tuple[float, float]] = {}
    for piece in _text(sheet):
        x0, x1 = rows.get(round(piece.y), (piece.x0, piece.x1))
        rows[round(piece.y)] = min(x0, piece.x0), max(x1, piece.x1)
    return list(rows.values())


def _edges(sheets: Sequence[Sheet]) -> tuple[float | None, float | None]:
    """The edges that most full lines of text keep to; None where there are too few to tell."""
    rows = [row for sheet in sheets for row in _rows(sheet)]
    widest = max((x1 - x0 for x0, x1 in rows), default=0.0)
    full = [row for row in rows if row[1] - row[0] > 0.88 * widest]
    if len(full) < _LEAST_LINES:
        return None, None
    lefts, rights = Counter(round(x0) for x0, _ in full), Counter(round(x1) for _, x1 in full)
    # First lines stand further in, so not the usual edge counts but the outermost that lines share.
    left = min((x for x, count in lefts.items() if count >= _SHARED), default=None)
    return (None if left is None else float(left)), float(rights.most_common(1)[0][0])


def _top(sheets: Sequence[Sheet], first: Sheet) -> float | None:
    """Where the text of the pages after the first begins; the first begins with its head."""
    tops = [
        min(piece.y - _ASCENT * piece.style.size for piece in text)
        for sheet in sheets
        if sheet is not first and (text := _text(sheet))
    ]
    return round(median(tops) * _MM, 1) if tops else None


def _numbers(sheets: Sequence[Sheet]) -> Iterator[PageNumber]:
    """The numbers of the first page, of the odd pages after it, and of the even ones."""
    left, right = _edges(sheets)
    found = {sheet.number: _number(sheet, left, right) for sheet in sheets}
    for when, numbers in (
        ("default", [page for page in found if page % 2 and page > 1] or [1]),
        ("even", [page for page in found if not page % 2]),
        ("first", [1]),
    ):
        shown = [found[page] for page in numbers if page in found]
        if shown:
            printed = next((number for number in shown if number.text), shown[0])
            yield printed._replace(when=when)


def _number(sheet: Sheet, left: float | None, right: float | None) -> PageNumber:
    rows: dict[int, list[Piece]] = {}
    for piece in sheet.pieces:
        if piece.y > 0.86 * sheet.height:
            rows.setdefault(round(piece.y), []).append(piece)
    for _, pieces in sorted(rows.items(), reverse=True):
        pieces.sort(key=lambda piece: piece.x0)
        text = " ".join("".join(piece.text for piece in pieces).split())
        if not _NUMBER.match(text):
            continue
        style = next((p.style for p in pieces if re.search(r"\d", p.text)), pieces[0].style)
        align = _align(pieces[0].x0, pieces[-1].x1, sheet.width, left, right)
        name = "" if sheet.replaced else style.font
        return PageNumber(
            re.sub(r"\d+", "1", text), align, round(style.size * 2) / 2, name, category(name) if name else UNKNOWN
        )
    return PageNumber("")


def _align(x0: float, x1: float, width: float, left: float | None, right: float | None) -> str:
    before, after = x0 - (left or 0.0), (right or width) - x1
    if abs(before - after) < 0.1 * width:
        return "center"
    return "left" if before < after else "right"


def _lines(sheets: Sequence[Sheet], paragraphs: Sequence[Paragraph]) -> Iterator[Line]:
    """Horizontal lines, each at the last paragraph that begins above it."""
    first = [(p.source[0], i) for i, p in enumerate(paragraphs) if isinstance(p.source, tuple) and p.region in _TEXT]
    placed = [(line.page, line.y, index) for line, index in first]
    for sheet in sheets:
        own = sorted((y, index) for page, y, index in placed if page == sheet.number)
        for rule in sorted(sheet.rules, key=lambda rule: rule.y0):
            if not rule.is_horizontal or rule.x1 - rule.x0 < _WIDE:
                continue
            above = [index for y, index in own if y < rule.y0 + _SAME]
            below = [index for y, index in own if y >= rule.y0 + _SAME]
            index = above[-1] if above else below[0] if below else -1
            width = round((rule.x1 - rule.x0) * _MM, 1)
            yield Line(index, "red" if rule.red else "", 0.0, width, "bottom" if above else "top")
