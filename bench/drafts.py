"""Writes drafts of our own wording with python-docx, for timing and for comparing page counts."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

_SUBJECTS = ("各街道办事处", "区水务部门", "牵头单位", "各有关部门和单位", "社区工作站", "项目实施单位", "专班办公室")
_VERBS = ("要按照职责分工", "应当结合实际", "须在规定时限内", "要会同有关方面", "应坚持问题导向", "可以根据需要")
TASKS = (
    "完成河道清淤和岸坡整治", "梳理群众反映集中的事项", "建立“一事一单”台账", "对照清单逐项核实", "公布办理进度和结果",
    "组织开展不少于2次的现场检查", "将完成率提高到95%以上", "修订应急预案并开展演练", "把3月31日前的数据报送至OA系统",
    "压减会议和文件数量", "整合现有热线、网格和驿站力量", "推广“先试点、后铺开”的做法", "落实责任人、时间表和路线图",
)  # fmt: skip
_LINKS = ("，并", "；同时", "，着力", "，确保", "，不得以任何理由推诿，及时", "（含所属单位），")


@dataclass(frozen=True)
class Form:
    """How a draft is set: type size and line spacing in points; ``pitch`` in twips for a grid of lines."""

    size: float = 16.0
    spacing: float | None = None
    exact: bool = True
    pitch: int = 0
    tables: bool = False
    breaks: bool = False
    before: float = 0.0


FORMS: dict[str, Form] = {
    "grid": Form(pitch=579, spacing=1.0, exact=False),
    "exact-28": Form(spacing=28.0),
    "exact-30-breaks": Form(spacing=30.0, breaks=True),
    "small-on-grid": Form(size=12.0, pitch=312, spacing=1.5, exact=False),
    "no-grid-1.5": Form(size=14.0, spacing=1.5, exact=False, before=6.0),
    "grid-tables": Form(pitch=579, spacing=1.0, exact=False, tables=True),
    "exact-tables": Form(spacing=28.0, tables=True),
}


def sentence(random: random.Random) -> str:
    """One sentence of plausible office prose."""
    parts = [random.choice(TASKS) for _ in range(random.randint(1, 4))]
    text = random.choice(_SUBJECTS) + random.choice(_VERBS) + parts[0]
    return text + "".join(random.choice(_LINKS) + part for part in parts[1:]) + "。"


def paragraph(random: random.Random) -> str:
    """One to six sentences."""
    return "".join(sentence(random) for _ in range(random.randint(1, 6)))


def draft(form: Form, seed: int, paragraphs: int) -> bytes:
    """A .docx in the given form; the same seed gives the same bytes' text."""
    dice = random.Random(seed)
    document = Document()
    _page(document, form)
    _normal(document, form)
    write = _writer(document, form)
    write("关于进一步做好年度重点工作任务落实的通知", "方正小标宋简体", 22.0, WD_ALIGN_PARAGRAPH.CENTER, 0)
    write("各有关单位：", "仿宋_GB2312", form.size, None, 0)
    for index in range(paragraphs):
        if index % 6 == 3:
            write(f"{'一二三四五六七八九十'[index // 6 % 10]}、{dice.choice(TASKS)}", "黑体", form.size, None, 2)
        write(paragraph(dice), "仿宋_GB2312", form.size, None, 2)
        if form.tables and index % 5 == 4:
            _table(document, dice)
        if form.breaks and index % 11 == 10:
            document.add_page_break()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: Any, form: Form) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    if form.pitch:
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(form.pitch))
        section._sectPr.append(grid)


def _normal(document: Any, form: Form) -> None:
    style = document.styles["Normal"]
    style.font.size = Pt(form.size)
    _font(style, "仿宋_GB2312")
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(form.before), Pt(0)
    if form.spacing is not None:
        spacing.line_spacing = Pt(form.spacing) if form.exact else form.spacing


def _writer(document: Any, form: Form) -> Callable[..., None]:
    def write(text: str, font: str, size: float, align: Any, indent: int) -> None:
        paragraph = document.add_paragraph()
        paragraph.alignment = align if align is not None else WD_ALIGN_PARAGRAPH.JUSTIFY
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(indent * form.size)
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        _font(run, font)

    return write


def _font(owner: Any, name: str) -> None:
    fonts = owner.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(attribute), name)
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)
    fonts.set(qn("w:hint"), "eastAsia")


def _table(document: Any, dice: random.Random) -> None:
    columns, rows = dice.randint(2, 5), dice.randint(3, 18)
    table = document.add_table(rows=rows, cols=columns, style="Table Grid")
    for row in table.rows:
        for cell in row.cells:
            cell.text = dice.choice(TASKS) if dice.random() < 0.4 else dice.choice(_SUBJECTS)
