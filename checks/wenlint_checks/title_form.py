"""公文标题不完整或者用词重复

查什么：标题有没有文种，文种是不是十五种之一，有没有两个文种连用（请示报告）；有没有事由；
“关于……关于”“的通知的通知”这样的重复；末尾和中间多余的标点；长度。
书名号、引号、括号里的词不算；方案、办法这类由通知印发的文件，以及令、公告等可以省去事由的，不报。

为什么：收文单位按标题登记、分办和检索，文种错了办理方式就错了。

怎么改：写成“发文机关＋关于＋事由＋的＋文种”；转发时只保留一个“关于”和一个“通知”。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from wenlint.check import Case, Check, Confidence, Context, Finding, Fix, Location, Param, Rule, Severity, Verdict
from wenlint.document import BlockKind, Document, Part, Span
from wenlint.text.legislation import is_legislation
from wenlint.text.paragraphs import is_older_than
from wenlint.text.patterns import pattern
from wenlint.text.titles import GENRES, squeeze, strip_brackets

_ENCLOSED = pattern(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|“[^“”]*”|（[^（）]*）|\([^()]*\)|〈[^〈〉]*〉|〔[^〔〕]*〕")
_MARKS = pattern(r"[，。；：？！,;:?!．]|(?<!\d)\.(?!\d)")
_TWICE = pattern(
    r"(?P<of>的)的(?=[\u4e00-\u9fff]{1,3}\Z)|的?(?P<genre>决定|通知|通报|报告|请示|批复|意见|公告|通告|函)的?(?P=genre)\Z"
)
_ONLY_ORGAN = pattern(r"[\u4e00-\u9fff]{1,15}(?:政府|委员会|[省市区县州]委|局|厅|部|办公厅|办公室|院)\Z")
# Titles that need no 事由, or that say it without 关于.
_WITHOUT_MATTER = ("命令（令）", "公告", "通告", "公报", "决议", "纪要", "议案")


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the title by the aspect that the rule speaks of."""
    blocks = [block.span for block in document.of_kind(BlockKind.TITLE) if block.part in (Part.MAIN, Part.HEAD)]
    title = document.elements.title
    if not title or not blocks or is_legislation(document) or is_older_than(document, rule.params["since"]):
        return
    place = Span(blocks[0].start, blocks[-1].end)
    yield from _ASPECTS[rule.params["aspect"]](document, rule, squeeze(title), place)


def _bare(title: str) -> str:
    """The title without what stands in marks or brackets, its place kept by a blank sign."""
    return _ENCLOSED.sub(lambda match: "□" * len(match[0]), title)


def _judge_genre(document: Document, rule: Rule, title: str, place: Span) -> Iterator[Finding]:
    joined = _any(tuple(rule.params["joined"]))
    core = strip_brackets(title)
    if joined and (match := joined.search(core)):
        yield rule.finding(
            f"标题用了“{match[0]}”，不是法定文种",
            Location(place),
            advice="一份公文只用一个文种，按行文目的改成其中一种。",
            evidence={"genre": match[0]},
        )
        return
    elements = document.elements
    if elements.genre or not (elements.document_number or elements.signer) or not elements.addressees:
        return
    if core.startswith(("关于", elements.issuer or "关于")) and "关于" in core:
        yield rule.finding(
            "标题没有写明文种",
            Location(place),
            advice=f"在标题末尾加上文种，十五种之一：{'、'.join(GENRES)}。",
            confidence=Confidence.MEDIUM,
        )


