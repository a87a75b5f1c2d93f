"""篇幅超过规定的页数或字数

查什么：按文件种类核对篇幅。以“页”计的，看成稿页数（另附的附件不计）；以“字”计的，看标题到落款的
字数（按 Word/WPS 的“字数”口径，不含版头、版记和附件；印发、转发类通知连同所印发的正文一起算）。
页数是估算出来的，只有估算的下限也超了才算超；限额落在估算范围之内，就说明拿不准，不硬判。

为什么：篇幅长的文件，基层要花更多时间去读、去拆解任务，减负规定因此给政策性文件和各类报告都定了上限。

怎么改：先删背景、意义和重复的原则性表述，再把名单、指标、操作步骤等细节移到附件。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from wenlint.check import CannotTell, Case, Check, Confidence, Context, Finding, Location, Param, Rule, Verdict
from wenlint.document import Block, BlockKind, Document, Kind, Measure, Part, Span
from wenlint.text.clauses import sentence_at
from wenlint.text.counting import count_han, count_non_space, count_word
from wenlint.text.legislation import is_legislation

_COUNTERS: dict[str, Callable[[str], int]] = {"word": count_word, "han": count_han, "non_space": count_non_space}
_COUNT_NAMES = {"word": "按 Word/WPS 字数统计", "han": "只数汉字", "non_space": "按不含空白的字符数统计"}
_COUNTED = frozenset(BlockKind) - {BlockKind.IMPRINT, BlockKind.SECRECY, BlockKind.FOOTNOTE, BlockKind.FOREIGN}
_OPENING = 300
_SETTLE_PAGES = "请导出 PDF 再检查一次，或者加 --pages render 按实际排版计页"


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Measures the draft in the rule's unit and compares."""
    if _is_out_of_scope(document, rule):
        return
    unit = rule.params["unit"]
    if unit == "页":
        yield from _judge_pages(document, rule)
    elif unit == "字" and rule.params["count"] in _COUNTERS:
        yield from _judge_characters(document, rule)
    else:
        yield CannotTell(f"规则 {rule.id} 的计量方式不认识：单位“{unit}”，口径“{rule.params['count']}”")


def _is_out_of_scope(document: Document, rule: Rule) -> bool:
    if not rule.params["legislation"] and is_legislation(document):
        return True
    title = document.elements.title or ""
    if not _is_among((title,), rule.params["only"]):
        return True
    if not _is_among(document.elements.addressees, rule.params["addressees"]):
        return True
    opening = f"{title}\n{document.text[:_OPENING]}"
    return any(re.search(pattern, opening) for pattern in rule.params["except"])


def _is_among(names: Sequence[str], patterns: Sequence[str]) -> bool:
    """Whether a name fits a pattern; without patterns all do."""
    return not patterns or any(re.search(pattern, name) for pattern in patterns for name in names)


def _judge_pages(document: Document, rule: Rule) -> Iterator[Verdict]:
    limit: int = rule.params["limit"]
    if document.pages is None:
        yield CannotTell(f"页数测不出来，无法判断是否超过 {limit} 页；{_SETTLE_PAGES}")
        return
    pages = _pages_without_attachments(document, document.pages)
    if pages.least > limit:
        yield _too_many_pages(document, rule, pages)
    elif pages.most > limit:
        reason = f"{_how(pages)} {_range(pages)} 页，{limit} 页的限额正在这个范围里，拿不准；{_SETTLE_PAGES}"
        yield CannotTell(reason, wants="pages")


def _pages_without_attachments(document: Document, pages: Measure[int]) -> Measure[int]:
    """The pages before the first 附件, which begins a new page (GB/T 9704—2012, 7.3.7)."""
    starts = [block.page for block in document.in_part(Part.ATTACHMENT)]
    first = starts[0] if starts else None
    if first is None or not 1 < first <= pages.value:
        return pages
    value = first - 1
    low = max(1, value - (pages.value - pages.least))
    return Measure(value, pages.how, pages.exact, low, value + (pages.most - pages.value))


def _too_many_pages(document: Document, rule: Rule, pages: Measure[int]) -> Finding:
    limit: int = rule.params["limit"]
    excess = pages.least - limit
    return rule.finding(
        f"{_what(document)}{_range(pages)} 页（{_how(pages)}{_left_out(document, pages)}），{_limit(rule)} {limit} 页，"
        f"{'' if pages.exact else '至少'}超出 {excess} 页",
        Location(_page_start(document, limit + 1)),
        advice=_advice(document, rule, f"至少压减 {excess} 页（约 {_percent(excess, pages.value)}）。"),
        confidence=_confidence(document, Confidence.HIGH if pages.exact or excess > 1 else Confidence.MEDIUM),
        evidence={"value": pages.value, "low": pages.least, "high": pages.most, "limit": limit, "unit": "页"},
        whole=True,
    )


