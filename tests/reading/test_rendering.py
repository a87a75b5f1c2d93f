"""Pages laid out by LibreOffice, which may be missing, crash on one draft of many, or never finish."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "docx"))
from docx_builder import package, para, run, style, styles, zipped

from wenlint.reading import read_bytes, renderable, rendering, soffice
from wenlint.reading.errors import ReadingError
from wenlint.reading.rendering import Rendering

unix = pytest.mark.skipif(sys.platform == "win32", reason="stands in for LibreOffice with a shell script")
needs_libreoffice = pytest.mark.skipif(soffice.find() is None, reason="LibreOffice is not installed")

BREAK = "<w:r><w:br w:type='page'/></w:r>"
MARGINS = '<w:pgMar w:top="2098" w:bottom="1984" w:left="1587" w:right="1474" w:header="851" w:footer="992"/>'
GRID = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-842"/>'
SECTION = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>{MARGINS}{{}}</w:sectPr>'
DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia='宋体'/><w:sz w:val='32'/></w:rPr></w:rPrDefault>"
    "</w:docDefaults>"
)


def draft(*paragraphs: str, grid: str = "") -> tuple[bytes, str]:
    return package("".join(paragraphs) + SECTION.format(grid), parts={"styles": styles(DEFAULTS)}), "docx"


def one(found: dict[str, Rendering | ReadingError], key: str) -> Rendering:
    rendering = found[key]
    assert isinstance(rendering, Rendering), rendering
    return rendering


def failure(found: dict[str, Rendering | ReadingError], key: str) -> ReadingError:
    error = found[key]
    assert isinstance(error, ReadingError)
    assert "\n" not in error.message
    return error


@needs_libreoffice
class TestLibreOffice:
    def test_several_drafts_together(self) -> None:
        found = rendering.render(
            {
                "one": draft(para("只有一页")),
                "three": draft(para("甲", BREAK, "乙", BREAK, "丙")),
                "broken": (b"PK\x03\x04 nothing of the kind", "docx"),
            }
        )
        assert one(found, "one").pages.value == 1
        assert one(found, "three").pages.value == 3
        assert one(found, "three").pages.how == rendering.HOW
        assert isinstance(found["broken"], ReadingError) or found["broken"].pages.value >= 1

    def test_grid_of_closer_characters(self) -> None:
        """22 lines of 28 characters a page (GB/T 9704—2012), which LibreOffice alone takes for twice as many."""
        paragraphs = [para("字" * 28 * 11, properties="<w:widowControl w:val='0'/>") for _ in range(6)]
        found = rendering.render({"grid": draft(*paragraphs, grid=GRID)})
        assert one(found, "grid").pages.value == 3

    def test_page_of_each_paragraph(self) -> None:
        data, format = draft(para("第一页的段落"), para("第二页的段落", properties="<w:pageBreakBefore/>"))
        document = read_bytes(data, "a.docx")
        placed = rendering.applied(document, one(rendering.render({"a": (data, format)}), "a"))
        assert [block.page for block in placed.blocks] == [1, 2]
        assert placed.pages is not None
        assert (placed.pages.value, placed.pages.how) == (2, rendering.HOW)

    def test_nothing_is_left_behind(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        rendering.render({"a": draft(para("甲"))})
        assert not list(tmp_path.iterdir())


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program by the name of LibreOffice that prints a page for every file, until one makes it fail."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "page.pdf").write_bytes(_page())
    program = folder / "soffice"
    program.write_text(
        "#!/bin/sh\n"
        f'echo started >> "{folder}/starts"\n'
        'while [ "$1" != --outdir ]; do shift; done; out=$2; shift 2\n'
        'for file; do\n  if grep -q CRASH "$file"; then exit 139; fi\n'
        '  if grep -q SLOW "$file"; then sleep 30; fi\n  if grep -q REFUSED "$file"; then continue; fi\n'
        f'  name=$(basename "$file"); cp "{folder}/page.pdf" "$out/${{name%.*}}.pdf"\ndone\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def _page() -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    with tempfile.TemporaryFile() as file:
        document.save(file)
        file.seek(0)
        return file.read()


@unix
class TestFailures:
    @pytest.mark.parametrize(
        ("word", "reason", "starts"), [("CRASH", "damaged", 2), ("SLOW", "timed-out", 2), ("REFUSED", "damaged", 1)]
    )
    def test_one_bad_draft_does_not_hold_up_the_others(
        self, stand_in: Path, monkeypatch: pytest.MonkeyPatch, word: str, reason: str, starts: int
    ) -> None:
        monkeypatch.setattr(soffice, "MAX_SECONDS", 0.6)
        files = {"a": b"fine", "b": word.encode(), "c": b"fine", "d": b"fine"}
        found = rendering.render({key: (data, "rtf") for key, data in files.items()})
        assert [key for key, each in found.items() if isinstance(each, Rendering)] == ["a", "c", "d"]
        assert failure(found, "b").reason == reason
        assert len((stand_in / "starts").read_text(encoding="utf-8").split()) == starts

    def test_many_drafts_start_it_once_a_batch(self, stand_in: Path) -> None:
        found = rendering.render({str(index): (b"fine", "rtf") for index in range(rendering.BATCH + 5)})
        assert all(isinstance(each, Rendering) for each in found.values())
        assert len(found) == rendering.BATCH + 5
        assert len((stand_in / "starts").read_text(encoding="utf-8").split()) == 2

    def test_what_is_no_pdf_is_not_counted(self, stand_in: Path) -> None:
        (stand_in / "page.pdf").write_bytes(b"half a file")
        assert failure(rendering.render({"a": (b"fine", "rtf")}), "a").reason == "damaged"

    def test_program_that_does_not_start(self, stand_in: Path) -> None:
        (stand_in / "soffice").write_bytes(b"\x7fELF nothing")
        with pytest.raises(ReadingError, match="启动不了"):
            rendering.render({"a": (b"fine", "rtf")})


def test_missing_libreoffice_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soffice, "find", lambda: None)
    assert not rendering.is_available()
    with pytest.raises(ReadingError, match="没有找到 LibreOffice") as caught:
        rendering.render({"a": (b"", "docx")})
    assert "--pages estimate" in caught.value.message


class TestCautions:
    FONT = "<w:rFonts w:eastAsia='示例小标宋'/>"

    def test_fonts_that_are_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data, format = draft(para(run("字", self.FONT)))
        monkeypatch.setattr(renderable, "_installed", lambda: frozenset({"宋体", "示例小标宋"}))
        assert renderable.prepared(data, format) == (data, "")
        monkeypatch.setattr(renderable, "_installed", lambda: frozenset({"宋体"}))
        assert "示例小标宋" in renderable.prepared(data, format)[1]
        monkeypatch.setattr(renderable, "_installed", lambda: frozenset())
        assert renderable.prepared(data, format)[1] == ""

    def test_fonts_by_style(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(renderable, "_installed", lambda: frozenset({"宋体"}))
        sheet = styles(style("N", f"<w:rPr>{self.FONT}</w:rPr>", default=True))
        assert "示例小标宋" in renderable.prepared(package(para("字"), parts={"styles": sheet}), "docx")[1]

    @pytest.mark.parametrize(
        ("format", "data"),
        [
            ("doc", b"\xd0\xcf\x11\xe0" + "仿宋_GB2312\0".encode("utf-16-le")),
            ("rtf", rb"{\rtf1{\fonttbl{\f0 \'b7\'c2\'cb\'ce_GB2312;}}}"),
            ("odt", zipped({"content.xml": "<style:font-face svg:font-family='仿宋_GB2312'/>"})),
        ],
    )
    def test_fonts_of_other_formats(self, monkeypatch: pytest.MonkeyPatch, format: str, data: bytes) -> None:
        monkeypatch.setattr(renderable, "_installed", lambda: frozenset({"宋体"}))
        assert "仿宋_GB2312" in renderable.prepared(data, format)[1]
        monkeypatch.setattr(renderable, "_installed", lambda: frozenset({"仿宋_gb2312", "仿宋"}))
        assert renderable.prepared(data, format) == (data, "")

    def test_grid_without_a_place_for_the_spacing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(renderable, "_installed", lambda: frozenset())
        bare = package(para("字") + SECTION.format(GRID), parts={"styles": styles(style("N", "", default=True))})
        assert "网格" in renderable.prepared(bare, "docx")[1]
        data, format = draft(para("字"), grid=GRID)
        prepared, caution = renderable.prepared(data, format)
        assert caution == ""
        assert prepared != data

    def test_other_formats_and_damage_go_through(self) -> None:
        assert renderable.prepared(b"{\\rtf1}", "rtf") == (b"{\\rtf1}", "")
        assert renderable.prepared(b"PK no container", "docx") == (b"PK no container", "")


def test_places_follow_the_order_of_the_text() -> None:
    rendering_ = Rendering(read_bytes("字".encode(), "a.txt").pages, "", ("总则附则第一条", "第二条附则"))  # type: ignore[arg-type]
    assert rendering_.places(["总则", "附则", "第 二 条", "附则", "没有的", ""]) == [1, 1, 2, 2, None, None]
