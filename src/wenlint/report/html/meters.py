"""How long a draft is and how much of it is restated, each as a bar with its limit drawn in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wenlint.check import Rule
from wenlint.document import Document
from wenlint.finding import Outcome

_ROOM = 1.25  # of the larger of value and limit is the whole bar


def meters(document: Document, outcome: Outcome, rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """For 页, 字 and 照搬: the value in words, the bar in per cent, and the limit where one applies."""
    return [*_lengths(document, outcome, rules), _restated(outcome)]


def _lengths(document: Document, outcome: Outcome, rules: Sequence[Rule]) -> Iterator[dict[str, Any]]:
    pages = document.pages
    if pages is None:
        yield _unknown("页", "页数不明")
    else:
        figure = f"{pages.least}～{pages.most}" if pages.least != pages.most else str(pages.value)
        told = figure if pages.exact else f"约 {figure}"
        yield _meter("页", told, pages.value, _limit(document, outcome, rules, "页", pages.least), "页")
    words = document.characters.word
    yield _meter("字", str(words), words, _limit(document, outcome, rules, "字", words), "字")


def _limit(document: Document, outcome: Outcome, rules: Sequence[Rule], unit: str, value: int) -> int | None:
    """The limit that was broken, or else the strictest that applies and is kept."""
    told = [one.evidence for one in (*outcome.findings, *(one.finding for one in outcome.exempt))]
    broken: list[int] = [one["limit"] for one in told if one.get("unit") == unit and isinstance(one.get("limit"), int)]
    if broken:
        return min(broken)
    kept: list[int] = [
        rule.params["limit"]
        for rule in rules
        if rule.params.get("unit") == unit and isinstance(rule.params.get("limit"), int) and rule.applies_to(document)
    ]
    # One that is exceeded without a finding was not meant for this draft.
    return min((limit for limit in kept if limit >= value), default=None)


def _restated(outcome: Outcome) -> dict[str, Any]:
    shares = [one.evidence["share"] for one in outcome.findings if isinstance(one.evidence.get("share"), float)]
    skipped = any(skip.check == "restatement" for skip in outcome.skipped)
    if shares:
        return {**_unknown("照搬", f"{max(shares):.0%}"), "bar": round(max(shares) * 100, 1), "over": True}
    return _unknown("照搬", "没能判断" if skipped else "没有发现")


def _unknown(name: str, told: str) -> dict[str, Any]:
    return {"name": name, "value": told, "bar": None, "limit": None, "limit_told": "", "over": False}


def _meter(name: str, told: str, value: int, limit: int | None, unit: str) -> dict[str, Any]:
    """Without a limit there is nothing that a bar could show."""
    if limit is None:
        return _unknown(name, f"{told} {unit}")
    whole = _ROOM * max(value, limit, 1)
    return {
        "name": name,
        "value": f"{told} {unit}",
        "bar": round(100 * value / whole, 1),
        "limit": round(100 * limit / whole, 1),
        "limit_told": f"限 {limit} {unit}",
        "over": value > limit,
    }
