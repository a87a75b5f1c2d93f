"""The annotated copy: comments at the exact words, all else as it was."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

sys.path.append(str(Path(__file__).parents[1] / "reading" / "docx"))

from docx_builder import NAMESPACES, box, level, listed, numbering, package, para, run, table

from wenlint.document import Document, Part, Span
from wenlint.finding import Citation, Confidence, Finding, Fix, Location, Outcome, Severity, SuperiorRef
from wenlint.reading import read_bytes
from wenlint.report.annotate import AnnotatingError, annotated, without_own_comments

ROOT = Path(__file__).parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CITE = Citation("town", "示例镇公文语气规定", "示镇发〔2024〕1号", "3", "不得")
WHEN = dt.datetime(2026, 5, 1, 8, 0, tzinfo=dt.UTC)


def finding(*spans: Span, number: int = 0, fixes: Sequence[Fix] = (), message: str = "有感叹号") -> Finding:
    at = tuple(map(Location, spans))
    return Finding(
        "shouting", "town/calm", Severity.ERROR, Confidence.HIGH, message, "改用句号。", at, CITE,
        fingerprint=f"{number:016x}", fixes=tuple(fixes),
    )  # fmt: skip


def copy_of(data: bytes, *findings: Finding, fix: bool = False) -> bytes:
    return annotated(data, Outcome("a.docx", read_bytes(data, "a.docx"), findings), fix, WHEN).data


def where(data: bytes, words: str) -> Span:
    start = read_bytes(data, "a.docx").text.index(words)
    return Span(start, start + len(words))


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def comments(data: bytes) -> dict[str, str]:
    """Comments by id: author and text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "word/comments.xml" not in archive.namelist():
            return {}
    return {
        one.get(f"{W}id", ""): f"{one.get(f'{W}author')}:" + "\n".join(
            "".join(text.text or "" for text in paragraph.iter(f"{W}t")) for paragraph in one.iter(f"{W}p")
        )
        for one in part(data, "word/comments.xml")
    }  # fmt: skip


def ranges(data: bytes) -> dict[str, str]:
    """The visible words between the marks of each comment, which must pair and have one reference after them."""
    root = part(data, "word/document.xml")
    open_: set[str] = set()
    found: dict[str, list[str]] = {}
    closed: list[str] = []
    for element in root.iter():
        name, number = element.tag.rpartition("}")[2], element.get(f"{W}id", "")
        if name == "commentRangeStart":
            open_.add(number)
            found[number] = []
        elif name == "commentRangeEnd":
            open_.remove(number)
        elif name == "commentReference":
            assert number not in open_
            assert number in found
            closed.append(number)
        elif (name == "t" and not _is_hidden(element)) or name in ("tab", "sym"):
            for one in open_:
                found[one].append(element.text or "")
    assert not open_
    assert sorted(closed) == sorted(found) == sorted(comments(data))
    return {number: "".join(words) for number, words in found.items()}


def _is_hidden(element: etree._Element) -> bool:
    """In the branch of a choice that is for older programs."""
    return any(ancestor.tag.endswith("}Fallback") for ancestor in element.iterancestors())


