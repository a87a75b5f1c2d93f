"""A real server on loopback, started and stopped by the tests, and the requests they send it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import CONFIG, PACK, SHOUTING

WENLINT = [sys.executable, "-m", "wenlint"]
_BOUNDARY = "----a-boundary-of-the-tests"
_START_SECONDS = 60

SLOW = '''
import os, pathlib, tempfile, time
_judge = run


def run(document, rule, context):
    """Says which process is at work, and takes its time where the draft asks for it."""
    pathlib.Path("worker.pid").write_text(str(os.getpid()))
    if "留在这" in document.text:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="wenlint-"))
        (folder / "draft").write_text(document.text)
        pathlib.Path("left.txt").write_text(str(folder))
    for word, seconds in (("慢慢来", 2), ("永远不", 600)):
        if word in document.text:
            time.sleep(seconds)
    yield from _judge(document, rule, context)


CHECK = Check(
    name="shouting", run=run, doc=__doc__, params=CHECK.params, bad=CHECK.bad, good=CHECK.good
)
'''
"""Put after the check of the ``project`` fixture."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        """The body as JSON."""
        told = json.loads(self.body)
        assert isinstance(told, dict)
        return told


def ground(folder: Path, *, is_slow: bool = False) -> Path:
    """Makes a folder a project as the ``project`` fixture does, with a check that dawdles where a draft asks for it."""
    texts = {"checks/shouting.py": SHOUTING + SLOW * is_slow, "packs/town.toml": PACK, "wenlint.toml": CONFIG}
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class Server:
    """A running server."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, port: int) -> None:
        self.process, self.log, self.port = process, log, port

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request on a connection of its own; header names are written with underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def lint(self, data: bytes, name: str = "draft.txt", **headers: str) -> Answer:
        """A draft as raw bytes."""
        return self.send("POST", f"/v1/lint?filename={name}", data, **headers)

    def upload(
        self, path: str, files: Sequence[tuple[str, bytes]], fields: Sequence[tuple[str, str]] = (), **headers: str
    ) -> Answer:
        """Drafts and fields as a browser sends them."""
        return self.send("POST", path, multipart(files, fields), Content_Type=MULTIPART, **headers)

    def said(self) -> str:
        """What it wrote so far."""
        return self.log.read_text(encoding="utf-8")

    def figure(self, name: str, **headers: str) -> float:
        """A figure of /metrics, with its labels as they are written there; 0 when it is not there."""
        page = self.send("GET", "/metrics", **headers).body.decode()
        found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.M)
        return float(found[1]) if found else 0.0


MULTIPART = f"multipart/form-data; boundary={_BOUNDARY}"


def multipart(files: Sequence[tuple[str, bytes]], fields: Sequence[tuple[str, str]] = ()) -> bytes:
    """The body of a form."""
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields]
    parts += [
        f'Content-Disposition: form-data; name="drafts"; filename="{name}"\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n".encode()
        + data
        + b"\r\n"
        for name, data in files
    ]
    return b"".join(f"--{_BOUNDARY}\r\n".encode() + part for part in parts) + f"--{_BOUNDARY}--\r\n".encode()


@contextmanager
def serving(folder: Path, *options: str, jobs: int = 1, environment: dict[str, str] | None = None) -> Iterator[Server]:
    """A server whose working directory is ``folder``; it is stopped at the end, hard if need be."""
    log = folder / "server.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*WENLINT, "serve", "--http", "127.0.0.1:0", "--jobs", str(jobs), *options],
            cwd=folder,
            stdout=stream,
            stderr=stream,
            env={**os.environ, **(environment or {})},
        )
    try:
        yield Server(process, log, _port(process, log))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        said = log.read_text(encoding="utf-8")
        if found := re.search(r"https?://\S+:(\d+)/", said):
            return int(found[1])
        assert process.poll() is None, said
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))


def wait_for(path: Path, seconds: float = 20) -> str:
    """The content of a file that will soon be there."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if path.exists() and (text := path.read_text(encoding="utf-8")):
            return text
        time.sleep(0.02)
    raise AssertionError(f"no {path}")


def decisions(audit: Path) -> list[dict[str, Any]]:
    """What an audit file says of drafts."""
    lines = [json.loads(line) for line in audit.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line["event"] == "decision"]
