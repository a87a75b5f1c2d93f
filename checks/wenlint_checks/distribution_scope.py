"""印发、公开的范围和内容、密级不相称

查什么：草稿怎样说自己的公开和印发范围：附注（“此件公开发布”“此件不公开”）、版记，以及写明“此件”“本通知”的句子，再和
密级标志、标题、主送机关对照。周知性的内容没有密级却写不公开的；没有密级标志却写不得外传、注意保管的；标了密级却写公开、
上网、张贴的；只涉及几个地方或单位却主送“各……”的，都报。写明了不公开的理由（工作秘密、个人隐私等）的不报；讲保密纪律、
讲别的文件公开不公开的不报。

为什么：不涉密的周知性文件公开出来，省去层层转发；只和几家有关的定向发，别的单位不用收、不用办。涉密的一经公开就收不回。

怎么改：周知性的改为公开发布；确需不公开的写明理由；涉密的补标密级并限定范围；只和几家有关的改为主送这几家。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from wenlint.check import Case, Check, Confidence, Context, Finding, Location, Param, Rule, Verdict
from wenlint.document import Block, BlockKind, Document, Part, Span
from wenlint.text.clauses import sentence_at
from wenlint.text.patterns import pattern
from wenlint.text.stance import is_negated

_SAYS_SO = frozenset({BlockKind.ANNOTATION, BlockKind.IMPRINT, BlockKind.HEADER, BlockKind.FOOTER})
_PARTS = frozenset({Part.HEAD, Part.MAIN, Part.IMPRINT, Part.MARGIN})
_OF_ITSELF = pattern(
    r"此件|此文|本件|本文(?!化|旅|明|物)|本(?:通知|通报|方案|意见|函|公告|通告|材料|资料|简报|纪要|决定|办法)|内部(?:文件|资料)[，,]?"
)
_BROAD = pattern(r"\A(?:各|全[市区县省]各)")
_OPEN_GENRES = ("公告", "通告")


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the aspect that the rule names."""
    judge = _ASPECTS.get(rule.params["aspect"])
    if judge is not None:
        yield from judge(document, rule)


def _closed(document: Document, rule: Rule) -> Iterator[Finding]:
    """Matter for everybody's knowledge, unmarked, that says it is not to be made public."""
    title = document.elements.title or ""
    is_open = document.elements.genre in _OPEN_GENRES
    if document.is_marked_secret or not (is_open or _any(rule.params["about"], title)):
        return
    for at in _said_of_itself(document, rule):
        what = f"“{document.elements.genre}”" if is_open else "内容是周知性的，没有密级，"
        yield rule.finding(
            f"{what}却写“{at.of(document.text)}”，也没有写理由",
            Location(at),
            advice=rule.advice or "改为公开发布；确需不公开的，写明依据和理由。",
            confidence=Confidence.MEDIUM,
        )


def _inward(document: Document, rule: Rule) -> Iterator[Finding]:
    """An unmarked draft that is to be kept as if it were marked."""
    if document.is_marked_secret:
        return
    for at in _said_of_itself(document, rule):
        yield rule.finding(
            f"没有密级标志，却写“{at.of(document.text)}”",
            Location(at),
            advice=rule.advice or "涉及国家秘密的按定密结果标密级；属于工作秘密的写明；都不是的，删去这一句。",
            confidence=Confidence.MEDIUM,
        )


def _public(document: Document, rule: Rule) -> Iterator[Finding]:
    """A marked draft that says it is to be made public, or to go to everybody."""
    if not document.is_marked_secret:
        return
    for at in _said_of_itself(document, rule):
        yield rule.finding(
            "标有密级，却要公开或者发到不受限的范围",
            Location(at),
            advice=rule.advice
            or "二者只能取一：确属国家秘密的，删去公开的说法并限定印发范围；不涉密的，去掉密级标志。",
        )


def _directed(document: Document, rule: Rule) -> Iterator[Finding]:
    """A draft that concerns a few and is addressed to all."""
    broad = [name for name in document.elements.addressees if _BROAD.match(name)]
    if not broad or len(broad) < len(document.elements.addressees):
        return
    for block in document.of_kind(BlockKind.BODY):
        match = _search(rule.params["words"], block.span.of(document.text))
        if block.part is Part.MAIN and match:
            at = Span(block.span.start + match.start(), block.span.start + match.end())
            yield rule.finding(
                f"主送“{broad[0]}”，正文却写“{at.of(document.text)}”",
                Location(at),
                advice=rule.advice or "改为只主送有关的地方和单位。",
                confidence=Confidence.LOW,
                evidence={"addressees": broad},
            )
            return


_ASPECTS: Mapping[str, Callable[[Document, Rule], Iterator[Finding]]] = {
    "closed": _closed,
    "inward": _inward,
    "public": _public,
    "directed": _directed,
}


