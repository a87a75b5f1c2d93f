"""Puts floating text boxes between the paragraphs beside which they are seen.

WPS templates anchor red head, number and imprint (版记) to the first paragraph and move them
into place; read at the anchor they would all stand before the title.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from wenlint.reading.docx.model import BoxNode, Node, ParagraphNode, Section, TableNode
from wenlint.reading.docx.shapes import by_rows
from wenlint.reading.layout.model import Place

SAME_ROW = 8.0  # points by which boxes of one row may differ
_LOWER_PAGE = 500.0  # a box set this far down the page is read after the paragraph it hangs on
_BELOW_ANCHOR = 20.0
_MARGIN_TOP = 72.0
_Spot = tuple[int, float]


def in_reading_order(
    nodes: Sequence[Node], places: Mapping[int, Sequence[Place]], sections: Sequence[Section]
) -> Iterator[Node | BoxNode]:
    """The nodes of a body with the boxes anchored in them, in the order in which they are seen."""
    spots = _spots(nodes, places)
    inserted: dict[int, list[tuple[_Spot, BoxNode]]] = {}
    section = 0
    for index, node in enumerate(nodes):
        if isinstance(node, TableNode):
            continue
        for box in node.boxes:
            spot = _spot(box, spots[index], sections[min(section, len(sections) - 1)])
            at = index if not places else _insertion(spots, spot, index)
            inserted.setdefault(at, []).append((spot, box))
        section += node.section is not None
    for index, node in enumerate(nodes):
        yield from _sorted(inserted.get(index, ()))
        yield node
    yield from _sorted(inserted.get(len(nodes), ()))


def around(node: ParagraphNode) -> tuple[list[BoxNode], list[BoxNode]]:
    """The boxes read before and after the paragraph they hang on, where no page is laid out."""
    if not node.boxes:
        return [], []
    ordered = [node.boxes[i] for i in by_rows([(_height(box), box.x) for box in node.boxes], SAME_ROW)]
    after = [box for box in ordered if _is_below(box)]
    return [box for box in ordered if not _is_below(box)], after


def _spots(nodes: Sequence[Node], places: Mapping[int, Sequence[Place]]) -> list[_Spot]:
    """Page and height of each node; one that was not laid out stands where the one before it does."""
    spots: list[_Spot] = []
    previous = (1, 0.0)
    for node in nodes:
        found = places.get(id(_first_paragraph(node)))
        if found:
            previous = max(previous, (found[0].page, found[0].y))
        spots.append(previous)
    return spots


def _first_paragraph(node: Node) -> Node | None:
    while isinstance(node, TableNode):
        inside = next((cell.nodes for row in node.rows for cell in row.cells if cell.nodes), None)
        if inside is None:
            return None
        node = inside[0]
    return node


def _spot(box: BoxNode, anchor: _Spot, section: Section) -> _Spot:
    page, y = anchor
    match box.vertical:
        case "page":
            return page, box.y
        case "margin":
            return page, abs(section.top) + box.y
        case "bottomMargin":
            return page, section.height - abs(section.bottom) + box.y
        case _:
            return page, y + box.y


def _insertion(spots: list[_Spot], spot: _Spot, anchor: int) -> int:
    """Index of the node before which a box is read; never on another page than its anchor's."""
    page, y = spot
    first, after = bisect_left(spots, (page, -1e9)), bisect_left(spots, (page + 1, -1e9))
    at = bisect_left(spots, (page, y - SAME_ROW), first, after)
    return anchor if at < anchor and spots[at] == spots[anchor] else at


def _sorted(boxes: Sequence[tuple[_Spot, BoxNode]]) -> Iterator[BoxNode]:
    if len(boxes) < 2:
        yield from (box for _, box in boxes)
        return
    for page in sorted({spot[0] for spot, _ in boxes}):
        here = [(spot[1], box) for spot, box in boxes if spot[0] == page]
        for index in by_rows([(y, box.x) for y, box in here], SAME_ROW):
            yield here[index][1]


def _height(box: BoxNode) -> float:
    return box.y if box.vertical == "page" else box.y + _MARGIN_TOP


def _is_below(box: BoxNode) -> bool:
    return box.y > _BELOW_ANCHOR if box.vertical == "paragraph" else box.y > _LOWER_PAGE
