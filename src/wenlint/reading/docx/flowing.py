"""Nodes → paragraphs of a :class:`~wenlint.reading.flow.Flow`.

A line break inside a paragraph ends a Paragraph: titles are broken by it, and the lines of
a title are what :mod:`wenlint.reading.structure` joins again by their look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from wenlint.reading.docx.looks import Faces, pitch, right_indent
from wenlint.reading.docx.model import (
    COLUMN_BREAK,
    LINE_BREAK,
    PAGE_BREAK,
    BoxNode,
    Node,
    ParagraphNode,
    Piece,
    Section,
    TableNode,
    Trace,
)
from wenlint.reading.docx.placing import around, in_reading_order
from wenlint.reading.docx.properties import RunFormat
from wenlint.reading.flow import Look, Paragraph, Region
from wenlint.reading.layout.model import Place
from wenlint.text.patterns import pattern

_T = TypeVar("_T")
_BREAK = pattern(f"([{LINE_BREAK}{COLUMN_BREAK}{PAGE_BREAK}])")
_ROLLING_STARTS = frozenset({"continuous", "nextColumn"})


@dataclass(slots=True)
class Line:
    """A stretch of a paragraph between breaks."""

    pieces: list[Piece]
    new_page: bool = False
    new_column: bool = False


class Flowing:
    """Turns the nodes of one story after another into paragraphs."""

    def __init__(self, sections: Sequence[Section], places: Mapping[int, Sequence[Place]]) -> None:
        self._sections = sections
        self._places = places
        self._looks: dict[tuple[int, int, bool], Look] = {}
        self._new_page = False
        self._section = 0
        self._faces = Faces()

    def body(self, nodes: Sequence[Node]) -> Iterator[Paragraph]:
        """Paragraphs of the body; floating boxes stand where they are seen."""
        for node in in_reading_order(nodes, self._places, self._sections):
            if isinstance(node, TableNode):
                yield from self._table(node, Region.BODY)
            elif isinstance(node, BoxNode):
                yield from self._boxes([node], Region.BODY)
            else:
                yield from self._paragraph(node, Region.BODY, 0)

    def paragraphs(self, nodes: Iterable[Node], region: Region, table: int = 0) -> Iterator[Paragraph]:
        """Paragraphs of a story in reading order; boxes and tables stand in place."""
        for node in nodes:
            if isinstance(node, TableNode):
                yield from self._table(node, region)
                continue
            before, after = around(node)
            yield from self._boxes(before, region)
            yield from self._paragraph(node, region, table)
            yield from self._boxes(after, region)

    def _table(self, table: TableNode, region: Region) -> Iterator[Paragraph]:
        inside = region if region in _APART else Region.CELL
        for row in table.rows:
            for cell in row.cells:
                yield from self.paragraphs(cell.nodes, inside, table.number)

    def _boxes(self, boxes: Iterable[BoxNode], region: Region) -> Iterator[Paragraph]:
        inside = region if region in _APART else Region.TEXT_BOX
        for box in boxes:
            yield from self.paragraphs(box.nodes, inside)

    def _paragraph(self, node: ParagraphNode, region: Region, table: int) -> Iterator[Paragraph]:
        in_body = region is Region.BODY
        self._new_page |= in_body and node.format.break_before
        places = self._places.get(id(node), ())
        following = 0
        for index, line in enumerate(lines(node.pieces)):
            self._new_page |= in_body and line.new_page
            text = "".join(piece.text for piece in line.pieces)
            start, following = following, following + len(text) + 1  # and the break
            label = node.label if index == 0 else None
            prefix = label.text + label.separator if label else ""
            if not (prefix or text.strip()):
                continue
            look = self._look(node, line.pieces, index == 0, len(prefix))
            section = self._sections[min(self._section, len(self._sections) - 1)]
            yield Paragraph(
                prefix + text,
                region,
                look,
                number=label.text if label else "",
                page=places[index].page if index < len(places) else None,
                new_page=in_body and self._new_page,
                origin=node.origin,
                table=table,
                faces=self._faces.of(line.pieces, node.mark, len(prefix)),
                right=right_indent(node, look.size),
                pitch=pitch(node, section, look.size),
                source=Trace(node, start, len(prefix)),
            )
            self._new_page &= not in_body
        if node.section is not None:
            self._new_page = self._breaks_after(node.section)
            self._section = node.section + 1

    def _breaks_after(self, section: int) -> bool:
        following = self._sections[section + 1 : section + 2]
        return bool(following) and following[0].start not in _ROLLING_STARTS

    def _look(self, node: ParagraphNode, pieces: list[Piece], first: bool, prefix: int) -> Look:
        if len(pieces) > 1:
            return _mixed_look(node, pieces, first, prefix)
        format = pieces[0].format if pieces else node.mark
        key = (id(node.format), id(format), first)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = _plain_look(node, format, first)
        return look


def lines(pieces: list[Piece]) -> list[Line]:
    """Splits pieces at line, page and column breaks; always at least one line."""
    if not any(_BREAK.search(piece.text) for piece in pieces):
        return [Line(pieces)]
    return list(_split(pieces))


def _split(pieces: list[Piece]) -> Iterator[Line]:
    line = Line([])
    for piece in pieces:
        text = piece.text
        if LINE_BREAK not in text and PAGE_BREAK not in text and COLUMN_BREAK not in text:
            line.pieces.append(piece)
            continue
        for part in _BREAK.split(text):
            if part in (LINE_BREAK, COLUMN_BREAK, PAGE_BREAK):
                yield line
                line = Line([], part == PAGE_BREAK, part == COLUMN_BREAK)
            elif part:
                line.pieces.append(Piece(part, piece.format))
    yield line


def _plain_look(node: ParagraphNode, format: RunFormat, first: bool) -> Look:
    return Look(
        align=node.format.align,
        size=format.size,
        font=format.font,
        bold=format.bold,
        red=format.red,
        indent=_indent(node, format.size, first),
        outline=node.format.outline,
    )


def _mixed_look(node: ParagraphNode, pieces: list[Piece], first: bool, prefix: int) -> Look:
    weights: Counter[tuple[float, str, bool, bool]] = Counter()
    runs: list[int] = []
    previous = None
    for piece in pieces:
        format = piece.format
        face = (format.size, format.font, format.bold, format.red)
        weights[face] += len(piece.text.replace(" ", "").replace("\u3000", ""))
        if face == previous:
            runs[-1] += len(piece.text)
        else:
            runs.append(len(piece.text))
            previous = face
    runs[0] += prefix
    size = _heaviest((face[0], weight) for face, weight in weights.items())
    return Look(
        align=node.format.align,
        size=size,
        font=_heaviest((face[1], weight) for face, weight in weights.items()),
        bold=_heaviest((face[2], weight) for face, weight in weights.items()),
        red=_heaviest((face[3], weight) for face, weight in weights.items()),
        indent=_indent(node, size, first),
        outline=node.format.outline,
        runs=tuple(runs) if len(runs) > 1 else (),
    )


def _heaviest(weighted: Iterable[tuple[_T, int]]) -> _T:
    totals: Counter[_T] = Counter()
    for value, weight in weighted:
        totals[value] += weight
    return totals.most_common(1)[0][0]


def _indent(node: ParagraphNode, size: float, first: bool) -> float:
    format, size = node.format, size or 10.5
    left = format.left_chars or format.left / size
    return round(left + (format.first_chars or format.first / size if first else 0.0), 2)


_APART = frozenset({Region.HEADER, Region.FOOTER, Region.FOOTNOTE})
