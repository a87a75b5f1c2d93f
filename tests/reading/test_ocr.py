"""Text recognition: what is made of recognised lines, and (where the extra is installed) of pictures of pages."""

from __future__ import annotations

import io
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from pdf_maker import Page, pdf

from wenlint.reading import ReadingError, image, ocr, read, read_bytes
from wenlint.reading.fixed.compose import compose
from wenlint.reading.formats import Task, read_document
from wenlint.reading.ocr import Recognised

DATA = Path(__file__).parent.parent / "data"
NOTICE = DATA / "pdf" / "notice.pdf"
PNG = b"\x89PNG\r\n\x1a\n"
needs_ocr = pytest.mark.skipif(find_spec("rapidocr") is None, reason="wenlint[ocr] is not installed")
needs_pillow = pytest.mark.skipif(find_spec("PIL") is None, reason="Pillow is not installed")


def line(text: str, left: float, top: float, size: float = 32.0, confidence: float = 1.0) -> Recognised:
    """A line as the recogniser boxes it at two pixels a point: around the ink."""
    return Recognised(text, (left, top, left + size * len(text), top + size * 1.05), confidence, False)


def texts(*lines: Recognised) -> list[str]:
    return [paragraph.text for paragraph in compose([ocr.sheet(lines, 1, 595.0, 842.0, 2.0)])]


def test_lines_become_paragraphs() -> None:
    full = "各街道对辖区内河道逐段排查查看桥涵闸口和排水口发现淤积"
    found = texts(
        line("关于做好河道清理工作的通知", 300, 200, 44),
        line("各街道办事处：", 160, 320),
        line(full[:26], 224, 380),
        line(full + "的", 160, 438),
        line("当天登记。", 160, 496),
        line("一、明确范围", 224, 554),
    )
    assert found == ["关于做好河道清理工作的通知", "各街道办事处：", f"{full[:26]}{full}的当天登记。", "一、明确范围"]


def test_a_size_a_little_off_is_that_of_the_text() -> None:
    body = [line("各街道对辖区内河道逐段排查", 160, 100 + 60 * row, 32 + row % 3) for row in range(5)]
    sheet = ocr.sheet([*body, line("河道清理工作的通知", 160, 600, 44)], 1, 595.0, 842.0, 2.0)
    assert [piece.style.size for piece in sheet.pieces] == [16.0] * 5 + [22.0]


def test_marks_at_the_edge_have_blank_beyond_the_ink() -> None:
    bracket = Recognised("（一）分段包干", (248, 100, 458, 134), 1.0, False)
    piece = ocr.sheet([bracket, line("一二三四五六七八", 160, 200)], 1, 595.0, 842.0, 2.0).pieces[0]
    assert piece.x0 == pytest.approx(115, abs=1)


@pytest.mark.parametrize(
    ("read", "meant"), [("(一）分段", "（一）分段"), ("教委)、厅(委", "教委）、厅（委"), ("SCI(Index)", "SCI(Index)")]
)
def test_latin_brackets_beside_chinese(read: str, meant: str) -> None:
    assert ocr._with_chinese_brackets(read) == meant


def test_note_tells_how_sure_it_is() -> None:
    note = ocr.note(
        [line("十个字十个字十个字十", 0, 0), line("十个字十个字十个字十", 0, 0, confidence=0.6)], "第 1 页的"
    )
    assert note == "第 1 页的文字由 OCR 识别，可能有误（平均把握 80%，有 1 行把握不足 80%），请对照原件"


def test_nothing_is_recognised_unasked() -> None:
    with pytest.raises(ReadingError, match="--ocr") as caught:
        read(DATA / "scanned.pdf")
    assert caught.value.reason == "scanned"
    with pytest.raises(ReadingError, match="--ocr"):
        read_bytes(PNG, "a.png")


@pytest.mark.parametrize("data", [(DATA / "scanned.pdf").read_bytes(), PNG], ids=["pdf", "png"])
def test_missing_extra_is_said(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    monkeypatch.setattr(sys, "frozen", True, raising=False)  # read in this process
    with pytest.raises(ReadingError, match=r"wenlint\[ocr\]") as caught:
        read_bytes(data, "a", ocr=True)
    assert caught.value.reason == "unsupported"


def test_a_file_with_text_is_not_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    assert read(NOTICE, ocr=True) == read(NOTICE)
    assert not any("OCR" in note for note in read_document(NOTICE.read_bytes(), Task("a", "pdf", ocr=True)).notes)


@needs_pillow
def test_images_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    import PIL.Image

    class Blind:
        def lines(self, _: object) -> list[Recognised]:
            return []

    monkeypatch.setattr(ocr, "Recogniser", Blind)
    buffer = io.BytesIO()
    PIL.Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    for data, reason in (
        (buffer.getvalue(), "too-large"),
        (buffer.getvalue()[:400], "too-large"),
        (PNG, "unsupported"),
    ):
        with pytest.raises(ReadingError) as caught:
            image.read(data)
        assert caught.value.reason == reason
    buffer = io.BytesIO()
    PIL.Image.new("L", (100, 100)).save(buffer, "PNG")
    with pytest.raises(ReadingError, match="没有认出文字"):
        image.read(buffer.getvalue())
    with pytest.raises(ReadingError) as caught:
        image.read(buffer.getvalue()[:60])
    assert caught.value.reason in ("damaged", "unsupported")


@needs_ocr
def test_a_picture_of_a_page_reads_as_the_page() -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(NOTICE) as document:
        picture = document[0].render(scale=150 / 72).to_pil()
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", dpi=(150, 150))
    found = read_bytes(buffer.getvalue(), "a.png", ocr=True)
    assert found.format == "image"
    assert found.elements.document_number == "云水〔2024〕7号"
    assert found.elements.title == "云河区水务局关于做好秋季河道清理工作的通知"
    assert found.elements.addressees == ("各街道办事处",)
    assert "为保障汛后河道畅通，现就秋季清理工作有关事项通知如下。" in found.text.splitlines()
    assert any("OCR" in note for note in found.notes)


@needs_ocr
def test_pages_without_text_are_recognised_and_the_others_kept() -> None:
    written = (
        Page()
        .text(79, 105, "关于做好河道清理工作的通知", 22)
        .text(79, 200, "各街道要认真排查，按时报送，不得遗漏任何一处。")
    )
    data = pdf([written, Page().scan()])
    found = read_bytes(data, "a.pdf", ocr=True)
    assert found.pages is not None
    assert found.pages.value == 2
    assert "不得遗漏任何一处" in found.text
    assert any(note.startswith("第 2 页的文字由 OCR 识别") for note in found.notes)
