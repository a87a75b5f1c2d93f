"""Numbers that head a paragraph (层次序数), by the levels of GB/T 9704—2012 7.3.3 and of statutes."""

from __future__ import annotations

from dataclasses import dataclass

from wenlint.text.patterns import pattern

_CN = "一二三四五六七八九十百千〇○零两"
_PATTERNS = (
    ("编", pattern(rf"第\s*[{_CN}\d]+\s*编(?=[\s\u3000]|\Z)")),
    ("部分", pattern(rf"第\s*[{_CN}\d]+\s*部分(?=[\s\u3000：:、]|\Z)")),
    ("章", pattern(rf"第\s*[{_CN}\d]+\s*章(?=[\s\u3000：:、]|\Z|[\u4e00-\u9fff]{{1,20}}\Z)")),
    ("节", pattern(rf"第\s*[{_CN}\d]+\s*节(?=[\s\u3000：:、]|\Z|[\u4e00-\u9fff]{{1,20}}\Z)")),
    ("条", pattern(rf"第\s*[{_CN}\d]+\s*条(?:之[{_CN}])?(?=[\s\u3000：:、【（]|\Z)")),
    ("1", pattern(rf"[{_CN}]{{1,4}}\s*、")),
    ("2", pattern(rf"[（(]\s*[{_CN}]{{1,4}}\s*[）)][、.．]?")),
    ("3", pattern(r"\d{1,2}\s*(?:[.．](?!\d)|、|(?=[\u3000\t]))")),
    ("4", pattern(r"[（(]\s*\d{1,2}\s*[）)][、.．]?")),
)  # fmt: skip


_FIRST = frozenset(_CN + "第（(")


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """A heading's number: its scheme (编, 部分, 章, 节, 条, or the level 1–4) and its length."""

    scheme: str
    length: int


def heading_mark(text: str) -> HeadingMark | None:
    """The number that the text begins with, or None."""
    if text[:1] not in _FIRST and not text[:1].isdecimal():
        return None
    for scheme, printed in _PATTERNS:
        if match := printed.match(text):
            return HeadingMark(scheme, match.end())
    return None
