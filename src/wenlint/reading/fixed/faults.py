"""Whether what was read off a page is its text; a page that cannot be read must not pass unnoticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wenlint.reading.errors import OCR_ADVICE, ReadingError
from wenlint.reading.fixed.sheet import Sheet
from wenlint.reading.plausible import is_cjk, strange_share

_FEW = 20  # characters: a stamp or a page number over a scan
_IMAGE = 0.5  # share of the page
_PATHS = 50  # paths on a page without any text: text turned into outlines, or a drawing
_MOST_SENSELESS = 0.05
_MOST_STRANGE = 0.25
_LEAST_LETTERS = 0.4
_SAMPLE = 3000  # characters; a wrong encoding shows in far fewer
_LEADERS = frozenset(".…·_-—─=")


class Page(NamedTuple):
    """A page with what tells whether it could be read.

    Attributes:
        sheet: its text and rules.
        images: share of the page that images cover, 0–1.
        paths: number of paths drawn.
        visible: characters that are no blanks.
        senseless: of these, the ones whose meaning the file does not tell.
        invisible: characters of an invisible layer, as text recognition makes.
    """

    sheet: Sheet
    images: float
    paths: int
    visible: int
    senseless: int
    invisible: int = 0


def refuse_unreadable(pages: Sequence[Page], advice: str = OCR_ADVICE) -> None:
    """Refuses a document with pages that hold no text, or whose characters make no sense.

    ``advice`` is what can be done about them besides.

    Raises:
        ReadingError: scanned, empty or garbled.
    """
    scanned = [page.sheet.number for page in pages if is_scanned(page)]
    if scanned:
        where = "整份" if len(scanned) == len(pages) else f"第 {listed(scanned)} 页"
        raise ReadingError(
            "scanned", f"{where}是图片，没有文字层，读不到内容；请提供 Word 稿或带文字的版式文件，{advice}"
        )
    visible = sum(page.visible for page in pages)
    if not visible or not any(page.sheet.pieces for page in pages):
        raise ReadingError("empty", "文件里没有文字，没有可查的内容")
    if not makes_sense(pages):
        raise ReadingError(
            "garbled", f"文件里的字没有对应的文字编码（复制出来是乱码），读不准；请从原稿重新导出，{advice}"
        )


def notes(pages: Sequence[Page]) -> Iterator[str]:
    """What a reader of the result should know of the pages read."""
    senseless = sum(page.senseless for page in pages)
    if senseless:
        yield f"有 {senseless} 个字没有对应的文字编码，可能缺字"
    stand_ins = list(dict.fromkeys(name for page in pages for name in page.sheet.replaced))
    if stand_ins:
        yield f"字体已被换成 {'、'.join(stand_ins[:2])} 等代用字体（导出的电脑上没有原来的字体），没有查字体"
    recognised = [page.sheet.number for page in pages if page.invisible > page.visible // 2]
    if recognised:
        yield f"第 {listed(recognised)} 页的文字来自图片上的文字识别（OCR），可能有错字"


def is_scanned(page: Page) -> bool:
    """Whether a page holds an image or outlines in place of text."""
    if page.visible >= _FEW:
        return False
    return page.images > _IMAGE or (not page.visible and page.paths > _PATHS)


def makes_sense(pages: Sequence[Page]) -> bool:
    """Whether the characters are those of Chinese or Latin text."""
    if sum(page.senseless for page in pages) > _MOST_SENSELESS * sum(page.visible for page in pages):
        return False
    sample = _sample(pages)
    if len(sample) <= _FEW:
        return True
    if strange_share(sample) > _MOST_STRANGE:
        return False
    words = [(char, count) for char, count in Counter(sample).items() if char not in _LEADERS]
    wordlike = sum(count for char, count in words if char.isalnum() or is_cjk(char))
    return wordlike >= _LEAST_LETTERS * sum(count for _, count in words)


def _sample(pages: Iterable[Page]) -> str:
    """Visible characters out of the whole document."""
    pieces = [piece.text for page in pages for piece in page.sheet.pieces]
    step = len(pieces) // _SAMPLE + 1
    return "".join("".join(pieces[::step]).split())[:_SAMPLE]


def listed(numbers: Sequence[int]) -> str:
    """Page numbers with runs drawn together: 1—3、7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
