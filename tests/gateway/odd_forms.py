"""Forms as no browser sends them, and what other parsers make of them."""

from __future__ import annotations

import email.parser
import email.policy
import io

from conftest import FLAWED
from hypothesis import strategies as st
from werkzeug.formparser import parse_form_data

DRAFT = FLAWED.encode()
FORM = "multipart/form-data; boundary=XX"


def part(*lines: str, data: bytes = DRAFT) -> bytes:
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(b"--XX\r\n" + one for one in parts) + b"--XX--\r\n"


def named(disposition: str) -> bytes:
    return part(f'Content-Disposition: form-data; name="f"; {disposition}')


INNOCENT = part('Content-Disposition: form-data; name="f"; filename="a.png"', data=b"\x89PNG")
PLAIN = named('filename="a.txt"')


_NAMES = st.sampled_from(["a.txt", "A.Docx", "a.png", "稿.txt", "a.txt ", "a", "", "x;y.txt", 'q"u.txt', "b\\c.txt"])
_DISPOSITIONS = st.builds(
    "Content-Disposition: {}; {}name{}{}f{}; filename{}{}{}{}{}".format,
    st.sampled_from(["form-data", "attachment", "file", "Form-Data", ""]),
    st.sampled_from(["", 'filename="z.png"; ', "x=y; "]),
    st.sampled_from(["=", " = ", "*="]),
    st.sampled_from(['"', "", "'"]),
    st.sampled_from(['"', "", "'"]),
    st.sampled_from(["=", "*=", "*=UTF-8''", "*0=", " = "]),
    st.sampled_from(['"', "", "'"]),
    _NAMES,
    st.sampled_from(['"', "", "'"]),
    st.sampled_from(["", "; size=3", '; filename="y.png"', ";", "\r\n folded=1"]),
)
_LINES = st.lists(
    st.sampled_from(["Content-Type: text/plain", 'Content-Type: x/y; name="c.txt"', "X-A: b", "Content-Length: 3"])
    | _DISPOSITIONS,
    max_size=3,
)
_PARTS = st.builds(lambda lines, data: part(*lines, data=data), _LINES, st.sampled_from([DRAFT, b"", b"%PDF-x", b"--"]))
_JOINTS = st.sampled_from(
    [b"--XX\r\n"] * 8 + [b"--XX\n", b"\r\n--XX\r\n", b"--XX \r\n", b"--XX--\r\n", b"--X\r\n", b""]
)
BODIES = st.builds(
    lambda pieces, end: b"".join(joint + one for joint, one in pieces) + end,
    st.lists(st.tuples(_JOINTS, _PARTS), min_size=1, max_size=3),
    st.sampled_from([b"--XX--\r\n"] * 6 + [b"--XX--", b"", b"--XX\r\n", b"--XX--\r\nmore"]),
)


def by_werkzeug(body: bytes) -> list[tuple[str, bytes]]:
    environ = {
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": FORM,
        "REQUEST_METHOD": "POST",
    }
    _, _, files = parse_form_data(environ)
    return [(file.filename or "", file.read()) for _, file in files.items(multi=True)]


def by_email(body: bytes) -> list[tuple[str, bytes]]:
    whole = b"Content-Type: %b\r\n\r\n%b" % (FORM.encode(), body)
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(whole)
    found = []
    for one in message.walk():
        payload = one.get_payload(decode=True)
        if isinstance(payload, bytes) and (name := one.get_filename()):
            found.append((name, payload))
    return found
