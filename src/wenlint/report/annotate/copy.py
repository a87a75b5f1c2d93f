"""An annotated copy, and why there is none."""

from __future__ import annotations

from dataclasses import dataclass

CONVERTED = ("doc", "odt", "rtf")
"""Formats of which the copy is a .docx that LibreOffice made."""

CHANGED = "文件在检查的当中改动过，批注会落错地方，没有生成副本；请再运行一次"


class AnnotatingError(Exception):
    """A draft that no copy can be made of; the message is one line in Chinese without a full stop.

    ``takes_none`` says that its format takes no comments, whatever is in it.
    """

    def __init__(self, message: str, takes_none: bool = False) -> None:
        super().__init__(message)
        self.takes_none = takes_none


@dataclass(frozen=True, slots=True)
class Copy:
    """The annotated file.

    Attributes:
        data: its bytes.
        suffix: how its name has to end, with the dot.
        comments: comments put in.
        elsewhere: of them, those that stand beside the words they are about.
        mended: certain mends that stand in it as tracked changes.
        unmended: certain mends that no tracked change can make there.
    """

    data: bytes
    suffix: str
    comments: int
    elsewhere: int
    mended: int = 0
    unmended: int = 0
