"""A paperless-ngx as its plugin sees it: the real one, or a stand-in with parsers of its own behind the plugin.

The stand-in keeps to the interface that paperless 3.0 documents (development.md, "Making custom parsers").
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sys
import tempfile
import types
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {".docx": DOCX, ".pdf": "application/pdf", ".txt": "text/plain", ".png": "image/png", ".zip": "application/zip"}
MEMBERS = (
    "supported_mime_types score can_produce_archive requires_pdf_rendition configure parse get_text get_date "
    "get_archive_path get_thumbnail get_page_count extract_metadata __enter__ __exit__ name version author url"
).split()
"""What paperless asks of a parser."""


class Refused(Exception):  # noqa: N818
    """paperless did not take the file in; the message is what the uploader sees."""


class Taken(NamedTuple):
    """What paperless keeps of a file."""

    text: str
    date: dt.datetime | None
    archive: bytes | None
    pages: int | None
    thumbnail: bytes
    metadata: list[Any]


class Paperless:
    """Takes files in as paperless's consumer does."""

    def __init__(self, folder: Path, registry: Any, error: type[Exception]) -> None:
        self.scratch, self.originals = folder / "scratch", folder / "media" / "documents" / "originals"
        self._registry, self._error = registry, error
        self.originals.mkdir(parents=True, exist_ok=True)

    def parser_for(self, mime_type: str, name: str, path: Path | None = None) -> Any:
        """The class that the registry chooses."""
        return self._registry.get_parser_for_file(mime_type, name, path)

    def consume(self, source: Path, name: str = "", *, mime_type: str = "", wants_archive: bool = True) -> Taken:
        """Takes in a file that was uploaded under that name.

        Raises:
            Refused: when a parser refuses it, or there is none.
        """
        self.scratch.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.scratch) as folder:
            copy = Path(shutil.copy(source, Path(folder) / (name or source.name)))
            return self.read(copy, mime_type, wants_archive=wants_archive)

    def read(self, file: Path, mime_type: str = "", *, wants_archive: bool = True) -> Taken:
        """Has a file parsed where it is."""
        mime_type = mime_type or TYPES[file.suffix]
        parser_class = self.parser_for(mime_type, file.name, file)
        if parser_class is None:
            raise Refused(f"Unsupported mime type {mime_type}")
        with parser_class() as parser:
            parser.configure("the context")
            wants = parser.requires_pdf_rendition or (parser.can_produce_archive and wants_archive)
            try:
                parser.parse(file, mime_type, produce_archive=wants)
                thumbnail = parser.get_thumbnail(file, mime_type).read_bytes()
            except self._error as error:
                raise Refused(str(error)) from error
            archive = parser.get_archive_path()
            return Taken(
                parser.get_text(),
                parser.get_date(),
                archive.read_bytes() if archive else None,
                parser.get_page_count(file, mime_type),
                thumbnail,
                parser.extract_metadata(file, mime_type),
            )


@contextmanager
def standing_in(folder: Path, others: Sequence[type] = ()) -> Iterator[Paperless]:
    """A stand-in with wenlint's plugin before parsers of its own."""
    from wenlint.gateway.paperless import GateParser

    class ParseError(Exception):
        pass

    registry = Registry([GateParser, *others])
    (folder / "no-preview.webp").write_bytes(b"RIFF....WEBP any document")
    settings = types.SimpleNamespace(
        SCRATCH_DIR=folder / "scratch", ORIGINALS_DIR=folder / "media" / "documents" / "originals"
    )
    china = dt.timezone(dt.timedelta(hours=8))
    modules: dict[str, dict[str, Any]] = {
        "paperless.parsers.registry": {"get_parser_registry": lambda: registry},
        "documents.parsers": {
            "ParseError": ParseError,
            "get_default_thumbnail": lambda: folder / "no-preview.webp",
        },
        "django.conf": {"settings": settings},
        "django.utils.timezone": {"make_aware": lambda moment: moment.replace(tzinfo=china)},
    }
    with mock.patch.dict(sys.modules, {name: _module(name, held) for name, held in modules.items()}):
        yield Paperless(folder, registry, ParseError)


