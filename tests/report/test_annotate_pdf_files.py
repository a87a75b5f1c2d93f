"""Annotated copies of PDFs as files: made again, with others' annotations, listed otherwise, protected, broken."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from annotating import WHEN, finding
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_annotations import (
    DRAFT,
    DUTY,
    GRID,
    NOTICE,
    POPUP,
    TITLE,
    annotations,
    assert_else_as_it_was,
    copy_of,
    edited,
    items,
    named,
    names,
    numbers,
    pixels,
    under,
    where,
)
from pdf_maker import Page, document, pdf
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from wenlint.document import Span
from wenlint.finding import Outcome
from wenlint.reading import ReadingError, ocr, read_bytes
from wenlint.report.annotate import AnnotatingError, annotated
from wenlint.report.annotate.pdf import write
from wenlint.report.annotate.pdf.remark import Remark

Spoil = Callable[[bytes], bytes]

# --- again, and with others' annotations --------------------------------------------------------


def dictionary(**entries: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def annotation_of_another(writer: PdfWriter, **more: object) -> None:
    """In an array of its own, as some programs write it."""
    square = dictionary(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/Square"),
        T=TextStringObject("张三"),
        Contents=TextStringObject("请再核"),
        Rect=ArrayObject(map(FloatObject, (10, 10, 40, 40))),
        **more,
    )
    page = writer.pages[0]
    held = items(page["/Annots"].get_object()) if "/Annots" in page else []
    page[NameObject("/Annots")] = writer._add_object(ArrayObject([*held, writer._add_object(square)]))


def test_again_on_its_own_output_it_replaces_its_annotations() -> None:
    first = copy_of(GRID, finding(where(GRID, TITLE)), finding(number=1)).data
    second = copy_of(first, finding(where(GRID, DUTY[:9]), number=2), finding(number=1)).data
    assert names(second) == [named(1), named(2)]
    assert len(annotations(second, POPUP)) == 2
    cleared = copy_of(second).data
    assert annotations(cleared) == annotations(cleared, POPUP) == []
    assert_else_as_it_was(cleared, GRID)


def test_without_findings_the_copy_is_the_draft() -> None:
    assert copy_of(GRID).data == GRID


def test_the_annotations_of_others_stay() -> None:
    data = edited(GRID, annotation_of_another)
    first = copy_of(data, finding(where(data, TITLE))).data
    second = copy_of(first, finding(where(data, TITLE))).data
    assert second.startswith(first)
    assert names(second) == [named(0), "张三"]


def test_an_annotation_that_was_answered_stays_with_its_answer_and_is_not_doubled() -> None:
    said = [finding(where(GRID, TITLE)), finding(where(GRID, DUTY[:9]), number=1)]

    def answer(writer: PdfWriter) -> None:
        listed = items(writer.pages[0]["/Annots"])
        annotation_of_another(writer, IRT=next(one for one in listed if one.get_object().get("/NM") == named(0)))

    answered = edited(copy_of(GRID, *said).data, answer)
    again = copy_of(answered, *said).data
    assert names(again) == [named(0), named(1), "张三"]
    (reply,) = (one for _, one in annotations(again) if one["/T"] == "张三")
    assert reply["/IRT"]["/NM"] == named(0)  # type: ignore[index]
    assert names(copy_of(answered).data) == [named(0), "张三"]


def test_findings_with_one_fingerprint_keep_names_of_their_own() -> None:
    span = where(GRID, TITLE)
    assert names(copy_of(GRID, finding(span), finding(span)).data) == [named(0), f"{named(0)}.2"]


# --- the file -----------------------------------------------------------------------------------


def packed(data: bytes) -> bytes:
    """The file with its list of objects in a stream, and what is no stream in a stream of objects."""
    bodies = {int(match[1]): match[2] for match in re.finditer(rb"(?s)(\d+) 0 obj\n(.*?)\nendobj", data)}
    (root,) = re.findall(rb"/Root (\d+)", data)
    small = [number for number, body in bodies.items() if b"stream" not in body]
    offsets, heads, inner = {}, b"", b""
    for number in small:
        heads += b"%d %d " % (number, len(inner))
        inner += bodies.pop(number) + b"\n"
    holder = max([*bodies, *small]) + 1
    entries = b"/Type /ObjStm /N %d /First %d" % (len(small), len(heads))
    bodies[holder] = b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(heads + inner), heads + inner)
    out = bytearray(b"%PDF-1.5\n")
    for number, body in bodies.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    offsets[holder + 1] = start = len(out)
    rows = b"\0" * 7
    for number in range(1, holder + 2):
        in_file = b"\1" + offsets.get(number, 0).to_bytes(4, "big") + b"\0\0"
        place = small.index(number) if number in small else 0
        in_stream = b"\2" + holder.to_bytes(4, "big") + place.to_bytes(2, "big")
        rows += in_file if number in offsets else in_stream
    told = b"/Type /XRef /Size %d /W [1 4 2] /Root %s 0 R /ID [<01> <02>]" % (holder + 2, root)
    out += b"%d 0 obj\n<< %s /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (holder + 1, told, len(rows), rows)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


@pytest.mark.parametrize("make", [bytes, packed])
def test_the_update_lists_its_objects_as_the_file_does(make: Spoil) -> None:
    data = make(GRID)
    copied = copy_of(data, finding(where(data, TITLE))).data
    assert under(copied, data) == {named(0): TITLE}
    assert_else_as_it_was(copied, data)
    assert (b"\nxref\n" in copied[len(data) :]) is (b"\nxref\n" in data)
    (before,) = re.findall(rb"startxref\s+(\d+)", data)
    assert b"/Prev %s\n" % before in copied[len(data) :]


def test_what_the_file_says_of_itself_stays_and_its_state_changes() -> None:
    data = edited(GRID, lambda writer: writer.add_metadata({"/Title": "秋季河道清理", "/Author": "李四"}))
    data = edited(data, lambda writer: writer.generate_file_identifiers())
    before, after = (PdfReader(io.BytesIO(one)) for one in (data, copy_of(data, finding(where(data, TITLE))).data))
    assert after.metadata is not None
    assert (after.metadata.title, after.metadata.author) == ("秋季河道清理", "李四")
    old, new = before.trailer["/ID"], after.trailer["/ID"]
    assert new[0] == old[0]  # type: ignore[index]
    assert new[1] != old[1]  # type: ignore[index]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: re.sub(rb"startxref\n\d+", b"startxref\n7", data),
        lambda data: b"\n\n" + data,
        lambda data: data + b"\n" * 5000,
    ],
    ids=["not where it says", "bytes before", "bytes after"],
)
def test_a_file_whose_list_of_objects_is_damaged_is_written_anew(spoil: Spoil) -> None:
    data = spoil(GRID)
    copied = copy_of(data, finding(where(data, TITLE))).data
    assert not copied.startswith(data)
    assert names(copied) == [named(0)]
    assert under(copied, copied) == {named(0): TITLE}
    assert pixels(copied) == pixels(data)
    assert read_bytes(copied, "a.pdf").text == read_bytes(data, "a.pdf").text


def signed(writer: PdfWriter, contents: bytes) -> None:
    field = dictionary(FT=NameObject("/Sig"), T=TextStringObject("章"))
    if contents:
        whole = ArrayObject(map(NumberObject, (0, 1, 2, 3)))
        field[NameObject("/V")] = dictionary(
            Type=NameObject("/Sig"), Contents=ByteStringObject(contents), ByteRange=whole
        )
    fields = ArrayObject([writer._add_object(field)])
    writer.root_object[NameObject("/AcroForm")] = dictionary(Fields=fields)


def certified(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/Perms")] = dictionary(DocMDP=dictionary(Type=NameObject("/Sig")))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda writer: signed(writer, b"abc"), "有数字签名或电子印章"),
        (certified, "有数字签名或电子印章"),
        (lambda writer: writer.encrypt("", "owner", algorithm="RC4-128"), "加了密"),
    ],
    ids=["signed", "certified", "encrypted"],
)
def test_protected_files_are_refused_in_one_line(
    project: Path, wenlint: Run, change: Callable[[PdfWriter], None], words: str
) -> None:
    (project / "稿.pdf").write_bytes(edited(GRID, change))
    result = wenlint("annotate", "稿.pdf", "-o", "out.pdf")
    assert result.exit_code == 2, result.output
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (project / "out.pdf").exists()


def test_a_field_that_waits_for_its_signature_is_no_hindrance() -> None:
    data = edited(GRID, lambda writer: signed(writer, b""))
    assert names(copy_of(data, finding(where(data, TITLE))).data) == [named(0)]


def test_a_file_that_changed_meanwhile_is_refused() -> None:
    with pytest.raises(AnnotatingError, match="改动过"):
        annotated(document(DRAFT[:4]), Outcome("a.pdf", read_bytes(GRID, "a.pdf"), (finding(),)))


def test_recognised_text_is_marked_where_its_picture_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    dots, size = 200 / 72, 16
    box = (220.0, 300.0, 220 + 20 * size * dots, 300 + size * dots)

    class Fake:
        def lines(self, _picture: object) -> list[ocr.Recognised]:
            return [ocr.Recognised(DUTY[:20], box, 1.0, False)]

    monkeypatch.setattr(ocr, "Recogniser", Fake)
    data = pdf([Page().scan()])
    remark = Remark(Span(5, 10), 3, named(1), "s", "h", "d", "e", is_whole=False)
    whole, more, elsewhere = write(data, DUTY[:20], [remark], "D:20260101000000Z", ocr=True)
    assert (whole, elsewhere) == (b"", 0)
    ((_, annotation),) = annotations(data + more)
    left, bottom, right, top = numbers(annotation, "/Rect")
    assert left == pytest.approx(220 / dots + 5 * size, abs=3)
    assert right == pytest.approx(220 / dots + 10 * size, abs=3)
    assert bottom < 842 - (300 / dots + size / 2) < top


# --- the command --------------------------------------------------------------------------------


def test_the_command_annotates_a_pdf(project: Path, wenlint: Run) -> None:
    data = document(["关于防汛的通知", "各区：", "各单位务必立即行动！不得有误。"])
    (project / "稿子.pdf").write_bytes(data)
    result = wenlint("annotate", "稿子.pdf", "-o", "批注.pdf")
    assert result.exit_code == 1, result.output
    assert "批注 1 条" in result.stdout
    assert (project / "稿子.pdf").read_bytes() == data
    assert [*under((project / "批注.pdf").read_bytes(), data).values()] == ["立即行动！"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("-o", "out.docx"), "要以 .pdf 结尾"), (("-o", "out.pdf", "--fix"), "--fix 只用于 Word 稿")],
)
def test_what_cannot_be_done_with_a_pdf_is_said(
    project: Path, wenlint: Run, arguments: tuple[str, ...], said: str
) -> None:
    (project / "稿子.pdf").write_bytes(GRID)
    result = wenlint("annotate", "稿子.pdf", *arguments)
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert not list(project.glob("out.*"))


def test_a_check_loads_nothing_of_it() -> None:
    program = (
        "import sys\nfrom wenlint.reading import formats\n"
        f"formats.read_document(open({str(NOTICE)!r}, 'rb').read(), formats.Task('a', 'pdf'))\n"
        "import wenlint.report.annotate.pdf.remarking\nprint(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "pypdfium2" in loaded
    assert "pypdf" not in loaded


# --- anything -----------------------------------------------------------------------------------

SOUND = [
    NOTICE.read_bytes(),
    GRID,
    packed(document(DRAFT[:6])),
    copy_of(GRID, finding(where(GRID, TITLE)), finding(number=1)).data,
]


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(SOUND),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=3)), min_size=1, max_size=6),
    st.sampled_from([0.0, 0.9, 0.98]),
)
def test_a_broken_file_never_breaks_the_program(sound: bytes, changes: list[tuple[float, bytes]], after: float) -> None:
    data = bytearray(sound)
    for place, more in changes:
        at = int((after + (1 - after) * place) * len(data))
        data[at : at + len(more)] = more
    problem = _problem(bytes(data))
    assert "内部出错" not in problem
    assert "\n" not in problem


def _problem(data: bytes) -> str:
    """Why a file cannot be annotated; "" when its copy holds what it should."""
    try:
        document = read_bytes(data, "a.pdf")
        spans = [Span(0, 3), Span(len(document.text) // 2, len(document.text))]
        told = [finding(number=9), *(finding(span, number=i) for i, span in enumerate(spans))]
        copied = annotated(data, Outcome("a.pdf", document, tuple(told)), when=WHEN).data
    except (AnnotatingError, ReadingError) as error:
        return str(error)
    assert read_bytes(copied, "a.pdf").text == document.text
    with pypdfium2.PdfDocument(copied) as read:
        assert sum(pypdfium2.raw.FPDFPage_GetAnnotCount(page) for page in read) >= 2 * len(told)
    return ""
