"""Finished documents that keep GB/T 9704—2012, as offices lay them out, for faults to be planted in."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

_ALIGN = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")


@dataclass(frozen=True)
class Manner:
    """How an office lays out: the names of its fonts, its grid, and whether by styles."""

    fangsong: str = "仿宋_GB2312"
    heiti: str = "黑体"
    kaiti: str = "楷体_GB2312"
    song: str = "方正小标宋简体"
    digits: str = "宋体"
    grid: str = "lines"
    pitch: float = 28.95
    exact: float = 0.0
    styled: bool = False
    typed_blanks: bool = False
    dash: str = "— {} —"


class Draft:
    """A document in the making; ``parts`` keeps paragraphs by name for faults to reach them."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self.document = Document()
        self.document.core_properties.author = ""
        self.parts: dict[str, Any] = {}
        self._page()

    @property
    def section(self) -> Any:
        return self.document.sections[0]

    def _page(self) -> None:
        section = self.section
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is None:
            grid = OxmlElement("w:docGrid")
            section._sectPr.append(grid)
        grid.set(qn("w:type"), self.manner.grid)
        grid.set(qn("w:linePitch"), str(round(self.manner.pitch * 20)))
        if self.manner.grid == "linesAndChars":
            grid.set(qn("w:charSpace"), "-849")
        normal = self.document.styles["Normal"]
        normal.font.size, normal.font.name = Pt(16), "Times New Roman"
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), self.manner.fangsong)

    def add(
        self,
        name: str,
        words: str,
        font: str = "",
        size: float = 16,
        align: str = "both",
        indent: float = 0,
        right: float = 0,
        red: bool = False,
        parent: Any = None,
    ) -> Any:
        """A paragraph; the last one of a name is kept under it."""
        paragraph = (parent or self.document).add_paragraph()
        if indent and self.manner.typed_blanks:
            words, indent = "　" * int(indent) + words, 0
        self.shape(paragraph, align, indent, right, size)
        if words:
            self.run(paragraph, words, font or self.manner.fangsong, size, red)
        self.parts[name] = paragraph
        return paragraph

    def shape(self, paragraph: Any, align: str, indent: float, right: float, size: float) -> None:
        paragraph.alignment = _ALIGN[align]
        shape = paragraph.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing = Pt(self.manner.exact) if self.manner.exact and size == 16 else 1.0
        ind = paragraph._p.get_or_add_pPr().get_or_add_ind()
        for key, value in (("firstLine", indent), ("right", right)):
            if value:
                ind.set(qn(f"w:{key}Chars"), str(round(value * 100)))
                ind.set(qn(f"w:{key}"), str(round(value * size * 20)))

    def run(self, paragraph: Any, words: str, font: str, size: float, red: bool = False, latin: str = "") -> Any:
        run = paragraph.add_run(words)
        if self.manner.styled and font == self.manner.fangsong and size == 16 and not red:
            return run
        run.font.size, run.font.name = Pt(size), latin or "Times New Roman"
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), font)
        fonts.set(qn("w:hint"), "eastAsia")
        if red:
            run.font.color.rgb = RGBColor(0xFF, 0, 0)
        return run

    def border(self, paragraph: Any, side: str, color: str, weight: int, kind: str = "single") -> None:
        properties = paragraph._p.get_or_add_pPr()
        borders = properties.find(qn("w:pBdr"))
        if borders is None:
            borders = OxmlElement("w:pBdr")
            properties.insert_element_before(borders, *_AFTER_BORDERS)
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", kind), ("sz", str(weight)), ("space", "1"), ("color", color)):
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)

    def drawn_line(self, paragraph: Any, width: float = 156.0, color: str = "FF0000") -> None:
        """A line drawn over the page, as WPS makes it."""
        size = f'cx="{round(width * 36000)}" cy="0"'
        xml = (
            f"<w:r {nsdecls('w', 'wp', 'a')}"
            ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing>'
            '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0"'
            ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            '<wp:positionH relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionH>'
            '<wp:positionV relativeFrom="paragraph"><wp:posOffset>300000</wp:posOffset></wp:positionV>'
            f'<wp:extent {size}/><wp:wrapNone/><wp:docPr id="9" name="直线 9"/><wp:cNvGraphicFramePr/>'
            '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
            f'<wps:wsp><wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="19050"><a:solidFill>'
            f'<a:srgbClr val="{color}"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>'
            "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
        )
        paragraph._p.append(parse_xml(xml))

    def page_numbers(self, first: bool = True) -> None:
        self.document.settings.odd_and_even_pages_header_footer = True
        self.section.different_first_page_header_footer = not first
        for footer, align in ((self.section.footer, "right"), (self.section.even_page_footer, "left")):
            self.page_number(footer.paragraphs[0], align)

    def page_number(self, paragraph: Any, align: str, size: float = 14.0, font: str = "", dash: str = "") -> None:
        font = font or self.manner.digits
        for run in list(paragraph.runs):
            run._r.getparent().remove(run._r)
        self.shape(paragraph, align, 0, 1, size)
        before, _, after = (dash or self.manner.dash).partition("{}")
        self.run(paragraph, before, font, size, latin=font)
        for kind in ("begin", "code", "separate", "1", "end"):
            run = self.run(paragraph, "1" if kind == "1" else "", font, size, latin=font)
            if kind == "code":
                code = OxmlElement("w:instrText")
                code.text = "PAGE"
                run._r.append(code)
            elif kind != "1":
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._r.append(mark)
        self.run(paragraph, after, font, size, latin=font)

    def blank(self) -> Any:
        return self.add("blank", "")

    # ---- elements

    def head(self, sign: str, number: str, signer: str = "", drawn: bool = False) -> None:
        self.add("sign", sign, self.manner.song, 46, "center", red=True)
        self.blank()
        if signer:
            line = self.add("number", f"{number}　　　　　　签发人：", align="left", indent=1)
            self.run(line, signer, self.manner.kaiti, 16)
        else:
            line = self.add("number", number, align="center")
        if drawn:
            self.drawn_line(self.blank())
        else:
            self.border(line, "bottom", "FF0000", 12)
        self.blank()

    def title(self, *lines: str) -> None:
        for words in lines:
            self.add("title", words, self.manner.song, 22, "center")
        self.blank()

    def body(self, words: str, name: str = "body") -> None:
        self.add(name, words, indent=2)

    def heading(self, words: str, level: int) -> None:
        font = {1: self.manner.heiti, 2: self.manner.kaiti}.get(level, self.manner.fangsong)
        self.add(f"heading-{level}", words, font, indent=2)

    def ending(self, organ: str, date: str, note: str = "") -> None:
        if note:
            self.blank()
            self.add("note", note, indent=2)
        self.blank()
        self.add("signature", organ, align="right", right=4)
        self.add("date", date, align="right", right=4)

    def imprint(self, *rows: str) -> None:
        table = self.document.add_table(len(rows), 1)
        for index, words in enumerate(rows):
            cell = table.rows[index].cells[0]
            paragraph = cell.paragraphs[0]
            self.shape(paragraph, "both", 0, 1, 14)
            self.run(paragraph, words, self.manner.fangsong, 14)
            self.parts["imprint"] = paragraph
            borders = OxmlElement("w:tcBorders")
            for side, weight in (("top", 6 if index else 8), ("bottom", 8 if index == len(rows) - 1 else 6)):
                edge = OxmlElement(f"w:{side}")
                for key, value in (("val", "single"), ("sz", str(weight)), ("color", "000000")):
                    edge.set(qn(f"w:{key}"), value)
                borders.append(edge)
            cell._tc.get_or_add_tcPr().append(borders)
        self.parts["table"] = table

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


