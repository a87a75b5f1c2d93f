"""要求做减负规定不许做的事

查什么：按句子找规则列出的做法（谁、做什么、多久一次），例如让社区每周填表、把考核伸到街道、签责任书。
只有草稿真的在要求这样做才报；禁止、取消、减少它，引用、定义、批评它，说明经批准才可以做，或者记述过去的事，都不报。
报告里“工作回顾”“取得的成效”一类部分说的是做过的事，不报。
法律法规和中央机关的文件不在这些措施的约束范围内，不报。

为什么：这些做法把精力耗在开会、填表、留痕和迎检上，减负规定逐条作了限制。

怎么改：删掉这项要求，或者改成不增加基层负担的做法；确有法律、法规或者中央、市委明文依据的，在同一句写明依据。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from wenlint.check import Case, Check, Confidence, Context, Finding, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Document, Span
from wenlint.text.clauses import clauses
from wenlint.text.frequencies import Frequency, frequencies
from wenlint.text.legislation import is_of_the_top
from wenlint.text.looking_back import looking_back
from wenlint.text.patterns import pattern
from wenlint.text.stance import is_cited, is_negated, is_told_not_to, stance_of
from wenlint.text.statements import Statement, statements_with


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Finds the acts that the rule lists, sentence by sentence; one finding a sentence."""
    if (not rule.params["top"] and is_of_the_top(document)) or _TELLS_OF_FAULTS.search(document.elements.title or ""):
        return
    act = _compiled(_frozen(rule.params["acts"]))
    reported: set[Span] = set()
    for parts in act:
        for statement in statements_with(document, parts[0]):
            if not all(part.search(statement.text) for part in parts[1:]):
                continue
            if any(statement.span.overlaps(span) for span in reported):
                continue
            if any(statement.span.overlaps(told) for told in looking_back(document)):
                continue
            if _is_excused(document, rule, statement) or not _is_on_topic(document, rule, statement):
                continue
            ordered = next(_ordered(statement, parts, rule), None)
            if ordered is not None:
                reported.add(statement.span)
                yield _finding(rule, statement, ordered)


# 关于……典型问题的通报 tells what others did.
_TELLS_OF_FAULTS = pattern("典型(?:问题|案例)|(?:问题|情况)的?通报|负面清单|禁止清单|问题线索|问题清单")

Parts = tuple[re.Pattern[str], ...]


