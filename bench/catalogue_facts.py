"""Makes the list of known documents that ships with wenlint: number, title and date, nothing else.

    python bench/catalogue_facts.py titles.jsonl.gz

Each line of the given file is a JSON object with ``title``, ``docno``, ``date_written`` (2019年05月16日),
``url`` and perhaps ``truncated``. Titles, numbers and dates are facts; which page says so is named by the host of
its address. Rows without a number in the standard form, with a cut title, or at odds with another row of the same
number are left out. The output is sorted, so that the same facts give the same file.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from wenlint.text.citations import normal_number
from wenlint.text.dates import iso_date
from wenlint.text.titles import squeeze

TARGET = Path(__file__).parent.parent / "src" / "wenlint" / "text" / "known_documents.tsv.gz"
_SHORTEST_TITLE = 8


def facts(rows: list[dict[str, Any]]) -> dict[str, tuple[str, str, str]]:
    """Number → (title, date, host); a number that two titles claim is dropped."""
    found: dict[str, tuple[str, str, str]] = {}
    doubtful: set[str] = set()
    for row in rows:
        number = normal_number(row.get("docno") or "")
        title = squeeze(row.get("title") or "").replace("\t", " ")
        if row.get("truncated") or number is None or "〔" not in number or len(title) < _SHORTEST_TITLE:
            continue
        date = iso_date(row.get("date_written") or "") or ""
        host = (row.get("url") or "").split("/")[2:3]
        if number in found and found[number][0] != title:
            doubtful.add(number)
        found[number] = (title, date, host[0] if host else "")
    return {number: fact for number, fact in found.items() if number not in doubtful}


def main(arguments: list[str]) -> int:
    """Writes the list; 2 when no file is given."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    with gzip.open(arguments[0], "rt", encoding="utf-8") as lines:
        known = facts([json.loads(line) for line in lines])
    text = "".join(f"\n{number}\t{title}\t{date}\t{host}" for number, (title, date, host) in sorted(known.items()))
    with TARGET.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0) as packed:
        packed.write(f"{text}\n".encode())
    print(f"{len(known)} documents, {TARGET.stat().st_size / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
