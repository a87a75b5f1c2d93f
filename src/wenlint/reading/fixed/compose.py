"""Sheets → paragraphs: the whole way, for every format of fixed layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wenlint.reading.fixed.margins import MarginRow, margins
from wenlint.reading.fixed.paragraphs import paragraphs
from wenlint.reading.fixed.sheet import Sheet
from wenlint.reading.fixed.zones import Zone, body_size, set_apart_footnotes, set_margins, split_by_cells, zones
from wenlint.reading.flow import Look, Paragraph, Region

_ORDER = {Region.BODY: 0, Region.CELL: 0, Region.FOOTNOTE: 1, Region.HEADER: 2, Region.FOOTER: 3}


def compose(sheets: Sequence[Sheet]) -> list[Paragraph]:
    """The paragraphs of a document: text and tables in reading order, then footnotes, headers, footers."""
    sorted_out = [split_by_cells(sheet) for sheet in sheets]
    marginal, running = margins(sheets, [parts for _, parts, _ in sorted_out])
    found: list[Zone] = []
    tables = 0
    for sheet, own, (_, _, filled) in zip(sheets, running, sorted_out, strict=True):
        found += zones(sheet, own, filled, tables)
        tables += len({cell.table for cell, _ in filled})
    size = body_size([line for zone in found if zone.region is Region.BODY for line in zone.lines])
    found = _with_footnotes(found, sheets, size)
    set_margins(found, size)
    made = [*paragraphs(found, size), *_margin_paragraphs(marginal), *_asides(sheets)]
    return sorted(made, key=lambda paragraph: _ORDER[paragraph.region])


def _with_footnotes(found: Sequence[Zone], sheets: Sequence[Sheet], size: float) -> list[Zone]:
    """Footnotes stand after all text, so that a paragraph can run on over the foot of a page."""
    by_number = {sheet.number: sheet for sheet in sheets}
    parted: list[Zone] = []
    for zone in found:
        if zone.region is Region.BODY and zone.lines:
            sheet = by_number[zone.lines[0].page]
            parted += set_apart_footnotes(zone, sheet.rules, sheet.width, size)
        else:
            parted.append(zone)
    filled = [zone for zone in parted if zone.lines]
    return sorted(filled, key=lambda zone: zone.region is Region.FOOTNOTE)


def _margin_paragraphs(marginal: Sequence[MarginRow]) -> Iterator[Paragraph]:
    """Each running head once, each page number as it is printed."""
    seen: set[tuple[Region, str]] = set()
    for row in marginal:
        if (row.region, row.line.text) in seen:
            continue
        seen.add((row.region, row.line.text))
        look = Look(size=round(row.line.size * 2) / 2, font=row.line.look.font, bold=row.line.look.bold)
        yield Paragraph(
            row.line.text,
            row.region,
            replace(look, red=row.line.look.red),
            page=row.line.page,
            origin=f"page {row.line.page}, {row.line.y:.0f} pt from the top",
            source=(row.line,),
        )


def _asides(sheets: Sequence[Sheet]) -> Iterator[Paragraph]:
    """Watermarks and notes set at an angle, each once, with the headers."""
    seen: set[str] = set()
    for sheet in sheets:
        if sheet.aside and sheet.aside not in seen:
            seen.add(sheet.aside)
            yield Paragraph(sheet.aside, Region.HEADER, page=sheet.number, origin=f"page {sheet.number}, at an angle")
