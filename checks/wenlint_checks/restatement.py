"""照搬上级文件：成段重复上级文件的原话

查什么：正文里有没有整段整句照搬上级文件的内容。改几个字、换地名（全省改全市）、调换顺序、换一种说法，都算照搬；
改了什么，逐处列出。注明出处的引文、书名号里的文件名、固定提法和各地通用的套话不算。轻重看三样：照搬占正文多少、
最长一段有多长、自己的具体措施（写明做什么，并有时限、数量或者责任单位的句子）还剩几条。
几乎没有自己的措施时，再看照搬来的话本身：已经写得具体、可以直接执行的，建议转发；只是原则要求的，就是没有实质内容。

为什么：照搬的文件没有新内容，基层要重复收文、重复学习，真正要办的本地事项反而淹没在里面。

怎么改：要用上级的规定，写“按照《…》第几条执行”，不抄原文；只写本地怎么办、谁来办、什么时候办到什么程度。
没有本地内容的，转发原文即可，不另外发文。法规规章不能转发了事，删去重复上位法的条文，只作补充规定。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from wenlint.check import (
    CannotTell,
    Case,
    Check,
    Confidence,
    Context,
    Finding,
    Location,
    Param,
    Passage,
    Restatement,
    Rule,
    Severity,
    SuperiorRef,
    Verdict,
)
from wenlint.document import Block, BlockKind, Document, Part, Span
from wenlint.text.clauses import sentences
from wenlint.text.counting import count_han
from wenlint.text.differences import Difference, differences, kept, resemblance
from wenlint.text.legislation import is_of_the_top
from wenlint.text.own_measures import is_measure
from wenlint.text.titles import in_title_marks

_NO_LIBRARY = "没有上级文件库，判断不了是否照搬；用 wenlint corpus add 文件或文件夹 建库后再查"
_NO_TEXT = "上级文件库里只有目录、没有原文，判断不了是否照搬；用 wenlint corpus add 加入上级文件的原文后再查"
_NEARLY_ALL = 0.8
_SENTENCE = 8  # 汉字; a shorter one is a heading or a number


class Judgement(StrEnum):
    """What the copying amounts to, for ``evidence``."""

    RESTATED = "restated"  # there is something of its own beside what is copied
    NO_SUBSTANCE = "no-substance"  # next to nothing of its own, and what is copied is general
    READY = "ready-to-carry-out"  # next to nothing of its own, but what is copied can be carried out as it stands
    LEGISLATION = "legislation"  # legislation or an organ at the top, which may be issued whatever it repeats


class _Copied(NamedTuple):
    """A restated passage, what was changed in it, and how much of it is in the source's words (None: not known)."""

    passage: Passage
    size: int
    changes: tuple[Difference, ...]
    alike: float | None
    sure: Confidence


class _Whole(NamedTuple):
    """The draft as a whole.

    Attributes:
        found: what the library says of it.
        own: measures that remain outside the restated passages.
        judgement: what the copying amounts to.
        verbatim: 汉字 of the passages that are in the sources' own words.
        firm, plain: the share without passages of low confidence, and without those of medium too.
    """

    found: Restatement
    own: int
    judgement: Judgement
    verbatim: int
    firm: float
    plain: float


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """One finding for each restated passage, as grave as the whole draft and the passage's likeness allow."""
    if context.superiors is None or len(context.superiors) == 0:
        yield CannotTell(_NO_LIBRARY)
        return
    restatement = context.superiors.restated(document)
    if not restatement.compared:
        yield CannotTell(_NO_TEXT)
        return
    copied = [_copied(document, rule, passage) for passage in restatement.passages]
    if copied:
        whole = _whole(document, rule, restatement, copied)
        yield from (_finding(document, rule, whole, one) for one in copied)


def _copied(document: Document, rule: Rule, passage: Passage) -> _Copied:
    words, source = passage.draft.of(document.text), passage.source_text
    size = count_han(words)
    if not source:
        return _Copied(passage, size, (), None, Confidence.MEDIUM)
    changes = differences(source, words)
    alike = kept(changes, words)
    if alike >= rule.params["likeness_error"]:
        sure = Confidence.HIGH
    elif alike >= rule.params["likeness_warning"] or resemblance(source, words) >= rule.params["resemblance_warning"]:
        sure = Confidence.MEDIUM
    else:
        sure = Confidence.LOW
    return _Copied(passage, size, changes, alike, sure)


