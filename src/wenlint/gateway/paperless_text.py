"""The text of a file as JSON on the output, for paperless-ngx where none of its own parsers reads the format.

A program of its own (``python -m wenlint.gateway.paperless_text FILE``), so that paperless's workers neither load
the readers nor depend on what a file does to them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from wenlint.reading import ReadingError, read


def found_in(file: Path) -> dict[str, Any]:
    """Text, date (ISO 8601) and pages (页, where they are not estimated); ``error`` when the file cannot be read."""
    try:
        document = read(file)
    except ReadingError as error:
        return {"error": error.message}
    pages = document.pages
    return {
        "text": document.text,
        "date": document.elements.date,
        "pages": pages.value if pages and pages.exact else None,
    }


if __name__ == "__main__":
    print(json.dumps(found_in(Path(sys.argv[1]))))
