"""What tests of annotated copies share: findings to comment on, and an independent reader of the copies."""

from __future__ import annotations

import datetime as dt
import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import etree

sys.path.append(str(Path(__file__).parents[1] / "reading" / "docx"))


from wenlint.document import Span
from wenlint.finding import Citation, Confidence, Finding, Fix, Location, Outcome, Severity
from wenlint.reading import read_bytes
from wenlint.report.annotate import annotated

ROOT = Path(__file__).parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CITE = Citation("town", "示例镇公文语气规定", "示镇发〔2024〕1号", "3", "不得")
WHEN = dt.datetime(2026, 5, 1, 8, 0, tzinfo=dt.UTC)


def finding(*spans: Span, number: int = 0, fixes: Sequence[Fix] = (), message: str = "有感叹号") -> Finding:
    at = tuple(map(Location, spans))
    return Finding(
        "shouting", "town/calm", Severity.ERROR, Confidence.HIGH, message, "改用句号。", at, CITE,
        fingerprint=f"{number:016x}", fixes=tuple(fixes),
    )  # fmt: skip


def copy_of(data: bytes, *findings: Finding, fix: bool = False) -> bytes:
    return annotated(data, Outcome("a.docx", read_bytes(data, "a.docx"), findings), fix, WHEN).data


def where(data: bytes, words: str) -> Span:
    start = read_bytes(data, "a.docx").text.index(words)
    return Span(start, start + len(words))


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def comments(data: bytes) -> dict[str, str]:
    """Comments by id: author and text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "word/comments.xml" not in archive.namelist():
            return {}
    return {
        one.get(f"{W}id", ""): f"{one.get(f'{W}author')}:" + "\n".join(
            "".join(text.text or "" for text in paragraph.iter(f"{W}t")) for paragraph in one.iter(f"{W}p")
        )
        for one in part(data, "word/comments.xml")
    }  # fmt: skip


def ranges(data: bytes) -> dict[str, str]:
    """The visible words between the marks of each comment, which must pair and have one reference after them."""
    root = part(data, "word/document.xml")
    open_: set[str] = set()
    found: dict[str, list[str]] = {}
    closed: list[str] = []
    for element in root.iter():
        name, number = element.tag.rpartition("}")[2], element.get(f"{W}id", "")
        if name == "commentRangeStart":
            open_.add(number)
            found[number] = []
        elif name == "commentRangeEnd":
            open_.remove(number)
        elif name == "commentReference":
            assert number not in open_
            assert number in found
            closed.append(number)
        elif (name == "t" and not _is_hidden(element)) or name in ("tab", "sym"):
            for one in open_:
                found[one].append(element.text or "")
    assert not open_
    assert sorted(closed) == sorted(found) == sorted(comments(data))
    return {number: "".join(words) for number, words in found.items()}


def _is_hidden(element: etree._Element) -> bool:
    """In the branch of a choice that is for older programs."""
    return any(ancestor.tag.endswith("}Fallback") for ancestor in element.iterancestors())


def others_of(data: bytes) -> dict[str, bytes]:
    """All parts but those that a first comment has to change."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if name not in ("word/document.xml", "word/comments.xml", "[Content_Types].xml")
            and not name.endswith("document.xml.rels")
        }


def shape(root: etree._Element) -> list[tuple[str, tuple[str, ...], str]]:
    """What a part shows, character by character: its paragraph, the look of its run, and what holds the run."""
    shown = []
    for number, paragraph in enumerate(root.iter(f"{W}p")):
        for child in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}drawing", f"{W}footnoteReference"):
            if next(child.iterancestors(f"{W}p")) is not paragraph:
                continue
            look = child.getparent().find(f"{W}rPr")
            held = (str(number), *(one.tag for one in child.iterancestors() if one.tag != f"{W}r"))
            face = "" if look is None else str([(one.tag, sorted(one.attrib.items())) for one in look])
            shown += [(character, held, face) for character in (child.text or child.tag)]
    return shown


def altered(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The package with its parts changed, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()
