"""Faults written after the checks: the second and the third lot."""

from __future__ import annotations

from collections.abc import Callable

import drafts
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from drafts import Draft
from faults import (
    Fault,
    align,
    all_body,
    all_pitch,
    author,
    black_sign,
    border_colour,
    change,
    comment,
    first_number,
    font,
    footers,
    hide,
    highlight,
    imprint_font,
    margin,
    no_border,
    no_imprint_lines,
    no_numbers,
    not_on_new_page,
    numbers,
    reword,
    run_font,
    set_indent,
    title_font,
)

_word = drafts.CONFORMING["notice-word"]
_wps = drafts.CONFORMING["notice-wps"]
_founder = drafts.CONFORMING["notice-founder"]
_request = drafts.CONFORMING["request"]
_letter = drafts.CONFORMING["letter"]
_secret = drafts.CONFORMING["secret"]
_G, _T = "gbt-9704-2012/", "tiaoli-2012/"

# ---- the second lot


def odd_style(draft: Draft) -> None:
    """Body text through a style whose parent names another font."""
    from docx.enum.style import WD_STYLE_TYPE

    parent = draft.document.styles.add_style("甲", WD_STYLE_TYPE.PARAGRAPH)
    parent.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "微软雅黑")
    child = draft.document.styles.add_style("乙", WD_STYLE_TYPE.PARAGRAPH)
    child.base_style = parent
    paragraph = draft.parts["body"]
    paragraph.style = child
    for run in paragraph.runs:
        del run._r.rPr.rFonts.attrib[qn("w:eastAsia")]


def only_latin(draft: Draft) -> None:
    """Only the Latin font is set, so the Chinese characters keep that of the defaults."""
    normal = draft.document.styles["Normal"].element.rPr.rFonts
    normal.set(qn("w:eastAsia"), "宋体")
    for run in draft.parts["body"].runs:
        run.font.name = "仿宋_GB2312"
        del run._r.rPr.rFonts.attrib[qn("w:eastAsia")]


def gutter(draft: Draft) -> None:
    draft.section.gutter = Mm(10)


def second_section(draft: Draft) -> None:
    section = draft.document.add_section()
    section.left_margin = Mm(20)
    draft.body("续表中的各项由市水务局逐月核对，每月5日前公布上月的进度，拖延两个月以上的书面说明原因。")


def b5(draft: Draft) -> None:
    draft.section.page_width, draft.section.page_height = Mm(182), Mm(257)


def title_right(draft: Draft) -> None:
    align("title", WD_ALIGN_PARAGRAPH.RIGHT)(draft)


def four_indent(draft: Draft) -> None:
    set_indent(draft, "body", 4)


def short_line(draft: Draft) -> None:
    for element in draft.document.element.body.iter():
        if element.tag.endswith(("}extent", "}ext")) and element.get("cx"):
            element.set("cx", str(100 * 36000))


def blue_line(draft: Draft) -> None:
    border_colour(draft, "0000FF")


def even_missing(draft: Draft) -> None:
    for run in list(draft.section.even_page_footer.paragraphs[0].runs):
        run._r.getparent().remove(run._r)


def en_dash(draft: Draft) -> None:
    numbers(dash="– {} –")(draft)


def swapped(draft: Draft) -> None:
    for (paragraph, _), how in zip(footers(draft), ("left", "right"), strict=True):
        draft.page_number(paragraph, how)


def always_right(draft: Draft) -> None:
    draft.document.settings.odd_and_even_pages_header_footer = False


def format_change(draft: Draft) -> None:
    properties = draft.parts["body"].runs[0]._r.get_or_add_rPr()
    change_ = OxmlElement("w:rPrChange")
    for key, value in (("id", "8"), ("author", "周岩"), ("date", "2024-05-06T09:00:00Z")):
        change_.set(qn(f"w:{key}"), value)
    change_.append(OxmlElement("w:rPr"))
    properties.append(change_)


def moved(draft: Draft) -> None:
    change(draft, "w:moveTo")


def highlighted_title(draft: Draft) -> None:
    draft.parts["title"].runs[0].font.highlight_color = WD_COLOR_INDEX.TURQUOISE


