"""The working view of a flow while its structure is being found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from wenlint.document import Block, BlockKind, Part, Span
from wenlint.reading.flow import Flow, Paragraph, Region
from wenlint.text.titles import squeeze


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with its index in the flow and its words without spreading blanks."""

    index: int
    paragraph: Paragraph
    text: str

    @property
    def span(self) -> Span:
        """Offsets of the visible characters, without blanks around them."""
        words = self.paragraph.text
        lead = len(words) - len(words.lstrip())
        start = self.paragraph.span.start + lead
        return Span(start, start + len(words.strip()))

    @property
    def region(self) -> Region:
        """Where in the source the paragraph stood."""
        return self.paragraph.region

    def part_span(self, start: int, end: int) -> Span:
        """Offsets of ``paragraph.text[start:end]`` in the flow's text."""
        base = self.paragraph.span.start
        return Span(base + start, base + end)


_MARGINS = frozenset({Region.HEADER, Region.FOOTER})
_BESIDE = _MARGINS | {Region.FOOTNOTE}
_BLOCK_OF_REGION = {
    Region.HEADER: BlockKind.HEADER,
    Region.FOOTER: BlockKind.FOOTER,
    Region.FOOTNOTE: BlockKind.FOOTNOTE,
    Region.CELL: BlockKind.CELL,
}


@dataclass(slots=True)
class Sketch:
    """Lines with the labels and parts found so far; turned into blocks at the end."""

    lines: list[Line]
    labels: dict[int, list[Block]] = field(default_factory=dict)
    parts: dict[int, Part] = field(default_factory=dict)

    @classmethod
    def of(cls, flow: Flow) -> Sketch:
        """An unlabelled sketch of the flow."""
        return cls([Line(i, p, squeeze(p.text)) for i, p in enumerate(flow.paragraphs)])

    def story(self) -> list[Line]:
        """Lines of the text itself: body, cells and text boxes, without margins, footnotes and what is foreign."""
        inside = [line for line in self.lines if line.paragraph.region not in _BESIDE]
        if Part.FOREIGN not in self.parts.values():
            return inside
        return [line for line in inside if self.parts.get(line.index) is not Part.FOREIGN]

    def margins(self) -> list[Line]:
        """Lines in headers and footers."""
        return [line for line in self.lines if line.paragraph.region in _MARGINS]

    def label(self, line: Line, kind: BlockKind, span: Span | None = None, *, level: int = 0, number: str = "") -> None:
        """Says what the line, or a stretch of it, is."""
        block = Block(kind, span or line.span, level=level, number=number)
        self.labels.setdefault(line.index, []).append(block)

    def is_labelled(self, line: Line) -> bool:
        """Whether anything has been said of the line yet."""
        return line.index in self.labels

    def set_part(self, lines: list[Line], part: Part) -> None:
        """Puts lines into a part of the document."""
        for line in lines:
            self.parts[line.index] = part

    def part_of(self, line: Line) -> Part:
        """The part a line belongs to."""
        if line.paragraph.region in _MARGINS:
            return Part.MARGIN
        return self.parts.get(line.index, Part.MAIN)

    def blocks(self) -> Iterator[Block]:
        """Every line as one or more blocks, in order; what no label covers is body text."""
        for line in self.lines:
            rest, paragraph = _BLOCK_OF_REGION.get(line.paragraph.region, BlockKind.BODY), line.paragraph
            part, page, origin = self.part_of(line), paragraph.page, paragraph.origin
            labels = self.labels.get(line.index)
            if not labels:
                yield Block(rest, line.span, part, page=page, paragraph=line.index, origin=origin)
                continue
            for block in _filled(line.span, sorted(labels, key=lambda b: b.span), rest):
                yield Block(block.kind, block.span, part, block.level, block.number, page, line.index, origin)


def _filled(whole: Span, labelled: list[Block], rest: BlockKind) -> Iterator[Block]:
    """The labelled stretches of a line, and blocks of kind ``rest`` for what lies between them."""
    position = whole.start
    for block in labelled:
        if block.span.start > position:
            yield Block(rest, Span(position, block.span.start))
        yield block
        position = block.span.end
    if position < whole.end:
        yield Block(rest, Span(position, whole.end))
