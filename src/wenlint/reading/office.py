"""Old and foreign office files (.doc, .wps, .odt, .rtf) → .docx → Flow, by LibreOffice where it is installed.

LibreOffice runs as a process of its own, on a copy in a private folder, with a profile of
its own that runs no macro, follows no link and reaches no network.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from wenlint.reading.errors import ReadingError
from wenlint.reading.flow import Flow

MAX_SECONDS = 60.0
"""A conversion is given up after this time."""

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_SAVE_AS = "用 WPS 或 Word 打开后另存为 .docx 再查"
_NAMES = {"doc": "旧格式文件（.doc 或 .wps）", "odt": "OpenDocument 文件（.odt）", "rtf": "RTF 文件"}
_NOTE = "由 LibreOffice 转成 .docx 后读取，版面可能与原件略有出入"

# Settings of the private profile: path, property, value.
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def read(data: bytes, format: str) -> Flow:
    """Reads a "doc", "odt" or "rtf" file.

    Raises:
        ReadingError: unsupported where LibreOffice is missing, damaged when it cannot open
            the file, too-large when it takes too long.
    """
    from wenlint.reading import docx

    program = find()
    if program is None:
        raise ReadingError("unsupported", f"这是{_NAMES[format]}；装上 LibreOffice 就能直接查，或者{_SAVE_AS}")
    flow = docx.read(_converted(data, format, program))
    return replace(flow, format=format, notes=(*flow.notes, _NOTE))


def find() -> str | None:
    """The LibreOffice program: on the search path or in its usual place; None when there is none."""
    named = (found for name in _PROGRAMS if (found := shutil.which(name)))
    usual = (place for place in _USUAL_PLACES if Path(place).is_file())
    return next(named, None) or next(usual, None)


def _converted(data: bytes, format: str, program: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="wenlint-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"draft.{format}"
        source.write_bytes(data)
        profile = folder / "profile"
        _write_settings(profile)
        _run([program, *_options(profile, folder / "out", source)])
        try:
            return (folder / "out" / "draft.docx").read_bytes()
        except OSError:
            raise ReadingError("damaged", f"LibreOffice 打不开这个文件，可能已损坏或加了密码；请{_SAVE_AS}") from None


def _options(profile: Path, out: Path, source: Path) -> Iterator[str]:
    yield f"-env:UserInstallation={profile.as_uri()}"
    yield from ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard")
    yield from ("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(source))


def _write_settings(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}'
        "</oor:items>",
        encoding="utf-8",
    )


def _run(command: list[str]) -> None:
    """Runs a conversion in a process group of its own; none of it outlives the time limit."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
        )
    except OSError as error:
        raise ReadingError("unreadable", f"LibreOffice 启动不了（{error.strerror}）；请{_SAVE_AS}") from None
    try:
        process.wait(MAX_SECONDS)
    except subprocess.TimeoutExpired:
        raise ReadingError("too-large", f"LibreOffice 转换超过 {MAX_SECONDS:.0f} 秒，已放弃；请{_SAVE_AS}") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and whatever it started, also when the user interrupts."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
