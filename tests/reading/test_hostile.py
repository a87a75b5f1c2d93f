"""Files made to hurt: each ends with one line, in bounded time and memory, and the others are still judged."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pdf_maker
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.document import Measure
from wenlint.reading import ReadingError, contained, formats, limits, pace, read_bytes
from wenlint.reading.child import _answer
from wenlint.reading.docx import numerals
from wenlint.reading.formats import Task, read_flow

GOOD = "关于开展检查的通知\n各区人民政府：\n请认真检查。\n示例市人民政府\n2024年1月1日\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFD = "http://www.ofdspec.org/2016"
LIMITED = pytest.mark.skipif(sys.platform != "linux", reason="processor time and memory are limited on Linux")


def packed(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str) -> bytes:
    return packed({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'})


def ofd(layer: str, resources: str = "", pages: int = 1) -> bytes:
    listed = '<o:Page ID="1" BaseLoc="P.xml"/>' * pages
    root = "<o:DocBody><o:DocRoot>D/Document.xml</o:DocRoot></o:DocBody>"
    return packed(
        {
            "OFD.xml": f'<o:OFD xmlns:o="{OFD}">{root}</o:OFD>',
            "D/Document.xml": f'<o:Document xmlns:o="{OFD}"><o:CommonData><o:PublicRes>R.xml</o:PublicRes>'
            f"</o:CommonData><o:Pages>{listed}</o:Pages></o:Document>",
            "D/R.xml": f'<o:Res xmlns:o="{OFD}">{resources}</o:Res>',
            "D/P.xml": f'<o:Page xmlns:o="{OFD}"><o:Content><o:Layer>{layer}</o:Layer></o:Content></o:Page>',
        }
    )


def nested_units(width: int, depth: int) -> bytes:
    """Composite objects that use others many times over."""
    units = "".join(
        f'<o:CompositeGraphicUnit ID="{n}"><o:Content>{use(n + 1) * width}</o:Content></o:CompositeGraphicUnit>'
        for n in range(depth)
    )
    return ofd(use(0) * width, f"<o:CompositeGraphicUnits>{units}</o:CompositeGraphicUnits>")


def use(unit: int) -> str:
    return f'<o:CompositeObject ResourceID="{unit}" Boundary="0 0 9 9"/>'


def pdf(objects: list[bytes]) -> bytes:
    body = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(body),
    )


def stream(content: bytes, entries: bytes = b"", filters: bytes = b"/FlateDecode") -> bytes:
    return b"<<%s/Length %d/Filter[%s]>>stream\n%s\nendstream" % (entries, len(content), filters, content)


def page(content: bytes, resources: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % resources,
            content,
            *more,
        ]
    )


def forms_within_forms(width: int, depth: int) -> bytes:
    """A page that draws a form many times, which draws another many times, and so on."""
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    again = zlib.compress(b"/X Do " * width)
    forms = tuple(stream(again, entries % (6 + level)) for level in range(depth))
    return page(stream(again), b"/XObject<</X 5 0 R>>", forms)


def inflating_page(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    once = b"".join([*(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)), packer.flush()])
    return page(stream(zlib.compress(once, 9), filters=b"/FlateDecode/FlateDecode"))


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    listing = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", listing, *[leaf] * count])


HOSTILE: dict[str, Callable[[], bytes]] = {
    "three million paragraphs": lambda: docx("<w:p/>" * 3_000_000),
    "deep XML": lambda: docx("<w:ins>" * 5000 + "</w:ins>" * 5000),
    "OFD of composite objects": lambda: nested_units(100, 6),
    "OFD of spaces": lambda: ofd(" " * 80_000_000),
    "forms within forms": lambda: forms_within_forms(20, 10),
    "PDF that inflates": lambda: inflating_page(450),
    "ten thousand pages": lambda: many_pages(10_010),
    "million objects": lambda: page(stream(zlib.compress(b"0 0 m 9 9 l S " * 1_000_000))),
    "one line of 50 MB": lambda: ("一、（二）《关于" * 2_300_000).encode(),
    "one line of 15 MB": lambda: ("一、（二）《关于" * 620_000).encode(),
}
REFUSED_FOR = {"too-large", "timed-out", "scanned"}


@LIMITED
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_ends_soon_with_one_line(name: str) -> None:
    data = HOSTILE[name]()
    start = time.monotonic()
    with pytest.raises(ReadingError) as caught:
        read_bytes(data, "a")
    assert caught.value.reason in REFUSED_FOR
    assert "\n" not in caught.value.message
    assert time.monotonic() - start < limits.WALL_SECONDS + 3  # 5 s on a machine without other work


@LIMITED
def test_others_are_judged_and_memory_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(inflating_page(450))
    (tmp_path / "b.pdf").write_bytes(forms_within_forms(20, 10))
    (tmp_path / "c.txt").write_text(GOOD, encoding="utf-8")
    code = (
        "import resource, runpy, sys\n"
        "sys.argv = ['wenlint', 'check', '.']\n"
        "try:\n    runpy.run_module('wenlint', run_name='__main__')\n"
        "except SystemExit as end:\n    result = end.code\n"
        "used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
        "print(result, max(used) >> 10)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True, timeout=60)
    *report, last = result.stdout.decode().splitlines()
    exit_code, megabytes = map(int, last.split())
    assert exit_code == 3
    assert megabytes < 500
    assert sum("没能判断：" in line for line in report) == 2
    assert "c.txt" in report


def test_reading_elsewhere_gives_the_same_document() -> None:
    data = GOOD.encode()
    task = Task("通知.txt", "txt")
    assert contained.read_document(data, task) == formats.read_document(data, task)
    with pytest.raises(ReadingError, match="空字符"):
        contained.read_document(b"a\0b", task)


def test_small_text_is_read_without_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contained, "read_document", None)
    assert "认真检查" in read_bytes(GOOD.encode(), "a.txt").text
    assert read_bytes(docx("<w:p><w:r><w:t>通知</w:t></w:r></w:p>"), "a.docx").text == "通知"


def test_a_program_in_one_file_reads_in_its_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(contained, "read_document", None)
    with pytest.raises(ReadingError, match="没有文字"):
        read_bytes(many_pages(1), "a.pdf")


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WALL_SECONDS", 0.01)
    monkeypatch.setattr(limits, "SECONDS", 0)
    with pytest.raises(ReadingError) as caught:
        contained.read_document((GOOD * 5000).encode(), Task("a.txt", "txt"))
    assert caught.value.reason == "timed-out"


def printed(pages: int) -> bytes:
    """An honest document of so many full pages."""
    return pdf_maker.document(["各街道要对辖区内河道逐段排查，重点看桥涵闸口。" * 25] * pages, numbers=False)


def test_text_earns_the_time_to_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "SECONDS", 1.0)  # none of it is for the pages
    monkeypatch.setattr(pace, "MICROSECONDS_A_CHARACTER", 5000)
    data = printed(8)
    assert read_flow(data, Task("a", "pdf")).pages == Measure(8, "pdf pages", exact=True)
    monkeypatch.setattr(pace, "MICROSECONDS_A_CHARACTER", 0)
    with pytest.raises(ReadingError, match=r"共 8 页，读到第 [1-7] 页") as caught:
        read_flow(data, Task("a", "pdf"))
    assert caught.value.reason == "timed-out"


@pytest.mark.parametrize(("size", "characters", "earned"), [(10**6, 600, 1), (2000, 600, 0), (10**6, 0, 0)])
def test_seconds_are_earned_by_text_that_the_file_holds(size: int, characters: int, earned: int) -> None:
    told: list[int] = []
    pace.listen(told.append)
    keeper = pace.Pace(100, size)
    for number in range(1, 100):
        keeper.check(number, characters)
    pace._listeners.remove(told.append)
    assert told == [1] * earned


def test_a_long_document_is_given_more_time() -> None:
    pages = 1_100_000 // limits.MICROSECONDS_A_CHARACTER // 600
    contained.read_document(printed(pages), Task("a", "pdf"))
    assert contained._idle[-1]._earned == 1


@pytest.mark.parametrize(
    ("code", "reason"), [(-24, "timed-out"), (-6, "too-large"), (-9, "too-large"), (-11, "damaged"), (3, "damaged")]
)
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_process_that_ends_without_an_answer(code: int, reason: str) -> None:
    assert contained._died(code, 4).reason == reason


def test_a_process_that_read_well_reads_on_and_one_that_refused_does_not() -> None:
    task = Task("a.txt", "txt")
    first = contained.read_document(GOOD.encode(), task)
    (reader,) = contained._idle
    assert contained.read_document(GOOD.encode(), task) == first
    assert contained._idle == [reader]
    with pytest.raises(ReadingError):
        contained.read_document(b"a\0b", task)
    assert not contained._idle
    assert not reader.is_ours()


def test_an_idle_process_that_was_killed_is_replaced() -> None:
    task = Task("a.txt", "txt")
    first = contained.read_document(GOOD.encode(), task)
    contained._idle[-1].end()
    assert contained.read_document(GOOD.encode(), task) == first


def test_an_answer_may_hold_nothing_but_a_document() -> None:
    with pytest.raises(pickle.UnpicklingError):
        contained._document(pickle.dumps(os.getcwd))


@pytest.mark.parametrize(
    ("error", "reason"), [(MemoryError, "too-large"), (RecursionError, "too-large"), (KeyError, "broken")]
)
def test_whatever_happens_there_becomes_one_line(
    error: type[Exception], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr("wenlint.reading.child.read_document", fails)
    answer = _answer(b"", Task("a", "txt"))
    assert isinstance(answer, tuple)
    assert answer[0] == reason
    assert "\n" not in answer[1]


def test_a_document_without_words_is_not_judged() -> None:
    with pytest.raises(ReadingError) as caught:
        read_bytes(docx("<w:p/>" * 5), "a.docx")
    assert caught.value.reason == "empty"


@given(number=st.integers(-10, 40_000), format=st.sampled_from(sorted(numerals._FORMATS)))
def test_any_number_can_be_written_in_any_format(number: int, format: str) -> None:
    assert (format != "none") <= len(numerals.numeral(number, format)) < 300
