"""Styles of characters, asked of PDFium once for each text object."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from wenlint.reading.fixed.fonts import family, is_bold_name, replacement
from wenlint.reading.fixed.matrix import right_angle
from wenlint.reading.fixed.sheet import Style
from wenlint.reading.pdf import calls

_FORCE_BOLD = 1 << 18  # ISO 32000-1 table 123
_BOLD_WEIGHT = 600
_RED, _NOT_RED = 150, 100  # of 255
_BOLD_BY_STROKE = (
    pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE,
    pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP,
)


class Placed(NamedTuple):
    """A style with the angle its text is set at, in degrees; None when that is no right angle."""

    style: Style
    angle: int | None


class Styles:
    """Styles of the text objects of one page.

    Attributes:
        of: the style of each text object, by its address.
        bases: a point on the base line of each, in the page's own coordinates.
        counts: how many characters each of them has.
        invisible: characters that are in an invisible layer.
        replaced: names of fonts that stand in for others.
    """

    def __init__(self, text: pdfium.FPDF_TEXTPAGE, objects: Sequence[int | None]) -> None:
        self._text = text
        counts = Counter(objects)
        first = dict(zip(reversed(objects), range(len(objects) - 1, -1, -1), strict=True))
        del counts[None]
        first.pop(None, None)
        self.counts: dict[int, int] = counts  # type: ignore[assignment]
        self._fonts: dict[int, tuple[str, bool]] = {}
        self.replaced: dict[str, None] = {}
        self.of: dict[int, Placed] = {}
        self.invisible = 0
        self.bases: dict[int, tuple[float, float]] = {}
        self._ask(list(first), list(first.values()))  # type: ignore[arg-type]

    def _ask(self, held: Sequence[int], indices: Sequence[int]) -> None:
        """Asks for all text objects at once; ``indices`` are of a character of each."""
        page = calls.address(self._text)
        numbers, colours = calls.matrices(page, indices), calls.colours(page, indices)
        fonts, modes = calls.fonts(held), calls.modes(held)
        looks = (*(numbers[part::6] for part in range(4)), *(colours[part::4] for part in range(3)))
        facts: list[Any] = list(zip(fonts, calls.sizes(page, indices), modes, *looks, strict=True))
        self.bases = dict(zip(held, zip(numbers[4::6], numbers[5::6], strict=True), strict=True))
        known = {fact: self._placed(index, *fact) for fact, index in dict(zip(facts, indices, strict=True)).items()}
        self.of = dict(zip(held, map(known.__getitem__, facts), strict=True))
        if pdfium.FPDF_TEXTRENDERMODE_INVISIBLE in modes:
            hidden = (held[at] for at, mode in enumerate(modes) if mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
            self.invisible = sum(map(self.counts.__getitem__, hidden))

    def usual_angle(self) -> int:
        """The right angle at which most characters are set; 0 when there are none."""
        angles: Counter[int] = Counter()
        for held, placed in self.of.items():
            if placed.angle is not None:
                angles[placed.angle] += self.counts[held]
        return angles.most_common(1)[0][0] if angles else 0

    def _placed(
        self,
        index: int,
        font: int,
        size: float,
        mode: int,
        a: float,
        b: float,
        c: float,
        d: float,
        red: int,
        green: int,
        blue: int,
    ) -> Placed:
        if font not in self._fonts:
            self._fonts[font] = self._font(index)
        name, bold = self._fonts[font]
        is_red = red > _RED and green < _NOT_RED and blue < _NOT_RED
        style = Style(name, round(size * math.hypot(c, d), 2), bold or mode in _BOLD_BY_STROKE, is_red)
        return Placed(style, right_angle(a, b))

    def _font(self, index: int) -> tuple[str, bool]:
        """Family and weight of a character's font."""
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._text, index, name, len(name), flags)
        heavy = pdfium.FPDFText_GetFontWeight(self._text, index) >= _BOLD_WEIGHT
        stand_in = replacement(name.value)
        if stand_in:
            self.replaced[stand_in] = None
        return family(name.value), heavy or bool(flags.value & _FORCE_BOLD) or is_bold_name(name.value)
