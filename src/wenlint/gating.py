"""What a configuration tells gates beyond the rules: what to do with marked drafts, and whom which rules only warn.

A sender is written ``gate:name`` as the gate can vouch for it (docs/gate.md), and ``gate:`` when it cannot.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from typing import Any, NamedTuple

GATES = ("http", "icap", "hook", "drop", "paperless")
ANY = "*"
_LONGEST_NAME = 100


class Marked(StrEnum):
    """What becomes of a draft under a secrecy marking; nothing of its text is told in any case."""

    ALLOW = "allow"  # judged, and may pass: the place is one for such drafts
    HOLD = "hold"  # judged and told, and does not pass
    REFUSE = "refuse"  # does not pass, and nothing of it is told


class Override(NamedTuple):
    """Rules that only warn certain senders for a while, and who answers for that.

    Attributes:
        rules: ids of rules, names of checks, or ``*``.
        senders: ``gate:name``, ``gate:*`` or ``*``; of ICAP also networks, ``icap:10.1.0.0/16``.
        until: the last day on which it holds.
    """

    rules: tuple[str, ...]
    senders: tuple[str, ...]
    reason: str
    by: str
    until: dt.date

    def holds_on(self, day: dt.date) -> bool:
        """Whether it still holds on that day."""
        return day <= self.until

    def covers(self, rule: str, check: str) -> bool:
        """Whether it speaks of that rule of that check."""
        return not {rule, check, ANY}.isdisjoint(self.rules)

    def is_for(self, sender: str) -> bool:
        """Whether it speaks of that sender."""
        gate = sender.partition(":")[0]
        named = {ANY, f"{gate}:{ANY}", sender}
        return not named.isdisjoint(self.senders) or any(_is_within(sender, network) for network in self.senders)


def sender(gate: str, name: str) -> str:
    """How a sender is written; a name that is empty, too long or cannot be shown is none."""
    name = name.strip()
    is_usable = name.isprintable() and len(name) <= _LONGEST_NAME and name != ANY
    return f"{gate}:{name if is_usable else ''}"


def _is_within(sender: str, pattern: str) -> bool:
    gate, _, name = sender.partition(":")
    other, _, network = pattern.partition(":")
    if gate != "icap" or other != "icap" or "/" not in network:
        return False
    with suppress(ValueError):
        return ipaddress.ip_address(name) in ipaddress.ip_network(network)
    return False


# --- as the file has it -----------------------------------------------------------------------

_KEYS = {"rules": list, "senders": list, "reason": str, "by": str, "until": dt.date}


def overrides_of(value: Any) -> tuple[Override, ...]:
    """The overrides that a configuration holds.

    Raises:
        ValueError: with every fault, one a line, in Chinese.
    """
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ValueError("要写成 [[gate.warn-only]]，一条一段")
    faults = [f"第 {place} 条：{fault}" for place, entry in enumerate(value, 1) for fault in _faults(entry)]
    if faults:
        raise ValueError("\n".join(faults))
    return tuple(
        Override(tuple(entry["rules"]), tuple(entry["senders"]), entry["reason"], entry["by"], entry["until"])
        for entry in value
    )


def _faults(entry: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"缺少 {key}" for key in _KEYS if key not in entry)
    for key, value in entry.items():
        if key not in _KEYS:
            yield f"不认识的键 {key}（可用：{'、'.join(_KEYS)}）"
        elif key == "until":
            if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
                yield "until 应为日期，如 2026-12-31（不加引号）"
        elif key in ("reason", "by"):
            if not isinstance(value, str) or not value.strip():
                yield f"{key} 应为字符串，不能空着"
        elif not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
            yield f'{key} 应为字符串数组，至少写一个，如 ["*"]'
        elif key == "senders":
            yield from (fault for item in value if (fault := _fault_of_sender(item)))


def _fault_of_sender(pattern: str) -> str:
    gate, colon, name = pattern.partition(":")
    if pattern == ANY:
        return ""
    if not colon or gate not in GATES or not name:
        return f"senders 里的“{pattern}”要写成 关口:名字、关口:* 或 *；关口是 {'、'.join(GATES)}"
    if gate == "icap" and "/" in name:
        try:
            ipaddress.ip_network(name)
        except ValueError:
            return f"senders 里的“{pattern}”不是网段，要写成 icap:10.1.0.0/16 这样，主机位是 0"
    elif name != ANY and (ANY in name or sender(gate, name) != pattern):
        return f"senders 里的“{pattern}”里的名字不可能有：* 只能单独写，名字前后没有空格，不超过 {_LONGEST_NAME} 个字"
    return ""
