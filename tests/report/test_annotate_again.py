"""Comments and changes that were there before, and mends as tracked changes."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1] / "reading" / "docx"))

from annotating import WHEN, W, comments, copy_of, finding, part, ranges, shape, where
from docx_builder import NAMESPACES, package, para, run

from wenlint.document import Span
from wenlint.finding import Fix, Outcome
from wenlint.reading import read_bytes
from wenlint.report.annotate import annotated

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
    assert (all_or_none.mended, all_or_none.unmended) == (0, 2)
    assert accepted(all_or_none.data) == document.text


def test_a_place_that_cannot_be_mended_does_not_keep_the_others_from_it() -> None:
    inserted = f"<w:ins w:id='7' w:author='张三'>{run('行动,')}</w:ins>"
    data = package(para(run("请,"), inserted) + para("落实,"))
    document = read_bytes(data, "a.docx")
    commas = [Span(at, at + 1) for at, mark in enumerate(document.text) if mark == ","]
    one = finding(*commas, fixes=[Fix(comma, "，") for comma in commas])
    copied = annotated(data, Outcome("a.docx", document, (one,)), True, WHEN)
    assert (copied.mended, copied.unmended) == (2, 1)
    assert accepted(copied.data) == "请，行动,\n落实，"


def test_a_mend_touches_only_the_characters_that_differ() -> None:
    data = package(para(run("见(附件"), run("第二", "<w:b/>"), run("页)。")))
    copied = copy_of(data, finding(span := where(data, "(附件第二页)"), fixes=[Fix(span, "（附件第二页）")]), fix=True)
    assert accepted(copied) == "见（附件第二页）。"
    root = part(copied, "word/document.xml")
    assert [one.text for one in root.iter(f"{W}delText")] == ["(", ")"]
    assert len(list(root.iter(f"{W}b"))) == 1


def test_what_a_field_shows_is_left_to_the_field() -> None:
    def mark(kind: str) -> str:
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    head = f"{mark('begin')}<w:r><w:instrText> TOC </w:instrText></w:r>{mark('separate')}"
    data = package(
        para("甲,", head, run("乙,"))
        + para(run("丙,"), mark("end"), run("丁,"))
        + para("戊,", f"<w:fldSimple w:instr='REF x'>{run('己,')}</w:fldSimple>", "庚,")
    )
    document = read_bytes(data, "a.docx")
    commas = [Span(at, at + 1) for at, mark in enumerate(document.text) if mark == ","]
    one = finding(*commas, fixes=[Fix(comma, "，") for comma in commas])
    copied = annotated(data, Outcome("a.docx", document, (one,)), True, WHEN)
    assert accepted(copied.data) == "甲，乙,\n丙,丁，\n戊，己,庚，"
    assert (copied.mended, copied.unmended) == (4, 3)