def others_of(data: bytes) -> dict[str, bytes]:
    """All parts but those that a first comment has to change."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if name not in ("word/document.xml", "word/comments.xml", "[Content_Types].xml")
            and not name.endswith("document.xml.rels")
        }


def shape(root: etree._Element) -> list[tuple[str, tuple[str, ...], str]]:
    """What a part shows, character by character: its paragraph, the look of its run, and what holds the run."""
    shown = []
    for number, paragraph in enumerate(root.iter(f"{W}p")):
        for child in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}drawing", f"{W}footnoteReference"):
            if next(child.iterancestors(f"{W}p")) is not paragraph:
                continue
            look = child.getparent().find(f"{W}rPr")
            held = (str(number), *(one.tag for one in child.iterancestors() if one.tag != f"{W}r"))
            face = "" if look is None else str([(one.tag, sorted(one.attrib.items())) for one in look])
            shown += [(character, held, face) for character in (child.text or child.tag)]
    return shown


# --- the exact words --------------------------------------------------------------------------

WORDS = "各单位务必立即行动！不得有误。"


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
        assert any(words == found or words.split() == found.split() for found in read_back), (words, read_back)
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


# --- what was there before ----------------------------------------------------------------------

OLD = (
    f"<w:comments {NAMESPACES} xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'>"
    "<w:comment w:id='4' w:author='李四'><w:p w14:paraId='0000000A'><w:r><w:t>这里再斟酌</w:t></w:r></w:p></w:comment>"
    "</w:comments>"
)


def with_comments(data: bytes, text: str, extended: str = "") -> bytes:
    """The file with a comments part, as Word leaves it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name.endswith("document.xml.rels"):
                kinds = {"comments": text, "commentsExtended": extended}
                rows = "".join(
                    f'<Relationship Id="c{kind}" Type="http://x/{kind}" Target="{kind}.xml"/>'
                    for kind, there in kinds.items()
                    if there
                )
                content = content.replace("</Relationships>", f"{rows}</Relationships>").replace("/>", "/>", 1)
                if content.endswith("/>"):
                    content = f"{content[:-2]}>{rows}</Relationships>"
            target.writestr(name, content)
        target.writestr("word/comments.xml", text)
        if extended:
            target.writestr("word/commentsExtended.xml", extended)
    return out.getvalue()


MARKED = para(
    "<w:commentRangeStart w:id='4'/>", run("请立即"), "<w:commentRangeEnd w:id='4'/>",
    "<w:r><w:commentReference w:id='4'/></w:r>", run("行动！"),
)  # fmt: skip


def test_comments_of_others_stay() -> None:
    data = with_comments(package(MARKED), OLD)
    copied = copy_of(data, finding(where(data, "即行")))
    assert ranges(copied) == {"4": "请立即", "5": "即行"}
    assert comments(copied)["4"] == "李四:这里再斟酌"


@pytest.mark.parametrize("fix", [False, True])
def test_running_it_on_its_own_output_replaces_its_comments(fix: bool) -> None:
    data = with_comments(package(MARKED), OLD)
    once = copy_of(data, finding(where(data, "即行"), number=1), finding(where(data, "动！"), number=2), fix=fix)
    twice = copy_of(once, finding(where(once, "动"), number=3), fix=fix)
    assert sorted(ranges(twice).values()) == sorted(["请立即", "动"])
    assert shape(part(twice, "word/document.xml")) == shape(part(data, "word/document.xml"))
    none = copy_of(twice)
    assert list(comments(none).values()) == ["李四:这里再斟酌"]
    again = copy_of(once, finding(where(data, "即行"), number=1), finding(where(data, "动！"), number=2), fix=fix)
    assert ranges(again) == ranges(once)
    assert comments(again) == comments(once)


def test_a_comment_that_somebody_answered_stays_with_the_answer() -> None:
    w14, w15 = (
        "http://schemas.microsoft.com/office/word/2010/wordml",
        "http://schemas.microsoft.com/office/word/2012/wordml",
    )
    mine = "<w:p w14:paraId='0000000B'><w:r><w:t>【错误】有感叹号 指纹 0000000000000009</w:t></w:r></w:p>"
    other = "<w:p w14:paraId='0000000D'><w:r><w:t>【错误】旧的 指纹 0000000000000008</w:t></w:r></w:p>"
    answer = "<w:p w14:paraId='0000000C'><w:r><w:t>领导定的，不改</w:t></w:r></w:p>"
    told = (
        f"<w:comments {NAMESPACES} xmlns:w14='{w14}'><w:comment w:id='4' w:author='wenlint'>{mine}</w:comment>"
        f"<w:comment w:id='5' w:author='李四'>{answer}</w:comment>"
        f"<w:comment w:id='6' w:author='wenlint'>{other}</w:comment>"
        "</w:comments>"
    )
    threads = (
        f"<w15:commentsEx xmlns:w15='{w15}'><w15:commentEx w15:paraId='0000000B'/><w15:commentEx w15:paraId='0000000C' "
        "w15:paraIdParent='0000000B'/><w15:commentEx w15:paraId='0000000D'/></w15:commentsEx>"
    )
    data = with_comments(package(MARKED), told, threads)
    copied = copy_of(data, finding(where(data, "动！"), number=9), finding(where(data, "即行"), number=10))
    texts = comments(copied)
    assert texts["4"].startswith("wenlint:【错误】有感叹号")
    assert texts["5"] == "李四:领导定的，不改"
    assert len(texts) == 3
    assert not [text for text in texts.values() if "旧的" in text]
    left = {one.get(f"{{{w15}}}paraId") for one in part(copied, "word/commentsExtended.xml")}
    assert left == {"0000000B", "0000000C"}


