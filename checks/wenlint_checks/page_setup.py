"""纸张、页边距和版心与标准不符

查什么：纸张大小，页边距（天头、订口和由版心推算的另外两边），每页行数和每行字数。

为什么：公文统一用 A4 纸，版心 156 毫米×225 毫米。边距不对，行数、字数和版记的位置都跟着变，装订时会压字。

怎么改：在“页面设置”里改纸张和页边距；行数、字数在“文档网格”里改，或者把正文行距设成固定值。标准没有规定行距是多少磅。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from wenlint.appearance import Appearance, Face, Look, Sheet
from wenlint.check import Case, Check, Confidence, Context, Param, Rule, Verdict
from wenlint.document import BlockKind, Document, Part
from wenlint.text.presentation import Format, format_of, look_of, sureness, top_of

_MM_PER_POINT = 25.4 / 72
_SIDES = {"top": "上边距（天头）", "bottom": "下边距", "left": "左边距（订口）", "right": "右边距"}


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the paper by the aspect that the rule speaks of."""
    appearance, grave = document.appearance, sureness(document)
    if appearance is None or grave is None or format_of(document).value in rule.params["not-formats"]:
        return
    for message, advice, evidence, sure in _ASPECTS[rule.params["aspect"]](document, appearance, rule):
        place = top_of(document)
        yield rule.finding(
            message, *place, advice=advice, severity=grave, confidence=sure, evidence=evidence, whole=True
        )


_Fault = tuple[str, str, dict[str, Any], Confidence]


def _paper(document: Document, appearance: Appearance, rule: Rule) -> Iterator[_Fault]:
    short, long = sorted((rule.params["width"], rule.params["height"]))
    for sheet in appearance.sheets:
        given = sorted((sheet.width, sheet.height))
        if abs(given[0] - short) > rule.params["tolerance"] or abs(given[1] - long) > rule.params["tolerance"]:
            yield (
                f"纸张是 {_mm(sheet.width)}×{_mm(sheet.height)} 毫米，应当用 A4（{_mm(short)}×{_mm(long)} 毫米）",
                "在“页面设置—纸张”里选 A4，全文各节都要改。",
                {"width": sheet.width, "height": sheet.height},
                Confidence.HIGH,
            )
            return


def _margin(document: Document, appearance: Appearance, rule: Rule) -> Iterator[_Fault]:
    side, limit, tolerance = rule.params["side"], rule.params["limit"], rule.params["tolerance"]
    for number, sheet in enumerate(appearance.sheets, 1):
        value = getattr(sheet, side)
        # A wide table may lie on its side; on another paper the paper is the fault.
        if value is None or sheet.is_landscape or not _is_a4(sheet):
            continue
        allowed = tolerance + (rule.params["measuring"] if sheet.measured else 0)
        if abs(value - limit) > allowed + 0.05:
            where = f"第 {number} 节的" if len(appearance.sheets) > 1 and not sheet.measured else ""
            how = "量得约" if sheet.measured else "是"
            yield (
                f"{where}{_SIDES[side]}{how} {_mm(value)} 毫米，应当是 {_mm(limit)} 毫米",
                f"在“页面设置”里把{_SIDES[side]}改成 {_mm(limit)} 毫米。",
                {"value": value, "limit": limit, "unit": f"毫米（{side}）"},
                Confidence.MEDIUM if sheet.measured else Confidence.HIGH,
            )
            return


def _is_a4(sheet: Sheet) -> bool:
    return abs(sheet.width - 210) < 3 and abs(sheet.height - 297) < 3


def _lines(document: Document, appearance: Appearance, rule: Rule) -> Iterator[_Fault]:
    """Lines of the usual body paragraph on a type area of the height that the standard gives."""
    pitches: Counter[float] = Counter()
    for block in document.of_kind(BlockKind.BODY):
        look = look_of(document, block) if block.part in (Part.MAIN, Part.ENCLOSED) else None
        if look and look.pitch:
            pitches[look.pitch] += len(block.span)
    if not pitches:
        return
    pitch = pitches.most_common(1)[0][0]
    count = rule.params["height"] / (pitch * _MM_PER_POINT)
    if abs(round(count) - rule.params["limit"]) > rule.params["tolerance"]:
        yield (
            f"按正文行距每页约 {count:.0f} 行，一般是 {rule.params['limit']} 行，撑满版心",
            "调整正文行距或“文档网格”，使每页 22 行；标准没有规定磅值。",
            {"value": round(count, 1), "limit": rule.params["limit"], "unit": "行"},
            Confidence.MEDIUM,
        )


