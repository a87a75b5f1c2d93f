"""The annotated copy: comments at the exact words, and what they say."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1] / "reading" / "docx"))

from annotating import W, comments, copy_of, finding, others_of, part, ranges, shape, where
from docx_builder import NAMESPACES, box, level, listed, numbering, package, para, run, table

from wenlint.document import Span
from wenlint.finding import Finding, Location, Severity, SuperiorRef
from wenlint.reading import read_bytes

# --- the exact words --------------------------------------------------------------------------


@st.composite
def cut_paragraphs(draw: st.DrawFn) -> tuple[list[list[str]], list[Span]]:
    """Paragraphs as lists of runs, and spans over their text."""
    letters = st.text("甲乙丙丁戊a1。！ \u3000", min_size=1, max_size=12)
    paragraphs = draw(st.lists(st.lists(letters, min_size=1, max_size=5), min_size=1, max_size=4))
    shown = [runs for runs in paragraphs if "".join(runs).strip()]
    if not shown:
        shown = paragraphs = [["甲"]]
    length = len("\n".join("".join(runs) for runs in shown))
    ends = st.tuples(st.integers(0, length - 1), st.integers(1, length))
    spans = [Span(min(a, b - 1), max(a + 1, b)) for a, b in draw(st.lists(ends, max_size=4))]
    return paragraphs, spans


@settings(max_examples=120, deadline=None)
@given(cut_paragraphs())
def test_the_range_holds_exactly_the_words_of_the_finding(drawn: tuple[list[list[str]], list[Span]]) -> None:
    paragraphs, spans = drawn
    looks = ("", "<w:b/>", "<w:sz w:val='32'/>")
    body = "".join(para(*(run(text, looks[i % 3]) for i, text in enumerate(runs))) for runs in paragraphs)
    data = package(body)
    document = read_bytes(data, "a.docx")
    told = [finding(span, number=i) for i, span in enumerate(spans)]
    copied = copy_of(data, *told)
    expected = [span.of(document.text).replace("\n", "") for span in spans if span.of(document.text) != "\n"]
    read_back = list(ranges(copied).values())
    for words in expected:
        # Blank paragraphs between two shown ones lie in the range but not in the text.
        solid = "".join(words.split())
        assert any(words == found or solid == "".join(found.split()) for found in read_back), (words, read_back)
    assert len(read_back) == len(spans)
    assert shape(part(copied, "word/document.xml")) == shape(part(data, "word/document.xml"))
    assert others_of(copied).items() >= others_of(data).items()
    assert read_bytes(copied, "a.docx").text == document.text


def test_tabs_breaks_symbols_and_soft_hyphens_keep_their_place() -> None:
    body = para(
        "<w:r><w:t>甲\u00ad乙</w:t><w:tab/><w:t>丙</w:t><w:br/><w:t xml:space='preserve'> 丁戊 </w:t>"
        "<w:sym w:font='Wingdings' w:char='F0FC'/><w:t>己庚</w:t></w:r>"
    )
    data = package(body)
    for words in ("甲", "乙\t丙", "乙", "丁", "戊 ", "✓己", "庚"):
        copied = copy_of(data, finding(where(data, words)))
        (found,) = ranges(copied).values()
        assert found.replace("\u00ad", "") == words.replace("\t", "").replace("✓", ""), words
        assert read_bytes(copied, "a.docx").text == read_bytes(data, "a.docx").text


def test_a_finding_over_paragraphs_and_several_places() -> None:
    data = package(para("第一段甲。") + para("第二段乙。") + para("第三段丙。"))
    start = where(data, "段甲").start
    copied = copy_of(data, finding(Span(start, where(data, "二段").end)), finding(where(data, "丙"), where(data, "乙")))
    assert sorted(ranges(copied).values()) == sorted(["段甲。第二段", "丙", "乙"])
    assert any("（第 2 处，共 2 处）" in text for text in comments(copied).values())


def test_comments_at_the_same_words_come_in_the_order_of_the_findings() -> None:
    data = package(para("第一段。") + para("第二段。"))
    at = where(data, "第一段")
    copied = copy_of(data, *(finding(at, number=i, message=f"问题{i}") for i in range(3)))
    order = [one.get(f"{W}id", "") for one in part(copied, "word/document.xml").iter(f"{W}commentReference")]
    told = comments(copied)
    assert [told[number].split("\n")[0] for number in order] == [f"wenlint:【错误】问题{i}" for i in range(3)]
    assert list(told) == order


def test_a_thousand_places_in_one_paragraph_take_a_moment() -> None:
    """About 0.3 s on an idle machine; what grows with the square of the places takes several."""
    data = package(para("关于做好防汛工作的通知") + para(*["各单位," for _ in range(1000)]))
    text = read_bytes(data, "a.docx").text
    told = [finding(Span(at, at + 1), number=at) for at, mark in enumerate(text) if mark == ","]
    begun = time.process_time()
    copied = copy_of(data, *told)
    assert time.process_time() - begun < 1.5
    assert list(ranges(copied).values()) == [","] * 1000


# --- where a comment cannot stand ---------------------------------------------------------------


def test_words_in_a_table_an_insertion_and_a_link() -> None:
    body = table([para("表格里的话！"), para("乙")]) + para(
        "请",
        f"<w:ins w:id='7' w:author='张三'>{run('立即行动！')}</w:ins>",
        "<w:del w:id='8' w:author='张三'><w:r><w:delText>旧话</w:delText></w:r></w:del>",
        f"<w:hyperlink w:anchor='x'>{run('看这里！再看')}</w:hyperlink>",
    )
    data = package(body)
    for words in ("话！", "行动", "这里！"):
        copied = copy_of(data, finding(where(data, words)))
        assert list(ranges(copied).values()) == [words]
        reference = next(part(copied, "word/document.xml").iter(f"{W}commentReference"))
        assert reference.getparent().getparent().tag == f"{W}p"  # outlives a rejected insertion
        assert shape(part(copied, "word/document.xml")) == shape(part(data, "word/document.xml"))


def test_words_in_a_field_are_told_there_but_referred_to_after_it() -> None:
    """LibreOffice writes the words of a comment into the text when its reference stands in a field."""

    def mark(kind: str) -> str:
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    field = f"{mark('begin')}<w:r><w:instrText> REF x </w:instrText></w:r>{mark('separate')}"
    data = package(para("见", field, run("第三章，第四节"), mark("end"), "办理！"))
    copied = copy_of(data, *(finding(where(data, words), number=i) for i, words in enumerate(("章，第", "四节办"))))
    assert list(ranges(copied).values()) == ["章，第", "四节办"]
    shown = [
        one.get(f"{W}fldCharType") or one.tag.rpartition("}")[2]
        for one in part(copied, "word/document.xml").iter(f"{W}fldChar", f"{W}commentReference")
    ]
    assert shown == ["begin", "separate", "end", "commentReference", "commentReference"]


def test_words_in_a_text_box_are_told_at_the_run_that_holds_it() -> None:
    data = package(para("正文第一段。", box(para("框里的话！"))) + para("正文第二段。"))
    copied = copy_of(data, finding(where(data, "框里的话！")))
    assert list(ranges(copied).values()) == ["框里的话！"]
    start = next(part(copied, "word/document.xml").iter(f"{W}commentRangeStart"))
    assert not [one for one in start.iterancestors() if one.tag == f"{W}txbxContent"]
    assert "问题在文本框里" in comments(copied)["0"]
    assert "框里的话！" in comments(copied)["0"]


def test_words_in_a_header_are_told_at_the_beginning_of_the_text() -> None:
    section = "<w:sectPr><w:headerReference w:type='default' r:id='header-a'/></w:sectPr>"
    data = package(para("正文第一段。") + para("第二段。") + section, margins={"header-a": para("页眉里的话！")})
    copied = copy_of(data, finding(where(data, "里的话！")))
    assert list(ranges(copied).values()) == ["正文第一段。"]
    assert "问题在页眉里" in comments(copied)["0"]
    assert others_of(copied).items() >= others_of(data).items()


def test_words_in_a_footnote_are_told_where_the_text_refers_to_it() -> None:
    notes = f"<w:footnotes {NAMESPACES}><w:footnote w:id='2'>{para('注里的话！')}</w:footnote></w:footnotes>"
    body = para("第一段。") + para("第二段", "<w:r><w:footnoteReference w:id='2'/></w:r>", "之后。")
    data = package(body, parts={"footnotes": notes})
    copied = copy_of(data, finding(where(data, "注里的话！")))
    assert list(ranges(copied).values()) == [""]
    end = next(part(copied, "word/document.xml").iter(f"{W}commentRangeEnd"))
    assert end.getprevious()[-1].tag == f"{W}footnoteReference"
    assert "问题在注释里" in comments(copied)["0"]


def test_an_automatic_number_is_told_at_the_first_character_after_it() -> None:
    sheet = numbering(
        f"<w:abstractNum w:abstractNumId='0'>{level(0, 'chineseCounting', '%1、')}</w:abstractNum>",
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
    )
    data = package(para("总体要求", properties=listed(1)), parts={"numbering": sheet})
    assert read_bytes(data, "a.docx").text.startswith("一、")
    copied = copy_of(data, finding(Span(0, 2)))
    assert list(ranges(copied).values()) == ["总"]
    assert "说的是这一段的自动编号：“一、”" in comments(copied)["0"]
    whole = copy_of(data, finding(Span(0, where(data, "总体").end)))
    assert list(ranges(whole).values()) == ["总体"]


def test_a_finding_of_the_whole_draft_stands_at_its_title() -> None:
    data = package(para("关于做好防汛工作的通知") + para("各区人民政府：") + para("请认真做好防汛工作。"))
    assert list(ranges(copy_of(data, finding())).values()) == ["关于做好防汛工作的通知"]


def test_a_character_that_is_shown_by_a_field_alone() -> None:
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>eq \\o\\ac(○,3)</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    data = package(para("前", field, "后"))
    copied = copy_of(data, finding(where(data, "③")))
    paragraph = next(part(copied, "word/document.xml").iter(f"{W}p"))
    order = [child.tag.rpartition("}")[2] for child in paragraph]
    start, end = order.index("commentRangeStart"), order.index("commentRangeEnd")
    assert end - start == 4  # the three runs of the field


# --- what a comment says ------------------------------------------------------------------------


def test_a_comment_says_what_where_by_which_article_and_how_to_mend() -> None:
    source = SuperiorRef("x", "关于防汛的通知", "国办发〔2026〕3号")
    data = package(para("各单位务必立即行动，扎实推进各项工作落实到位。"))
    span = where(data, "务必立即行动")
    told = finding(span)
    restated = Finding(
        **{name: getattr(told, name) for name in told.__slots__ if name not in ("at", "severity")},
        severity=Severity.WARNING,
        at=(Location(span), Location(Span(0, 6), source, "务必马上行动", ("二、要求",))),
    )
    (text,) = comments(copy_of(data, restated)).values()
    assert text.startswith("wenlint:【警告】有感叹号")
    for words in (
        "改用句号。", "《示例镇公文语气规定》（示镇发〔2024〕1号）第 3 条（不得）",
        "《关于防汛的通知》（国办发〔2026〕3号）",
        "务必马上行动", "马上→立即", "二、要求", "town/calm", "0000000000000000",
    ):  # fmt: skip
        assert words in text


def test_nothing_of_a_marked_draft_is_in_its_comments(project: Path, wenlint: Run) -> None:
    body = para("机密★5年") + para("关于加强水库调度的通知") + para("各区人民政府：") + para("甲水库要开闸放水！")
    (project / "secret.docx").write_bytes(package(body))
    result = wenlint("annotate", "secret.docx", "-o", "out.docx")
    assert result.exit_code == 1, result.output
    told = "".join(comments((project / "out.docx").read_bytes()).values())
    assert "有感叹号" in told
    assert not [words for words in ("水库", "开闸", "放水") if words in told + result.output]
