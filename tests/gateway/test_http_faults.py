"""What breaks while drafts come in over HTTP: nothing passes because of it, and the server goes on."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest
from conftest import CLEAN, FLAWED
from servers import MULTIPART, Server, ground, multipart, serving, wait_for

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")

SLOWLY = FLAWED.replace("马上行动", "慢慢来")
FOREVER = CLEAN.replace("请认真", "永远不")


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    return ground(tmp_path, is_slow=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with tight bounds."""
    options = ["--max-mb", "1", "--upload-timeout", "1", "--max-drafts", "3"]
    with serving(ground(tmp_path_factory.mktemp("server")), *options) as server:
        yield server


def connected(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=30)


def head(length: int, content_type: str = "application/octet-stream", more: str = "") -> bytes:
    return (
        f"POST /v1/lint HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {length}\r\n{more}\r\n"
    ).encode()


def heard(connection: socket.socket) -> bytes:
    """Everything until the other side closes, or is silent for long."""
    answer = b""
    with suppress(TimeoutError, ConnectionResetError):
        while piece := connection.recv(65536):
            answer += piece
    return answer


def is_well(server: Server) -> bool:
    """Whether it judges as ever, and nothing is left over from before."""
    passed, refused = server.lint(CLEAN.encode()), server.lint(FLAWED.encode())
    under_way = server.figure("wenlint_requests_under_way")
    return passed.told["ok"] is True and refused.told["ok"] is False and refused.status == 200 and under_way == 0


# --- workers ----------------------------------------------------------------------------------


def test_a_worker_killed_over_a_draft_does_not_let_it_pass(slow: Path) -> None:
    with serving(slow) as server, ThreadPoolExecutor(1) as thread:
        (slow / "worker.pid").unlink()
        answer = thread.submit(server.lint, FOREVER.encode())
        os.kill(int(wait_for(slow / "worker.pid")), signal.SIGKILL)
        answered = answer.result(30)
        assert answered.status == 422
        assert answered.told["ok"] is False
        assert "意外中止" in answered.told["documents"][0]["error"]
        assert is_well(server)


def test_a_worker_killed_between_drafts_is_replaced(slow: Path) -> None:
    with serving(slow) as server:
        for _ in range(2):
            assert is_well(server)
            os.kill(int((slow / "worker.pid").read_text(encoding="utf-8")), signal.SIGKILL)
            time.sleep(0.3)
        assert server.lint(CLEAN.encode()).told["ok"] is True


def test_a_draft_that_takes_too_long_is_given_up(slow: Path) -> None:
    with serving(slow, "--timeout", "1") as server:
        answer = server.lint(FOREVER.encode())
        assert answer.status == 422
        assert answer.told["ok"] is False
        assert "超过 1 秒" in answer.told["message"]
        assert is_well(server)


def test_what_a_killed_worker_leaves_is_cleared_away(slow: Path) -> None:
    with serving(slow, "--timeout", "1") as server:
        server.lint(FOREVER.replace("防汛", "留在这").encode())
        left = Path(wait_for(slow / "left.txt"))
        assert (left / "draft").exists()
        os.utime(left, (0, 0))  # as if it had been there for long
        server.lint(b"")  # a draft that cannot be judged, as good as any
        assert not left.exists()
        (slow / "left.txt").unlink()
        server.lint(FOREVER.replace("防汛", "留在这").encode())
        last = Path(wait_for(slow / "left.txt"))
        assert last.exists()
    assert not last.parent.exists()


def test_rules_that_broke_since_the_start_let_nothing_pass(slow: Path) -> None:
    with serving(slow) as server:
        (slow / "checks" / "shouting.py").write_text("this is no Python", encoding="utf-8")
        os.kill(int((slow / "worker.pid").read_text(encoding="utf-8")), signal.SIGKILL)
        time.sleep(0.3)
        for _ in range(2):
            answer = server.lint(CLEAN.encode())
            assert answer.status == 503
            assert answer.told["ok"] is False
            assert str(slow) not in answer.body.decode()
        assert server.send("GET", "/healthz").status == 200