def _how(pages: Measure[int]) -> str:
    how = pages.how.lower()
    if "pdf" in how:
        return "PDF 实际页数"
    if "render" in how:
        return "实际排版"
    return "版面估算" if not pages.exact else "已知页数"


def _range(pages: Measure[int]) -> str:
    return f"{pages.least}" if pages.least == pages.most else f"{pages.least}–{pages.most}"


def _left_out(document: Document, pages: Measure[int]) -> str:
    if not any(document.in_part(Part.ATTACHMENT)):
        return ""
    return "，不含附件" if pages is not document.pages else "，含附件"


def _page_start(document: Document, page: int) -> Span:
    """Where that page begins, or the title."""
    for block in document.blocks:
        if block.page is not None and block.page >= page and block.part is not Part.MARGIN:
            return block.span
    return _title_span(document)


def _title_span(document: Document) -> Span:
    block = next(document.of_kind(BlockKind.TITLE), None) or next(iter(document.blocks), None)
    return block.span if block else Span(0, 0)


def _judge_characters(document: Document, rule: Rule) -> Iterator[Verdict]:
    limit: int = rule.params["limit"]
    count = rule.params["count"]
    enclosed = _count_enclosed(document, count)
    value = getattr(document.characters, count) + enclosed
    if value > limit:
        yield _too_many_characters(document, rule, value, enclosed)


def _count_enclosed(document: Document, count: str) -> int:
    if count == "word":
        return document.characters.enclosed_word
    counter = _COUNTERS[count]
    return sum(counter(block.span.of(document.text)) for block in document.in_part(Part.ENCLOSED))


def _too_many_characters(document: Document, rule: Rule, value: int, enclosed: int) -> Finding:
    limit: int = rule.params["limit"]
    count = rule.params["count"]
    excess = value - limit
    han = document.characters.han + _count_enclosed(document, "han")
    detail = _COUNT_NAMES[count] + (f"，含所印发正文 {enclosed} 字" if enclosed else "")
    strict = "" if han > limit or count == "han" else f"；只数汉字是 {han} 字，没有超"
    return rule.finding(
        f"{_what(document)}{value} 字（{detail}），{_limit(rule)} {limit} 字，超出 {excess} 字{strict}",
        Location(_crossing(document, rule)),
        advice=_advice(document, rule, f"至少删去 {excess} 字（约 {_percent(excess, value)}）。"),
        confidence=_confidence(document, Confidence.MEDIUM if strict else Confidence.HIGH),
        evidence={"value": value, "limit": limit, "unit": "字", "count": count, "han": han},
        whole=True,
    )


def _crossing(document: Document, rule: Rule) -> Span:
    """The sentence in which the count goes over the limit; else the title."""
    counter = _COUNTERS[rule.params["count"]]
    left: int = rule.params["limit"]
    for block in _counted_blocks(document):
        words = block.span.of(document.text)
        size = counter(words)
        if size > left:
            sentence = sentence_at(words, _prefix_with(words, left, counter))
            return Span(block.span.start + sentence.start, block.span.start + sentence.end) if sentence else block.span
        left -= size
    return _title_span(document)


def _counted_blocks(document: Document) -> Iterator[Block]:
    return (block for block in document.in_part(Part.MAIN, Part.ENCLOSED) if block.kind in _COUNTED)


