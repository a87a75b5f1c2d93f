"""How fast PDFs are read: wenlint, pdfplumber and bare PDFium on the same files in one run.

    python bench/reading_pdf.py [FILE.pdf …]

Prints milliseconds a page (best of several rounds) and ratios. Without files, those under
examples/ and tests/data/ are read. PDFium gives characters; pdfplumber is timed twice: for
plain text alone, and for what wenlint gives: lines with the font, size and colour of their
characters, and the cells of tables. wenlint also makes paragraphs and sets running heads apart.
"""

from __future__ import annotations

import gc
import io
import sys
import time
from pathlib import Path

import pdfplumber
import pypdfium2

from wenlint.reading import ReadingError, pdf

ROOT = Path(__file__).parent.parent
ROUNDS = 5


def by_wenlint(data: bytes) -> None:
    """Paragraphs, read as wenlint reads them: without looking for circles of objects in between."""
    gc.disable()
    pdf.read(data)
    gc.enable()


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


def all_by_pdfplumber(data: bytes) -> None:
    """Lines with the looks of their characters, and tables."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text_lines(extra_attrs=["fontname", "size", "non_stroking_color"])
            page.extract_tables()


def best(data: bytes) -> list[float]:
    """Shortest processor time of each reader, in seconds; they take turns, so that other work hits all alike."""
    times: list[list[float]] = [[] for _ in READERS]
    for _ in range(ROUNDS):
        for read, taken in zip(READERS, times, strict=True):
            start = time.process_time()
            read(data)
            taken.append(time.process_time() - start)
    return list(map(min, times))


def main() -> None:
    """Times every file and prints a table."""
    files = [Path(name) for name in sys.argv[1:]] or sorted(
        [*ROOT.glob("examples/**/*.pdf"), *ROOT.glob("tests/data/**/*.pdf")]
    )
    print(f"{'file':36} {'pages':>5} {'wenlint':>8} {'pdfium':>7} {'pdfplumber':>8} {'with looks':>18}  ms a page")
    total = [0.0] * len(READERS)
    for path in files:
        data = path.read_bytes()
        try:
            pages = pdf.read(data).pages
        except ReadingError as error:
            print(f"{path.name[:36]:36} not read: {error.reason}")
            continue
        count = pages.value if pages else 1
        times = best(data)
        total = [sum(pair) for pair in zip(total, times, strict=True)]
        ours, bare, plain, full = (1000 * seconds / count for seconds in times)
        print(
            f"{path.name[:36]:36} {count:5} {ours:8.1f} {bare:7.1f} {plain:8.1f} ×{plain / ours:<6.1f}"
            f" {full:6.1f} ×{full / ours:.1f}"
        )
    if all(total):
        ours, bare, plain, full = total
        print(
            f"all: {plain / ours:.1f} times as fast as pdfplumber's plain text, {full / ours:.1f} times as fast as "
            f"its lines with looks and tables, {ours / bare:.1f} times the time of bare PDFium"
        )


READERS = (by_wenlint, by_pdfium, by_pdfplumber, all_by_pdfplumber)


if __name__ == "__main__":
    main()
