"""Formats of pieces → faces, and where a paragraph stands between the margins."""

from __future__ import annotations

import math
from collections.abc import Sequence

from wenlint.appearance import Face, category
from wenlint.reading.docx.model import ParagraphNode, Piece, Section
from wenlint.reading.docx.properties import RunFormat

_NATURAL = 1.3  # a single line of 宋体 and its like, in ems
_BLACK = frozenset({"", "auto", "000000"})


class Faces:
    """Faces of one document; formats are shared objects, so each is looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, Face] = {}
        self._kept: list[RunFormat] = []  # an identity is one only while its object lives

    def of(self, pieces: Sequence[Piece], mark: RunFormat, prefix: int) -> tuple[tuple[int, Face], ...]:
        """Lengths and faces of the pieces; an automatic number in front goes with the first of them."""
        if len(pieces) < 2:
            format = pieces[0].format if pieces else mark
            return ((prefix + (len(pieces[0].text) if pieces else 0), self.face(format)),)
        found = [(len(piece.text), self.face(piece.format)) for piece in pieces]
        found[0] = (found[0][0] + prefix, found[0][1])
        return tuple(found)

    def face(self, format: RunFormat) -> Face:
        """The face of a format."""
        known = self._known.get(id(format))
        if known is None:
            known = self._known[id(format)] = _face(format)
            self._kept.append(format)
        return known


def _face(format: RunFormat) -> Face:
    colour = "red" if format.red else "" if format.color in _BLACK else format.color.upper()
    return Face(format.font, category(format.font), format.size, format.bold, colour, format.highlighted)


def right_indent(node: ParagraphNode, size: float) -> float:
    """Distance of the right edge from the margin, in characters of ``size`` points."""
    format = node.format
    return round(format.right_chars or format.right / (size or 10.5), 2)


def pitch(node: ParagraphNode, section: Section, size: float) -> float:
    """From line to line of a paragraph, in points; 0 where it depends on fonts."""
    format = node.format
    if format.line_rule == "exact":
        return format.line
    on_grid = bool(section.grid) and section.grid != "snapToChars" and section.pitch > 0 and format.on_grid
    if not on_grid or format.line_rule != "auto":
        return 0.0
    return math.ceil(_NATURAL * size / section.pitch - 0.01) * section.pitch * format.line
