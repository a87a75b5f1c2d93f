"""Where a report goes: the terminal, a pipe, or a file written aside and renamed when whole."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from wenlint.cli.errors import Failure
from wenlint.finding import Outcome

if TYPE_CHECKING:
    from wenlint.check import Rule
    from wenlint.report.text import Page
    from wenlint.ruleset import Ruleset
    from wenlint.waivers import Remarks

_PIPE_WIDTH = 100  # cells, where no terminal tells its own
_WIDEST = 160
_WHOLE = {"html": "page", "sarif": "sarif", "junit": "junit", "github": "github", "csv": "table"}
FORMATS = ("text", "json", "jsonl", "xlsx", *_WHOLE)
_BY_SUFFIX = {".htm": "html", **{f".{name}": name for name in ("html", "json", "jsonl", "xlsx", "csv", "sarif")}}
_COPIES = (".docx", ".doc", ".wps", ".pdf")
_NO_REPORT = (*_COPIES, ".ofd", ".odt", ".rtf", ".xls", ".et", ".ods")


class Write(Protocol):
    """Takes the next piece of a report."""

    def __call__(self, piece: str, /) -> None:
        """Writes it."""


class Report(Protocol):
    """A report under way: told each outcome as it comes, and then that all have come."""

    def add(self, outcome: Outcome) -> None:
        """One more file."""

    def close(self) -> None:
        """No more files."""


class TextReport:
    """For a drafter; each file appears as soon as it is judged."""

    def __init__(self, write: Write, page: Page, alone: bool) -> None:
        from wenlint.report import text

        self._write, self._page, self._alone, self._text = write, page, alone, text
        self._outcomes: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        """Writes the file's part."""
        from wenlint.report.harmless import on_one_line

        outcome = replace(outcome, path=on_one_line(outcome.path))
        self._tell(self._text.render_outcome(outcome, self._page, self._alone) + "\n")
        self._outcomes.append(outcome)

    def close(self) -> None:
        """Writes what could not be judged, and the summary."""
        if not self._alone and (unjudged := self._text.render_unjudged(self._outcomes, self._page)):
            self._tell(unjudged + "\n")
        self._tell(self._text.render_summary(self._outcomes, self._page))

    def _tell(self, piece: str) -> None:
        from wenlint.report.harmless import harmless

        self._write(harmless(piece))


class JsonReport:
    """For programs: one object at the end."""

    def __init__(self, write: Write, packs: Iterable[str], remarks: Callable[[], Remarks]) -> None:
        self._write, self._packs, self._remarks = write, packs, remarks
        self._outcomes: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        """Keeps the outcome."""
        self._outcomes.append(outcome)

    def close(self) -> None:
        """Writes the object."""
        from wenlint.report import json

        self._write(json.render(self._outcomes, self._packs, self._remarks().as_objects()))


class JsonLinesReport:
    """For programs that read as they go: one line a file."""

    def __init__(self, write: Write) -> None:
        from wenlint.report import json

        self._write, self._json = write, json

    def add(self, outcome: Outcome) -> None:
        """Writes the line."""
        self._write(self._json.render_line(outcome))

    def close(self) -> None:
        """Nothing follows the last file."""


class WholeReport:
    """One text over all files, made at the end by a module of :mod:`wenlint.report`."""

    def __init__(self, write: Write, module: str, rules: Sequence[Rule]) -> None:
        self._write, self._module, self._rules = write, module, rules
        self._outcomes: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        """Keeps the outcome."""
        self._outcomes.append(outcome)

    def close(self) -> None:
        """Writes the text."""
        self._write(import_module(f"wenlint.report.{self._module}").render(self._outcomes, self._rules))