def _prefix_with(words: str, amount: int, counter: Callable[[str], int]) -> int:
    """Length of the longest beginning of ``words`` that counts ``amount`` at most."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if counter(words[:middle]) <= amount:
            low = middle
        else:
            high = middle - 1
    return min(low, len(words) - 1)


def _what(document: Document) -> str:
    return "全文 " if document.kind.value is Kind.OTHER else f"这份{document.kind.value.label} "


def _limit(rule: Rule) -> str:
    soft = next((word for word in ("原则上", "一般") if word in rule.cite.strength), "")
    return f"规定{soft}不超过"


def _percent(part: int, whole: int) -> str:
    return f"{max(1, round(100 * part / whole))}%"


def _advice(document: Document, rule: Rule, cut: str) -> str:
    how = rule.advice or "先删背景、意义和重复的表述，再把名单、指标、步骤等细节移到附件。"
    unsure = "" if document.kind.exact else f"（文种是推断的；如果不是{document.kind.value.label}，请用 --kind 说明。）"
    return cut + how + unsure


def _confidence(document: Document, confidence: Confidence) -> Confidence:
    """One step lower when the kind of document is only inferred."""
    return confidence if document.kind.exact else Confidence(max(Confidence.LOW, confidence - 1))


_PAGES = {"unit": "页", "limit": 10}
_REPORT = {"unit": "字", "limit": 5000}
_SPECIAL = {"unit": "字", "limit": 3000}
_REPORT_DRAFT = "示例区关于2024年工作情况的报告|市政府：|{%d字}|示例区人民政府|2024年12月20日"

CHECK = Check(
    name="over-length",
    run=run,
    doc=__doc__,
    params={
        "unit": Param(str, "计量单位：页 或 字"),
        "limit": Param(int, "上限，含本数"),
        "legislation": Param(bool, "法律、法规、规章是否也按这个限额", False),
        "only": Param(list, "标题里有这些说法之一的才算，正则表达式；空着不限", []),
        "addressees": Param(list, "主送机关是这些的才算，正则表达式；空着不限", []),
        "except": Param(list, "标题或开头有这些说法的不算，正则表达式", []),
        "count": Param(str, "字数口径：word（Word/WPS 字数）、han（汉字）、non_space（不含空白的字符）", "word"),
    },
    bad=(
        Case("示例市关于推进老旧小区改造的意见|各区人民政府：|{300字}", _PAGES, pages=12),
        Case("示例市关于推进老旧小区改造的意见|各区人民政府：|{300字}", _PAGES, pages=(11, 12)),
        Case("示例市关于推进老旧小区改造的意见|各区人民政府：|{300字}", _PAGES, pages=(9, 11), cannot_tell=True),
        Case("示例市关于推进老旧小区改造的意见|各区人民政府：|{300字}", _PAGES, pages=(10, 11), cannot_tell=True),
        Case(_REPORT_DRAFT % 5200, _REPORT),
        Case(
            "示例区关于防汛工作情况的报告|市政府：|{3300字}|示例区人民政府|2024年8月2日", {"unit": "字", "limit": 3000}
        ),
        Case(
            "示例市人民政府办公室关于印发《示例市绿道建设办法》的通知|各区人民政府：|现将《示例市绿道建设办法》印发给你们。"
            "|示例市人民政府办公室|2024年5月6日|示例市绿道建设办法|{5200字}",
            _REPORT,
        ),
        Case(_REPORT_DRAFT % 5300, {"unit": "字", "limit": 4900, "count": "han"}, kind=Kind.SPECIAL_REPORT),
        Case(_REPORT_DRAFT % 5300, {**_REPORT, "only": ["工作情况"], "addressees": ["市政府"]}),
    ),
    good=(
        Case("示例市关于推进老旧小区改造的意见|各区人民政府：|{300字}", _PAGES, pages=10),
        Case("示例市关于推进老旧小区改造的意见|各区人民政府：|{300字}", _PAGES, pages=(9, 10)),
        Case("示例市关于推进老旧小区改造的意见|各区人民政府：|{300字}", _PAGES, pages=1),
        # 向人民代表大会作的报告不是呈报上级的报告。
        Case("示例市政府工作报告|各位代表：|{9000字}", {**_REPORT, "except": ["政府工作报告"]}),
        # 法规不是政策性文件。
        Case(
            "示例市绿道条例|2024年3月1日示例市第五届人民代表大会常务委员会第九次会议通过|第一条 {300字}",
            _PAGES,
            pages=20,
        ),
        Case(_REPORT_DRAFT % 4900, _REPORT),
        # 规定只管专项整治的文件，或者只管呈报党中央的报告。
        Case(_REPORT_DRAFT % 5300, {**_REPORT, "only": ["专项整治"]}),
        Case(_REPORT_DRAFT % 5300, {**_REPORT, "addressees": ["党中央|中共中央"]}),
        # 版头、版记和附件不计字数。
        Case(
            "示例区人民政府文件|示区政发〔2024〕8号|示例区关于2024年工作情况的报告|市政府：|{4800字}|附件：重点项目进展表"
            "|示例区人民政府|2024年12月20日|附件|重点项目进展表|{2000字}",
            _REPORT,
        ),
        Case("示例区关于防汛工作情况的报告|市政府：|{2900字}", _SPECIAL),
    ),
)
