"""What a terminal may be shown of names and words that someone else chose.

Control characters move the cursor or forge lines, and bidirectional controls show letters in
another order than they stand in (Unicode TR #36, 2.3); they are written out instead.
"""

from __future__ import annotations

import re

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(rf"(\x1b\[[0-9;]*m)|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ud800-\udfff]")


def harmless(text: str) -> str:
    """The text with such characters written out; line ends, tabs and colours stay."""
    return _CONTROL.sub(lambda match: match[1] or _written_out(match[0]), text)


def on_one_line(name: str) -> str:
    """A file's name, so that it is one line and nothing but its characters."""
    return "".join(_written_out(char) if char in "\x1b\n\t" else harmless(char) for char in name)


def _written_out(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
