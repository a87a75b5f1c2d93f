"""Pages as LibreOffice lays them out: ``--pages render``, and ``auto`` where the estimate leaves a doubt.

Many files go through one process. LibreOffice is no Word: without the fonts of a draft it sets
others, with other line heights, and a grid of lines *and characters* whose characters are set
closer (charSpace below 0, as templates after GB/T 9704—2012 have it) it takes for one of double
width. Such drafts are rendered from a copy with a grid of lines and the closer setting written
into its styles instead, which comes to the same.
"""

from __future__ import annotations

import re
import tempfile
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from wenlint.document import Document, Measure
from wenlint.reading import soffice
from wenlint.reading.errors import ReadingError

HOW = "rendered by LibreOffice"
BATCH = 40
"""Drafts that go through one process."""

_EXPORT = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
_ADVICE = "用 WPS 或 Word 导出 PDF 后再查，页数最准"
MISSING = (
    "没有找到 LibreOffice，不能按实际排版数页；装上 LibreOffice，或用 --pages estimate 按版面估算，"
    "或者用 WPS 或 Word 导出 PDF 后再查"
)
_KEY = 16  # characters by which a paragraph is found on its page
_FURTHEST = 4_000
_UNSEEN = re.compile(r"[\s\x00-\x1f\ufffe\uffff]+")


@dataclass(frozen=True, slots=True)
class Rendering:
    """A laid-out draft: its pages (页), what to keep in mind of them, and the text of each page."""

    pages: Measure[int]
    caution: str = ""
    texts: tuple[str, ...] = ()

    def places(self, paragraphs: Sequence[str]) -> list[int | None]:
        """The page on which each paragraph begins; None for one that is not found where it should follow."""
        ends = list(accumulate(map(len, self.texts)))
        text, at = "".join(self.texts), 0
        found: list[int | None] = []
        for paragraph in paragraphs:
            key = _seen(paragraph)[:_KEY]
            start = text.find(key, at, at + _FURTHEST) if key else -1
            found.append(None if start < 0 else bisect_right(ends, start) + 1)
            at = at if start < 0 else start + 1
        return found


FORMATS = frozenset({"docx", "doc", "odt", "rtf"})
"""What can be rendered; the pages of other formats are known or have no meaning."""


def is_available() -> bool:
    """Whether there is a LibreOffice to render with."""
    return soffice.find() is not None


def render(drafts: Mapping[str, tuple[bytes, str]]) -> dict[str, Rendering | ReadingError]:
    """Lays out drafts, given as bytes and format ("docx", "doc", "odt", "rtf") by any key.

    A draft that LibreOffice cannot open, crashes on or does not finish gets a ReadingError;
    the others are not held up by it.

    Raises:
        ReadingError: when LibreOffice is missing or does not start.
    """
    program = soffice.find()
    if program is None:
        raise ReadingError("unsupported", MISSING)
    keys = list(drafts)
    found: dict[str, Rendering | ReadingError] = {}
    for start in range(0, len(keys), BATCH):
        found |= _render_batch(program, {key: drafts[key] for key in keys[start : start + BATCH]})
    return found


def _render_batch(program: str, drafts: Mapping[str, tuple[bytes, str]]) -> dict[str, Rendering | ReadingError]:
    from wenlint.reading.renderable import prepared

    found: dict[str, Rendering | ReadingError] = {}
    with tempfile.TemporaryDirectory(prefix="wenlint-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        waiting: dict[Path, str] = {}
        cautions: dict[str, str] = {}
        for index, (key, (data, format)) in enumerate(drafts.items()):
            path = folder / f"{index}.{format}"
            data, cautions[key] = prepared(data, format)
            path.write_bytes(data)
            waiting[path] = key
        for path, printed in _printed(program, waiting, folder):
            key = waiting[path]
            found[key] = printed if isinstance(printed, ReadingError) else _counted(printed, cautions[key])
    return found


def _printed(program: str, waiting: Mapping[Path, str], folder: Path) -> Iterator[tuple[Path, Path | ReadingError]]:
    """The PDF of each file; goes on after the one at which LibreOffice stopped."""
    left = list(waiting)
    while left:
        timed_out = False
        try:
            out = soffice.convert(program, left, _EXPORT, folder, soffice.MAX_SECONDS)
        except TimeoutError:
            timed_out, out = True, folder / "out"
        except OSError as error:
            raise ReadingError("unreadable", f"LibreOffice 启动不了（{error.strerror}）；{_ADVICE}") from None
        done = {path: out / f"{path.stem}.pdf" for path in left}
        last = max((index for index, path in enumerate(left) if done[path].is_file()), default=-1)
        for path in left[: last + 1]:
            yield path, done[path] if done[path].is_file() else _unopened()
        left = left[last + 1 :]
        if left:
            yield left[0], _too_slow() if timed_out else _unopened()
            left = left[1:]


def _unopened() -> ReadingError:
    return ReadingError("damaged", f"LibreOffice 排不出这个文件，可能已损坏或加了密码；{_ADVICE}")


def _too_slow() -> ReadingError:
    return ReadingError("timed-out", f"LibreOffice 排版超过 {soffice.MAX_SECONDS:.0f} 秒，已放弃；{_ADVICE}")


def _counted(printed: Path, caution: str) -> Rendering | ReadingError:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(printed)
    except pypdfium2.PdfiumError:
        return _unopened()
    try:
        texts = tuple(_seen(page.get_textpage().get_text_bounded()) for page in document)
    finally:
        document.close()
    return Rendering(Measure(max(len(texts), 1), HOW, exact=not caution), caution, texts)


def _seen(text: str) -> str:
    return _UNSEEN.sub("", text)


def applied(document: Document, rendering: Rendering) -> Document:
    """The document with the pages of its rendering, also those of its blocks where they are found.

    Under a caution the count is no more than another estimate: its range takes in that of the document.
    """
    places = rendering.places([block.span.of(document.text) for block in document.blocks])
    blocks = tuple(replace(block, page=page or block.page) for block, page in zip(document.blocks, places, strict=True))
    if not rendering.caution:
        return replace(document, blocks=blocks, pages=rendering.pages)
    counts = [rendering.pages.value] + ([document.pages.least, document.pages.most] if document.pages else [])
    pages = replace(rendering.pages, low=min(counts), high=max(counts))
    return replace(document, blocks=blocks, pages=pages, notes=(*document.notes, rendering.caution))
