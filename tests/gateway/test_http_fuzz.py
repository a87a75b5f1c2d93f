"""Forms over HTTP as no browser sends them: every file in them is judged, or the whole is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_forms import BODIES, DRAFT, FORM, INNOCENT, PLAIN, by_email, by_werkzeug, form, named, part
from starlette.requests import ClientDisconnect, Request

from wenlint.gateway import uploads
from wenlint.gateway.errors import RefusedError
from wenlint.gateway.options import Bounds
from wenlint.gateway.uploads import Room

_PLACES = st.lists(st.integers(0, 1 << 16), max_size=20)


def taken(pieces: Sequence[bytes], content_type: str = FORM, query: str = "") -> list[tuple[str, bytes]] | str:
    """The names and bytes of the drafts in a request whose body comes in these pieces; why it was refused otherwise."""
    bounds = Bounds(request_bytes=1 << 20, body_seconds=10)
    messages: Iterator[dict[str, Any]] = iter(
        [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        + [{"type": "http.request", "body": b"", "more_body": False}]
    )

    async def receive() -> dict[str, Any]:
        return next(messages)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/lint",
        "query_string": query.encode(),
        "headers": [(b"content-type", content_type.encode("latin-1"))],
    }
    room = Room(bounds)
    try:
        with room.entered() as held:
            upload = asyncio.run(uploads.read(Request(scope, receive), held, bounds))
            assert held.bytes == sum(map(len, pieces))
    except RefusedError as refused:
        return refused.reason
    finally:
        assert (room.bytes, room.requests) == (0, 0)
    return [(draft.name, draft.data) for draft in upload.drafts]


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    ends = sorted({place % (len(data) + 1) for place in places})
    return [data[start:end] for start, end in zip([0, *ends], [*ends, len(data)], strict=True)]


@settings(max_examples=250, deadline=None)
@given(BODIES, _PLACES)
def test_a_form_is_the_same_however_it_is_cut(body: bytes, places: list[int]) -> None:
    assert taken(cut(body, places)) == taken([body])


@settings(max_examples=400, deadline=None)
@given(BODIES)
def test_no_other_parser_finds_a_file_that_is_not_taken(body: bytes) -> None:
    ours = taken([body])
    if isinstance(ours, str):
        return
    for parser in (by_werkzeug, by_email):
        for name, data in parser(body):
            if name and data:
                assert any(data.strip() == one.strip() for _, one in ours), (parser.__name__, name)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_a_form_in_small_pieces_is_whole(size: int) -> None:
    body = b"\r\n" + form(INNOCENT, PLAIN, named('filename="b.txt"'))
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    assert taken(pieces) == [("a.png", b"\x89PNG"), ("a.txt", DRAFT), ("b.txt", DRAFT)]


@pytest.mark.parametrize("size", [1, 5, 64, 100_000])
def test_a_form_with_something_around_it_is_refused_in_pieces_too(size: int) -> None:
    whole = form(PLAIN)
    for body in (
        whole + whole,
        whole + b"x",
        b"x" + whole,
        b"\r\n\r\n\r\n\r\n" + whole,
        whole[:-4] + b"\r\n--XX--\r\n",
    ):
        pieces = [body[start : start + size] for start in range(0, len(body), size)]
        assert taken(pieces) == "malformed", body


def test_every_beginning_of_a_form_is_refused() -> None:
    body = form(PLAIN, INNOCENT)
    for end in range(len(body) - len(b"\r\n")):
        assert taken([body[:end]]) == "malformed", end


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.binary(max_size=40) | st.sampled_from([b"--XX\r\n", b"--XX--", b"\r\n", b"Content-Disposition:", PLAIN])
    ),
    st.sampled_from([FORM, "multipart/form-data", 'Multipart/Form-Data;boundary="XX"', "text/plain", ""]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20),
)
def test_noise_is_taken_whole_or_refused(pieces: list[bytes], content_type: str, query: str) -> None:
    found = taken(pieces, content_type, query)
    if not content_type.lower().startswith("multipart") and not isinstance(found, str):
        assert [data for _, data in found] == [b"".join(pieces)]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["Content-Disposition: form-data; name=f; filename*=UTF-8''%E7%A8%BF.txt"], "稿.txt"),
        (['Content-Disposition: form-data; name="f"; filename="a.png"; filename*=UTF-8\'\'b.txt'], "b.txt"),
        (['Content-Disposition: form-data; name="kind"; filename="a.txt"'], "a.txt"),
        (['content-disposition:form-data;filename=""'], "draft"),
        (["Content-Disposition: form-data; name=f; filename=../../a.txt"], "a.txt"),
        (["Content-Disposition: form-data; name=f; filename=C:\\x\\a.txt", "Content-Transfer-Encoding: 8BIT"], "a.txt"),
    ],
)
def test_a_file_is_a_file_whatever_else_is_said(lines: list[str], name: str) -> None:
    assert taken([form(part(*lines))]) == [(name, DRAFT)]


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "Application/JSON; charset=utf-8", "multipart/mixed; boundary=XX", "message/http"],
)
def test_a_draft_in_a_wrapping_is_not_judged_by_its_wrapping(content_type: str) -> None:
    assert taken([b'{"file": "' + DRAFT + b'"}'], content_type) == "type"
    assert taken([DRAFT], "application/x-www-form-urlencoded") == [
        ("draft", DRAFT)
    ]  # what curl and others say by habit


def test_a_sender_who_goes_away_is_noticed() -> None:
    with pytest.raises(ClientDisconnect):
        asyncio.run(_gone())


async def _gone() -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": [(b"content-type", b"x/y")]}
    with Room(Bounds()).entered() as held:
        await uploads.read(Request(scope, receive), held, Bounds())
