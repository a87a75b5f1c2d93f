"""调研点位里看问题的太少

查什么：写到调研点位的句子，数一数问题点位和示范点位各几个（“问题点位1个、示范点位5个”“3个示范小区”“问题点位占三成”），
看问题的点位占比低于规则要求的就报。只写了点位总数、看不出性质的，不判断。

为什么：调研是去找问题的，只看示范点、先进点，看不到真实情况，还要基层花力气准备。

怎么改：换掉一部分示范点，换成问题多、群众意见集中的点位，占比达到要求。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from wenlint.check import Case, Check, Confidence, Context, Finding, Location, Param, Rule, Verdict
from wenlint.document import Document, Kind, Span
from wenlint.text.legislation import is_of_the_top
from wenlint.text.numerals import quantities, value_of
from wenlint.text.patterns import pattern
from wenlint.text.stance import stance_of
from wenlint.text.statements import Statement, statements_with

_UNITS = ("个", "处", "家", "座", "项")
_ITEM = pattern(r"[，,、；;：:。]|(?:和|及|与)(?=[\d一二两三四五六七八九十]+[个处家座])")
_SHARE = pattern(
    r"(?:占(?:比|到|全部|总)?[^，。；]{0,14}?|(?:不足|不到|不超过|不多于|不高于|至多|最多|控制在|仅有?|只有)[^，。；\d一二三四五六七八九]{0,12}?)(?:(?P<percent>\d{1,3}(?:\.\d+)?)\s*[%％]|"
    r"百分之(?P<written>[一二三四五六七八九十百零]+)|(?P<tenths>[一二两三四五六七八九])成(?P<half>半)?|"
    r"(?P<parts>[一二三四五六七八九十]分之[一二三四五六七八九])|一半(?!以上))"
)
_ALL = pattern(r"(?:全部|全|均|都|一律|清一色)(?:部)?(?:是|为|安排|选在|选取|选择)?[^，。；]{0,6}\Z")
_MAINLY = pattern(r"[^，。；]{0,10}为主")
_IN_ALL = pattern(r"共|总|合计|数量|安排|选取|选择|选定|走访|设|计划|推荐|查看|察看|调研")


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Compares the share of problem sites that each sentence states with the least share."""
    if is_of_the_top(document):
        return
    words = _words(rule.params["about"], rule.params["problem"], rule.params["show"], rule.params["site"])
    is_research = document.kind.value is Kind.RESEARCH_PLAN or words.about.search(document.elements.title or "")
    for statement in statements_with(document, words.labels):
        if not (is_research or words.about.search(statement.text)):
            continue
        share = words.share_in(statement.text)
        if share is None or share.value >= Fraction(rule.params["least"], 100):
            continue
        if stance_of(statement.text, share.judged) is None:
            yield _finding(rule, statement, share)


@dataclass(frozen=True, slots=True)
class _Share:
    """The share of problem sites, and how the sentence tells it."""

    value: Fraction
    told: str
    at: Span

    @property
    def judged(self) -> Span:
        """What must be ordered: the words told by (不到四成 carries its own negation), or the end of a count."""
        return self.at if self.told.startswith("不") else Span(self.at.end - 1, self.at.end)


@dataclass(frozen=True, slots=True)
class _Words:
    about: re.Pattern[str]
    problem: re.Pattern[str]
    show: re.Pattern[str]
    site: re.Pattern[str]
    labels: re.Pattern[str]

    def share_in(self, text: str) -> _Share | None:
        return self._stated(text) or self._all_of_a_kind(text) or self._counted(text)

    def _stated(self, text: str) -> _Share | None:
        """问题点位占三成."""
        for match in _SHARE.finditer(text):
            clause = re.split("[，。；：]", text[: match.start()])[-1]
            value = _fraction(match)
            if value is None or not self.site.search(text):
                continue
            if self.problem.search(clause):
                return _Share(value, match[0], Span(*match.span()))
            if self.show.search(clause):
                return _Share(1 - value, match[0], Span(*match.span()))
        return None

    def _all_of_a_kind(self, text: str) -> _Share | None:
        """安排调研点5个，全部为示范点; 以先进村为主."""
        for match in self.show.finditer(text):
            if re.search("以[^，。；]{0,14}\\Z", text[: match.start()]) and _MAINLY.match(text, match.end()):
                return _Share(Fraction(0), f"以{match[0]}点为主", Span(*match.span()))
            if self.site.search(text) and _ALL.search(text[: match.start()]):
                return _Share(Fraction(0), f"全部是{match[0]}点", Span(*match.span()))
        return None

    def _counted(self, text: str) -> _Share | None:
        problem, show, total, at = 0, 0, 0, None
        for item in _items(text):
            words = item.of(text)
            number = next((int(quantity.low) for quantity in quantities(words, _UNITS)), None)
            if number is None:
                continue
            is_problem, is_show = bool(self.problem.search(words)), bool(self.show.search(words))
            if is_problem or is_show:
                problem += number if is_problem else 0
                show += number if is_show else 0
                at = at or item
            elif _IN_ALL.search(words) and self.site.search(words):
                total = max(total, number)
        if at is None or not (show or total):
            return None
        whole = max(total, problem + show)
        if whole < 2 or (not problem and not show):
            return None
        if not problem and show < (total or show):
            return None
        told = f"{whole} 个点位里看问题的 {problem} 个"
        return _Share(Fraction(problem, whole), told, at)


