"""Headers, footers and notes: the stories beside the body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from wenlint.reading.docx.flowing import Flowing
from wenlint.reading.docx.model import Node, Section, Tally
from wenlint.reading.docx.names import W
from wenlint.reading.docx.numbering import Numbering
from wenlint.reading.docx.package import Package, Relation
from wenlint.reading.docx.story import Story
from wenlint.reading.docx.styles import Styles
from wenlint.reading.flow import Paragraph, Region

Relations = dict[str, Relation]
Shown = dict[str, list[str]]
"""Parts that a section shows, by "header" and "footer"."""


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
        self._nodes: dict[str, list[Node]] = {}
        self._roots: dict[str, etree._Element] = {}

    def notes(self, kind: str, wanted: Sequence[str]) -> dict[str, list[Node]]:
        """Footnotes or endnotes ("footnote", "endnote") by id, in the order of their references."""
        found = self._story(self._target(kind + "s")) if wanted else None
        if found is None:
            return {}
        story, root = found
        elements = {note.get(W + "id", ""): note for note in root.iterchildren(W + kind)}
        return {name: story.blocks(elements[name]) for name in dict.fromkeys(wanted) if name in elements}

    def shown(self, sections: Sequence[Section], both_sides: bool) -> list[Shown]:
        """For each section the headers and footers that its pages show, inherited ones too."""
        current: dict[tuple[str, str], str] = {}
        found: list[Shown] = []
        for section in sections:
            for kind, when, identifier in section.margins:
                if identifier in self._relations:
                    current[kind, when] = self._relations[identifier].target
            wanted = {"default", *(["even"] if both_sides else []), *(["first"] if section.has_first_page else [])}
            found.append(
                {
                    name: [target for (kind, when), target in current.items() if kind == name and when in wanted]
                    for name in ("header", "footer")
                }
            )
        return found

    def nodes(self, target: str) -> list[Node]:
        """What a header or footer holds."""
        if target not in self._nodes:
            found = self._story(target)
            self._nodes[target] = found[0].blocks(found[1]) if found else []
            if found:
                self._roots[target] = found[1]
        return self._nodes[target]

    def root(self, target: str) -> etree._Element | None:
        """The element that holds what :meth:`nodes` returned."""
        return self._roots.get(target)

    def target(self, identifier: str) -> str:
        """The part that a relationship leads to; "" when there is none."""
        relation = self._relations.get(identifier)
        return relation.target if relation else ""

    def paragraphs(self, shown: Sequence[Shown], flowing: Flowing) -> Iterator[Paragraph]:
        """The paragraphs of headers, then of footers; each distinct text once."""
        for name, region in (("header", Region.HEADER), ("footer", Region.FOOTER)):
            seen: set[tuple[str, ...]] = set()
            for target in dict.fromkeys(target for margins in shown for target in margins[name]):
                paragraphs = list(flowing.paragraphs(self.nodes(target), region))
                text = tuple(paragraph.text.strip() for paragraph in paragraphs)
                if text not in seen:
                    seen.add(text)
                    yield from paragraphs

    def _target(self, kind: str) -> str:
        return next((relation.target for relation in self._relations.values() if relation.kind == kind), "")

    def _story(self, part: str) -> tuple[Story, etree._Element] | None:
        if not part or part not in self._package:
            return None
        root = self._package.parse(part)
        return Story(part, root, self._styles, self._numbering, self._tally), root
