"""What the interface is, for programs (OpenAPI 3.1). Written by hand: it is a contract, not a by-product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wenlint import __version__
from wenlint.document import Kind
from wenlint.gateway import openapi_schemas as schemas

_KIND = {"type": "string", "enum": [kind.value for kind in Kind], "description": "文稿类别；不写由 wenlint 判断"}
_REFUSED = {
    "400": "内容不完整、格式不对，或选的类别、规则包没有、不能一起用",
    "401": "没有令牌，或令牌不对",
    "403": "请求来自别的网站",
    "408": "太久没有传完",
    "413": "太大，或份数太多",
    "415": "内容压缩过，或文稿装在 JSON 等别的东西里",
    "421": "用了服务器不认识的主机名",
    "500": "内部出错",
    "503": "现在忙，过 Retry-After 秒再来",
}
_OF_URLS = {"403": "请求来自别的网站，或有地址不在管理员允许的主机上", "415": "不是 JSON，或压缩过"}
_RETRY_AFTER = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}, "description": "过多少秒再来"}}


def description(*, needs_token: bool, packs: Sequence[str], drafts: int, fetches: bool) -> dict[str, Any]:
    """The description of a server's interface.

    ``packs`` are the ids that senders may choose from, ``drafts`` is how many one request may bring.
    """
    schemes: dict[str, Any] = {"bearer": {"type": "http", "scheme": "bearer"}} if needs_token else {}
    paths = {
        "/v1/lint": {"post": _lint(packs)},
        **({"/v1/lint-urls": {"post": _lint_urls(packs, drafts)}} if fetches else {}),
        "/healthz": {"get": _simple("服务器活着", "health")},
        "/readyz": {"get": _simple("可以送文稿来", "readiness", {"503": _response("还没准备好", "State")})},
        "/metrics": {"get": _metrics(needs_token)},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "wenlint", "version": __version__, "description": "检查党政机关公文稿"},
        "paths": paths,
        "components": {
            "schemas": {
                "Answer": schemas.ANSWER,
                "Document": schemas.DOCUMENT,
                "Finding": schemas.FINDING,
                "Refusal": schemas.REFUSAL,
                "State": schemas.STATE,
            },
            "securitySchemes": schemes,
        },
        "security": [{name: []} for name in schemes],
    }


def _lint(packs: Sequence[str]) -> dict[str, Any]:
    form = {
        "type": "object",
        "description": "带文件名的部分都是文稿，叫什么都行。kind 和 packs 也可以作为字段写在这里；别的字段不收",
        "required": ["draft"],
        "properties": {"draft": {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1}},
        "additionalProperties": False,
    }
    return {
        "operationId": "lint",
        "summary": "检查一份或几份文稿",
        "description": "除了 200 且 ok 为 true，都不能放行。",
        "parameters": [
            {"name": "filename", "in": "query", "schema": {"type": "string"}, "description": "直接传字节时的文件名"},
            {"name": "kind", "in": "query", "schema": _KIND},
            {"name": "packs", "in": "query", "schema": _packs(packs)},
        ],
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {"schema": form},
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            },
        },
        "responses": _responses(_REFUSED),
    }


def _lint_urls(packs: Sequence[str], drafts: int) -> dict[str, Any]:
    asked = {
        "type": "object",
        "required": ["urls"],
        "properties": {
            "urls": {
                "type": "array",
                "items": {"type": "string", "format": "uri", "pattern": "^https?://", "maxLength": 4096},
                "minItems": 1,
                "maxItems": drafts,
                "description": "文稿的地址，只能在管理员允许的主机上（--fetch-from）",
            },
            "kind": {**_KIND, "type": ["string", "null"], "enum": [*_KIND["enum"], None]},
            "packs": _packs(packs),
        },
        "additionalProperties": False,
    }
    return {
        "operationId": "lintUrls",
        "summary": "按地址取来一份或几份文稿检查",
        "description": "除了 200 且 ok 为 true，都不能放行。取不到、没取全的是 failed。",
        "requestBody": {"required": True, "content": {"application/json": {"schema": asked}}},
        "responses": _responses(_REFUSED | _OF_URLS),
    }


def _packs(packs: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "array",
        "items": {"type": "string", "enum": list(packs)},
        "description": "规则包；不写用服务器平常的",
    }


def _responses(refused: Mapping[str, str]) -> dict[str, Any]:
    told = {status: _response(about, "Refusal") for status, about in refused.items()}
    told["503"]["headers"] = _RETRY_AFTER
    return {
        "200": _response("判断了", "Answer"),
        "422": _response("有文稿没能判断，ok 为 false", "Answer"),
        **told,
    }


def _simple(about: str, name: str, others: Mapping[str, Any] | None = None) -> dict[str, Any]:
    responses = {"200": _response(about, "State"), "421": _response(_REFUSED["421"], "Refusal"), **(others or {})}
    return {"operationId": name, "summary": about, "security": [], "responses": responses}


def _metrics(needs_token: bool) -> dict[str, Any]:
    text = {"description": "Prometheus 指标，没有文稿的内容", "content": {"text/plain": {"schema": {"type": "string"}}}}
    refused = ["401", "421"] if needs_token else ["421"]
    return {
        "operationId": "metrics",
        "summary": "指标",
        "responses": {"200": text, **{status: _response(_REFUSED[status], "Refusal") for status in refused}},
    }


def _response(about: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": about, "content": content}
