"""A first estimate of how many pages a draft will take when printed.

No font is opened and no office program started: East Asian text is set in squares, which
is why counting them comes close. What remains unknown (fonts, their leading, marks that
hang or are squeezed at a line's end) is given as a range, by laying the draft out three
times under different assumptions.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from wenlint.document import Measure
from wenlint.reading.layout.metrics import LIKELY, LOOSE, TIGHT, Metrics
from wenlint.reading.layout.model import Block, Estimate, Sheet
from wenlint.reading.layout.setting import Known, Setter, length

__all__ = ["HOW", "estimate", "height"]

HOW = "estimated layout"
BUDGET = 1.0  # seconds of processor time; some 600 pages
_CHECK_EVERY = 50  # blocks
_MOST_BLOCKS = 50  # of a header
_ENDLESS = 1e9


def estimate(
    sheet: Sheet,
    blocks: Sequence[Block],
    budget: float = BUDGET,
    assumptions: tuple[Metrics, Metrics, Metrics] = (LIKELY, TIGHT, LOOSE),
) -> Estimate:
    """Lays blocks out on ``sheet`` (until a section changes it) and counts pages.

    After ``budget`` seconds the rest is extrapolated from what has been laid out, and the
    range widened to a fifth either way; the rest's paragraphs then have no place.
    """
    known: Known = {}
    setters = [_laid_out(sheet, blocks, metrics, budget / len(assumptions), known) for metrics in assumptions]
    likely, tight, loose = (setter.pages.page for setter in setters)
    if any(setter.done < len(blocks) for setter in setters):
        total = length(blocks)
        likely, tight, loose = (round(_extrapolated(setter, blocks, total)) for setter in setters)
        tight, loose = int(tight * 0.8), int(loose * 1.2) + 1
    pages = Measure(likely, HOW, exact=False, low=min(tight, likely), high=max(loose, likely))
    return Estimate(pages, setters[0].pages.places)


def height(sheet: Sheet, blocks: Sequence[Block]) -> float:
    """How high blocks stand on one sheet without end, in points."""
    endless = replace(sheet, height=_ENDLESS, columns=1)
    setter = Setter(endless, LIKELY)
    for block in blocks[:_MOST_BLOCKS]:
        setter.add(block)
    setter.finish()
    return setter.pages.y


def _laid_out(sheet: Sheet, blocks: Sequence[Block], metrics: Metrics, budget: float, known: Known) -> Setter:
    setter = Setter(sheet, metrics, known, time.thread_time() + budget)
    for block in blocks:
        setter.add(block)
        if setter.begun or (setter.done % _CHECK_EVERY == 0 and setter.is_late):
            break
    setter.finish()
    return setter


def _extrapolated(setter: Setter, blocks: Sequence[Block], total: int) -> float:
    return setter.pages.page * total / max(length(blocks[: setter.done]) + length(setter.begun), 1)
