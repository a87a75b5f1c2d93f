"""结语和文种不相称，或者请示没有结语

查什么：正文最后的“特此通知”“特此报告”“特此函复”“妥否，请批示”这类结语，是不是本文种的；请示有没有请求批复的结语。
不写结语的通知、报告、函不报。

为什么：结语告诉收文单位怎么办。报告写“请批示”、函写“特此通知”，对方不知道要不要答复。

怎么改：换成与文种相称的结语，或者删去。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from wenlint.check import Case, Check, Context, Finding, Location, Param, Rule, Verdict
from wenlint.document import Document, Part, Span
from wenlint.text.clauses import is_quoted
from wenlint.text.paragraphs import closing_text, is_issued, running_text
from wenlint.text.titles import names_two_genres

_LAST = 4


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the closing phrase by the aspect that the rule speaks of."""
    if document.elements.genre and is_issued(document) and not names_two_genres(document.elements.title or ""):
        yield from _ASPECTS[rule.params["aspect"]](document, rule, document.elements.genre)


@lru_cache(maxsize=64)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _judge_wrong(document: Document, rule: Rule, genre: str) -> Iterator[Finding]:
    """A phrase that belongs to other genres only."""
    phrases: Mapping[str, list[str]] = rule.params["phrases"]
    for paragraph in reversed(closing_text(document, _LAST)):
        for source, genres in phrases.items():
            match = None if genre in genres else _compiled(source).search(paragraph.text)
            if match and not is_quoted(paragraph.text, Span(*match.span())):
                yield rule.finding(
                    f"{genre}的结语写成了“{match[0].rstrip('。')}”，那是{'、'.join(genres)}用的",
                    Location(paragraph.place(match.start(), match.end())),
                    advice=f"换成{genre}的结语，或者删去。",
                    evidence={"phrase": match[0], "genre": genre},
                )
                return


def _judge_missing(document: Document, rule: Rule, genre: str) -> Iterator[Finding]:
    wanted: str | None = rule.params["wanted"].get(genre)
    if wanted is None:
        return
    text = list(running_text(document, Part.MAIN))
    if text and not any(_compiled(wanted).search(paragraph.text) for paragraph in text[-_LAST:]):
        yield rule.finding(
            f"{genre}没有请求批复的结语",
            Location(text[-1].span),
            advice="正文最后另起一行写“妥否，请批示”“请予批复”一类的结语。",
        )


_ASPECTS: dict[str, Callable[[Document, Rule, str], Iterator[Finding]]] = {
    "wrong": _judge_wrong,
    "missing": _judge_missing,
}

_PHRASES = {
    "特此通知": ["通知"],
    "特此报告": ["报告"],
    "特此函[复告达询商]": ["函"],
    "(?:妥否|当否)[，,]请": ["请示"],
}
_SETTING = "示例市水利局关于防汛工作的%s|%s：|{60字}|%s|示例市水利局|2024年5月6日"


def _wrong(genre: str, closing: str) -> Case:
    return Case(_SETTING % (genre, "市人民政府", closing), {"aspect": "wrong", "phrases": _PHRASES})


def _missing(genre: str, closing: str) -> Case:
    return Case(
        _SETTING % (genre, "市人民政府", closing), {"aspect": "missing", "wanted": {"请示": "请.{0,10}批[示复准]"}}
    )


CHECK = Check(
    name="closing-phrase",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "phrases": Param(dict, "结语（正则表达式）和用它的文种", {}),
        "wanted": Param(dict, "文种和它必须有的结语（正则表达式）", {}),
    },
    bad=(
        _wrong("请示", "特此报告。"),
        _wrong("函", "特此通知。"),
        _wrong("通知", "特此函告。"),
        _wrong("通知", "妥否，请批示。"),
        _missing("请示", "特此说明。"),
    ),
    good=(
        _wrong("通知", "特此通知。"),
        _wrong("函", "特此函复。"),
        _wrong("报告", "各区已经收到“特此通知”的文件。"),
        _wrong("通知", "{60字}"),
        _missing("请示", "妥否，请批示。"),
        _missing("请示", "请予审核批准。"),
        _missing("报告", "特此报告。"),
    ),
)
