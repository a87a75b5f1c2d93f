"""版记里的抄送机关写得不对

查什么：“抄送”后面是不是全角冒号，最后一个抄送机关后面有没有句号。没有版记的草稿不查。

为什么：版记是分发的依据，标点缺漏看不出名单是不是到此为止。

怎么改：“抄送”后用全角冒号，同级机关之间用逗号，名单末尾用句号。
"""

from __future__ import annotations

from collections.abc import Iterator

from wenlint.check import Case, Check, Context, Finding, Fix, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Document, Span
from wenlint.text.paragraphs import Paragraph, is_older_than, paragraphs
from wenlint.text.patterns import pattern

_COPY = pattern(r"\s*抄\s*送\s*(?P<colon>[:：])")
_PRINTED = pattern(r"印\s*发\s*\Z")
_OTHER_LABEL = pattern(r"\s*(?:抄\s*报|主\s*送|分\s*送|发\s*送)\s*[:：]")


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the list of organs that get a copy."""
    if is_older_than(document, rule.params["since"]):
        return
    lines = [paragraph for paragraph in paragraphs(document) if paragraph.kind is BlockKind.IMPRINT]
    for at, line in enumerate(lines):
        match = _COPY.match(line.text)
        if match:
            yield from _judge_colon(rule, line, match.start("colon"))
            yield from _judge_stop(rule, _last_line(lines[at:]))


def _last_line(lines: list[Paragraph]) -> Paragraph:
    """The line on which the list ends: a long one goes on over several."""
    last = lines[0]
    for line in lines[1:]:
        if _PRINTED.search(line.text) or _OTHER_LABEL.match(line.text) or _COPY.match(line.text):
            break
        last = line
    return last


def _judge_colon(rule: Rule, line: Paragraph, at: int) -> Iterator[Finding]:
    if line.text[at] == ":":
        place = line.place(at, at + 1)
        yield rule.finding(
            "“抄送”后面用了半角冒号",
            Location(line.span),
            advice="“抄送”二字后标全角冒号。",
            fixes=[Fix(place, "：")],
        )


def _judge_stop(rule: Rule, line: Paragraph) -> Iterator[Finding]:
    words = line.text.rstrip()
    if not words.endswith(("。", "）", "…")):
        end = line.span.start + len(words)
        wrong = words[-1] in "，,、；;."
        yield rule.finding(
            "最后一个抄送机关后面没有句号",
            Location(line.span),
            advice="名单末尾标句号。",
            fixes=[Fix(Span(end - 1, end) if wrong else Span(end, end), "。")],
        )


_SETTING = (
    "示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|{60字}|示例市人民政府|2024年5月6日|"
    "%s|示例市人民政府办公室　2024年5月6日印发"
)

CHECK = Check(
    name="imprint-form",
    run=run,
    doc=__doc__,
    params={"since": Param(str, "成文日期早于这一天的不查；空着都查", "")},
    bad=(
        Case(_SETTING % "抄送：市委办公室，市人大常委会办公室"),
        Case(_SETTING % "抄送:市委办公室，市人大常委会办公室。"),
        Case(_SETTING % "抄送：市委办公室，市人大常委会办公室；"),
    ),
    good=(
        Case(_SETTING % "抄送：市委办公室，市人大常委会办公室。"),
        Case(_SETTING % "抄送：市委办公室，市人大常委会办公室，|市政协办公室。"),
        Case("示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|{60字}|示例市人民政府|2024年5月6日"),
    ),
)
