"""稿子里还有没填的空

查什么：XX、××单位、待定、【 】、〔20XX〕、____ 一类占位的写法，和“此处输入标题”一类模板里的提示。

为什么：套用模板起草，没填完的空最容易跟着印出去。

怎么改：填上确切的内容；用不着的，连提示一起删掉。
"""

from __future__ import annotations

from collections.abc import Iterator

from wenlint.check import Case, Check, Context, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Document, Part, Span
from wenlint.text.patterns import pattern

_MOST_PLACES = 20
# In words quoted or given as an example a placeholder stands for itself.
_QUOTED = pattern(r"“[^“”\n]*”|《[^《》\n]*》|（(?:如|例如|样式)[^（）\n]*）")
_PARTS = frozenset({Part.HEAD, Part.MAIN, Part.IMPRINT})
_OUTSIDE = frozenset({BlockKind.FOOTNOTE, BlockKind.CONTENTS, BlockKind.CELL})


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """One finding for all the gaps, with their places."""
    gaps = pattern("|".join(f"(?:{form})" for form in rule.params["forms"]))
    found: list[Span] = []
    for block in document.blocks:
        if block.part not in _PARTS or block.kind in _OUTSIDE:
            continue
        words = block.span.of(document.text)
        quoted = [] if block.kind is BlockKind.TITLE else [match.span() for match in _QUOTED.finditer(words)]
        for match in gaps.finditer(words):
            if not any(start < match.start() and match.end() < end for start, end in quoted):
                found.append(Span(block.span.start + match.start(), block.span.start + match.end()))
    if found:
        many = f" {len(found)} 处" if len(found) > 1 else ""
        yield rule.finding(
            f"有{many}没填的空：“{found[0].of(document.text)}”"
            if not document.is_marked_secret
            else f"有{many}没填的空",
            *(Location(span) for span in found[:_MOST_PLACES]),
            advice="填上确切的内容；用不着的删掉。",
            evidence={"count": len(found)},
        )


_FORMS = [
    "[XxＸｘ×✕╳]{2,}(?![A-Za-z])",
    "(?<![A-Za-z])[Xx×](?=[年月日时])",
    "20[Xx×]{2}",
    "_{3,}",
    "【\\s*】",
    "[\\[［【][^\\[\\]［］【】]{0,4}(?:此处|输入|填写|插入)[^\\[\\]［］【】]{0,20}[\\]］】]",
    "□{2,}",
    "(?<![等有])待定(?=[，。；、）)\\s]|$)",
    "(?:(?<=[（(【\\[：:])|^)\\s*待(?:补充|填写?|核实|确认)(?=[）)】\\]，。；]|$)|TODO|TBD",
]
_LAYOUT = "示政发〔2024〕5号|%s|各区人民政府：|%s|示例市人民政府|2024年5月6日"
_TITLE = "关于加强涵洞巡查的通知"


def _case(body: str, title: str = _TITLE) -> Case:
    return Case(_LAYOUT % (title, body), {"forms": _FORMS})


CHECK = Check(
    name="placeholder",
    run=run,
    doc=__doc__,
    params={"forms": Param(list, "占位的写法，正则表达式")},
    bad=(
        _case("请XX单位于6月5日前报送名单。"),
        _case("请于×月×日前完成。"),
        _case("联系人：【】，电话：____。"),
        _case("会议地点待定。"),
        _case("{60字}", "[此处输入标题]的通知"),
    ),
    good=(
        _case("请各区等待定稿后再印发。"),
        _case("标题写成“关于××的请示”，不加句号。"),
        _case("路面宽3×4米，共2处。"),
        _case("巡查涵洞12座。"),
    ),
)
