"""The HTTP application: a page for people, ``POST /v1/lint`` for programs, and what an operator needs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from wenlint.gateway import copies, metrics, openapi, pages, uploads, url_list
from wenlint.gateway.errors import RefusedError
from wenlint.gateway.fetching import Fetcher
from wenlint.gateway.guard import Guard
from wenlint.gateway.library import Reception
from wenlint.gateway.progress import Progress
from wenlint.gateway.service import Door, Service
from wenlint.gateway.uploads import Held, Room, Upload


def application(service: Service) -> ASGIApp:
    """The application of a server whose workers have started; it closes them when it ends."""
    endpoints = _Endpoints(service)
    routes = [
        Route("/", endpoints.form, methods=["GET"]),
        Route("/", endpoints.report, methods=["POST"]),
        Route("/annotated", endpoints.form, methods=["GET"]),  # for whoever loads a refusal there again
        Route("/annotated", endpoints.annotated, methods=["POST"]),
        Route("/library", endpoints.library, methods=["GET"]),
        Route("/library", endpoints.add, methods=["POST"]),
        Route("/progress", endpoints.progress, methods=["GET"]),
        Route("/v1/lint", endpoints.lint, methods=["POST"]),
        Route("/openapi.json", endpoints.description, methods=["GET"]),
        Route("/healthz", endpoints.health, methods=["GET"]),
        Route("/readyz", endpoints.readiness, methods=["GET"]),
        Route("/metrics", endpoints.figures, methods=["GET"]),
    ]

    if service.options.fetch_from:
        routes.append(Route("/v1/lint-urls", endpoints.lint_urls, methods=["POST"]))

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        try:
            await service.start()
            yield
        finally:
            await service.close()

    router = Router(routes, default=_unknown, lifespan=lifespan)
    return Guard(router, service.options, service.metrics, {route.path for route in routes})


class _Endpoints:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._room = Room(service.options.bounds)
        self._progress = Progress()
        self._fetcher = Fetcher(service.options.fetch_from, service.options.fetch_token, self._room.bounds)

    async def form(self, _request: Request) -> Response:
        return _html(pages.form(self._service.packs, self._service.options.bounds))

    async def report(self, request: Request) -> Response:
        with self._entered() as held, self._progress.of(_number(request)) as course:
            upload = await uploads.read(request, held, self._room.bounds)
            records = await self._service.judge(upload, Door.PAGE, course)
            rules = self._service.ruleset(upload.packs).rules
            return _html(await asyncio.to_thread(pages.report, records, rules))

    async def annotated(self, request: Request) -> Response:
        with self._entered() as held:
            upload = await uploads.read(request, held, self._room.bounds)
            records = await self._service.judge(upload, Door.COPY)
            name, data = await asyncio.to_thread(copies.download, upload.drafts, records)
        return _download(data, name)

    async def library(self, request: Request) -> Response:
        return await self._shelves(_page(request), ())

    async def add(self, request: Request) -> Response:
        if not self._service.options.corpus_add:
            raise RefusedError(403, "corpus-add", "这台服务器不让从网页加上级文件；请管理员用 wenlint corpus add 加入")
        with self._entered() as held, self._progress.of(_number(request)) as course:
            upload = await uploads.read(request, held, self._room.bounds)
            receptions = await self._service.desk.take_in(upload, course)
        return await self._shelves(1, receptions)

    async def progress(self, request: Request) -> Response:
        return _json(self._progress.told(_number(request)))

    async def lint(self, request: Request) -> Response:
        with self._entered() as held:
            upload = await uploads.read(request, held, self._room.bounds)
            return await self._answer(upload, Door.API)

    async def lint_urls(self, request: Request) -> Response:
        with self._entered() as held:
            upload = await url_list.read(request, held, self._room.bounds, self._fetcher)
            return await self._answer(upload, Door.URL)

    async def description(self, _request: Request) -> Response:
        options = self._service.options
        told = openapi.description(
            needs_token=bool(options.tokens),
            packs=[pack.id for pack in self._service.packs],
            drafts=options.bounds.drafts,
            fetches=bool(options.fetch_from),
        )
        return _json(told)

    async def health(self, _request: Request) -> Response:
        return _json({"ok": True})

    async def readiness(self, _request: Request) -> Response:
        is_ready = self._service.workers.are_ready
        return _json({"ok": is_ready}, 200 if is_ready else 503)

    async def figures(self, _request: Request) -> Response:
        return Response(self._service.metrics.page(), media_type=metrics.CONTENT_TYPE)

    async def _answer(self, upload: Upload, door: Door) -> Response:
        """For programs."""
        records = await self._service.judge(upload, door)
        body = self._service.body([record.told for record in records], upload.packs)
        return _json(body, 422 if body["summary"]["failed"] else 200)

    @contextmanager
    def _entered(self) -> Iterator[Held]:
        """A place for one upload."""
        with self._room.entered() as held, self._service.metrics.under_way.track_inprogress():
            yield held

    async def _shelves(self, page: int, receptions: Sequence[Reception]) -> Response:
        """The page of the library."""
        options = self._service.options
        holdings = await asyncio.to_thread(self._service.desk.holdings, page)
        return _html(pages.library(holdings, receptions, options.bounds, may_add=options.corpus_add))


def _number(request: Request) -> str:
    """The number by which the page asks how far its upload has come; "" without one."""
    return request.query_params.get("progress", "")


def _page(request: Request) -> int:
    page = request.query_params.get("page", "")
    return max(1, int(page)) if page.isdecimal() and len(page) < 8 else 1


def _download(data: bytes, name: str) -> Response:
    """A file to be saved under a name; a program that knows ASCII alone saves it as "annotated"."""
    plain = f"annotated{PurePosixPath(name).suffix}"
    headers = {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"}
    return Response(data, headers=headers, media_type="application/octet-stream")


async def _unknown(scope: Scope, receive: Receive, send: Send) -> None:
    await _json({"ok": False, "message": "没有这个地址"}, 404)(scope, receive, send)


def _json(value: object, status: int = 200) -> Response:
    text = json.dumps(value, ensure_ascii=False, default=str)
    # A lone surrogate out of a draft has no UTF-8; it is written as JSON escapes it.
    return Response(text.encode("utf-8", errors="backslashreplace"), status, media_type="application/json")


def _html(text: str) -> Response:
    return Response(text.encode("utf-8", errors="backslashreplace"), media_type="text/html; charset=utf-8")
