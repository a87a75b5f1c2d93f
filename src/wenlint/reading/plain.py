"""Text files and Markdown → Flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wenlint.document import Span
from wenlint.reading.decoding import decode
from wenlint.reading.errors import ReadingError
from wenlint.reading.flow import Flow, Look, Paragraph
from wenlint.reading.grid import CELLS_A_LINE, Grid, width
from wenlint.reading.limits import TEXT_BYTES, TEXT_PARAGRAPHS
from wenlint.reading.lines import Line, lines_of, unified
from wenlint.reading.preamble import preamble_length

_LEAST_PLACED = 4.0  # cells of leading blanks; fewer are an indent
_SHORT = 16  # cells; longer lines are not set flush right
_NEAR = 2.0  # cells off the centre that still look centred
_NO_LAYOUT = "纯文本没有版面，页数按 GB/T 9704—2012 的版心（每页 22 行、每行 28 字）估算"


def read(data: bytes, format: str) -> Flow:
    """Reads a text file ("txt") or a Markdown file ("md").

    ``Flow.text`` is the decoded file without its byte order mark and with line feeds for
    line ends, so that offsets agree with any other tool's. Pages are an estimate.

    Raises:
        ReadingError: garbled, empty or too-large.
    """
    if len(data) > TEXT_BYTES:
        raise ReadingError("too-large", f"文字文件有 {len(data) >> 20} MB，不像一份公文稿，没有查；请核对或拆分")
    text = unified(decode(data))
    lines = list(lines_of(text))
    skipped = preamble_length(text, lines)
    paragraphs = _paragraphs(text, lines[skipped:], format)
    grid = Grid()
    placed = tuple(_on_pages(paragraphs, grid))
    if not placed:
        raise ReadingError("empty", "文件里没有可查的文字")
    return Flow(format, text, placed, grid.pages(), tuple(_notes(text, lines[:skipped])))


def _paragraphs(text: str, lines: Sequence[Line], format: str) -> Iterable[Paragraph]:
    if format == "md":
        from wenlint.reading import markdown

        return markdown.paragraphs(text, lines)
    return (_paragraph(text, line) for line in lines)


def _paragraph(text: str, line: Line) -> Paragraph:
    words = text[line.start : line.end]
    look = Look(align=_align(line.lead, width(words)), indent=line.lead)
    return Paragraph(
        words, look=look, span=Span(line.start, line.end), new_page=line.new_page, origin=f"line {line.number}"
    )


def _align(lead: float, cells: float) -> str:
    """How a line was placed with blanks; "" when that is not clear.

    Judged against a line of 28 characters: text exports centre a title and push a
    signature to the right with blanks, and rarely count them well.
    """
    if lead < _LEAST_PLACED:
        return ""
    centre = (CELLS_A_LINE - cells) / 2
    if cells > _SHORT or abs(lead - centre) <= _NEAR:
        return "center"
    return "right" if lead > centre else ""


def _on_pages(paragraphs: Iterable[Paragraph], grid: Grid) -> Iterator[Paragraph]:
    for count, paragraph in enumerate(paragraphs):
        if count >= TEXT_PARAGRAPHS:
            raise ReadingError("too-large", f"文字超过 {TEXT_PARAGRAPHS} 段，不像一份公文稿，没有查；请核对或拆分")
        yield replace(paragraph, page=grid.place(paragraph.text, new_page=paragraph.new_page))


def _notes(text: str, skipped: Sequence[Line]) -> Iterator[str]:
    yield _NO_LAYOUT
    if skipped:
        yield f"第 {skipped[0].number}—{skipped[-1].number} 行是文件自带的元数据，不是公文内容，没有查"
    if "\ufffd" in text:
        yield f"有 {text.count(chr(0xFFFD))} 个字已成乱码（“\ufffd”），可能缺字"
