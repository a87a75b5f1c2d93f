"""红头、红色分隔线和版记分隔线与标准不符

查什么：发文机关标志是不是红色，下面有没有红色分隔线、是不是与版心等宽，版记有没有分隔线，首末线是不是比中间的粗。

为什么：版头用红色分隔线和主体分开，版记用分隔线和主体分开，少了线或者颜色不对，印出来就不是规范的公文。

怎么改：发文字号下面加一条与版心等宽的红线；版记首末各一条粗线、要素之间用细线。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from wenlint.appearance import Appearance, Face, Line, Look
from wenlint.check import Case, Check, Confidence, Context, Location, Param, Rule, Verdict
from wenlint.document import Block, BlockKind, Document, Part
from wenlint.text.presentation import Format, face_of, format_of, is_red, sureness

_ABOVE = 1  # paragraphs by which a line may stand before what it belongs to


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the head or the imprint by the aspect that the rule speaks of."""
    grave = sureness(document)
    if document.appearance is None or grave is None or format_of(document).value in rule.params["not-formats"]:
        return
    for block, message, advice in _ASPECTS[rule.params["aspect"]](document, document.appearance, rule):
        sure = Confidence.HIGH if document.format == "docx" else Confidence.MEDIUM
        yield rule.finding(message, Location(block.span), advice=advice, severity=grave, confidence=sure)


_Fault = tuple[Block, str, str]


def _sign(document: Document) -> Block | None:
    return next((b for b in document.of_kind(BlockKind.ISSUER) if b.part is Part.HEAD), None)


def _number(document: Document) -> Block | None:
    return next((b for b in document.of_kind(BlockKind.DOC_NUMBER) if b.part is Part.HEAD), None)


def _colour(document: Document, appearance: Appearance, rule: Rule) -> Iterator[_Fault]:
    sign = _sign(document)
    face = face_of(document, sign.span, sign.paragraph) if sign else None
    if sign is not None and face is not None and face.font and face.colour != "red" and _number(document):
        yield sign, "发文机关标志不是红色", "发文机关标志用红色，居中排布。"


def _line(document: Document, appearance: Appearance, rule: Rule) -> Iterator[_Fault]:
    """Only below a sign in red: a draft without it is printed on a form that has its line."""
    sign, number = _sign(document), _number(document)
    if sign is None or number is None or appearance.lines is None or not is_red(document, sign):
        return
    below = _head_lines(document, appearance.lines)
    if not below:
        yield number, "发文字号下面没有红色分隔线", "在发文字号下面加一条与版心等宽的红色分隔线。"
    elif not any(line.colour in ("red", "?") for line in below):
        yield number, "版头的分隔线不是红色", "把发文字号下面的分隔线改成红色。"


def _head_lines(document: Document, lines: Sequence[Line]) -> list[Line]:
    """Lines above the title; what has no text stands with the paragraph before it."""
    title = next(document.of_kind(BlockKind.TITLE), None)
    end = title.paragraph if title else len(document.blocks)
    return [line for line in lines if line.paragraph < end or (line.paragraph == end and line.edge in ("top", ""))]


def _width(document: Document, appearance: Appearance, rule: Rule) -> Iterator[_Fault]:
    number = _number(document)
    if number is None or appearance.lines is None:
        return
    limit = rule.params["width"]
    for line in _head_lines(document, appearance.lines):
        if line.colour == "red" and line.width and abs(line.width - limit) > rule.params["tolerance"]:
            yield (
                number,
                f"红色分隔线长 {line.width:g} 毫米，应当与版心等宽（{limit:g} 毫米）",
                f"把红线拉到 {limit:g} 毫米，居中。",
            )
            return


def _imprint(document: Document) -> list[Block]:
    return [block for block in document.of_kind(BlockKind.IMPRINT) if block.part is Part.IMPRINT]


def _imprint_lines(document: Document, appearance: Appearance) -> list[Line] | None:
    """Lines around the imprint; None when there is no imprint or lines cannot be told."""
    imprint = _imprint(document)
    if not imprint or appearance.lines is None:
        return None
    first = imprint[0].paragraph - _ABOVE
    return [line for line in appearance.lines if line.paragraph >= first]


def _imprint_missing(document: Document, appearance: Appearance, rule: Rule) -> Iterator[_Fault]:
    found = _imprint_lines(document, appearance)
    if found == []:
        yield _imprint(document)[0], "版记没有分隔线", "版记首末各加一条粗线，要素之间用细线，都与版心等宽。"


