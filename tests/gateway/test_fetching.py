"""Drafts named by their URLs: fetched from hosts that were named, whole or not at all, and from nowhere else."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import servers
from conftest import CLEAN, FLAWED
from file_server import OK, Files, chunks, cut, whole
from servers import Answer, Server, serving

from wenlint.gateway.fetching import Fetcher
from wenlint.gateway.options import Bounds
from wenlint.gateway.origins import origin_of, targets_of
from wenlint.gateway.uploads import Draft, Room

TOKEN = "a-token-to-fetch-with-1"


@pytest.fixture(scope="module")
def files() -> Iterator[Files]:
    files = Files()
    files.answers |= {
        "clean.txt": whole(CLEAN),
        "flawed.txt": whole(FLAWED),
        "chunked.txt": chunks(CLEAN),
        "download": whole(CLEAN, "Content-Disposition: attachment; filename*=UTF-8''%E9%80%9A%E7%9F%A5.txt"),
        "climbing": whole(CLEAN, 'Content-Disposition: attachment; filename="../../etc/passwd.txt"'),
        "odd-name.txt": whole(CLEAN, 'Content-Disposition: attachment; filename="a.png"; filename="b.png'),
        "%E7%A8%BF.txt": whole(CLEAN),
        "early.txt": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + whole(CLEAN),
        "other.txt": b"HTTP/1.1 302 Found\r\nLocation: /clean.txt\r\nContent-Length: 0\r\n\r\n",
        "moved.txt": whole(CLEAN, f"Location: http://127.0.0.1:{files.port}/clean.txt", status="301 Moved"),
        "cut.txt": cut(CLEAN),
        "half-chunked.txt": chunks(CLEAN, end=b"5\r\nab"),
        "no-last-chunk.txt": chunks(CLEAN, end=b""),
        "open-end.txt": OK.encode() + b"\r\n" + CLEAN.encode(),
        "too-long.txt": whole(CLEAN) + FLAWED.encode(),
        "two-lengths.txt": whole(CLEAN, "Content-Length: 5"),
        "length-and-chunks.txt": chunks(CLEAN)
        .replace(b"Transfer", b"Content-Length: 40\r\nTransfer")
        .replace(b"e", b"e"),
        "packed.txt": whole(CLEAN, "Content-Encoding: gzip"),
        "part.txt": whole(CLEAN, "Content-Range: bytes 0-9/99", status="206 Partial Content"),
        "ranged.txt": whole(CLEAN, "Content-Range: bytes 0-9/99"),
        "broken.txt": whole(CLEAN, status="500 Oops"),
        "nothing.txt": b"",
        "noise.txt": b"\0\1\2\3 no http\r\n\r\n",
        "old.txt": b"HTTP/0.9 200\r\n\r\n" + CLEAN.encode(),
        "headless.txt": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000,
        "drip.txt": whole(CLEAN),
        "huge.txt": b"HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n" + b"x" * 1000,
        "big.txt": whole("x" * (700 << 10)),
    }
    with closing(files):
        yield files


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = servers.ground(tmp_path_factory.mktemp("fetching"))
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(ground: Path, files: Files) -> Iterator[Server]:
    options = ["--max-mb", "1", "--upload-timeout", "1", "--max-drafts", "6", "--audit", "audit.jsonl"]
    options += ["--fetch-from", files.origin, "--fetch-token-file", "token"]
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    with serving(ground, *options, environment=proxies) as server:
        yield server


def asked(server: Server, urls: Sequence[str] | str, **more: Any) -> Answer:
    """The answer to a list of URLs."""
    body = json.dumps({"urls": [urls] if isinstance(urls, str) else urls, **more}).encode()
    return server.send("POST", "/v1/lint-urls", body, Content_Type="application/json")


# --- what comes whole -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("clean.txt", "clean.txt"),
        ("chunked.txt", "chunked.txt"),
        ("early.txt", "early.txt"),
        ("download?id=7&x=a%20b", "通知.txt"),
        ("climbing", "passwd.txt"),
        ("odd-name.txt", "odd-name.txt"),
        ("%E7%A8%BF.txt", "稿.txt"),
        ("稿.txt", "稿.txt"),
        ("clean.txt#place", "clean.txt"),
    ],
)
def test_a_draft_is_fetched_and_judged_as_if_it_were_sent(server: Server, files: Files, path: str, name: str) -> None:
    answer = asked(server, f"{files.origin}/docs/{path}")
    assert answer.status == 200
    assert answer.told["ok"] is True
    (there,) = server.lint(CLEAN.encode()).told["documents"]
    assert answer.told["documents"] == [{**there, "path": name}]


def test_each_url_has_its_own_answer_in_order(server: Server, files: Files) -> None:
    names = ["clean.txt", "absent.txt", "flawed.txt", "cut.txt", "clean.txt"]
    answer = asked(server, [f"{files.origin}/{name}" for name in names], kind="policy", packs=["town"])
    assert answer.status == 422
    assert answer.told["ok"] is False
    assert [one["path"] for one in answer.told["documents"]] == names
    assert [one["status"] for one in answer.told["documents"]] == ["judged", "failed", "judged", "failed", "judged"]
    assert [len(one["findings"]) for one in answer.told["documents"]] == [0, 0, 1, 0, 0]
    assert answer.told["summary"]["failed"] == 2
    assert "absent.txt：文稿没有取到：对方答的是 404" in answer.told["message"]
    assert answer.told["packs"] == ["town"]


def test_only_the_address_and_the_token_are_sent(server: Server, files: Files) -> None:
    files.asked.clear()
    asked(server, f"{files.origin}/clean.txt?a=b")
    lines = files.asked[0].split("\r\n")
    assert lines[0] == "GET /clean.txt?a=b HTTP/1.1"
    names = {line.partition(":")[0].lower() for line in lines[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection", "authorization"}
    assert f"Authorization: Bearer {TOKEN}" in lines
    assert f"Host: 127.0.0.1:{files.port}" in lines


# --- what does not ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("other.txt", "不跟过去"),
        ("moved.txt", "不跟过去"),
        ("cut.txt", "没有取全"),
        ("half-chunked.txt", "没有取全"),
        ("no-last-chunk.txt", "没有取全"),
        ("open-end.txt", "没有说有多长"),
        ("too-long.txt", "比它说的长"),
        ("two-lengths.txt", "不合 HTTP"),
        ("packed.txt", "压缩过"),
        ("part.txt", "206"),
        ("ranged.txt", "一段"),
        ("broken.txt", "500"),
        ("nothing.txt", "没有取"),
        ("noise.txt", "不合 HTTP"),
        ("old.txt", "没有说有多长"),
        ("headless.txt", "不合 HTTP"),
        ("huge.txt", "太大"),
        ("endless.txt", "太大"),
        ("drip.txt", "秒内没有取完"),
        ("silent.txt", "秒内没有取完"),
        ("waiting.txt", "秒内没有取完"),
    ],
)
def test_a_draft_that_did_not_come_whole_is_not_judged(server: Server, files: Files, name: str, why: str) -> None:
    began = time.monotonic()
    answer = asked(server, f"{files.origin}/{name}")
    assert time.monotonic() - began < 10
    assert answer.status == 422
    assert answer.told["ok"] is False
    (document,) = answer.told["documents"]
    assert (document["status"], document["path"]) == ("failed", name)
    assert why in document["error"]


def test_one_that_dawdles_or_is_too_large_does_not_spoil_the_others(server: Server, files: Files) -> None:
    names = ["clean.txt", "silent.txt", "huge.txt", "flawed.txt"]
    answer = asked(server, [f"{files.origin}/{name}" for name in names])
    assert [one["status"] for one in answer.told["documents"]] == ["judged", "failed", "failed", "judged"]
    two = asked(server, [f"{files.origin}/big.txt"] * 2).told
    assert ["太大" in (one["error"] or "") for one in two["documents"]].count(True) == 1  # there is room for one
    assert two["ok"] is False


def test_a_host_that_is_gone_is_told(ground: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    with serving(ground, "--fetch-from", f"http://127.0.0.1:{port}") as server:
        answer = asked(server, f"http://127.0.0.1:{port}/a.txt")
    assert answer.status == 422
    assert "连不上" in answer.told["documents"][0]["error"]


# --- where it may lead ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("http://127.0.0.1:{other}/a", 403),
        ("https://127.0.0.1:{port}/a", 403),
        ("http://localhost:{port}/a", 403),
        ("http://127.0.0.1/a", 403),
        ("http://127.0.0.1.:{port}/a", 400),
        ("http://127.1:{port}/a", 403),
        ("http://2130706433:{port}/a", 403),
        ("http://0x7f000001:{port}/a", 403),
        ("http://[::ffff:127.0.0.1]:{port}/a", 403),
        ("http://127.0.0.1:{port}@evil.example/a", 400),
        ("http://evil.example#@127.0.0.1:{port}/a", 403),
        ("http://evil.example?@127.0.0.1:{port}/a", 403),
        ("http://user:secret@127.0.0.1:{port}/a", 400),
        ("http://@127.0.0.1:{port}/a", 400),
        ("http://127.0.0.1:0{port}/a", 400),
        ("http://127.0.0.1:{port}\\@evil.example/a", 400),
        ("http:\\\\127.0.0.1:{port}/a", 400),
        ("http://127.0.0.1:{port}/a b", 400),
        ("http://127.0.0.1:{port}/a\r\nX: y", 400),
        ("http://127.0.0.1:{port}/a\tb", 400),
        (" http://127.0.0.1:{port}/a", 400),
        ("//127.0.0.1:{port}/a", 400),
        ("file:///etc/passwd", 400),
        ("ftp://127.0.0.1:{port}/a", 400),
        ("gopher://127.0.0.1:{port}/a", 400),
        ("data:text/plain,abc", 400),
        ("http://127.0.0.1:99999/a", 400),
        ("http://127.0.0.1:/a", 400),
        ("http://[127.0.0.1]:{port}/a", 400),
        ("http://127.0.0。1:{port}/a", 400),
        ("", 400),
        ("http://", 400),
        ("http://127.0.0.1:{port}/" + "a" * 5000, 400),
    ],
)
def test_nothing_is_fetched_from_anywhere_else(server: Server, files: Files, url: str, status: int) -> None:
    files.asked.clear()
    url = url.replace("{port}", str(files.port)).replace("{other}", str(files.port + 1))
    answer = asked(server, [f"{files.origin}/clean.txt", url])
    assert answer.status == status
    assert answer.told["ok"] is False
    assert "第 2 个地址" in answer.told["message"]
    assert files.asked == []


def test_without_a_named_host_there_is_no_such_address(project: Path) -> None:
    with serving(project) as server:
        answer = asked(server, "http://127.0.0.1:1/a.txt")
        assert answer.status == 404
        assert answer.told["ok"] is False
        assert "/v1/lint-urls" not in server.send("GET", "/openapi.json").told["paths"]


def test_the_configuration_can_name_hosts(project: Path, files: Files) -> None:
    with (project / "wenlint.toml").open("a", encoding="utf-8") as stream:
        stream.write(f'[gate]\nfetch-from = ["{files.origin}"]\n')
    with serving(project) as server:
        assert asked(server, f"{files.origin}/clean.txt").told["ok"] is True
        assert asked(server, f"{files.origin}/clean.txt").told["documents"][0]["path"] == "clean.txt"


# --- names that mean something else the next moment ------------------------------------------


def fetched(origins: Sequence[str], url: str, answers: Sequence[Sequence[str]]) -> tuple[Draft, list[str]]:
    """What is fetched where each look-up of a name gives the next of these answers, and which names were looked up."""
    looked_up = []

    async def fetch() -> Draft:
        loop = asyncio.get_running_loop()
        usual, left = loop.getaddrinfo, list(answers)

        async def getaddrinfo(host: Any, port: Any, **more: Any) -> Any:
            if str(host).replace(".", "").isdecimal():
                return await usual(host, port, **more)
            looked_up.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in left.pop(0)]

        loop.getaddrinfo = getaddrinfo  # type: ignore[method-assign,assignment]
        named = tuple(map(origin_of, origins))
        with Room(Bounds(body_seconds=2)).entered() as held:
            (draft,) = await Fetcher(named, "", Bounds(body_seconds=2)).fetch(targets_of([url], named), held)
        return draft

    return asyncio.run(fetch()), looked_up


def test_a_name_that_leads_to_this_machine_is_not_followed(files: Files) -> None:
    url = f"http://oa.example:{files.port}/clean.txt"
    files.asked.clear()
    for addresses in (["127.0.0.1"], ["127.8.8.8"], ["0.0.0.0"], ["169.254.169.254"], ["192.0.2.1", "127.0.0.1"]):
        draft, _ = fetched([f"http://oa.example:{files.port}"], url, [addresses])
        assert "主机名指向了本机" in draft.error
    assert files.asked == []


def test_a_name_is_looked_up_once_and_the_connection_goes_there(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wenlint.gateway.fetching.is_elsewhere", lambda address: address == "127.0.0.1")
    url = f"http://oa.example:{files.port}/clean.txt"
    draft, names = fetched([f"http://oa.example:{files.port}"], url, [["127.0.0.1"], ["192.0.2.1"]])
    assert (draft.error, draft.data.decode()) == ("", CLEAN)
    assert names == ["oa.example"]


# --- TLS --------------------------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl")
def test_the_other_side_must_prove_who_it_is(project: Path) -> None:
    command = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=oa -days 2"
    command += " -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(command.split(), cwd=project, check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(project / "cert.pem", project / "key.pem")
    with closing(Files(context)) as files:
        files.answers["clean.txt"] = whole(CLEAN)
        with serving(project, "--fetch-from", files.origin) as server:
            answer = asked(server, f"{files.origin}/clean.txt")
            assert answer.status == 422
            assert "证书验不过" in answer.told["documents"][0]["error"]
        assert files.asked == []
        known = {"SSL_CERT_FILE": str(project / "cert.pem")}
        other = f"https://localhost:{files.port}"  # not a name of the certificate
        with serving(project, "--fetch-from", files.origin, "--fetch-from", other, environment=known) as server:
            assert asked(server, f"{files.origin}/clean.txt").told["ok"] is True
            answer = asked(server, f"{other}/clean.txt")
            assert "证书验不过" in answer.told["documents"][0]["error"]


# --- the request ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ("[]", 400, "JSON 对象"),
        ("", 400, "JSON"),
        ("{", 400, "JSON"),
        ("[" * 100_000, 400, "JSON"),
        ('{"urls": []}', 400, "没有地址"),
        ("{}", 400, "urls"),
        ('{"urls": "http://a/b"}', 400, "数组"),
        ('{"urls": [1]}', 400, "数组"),
        ('{"urls": [null]}', 400, "数组"),
        ('{"urls": ["x"], "urls": ["y"]}', 400, "两次"),
        ('{"urls": ["x"], "pack": []}', 400, "pack"),
        ('{"urls": ["x"], "kind": 1}', 400, "kind"),
        ('{"urls": ["x"], "kind": "novel"}', 400, "novel"),
        ('{"urls": ["x"], "packs": "town"}', 400, "packs"),
        (json.dumps({"urls": ["http://a/b"] * 7}), 413, "6 份的上限"),
        (json.dumps({"urls": ["x"], "kind": "x" * (2 << 20)}), 413, ""),
    ],
)
def test_a_request_is_read_to_the_letter(server: Server, body: str, status: int, word: str) -> None:
    answer = server.send("POST", "/v1/lint-urls", body.encode(), Content_Type="application/json")
    assert answer.status == status
    assert answer.told["ok"] is False
    assert word in answer.told["message"]


def test_it_takes_nothing_but_json(server: Server, files: Files) -> None:
    body = json.dumps({"urls": [f"{files.origin}/clean.txt"]}).encode()
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert server.send("POST", "/v1/lint-urls", body, Content_Type=content_type).status == 415
    assert server.send("POST", "/v1/lint-urls", body, Content_Type="application/json; charset=utf-8").status == 200
    for beside in ("kind=policy", "packs=town", "a=b"):  # nothing that is asked may be passed over
        answer = server.send("POST", f"/v1/lint-urls?{beside}", body, Content_Type="application/json")
        assert answer.status == 400
    assert server.send("GET", "/v1/lint-urls").status == 405
    packs = json.dumps({"urls": [f"{files.origin}/clean.txt"], "packs": ["no-such"]}).encode()
    assert server.send("POST", "/v1/lint-urls", packs, Content_Type="application/json").status == 400


def test_no_address_and_no_token_is_written_anywhere(server: Server, files: Files, ground: Path) -> None:
    asked(server, [f"{files.origin}/geheim/clean.txt?key=topsecret", f"{files.origin}/geheim/absent.txt"])
    audit = (ground / "audit.jsonl").read_text(encoding="utf-8")
    page = server.send("GET", "/metrics").body.decode()
    for place in (server.said(), audit, page):
        assert not [word for word in ("geheim", "topsecret", "clean.txt", TOKEN) if word in place]
    lines = [json.loads(line) for line in audit.splitlines()]
    assert [(one["door"], one["verdict"]) for one in lines[-2:]] == [("url", "passed"), ("url", "unjudged")]
    assert lines[-1]["sha256"] is None
