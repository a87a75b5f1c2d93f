"""How long the drafts of a folder are, as a bar chart in SVG with the limits drawn in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup, escape

_WIDTH, _HEIGHT = 560, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 16, 28, 44
_BARS = 24
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit to draw: its value and what it is."""

    value: int
    label: str


def histogram(values: Sequence[int], unit: str, limits: Sequence[Limit]) -> Markup:
    """Number of drafts by length; ``unit`` is 页 or 字. Bars beyond the smallest limit are told by colour."""
    most = max([*values, *(limit.value for limit in limits), 1])
    step = next((step for step in _STEPS if most / step <= _BARS), ceil(most / _BARS))
    bins = [0] * (most // step + 1)
    for value in values:
        bins[max(0, value - 1) // step] += 1
    return Markup("").join(_drawn(bins, step, unit, sorted(limits, key=lambda limit: limit.value)))


def _drawn(bins: Sequence[int], step: int, unit: str, limits: Sequence[Limit]) -> Iterator[Markup]:
    across = (_WIDTH - _LEFT - _RIGHT) / len(bins)
    up = (_HEIGHT - _TOP - _BOTTOM) / max([*bins, 1])
    floor = _HEIGHT - _BOTTOM
    about = f"各份文稿的{unit}数分布，限度：" + "，".join(f"{limit.label} {limit.value} {unit}" for limit in limits)
    yield Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}" font-size="12">').format(_WIDTH, _HEIGHT, about)
    for place, count in enumerate(bins):
        if count:
            over = bool(limits) and place * step >= limits[0].value
            yield _bar(_LEFT + place * across, floor - count * up, across, count * up, over).format(
                f"{place * step + 1}–{(place + 1) * step} {unit}：{count} 份"
            )
    yield Markup('<line x1="{0}" y1="{1}" x2="{2}" y2="{1}" stroke="#5b6570"/>').format(_LEFT, floor, _WIDTH - _RIGHT)
    for place in range(0, len(bins) + 1, max(1, len(bins) // 6)):
        yield _words(_LEFT + place * across, floor + 16, str(place * step), "middle")
    yield _words(_WIDTH - _RIGHT, _HEIGHT - 6, unit, "end")
    yield _words(_LEFT - 6, _TOP + 4, str(max(bins)), "end")
    yield _words(_LEFT - 6, floor, "0 份", "end")
    for order, limit in enumerate(limits):
        x = _LEFT + limit.value / step * across
        yield Markup(
            '<line x1="{0:.1f}" y1="{1}" x2="{0:.1f}" y2="{2}" stroke="#b42318" stroke-dasharray="5 3"/>'
        ).format(x, _TOP - 6, floor)
        yield _words(x + 4, _TOP + 4 + 14 * (order % 3), f"{limit.label} {limit.value}", "start")
    yield Markup("</svg>")


def _bar(x: float, y: float, width: float, height: float, over: bool) -> Markup:
    """A bar whose title is still to be filled in."""
    place = f'x="{x + 1:.1f}" y="{y:.1f}" width="{max(1.0, width - 2):.1f}" height="{height:.1f}"'
    return Markup(f'<rect {place} fill="{"#b42318" if over else "#5b87c5"}"><title>{{}}</title></rect>')


def _words(x: float, y: float, text: str, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" fill="#1c2126">{}</text>').format(
        x, y, anchor, escape(text)
    )
