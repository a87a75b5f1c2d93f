"""HTTP/1.1 as uvicorn speaks it, with a limit on how long the head of a request may take and on open connections.

uvicorn itself waits for ever for the end of a head, so that a few thousand idle connections
would keep everybody else out (slow loris).
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from wenlint.gateway.options import Bounds


def bounded(bounds: Bounds) -> type[asyncio.Protocol]:
    """The protocol under these bounds, for uvicorn's ``http``."""

    class Bounded(H11Protocol):
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if len(self.connections) > bounds.connections:
                transport.abort()
                return
            self._start_timer()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_timer()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self._stop_timer()
            elif self._timer is None and self.conn.trailing_data[0]:
                self._start_timer()

        def _start_timer(self) -> None:
            self._timer = self.loop.call_later(bounds.head_seconds, self._give_up)

        def _stop_timer(self) -> None:
            if self._timer:
                self._timer.cancel()
                self._timer = None

        def _give_up(self, *_: Any) -> None:
            self._timer = None
            self.transport.abort()

    return Bounded
