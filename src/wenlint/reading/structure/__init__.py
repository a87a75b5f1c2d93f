"""Flow → Document: which line is what, shared by all readers.

The order of work: the opening (marks, title, addressee), the ending (signature, date,
attachments, imprint), then headings in between, then what follows from these (genre, kind,
direction, counts).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wenlint.document import (
    Block,
    BlockKind,
    Characters,
    Direction,
    Document,
    Elements,
    Kind,
    Measure,
    Part,
    SecrecyMark,
)
from wenlint.reading.flow import Flow, Paragraph, Region
from wenlint.reading.structure import marks
from wenlint.reading.structure.ending import Ending, read_ending
from wenlint.reading.structure.headings import read_headings
from wenlint.reading.structure.kinds import classify, genre_from_text, title_genre
from wenlint.reading.structure.lines import Sketch
from wenlint.reading.structure.opening import Opening, read_opening, secrecy_mark
from wenlint.reading.structure.organs import issuer_in_title
from wenlint.text.counting import count_han, count_non_space, count_word
from wenlint.text.dates import iso_date
from wenlint.text.patterns import pattern

if TYPE_CHECKING:
    from wenlint.appearance import Look

_FIRST_WORDS = 600
_UPWARD = (Kind.COMPREHENSIVE_REPORT, Kind.SPECIAL_REPORT, Kind.REQUEST)
_SIGN_WORD = pattern(r"(?:文件|公告|通告|令|任免通知|会议纪要|明传电报|电报)\Z")
_DECREE_END = pattern(r"令(?:\s*第[\d一二三四五六七八九十百〇○零]+号)?\Z")
_ORDER = pattern(r"(?:国务院|部|委员会|总局|署|人民政府)令\Z")
_BODY_KINDS = frozenset(
    {BlockKind.TITLE, BlockKind.ADDRESSEE, BlockKind.HEADING, BlockKind.BODY, BlockKind.CELL,
     BlockKind.CONTENTS, BlockKind.ATTACHMENT_NOTE, BlockKind.SIGNATURE, BlockKind.DATE, BlockKind.ANNOTATION}
)  # fmt: skip


def build(flow: Flow, *, path: str, digest: str, kind: Kind | None = None) -> Document:
    """The document a flow is. ``kind`` is what the drafter says it is, and overrules."""
    sketch = Sketch.of(flow)
    opening = read_opening(sketch)
    margin_marks = _margin_marks(sketch, opening)
    ending = read_ending(sketch, opening)
    read_headings(sketch, opening.body_from)
    blocks = tuple(sketch.blocks())
    first_words = _first_words(flow.text, blocks)
    issuer = _issuer(opening, ending)
    genre = title_genre(opening) or genre_from_text(opening, first_words)
    found_kind, direction = classify(opening, genre, first_words, issuer)
    if kind in _UPWARD:
        direction = Direction.UP
    return Document(
        path=path,
        digest=digest,
        format=flow.format,
        text=flow.text,
        blocks=blocks,
        elements=Elements(
            title=opening.title,
            genre=genre,
            document_number=opening.document_number,
            issuer=issuer,
            signer=opening.signer,
            addressees=opening.addressees,
            date=(iso_date(ending.date_text) if ending.date_text else None) or opening.date,
            secrecy=opening.secrecy or _starred_mark(sketch),
            urgency=opening.urgency,
            copy_number=opening.copy_number,
            attachments=ending.attachments,
        ),
        kind=Measure(kind, "said by the drafter", True) if kind else found_kind,
        direction=direction,
        pages=flow.pages,
        characters=_characters(flow.text, blocks),
        notes=(*flow.notes, *margin_marks),
        appearance=flow.appearance._replace(looks=tuple(map(_look, flow.paragraphs))) if flow.appearance else None,
    )


def _look(paragraph: Paragraph) -> Look:
    from wenlint.appearance import Look, Stretch

    stretches = []
    start = paragraph.span.start
    for length, face in paragraph.faces:
        stretches.append(Stretch(start, start + length, face))
        start += length
    look = paragraph.look
    return Look(tuple(stretches), look.align, look.indent, paragraph.right, paragraph.pitch, paragraph.new_page)


def _margin_marks(sketch: Sketch, opening: Opening) -> list[str]:
    """Reads marks that stand in headers or footers, where some offices put them."""
    notes: list[str] = []
    for line in sketch.margins():
        for mark in marks.marks_on(line.paragraph.text) or ():
            if mark.kind is BlockKind.SECRECY:
                found = secrecy_mark(line, mark.span)
                sketch.label(line, mark.kind, line.part_span(mark.span.start, mark.span.end))
                if opening.secrecy is None:
                    opening.secrecy = found
                    notes.append("密级标志在页眉或页脚里，不在版头")
            elif mark.kind is BlockKind.COPY_NUMBER and len(mark.value) == 6 and opening.copy_number is None:
                opening.copy_number = mark.value
            elif mark.kind is BlockKind.URGENCY and opening.urgency is None:
                opening.urgency = mark.value
    return notes


def _starred_mark(sketch: Sketch) -> SecrecyMark | None:
    """A marking with its star on a line of its own outside the head: unusual, but a marking."""
    for line in sketch.story():
        if not marks.has_star(line.text) or sketch.is_labelled(line) or line.region is Region.CELL:
            continue
        for token, span in marks.tokens(line.paragraph.text):
            if marks.has_star(token) and (found := secrecy_mark(line, span)):
                sketch.label(line, BlockKind.SECRECY, found.span)
                return found
    return None


def _first_words(text: str, blocks: Iterable[Block]) -> str:
    for block in blocks:
        if block.kind in (BlockKind.BODY, BlockKind.HEADING) and block.part is Part.MAIN:
            return text[block.span.start : block.span.start + _FIRST_WORDS]
    return ""


def _issuer(opening: Opening, ending: Ending) -> str | None:
    """The issuing organ, from its sign, its signature, or the beginning of the title.

    An order is signed by a person; its issuer stands in the title (国务院令).
    """
    if opening.title and (opening.is_decree or _ORDER.search(opening.title)):
        return _DECREE_END.sub("", opening.title).removeprefix("中华人民共和国")
    if ending.signature:
        return "、".join(ending.signature)
    if opening.publisher:
        return opening.publisher
    if opening.issuer_lines:
        sign = "、".join(_SIGN_WORD.sub("", line).strip() for line in opening.issuer_lines)
        return sign or None
    return issuer_in_title(opening.title) if opening.title else None


def _characters(text: str, blocks: tuple[Block, ...]) -> Characters:
    main = _joined(text, (b for b in blocks if b.part is Part.MAIN and b.kind in _BODY_KINDS))
    enclosed = _joined(text, (b for b in blocks if b.part is Part.ENCLOSED))
    whole = _joined(text, (b for b in blocks if b.part is not Part.MARGIN))
    return Characters(
        word=count_word(main),
        han=count_han(main),
        non_space=count_non_space(main),
        whole_word=count_word(whole),
        enclosed_word=count_word(enclosed),
    )


def _joined(text: str, blocks: Iterable[Block]) -> str:
    """The blocks' words; pieces of one paragraph stay together, paragraphs are kept apart."""
    pieces: list[str] = []
    paragraph = None
    for block in blocks:
        if paragraph is not None and block.paragraph != paragraph:
            pieces.append("\n")
        pieces.append(block.span.of(text))
        paragraph = block.paragraph
    return "".join(pieces)
