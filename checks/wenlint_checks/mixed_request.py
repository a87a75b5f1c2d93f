"""报告里夹带请示，请示里不止一件事

查什么：报告、通报等非请示性公文里有没有请求批准、解决的话；请示有没有提出两件以上互不相干的请求，
或者结语出现两次。叙述别人的请示、引用的话、“请审议”“请审阅”不算。

为什么：报告不需要答复，夹在里面的请求往往没有人批；请示一文多事，涉及几个部门就办不下去。

怎么改：需要批准的事另写请示；请示一事一文，拆成几份分别上报。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from wenlint.check import Case, Check, Confidence, Context, Finding, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Direction, Document, Part, Span
from wenlint.text.clauses import is_quoted, negation_of
from wenlint.text.paragraphs import Paragraph, running_text
from wenlint.text.patterns import pattern
from wenlint.text.titles import names_two_genres

_AND = pattern(r"(?:和|及|以及|并|与|、|暨)")
_SECOND = pattern(r"(?:另[，,外]?|此外[，,]?|同时[，,]|一并|顺便)")


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the requests of a draft by the aspect that the rule speaks of."""
    if document.elements.genre in rule.params["genres"] and not names_two_genres(document.elements.title or ""):
        yield from _ASPECTS[rule.params["aspect"]](document, rule)


@lru_cache(maxsize=8)
def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in patterns))


def _asked(document: Document, rule: Rule) -> Iterator[tuple[Paragraph, re.Match[str]]]:
    """Every request that the draft itself makes, neither quoted nor denied."""
    request = _any(tuple(rule.params["requests"]))
    for paragraph in running_text(document, Part.MAIN):
        for match in request.finditer(paragraph.text):
            span = Span(*match.span())
            if not is_quoted(paragraph.text, span) and not negation_of(paragraph.text, span):
                yield paragraph, match


def _judge_mixed(document: Document, rule: Rule) -> Iterator[Finding]:
    if document.direction is not Direction.UP and document.elements.genre == "报告":
        return
    found = list(_asked(document, rule))
    if found:
        match = found[0][1]
        yield rule.finding(
            f"{document.elements.genre}里提出了请示事项：“{match[0]}”",
            *(Location(p.place(m.start(), m.end())) for p, m in found),
            advice=f"需要批准、答复的事另写请示，{document.elements.genre}里删去。",
            evidence={"count": len(found)},
        )


def _judge_several(document: Document, rule: Rule) -> Iterator[Finding]:
    yield from _second_closing(document, rule) or _second_request(document, rule) or _two_matters(document, rule)


def _second_closing(document: Document, rule: Rule) -> list[Finding]:
    closing = _any(tuple(rule.params["closings"]))
    found = [(p, m) for p in running_text(document, Part.MAIN) for m in closing.finditer(p.text)]
    if len(found) < 2:
        return []
    return [
        rule.finding(
            f"请示结语出现了 {len(found)} 次，像是把几件事写在一份请示里",
            *(Location(p.place(m.start(), m.end())) for p, m in found),
            advice="一文一事：拆成几份请示，各写各的结语。",
            confidence=Confidence.MEDIUM,
            evidence={"value": len(found), "limit": 1, "unit": "次"},
        )
    ]


def _second_request(document: Document, rule: Rule) -> list[Finding]:
    """另，恳请解决……: a request that is brought in beside the first."""
    found = list(_asked(document, rule))
    for paragraph, match in found:
        before = paragraph.text[max(0, match.start() - 60) : match.start()]
        sentence = re.split("[。；]", before)[-1]
        if _SECOND.match(sentence.strip()) or _SECOND.match(match[0]):
            return [
                rule.finding(
                    "请示里另外又提了一件事",
                    Location(paragraph.place(match.start() - len(sentence), match.end())),
                    advice="一文一事：这件事另写请示。",
                    confidence=Confidence.MEDIUM,
                )
            ]
    return []


def _two_matters(document: Document, rule: Rule) -> list[Finding]:
    """关于增加编制和购置车辆的请示: two verbs with objects of their own."""
    title = document.elements.title or ""
    matter = title.split("关于", 1)[-1].removesuffix("请示").removesuffix("的")
    verb = _any(tuple(rule.params["verbs"]))
    pieces = [piece for piece in _AND.split(matter) if piece]
    if len(pieces) < 2 or not all(verb.match(piece) for piece in pieces):
        return []
    at = next(document.of_kind(BlockKind.TITLE), None)
    return [
        rule.finding(
            f"标题里有 {len(pieces)} 件事：{'、'.join(pieces)}",
            *([Location(at.span)] if at else []),
            advice="一文一事：拆成几份请示。",
            confidence=Confidence.MEDIUM,
            evidence={"value": len(pieces), "limit": 1, "unit": "件"},
        )
    ]


_ASPECTS: dict[str, Callable[[Document, Rule], Iterator[Finding]]] = {"mixed": _judge_mixed, "several": _judge_several}

_REPORT = "示例市水利局关于防汛工作情况的报告|市人民政府：|%s|示例市水利局|2024年5月6日"
_REQUEST = "示例市水利局关于%s的请示|市人民政府：|%s|示例市水利局|2024年5月6日"
_ASKS = {
    "requests": [
        "(?:恳请|敬请|特请|请求|(?<![邀申聘提宴报])请)[^，。；：]{0,24}(?:批示|批复|审批|批准|核准|解决|拨付|支持为盼)",
    ],
    "closings": ["(?:妥否|当否|可否|是否妥当)[，,]?\\s*请"],
    "verbs": ["增加|购置|追加|解决|修建|新建|调整|设立|成立|增设|申请|拨付"],
}


def _report(body: str) -> Case:
    return Case(_REPORT % body, {"aspect": "mixed", "genres": ["报告"], **_ASKS})


def _request(matter: str, body: str) -> Case:
    return Case(_REQUEST % (matter, body), {"aspect": "several", "genres": ["请示"], **_ASKS})


CHECK = Check(
    name="mixed-request",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "genres": Param(list, "管哪些文种"),
        "requests": Param(list, "请求批准、解决的说法，正则表达式"),
        "closings": Param(list, "请示结语，正则表达式", []),
        "verbs": Param(list, "标题里一件事开头的动词，正则表达式", []),
    },
    bad=(
        _report("{60字}为确保安全度汛，恳请市政府批准购置抽水泵20台。"),
        _report("{60字}以上报告妥否，请批示。"),
        _report("{60字}请市财政局尽快拨付防汛资金。"),
        _request("追加防汛资金", "{60字}恳请批准追加300万元。妥否，请批示。|{40字}可否，请批复。"),
        _request("追加防汛资金", "{60字}恳请批准追加300万元。另，我局办公用房紧张，请求一并解决。妥否，请批示。"),
        _request("增加人员编制和购置执法车辆", "{60字}妥否，请批示。"),
    ),
    good=(
        _report("{60字}特此报告。"),
        _report("{60字}以上报告，请审阅。"),
        _report("{60字}各区提出的“请批准增加编制”等意见，已经转有关部门研究。"),
        _report("{60字}我们申请批准的项目已经全部开工，邀请专家协助解决渗漏问题。"),
        _request("追加防汛资金", "{60字}恳请批准追加300万元。妥否，请批示。"),
        _request("解决防汛抢险和物资储备经费", "{60字}妥否，请批示。"),
    ),
)
