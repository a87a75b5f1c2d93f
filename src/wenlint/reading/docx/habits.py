"""Settings of a document that decide how its lines are set (ISO/IEC 29500-1 §17.15)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from wenlint.reading.docx.names import VAL, W
from wenlint.reading.docx.properties import is_on


@dataclass(frozen=True, slots=True)
class Habits:
    """What a document's settings say of its layout.

    ``adds_spaces``: the spaces after one paragraph and before the next add up (else the larger
    counts). ``squeezes``: 标点压缩. ``cells_on_grid``: the grid holds in table cells.
    ``both_sides``: even pages have headers of their own.
    """

    adds_spaces: bool = False
    squeezes: bool = False
    cells_on_grid: bool = False
    both_sides: bool = False


def habits(settings: etree._Element | None) -> Habits:
    """Reads the root of the settings part."""
    if settings is None:
        return Habits()
    compatibility = settings.find(W + "compat")
    control = settings.find(W + "characterSpacingControl")
    return Habits(
        adds_spaces=_is_set(compatibility, "doNotUseHTMLParagraphAutoSpacing"),
        squeezes=control is not None and control.get(VAL, "").startswith("compress"),
        cells_on_grid=_is_set(compatibility, "adjustLineHeightInTable"),
        both_sides=_is_set(settings, "evenAndOddHeaders"),
    )


def _is_set(parent: etree._Element | None, name: str) -> bool:
    element = parent.find(W + name) if parent is not None else None
    return element is not None and is_on(element.get(VAL, "1"))
