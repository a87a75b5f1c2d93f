"""Colour for a terminal, and none for anything else."""

from __future__ import annotations

from wenlint.finding import Severity

SEVERITY_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}
_SEVERITY_CODES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


class Paint:
    """Puts ANSI colour around words when ``on``, and leaves them alone otherwise."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def severity(self, severity: Severity) -> str:
        """The Chinese word for a severity, in its colour."""
        return self._coloured(SEVERITY_WORDS[severity], _SEVERITY_CODES[severity])

    def failed(self, text: str) -> str:
        """What went wrong with a file."""
        return self._coloured(text, "1;31")

    def good(self, text: str) -> str:
        """That nothing is wrong."""
        return self._coloured(text, "32")

    def name(self, text: str) -> str:
        """A file's name or another heading."""
        return self._coloured(text, "1")

    def label(self, text: str) -> str:
        """What may be passed over in reading."""
        return self._coloured(text, "2")

    def different(self, text: str) -> str:
        """Words in which two passages differ."""
        return self._coloured(text, "1;4;33")

    def _coloured(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text else text
