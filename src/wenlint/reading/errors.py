"""Why a file could not be read: one line in Chinese that says what to do."""

from __future__ import annotations

OCR_ADVICE = "或加 --ocr 用文字识别（OCR）来查"
"""What to do about a file that holds pictures of text."""


class ReadingError(Exception):
    """A file that cannot be judged.

    ``reason`` is a stable English word (missing, empty, unsupported, damaged, encrypted,
    scanned, garbled, too-large, timed-out, unreadable, broken); the message is one line for the user.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


_LONGEST = 60


def in_short(name: str) -> str:
    """A name out of a file, fit to stand in a message: on one line, without invisible characters, not too long."""
    shown = "".join(char if char.isprintable() else "?" for char in name)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


_NO_MEMORY = 2  # XML_ERR_NO_MEMORY of libxml2


def refuse_lack_of_memory(error: Exception) -> None:
    """Tells a lack of memory, which libxml2 reports as it does a fault of syntax, from a damaged file.

    Raises:
        MemoryError: when its ``code`` says so.
    """
    if getattr(error, "code", None) == _NO_MEMORY:
        raise MemoryError
