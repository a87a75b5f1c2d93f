"""The annotated copies of uploaded drafts as one file to be saved: the copy itself, or several in a .zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from wenlint.batch.record import Record
from wenlint.gateway.errors import RefusedError
from wenlint.gateway.uploads import Draft
from wenlint.report.annotate.copy import Copy

_REASONS = "说明.txt"


class Download(NamedTuple):
    """A file under the name to save it by."""

    name: str
    data: bytes


def download(drafts: Sequence[Draft], records: Sequence[Record]) -> Download:
    """The copies of drafts. A .zip of several tells which drafts have none, in its name and in a file of its own.

    Raises:
        RefusedError: 422 when there is no copy at all.
    """
    pairs = list(zip(drafts, records, strict=True))
    copies = dict(_named(pairs))
    without = [(draft.name, _reason(record)) for draft, record in pairs if not isinstance(record.copy, Copy)]
    if not copies:
        raise RefusedError(422, "no-copy", "；".join(dict.fromkeys(reason for _, reason in without)))
    if len(pairs) == 1:
        return Download(*copies.popitem())
    if not without:
        return Download("批注稿.zip", _zipped(copies))
    reasons = "".join(f"{name}：{reason}\r\n" for name, reason in without)
    told = f"这 {len(without)} 份没有批注稿：\r\n{reasons}".encode("utf-8-sig")
    return Download(f"批注稿（缺 {len(without)} 份，见说明）.zip", _zipped({**copies, _REASONS: told}))


def _named(pairs: Sequence[tuple[Draft, Record]]) -> Iterator[tuple[str, bytes]]:
    """The copies with the names of their drafts; those of one name are numbered."""
    used: set[str] = set()
    for draft, record in pairs:
        if not isinstance(record.copy, Copy):
            continue
        stem, suffix = f"{PurePosixPath(draft.name).stem}-批注", record.copy.suffix
        name, number = stem + suffix, 1
        while name.casefold() in used:  # as Windows tells names apart
            number += 1
            name = f"{stem}（{number}）{suffix}"
        used.add(name.casefold())
        yield name, record.copy.data


def _reason(record: Record) -> str:
    return (record.copy if isinstance(record.copy, str) else "") or record.told["error"] or "没能判断"


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:  # stored: drafts are compressed already
        for name, data in files.items():
            target.writestr(name, data)
    return out.getvalue()