# --- mends --------------------------------------------------------------------------------------


def accepted(data: bytes) -> str:
    return read_bytes(data, "a.docx").text


def rejected(data: bytes) -> str:
    """The text as it is when wenlint's changes are rejected."""
    root = part(data, "word/document.xml")
    return "\n".join(
        "".join(
            text.text or ""
            for text in paragraph.iter(f"{W}t", f"{W}delText")
            if not any(one.tag == f"{W}ins" and one.get(f"{W}author") == "wenlint" for one in text.iterancestors())
        )
        for paragraph in root.iter(f"{W}p")
    )


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.text("甲乙丙丁,:", min_size=1, max_size=6), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 4), st.sampled_from(["", "，", "戊己"])), max_size=4),
)
def test_accepting_the_changes_mends_and_rejecting_them_restores(
    runs: list[str], cuts: list[tuple[int, int, str]]
) -> None:
    data = package(para(*map(run, runs)))
    text = accepted(data)
    fixes: list[Fix] = []
    for at, length, words in cuts:
        span = Span(min(at, len(text)), min(at + length, len(text)))
        apart = all(span.end < one.span.start or one.span.end < span.start for one in fixes)
        if apart and (len(span) or words) and (len(span) < len(text) or words):
            fixes.append(Fix(span, words))
    mended = text
    for fix in sorted(fixes, key=lambda one: one.span, reverse=True):
        mended = mended[: fix.span.start] + fix.replacement + mended[fix.span.end :]
    if not mended:
        return
    told = [finding(fix.span, number=i, fixes=[fix]) for i, fix in enumerate(fixes)]
    copied = annotated(data, Outcome("a.docx", read_bytes(data, "a.docx"), tuple(told)), True, WHEN)
    assert copied.mended == len(fixes)
    assert accepted(copied.data) == mended
    assert rejected(copied.data) == text


def test_without_fix_nothing_is_changed_and_a_mend_without_a_place_is_told() -> None:
    inserted = f"<w:ins w:id='7' w:author='张三'>{run('行动!')}</w:ins>"
    data = package(para(run("请,"), inserted))
    fixes = [Fix(where(data, ","), "，"), Fix(where(data, "!"), "！")]
    document = read_bytes(data, "a.docx")
    one, other = (finding(fix.span, number=i, fixes=[fix]) for i, fix in enumerate(fixes))
    both = finding(fixes[0].span, number=3, fixes=fixes)
    assert accepted(copy_of(data, one)) == document.text
    copied = annotated(data, Outcome("a.docx", document, (one, other)), True, WHEN)
    assert (copied.mended, copied.unmended) == (1, 1)
    assert accepted(copied.data) == "请，行动!"
    all_or_none = annotated(data, Outcome("a.docx", document, (both,)), True, WHEN)
    assert (all_or_none.mended, all_or_none.unmended) == (0, 1)
    assert accepted(all_or_none.data) == document.text


# --- the command --------------------------------------------------------------------------------


@pytest.fixture
def draft(project: Path) -> Path:
    path = project / "稿子.docx"
    path.write_bytes(package(para("关于防汛的通知") + para("各区：") + para(WORDS)))
    return path


def test_the_command_leaves_the_draft_and_writes_the_copy(draft: Path, wenlint: Run) -> None:
    before = draft.read_bytes()
    result = wenlint("annotate", draft.name, "-o", "批注.docx")
    assert result.exit_code == 1, result.output
    assert "批注 1 条" in result.stdout
    assert draft.read_bytes() == before
    assert list(ranges((draft.parent / "批注.docx").read_bytes()).values()) == ["立即行动！"]


