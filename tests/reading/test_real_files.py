"""Real files, where a folder of them is at hand: each is read whole or refused with a reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wenlint.reading.errors import ReadingError
from wenlint.reading.formats import Task, read_flow
from wenlint.reading.sniff import sniff

FOLDER = os.environ.get("WENLINT_REAL", "")
SUFFIXES = {".pdf", ".ofd", ".txt", ".md"}
FILES = sorted(path for path in Path(FOLDER).rglob("*") if path.suffix.lower() in SUFFIXES) if FOLDER else []


@pytest.mark.skipif(not FILES, reason="WENLINT_REAL names no folder of real files")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:40])
def test_real_file_is_read_or_refused(path: Path) -> None:
    try:
        data = path.read_bytes()
        flow = read_flow(data, Task(str(path), sniff(data, str(path))))
    except ReadingError:
        return
    assert flow.pages is not None
    assert flow.paragraphs
    for paragraph in flow.paragraphs:
        assert paragraph.span.of(flow.text) == paragraph.text
        assert paragraph.text.strip()
        assert paragraph.page is None or 1 <= paragraph.page <= flow.pages.most
        assert sum(paragraph.look.runs) in (0, len(paragraph.text))
