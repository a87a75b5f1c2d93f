"""Times our .docx reader against others on drafts of several forms, in one run.

    python bench/reading_docx.py [drafts]

Prints milliseconds a page and ratios; a ratio above 1 means that ours is quicker. Ours are told
apart: text with its structure (looks, text boxes, insertions, notes, headers, automatic numbers,
title to signature), which is what the others are held against, and the estimate of pages. One
draft in a fresh process is timed too, since that is what a user waits for. docx2python and
markitdown come with ``pip install --group bench``.
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
from varied_docx import varied
from writing_docx import Package, paragraph

from wenlint.reading import docx as ours
from wenlint.reading.formats import Task, read_document
from wenlint.reading.limits import SECONDS


def main(count: int) -> None:
    """Makes drafts, times every reader on all of them, prints a table."""
    plain = [draft(form, seed, 20 + 5 * seed) for form in FORMS.values() for seed in range(count)]
    _compare("drafts by python-docx", plain)
    _compare("drafts of varied forms", [data for _, data in varied(range(count))])
    _cold(plain[0])
    _large()


def _large() -> None:
    """A table of 2,000 rows and 30 columns, in processor time, which is what the limits count."""
    cell = '<w:tc><w:tcPr><w:tcW w:w="300" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc>'
    table = f"<w:tbl><w:tblPr/>{f'<w:tr>{cell * 30}</w:tr>' * 2000}</w:tbl>"
    data = Package([paragraph("标题"), table]).bytes()
    begun = time.process_time()
    read_document(data, Task("draft.docx", "docx"))
    print(f"a table of 2,000 × 30 cells: {time.process_time() - begun:.1f} s of {SECONDS} s allowed")


def _compare(what: str, files: list[bytes]) -> None:
    pages = sum(flow.pages.value for flow in map(ours.read, files) if flow.pages)
    print(f"{len(files)} {what}, about {pages} pages")
    text, layout = (spent / pages for spent in _own(files))
    print(f"{'wenlint: text and structure':34} {text:7.2f} ms a page")
    print(f"{'wenlint: layout':34} {layout:7.2f} ms a page")
    for name, read in _others().items():
        spent = _milliseconds(read, files) / pages
        print(f"{name:34} {spent:7.2f} ms a page   {spent / text:6.2f} × ours")


def _own(files: list[bytes]) -> tuple[float, float]:
    """Milliseconds for text and structure, and for the layout, over all files."""
    spent: list[float] = []
    estimate = ours.estimate

    def timed(*arguments: Any, **options: Any) -> Any:
        begun = time.perf_counter()
        found = estimate(*arguments, **options)
        spent.append(time.perf_counter() - begun)
        return found

    ours.estimate = timed
    whole = _milliseconds(lambda data: read_document(data, Task("draft.docx", "docx")), files)
    ours.estimate = estimate
    layout = min(sum(spent[at : at + len(files)]) for at in range(0, len(spent), len(files))) * 1000
    return whole - layout, layout


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


def _others() -> dict[str, Callable[[bytes], object]]:
    readers: dict[str, Callable[[bytes], object]] = {
        "python-docx paragraphs": _python_docx_paragraphs,
        "python-docx paragraphs and tables": _python_docx_all,
    }
    for name in ("docx2python", "markitdown"):
        if not find_spec(name):
            print(f"{name:34} is not installed: left out")
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