def _whole(document: Document, rule: Rule, found: Restatement, copied: Sequence[_Copied]) -> _Whole:
    params = rule.params
    own = _own_measures(document, found.passages)
    firm, plain = (_share(found, copied, least) for least in (Confidence.MEDIUM, Confidence.HIGH))
    if is_of_the_top(document):
        judgement = Judgement.LEGISLATION
    elif firm < params["share_error"] or own > params["few_own_measures"]:
        judgement = Judgement.RESTATED
    else:
        is_concrete = _concrete_share(copied) >= params["concrete_share"]
        judgement = Judgement.READY if is_concrete else Judgement.NO_SUBSTANCE
    verbatim = round(sum(one.size * (one.alike or 0) for one in copied))
    return _Whole(found, own, judgement, verbatim, firm, plain)


def _share(found: Restatement, copied: Sequence[_Copied], least: Confidence) -> float:
    """The share without the passages that are less sure, which a reader may see otherwise."""
    unsure = sum(one.size for one in copied if one.sure < least)
    return found.share * (1 - unsure / max(1, found.characters))


def _concrete_share(copied: Sequence[_Copied]) -> float:
    """Part (0–1) of the sources' restated sentences that are measures somebody can carry out."""
    said = [part.of(text) for one in copied for text in (one.passage.source_text,) for part in sentences(text)]
    said = [sentence for sentence in said if count_han(sentence) >= _SENTENCE]
    return sum(map(is_measure, said)) / max(1, len(said))


def _finding(document: Document, rule: Rule, whole: _Whole, one: _Copied) -> Finding:
    passage, found = one.passage, whole.found
    return rule.finding(
        _message(whole, one),
        Location(passage.draft),
        Location(passage.source_span, source=passage.source, text=passage.source_text, trail=passage.trail),
        advice=_advice(whole, passage),
        severity=_severity(rule, whole, one),
        confidence=one.sure,
        evidence={
            "share": round(found.share, 4),
            "restated_characters": found.characters,
            "verbatim_characters": whole.verbatim,
            "longest_run": found.longest_run,
            "own_measures": whole.own,
            "judgement": whole.judgement.value,
            "passage_characters": one.size,
            "likeness": None if one.alike is None else round(one.alike, 2),
            "differences": list(_told(one, hidden=document.is_marked_secret)),
            "unit": "字",
        },
    )


def _told(one: _Copied, hidden: bool) -> Iterator[dict[str, object]]:
    """The differences with offsets into both whole texts; without words where those must not be told."""
    ours, theirs = one.passage.draft.start, one.passage.source_span.start
    for change in one.changes:
        yield {
            "change": change.change.value,
            "source_start": theirs + change.source.start,
            "source_end": theirs + change.source.end,
            "start": ours + change.draft.start,
            "end": ours + change.draft.end,
            "was": None if hidden else change.was,
            "now": None if hidden else change.now,
        }


def _severity(rule: Rule, whole: _Whole, one: _Copied) -> Severity:
    """By what of the whole body is restated and what remains; a long passage counts by itself.

    A passage in words of its own is only pointed out, and no passage is an error that is not
    in the source's words for the most part.
    """
    params = rule.params
    if one.sure is Confidence.LOW:
        return Severity.INFO
    few = whole.own <= params["few_own_measures"]
    most = params["share_error" if few else "share_error_regardless"]
    if one.sure is Confidence.HIGH and whole.plain >= most and whole.judgement is not Judgement.LEGISLATION:
        return Severity.ERROR
    if whole.firm >= params["share_warning"] or one.size >= params["passage_warning"]:
        return Severity.WARNING
    return Severity.INFO