def _frozen(acts: Sequence[str | Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple((act,) if isinstance(act, str) else tuple(act) for act in acts)


@lru_cache(maxsize=256)
def _compiled(acts: tuple[tuple[str, ...], ...]) -> tuple[Parts, ...]:
    # Compiled on first use: most drafts never reach an act's second part.
    return tuple(tuple(pattern(part) for part in act) for act in acts)


@lru_cache(maxsize=256)
def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _is_excused(document: Document, rule: Rule, statement: Statement) -> bool:
    unless, about = rule.params["unless"], rule.params["unless_about"]
    if unless and _any(tuple(unless)).search(statement.text):
        return True
    if not about:
        return False
    paragraph = document.text[statement.block.span.start : statement.span.end]
    return bool(_any(tuple(about)).search(f"{document.elements.title or ''}\n{paragraph}"))


def _is_on_topic(document: Document, rule: Rule, statement: Statement) -> bool:
    """Whether the sentence or the title speaks of the rule's topic, not to end it."""
    if not rule.params["topic"]:
        return True
    topic = _any(tuple(rule.params["topic"]))
    if topic.search(document.elements.title or ""):
        return True
    return any(not is_cited(statement.text, Span(*match.span())) for match in topic.finditer(statement.text))


@dataclass(frozen=True, slots=True)
class _Ordered:
    """What a sentence orders: the words from the first part to the last, and how often."""

    said: Span
    frequency: Frequency | None = None


def _ordered(statement: Statement, parts: Parts, rule: Rule) -> Iterator[_Ordered]:
    if statement.block.kind is BlockKind.TITLE and not rule.params["titles"]:
        return
    text = statement.text
    for segment in _segments(text):
        acts = list(_unexcused(text, parts[0], segment))
        found = [acts, *(list(_unexcused(text, part, segment, acts)) for part in parts[1:])]
        for chosen in product(*found):
            inside = [span for span in chosen if segment.start <= span.start]
            if not inside:
                continue
            said = Span(min(s.start for s in inside), max(s.end for s in inside))
            if len(said) > rule.params["within"]:
                continue
            if not rule.params["per_year"]:
                yield _Ordered(said)
            elif frequency := _frequency(text, segment, chosen[0], rule.params["per_year"]):
                whole = Span(min(said.start, frequency.span.start), max(said.end, frequency.span.end))
                yield _Ordered(whole, frequency)


def _segments(text: str) -> Iterator[Span]:
    """The parts of a sentence between semicolons."""
    start = 0
    for match in re.finditer("[；;]", text):
        yield Span(start, match.end())
        start = match.end()
    if start < len(text):
        yield Span(start, len(text))


_MOST = 8


def _unexcused(text: str, part: re.Pattern[str], segment: Span, acts: Sequence[Span] | None = None) -> Iterator[Span]:
    """Where the part is ordered: in the segment, or in the sentence's first clause, which leads all segments.

    ``acts`` are those that the part belongs to; None when it is the act itself.
    """
    spans = [Span(*match.span()) for match in part.finditer(text, segment.start, segment.end)]
    if segment.start:
        lead = re.split("[：:，,；;]", text, maxsplit=1)[0]
        spans += [Span(*match.span()) for match in part.finditer(text, 0, len(lead))]
    for span in spans[:_MOST]:
        if len(span) and not _is_excluded(text, span, acts):
            yield span


def _is_excluded(text: str, span: Span, acts: Sequence[Span] | None) -> bool:
    if acts is None:
        return stance_of(text, span) is not None
    return is_negated(text, span, acts) or is_cited(text, span) or is_told_not_to(text, span, acts)


_SHORT = 14


def _frequency(text: str, segment: Span, act: Span, limit: float) -> Frequency | None:
    """A frequency above the limit that is the act's own: in its clause, or alone in the clause beside it."""
    pieces = [piece for piece in clauses(text) if segment.start <= piece.start < segment.end]
    own = [at for at, piece in enumerate(pieces) if piece.start < act.end and act.start < piece.end]
    if not own:
        return None
    near = [pieces[at] for at in own]
    near += [pieces[at] for at in (own[0] - 1, own[-1] + 1) if 0 <= at < len(pieces) and len(pieces[at]) <= _SHORT]
    for piece in near:
        for found in frequencies(piece.of(text)):
            at = Span(piece.start + found.span.start, piece.start + found.span.end)
            if found.per_year > limit and stance_of(text, at) is None:
                return Frequency(found.per_year, at)
    return None


_LONGEST_QUOTE = 40


def _finding(rule: Rule, statement: Statement, ordered: _Ordered) -> Finding:
    said = ordered.said.of(statement.text).strip()
    shown = said if len(said) <= _LONGEST_QUOTE else f"{said[:_LONGEST_QUOTE]}…"
    message = (rule.message or "这里要求“{said}”").replace("{said}", shown)
    evidence: dict[str, object] = {"said": said}
    if ordered.frequency is not None:
        times, limit = float(ordered.frequency.per_year), rule.params["per_year"]
        message += f"，合一年 {times:g} 次，规定每年不超过 {limit:g} 次"
        evidence |= {"value": times, "limit": limit, "unit": "次/年"}
    return rule.finding(
        message,
        Location(statement.place(ordered.said)),
        confidence=Confidence.MEDIUM,
        evidence=evidence,
    )


_FORMS = {"acts": [["(?:周|日)报表?|每[日天周][^，。]{0,12}报送", "社区|居委会"]], "unless_about": ["应急响应"]}
_INSPECTIONS = {"acts": [["督查|检查|考核", "各?(?:区|街道|乡镇)"]], "per_year": 1.0}
_PLEDGES = {"acts": ["签订[^，。；]{0,10}责任[书状]", "一票否决"], "unless": ["根据[^，。]{0,6}中央"]}
_NOTICE = "关于做好垃圾分类工作的通知|各区人民政府：|{80字}%s{80字}"

_REPORT = "示例市环境局2024年工作报告|示例市委：|一、2024年工作回顾|%s{80字}|二、2025年工作安排|%s{80字}"


def _case(sentence: str, params: Mapping[str, object]) -> Case:
    return Case(_NOTICE % sentence, params)


CHECK = Check(
    name="ordered-act",
    run=run,
    doc=__doc__,
    params={
        "acts": Param(list, "做法：每项是一个正则表达式，或者一组（须在同一句里都出现，第一个是做法本身）"),
        "per_year": Param(float, "每年可以做几次，超过才报；0 表示不看次数", 0.0),
        "unless": Param(list, "句子里有这些说法的不算，正则表达式", []),
        "unless_about": Param(list, "标题或本段前文有这些说法的不算（如应急响应），正则表达式", []),
        "topic": Param(list, "句子或者标题里要有这些说法之一，正则表达式；空着不限", []),
        "within": Param(int, "一组词最多隔多少字", 60),
        "titles": Param(bool, "标题是否也看", False),
        "top": Param(bool, "法律法规和中央机关的文件是否也看", False),
    },
    bad=(
        Case(_REPORT % ("抓好清理。", "各区要与街道签订目标责任书。"), _PLEDGES),
        _case("各社区每周五前报送《垃圾分类周报表》。", _FORMS),
        _case("请社区安排专人填写，每日下班前报送统计表。", _FORMS),
        _case("市水务局每月对各区开展一次专项督查。", _INSPECTIONS),
        _case("建立对街道的季考核制度。", _INSPECTIONS),
        _case("各区要与街道签订目标责任书，未完成的实行“一票否决”。", _PLEDGES),
        _case("年内清理台账，对完不成任务的街道一票否决。", _PLEDGES),
    ),
    good=(
        Case(_REPORT % ("各区与街道签订目标责任书，抓好清理。", "抓好整治。"), _PLEDGES),
        _case("不得要求社区每周填写周报表。", _FORMS),
        _case("有的街道让社区每天填日报表，负担很重，应当纠正。", _FORMS),
        _case("防汛应急响应期间，各社区每日17时前报送险情日报。", _FORMS),
        _case("“日报表”是指要求社区按日填写的表格。", _FORMS),
        _case("对各区的督查每年不超过1次。", _INSPECTIONS),
        _case("将对各区的每季度考核改为每年考核1次。", _INSPECTIONS),
        _case("签订责任书的做法一律取消，停止“一票否决”。", _PLEDGES),
        _case("根据党中央明确规定，对安全生产实行“一票否决”。", _PLEDGES),
        _case("去年各区共签订责任书36份，今年全部停签。", _PLEDGES),
        Case("国务院办公厅关于安全生产工作的通知|各省、自治区、直辖市人民政府：|各地要签订责任书。{40字}", _PLEDGES),
    ),
)
