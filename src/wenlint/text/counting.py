"""字: the character counts that limits speak of, by each definition.

The definition of ``word`` is the one that reproduced the counts WPS had stored in real
files: each East Asian character or full-width mark counts 1, so do the marks that Chinese
text shares with Western text (“ ” ‘ ’ — … ★ ×), and each maximal run of other visible
characters (a number, a Latin word) counts 1.
"""

from __future__ import annotations

from wenlint.text.patterns import pattern

HAN = "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_EAST_ASIAN = (
    HAN
    + "\u3000-\u303f\u3040-\u30ff\u3100-\u312f\u3131-\u318e\u31a0-\u31bf\u31c0-\u31ef\u31f0-\u31ff"
    + "\u3200-\u33ff\ua960-\ua97f\uac00-\ud7ff\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uffe6"
)
_SHARED_MARKS = "“”‘’—…★×"
# Ideographic space is East Asian by its code point but shows nothing.
_INVISIBLE = "\\s\u3000\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad"

_HAN = pattern(f"[{HAN}]")
_NON_SPACE = pattern(f"[^{_INVISIBLE}]")
_WORD = pattern(f"(?![{_INVISIBLE}])(?:[{_EAST_ASIAN}{_SHARED_MARKS}]|[^{_INVISIBLE}{_EAST_ASIAN}{_SHARED_MARKS}]+)")


def count_word(text: str) -> int:
    """字数 as Word and WPS show it: East Asian characters and marks 1 each, other runs 1 each."""
    return len(_WORD.findall(text))


def count_han(text: str) -> int:
    """汉字 only."""
    return len(_HAN.findall(text))


def count_non_space(text: str) -> int:
    """Every visible character."""
    return len(_NON_SPACE.findall(text))
