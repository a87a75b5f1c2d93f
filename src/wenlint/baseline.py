"""Known findings, by fingerprint: what stood before counts apart, what is new stands out.

A baseline is one JSON object a line, sorted, so that a version control system shows which
findings went and which came. It holds no words of any draft.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from wenlint.config import ConfigError
from wenlint.finding import Outcome
from wenlint.text.patterns import pattern

FILE_NAME = "wenlint-baseline.jsonl"
_FINGERPRINT = pattern(r"[0-9a-f]{16}")


def render(outcomes: Iterable[Outcome]) -> str:
    """The baseline of what was found, exempt findings included."""
    rows = {
        (outcome.path, finding.rule, finding.fingerprint)
        for outcome in outcomes
        for finding in (*outcome.findings, *(exempt.finding for exempt in outcome.exempt))
    }
    lines = (
        json.dumps({"fingerprint": fingerprint, "rule": rule, "draft": path}, ensure_ascii=False)
        for path, rule, fingerprint in sorted(rows)
    )
    return "".join(f"{line}\n" for line in lines)


def load(path: Path) -> frozenset[str]:
    """The fingerprints of a baseline.

    Raises:
        ConfigError: with every line that is none of a baseline.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError([f"{path}：不是 UTF-8 编码的基线文件"]) from None
    except OSError as error:
        raise ConfigError([f"{path}：基线读不出来（{error.strerror}）"]) from None
    found = [(number, _fingerprint(line)) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    faults = [
        f"{path} 第 {number} 行：不是基线的一行，请用 wenlint baseline 重新生成"
        for number, fingerprint in found
        if not fingerprint
    ]
    if faults:
        raise ConfigError(faults[:_MOST_FAULTS])
    return frozenset(fingerprint for _, fingerprint in found if fingerprint)


_MOST_FAULTS = 5


def _fingerprint(line: str) -> str | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    fingerprint = row.get("fingerprint") if isinstance(row, dict) else None
    return fingerprint if isinstance(fingerprint, str) and _FINGERPRINT.fullmatch(fingerprint) else None
