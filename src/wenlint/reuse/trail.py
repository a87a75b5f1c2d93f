"""The headings above a place in a superior document: chapter, article, numbered heading."""

from __future__ import annotations

import re

from wenlint.text.patterns import pattern

_NUMERALS = "一二三四五六七八九十百千零〇○两\\d"
_LEVELS = (
    pattern(rf"第[{_NUMERALS}]+编(?:\s|$)"),
    pattern(rf"第[{_NUMERALS}]+章(?:\s|$)"),
    pattern(rf"第[{_NUMERALS}]+节(?:\s|$)"),
    pattern(rf"第[{_NUMERALS}]+条(?:之[{_NUMERALS}]+)?(?=[\s　]|[^\w]|$)"),
    pattern(r"[一二三四五六七八九十百]+、"),
    pattern(r"[（(][一二三四五六七八九十百]+[）)]"),
)
_ARTICLE = 3
_LONGEST = 60


def trail(text: str, start: int) -> tuple[str, ...]:
    """Headings above ``start``, outermost first; an article is named by its number alone."""
    above: dict[int, str] = {}
    offset = 0
    for line in text.split("\n"):
        if offset > start:
            break
        offset += len(line) + 1
        words = line.strip()
        for level, form in enumerate(_LEVELS):
            match = form.match(words)
            if match:
                above = {outer: heading for outer, heading in above.items() if outer < level}
                above[level] = match[0].strip() if level == _ARTICLE else _heading(words)
                break
    return tuple(above[level] for level in sorted(above))


def _heading(words: str) -> str:
    """The heading without the text that runs on after it."""
    return re.split(r"[。：:；]", words, maxsplit=1)[0][:_LONGEST].strip()
