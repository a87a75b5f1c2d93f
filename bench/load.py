"""A load of drafts on a server, over HTTP or ICAP, from one thread that costs the machine little.

Connections are plain non-blocking sockets; requests are made up beforehand. What is told of
each is its status and how long it took, under an open load from when it was due.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle

_PATIENCE = 60.0  # seconds for one answer
_PREVIEW = 4096
_PIECE = 1 << 18


@dataclass(frozen=True)
class Request:
    """Bytes to send, and those to send once the server has said 100 Continue."""

    first: bytes
    rest: bytes = b""


def over_http(draft: bytes) -> Request:
    """The draft as raw bytes to ``POST /v1/lint``."""
    head = f"POST /v1/lint?filename=a.docx HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(draft)}\r\n\r\n"
    return Request(head.encode() + draft)


def over_icap(draft: bytes) -> Request:
    """The draft as a proxy shows an upload that passes by: REQMOD, the first 4096 bytes as a preview."""
    http = f"PUT /a.docx HTTP/1.1\r\nHost: upload.example\r\nContent-Length: {len(draft)}\r\n\r\n".encode()
    head = (
        "REQMOD icap://127.0.0.1/wenlint ICAP/1.0\r\nHost: 127.0.0.1\r\nAllow: 204\r\n"
        f"Preview: {_PREVIEW}\r\nEncapsulated: req-hdr=0, req-body={len(http)}\r\n\r\n"
    )
    return Request(head.encode() + http + _chunked(draft[:_PREVIEW]), _chunked(draft[_PREVIEW:]))


def _chunked(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), data)


@dataclass
class Result:
    """What came of a load: the statuses ("lost" for no answer), and the seconds that verdicts took, ascending."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    took: float = 0.0
    without_word: int = 0
    """Refusals (503) over HTTP that do not say when to come back."""

    @property
    def rate(self) -> float:
        """Verdicts a second."""
        return len(self.seconds) / self.took

    def percentile(self, share: int) -> float:
        """Milliseconds in which so many percent of the verdicts came."""
        return 1000 * self.seconds[min(len(self.seconds) - 1, len(self.seconds) * share // 100)]


def closed(port: int, requests: Sequence[Request], senders: int, count: int) -> Result:
    """``senders`` connections that each wait for their answer, so many requests in all."""
    now = time.perf_counter()
    return _Load(port, requests, senders, iter([now] * count)).run()


def steady(port: int, requests: Sequence[Request], senders: int, rate: float, seconds: float) -> Result:
    """So many requests a second, whatever becomes of them, over at most ``senders`` connections."""
    begin = time.perf_counter() + 0.05
    return _Load(port, requests, senders, (begin + number / rate for number in range(int(rate * seconds))), True).run()


class _Load:
    def __init__(
        self, port: int, requests: Sequence[Request], senders: int, due: Iterator[float], is_open: bool = False
    ) -> None:
        self._port, self._requests, self._due, self._is_open = port, cycle(requests), due, is_open
        self._selector = selectors.DefaultSelector()
        self._idle: deque[_Connection] = deque(_Connection(self) for _ in range(senders))
        self._busy: set[_Connection] = set()
        self.result = Result()

    def run(self) -> Result:
        """Until every request is answered or given up."""
        began = time.perf_counter()
        due = next(self._due, None)
        while due is not None or self._busy:
            now = time.perf_counter()
            while due is not None and due <= now and self._idle:
                connection = self._idle.popleft()
                self._busy.add(connection)
                connection.begin(next(self._requests), due if self._is_open else now)
                due = next(self._due, None)
            waits = due - now if due is not None and self._idle else 1.0
            for key, _ in self._selector.select(max(0.0, min(waits, 1.0))):
                key.data.go_on()
            for late in [one for one in self._busy if one.began + _PATIENCE < now]:
                late.give_up()
        self.result.took = time.perf_counter() - began
        self.result.seconds.sort()
        for connection in self._idle:
            connection.close()
        self._selector.close()
        return self.result

    def opened(self, connection: _Connection) -> socket.socket:
        """A new connection for a sender."""
        sock = socket.create_connection(("127.0.0.1", self._port), timeout=_PATIENCE)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setblocking(False)
        self._selector.register(sock, selectors.EVENT_READ, connection)
        return sock

    def closing(self, sock: socket.socket) -> None:
        """A connection is at its end."""
        self._selector.unregister(sock)
        sock.close()

    def sending(self, sock: socket.socket, connection: _Connection, has_more: bool) -> None:
        """Waits for room to send more, or no longer."""
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if has_more else 0)
        self._selector.modify(sock, events, connection)

    def done(self, connection: _Connection, status: str, began: float) -> None:
        """A request is answered, or lost."""
        self.result.statuses[status] += 1
        if status in ("200", "204"):
            self.result.seconds.append(time.perf_counter() - began)
        self._busy.discard(connection)
        self._idle.append(connection)


class _Connection:
    """One sender."""

    def __init__(self, load: _Load) -> None:
        self._load = load
        self._socket: socket.socket | None = None
        self._request = Request(b"")
        self._left = memoryview(b"")
        self._waits_for_room = False
        self._heard = bytearray()
        self.began = 0.0

    def begin(self, request: Request, began: float) -> None:
        """Sends a request."""
        self._request, self.began = request, began
        self._heard.clear()
        if self._socket is None:
            self._socket, self._waits_for_room = self._load.opened(self), False
        self._send(request.first)

    def go_on(self) -> None:
        """Something came, or there is room to send more."""
        assert self._socket is not None
        try:
            if self._left:
                self._send_left()
            piece = self._socket.recv(_PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self._end("lost" if self in self._load._busy else "")
            return
        self._heard += piece
        self._understand()

    def give_up(self) -> None:
        """No answer came."""
        self._end("lost")

    def close(self) -> None:
        """Hangs up."""
        if self._socket:
            self._load.closing(self._socket)
            self._socket = None

    def _understand(self) -> None:
        head, is_whole, body = bytes(self._heard).partition(b"\r\n\r\n")
        if not is_whole:
            return
        status = head[9:12].decode() if head.startswith((b"HTTP/1.1 ", b"ICAP/1.0 ")) else "?"
        if status == "100":
            self._heard.clear()
            self._send(self._request.rest)
            return
        lowered = head.lower()
        if b"content-length: " in lowered:
            length = int(lowered.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            if len(body) < length:
                return
        elif b"null-body" not in lowered and not body.endswith(b"0\r\n\r\n"):
            return
        if status == "503" and lowered.startswith(b"http") and b"retry-after: " not in lowered:
            self._load.result.without_word += 1
        if b"connection: close" in lowered:
            self.close()
        self._load.done(self, status, self.began)

    def _end(self, status: str) -> None:
        self.close()
        if status:
            self._load.done(self, status, self.began)

    def _send(self, data: bytes) -> None:
        self._left = memoryview(data)
        with suppress(OSError):  # the answer, or the lack of one, tells
            self._send_left()

    def _send_left(self) -> None:
        assert self._socket is not None
        with suppress(BlockingIOError):
            while self._left:
                self._left = self._left[self._socket.send(self._left) :]
        if bool(self._left) is not self._waits_for_room:
            self._waits_for_room = bool(self._left)
            self._load.sending(self._socket, self, self._waits_for_room)
