"""Whom a document speaks for: legislation (法律、法规、规章), an organ at the top, or an office below."""

from __future__ import annotations

from wenlint.document import BlockKind, Document
from wenlint.text.levels import Level, level_of
from wenlint.text.paragraphs import once_for_each_draft
from wenlint.text.patterns import pattern
from wenlint.text.titles import squeeze, strip_brackets

_NAMED = pattern(r"(?:(?<!办)法|条例|(?:实施|自治)条例|令)\Z")
# 2015年3月27日示例省第十二届人民代表大会常务委员会第十五次会议通过; 国务院令第749号.
_ADOPTED = pattern(
    r"(?:人民代表大会|人大|常务委员会|国务院)[^。\n]{0,60}(?:通过|批准|公布|发布|修正|修订)"
    r"|令[（(〔\s]*(?:\d{4}年?)?[）)〕]?第\s*[\d一二三四五六七八九十百〇]+\s*号"
)


_FRONT_BLOCKS = 8
_LONGEST_NOTE = 200


def is_legislation(document: Document) -> bool:
    """Judges by the name (…法、…条例、…令) and by the note of adoption under it.

    A notice that issues a regulation is judged by its own title, and is none.
    """
    title = strip_brackets(squeeze(document.elements.title or ""))
    if title.endswith(("通知", "意见", "函", "批复")):
        return False
    return bool(_NAMED.search(title)) or document.elements.genre == "命令（令）" or _is_noted_as_adopted(document)


@once_for_each_draft
def is_of_the_top(document: Document) -> bool:
    """Whether legislation, a people's congress or an organ at the top speaks: no subordinate that the limits bind."""
    issuer = document.elements.issuer or ""
    levels = (level_of(issuer), level_of(document.elements.title or ""))
    return Level.CENTRAL in levels or "人民代表大会" in issuer or is_legislation(document)


def _is_noted_as_adopted(document: Document) -> bool:
    notes = [b for b in document.blocks[:_FRONT_BLOCKS] if b.kind not in (BlockKind.TITLE, BlockKind.HEADING)]
    return any(
        _ADOPTED.search(document.text, b.span.start, min(b.span.end, b.span.start + _LONGEST_NOTE)) for b in notes
    )
