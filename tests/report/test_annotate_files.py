"""``wenlint annotate`` on files: the command, real files, LibreOffice, other encodings."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run
from lxml import etree

sys.path.append(str(Path(__file__).parents[1] / "reading" / "docx"))

from annotating import ROOT, WHEN, W, altered, comments, copy_of, finding, others_of, part, ranges, shape, where
from docx_builder import package, para, run

from wenlint.document import Document, Part, Span
from wenlint.finding import Finding, Outcome
from wenlint.reading import read_bytes
from wenlint.report.annotate import AnnotatingError, annotated, without_own_comments

WORDS = "各单位务必立即行动！不得有误。"

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


def test_certain_mends_are_made_when_asked_for(draft: Path, wenlint: Run) -> None:
    draft.write_bytes(package(para("关于防汛的通知") + para("各区：") + para("请立即办理,不得延误。")))
    options = ("annotate", draft.name, "-o", "out.docx", "--pack", "punctuation-numbers")
    for more, shown in (((), "请立即办理,不得延误。"), (("--fix",), "请立即办理，不得延误。")):
        result = wenlint(*options, *more)
        assert ("修订 1 处" in result.stdout) is bool(more)
        assert shown in read_bytes((draft.parent / "out.docx").read_bytes(), "a.docx").text


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


def test_a_part_that_the_file_only_tells_of_is_told_once_and_no_other_is_overwritten() -> None:
    """Word refuses a file whose listings name a part twice."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    lost = f'<Override PartName="/word/comments.xml" ContentType="{kind}"/></Types>'
    link = '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" '

    def change(name: str, content: bytes) -> bytes:
        if name == "word/_rels/document.xml.rels":
            row = f'{link}Target="comments.xml"/></Relationships>'.encode()
            return content.replace(b"</Relationships>", row)
        return content.replace(b"</Types>", lost.encode())

    plain = package(para("请立即行动！"))
    data = altered(plain, change)
    assert link.encode() in zipfile.ZipFile(io.BytesIO(data)).read("word/_rels/document.xml.rels")
    copied = copy_of(data, finding(where(data, "立即")))
    overrides = [one.get("PartName") for one in part(copied, "[Content_Types].xml")]
    assert overrides.count("/word/comments.xml") == 1
    assert len(part(copied, "word/_rels/document.xml.rels")) == 1

    with zipfile.ZipFile(buffer := io.BytesIO(plain), "a") as archive:
        archive.writestr("word/comments.xml", b"<theirs/>")
    beside = copy_of(buffer.getvalue(), finding(where(plain, "立即")))
    with zipfile.ZipFile(io.BytesIO(beside)) as archive:
        assert archive.read("word/comments.xml") == b"<theirs/>"
        assert "立即" not in archive.read("word/comments1.xml").decode()
        assert archive.read("word/comments1.xml").count(b"<w:comment ") == 1


def test_marks_stand_outside_of_the_tags_around_dates() -> None:
    """LibreOffice shows no range for marks inside of a w:smartTag."""
    tag = f"<w:smartTag w:uri='u' w:element='chsdate'><w:smartTagPr/>{run('5月', '<w:b/>')}{run('1日')}</w:smartTag>"
    data = package(para("请于", tag, "前报送。"))
    for words, inside in (("5月1日", 0), ("于5月", 1), ("5月1日前", 0), ("月1", 2)):
        copied = copy_of(data, finding(where(data, words)))
        assert list(ranges(copied).values()) == [words]
        root = part(copied, "word/document.xml")
        marks = root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd")
        assert sum(mark.getparent().tag == f"{W}smartTag" for mark in marks) == inside, words


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