def test_its_own_comments_are_no_part_of_what_it_judges(tmp_path: Path, wenlint: Run) -> None:
    """Comments left in a file are a finding, but not those that wenlint put there."""
    path = ROOT / "examples" / "flawed" / "redundant-opinion.docx"
    first, second = tmp_path / "1.docx", tmp_path / "2.docx"
    wenlint("annotate", str(path), "-o", str(first))
    wenlint("annotate", str(first), "-o", str(second))
    assert comments(second.read_bytes()).keys() == comments(first.read_bytes()).keys() != set()
    assert ranges(second.read_bytes()) == ranges(first.read_bytes())
    assert read_bytes(without_own_comments(first.read_bytes()), "a").text == read_bytes(path.read_bytes(), "a").text
    assert without_own_comments(path.read_bytes()) == path.read_bytes()


def test_the_draft_is_never_overwritten(draft: Path, wenlint: Run) -> None:
    result = wenlint("annotate", draft.name, "-o", f"./{draft.name}")
    assert result.exit_code == 2
    assert "不能用报告盖掉它" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("flawed.txt", "-o", "out.docx"), 2, "不能加批注"),
        (("gone.docx", "-o", "out.docx"), 3, "文件不存在"),
        ((".", "-o", "out.docx"), 2, "一次批注一份"),
        (("稿子.docx", "-o", "out.pdf"), 2, "要以 .docx 结尾"),
        (("稿子.docx",), 2, "-o"),
    ],
)
def test_what_cannot_be_done_is_said(
    draft: Path, wenlint: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = wenlint("annotate", *arguments)
    assert result.exit_code == code, result.output
    assert said in result.stderr
    assert not list(draft.parent.glob("out.*"))


def test_a_file_that_changed_meanwhile_is_refused() -> None:
    data, other = package(para("甲")), package(para("乙"))
    with pytest.raises(AnnotatingError, match="改动过"):
        annotated(other, Outcome("a.docx", read_bytes(data, "a.docx"), ()))


# --- real files ---------------------------------------------------------------------------------


def real_files() -> Iterator[Path]:
    import os

    yield from sorted((ROOT / "examples").rglob("*.docx"))
    folder = Path(os.environ.get("WENLINT_REAL", "/nowhere"))
    yield from sorted((folder / "files").glob("*.docx"))


def sampled(document: Document) -> list[Finding]:
    """Findings at words all over a draft."""
    blocks = [block for block in document.blocks if len(block.span)]
    step = max(1, len(blocks) // 40)
    spans = [Span(b.span.start + len(b.span) // 3, b.span.end - len(b.span) // 4) for b in blocks[::step]]
    return [finding(span, number=i) for i, span in enumerate(spans) if len(span)]


@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.stem)
def test_on_real_files_the_ranges_are_the_words_and_all_else_stays(path: Path) -> None:
    data = path.read_bytes()
    document = read_bytes(data, path.name)
    told = sampled(document)
    copy = annotated(data, Outcome(path.name, document, tuple(told)), when=WHEN)
    assert b"ns0:" not in etree.tostring(part(copy.data, "word/document.xml"))
    read_back, texts = ranges(copy.data), comments(copy.data)
    mine = [number for number, text in texts.items() if text.startswith("wenlint:")]
    assert len(mine) == len(told) == copy.comments
    for number, one in zip(mine, told, strict=True):
        if "标在这里" in texts[number] or "自动编号" in texts[number]:
            continue
        words = "".join(one.at[0].span.of(document.text).split())
        found = "".join(read_back[number].split())
        assert found == words or words.endswith(found) or _lacks_shown(words, found), (words, found)
    assert shape(part(copy.data, "word/document.xml")) == shape(part(data, "word/document.xml"))
    assert others_of(copy.data).items() >= others_of(data).items()
    assert read_bytes(copy.data, path.name).text == document.text


def _lacks_shown(words: str, found: str) -> bool:
    """Whether the words hold what no w:t shows: symbols, hyphens, formulas, the numbers of lists."""
    rest = iter(words)
    return len(found) >= len(words) * 0.7 and all(character in rest for character in found)


OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def annotated_words(root: etree._Element) -> dict[str, str]:
    """The words between the marks of each annotation, as LibreOffice read them."""
    found: dict[str, str] = {}
    open_: set[str] = set()

    def walk(element: etree._Element) -> None:
        name = element.get(f"{OFFICE}name", "")
        if element.tag == f"{OFFICE}annotation":
            open_.add(name)
            found[name] = ""
        else:
            open_.discard(name if element.tag == f"{OFFICE}annotation-end" else "")
            add(element.text)
            for child in element:
                walk(child)
        add(element.tail)

    def add(text: str | None) -> None:
        for name in open_:
            found[name] += text or ""

    walk(root)
    assert not open_
    return found


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_finds_each_comment_at_its_words(tmp_path: Path) -> None:
    data = (ROOT / "examples" / "flawed" / "secrecy-faults.docx").read_bytes()
    document = read_bytes(data, "a.docx")
    told = sampled(document)
    (tmp_path / "copy.docx").write_bytes(copy_of(data, *told))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run(
        [*command, "fodt", "--outdir", str(tmp_path), str(tmp_path / "copy.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    read_back = annotated_words(etree.parse(tmp_path / "copy.fodt").getroot())
    assert len(read_back) == len(told) > 10
    found = ["".join(words.split()) for words in read_back.values()]
    inside = [block for block in document.blocks if block.part is not Part.MARGIN]
    for one in told:
        span = one.at[0].span
        if any(block.span.overlaps(span) for block in inside):
            assert "".join(span.of(document.text).split()) in found


# --- other conformance, other encodings -----------------------------------------------------------


def altered(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The package with its parts changed, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


def test_a_strict_document_stays_strict() -> None:
    strict = {
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }

    def change(name: str, content: bytes) -> bytes:
        for transitional, other in strict.items():
            content = content.replace(transitional, other)
        return content

    data = altered(package(para("请立即行动！")), change)
    copied = copy_of(data, finding(where(data, "立即")))
    with zipfile.ZipFile(io.BytesIO(copied)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in ("word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels"):
        assert not [old for old in strict if old in parts[name]], name
        assert b"purl.oclc.org" in parts[name]
    assert read_bytes(copied, "a.docx").text == "请立即行动！"
    twice = copy_of(copied, finding(where(copied, "行动")))
    assert len(part(twice, "word/comments.xml")) == 1


def test_a_document_in_utf_16_and_names_in_odd_case() -> None:
    def change(name: str, content: bytes) -> bytes:
        return content.decode().encode("utf-16") if name == "word/document.xml" else content

    data = altered(package(para("请立即行动！")), change)
    assert list(ranges(copy_of(data, finding(where(data, "立即")))).values()) == ["立即"]


def test_a_file_with_macros_keeps_its_kind(draft: Path, wenlint: Run) -> None:
    def change(name: str, content: bytes) -> bytes:
        plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        return content.replace(plain, b"application/vnd.ms-word.document.macroEnabled.main+xml")

    draft.with_suffix(".docm").write_bytes(altered(draft.read_bytes(), change))
    refused = wenlint("annotate", "稿子.docm", "-o", "out.docx")
    assert refused.exit_code == 2
    assert ".docm" in refused.stderr
    assert wenlint("annotate", "稿子.docm", "-o", "out.docm").exit_code == 1


def test_paragraphs_without_a_mark_content_controls_and_choices_of_blocks() -> None:
    """A paragraph whose mark is deleted runs on into the next; wrappers around runs and paragraphs are no matter."""
    joined = "<w:p><w:pPr><w:rPr><w:del w:id='1' w:author='张三'/></w:rPr></w:pPr>" + run("前半句，") + "</w:p>"
    control = f"<w:sdt><w:sdtContent>{para('控件里的一段。')}</w:sdtContent></w:sdt>"
    inline = para(run("甲"), f"<w:sdt><w:sdtContent>{run('乙丙丁')}</w:sdtContent></w:sdt>", run("戊"))
    data = package(joined + para("后半句。") + control + inline)
    for words in ("句，后半", "里的一", "丙", "甲乙", "丁戊"):
        copied = copy_of(data, finding(where(data, words)))
        assert list(ranges(copied).values()) == [words]
        assert read_bytes(copied, "a.docx").text == read_bytes(data, "a.docx").text
