"""What a report may say of a draft: nothing of the text of a draft that bears a secrecy marking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wenlint.document import Document, Span
from wenlint.text.patterns import pattern

HIDDEN = "……"
_RUN = 8  # characters in a row that cannot have met by chance
_QUOTED = pattern(r"(?<=[“《「『〈‘])[^“”《》「」『』〈〉‘’]{2,}(?=[”》」』〉’])")


class Disclosure:
    """Answers, for one draft, which of its words a report may repeat.

    The marking itself, the file's name and the names of elements without content of their own
    (document number, organs, date) may be told; the title, headings, names of attachments
    and every passage may not. Messages of checks do not quote; should one do so all the same,
    the words are blotted out.
    """

    def __init__(self, document: Document) -> None:
        self.secret = document.is_marked_secret
        self._text = _without_marking(document) if self.secret else ""
        self._runs: frozenset[str] | None = None

    def words(self, text: str | None) -> str | None:
        """Words of the draft, or None when they must not be told."""
        return None if self.secret else text

    def said(self, message: str) -> str:
        """A message with the draft's own words blotted out where they must not be told."""
        if not self.secret:
            return message
        unquoted = _QUOTED.sub(lambda match: HIDDEN if _bare(match[0]) in self._text else match[0], message)
        return self._without_runs(unquoted)

    def figures(self, value: Any) -> Any:
        """Evidence with every string in it treated as a message."""
        if isinstance(value, str):
            return self.said(value)
        if isinstance(value, Mapping):
            return {str(key): self.figures(item) for key, item in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.figures(item) for item in value]
        return value

    def _without_runs(self, message: str) -> str:
        kept: list[str] = []
        at = 0
        while at < len(message):
            length = self._run_at(message, at)
            kept.append(HIDDEN if length else message[at])
            at += length or 1
        return "".join(kept)

    def _run_at(self, message: str, at: int) -> int:
        if self._runs is None:
            self._runs = frozenset(self._text[i : i + _RUN] for i in range(len(self._text) - _RUN + 1))
        if message[at : at + _RUN] not in self._runs:
            return 0
        end = at + _RUN
        while message[end - _RUN + 1 : end + 1] in self._runs and end < len(message):
            end += 1
        return end - at


def _without_marking(document: Document) -> str:
    mark = document.elements.secrecy
    span = mark.span if mark else Span(0, 0)
    return _bare(document.text[: span.start]) + "\n" + _bare(document.text[span.end :])


def _bare(text: str) -> str:
    return "".join(text.split())
