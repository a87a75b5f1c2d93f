"""Makes the sample drafts from ``sources/``: ``python examples/make_samples.py [NAME …]``.

Needs python-docx, and for the .pdf ones LibreOffice (``soffice``) with the Noto CJK fonts:
the same source is laid out with those fonts and converted. The files it makes are committed;
run it again after changing a source. ``draft_source.py`` describes the notation.
"""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from draft_source import Source, parse
from gongwen_docx import Fonts, Layout

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
_SERIF, _SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
_PDF_FONTS = Fonts(title=_SERIF, body=_SERIF, heading=_SANS, subheading=_SERIF, song=_SERIF, latin=_SERIF)
_MADE = dt.datetime(2026, 3, 2, 9, 0)  # so that making a file twice gives the same file


def docx_bytes(source: Source, fonts: Fonts | None = None) -> bytes:
    """The sample as a .docx file."""
    document = Layout(source, fonts or Fonts()).build()
    document.core_properties.created = document.core_properties.modified = _MADE
    made = io.BytesIO()
    document.save(made)
    return _timeless(made.getvalue())


def _timeless(archive: bytes) -> bytes:
    """The archive without its clock times and without the template's thumbnail."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _MADE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name), compresslevel=9)
    return out.getvalue()


def write_pdf(source: Source, target: Path) -> None:
    """Lays the sample out with the Noto fonts and has LibreOffice print it."""
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / f"{target.stem}.docx"
        draft.write_bytes(docx_bytes(source, _PDF_FONTS))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(draft)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        target.write_bytes(draft.with_suffix(".pdf").read_bytes())


def targets(source: Source) -> list[Path]:
    """The files made from a source."""
    folder = HERE / (source.get("folder") or ".")
    return [(folder / f"{source.name}.{suffix}").resolve() for suffix in source.get("formats", "docx").split()]


def make(source: Source) -> None:
    """Writes every file of one source."""
    for target in targets(source):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix == ".pdf":
            write_pdf(source, target)
        else:
            target.write_bytes(docx_bytes(source))
        print(f"{target.relative_to(HERE.parent)}  {target.stat().st_size / 1024:.0f} KB")


def main(names: list[str]) -> None:
    """Makes the named samples, or all."""
    for path in sorted(SOURCES.glob("*.draft")):
        if not names or path.stem in names:
            make(parse(path))


if __name__ == "__main__":
    main(sys.argv[1:])
