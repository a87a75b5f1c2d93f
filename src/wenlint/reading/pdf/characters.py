"""Characters of a page and their places."""

from __future__ import annotations

from typing import NamedTuple

import pypdfium2.raw as pdfium

from wenlint.reading.pdf import calls


class Characters(NamedTuple):
    """The characters of a page as parallel lists, in the page's own coordinates, in points.

    Attributes:
        objects: address of the text object that a character belongs to; None for one PDFium added.
        chars: one character each; "" for one PDFium added.
        left, right, top, bottom: edges of the advance boxes.
    """

    objects: list[int | None]
    chars: list[str]
    left: list[float]
    right: list[float]
    top: list[float]
    bottom: list[float]


def characters(text: pdfium.FPDF_TEXTPAGE, count: int) -> Characters:
    """The characters of a text page, in the order of the file."""
    page = calls.address(text)
    boxes = calls.boxes(page, count)
    left, right = boxes[0::4], boxes[2::4]
    chars = calls.characters(page, count)
    objects = calls.text_objects(page, count)
    for index, held in enumerate(objects):
        if held is None or (left[index] == right[index] and chars[index] == " "):
            objects[index], chars[index] = None, ""
    return Characters(objects, chars, left, right, boxes[1::4], boxes[3::4])
