"""Damaged and hostile files end quickly with one line that says what to do."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from docx_builder import NAMESPACES, package, para, style, styles, words, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from wenlint.reading import docx
from wenlint.reading.archive import Archive, Limits
from wenlint.reading.errors import ReadingError

SECONDS = 15.0  # generous on a loaded machine: unguarded, each of these takes a minute or more


def refusal(data: bytes) -> ReadingError:
    begun = time.perf_counter()
    with pytest.raises(ReadingError) as caught:
        docx.read(data)
    assert time.perf_counter() - begun < SECONDS
    assert "\n" not in caught.value.message
    return caught.value


def document(inside: str, prolog: str = "") -> bytes:
    return zipped({"word/document.xml": f"{prolog}<w:document {NAMESPACES}><w:body>{inside}</w:body></w:document>"})


def test_styles_that_many_drafts_carry_still_count_as_elements() -> None:
    sheet = styles(*(style(f"s{number}", "<w:rPr><w:b/></w:rPr>") for number in range(200)))
    data = package(para("正文"), parts={"styles": sheet})
    for _ in range(2):  # the second time the styles are known
        docx.read(data, 1500)
        with pytest.raises(ReadingError) as caught:
            docx.read(data, 300)
        assert caught.value.reason == "too-large"


def test_truncated_archive() -> None:
    whole = package(para("正文" * 500))
    for cut in (10, len(whole) // 2, len(whole) - 5):
        assert refusal(whole[:cut]).reason == "damaged"


def test_member_damaged_inside() -> None:
    data = bytearray(package(para("正文" * 500)))
    start = data.index(b"word/document.xml") + 40
    data[start : start + 40] = bytes(40)
    assert refusal(bytes(data)).reason == "damaged"


def test_archive_without_main_part() -> None:
    error = refusal(zipped({"readme.txt": "x"}))
    assert error.reason == "damaged"
    assert "缺少正文部分" in error.message


def test_workbook_is_named_as_such() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    error = refusal(zipped({"_rels/.rels": relations, "xl/workbook.xml": "<workbook/>"}))
    assert error.reason == "unsupported"
    assert "Excel" in error.message


@pytest.mark.parametrize("content", ["<w:p", "", "no xml", "<a/>", f"<w:document {NAMESPACES}/>"])
def test_main_part_that_is_no_document(content: str) -> None:
    assert refusal(zipped({"word/document.xml": content})).reason == "damaged"


def test_encrypted_member() -> None:
    data = bytearray(package(para("正文")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + offset] |= 1
    assert refusal(bytes(data)).reason == "encrypted"


def test_millions_of_empty_paragraphs() -> None:
    data = document("<w:p/>" * 3_000_000)
    assert len(data) < 60_000
    assert refusal(data).reason == "too-large"


def test_more_elements_than_any_draft_has() -> None:
    for inside, says in (
        ("<w:r/>" * 1_100_000, "元素"),
        ("<w:p/>" * 110_000, "段落"),
        (f"<w:p><w:r>{'<w:br/>' * 110_000}</w:r></w:p>", "换行"),
        ("<x:p xmlns:x='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>" * 110_000, "段落"),
    ):
        error = refusal(document(inside))
        assert (error.reason, says in error.message) == ("too-large", True)


@pytest.mark.parametrize(
    "inside",
    [
        "<w:p/>" * 99_000,
        f"<w:p>{'<w:r/>' * 300_000}</w:p>",
        f"<w:p><w:r>{'<w:br/>' * 99_000}</w:r></w:p>",
        f"<w:p>{'<w:r><w:t>字</w:t></w:r>' * 100_000}</w:p>",
    ],
)
def test_odd_but_allowed_sizes_stay_quick(inside: str) -> None:
    begun = time.perf_counter()
    words(inside)
    assert time.perf_counter() - begun < SECONDS


def test_entity_bomb() -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "实体" in refusal(document("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", entities + "]>")).message


def test_external_entity_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不可外泄", encoding="utf-8")
    prolog = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    assert "不可外泄" not in refusal(document("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", prolog)).message


def test_excessive_depth() -> None:
    depth = 5_000
    error = refusal(document("<w:sdt>" * depth + para("x") + "</w:sdt>" * depth))
    assert (error.reason, "嵌套" in error.message) == ("too-large", True)


def test_deepest_depth_that_parses_is_walked() -> None:
    depth = 40
    inside = "<w:tbl><w:tr><w:tc>" * depth + para("底") + "</w:tc></w:tr></w:tbl>" * depth
    assert words(inside) == ["底"]


def test_one_huge_text() -> None:
    error = refusal(document(para("字" * 4_000_000)))
    assert error.reason == "too-large"


def test_member_too_large_and_ratio_and_total_and_crowd() -> None:
    big = zipped({"a": bytes(3_000), "b": bytes(3_000)})
    cases = {
        "展开后": Limits(member_size=2_000),
        "压缩比": Limits(ratio=10, ratio_from=1_000),
    }
    for says, limits in cases.items():
        with pytest.raises(ReadingError, match=says):
            Archive(big, limits).read("a")
    archive = Archive(big, Limits(total_size=4_000))
    archive.read("a")
    with pytest.raises(ReadingError, match="文件内容过大"):
        archive.read("b")
    with pytest.raises(ReadingError, match="文件过多"):
        Archive(big, Limits(members=1))


def test_declared_size_is_not_trusted() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body/></w:document>" + " " * 9_000_000)
    data = bytearray(buffer.getvalue())
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    assert refusal(bytes(data)).reason == "damaged"


def test_hostile_list_start_makes_no_long_label() -> None:
    from docx_builder import level, listed, numbering

    abstract = f'<w:abstractNum w:abstractNumId="0">{level(0, "lowerLetter", "%1")}</w:abstractNum>'
    abstract = abstract.replace('<w:start w:val="1"/>', '<w:start w:val="2147483640"/>')
    parts = {"numbering": numbering(abstract, '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')}
    (text,) = words(para("文", properties=listed(1)), parts=parts)
    assert text == "2147483640\t文"


WHOLE = package(para("关于做好工作的通知") + para("各单位："))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_any_overwritten_bytes_are_read_or_refused(at: int, junk: bytes) -> None:
    data = WHOLE[:at] + junk + WHOLE[at + len(junk) :]
    try:
        docx.read(data)
    except ReadingError as error:
        message = error.message
    else:
        message = "读出来了"
    assert message
