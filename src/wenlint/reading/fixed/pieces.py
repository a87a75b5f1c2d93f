"""Characters at their places → pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wenlint.reading.fixed.codepoints import usual
from wenlint.reading.fixed.sheet import Piece, Style
from wenlint.reading.plausible import is_cjk

# Where a piece ends, in ems.
GAP = 0.12
BACKWARD = 0.5
_LEAST_SIZE = 0.5  # points; other lengths are measured in sizes
_BELOW = 5.0  # points that a base line may lie below the page
_CHINESE_GAP = 0.25  # narrower than a mark that may be drawn into it later


def is_together(last: str, char: str, step: float, em: float) -> bool:
    """Whether a character belongs to the piece of the one before it; ``step`` is the gap between them.

    Between Chinese characters a small gap is the spacing of a justified line.
    """
    if -BACKWARD * em < step < GAP * em:
        return True
    return 0 < step < _CHINESE_GAP * em and is_cjk(last) and is_cjk(char)


def within(pieces: Iterable[Piece], width: float, height: float) -> tuple[list[Piece], int]:
    """The pieces that lie on a page of that size, and how many visible characters the others hold.

    A piece that runs far beyond the page (or to infinity) is none of its text.
    """
    inside: list[Piece] = []
    lost = 0
    for piece in pieces:
        on_page = piece.x1 >= 0 and piece.x0 <= width and 0 <= piece.y <= height + _BELOW
        if on_page and piece.x0 >= -width and piece.x1 <= 2 * width:
            inside.append(piece)
        else:
            lost += len("".join(piece.text.split()))
    return inside, lost


def cut(
    chars: Sequence[str], begin: int, last: int, x0: Sequence[float], x1: Sequence[float], y: float, style: Style
) -> Iterator[Piece]:
    """The characters from ``begin`` to ``last`` as a piece, with blanks at its edges apart."""
    end = last
    while begin < end and not chars[begin].strip():
        begin += 1
    while end > begin and not chars[end].strip():
        end -= 1
    text = usual("".join(chars[begin : end + 1]))
    if style.size < _LEAST_SIZE:
        style = style._replace(size=_LEAST_SIZE)
    if text:
        yield Piece(text, x0[begin], x1[end], y, style, begin)
    if end < last:
        yield Piece(" ", x1[end], x1[last], y, style, end + 1)
