"""What tests of annotated PDFs share: drafts, copies of them, and independent readers of the copies."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject

sys.path.append(str(Path(__file__).parents[1] / "reading"))

from annotating import WHEN
from pdf_maker import document

from wenlint.document import Span
from wenlint.finding import Finding, Outcome
from wenlint.reading import read_bytes
from wenlint.report.annotate import Copy, annotated

NOTICE = Path(__file__).parents[1] / "data" / "pdf" / "notice.pdf"
TITLE = "关于做好秋季河道清理工作的通知"
DUTY = "各街道要对辖区内河道逐段排查，重点查看桥涵、闸口和排水口，发现淤积、垃圾堆放和违规搭建的，当天登记、当天上报。"
DRAFT = [TITLE, "各街道办事处：", DUTY, "一、明确范围", *[f"{number}.{DUTY}" for number in range(1, 22)]]
GRID = document(DRAFT, running_head="河道清理工作材料")
HIGHLIGHT, NOTE, OTHERS, POPUP = "/Highlight", "/Text", "/Square", "/Popup"


def copy_of(data: bytes, *findings: Finding) -> Copy:
    return annotated(data, Outcome("a.pdf", read_bytes(data, "a.pdf"), findings), when=WHEN)


def where(data: bytes, words: str) -> Span:
    start = read_bytes(data, "a.pdf").text.index(words)
    return Span(start, start + len(words))


def named(number: int, place: int = 1) -> str:
    """The name of the annotation of the finding with this number."""
    return f"wenlint-{number:016x}-{place}"


def annotations(data: bytes, *kinds: str) -> list[tuple[int, DictionaryObject]]:
    """Page index and annotation; without pop-ups where no kind is named."""
    found = []
    for number, page in enumerate(PdfReader(io.BytesIO(data), strict=True).pages):
        for item in page.get("/Annots", []):
            annotation = item.get_object()
            if annotation["/Subtype"] in (kinds or (HIGHLIGHT, NOTE, OTHERS)):
                found.append((number, annotation))
    return found


def names(data: bytes) -> list[str]:
    """wenlint's annotations by name, those of others by author."""
    return sorted(str(one.get("/NM", one["/T"])) for _, one in annotations(data))


def numbers(annotation: DictionaryObject, key: str) -> list[float]:
    return [float(value) for value in annotation[key]]  # type: ignore[attr-defined]


@cache
def characters(data: bytes) -> list[list[tuple[float, float, str]]]:
    """Middle and text of each visible character, by page, in the page's own coordinates, as pdfplumber reads them."""
    lying = re.sub(rb"/Rotate \d+", lambda turn: b"/Rotate 0".ljust(len(turn[0])), data)  # as it is, not as it is shown
    with pdfplumber.open(io.BytesIO(lying)) as read:
        return [
            [
                ((char["x0"] + char["x1"]) / 2, page.height - (char["top"] + char["bottom"]) / 2, char["text"])
                for char in page.chars
                if not char["text"].isspace()
            ]
            for page in read.pages
        ]


def under(copied: bytes, data: bytes) -> dict[str, str]:
    """The words under each highlight of a copy, by its name; the copy begins with ``data``."""
    assert copied.startswith(data)
    return {
        str(annotation["/NM"]): "".join(
            _within(characters(data)[page], quads[at : at + 8]) for at in range(0, len(quads), 8)
        )
        for page, annotation in annotations(copied, HIGHLIGHT)
        for quads in [numbers(annotation, "/QuadPoints")]
    }


def _within(chars: Sequence[tuple[float, float, str]], quad: Sequence[float]) -> str:
    left, bottom, right, top = min(quad[0::2]), min(quad[1::2]), max(quad[0::2]), max(quad[1::2])
    return "".join(text for x, y, text in chars if left < x < right and bottom < y < top)


def solid(words: str) -> str:
    return "".join(words.split())


def pixels(data: bytes) -> list[bytes]:
    """The pages without their annotations."""
    with pypdfium2.PdfDocument(data) as read:
        return [bytes(page.render(scale=0.4, draw_annots=False).buffer) for page in read]


def streams(data: bytes) -> list[bytes]:
    """What draws each page, unpacked."""
    return [page.get_contents().get_data() for page in PdfReader(io.BytesIO(data)).pages]  # type: ignore[union-attr]


def assert_else_as_it_was(copied: bytes, data: bytes) -> None:
    assert copied.startswith(data)
    assert pixels(copied) == pixels(data)
    assert streams(copied) == streams(data)
    assert read_bytes(copied, "a.pdf").text == read_bytes(data, "a.pdf").text


def edited(data: bytes, change: Callable[[PdfWriter], Any]) -> bytes:
    """The file after somebody's program saved it with a change."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def items(array: ArrayObject) -> list[Any]:
    """The items of an array as they are written."""
    return list(list.__iter__(array))
