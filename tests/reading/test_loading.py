"""What stands under a name may be no file, or none any more."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from wenlint.reading import ReadingError, load, read

unix = pytest.mark.skipif(os.name != "posix", reason="kinds of files that Unix has")
TEXT = "关于开展检查的通知\n请认真检查。\n"


def refused(path: Path) -> ReadingError:
    start = time.monotonic()
    with pytest.raises(ReadingError) as caught:
        load(path)
    assert time.monotonic() - start < 2
    assert "\n" not in caught.value.message
    return caught.value


@unix
def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert refused(tmp_path / "a.txt").reason == "unreadable"
    assert refused(Path("/dev/zero")).reason == "unreadable"
    assert refused(Path("/dev/null")).reason == "unreadable"


@unix
def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    assert refused(tmp_path / "gone.txt").reason == "missing"
    assert refused(tmp_path / "loop.txt").reason == "unreadable"


def test_what_is_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path).reason == "unreadable"
    assert refused(tmp_path / "gone.txt").reason == "missing"
    assert refused(Path("a\0b.txt")).reason == "missing"


@unix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="the superuser may read anything")
def test_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    assert "权限" in refused(tmp_path / "a.txt").message


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_file_that_tells_no_size() -> None:
    assert b"Name:" in load(Path("/proc/self/status"))


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes only there")
@pytest.mark.parametrize("name", [b"a\nb.txt", b"\xff\xfe.txt", "\u202e通知.txt".encode(), b"-o.txt", b" .txt"])
def test_odd_names(name: bytes, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_text(TEXT, encoding="utf-8")
    document = read(path)
    assert document.path == str(path)
    assert "检查" in document.text


def test_members_that_point_outside_are_no_paths(tmp_path: Path) -> None:
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../outside.txt", "x")
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="a" Type="x/officeDocument" Target="../../../../etc/passwd"/></Relationships>',
        )
        archive.writestr("word/other.xml", "<x/>")
    path = tmp_path / "a.docx"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(ReadingError) as caught:
        read(path)
    assert caught.value.reason == "damaged"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.docx"]