def _message(whole: _Whole, one: _Copied) -> str:
    found = whole.found
    sources = {passage.source for passage in found.passages}
    mostly = f"，主要来自{_name(found.main)}" if found.main and len(sources) > 1 else ""
    longest = f"，最长一段 {found.longest_run} 字" if len(found.passages) > 1 else ""
    verbatim = f"（其中原话 {whole.verbatim} 字）" if 0 < whole.verbatim < found.characters else ""
    left = f"自己的具体措施还有 {whole.own} 条" if whole.own else "没有看到自己的具体措施"
    return (
        f"这 {one.size} 字与{_name(one.passage.source)}{_article(one.passage)}{_how(one)}；"
        f"全文照搬上级文件共 {found.characters} 字{verbatim}，占正文 {found.share:.0%}{longest}{mostly}；{left}"
    )


def _how(one: _Copied) -> str:
    if one.sure is Confidence.LOW:
        return "内容相近、说法不同"
    return "几乎一样" if one.alike is not None and one.alike >= _NEARLY_ALL else "内容相同、字句有改动"


def _advice(whole: _Whole, passage: Passage) -> str:
    original = _name(whole.found.main or passage.source)
    match whole.judgement:
        case Judgement.READY:
            return (
                f"照搬来的话大多已经写明办什么、谁来办、办到什么程度，可以直接执行：转发{original}即可，不另外发文；"
                "确需发文的，只写本地的任务、时限和责任单位。"
            )
        case Judgement.NO_SUBSTANCE:
            return (
                f"照搬来的多是原则要求，自己又几乎没有措施，没有实质内容：不另外发文，转发{original}原文即可；"
                "确需部署的，写清本地办什么、谁来办、什么时候办到什么程度。"
            )
        case Judgement.LEGISLATION:
            return f"{original}已有的规定不必重复：删去这一段，只写它没有规定、本地需要补充或者细化的内容。"
    place = f"{_name(passage.source)}{_article(passage)}"
    return f"删去这一段，改写成按照{place}执行；只保留本地怎么办、谁来办、什么时候办到什么程度。"


def _name(source: SuperiorRef | None) -> str:
    if source is None:
        return "上级文件"
    return in_title_marks(source.title) + (f"（{source.number}）" if source.number else "")


def _article(passage: Passage) -> str:
    """The article or heading of the source that the passage stands under."""
    return (
        f"{passage.trail[-1]}"
        if passage.trail and passage.trail[-1].startswith("第")
        else (f"“{passage.trail[-1]}”" if passage.trail else "")
    )


def _own_measures(document: Document, passages: Sequence[Passage]) -> int:
    """Concrete measures of the body that lie outside the restated passages."""
    return sum(
        is_measure(sentence.of(document.text))
        for block in document.blocks
        if _is_body(block)
        for sentence in _sentences(document, block)
        if not _is_restated(sentence, passages)
    )


def _is_body(block: Block) -> bool:
    return block.kind in (BlockKind.BODY, BlockKind.HEADING, BlockKind.CELL) and block.part in (
        Part.MAIN,
        Part.ENCLOSED,
        Part.ATTACHMENT,
    )


def _sentences(document: Document, block: Block) -> Iterator[Span]:
    start = block.span.start
    for sentence in sentences(block.span.of(document.text)):
        yield Span(start + sentence.start, start + sentence.end)


def _is_restated(sentence: Span, passages: Sequence[Passage]) -> bool:
    """Whether half of the sentence or more is restated."""
    shared = sum(
        max(0, min(sentence.end, passage.draft.end) - max(sentence.start, passage.draft.start)) for passage in passages
    )
    return shared * 2 >= len(sentence)


_SUPERIOR = (
    "示例省人民政府关于加快发展老年助餐服务的意见|示政发〔2025〕12号|一、建设助餐网络|"
    "各市要按照步行十五分钟可达的要求布局老年食堂，优先利用社区闲置用房改造，新建住宅小区同步规划助餐点。"
    "老年食堂应当公示菜品价格和补贴标准，接受社会监督，不得以老年助餐名义变相经营高价餐饮。|"
    "二、保障食品安全|市场监管部门对老年食堂每季度至少开展一次食品安全检查，发现问题当场责令改正，检查结果向社会公开。"
    "老年食堂应当落实留样制度，配备专职或者兼职食品安全员，从业人员持有效健康证明上岗。"
)
_OPENING = "云川市人民政府办公室关于做好老年助餐工作的通知|各区人民政府：|"
_CLOSING = "|云川市人民政府办公室|2026年3月2日"

