"""A request that names drafts by their URLs, as JSON: what it may say, to the letter, and the drafts fetched."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request

from wenlint.document import Kind
from wenlint.gateway import uploads
from wenlint.gateway.errors import RefusedError
from wenlint.gateway.fetching import Fetcher
from wenlint.gateway.options import Bounds
from wenlint.gateway.origins import targets_of
from wenlint.gateway.uploads import Held, Upload, kind_of, packs_of

_KEYS = {"urls", "kind", "packs"}
_MOST_BYTES = 1 << 20
_MOST_PACKS = 64


async def read(request: Request, held: Held, bounds: Bounds, fetcher: Fetcher) -> Upload:
    """The drafts that a request names, fetched, and what is asked of them.

    Raises:
        RefusedError: 400 when it is not understood, 403 for a URL that leads where nothing may be fetched, 413, 415,
            and as :func:`wenlint.gateway.uploads.read`.
        ClientDisconnect: the sender has gone.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedError(
            415, "type", '要用 JSON（Content-Type: application/json），如 {"urls": ["https://主机/稿.docx"]}'
        )
    if request.query_params:
        raise _bad("地址里不能再带参数；kind 和 packs 写在 JSON 里")
    told = _object(await uploads.read_bytes(request, held, bounds))
    urls = _strings(told.get("urls"), "urls")
    if not urls:
        raise _bad("urls 里没有地址，没有查")
    if len(urls) > bounds.drafts:
        raise uploads.too_many(len(urls), bounds)
    kind, packs = _kind(told.get("kind")), packs_of(_strings(told.get("packs", []), "packs"))
    if len(packs) > _MOST_PACKS:
        raise _bad("packs 太多")
    drafts = await fetcher.fetch(targets_of(urls, fetcher.origins), held)
    return Upload(drafts, kind, packs)


def _object(body: bytes) -> dict[str, Any]:
    """The request.

    Raises:
        RefusedError: it is no object, says something twice or something unknown.
    """
    if len(body) > _MOST_BYTES:
        raise RefusedError(413, "large", "请求太大，没有查；它只写地址，不带文稿")
    try:
        told = json.loads(body, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise _bad("不是合规的 JSON，或有的键写了两次") from None
    if not isinstance(told, dict):
        raise _bad('要写成一个 JSON 对象，如 {"urls": ["https://主机/稿.docx"]}')
    if unknown := sorted(set(told) - _KEYS):
        raise _bad(f"不认识的键 {unknown[0][:40]}；只能有 urls、kind 和 packs")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key told twice")
    return found


def _strings(value: Any, key: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _bad(f'{key} 要写成字符串的数组，如 ["…"]')
    return value


def _kind(value: Any) -> Kind | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _bad("kind 要写成字符串")
    return kind_of(value)


def _bad(message: str) -> RefusedError:
    return RefusedError(400, "malformed", message)
