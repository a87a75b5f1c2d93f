"""Measures the structure reader against hand-labelled files.

    python bench/structure.py LABELS.jsonl FOLDER [--show]

Each line of LABELS is a JSON object: ``file`` (name in FOLDER), ``wenzhong`` (genre), ``docno``,
``addressee``, ``h1`` (first-level headings, perhaps cut short), ``is_policy_document``. A file
that cannot be read counts as wrong in "all" and is left out of "readable". Prints a line per
element, and with --show every difference.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wenlint.document import BlockKind, Document, Kind, Part
from wenlint.reading import ReadingError, read
from wenlint.text.titles import GENRES

Label = dict[str, Any]


def bare(text: str | None) -> str:
    """Letters, digits and brackets only: blanks and commas are not what is measured."""
    return "".join(re.findall(r"[\w〔〕\[\]（）()]", text or ""))


def same_number(document: Document, label: Label) -> bool:
    """Whether the document number is the labelled one."""
    wanted = re.sub(r"\s*\(placeholder\)", "", label["docno"] or "")
    return bare(document.elements.document_number) == bare(wanted)


def same_genre(document: Document, label: Label) -> bool:
    """Whether the genre is the labelled one; a label that is no statutory genre stands for none."""
    wanted = label["wenzhong"] if label["wenzhong"] in GENRES else None
    return document.elements.genre == wanted


def same_addressee(document: Document, label: Label) -> bool:
    """Whether the addressee line is the labelled one."""
    found = "".join(block.span.of(document.text) for block in document.of_kind(BlockKind.ADDRESSEE))
    return bare(found) == bare(label["addressee"])


def same_headings(document: Document, label: Label) -> bool:
    """Whether the list of first-level headings is the labelled one; either may be cut short."""
    found, wanted = [bare(text) for text in first_level(document)], [bare(text) for text in label["h1"]]
    return len(found) == len(wanted) and all(
        one.startswith(other) or other.startswith(one) for one, other in zip(found, wanted, strict=True)
    )


def first_level(document: Document) -> list[str]:
    """First-level headings of the document and the text it issues, attachments apart."""
    return [
        f"{heading.number}{heading.text}"
        for heading in document.headings()
        if heading.level == 1 and heading.part is not Part.ATTACHMENT
    ]


def same_policy(document: Document, label: Label) -> bool:
    """Whether policy document or not is told as labelled."""
    return (document.kind.value is Kind.POLICY) == label["is_policy_document"]


MEASURES: dict[str, tuple[Callable[[Document, Label], bool], Callable[[Document], object], str]] = {
    "document number": (same_number, lambda d: d.elements.document_number, "docno"),
    "genre": (same_genre, lambda d: d.elements.genre, "wenzhong"),
    "addressee": (same_addressee, lambda d: d.elements.addressees, "addressee"),
    "first-level headings": (same_headings, first_level, "h1"),
    "policy document": (same_policy, lambda d: f"{d.kind.value} ({d.kind.how})", "is_policy_document"),
}


def main() -> None:
    """Reads every labelled file and prints the share of right answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print every difference")
    options = parser.parse_args()
    labels = [json.loads(line) for line in options.labels.read_text(encoding="utf-8").splitlines()]
    right: Counter[str] = Counter()
    readable = 0
    for label in labels:
        try:
            document = read(options.folder / label["file"])
        except ReadingError as error:
            print(f"not read: {label['file']}: {error.message}")
            continue
        readable += 1
        for name, (is_same, shown, key) in MEASURES.items():
            if is_same(document, label):
                right[name] += 1
            elif options.show:
                print(f"{name}: {label['file'][:50]}\n    found  {shown(document)!r}\n    wanted {label[key]!r}")
    print(f"{len(labels)} files, {readable} readable")
    for name in MEASURES:
        print(f"{name:22} {right[name] / readable:.3f} of readable, {right[name] / len(labels):.3f} of all")


if __name__ == "__main__":
    main()
