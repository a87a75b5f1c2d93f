"""Faults of layout and leftovers of drafting, each planted in a draft that is right otherwise.

The first lot was written together with the checks, the second and the third afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import drafts
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from drafts import Draft


class Fault(NamedTuple):
    """A fault: the draft it is planted in, how, and the rule that must find it."""

    name: str
    base: Callable[[], Draft]
    plant: Callable[[Draft], Any]
    rule: str


def font(draft: Draft, name: str, east: str, size: float = 0.0) -> None:
    """Another font or size for all paragraphs that begin like the one kept under ``name``."""
    for paragraph in [draft.parts[name]]:
        for run in paragraph.runs:
            run_font(run, east, size)


def run_font(run: Any, east: str, size: float = 0.0) -> None:
    if east:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), east)
    if size:
        run.font.size = Pt(size)


def signer_font(draft: Draft) -> None:
    run_font(draft.parts["number"].runs[1], "仿宋_GB2312")


def all_body(draft: Draft, east: str = "", size: float = 0.0) -> None:
    """Another font or size for everything set as text."""
    for paragraph in draft.document.paragraphs:
        for run in paragraph.runs:
            if run.font.size == Pt(16) and run._r.rPr.rFonts.get(qn("w:eastAsia")) == draft.manner.fangsong:
                run_font(run, east, size)


def margin(side: str, millimetres: float) -> Callable[[Draft], None]:
    return lambda draft: setattr(draft.section, f"{side}_margin", Mm(millimetres))


def letter_paper(draft: Draft) -> None:
    draft.section.page_width, draft.section.page_height = Mm(216), Mm(279)


def all_pitch(draft: Draft, points: float) -> None:
    for paragraph in draft.document.paragraphs:
        if paragraph.runs and paragraph.runs[0].font.size == Pt(16):
            paragraph.paragraph_format.line_spacing = Pt(points)


def char_grid(draft: Draft) -> None:
    grid = draft.section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:charSpace"), "-10240")


def no_border(draft: Draft) -> None:
    for borders in list(draft.document.element.body.iter(qn("w:pBdr"))):
        borders.getparent().remove(borders)


def border_colour(draft: Draft, colour: str) -> None:
    for edge in draft.parts["number"]._p.iter(qn("w:bottom")):
        edge.set(qn("w:color"), colour)


def black_sign(draft: Draft) -> None:
    draft.parts["sign"].runs[0].font.color.rgb = RGBColor(0, 0, 0)


def no_imprint_lines(draft: Draft) -> None:
    for borders in list(draft.document.element.body.iter(qn("w:tcBorders"))):
        borders.getparent().remove(borders)


def thin_lines(draft: Draft) -> None:
    for borders in draft.document.element.body.iter(qn("w:tcBorders")):
        for edge in borders:
            edge.set(qn("w:sz"), "2")


def imprint_font(draft: Draft, east: str = "", size: float = 0.0) -> None:
    for row in draft.parts["table"].rows:
        for run in row.cells[0].paragraphs[0].runs:
            run_font(run, east, size)


def footers(draft: Draft) -> Iterator[tuple[Any, str]]:
    yield draft.section.footer.paragraphs[0], "right"
    yield draft.section.even_page_footer.paragraphs[0], "left"


def numbers(**how: Any) -> Callable[[Draft], None]:
    def plant(draft: Draft) -> None:
        for paragraph, align in footers(draft):
            draft.page_number(paragraph, how.get("align", align), **{k: v for k, v in how.items() if k != "align"})

    return plant


def no_numbers(draft: Draft) -> None:
    for paragraph, _ in footers(draft):
        for run in list(paragraph.runs):
            run._r.getparent().remove(run._r)


def first_number(draft: Draft) -> None:
    draft.section.different_first_page_header_footer = False


def letter_imprint(draft: Draft) -> None:
    draft.add("printed", "示例市人民政府办公室　　2024年5月13日印发", size=14)


def set_indent(draft: Draft, name: str, characters: float) -> None:
    ind = draft.parts[name]._p.pPr.find(qn("w:ind"))
    for key in list(ind.attrib):
        del ind.attrib[key]
    if characters:
        ind.set(qn("w:firstLineChars"), str(round(characters * 100)))
        ind.set(qn("w:firstLine"), str(round(characters * 320)))


def align(name: str, how: WD_ALIGN_PARAGRAPH) -> Callable[[Draft], None]:
    def plant(draft: Draft) -> None:
        for paragraph in draft.document.paragraphs:
            if paragraph._p is draft.parts[name]._p or (name == "title" and _is_title(paragraph)):
                paragraph.alignment = how

    return plant


def _is_title(paragraph: Any) -> bool:
    return bool(paragraph.runs) and paragraph.runs[0].font.size == Pt(22) and paragraph.text != "涵洞巡查记录表"


def title_font(draft: Draft, east: str = "", size: float = 0.0) -> None:
    for paragraph in draft.document.paragraphs:
        if _is_title(paragraph):
            for run in paragraph.runs:
                run_font(run, east, size)


def not_on_new_page(draft: Draft) -> None:
    """Without some of its text, so that it does not happen to end with a page."""
    for paragraph in draft.document.paragraphs[-14:-8]:
        if len(paragraph.text) > 40:
            paragraph._p.getparent().remove(paragraph._p)
    draft.parts["label"].paragraph_format.page_break_before = False


def change(draft: Draft, tag: str) -> None:
    run = draft.parts["body"].runs[0]
    if tag == "w:del":
        run = draft.run(draft.parts["body"], "原来的话", draft.manner.fangsong, 16)
        run._r.find(qn("w:t")).tag = qn("w:delText")
    element = OxmlElement(tag)
    for key, value in (("id", "7"), ("author", "李明远"), ("date", "2024-05-06T09:00:00Z")):
        element.set(qn(f"w:{key}"), value)
    run._r.getparent().replace(run._r, element)
    element.append(run._r)


def comment(draft: Draft) -> None:
    draft.document.add_comment(draft.parts["body"].runs, "这里再核一下", author="周岩", initials="周")


def hide(draft: Draft) -> None:
    draft.run(draft.parts["body"], "（领导意见：先缓一缓）", draft.manner.fangsong, 16).font.hidden = True


def highlight(draft: Draft) -> None:
    draft.parts["body"].runs[0].font.highlight_color = WD_COLOR_INDEX.YELLOW


def reword(name: str, old: str, new: str) -> Callable[[Draft], None]:
    def plant(draft: Draft) -> None:
        for paragraph in draft.document.paragraphs:
            for run in paragraph.runs:
                if old in run.text and (name != "body" or paragraph.paragraph_format.alignment is not None):
                    run.text = run.text.replace(old, new)
                    return
        raise AssertionError(old)

    return plant


def author(draft: Draft) -> None:
    draft.document.core_properties.author = "李明远"


def theme_font(draft: Draft) -> None:
    """A theme font beats the font that is named beside it."""
    for paragraph in draft.document.paragraphs:
        for run in paragraph.runs:
            if run.font.size == Pt(16) and run._r.rPr.rFonts.get(qn("w:eastAsia")) == draft.manner.fangsong:
                run._r.rPr.rFonts.set(qn("w:eastAsiaTheme"), "minorEastAsia")


_word = drafts.CONFORMING["notice-word"]
_wps = drafts.CONFORMING["notice-wps"]
_founder = drafts.CONFORMING["notice-founder"]
_attached = drafts.CONFORMING["notice-attachment"]
_request = drafts.CONFORMING["request"]
_letter = drafts.CONFORMING["letter"]
_secret = drafts.CONFORMING["secret"]
_G, _T = "gbt-9704-2012/", "tiaoli-2012/"

FIRST_LOT = (
    Fault("letter paper", _word, letter_paper, _G + "5.1-paper"),
    Fault("top margin 25.4", _word, margin("top", 25.4), _G + "5.2.1-top"),
    Fault("left margin 31.8", _wps, margin("left", 31.8), _G + "5.2.1-left"),
    Fault("right margin 31.8", _founder, margin("right", 31.8), _G + "5.2.1-right"),
    Fault("bottom margin 25.4", _request, margin("bottom", 25.4), _G + "5.2.1-bottom"),
    Fault("pitch 36 pt", _word, lambda d: all_pitch(d, 36), _G + "5.2.3-lines"),
    Fault("34 characters a line", _word, char_grid, _G + "5.2.3-characters"),
    Fault("body 宋体", _word, lambda d: all_body(d, "宋体"), _G + "5.2.2-body-face"),
    Fault("one paragraph 楷体", _request, lambda d: font(d, "body", "楷体"), _G + "5.2.2-body-face"),
    Fault("theme font", _word, theme_font, _G + "5.2.2-body-face"),
    Fault("addressee 黑体", _letter, lambda d: font(d, "addressee", "黑体"), _G + "5.2.2-body-face"),
    Fault("body 小3号", _wps, lambda d: all_body(d, size=15), _G + "5.2.2-body-size"),
    Fault("secrecy 宋体", _secret, lambda d: font(d, "secrecy", "宋体"), _G + "7.2.2-secrecy-face"),
    Fault("urgency 仿宋", _secret, lambda d: font(d, "urgency", "仿宋"), _G + "7.2.3-urgency-face"),
    Fault("sign 黑体", _word, lambda d: font(d, "sign", "黑体"), _G + "7.2.4-issuer-face"),
    Fault("sign black", _word, black_sign, _G + "7.2.4-issuer-colour"),
    Fault("signer 仿宋", _request, signer_font, _G + "7.2.6-signer-face"),
    Fault("no red line", _word, no_border, _G + "7.2.7-red-line"),
    Fault("black line", _request, lambda d: border_colour(d, "000000"), _G + "7.2.7-red-line"),
    Fault("title 黑体", _word, lambda d: title_font(d, "黑体"), _G + "7.3.1-title-face"),
    Fault("title 3号", _letter, lambda d: title_font(d, size=16), _G + "7.3.1-title-size"),
    Fault("title left", _word, align("title", WD_ALIGN_PARAGRAPH.LEFT), _G + "7.3.1-title-centred"),
    Fault("addressee indented", _word, lambda d: set_indent(d, "addressee", 2), _G + "7.3.2-addressee-place"),
    Fault("body flush", _word, lambda d: set_indent(d, "body", 0), _G + "7.3.3-indent"),
    Fault("heading 1 楷体", _word, lambda d: font(d, "heading-1", "楷体_GB2312"), _G + "7.3.3-heading-1-face"),
    Fault("heading 2 黑体", _word, lambda d: font(d, "heading-2", "黑体"), _G + "7.3.3-heading-2-face"),
    Fault("note flush", _attached, lambda d: set_indent(d, "note", 0), _G + "7.3.4-note-place"),
    Fault("date left", _word, align("date", WD_ALIGN_PARAGRAPH.LEFT), _G + "7.3.5.1-date-place"),
    Fault("label 仿宋", _attached, lambda d: font(d, "label", "仿宋_GB2312"), _G + "7.3.7-label-face"),
    Fault("label centred", _attached, align("label", WD_ALIGN_PARAGRAPH.CENTER), _G + "7.3.7-label-place"),
    Fault("attachment runs on", _attached, not_on_new_page, _G + "7.3.7-new-page"),
    Fault("imprint without lines", _word, no_imprint_lines, _G + "7.4.1-imprint-lines"),
    Fault("imprint lines thin", _word, thin_lines, _G + "7.4.1-line-weights"),
    Fault("imprint 3号", _word, lambda d: imprint_font(d, size=16), _G + "7.4.2-imprint-size"),
    Fault("imprint 黑体", _word, lambda d: imprint_font(d, "黑体"), _G + "7.4.2-imprint-face"),
    Fault("no page numbers", _word, no_numbers, _G + "7.5-page-numbers"),
    Fault("page number with hyphens", _word, numbers(dash="- {} -"), _G + "7.5-number-form"),
    Fault("page number 第1页", _founder, numbers(dash="第{}页"), _G + "7.5-number-form"),
    Fault("page number 小5号", _word, numbers(size=9), _G + "7.5-number-size"),
    Fault("page number centred", _request, numbers(align="center"), _G + "7.5-number-place"),
    Fault("page number in Times", _word, numbers(font="Times New Roman"), _G + "7.5-number-face"),
    Fault("letter numbered on its first page", _letter, first_number, _G + "10.1-first-page"),
    Fault("letter with printing date", _letter, letter_imprint, _G + "10.1-imprint"),
    Fault("insertion", _word, lambda d: change(d, "w:ins"), _T + "25-tracked-changes"),
    Fault("deletion", _request, lambda d: change(d, "w:del"), _T + "25-tracked-changes"),
    Fault("comment", _word, comment, _T + "25-comments"),
    Fault("hidden text", _letter, hide, _T + "25-hidden-text"),
    Fault("highlight", _word, highlight, _T + "25-highlights"),
    Fault("XX in the text", _word, reword("body", "47座", "XX座"), _T + "25-placeholders"),
    Fault("empty brackets", _request, reword("body", "6月20日", "【 】"), _T + "25-placeholders"),
    Fault("author", _word, author, "leftovers/1-properties"),
)
