"""In which format a draft is laid out (公文格式), and whether it means to be a finished document.

GB/T 9704—2012 has an ordinary format (第7章) and three of its own: letters (10.1), orders (10.2)
and minutes (10.3). Its rules of layout speak of documents as they go out, so a draft is held to
them only as far as it shows that it means to be one.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from wenlint.appearance import Appearance, Face, Look
from wenlint.document import Block, BlockKind, Document, Part, Span
from wenlint.finding import Location, Severity
from wenlint.text.paragraphs import is_issued, is_older_than
from wenlint.text.patterns import pattern

_TELEGRAM = pattern(r"电\s*报|明\s*电|发\s*电|传\s*真")
_MINUTES = pattern(r"纪\s*要\s*\Z")
_ORDER = pattern(r"(?:命\s*令|令)\s*\Z")
_FILE = pattern(r"文\s*件\s*\Z")
_HAN = pattern(r"[\u3400-\u9fff]")
_SINCE = "2012-07-01"  # when the standard came into force


class Format(StrEnum):
    """Formats of official documents."""

    ORDINARY = "ordinary"
    LETTER = "letter"  # 信函格式
    ORDER = "order"  # 命令（令）格式
    MINUTES = "minutes"  # 纪要格式
    TELEGRAM = "telegram"  # laid out by rules of its own


def format_of(document: Document) -> Format:
    """The format by the issuer's sign, the number's code and the genre."""
    sign = " ".join(block.span.of(document.text) for block in document.of_kind(BlockKind.ISSUER))
    genre, number = document.elements.genre, document.elements.document_number or ""
    if _TELEGRAM.search(sign) or "电〔" in number:
        return Format.TELEGRAM
    if _FILE.search(sign):
        return Format.ORDINARY
    if genre == "纪要" or _MINUTES.search(sign):
        return Format.MINUTES
    if genre == "命令（令）" or _ORDER.search(sign):
        return Format.ORDER
    if genre == "函" or "函〔" in number or _is_letter_head(document):
        return Format.LETTER
    return Format.ORDINARY


def _is_letter_head(document: Document) -> bool:
    """Whether the number stands at the right, below the line, and no 文件 is in the sign."""
    number = next(document.of_kind(BlockKind.DOC_NUMBER), None)
    look = look_of(document, number) if number else None
    return look is not None and look.align == "right" and not any(document.of_kind(BlockKind.SIGNER))


def sureness(document: Document) -> Severity | None:
    """How gravely a fault of layout may be told; None for what is no official document.

    A red head or a document number shows a document as it is to go out. A draft that only
    has the elements of one (genre, addressee or signature) may be printed on a form or laid
    out by others: it is told what would be wrong, no more.
    """
    if document.appearance is None or document.format not in ("docx", "doc", "pdf", "ofd", "odt", "rtf"):
        return None
    if is_older_than(document, _SINCE):
        return None
    if not is_issued(document):
        return Severity.WARNING if _has_red_sign(document) and _has_number(document) else None
    return Severity.WARNING if _has_red_sign(document) or _has_number(document) else Severity.INFO


def _has_number(document: Document) -> bool:
    return any(block.part is Part.HEAD for block in document.of_kind(BlockKind.DOC_NUMBER))


def _has_red_sign(document: Document) -> bool:
    return any(is_red(document, block) for block in document.of_kind(BlockKind.ISSUER))


def is_red(document: Document, block: Block) -> bool:
    """Whether a block is set in red."""
    face = face_of(document, block.span, block.paragraph)
    return face is not None and face.colour == "red"


def look_of(document: Document, block: Block) -> Look | None:
    """How the paragraph of a block is set."""
    appearance = document.appearance
    if appearance is None or block.paragraph >= len(appearance.looks):
        return None
    return appearance.looks[block.paragraph]


def face_of(document: Document, span: Span, paragraph: int) -> Face | None:
    """The face of most Chinese characters under a span of a paragraph; None without any."""
    appearance = document.appearance
    if appearance is None or paragraph >= len(appearance.looks):
        return None
    weights: dict[Face, int] = {}
    for stretch in appearance.looks[paragraph].stretches:
        start, end = max(stretch.start, span.start), min(stretch.end, span.end)
        if start < end:
            weight = len(_HAN.findall(document.text[start:end]))
            weights[stretch.face] = weights.get(stretch.face, 0) + weight
    face = max(weights, key=weights.__getitem__, default=None)
    return face if face is not None and weights[face] else None


def shape_of(appearance: Appearance, block: Block, text: str) -> float:
    """How many characters the first line of a block stands in, typed blanks included."""
    look = appearance.looks[block.paragraph]
    start = look.stretches[0].start if look.stretches else block.span.start
    typed = text[start : block.span.start]
    return look.indent + sum(1.0 if blank == "\u3000" else 0.5 for blank in typed if blank in "\u3000 \u00a0")


def top_of(document: Document) -> tuple[Location, ...]:
    """Where a finding about the whole draft points: its title, or its first block."""
    block = next(document.of_kind(BlockKind.TITLE), None) or next(iter(document.blocks), None)
    return (Location(block.span),) if block else ()


def of_part(document: Document, kinds: frozenset[BlockKind], parts: frozenset[Part]) -> Iterator[Block]:
    """The blocks of these kinds in these parts, in order."""
    return (block for block in document.blocks if block.kind in kinds and block.part in parts)
