"""Whether a string reads like Chinese or Latin text, or is the wreck of a wrong decoding."""

from __future__ import annotations

from collections import Counter
from functools import cache

from wenlint.text.patterns import pattern

SAMPLE = 20_000
"""Characters looked at; a wrong decoding shows in far fewer."""

_MARKS = frozenset("·—–―‘’“”…‰′″℃×÷±≤≥≠≈→←↑↓■□▲△●○◎★☆※§〇①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹ⅠⅡⅢⅣⅤⅥ°\u00a0\u200b\ufeff")


_RARER = 0.5


@cache
def _everyday() -> dict[str, float]:
    """Weight of each character of GB/T 2312—1980: level 1 covers over 99 % of modern print, level 2 the rest."""
    weights = {}
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            char = bytes((row, cell)).decode("gb2312", "ignore")
            weights[char] = 1.0 if row < 0xD8 else _RARER
    return weights


def is_han(char: str) -> bool:
    """Whether ``char`` is a Chinese character."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char == "〇" or char >= "\U00020000"


def is_cjk(char: str) -> bool:
    """Whether ``char`` is set full width in Chinese text: a Chinese character, kana or full-width mark."""
    return is_han(char) or "\u3000" <= char <= "\u30ff" or "\uff00" <= char <= "\uffef" or char in "“”‘’—…★×"


_CJK = pattern(r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef“”‘’—…★×\U00020000-\U0003ffff]")


def has_cjk(text: str) -> bool:
    """Whether the text holds a character for which :func:`is_cjk` holds."""
    return bool(_CJK.search(text))


def everyday_share(text: str) -> float:
    """Share of everyday characters and punctuation among the non-ASCII ones; 1.0 when there are none.

    Chinese official documents have 0.95 and more; text decoded by the wrong table, below 0.8.
    """
    foreign = _foreign(text[:SAMPLE])
    if not foreign:
        return 1.0
    everyday = _everyday()
    known = sum(count if _is_mark(char) else count * everyday.get(char, 0.0) for char, count in foreign.items())
    return known / foreign.total()


def _foreign(text: str) -> Counter[str]:
    """How often each character occurs that is not ASCII."""
    return Counter({char: count for char, count in Counter(text).items() if char > "\x7f"})


def strange_share(text: str) -> float:
    """Share of characters that are neither ASCII nor everyday ones."""
    sample = text[:SAMPLE]
    return (1 - everyday_share(sample)) * _foreign(sample).total() / len(sample) if sample else 0.0


def _is_mark(char: str) -> bool:
    return char in _MARKS or "\u3000" <= char <= "\u301f" or "\uff01" <= char <= "\uff5e"


def control_share(text: str) -> float:
    """Share of characters that no text holds: control codes, noncharacters, replacement characters."""
    sample = text[:SAMPLE]
    if not sample:
        return 0.0
    odd = sum(_is_junk(char) for char in sample)
    return odd / len(sample)


def _is_junk(char: str) -> bool:
    if char < " ":
        return char not in "\t\n\r\f\v"
    return "\x7f" <= char < "\xa0" or "\ud800" <= char <= "\udfff" or char in "\ufffd\ufffe\uffff"