@lru_cache(maxsize=8)
def _any(words: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(f"(?:{'|'.join(words)})\\Z") if words else None


def _judge_matter(document: Document, rule: Rule, title: str, place: Span) -> Iterator[Finding]:
    """通知 alone, 示例市教育局通知, 关于的通知: nothing says what it is about."""
    genre = document.elements.genre
    if genre is None or genre in _WITHOUT_MATTER or not document.elements.addressees:
        return
    rest = strip_brackets(title).removeprefix(document.elements.issuer or "").removesuffix(genre)
    matter = re.sub(r"关于|有关|事项|的|紧急|重要", "", rest)
    if not matter or ("关于" not in rest and _ONLY_ORGAN.match(matter)):
        yield rule.finding(
            "标题没有事由，看不出是什么事",
            Location(place),
            advice=f"写成“关于……的{genre}”，用一句话点明事由。",
        )


def _judge_repeats(document: Document, rule: Rule, title: str, place: Span) -> Iterator[Finding]:
    bare = _bare(strip_brackets(title))
    if match := _TWICE.search(bare):
        yield rule.finding(
            f"标题里“{match['of'] or match['genre']}”重复（“{match[0]}”）",
            Location(place),
            advice=f"只保留一个“{match['of'] or match['genre']}”。",
            evidence={"repeated": match["of"] or match["genre"]},
        )
    elif bare.count("关于") > 1:
        yield rule.finding(
            "标题里有两个“关于”",
            Location(place),
            advice="只保留一个“关于”；所引文件的标题加上书名号。",
            evidence={"repeated": "关于"},
        )


def _judge_marks(document: Document, rule: Rule, title: str, place: Span) -> Iterator[Finding]:
    bare = _bare(title)
    marks = _MARKS.findall(bare) if document.elements.genre else []
    if marks:
        at_end = bool(_MARKS.match(bare[-1:]))
        end = Span(place.end - 1, place.end)
        yield rule.finding(
            f"标题{'末尾' if at_end else '里'}用了标点“{''.join(marks)}”",
            Location(place),
            advice="标题除书名号、引号、括号、顿号外一般不用标点，末尾不加标点。",
            fixes=[Fix(end, "")] if at_end and len(marks) == 1 and end.of(document.text) == marks[0] else [],
        )


def _judge_length(document: Document, rule: Rule, title: str, place: Span) -> Iterator[Finding]:
    limit: int = rule.params["most"]
    bare = _bare(title).replace("□", "")
    if len(bare) > limit:
        yield rule.finding(
            f"标题除书名号里的名称外有 {len(bare)} 字，偏长",
            Location(place),
            advice="概括事由，标题排到三行以内。",
            severity=Severity.INFO,
            evidence={"value": len(bare), "limit": limit, "unit": "字"},
        )


def _judge_about(document: Document, rule: Rule, title: str, place: Span) -> Iterator[Finding]:
    """示例市人民政府加强涵洞巡查的通知: organ and matter without 关于 between them."""
    issuer, genre = document.elements.issuer, document.elements.genre
    bare = _bare(strip_brackets(title))
    if (
        not issuer
        or genre is None
        or genre not in rule.params["genres"]
        or "关于" in title
        or not bare.startswith(issuer)
    ):
        return
    matter = bare.removeprefix(issuer).removesuffix(genre).removesuffix("的")
    if len(matter) >= _SHORTEST_MATTER and bare.endswith(f"的{genre}") and not _OTHER_OPENING.match(matter):
        yield rule.finding(
            "标题的发文机关和事由之间没有“关于”",
            Location(place),
            advice=f"写成“{issuer}关于……的{genre}”。",
            confidence=Confidence.MEDIUM,
        )


_SHORTEST_MATTER = 6
_OTHER_OPENING = pattern(
    r"(?:转|批|印|公布|发布|颁|下发|对|给|授予|追授|表彰|嘉奖|任|免|紧急|补充|\d|第|向|致|就|办公室|□)|.{0,12}年"
)


_Judge = Callable[[Document, Rule, str, Span], Iterator[Finding]]
_ASPECTS: dict[str, _Judge] = {
    "genre": _judge_genre,
    "matter": _judge_matter,
    "about": _judge_about,
    "repeats": _judge_repeats,
    "marks": _judge_marks,
    "length": _judge_length,
}

_SETTING = "示政发〔2024〕5号|%s|各区人民政府：|{60字}|示例市人民政府|2024年5月6日"
_JOINED = ["请示报告", "报告请示", "请示函", "通知函", "申请报告"]


def _case(title: str, aspect: str, **params: object) -> Case:
    return Case(_SETTING % title, {"aspect": aspect, **params})


CHECK = Check(
    name="title-form",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "joined": Param(list, "连用两个文种或者生造文种的写法", []),
        "genres": Param(list, "要写“关于”的文种", []),
        "most": Param(int, "除书名号里的名称外最多多少字", 60),
        "since": Param(str, "成文日期早于这一天的不查；空着都查", ""),
    },
    bad=(
        _case("示例市人民政府关于追加防汛资金的请示报告", "genre", joined=_JOINED),
        _case("示例市人民政府关于加强涵洞巡查", "genre"),
        _case("示例市人民政府通知", "matter"),
        _case("示例市人民政府加强涵洞巡查工作的通知", "about", genres=["通知"]),
        _case("示例市人民政府转发省政府关于加强涵洞巡查的通知的通知", "repeats"),
        _case("示例市人民政府关于加强涵洞巡查的的通知", "repeats"),
        _case("示例市人民政府关于转发省政府关于加强涵洞巡查的通知", "repeats"),
        _case("示例市人民政府关于加强涵洞巡查的通知。", "marks"),
        _case("示例市人民政府关于加强涵洞巡查，做好防汛的通知", "marks"),
        _case("示例市人民政府关于" + "进一步加强全市城区和郊区各类涵洞" * 4 + "巡查的通知", "length"),
    ),
    good=(
        *(_case("示例市人民政府关于加强涵洞巡查的通知", aspect, joined=_JOINED) for aspect in _ASPECTS),
        _case("示例市人民政府转发《示例省人民政府关于加强涵洞巡查的通知》的通知", "repeats"),
        _case("示例市人民政府关于印发《涵洞、管网巡查办法（2024—2026年）》的通知", "marks"),
        _case("示例市人民政府关于做好“两会”期间巡查工作的通知（试行）", "marks"),
        _case("示例市人民政府转发省水利厅加强涵洞巡查意见的通知", "about", genres=["通知"]),
        _case("示例市教育局关于报送调研报告的函", "genre", joined=_JOINED),
        Case("示例市涵洞巡查工作方案|为加强巡查，制定本方案。|{60字}", {"aspect": "genre"}),
    ),
)
