"""Breaks paragraphs into lines (避头尾 after GB/T 15834 and Word's own lists)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from wenlint.reading.layout.metrics import Metrics, advances, joints, natural
from wenlint.reading.layout.model import HardLine, Sheet, Stretch, Text
from wenlint.text.patterns import pattern

_NO_START = frozenset(
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
)
_NO_END = frozenset("$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥")
_HANGS = frozenset("，。、；：．,.;:、")
_CLOSING = frozenset("，。、；：！？）》」』】〕〉．")
_WORD = pattern(r"[!-~\u00c0-\u00ff’]")
_COMPRESSED = 0.5  # em that a closing mark gives up at the end of a line
_SLACK = 0.05


@dataclass(slots=True)
class Segment:
    """The lines of one hard line.

    ``heights`` are their single-spaced heights in units of a 宋体 line; ``fill`` is how full the last is;
    ``unit`` is one character as a share of the line, ``pictures`` the heights in points of pictures
    in the first lines.
    """

    heights: list[float]
    fill: float
    unit: float
    new_page: bool
    new_column: bool = False
    pictures: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    """What a paragraph's lines are set into: ``room`` points wide.

    ``char_space`` is added to each character, ``gap`` (em) between scripts. At a line's end
    marks may hang where ``hangs``, or give up ``squeeze`` em.
    """

    room: float
    char_space: float
    gap: float
    latin: float
    hangs: bool
    squeeze: float


def broken(text: Text, measure: float, sheet: Sheet, metrics: Metrics) -> list[Segment]:
    """The lines of a paragraph in a column ``measure`` points wide."""
    setting, least = text.setting, text.mark.size
    column = _Column(
        room=max(measure - setting.left - setting.right, least),
        char_space=sheet.char_space if setting.on_grid else 0.0,
        gap=metrics.gap if setting.auto_space else 0.0,
        latin=metrics.latin,
        hangs=metrics.hanging and setting.hanging_punctuation and (metrics.hanging_in_cells or not setting.in_cell),
        squeeze=_COMPRESSED if metrics.hanging and metrics.squeezing and sheet.squeezes else 0.0,
    )
    first = setting.first + (_label_width(text, column) if text.label else 0.0)
    segments = [
        _segment(text, line, column, min(0.0 if index else first, column.room - least))
        for index, line in enumerate(text.lines)
    ]
    if segments and text.pictures:
        _with_pictures(segments[0], text, column.room)
    return segments


def _with_pictures(segment: Segment, text: Text, room: float) -> None:
    """Puts pictures into the first lines; what does not fit beside the others takes a line more."""
    rows, used = [0.0], 0.0
    for width, height in text.pictures:
        if used and used + width > room + _SLACK:
            rows.append(0.0)
            used = 0.0
        rows[-1] = max(rows[-1], height)
        used += width
    segment.heights = [natural(text.mark)] * (len(rows) - 1) + segment.heights
    segment.pictures = rows


def _segment(text: Text, line: HardLine, column: _Column, start: float) -> Segment:
    stretches = [stretch for stretch in line.stretches if stretch.text]
    if not stretches:
        return Segment([natural(text.mark)], 0.0, 0.0, line.new_page, line.new_column)
    if not line.ends:
        line.ends, line.gaps = _measured(stretches, column)
    ends = line.ends
    size, room = stretches[0].type.size, column.room
    unit = size / room
    if ends[-1] + start <= room + _SLACK:
        return Segment([_height(stretches)], (ends[-1] + start) / room, unit, line.new_page, line.new_column)
    words = "".join(stretch.text for stretch in stretches)
    cuts = _cuts(words, line, column, start, column.squeeze * size)
    last_begin = cuts[-2] if len(cuts) > 1 else 0
    fill = (ends[-1] - (ends[last_begin - 1] if last_begin else -start)) / room
    return Segment(_heights(stretches, cuts), fill, unit, line.new_page, line.new_column)


def _measured(stretches: list[Stretch], column: _Column) -> tuple[list[float], dict[int, float]]:
    """Where each character ends on a line without end, and the gaps between scripts, by the character before."""
    widths = [width for stretch in stretches for width in advances(stretch, column.char_space, column.latin)]
    gaps = {}
    if column.gap:
        bounds = list(accumulate(len(stretch.text) for stretch in stretches))
        for at in joints("".join(stretch.text for stretch in stretches)):
            gaps[at] = column.gap * stretches[bisect_right(bounds, at)].type.size
            widths[at] += gaps[at]
    return list(accumulate(widths)), gaps


def _cuts(words: str, line: HardLine, column: _Column, start: float, squeeze: float) -> list[int]:
    """Where each line ends."""
    cuts: list[int] = []
    begin, used = 0, -start
    total, room, ends, gaps = len(words), column.room, line.ends, line.gaps
    while begin < total:
        end = bisect_right(ends, used + room + _SLACK, begin)
        if end in gaps and ends[end] - gaps[end] <= used + room + _SLACK:
            end += 1  # no gap is kept at the end of a line
        if end < total:
            end = _adjusted(words, ends, begin, end, used + room, column.hangs, squeeze)
        end = max(end, begin + 1)
        cuts.append(end)
        used, begin = ends[end - 1], end
    return cuts


def _adjusted(words: str, ends: list[float], begin: int, end: int, limit: float, hangs: bool, squeeze: float) -> int:
    """Moves a line's end to where it may be: hang or squeeze a mark, keep words and brackets together."""
    following = words[end]
    if following in _NO_START:
        after = words[end + 1] if end + 1 < len(words) else ""
        if after not in _NO_START:
            if hangs and following in _HANGS:
                return _past_spaces(words, end + 1)
            if squeeze and following in _CLOSING and ends[end] - squeeze <= limit + _SLACK:
                return _past_spaces(words, end + 1)
    if following == " ":
        return _past_spaces(words, end)
    moved = end
    while moved > begin + 1 and not _may_break(words, moved):
        moved -= 1
    return moved if _may_break(words, moved) else end


def _may_break(words: str, at: int) -> bool:
    before, after = words[at - 1], words[at]
    if after in _NO_START or before in _NO_END:
        return False
    return not (_WORD.match(before) and _WORD.match(after)) or before in "-/"


def _past_spaces(words: str, at: int) -> int:
    while at < len(words) and words[at] == " ":
        at += 1
    return at


def _height(stretches: list[Stretch]) -> float:
    return max(natural(stretch.type) for stretch in stretches)


def _heights(stretches: list[Stretch], cuts: list[int]) -> list[float]:
    """The height of each line: that of the highest type in it."""
    tallest = _height(stretches)
    if all(natural(stretch.type) == tallest for stretch in stretches):
        return [tallest] * len(cuts)
    bounds = list(accumulate(len(stretch.text) for stretch in stretches))
    heights, begin = [], 0
    for end in cuts:
        first, last = bisect_right(bounds, begin), bisect_right(bounds, end - 1)
        heights.append(_height(stretches[first : last + 1]))
        begin = end
    return heights


def _label_width(text: Text, column: _Column) -> float:
    """Width of an automatic number with the gap after it; a tab runs to the hanging indent."""
    width = sum(sum(advances(stretch, column.char_space, column.latin)) for stretch in text.label)
    size = text.mark.size
    if text.label_gap == " ":
        return width + size / 2
    if text.label_gap == "\t":
        hang = -text.setting.first
        return hang if hang > width else width + size - width % size
    return width
