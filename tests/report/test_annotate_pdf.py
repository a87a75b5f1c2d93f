"""Annotated copies of PDFs: highlights over the exact words, what they say, all else as it was."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import product
from pathlib import Path

import pypdfium2
import pytest
from annotating import finding
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_annotations import (
    DRAFT,
    DUTY,
    GRID,
    HIGHLIGHT,
    NOTE,
    NOTICE,
    TITLE,
    annotations,
    assert_else_as_it_was,
    copy_of,
    edited,
    named,
    numbers,
    solid,
    under,
    where,
)
from pdf_maker import LEFT, PITCH, SIZE, TOP, Page, document, pdf
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, FloatObject, NameObject

from wenlint.document import Span
from wenlint.finding import Location, Severity, SuperiorRef
from wenlint.reading import read_bytes

# --- the exact words ----------------------------------------------------------------------------

TEXT = read_bytes(GRID, "a.pdf").text
BODY = TEXT.index("河道清理工作材料")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, BODY - 2), st.integers(1, 180)), min_size=1, max_size=6))
def test_the_highlight_lies_over_exactly_the_words_of_the_finding(drawn: list[tuple[int, int]]) -> None:
    spans = [Span(start, min(start + length, BODY)) for start, length in drawn]
    spans = [span for span in spans if span.of(TEXT).strip()]
    found = under(copy_of(GRID, *(finding(span, number=i) for i, span in enumerate(spans))).data, GRID)
    for number, span in enumerate(spans):
        # A passage that goes on on another page has another highlight there.
        parts = [name for name in sorted(found) if name.partition("+")[0] == named(number)]
        assert "".join(found[name] for name in parts) == solid(span.of(TEXT))


def test_everything_else_is_as_it_was() -> None:
    spans = [Span(0, 4), Span(5, 300), Span(len(TEXT) - 3, len(TEXT))]
    copied = copy_of(GRID, *(finding(span, number=i) for i, span in enumerate(spans)), finding(number=9)).data
    assert_else_as_it_was(copied, GRID)


def test_a_file_of_libreoffice_and_one_quad_a_line() -> None:
    data = NOTICE.read_bytes()
    text = read_bytes(data, "a.pdf").text
    passage = Span(text.index("各街道"), text.index("各街道") + 60)
    copied = copy_of(data, finding(passage)).data
    assert [*under(copied, data).values()] == [solid(passage.of(text))]
    ((_, annotation),) = annotations(copied)
    quads = numbers(annotation, "/QuadPoints")
    tops = quads[1::8]
    assert len(tops) >= 3
    assert tops == sorted(set(tops), reverse=True)
    assert_else_as_it_was(copied, data)


def test_words_over_the_end_of_a_page_have_a_highlight_on_each() -> None:
    copied = copy_of(GRID, finding(Span(0, BODY))).data
    parts = sorted((page, str(one["/NM"])) for page, one in annotations(copied))
    assert parts == [(0, named(0)), *((page, f"{named(0)}+{page}") for page in range(1, len(parts)))]
    assert len(parts) > 2
    found = under(copied, GRID)
    assert "".join(found[name] for _, name in parts) == solid(TEXT[:BODY])
    (second,) = (one for page, one in annotations(copied) if page == 1)
    assert str(second["/Contents"]) == "（接上页）【错误】有感叹号"


UPRIGHT = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}
PLACES = {
    0: [(80, 100), (80, 130)],
    90: [(200, 700), (230, 700)],
    180: [(500, 200), (500, 170)],
    270: [(300, 80), (270, 80)],
}


@pytest.mark.parametrize("rotate", UPRIGHT)
def test_rotated_pages(rotate: int) -> None:
    """Turned by the viewer alone, and set sideways so that the viewer turns it upright."""
    lying = Page(rotate=rotate).text(LEFT, TOP, "各街道要逐段排查河道和桥涵。").text(LEFT, TOP + PITCH, "请认真落实。")
    turned = Page(rotate=rotate)
    for (x, y), words in zip(PLACES[rotate], (DUTY[:20], DUTY[20:40]), strict=True):
        turned.text(x, y, words, turn=UPRIGHT[rotate])
    data = pdf([lying, turned])
    words = ["排查河道和", DUTY[3:8]]
    copied = copy_of(data, *(finding(where(data, one), number=i) for i, one in enumerate(words))).data
    assert under(copied, data) == {named(0): words[0], named(1): words[1]}
    found = dict(annotations(copied))
    assert sorted(found) == [0, 1]
    x0, y0, x1, y1 = numbers(found[1], "/QuadPoints")[:4]
    along = {0: x1 > x0, 90: y1 > y0, 180: x1 < x0, 270: y1 < y0}
    assert along[rotate]  # as one reads them
    assert_else_as_it_was(copied, data)


@pytest.mark.parametrize("rotate", UPRIGHT)
def test_a_note_stands_left_of_the_title_as_the_page_is_shown(rotate: int) -> None:
    page = Page(rotate=rotate)
    for (x, y), words in zip(PLACES[rotate], (DUTY[:20], DUTY[20:40]), strict=True):
        page.text(x, y, words, turn=UPRIGHT[rotate])
    with pypdfium2.PdfDocument(copy_of(pdf([page]), finding()).data) as read:
        bare, noted = (shown(read[0].render(draw_annots=drawn)) for drawn in (False, True))
    words = [place for place, pixel in bare.items() if pixel[0] < 128]
    note = [place for place, pixel in noted.items() if pixel != bare[place]]
    assert max(x for x, _ in note) < min(x for x, _ in words)
    assert abs(min(y for _, y in note) - min(y for _, y in words)) < SIZE / 2


def shown(image: pypdfium2.PdfBitmap) -> dict[tuple[int, int], bytes]:
    """Its pixels, by distance from the left and from the top."""
    data, width = bytes(image.buffer), image.n_channels
    places = ((x, y) for y in range(image.height) for x in range(image.width))
    return {(x, y): data[(at := y * image.stride + x * width) : at + width] for x, y in places}


def cropped(writer: PdfWriter) -> None:
    for page in writer.pages:
        page[NameObject("/MediaBox")] = ArrayObject(map(FloatObject, (-50, -40, 595, 842)))
        page[NameObject("/CropBox")] = ArrayObject(map(FloatObject, (40, 30, 560, 800)))


def test_cropped_pages() -> None:
    data = edited(document(DRAFT[:6]), cropped)
    copied = copy_of(data, finding(where(data, "逐段排查")), finding(number=1)).data
    quad = numbers(annotations(copied, HIGHLIGHT)[0][1], "/QuadPoints")
    with pypdfium2.PdfDocument(data) as read:
        page = read[0].get_textpage()
        boxes = [page.get_charbox(index) for index in range(page.count_chars())]
        middles = [((left + right) / 2, (bottom + top) / 2) for left, bottom, right, top in boxes]
        inside = [i for i, (x, y) in enumerate(middles) if quad[0] < x < quad[2] and quad[5] < y < quad[1]]
        assert "".join(page.get_text_range(index, 1) for index in inside) == "逐段排查"
    left, bottom, right, top = numbers(annotations(copied, NOTE)[0][1], "/Rect")
    assert 40 <= left < right <= 560
    assert 30 <= bottom < top <= 800
    assert_else_as_it_was(copied, data)


def test_columns_cells_and_overprinted_words() -> None:
    page = Page()
    for x, side in ((60, "左"), (320, "右")):
        for row in range(12):
            page.text(x, 100 + 20 * row, f"{side}栏第{row}行要说的一些话在这里" + side * 5, 10)
    for y in (500, 530, 560):
        page.rule(60, y, 500, y)
    for x in (60, 280, 500):
        page.rule(x, 500, x, 560)
    page.text(70, 520, "责任单位").text(290, 520, "区水务局").text(70, 550, "时限").text(290, 550, "十月底前")
    page.text(60, 640, "叠印的字").text(60.3, 640, "叠印的字")
    data = pdf([page])
    words = ["左栏第5行", "右栏第6行", "区水务局", "十月底前"]
    copied = copy_of(data, *(finding(where(data, one), number=i) for i, one in enumerate(words))).data
    assert under(copied, data) == {named(i): one for i, one in enumerate(words)}
    assert sorted(*under(copy_of(data, finding(where(data, "印的"))).data, data).values()) == sorted("印印的的")


def test_latin_words_over_a_line_end_ligatures_and_gaps() -> None:
    page = Page()
    page.text(LEFT, TOP, "The district inspects the river on a known date of every year")
    page.text(LEFT, TOP + PITCH, "and removes what it may find there.").text(LEFT, TOP + 2 * PITCH, "总　　则")
    data = pdf([page])
    for words in ("year and removes", "find there", "总"):
        assert [*under(copy_of(data, finding(where(data, words))).data, data).values()] == [solid(words)]


# --- where the words cannot carry it ------------------------------------------------------------


def test_a_place_without_characters_stands_at_the_one_before() -> None:
    end = where(GRID, "各街道办事处：").end
    for span in (Span(end, end), Span(end, end + 1)):
        assert [*under(copy_of(GRID, finding(span)).data, GRID).values()] == ["："]
    assert [*under(copy_of(GRID, finding(Span(0, 0))).data, GRID).values()] == [TITLE[0]]


def test_a_watermark_is_told_in_a_note_that_says_so() -> None:
    page = Page().text(LEFT, TOP, DUTY[:26]).text(LEFT, TOP + PITCH, DUTY[26:50])
    page.text(150, 500, "内部资料注意保管", 40, turn="0.7071 0.7071 -0.7071 0.7071")
    data = pdf([page])
    copied = copy_of(data, finding(where(data, "资料")))
    assert (copied.comments, copied.elsewhere) == (1, 1)
    ((_, annotation),) = annotations(copied.data)
    assert annotation["/Subtype"] == NOTE
    assert "问题在斜排的文字里" in str(annotation["/Contents"])
    assert "“资料”" in str(annotation["/Contents"])


def test_findings_of_the_whole_draft_are_notes_beside_its_title() -> None:
    whole = replace(finding(where(GRID, DUTY[:4]), number=1), whole=True)
    copied = copy_of(GRID, finding(), whole).data
    (first, note), (second, other) = annotations(copied)
    assert (first, second) == (0, 0)
    assert note["/Subtype"] == other["/Subtype"] == NOTE
    _, bottom, right, top = numbers(note, "/Rect")
    base = 842 - TOP
    assert right < LEFT + 2 * SIZE
    assert bottom < base + SIZE / 2 < top
    assert numbers(other, "/Rect")[3] < bottom  # one below the other
    assert_else_as_it_was(copied, GRID)


# --- what it says -------------------------------------------------------------------------------


def test_it_says_what_where_by_which_article_and_how_to_mend() -> None:
    source = SuperiorRef("x", "关于河道的通知", "国办发〔2026〕3号")
    at = (Location(where(GRID, DUTY[:20])), Location(Span(0, 6), source, "各地要对辖区内河道逐段排查", ("二、要求",)))
    ((_, annotation),) = annotations(copy_of(GRID, replace(finding(), at=at, severity=Severity.WARNING)).data)
    text = str(annotation["/Contents"])
    assert text.startswith("【警告】有感叹号\r")
    for words in (
        "改用句号。", "《示例镇公文语气规定》（示镇发〔2024〕1号）第 3 条（不得）",
        "《关于河道的通知》（国办发〔2026〕3号）", "各地要对辖区", "二、要求", "town/calm", "0" * 16,
    ):  # fmt: skip
        assert words in text
    assert (annotation["/T"], annotation["/Subj"]) == ("wenlint", "警告　town/calm")
    assert annotation["/Popup"]["/Parent"] == annotation  # type: ignore[index]
    assert annotation["/P"]["/Type"] == "/Page"  # type: ignore[index]


def test_severity_shows_in_the_colour_and_smaller_highlights_lie_above() -> None:
    small = replace(finding(where(GRID, DUTY[5:8])), severity=Severity.ERROR)
    large = replace(finding(where(GRID, DUTY), number=1), severity=Severity.INFO)
    (_, below), (_, above) = annotations(copy_of(GRID, small, large).data)
    assert (below["/NM"], above["/NM"]) == (named(1), named(0))
    red, _, blue = numbers(above, "/C")
    assert red > blue
    red, _, blue = numbers(below, "/C")
    assert blue > red


def test_the_highlight_shows_and_leaves_the_words_readable() -> None:
    copied = copy_of(GRID, finding(where(GRID, TITLE))).data
    left, bottom, right, top = numbers(annotations(copied)[0][1], "/Rect")
    with pypdfium2.PdfDocument(copied) as read:
        pixels = shown(read[0].render(rev_byteorder=True))
    inside = [
        (x, 842 - y)
        for x, y in product(range(round(left) + 2, round(right) - 1), range(round(bottom) + 2, round(top) - 1))
    ]
    spots = [tuple(pixels[place][:3]) for place in inside]
    assert max(spots, key=spots.count) == pytest.approx((255, 163, 158), abs=3)
    assert min(map(sum, spots)) < 200  # ink under it


def test_nothing_of_a_marked_draft_is_in_its_annotations(project: Path, wenlint: Run) -> None:
    page = Page().text(LEFT, 60, "机密★5年").text(160, 150, "关于加强水库调度的通知", 22)
    data = pdf([page.text(LEFT, 220, "各区人民政府：").text(LEFT + 32, 250, "甲水库要开闸放水！")])
    (project / "secret.pdf").write_bytes(data)
    result = wenlint("annotate", "secret.pdf", "-o", "out.pdf")
    assert result.exit_code == 1, result.output
    copied = (project / "out.pdf").read_bytes()
    said = "".join(str(annotation) for _, annotation in annotations(copied))
    assert "有感叹号" in said
    for words in ("水库", "开闸", "放水"):
        assert words not in said + result.output
        assert words.encode("utf-16-be") not in copied[len(data) :]


def test_others_read_the_copy_as_strictly_as_they_can() -> None:
    reader = PdfReader(io.BytesIO(copy_of(GRID, finding(where(GRID, TITLE)), finding(number=1)).data), strict=True)
    assert len(reader.pages) == len(PdfReader(io.BytesIO(GRID)).pages)
    listed = (number for generation in reader.xref.values() for number in generation if number)
    assert all(reader.get_object(number) is not None for number in listed)
