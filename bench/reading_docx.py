"""Times our .docx reader against python-docx on drafts of several forms, in one run.

    python bench/reading_docx.py [drafts]

Prints milliseconds a page and ratios; a ratio above 1 means that ours is quicker. Ours reads
more (looks, text boxes, insertions, notes, headers, automatic numbers) and estimates pages as
well. One draft in a fresh process is timed too, since that is what a user waits for.
docx2python and markitdown take part where they are installed.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from drafts import FORMS, draft

from wenlint.reading import docx as ours


def main(count: int) -> None:
    """Makes drafts, times every reader on all of them, prints a table."""
    files = [draft(form, seed, 20 + 5 * seed) for form in FORMS.values() for seed in range(count)]
    pages = sum(flow.pages.value for flow in map(ours.read, files) if flow.pages)
    print(f"{len(files)} drafts, about {pages} pages")
    readers = _readers()
    times = {name: _milliseconds(read, files) / pages for name, read in readers.items()}
    base = times["wenlint (text and pages)"]
    for name, spent in times.items():
        print(f"{name:34} {spent:7.2f} ms a page   {spent / base:6.2f} × ours")
    _cold(files[0])


def _cold(data: bytes) -> None:
    """One draft in a fresh process, the best of five, less a process that does nothing."""
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(data)
        file.flush()
        idle = _process("pass")
        ours = _process(f"from wenlint.reading import docx; docx.read(open({file.name!r}, 'rb').read())") - idle
        theirs = _process(f"import docx; [p.text for p in docx.Document({file.name!r}).paragraphs]") - idle
    print(f"one draft, fresh process: ours {ours:.0f} ms, python-docx {theirs:.0f} ms, {theirs / ours:.2f} × ours")


def _process(code: str) -> float:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - begun)
    return min(times) * 1000


def _readers() -> dict[str, Callable[[bytes], object]]:
    readers: dict[str, Callable[[bytes], object]] = {
        "wenlint (text and pages)": ours.read,
        "python-docx paragraphs": _python_docx_paragraphs,
        "python-docx paragraphs and tables": _python_docx_all,
    }
    if find_spec("docx2python"):
        docx2python: Any = import_module("docx2python")
        readers["docx2python"] = lambda data: docx2python.docx2python(io.BytesIO(data)).text
    if find_spec("markitdown"):
        converter: Any = import_module("markitdown").MarkItDown()
        readers["markitdown"] = lambda data: converter.convert_stream(io.BytesIO(data), file_extension=".docx")
    return readers


def _python_docx_paragraphs(data: bytes) -> list[str]:
    from docx import Document

    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def _python_docx_all(data: bytes) -> list[str]:
    from docx import Document

    document = Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    return texts + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def _milliseconds(read: Callable[[bytes], object], files: list[bytes]) -> float:
    """The best of three rounds over all files, after one to warm up."""
    rounds = []
    for _ in range(4):
        begun = time.perf_counter()
        for data in files:
            read(data)
        rounds.append(time.perf_counter() - begun)
    return min(rounds[1:]) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
