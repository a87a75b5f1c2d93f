"""Drafts of many forms for comparing page counts: what offices and word processors put into .docx files.

Each form draws its own particulars (size, spacing, widths …) from its seed, so that files of one
form differ in more than their words.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from drafts import paragraph as prose
from drafts import sentence
from writing_docx import PAGE_BREAK, Look, Package, Row, paragraph, picture, table

Dice = random.Random
Form = Callable[[Dice, int], Package]
_COUNTED = "一二三四五六七八九十"
_SIZES = (5, 9, 14, 20, 28, 40)
_NAMES = (
    "OA系统",
    "GDP增长5.3%",
    "《政务信息资源共享管理暂行办法》（国发〔2016〕51号）",
    "12345热线",
    "Wi-Fi 6",
    "PM2.5平均浓度",
    "e-mail",
    "ISO 9001",
)
_CELL = Look(size=12.0, font="宋体", indent_chars=0, align="left")


def varied(seeds: Iterable[int] = range(6)) -> Iterator[tuple[str, bytes]]:
    """(name, file) of every form with as many seeds; names read form~seed."""
    for kind, forms in (("text", TEXT), ("table", TABLES)):
        for name, form in forms.items():
            for seed in seeds:
                dice = Dice(f"{name} {seed}")
                yield f"{kind}-{name}~{seed}", form(dice, _SIZES[seed % len(_SIZES)]).bytes()


def _title(look: Look) -> list[str]:
    big = replace(look, size=22.0, font="方正小标宋简体", indent_chars=0, align="center")
    return [
        paragraph("关于进一步做好年度重点工作任务\n落实情况跟踪督办的通知", big),
        paragraph("", look),
        paragraph("各有关单位：", replace(look, indent_chars=0)),
    ]


def _heading(index: int, dice: Dice, look: Look) -> str:
    return paragraph(f"{_COUNTED[index % 10]}、{sentence(dice)[:18]}", replace(look, font="黑体"))


def _text(dice: Dice, count: int, look: Look, headings: Look | None = None) -> list[str]:
    found = _title(look)
    for index in range(count):
        if index % 5 == 2:
            found.append(_heading(index // 5, dice, headings or look))
        found.append(paragraph(prose(dice), look))
    return found


def _standard(dice: Dice, count: int) -> Package:
    return Package(_text(dice, count, Look(widows=dice.random() < 0.3)), grid=dice.choice((579, 580, 587)))


def _signed(dice: Dice, count: int) -> Package:
    look = Look()
    signature = replace(look, indent_chars=0, align="right")
    package = Package(_text(dice, count, look), grid=579)
    package.body += [paragraph("", look)] * 2 + [paragraph("市政府办公室", signature)]
    package.body += [paragraph("2026年3月18日", signature), paragraph("（此件公开发布）", look)]
    return package


def _exact(dice: Dice, count: int) -> Package:
    look = Look(rule="exact", line=dice.choice((26.0, 28.0, 28.95, 29.0, 30.0)), hint=dice.random() < 0.7)
    return Package(_text(dice, count, look), grid=dice.choice((0, 579)))


def _at_least(dice: Dice, count: int) -> Package:
    look = Look(dice.choice((14.0, 15.0, 16.0)), rule="atLeast", line=dice.choice((12.0, 20.0, 28.0, 32.0)))
    return Package(_text(dice, count, look), grid=dice.choice((0, 0, 312)))


def _multiple(dice: Dice, count: int) -> Package:
    look = Look(dice.choice((12.0, 14.0, 16.0)), line=dice.choice((1.0, 1.15, 1.25, 1.5, 2.0)), font="宋体")
    return Package(_text(dice, count, look), margins=(72.0, 72.0, 90.0, 90.0))


def _small_grid(dice: Dice, count: int) -> Package:
    look = Look(dice.choice((10.5, 12.0, 14.0)), font="宋体", line=dice.choice((1.0, 1.25, 1.5)))
    return Package(_text(dice, count, look), grid=312, margins=(72.0, 72.0, 90.0, 90.0))


def _spaced(dice: Dice, count: int) -> Package:
    look = Look(14.0, before=dice.choice((0.0, 6.0, 7.8)), after=dice.choice((0.0, 5.0, 10.0)), line=1.25, widows=True)
    heading = replace(look, before_lines=dice.choice((0.5, 1.0)), after_lines=0.5, before=12.0, after=6.0)
    return Package(_text(dice, count, look, heading), grid=dice.choice((0, 312)))


def _kept(dice: Dice, count: int) -> Package:
    look = Look(rule="exact", line=28.0, widows=True)
    return Package(_text(dice, count, look, replace(look, keep_next=True)))


def _off_grid(dice: Dice, count: int) -> Package:
    look = Look(dice.choice((14.0, 16.0)), on_grid=False, line=dice.choice((1.0, 1.5)))
    return Package(_text(dice, count, look), grid=579)


def _broken(dice: Dice, count: int) -> Package:
    look = Look(rule="exact", line=28.0)
    package = Package(_text(dice, count, look))
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(3, len(package.body))
        package.body.insert(
            at, dice.choice((paragraph("", look, PAGE_BREAK), paragraph("附件", look, break_before=True)))
        )
    return package


def _sections(dice: Dice, count: int) -> Package:
    package = Package(_text(dice, count, Look()), grid=579)
    start = dice.choice(("nextPage", "oddPage", "continuous"))
    at = dice.randrange(3, len(package.body))
    turned = start != "continuous" and dice.random() < 0.4
    package.body.insert(at, paragraph("", Look(), section=package.section(start, landscape=turned)))
    package.body.insert(at // 2, paragraph("", Look(), section=package.section()))
    return package


def _columns(dice: Dice, count: int) -> Package:
    look = Look(12.0, font="宋体", rule="exact", line=20.0)
    return Package(_text(dice, count * 2, look), columns=dice.choice((2, 2, 3)), margins=(72.0, 72.0, 60.0, 60.0))


def _columns_inside(dice: Dice, count: int) -> Package:
    look = Look(12.0, font="宋体", rule="exact", line=20.0)
    package = Package(_text(dice, count, look))
    first = paragraph("", look, section=package.section("continuous"))
    second = paragraph("", look, section=package.section("continuous", columns=2))
    package.body += [first, *(paragraph(prose(dice), look) for _ in range(count)), second]
    package.body += [paragraph(prose(dice), look) for _ in range(4)]
    return package


def _noted(dice: Dice, count: int) -> Package:
    look = Look(rule="exact", line=28.0)
    package = Package(_title(look))
    small = replace(look, size=9.0, font="宋体", rule="auto", line=1.0, indent_chars=0, on_grid=False)
    for _ in range(count):
        reference = package.note(paragraph(prose(dice)[:120], small)) if dice.random() < 0.25 else ""
        package.body.append(paragraph(prose(dice), look, reference))
    return package


def _headed(dice: Dice, count: int) -> Package:
    small = Look(10.5, font="宋体", indent_chars=0, align="center", on_grid=False)
    package = Package(_text(dice, count, Look()), grid=dice.choice((0, 579)), margins=(72.0, 72.0, 79.4, 73.7))
    package.header = "".join(paragraph(sentence(dice)[:25], small) for _ in range(dice.randint(1, 6)))
    package.footer = "".join(paragraph("— 1 —", small) for _ in range(dice.randint(1, 4)))
    return package


def _latin(dice: Dice, count: int) -> Package:
    names = (
        "OA系统",
        "GDP增长5.3%",
        "《政务信息资源共享管理暂行办法》（国发〔2016〕51号）",
        "12345热线",
        "Wi-Fi 6",
        "PM2.5平均浓度",
        "e-mail",
        "ISO 9001",
    )
    look = Look(
        rule="exact", line=28.0, hint=dice.random() < 0.5, latin=dice.choice(("Times New Roman", "仿宋_GB2312"))
    )
    package = Package(_title(look))
    for _ in range(count):
        parts = [
            f"{sentence(dice)[:-1]}，涉及{dice.choice(names)}等{dice.randint(2, 3000)}项，"
            for _ in range(dice.randint(1, 4))
        ]
        package.body.append(paragraph("".join(parts) + "按规定报送。", look))
    return package


def _pictured(dice: Dice, count: int) -> Package:
    look = Look()
    package = Package(_text(dice, count, look), grid=dice.choice((0, 579)))
    for _ in range(dice.randint(1, 4)):
        shown = paragraph(
            "", replace(look, indent_chars=0, align="center"), picture(dice.randint(100, 400), dice.randint(40, 420))
        )
        package.body.insert(dice.randrange(3, len(package.body)), shown)
    return package


def _floating(dice: Dice, count: int) -> Package:
    look = Look(rule="exact", line=28.0)
    package = Package(_text(dice, count, look))
    for _ in range(dice.randint(1, 3)):
        wrap = dice.choice(("wrapSquare", "wrapTopAndBottom", "wrapNone"))
        shown = picture(
            dice.randint(120, 260), dice.randint(60, 260), wrap, x=dice.choice((0, 90, 170)), y=dice.choice((0, 14))
        )
        package.body.insert(dice.randrange(3, len(package.body)), paragraph(prose(dice), look, anchored=shown))
    return package


TEXT: dict[str, Form] = {
    "standard": _standard, "signed": _signed, "exact": _exact, "at-least": _at_least, "multiple": _multiple,
    "small-grid": _small_grid, "spaced": _spaced, "kept": _kept, "off-grid": _off_grid, "broken": _broken,
    "sections": _sections, "columns": _columns, "columns-inside": _columns_inside, "noted": _noted, "headed": _headed,
    "latin": _latin, "pictured": _pictured, "floating": _floating,
}  # fmt: skip


# --- tables -----------------------------------------------------------------------------------


def _widths(dice: Dice, columns: int) -> list[float]:
    shares = [dice.uniform(0.6, 2.0) for _ in range(columns)]
    return [round(440 * share / sum(shares), 1) for share in shares]


def _words(dice: Dice, longest: int = 40) -> str:
    return f"{dice.randint(1000, 9999)}号{prose(dice)}"[: dice.randint(5, longest)]


def _plain_rows(dice: Dice, rows: int, columns: int, look: Look = _CELL, longest: int = 40) -> list[Row]:
    return [Row([(paragraph(_words(dice, longest), look), 1, "") for _ in range(columns)]) for _ in range(rows)]


def _among(dice: Dice, package: Package, tables: list[str]) -> Package:
    for content in tables:
        package.body.insert(dice.randrange(3, len(package.body)), content)
    return package


def _around(dice: Dice, count: int) -> Package:
    look = dice.choice((Look(), Look(rule="exact", line=28.0)))
    return Package(_text(dice, max(count // 2, 3), look), grid=dice.choice((0, 579, 579)))


def _simple(dice: Dice, count: int) -> Package:
    package = _around(dice, count)
    tables = []
    for _ in range(1 + count // 10):
        columns = dice.randint(2, 5)
        tables.append(table(_plain_rows(dice, dice.randint(2, 15), columns), _widths(dice, columns)))
    return _among(dice, package, tables)


def _cell_looks(dice: Dice, count: int) -> Package:
    package = _around(dice, count)
    tables = []
    for size, rule, line in ((10.5, "auto", 1.0), (14.0, "exact", 18.0), (12.0, "auto", 1.5), (9.0, "atLeast", 16.0)):
        look = replace(_CELL, size=size, rule=rule, line=line, before=dice.choice((0, 3)), after=dice.choice((0, 2)))
        tables.append(table(_plain_rows(dice, dice.randint(3, 8), 3, look), _widths(dice, 3), dice.choice((0, 4, 12))))
    return _among(dice, package, tables)


def _repeated(dice: Dice, count: int) -> Package:
    columns = dice.randint(3, 6)
    head = replace(_CELL, font="黑体", align="center")
    rows = [Row([(paragraph("项目名称", head), 1, "") for _ in range(columns)], repeats=True)]
    rows += _plain_rows(dice, 12 + count * 3, columns)
    return _among(dice, _around(dice, count), [table(rows, _widths(dice, columns))])


def _whole(dice: Dice, count: int) -> Package:
    rows = [replace(row, whole=True) for row in _plain_rows(dice, 8 + count, 3, longest=120)]
    return _among(dice, _around(dice, count), [table(rows, [130.0, 145.0, 165.0])])


def _splitting(dice: Dice, count: int) -> Package:
    rows = _plain_rows(dice, 5 + count // 2, 2, longest=300)
    return _among(dice, _around(dice, count), [table(rows, [110.0, 330.0])])


def _merged(dice: Dice, count: int) -> Package:
    rows: list[Row] = []
    for _ in range(3 + count // 3):
        spread = dice.randint(2, 4)
        for index in range(spread):
            merge = "restart" if index == 0 else "continue"
            first = paragraph(_words(dice, 60) if index == 0 else "", _CELL)
            rest = [(paragraph(_words(dice), _CELL), 1, "") for _ in range(2)]
            rows.append(Row([(first, 1, merge), *rest]))
        rows.append(Row([(paragraph("小计", _CELL), 1, ""), (paragraph(_words(dice), _CELL), 2, "")]))
    return _among(dice, _around(dice, count), [table(rows, [100.0, 180.0, 160.0])])


def _heights(dice: Dice, count: int) -> Package:
    rows = [
        replace(row, height=dice.choice((0.0, 20.0, 28.0, 45.0)), rule=dice.choice(("atLeast", "exact")))
        for row in _plain_rows(dice, 8 + count, 4, longest=16)
    ]
    return _among(dice, _around(dice, count), [table(rows, _widths(dice, 4))])


def _nested(dice: Dice, count: int) -> Package:
    tables = []
    for _ in range(1 + count // 14):
        inner = table(_plain_rows(dice, dice.randint(2, 6), 2, longest=20), [120.0, 120.0]) + paragraph("", _CELL)
        rows = [Row([(paragraph(_words(dice), _CELL), 1, ""), (inner, 1, "")])]
        rows += _plain_rows(dice, dice.randint(2, 5), 2)
        tables.append(table(rows, [150.0, 280.0]))
    return _among(dice, _around(dice, count), tables)


def _form(dice: Dice, count: int) -> Package:
    """An application form: one page-wide table of labels and blanks."""
    package = Package(_title(Look())[:2], grid=dice.choice((0, 312)))
    label = replace(_CELL, font="黑体", align="center")
    rows = []
    for _ in range(6 + count // 2):
        cells = [(paragraph(_words(dice, 8), label if i % 2 == 0 else _CELL), 1, "") for i in range(4)]
        rows.append(Row(cells, height=dice.choice((25.0, 30.0, 36.0))))
        if dice.random() < 0.3:
            wide = "".join(paragraph(_words(dice, 90), _CELL) for _ in range(dice.randint(1, 3)))
            rows.append(Row([(paragraph("主要情况", label), 1, ""), (wide, 3, "")], height=60.0))
    package.body.append(table(rows, [80.0, 140.0, 80.0, 140.0]))
    return package


def _back_to_back(dice: Dice, count: int) -> Package:
    look = Look(rule="exact", line=28.0)
    package = Package(_title(look), grid=579)
    for index in range(2 + count // 6):
        package.body.append(_heading(index, dice, replace(look, keep_next=True)))
        package.body.append(table(_plain_rows(dice, dice.randint(3, 12), 4), _widths(dice, 4)))
    return package


TABLES: dict[str, Form] = {
    "simple": _simple, "cell-looks": _cell_looks, "repeated": _repeated, "whole": _whole, "splitting": _splitting,
    "merged": _merged, "heights": _heights, "nested": _nested, "form": _form, "back-to-back": _back_to_back,
}  # fmt: skip
