"""Font names as files spell them → the family names drafters know."""

from __future__ import annotations

import re
from functools import cache

from wenlint.appearance import is_replacement
from wenlint.text.patterns import pattern

_SUBSET = pattern(r"^[A-Z]{6}\+")
_FAMILIES = (
    # Order matters: the first pattern found names the family.
    (r"xiaobiaosong|小标宋|XBSK|XBSJW|XBS_?GBK|FZXBS", "方正小标宋"),
    (r"zhongsong|中宋|STZhongs", "华文中宋"),
    (r"fang\s*-?song|仿宋|FZFS|FSK|GBFS", "仿宋_GB2312"),
    (r"kai\s*-?ti|楷体|FZKT|STKai|\bKai\b", "楷体_GB2312"),
    (r"sim\s*-?hei|黑体|FZHT|STHei|Heiti|\bHei\b|Sans\s*-?CJK|SourceHanSans|思源黑体", "黑体"),
    (r"yahei|雅黑|dengxian|等线|pingfang|苹方", "微软雅黑"),
    (r"n?sim\s*-?sun|宋体|FZSS|STSong|Songti|Serif\s*-?CJK|SourceHanSerif|思源宋体|FZSY|书宋", "宋体"),
    (r"lishu|隶书", "隶书"),
)
_PATTERNS = tuple((pattern(words, re.IGNORECASE), family) for words, family in _FAMILIES)
_BOLD = pattern(r"bold|heavy|black|demi|粗", re.IGNORECASE)


@cache
def family(name: bytes) -> str:
    """The family of a font given by its PostScript or base font name; the bare name when it is not a Chinese one."""
    text = _SUBSET.sub("", _decoded(name))
    for names, known in _PATTERNS:
        if names.search(text):
            return known
    return text.split(",")[0]


@cache
def replacement(name: bytes) -> str:
    """The name of a font that stands in for others; "" for any other font."""
    text = _SUBSET.sub("", _decoded(name))
    return text if is_replacement(text.replace("-", " ")) or is_replacement(text) else ""


@cache
def is_bold_name(name: bytes) -> bool:
    """Whether the font's name says that it is bold."""
    return bool(_BOLD.search(_decoded(name)))


def _decoded(name: bytes) -> str:
    """Font names are ASCII, UTF-8 or, from Chinese programs, GBK."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")
