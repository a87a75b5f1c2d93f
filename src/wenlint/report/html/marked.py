"""The draft's text as a reader sees it, with links from the words to what was found in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from wenlint.document import BlockKind, Document, Part, Span
from wenlint.finding import Severity
from wenlint.report.harmless import harmless
from wenlint.report.paint import SEVERITY_WORDS

_CLASSES = {
    BlockKind.TITLE: "title",
    BlockKind.ISSUER: "issuer",
    BlockKind.DOC_NUMBER: "middle",
    BlockKind.HEADING: "heading",
    BlockKind.SIGNATURE: "signed",
    BlockKind.DATE: "signed",
    BlockKind.ADDRESSEE: "flush",
    BlockKind.SECRECY: "flush",
    BlockKind.COPY_NUMBER: "flush",
    BlockKind.URGENCY: "flush",
    BlockKind.ATTACHMENT: "flush",
    BlockKind.CELL: "cell",
    BlockKind.IMPRINT: "flush",
    BlockKind.FOOTNOTE: "aside",
}


class Mark(NamedTuple):
    """Words that a finding points to.

    ``number`` is the finding's on the page, ``key`` its element, ``place`` the name of this place.
    """

    span: Span
    severity: Severity
    number: int
    key: str
    place: str


def marked(document: Document, marks: Sequence[Mark]) -> Markup:
    """The paragraphs of the text; where findings overlap, words lead to the narrowest.

    After the words of each finding stands its number, which leads there too.
    """
    text = document.text
    waiting = sorted(marks, key=lambda mark: mark.span)
    open_: list[Mark] = []
    lines: list[Markup] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        while waiting and waiting[0].span.start < end + 1:
            open_.append(waiting.pop(0))
        shown, head = _look(document, Span(start, end))
        words = Markup("").join(_pieces(text, Span(start, end), head, open_))
        open_ = [mark for mark in open_ if mark.span.end > end + 1]
        lines.append(Markup('<p class="{}">{}</p>\n').format(shown, words))
        start = end + 1
    return Markup("").join(lines)


def _look(document: Document, line: Span) -> tuple[str, int]:
    """The class of a line, and where the heading that it begins with ends when more follows on it."""
    words = line.of(document.text)
    block = document.block_at(line.start + len(words) - len(words.lstrip()))
    if block is None:
        return "", line.start
    if block.kind is BlockKind.HEADING and block.span.end < line.start + len(words.rstrip()):
        return "", block.span.end
    return ("aside" if block.part is Part.MARGIN else _CLASSES.get(block.kind, "")), line.start


def _pieces(text: str, line: Span, head: int, marks: Sequence[Mark]) -> Iterator[Markup]:
    cuts = {line.start, line.end, head}
    for mark in marks:
        cuts |= {min(max(at, line.start), line.end) for at in (mark.span.start, mark.span.end)}
    places = sorted(cuts)
    # A mark of no characters, for what is missing, is still a place to go to.
    for start, end in zip(places, [*places[1:], line.end], strict=True):
        yield from (Markup('<a id="{}"></a>').format(mark.place) for mark in marks if mark.span.start == start)
        if start == end:
            yield from (_numbered(mark) for mark in marks if mark.span.start == mark.span.end == start)
            continue
        words = escape(harmless(text[start:end]))
        if end <= head:
            words = Markup("<b>{}</b>").format(words)
        over = [mark for mark in marks if mark.span.start <= start and end <= mark.span.end]
        yield _linked(words, min(over, key=lambda mark: (len(mark.span), -mark.severity))) if over else words
        yield from (_numbered(mark) for mark in over if mark.span.end == end)


def _linked(words: Markup, mark: Mark) -> Markup:
    # A passage over many paragraphs is many links; by keyboard its number is the one way to the finding.
    return Markup('<a class="hit {}" href="#{}" tabindex="-1">{}</a>').format(mark.severity.word, mark.key, words)


def _numbered(mark: Mark) -> Markup:
    # The number is no text, so that what is copied or searched is the draft.
    about = f"{SEVERITY_WORDS[mark.severity]}，第 {mark.number} 个问题"
    return Markup('<a class="no {}" href="#{}" data-no="{}" aria-label="{}"></a>').format(
        mark.severity.word, mark.key, mark.number, about
    )
