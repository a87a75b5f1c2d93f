"""没有依据的配套文件：实施意见、实施细则、单独的分工方案

查什么：标题（或者“现将《…》印发”的句子）是不是贯彻落实意见、实施意见、实施细则，或者单独印发的分工方案。
是的，就找依据：标题和开头点名的上级文件在不在上级文件库里，其中有没有明文要求本级制定这样的文件。
有依据的不报；库里有全文却没有这样的条款，报得最重；库里没有这份文件，只作提醒，并说明怎样能查清。

为什么：层层制发配套文件，内容大多是照抄，基层要重复收文、重复学习、重复报送。

怎么改：直接转发或者按上级文件执行；确有本地做法的，改成工作方案、具体措施，写清谁来办、什么时候办到什么程度；
分工直接写进主文件的对应任务后面。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wenlint.check import (
    CannotTell,
    Case,
    Check,
    Confidence,
    Context,
    Finding,
    Location,
    Param,
    Rule,
    Severity,
    SuperiorDocument,
    Verdict,
)
from wenlint.document import BlockKind, Document, Part, Span
from wenlint.text.announcements import Announcement, Forms, announcement, announcements_listed, opening_of
from wenlint.text.citations import CitedDocument, spread_title
from wenlint.text.clauses import is_quoted, negation_of, sentences
from wenlint.text.filings import Filing, is_legislation_title, is_named_as_own, superiors_named
from wenlint.text.legislation import is_of_the_top
from wenlint.text.levels import levels_of
from wenlint.text.mandates import Claim, Mandate, claim_in, contains_words, mandates
from wenlint.text.patterns import pattern
from wenlint.text.titles import in_title_marks


@dataclass(frozen=True, slots=True)
class _Authority:
    """A superior document the draft rests on, and what the library knows of it."""

    cited: CitedDocument
    known: SuperiorDocument | None

    @property
    def name(self) -> str:
        return in_title_marks(self.cited.title) if self.cited.title else self.cited.number

    @property
    def text(self) -> str:
        return self.known.text if self.known else ""

    @property
    def facts(self) -> dict[str, object]:
        return {"title": self.cited.title, "number": self.cited.number, "known": bool(self.text)}


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of an authority that speaks of making such a document."""

    of: _Authority
    mandate: Mandate

    def is_for(self, issuer: str) -> bool:
        """Whether it calls upon the issuer's level; so it does when either is unknown."""
        ours = levels_of(issuer)
        return not self.mandate.levels or not ours or bool(self.mandate.levels & ours)

    @property
    def place(self) -> tuple[Location, ...]:
        known = self.of.known
        return (Location(self.mandate.span, known.ref, self.mandate.words),) if known else ()

    def allows(self, issuer: str) -> bool:
        return self.mandate.explicit and not self.mandate.forbidden and self.is_for(issuer)


@dataclass(frozen=True, slots=True)
class _Patterns:
    forms: Forms
    orders: re.Pattern[str] | None
    asks_for: re.Pattern[str] | None

    @classmethod
    def of(cls, rule: Rule) -> _Patterns:
        params = rule.params
        ends = re.compile(f"(?:{'|'.join(params['forms'])})\\Z")
        return cls(Forms(ends, _any(params["except"])), _any(params["orders"]), _any(params["asks_for"]))


