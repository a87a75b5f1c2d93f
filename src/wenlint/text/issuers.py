"""What a document number's 机关代字 tells of its issuer, and where the two are at odds."""

from __future__ import annotations

from wenlint.text.patterns import pattern

# What the departments' signs are made of; the words of a name that bring them.
_SIGNS = {
    "教": "教育|教体",
    "财": "财政|财务",
    "民": "民政|民族",
    "公": "公安",
    "水": "水利|水务",
    "卫": "卫生|卫健",
    "发改": "发展|发改",
    "人社": "人力|人社",
    "建": "建设|住建|建筑|建委",
    "交": "交通",
    "农": "农业|农村|农机|农林",
    "文": "文化|文旅|文物|文明|文体",
    "应急": "应急",
    "审": "审计|审批",
    "统": "统计|统战",
    "市监": "市场",
    "环": "环境|环保",
    "自然资": "自然资源",
    "医保": "医保|医疗",
    "商": "商务|工商|商业",
    "科": "科技|科学|科协",
    "工信": "工信|工业",
    "司": "司法|司令",
    "城管": "城管|城市",
    "林": "林业|园林|林草",
    "信访": "信访",
    "税": "税务",
}
_OFFICE = pattern(r"(?:政府|委员会|(?:省|市|区|县|州|旗)委|党委|国务院|中央)(?:办公厅|办公室)\Z")
_GOVERNMENT = pattern(r"(?:人民政府|国务院)\Z")
_COMMITTEE = pattern(r"(?:委员会|(?:省|市|区|县|州|旗|工|党)委)\Z")
_PARTY = pattern(r"\A(?:中共|中国共产党)")
_WORKING = pattern(r"委员会|领导小组|指挥部|联席会议|联合会|协会")


def sign_at_odds(code: str, issuer: str) -> str | None:
    """Why the code cannot be that of the issuer, in Chinese; None when it may well be.

    Only plain contradictions count: another department's sign, 办 for a government itself or
    none for its office, 委 for a government. Joint issuers are left alone.
    """
    if not issuer or "、" in issuer or " " in issuer:
        return None
    return _office_at_odds(code, issuer) or _department_at_odds(code, issuer)


def _office_at_odds(code: str, issuer: str) -> str | None:
    if _OFFICE.search(issuer) and not _WORKING.search(issuer.removesuffix("办公室")) and not _names_office(code):
        return "署名是办公厅（室），代字里没有“办”"
    if _GOVERNMENT.search(issuer):
        if "办" in code:
            return "署名是政府，代字是办公厅（室）的"
        if code[1:2] == "委" and "政" not in code and "府" not in code:
            return "署名是政府，代字是党委的"
    if _PARTY.match(issuer) and _COMMITTEE.search(issuer) and code[1:2] in ("政", "府"):
        return "署名是党委，代字是政府的"
    return None


def _names_office(code: str) -> bool:
    return any(word in code for word in ("办", "厅", "室"))


def _department_at_odds(code: str, issuer: str) -> str | None:
    if (
        _GOVERNMENT.search(issuer)
        or _OFFICE.search(issuer)
        or not issuer.endswith(("局", "厅", "部", "委", "委员会", "办"))
    ):
        return None
    own = [sign for sign, words in _SIGNS.items() if any(word in issuer for word in words.split("|"))]
    if not own or any(char in code for sign in own for char in sign):
        return None
    foreign = next((sign for sign in _SIGNS if sign not in own and sign in code[1:]), None)
    return f"代字里的“{foreign}”不是这个机关的" if foreign else None
