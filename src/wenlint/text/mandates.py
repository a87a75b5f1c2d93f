"""Clauses by which a document asks others to make an implementing document.

省、自治区、直辖市人民政府可以根据本条例制定实施细则; 具体办法由市人民政府规定; 各地区要结合实际制定具体实施方案.
Such a clause is what makes 实施意见 or 实施细则 of a subordinate legitimate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wenlint.document import Span
from wenlint.text.clauses import is_quoted, negation_of, sentences
from wenlint.text.levels import Level, levels_named
from wenlint.text.patterns import pattern


@dataclass(frozen=True, slots=True)
class Mandate:
    """A clause that asks for a document. ``levels`` are those it calls upon; empty: it names none.

    ``explicit`` is False when it asks for measures (具体措施) rather than for a document.
    ``forbidden`` is True when it says that none is to be made.
    """

    span: Span
    words: str
    levels: frozenset[Level]
    explicit: bool
    forbidden: bool = False


_MAKE = "制定|制订|制发|出台|印发|拟订|拟定|编制|提出|规定|起草|研究制定|细化"
_DOCUMENT = (
    "实施细则|工作细则|细则|实施办法|具体办法|管理办法|办法|实施意见|贯彻(?:落实)?意见|落实意见|(?:具体|配套)?实施方案|工作方案|落实方案|行动方案|"
    "分工方案|任务分工|责任分工|任务清单|配套(?:性)?(?:文件|政策|制度|规定)|具体规定|实施规定|实施计划|操作规程|具体政策|具体标准"
)
_MEASURES = "(?:具体|配套|落实|实施|政策|贯彻)(?:政策)?措施"
# Between verb and object; 的 right after the verb makes it a modifier (制定的实施细则).
_GAP = r"(?!的|本|了|为)[^。；;\n]{0,40}?"
_ASKS = pattern(
    rf"(?<![为于])(?P<verb>{_MAKE}){_GAP}(?P<object>{_DOCUMENT}|{_MEASURES})(?!的规定|规定的|第[一二三四五六七八九十])"
)
_ASKS_REVERSED = pattern(
    rf"(?P<object>{_DOCUMENT}|{_MEASURES})[^。；;\n，,]{{0,12}}[，,]?由(?P<actor>[^。；;\n]{{2,100}}?)(?P<verb>{_MAKE}|确定)"
)
_IS_MEASURE = pattern(_MEASURES)
# The makers of such a clause are no organs: 施工单位应当制定实施方案.
_NO_ORGAN = pattern(
    "(?:施工|建设|监理|生产|经营|养护|设计|运营|作业|责任|用人|排污|供水|企业|事业|委托|投保|招标|主办|承办|物业)(?:企业|经营)?(?:单位|者|者应当)"
    "|企业|公司|学校|医院|经营者|当事人|村民委员会|居民委员会|业主|社会组织|金融机构|技术机构|申请人"
)
_ORGAN = pattern("人民政府|政府|部门|省|市|县|区|各地|机关|国务院|委员会|各单位|有关单位|局|厅")


def mandates(text: str) -> Iterator[Mandate]:
    """Every clause of ``text`` that asks an organ for an implementing document, in order."""
    for sentence in sentences(text):
        words = sentence.of(text)
        match = _ASKS_REVERSED.search(words) or _ASKS.search(words)
        if match and _asks_an_organ(words, match):
            yield _mandate(words, sentence, match)


def _asks_an_organ(words: str, match: re.Match[str]) -> bool:
    if is_quoted(words, Span(*match.span("verb"))) or re.search("根据[^，。]{2,80}[，,](?:特?制定|出台)本", words):
        return False
    actor = match.groupdict().get("actor") or _last_clauses(words[: match.start("verb")])
    return bool(_ORGAN.search(actor)) or not _NO_ORGAN.search(actor)


def _last_clauses(words: str) -> str:
    """The subject's likely place: the two clauses before the verb."""
    return "，".join(re.split("[，,]", words)[-3:])


def _mandate(words: str, sentence: Span, match: re.Match[str]) -> Mandate:
    lead = len(words) - len(words.lstrip())
    actor = match.groupdict().get("actor") or words[: match.start("verb")]
    object_span = Span(*match.span("object"))
    return Mandate(
        Span(sentence.start + lead, sentence.start + len(words.rstrip())),
        words.strip(),
        levels_named(actor),
        explicit=not _IS_MEASURE.fullmatch(match["object"]),
        forbidden=negation_of(words, object_span) is not None,
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """What a draft gives as its mandate: the clause it quotes, or "" when it only refers to one.

    ``vague`` is True when it names an article but not that the article asks for a document.
    """

    quote: str
    vague: bool = False


_QUOTE = pattern("[“「](?P<quote>[^“”「」]{6,200})[”」]")
_SAYS_IT_IS_ASKED = pattern(
    rf"(?:关于|有关|要求|部署|规定|授权|明确)[^。；]{{0,30}}(?:{_MAKE})[^。；]{{0,30}}(?:{_DOCUMENT})[^。；，]{{0,10}}的?(?:要求|规定|授权|部署|精神)"
    rf"|(?:明确|要求|规定|授权)[^。；，]{{0,20}}(?:{_MAKE})(?!本)[^。；，]{{0,20}}(?:{_DOCUMENT})"
    r"|条[^。；，]{0,12}授权"
)
_ARTICLE = pattern(
    r"》[^。；]{0,30}?第[\d一二三四五六七八九十百零〇]+[条章项款][^。；，]{0,16}(?:规定|要求|精神)?[，,]"
)


def claim_in(text: str) -> Claim | None:
    """The mandate that the opening of a draft claims to have, or None."""
    vague = None
    for sentence in sentences(text):
        words = sentence.of(text)
        for match in _QUOTE.finditer(words):
            if _ASKS.search(match["quote"]) or _ASKS_REVERSED.search(match["quote"]):
                return Claim(match["quote"])
        if _SAYS_IT_IS_ASKED.search(_QUOTE.sub("", words)):
            return Claim("")
        if _ARTICLE.search(words):
            vague = Claim("", vague=True)
    return vague


def contains_words(text: str, quote: str) -> bool:
    """Whether the text holds the quoted words, punctuation and blanks apart."""
    return re.sub(r"\W", "", quote) in re.sub(r"\W", "", text)
