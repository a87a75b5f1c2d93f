"""The level of government of an organ, read off its name: 国务院, 省, 市, 区县, 乡镇街道."""

from __future__ import annotations

import re
from enum import IntEnum

from wenlint.text.patterns import pattern


class Level(IntEnum):
    """Level of government; a smaller number stands higher."""

    CENTRAL = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    TOWNSHIP = 4

    @property
    def label(self) -> str:
        """The level's name in Chinese."""
        return ("中央和国家机关", "省级", "市级", "区县", "街道乡镇")[self]


LOCAL = frozenset({Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP})

_MUNICIPALITIES = "北京|天津|上海|重庆"
_PROVINCES = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|"
    "内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_CENTRAL = pattern(
    "中共中央|党中央|中央(?!商务|公园|大街)|国务院|中办|国办|全国|国家|中华人民共和国|最高人民|中国(?!共产党)"
    "|(?:教育|科技|工业和信息化|公安|民政|司法|财政|人力资源社会保障|自然资源|生态环境|住房城乡建设|交通运输|水利|农业农村|商务|文化和旅游|应急管理)部(?!门)"
)
# One step of a place name: 示例省, ××市, 朝阳区. Words that only hold such a character are left out.
_STEP = pattern(
    r"(?P<name>[\u4e00-\u9fff×ＸXx*＊]{0,9}?)(?P<unit>自治区|自治州|自治县|街道|地区(?!各)|省(?!级|直|委员)|"
    r"市(?!场|民|容|政(?!府)|域|级|属|直|长)|州(?!长)|盟|区(?!域|长|级|别|划|块|间|属|分)|县(?!级|域|长|处)|旗(?!帜)|镇|乡(?!村|土|镇|风))"
)
_UNIT_LEVELS = {
    **dict.fromkeys(("省", "自治区"), Level.PROVINCE),
    **dict.fromkeys(("市", "自治州", "州", "盟", "地区"), Level.CITY),
    **dict.fromkeys(("区", "县", "自治县", "旗"), Level.COUNTY),
    **dict.fromkeys(("镇", "乡", "街道"), Level.TOWNSHIP),
}
_PROVINCE_NAME = pattern(
    f"(?:中共)?(?:{_PROVINCES}|{_MUNICIPALITIES})(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)?"
)
_PARTY = pattern("^(?:中国共产党|中共)(?!中央)")
_NO_PLACE = pattern("园区|社区|开发区|校区|景区|库区|片区|城市|全市|全省|全区|全县|本市|本省|本区|我市|我省|我区")


def place_of(name: str) -> str:
    """The place an organ's or document's name begins with (北京市朝阳区), or ""."""
    bare = _PARTY.sub("", name.strip())
    if bare.startswith(("关于", "对")):
        return ""
    end = 0
    match = _PROVINCE_NAME.match(bare)
    if match:
        end = match.end()
    while step := _STEP.match(bare, end):
        if _NO_PLACE.search(step[0]) or len(step["name"]) > (8 if end == 0 else 5):
            break
        end = step.end()
    return bare[:end]


def level_of(name: str) -> Level | None:
    """The level of the organ named, or of the place a document's name begins with; None if it cannot be told."""
    bare = _PARTY.sub("", name.strip())
    if _CENTRAL.match(bare):
        return Level.CENTRAL
    place = place_of(bare)
    if not place:
        return None
    steps = list(_STEP.finditer(place))
    deepest = max((_UNIT_LEVELS[step["unit"]] for step in steps), default=Level.PROVINCE)
    if deepest is Level.CITY and re.fullmatch(f"(?:{_MUNICIPALITIES})市?", place):
        return Level.PROVINCE
    return deepest


def levels_of(name: str) -> frozenset[Level]:
    """As :func:`level_of`, but a municipality (直辖市) answers to 省 and to 市 alike; empty if unknown."""
    level = level_of(name)
    if level is None:
        return frozenset()
    if level is Level.PROVINCE and re.match(f"(?:中共)?(?:{_MUNICIPALITIES})", name.strip()):
        return frozenset({Level.PROVINCE, Level.CITY})
    return frozenset({level})


_NAMED_LEVELS: tuple[tuple[re.Pattern[str], frozenset[Level]], ...] = tuple(
    (pattern(words), frozenset(levels))
    for words, levels in (
        ("省|自治区|直辖市", [Level.PROVINCE]),
        (
            "(?<!直辖)市人民政府|(?<!直辖)市政府|市委|各市|设区的市|地级市|市级|市（州|自治州|较大的市|市有关|市[^，。、；场]{1,14}(?:部门|委|局)",
            [Level.CITY],
        ),
        (
            "(?<!自治)区人民政府|(?<!自治)区政府|(?<!自治)区委|各区|各县|县级|县（|县人民政府|区县|区（县|县、|区、县|市、县|旗",
            [Level.COUNTY],
        ),
        ("乡镇|镇人民政府|乡人民政府|街道", [Level.TOWNSHIP]),
        ("国务院|中央(?!企业)|国家[^，。、]{0,12}(?:局|委|部门|部)|最高人民", [Level.CENTRAL]),
        ("县级以上", [Level.PROVINCE, Level.CITY, Level.COUNTY]),
        ("设区的市级以上", [Level.PROVINCE, Level.CITY]),
        ("各地区|各地|地方|当地|各级|本地区|所在地", LOCAL),
    )
)


def levels_named(words: str) -> frozenset[Level]:
    """The levels that a clause calls upon (各省、设区的市、县级以上地方人民政府 …); empty when it names none."""
    found: set[Level] = set()
    for named, levels in _NAMED_LEVELS:
        if named.search(words):
            found |= levels
    return frozenset(found)
