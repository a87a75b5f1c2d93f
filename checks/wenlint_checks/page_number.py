"""页码的写法、字号和位置与标准不符

查什么：有没有页码，是不是“— 1 —”的样子，字体字号，是不是单页码居右、双页码居左，信函首页是不是不显示页码。

为什么：页码用 4 号半角宋体阿拉伯数字，左右各一条一字线，单页码居右、双页码居左，各空一字，翻阅和装订都按它来。

怎么改：在页脚里把页码写成“— 1 —”，设 4 号宋体；勾选“奇偶页不同”，奇数页居右、偶数页居左。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from wenlint.appearance import UNKNOWN, Appearance, PageNumber
from wenlint.check import Case, Check, Confidence, Context, Param, Rule, Verdict
from wenlint.document import Document
from wenlint.text.patterns import pattern
from wenlint.text.presentation import Format, format_of, sureness, top_of

# A one-em dash in the spellings that print as one.
_RIGHT_FORM = pattern(r"\s*[—―─－]{1,2}\s*1\s*[—―─－]{1,2}\s*\Z")
_SIDES = {"default": "right", "even": "left"}
_Answer = Iterator[tuple[str, str]]


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the page numbers of the main section by the aspect that the rule speaks of."""
    appearance, grave = document.appearance, sureness(document)
    if appearance is None or appearance.numbers is None or grave is None:
        return
    format = format_of(document).value
    if format in rule.params["not-formats"] or (rule.params["formats"] and format not in rule.params["formats"]):
        return
    pages = document.pages.least if document.pages else 1
    for message, advice in _ASPECTS[rule.params["aspect"]](appearance.numbers, pages, rule):
        yield rule.finding(
            message,
            *top_of(document),
            advice=advice,
            severity=grave,
            confidence=Confidence.HIGH if document.format == "docx" else Confidence.MEDIUM,
            whole=True,
        )


def _printed(numbers: Sequence[PageNumber]) -> list[PageNumber]:
    return [number for number in numbers if number.text]


def _missing(numbers: Sequence[PageNumber], pages: int, rule: Rule) -> _Answer:
    without = [number.when for number in numbers if not number.text and number.when != "first"]
    if pages < 2 or not without:
        return
    if not _printed(numbers):
        yield "没有页码", "在页脚插入页码，写成“— 1 —”。"
    elif "even" in without:
        yield "双页没有页码", "设了“奇偶页不同”的，偶数页的页脚也要插入页码。"


def _form(numbers: Sequence[PageNumber], pages: int, rule: Rule) -> _Answer:
    wrong = [number.text for number in _printed(numbers) if not _RIGHT_FORM.match(number.text)]
    if wrong:
        yield (
            f"页码写成“{wrong[0]}”，数字左右应当各有一条一字线",
            "写成“— 1 —”，线用一字线（—），不用连字符（-）。",
        )


def _size(numbers: Sequence[PageNumber], pages: int, rule: Rule) -> _Answer:
    limit = rule.params["size"]
    for number in _printed(numbers):
        if number.size and abs(number.size - limit) > 0.3:
            yield f"页码是 {number.size:g} 磅，一般用 4 号（{limit:g} 磅）", "把页码改成 4 号。"
            return


def _face(numbers: Sequence[PageNumber], pages: int, rule: Rule) -> _Answer:
    for number in _printed(numbers):
        if number.category not in (UNKNOWN, *rule.params["categories"]):
            want = "或".join(rule.params["categories"])
            yield f"页码用了{number.font}，一般用半角{want}", f"把页码的西文字体改成{want}。"
            return


def _place(numbers: Sequence[PageNumber], pages: int, rule: Rule) -> _Answer:
    printed = [number for number in _printed(numbers) if number.when in _SIDES]
    wrong = [number for number in printed if number.align not in ("", "outside", _SIDES[number.when])]
    if wrong:
        where = (
            "居中"
            if wrong[0].align == "center"
            else "没有居右（单页）"
            if wrong[0].when == "default"
            else "没有居左（双页）"
        )
        yield f"页码{where}，一般单页码居右空一字、双页码居左空一字", "勾选“奇偶页不同”，分别设置奇数页和偶数页的页脚。"
    elif (
        pages > 1
        and [n.when for n in numbers if n.when in _SIDES] == ["default"]
        and printed[:1]
        and printed[0].align == "right"
    ):
        yield "页码都在右边，双页码一般居左空一字", "勾选“奇偶页不同”，偶数页的页码居左。"


def _first(numbers: Sequence[PageNumber], pages: int, rule: Rule) -> _Answer:
    on_first = [number for number in numbers if number.when == "first"] or [n for n in numbers if n.when == "default"]
    if any(number.text for number in on_first):
        yield "信函首页显示了页码", "勾选“首页不同”，首页的页脚不放页码。"


_ASPECTS: dict[str, Callable[[Sequence[PageNumber], int, Rule], _Answer]] = {
    "missing": _missing,
    "form": _form,
    "size": _size,
    "face": _face,
    "place": _place,
    "first": _first,
}

_DRAFT = "示例市人民政府文件|示政发〔2024〕5号|关于加强涵洞巡查的通知|各区人民政府：|{60字}|示例市人民政府|2024年5月6日"
_LETTER = "示例市人民政府|示政函〔2024〕5号|关于借用涵洞图纸的函|示例县人民政府：|{60字}|示例市人民政府|2024年5月6日"
_GOOD = (PageNumber("— 1 —", "right", 14.0, "宋体", "宋体"), PageNumber("— 1 —", "left", 14.0, "宋体", "宋体", "even"))


def _case(aspect: str, *numbers: PageNumber, draft: str = _DRAFT, **params: Any) -> Case:
    told = "；".join(f"{n.text or '没有'} {n.align} {n.size:g} 磅 {n.font}（{n.when}）" for n in numbers)
    appearance = Appearance(numbers=numbers)
    return Case(draft, {"aspect": aspect, **params}, pages=3, appearance=appearance, shown=f"页码：{told}")


CHECK = Check(
    name="page-number",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "size": Param(float, "字号，磅", 14.0),
        "categories": Param(list, "用哪几类字体", []),
        "formats": Param(list, f"只管哪些格式：{'、'.join(Format)}；不写就都管", []),
        "not-formats": Param(list, "不管哪些格式", []),
    },
    bad=(
        _case("missing", PageNumber("")),
        _case("form", PageNumber("- 1 -", "center")),
        _case("form", PageNumber("第1页", "center")),
        _case("size", _GOOD[0]._replace(size=10.5)),
        _case("face", _GOOD[0]._replace(font="Times New Roman", category="其他"), categories=["宋体"]),
        _case("place", _GOOD[0]._replace(align="center")),
        _case("first", *_GOOD, draft=_LETTER),
    ),
    good=(
        _case("missing", *_GOOD),
        _case("form", *_GOOD),
        _case("size", *_GOOD),
        _case("face", *_GOOD, categories=["宋体"]),
        _case("place", *_GOOD),
        _case("place", _GOOD[0]._replace(align="outside")),
        _case("first", *_GOOD, PageNumber("", when="first"), draft=_LETTER),
    ),
)
