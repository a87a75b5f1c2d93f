"""Ways past a gate: a draft that the system behind would take, in a message that the gate might read otherwise."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from odd_forms import BODIES, DRAFT, FORM, INNOCENT, PLAIN, by_email, by_werkzeug, form, named, part

from wenlint.gateway.errors import RefusedError
from wenlint.gateway.icap_message import Message, drafts_in, message_of
from wenlint.gateway.icap_wire import Head, WireError
from wenlint.gateway.options import Bounds

EXAMPLES = Path(__file__).parents[2] / "examples"


def upload(body: bytes, target: str = "/send", **headers: str) -> Message:
    """A message that uploads, and its header fields with underscores for hyphens."""
    return Message(target, 0, {name.replace("_", "-"): value for name, value in headers.items()}, True)


def drafts(body: bytes, content_type: str = FORM) -> list[bytes] | None:
    """The drafts found in a form; None when it is refused."""
    try:
        found = drafts_in(upload(body, content_type=content_type), body, Bounds())
    except RefusedError:
        return None
    return [draft.data for draft in found]


# --- forms ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "disposition",
    [
        'filename="a.txt"',
        "filename=a.txt",
        'filename="A.TXT"',
        "filename*=UTF-8''a.txt",
        "filename*=UTF-8''%61%2Etxt",
        "filename*=utf-16''a.txt",
        "filename*=a.txt",
        "filename=\"a.png\"; filename*=UTF-8''a.txt",
        "filename*=UTF-8''a.png; filename=\"a.txt\"",
        'filename*0="a."; filename*1="txt"',
        "filename*0*=UTF-8''a; filename*1=.txt",
        'filename="a.txt "',
        'filename="a.txt..."',
        'filename="a.txt::$DATA"',
        'filename="a.txt;.png"',
        'filename="a.txt\\"; x=\\".png"',
        'filename="a.txt%00.png"',
        'filename="a%2Etxt"',
        'filename="a.txt\x01.png"',
        'filename="../../a.txt"',
        'filename="C:\\docs\\a.txt"',
        'FileName = "a.txt"',
    ],
)
def test_whatever_might_be_the_name_counts(disposition: str) -> None:
    assert drafts(form(INNOCENT, named(disposition))) == [DRAFT]


def test_a_field_that_a_system_might_take_for_a_file_is_looked_at() -> None:
    typed = part('Content-Disposition: form-data; name="f"', 'Content-Type: text/plain; name="a.txt"')
    assert drafts(form(typed)) == [DRAFT]
    assert drafts(form(part('Content-Disposition: form-data; name="a.txt"'))) == [DRAFT]
    word = (EXAMPLES / "flawed/secrecy-faults.docx").read_bytes()
    assert drafts(form(part('Content-Disposition: form-data; name="f"', data=word))) == [word]
    assert drafts(form(part("Content-Type: application/octet-stream", data=word))) == [word]
    assert drafts(form(part('Content-Disposition: form-data; name="f"', data="正文".encode()))) == []


@pytest.mark.parametrize(
    "lines",
    [
        ['Content-Disposition: form-data; name="f"; filename="a.png"; filename="a.txt"'],
        ['Content-Disposition: form-data; filename="a.png"', 'Content-Disposition: form-data; filename="a.txt"'],
        ['Content-Disposition: form-data; filename="a.png', ' filename="a.txt"'],
        ['Content-Disposition: form-data; filename="a.png"; filename=a".txt'],
        ['Content-Disposition : form-data; filename="a.txt"'],
        ['Content-Disposition: form-data;\r\n filename="a.txt"'],
        ['Content-Disposition: form-data; name="f"; filename="a.txt"', "Content-Transfer-Encoding: base64"],
        ['Content-Disposition: form-data; name="f"', "Content-Transfer-Encoding: quoted-printable"],
        ['Content-Disposition: form-data; name="f"', "Content-Type: multipart/mixed; boundary=YY"],
        ['Content-Disposition: form-data; name="f"', "Content-Type: text/plain", "Content-Type: multipart/mixed"],
    ],
)
def test_a_part_that_can_be_read_in_two_ways_is_refused(lines: list[str]) -> None:
    assert drafts(form(part(*lines))) is None


@pytest.mark.parametrize(
    "body",
    [
        form(INNOCENT)[:-4],
        form(INNOCENT)[:-2] + b"hidden",
        form(INNOCENT) + form(PLAIN),
        form(INNOCENT) + b"\r\n" + PLAIN,
        PLAIN + form(INNOCENT),
        b"\r\n" + PLAIN.replace(b"-", b"_") + form(INNOCENT),
        b"\r\n\r\n\r\n" + form(INNOCENT),
        b"\n" + form(INNOCENT),
        form(INNOCENT).replace(b"--XX\r\n", b"--XX \r\n"),
        form(INNOCENT, PLAIN).replace(b"PNG\r\n--XX\r\n", b"PNG\n--XX\n"),
        form(INNOCENT, PLAIN).replace(b"PNG\r\n--XX\r\n", b"PNG\r\n--XX\n"),
        form(INNOCENT, PLAIN).replace(b"PNG\r\n--XX\r\n", b"PNG--XX\r\n"),
        form(INNOCENT, PLAIN).replace(b"PNG\r\n--XX\r\n", b"PNG\r\n--XX\t\r\n"),
        form(INNOCENT, PLAIN).replace(b"PNG\r\n--XX\r\n", b"PNG\r\n--XXX\r\n"),
        form(INNOCENT, PLAIN).replace(b"PNG\r\n--XX\r\n", b"PNG\r\n--XX--\r\n"),
        form(INNOCENT, PLAIN).replace(b"PNG\r\n--XX\r\n", b"PNG\r\n--XX-\r\n"),
        form(INNOCENT).replace(b"\r\n", b"\n"),
        b"",
    ],
)
def test_boundaries_that_are_out_of_line_are_refused(body: bytes) -> None:
    assert drafts(body) is None


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=YY",
        "multipart/form-data; boundary=YY; boundary=XX",
        "multipart/form-data; boundary*=UTF-8''XX",
        "multipart/form-data; boundary*0=X; boundary*1=X",
        "multipart/form-data, boundary=XX",
        "multipart/form-data boundary=XX",
        'multipart/form-data; boundary="XX,YY"',
        'multipart/form-data; boundary="XX YY"',
        "multipart/form-data; boundary=XX稿",
        'multipart/form-data; boundary="XX',
        'multipart/form-data; boundary="X\\X"',
        "multipart/form-data; boundary=" + "X" * 71,
        "multipart/form-data; xboundary=YY; boundary=XX",  # PHP takes the first one
        'multipart/form-data; x="boundary=YY"; boundary=XX',
        "multipart/form-data; boundary=XX; xBoundary=YY",  # and old servlets the last one
        "application/x-form; x=multipart/form-data; x-boundary=XX",  # ASP.NET looks for the word anywhere
    ],
)
def test_a_form_without_one_clear_boundary_is_refused(content_type: str) -> None:
    assert drafts(form(PLAIN), content_type) is None


@pytest.mark.parametrize(
    "content_type",
    [
        'multipart/form-data; boundary="XX"',
        "Multipart/Form-Data;boundary=XX",
        "multipart/form-data; charset=utf-7; boundary=XX",
        "multipart/related; type=text/plain; boundary=XX",
        "multipart/mixed; boundary=XX",
        "multipart/x-anything; boundary=XX",
        "application/x-form; x=multipart/form-data; boundary=XX",
    ],
)
def test_every_kind_of_multipart_is_taken_apart(content_type: str) -> None:
    assert drafts(form(INNOCENT, PLAIN), content_type) == [DRAFT]
    assert drafts(form(INNOCENT), content_type) == []


def test_usual_forms_are_understood() -> None:
    for boundary in ("*****", "----=_Part_1.2", "---------------------------7d41b8", "{0f-9a}", "a'b(c)d/e?f"):
        for quote in ("", '"'):
            body = form(INNOCENT, PLAIN).replace(b"--XX", b"--" + boundary.encode())
            assert drafts(body, f"multipart/form-data; boundary={quote}{boundary}{quote}") == [DRAFT]
    assert drafts(form(INNOCENT, PLAIN)[:-2]) == [DRAFT]
    assert drafts(b"\r\n" + form(INNOCENT, PLAIN) + b"\r\n") == [DRAFT]
    assert drafts(form(part('Content-Disposition: form-data; name="f"; filename=""', data=b""))) == []
    assert drafts(form(part('Content-Disposition: form-data; name="f"', data=b"--X\r\n--\r\nX X"))) == []


# --- files that are sent alone ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        ("/a.txt", {}),
        ("/a.txt;jsessionid=1", {}),
        ("/a.txt/content", {}),
        ("/files('a.txt')/$value", {}),
        ("/a%2Etxt", {}),
        ("/up?name=a.txt", {}),
        ("/up?x=1&name=a%2etxt&y", {}),
        ("http://oa:80/a.txt?v=1#x", {}),
        ("http://[oa/a.txt", {}),
        ("/up", {"x_file_name": "a.txt"}),
        ("/up", {"x_filename": "%61.txt"}),
        ("/up", {"slug": "a.txt"}),
        ("/up", {"content_disposition": "attachment; filename=a.txt"}),
        ("/up", {"content_disposition": "attachment; filename*=UTF-8''a.txt"}),
        ("/up", {"content_disposition": 'attachment; filename="a.png"; filename="a.txt"'}),
        ("/up", {"content_disposition": 'attachment; filename="a.txt'}),
    ],
)
def test_a_name_is_found_wherever_it_stands(target: str, headers: dict[str, str]) -> None:
    (draft,) = drafts_in(upload(DRAFT, target, **headers), DRAFT, Bounds())
    assert draft.data == DRAFT
    assert drafts_in(upload(DRAFT, "/up"), DRAFT, Bounds()) == []


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr({"types": "[Content_Types].xml", "TYPES": "[content_types].XML"}.get(name, name), data)
    return file.getvalue()


WORD_TYPE = b'<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main"/>'
SHEET_TYPE = WORD_TYPE.replace(b"wordprocessingml.document", b"spreadsheetml.sheet")
SAMPLE = (EXAMPLES / "flawed/secrecy-faults.docx").read_bytes()


@pytest.mark.parametrize(
    ("data", "is_draft"),
    [
        (SAMPLE, True),
        (b"MZ junk before it" + SAMPLE, True),
        (zipped(types=WORD_TYPE, main=b"<w/>"), True),
        (zipped(TYPES=WORD_TYPE.decode().encode("utf-16"), main=b"<w/>"), True),
        (zipped(types=SHEET_TYPE, sheet=b"<x/>"), False),
        (zipped(main=b"text"), False),
        (b"\n \xef\xbb\xbf{\\rtf1", True),
        (b"{\\rt x", True),
        (b"GIF89a" + b"\0" * 1000 + b"%PDF-1.4", True),
        (b"\0\1\2", False),
        (b"PK\3\4" + b"\0" * 26 + b"[Content_Types].xml" + b"\xff" * 99, False),
    ],
)
def test_a_draft_is_known_without_its_name(data: bytes, is_draft: bool) -> None:
    assert len(drafts_in(upload(data, "/x.bin"), data, Bounds())) == is_draft


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"innocent") + gzip.compress(DRAFT)),
        ("gzip", gzip.compress(DRAFT) + b"more"),
        ("gzip", gzip.compress(DRAFT)[:-1]),
        ("gzip, gzip", gzip.compress(gzip.compress(DRAFT))),
        ("deflate", zlib.compress(DRAFT)[2:-4]),
        ("br", DRAFT),
        ("aes128gcm", DRAFT),
        ("identity, br", DRAFT),
    ],
)
def test_what_is_packed_in_odd_ways_is_refused(encoding: str, body: bytes) -> None:
    for target in ("/a.txt", "/up"):
        with pytest.raises(RefusedError):
            drafts_in(upload(body, target, content_encoding=encoding), body, Bounds())


def test_a_packed_form_is_unpacked() -> None:
    for encoding, packed in (("gzip", gzip.compress), ("GZIP", gzip.compress), ("deflate", zlib.compress)):
        body = packed(form(INNOCENT, PLAIN))
        (draft,) = drafts_in(upload(body, content_type=FORM, content_encoding=encoding), body, Bounds())
        assert draft.data == DRAFT


def test_a_transfer_encoding_beyond_chunks_is_refused() -> None:
    for encoding in ("gzip, chunked", "x", "chunked, chunked"):
        with pytest.raises(RefusedError):
            drafts_in(upload(DRAFT, "/x", transfer_encoding=encoding), DRAFT, Bounds())
    assert drafts_in(upload(DRAFT, "/a.txt", transfer_encoding="Chunked"), DRAFT, Bounds())


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Type: image/png\r\nContent-Type: multipart/form-data; boundary=XX\r\n",
        b"Content-Type: multipart/form-data; boundary=XX\r\ncontent-type: image/png\r\n",
        b"Content-Encoding: identity\r\nContent-Encoding: gzip\r\n",
        b"Content-Disposition: inline\r\nContent-Disposition: attachment; filename=a.txt\r\n",
        b"Content-Type : multipart/form-data; boundary=XX\r\n",
        b" Content-Type: multipart/form-data; boundary=XX\r\n",
        b"X: y\n Content-Type: multipart/form-data\r\n",
        b"Content-Type\r\n",
    ],
)
def test_a_head_that_can_be_read_in_two_ways_is_refused(lines: bytes) -> None:
    block = b"POST /up HTTP/1.1\r\nHost: oa\r\n%b\r\n" % lines
    with pytest.raises(WireError):
        message_of(Head("REQMOD", "/wenlint", {}, {"req-hdr": block}))


def test_a_first_line_that_goes_on_in_another_is_refused() -> None:
    block = b"POST /up HTTP/1.1\nContent-Type:multipart/form-data;boundary=XX\r\nHost: oa\r\n\r\n"
    with pytest.raises(WireError):
        message_of(Head("REQMOD", "/wenlint", {}, {"req-hdr": block}))


# --- held against other parsers ---------------------------------------------------------------


@settings(max_examples=600, deadline=None)
@given(BODIES)
def test_no_other_parser_finds_a_draft_that_is_not_judged(body: bytes) -> None:
    ours = drafts(body)
    if ours is None:
        return
    for parser in (by_werkzeug, by_email):
        for name, data in parser(body):
            if name.strip().lower().endswith((".txt", ".docx")) and data:
                assert any(data.strip() == one.strip() for one in ours), (parser.__name__, name)


def test_the_other_parsers_find_drafts_in_such_bodies() -> None:
    body = form(INNOCENT, PLAIN)
    for parser in (by_werkzeug, by_email):
        assert [(name, data.strip()) for name, data in parser(body)][1] == ("a.txt", DRAFT.strip())
