"""Where on the pages of a PDF the words of its text stand.

The normal reading keeps no places of characters. Here the file is read once more, the same way,
and they are kept.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wenlint.document import Span
from wenlint.reading.errors import ReadingError
from wenlint.reading.fixed.codepoints import usual
from wenlint.reading.fixed.matrix import Box
from wenlint.reading.fixed.rows import Line
from wenlint.reading.fixed.sheet import Piece
from wenlint.reading.fixed.turning import Turn
from wenlint.reading.flow import Flow, Paragraph
from wenlint.reading.pdf import read

if TYPE_CHECKING:
    from wenlint.reading.pdf.pages import Layout

Quad = tuple[float, float, float, float, float, float, float, float]
"""x and y of the upper left, upper right, lower left and lower right corner as one reads, in the page's
own coordinates: the order that readers of PDF expect, whatever ISO 32000-1 12.5.6.10 says."""

_ASCENT, _DESCENT = 0.86, 0.16  # of the size: what a line of Chinese print covers above and below its base line
_SAME_LINE = 0.4  # share of the lower height that pieces of one line have in common
_LEAST_WIDTH = 1.0  # points


class Mark(NamedTuple):
    """Words on one page.

    Attributes:
        page: from 0.
        quads: one for each line; none where the place on the page is not known.
        bounds: what of the page is shown.
        rotation: degrees by which the page is shown turned, clockwise.
    """

    page: int
    quads: tuple[Quad, ...]
    bounds: Box
    rotation: int


class Trace(NamedTuple):
    """Where words stand, and all characters of each page of the file."""

    marks: list[list[Mark]]
    layouts: list[Layout]


def trace(data: bytes, text: str, spans: Iterable[Span], *, ocr: bool = False) -> Trace:
    """For each span of ``text``, which was read from ``data``, the pages it stands on, in order; never none.

    A span without anything visible stands at the character before it.

    Raises:
        ReadingError: as reading the file, and changed when it holds another text.
    """
    layouts: list[Layout] = []
    flow = read(data, ocr=ocr, layouts=layouts)
    if flow.text != text:
        raise ReadingError("changed", "文件里的文字和检查的时候不同")
    tracer = _Tracer(layouts, flow)
    return Trace([tracer.marks(span) for span in spans], layouts)


class _Row(NamedTuple):
    """Offsets in a line of print."""

    line: Line
    start: int
    end: int


class _Tracer:
    def __init__(self, layouts: Sequence[Layout], flow: Flow) -> None:
        self._layouts = layouts
        self._paragraphs = flow.paragraphs
        self._starts = [paragraph.span.start for paragraph in flow.paragraphs]

    def marks(self, span: Span) -> list[Mark]:
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        rows = list(self._rows(first, span)) or list(self._rows(first, self._visible_before(first, span.start)))
        by_page: dict[int, list[Quad]] = {}
        for row in rows:
            by_page.setdefault(row.line.page - 1, []).extend(self._quads(row))
        if not by_page:  # set at an angle
            by_page = {(self._paragraphs[first].page or 1) - 1: []}
        layouts = self._layouts
        return [Mark(at, tuple(on), layouts[at].bounds, layouts[at].rotation) for at, on in by_page.items()]

    def _visible_before(self, first: int, offset: int) -> Span:
        paragraph = self._paragraphs[first]
        at = min(max(offset - paragraph.span.start, 0), len(paragraph.text) - 1)
        at = next((k for k in range(at, -1, -1) if not paragraph.text[k].isspace()), at)
        return Span(paragraph.span.start + at, paragraph.span.start + at + 1)

    def _rows(self, first: int, span: Span) -> Iterator[_Row]:
        """What of the span is visible, line by line."""
        for paragraph in self._paragraphs[first:]:
            if paragraph.span.start >= span.end:
                break
            for line, begin in _placed(paragraph):
                start, end = max(span.start - begin, 0), min(span.end - begin, len(line.text))
                words = line.text[start:end]
                if start < end and words.strip():
                    yield _Row(line, start + len(words) - len(words.lstrip()), start + len(words.rstrip()))

    def _quads(self, row: _Row) -> Iterator[Quad]:
        """One around all pieces of the row, as long as these stand on one line."""
        x0, x1 = math.inf, -math.inf
        top = bottom = 0.0
        turn: Turn | None = None
        for piece, start, end in _parts(row):
            above, below = piece.y - _ASCENT * piece.style.size, piece.y + _DESCENT * piece.style.size
            if turn and min(bottom, below) - max(top, above) < _SAME_LINE * min(bottom - top, below - above):
                yield _quad(turn, x0, top, x1, bottom)
                x0, x1, turn = math.inf, -math.inf, None
            top, bottom = (min(top, above), max(bottom, below)) if turn else (above, below)
            left, right = self._edges(row.line, piece, start, end)
            x0, x1, turn = min(x0, left), max(x1, right), turn or self._turn(row.line, piece)
        if turn:
            yield _quad(turn, x0, top, x1, bottom)

    def _edges(self, line: Line, piece: Piece, start: int, end: int) -> tuple[float, float]:
        """Left and right edge of characters of a piece."""
        layout = self._layouts[line.page - 1]
        owners = _owners(layout.chars, piece)
        if not owners:
            return piece.x_at(start), piece.x_at(end)
        own = range(owners[start], owners[end - 1] + 1)
        return min(layout.x0[index] for index in own), max(layout.x1[index] for index in own)

    def _turn(self, line: Line, piece: Piece) -> Turn:
        """How the line's page was turned; where its text was recognised, as its picture is shown."""
        layout = self._layouts[line.page - 1]
        return Turn(layout.angle if piece.start >= 0 else layout.rotation, layout.bounds)


def _quad(turn: Turn, x0: float, y0: float, x1: float, y1: float) -> Quad:
    x1 = max(x1, x0 + _LEAST_WIDTH)
    return (*turn.back(x0, y0), *turn.back(x1, y0), *turn.back(x0, y1), *turn.back(x1, y1))


def _placed(paragraph: Paragraph) -> Iterator[tuple[Line, int]]:
    """The lines of print of a paragraph with their offsets in the text."""
    lines = paragraph.source if isinstance(paragraph.source, tuple) else ()
    at = 0
    for line in lines:
        at += at > 0 and not paragraph.text.startswith(line.text, at)  # the blank between Latin words
        yield line, paragraph.span.start + at
        at += len(line.text)


def _parts(row: _Row) -> Iterator[tuple[Piece, int, int]]:
    """The pieces of a row with offsets in each."""
    at = 0
    for piece, (_, words) in zip(row.line.pieces, row.line.styles, strict=True):
        begin = at + len(words) - len(piece.text)  # after the blank that stands before it
        at += len(words)
        start, end = max(row.start, begin), min(row.end, at)
        if start < end:
            yield piece, start - begin, end - begin


def _owners(chars: Sequence[str], piece: Piece) -> list[int]:
    """The character of the page that each character of a piece comes from; none where that is not known."""
    owners: list[int] = []
    index = piece.start
    while 0 <= index < len(chars) and len(owners) < len(piece.text):
        pair = "\ud800" <= chars[index] <= "\udbff" and index + 1 < len(chars)
        words = chars[index] + chars[index + 1] if pair else chars[index]
        owners += [index] * len(usual(words))
        index += len(words) or 1
    return owners if len(owners) == len(piece.text) else []
