"""Asks a ``wenlint`` started as a program for a verdict, or for the text of a file, from inside paperless-ngx.

The program ends with its answer and takes all it started with it. It sees none of paperless's own settings,
among which are keys and passwords. Options of ``wenlint hook pre-consume`` come from the environment variable
``WENLINT_OPTIONS``.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shlex
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

OPTIONS_VARIABLE = "WENLINT_OPTIONS"
_MOST_SECONDS = 1200.0  # paperless gives a task half an hour
_BROKEN = "没能判断，没有收：检查程序出了问题，请告诉管理员（原因在 paperless 的日志里）"
_NOT_DOCX = (
    "没有通过检查：文件是压缩格式，但不是 .docx；OFD 请用阅读软件导出 PDF，其他的请用 WPS 或 Word 另存为 .docx 再传"
)
_log = logging.getLogger("paperless.parsing.wenlint")


def refuse_bad(file: Path, *, must_be_docx: bool = False) -> None:
    """Returns when the file may be taken in, and only then.

    Raises:
        documents.parsers.ParseError: when it may not, with words for the uploader.
    """
    from documents.parsers import ParseError

    try:
        verdict = _verdict(file)
        if verdict["ok"] is True and verdict["sha256"] == _digest(file):
            told = verdict["document"]
            if not must_be_docx or (told and told["facts"]["format"] == "docx"):
                return
            message = _NOT_DOCX
        else:
            message = verdict["message"] if verdict["ok"] is False else _BROKEN
    except (OSError, ValueError, KeyError, TypeError, subprocess.SubprocessError) as error:
        _log.error("wenlint 没有给出结论（%s）", type(error).__name__)
        message = _BROKEN
    raise ParseError(message)


def text_of(file: Path) -> dict[str, Any]:
    """What a parser must know of a file that no parser of paperless reads (:mod:`wenlint.gateway.paperless_text`).

    Raises:
        documents.parsers.ParseError: when the file cannot be read.
    """
    from documents.parsers import ParseError

    try:
        found: dict[str, Any] = json.loads(_run(["-m", "wenlint.gateway.paperless_text", str(file.absolute())], {}))
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        _log.error("wenlint 没有读出正文（%s）", type(error).__name__)
        raise ParseError(_BROKEN) from None  # paperless writes the whole chain to its log
    if "error" in found:
        raise ParseError(found["error"])
    return found


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _verdict(file: Path) -> dict[str, Any]:
    options = shlex.split(os.environ.get(OPTIONS_VARIABLE, ""))
    words = ["-m", "wenlint", "hook", "pre-consume", *options, "--format", "json"]
    verdict: dict[str, Any] = json.loads(_run(words, {"DOCUMENT_WORKING_PATH": str(file.absolute())}))
    return verdict


def _run(words: list[str], environment: dict[str, str]) -> bytes:
    """What the program says on its output; what it complains of goes to the log.

    Raises:
        OSError, subprocess.SubprocessError: when it cannot be started or takes too long.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPERLESS_")}
    process = subprocess.Popen(
        # -P: the working directory brings no modules.
        [sys.executable, "-P", "-X", "utf8", *words],
        env={**kept, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        output, complaints = process.communicate(timeout=_MOST_SECONDS)
    except BaseException:  # also when paperless's time for the task is over
        _end(process)
        raise
    for line in complaints.decode(errors="replace").splitlines():
        _log.warning("%s", line)
    return output


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