def _any(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns)) if patterns else None


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Looks at the title, at sentences that issue another text, and at orders in the body."""
    try:
        patterns = _Patterns.of(rule)
    except re.error as error:
        yield CannotTell(f"规则 {rule.id} 里的表达式写错了（{error}）")
        return
    if is_of_the_top(document):
        return
    announced = announcement(document, patterns.forms)
    if announced:
        yield from _judge(document, rule, context, announced, patterns)
    else:
        yield from _orders(document, rule, patterns)
    for listed in announcements_listed(document, patterns.forms):
        yield from _judge(document, rule, context, listed, patterns)


# ---- what it rests on


def _judge(
    document: Document, rule: Rule, context: Context, found: Announcement, patterns: _Patterns
) -> Iterator[Finding]:
    issuer = document.elements.issuer or ""
    opening = opening_of(document)
    named = superiors_named(found.filing.title, opening)
    authorities = [_Authority(cited, _look_up(context, cited)) for cited in named]
    clauses = [clause for authority in authorities for clause in _clauses(authority, patterns)]
    claim = claim_in(opening)
    is_open = any(not authority.text for authority in authorities)
    if (
        any(_is_own(authority, found.filing, issuer) for authority in authorities)
        or any(clause.allows(issuer) for clause in clauses)
        or (claim and not claim.vague and is_open)
    ):
        return
    reason = _decisive(clauses, issuer) or _reason(authorities, claim, context)
    yield rule.finding(
        (rule.message or "这是“{form}”").replace("{form}", found.filing.form) + "，" + reason.why,
        Location(found.at),
        *reason.related,
        advice=(rule.advice or "直接转发或者按上级文件执行；确有本地做法的，改成工作方案、具体措施。") + reason.settle,
        severity=reason.severity,
        confidence=reason.confidence,
        evidence={"form": found.filing.form, "superiors": [authority.facts for authority in authorities]},
    )


def _look_up(context: Context, cited: CitedDocument) -> SuperiorDocument | None:
    return context.superiors.find(spread_title(cited.title), cited.number) if context.superiors is not None else None


def _clauses(authority: _Authority, patterns: _Patterns) -> Iterator[_Clause]:
    for mandate in mandates(authority.text):
        if patterns.asks_for is None or patterns.asks_for.search(mandate.words):
            yield _Clause(authority, mandate)


def _is_own(authority: _Authority, filing: Filing, issuer: str) -> bool:
    """Whether the filing details the issuer's own regulation (本单位《合同管理办法》的实施细则)."""
    if not filing.form.endswith("细则") or is_legislation_title(authority.cited.title) or not issuer:
        return False
    if authority.known and authority.known.ref.issuer:
        return authority.known.ref.issuer == issuer
    return is_named_as_own(authority.cited.title, issuer)


# ---- what to say


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a filing is redundant, or why that could not be settled; no severity is the rule's own."""

    why: str
    settle: str = ""
    severity: Severity | None = None
    confidence: Confidence = Confidence.HIGH
    related: tuple[Location, ...] = ()


def _decisive(clauses: Sequence[_Clause], issuer: str) -> _Reason | None:
    """What the clause says that counts most: none is to be made, another level is to, measures only."""
    forbidden = [clause for clause in clauses if clause.mandate.forbidden]
    others = [clause for clause in clauses if clause.mandate.explicit and not clause.is_for(issuer)]
    for clause in forbidden:
        return _Reason(f"{clause.of.name}写明不要再制定", related=clause.place)
    for clause in others:
        levels = "、".join(level.label for level in sorted(clause.mandate.levels))
        why = f"{clause.of.name}要求制定的是{levels}，不是{issuer}"
        return _Reason(why, "", Severity.WARNING, Confidence.MEDIUM, clause.place)
    for clause in clauses:
        why = f"{clause.of.name}只要求拿出具体措施，没有要求另发文件"
        return _Reason(why, "", Severity.INFO, Confidence.MEDIUM, clause.place)
    return None


def _reason(authorities: Sequence[_Authority], claim: Claim | None, context: Context) -> _Reason:
    if not authorities:
        why = "标题和开头都没有写明哪份上级文件要求制定"
        severity = Severity.INFO if claim else Severity.WARNING
        return _Reason(why, "确有依据的，在开头引出上级文件的条款。", severity, Confidence.LOW)
    unknown = "、".join(authority.name for authority in authorities if not authority.text)
    if unknown:
        return _unsettled(unknown, claim, context)
    names = "、".join(authority.name for authority in authorities)
    why = f"{names}全文里没有要求制定这类文件的条款"
    if claim and claim.quote and not any(contains_words(authority.text, claim.quote) for authority in authorities):
        why += "，草稿引作依据的那句话也查不到"
    return _Reason(why, "确有别的依据的，在开头引出条款。")


