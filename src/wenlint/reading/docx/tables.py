"""Cell margins and lines of tables, by the table itself or by its style (ISO/IEC 29500-1 §17.4)."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from wenlint.reading.docx.names import VAL, W
from wenlint.reading.docx.properties import number, twips

_SIDES = (("left", "start"), ("right", "end"), ("top",), ("bottom",))
_DEFAULT = (5.4, 5.4, 0.0, 0.0)
_NO_LINE = frozenset({"nil", "none"})
_EIGHTHS = 8
_THICKEST = 12.0
Margins = tuple[float, float, float, float]
OwnMargins = tuple[float | None, float | None, float | None, float | None]


def margins(table: etree._Element | None, styles: Sequence[etree._Element]) -> Margins:
    """Cell margins to the left and right, above and below; ``styles`` hold the table properties, nearest first."""
    found = [_margins(source.find(W + "tblCellMar")) for source in (table, *styles) if source is not None]
    left, right, above, below = (
        next((own[side] for own in found if own[side] is not None), default) for side, default in enumerate(_DEFAULT)
    )
    return left or 0.0, right or 0.0, above or 0.0, below or 0.0


def own_margins(cell: etree._Element) -> OwnMargins:
    """The margins that a cell's properties (w:tcPr) set for it alone."""
    return _margins(cell.find(W + "tcMar"))


def rule(table: etree._Element | None, styles: Sequence[etree._Element]) -> float:
    """Thickness in points of the lines between rows; 0 where there are none."""
    for source in (table, *styles):
        borders = source.find(W + "tblBorders") if source is not None else None
        if borders is None:
            continue
        line = borders.find(W + "insideH")
        if line is None:
            continue
        if line.get(VAL) in _NO_LINE:
            return 0.0
        return min(max(number(line.get(W + "sz")) / _EIGHTHS, 0.0), _THICKEST)
    return 0.0


def _margins(element: etree._Element | None) -> OwnMargins:
    if element is None:
        return None, None, None, None
    left, right, above, below = (_side(element, names) for names in _SIDES)
    return left, right, above, below


def _side(element: etree._Element, names: tuple[str, ...]) -> float | None:
    for name in names:
        side = element.find(W + name)
        if side is not None and side.get(W + "type", "dxa") == "dxa":
            return max(twips(side.get(W + "w")), 0.0)
    return None
