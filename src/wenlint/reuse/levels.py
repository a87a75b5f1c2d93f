"""Levels of government as the library stores them: one English word each."""

from __future__ import annotations

from wenlint.text import levels as text_levels
from wenlint.text.levels import Level

LEVELS = ("central", "province", "city", "county", "town")
"""From the top down: 中央、省级、市级、县级、乡级; the place of each is its :class:`Level`."""

UNTOLD = -1
_RANK = {level: rank for rank, level in enumerate(LEVELS)}
_WORDS = {
    "central": "中央 国家 国家级",
    "province": "省 省级 自治区 直辖市",
    "city": "市 市级 地级",
    "county": "县 县级 区 区级 区县",
    "town": "乡 镇 乡级 乡镇 街道",
}
_CHINESE = {word: level for level, words in _WORDS.items() for word in words.split()}


def rank(level: str) -> int:
    """The level's place from the top, from 0; ``UNTOLD`` for "" and unknown words."""
    return _RANK.get(level, UNTOLD)


def named_level(word: str) -> str:
    """The level that a word in English or Chinese names (province、省级), or ""."""
    word = word.strip().lower()
    return word if word in _RANK else _CHINESE.get(word, "")


def level_of(issuer: str) -> str:
    """The level of an issuer by its name, or "" when the name does not tell."""
    level = text_levels.level_of(issuer)
    return "" if level is None else LEVELS[level]


def lowest_rank(issuer: str) -> int:
    """The lowest rank an issuer of this name can have, or ``UNTOLD``.

    A 市 may be one of a province's cities or a county's equal.
    """
    level = text_levels.level_of(issuer)
    if level is None:
        return UNTOLD
    return Level.COUNTY if level is Level.CITY else level
