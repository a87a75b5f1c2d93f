"""Numbers that head a paragraph (层次序数), by the levels of GB/T 9704—2012 7.3.3 and of statutes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CN = "一二三四五六七八九十百千〇○零两"
_PATTERNS = (
    ("编", re.compile(rf"第\s*[{_CN}\d]+\s*编(?=[\s\u3000]|\Z)")),
    ("部分", re.compile(rf"第\s*[{_CN}\d]+\s*部分(?=[\s\u3000：:、]|\Z)")),
    ("章", re.compile(rf"第\s*[{_CN}\d]+\s*章(?=[\s\u3000：:、]|\Z|[\u4e00-\u9fff]{{1,20}}\Z)")),
    ("节", re.compile(rf"第\s*[{_CN}\d]+\s*节(?=[\s\u3000：:、]|\Z|[\u4e00-\u9fff]{{1,20}}\Z)")),
    ("条", re.compile(rf"第\s*[{_CN}\d]+\s*条(?:之[{_CN}])?(?=[\s\u3000：:、【（]|\Z)")),
    ("1", re.compile(rf"[{_CN}]{{1,4}}\s*、")),
    ("2", re.compile(rf"[（(]\s*[{_CN}]{{1,4}}\s*[）)][、.．]?")),
    ("3", re.compile(r"\d{1,2}\s*(?:[.．](?!\d)|、|(?=[\u3000\t]))")),
    ("4", re.compile(r"[（(]\s*\d{1,2}\s*[）)][、.．]?")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """A heading's number: its scheme (编, 部分, 章, 节, 条, or the level 1–4) and its length."""

    scheme: str
    length: int


def heading_mark(text: str) -> HeadingMark | None:
    """The number that the text begins with, or None."""
    for scheme, pattern in _PATTERNS:
        if match := pattern.match(text):
            return HeadingMark(scheme, match.end())
    return None
