"""中文里用了半角标点

查什么：正文、标题里紧挨着汉字的半角逗号、句号、分号、冒号、问号、叹号、括号、直引号，以及“...”“。。。”代替省略号、
“--”代替破折号。数字、英文、网址、时间（9:30）、比例里的半角标点是对的，不报；表格里不查。

为什么：半角标点在仿宋字里只占半格，版面参差，也和全角的混在一起。

怎么改：照提示换成全角的，可以整篇替换；数字和英文里的不动。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wenlint.check import Case, Check, Context, Finding, Fix, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Document, Part, Span
from wenlint.text.ordinals import ordinal_of
from wenlint.text.paragraphs import Paragraph, is_older_than, paragraphs
from wenlint.text.patterns import pattern

_HAN = "\u3400-\u9fff"
_FULL = f"{_HAN}，。；：！？、“”‘’（）《》〈〉〔〕【】…—％"
# Behind a Chinese character or mark, and not before a letter or digit that would make it a formula or an address.
_POINTS = pattern(
    rf"(?<=[{_FULL}])\s*(?P<mark>[,;:?!])(?=\s*(?:[{_FULL}]|\d|\Z))|(?<=[\dA-Za-z%])(?P<mark2>[,;:?!])(?=[{_HAN}“《（])"
)
_STOP = pattern(rf"(?<=[{_HAN}”）》])\.(?=[{_HAN}“《（]|\s*\Z)")
_BRACKETS = pattern(r"\((?P<inside>[^()（）\n]*)\)|\((?P<inside2>[^()（）\n]*)）|（(?P<inside3>[^()（）\n]*)\)")
_STRAIGHT = pattern(r"\"[^\"\n]*\"|'[^'\n]*'")
_DOTS = pattern(rf"(?<=[{_HAN}])(?:\.{{2,}}|。{{2,}}|…(?!…)(?<!……))")
_DASH = pattern(rf"(?<=[{_HAN}”])(?:--+|――)(?=[{_HAN}“])")
_ANY_HAN = pattern(f"[{_HAN}]")
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_NAMES = {",": "逗号", ";": "分号", ":": "冒号", "?": "问号", "!": "叹号"}
_KINDS = frozenset(
    {
        BlockKind.TITLE,
        BlockKind.HEADING,
        BlockKind.BODY,
        BlockKind.ATTACHMENT_NOTE,
        BlockKind.ATTACHMENT,
        BlockKind.ANNOTATION,
    }
)
# 附件: is the business of the rules on attachments.
_ATTACHMENT_MARK = pattern(r"\s*附\s*件?\s*[\d一二三四五六七八九十]*\s*:")
_PARTS = frozenset({Part.MAIN, Part.ENCLOSED, Part.ATTACHMENT})
_NUMBERING = pattern(r"\s*\([\d一二三四五六七八九十]{1,3}\)")


class _Slip(NamedTuple):
    """A stretch to be replaced."""

    what: str
    span: Span
    right: str


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """One finding for each kind of mark, with all its places."""
    if is_older_than(document, rule.params["since"]):
        return
    find, signs = _FINDERS[rule.params["marks"]]
    if signs.isdisjoint(document.text):
        return
    slips: dict[str, list[_Slip]] = {}
    for paragraph in paragraphs(document):
        if paragraph.part in _PARTS and paragraph.kinds <= _KINDS:
            for slip in find(paragraph):
                slips.setdefault(slip.what, []).append(slip)
    for what, found in slips.items():
        yield _finding(rule, what, found, document.text)


def _finding(rule: Rule, what: str, found: list[_Slip], text: str) -> Finding:
    more = f"，共 {len(found)} 处" if len(found) > 1 else ""
    return rule.finding(
        f"中文里用了{what}{more}",
        *(Location(slip.span) for slip in found),
        advice=f"换成全角的：“{found[0].span.of(text).strip()}”改为“{found[0].right}”。",
        evidence={"count": len(found), "what": what},
        fixes=[Fix(slip.span, slip.right) for slip in found],
    )


def _points(paragraph: Paragraph) -> Iterator[_Slip]:
    text = paragraph.text
    for match in _POINTS.finditer(text):
        group = "mark" if match["mark"] else "mark2"
        mark = match[group]
        if (label := _ATTACHMENT_MARK.match(text)) and match.start(group) < label.end():
            continue
        if mark == ":" and _is_in_address(text, match.start(group)):
            continue
        yield _Slip(f"半角{_NAMES[mark]}", paragraph.place(*match.span(group)), _FULL_WIDTH[mark])
    numbered = ordinal_of(text.lstrip())
    begins = len(text) - len(text.lstrip()) + (len(numbered.printed) if numbered else 0)
    for match in _STOP.finditer(text, max(begins - 1, 0)):
        if match.start() < begins:
            continue
        yield _Slip("半角句号", paragraph.place(*match.span()), "。")


def _is_in_address(text: str, at: int) -> bool:
    return text[at + 1 : at + 3] == "//" or text[max(0, at - 5) : at].endswith(("http", "https"))


def _brackets(paragraph: Paragraph) -> Iterator[_Slip]:
    numbering = _NUMBERING.match(paragraph.text)
    for match in _BRACKETS.finditer(paragraph.text):
        inside = next((part for part in match.groups() if part is not None), "")
        begins = numbering is not None and match.start() < numbering.end()
        if _ANY_HAN.search(inside) and not begins:
            yield _Slip("半角括号", paragraph.place(*match.span()), f"（{inside}）")


def _quotes(paragraph: Paragraph) -> Iterator[_Slip]:
    for match in _STRAIGHT.finditer(paragraph.text):
        if _ANY_HAN.search(match[0]):
            left, right = "“”" if match[0][0] == '"' else "‘’"
            yield _Slip("直引号", paragraph.place(*match.span()), f"{left}{match[0][1:-1]}{right}")


def _ellipses(paragraph: Paragraph) -> Iterator[_Slip]:
    for match in _DOTS.finditer(paragraph.text):
        yield _Slip("不规范的省略号", paragraph.place(*match.span()), "……")


def _dashes(paragraph: Paragraph) -> Iterator[_Slip]:
    for match in _DASH.finditer(paragraph.text):
        yield _Slip("不规范的破折号", paragraph.place(*match.span()), "——")


# Each with the characters of which a draft must hold one: most drafts hold none, and no pattern is compiled.
_FINDERS = {
    "points": (_points, frozenset(",;:?!.")),
    "brackets": (_brackets, frozenset("()")),
    "quotes": (_quotes, frozenset("\"'")),
    "ellipses": (_ellipses, frozenset(".…。")),
    "dashes": (_dashes, frozenset("-―")),
}
_SETTING = "示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|%s|示例市人民政府|2024年5月6日"


def _case(sentence: str, marks: str) -> Case:
    return Case(_SETTING % sentence, {"marks": marks})


CHECK = Check(
    name="half-width",
    run=run,
    doc=__doc__,
    params={
        "marks": Param(str, f"查哪些标点：{'、'.join(_FINDERS)}"),
        "since": Param(str, "成文日期早于这一天的不查；空着都查", ""),
    },
    bad=(
        _case("各区要加强巡查,及时报告。", "points"),
        _case("现将有关事项通知如下:", "points"),
        _case("巡查发现问题12处;已经整改。", "points"),
        _case("请认真贯彻执行.", "points"),
        _case("各区(含开发区)要加强巡查。", "brackets"),
        _case("各区（含开发区)要加强巡查。", "brackets"),
        _case('落实"日巡查"制度。', "quotes"),
        _case("河道、涵洞、管网...都要巡查。", "ellipses"),
        _case("重点部位--涵洞要加强巡查。", "dashes"),
    ),
    good=(
        *(
            _case("9:30前报12,000处（GB/T 9704-2012），详见https://example.cn/a?b=1，比例1:500、“十四五”……", marks)
            for marks in _FINDERS
        ),
        _case("世界卫生组织（WHO）标准见ISO 9001(E)。", "brackets"),
        _case("水位达到3.5米，A.B两段——重点段——加强巡查……", "dashes"),
    ),
)