def _weights(document: Document, appearance: Appearance, rule: Rule) -> Iterator[_Fault]:
    found = _imprint_lines(document, appearance)
    weights = [line.weight for line in found or () if line.edge in ("top", "bottom", "")]
    if not weights or not all(weights):
        return
    outer, inner = rule.params["outer"], rule.params["inner"]
    if max(weights) < outer - rule.params["tolerance"] or max(weights) > outer + 3 * rule.params["tolerance"]:
        yield (
            _imprint(document)[0],
            f"版记首末分隔线粗 {max(weights):.2f} 毫米，推荐 {outer} 毫米，中间的 {inner} 毫米",
            "首末线约 1 磅，中间的线约 0.75 磅。",
        )


def _letter_imprint(document: Document, appearance: Appearance, rule: Rule) -> Iterator[_Fault]:
    """In a letter the imprint holds no printing organ and no date of printing."""
    if format_of(document) is not Format.LETTER or _sign(document) is None:
        return
    for block in _imprint(document):
        if "印发" in block.span.of(document.text):
            yield block, "信函的版记里有印发机关和印发日期", "信函格式的版记不加印发机关、印发日期和分隔线。"
            return


_ASPECTS: dict[str, Callable[[Document, Appearance, Rule], Iterator[_Fault]]] = {
    "colour": _colour,
    "line": _line,
    "width": _width,
    "imprint": _imprint_missing,
    "weights": _weights,
    "letter-imprint": _letter_imprint,
}

_DRAFT = (
    "示例市人民政府文件|示政发〔2024〕5号|关于加强涵洞巡查的通知|各区人民政府：|{60字}|"
    "示例市人民政府|2024年5月6日|抄送：市委办公室。|示例市人民政府办公室　2024年5月7日印发"
)
_LETTER = (
    "示例市人民政府|示政函〔2024〕5号|关于借用涵洞图纸的函|示例县人民政府：|{60字}|"
    "示例市人民政府|2024年5月6日|抄送：市委办公室。"
)
_RED = Face("方正小标宋_GBK", "小标宋", 48.0, colour="red")
_RULED = Line(1, "red", 0.5, 0.0, "bottom")
_EDGES = (Line(7, "", 0.35, 0.0, "top"), Line(7, "", 0.25, 0.0, "bottom"), Line(8, "", 0.35, 0.0, "bottom"))
_PRINTED = "|示例市人民政府办公室　2024年5月7日印发"


def _case(aspect: str, shown: str, *lines: Line, face: Face = _RED, draft: str = _DRAFT, **params: Any) -> Case:
    return Case(
        draft,
        {"aspect": aspect, **params},
        appearance=Appearance(lines=lines),
        looks={"issuer": (Look(align="center"), face)},
        shown=shown,
    )


CHECK = Check(
    name="red-head",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "width": Param(float, "红线长度，毫米", 156.0),
        "tolerance": Param(float, "允许的误差，毫米", 4.0),
        "outer": Param(float, "版记首末线的粗细，毫米", 0.35),
        "inner": Param(float, "版记中间线的粗细，毫米", 0.25),
        "not-formats": Param(list, f"不管哪些格式：{'、'.join(Format)}", []),
    },
    bad=(
        _case("colour", "标志为黑色", _RULED, face=_RED._replace(colour="")),
        _case("line", "没有线"),
        _case("line", "黑线", _RULED._replace(colour="")),
        _case("width", "红线长 120 毫米", _RULED._replace(width=120.0, edge="")),
        _case("imprint", "版记没有线", _RULED),
        _case("weights", "版记的线都是 0.18 毫米", *(e._replace(weight=0.18) for e in _EDGES), tolerance=0.08),
        _case("letter-imprint", "信函", draft=_LETTER + _PRINTED),
    ),
    good=(
        _case("colour", "标志为红色", _RULED),
        _case("line", "有红线", _RULED),
        _case("width", "红线与版心等宽", _RULED._replace(width=156.0, edge="")),
        _case("imprint", "版记有线", _RULED, *_EDGES),
        _case("weights", "版记线首末 0.35 毫米、中间 0.25 毫米", *_EDGES, tolerance=0.08),
        _case("letter-imprint", "信函，版记只有抄送", draft=_LETTER),
    ),
)