_PARAGRAPHS = (
    "青禾区、云汀区沿河两岸共有穿堤涵洞47座，其中32座建于2000年以前，部分闸门锈蚀，启闭不灵，汛期前要逐座查清。",
    "巡查由各区水务局负责，沿河镇街配合，每座涵洞记录闸门、翼墙、进出口淤积三项情况，6月20日前录入市水务局的台账。",
    "查出的问题能当场处理的当场处理，要花钱修的列出工程量和预算，由市水务局汇总后统一安排，7月底前修完。",
    "市财政局按核定预算的六成补助，其余由各区自筹，资金在6月底前拨到区级账户，年底由市审计局抽查三座。",
)


def _text(draft: Draft) -> None:
    draft.body(_PARAGRAPHS[0])
    draft.heading("一、巡查范围", 1)
    draft.body(_PARAGRAPHS[1])
    draft.heading("（一）沿河涵洞", 2)
    draft.body(_PARAGRAPHS[2])
    draft.heading("（二）城区涵洞", 2)
    draft.body("城区涵洞由市排水公司巡查，每周一次，发现塌陷、堵塞的两小时内设围挡并告知交警。")
    draft.heading("二、资金安排", 1)
    draft.body(_PARAGRAPHS[3])
    for _ in range(6):
        draft.body(_PARAGRAPHS[2])


