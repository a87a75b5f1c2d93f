"""Styles of characters, asked of PDFium once for each text object."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pypdfium2.raw as pdfium

from wenlint.reading.fixed.fonts import family, is_bold_name
from wenlint.reading.fixed.sheet import Style

_FORCE_BOLD = 1 << 18  # ISO 32000-1 table 123
_BOLD_WEIGHT = 600
_RED, _NOT_RED = 150, 100  # of 255
_ASKEW = 3.0  # degrees
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
        counts: how many characters each of them has.
        invisible: characters that are in an invisible layer.
    """

    def __init__(self, text: pdfium.FPDF_TEXTPAGE, objects: Sequence[int | None]) -> None:
        self._text = text
        # Room for PDFium's answers, used again and again.
        self._matrix = pdfium.FS_MATRIX()
        self._name, self._flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self.counts = Counter(held for held in objects if held is not None)
        self.of: dict[int, Placed] = {}
        self.invisible = 0
        for held, index in dict(zip(reversed(objects), range(len(objects) - 1, -1, -1), strict=True)).items():
            if held is not None:
                self.of[held] = self._ask(index, held)

    def _ask(self, index: int, held: int) -> Placed:
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        name, flags = self._font(index)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(ctypes.cast(held, pdfium.FPDF_PAGEOBJECT))
        bold = (
            is_bold_name(name)
            or bool(flags & _FORCE_BOLD)
            or pdfium.FPDFText_GetFontWeight(self._text, index) >= _BOLD_WEIGHT
            or mode in _BOLD_BY_STROKE
        )
        if mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            self.invisible += self.counts[held]
        style = Style(family(name), round(size, 2), bold, self._is_red(index))
        return Placed(style, _right_angle(matrix.a, matrix.b))

    def _font(self, index: int) -> tuple[bytes, int]:
        self._name.value = b""
        pdfium.FPDFText_GetFontInfo(self._text, index, self._name, len(self._name), self._flags)
        return self._name.value, self._flags.value

    def _is_red(self, index: int) -> bool:
        red, green, blue, _ = self._colour
        pdfium.FPDFText_GetFillColor(self._text, index, *self._colour)
        return red.value > _RED and green.value < _NOT_RED and blue.value < _NOT_RED


def _right_angle(a: float, b: float) -> int | None:
    angle = math.degrees(math.atan2(b, a)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) <= _ASKEW else None
