"""Superior documents on their way into the library: files, folders, data sets → entries.

A folder may hold ``catalogue.toml`` (facts, each with an optional ``text-file``) and
``metadata.jsonl`` (one JSON object a line, ``file`` naming a text beside it); what they say
goes before what a text shows. A data set is ``.jsonl``, ``.jsonl.zst`` or ``.csv``.
What nobody tells — title, number, issuer, date — is read off the text.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TextIO

from wenlint.document import Document
from wenlint.drafts import find
from wenlint.reading import ReadingError, load, read_bytes
from wenlint.reading.decoding import decode
from wenlint.reuse import Entry, Outcome, StoredLibrary, level_of, named_level

CATALOGUE = "catalogue.toml"
METADATA = "metadata.jsonl"
_DATA_SETS = (".jsonl", ".jsonl.zst", ".csv")

Progress = Callable[[int, str], None]
"""Told how many documents have been read, and the name of the latest."""


class IntakeError(Exception):
    """A source that cannot be taken in; the message is one line in Chinese."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One document met on the way: its entry, or why there is none (``problem``, in Chinese)."""

    name: str
    entry: Entry | None = None
    problem: str = ""


@dataclass(slots=True)
class Intake:
    """What came of an intake.

    Attributes:
        ids: of the documents that are in the library now, in the order met.
        new: how many of them were not there before.
        replaced: how many took the place of an earlier copy of the same version.
        refused: name and reason, in Chinese, of what was left out.
    """

    ids: list[str] = field(default_factory=list)
    new: int = 0
    replaced: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def add_to(
    library: StoredLibrary, paths: Sequence[Path], *, allow_marked: bool = False, progress: Progress | None = None
) -> Intake:
    """Takes everything at ``paths`` into the library.

    A document under a secrecy marking is refused unless ``allow_marked``; it is then
    compared with, and never quoted. One bad source does not stop the others.

    Raises:
        LibraryError: when the library cannot be written; what was taken in before stays.
    """
    intake = Intake()

    def entries() -> Iterator[Entry]:
        for count, taken in enumerate(take(paths, allow_marked=allow_marked), 1):
            if taken.entry is None:
                intake.refused.append((taken.name, taken.problem))
            else:
                yield taken.entry
            if progress:
                progress(count, taken.name)

    added = library.take_in(entries())
    intake.ids = [one.id for one in added]
    intake.new = sum(one.outcome is Outcome.NEW for one in added)
    intake.replaced = sum(one.outcome is Outcome.REPLACED for one in added)
    return intake


def take(paths: Sequence[Path], *, allow_marked: bool = False) -> Iterator[Taken]:
    """Everything at ``paths`` as entries, one by one; never raises for a bad source."""
    for path in paths:
        try:
            for taken in _take(path):
                yield _admitted(taken, allow_marked)
        except IntakeError as error:
            yield Taken(str(path), problem=str(error))


def take_bytes(data: bytes, name: str, source: str) -> Taken:
    """An uploaded document as an entry; data sets, catalogues and marked documents are refused."""
    if name.lower().endswith((*_DATA_SETS, ".toml")):
        return Taken(name, problem="数据集和目录要由管理员在服务器上用 wenlint corpus add 加")
    try:
        entry = _read(data, Path(name), {})
    except ReadingError as error:
        return Taken(name, problem=error.message)
    if entry.marked:
        return Taken(name, problem="带密级标志，这里不收；请按保密规定处理，不要再上传、转发")
    return Taken(name, replace(entry, source=source))


def _admitted(taken: Taken, allow_marked: bool) -> Taken:
    if taken.entry is not None and taken.entry.marked and not allow_marked:
        return Taken(
            taken.name, problem="带密级标志，没有加入；确认本机可以存放后加 --allow-marked（只用于比对，不会显示原文）"
        )
    return taken


def _take(path: Path) -> Iterator[Taken]:
    if path.is_dir():
        yield from _folder(path)
    elif path.name.lower().endswith(_DATA_SETS):
        yield from _data_set(path)
    elif path.suffix.lower() == ".toml":
        yield from (taken for taken, _ in _catalogue(path))
    else:
        yield _file(path, {})


# -- folders and files ------------------------------------------------------------------------