def notice(manner: Manner, *, red: bool = True, drawn: bool = False, attachment: bool = False) -> Draft:
    """A downward notice; without its red head it is printed on a form that has it."""
    draft = Draft(manner)
    if red:
        draft.head("示例市人民政府文件", "示政发〔2024〕5号", drawn=drawn)
    draft.title("示例市人民政府", "关于开展穿堤涵洞汛前巡查的通知")
    draft.add("addressee", "各区人民政府，市政府各部门：")
    _text(draft)
    draft.ending("示例市人民政府", "2024年5月6日", "附件：涵洞巡查记录表" if attachment else "")
    if attachment:
        draft.add("label", "附件", manner.heiti, align="left").paragraph_format.page_break_before = True
        draft.blank()
        draft.add("attachment-title", "涵洞巡查记录表", manner.song, 22, "center")
        draft.blank()
        draft.body("记录表一式两份，一份留区水务局，一份报市水务局，逐座填写涵洞编号、位置和闸门、翼墙、淤积情况。")
    if red:
        draft.imprint("　抄送：市委办公室，市人大常委会办公室。", "　示例市人民政府办公室　　　　2024年5月7日印发")
    draft.page_numbers()
    return draft


def secret(manner: Manner) -> Draft:
    """A notice with all marks of the head."""
    draft = Draft(manner)
    for name, words in (("copy-number", "000012"), ("secrecy", "机密★5年"), ("urgency", "特急")):
        draft.add(name, words, manner.heiti)
    draft.head("示例市人民政府文件", "示政发〔2024〕6号")
    draft.title("示例市人民政府关于调整应急物资库点的通知")
    draft.add("addressee", "各区人民政府：")
    _text(draft)
    draft.ending("示例市人民政府", "2024年5月8日")
    draft.imprint("　示例市人民政府办公室　　　　2024年5月9日印发")
    draft.page_numbers()
    return draft


def request(manner: Manner) -> Draft:
    """An upward request with a signer."""
    draft = Draft(manner)
    draft.head("示例市人民政府文件", "示政〔2024〕7号", signer="李明远")
    draft.title("示例市人民政府", "关于将青禾河涵洞改造列入省级补助项目的请示")
    draft.add("addressee", "示例省人民政府：")
    _text(draft)
    draft.body("妥否，请批示。")
    draft.ending("示例市人民政府", "2024年5月10日")
    draft.add("annotation", "（联系人：周岩，联系电话：12345678）", indent=2)
    draft.imprint("　抄送：省水利厅。", "　示例市人民政府办公室　　　　2024年5月11日印发")
    draft.page_numbers()
    return draft


