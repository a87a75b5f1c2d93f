"""空话多，没有实际内容

查什么：一句话里接连出现规则列出的空泛说法（提高站位、充分认识重要意义、高度重视一类），又没有时间、数量、责任单位，
就提示这一句；全文里这样的句子占到规则的比例，再在标题处提示一次。

为什么：空泛的表态不告诉收文单位做什么，却占篇幅；减负规定要求文件少讲背景和意义，多写能落实的措施。

怎么改：删掉，或者换成谁来办、什么时候办、办到什么程度。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from wenlint.check import Case, Check, Confidence, Context, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Document, Span
from wenlint.text.own_measures import is_measure
from wenlint.text.patterns import pattern
from wenlint.text.stance import Stance, stance_of
from wenlint.text.statements import Statement, statements_with

_HAN = pattern(r"[\u4e00-\u9fff]")


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Names sentences of nothing but set phrases, and the draft that is full of them."""
    phrases = _phrases(tuple(rule.params["phrases"]))
    empty = [found for found in statements_with(document, phrases) if _is_empty(found, phrases, rule.params["least"])]
    for statement in empty:
        said = "、".join(match[0] for match in phrases.finditer(statement.text))
        yield rule.finding(
            f"这一句都是空泛的说法（{said}），没有写要做什么",
            Location(statement.span),
            confidence=Confidence.MEDIUM,
            evidence={"phrases": said.split("、")},
        )
    share = _share(document, [statement.span for statement in empty])
    if share >= rule.params["share"] and len(empty) > 1:
        yield rule.finding(
            f"空泛的句子占正文的 {share:.0%}（共 {len(empty)} 句），超过 {rule.params['share']:.0%}",
            Location(_title_span(document)),
            evidence={"value": round(share, 3), "limit": rule.params["share"], "sentences": len(empty)},
            whole=True,
        )


@lru_cache(maxsize=8)
def _phrases(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def _is_empty(statement: Statement, phrases: re.Pattern[str], least: int) -> bool:
    if statement.block.kind is not BlockKind.BODY or is_measure(statement.text):
        return False
    found = list(phrases.finditer(statement.text))
    if len({match[0] for match in found}) < least:
        return False
    return stance_of(statement.text, Span(*found[0].span())) in (None, Stance.NARRATED)


def _share(document: Document, spans: list[Span]) -> float:
    body = "".join(block.span.of(document.text) for block in document.of_kind(BlockKind.BODY))
    whole = len(_HAN.findall(body))
    return sum(len(_HAN.findall(span.of(document.text))) for span in spans) / whole if whole else 0.0


def _title_span(document: Document) -> Span:
    block = next(document.of_kind(BlockKind.TITLE), None) or next(iter(document.blocks), None)
    return block.span if block else Span(0, 0)


_PARAMS = {
    "phrases": ["提高(?:政治)?站位", "充分认识[^，。；]{0,16}意义", "高度重视", "狠抓落实", "统一思想", "意义重大"],
    "least": 2,
}


def _case(draft: str) -> Case:
    return Case(draft, _PARAMS)


CHECK = Check(
    name="empty-talk",
    run=run,
    doc=__doc__,
    params={
        "phrases": Param(list, "空泛的说法，正则表达式"),
        "least": Param(int, "一句里有几种才算", 2),
        "share": Param(float, "占正文多少就提示全文，0–1", 0.2),
    },
    bad=(
        _case("关于做好节水工作的通知|各单位：|各单位要提高政治站位，充分认识节水的重大意义，狠抓落实。{200字}"),
        _case("关于做好节水工作的通知|各单位：|这项工作意义重大，务必高度重视。{200字}"),
        _case("关于做好节水工作的通知|各单位：|要统一思想，高度重视。|要提高站位，狠抓落实。|{60字}"),
    ),
    good=(
        _case("关于做好节水工作的通知|各单位：|高度重视管网漏损，6月1日前完成23处管道更换，狠抓落实。{200字}"),
        _case("关于改进文风的通知|各单位：|文件不写“意义重大”“高度重视”一类的空话。{200字}"),
        _case("关于做好节水工作的通知|各单位：|高度重视用水安全。{200字}"),
    ),
)
