"""Runs LibreOffice as a process of its own, on copies in a private folder.

Its profile is its own too: it runs no macro, follows no link and reaches no network. Nothing
that it starts outlives its time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from wenlint.reading.limits import OFFICE_MEMORY, OFFICE_SECONDS

MAX_SECONDS = OFFICE_SECONDS
"""A file that is not converted after this time is given up."""

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_CHECK_EVERY = 0.25  # seconds

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


def find() -> str | None:
    """The LibreOffice program: on the search path or in its usual place; None when there is none."""
    named = (found for name in _PROGRAMS if (found := shutil.which(name)))
    usual = (place for place in _USUAL_PLACES if Path(place).is_file())
    return next(named, None) or next(usual, None)


def convert(program: str, sources: Sequence[Path], to: str, folder: Path, seconds: float = MAX_SECONDS) -> Path:
    """Converts files to a format such as "pdf" or "docx:MS Word 2007 XML", in the order given.

    ``folder`` is the private folder for profile and results; returns that of the results, each
    with the name of its source. LibreOffice may leave one out: it could not open it, or it
    crashed on it and left out the rest as well.

    Raises:
        OSError: when the program does not start.
        TimeoutError: when nothing was finished for ``seconds``; the files before are there.
    """
    profile, out = folder / "profile", folder / "out"
    if not profile.exists():
        _write_settings(profile)
    out.mkdir(exist_ok=True)
    options = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", *options]
    _run([*command, "--convert-to", to, "--outdir", str(out), *map(str, sources)], out, seconds)
    return out


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


def _run(command: list[str], out: Path, seconds: float) -> None:
    """Runs the command in a process group of its own until nothing comes of it any more."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    )
    _limit_memory(process.pid)
    try:
        done, deadline = 0, time.monotonic() + seconds
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(min(_CHECK_EVERY, seconds))
                return
            if (now := sum(1 for _ in out.iterdir())) > done:
                done, deadline = now, time.monotonic() + seconds
            elif time.monotonic() > deadline:
                raise TimeoutError
    finally:
        _end(process)


def _limit_memory(pid: int) -> None:
    """Limits what a process and its children may ask for, where the system can do that from outside (Linux)."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_DATA, (OFFICE_MEMORY, OFFICE_MEMORY))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and whatever it started, also when the user interrupts."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
