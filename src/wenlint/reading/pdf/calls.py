"""PDFium's functions as calls over many characters at once.

A call from Python to C costs more than what PDFium does in it. Here calls are driven by
``map`` over plain integers, PDFium writes into one array, and the array is read out at once.
"""

from __future__ import annotations

import ctypes
import struct
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

_POINTER, _INT, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_double


def address(pointer: object) -> int:
    """A pointer or function of the binding as a plain integer."""
    return ctypes.cast(pointer, _POINTER).value or 0  # type: ignore[arg-type]


def _quick(function: object, result: Any, *arguments: Any) -> Callable[..., Any]:
    # Letting other threads run takes as long as one of these calls does.
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


_text_object = _quick(pdfium.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
_unicode = _quick(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
_text = _quick(pdfium.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)
_loose_box = _quick(pdfium.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
_matrix = _quick(pdfium.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
_size = _quick(pdfium.FPDFText_GetFontSize, _DOUBLE, _POINTER, _INT)
_colour = _quick(pdfium.FPDFText_GetFillColor, _INT, _POINTER, _INT, _POINTER, _POINTER, _POINTER, _POINTER)
_font = _quick(pdfium.FPDFTextObj_GetFont, _POINTER, _POINTER)
_object = _quick(pdfium.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
_kind = _quick(pdfium.FPDFPageObj_GetType, _INT, _POINTER)
_mode = _quick(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)


def text_objects(page: int, count: int) -> list[int | None]:
    """Address of the text object of each character; None for a character PDFium added."""
    return list(map(_text_object, repeat(page, count), range(count)))


def characters(page: int, count: int) -> list[str]:
    """Each character."""
    room = ctypes.create_string_buffer(2 * count + 2)
    written = _text(page, 0, count, room) - 1  # the last is NUL
    at_once = room.raw[: 2 * written].decode("utf-16-le", "surrogatepass") if written > 0 else ""
    # PDFium leaves out characters that the file gives no meaning to.
    return list(at_once if len(at_once) == count else map(_char, map(_unicode, repeat(page, count), range(count))))


def _char(code: int) -> str:
    return chr(code) if code < 0x110000 else "\ufffd"


def boxes(page: int, count: int) -> list[float]:
    """left, top, right, bottom of each character, one after another."""
    return _gathered(_loose_box, page, range(count), ctypes.c_float, 4, joined=True)


def matrices(page: int, indices: Sequence[int]) -> list[float]:
    """a, b, c, d, e, f of the text matrix of the characters named, one after another."""
    return _gathered(_matrix, page, indices, ctypes.c_float, 6, joined=True)


def colours(page: int, indices: Sequence[int]) -> list[int]:
    """red, green, blue, alpha (0–255) of the characters named, one after another."""
    return _gathered(_colour, page, indices, ctypes.c_uint, 4)


def sizes(page: int, indices: Sequence[int]) -> list[float]:
    """Font size of the characters named, before the text matrix."""
    return list(map(_size, repeat(page), indices))


def fonts(objects: Sequence[int]) -> list[int]:
    """Address of the font of each text object."""
    return list(map(_font, objects))


def modes(objects: Sequence[int]) -> list[int]:
    """Render mode of each text object."""
    return list(map(_mode, objects))


def page_objects(page: int, count: int) -> list[int]:
    """Address of each object on a page."""
    return list(map(_object, repeat(page, count), range(count)))


def kinds(objects: Sequence[int]) -> list[int]:
    """Kind of each page object."""
    return list(map(_kind, objects))


def _gathered(
    call: Callable[..., Any], page: int, indices: Sequence[int], unit: Any, width: int, *, joined: bool = False
) -> list[Any]:
    """Calls for each index with room for ``width`` values, given as one structure or as so many pointers."""
    step = ctypes.sizeof(unit)
    room = (unit * (width * len(indices)))()
    start = ctypes.addressof(room)
    end = start + ctypes.sizeof(room)
    places = [range(start + step * part, end + step * part, step * width) for part in range(1 if joined else width)]
    deque(map(call, repeat(page), indices, *places), maxlen=0)
    # list(room) would make every number by a call of its own.
    return list(struct.unpack(f"{len(room)}{unit._type_}", room))