def hidden_style(draft: Draft) -> None:
    """Hidden by a character style."""
    from docx.enum.style import WD_STYLE_TYPE

    style = draft.document.styles.add_style("藏", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    run = draft.parts["body"].add_run("（此处待商）")
    run.style = style


def last_author(draft: Draft) -> None:
    draft.document.core_properties.last_modified_by = "陈一舟"


def template_path(draft: Draft) -> None:
    part = draft.document.part._settings_part
    part.relate_to(
        "file:///D:/陈一舟/公文/模板.dotx",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        is_external=True,
    )


def sentence(words: str) -> Callable[[Draft], None]:
    """Words in the place of others of the text."""
    return reword("body", "闸门锈蚀，启闭不灵", words)


_minutes = drafts.CONFORMING["minutes"]
_styled = drafts.CONFORMING["notice-styled"]
_typed = drafts.CONFORMING["notice-typed"]
_swps = drafts.CONFORMING["secret-wps"]
_rfounder = drafts.CONFORMING["request-founder"]

SECOND_LOT = (
    Fault("font by the parent of a style", _request, odd_style, _G + "5.2.2-body-face"),
    Fault("only the Latin font set", _word, only_latin, _G + "5.2.2-body-face"),
    Fault("signature 黑体", _rfounder, lambda d: font(d, "signature", "黑体"), _G + "5.2.2-body-face"),
    Fault("date 小4号", _typed, lambda d: font(d, "date", "", 12), _G + "5.2.2-body-size"),
    Fault("number 4号", _wps, lambda d: font(d, "number", "", 14), _G + "5.2.2-body-size"),
    Fault("heading 4号", _styled, lambda d: font(d, "heading-1", "", 14), _G + "5.2.2-body-size"),
    Fault("B5 paper", _letter, b5, _G + "5.1-paper"),
    Fault("gutter", _word, gutter, _G + "5.2.1-left"),
    Fault("second section", _wps, second_section, _G + "5.2.1-left"),
    Fault("top 30", _secret, margin("top", 30), _G + "5.2.1-top"),
    Fault("top 39.5", _request, margin("top", 39.5), _G + "5.2.1-top"),
    Fault("left 25 in a letter", _letter, margin("left", 25), _G + "5.2.1-left"),
    Fault("pitch 22 pt", _request, lambda d: all_pitch(d, 22), _G + "5.2.3-lines"),
    Fault("secrecy 4号", _swps, lambda d: font(d, "secrecy", "", 14), _G + "7.2.2-secrecy-size"),
    Fault("urgency 2号", _secret, lambda d: font(d, "urgency", "", 22), _G + "7.2.3-urgency-size"),
    Fault("signer 黑体", _rfounder, lambda d: run_font(d.parts["number"].runs[1], "黑体"), _G + "7.2.6-signer-face"),
    Fault("short red line", _wps, short_line, _G + "7.2.7-line-width"),
    Fault("blue line", _word, blue_line, _G + "7.2.7-red-line"),
    Fault("title 1号", _wps, lambda d: title_font(d, size=26), _G + "7.3.1-title-size"),
    Fault("title 楷体", _request, lambda d: title_font(d, "楷体_GB2312"), _G + "7.3.1-title-face"),
    Fault("title right", _letter, title_right, _G + "7.3.1-title-centred"),
    Fault("addressee centred", _word, align("addressee", WD_ALIGN_PARAGRAPH.CENTER), _G + "7.3.2-addressee-place"),
    Fault("body indented by four", _word, four_indent, _G + "7.3.3-indent"),
    Fault("heading 1 仿宋", _request, lambda d: font(d, "heading-1", "仿宋_GB2312"), _G + "7.3.3-heading-1-face"),
    Fault("label 3号宋体", _founder, lambda d: font(d, "label", "宋体"), _G + "7.3.7-label-face"),
    Fault("attachment runs on", _typed, not_on_new_page, _G + "7.3.7-new-page"),
    Fault("request without imprint lines", _request, no_imprint_lines, _G + "7.4.1-imprint-lines"),
    Fault("imprint 宋体", _rfounder, lambda d: imprint_font(d, "宋体"), _G + "7.4.2-imprint-face"),
    Fault("even pages without a number", _word, even_missing, _G + "7.5-page-numbers"),
    Fault("en dashes", _request, en_dash, _G + "7.5-number-form"),
    Fault("bare number", _letter, numbers(dash="{}"), _G + "7.5-number-form"),
    Fault("number 小4号", _secret, numbers(size=12), _G + "7.5-number-size"),
    Fault("sides swapped", _wps, swapped, _G + "7.5-number-place"),
    Fault("all at the right", _request, always_right, _G + "7.5-number-place"),
    Fault("change of format", _word, format_change, _T + "25-tracked-changes"),
    Fault("moved text", _minutes, moved, _T + "25-tracked-changes"),
    Fault("comment in minutes", _minutes, comment, _T + "25-comments"),
    Fault("highlighted title", _request, highlighted_title, _T + "25-highlights"),
    Fault("hidden by a style", _word, hidden_style, _T + "25-hidden-text"),
    Fault("last author", _letter, last_author, "leftovers/1-properties"),
    Fault("template path", _word, template_path, "leftovers/1-properties"),
    Fault("××镇", _word, sentence("××镇的闸门锈蚀"), _T + "25-placeholders"),
    Fault("待定", _letter, sentence("启用时间待定"), _T + "25-placeholders"),
    Fault("underscores", _request, sentence("共锈蚀____扇"), _T + "25-placeholders"),
    Fault("20XX年", _word, sentence("20XX年以来启闭不灵"), _T + "25-placeholders"),
    Fault("prompt of a template", _word, sentence("［此处填写原因］"), _T + "25-placeholders"),
)


# ---- the third lot


def style_size(draft: Draft) -> None:
    """The size comes from the style of the paragraphs, not from the characters."""
    draft.document.styles["Normal"].font.size = Pt(14)


def mixed_run(draft: Draft) -> None:
    """A paragraph whose greater part was pasted in from elsewhere."""
    paragraph = draft.parts["body"]
    words = paragraph.runs[0].text
    paragraph.runs[0].text = words[:3]
    draft.run(paragraph, words[3:], "微软雅黑", 16)


def numbers_by_field(draft: Draft) -> None:
    """Page numbers by a simple field without dashes."""
    for paragraph, _ in footers(draft):
        for run in list(paragraph.runs):
            run._r.getparent().remove(run._r)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), " PAGE ")
        field.append(draft.run(paragraph, "1", "宋体", 14, latin="宋体")._r)
        paragraph._p.append(field)


