"""How long a text would be if it were set as GB/T 9704—2012 5.2.3 asks: 22 lines a page, 28 characters a line."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from math import ceil

from wenlint.document import Measure

LINES_A_PAGE = 22
CELLS_A_LINE = 28
FIRST_LINE_INDENT = 2

_AROUND_TITLE = 4  # lines: blank lines about the title, and the second line a 2号 title takes
_HEAD_AND_IMPRINT = 14  # lines: 版头, title, 署名 and 版记 as a finished document has them
_SLACK = 0.05  # 避头尾, full-width or half-width quotation marks


def width(text: str) -> float:
    """Width of a text in full-width cells."""
    if text.isascii():
        return len(text) / 2
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in text)
    return wide + (len(text) - wide) / 2


@dataclass(slots=True)
class Grid:
    """Lays paragraphs one after another on the standard grid and counts lines and pages."""

    _lines: int = 0  # on the sheets since the last explicit break
    _before: int = 0  # pages before that break
    _sheets: list[int] = field(default_factory=list)

    def place(self, text: str, *, new_page: bool = False) -> int:
        """Sets one paragraph; returns the page (from 1) that it begins on."""
        if new_page and self._lines:
            self._sheets.append(self._lines)
            self._before += _pages(self._lines)
            self._lines = 0
        page = self._before + self._lines // LINES_A_PAGE + 1
        self._lines += max(1, ceil((FIRST_LINE_INDENT + width(text)) / CELLS_A_LINE))
        return page

    def pages(self) -> Measure[int]:
        """Pages so far, as an estimate.

        The low end takes the bare text set tightly; the high end adds what a finished
        document has around it: 版头, blank lines about the title, 署名 and 版记.
        """
        sheets = [*self._sheets, self._lines]
        first, rest = sheets[0], sheets[1:]
        return Measure(
            _pages(first + _AROUND_TITLE) + sum(map(_pages, rest)),
            how="estimated layout",
            exact=False,
            low=sum(_pages(lines * (1 - _SLACK)) for lines in sheets),
            high=_pages(first * (1 + _SLACK) + _HEAD_AND_IMPRINT) + sum(_pages(n * (1 + _SLACK)) for n in rest),
        )


def _pages(lines: float) -> int:
    return max(1, ceil(lines / LINES_A_PAGE))
