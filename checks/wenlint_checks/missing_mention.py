"""该写到的内容没有写

查什么：规则指定的文种里，正文从头到尾没有出现规则要求提到的任何一种说法，例如调研方案没有提到群众代表、
“两代表一委员”或者12345热线。这是缺项提示，只提示，不算错。

为什么：调研只听干部汇报，听不到群众的意见。

怎么改：补上相应的安排；确实不需要的，不必理会。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenlint.check import Case, Check, Confidence, Context, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Document, Kind, Part, Span


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Says so when none of the words stands in the body."""
    body = "\n".join(_said(document))
    if len(body) < rule.params["shortest"] or re.search("|".join(rule.params["words"]), body):
        return
    title = next(document.of_kind(BlockKind.TITLE), None)
    yield rule.finding(
        f"全文没有提到{rule.params['what']}",
        Location(title.span if title else Span(0, 0)),
        confidence=Confidence.MEDIUM,
        evidence={"missing": rule.params["what"]},
        whole=True,
    )


def _said(document: Document) -> Iterator[str]:
    for block in document.in_part(Part.MAIN, Part.ENCLOSED, Part.ATTACHMENT):
        yield block.span.of(document.text)


_PARAMS = {"what": "群众代表或者12345热线", "words": ["居民", "群众", "12345"]}


def _case(body: str) -> Case:
    return Case(f"关于开展节水调研的工作方案|{body}", _PARAMS, kind=Kind.RESEARCH_PLAN)


CHECK = Check(
    name="missing-mention",
    run=run,
    doc=__doc__,
    params={
        "what": Param(str, "缺的是什么，写进提示"),
        "words": Param(list, "出现任何一种就不提示，正则表达式"),
        "shortest": Param(int, "正文不到多少字的不判断", 60),
    },
    bad=(
        _case("一、调研内容|{80字}|二、调研方式|听取区水务局汇报，查阅台账。"),
        _case("调研组由市水务局组成，听取各区分管负责同志意见。{60字}"),
        _case("座谈会请市有关部门负责同志参加。{60字}"),
    ),
    good=(
        _case("座谈会邀请居民代表5名参加。{60字}"),
        _case("梳理12345热线的用水诉求。{60字}"),
        _case("入户听取群众意见。{60字}"),
    ),
)
