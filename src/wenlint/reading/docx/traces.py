"""What drafting left in a .docx: tracked changes, comments, hidden text, names and paths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from wenlint.appearance import Leftover, Properties
from wenlint.reading.docx.names import PARAGRAPH, RUN, RUN_PROPERTIES, VAL, W
from wenlint.reading.docx.package import Package
from wenlint.reading.docx.properties import is_on
from wenlint.text.patterns import pattern

_CHANGES = {
    W + "ins": "insertion",
    W + "moveTo": "insertion",
    W + "del": "deletion",
    W + "moveFrom": "deletion",
    W + "cellIns": "insertion",
    W + "cellDel": "deletion",
    W + "rPrChange": "format",
    W + "pPrChange": "format",
    W + "commentReference": "comment",
}
_VANISH = W + "vanish"
TAGS = (PARAGRAPH, _VANISH, *_CHANGES)
_DC = "{http://purl.org/dc/elements/1.1/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_EXTENDED = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_PATH = pattern(r"(?:file:/{2,3}|[A-Za-z]:[\\/]|\\\\)[^\"<>|\s]{2,200}")
_MOST = 10_000


def leftovers(root: etree._Element, part: str, indices: Mapping[str, int], hidden: int) -> Iterator[Leftover]:
    """Traces in a part; ``indices`` are those of visible paragraphs by their origin.

    ``hidden`` is the number of stretches that are not shown, those hidden by a style among them.
    """
    marked = 0
    for trace in _marked(root, part, indices):
        marked += trace.kind == "hidden"
        yield trace
    yield from (Leftover("hidden") for _ in range(min(hidden, _MOST) - marked))


def _marked(root: etree._Element, part: str, indices: Mapping[str, int]) -> Iterator[Leftover]:
    number = -1
    found = 0
    for element in root.iter(*TAGS):
        if element.tag == PARAGRAPH:
            number += 1
            continue
        kind = _CHANGES.get(element.tag) or _hidden(element)
        if kind is None or _is_nested(element, kind):
            continue
        found += 1
        if found > _MOST:
            return
        yield Leftover(kind, indices.get(f"{part}#p{number}"), element.get(W + "author", ""))


def _hidden(element: etree._Element) -> str | None:
    """Hidden characters; a hidden paragraph mark joins paragraphs, which generators of contents do."""
    properties = element.getparent()
    if not is_on(element.get(VAL, "1")) or properties is None or properties.tag != RUN_PROPERTIES:
        return None
    run = properties.getparent()
    if run is None or run.tag != RUN:
        return None
    return "hidden" if any((text.text or "").strip() for text in run.iterchildren(W + "t")) else None


def _is_nested(element: etree._Element, kind: str) -> bool:
    """A change of format within an insertion is no change of its own."""
    return kind == "format" and next(element.iterancestors(W + "ins"), None) is not None


def properties(package: Package) -> Properties:
    """Names and paths in the properties of the file, in its settings and links."""
    package_relations = package.related("")
    core = package.first(package_relations, "core-properties")
    extended = package.first(package_relations, "extended-properties")
    return Properties(
        author=_text(core, _DC + "creator"),
        last_author=_text(core, _CORE + "lastModifiedBy"),
        company=_text(extended, _EXTENDED + "Company"),
        manager=_text(extended, _EXTENDED + "Manager"),
        paths=tuple(dict.fromkeys(_paths(package, extended))),
    )


def _text(root: etree._Element | None, tag: str) -> str:
    return " ".join((root.findtext(tag) or "").split()) if root is not None else ""


def _paths(package: Package, extended: etree._Element | None) -> Iterator[str]:
    texts = [*package.external(package.main), *package.external(_settings_of(package.main))]
    texts += [_text(extended, _EXTENDED + name) for name in ("Template", "HyperlinkBase")]
    for text in texts:
        yield from (re.sub(r"^file:/+", "", found) for found in _PATH.findall(text))


def _settings_of(main: str) -> str:
    return main.rpartition("/")[0] + "/settings.xml"
