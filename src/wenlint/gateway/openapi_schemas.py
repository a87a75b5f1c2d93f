"""The shapes of answers (JSON Schema 2020-12), as docs/output.md tells them; later versions may add keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TEXT = {"type": "string"}
_TEXT_OR_NONE = {"type": ["string", "null"]}
_OFFSET = {"type": "integer", "minimum": 0}
_COUNTED = {"type": ["integer", "null"], "minimum": 1}
_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def _object(properties: Mapping[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "required": required, "properties": dict(properties)}


def _array(items: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": dict(items), **more}


def _about(schema: Mapping[str, Any], description: str) -> dict[str, Any]:
    return {**schema, "description": description}


_PLACE = _object(
    {
        "role": {"enum": ["primary", "related"], "description": "related 是上级文件里的位置"},
        "start": _OFFSET,
        "end": _OFFSET,
        "trail": _array(_TEXT_OR_NONE),
        "text": _about(_TEXT_OR_NONE, "原文；带密级标志的文稿是 null"),
        "page": _COUNTED,
        "paragraph": _COUNTED,
        "document": _object({"id": _TEXT, "title": _TEXT, "number": _TEXT}),
    },
    optional=("page", "paragraph", "document"),
)
_CITE = _object(dict.fromkeys(("pack", "title", "number", "article", "strength"), _TEXT))
FINDING = _object(
    {
        "check": _TEXT,
        "rule": {"type": "string", "pattern": "^[^/]+/[^/]+$", "description": "规则包/规则"},
        "severity": {"enum": ["error", "warning", "info"]},
        "confidence": {"enum": ["high", "medium", "low"]},
        "message": {"type": "string", "minLength": 1, "description": "错在哪"},
        "advice": _about(_TEXT, "怎么改"),
        "cite": _about(_CITE, "依据"),
        "at": _about(_array(_PLACE), "在哪里"),
        "fixes": _array(_object({"start": _OFFSET, "end": _OFFSET, "replacement": _TEXT_OR_NONE})),
        "evidence": {"type": "object"},
        "fingerprint": {
            "type": "string",
            "pattern": "^[0-9a-f]{16}$",
            "description": "同一处问题指纹不变，供豁免和基线用",
        },
        "gate": {"enum": ["refused", "warned"], "description": "拦下的是 refused；只提醒的是 warned；没有的不影响放行"},
    },
    optional=("gate",),
)
_WAIVER = _object(
    {
        "source": {"enum": ["waiver", "baseline"]},
        "reason": _TEXT,
        "by": _TEXT,
        "until": {**_DAY, "type": ["string", "null"]},
    }
)
_SKIPPED = _object(dict.fromkeys(("rule", "check", "reason"), _TEXT))
_GATE = _object(
    {
        "verdict": {"enum": ["passed", "refused", "unjudged"]},
        "held": {"type": "boolean", "description": "因带密级标志而不放行"},
        "overrides": _array(_object({"rule": _TEXT, "reason": _TEXT, "by": _TEXT, "until": _DAY})),
    }
)
_FINDING_REF = {"$ref": "#/components/schemas/Finding"}
DOCUMENT = {
    **_object(
        {
            "path": _about(_TEXT, "文件名"),
            "sha256": {"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"},
            "status": {"enum": ["judged", "failed"], "description": "failed 是没能判断，不算通过"},
            "error": _about(_TEXT_OR_NONE, "为什么没能判断"),
            "facts": {"type": ["object", "null"], "description": "类别、页数、字数、标题等"},
            "findings": _array(_FINDING_REF),
            "waived": _array({"allOf": [_FINDING_REF, _object({"waiver": _WAIVER})]}),
            "skipped": _about(
                _array(_object({"rule": _TEXT, "check": _TEXT, "reason": _TEXT})), "无法判断的规则和原因"
            ),
            "gate": _about(_GATE, "放行与否"),
        }
    ),
    "if": {"properties": {"status": {"const": "judged"}}},
    "then": {"properties": {"sha256": _TEXT, "error": {"type": "null"}, "facts": {"type": "object"}}},
    "else": {
        "properties": {
            "sha256": {"type": "null"},
            "error": {"type": "string", "minLength": 1},
            "facts": {"type": "null"},
            "findings": {"maxItems": 0},
            "gate": {"properties": {"verdict": {"const": "unjudged"}}},
        }
    },
}
_FIGURES = ("documents", "failed", "findings", "errors", "warnings", "infos", "waived", "skipped")
ANSWER = _object(
    {
        "ok": {"type": "boolean", "description": "能不能放行。没能判断的一律是 false"},
        "message": {"type": "string", "minLength": 1, "description": "给人看的话，可以直接显示"},
        "schema": {"const": 1},
        "wenlint": _TEXT,
        "packs": _array(_TEXT),
        "documents": _array({"$ref": "#/components/schemas/Document"}, minItems=1),
        "waivers": _object({"expired": _array({"type": "object"}), "unused": _array({"type": "object"})}),
        "summary": _object(dict.fromkeys(_FIGURES, _OFFSET)),
    }
)
REFUSAL = _object({"ok": {"const": False}, "message": {"type": "string", "minLength": 1}})
STATE = _object({"ok": {"type": "boolean"}})
