"""squid as a reverse proxy before a small upload server, asking wenlint about every message."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import CLEAN, FLAWED
from icap_client import Client, port_of, put
from servers import MULTIPART, SLOW, Server, multipart, serving, wait_for

SQUID = shutil.which("squid", path="/usr/sbin:/usr/bin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(SQUID is None, reason="needs squid")
DOCS = Path(__file__).parents[2] / "docs"
_START_SECONDS = 20


class Uploads(BaseHTTPRequestHandler):
    """Takes everything, and gives a flawed draft to whoever asks, packed where that is allowed."""

    taken: list[tuple[str, bytes]]

    def do_PUT(self) -> None:
        self.taken.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        self.do_PUT()

    def do_GET(self) -> None:
        self.send_response(200)
        if "br" in self.headers.get("Accept-Encoding", ""):
            self.send_header("Content-Encoding", "br")  # the gate would not know what it holds
        self.send_header("Content-Length", str(len(FLAWED.encode())))
        self.end_headers()
        self.wfile.write(FLAWED.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


class Site:
    """The proxy, what stands behind it, and what it asks."""

    def __init__(self, port: int, taken: list[tuple[str, bytes]], gate: Server) -> None:
        self.port, self.taken, self.gate = port, taken, gate

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        answer = response.status, response.read().decode(errors="replace")
        connection.close()
        return answer


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def configuration(folder: Path, port: int, behind: int, icap: int) -> str:
    """The lines that the page shows, with the ports of this test, and what keeps squid within the folder."""
    (shown,) = re.findall(r"^```squid\n(.*?)^```$", (DOCS / "icap.md").read_text(encoding="utf-8"), re.M | re.S)
    lines = (
        shown.replace(":1344/", f":{icap}/")
        .replace(" 8080 ", f" {behind} ")
        .replace("http_port 80 ", f"http_port 127.0.0.1:{port} ")
    )
    own = f"pid_filename {folder}/squid.pid\naccess_log none\ncache_log {folder}/cache.log\ncoredump_dir {folder}\n"
    return f"{lines}{own}shutdown_lifetime 0 seconds\n"


@pytest.fixture
def site(project: Path) -> Iterator[Site]:
    with started(project) as site:
        yield site


@contextmanager
def started(project: Path, *options: str) -> Iterator[Site]:
    assert SQUID is not None
    project.chmod(0o777)  # squid, started by root, is somebody else
    handler = type("Handler", (Uploads,), {"taken": []})
    behind = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    with serving(project, "--icap", "127.0.0.1:0", *options) as gate:
        while not (icap := re.search(r"icap://127\.0\.0\.1:(\d+)/", gate.said())):
            time.sleep(0.05)
        port, file = free_port(), project / "squid.conf"
        file.write_text(configuration(project, port, behind.server_port, int(icap[1])), encoding="utf-8")
        squid = subprocess.Popen([SQUID, "-N", "-f", str(file)], stderr=subprocess.DEVNULL)
        try:
            _wait_for(port, squid)
            yield Site(port, handler.taken, gate)
        finally:
            squid.kill()
            squid.wait()
            behind.shutdown()
            behind.server_close()


def _wait_for(port: int, squid: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and squid.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.skip("squid does not start here")


def test_only_clean_drafts_reach_the_system_behind(site: Site) -> None:
    assert site.send("PUT", "/a.txt", CLEAN.encode())[0] == 201
    assert site.taken == [("/a.txt", CLEAN.encode())]
    status, page = site.send("PUT", "/b.txt", FLAWED.encode())
    assert status == 403
    assert "有感叹号" in page
    good, bad = ("好.txt", CLEAN.encode()), ("坏.txt", FLAWED.encode())
    assert site.send("POST", "/form", multipart([good]), Content_Type=MULTIPART)[0] == 201
    assert site.send("POST", "/form", multipart([good, bad]), Content_Type=MULTIPART)[0] == 403
    assert [path for path, _ in site.taken] == ["/a.txt", "/form"]
    status, page = site.send("GET", "/c.txt", Accept_Encoding="gzip, br")
    assert status == 403
    assert "有感叹号" in page


def test_when_the_gate_is_gone_nothing_passes(site: Site) -> None:
    assert site.send("PUT", "/a.txt", CLEAN.encode())[0] == 201
    site.gate.process.kill()
    site.gate.process.wait()
    assert site.send("PUT", "/b.txt", CLEAN.encode())[0] >= 500
    assert [path for path, _ in site.taken] == ["/a.txt"]


@pytest.fixture
def slow(project: Path) -> Path:
    file = project / "checks" / "shouting.py"
    file.write_text(file.read_text(encoding="utf-8") + SLOW, encoding="utf-8")
    return project


def test_squid_waits_for_a_place_instead_of_being_refused(slow: Path) -> None:
    """It keeps to Max-Connections: of many uploads at once, none is lost and none is told 503."""
    with started(slow, "--max-requests", "2") as site, ThreadPoolExecutor(12) as threads:
        sent = [CLEAN if number % 3 else FLAWED for number in range(24)]
        answers = list(threads.map(lambda text: site.send("PUT", "/a.txt", text.encode())[0], sent))
        assert answers == [201 if text is CLEAN else 403 for text in sent]
        assert site.gate.figure('wenlint_requests_refused_total{reason="busy"}') == 0


def test_an_overloaded_gate_lets_nothing_pass_and_is_asked_again(slow: Path) -> None:
    """Somebody else takes the only place: squid refuses more uploads than it takes to give a service up for a while,
    and asks again as soon as there is room."""
    with started(slow, "--max-requests", "1") as site:
        assert site.send("PUT", "/a.txt", CLEAN.encode())[0] == 201
        with closing(Client(port_of(site.gate))) as other:
            (slow / "worker.pid").unlink(missing_ok=True)
            other.send(put(FLAWED.replace("马上行动", "慢慢来，慢慢来")))
            wait_for(slow / "worker.pid")
            refused = [site.send("PUT", "/b.txt", CLEAN.encode())[0] for _ in range(15)]
            assert other.reply().is_refusal
        assert all(status >= 500 for status in refused)
        assert site.send("PUT", "/c.txt", CLEAN.encode())[0] == 201
        assert [path for path, _ in site.taken] == ["/a.txt", "/c.txt"]
