"""What the interface is, for programs (OpenAPI 3.1). Written by hand: it is a contract, not a by-product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wenlint import __version__
from wenlint.document import Kind

_FINDING = {
    "type": "object",
    "required": ["check", "rule", "severity", "confidence", "message", "advice", "cite", "at", "fingerprint"],
    "properties": {
        "check": {"type": "string"},
        "rule": {"type": "string", "description": "规则包/规则"},
        "severity": {"enum": ["error", "warning", "info"]},
        "confidence": {"enum": ["high", "medium", "low"]},
        "message": {"type": "string", "description": "错在哪"},
        "advice": {"type": "string", "description": "怎么改"},
        "cite": {"type": "object", "description": "依据：pack、title、number、article、strength"},
        "at": {"type": "array", "items": {"type": "object"}, "description": "在哪里；带密级标志的文稿，text 都是 null"},
        "evidence": {"type": ["object", "null"]},
        "fingerprint": {"type": "string", "description": "同一处问题指纹不变，供豁免和基线用"},
    },
}
_DOCUMENT = {
    "type": "object",
    "required": ["path", "sha256", "status", "error", "facts", "findings", "skipped"],
    "properties": {
        "path": {"type": "string", "description": "上传时的文件名"},
        "sha256": {"type": ["string", "null"]},
        "status": {"enum": ["judged", "failed"], "description": "failed 是没能判断，不算通过"},
        "error": {"type": ["string", "null"], "description": "为什么没能判断"},
        "facts": {"type": ["object", "null"], "description": "类别、页数、字数、标题等"},
        "findings": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
        "waived": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
        "skipped": {"type": "array", "items": {"type": "object"}, "description": "无法判断的规则和原因"},
    },
}
_FIGURES = ("documents", "failed", "findings", "errors", "warnings", "infos", "waived", "skipped")
_ANSWER = {
    "type": "object",
    "required": ["ok", "message", "schema", "wenlint", "packs", "documents", "summary"],
    "properties": {
        "ok": {"type": "boolean", "description": "能不能放行。没能判断的一律是 false"},
        "message": {"type": "string", "description": "给人看的话，可以直接显示"},
        "schema": {"const": 1},
        "wenlint": {"type": "string"},
        "packs": {"type": "array", "items": {"type": "string"}},
        "documents": {"type": "array", "items": {"$ref": "#/components/schemas/Document"}},
        "waivers": {"type": "object"},
        "summary": {
            "type": "object",
            "required": list(_FIGURES),
            "properties": {name: {"type": "integer", "minimum": 0} for name in _FIGURES},
        },
    },
}
_REFUSAL = {
    "type": "object",
    "required": ["ok", "message"],
    "properties": {"ok": {"const": False}, "message": {"type": "string"}},
}
_KIND = {"type": "string", "enum": [kind.value for kind in Kind], "description": "文稿类别；不写由 wenlint 判断"}
_PACKS = {"type": "array", "items": {"type": "string"}, "description": "规则包；不写用服务器平常的"}


def description(*, needs_token: bool) -> dict[str, Any]:
    """The description of this server's interface."""
    schemes: dict[str, Any] = {"bearer": {"type": "http", "scheme": "bearer"}} if needs_token else {}
    return {
        "openapi": "3.1.0",
        "info": {"title": "wenlint", "version": __version__, "description": "检查党政机关公文稿"},
        "paths": {
            "/v1/lint": {"post": _lint()},
            "/healthz": {"get": _simple("服务器活着", "health")},
            "/readyz": {"get": {**_simple("可以送文稿来", "readiness", {"503": _refused("还没准备好")})}},
            "/metrics": {"get": _metrics()},
        },
        "components": {
            "schemas": {"Answer": _ANSWER, "Document": _DOCUMENT, "Finding": _FINDING, "Refusal": _REFUSAL},
            "securitySchemes": schemes,
        },
        "security": [{name: []} for name in schemes],
    }


def _lint() -> dict[str, Any]:
    refused = {
        "400": "上传的内容不完整、格式不对，或选的类别、规则包没有",
        "401": "没有令牌，或令牌不对",
        "403": "请求来自别的网站",
        "408": "太久没有传完",
        "413": "太大，或份数太多",
        "415": "内容压缩过",
        "421": "用了服务器不认识的主机名",
        "500": "内部出错",
        "503": "现在忙，过 Retry-After 秒再来",
    }
    return {
        "operationId": "lint",
        "summary": "检查一份或几份文稿",
        "description": "除了 200 且 ok 为 true，都不能放行。",
        "parameters": [
            {"name": "filename", "in": "query", "schema": {"type": "string"}, "description": "直接传字节时的文件名"},
            {"name": "kind", "in": "query", "schema": _KIND},
            {"name": "packs", "in": "query", "schema": _PACKS},
        ],
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "description": "带文件名的部分都是文稿，叫什么都行；kind 和 packs 是字段",
                        "required": ["draft"],
                        "properties": {
                            "draft": {"type": "string", "format": "binary"},
                            "kind": _KIND,
                            "packs": _PACKS,
                        },
                    }
                },
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            },
        },
        "responses": {
            "200": _response("判断了", "Answer"),
            "422": _response("有文稿没能判断，ok 为 false", "Answer"),
            **{status: _refused(about) for status, about in refused.items()},
        },
    }


def _simple(about: str, name: str, others: Mapping[str, Any] | None = None) -> dict[str, Any]:
    schema = {"type": "object", "required": ["ok"], "properties": {"ok": {"type": "boolean"}}}
    good = {"description": about, "content": {"application/json": {"schema": schema}}}
    return {"operationId": name, "summary": about, "security": [], "responses": {"200": good, **(others or {})}}


def _metrics() -> dict[str, Any]:
    text = {"description": "Prometheus 指标，没有文稿的内容", "content": {"text/plain": {"schema": {"type": "string"}}}}
    return {
        "operationId": "metrics",
        "summary": "指标",
        "responses": {"200": text, "401": _refused("没有令牌，或令牌不对")},
    }


def _response(about: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": about, "content": content}


def _refused(about: str) -> dict[str, Any]:
    return _response(about, "Refusal")
