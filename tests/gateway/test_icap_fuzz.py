"""Whatever a proxy sends, and however it comes: nothing passes that was not wholly read and judged.

The real ICAP server, with a stand-in for the workers that remembers what it was asked to judge.
"""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from conftest import CLEAN, FLAWED
from hypothesis import given, settings
from hypothesis import strategies as st
from icap_client import CONTINUE, PUT, chunked, put, reqmod

from wenlint.batch.record import Record
from wenlint.gateway import icap
from wenlint.gateway.icap import IcapServer
from wenlint.gateway.metrics import Metrics
from wenlint.gateway.options import Bounds, Options
from wenlint.gateway.uploads import Upload

_BAD = "！"


@dataclass
class Judges:
    """Stands in for the service: a draft with a certain mark is refused."""

    bounds: Bounds = field(default_factory=lambda: Bounds(request_bytes=20_000, head_seconds=5, body_seconds=5))
    judged: list[bytes] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.options = Options(bounds=self.bounds)
        self.metrics = Metrics()
        self.config = "of-the-tests"

    async def judge(self, upload: Upload, _door: str) -> list[Record]:
        self.judged += [draft.data for draft in upload.drafts]
        return [Record(draft.name, told(draft.name, verdict(draft.data))) for draft in upload.drafts]


def verdict(data: bytes) -> str:
    return "refused" if _BAD.encode() in data else "passed" if data else "unjudged"


def told(path: str, verdict: str) -> dict[str, Any]:
    gate = {"verdict": verdict, "held": False, "overrides": []}
    return {"path": path, "status": "judged", "error": None, "findings": [], "skipped": [], "facts": {}, "gate": gate}


@pytest.fixture(scope="module")
def judges() -> Judges:
    return Judges()


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    monkeypatch.setattr(icap, "_LET_GO_SECONDS", 0.2)
    caplog.set_level(logging.ERROR, "wenlint.gateway")
    yield
    assert caplog.records == []  # an inner fault would have been logged


def heard(judges: Judges, pieces: list[bytes]) -> bytes:
    """What the server answers to these pieces, sent one after the other, with the end of the connection after them."""
    (answers,) = all_heard(judges, [pieces])
    return answers


def all_heard(judges: Judges, conversations: list[list[bytes]]) -> list[bytes]:
    """The same for several connections, some at a time."""

    async def converse(address: tuple[str, int], pieces: list[bytes], places: asyncio.Semaphore) -> bytes:
        async with places:
            reader, writer = await asyncio.open_connection(*address)
            try:
                for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0)
                writer.write_eof()
                return await asyncio.wait_for(reader.read(), 20)
            except ConnectionError:
                return b""
            finally:
                writer.close()

    async def run() -> list[bytes]:
        server = IcapServer(judges)  # type: ignore[arg-type]
        listening = socket.create_server(("127.0.0.1", 0))
        await server.start(listening)
        places = asyncio.Semaphore(20)
        try:
            return await asyncio.gather(*(converse(listening.getsockname(), one, places) for one in conversations))
        finally:
            await server.close()

    return asyncio.run(run())


def statuses(answers: bytes) -> list[str]:
    """One word an answer: its ICAP status, or "403" for a message that was replaced; "100" is left out."""
    found = re.findall(rb"ICAP/1\.0 (\d+) [^\r]*\r\n(?:.*\r\n)*?\r\n(HTTP/1\.1 403)?", answers.replace(CONTINUE, b""))
    return ["403" if blocked else status.decode() for status, blocked in found]


def passes(status: str) -> bool:
    return status in ("204", "200")


# --- requests -----------------------------------------------------------------------------------

_TEXTS = st.sampled_from([CLEAN, FLAWED, CLEAN * 5, FLAWED * 5, CLEAN + "\0", ""])


@dataclass(frozen=True)
class Asked:
    """A request on the wire and what must become of it."""

    data: bytes = field(repr=False)
    expected: str


@st.composite
def requests(draw: st.DrawFn) -> Asked:
    text, size = draw(_TEXTS), draw(st.integers(9, 700))
    expected = "403" if _BAD in text or not text else "204"
    data, extension = text.encode(), draw(st.sampled_from([b"", b";a=b", b" ; x"]))
    how = draw(st.sampled_from(["plain", "preview", "ieof", "null", "options"]))
    http = PUT % (b"a.txt", draw(st.sampled_from([b"", b"X-A: b\r\n", b"Content-Type: text/plain\r\n"])))
    if how == "null":
        return Asked(reqmod(http, None, "Allow: 204"), "204")
    if how == "options":
        return Asked(b"OPTIONS icap://h/wenlint ICAP/1.0\r\nHost: h\r\n\r\n", "200")
    if how == "ieof":
        whole = chunked(data, size, b"0; ieof\r\n\r\n")
        return Asked(reqmod(http, whole, "Allow: 204", f"Preview: {len(data)}"), expected)
    ends = [b"0\r\n\r\n", b"000\r\n\r\n", b"0\r\nX: y\r\n\r\n", b"0;q\r\n\r\n"]
    body = chunked(data, size, draw(st.sampled_from(ends)))
    if how == "preview":
        cut = draw(st.integers(0, len(data)))
        body = chunked(data[:cut], size) + chunked(data[cut:], size)
        return Asked(reqmod(http, body, "Allow: 204", f"Preview: {cut}"), expected)
    return Asked(reqmod(http, body.replace(b"\r\n", extension + b"\r\n", 1), "Allow: 204"), expected)


