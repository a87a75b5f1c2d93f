"""Where a draft announces that it is, or issues, a paper of some form: its title, its opening, or a list of titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wenlint.document import BlockKind, Document, Part, Span
from wenlint.text.clauses import negation_of, sentences
from wenlint.text.filings import Filing, filing_of
from wenlint.text.patterns import pattern


class Forms(NamedTuple):
    """The forms looked for: what their titles end with, and what must not be in such a title."""

    ends: re.Pattern[str]
    excepted: re.Pattern[str] | None = None

    def named(self, title: str, issuer: str) -> Filing | None:
        """The paper of such a form that a title announces as the issuer's own."""
        return filing_of(title, issuer, self.ends, self.excepted)


class Announcement(NamedTuple):
    """A paper and the words of the draft that announce it."""

    filing: Filing
    at: Span


def announcement(document: Document, forms: Forms) -> Announcement | None:
    """What the title announces, or else the opening."""
    return _titled(document, forms) or _issued(document, forms)


def announcements_listed(document: Document, forms: Forms) -> Iterator[Announcement]:
    """Titles that a drafting form or a list of documents to be issued gives (标题：……)."""
    for match in _LISTED.finditer(document.text):
        filing = forms.named(match["title"], document.elements.issuer or "")
        if filing:
            yield Announcement(filing, Span(*match.span("title")))


def opening_of(document: Document) -> str:
    """The first paragraphs of the draft's body, and of the text it issues."""
    return "\n".join(span.of(document.text) for span in _opening(document))


_OPENING_BLOCKS = 3


def _opening(document: Document) -> Iterator[Span]:
    for part in (Part.MAIN, Part.ENCLOSED):
        bodies = [block.span for block in document.in_part(part) if block.kind is BlockKind.BODY]
        yield from bodies[:_OPENING_BLOCKS]


def _titled(document: Document, forms: Forms) -> Announcement | None:
    filing = forms.named(document.elements.title or "", document.elements.issuer or "")
    blocks = [block.span for block in document.of_kind(BlockKind.TITLE) if block.part is Part.MAIN]
    at = Span(blocks[0].start, blocks[-1].end) if blocks else Span(0, 0)
    return Announcement(filing, at) if filing else None


_ISSUED = pattern("(?:现|特|决定|制定|研究)[^。《》]{0,30}(?P<title>《.+》)[^。《》]{0,20}(?:印发|下发|发给|公布|发布)")


def _issued(document: Document, forms: Forms) -> Announcement | None:
    """现将《示例区贯彻落实〈…〉实施意见》印发给你们, under a title that does not say so."""
    for block in _opening(document):
        words = block.of(document.text)
        for span in sentences(words):
            match = _ISSUED.search(span.of(words))
            if match and not negation_of(span.of(words), Span(*match.span("title"))):
                filing = forms.named(f"关于印发{match['title']}的通知", document.elements.issuer or "")
                at = Span(block.start + span.start, block.start + span.end)
                return Announcement(filing, at) if filing else None
    return None


_LISTED = pattern(
    r"(?:文件)?(?:标题|题目|拟题|文名)\s*[:：]\s*(?P<title>(?:《[^《》\n]*(?:〈[^〉]*〉[^《》\n]*)?》|[^\n。；《]){4,80}?"
    r"(?:意见|细则|分工方案|通知)(?:（[^）\n]{1,12}）)?)"
)