def comment_on_heading(draft: Draft) -> None:
    draft.document.add_comment(draft.parts["heading-1"].runs, "改成“范围和时间”？", author="")


def deleted_paragraph(draft: Draft) -> None:
    """A whole paragraph struck out, its mark too."""
    paragraph = draft.add("struck", "", indent=2)
    run = draft.run(paragraph, "原第三条不再执行。", draft.manner.fangsong, 16)
    run._r.find(qn("w:t")).tag = qn("w:delText")
    element = OxmlElement("w:del")
    for key, value in (("id", "17"), ("author", "某"), ("date", "2024-05-06T09:00:00Z")):
        element.set(qn(f"w:{key}"), value)
    run._r.getparent().replace(run._r, element)
    element.append(run._r)


def landscape_and_narrow(draft: Draft) -> None:
    """A wide table on its side is right; the margin of the first section is not."""
    from docx.enum.section import WD_ORIENT

    section = draft.document.add_section()
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = Mm(37)
    draft.section.right_margin = Mm(20)


def centred_by_frame(draft: Draft) -> None:
    """The page number in a frame at the middle, as Word's gallery puts it."""
    for paragraph, _ in footers(draft):
        frame = OxmlElement("w:framePr")
        for key, value in (("wrap", "around"), ("vAnchor", "text"), ("hAnchor", "margin"), ("xAlign", "center")):
            frame.set(qn(f"w:{key}"), value)
        paragraph._p.get_or_add_pPr().insert(0, frame)


def double_head_line(draft: Draft) -> None:
    border_colour(draft, "00B050")


