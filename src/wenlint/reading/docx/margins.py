"""Headers, footers and notes: the stories beside the body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from wenlint.reading.docx.flowing import Flowing
from wenlint.reading.docx.model import Node, Section, Tally
from wenlint.reading.docx.names import VAL, W
from wenlint.reading.docx.numbering import Numbering
from wenlint.reading.docx.package import Package, Relation
from wenlint.reading.docx.properties import is_on
from wenlint.reading.docx.story import Story
from wenlint.reading.docx.styles import Styles
from wenlint.reading.flow import Paragraph, Region

Relations = dict[str, Relation]


class Margins:
    """Reads the parts that the main part leads to for what stands outside the body."""

    def __init__(
        self, package: Package, relations: Relations, styles: Styles, numbering: Numbering, tally: Tally
    ) -> None:
        self._package = package
        self._relations = relations
        self._styles = styles
        self._numbering = numbering
        self._tally = tally

    def notes(self, kind: str, wanted: Sequence[str]) -> dict[str, list[Node]]:
        """Footnotes or endnotes ("footnote", "endnote") by id, in the order of their references."""
        found = self._story(self._target(kind + "s")) if wanted else None
        if found is None:
            return {}
        story, root = found
        elements = {note.get(W + "id", ""): note for note in root.iterchildren(W + kind)}
        return {name: story.blocks(elements[name]) for name in dict.fromkeys(wanted) if name in elements}

    def headers_and_footers(
        self, sections: Sequence[Section], settings: etree._Element | None, flowing: Flowing
    ) -> Iterator[Paragraph]:
        """Headers, then footers, that the sections show; each distinct text once."""
        for name, region in (("header", Region.HEADER), ("footer", Region.FOOTER)):
            seen: set[tuple[str, ...]] = set()
            for target in self._shown(name, sections, settings):
                found = self._story(target)
                nodes: list[Node] = found[0].blocks(found[1]) if found else []
                paragraphs = list(flowing.paragraphs(nodes, region))
                text = tuple(paragraph.text.strip() for paragraph in paragraphs)
                if text not in seen:
                    seen.add(text)
                    yield from paragraphs

    def _shown(self, name: str, sections: Sequence[Section], settings: etree._Element | None) -> list[str]:
        both_sides = _setting(settings, "evenAndOddHeaders")
        targets: dict[str, None] = {}
        first_page, inherited = "", False
        for section in sections:
            for kind, when, identifier in section.margins:
                relation = self._relations.get(identifier)
                if kind != name or relation is None:
                    continue
                if when == "first":
                    first_page, inherited = relation.target, True
                elif when != "even" or both_sides:
                    targets[relation.target] = None
            if section.has_first_page and inherited:
                targets[first_page] = None
        return list(targets)

    def _target(self, kind: str) -> str:
        return next((relation.target for relation in self._relations.values() if relation.kind == kind), "")

    def _story(self, part: str) -> tuple[Story, etree._Element] | None:
        if not part or part not in self._package:
            return None
        root = self._package.parse(part)
        return Story(part, root, self._styles, self._numbering, self._tally), root


def _setting(settings: etree._Element | None, name: str) -> bool:
    element = settings.find(W + name) if settings is not None else None
    return element is not None and is_on(element.get(VAL, "1"))
