"""A server that gives away files, and lies where it is told to."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import suppress

OK = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"


def whole(text: str, *headers: str, status: str = "200 OK") -> bytes:
    """An answer as it should be."""
    data = text.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(data)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + data


def cut(text: str) -> bytes:
    """An answer that says it is longer than it is."""
    return whole(text).replace(b"Content-Length: ", b"Content-Length: 9")


def chunks(text: str, end: bytes = b"0\r\n\r\n") -> bytes:
    data = text.encode()
    return f"{OK}Transfer-Encoding: chunked\r\n\r\n{len(data):x}\r\n".encode() + data + b"\r\n" + end


class Files:
    """A server that answers by the last part of the path with certain bytes, and remembers what it was asked."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.answers: dict[str, bytes] = {}
        self.asked: list[str] = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                if not (piece := connection.recv(4096)):
                    return
                head += piece
            self.asked.append(head.decode())
            name = head.decode().split(" ")[1].partition("?")[0].rpartition("/")[2]
            if name.startswith("drip"):
                for byte in self.answers[name]:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.05)
            elif name.startswith("silent"):
                time.sleep(5)
            elif name.startswith("endless"):
                connection.sendall(f"{OK}Transfer-Encoding: chunked\r\n\r\n".encode())
                while True:
                    connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            elif name.startswith("waiting"):
                while True:
                    connection.sendall(b"HTTP/1.1 102 Processing\r\n\r\n" * 50)
            else:
                connection.sendall(self.answers.get(name, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