def _folder(folder: Path) -> Iterator[Taken]:
    told: set[Path] = set()
    catalogues = sorted(folder.rglob(CATALOGUE))
    for catalogue in catalogues:
        for taken, file in _catalogue(catalogue):
            told |= {file} if file else set()
            yield taken
    facts = {file: row for listing in sorted(folder.rglob(METADATA)) for file, row in _metadata(listing)}
    found = False
    for target in find([folder]):
        path = target.path.resolve()
        if path in told or target.path.name.lower() == "readme.md":
            continue
        found = True
        yield Taken(str(target.path), problem=target.error) if target.error else _file(target.path, facts.get(path, {}))
    for data_set in sorted(path for path in folder.rglob("*") if path.name.lower().endswith(_DATA_SETS)):
        if data_set.name != METADATA:
            found = True
            yield from _data_set(data_set)
    if not found and not catalogues:
        raise IntakeError("文件夹里没有可以加入的文件（.docx .pdf .txt .md、.jsonl .jsonl.zst .csv 或 catalogue.toml）")


def _metadata(listing: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for _, row in _json_lines(io.StringIO(_text_of(listing)), listing):
        file = row.get("file")
        if isinstance(file, str) and file:
            yield (listing.parent / file).resolve(), row


def _file(path: Path, facts: Mapping[str, Any]) -> Taken:
    try:
        entry = _read(load(path), path, facts)
    except ReadingError as error:
        return Taken(str(path), problem=error.message)
    return Taken(str(path), replace(entry, source=_word(facts, "source") or str(path)))


def _read(data: bytes, path: Path, facts: Mapping[str, Any]) -> Entry:
    """The document of these bytes, which ``path`` only names.

    Raises:
        ReadingError: when it cannot be read.
    """
    entry = _with_facts(_plain_text(data, path, facts) or _entry_of(read_bytes(data, str(path))), facts)
    return entry if entry.title else replace(entry, title=_first_line(entry.text))


def _plain_text(data: bytes, path: Path, facts: Mapping[str, Any]) -> Entry | None:
    """A text file of which title and number (maybe that it has none) are told: nothing need be read off it."""
    if path.suffix.lower() != ".txt" or not _first(facts, *_TITLES) or not facts.keys() & set(_NUMBERS):
        return None
    text = decode(data)
    return None if not text.strip() or _MAYBE_MARKED.search(text[:400]) else Entry(title="", text=text)


def _entry_of(document: Document) -> Entry:
    elements = document.elements
    issuer = elements.issuer or ""
    return Entry(
        title=elements.title or "",
        text=document.text,
        number=elements.document_number or "",
        issuer=issuer,
        level=level_of(issuer or (elements.title or "").partition("关于")[0]),
        date=elements.date or "",
        marked=document.is_marked_secret,
    )


def _first_line(text: str) -> str:
    return next((line.strip().lstrip("#").strip() for line in text.splitlines() if line.strip()), "")[:80]


# -- catalogues -------------------------------------------------------------------------------


def _catalogue(path: Path) -> Iterator[tuple[Taken, Path | None]]:
    """Each document of a catalogue, and the file that holds its text, if it names one."""
    try:
        data = tomllib.loads(_text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise IntakeError(f"{path.name} 不是有效的 TOML（{error}）") from None
    documents = data.get("document")
    if not isinstance(documents, list) or not all(isinstance(one, dict) for one in documents):
        raise IntakeError(f"{path.name} 里没有 [[document]]")
    for index, facts in enumerate(documents, 1):
        name = f"{path} 第 {index} 条"
        file = _word(facts, "text-file")
        if file:
            text_path = path.parent / file
            yield _file(text_path, facts), text_path.resolve()
        elif not _word(facts, "title"):
            yield Taken(name, problem="没有 title"), None
        else:
            yield Taken(name, _with_facts(Entry(title=""), facts)), None


# -- data sets --------------------------------------------------------------------------------


def _data_set(path: Path) -> Iterator[Taken]:
    rows = _csv_rows(path) if path.suffix.lower() == ".csv" else _json_lines(_lines(path), path)
    for index, row in rows:
        name = f"{path} 第 {index} 行"
        text = next((row[key] for key in _TEXTS if isinstance(row.get(key), str)), "")
        if not text.strip() and not _first(row, *_TITLES):
            yield Taken(name, problem="既没有标题（title）也没有正文（text）")
            continue
        entry = _of_row(text, row)
        yield Taken(entry.title or name, replace(entry, source=entry.source or name))


def _of_row(text: str, row: Mapping[str, Any]) -> Entry:
    entry = _with_facts(Entry(title="", text=text if text.strip() else ""), row)
    if entry.text and (not entry.title or _MAYBE_MARKED.search(text[:400])):
        try:
            shown = _entry_of(read_bytes(text.encode(), "text.txt"))
        except ReadingError:
            shown = Entry(title=_first_line(text), text=text)
        entry = replace(_with_facts(shown, row), text=text)
    return entry if entry.title else replace(entry, title=_first_line(text))


# Reading costs a hundred times what looking for these words does.
_MAYBE_MARKED = re.compile(r"[绝机秘]\s*密")


def _lines(path: Path) -> Iterator[str]:
    if path.suffix.lower() != ".zst":
        with _opened(path) as lines:
            yield from lines
        return
    try:
        import zstandard
    except ModuleNotFoundError:
        raise IntakeError("读 .zst 要先装 zstandard（pip install zstandard），或先解压成 .jsonl") from None
    try:
        with path.open("rb") as file:
            stream = zstandard.ZstdDecompressor().stream_reader(file)
            yield from io.TextIOWrapper(stream, encoding="utf-8")
    except (OSError, UnicodeDecodeError, zstandard.ZstdError) as error:
        raise IntakeError(f"读不出来（{error}）") from None


def _json_lines(lines: Iterable[str], path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for index, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise IntakeError(f"{path.name} 第 {index} 行不是有效的 JSON（{error.msg}），其后的没有加入") from None
        if not isinstance(row, dict):
            raise IntakeError(f"{path.name} 第 {index} 行不是 JSON 对象，其后的没有加入")
        yield index, row


def _csv_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    csv.field_size_limit(1 << 30)
    with _opened(path) as lines:
        yield from _csv_rows_of(lines, path)


def _csv_rows_of(lines: TextIO, path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(lines)
    if not {"title", "text", "标题", "正文"} & set(reader.fieldnames or ()):
        raise IntakeError(f"{path.name} 的第一行应是列名，至少有 title（标题）或 text（正文）")
    for row in reader:
        yield reader.line_num, row


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """A data set line by line: of any encoding when it is small, of UTF-8 when it may be too large to hold."""
    try:
        is_large = path.stat().st_size > _LARGE
    except OSError:
        is_large = False
    if not is_large:
        yield io.StringIO(_text_of(path), newline="")
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield file
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError(f"读不出来（{error}）；大的数据集要用 UTF-8 编码") from None


_LARGE = 20_000_000  # bytes


def _text_of(path: Path) -> str:
    try:
        return decode(load(path))
    except ReadingError as error:
        raise IntakeError(error.message) from None


# -- facts ------------------------------------------------------------------------------------

_TITLES = ("title", "标题")
_NUMBERS = ("number", "docno", "document_number", "发文字号")
_TEXTS = ("text", "content", "body", "正文")


def _with_facts(entry: Entry, facts: Mapping[str, Any]) -> Entry:
    """The entry with what the facts tell in place of what the text showed."""
    issuer = _first(facts, "issuer", "发文机关") or entry.issuer
    return Entry(
        title=_first(facts, *_TITLES) or entry.title,
        text=entry.text,
        number=_first(facts, *_NUMBERS) or entry.number,
        issuer=issuer,
        level=named_level(_first(facts, "level", "级别")) or entry.level or level_of(issuer),
        date=_iso(_first(facts, "date", "日期")) or entry.date,
        status=_first(facts, "status", "效力") or entry.status,
        source=_first(facts, "source", "url", "来源") or entry.source,
        marked=entry.marked,
    )


def _first(facts: Mapping[str, Any], *keys: str) -> str:
    return next((word for key in keys if (word := _word(facts, key))), "")


def _word(facts: Mapping[str, Any], key: str) -> str:
    value = facts.get(key)
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""


_DATE = re.compile(r"(\d{4})(?:\s*[-年./]\s*(\d{1,2})(?:\s*[-月./]\s*(\d{1,2}))?)?")


def _iso(date: str) -> str:
    """The date in ISO 8601, as far as it goes; "" when it is none."""
    match = _DATE.match(date.strip())
    if match is None:
        return ""
    return "-".join([match[1], *(part.zfill(2) for part in match.groups()[1:] if part)])
