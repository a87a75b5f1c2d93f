"""One ICAP connection, and requests byte by byte as RFC 3507 has them."""

from __future__ import annotations

import re
import socket
import time
from dataclasses import dataclass

from servers import MULTIPART, Server, multipart

PUT = b"PUT /upload/%b HTTP/1.1\r\nHost: oa.example.org\r\n%b\r\n"
CONTINUE = b"ICAP/1.0 100 Continue\r\n\r\n"


@dataclass(frozen=True)
class Reply:
    """An ICAP answer: its status, its head, the encapsulated HTTP head, and the body without chunks."""

    status: int
    head: str
    http: str = ""
    body: bytes = b""

    @property
    def is_refusal(self) -> bool:
        return self.status == 200 and self.http.startswith("HTTP/1.1 403 ")

    @property
    def page(self) -> str:
        return self.body.decode()


class Client:
    """One connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.file = self.socket.makefile("rb")

    def close(self) -> None:
        self.file.close()
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def reply(self) -> Reply:
        lines = self._head()
        http, body = "", b""
        if found := re.search(r"Encapsulated: re[qs]-hdr=0, (\w+)-body=(\d+)", lines):
            http = self.file.read(int(found[2])).decode("latin-1")
            body = self._chunks() if found[1] != "null" else b""
        return Reply(int(lines.split()[1]), lines, http, body)

    def ask(self, data: bytes) -> Reply:
        self.send(data)
        return self.reply()

    def is_closed(self) -> bool:
        return self.file.read(1) == b""

    def _head(self) -> str:
        lines = b""
        while not lines.endswith(b"\r\n\r\n"):
            line = self.file.readline()
            assert line, "closed"
            lines += line
        return lines.decode()

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self.file.readline().partition(b";")[0], 16):
            body += self.file.read(size)
            self.file.read(2)
        self.file.readline()
        return body


def chunked(data: bytes, size: int = 1000, end: bytes = b"0\r\n\r\n") -> bytes:
    pieces = (data[start : start + size] for start in range(0, len(data), size))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + end


def reqmod(http: bytes, body: bytes | None, *headers: str) -> bytes:
    """A REQMOD; ``body`` is chunked already."""
    kind = "null" if body is None else "req"
    lines = ["REQMOD icap://127.0.0.1/wenlint ICAP/1.0", "Host: 127.0.0.1", *headers]
    lines += [f"Encapsulated: req-hdr=0, {kind}-body={len(http)}", "", ""]
    return "\r\n".join(lines).encode() + http + (body or b"")


def put(text: str, *headers: str, name: bytes = b"a.txt", more: bytes = b"") -> bytes:
    return reqmod(PUT % (name, more), chunked(text.encode()), "Allow: 204", *headers)


def form(*files: tuple[str, bytes], fields: tuple[tuple[str, str], ...] = ()) -> bytes:
    http = b"POST /send HTTP/1.1\r\nHost: oa\r\nContent-Type: %b\r\n\r\n" % MULTIPART.encode()
    return reqmod(http, chunked(multipart(files, fields)), "Allow: 204")


def port_of(server: Server) -> int:
    for _ in range(200):
        if found := re.search(r"icap://127\.0\.0\.1:(\d+)/wenlint", server.said()):
            return int(found[1])
        time.sleep(0.05)
    raise AssertionError(server.said())