THIRD_LOT = (
    Fault("size by the style", _styled, style_size, _G + "5.2.2-body-size"),
    Fault("pasted in", _request, mixed_run, _G + "5.2.2-body-face"),
    Fault("annotation 楷体", _request, lambda d: font(d, "annotation", "楷体_GB2312"), _G + "5.2.2-body-face"),
    Fault("note 黑体", _founder, lambda d: font(d, "note", "方正黑体_GBK"), _G + "5.2.2-body-face"),
    Fault("signature 2号", _letter, lambda d: font(d, "signature", "", 22), _G + "5.2.2-body-size"),
    Fault("heading 2 小2号", _wps, lambda d: font(d, "heading-2", "", 18), _G + "5.2.2-body-size"),
    Fault("all 隶书", _secret, lambda d: all_body(d, "隶书"), _G + "5.2.2-body-face"),
    Fault("right 20 beside a wide table", _word, landscape_and_narrow, _G + "5.2.1-right"),
    Fault("bottom 20", _swps, margin("bottom", 20), _G + "5.2.1-bottom"),
    Fault("top 35", _founder, margin("top", 35), _G + "5.2.1-top"),
    Fault("left 30", _rfounder, margin("left", 30), _G + "5.2.1-left"),
    Fault("pitch 40", _secret, lambda d: all_pitch(d, 40), _G + "5.2.3-lines"),
    Fault("green line", _request, double_head_line, _G + "7.2.7-red-line"),
    Fault("no red line in a secret notice", _secret, no_border, _G + "7.2.7-red-line"),
    Fault("sign black in a request", _rfounder, black_sign, _G + "7.2.4-issuer-colour"),
    Fault("sign 宋体", _secret, lambda d: font(d, "sign", "宋体"), _G + "7.2.4-issuer-face"),
    Fault("secrecy 楷体", _swps, lambda d: font(d, "secrecy", "楷体"), _G + "7.2.2-secrecy-face"),
    Fault("title 华文中宋", _typed, lambda d: title_font(d, "华文中宋"), _G + "7.3.1-title-face"),
    Fault("title 小2号", _secret, lambda d: title_font(d, size=18), _G + "7.3.1-title-size"),
    Fault("title justified", _typed, align("title", WD_ALIGN_PARAGRAPH.JUSTIFY), _G + "7.3.1-title-centred"),
    Fault("addressee right", _request, align("addressee", WD_ALIGN_PARAGRAPH.RIGHT), _G + "7.3.2-addressee-place"),
    Fault("heading 2 宋体", _founder, lambda d: font(d, "heading-2", "宋体"), _G + "7.3.3-heading-2-face"),
    Fault("date left in a request", _request, align("date", WD_ALIGN_PARAGRAPH.LEFT), _G + "7.3.5.1-date-place"),
    Fault("label 仿宋 after a typed note", _typed, lambda d: font(d, "label", "仿宋"), _G + "7.3.7-label-face"),
    Fault("imprint 小4号", _rfounder, lambda d: imprint_font(d, size=12), _G + "7.4.2-imprint-size"),
    Fault("secret notice without imprint lines", _swps, no_imprint_lines, _G + "7.4.1-imprint-lines"),
    Fault("simple fields", _word, numbers_by_field, _G + "7.5-number-form"),
    Fault("frame at the middle", _wps, centred_by_frame, _G + "7.5-number-place"),
    Fault("no page numbers in a request", _rfounder, no_numbers, _G + "7.5-page-numbers"),
    Fault("page number 4号 in 黑体", _secret, numbers(font="黑体"), _G + "7.5-number-face"),
    Fault("letter of WPS numbered", drafts.CONFORMING["letter-wps"], first_number, _G + "10.1-first-page"),
    Fault("struck out", _founder, deleted_paragraph, _T + "25-tracked-changes"),
    Fault("comment on a heading", _wps, comment_on_heading, _T + "25-comments"),
    Fault("hidden in an order", drafts.CONFORMING["order"], hide, _T + "25-hidden-text"),
    Fault("highlight in a styled notice", _styled, highlight, _T + "25-highlights"),
    Fault("author of a request", _request, author, "leftovers/1-properties"),
    Fault("×月×日", _word, sentence("×月×日查明闸门锈蚀"), _T + "25-placeholders"),
    Fault("XXX局", _letter, sentence("XXX局报来闸门锈蚀"), _T + "25-placeholders"),
    Fault("待补充", _request, sentence("锈蚀情况（待补充）"), _T + "25-placeholders"),
    Fault("full-width ＸＸ", _wps, sentence("ＸＸ公司承建的闸门锈蚀"), _T + "25-placeholders"),
    Fault("boxes", _secret, sentence("负责人□□□，闸门锈蚀"), _T + "25-placeholders"),
)
