"""What of a draft may repeat a superior document: attributed quotations, cited titles and numbers.

A quotation is attributed when its sentence names the source, before or after it, by a
title in 《》, a document number, or a verb of saying before the quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterator

from wenlint.document import Span
from wenlint.text.patterns import pattern

_TITLE = pattern(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》")
_NUMBER = pattern(
    r"[（(]?[\u4e00-\u9fffA-Za-z]{0,12}[〔\[［【（(](?:19|20)\d\d[〕\]］】）)]\s*第?\s*\d+\s*号[）)]?"
    r"|[（(]?[\u4e00-\u9fff]{0,30}(?:令|公告)\s*第\s*[\d一二三四五六七八九十百零〇]+\s*号[）)]?"
)
_PAIRS = {"“": "”", "「": "」", "『": "』", "＂": "＂", '"': '"'}
_OPENING = pattern("[" + "".join(_PAIRS) + "]")
_SAYS = pattern(
    r"(?:指出|强调|规定|要求|提出|明确|写道|写明|载明|认为|宣布|号召|部署|讲|称|说|原文(?:是|为)|表述为|做到|提到)[^，。；！？\n]{0,8}[：:，,]?\s*$"
)
_SENTENCE_BREAK = pattern(r"[。！？；\n]")
# Shorter quotations are terms (“放管服”改革), not words of a source.
_LEAST = 12


def cited_names(text: str) -> list[Span]:
    """Titles in 《》 and document numbers."""
    return [Span(*match.span()) for form in (_TITLE, _NUMBER) for match in form.finditer(text)]


def attributed_quotations(text: str) -> list[Span]:
    """Quotations, their marks included, whose source the sentence names."""
    return [quote for quote in _quotations(text) if _is_attributed(text, quote)]


def _quotations(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        taken = -1
        for match in _OPENING.finditer(line):
            at = match.start()
            if at < taken:
                continue
            end = _closing(line, at, match[0], _PAIRS[match[0]])
            if end is not None:
                taken = end
                if end - at - 2 >= _LEAST:
                    yield Span(start + at, start + end)
        start += len(line) + 1


def _closing(line: str, at: int, open_: str, close: str) -> int | None:
    """Just behind the mark that closes the one at ``at``; None when nothing closes it."""
    if open_ == close:
        end = line.find(close, at + 1)
        return end + 1 if end >= 0 else None
    depth = 0
    for place in range(at, len(line)):
        depth += (line[place] == open_) - (line[place] == close)
        if depth == 0:
            return place + 1
    return None


def _is_attributed(text: str, quote: Span) -> bool:
    before = _sentence_before(text, quote.start)
    if _names_source(before) or _SAYS.search(before):
        return True
    return _names_source(_sentence_after(text, quote.end))


def _names_source(words: str) -> bool:
    return bool(_TITLE.search(words) or _NUMBER.search(words))


def _sentence_before(text: str, at: int) -> str:
    """The words of the sentence before the quotation; a colon carries it over a line break."""
    head = text[max(0, at - 160) : at]
    stem = head.rstrip(" \t\u3000\n")
    if stem != head and not stem.endswith(("：", ":")):
        stem = head
    breaks = [match.end() for match in _SENTENCE_BREAK.finditer(stem)]
    return stem[breaks[-1] :] if breaks else stem


def _sentence_after(text: str, at: int) -> str:
    tail = text[at : at + 100]
    match = _SENTENCE_BREAK.search(tail, 1 if tail[:1] in "。！？；" else 0)
    inside = tail[: match.start()] if match else tail
    # A full stop inside the marks ends the sentence unless a comma or words carry it on.
    return inside if text[at - 2 : at - 1] not in "。！？" or tail[:1] in "，,的（(" else ""