def _characters(document: Document, appearance: Appearance, rule: Rule) -> Iterator[_Fault]:
    count = appearance.sheets[0].characters if appearance.sheets else 0.0
    if count and abs(round(count) - rule.params["limit"]) > rule.params["tolerance"]:
        yield (
            f"文档网格每行约 {count:.0f} 字，一般是 {rule.params['limit']} 字",
            "在“页面设置—文档网格”里把每行字数改成 28，或者不指定字符网格。",
            {"value": count, "limit": rule.params["limit"], "unit": "字每行"},
            Confidence.MEDIUM,
        )


def _mm(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


_ASPECTS: dict[str, Callable[[Document, Appearance, Rule], Iterator[_Fault]]] = {
    "paper": _paper,
    "margin": _margin,
    "lines": _lines,
    "characters": _characters,
}

_DRAFT = "示例市人民政府文件|示政发〔2024〕5号|关于加强涵洞巡查的通知|各区人民政府：|{60字}|示例市人民政府|2024年5月6日"
_LETTER = "示例市人民政府|示政函〔2024〕5号|关于借用涵洞图纸的函|示例县人民政府：|{60字}|示例市人民政府|2024年5月6日"
_PAPER = {"aspect": "paper", "width": 210.0, "height": 297.0, "tolerance": 2.0}
_TOP = {"aspect": "margin", "side": "top", "limit": 37.0, "tolerance": 1.0, "not-formats": ["letter", "order"]}
_LEFT = {"aspect": "margin", "side": "left", "limit": 28.0, "tolerance": 1.0}
_ROWS = {"aspect": "lines", "height": 225.0, "limit": 22, "tolerance": 1}
_COLUMNS = {"aspect": "characters", "limit": 28, "tolerance": 1}


def _case(params: dict[str, Any], draft: str = _DRAFT, pitch: float = 0.0, **sheet: Any) -> Case:
    given: dict[str, Any] = {
        "width": 210.0,
        "height": 297.0,
        "top": 37.0,
        "bottom": 35.0,
        "left": 28.0,
        "right": 26.0,
        **sheet,
    }
    looks = {"body": (Look(pitch=pitch), Face("仿宋_GB2312", "仿宋", 16.0))}
    told = [f"{_SIDES.get(side, side)} {_mm(value)} 毫米" for side, value in sheet.items() if side != "characters"]
    told += [f"行距 {pitch} 磅"] if pitch else []
    told += [f"网格每行 {given['characters']:.0f} 字"] if "characters" in given else []
    shown = "、".join(told).replace("width", "纸宽").replace("height", "纸高") or "照标准设置"
    return Case(
        draft, params, appearance=Appearance(sheets=(Sheet(210.0, 297.0)._replace(**given),)), looks=looks, shown=shown
    )


CHECK = Check(
    name="page-setup",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "width": Param(float, "纸宽，毫米", 0.0),
        "height": Param(float, "纸高或版心高，毫米", 0.0),
        "side": Param(str, "哪一边：top、bottom、left、right", "top"),
        "limit": Param(float, "应当是多少：边距为毫米，行数为行，字数为字", 0.0),
        "tolerance": Param(float, "允许的误差，单位同上", 0.0),
        "measuring": Param(float, "从版面上量的（PDF、OFD）另外允许的误差，毫米", 0.0),
        "not-formats": Param(list, f"不管哪些格式：{'、'.join(Format)}", []),
    },
    bad=(
        _case(_PAPER, width=216.0, height=279.0),
        _case(_TOP, top=25.4),
        _case(_LEFT, left=31.8),
        _case(_ROWS, pitch=36.0),
        _case(_COLUMNS, characters=34.0),
    ),
    good=(
        _case(_PAPER),
        _case(_TOP, top=36.2),
        _case(_TOP, _LETTER, top=30.0),
        _case(_ROWS, pitch=28.95),
        _case(_COLUMNS, characters=28.0),
        _case(_LEFT, "涵洞巡查的几点想法|{60字}", left=31.8),
    ),
)
