"""The light notation in which the sample drafts are written, and its parser.

A source starts with ``key: value`` lines (the elements of 版头 and how to lay the file out),
then a line ``---``, then one paragraph a line:

=================  ==========================================================
``# …``            a line of the title (several lines make one title)
``> …``            主送机关
``| … | … |``      a row of a table
``! …``            附件说明
``@sign …``        发文机关署名
``@date …``        成文日期
``@note …``        附注
``=== …``          a new page; the words after it are the label (附件1), may be empty
``@copy …``        抄送
``@print … | …``   印发机关 | 印发日期
anything else      a heading, when it begins with 一、 or （一）; else body text
=================  ==========================================================

Inside a paragraph ``{+…+}`` is a tracked insertion, ``{-…-}`` a tracked deletion and
``{^…^}`` a footnote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Role(StrEnum):
    """What a line of a source is."""

    TITLE = "#"
    ADDRESSEE = ">"
    ROW = "|"
    ATTACHMENT_NOTE = "!"
    SIGNATURE = "@sign"
    DATE = "@date"
    ANNOTATION = "@note"
    NEW_PAGE = "==="
    COPY_TO = "@copy"
    PRINTED = "@print"
    HEADING_1 = "一、"
    HEADING_2 = "（一）"
    BODY = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source with its marker taken off."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A sample before it is laid out: its settings and its lines."""

    name: str
    settings: dict[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    def get(self, key: str, default: str = "") -> str:
        """The setting of that name."""
        return self.settings.get(key, default)


_SETTINGS = {
    "issuer", "number", "copy-number", "secrecy", "urgency", "signer",
    "form", "redhead", "numbering", "headings", "formats", "folder",
}  # fmt: skip
_MARKED = (
    Role.TITLE, Role.ADDRESSEE, Role.ROW, Role.ATTACHMENT_NOTE, Role.SIGNATURE, Role.DATE,
    Role.ANNOTATION, Role.NEW_PAGE, Role.COPY_TO, Role.PRINTED,
)  # fmt: skip
_HEADING_1 = re.compile(r"[一二三四五六七八九十]+、")
_HEADING_2 = re.compile(r"（[一二三四五六七八九十]+）")


def parse(path: Path) -> Source:
    """Reads a source.

    Raises:
        ValueError: an unknown setting, or no line ``---``.
    """
    head, mark, body = path.read_text(encoding="utf-8").partition("\n---\n")
    if not mark:
        raise ValueError(f"{path}: no line '---'")
    settings = dict(_setting(path, line) for line in head.splitlines() if line.strip())
    lines = tuple(_line(line.strip()) for line in body.splitlines() if line.strip())
    return Source(path.stem, settings, lines)


def _setting(path: Path, line: str) -> tuple[str, str]:
    key, _, value = line.partition(":")
    if key not in _SETTINGS:
        raise ValueError(f"{path}: unknown setting {key!r}")
    return key, value.strip()


def _line(line: str) -> Line:
    for role in _MARKED:
        if line.startswith(role.value):
            return Line(role, line.removeprefix(role.value).strip())
    # A heading of level one is a line of its own; a sentence that begins with 一、 is body.
    if _HEADING_1.match(line) and not line.endswith("。"):
        return Line(Role.HEADING_1, line)
    if _HEADING_2.match(line):
        return Line(Role.HEADING_2, line)
    return Line(Role.BODY, line)


def number_of(line: Line) -> str:
    """The number that a heading begins with, as typed."""
    pattern = _HEADING_1 if line.role is Role.HEADING_1 else _HEADING_2
    found = pattern.match(line.text)
    return found[0] if found else ""
