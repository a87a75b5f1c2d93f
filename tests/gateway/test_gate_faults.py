"""What breaks around both servers, HTTP and ICAP, while they are asked: nothing wrong passes, and they go on."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from conftest import CLEAN, FLAWED
from icap_client import PUT, Client, chunked, form, port_of, put, reqmod
from servers import SLOW, WENLINT, Server, serving, wait_for

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")

ROOT = Path(__file__).parents[2]
SLOWLY = FLAWED.replace("马上行动", "慢慢来")
SLOW_AND_CLEAN = CLEAN.replace("请认真", "慢慢来")


@pytest.fixture
def slow(project: Path) -> Path:
    """The project with a check that dawdles where the draft asks for it."""
    file = project / "checks" / "shouting.py"
    file.write_text(file.read_text(encoding="utf-8") + SLOW, encoding="utf-8")
    return project


@contextmanager
def both(folder: Path, *options: str) -> Iterator[tuple[Server, Client]]:
    """A server for HTTP and ICAP, and a connection to the latter."""
    with serving(folder, "--icap", "127.0.0.1:0", *options) as server, closing(Client(port_of(server))) as client:
        yield server, client


def is_well(server: Server) -> bool:
    """Whether both judge as ever."""
    with closing(Client(port_of(server))) as client:
        by_icap = client.ask(put(CLEAN)).status == 204 and client.ask(put(FLAWED)).is_refusal
    return (
        by_icap and server.lint(CLEAN.encode()).told["ok"] is True and server.lint(FLAWED.encode()).told["ok"] is False
    )


# --- the library ------------------------------------------------------------------------------


def test_a_library_that_is_added_to_meanwhile_is_still_held_against(tmp_path: Path) -> None:
    """While documents come in, in many small runs, a copied draft stays copied, and never is anything let through."""
    more = tmp_path / "more"
    more.mkdir()
    for number in range(24):
        words = "".join(f"第{number}批第{line}项工作由县区负责落实，按月报告进展。" for line in range(20))
        head = f"示例市人民政府文件\n示政发〔2023〕{number + 1}号\n关于第{number}批工作的通知\n各区人民政府：\n"
        (more / f"{number}.txt").write_text(f"{head}{words}\n示例市人民政府\n2023年5月1日\n", encoding="utf-8")
    corpus = [*WENLINT, "corpus", "add", "--corpus", str(tmp_path / "library")]
    subprocess.run([*corpus, str(ROOT / "corpus")], check=True, capture_output=True, timeout=120)
    draft = (ROOT / "examples/flawed/copied-opinion.docx").read_bytes()
    sent = reqmod(PUT % (b"copied.docx", b""), chunked(draft, 5000), "Allow: 204")
    with both(tmp_path, "--corpus", "library") as (server, client):
        page = client.ask(sent).page.partition("<footer")[0]
        before = {one["fingerprint"] for one in server.lint(draft, "copied.docx").told["documents"][0]["findings"]}
        adding = threading.Thread(target=_add_in_turns, args=(corpus, sorted(more.iterdir())))
        adding.start()
        asked = 0
        while adding.is_alive() or asked < 5:
            answer = server.lint(draft, "copied.docx")
            assert answer.told["ok"] is False
            if answer.status != 503:
                assert before <= {one["fingerprint"] for one in answer.told["documents"][0]["findings"]}
            reply = client.ask(sent)
            assert reply.is_refusal
            assert reply.page.partition("<footer")[0] == page
            asked += 1
        adding.join()
    stats = [*WENLINT, "corpus", "verify", "--corpus", str(tmp_path / "library")]
    assert subprocess.run(stats, capture_output=True, timeout=120, check=False).returncode == 0


def _add_in_turns(corpus: list[str], files: list[Path]) -> None:
    for start in range(0, len(files), 8):
        subprocess.run([*corpus, *map(str, files[start : start + 8])], check=True, capture_output=True, timeout=120)


# --- the disk ---------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_decision_that_cannot_be_written_down_is_no_decision(project: Path) -> None:
    (project / "audit.jsonl").touch()
    with both(project, "--audit", "audit.jsonl") as (server, client):
        assert is_well(server)
        (project / "audit.jsonl").unlink()
        (project / "audit.jsonl").symlink_to("/dev/full")  # as when the disk has filled up
        answer = server.lint(CLEAN.encode())
        assert (answer.status, answer.told["ok"]) == (503, False)
        assert "审计记录写不进" in answer.told["message"]
        reply = client.ask(put(CLEAN))
        assert reply.status == 503
        assert "Retry-After: 60" in reply.head
        (project / "audit.jsonl").unlink()  # and there is room again
        assert is_well(server)


@pytest.mark.skipif(not hasattr(resource, "prlimit") or not shutil.which("soffice"), reason="no prlimit, or no office")
def test_where_no_scratch_can_be_written_nothing_passes(project: Path) -> None:
    """A .rtf has to touch the disk; where it cannot, it is not judged, and others are."""
    with both(project) as (server, client):
        workers = descendants(server.process.pid)
        assert len(workers) > 1
        for pid in workers:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, 0))
        document = b"{\\rtf1 text}"
        answer = server.lint(document, "a.rtf")
        assert (answer.status, answer.told["ok"]) == (422, False)
        assert client.ask(reqmod(PUT % (b"a.rtf", b""), chunked(document), "Allow: 204")).is_refusal
        assert is_well(server)


def descendants(pid: int) -> list[int]:
    """Processes that a process started, and those that they started."""
    lists = [path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [one for child in map(int, " ".join(lists).split()) for one in (child, *descendants(child))]


# --- senders ----------------------------------------------------------------------------------


def test_slow_heads_are_cut_off_by_icap_too(project: Path) -> None:
    with both(project, "--upload-timeout", "1") as (server, _):
        clients = [Client(port_of(server)) for _ in range(40)]
        try:
            for client in clients:
                client.send(b"REQMOD icap://127.0.0.1/wenlint ICAP/1.0\r\nX-Slow: ")
            assert is_well(server)
            assert clients[0].reply().status == 408
            assert clients[0].is_closed()
        finally:
            for client in clients:
                client.close()


def test_a_chunk_of_two_gigabytes_is_refused_when_it_gets_too_large(project: Path) -> None:
    with both(project, "--max-mb", "1") as (server, client):
        client.send(reqmod(PUT % (b"a.txt", b""), b"80000000\r\n", "Allow: 204"))
        memory = resident(server.process.pid)
        with suppress(OSError):
            for _ in range(40):
                client.send(b"a" * (1 << 20))
        reply = client.reply()
        assert reply.is_refusal
        assert "1 MB 的上限" in reply.page
        assert resident(server.process.pid) - memory < 20 << 20
        assert is_well(server)


def resident(pid: int) -> int:
    """Bytes of memory that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_a_proxy_that_goes_away_while_a_draft_is_judged(slow: Path) -> None:
    with both(slow) as (server, client):
        (slow / "worker.pid").unlink(missing_ok=True)
        client.send(put(SLOW_AND_CLEAN))
        wait_for(slow / "worker.pid")
        client.close()
        assert is_well(server)


