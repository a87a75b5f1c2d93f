"""Small PDFs with text at known places, written by hand: no font is embedded, PDFium's own maps serve."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)
LEFT, TOP, SIZE, PITCH, CELLS, ROWS = 79.4, 105.0, 16.0, 28.9, 28, 22
NO_LINE_START = "，。、；：？！）》”"


@dataclass
class Page:
    """What one page shows."""

    size: tuple[float, float] = A4
    rotate: int = 0
    content: list[str] = field(default_factory=list)
    image: bool = False

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = SIZE,
        *,
        font: str = "F1",
        turn: str = "1 0 0 1",
        mode: int = 0,
    ) -> Page:
        """Sets words with their base line ``y`` points from the top."""
        codes = words.encode("utf-16-be").hex()
        self.content.append(f"BT /{font} {size} Tf {mode} Tr {turn} {x} {self.size[1] - y} Tm <{codes}> Tj ET")
        return self

    def draw(self, operators: str) -> Page:
        """Adds operators as they are."""
        self.content.append(operators)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Page:
        """Draws a line between two points given from the top left."""
        height = self.size[1]
        return self.draw(f"0.5 w {x0} {height - y0} m {x1} {height - y1} l S")

    def scan(self, share: float = 1.0) -> Page:
        """Covers the page, or a share of its height, with a picture."""
        self.image = True
        return self.draw(f"q {self.size[0]} 0 0 {self.size[1] * share} 0 0 cm /Im Do Q")


def pdf(pages: Iterable[Page]) -> bytes:
    """The file."""
    objects = [
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [2 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 3 0 R >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Nameless /Encoding /Identity-H /DescendantFonts [5 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Nameless /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 3 0 R >>",
        _stream(
            b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        ),
    ]
    kids = []
    for page in pages:
        objects.append(_stream("\n".join(page.content).encode(), ""))
        width, height = page.size
        objects.append(
            f"<< /Type /Page /Parent PARENT /MediaBox [0 0 {width} {height}] /Rotate {page.rotate} "
            f"/Contents {len(objects)} 0 R /Resources << /Font << /F1 1 0 R /F2 4 0 R >> /XObject << /Im 6 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects.append(f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>")
    parent = f"{len(objects)} 0 R"
    objects.append(f"<< /Type /Catalog /Pages {parent} >>")
    return _file([item.replace("PARENT", parent) if isinstance(item, str) else item for item in objects])


def _stream(data: bytes, entries: str) -> bytes:
    packed = zlib.compress(data)
    return f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"


def _file(objects: Sequence[str | bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.5\n"), []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + (item if isinstance(item, bytes) else item.encode()) + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def cells(words: str) -> float:
    """Width in full-width cells."""
    return sum(0.5 if char.isascii() else 1.0 for char in words)


def wrapped(paragraph: str, measure: float = CELLS, indent: int = 2) -> list[tuple[int, str]]:
    """Breaks a paragraph into lines of so many full-width cells: indent and words of each."""
    lines: list[tuple[int, str]] = []
    line, inset = "", indent
    for unit in _units(paragraph):
        if line and inset + cells(line + unit.rstrip()) > measure:
            lines.append((inset, line.rstrip()))
            line, inset = "", 0
        line += unit
    return [*lines, (inset, line)]


def _units(paragraph: str) -> list[str]:
    """Pieces that a line end may not part: words, and characters with the marks that follow them."""
    units: list[str] = []
    for char in paragraph:
        word = units and char.isascii() and units[-1][-1].isascii() and units[-1][-1] != " "
        if units and (word or char in NO_LINE_START or units[-1][-1] in "（《“"):
            units[-1] += char
        else:
            units.append(char)
    return units


def document(paragraphs: Iterable[str], *, running_head: str = "", numbers: bool = True) -> bytes:
    """Sets paragraphs on the grid of GB/T 9704: 22 lines of 28 characters, first lines indented by two."""
    lines = [line for paragraph in paragraphs for line in wrapped(paragraph)]
    pages = []
    for first in range(0, len(lines), ROWS):
        page = Page()
        number = first // ROWS + 1
        if numbers:
            page.text(280, 790, f"— {number} —", 14)
        if running_head:
            page.text(LEFT, 60, running_head, 9)
        for row, (inset, words) in enumerate(lines[first : first + ROWS]):
            page.text(LEFT + inset * SIZE, TOP + row * PITCH, words)
        pages.append(page)
    return pdf(pages)
