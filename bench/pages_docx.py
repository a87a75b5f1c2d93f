"""Compares our page estimate of .docx files with what LibreOffice lays out.

    python bench/pages_docx.py [folder of .docx] [--single 1.164] [--list]

Without a folder, drafts of several forms are generated. LibreOffice sets missing fonts with
others, and the height of a single line is then theirs: ``--single`` lays out with that height
(1.164 em for DejaVu, its usual substitute) to compare the method and not the fonts. It also
takes a grid of lines *and characters* for one of double width, so such grids are compared as
grids of lines. Needs ``soffice`` on the path.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import tempfile
import zipfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pypdfium2
from drafts import FORMS, draft

from wenlint.document import Measure
from wenlint.reading import docx, layout
from wenlint.reading.errors import ReadingError
from wenlint.reading.layout.metrics import LIKELY, LOOSE, TIGHT

_SIZES = (6, 11, 17, 24, 33, 45, 60, 80, 100)
_GRID_OF_CHARACTERS = re.compile(rb'w:type="linesAndChars"|w:charSpace="-?\d+"')


def main() -> None:
    """Converts, compares, prints the rates for each form and for all."""
    options = _options()
    if options.single:
        metrics = replace(LIKELY, single=options.single, on_grid=options.single, gap=0.2)
        docx.estimate = lambda sheet, blocks: layout.estimate(sheet, blocks, assumptions=(metrics, TIGHT, LOOSE))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _files(options.folder, folder)
        _convert(folder)
        results = defaultdict(list)
        for path in sorted(folder.glob("*.docx")):
            compared = _compare(path)
            if compared:
                results[path.stem.partition("~")[0]].append(compared)
                if options.list:
                    true, ours = compared
                    print(f"{path.stem}: {true} by LibreOffice, {ours.value} ({ours.low}–{ours.high}) estimated")
    for form, found in results.items():
        print(f"{form:18} {_rates(found)}")
    print(f"{'all':18} {_rates([one for found in results.values() for one in found])}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--single", type=float)
    parser.add_argument("--list", action="store_true")
    return parser.parse_args()


def _files(source: Path | None, folder: Path) -> None:
    if source is None:
        for form, description in FORMS.items():
            for index, size in enumerate(_SIZES):
                paragraphs = size // 2 + 2 if description.tables else size
                (folder / f"{form}~{index}.docx").write_bytes(draft(description, 100 + index, paragraphs))
        return
    for path in sorted(source.glob("*.docx")):
        (folder / f"{source.name}~{path.stem}.docx").write_bytes(_with_grid_of_lines(path.read_bytes()))


def _with_grid_of_lines(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = _GRID_OF_CHARACTERS.sub(
                    lambda match: b'w:type="lines"' if match[0].startswith(b"w:type") else b"", content
                )
            target.writestr(name, content)
    return buffer.getvalue()


def _convert(folder: Path) -> None:
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    files = [str(path) for path in folder.glob("*.docx")]
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=900)


def _compare(path: Path) -> tuple[int, Measure[int]] | None:
    printed = path.with_suffix(".pdf")
    if not printed.exists():
        return None
    document = pypdfium2.PdfDocument(printed)
    true = len(document)
    document.close()
    try:
        ours = docx.read(path.read_bytes()).pages
    except ReadingError:
        return None
    return (true, ours) if ours else None


def _rates(found: list[tuple[int, Measure[int]]]) -> str:
    exact = sum(ours.value == true for true, ours in found)
    near = sum(abs(ours.value - true) <= 1 for true, ours in found)
    inside = sum(ours.least <= true <= ours.most for true, ours in found)
    width = sum(ours.most - ours.least for _, ours in found) / max(len(found), 1)
    return (
        f"{len(found):3} files: exact {exact}, within one {near}, inside range {inside}; mean range width {width:.2f}"
    )


if __name__ == "__main__":
    main()