def test_a_server_whose_workers_cannot_start_does_not_start(project: Path) -> None:
    (project / "packs" / "town.toml").write_text("[pack]\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"错误：.*town\.toml"), serving(project):
        pass


# --- senders ----------------------------------------------------------------------------------


def test_a_sender_who_goes_away_leaves_nothing_behind(server: Server) -> None:
    names = ('wenlint_drafts_total{verdict="passed"}', 'wenlint_requests_refused_total{reason="gone"}')
    before = [server.figure(name) for name in names]
    whole = multipart([("a.txt", CLEAN.encode())])
    for sent in (b"", whole[:60], whole[:-10]):
        with closing(connected(server)) as connection:
            connection.sendall(head(5000, MULTIPART) + sent)
            time.sleep(0.1)
    assert is_well(server)
    assert [server.figure(name) - was for name, was in zip(names, before, strict=True)] == [1, 3]


def test_a_sender_who_goes_away_while_being_judged(slow: Path) -> None:
    with serving(slow) as server:
        (slow / "worker.pid").unlink()
        with closing(connected(server)) as connection:
            connection.sendall(head(len(SLOWLY.encode())) + SLOWLY.encode())
            wait_for(slow / "worker.pid")
        assert is_well(server)


def test_half_a_form_is_no_form(server: Server) -> None:
    """Cut anywhere, even between two drafts: the first alone must not pass."""
    whole = multipart([("a.txt", CLEAN.encode()), ("b.txt", FLAWED.encode())])
    for end in [*range(0, len(whole) - 2, 97), len(whole) - 4]:
        answer = server.send("POST", "/v1/lint", whole[:end], Content_Type=MULTIPART)
        assert answer.status == 400
        assert answer.told["ok"] is False
    assert server.send("POST", "/v1/lint", whole, Content_Type=MULTIPART).told["ok"] is False


def test_a_body_that_is_announced_too_large_is_refused_at_once(server: Server) -> None:
    began = time.monotonic()
    with closing(connected(server)) as connection:
        connection.sendall(head(2 << 30, more="Expect: 100-continue\r\nConnection: close\r\n"))
        answer = heard(connection)
    assert b" 413 " in answer.splitlines()[0]
    assert b'"ok": false' in answer
    assert time.monotonic() - began < 10
    assert is_well(server)


def test_a_body_that_turns_out_too_large_is_refused(server: Server) -> None:
    answer = server.lint(b"x" * (2 << 20))
    assert answer.status == 413
    assert "1 MB" in answer.told["message"]
    with closing(connected(server)) as connection:
        chunked = head(0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked\r\nConnection: close")
        connection.sendall(chunked)
        with suppress(OSError):
            for _ in range(40):
                connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            connection.sendall(b"0\r\n\r\n")
        assert b" 413 " in heard(connection).splitlines()[0]
    many = [(f"{number}.txt", CLEAN.encode()) for number in range(4)]
    answer = server.upload("/v1/lint", many)
    assert answer.status == 413
    assert "3 份的上限" in answer.told["message"]
    assert is_well(server)


def test_a_slow_body_is_given_up(server: Server) -> None:
    with closing(connected(server)) as connection:
        connection.sendall(head(1000, more="Connection: close\r\n"))
        for _ in range(20):
            connection.sendall(b"x")
            time.sleep(0.1)
        assert b" 408 " in heard(connection).splitlines()[0]
    assert is_well(server)


def test_slow_heads_are_cut_off_and_keep_nobody_out(server: Server) -> None:
    connections = [connected(server) for _ in range(50)]
    try:
        for connection in connections:
            connection.sendall(b"POST /v1/lint HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert is_well(server)
        connections[0].settimeout(20)
        assert heard(connections[0]) == b""
    finally:
        for connection in connections:
            connection.close()


def test_what_is_no_http_gets_no_verdict(server: Server) -> None:
    for sent in (
        b"\0\1\2\3\r\n\r\n",
        b"POST /v1/lint\r\n\r\n",
        head(5).replace(b"Content-Length: 5", b"Content-Length: -5"),
    ):
        with closing(connected(server)) as connection:
            connection.sendall(sent)
            assert b'"ok": true' not in heard(connection)
    assert is_well(server)


# --- too many, and the end --------------------------------------------------------------------


def test_too_many_at_once_are_told_to_come_back(slow: Path) -> None:
    with serving(slow, "--max-requests", "2") as server, ThreadPoolExecutor(12) as threads:
        answers = [one.result(60) for one in [threads.submit(server.lint, SLOWLY.encode()) for _ in range(12)]]
        statuses = [answer.status for answer in answers]
        assert statuses.count(200) >= 2
        assert statuses.count(503) >= 1
        assert statuses.count(200) + statuses.count(503) == 12
        for answer in answers:
            assert answer.told["ok"] is False
            assert answer.status == 200 or int(answer.headers["Retry-After"]) > 0
        assert is_well(server)


def test_a_request_under_way_is_finished_before_the_end(slow: Path) -> None:
    with serving(slow) as server, ThreadPoolExecutor(1) as thread:
        (slow / "worker.pid").unlink()
        answer = thread.submit(server.lint, SLOWLY.encode())
        worker = int(wait_for(slow / "worker.pid"))
        server.process.send_signal(signal.SIGTERM)
        answered = answer.result(30)
        assert answered.status == 200
        assert [one["rule"] for one in answered.told["documents"][0]["findings"]] == ["town/calm"]
        assert server.process.wait(20) == 0
        until = time.monotonic() + 10
        while Path(f"/proc/{worker}").exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert not Path(f"/proc/{worker}").exists()
        with pytest.raises(ConnectionRefusedError):
            connected(server)


def test_an_address_in_use_is_told_in_a_line(project: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(AssertionError, match="错误：开不了"), serving(project, "--http", address):
            pass