def _said_of_itself(document: Document, rule: Rule) -> Iterator[Span]:
    """The rule's words where the draft says them of itself, once; not where it denies them or gives a reason."""
    for block in document.blocks:
        if block.part not in _PARTS:
            continue
        words = block.span.of(document.text)
        match = _search(rule.params["words"], words)
        if match is None:
            continue
        sentence = sentence_at(words, match.start())
        told = sentence.of(words)
        inside = Span(match.start() - sentence.start, match.end() - sentence.start)
        if not _is_of_itself(block, told) or _any(rule.params["unless"], told) or is_negated(told, inside):
            continue
        yield Span(block.span.start + match.start(), block.span.start + match.end())
        return


def _is_of_itself(block: Block, told: str) -> bool:
    return block.kind in _SAYS_SO or block.part is Part.HEAD or bool(_OF_ITSELF.search(told))


def _search(patterns: list[str], text: str) -> re.Match[str] | None:
    return re.search("|".join(patterns), text) if patterns else None


def _any(patterns: list[str], text: str) -> bool:
    return _search(patterns, text) is not None


_CLOSED = {
    "aspect": "closed",
    "words": ["不(?:予|宜)?公开", "依申请公开"],
    "about": ["放假|停水|停电|限行|印章"],
    "unless": ["工作秘密|个人隐私"],
}
_INWARD = {"aspect": "inward", "words": ["不得(?:翻印|外传|复印)", "注意保[管存]"], "unless": ["工作秘密"]}
_PUBLIC = {"aspect": "public", "words": ["公开发布|主动公开", "张贴|登报|上网"]}
_DIRECTED = {"aspect": "directed", "words": ["(?<!不)(?:仅|只)(?:涉及|在|限于)[^，。；]{2,20}(?:区|县|单位)"]}
_NOTICE = "示例市关于%s的通知|%s：|%s{30字}|示例市人民政府办公室|2024年5月6日|%s"


def _case(params: Mapping[str, object], about: str, ending: str = "", body: str = "", to: str = "各区人民政府") -> Case:
    return Case(_NOTICE % (about, to, body, ending), params)


_MARKED = "机密★5年|示例市人民政府文件|示政发〔2024〕8号|" + _NOTICE

CHECK = Check(
    name="distribution-scope",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(
            str,
            "closed 周知的写不公开；inward 没有密级的写不得外传；public 有密级的写公开；directed 只和几家有关却发各家",
        ),
        "words": Param(list, "要找的说法，正则表达式"),
        "about": Param(list, "标题里有这些说法的算周知性（aspect = closed），正则表达式", []),
        "unless": Param(list, "同一句里有这些说法的不算（写明了理由），正则表达式", []),
    },
    bad=(
        _case(_CLOSED, "2024年国庆节放假安排", "（此件不公开）"),
        _case(_CLOSED, "启用新印章", "（此件依申请公开）"),
        Case("示例市关于城区部分道路限行的通告|{60字}|示例市公安局|2024年5月6日|（此件不予公开）", _CLOSED),
        _case(_INWARD, "做好汛期值守", "（此件不得翻印）"),
        _case(_INWARD, "做好汛期值守", body="本通知请注意保管。"),
        Case(_MARKED % ("水库调度", "各区人民政府", "", "（此件公开发布）"), _PUBLIC),
        Case(_MARKED % ("水库调度", "各区人民政府", "本通知在各社区张贴。", ""), _PUBLIC),
        _case(_DIRECTED, "河道清淤", body="这项工作只涉及城东区、城西区。"),
    ),
    good=(
        _case(_CLOSED, "2024年国庆节放假安排", "（此件公开发布）"),
        _case(_CLOSED, "2024年国庆节放假安排"),
        _case(_CLOSED, "信访事项办理", "（此件不公开）"),
        _case(_CLOSED, "部分区域停水检修安排", "（此件涉及个人隐私，不予公开）"),
        _case(_INWARD, "加强保密管理", body="涉密文件不得外传，用后注意保管。"),
        _case(_INWARD, "做好汛期值守", "（此件为工作秘密，注意保管）"),
        Case(_MARKED % ("水库调度", "各区人民政府", "", "（此件不得翻印）"), _INWARD),
        Case(_MARKED % ("水库调度", "各区人民政府", "本通知不得上网。", ""), _PUBLIC),
        _case(_PUBLIC, "水库调度", "（此件公开发布）"),
        _case(_DIRECTED, "河道清淤", body="这项工作只涉及城东区、城西区。", to="城东区人民政府、城西区人民政府"),
        _case(_DIRECTED, "河道清淤", body="这项工作不只涉及城东区、城西区。"),
    ),
)
