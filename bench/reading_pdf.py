"""How fast PDFs are read: wenlint, pdfplumber and bare PDFium on the same files in one run.

    python bench/reading_pdf.py [FILE.pdf …]

Prints milliseconds a page (best of several rounds) and ratios. Without files, those under
examples/ and tests/data/ are read. pdfplumber and PDFium give lines of text; wenlint gives
paragraphs with their look, running heads set apart, and table cells.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2

from wenlint.reading import ReadingError, pdf

ROOT = Path(__file__).parent.parent
ROUNDS = 3


def by_wenlint(data: bytes) -> None:
    """Paragraphs."""
    pdf.read(data)


def by_pdfium(data: bytes) -> None:
    """Text of each page as PDFium gives it."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    document.close()


def by_pdfplumber(data: bytes) -> None:
    """Text of each page as pdfplumber gives it."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()


def best(read: Callable[[bytes], None], data: bytes) -> float:
    """Shortest time of several rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        read(data)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Times every file and prints a table."""
    files = [Path(name) for name in sys.argv[1:]] or sorted(
        [*ROOT.glob("examples/**/*.pdf"), *ROOT.glob("tests/data/**/*.pdf")]
    )
    print(f"{'file':40} {'pages':>5} {'wenlint':>8} {'pdfium':>8} {'pdfplumber':>10}   ms a page")
    total = [0.0, 0.0, 0.0]
    for path in files:
        data = path.read_bytes()
        try:
            pages = pdf.read(data).pages
        except ReadingError as error:
            print(f"{path.name[:40]:40} not read: {error.reason}")
            continue
        count = pages.value if pages else 1
        times = [best(read, data) for read in (by_wenlint, by_pdfium, by_pdfplumber)]
        total = [sum(pair) for pair in zip(total, times, strict=True)]
        ours, bare, plumber = (1000 * seconds / count for seconds in times)
        print(f"{path.name[:40]:40} {count:5} {ours:8.1f} {bare:8.1f} {plumber:10.1f}   ×{plumber / ours:.1f}")
    if all(total):
        print(
            f"all: {total[2] / total[0]:.1f} times as fast as pdfplumber, "
            f"{total[0] / total[1]:.1f} times the time of bare PDFium"
        )


if __name__ == "__main__":
    main()
