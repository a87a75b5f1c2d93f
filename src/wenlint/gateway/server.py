"""Runs the application until it is told to stop; requests under way are finished first."""

from __future__ import annotations

import logging
import multiprocessing.util
import os
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import uvicorn

from wenlint.batch.engine import EngineError
from wenlint.gateway.app import application
from wenlint.gateway.icap import IcapServer
from wenlint.gateway.options import Options
from wenlint.gateway.protocol import bounded
from wenlint.gateway.service import Service

_BACKLOG = 1024


def run(service: Service, told: Callable[[str], None]) -> None:
    """Serves until SIGTERM or Ctrl-C. ``told`` hears the address once the server can be called.

    Raises:
        OSError: when the address cannot be had, or the files for TLS cannot be used.
        EngineError: when the workers cannot start.
    """
    with _private_scratch() as folder:
        service.workers.scratch = folder
        _run(service, told)


@contextmanager
def _private_scratch() -> Iterator[Path]:
    """A folder of the server's own for what LibreOffice has to read from disk: a worker that is
    killed cannot tidy up after itself, and no draft may be left when the server is gone."""
    before = os.environ.get("TMPDIR")
    multiprocessing.util.get_temp_dir()  # removed by multiprocessing itself at exit, so it must not lie in ours
    with tempfile.TemporaryDirectory(prefix="wenlint-serve-", ignore_cleanup_errors=True) as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        try:
            yield Path(folder)
        finally:
            tempfile.tempdir = None
            os.environ.pop("TMPDIR")
            if before is not None:
                os.environ["TMPDIR"] = before


def _run(service: Service, told: Callable[[str], None]) -> None:
    options = service.options
    listening = _listening(options.host, options.port)
    server = _Server(service, options, told, listening)
    # uvicorn raises the signal again when it is done; by then all is in order and the exit code shall be 0.
    kept = {number: signal.signal(number, _ignore) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        server.run(sockets=[listening])
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
        listening.close()
    if not server.started:
        raise EngineError(service.fault or "检查进程启动不了，没有开始服务")


class _Server(uvicorn.Server):
    def __init__(
        self, service: Service, options: Options, told: Callable[[str], None], listening: socket.socket
    ) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # its tracebacks could quote a draft
        super().__init__(
            uvicorn.Config(
                application(service),
                http=bounded(options.bounds),
                ws="none",
                lifespan="on",
                loop="asyncio",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                backlog=_BACKLOG,
                ssl_certfile=options.certificate,
                ssl_keyfile=options.key,
            )
        )
        self._options, self._told, self._listening = options, told, listening
        self._icap = IcapServer(service) if options.icap else None
        self._icap_listening = _listening(*options.icap) if options.icap else None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            scheme = "https" if self._options.certificate else "http"
            host = f"[{self._options.host}]" if ":" in self._options.host else self._options.host
            self._told(f"{scheme}://{host}:{self._listening.getsockname()[1]}/")
            if self._icap and self._icap_listening and self._options.icap:
                await self._icap.start(self._icap_listening)
                self._told(f"icap://{self._options.icap[0]}:{self._icap_listening.getsockname()[1]}/wenlint")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._icap:
            await self._icap.close()
        await super().shutdown(sockets)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or else asyncio leaves Nagle's algorithm on: a body would wait 40 ms for the word on its head.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _ignore(_number: int, _frame: FrameType | None) -> None:
    pass