class WorkbookReport:
    """A workbook, which is no text."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._outcomes: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        """Keeps the outcome."""
        self._outcomes.append(outcome)

    def close(self) -> None:
        """Writes the file."""
        from wenlint.report import xlsx

        write_bytes(self._file, xlsx.render(self._outcomes))


class Shown(NamedTuple):
    """What a report for people shows: colour, findings under a waiver or baseline, fingerprints."""

    colour: bool = True
    exempt: bool = False
    fingerprints: bool = False


@contextlib.contextmanager
def report(
    format: str, file: Path | None, ruleset: Ruleset, alone: bool, shown: Shown, remarks: Callable[[], Remarks]
) -> Iterator[Report]:
    """A report in a format, to a file or to standard output; closed when the block ends well.

    ``file`` only comes into being once the report is whole. ``remarks`` is asked once all
    outcomes are told.

    Raises:
        Failure: a workbook is asked for without a file.
    """
    sink: Report
    if format == "xlsx":
        if file is None:
            raise Failure("--format xlsx 是表格文件，要用 -o 写明文件名，如 -o 结果.xlsx")
        sink = WorkbookReport(file)
        yield sink
        sink.close()
        return
    with _to_file(file) if file else _to_stdout(as_utf8=format != "text") as write:
        if format == "json":
            sink = JsonReport(write, [pack.id for pack in ruleset.packs], remarks)
        elif format in _WHOLE:
            sink = WholeReport(write, _WHOLE[format], ruleset.rules)
        elif format == "jsonl":
            sink = JsonLinesReport(write)
        else:
            sink = TextReport(write, page(file, shown), alone)
        yield sink
        sink.close()


def check_target(file: Path, inputs: Iterable[Path]) -> None:
    """Refuses a file that cannot be written, before any work is done.

    Raises:
        Failure: the folder is missing, the name is a folder's, or it is one of the inputs.
    """
    if not file.parent.is_dir():
        raise Failure(f"-o {file}：文件夹 {file.parent} 不存在，请先建好")
    if file.is_dir():
        raise Failure(f"-o {file}：这是文件夹，请写文件名")
    if not os.access(file.parent, os.W_OK):
        raise Failure(f"-o {file}：文件夹 {file.parent} 没有写入权限")
    if any(path.exists() and file.exists() and path.samefile(file) for path in inputs):
        raise Failure(f"-o {file}：这是要查的稿子，不能用报告盖掉它")


def format_of(file: Path | None) -> str:
    """The format that a report's file name asks for.

    Raises:
        Failure: when no report is such a file.
    """
    suffix = file.suffix.lower() if file else ""
    if suffix in _NO_REPORT:
        instead = "；要加了批注的稿子，用 wenlint annotate" if suffix in _COPIES else ""
        raise Failure(f"-o {file}：报告写不成 {suffix} 文件；网页写 .html，表格写 .xlsx{instead}")
    return _BY_SUFFIX.get(suffix, "text")


def write_whole(file: Path, text: str) -> None:
    """Writes a file in the place of what was there, whole or not at all."""
    with _to_file(file) as write:
        write(text)


def write_bytes(file: Path, data: bytes) -> None:
    """As :func:`write_whole`, for a file that is no text."""
    with _aside(file) as place:
        place.write_bytes(data)


@contextlib.contextmanager
def _to_file(file: Path) -> Iterator[Write]:
    with (
        _aside(file) as place,
        place.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream,
    ):
        yield lambda piece: _discard(stream.write(piece))


@contextlib.contextmanager
def _aside(file: Path) -> Iterator[Path]:
    """A place to write to, put in the place of the file when all went well."""
    if file.exists() and not file.is_file():  # /dev/null, a named pipe: written to, never replaced
        yield file
        return
    file = file.resolve()  # what a link stands for is replaced, not the link
    aside = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        aside.touch(exist_ok=False)
        yield aside
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


@contextlib.contextmanager
def _to_stdout(as_utf8: bool) -> Iterator[Write]:
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        # A file name that is not valid UTF-8 must not end the run.
        reconfigure(encoding="utf-8" if as_utf8 else sys.stdout.encoding, errors="backslashreplace")
    yield lambda piece: _discard(sys.stdout.write(piece))
    sys.stdout.flush()


def _discard(_: int) -> None:
    """write() tells how much it wrote; nobody asks."""


def page(file: Path | None, shown: Shown) -> Page:
    """How a report for people is set: to a file or to the terminal."""
    from wenlint.report.paint import Paint
    from wenlint.report.text import Page

    on_terminal = file is None and sys.stdout.isatty()
    width = _terminal_width() if on_terminal or "COLUMNS" in os.environ else _PIPE_WIDTH
    coloured = shown.colour and on_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return Page(width, Paint(coloured), shown.exempt, shown.fingerprints)


def _terminal_width() -> int:
    from shutil import get_terminal_size

    return max(40, min(get_terminal_size((_PIPE_WIDTH, 24)).columns, _WIDEST))