def _unsettled(names: str, claim: Claim | None, context: Context) -> _Reason:
    why = "还没有上级文件库" if context.superiors is None else "上级文件库里没有它的全文"
    return _Reason(
        f"没有找到{names}要求制定的依据（{why}，没法核对）",
        f"要查清：用 wenlint corpus add 把{names}加入上级文件库再检查，或者在开头引出要求制定的条款。",
        Severity.INFO if claim else Severity.WARNING,
        Confidence.LOW if claim else Confidence.MEDIUM,
    )


# ---- orders in the body


# 确需单独印发分工方案的，报……审批: a condition, not an order.
_CONDITION = pattern("(?:确需|如需|需要|凡|拟|未经|经批准|对于?)[^。]*的[，,]")


def _orders(document: Document, rule: Rule, patterns: _Patterns) -> Iterator[Finding]:
    """Sentences that order a separate paper of the kind (现单独印发《重点任务分工方案》)."""
    if patterns.orders is None:
        return
    for block in document.in_part(Part.MAIN, Part.ENCLOSED):
        if block.kind not in (BlockKind.BODY, BlockKind.HEADING):
            continue
        words = block.span.of(document.text)
        for sentence in sentences(words):
            match = patterns.orders.search(sentence.of(words))
            if match and _is_order(sentence.of(words), Span(*match.span())):
                start = block.span.start + sentence.start
                said = match[0] + ("》" if match[0].count("《") > match[0].count("》") else "")
                yield rule.finding(
                    f"这里要另外单独发文（“{said}”）",
                    Location(Span(start + match.start(), start + match.end())),
                    advice=rule.advice,
                    confidence=Confidence.MEDIUM,
                    evidence={"form": said},
                )


def _is_order(sentence: str, passage: Span) -> bool:
    return not (
        negation_of(sentence, Span(passage.end - 1, passage.end))
        or negation_of(sentence, Span(passage.start, passage.start + 1))
        or is_quoted(sentence, passage)
        or _CONDITION.search(sentence)
    )


_IMPLEMENTING = {
    "forms": [
        "贯彻(?:落实|执行|实施)?(?:的)?(?:若干|具体|工作)?意见",
        "(?:贯彻|落实)[^，。]{2,80}的(?:若干|具体|工作|指导)?意见",
        "实施意见",
        "实施细则",
    ],
}
_DIVISION = {
    "forms": ["分工(?:方案|表|安排|意见)?(?:的(?:通知|意见|函))?"],
    "orders": [
        "(?:单独|另行|另外|专门)(?:印发|下发|制发|发布|制定并印发)[^，。；]{0,30}分工(?:方案|表|安排)?",
        "分工(?:方案|表|安排)[^，。；]{0,20}(?:另行|单独|另外)(?:印发|下发|制发|发文)",
    ],
    "except": ["(?:领导|班子|成员|负责同志|[省市区县局厅处镇乡]长|主任|职责|职能)[^，。]{0,12}分工"],
    "asks_for": ["分工|任务分解|责任清单"],
}
_SUPERIOR = "示例市垃圾分类行动方案|示政发〔2024〕3号|{80字}|%s|{80字}"
_UNDER = (
    "示例区人民政府关于贯彻落实《示例市垃圾分类行动方案》的实施意见|各街道办事处：|%s{60字}|示例区人民政府|2024年5月6日"
)
_NOTICE = "示例区人民政府办公室关于印发《%s》的通知|各街道办事处：|现将《%s》印发给你们，请遵照执行。"


def _case(draft: str, *superiors: str, **params: object) -> Case:
    return Case(draft, params or _IMPLEMENTING, superiors=superiors)


