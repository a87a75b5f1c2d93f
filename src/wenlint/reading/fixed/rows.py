"""Glyphs → segments → lines of print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from wenlint.reading.fixed.sheet import Glyph, Style
from wenlint.reading.plausible import is_cjk

# All in ems of the glyphs concerned.
_SAME_BASE = 0.35  # how far two base lines may lie apart within a segment
_SEGMENT_GAP = 1.2  # a wider gap ends a segment
_BACKWARD = 0.6  # a step back by more ends a segment
_WORD_GAP = 0.16  # between Latin letters, a wider gap is a blank
_TAB_GAP = 1.0  # beside a Chinese character, a wider gap is a blank
_UNUSUAL = 1.6  # times the usual gap of a letter-spaced line is a blank
_DOUBLED = 0.35  # of its width: the same character printed again so near is a bold face by overprinting
_ROW_OVERLAP = 0.5  # share of the lower height that two segments of one row have in common
_ASCENT, _DESCENT = 0.85, 0.15


@dataclass(slots=True)
class Segment:
    """Glyphs that follow one another on one base line."""

    glyphs: list[Glyph]
    order: int

    @property
    def x0(self) -> float:
        """Left edge, in points."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """Right edge, in points."""
        return self.glyphs[-1].x1

    @property
    def y(self) -> float:
        """Base line, in points from the top."""
        return self.glyphs[0].y

    @property
    def size(self) -> float:
        """Largest size of its glyphs, in points."""
        return max(glyph.style.size for glyph in self.glyphs)


@dataclass(slots=True)
class Line:
    """One line of print.

    Attributes:
        text: its characters without blanks at the edges.
        styles: the style of each character of ``text``.
        x0, x1, y: edges and base line, in points.
        look: style of most of its characters.
        unit: width of what may not be parted from its beginning, in points.
        page: from 1.
    """

    text: str
    styles: list[Style]
    x0: float
    x1: float
    y: float
    look: Style
    unit: float
    page: int

    @property
    def size(self) -> float:
        """Size of most of its characters, in points."""
        return self.look.size


def segments(glyphs: Iterable[Glyph]) -> list[Segment]:
    """Cuts glyphs, in the order of the file, into runs without a gap."""
    found: list[Segment] = []
    last: Glyph | None = None
    for order, glyph in enumerate(glyphs):
        if last is None or _parted(last, glyph):
            found.append(Segment([glyph], order))
        else:
            found[-1].glyphs.append(glyph)
        last = glyph
    return found


def _parted(last: Glyph, glyph: Glyph) -> bool:
    em = max(last.style.size, glyph.style.size)
    gap = glyph.x0 - last.x1
    return abs(glyph.y - last.y) > _SAME_BASE * em or gap > _SEGMENT_GAP * em or gap < -_BACKWARD * em


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
    glyphs = _without_doubles([glyph for segment in row for glyph in segment.glyphs])
    while glyphs and glyphs[-1].char.isspace():
        glyphs.pop()
    first = next((index for index, glyph in enumerate(glyphs) if not glyph.char.isspace()), len(glyphs))
    glyphs = glyphs[first:]
    if not glyphs:
        return None
    chars, styles = _characters(glyphs)
    return Line(
        text="".join(chars),
        styles=styles,
        x0=glyphs[0].x0,
        x1=glyphs[-1].x1,
        y=_usual_base(glyphs),
        look=_usual_look(glyphs),
        unit=_first_unit(glyphs),
        page=page,
    )


def lines(parts: Iterable[Segment], page: int) -> list[Line]:
    """The lines of a column, from top to bottom."""
    return [made for row in rows(parts) if (made := line(row, page))]


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """Drops glyphs printed a second time over themselves; what is left of them is bold."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        twin = next(
            (
                index
                for index in range(len(kept) - 1, max(-1, len(kept) - 4), -1)
                if kept[index].char == glyph.char and abs(kept[index].x0 - glyph.x0) < _DOUBLED * (glyph.x1 - glyph.x0)
            ),
            None,
        )
        if twin is None or glyph.char.isspace():
            kept.append(glyph)
        else:
            kept[twin] = kept[twin]._replace(style=kept[twin].style._replace(bold=True))
    return kept


def _characters(glyphs: Sequence[Glyph]) -> tuple[list[str], list[Style]]:
    chars, styles = [glyphs[0].char], [glyphs[0].style]
    usual_gap = _usual_gap(glyphs)
    for last, glyph in pairwise(glyphs):
        if _is_blank_between(last, glyph, usual_gap):
            chars.append(" ")
            styles.append(last.style)
        chars.append(glyph.char)
        styles.append(glyph.style)
    if any(len(char) > 1 for char in chars):
        styles = [style for char, style in zip(chars, styles, strict=True) for _ in char]
    return chars, styles


def _is_blank_between(last: Glyph, glyph: Glyph, usual_gap: float) -> bool:
    if last.char.isspace() or glyph.char.isspace():
        return False
    gap = glyph.x0 - last.x1
    em = max(last.style.size, glyph.style.size)
    if gap < _WORD_GAP * em:
        return False
    if is_cjk(last.char) or is_cjk(glyph.char):
        return gap > max(_TAB_GAP, _UNUSUAL * usual_gap) * em
    return True


def _usual_gap(glyphs: Sequence[Glyph]) -> float:
    """How far Chinese characters of the line stand apart, in ems: a distributed title has wide gaps throughout."""
    gaps = [(b.x0 - a.x1) / a.style.size for a, b in pairwise(glyphs) if is_cjk(a.char) and is_cjk(b.char)]
    return median(gaps) if len(gaps) > 1 else 0.0


def _usual_look(glyphs: Sequence[Glyph]) -> Style:
    """The style of most Chinese characters, or of most characters when there are none."""
    chinese = Counter(glyph.style for glyph in glyphs if is_cjk(glyph.char))
    return (chinese or Counter(glyph.style for glyph in glyphs)).most_common(1)[0][0]


def _usual_base(glyphs: Sequence[Glyph]) -> float:
    largest = max(glyphs, key=lambda glyph: glyph.style.size)
    return largest.y


_NO_START = frozenset("，。、；：？！）》」』】〕”’…—·％%,.;:?!)]}")
_NO_END = frozenset("（《「『【〔“‘([{")


def _first_unit(glyphs: Sequence[Glyph]) -> float:
    """Width up to the first place where the line could have been broken (避头尾 observed)."""
    end = 0
    while end + 1 < len(glyphs) and not _may_break(glyphs[end].char, glyphs[end + 1].char):
        end += 1
    return glyphs[end].x1 - glyphs[0].x0


def _may_break(before: str, after: str) -> bool:
    if after in _NO_START or before in _NO_END:
        return False
    if before.isspace() or after.isspace():
        return True
    return is_cjk(before) or is_cjk(after)