@contextmanager
def real(folder: Path) -> Iterator[Paperless]:
    """The real paperless with the plugin registered and its own parsers behind it; once in a process.

    Raises:
        ImportError: where there is none.
    """
    own = {"PAPERLESS_SECRET_KEY": "tests", "PAPERLESS_CONVERT_BINARY": "convert", "PAPERLESS_OCR_CLEAN": "none"}
    for name in ("DATA_DIR", "MEDIA_ROOT", "CONSUMPTION_DIR", "SCRATCH_DIR"):
        own[f"PAPERLESS_{name}"] = str(folder / {"MEDIA_ROOT": "media", "SCRATCH_DIR": "scratch"}.get(name, name))
        Path(own[f"PAPERLESS_{name}"]).mkdir(parents=True, exist_ok=True)
    with mock.patch.dict(os.environ, {"DJANGO_SETTINGS_MODULE": "paperless.settings", **own}):
        import_module("paperless.parsers.registry")
        import_module("django").setup()
        import_module("django.core.management").call_command("migrate", verbosity=0)
        registry = import_module("paperless.parsers.registry").get_parser_registry()
        yield Paperless(folder, registry, import_module("documents.parsers").ParseError)


class Registry:
    """Highest score first, then who was registered first; None declines."""

    def __init__(self, parsers: list[type]) -> None:
        self._parsers: list[Any] = parsers

    def get_parser_for_file(self, mime_type: str, filename: str, path: Path | None = None) -> type | None:
        able = [one for one in self._parsers if mime_type in one.supported_mime_types()]
        scored = [(one.score(mime_type, filename, path), one) for one in able]
        best = max((score for score, _ in scored if score is not None), default=None)
        return next((one for score, one in scored if score is not None and score == best), None)


class OwnParser:
    """One of the stand-in's own parsers; says of itself what it was asked."""

    name, version, author, url = "own", "1", "paperless", "https://example.org"
    types = ("application/pdf", "image/png")
    can_produce_archive = True
    requires_pdf_rendition = False

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp())
        self._context: object = None
        self._made_archive = False

    @classmethod
    def supported_mime_types(cls) -> dict[str, str]:
        return dict.fromkeys(cls.types, ".any")

    @classmethod
    def score(cls, mime_type: str, filename: str, path: Path | None = None) -> int | None:
        return 10

    def configure(self, context: object) -> None:
        self._context = context

    def parse(self, document_path: Path, mime_type: str, *, produce_archive: bool = True) -> None:
        self._made_archive = produce_archive
        (self._folder / "archive.pdf").write_bytes(b"archive of " + mime_type.encode())

    def get_text(self) -> str:
        return f"text by {type(self).__name__} in {self._context}"

    def get_date(self) -> dt.datetime | None:
        return dt.datetime(2020, 1, 2, tzinfo=dt.UTC)

    def get_archive_path(self) -> Path | None:
        return self._folder / "archive.pdf" if self._made_archive else None

    def get_thumbnail(self, document_path: Path, mime_type: str) -> Path:
        (self._folder / "thumb.webp").write_bytes(b"thumbnail of " + document_path.name.encode())
        return self._folder / "thumb.webp"

    def get_page_count(self, document_path: Path, mime_type: str) -> int | None:
        return 7

    def extract_metadata(self, document_path: Path, mime_type: str) -> list[Any]:
        return [{"key": "type", "value": mime_type}]

    def __enter__(self) -> OwnParser:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder)


class OfficeParser(OwnParser):
    """As paperless's parser with Tika: it makes a PDF whether asked to or not."""

    types = (DOCX,)
    can_produce_archive = False
    requires_pdf_rendition = True


class TextParser(OwnParser):
    """As paperless's parser of plain text: never an archive copy."""

    types = ("text/plain",)
    can_produce_archive = False


def by_paperless(office: Path, _wenlint: object = None) -> dict[str, list[str]]:
    """Fingerprints of what the uploader of each draft in ``office/drafts`` is told; a draft that is taken in has none.

    To be used where every finding refuses a draft.
    """
    options = f"--config '{office / 'wenlint.toml'}' --marked allow"
    drafts = sorted((office / "drafts").iterdir())
    with (
        mock.patch.dict(os.environ, {"WENLINT_OPTIONS": options}),
        standing_in(office, [OwnParser, TextParser]) as paperless,
        ThreadPoolExecutor(2) as pool,
    ):
        told = pool.map(lambda draft: _told_of(draft, paperless.consume), drafts)
        return {draft.name: sorted(prints) for draft, prints in zip(drafts, told, strict=True)}


def _told_of(draft: Path, consume: Callable[[Path], Taken]) -> list[str]:
    try:
        consume(draft)
    except Refused as refusal:
        told = str(refusal)
    else:
        return []
    found = re.findall(r"^ +指纹  ([0-9a-f]{16})$", told, re.MULTILINE)
    assert found, told
    return found


def _module(name: str, held: dict[str, Any]) -> types.ModuleType:
    module = types.ModuleType(name)
    vars(module).update(held)
    return module
