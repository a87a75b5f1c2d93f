"""A parser for paperless-ngx of the formats that none of its own reads: a .docx where there is no Tika.

It gives text, date and a picture of the first lines; no PDF to look at in the browser, which takes Tika and Gotenberg.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from wenlint.gateway.paperless_asking import text_of

_WIDTH, _HEIGHT, _MARGIN = 500, 700, 36  # of paperless's thumbnails, in pixels
_LETTER = 17
_LINES, _COLUMNS = 26, 25


class PlainParser:
    """Text, date and thumbnail of a document, as ``paperless.parsers.ParserProtocol`` asks for them."""

    can_produce_archive = False
    requires_pdf_rendition = False

    def __init__(self) -> None:
        self._folder = Path()
        self._found: dict[str, Any] = {}

    def configure(self, context: Any) -> None:
        """Nothing depends on where the document came from."""

    def parse(self, document_path: Path, mime_type: str, *, produce_archive: bool = True) -> None:  # noqa: ARG002
        """Reads the file.

        Raises:
            documents.parsers.ParseError: when it cannot be read.
        """
        self._found = text_of(document_path)

    def get_text(self) -> str:
        """The text, without characters that a database refuses."""
        return str(self._found.get("text", "")).replace("\0", " ")

    def get_date(self) -> dt.datetime | None:
        """The date of the document (成文日期) where it is a whole one."""
        from django.utils.timezone import make_aware

        try:
            day = dt.date.fromisoformat(self._found.get("date") or "")
        except ValueError:
            return None
        moment: dt.datetime = make_aware(dt.datetime.combine(day, dt.time()))
        return moment

    def get_archive_path(self) -> Path | None:
        """None."""
        return None

    def get_thumbnail(self, document_path: Path, mime_type: str) -> Path:
        """A picture of the first lines; paperless's picture of any document where no font has them."""
        from documents.parsers import get_default_thumbnail

        if not self._found:
            self.parse(document_path, mime_type)
        picture = self._folder / "thumbnail.webp"
        try:
            _draw(self.get_text(), _font(), picture)
        except OSError:  # there is no such font, or it cannot be drawn with
            shutil.copyfile(get_default_thumbnail(), picture)
        return picture

    def get_page_count(self, document_path: Path, mime_type: str) -> int | None:  # noqa: ARG002
        """Pages (页) of a parsed document; None where they are only estimated."""
        return self._found.get("pages")

    def extract_metadata(self, document_path: Path, mime_type: str) -> list[Any]:  # noqa: ARG002
        """Nothing."""
        return []

    def __enter__(self) -> Self:
        from django.conf import settings

        Path(settings.SCRATCH_DIR).mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix="paperless-", dir=settings.SCRATCH_DIR))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _font() -> str:
    """A font file that has Chinese characters; "" where fontconfig knows of none."""
    words = ["fc-match", "-f", "%{lang}\n%{file}", ":lang=zh-cn"]
    try:
        languages, file = subprocess.run(words, capture_output=True, text=True, timeout=20, check=True).stdout.split(
            "\n"
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return file if "zh-cn" in languages.split("|") else ""


def _draw(text: str, font: str, picture: Path) -> None:
    from PIL import Image, ImageDraw, ImageFont

    lines = [
        line[start : start + _COLUMNS]
        for line in filter(None, map(str.strip, text[: _LINES * _COLUMNS].splitlines()))
        for start in range(0, len(line), _COLUMNS)
    ]
    page = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    ImageDraw.Draw(page).multiline_text(
        (_MARGIN, _MARGIN), "\n".join(lines[:_LINES]), fill="black", font=ImageFont.truetype(font, _LETTER), spacing=7
    )
    page.save(picture, format="WEBP")