def letter(manner: Manner) -> Draft:
    """A letter: sign without 文件, double line, number at the right, no number on the first page (10.1)."""
    draft = Draft(manner)
    draft.section.top_margin = Mm(30)
    sign = draft.add("sign", "示例市人民政府", manner.song, 40, "center", red=True)
    draft.border(sign, "bottom", "FF0000", 18, "thickThinSmallGap")
    draft.add("number", "示政函〔2024〕8号", align="right")
    draft.blank()
    draft.title("示例市人民政府关于商请提供涵洞竣工图的函")
    draft.add("addressee", "示例省水利厅：")
    _text(draft)
    draft.body("请予函复。")
    draft.ending("示例市人民政府", "2024年5月12日")
    draft.add("imprint", "抄送：市水务局。", size=14)
    draft.page_numbers(first=False)
    return draft


def order(manner: Manner) -> Draft:
    """An order of a government (10.2)."""
    draft = Draft(manner)
    draft.section.top_margin = Mm(20)
    draft.add("sign", "示例市人民政府令", manner.song, 46, "center", red=True)
    draft.blank()
    draft.add("number", "第3号", align="center")
    draft.blank()
    draft.body(
        "《示例市穿堤涵洞管理办法》已经2024年5月13日市人民政府第20次常务会议通过，现予公布，自2024年7月1日起施行。"
    )
    draft.add("signature", "市长　李明远", manner.kaiti, align="right", right=4)
    draft.add("date", "2024年5月14日", align="right", right=4)
    draft.page_numbers()
    return draft


def minutes(manner: Manner) -> Draft:
    """Minutes of a meeting (10.3)."""
    draft = Draft(manner)
    sign = draft.add("sign", "示例市人民政府专题会议纪要", manner.song, 36, "center", red=True)
    draft.add("number", "〔2024〕9号", align="center")
    draft.border(sign, "bottom", "FF0000", 12)
    draft.blank()
    draft.add("title", "研究穿堤涵洞改造有关问题的会议纪要", manner.song, 22, "center")
    draft.body("2024年5月15日，李明远市长主持召开专题会议，研究穿堤涵洞改造有关问题。会议议定以下事项。")
    _text(draft)
    attendance = draft.add("attendance", "出席：", manner.heiti, indent=2)
    draft.run(attendance, "李明远、周岩、陈一舟。", manner.fangsong, 16)
    draft.page_numbers()
    return draft


WORD = Manner()
WPS = Manner("仿宋", "黑体", "楷体", "方正小标宋_GBK", grid="linesAndChars")
FOUNDER = Manner("方正仿宋_GBK", "方正黑体_GBK", "方正楷体_GBK", "方正小标宋_GBK", exact=28.0, dash="—{}—")
STYLED = Manner("FangSong", "SimHei", "KaiTi", "方正小标宋简体", styled=True, exact=29.0)
TYPED = Manner(typed_blanks=True)

CONFORMING: dict[str, Callable[[], Draft]] = {
    "notice-word": lambda: notice(WORD),
    "notice-wps": lambda: notice(WPS, drawn=True),
    "notice-founder": lambda: notice(FOUNDER, attachment=True),
    "notice-styled": lambda: notice(STYLED),
    "notice-typed": lambda: notice(TYPED, attachment=True),
    "notice-no-red-head": lambda: notice(WORD, red=False),
    "notice-attachment": lambda: notice(WORD, attachment=True),
    "secret": lambda: secret(WORD),
    "secret-wps": lambda: secret(WPS),
    "request": lambda: request(WORD),
    "request-founder": lambda: request(FOUNDER),
    "letter": lambda: letter(WORD),
    "letter-wps": lambda: letter(WPS),
    "order": lambda: order(WORD),
    "minutes": lambda: minutes(WORD),
    "minutes-styled": lambda: minutes(STYLED),
}