CHECK = Check(
    name="restatement",
    run=run,
    doc=__doc__ or "",
    params={
        "share_error": Param(float, "照搬占正文达到这一比例（0–1），并且几乎没有自己的措施，算错误", 0.5),
        "share_error_regardless": Param(float, "照搬占正文达到这一比例（0–1），不论有没有自己的措施，都算错误", 0.7),
        "share_warning": Param(float, "照搬占正文达到这一比例（0–1），算警告", 0.2),
        "passage_warning": Param(int, "一段照搬达到这么多字，不论比例，算警告", 300),
        "few_own_measures": Param(int, "自己的具体措施不超过这么多条，算几乎没有", 2),
        "likeness_warning": Param(float, "一段里和原文相同的字不到这一比例（0–1），用词也不相近，只作提示", 0.3),
        "resemblance_warning": Param(float, "两段共有的字对（相连的两个字）达到这一比例（0–1），算用词相近", 0.45),
        "likeness_error": Param(float, "一段里和原文相同的字达到这一比例（0–1），才可能算错误", 0.5),
        "concrete_share": Param(float, "照搬来的句子里具体措施达到这一比例（0–1），算上级文件已经可以直接执行", 0.4),
    },
    bad=(
        # 一字不改
        Case(
            _OPENING
            + "市场监管部门对老年食堂每季度至少开展一次食品安全检查，发现问题当场责令改正，检查结果向社会公开。"
            "老年食堂应当落实留样制度，配备专职或者兼职食品安全员，从业人员持有效健康证明上岗。" + _CLOSING,
            superiors=[_SUPERIOR],
        ),
        # 换地名、改数字、改几个词，夹在别的内容里
        Case(
            _OPENING
            + "{200字}|各区要按照步行二十分钟可达的标准布局老年餐厅，优先利用社区闲置用房改造，新建小区同步规划助餐点。"
            "老年餐厅应当公示菜品价格和补贴标准，主动接受群众监督，严禁以老年助餐名义变相经营高价餐饮。|{200字}"
            + _CLOSING,
            superiors=[_SUPERIOR],
        ),
        # 调换顺序
        Case(
            _OPENING + "老年食堂应当落实留样制度，从业人员持有效健康证明上岗，配备专职或者兼职食品安全员。"
            "市场监管部门发现问题当场责令改正，检查结果向社会公开，对老年食堂每季度至少开展一次食品安全检查。"
            + _CLOSING,
            superiors=[_SUPERIOR],
        ),
        # 没有上级文件库
        Case(_OPENING + "{300字}" + _CLOSING, cannot_tell=True),
    ),
    good=(
        # 注明出处的引文
        Case(
            _OPENING + "《示例省人民政府关于加快发展老年助餐服务的意见》（示政发〔2025〕12号）规定："
            "“老年食堂应当公示菜品价格和补贴标准，接受社会监督，不得以老年助餐名义变相经营高价餐饮。”{200字}"
            + _CLOSING,
            superiors=[_SUPERIOR],
        ),
        # 引用而不复述，只写本地的事
        Case(
            _OPENING
            + "食品安全检查按照《示例省人民政府关于加快发展老年助餐服务的意见》（示政发〔2025〕12号）第二部分执行。|"
            "今年6月底前，城东、城西两区各建成老年食堂12家，由市民政局牵头，每家补助8万元。" + _CLOSING,
            superiors=[_SUPERIOR],
        ),
        # 固定提法不算
        Case(
            _OPENING + "以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大和二十届二中、三中全会精神，"
            "坚持以人民为中心的发展思想，完整、准确、全面贯彻新发展理念。{200字}" + _CLOSING,
            superiors=[
                "示例省人民政府关于推进养老服务的意见|以习近平新时代中国特色社会主义思想为指导，"
                "全面贯彻党的二十大和二十届二中、三中全会精神，坚持以人民为中心的发展思想，"
                "完整、准确、全面贯彻新发展理念，健全基本养老服务清单。"
            ],
        ),
    ),
)
