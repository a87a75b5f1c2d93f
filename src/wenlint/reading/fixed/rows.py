"""Pieces → segments → lines of print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from wenlint.reading.fixed.sheet import Piece, Style
from wenlint.reading.plausible import has_cjk, is_cjk
from wenlint.text.patterns import pattern

# All in ems of the pieces concerned, unless another unit is named.
_SAME_BASE = 0.35  # how far two base lines may lie apart within a segment
_SEGMENT_GAP = 1.2  # a wider gap ends a segment
_BACKWARD = 0.6  # a step back by more ends a segment
_WORD_GAP = 0.16  # between Latin letters, a wider gap is a blank
_TAB_GAP = 1.0  # beside a Chinese character, a wider gap is a blank
_UNUSUAL = 1.6  # times the usual gap of a letter-spaced line is a blank
_DOUBLED = 0.35  # the same piece again so near is a bold face by overprinting
_ROW_OVERLAP = 0.5  # share of the lower height that two segments of one row have in common
_ASCENT, _DESCENT = 0.85, 0.15
_CLOSING, _OPENING = r"，。、；：？！）》」』】〕”’…—·％%,.;:?!)\]}", r"（《「『【〔“‘(\[{"
_FIRST_UNIT = pattern(
    rf"[{_OPENING}]*(?:[\x21-\x7e\u00c0-\u024f]+|.)[{_CLOSING}]*", re.DOTALL
)  # what no line end may part: a word or a character, with the marks that stand by it (避头尾)


class Segment:
    """Pieces that follow one another on one base line.

    Attributes:
        pieces: from left to right.
        order: place of the first of them in the file.
        x0, x1, y: edges and base line, in points.
        size: largest size of its pieces, in points.
    """

    __slots__ = ("order", "pieces", "size", "x0", "x1", "y")

    def __init__(self, piece: Piece, order: int) -> None:
        self.pieces = [piece]
        self.order = order
        self.x0, self.x1, self.y = piece.x0, piece.x1, piece.y
        self.size = piece.style.size

    def add(self, piece: Piece) -> None:
        """Takes in the next piece."""
        self.pieces.append(piece)
        self.x1 = piece.x1
        if piece.style.size > self.size:
            self.size = piece.style.size


@dataclass(slots=True)
class Line:
    """One line of print.

    Attributes:
        text: its characters without blanks at the edges.
        styles: style and length in characters of each stretch of ``text``.
        x0, x1, y: edges and base line, in points.
        look: style of most of its characters.
        unit: width of what may not be parted from its beginning, in points.
        page: from 1.
        pieces: those it was made of, one for each of ``styles``.
    """

    text: str
    styles: list[tuple[Style, str]]
    x0: float
    x1: float
    y: float
    look: Style
    unit: float
    page: int
    pieces: list[Piece]

    @property
    def size(self) -> float:
        """Size of most of its characters, in points."""
        return self.look.size


def segments(pieces: Iterable[Piece]) -> list[Segment]:
    """Cuts pieces, in the order of the file, into runs without a wide gap."""
    found: list[Segment] = []
    last: Piece | None = None
    for order, piece in enumerate(pieces):
        if last is None or _parted(last, piece):
            found.append(Segment(piece, order))
        else:
            found[-1].add(piece)
        last = piece
    return found


def _parted(last: Piece, piece: Piece) -> bool:
    em = max(last.style.size, piece.style.size)
    gap = piece.x0 - last.x1
    return abs(piece.y - last.y) > _SAME_BASE * em or gap > _SEGMENT_GAP * em or gap < -_BACKWARD * em


def rows(parts: Iterable[Segment]) -> list[list[Segment]]:
    """Groups segments that stand beside one another, from top to bottom, each row from left to right."""
    grouped: list[list[Segment]] = []
    for segment in sorted(parts, key=attrgetter("y")):
        row = grouped[-1] if grouped else None
        if row and _side_by_side(max(row, key=attrgetter("size")), segment):
            row.append(segment)
        else:
            grouped.append([segment])
    for row in grouped:
        row.sort(key=attrgetter("x0"))
    return grouped


def _side_by_side(one: Segment, other: Segment) -> bool:
    top = max(one.y - _ASCENT * one.size, other.y - _ASCENT * other.size)
    bottom = min(one.y + _DESCENT * one.size, other.y + _DESCENT * other.size)
    return bottom - top > _ROW_OVERLAP * min(one.size, other.size)


def line(row: Sequence[Segment], page: int) -> Line | None:
    """The line that a row of segments makes; None when nothing in it is visible."""
    # By place, not by the file's order: marks in another font may be drawn after the rest of the line.
    pieces = _without_doubles(sorted((piece for part in row for piece in part.pieces), key=attrgetter("x0")))
    while pieces and pieces[-1].text.isspace():
        pieces.pop()
    first = next((index for index, piece in enumerate(pieces) if not piece.text.isspace()), len(pieces))
    pieces = pieces[first:]
    if not pieces:
        return None
    styles = _with_blanks(pieces)
    text = "".join(words for _, words in styles)
    return Line(
        text=text,
        styles=styles,
        x0=pieces[0].x0,
        x1=pieces[-1].x1,
        y=max(pieces, key=lambda piece: piece.style.size).y,
        look=_usual_look(pieces),
        unit=_first_unit(pieces, text),
        page=page,
        pieces=pieces,
    )


def lines(parts: Iterable[Segment], page: int) -> list[Line]:
    """The lines of a column, from top to bottom."""
    return [made for row in rows(parts) if (made := line(row, page))]


def _without_doubles(pieces: list[Piece]) -> list[Piece]:
    """Drops pieces printed a second time over themselves; what is left of them is bold."""
    kept: list[Piece] = []
    for piece in pieces:
        for index in range(len(kept) - 1, max(-1, len(kept) - 4), -1):
            if kept[index].text == piece.text and _printed_over(kept[index], piece):
                kept[index] = kept[index]._replace(style=kept[index].style._replace(bold=True))
                break
        else:
            kept.append(piece)
    return kept


def _printed_over(first: Piece, second: Piece) -> bool:
    near = min(_DOUBLED * second.style.size, 0.5 * (second.x1 - second.x0))
    return abs(first.x0 - second.x0) < near and not second.text.isspace()


def _with_blanks(pieces: Sequence[Piece]) -> list[tuple[Style, str]]:
    """Style and words of each piece, with a blank before those that stand off."""
    usual_gap = _usual_gap(pieces) if len(pieces) > 2 else 0.0
    styles = [(pieces[0].style, pieces[0].text)]
    for last, piece in pairwise(pieces):
        blank = " " if _is_blank_between(last, piece, usual_gap) else ""
        styles.append((piece.style, blank + piece.text))
    return styles


def _is_blank_between(last: Piece, piece: Piece, usual_gap: float) -> bool:
    gap = piece.x0 - last.x1
    em = max(last.style.size, piece.style.size)
    if gap < _WORD_GAP * em or last.text.isspace() or piece.text.isspace():
        return False
    if is_cjk(last.text[-1]) or is_cjk(piece.text[0]):
        return gap > max(_TAB_GAP, _UNUSUAL * usual_gap) * em
    return True


def _usual_gap(pieces: Sequence[Piece]) -> float:
    """How far single Chinese characters stand apart, in ems: those of a distributed title do so throughout."""
    gaps = [
        (b.x0 - a.x1) / a.style.size
        for a, b in pairwise(pieces)
        if len(a.text) == len(b.text) == 1 and is_cjk(a.text) and is_cjk(b.text)
    ]
    return median(gaps) if len(gaps) > 1 else 0.0


def _usual_look(pieces: Sequence[Piece]) -> Style:
    """The style of most Chinese characters, or of most characters when there are none."""
    if len(pieces) == 1:
        return pieces[0].style
    chinese = [piece for piece in pieces if has_cjk(piece.text)]
    shares: Counter[Style] = Counter()
    for piece in chinese or pieces:
        shares[piece.style] += len(piece.text)
    return shares.most_common(1)[0][0]


def _first_unit(pieces: Sequence[Piece], text: str) -> float:
    """Width up to the first place where the line could have been broken."""
    found = _FIRST_UNIT.match(text)
    left = found.end() if found else 1
    for piece in pieces:
        if left <= len(piece.text):
            return piece.x_at(left) - pieces[0].x0
        left -= len(piece.text)
    return pieces[-1].x1 - pieces[0].x0
