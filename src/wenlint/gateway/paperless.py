"""The plugin of paperless-ngx: a parser that judges a draft before the parser that would have read it does.

paperless-ngx (from 3.0) finds it by the entry point group ``paperless_ngx.parsers`` and asks it for every file of
the types below. What breaks the rules, or cannot be judged, ends in paperless's ParseError, whose words reach the
uploader; all else is left to the parser that paperless would have chosen without this one. See docs/paperless.md.

A parser that cannot be imported is passed over by paperless, and nothing would be judged. So this module needs
nothing but the standard library, and the draft is judged by a ``wenlint`` of its own, started as a program: the
workers of paperless are daemons, which cannot have workers themselves.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

from wenlint import __version__

if TYPE_CHECKING:
    import datetime as dt

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ZIP = "application/zip"
_TYPES = {
    "application/pdf": ".pdf",
    _DOCX: ".docx",
    _ZIP: ".docx",  # what libmagic makes of many a .docx of WPS
    "application/msword": ".doc",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "text/plain": ".txt",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/webp": ".webp",
}
_standing_aside: ContextVar[bool] = ContextVar("standing_aside", default=False)


class Parser(Protocol):
    """What is used of paperless's parsers (``paperless.parsers.ParserProtocol``)."""

    @property
    def can_produce_archive(self) -> bool: ...  # noqa: D102
    @property
    def requires_pdf_rendition(self) -> bool: ...  # noqa: D102
    def configure(self, context: Any) -> None: ...  # noqa: D102
    def parse(self, document_path: Path, mime_type: str, *, produce_archive: bool = True) -> None: ...  # noqa: D102
    def get_text(self) -> str: ...  # noqa: D102
    def get_date(self) -> dt.datetime | None: ...  # noqa: D102
    def get_archive_path(self) -> Path | None: ...  # noqa: D102
    def get_thumbnail(self, document_path: Path, mime_type: str) -> Path: ...  # noqa: D102
    def get_page_count(self, document_path: Path, mime_type: str) -> int | None: ...  # noqa: D102
    def extract_metadata(self, document_path: Path, mime_type: str) -> list[Any]: ...  # noqa: D102
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None: ...


class GateParser:
    """Judges, and then lets the parser work that paperless would have chosen.

    It satisfies ``paperless.parsers.ParserProtocol`` without importing it.
    """

    name = "wenlint"
    version = __version__
    author = "The wenlint authors"
    url = "https://pypi.org/project/wenlint/"

    def __init__(self) -> None:
        self._open = ExitStack()
        self._context: Any = None
        self._parsers: dict[str, Parser] = {}
        self._parsed: Parser | None = None

    @classmethod
    def supported_mime_types(cls) -> dict[str, str]:
        """The types that drafts and pictures of drafts come in, with their usual suffixes."""
        return dict(_TYPES)

    @classmethod
    def score(cls, mime_type: str, filename: str, path: Path | None = None) -> int | None:  # noqa: ARG003
        """Above every other parser, but for the moment in which it looks for the one that it stands before."""
        return None if _standing_aside.get() else sys.maxsize

    @property
    def can_produce_archive(self) -> bool:
        """True, so that paperless says in :meth:`parse` whether it would like an archive copy."""
        return True

    @property
    def requires_pdf_rendition(self) -> bool:
        """False; a parser behind this one that needs its PDF makes it all the same."""
        return False

    def configure(self, context: Any) -> None:
        """Keeps paperless's context for the parser behind this one."""
        self._context = context

    def parse(self, document_path: Path, mime_type: str, *, produce_archive: bool = True) -> None:
        """Judges the file unless paperless has taken it in before, then has it parsed.

        Raises:
            documents.parsers.ParseError: when the draft does not pass or cannot be judged, and when parsing fails.
        """
        if not _is_taken_in(document_path):
            from wenlint.gateway.paperless_asking import refuse_bad

            refuse_bad(document_path, must_be_docx=mime_type == _ZIP)
        parser = self._parser(document_path, mime_type)
        wants_archive = parser.requires_pdf_rendition or (produce_archive and parser.can_produce_archive)
        parser.parse(document_path, _real(mime_type), produce_archive=wants_archive)
        self._parsed = parser

    def get_text(self) -> str:
        """The text of the parsed document."""
        return self._parsed.get_text() if self._parsed else ""

    def get_date(self) -> dt.datetime | None:
        """The date of the parsed document, if its parser tells one."""
        return self._parsed.get_date() if self._parsed else None

    def get_archive_path(self) -> Path | None:
        """The archive copy of the parsed document, if there is one."""
        return self._parsed.get_archive_path() if self._parsed else None

    def get_thumbnail(self, document_path: Path, mime_type: str) -> Path:
        """A picture of the first page; asked for with or without :meth:`parse` before."""
        return self._parser(document_path, mime_type).get_thumbnail(document_path, _real(mime_type))

    def get_page_count(self, document_path: Path, mime_type: str) -> int | None:
        """Pages (页), where they can be told."""
        return self._parser(document_path, mime_type).get_page_count(document_path, _real(mime_type))

    def extract_metadata(self, document_path: Path, mime_type: str) -> list[Any]:
        """What the file says of itself."""
        return self._parser(document_path, mime_type).extract_metadata(document_path, _real(mime_type))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def _parser(self, document_path: Path, mime_type: str) -> Parser:
        """The parser behind this one, ready for work until the end."""
        if mime_type not in self._parsers:
            parser = self._open.enter_context(_next_best(document_path, _real(mime_type)))
            if self._context is not None:
                parser.configure(self._context)
            self._parsers[mime_type] = parser
        return self._parsers[mime_type]


def _real(mime_type: str) -> str:
    """The type of what passed; nothing else of that type does."""
    return _DOCX if mime_type == _ZIP else mime_type


def _next_best(document_path: Path, mime_type: str) -> Parser:
    """The parser that paperless would choose without this plugin, or one of wenlint's own where it has none."""
    from paperless.parsers.registry import get_parser_registry

    with _aside():
        chosen = get_parser_registry().get_parser_for_file(mime_type, document_path.name, document_path)
    if chosen is not None:
        parser: Parser = chosen()
        return parser
    from wenlint.gateway.paperless_plain import PlainParser

    return PlainParser()


@contextmanager
def _aside() -> Iterator[None]:
    token = _standing_aside.set(True)
    try:
        yield
    finally:
        _standing_aside.reset(token)


def _is_taken_in(document_path: Path) -> bool:
    """Whether paperless keeps the file already and only reads it anew; what comes in is always read in its scratch."""
    from django.conf import settings

    path = document_path.resolve()
    originals, scratch = Path(settings.ORIGINALS_DIR).resolve(), Path(settings.SCRATCH_DIR).resolve()
    return path.is_relative_to(originals) and not path.is_relative_to(scratch)
