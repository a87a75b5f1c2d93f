"""The gate of paperless-ngx: one file that is about to be taken in → whether it may, and why not in words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

from wenlint import __version__
from wenlint.batch.judge import Item
from wenlint.config import Settings
from wenlint.drafts import is_chosen
from wenlint.gateway.gate import Gate, Ruling
from wenlint.gateway.wording import told
from wenlint.reading import ReadingError, load
from wenlint.report.folder.overview import Verdict
from wenlint.report.harmless import on_one_line
from wenlint.report.json import SCHEMA
from wenlint.waivers import Exemptions

_MOST_LINES = 200  # paperless keeps the message in its table of tasks
_HEADS = {
    Verdict.PASS: "可以通过",
    Verdict.LOOK: "可以通过，有几处请看一看",
    Verdict.BACK: "没有通过检查，请改好再传",
    Verdict.MARKED: "没有通过检查",
    Verdict.FAILED: "没有通过检查",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of a file.

    Attributes:
        digest: SHA-256 of the file's bytes; "" when they could not be read.
        message: in Chinese, for the uploader, on several lines; no word of the text of a draft under a marking.
        ruling: None for a file that the settings leave out.
    """

    digest: str
    message: str
    ruling: Ruling | None

    @property
    def passes(self) -> bool:
        """Whether the file may be taken in."""
        return self.ruling is None or self.ruling.passes

    @property
    def is_unjudged(self) -> bool:
        """Whether nobody can tell."""
        return self.ruling is not None and self.ruling.verdict is Verdict.FAILED

    def as_data(self) -> dict[str, Any]:
        """The answer for programs: ``document`` is as in the JSON report (docs/output.md)."""
        document: Mapping[str, Any] | None = self.ruling.told if self.ruling else None
        return {
            "ok": self.passes,
            "message": self.message,
            "sha256": self.digest or None,
            "schema": SCHEMA,
            "wenlint": __version__,
            "document": document,
        }


def judge(file: Path, settings: Settings, gate: Gate, exemptions: Exemptions) -> Answer:
    """Judges a file; its name is the one that it was uploaded under.

    Raises:
        EngineError: when no worker can be had.
        OSError: when a file that need not be judged cannot be read.
    """
    if not is_chosen(PurePath(file.name), settings.exclude.value, settings.include.value):
        with file.open("rb") as opened:  # of any size
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        return Answer(digest, "按设置（exclude、include）不查这个文件", None)
    try:
        data, error = load(file), ""
    except ReadingError as failure:
        data, error = b"", failure.message
    (ruling,) = gate.rulings([Item(file.name, data, error)], exemptions)
    return Answer("" if error else hashlib.sha256(data).hexdigest(), "\n".join(_message(ruling)), ruling)


def _message(ruling: Ruling) -> Iterator[str]:
    yield _HEADS[ruling.verdict]
    lines = [on_one_line(line) for line in told(ruling, quoting=False)]
    yield from islice(lines, _MOST_LINES)
    if len(lines) > _MOST_LINES:
        yield "…… 没有列完；用 wenlint check 可以看全"
