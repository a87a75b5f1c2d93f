"""A real ICAP server on loopback, and requests byte by byte as RFC 3507 has them."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import CLEAN, FLAWED, SECRET
from hypothesis import given
from hypothesis import strategies as st
from icap_client import CONTINUE, PUT, Client, Reply, chunked, form, port_of, put, reqmod
from servers import MULTIPART, SLOW, Server, ground, multipart, serving, wait_for

from wenlint.gateway.icap_wire import Body, Head, WireError, read_head


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    options = ["--icap", "127.0.0.1:0", "--max-mb", "1", "--max-drafts", "3", "--upload-timeout", "1"]
    with serving(ground(tmp_path_factory.mktemp("icap")), *options) as server:
        yield server


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with closing(Client(port_of(server))) as client:
        yield client


def is_well(server: Server) -> bool:
    with closing(Client(port_of(server))) as client:
        return client.ask(put(CLEAN)).status == 204 and client.ask(put(FLAWED)).is_refusal


def test_options_tell_what_it_can(client: Client) -> None:
    reply = client.ask(b"OPTIONS icap://127.0.0.1/wenlint ICAP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
    assert reply.status == 200
    told = ("Methods: REQMOD, RESPMOD", "Allow: 204", "Preview: 4096", "Transfer-Preview: *", 'ISTag: "', "Date: ")
    for line in (*told, "Max-Connections: 32", "Options-TTL: 600", "Service-ID: wenlint"):
        assert line in reply.head
    body = b"OPTIONS icap://127.0.0.1/wenlint ICAP/1.0\r\nHost: h\r\nEncapsulated: opt-body=0\r\n\r\n"
    assert client.ask(body + chunked(put(CLEAN))).status == 200
    assert client.is_closed()  # what was in the body was not read, and is no request


def test_one_connection_serves_many_requests(client: Client) -> None:
    for _ in range(3):
        assert client.ask(put(CLEAN)).status == 204
        reply = client.ask(put(FLAWED))
        assert reply.is_refusal
        assert "有感叹号" in reply.page
        assert "示例镇公文语气规定" in reply.page
        assert client.ask(reqmod(b"GET /a.txt HTTP/1.1\r\nHost: oa\r\n\r\n", None, "Allow: 204")).status == 204


def test_requests_may_come_ahead_of_the_answers(client: Client) -> None:
    client.send(put(CLEAN) + put(FLAWED) + put(CLEAN))
    assert [client.reply().status, client.reply().is_refusal, client.reply().status] == [204, True, 204]


def test_without_allow_204_the_message_comes_back_as_it_went(client: Client) -> None:
    http = PUT % (b"a.txt", b"X-A: b\r\n")
    reply = client.ask(reqmod(http, chunked(CLEAN.encode(), 7)))
    assert (reply.status, reply.http.encode(), reply.body) == (200, http, CLEAN.encode())
    get = b"GET / HTTP/1.1\r\nHost: oa\r\n\r\n"
    assert client.ask(reqmod(get, None)).http.encode() == get


@pytest.mark.parametrize("text", [CLEAN, FLAWED], ids=["clean", "flawed"])
@pytest.mark.parametrize("preview", [0, 40])
def test_a_preview_is_followed_by_the_rest(client: Client, text: str, preview: int) -> None:
    data = text.encode()
    client.send(reqmod(PUT % (b"a.txt", b""), chunked(data[:preview]), "Allow: 204", f"Preview: {preview}"))
    assert client.file.read(len(CONTINUE)) == CONTINUE
    client.send(chunked(data[preview:]))
    reply = client.reply()
    assert reply.status == 204 if text is CLEAN else reply.is_refusal


def test_a_preview_that_is_all_is_not_waited_after(client: Client) -> None:
    whole = chunked(FLAWED.encode(), end=b"0; ieof\r\n\r\n")
    assert client.ask(reqmod(PUT % (b"a.txt", b""), whole, "Allow: 204", "Preview: 4096")).is_refusal
    assert client.ask(put(CLEAN)).status == 204


def test_every_file_of_a_form_is_judged(client: Client) -> None:
    good, bad = ("好.txt", CLEAN.encode()), ("坏.txt", FLAWED.encode())
    assert client.ask(form(good, ("图.png", b"\x89PNG"), fields=(("正文", "字" * 5000),))).status == 204
    reply = client.ask(form(good, bad))
    assert reply.is_refusal
    assert "坏.txt：错误" in reply.page
    assert "好.txt" not in reply.page
    assert "超过 3 份的上限" in client.ask(form(*[good] * 4)).page


def test_a_form_cut_short_does_not_pass(client: Client) -> None:
    http = b"POST / HTTP/1.1\r\nContent-Type: %b\r\n\r\n" % MULTIPART.encode()
    body = multipart([("好.txt", CLEAN.encode()), ("坏.txt", FLAWED.encode())])[:-300]
    assert client.ask(reqmod(http, chunked(body), "Allow: 204")).is_refusal


def test_a_draft_under_another_name_is_found(client: Client) -> None:
    sample = (Path(__file__).parents[2] / "examples/flawed/secrecy-faults.docx").read_bytes()
    broken = sample[: len(sample) // 2]
    for data in (broken, b"%PDF-1.7 broken", b"{\\rtf1 broken"):
        reply = client.ask(reqmod(PUT % (b"x.bin", b""), chunked(data), "Allow: 204"))
        assert reply.is_refusal
        assert "没能判断" in reply.page
    assert client.ask(reqmod(PUT % (b"x.bin", b""), chunked(b"\0\1\2" * 99), "Allow: 204")).status == 204
    named = b'Content-Disposition: attachment; filename="b.txt"\r\n'
    assert client.ask(put(FLAWED, name=b"x", more=named)).is_refusal


def test_what_is_fetched_is_judged_too(client: Client) -> None:
    request = b"GET /files/%E9%80%9A%E7%9F%A5.txt?v=1 HTTP/1.1\r\nHost: oa\r\n\r\n"
    for text, extra, passes in (
        (CLEAN, b"", True),
        (FLAWED, b"", False),
        (CLEAN, b"Content-Range: bytes 0-9/99\r\n", False),
    ):
        response = b"HTTP/1.1 200 OK\r\n%b\r\n" % extra
        lines = (
            "RESPMOD icap://127.0.0.1/wenlint ICAP/1.0\r\nAllow: 204\r\n"
            f"Encapsulated: req-hdr=0, res-hdr={len(request)}, res-body={len(request) + len(response)}\r\n\r\n"
        )
        reply = client.ask(lines.encode() + request + response + chunked(text.encode()))
        assert reply.status == 204 if passes else reply.is_refusal


def test_compressed_bodies_are_unpacked_or_refused(client: Client) -> None:
    def packed(data: bytes, encoding: bytes) -> Reply:
        http = PUT % (b"a.txt", b"Content-Encoding: %b\r\n" % encoding)
        return client.ask(reqmod(http, chunked(data), "Allow: 204"))

    assert packed(zlib.compress(CLEAN.encode()), b"deflate").status == 204
    assert packed(zlib.compress(FLAWED.encode()), b"deflate").is_refusal
    assert packed(CLEAN.encode(), b"br").is_refusal
    assert packed(zlib.compress(CLEAN.encode())[:-9], b"gzip").is_refusal
    assert packed(zlib.compress(b" " * 5_000_000), b"gzip").is_refusal  # a bomb


def test_nothing_of_a_marked_draft_is_told(client: Client, server: Server) -> None:
    reply = client.ask(put(SECRET))
    assert reply.is_refusal
    for words in ("甲水库", "蓄水位", "水库调度"):
        assert words not in reply.page + server.said()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 505),
        (b"REQMOD icap://a/wenlint ICAP/2.0\r\nHost: a\r\n\r\n", 505),
        (b"REQMOD icap://a/other ICAP/1.0\r\nEncapsulated: null-body=0\r\n\r\n", 404),
        (b"DELETE icap://a/wenlint ICAP/1.0\r\nEncapsulated: null-body=0\r\n\r\n", 405),
        (b"REQMOD icap://a/wenlint ICAP/1.0\r\nHost: a\r\n\r\n", 400),
        (b"REQMOD icap://a/wenlint ICAP/1.0\r\nEncapsulated: req-hdr=5, req-body=1\r\n\r\n", 400),
        (b"REQMOD icap://a/wenlint ICAP/1.0\r\nEncapsulated: res-body=0\r\n\r\n", 400),
        (b"REQMOD icap://a/wenlint ICAP/1.0\r\nEncapsulated: req-hdr=0, req-body=999999999\r\n\r\n", 413),
        (b"REQMOD icap://a/wenlint ICAP/1.0\r\nX: %b\r\n\r\n" % (b"a" * 70_000), 413),
        (reqmod(PUT % (b"a.txt", b""), b"zz\r\n"), 400),
        (reqmod(PUT % (b"a.txt", b""), b"5\r\nabcdefg\r\n0\r\n\r\n"), 400),
        (reqmod(b"no http", chunked(CLEAN.encode())), 400),
        (reqmod(PUT % (b"a.txt", b""), chunked(b""), "Preview: -1"), 400),
    ],
)
def test_what_is_no_icap_is_refused_and_the_server_goes_on(
    client: Client, server: Server, request_: bytes, status: int
) -> None:
    reply = client.ask(request_)
    assert reply.status == status
    assert client.is_closed()
    assert is_well(server)


def test_a_body_too_large_does_not_pass(client: Client, server: Server) -> None:
    client.send(reqmod(PUT % (b"a.txt", b""), b"", "Allow: 204"))
    for _ in range(20):
        client.send(b"10000\r\n" + b"a" * 65536 + b"\r\n")
    reply = client.reply()
    assert reply.is_refusal
    assert "1 MB 的上限" in reply.page
    assert is_well(server)


def test_whoever_dawdles_or_goes_away_holds_nobody_up(client: Client, server: Server) -> None:
    client.send(put(CLEAN)[:-40])
    with closing(Client(port_of(server))) as gone:
        gone.send(put(FLAWED)[:-40])
    assert is_well(server)
    assert client.reply().status == 408
    assert client.is_closed()


def test_many_at_once_get_each_its_own_answer(server: Server) -> None:
    def ask(number: int) -> bool:
        with closing(Client(port_of(server))) as client:
            reply = client.ask(put(FLAWED if number % 2 else CLEAN))
        return reply.is_refusal if number % 2 else reply.status == 204

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(ask, range(200)))


def test_a_worker_that_is_killed_lets_nothing_pass(project: Path) -> None:
    check = project / "checks" / "shouting.py"
    check.write_text(check.read_text(encoding="utf-8") + SLOW, encoding="utf-8")
    with serving(project, "--icap", "127.0.0.1:0") as server, closing(Client(port_of(server))) as client:
        (project / "worker.pid").unlink(missing_ok=True)
        client.send(put(CLEAN.replace("请认真", "永远不")))
        os.kill(int(wait_for(project / "worker.pid")), signal.SIGKILL)
        reply = client.reply()
        assert reply.is_refusal
        assert "没能判断" in reply.page
        assert client.ask(put(CLEAN)).status == 204


def test_a_request_under_way_is_finished_at_the_end(project: Path) -> None:
    check = project / "checks" / "shouting.py"
    check.write_text(check.read_text(encoding="utf-8") + SLOW, encoding="utf-8")
    with serving(project, "--icap", "127.0.0.1:0") as server, closing(Client(port_of(server))) as client:
        (project / "worker.pid").unlink(missing_ok=True)
        client.send(put(FLAWED.replace("马上行动", "慢慢来")))
        wait_for(project / "worker.pid")
        server.process.terminate()
        assert client.reply().is_refusal
        assert server.process.wait(20) == 0


def test_decisions_are_written_down(project: Path) -> None:
    with serving(project, "--icap", "127.0.0.1:0", "--audit", "audit.jsonl") as server:
        with closing(Client(port_of(server))) as client:
            client.ask(put(FLAWED))
        assert '"door": "icap"' in (project / "audit.jsonl").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("c-icap-client") is None, reason="needs c-icap-client")
@pytest.mark.parametrize("options", [[], ["-nopreview"], ["-no204"]], ids=["preview", "no preview", "no 204"])
def test_the_client_of_c_icap_understands_it(server: Server, tmp_path: Path, options: list[str]) -> None:
    for text, expected in ((CLEAN, "204|200"), (FLAWED, "403")):
        (tmp_path / "a.txt").write_text(text * (40 if text is CLEAN else 1), encoding="utf-8")
        words = ["c-icap-client", "-i", "127.0.0.1", "-p", str(port_of(server)), "-s", "wenlint", "-v", *options]
        words += ["-f", str(tmp_path / "a.txt"), "-req", "http://oa/a.txt", "-o", str(tmp_path / expected[:3])]
        done = subprocess.run(words, capture_output=True, text=True, timeout=30)
        said = done.stdout + done.stderr
        assert re.search(rf"/1\.[01] ({expected}) ", said), said
        # as a status: the port may hold these digits too
        assert (re.search(r"/1\.[01] 403 ", said) is not None) is (text is FLAWED)


@pytest.mark.skipif(not find_spec("icap"), reason="needs python-icap")
def test_the_client_of_python_icap_understands_it(server: Server) -> None:
    """One connection a request: of an answer with a body it reads no more than the beginning."""
    from icap import IcapClient

    def asked(method: str, *words: Any, **more: Any) -> Any:
        with IcapClient("127.0.0.1", port_of(server)) as client:
            return getattr(client, method)(*words, **more)

    post = b"POST /a.txt HTTP/1.1\r\nHost: oa\r\n\r\n"
    keeping = {"Allow": "204"}
    assert asked("options", "wenlint").headers["Methods"] == "REQMOD, RESPMOD"
    for text in (CLEAN, FLAWED):
        data = text.encode() * 20
        response = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(data), data)
        for answer in (
            asked("reqmod", "wenlint", post, data, keeping),
            asked("respmod", "wenlint", post, response, keeping),
            asked("respmod", "wenlint", post, response, keeping, preview=1024),
            asked("scan_bytes", data, "wenlint", "a.txt"),
        ):
            assert answer.is_no_modification is (text is CLEAN)
            assert answer.body.startswith(b"HTTP/1.1 403 Forbidden") is (text is FLAWED)


# -- the parser alone --------------------------------------------------------------------------


async def _read(data: bytes) -> tuple[Head | None, bytes]:
    reader = asyncio.StreamReader(limit=1 << 16)
    reader.feed_data(data)
    reader.feed_eof()
    head = await read_head(reader, 5, 5)
    if head is None or not head.has_body:
        return head, b""
    body = Body(reader)
    return head, b"".join([piece async for piece in body.pieces(is_preview=False)])


@given(st.binary(max_size=300) | st.binary(max_size=60).map(lambda noise: put(CLEAN)[:40] + noise + put(CLEAN)[40:]))
def test_whatever_comes_is_a_request_or_refused(data: bytes) -> None:
    with suppress(WireError):  # any other exception fails the test
        head, _ = asyncio.run(_read(data))
        assert head is None or head.method


@given(st.binary(max_size=500), st.integers(1, 50), st.data())
def test_a_body_comes_through_whole_or_not_at_all(body: bytes, size: int, data: st.DataObject) -> None:
    whole = reqmod(PUT % (b"a", b""), chunked(body, size))
    head, read = asyncio.run(_read(whole))
    assert head is not None
    assert read == body
    cut = data.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(WireError):
        asyncio.run(_read(whole[:cut]))