def test_too_many_proxies_at_once_are_told_to_come_back(slow: Path) -> None:
    with both(slow, "--max-requests", "1") as (server, client):
        (slow / "worker.pid").unlink(missing_ok=True)
        client.send(put(SLOWLY))
        wait_for(slow / "worker.pid")
        with closing(Client(port_of(server))) as other:
            reply = other.ask(put(CLEAN))
            assert reply.status == 503
            assert "Retry-After: 2" in reply.head
            assert "Connection: close" in reply.head
            assert other.is_closed()
        assert client.reply().is_refusal
        assert client.ask(put(CLEAN)).status == 204
        options = client.ask(b"OPTIONS icap://127.0.0.1/wenlint ICAP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        assert "Max-Connections: 1\r" in options.head
        assert server.figure('wenlint_requests_refused_total{reason="busy"}') == 1


# --- the end ----------------------------------------------------------------------------------


def test_an_upload_half_done_at_the_end_does_not_pass(project: Path) -> None:
    with both(project, "--upload-timeout", "2") as (server, client):
        whole = put(CLEAN)
        client.send(whole[:-20])
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
            head = b"POST /v1/lint HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\n"
            connection.sendall(head + CLEAN.encode()[:100])
            time.sleep(0.3)
            server.process.send_signal(signal.SIGTERM)
            assert client.reply().status == 408
            heard = b""
            with suppress(OSError):
                while piece := connection.recv(65536):
                    heard += piece
        assert b'"ok": true' not in heard
        assert server.process.wait(20) == 0


def test_a_server_that_is_killed_and_started_again_has_let_nothing_pass(slow: Path) -> None:
    with both(slow) as (server, client):
        (slow / "worker.pid").unlink(missing_ok=True)
        client.send(put(SLOW_AND_CLEAN))
        worker = int(wait_for(slow / "worker.pid"))
        icap, http = port_of(server), server.port
        server.process.kill()
        assert client.file.read() == b""
    until = time.monotonic() + 20
    while Path(f"/proc/{worker}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{worker}").exists()  # nothing is left to judge for nobody
    with serving(slow, "--icap", f"127.0.0.1:{icap}", "--http", f"127.0.0.1:{http}") as again:
        assert again.port == http
        assert is_well(again)
        with closing(Client(icap)) as client:
            assert client.ask(form(("a.txt", CLEAN.encode()), ("b.txt", FLAWED.encode()))).is_refusal
