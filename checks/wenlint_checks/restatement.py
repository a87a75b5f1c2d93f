"""照搬上级文件：成段重复上级文件的原话

查什么：正文里有没有整段整句照搬上级文件的内容。改几个字、换地名（全省改全市）、调换顺序、换一种说法，都算照搬。
注明出处的引文、书名号里的文件名、固定提法和各地通用的套话不算。还看照搬占正文多少、最长一段有多长、
自己的具体措施（写明做什么，并有时限、数量或者责任单位的句子）还剩几条，综合起来定轻重。

为什么：照搬的文件没有新内容，基层要重复收文、重复学习，真正要办的本地事项反而淹没在里面。

怎么改：要用上级的规定，写“按照《…》第几条执行”，不抄原文；只写本地怎么办、谁来办、什么时候办到什么程度。
没有本地内容的，转发原文即可，不另外发文。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from wenlint.text.normal import normalise
from wenlint.text.own_measures import is_measure
from wenlint.text.titles import in_title_marks

_NO_LIBRARY = "没有上级文件库，判断不了是否照搬；用 wenlint corpus add 文件或文件夹 建库后再查"
_NO_TEXT = "上级文件库里只有目录、没有原文，判断不了是否照搬；用 wenlint corpus add 加入上级文件的原文后再查"
_GRAM = 4


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    if context.library is None or len(context.library) == 0:
        yield CannotTell(_NO_LIBRARY)
        return
    restatement = context.library.restated(document)
    if not restatement.compared:
        yield CannotTell(_NO_TEXT)
        return
    own = _own_measures(document, restatement.passages)
    alike = [_likeness(passage.draft.of(document.text), passage.source_text) for passage in restatement.passages]
    firm = _firm_share(document, restatement, alike)
    for passage, likeness in zip(restatement.passages, alike, strict=True):
        yield _finding(document, rule, restatement, passage, likeness, firm, own)


def _firm_share(document: Document, whole: Restatement, alike: Sequence[float | None]) -> float:
    """The share without the passages that are so freely reworded that a reader may see it otherwise."""
    free = sum(
        count_han(passage.draft.of(document.text))
        for passage, likeness in zip(whole.passages, alike, strict=True)
        if _confidence(likeness) is Confidence.LOW
    )
    return whole.share * (1 - free / max(1, whole.characters))


def _finding(
    document: Document, rule: Rule, whole: Restatement, passage: Passage, alike: float | None, firm: float, own: int
) -> Finding:
    size = count_han(passage.draft.of(document.text))
    sure = _confidence(alike) is not Confidence.LOW
    return rule.finding(
        _message(whole, passage, size, alike, own),
        Location(passage.draft),
        Location(passage.source_span, source=passage.source, text=passage.source_text, trail=passage.trail),
        advice=_advice(rule, whole, passage, own),
        severity=_severity(rule, firm, size, own) if sure else Severity.INFO,
        confidence=_confidence(alike),
        evidence={
            "share": round(whole.share, 4),
            "restated_characters": whole.characters,
            "longest_run": whole.longest_run,
            "own_measures": own,
            "passage_characters": size,
            "likeness": None if alike is None else round(alike, 2),
            "unit": "字",
        },
    )


def _severity(rule: Rule, share: float, size: int, own: int) -> Severity:
    """By what of the whole body is restated and what remains; a long passage counts by itself."""
    params = rule.params
    if share >= params["share_error"] and own <= params["few_own_measures"]:
        return Severity.ERROR
    if share >= params["share_error_regardless"]:
        return Severity.ERROR
    if share >= params["share_warning"] or size >= params["passage_warning"]:
        return Severity.WARNING
    return Severity.INFO


def _message(whole: Restatement, passage: Passage, size: int, alike: float | None, own: int) -> str:
    how = "几乎一样" if alike is not None and alike >= 0.8 else "内容相同、字句有改动"
    sources = {one.source for one in whole.passages}
    mostly = f"，主要来自{_name(whole.main)}" if whole.main and len(sources) > 1 else ""
    left = f"自己的具体措施还有 {own} 条" if own else "没有看到自己的具体措施"
    return (
        f"这 {size} 字与{_name(passage.source)}{_article(passage)}{how}；"
        f"全文照搬上级文件共 {whole.characters} 字，占正文 {whole.share:.0%}{mostly}；{left}"
    )


def _advice(rule: Rule, whole: Restatement, passage: Passage, own: int) -> str:
    place = f"{_name(passage.source)}{_article(passage)}"
    if whole.share >= rule.params["share_error"] and own <= rule.params["few_own_measures"]:
        original = _name(whole.main or passage.source)
        return f"本地内容很少，建议直接转发{original}，不另外发文；确需发文的，只写本地的任务、时限和责任单位。"
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


def _likeness(words: str, source: str) -> float | None:
    """Part (0–1) of the passage's runs of four characters that the source has too; None when it may not be shown."""
    if not source:
        return None
    mine, theirs = _grams(words), _grams(source)
    return len(mine & theirs) / max(1, len(mine))


def _grams(text: str) -> set[str]:
    plain = normalise(text).text
    return {plain[at : at + _GRAM] for at in range(len(plain) - _GRAM + 1)}


def _confidence(alike: float | None) -> Confidence:
    if alike is None or 0.3 <= alike < 0.6:
        return Confidence.MEDIUM
    return Confidence.HIGH if alike >= 0.6 else Confidence.LOW


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