CHECK = Check(
    name="redundant-filing",
    run=run,
    doc=__doc__,
    params={
        "forms": Param(list, "配套文件的名称，正则表达式，和文件自己的标题末尾比对"),
        "orders": Param(list, "正文里要求另发文件的说法，正则表达式", []),
        "except": Param(list, "标题里有这些说法的不算，正则表达式", []),
        "asks_for": Param(list, "上级文件的授权条款里必须出现的说法，正则表达式；空着不限", []),
    },
    bad=(
        # 上级文件在库里，没有要求制定的条款。
        _case(_UNDER % "", _SUPERIOR % "各区要落实属地责任，按月报告进展。"),
        _case(_UNDER % "根据《示例市垃圾分类行动方案》“具体办法由各区制定”的规定，制定本意见。", _SUPERIOR % "{30字}"),
        # 在库里，但要求的是市级部门，或者写明不再制定。
        _case(_UNDER % "", _SUPERIOR % "市城市管理部门应当制定实施细则。"),
        _case(_UNDER % "", _SUPERIOR % "各区不再制定实施意见，直接抓好落实。"),
        # 不在库里：只作提醒。
        _case(_UNDER % ""),
        _case("示例区关于贯彻落实示政发〔2024〕3号文件的若干意见|各单位：|{60字}"),
        _case("示例市节约用水实施细则|第一条 {40字}|第二条 {40字}"),
        _case(_NOTICE % (("示例区贯彻落实〈示例市绿道条例〉实施细则（试行）",) * 2)),
        _case("示例区人民政府办公室转发区水务局关于河道保洁实施意见的通知|各街道办事处：|{60字}"),
        _case(
            "关于做好垃圾分类工作的通知|各单位：|现将《示例区贯彻落实〈示例市垃圾分类行动方案〉实施意见》印发给你们。"
        ),
        _case("示例区关于印发《示例市垃圾分类行动方案》重点任务分工方案的通知|各单位：|{60字}", **_DIVISION),
        _case("关于做好垃圾分类工作的通知|各单位：|{60字}现单独印发《重点任务分工方案》，请照此执行。", **_DIVISION),
    ),
    good=(
        # 有明文要求：库里查得到，或者草稿引出了条款。
        _case(_UNDER % "", _SUPERIOR % "各区应当结合实际制定具体实施方案，于年底前报市政府。"),
        _case(
            "示例市生活垃圾管理实施细则|根据《示例市生活垃圾管理条例》“具体办法由市人民政府制定”的规定，制定本实施细则。|{60字}"
        ),
        _case("示例区关于贯彻落实《示例市垃圾分类行动方案》的工作方案|各单位：|{60字}"),
        _case("示例区关于废止《示例区贯彻落实〈甲条例〉的实施意见》的通知|各单位：|{60字}"),
        _case(_NOTICE % (("示例市垃圾分类实施意见",) * 2)),
        _case("示例区人民政府办公室转发市水务局关于河道保洁实施意见的通知|各街道办事处：|{60字}"),
        _case("国务院办公厅关于加强河道保洁的实施意见|各省、自治区、直辖市人民政府：|{60字}"),
        _case(
            "示例区人民政府关于印发《示例区人民政府合同管理办法实施细则》的通知|各单位：|现印发《示例区人民政府合同管理办法》的实施细则。{60字}"
        ),
        _case("示例市关于精简文件的若干措施|各单位：|除有明确规定外，不再制定贯彻落实意见、实施细则。{60字}"),
        _case(
            "示例市关于精简文件的若干措施|各单位：|重点任务同步明确责任单位，不再单独印发分工方案。{60字}", **_DIVISION
        ),
        _case("示例区人民政府关于区长、副区长工作分工的通知|各单位：|{60字}", **_DIVISION),
        _case("关于做好垃圾分类工作的通知|各单位：|{60字}|附件：重点任务分工方案", **_DIVISION),
    ),
)
