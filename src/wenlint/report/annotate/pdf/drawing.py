"""Annotations as objects of a PDF: highlights, notes, their pop-ups and how they look."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from wenlint.reading.fixed.matrix import Box
from wenlint.reading.pdf.tracing import Mark, Quad
from wenlint.report.annotate.pdf.remark import AUTHOR, Part
from wenlint.report.annotate.pdf.update import Update

# By severity: as of a marking pen, so that the words stay readable under it.
_COLOURS = {1: (0.66, 0.84, 1.0), 2: (1.0, 0.86, 0.36), 3: (1.0, 0.64, 0.62)}
_PRINTED, _FIXED_SIZE, _UPRIGHT = 4, 8, 16  # flags of ISO 32000-1 table 165
_NOTE = 18.0  # width and height of a note, in points
_BESIDE = 6.0  # between a note and the words, in points
_POPUP = (190.0, 120.0)  # points


class Drawing:
    """Makes the annotations of one update, dated ``stamp``."""

    def __init__(self, update: Update, stamp: str) -> None:
        self._update = update
        self._stamp = stamp
        self._notes: Counter[tuple[int, Quad | None]] = Counter()

    def annotation(self, part: Part, page: IndirectObject) -> list[IndirectObject]:
        """A highlight or a note, and its pop-up."""
        box, entries = self._note(part) if part.is_note else self._highlight(part)
        popup = DictionaryObject()
        beside = self._update.add(popup)
        remark = part.remark
        common: dict[str, PdfObject] = {
            "/Type": NameObject("/Annot"),
            "/Rect": _floats(box),
            "/C": _floats(_COLOURS[remark.severity]),
            "/T": TextStringObject(AUTHOR),
            "/Contents": _words(part.text),
            "/Subj": _words(remark.subject),
            "/NM": _words(part.name),
            "/M": TextStringObject(self._stamp),
            "/CreationDate": TextStringObject(self._stamp),
            "/P": page,
            "/Popup": beside,
        }
        reference = self._update.add(_dictionary({**common, **entries}))
        popup.update(_popup(reference, box, part.mark.bounds))
        return [reference, beside]

    def _highlight(self, part: Part) -> tuple[Box, dict[str, PdfObject]]:
        quads = part.mark.quads
        box = _around(quads)
        return box, {
            "/Subtype": NameObject("/Highlight"),
            "/QuadPoints": _floats([corner for quad in quads for corner in quad]),
            "/F": NumberObject(_PRINTED),
            "/AP": self._look(box, _marking_pen(quads, part.remark.severity), _darkening()),
        }

    def _note(self, part: Part) -> tuple[Box, dict[str, PdfObject]]:
        """Below the notes at the same place."""
        mark = part.mark
        place = mark.page, mark.quads[0] if mark.quads else None
        box = _beside(mark, self._notes[place])
        self._notes[place] += 1
        return box, {
            "/Subtype": NameObject("/Text"),
            "/Name": NameObject("/Comment"),
            "/F": NumberObject(_PRINTED | _FIXED_SIZE | _UPRIGHT),
            "/AP": self._look(box, _sheet_of_paper(box, part.remark.severity), {}),
        }

    def _look(self, box: Box, content: str, entries: Mapping[str, PdfObject]) -> DictionaryObject:
        """The appearance (12.5.5), drawn in the page's own coordinates."""
        form = StreamObject()
        form.set_data(content.encode())
        kind: dict[str, PdfObject] = {"/Type": NameObject("/XObject"), "/Subtype": NameObject("/Form")}
        form.update(_dictionary({**kind, "/BBox": _floats(box), "/Resources": DictionaryObject(), **entries}))
        return _dictionary({"/N": self._update.add(form)})


def area(mark: Mark) -> float:
    """How much of the page the words cover, in square points."""
    boxes = [_around([quad]) for quad in mark.quads]
    return sum((right - left) * (top - bottom) for left, bottom, right, top in boxes)


