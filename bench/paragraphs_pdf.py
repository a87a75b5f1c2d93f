"""How much of a draft comes back from its PDF: paragraphs and cells found exactly, beside pdfplumber's cells.

    python bench/paragraphs_pdf.py [--seeds 4] [--first 100]

Drafts of many forms (bench/varied_docx.py) are made into PDF by LibreOffice (``soffice`` on the
path; without it, nothing is measured). A paragraph counts when the PDF gives it whole and alone;
a cell when it gives its text. LibreOffice leaves marks that hang over the margin out of its PDFs:
，。、；： are not compared. Cells whose text it cuts off or parts between pages count as missed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import pdfplumber
from varied_docx import varied

from wenlint.reading import docx, pdf
from wenlint.reading.flow import Flow, Region

_HANGING = dict.fromkeys(map(ord, "，。、；："))
Counts = list[int]


def main() -> int:
    """Makes, converts and compares; prints the shares for each form."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seeds", type=int, default=4, help="drafts of each form")
    options.add_argument("--first", type=int, default=100, help="first seed")
    asked = options.parse_args()
    if not shutil.which("soffice"):
        print("needs soffice", file=sys.stderr)
        return 2
    totals: dict[str, Counts] = defaultdict(lambda: [0] * 5)
    with tempfile.TemporaryDirectory() as folder:
        for path in _printed(Path(folder), range(asked.first, asked.first + asked.seeds)):
            counts = _compared(path)
            for name in (path.stem.split("-")[0], path.stem.rsplit("_", 1)[0]):
                totals[name] = [sum(pair) for pair in zip(totals[name], counts, strict=True)]
    for name, (written, found, cells, ours, theirs) in sorted(totals.items()):
        share = f"   cells {cells:5}: {ours / cells:6.1%}, pdfplumber {theirs / cells:6.1%}" if cells else ""
        print(f"{name:24} paragraphs {written:5}: {found / written:6.1%}{share}")
    return 0


def _printed(folder: Path, seeds: range) -> list[Path]:
    """PDFs of the drafts, each beside its .docx."""
    for name, data in varied(seeds):
        (folder / f"{name.replace('~', '_')}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    drafts = sorted(folder.glob("*.docx"))
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, drafts)]
    subprocess.run(command, check=True, capture_output=True)
    return sorted(folder.glob("*.pdf"))


def _compared(path: Path) -> Counts:
    """Paragraphs written and found; cells written, found by wenlint and by pdfplumber."""
    truth, read = docx.read(path.with_suffix(".docx").read_bytes()), pdf.read(path.read_bytes())
    written, found = (_texts(flow, Region.BODY, Region.CELL) for flow in (truth, read))
    cells, ours = _texts(truth, Region.CELL), _texts(read, Region.CELL)
    theirs = _cells_by_pdfplumber(path) if cells else Counter()
    return [
        *(written.total(), (written & found).total()),
        *(cells.total(), (cells & ours).total(), (cells & theirs).total()),
    ]


def _texts(flow: Flow, *regions: Region) -> Counter[str]:
    return Counter(text for part in flow.paragraphs if part.region in regions and (text := _bare(part.text)))


def _bare(text: str) -> str:
    return "".join(text.translate(_HANGING).split())


def _cells_by_pdfplumber(path: Path) -> Counter[str]:
    with pdfplumber.open(path) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
    return Counter(text for table in tables for row in table for cell in row if (text := _bare(cell or "")))


if __name__ == "__main__":
    sys.exit(main())