def split(data: bytes, places: list[int]) -> list[bytes]:
    cuts = sorted({place % (len(data) + 1) for place in places})
    return [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]


_PLACES = st.lists(st.integers(0, 1 << 20), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(requests(), min_size=1, max_size=5), _PLACES)
def test_every_request_gets_its_own_answer_however_it_is_cut(
    judges: Judges, asked: list[Asked], places: list[int]
) -> None:
    data = b"".join(one.data for one in asked)
    assert statuses(heard(judges, split(data, places))) == [one.expected for one in asked]


@settings(max_examples=150, deadline=None)
@given(st.lists(requests(), min_size=1, max_size=4), st.integers(0, 1 << 20), _PLACES)
def test_what_did_not_come_to_its_end_does_not_pass(
    judges: Judges, asked: list[Asked], end: int, places: list[int]
) -> None:
    data = b"".join(one.data for one in asked)
    cut = data[: end % len(data)]
    whole, length = 0, 0
    while length + len(asked[whole].data) <= len(cut):
        length += len(asked[whole].data)
        whole += 1
    answers = statuses(heard(judges, split(cut, places)))
    assert answers[:whole] == [one.expected for one in asked[:whole]]
    assert len(answers) <= whole + 1
    assert not any(map(passes, answers[whole:]))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_noise_in_a_request_makes_no_flawed_draft_pass(judges: Judges, data: st.DataObject) -> None:
    """Bytes changed, lost, doubled or put in: if an answer lets something pass, no judged draft was bad,
    and whatever was judged was judged as it came."""
    wire = bytearray(put(FLAWED * 3, "Preview: 10") if data.draw(st.booleans()) else put(FLAWED * 3))
    start = wire.index(b"Encapsulated") if data.draw(st.booleans()) else 0
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(start, len(wire) - 1))
        end = place + data.draw(st.integers(0, 3))
        wire[place:end] = data.draw(st.binary(max_size=3))
    judges.judged.clear()
    answers = statuses(heard(judges, [bytes(wire)]))
    if any(_BAD.encode() in draft for draft in judges.judged):
        assert not passes(answers[0])
    elif answers and passes(answers[0]) and not judges.judged:  # nothing in it was taken for a draft, or asked about
        head = bytes(wire[: wire.index(b"\r\n\r\n")])
        assert b"OPTIONS" in head or b"null-body" in head or b"a.txt" not in wire


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.builds(lambda noise, at: put(CLEAN)[:at] + noise, st.binary(), st.integers(0, 300)))
def test_noise_is_answered_or_cut_off(judges: Judges, noise: bytes) -> None:
    answers = statuses(heard(judges, [noise]))
    assert "500" not in answers
    assert not any(map(passes, answers)) or noise.startswith((b"OPTIONS", put(CLEAN)))


@pytest.mark.parametrize("preview", [None, 0, 40])
def test_cut_at_every_byte_nothing_passes(judges: Judges, preview: int | None) -> None:
    data = CLEAN.encode()
    if preview is None:
        whole = put(CLEAN)
    else:
        body = chunked(data[:preview]) + chunked(data[preview:], 50)
        whole = reqmod(PUT % (b"a.txt", b""), body, "Allow: 204", f"Preview: {preview}")
    assert statuses(heard(judges, [whole])) == ["204"]
    answers = all_heard(judges, [[whole[:end]] for end in range(len(whole))])
    assert [end for end, answer in enumerate(answers) if any(map(passes, statuses(answer)))] == []


def test_a_chunk_that_says_it_is_huge_is_not_taken_in(judges: Judges) -> None:
    """Two gigabytes announced in one chunk: refused after as many bytes as a request may have."""
    http = PUT % (b"a.txt", b"")
    head = reqmod(http, b"80000000\r\n", "Allow: 204")
    taken = 0

    class Counting(icap.Held):
        def add(self, count: int) -> None:
            nonlocal taken
            taken += count
            super().add(count)

    assert statuses(heard(judges, [head, b"x" * 100_000])) == ["403"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wenlint.gateway.uploads.Held", Counting)
        assert statuses(heard(judges, [head] + [b"x" * 50_000] * 40)) == ["403"]
    assert taken < judges.bounds.request_bytes + (64 << 10) + 1
