"""Old office files go through LibreOffice, which may be missing, slow or unable."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import time
import zipfile
from pathlib import Path

import pytest

from wenlint.reading import office, read_bytes, soffice
from wenlint.reading.errors import ReadingError
from wenlint.reading.sniff import sniff

RTF = (
    rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\f0 "
    rb"\u20851?\u20110?\u27827?\u36947?\par \u20840?\u25991?\par}"
)

unix = pytest.mark.skipif(sys.platform == "win32", reason="stands in for LibreOffice with a shell script")
needs_libreoffice = pytest.mark.skipif(soffice.find() is None, reason="LibreOffice is not installed")


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program by the name of LibreOffice, to be filled with a script."""
    program = tmp_path / "soffice"
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return program


def script(program: Path, lines: str) -> None:
    program.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    program.chmod(0o755)


def refused(data: bytes, format: str = "rtf") -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        office.as_docx(data, format)
    assert ".docx" in caught.value.message
    assert "\n" not in caught.value.message
    return caught.value


def odt(media_type: str = "text") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{media_type}")
        archive.writestr("content.xml", "<x/>")
    return buffer.getvalue()


def test_formats_are_told_by_content() -> None:
    assert sniff(RTF, "a.doc") == "rtf"
    assert sniff(odt(), "a.docx") == "odt"
    word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(100)
    assert sniff(word, "a.wps") == "doc"
    with pytest.raises(ReadingError, match="表格"):
        sniff(odt("spreadsheet"), "a.ods")


def test_missing_libreoffice_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soffice, "find", lambda: None)
    error = refused(b"x", "doc")
    assert error.reason == "unsupported"
    assert "LibreOffice" in error.message


@unix
def test_file_that_cannot_be_opened(stand_in: Path) -> None:
    script(stand_in, "exit 1")
    assert refused(RTF).reason == "damaged"


@unix
def test_program_that_does_not_start(stand_in: Path) -> None:
    stand_in.write_bytes(b"\x7fELF nothing")
    stand_in.chmod(0o755)
    assert refused(RTF).reason == "unreadable"


@unix
def test_slow_conversion_is_ended_with_all_it_started(
    stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "MAX_SECONDS", 0.5)
    script(stand_in, f"sleep 30 & echo $! > {tmp_path}/child; wait")
    start = time.monotonic()
    assert refused(RTF).reason == "timed-out"
    assert time.monotonic() - start < 10
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    for _ in range(50):
        if not _is_running(child):
            return
        time.sleep(0.1)
    pytest.fail("the program's own child outlived the time limit")


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        return not Path("/proc").is_dir()
    return state != "Z"


@unix
def test_copy_is_private_and_gone_afterwards(stand_in: Path, tmp_path: Path) -> None:
    # The last argument is the copy that LibreOffice is to convert.
    script(
        stand_in,
        f'for last; do :; done; echo "$last" > {tmp_path}/place; ls -ld "$(dirname "$last")" > {tmp_path}/mode',
    )
    refused(RTF)
    copy = Path((tmp_path / "place").read_text(encoding="utf-8").strip())
    assert copy.name == "draft.rtf"
    assert not copy.parent.exists()
    assert (tmp_path / "mode").read_text(encoding="utf-8").startswith("drwx------")


@needs_libreoffice
def test_conversion_by_libreoffice() -> None:
    document = read_bytes(RTF, "a.rtf")
    assert document.text == "关于河道\n全文"
    assert document.format == "rtf"
    assert document.digest == hashlib.sha256(RTF).hexdigest()
    assert any("LibreOffice" in note for note in document.notes)
