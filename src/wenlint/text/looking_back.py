"""The sections of a report that tell what has been done (一、2023年工作回顾), in which nothing is ordered."""

from __future__ import annotations

from itertools import pairwise

from wenlint.document import Document, Part, Span
from wenlint.text.paragraphs import once_for_each_draft
from wenlint.text.patterns import pattern

_REPORTING = pattern(r"报告|总结|汇报|述职")
# 主要做法 and 工作情况 may tell what goes on still.
_BACK = pattern(
    r"\A(?:过去|回顾)(?!.*(?:打算|安排|计划|思路|下一步))|(?:回顾|(?:发展|取得的|主要|工作)(?:成就|成效|成绩)|工作总结)\Z"
)


@once_for_each_draft
def looking_back(document: Document) -> tuple[Span, ...]:
    """From each such heading of the first level to the next; none in a document that is no report."""
    elements = document.elements
    if elements.genre != "报告" and not _REPORTING.search(elements.title or ""):
        return ()
    own = [heading for heading in document.headings() if heading.part is Part.MAIN]
    top = min((heading.level for heading in own), default=0)
    first = [heading for heading in own if heading.level == top]
    starts = [heading.span.start for heading in first]
    sections = pairwise([*starts, len(document.text)])
    return tuple(Span(*section) for heading, section in zip(first, sections, strict=True) if _BACK.search(heading.text))
