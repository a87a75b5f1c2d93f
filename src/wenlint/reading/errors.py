"""Why a file could not be read: one line in Chinese that says what to do."""

from __future__ import annotations


class ReadingError(Exception):
    """A file that cannot be judged.

    ``reason`` is a stable English word (missing, empty, unsupported, damaged, encrypted,
    scanned, garbled, too-large, unreadable); the message is one line for the user.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
