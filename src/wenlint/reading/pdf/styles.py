"""Styles of characters, asked of PDFium once for each text object."""

from __future__ import annotations

import ctypes
import math
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
    """Styles of the characters of one text page.

    Attributes:
        invisible: characters met that are in an invisible layer.
    """

    def __init__(self, text: pdfium.FPDF_TEXTPAGE) -> None:
        self._text = text
        self._known: dict[int, tuple[Placed, bool]] = {}
        self.invisible = 0

    def of(self, index: int) -> Placed | None:
        """The style of a character; None for one that PDFium added itself."""
        held = pdfium.FPDFText_GetTextObject(self._text, index)
        if not held:
            return None
        key = ctypes.addressof(held.contents)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._ask(index, held)
        self.invisible += known[1]
        return known[0]

    def _ask(self, index: int, held: pdfium.FPDF_PAGEOBJECT) -> tuple[Placed, bool]:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        name, flags = self._font(index)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(held)
        bold = (
            is_bold_name(name)
            or bool(flags & _FORCE_BOLD)
            or pdfium.FPDFText_GetFontWeight(self._text, index) >= _BOLD_WEIGHT
            or mode in _BOLD_BY_STROKE
        )
        style = Style(family(name), round(size, 2), bold, self._is_red(index))
        return Placed(style, _right_angle(matrix.a, matrix.b)), mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE

    def _font(self, index: int) -> tuple[bytes, int]:
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._text, index, name, len(name), flags)
        return name.value, flags.value

    def _is_red(self, index: int) -> bool:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        pdfium.FPDFText_GetFillColor(self._text, index, red, green, blue, alpha)
        return red.value > _RED and green.value < _NOT_RED and blue.value < _NOT_RED


def _right_angle(a: float, b: float) -> int | None:
    angle = math.degrees(math.atan2(b, a)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) <= _ASKEW else None
