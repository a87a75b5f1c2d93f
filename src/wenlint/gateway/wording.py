"""A ruling in words, for those who see it as text: a pusher's terminal, a file beside the draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wenlint.gateway.answer import let_through
from wenlint.gateway.gate import Ruling
from wenlint.report.folder.overview import Verdict

_QUOTED = 40  # 字 of the draft at a place
_PLACES = 3
_MARKED = "带密级标志“{}”，这里没有声明可以存放涉密文稿；请先停下，按保密规定处理"


def told(ruling: Ruling, *, quoting: bool = True) -> Iterator[str]:
    """Lines on what is wrong with the draft, without its name; nothing of the text of a marked one.

    ``quoting`` shows the words at each place; where the lines end up in a log it is better not done.
    """
    if ruling.verdict is Verdict.FAILED:
        yield f"没能判断：{ruling.row.chief}"
        return
    if ruling.verdict is Verdict.MARKED:
        yield _MARKED.format(ruling.row.secrecy)
    for finding in ruling.told["findings"]:
        yield from _finding(finding, quoting)
    for override in ruling.told["gate"]["overrides"]:
        yield f"放行  [{override['rule']}] 这里只提醒、不拦（{let_through(override)}），请照样改好"


def _finding(finding: Mapping[str, Any], quoting: bool) -> Iterator[str]:
    from wenlint.report.folder.pages import finding_shown  # brings the templates along

    shown = finding_shown(finding)
    unsure = "" if finding["confidence"] == "high" else "（拿不准，请人工核对）"
    yield f"{shown['word']}  {shown['message']}{unsure}"
    places = [_place(place) if quoting else place["where"] for place in shown["places"]]
    for place in places[:_PLACES]:
        yield f"      位置  {place}"
    if len(places) > _PLACES:
        yield f"      位置  另有 {len(places) - _PLACES} 处"
    yield f"      依据  {shown['cite']}  [{finding['rule']}]"
    if shown["advice"]:
        yield f"      建议  {shown['advice']}"
    yield f"      指纹  {finding['fingerprint']}"


def _place(place: Mapping[str, str]) -> str:
    words = " ".join(place["text"].split())
    if not words:
        return place["where"]
    short = words if len(words) <= _QUOTED else f"{words[: _QUOTED - 1]}…"
    return f"{place['where']}：“{short}”"
