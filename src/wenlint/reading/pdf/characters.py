"""Characters of a page and their places, fetched from PDFium in bulk.

A call from Python to C costs more than what PDFium does in it, so that calls are driven
by ``map`` over plain integers: PDFium writes into one array, which is read out at once.
"""

from __future__ import annotations

import ctypes
from collections import deque
from itertools import repeat
from typing import NamedTuple

import pypdfium2.raw as pdfium

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int


def _address(function: object) -> int:
    return ctypes.cast(function, _POINTER).value or 0  # type: ignore[arg-type]


_text_object = ctypes.CFUNCTYPE(_POINTER, _POINTER, _INT)(_address(pdfium.FPDFText_GetTextObject))
_unicode = ctypes.CFUNCTYPE(ctypes.c_uint, _POINTER, _INT)(_address(pdfium.FPDFText_GetUnicode))
_loose_box = ctypes.CFUNCTYPE(_INT, _POINTER, _INT, _POINTER)(_address(pdfium.FPDFText_GetLooseCharBox))
_origin = ctypes.CFUNCTYPE(_INT, _POINTER, _INT, _POINTER, _POINTER)(_address(pdfium.FPDFText_GetCharOrigin))

_FLOAT, _DOUBLE = 4, 8  # bytes


class Characters(NamedTuple):
    """The characters of a page as parallel lists, in the page's own coordinates, in points.

    Attributes:
        objects: address of the text object that a character belongs to; None for one PDFium added.
        chars: one character each; "" for one PDFium added.
        left, right, top, bottom: edges of the advance boxes.
        x, y: origins on the base line.
    """

    objects: list[int | None]
    chars: list[str]
    left: list[float]
    right: list[float]
    top: list[float]
    bottom: list[float]
    x: list[float]
    y: list[float]


def characters(text: pdfium.FPDF_TEXTPAGE, count: int) -> Characters:
    """The characters of a text page, in the order of the file."""
    page = _address(text)
    objects = list(map(_text_object, repeat(page, count), range(count)))
    codes = map(_unicode, repeat(page, count), range(count))
    chars = [_char(code) if held else "" for code, held in zip(codes, objects, strict=True)]
    boxes = _boxes(page, count)
    places = _origins(page, count)
    return Characters(objects, chars, boxes[0::4], boxes[2::4], boxes[1::4], boxes[3::4], places[0::2], places[1::2])


def _char(code: int) -> str:
    return chr(code) if code < 0x110000 else "\ufffd"


def _boxes(page: int, count: int) -> list[float]:
    """left, top, right, bottom of each character, one after another."""
    room = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(room)
    _run(map(_loose_box, repeat(page), range(count), range(start, start + 4 * _FLOAT * count, 4 * _FLOAT)))
    return list(room)


def _origins(page: int, count: int) -> list[float]:
    """x and y of each character, one after another."""
    room = (ctypes.c_double * (2 * count))()
    start = ctypes.addressof(room)
    ends = start + 2 * _DOUBLE * count
    across, down = range(start, ends, 2 * _DOUBLE), range(start + _DOUBLE, ends + _DOUBLE, 2 * _DOUBLE)
    _run(map(_origin, repeat(page), range(count), across, down))
    return list(room)


def _run(calls: map[int]) -> None:
    deque(calls, maxlen=0)
