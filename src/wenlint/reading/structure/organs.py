"""Names of organs: lists of addressees, signatures, the issuer in a title."""

from __future__ import annotations

import re

from wenlint.text.patterns import pattern

ORGAN_END = pattern(
    r"(?:府|部|委|局|厅|办|院|会|位|校|司|处|团|署|行|社|台|站|所|室|馆|中心|公司|集团|机构|机关|组织|部门|支队|总队|大队|司令|"
    r"军区|兵团|法院|法庭|党组|支部|工委|纪委|监委|人大|政协|团队|医院|学校|大学|学院|公安|银行|协会|学会|联合会|领导小组|指挥部)"
    r"(?:[（(][^（）()]{1,20}[）)])?\Z"
)
_TITLE_ISSUER = pattern(
    r"\A(?P<issuer>[^《》“”]{2,60}?)(?=关于|转发|印发|批转|对(?=.{4,60}(?:答复|复函|批复|的函)\Z)|令\Z|公告\Z|通告\Z)"
)
_BLANK = pattern(r"[ \t\u3000]+")


def ends_like_organ(text: str) -> bool:
    """Whether the text ends as the name of an organ does."""
    return ORGAN_END.search(text.strip()) is not None


def split_addressees(text: str) -> tuple[str, ...]:
    """The names in an addressee line, without its colon.

    Names are kept together where a list shares its last word
    (各省、自治区、直辖市人民政府), so the result may hold such a group.
    """
    names: list[str] = []
    for group in re.split(r"[，,；;]", text.strip().rstrip("：:").strip()):
        pieces = [piece.strip() for piece in group.split("、") if piece.strip()]
        whole = all(_stands_alone(piece) for piece in pieces)
        names.extend(pieces if whole else ["、".join(pieces)] if pieces else [])
    return tuple(_BLANK.sub("", name) for name in names)


def _stands_alone(piece: str) -> bool:
    """Whether a piece of a list names organs by itself (办 and 人民政府 only continue what stands before)."""
    return len(piece) > 1 and ends_like_organ(piece) and piece not in ("人民政府", "政府", "党委", "办公室", "办公厅")


def issuer_in_title(title: str) -> str | None:
    """The organ a title begins with (国务院办公厅关于… → 国务院办公厅), or None."""
    match = _TITLE_ISSUER.match(title)
    if match is None:
        return None
    issuer = _BLANK.sub(" ", match["issuer"]).strip("、 ")
    return issuer if ends_like_organ(issuer) or issuer.endswith(("市", "省", "区", "县")) else None