def _items(text: str) -> Iterator[Span]:
    start = 0
    for match in _ITEM.finditer(text):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, len(text))


def _fraction(match: re.Match[str]) -> Fraction | None:
    if match["percent"]:
        return Fraction(match["percent"]) / 100
    if match["written"]:
        return _hundredth(value_of(match["written"]))
    if match["tenths"]:
        tenths = value_of(match["tenths"]) or Fraction(0)
        return (tenths + (Fraction(1, 2) if match["half"] else 0)) / 10
    return value_of(match["parts"]) if match["parts"] else Fraction(1, 2)


def _hundredth(value: Fraction | None) -> Fraction | None:
    return value / 100 if value is not None else None


@lru_cache(maxsize=16)
def _words(about: str, problem: str, show: str, site: str) -> _Words:
    return _Words(
        about=re.compile(about),
        problem=re.compile(problem),
        show=re.compile(show),
        site=re.compile(site),
        labels=re.compile(f"{problem}|{show}"),
    )


def _finding(rule: Rule, statement: Statement, share: _Share) -> Finding:
    least = rule.params["least"]
    return rule.finding(
        f"{share.told}，规定看问题的点位不少于 {least}%",
        Location(statement.place(share.at)),
        confidence=Confidence.MEDIUM,
        evidence={"value": round(float(share.value) * 100, 1), "limit": least, "unit": "%"},
    )


_SITES = {
    "about": "调研|看点|(?:现场)?(?:查看|察看)点位",
    "problem": "问题|后进|薄弱|矛盾|落后|投诉|难点",
    "show": "示范|先进|亮点|标杆|样板|精品|明星|特色|成效",
    "site": "点位?|社区|村|小区|企业|项目|街道",
}
_PLAN = "关于开展节水调研的工作方案|{60字}%s{60字}"


def _case(sentence: str) -> Case:
    return Case(_PLAN % sentence, _SITES)


CHECK = Check(
    name="problem-sites",
    run=run,
    doc=__doc__,
    params={
        "about": Param(str, "句子里要有的说法（调研方案不要求），正则表达式"),
        "problem": Param(str, "看问题的点位怎么称呼，正则表达式"),
        "show": Param(str, "看成绩的点位怎么称呼，正则表达式"),
        "site": Param(str, "点位的名称，正则表达式"),
        "least": Param(int, "看问题的点位至少占百分之几", 50),
    },
    bad=(
        _case("本次调研共安排6个点位，其中问题点位1个、示范点位5个。"),
        _case("调研点位：示范社区3个、先进企业2个、标杆项目1个。"),
        _case("看问题的调研点位占三成左右。"),
        _case("调研选取5个点位，全部为示范点。"),
        _case("调研点位以先进村为主，另看1个后进村。"),
    ),
    good=(
        _case("本次调研共安排6个点位，其中问题点位3个。"),
        _case("调研4个先进点位、4个后进点位。"),
        _case("调研点位共6个，由调研组随机抽取。"),
        _case("看问题的调研点位占比不低于50%。"),
        _case("不得只安排示范点位3个、先进点位2个的调研路线。"),
        Case("关于绿化工作的通知|各单位：|{60字}年内建成示范项目3个、亮点小区2个。{60字}", _SITES),
    ),
)
