"""Words of a draft as a report quotes them: on one line, cut where they are long, with their neighbours where few."""

from __future__ import annotations

import re

from wenlint.document import Span

_TELLING = 2  # characters or figures that show by themselves which place is meant
_AROUND = 8  # characters shown on either side of fewer


def one_line(text: str) -> str:
    """Words over several lines on one; Chinese needs no space where a line ended."""
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", " ".join(text.split()))


def shortened(text: str | None, length: int) -> str:
    """At most ``length`` characters, the last of them ``…`` where others are left out."""
    text = text or ""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def quoted(text: str, span: Span, length: int) -> str:
    """The words at a place, at most ``length`` characters; "" for a place of none.

    A comma says nothing of where it stands, so a few characters come with what is around
    them on their line.
    """
    words = one_line(span.of(text))
    if not words or sum(map(str.isalnum, words)) >= _TELLING:
        return shortened(words, length)
    begins = text.rfind("\n", 0, span.start) + 1
    ends = text.find("\n", span.end)
    ends = len(text) if ends < 0 else ends
    start, end = max(begins, span.start - _AROUND), min(ends, span.end + _AROUND)
    around = one_line(text[start:end])
    return f"{'…' if start > begins else ''}{around}{'…' if end < ends else ''}"