def _around(quads: Sequence[Quad]) -> Box:
    xs, ys = [x for quad in quads for x in quad[0::2]], [y for quad in quads for y in quad[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


def _popup(parent: IndirectObject, box: Box, bounds: Box) -> DictionaryObject:
    """The window that shows what an annotation says."""
    return _dictionary(
        {
            "/Type": NameObject("/Annot"),
            "/Subtype": NameObject("/Popup"),
            "/Rect": _floats(_popup_box(box, bounds)),
            "/Parent": parent,
            "/Open": BooleanObject(False),
            "/F": NumberObject(_FIXED_SIZE | _UPRIGHT),
        }
    )


def _popup_box(box: Box, bounds: Box) -> Box:
    """At the right edge of the page, level with the words."""
    width, height = _POPUP
    right, top = bounds[2], min(bounds[3], max(box[3], bounds[1] + height))
    return right - width, top - height, right, top


def _beside(mark: Mark, before: int) -> Box:
    """Left of the words as one reads them, below so many notes, on the page in any case."""
    left, bottom, right, top = mark.bounds
    half, step = _NOTE / 2, _NOTE + 2
    if mark.quads:
        x, y, x1, y1, x2, y2 = mark.quads[0][:6]
        width, height = max(math.dist((x, y), (x1, y1)), 1.0), max(math.dist((x, y), (x2, y2)), 1.0)
        back, down = (_BESIDE + half) / width, 0.5 + before * step / height
        x, y = x - (x1 - x) * back + (x2 - x) * down, y - (y1 - y) * back + (y2 - y) * down
    else:
        x, y = left + _NOTE, top - _NOTE - before * step
    x = min(max(x, left + half + 1), right - half - 1)
    y = min(max(y, bottom + half + 1), top - half - 1)
    # On a page that is shown turned, a note hangs upright from the upper left corner of its box.
    x += _NOTE if mark.rotation in (180, 270) else 0
    y -= _NOTE if mark.rotation in (90, 180) else 0
    return x - half, y - half, x + half, y + half


def _marking_pen(quads: Sequence[Quad], severity: int) -> str:
    """The quads, filled."""
    drawn = [
        f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l {x4:.2f} {y4:.2f} l {x3:.2f} {y3:.2f} l h"
        for x1, y1, x2, y2, x3, y3, x4, y4 in quads
    ]
    return "\n".join(["/Pen gs", f"{_operands(severity)} rg", *drawn, "f"])


def _sheet_of_paper(box: Box, severity: int) -> str:
    """A small sheet with lines on it."""
    x, y = box[:2]
    lines = [f"{x + 4:.2f} {y + up:.2f} m {x + _NOTE - 4:.2f} {y + up:.2f} l" for up in (5.0, 9.0, 13.0)]
    edges = f"{x + 1:.2f} {y + 1:.2f} {_NOTE - 2} {_NOTE - 2} re"
    return "\n".join([f"{_operands(severity)} rg 0.35 G 1 w", f"{edges} B", *lines, "S"])


def _darkening() -> dict[str, PdfObject]:
    """What a form needs to be drawn over the page as a marking pen does."""
    state = _dictionary({"/Type": NameObject("/ExtGState"), "/BM": NameObject("/Multiply")})
    return {
        "/Resources": _dictionary({"/ExtGState": _dictionary({"/Pen": state})}),
        "/Group": _dictionary({"/S": NameObject("/Transparency")}),
    }


def _dictionary(entries: Mapping[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})


def _floats(values: Sequence[float]) -> ArrayObject:
    return ArrayObject(FloatObject(round(value, 2)) for value in values)


def _operands(severity: int) -> str:
    return " ".join(map(str, _COLOURS[severity]))


def _words(text: str) -> TextStringObject:
    """Text that a PDF can hold: without half characters and control codes."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return TextStringObject("".join(char for char in whole if char >= " " or char in "\r\t"))
