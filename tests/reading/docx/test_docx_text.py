"""Everything a reader of the printed page would see, once and in order; nothing that is not printed."""

from __future__ import annotations

import pytest
from docx_builder import NAMESPACES, box, flow, in_region, only, package, para, run, style, styles, table, words, zipped

from wenlint.reading import docx
from wenlint.reading.flow import Region

TRACKED = 'w:id="1" w:author="乙" w:date="2026-01-01T00:00:00Z"'


def field(code: str, *result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}{''.join(result)}{marks[2]}"


class TestInline:
    def test_runs_make_one_text(self) -> None:
        assert words(para("关于", "做好防汛", "工作的通知")) == ["关于做好防汛工作的通知"]

    @pytest.mark.parametrize(
        ("inside", "text"),
        [
            (f"<w:hyperlink>{run('官网')}</w:hyperlink>", "官网"),
            (f"<w:smartTag><w:smartTagPr/>{run('北京')}</w:smartTag>", "北京"),
            (f'<w:fldSimple w:instr="DATE">{run("二〇二六年")}</w:fldSimple>', "二〇二六年"),
            (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
            (f"<w:customXml>{run('标记')}</w:customXml>", "标记"),
            (f'<w:dir w:val="ltr">{run("方向")}</w:dir>', "方向"),
            (f"<w:ins {TRACKED}>{run('插入')}</w:ins>", "插入"),
            (f"<w:moveTo {TRACKED}>{run('移来')}</w:moveTo>", "移来"),
            (f"<w:ins {TRACKED}><w:hyperlink>{run('嵌套')}</w:hyperlink></w:ins>", "嵌套"),
            ("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "a+b"),
            (field("PAGEREF x", run("7")), "7"),
            (field("IF " + field("PAGE", run("3")), run("真")), "真"),
            (r"<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>", "☑"),
            ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>b</w:t></w:r>", "a-b"),
            ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
            (
                "<w:r><w:ruby><w:rt><w:r><w:t>xun</w:t></w:r></w:rt><w:rubyBase>"
                + run("汛")
                + "</w:rubyBase></w:ruby></w:r>",
                "汛",
            ),
        ],
    )
    def test_text_in_wrappings(self, inside: str, text: str) -> None:
        assert words(para("前", inside, "后")) == [f"前{text}后"]

    @pytest.mark.parametrize(
        "inside",
        [
            f"<w:del {TRACKED}><w:r><w:delText>删去</w:delText></w:r></w:del>",
            f"<w:moveFrom {TRACKED}>{run('移走')}</w:moveFrom>",
            run("隐藏", "<w:vanish/>"),
            '<w:r><w:commentReference w:id="1"/></w:r>',
            "<w:r><w:instrText>PAGE</w:instrText></w:r>",
            '<w:bookmarkStart w:id="0" w:name="甲"/>',
        ],
    )
    def test_what_is_not_printed(self, inside: str) -> None:
        assert words(para("前", inside, "后")) == ["前后"]

    def test_web_hidden_is_printed(self) -> None:
        assert words(para(run("目录", "<w:webHidden/>"))) == ["目录"]

    def test_space_that_is_not_preserved_is_trimmed(self) -> None:
        assert words(para("<w:r><w:t>  甲\n 乙 </w:t></w:r>")) == ["甲  乙"]

    def test_circled_number_from_a_field_without_result(self) -> None:
        begin, end = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        code = r"<w:r><w:instrText> eq \o\ac(○,3) </w:instrText></w:r>"
        assert words(para("第", begin + code + end, "项")) == ["第③项"]

    def test_unclosed_field_loses_nothing(self) -> None:
        body = para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "正文") + para("下一段")
        assert words(body) == ["正文", "下一段"]

    def test_field_over_several_paragraphs(self) -> None:
        begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end"))
        code = "<w:r><w:instrText>TOC</w:instrText></w:r>"
        assert words(para(begin, code, middle, "一、目录") + para("二、目录", end) + para("正文")) == [
            "一、目录",
            "二、目录",
            "正文",
        ]

    def test_line_break_ends_a_line_of_the_paragraph(self) -> None:
        title = para(run("关于开展检查"), "<w:r><w:br/></w:r>", run("工作的通知"), properties='<w:jc w:val="center"/>')
        found = flow(title).paragraphs
        assert [(p.text, p.look.align) for p in found] == [("关于开展检查", "center"), ("工作的通知", "center")]
        assert found[0].origin == found[1].origin


class TestParagraphMarks:
    DELETED = f"<w:rPr><w:del {TRACKED}/></w:rPr>"

    def test_deleted_mark_joins_and_the_surviving_mark_gives_the_look(self) -> None:
        first = para("上半", properties=f'<w:jc w:val="center"/>{self.DELETED}')
        joined = only(first + para("下半", properties='<w:jc w:val="right"/>'))
        assert (joined.text, joined.look.align) == ("上半下半", "right")

    def test_wholly_deleted_paragraph_leaves_nothing(self) -> None:
        gone = para(f"<w:del {TRACKED}><w:r><w:delText>旧</w:delText></w:r></w:del>", properties=self.DELETED)
        found = flow(para("甲") + gone + para("乙"))
        assert [p.text for p in found.paragraphs] == ["甲", "乙"]
        assert [p.origin for p in found.paragraphs] == ["word/document.xml#p0", "word/document.xml#p2"]

    def test_deleted_mark_before_a_table_ends_there(self) -> None:
        assert words(para("甲", properties=self.DELETED) + table([para("格")])) == ["甲", "格"]

    def test_style_separator_runs_on(self) -> None:
        heading = para("标题。", properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
        assert words(heading + para("正文")) == ["标题。正文"]

    def test_hidden_by_style(self) -> None:
        hidden = styles(style("H", "<w:rPr><w:vanish/></w:rPr>"))
        body = para("藏", properties='<w:pStyle w:val="H"/><w:rPr><w:vanish/></w:rPr>') + para("显")
        assert words(body, parts={"styles": hidden}) == ["显"]


class TestTables:
    def test_cells_in_rows_with_their_table(self) -> None:
        found = flow(para("前") + table([para("1"), para("2")], [para("3"), para("4")]) + table([para("5")]))
        assert [(p.text, p.region, p.table) for p in found.paragraphs] == [
            ("前", Region.BODY, 0),
            ("1", Region.CELL, 1),
            ("2", Region.CELL, 1),
            ("3", Region.CELL, 1),
            ("4", Region.CELL, 1),
            ("5", Region.CELL, 2),
        ]

    def test_nested_table_stands_in_its_cell(self) -> None:
        inner = para("里前") + table([para("里")]) + para("里后")
        found = flow(table([inner, para("右")]))
        assert [(p.text, p.table) for p in found.paragraphs] == [("里前", 1), ("里", 2), ("里后", 1), ("右", 1)]

    def test_vertical_merge_is_read_once(self) -> None:
        rows = "".join(
            f"<w:tr><w:tc><w:tcPr><w:vMerge{value}/></w:tcPr>{para(left)}</w:tc><w:tc>{para(right)}</w:tc></w:tr>"
            for value, left, right in ((' w:val="restart"', "合并", "1"), ("", "重复", "2"))
        )
        assert words(f"<w:tbl>{rows}</w:tbl>") == ["合并", "1", "2"]

    def test_content_controls_around_rows_and_cells(self) -> None:
        cell = f"<w:sdt><w:sdtContent><w:tc>{para('格')}</w:tc></w:sdtContent></w:sdt>"
        row = f"<w:sdt><w:sdtContent><w:tr>{cell}</w:tr></w:sdtContent></w:sdt>"
        assert words(f"<w:sdt><w:sdtContent><w:tbl>{row}</w:tbl></w:sdtContent></w:sdt>") == ["格"]

    def test_deleted_row_is_left_out(self) -> None:
        old = f"<w:tr><w:trPr><w:del {TRACKED}/></w:trPr><w:tc>{para('旧')}</w:tc></w:tr>"
        rows = old + f"<w:tr><w:tc>{para('新')}</w:tc></w:tr>"
        assert words(f"<w:tbl>{rows}</w:tbl>") == ["新"]


class TestTextBoxes:
    def test_once_although_stored_twice(self) -> None:
        found = flow(para(box(para("红头")), "正文"))
        assert [(p.text, p.region) for p in found.paragraphs] == [("红头", Region.TEXT_BOX), ("正文", Region.BODY)]

    def test_only_in_the_fallback(self) -> None:
        choice = '<mc:Choice Requires="wpsCustomData"><w:drawing/></mc:Choice>'
        textbox = f"<v:textbox><w:txbxContent>{para('旧版')}</w:txbxContent></v:textbox>"
        fallback = f"<mc:Fallback><w:pict><v:shape>{textbox}</v:shape></w:pict></mc:Fallback>"
        assert words(para(f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>")) == ["旧版"]

    def test_several_in_reading_order_however_stored(self) -> None:
        stored = box(para("签发人：丁"), y=120, x=300) + box(para("发文字号"), y=118) + box(para("红头"), y=10)
        assert words(para(stored)) == ["红头", "发文字号", "签发人：丁"]

    def test_nested(self) -> None:
        assert words(para(box(para(box(para("里"))) + para("外")))) == ["里", "外"]

    def test_box_at_the_foot_of_the_page_follows_its_anchor(self) -> None:
        assert words(para(box(para("版记"), y=700, relative="page"), "正文")) == ["正文", "版记"]

    def test_table_in_a_box(self) -> None:
        found = flow(para(box(table([para("格")]))))
        assert [(p.text, p.region, p.table) for p in found.paragraphs] == [("格", Region.CELL, 1)]

    def test_word_art(self) -> None:
        art = '<v:shape style="width:400pt"><v:textpath string="示例市人民政府文件"/></v:shape>'
        assert words(para(f"<w:r><w:pict>{art}</w:pict></w:r>")) == ["示例市人民政府文件"]

    def test_group_by_place(self) -> None:
        def shape(text: str, y: int) -> str:
            return (
                f'<wps:wsp><wps:spPr><a:xfrm><a:off x="0" y="{y}"/></a:xfrm></wps:spPr>'
                f"<wps:txbx><w:txbxContent>{para(text)}</w:txbxContent></wps:txbx></wps:wsp>"
            )

        shapes = shape("下", 900000) + shape("上", 10)
        group = f"<a:graphic><a:graphicData><wpg:wgp>{shapes}</wpg:wgp></a:graphicData></a:graphic>"
        assert words(para(f"<w:r><w:drawing><wp:inline>{group}</wp:inline></w:drawing></w:r>")) == ["上", "下"]

    def test_hidden_drawing(self) -> None:
        drawing = (
            '<w:drawing><wp:anchor><wp:docPr id="1" name="x" hidden="1"/><a:graphic><wps:txbx><w:txbxContent>'
            f"{para('看不见')}</w:txbxContent></wps:txbx></a:graphic></wp:anchor></w:drawing>"
        )
        assert words(para(f"<w:r>{drawing}</w:r>", "正文")) == ["正文"]


class TestBesideTheBody:
    FOOTNOTES = (
        f'<w:footnotes {NAMESPACES}><w:footnote w:type="separator" w:id="-1">{para("线")}</w:footnote>'
        f'<w:footnote w:id="1">{para("注一")}</w:footnote><w:footnote w:id="2">{para("注二")}</w:footnote>'
        "</w:footnotes>"
    )

    def test_footnotes_follow_the_body_in_the_order_of_reference(self) -> None:
        refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
        body = para("甲", refer.format(2), "乙") + para("丙", refer.format(1))
        found = flow(body, parts={"footnotes": self.FOOTNOTES})
        assert [p.text for p in found.paragraphs] == ["甲乙", "丙", "注二", "注一"]
        assert in_region(found, Region.FOOTNOTE) == ["注二", "注一"]

    def test_each_header_and_footer_text_once(self) -> None:
        end = "<w:sectPr>{}<w:titlePg/></w:sectPr>"
        reference = '<w:{}Reference w:type="{}" r:id="{}"/>'
        first = end.format(
            reference.format("header", "default", "header-a")
            + reference.format("header", "first", "header-b")
            + reference.format("footer", "default", "footer-a")
        )
        second = end.format(reference.format("header", "default", "header-c"))
        margins = {
            "header-a": para("机密★5年"),
            "header-b": para("首页"),
            "header-c": para("机密★5年"),
            "footer-a": para("— 1 —"),
        }
        found = flow(para("正文", properties=first) + para("后文") + second, margins=margins)
        assert in_region(found, Region.HEADER) == ["机密★5年", "首页"]
        assert in_region(found, Region.FOOTER) == ["— 1 —"]
        assert found.text.startswith("正文\n后文\n")

    def test_headers_that_no_page_shows(self) -> None:
        references = '<w:headerReference w:type="{}" r:id="header-a"/>'
        for kind in ("first", "even"):
            body = para("正文") + f"<w:sectPr>{references.format(kind)}</w:sectPr>"
            assert words(body, margins={"header-a": para("不显示")}) == ["正文"]

    def test_even_pages_when_settings_say_so(self) -> None:
        body = para("正文") + '<w:sectPr><w:headerReference w:type="even" r:id="header-a"/></w:sectPr>'
        settings = f"<w:settings {NAMESPACES}><w:evenAndOddHeaders/></w:settings>"
        assert words(body, margins={"header-a": para("双页")}, parts={"settings": settings}) == ["正文", "双页"]


class TestPages:
    def test_breaks_open_a_new_page(self) -> None:
        body = (
            para("一", "<w:r><w:br w:type='page'/></w:r>")
            + para()
            + para("二")
            + para("三", properties="<w:pageBreakBefore/>")
            + para("四", "<w:r><w:br w:type='page'/></w:r>", "五")
            + para("六", properties="<w:sectPr/>")
            + para("七", properties="<w:sectPr/>")
            + para("八")
            + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
        )
        assert [(p.text, p.new_page) for p in flow(body).paragraphs] == [
            ("一", False),
            ("二", True),
            ("三", True),
            ("四", False),
            ("五", True),
            ("六", False),
            ("七", True),
            ("八", False),
        ]


class TestPackages:
    def test_main_part_is_found_through_relationships(self) -> None:
        data = package(para("正文"), main="custom/main.xml")
        found = docx.read(data)
        assert [(p.text, p.origin) for p in found.paragraphs] == [("正文", "custom/main.xml#p0")]

    def test_strict_namespaces(self) -> None:
        strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
        document = (
            f'<?xml version="1.0"?><w:document xmlns:w="{strict}"><w:body><w:p><w:pPr><w:jc w:val="end"/></w:pPr>'
            '<w:r><w:rPr><w:sz w:val="16pt"/></w:rPr><w:t>严格</w:t></w:r></w:p></w:body></w:document>'
        )
        found = only(document)
        assert (found.text, found.look.align, found.look.size) == ("严格", "right", 16.0)

    def test_utf_16_part(self) -> None:
        body = f"<w:document {NAMESPACES}><w:body>{para('宽字')}</w:body></w:document>"
        document = f'<?xml version="1.0" encoding="UTF-16"?>{body}'
        data = zipped({"word/document.xml": document.encode("utf-16")})
        assert [p.text for p in docx.read(data).paragraphs] == ["宽字"]


class TestNotes:
    @pytest.mark.parametrize(
        ("body", "says"),
        [
            (para("甲", f"<w:ins {TRACKED}>{run('乙')}</w:ins>"), "修订痕迹（插入 1 处、删除 0 处）"),
            (para("甲", run("乙", "<w:vanish/>")), "隐藏文字 1 处"),
            (para("甲", "<w:r><w:drawing><wp:inline><pic:pic/></wp:inline></w:drawing></w:r>"), "图片 1 幅"),
            (
                para("甲", "<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object></w:r>"),
                "嵌入对象或图表 1 个",
            ),
            (para("甲", '<w:r><w:commentReference w:id="1"/></w:r>'), "批注 1 处"),
            (para("甲") + "<w:altChunk/>", "外部插入的内容 1 处"),
        ],
    )
    def test_what_the_reader_should_know(self, body: str, says: str) -> None:
        (note,) = flow(body).notes
        assert says in note

    def test_a_plain_draft_has_none(self) -> None:
        assert flow(para("甲")).notes == ()
