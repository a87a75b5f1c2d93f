"""Levels of government, read off the name of an issuer."""

from __future__ import annotations

import re

LEVELS = ("central", "province", "city", "county", "town")
"""From the top down: 中央、省级、市级、县级、乡级."""

UNTOLD = -1
_RANK = {level: rank for rank, level in enumerate(LEVELS)}
_MUNICIPALITY = re.compile(r"(?:中共)?(?:北京|上海|天津|重庆)市")
_TOWN = re.compile(r"街道|[\u4e00-\u9fff]{2}(?:镇|乡)(?:人民政府|党委|委员会)")
_PROVINCE = re.compile(r"[\u4e00-\u9fff]{2,6}(?:省|自治区)(?!.*[市县旗州盟])")
_COUNTY = re.compile(
    r"(?!.{2,6}自治区(?!.*[市县旗]))(?:[^省市]{2,6}(?:省|自治区))?(?:[^市]{2,8}(?:市|州|盟|地区))?.{1,8}(?:区|县|旗)"
)
_CITY = re.compile(r"市|自治州|盟|地区")
_CENTRAL = re.compile(r"国务院|中共中央|中央|全国人|最高人民|国家|[\u4e00-\u9fff]{2,8}部(?!队)|中国人民银行")
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


def lowest_rank(issuer: str) -> int:
    """The lowest rank an issuer of this name can have, or ``UNTOLD``.

    A 市 may be one of a province's cities or a county's equal.
    """
    level = level_of(issuer)
    return _RANK["county"] if level == "city" else rank(level)


def level_of(issuer: str) -> str:
    """The level of an issuer by its name, or "" when the name does not tell."""
    municipal = _MUNICIPALITY.match(issuer)
    local = issuer[municipal.end() :] if municipal else issuer
    if _CENTRAL.match(issuer):
        return "central"
    if _TOWN.search(issuer):
        return "town"
    if _COUNTY.match(local):
        return "county"
    if municipal or _PROVINCE.match(issuer):
        return "province"
    return "city" if _CITY.search(issuer) else ""
