"""Headings of four levels, run-in ones too, and tables of contents."""

from __future__ import annotations

from wenlint.document import BlockKind, Part, Span
from wenlint.reading.flow import Region
from wenlint.reading.structure.lines import Line, Sketch
from wenlint.reading.structure.numbering import HeadingMark, heading_mark
from wenlint.text.patterns import pattern

_CONTENTS = pattern(r"\A目\s*[录次]\Z")
_ENTRY_TAIL = pattern(r"(?<![\s.·…．、])[\s.·…．、]*(?:[（(]?\d{1,6}[）)]?)?\Z")
_STOP = pattern(r"[。；：:;]")
_LONGEST_HEADING = 60
_LONGEST_WITHOUT_STOP = 100  # a numbered line that no stop ends is no sentence
_LONGEST_RUN_IN = {1: 10**6, 2: 60, 3: 40, 4: 40}
_LEVEL_OF_UNIT = ("编", "部分", "章", "节")


def read_headings(sketch: Sketch, body_from: int) -> None:
    """Labels headings in all parts, and tables of contents."""
    story = sketch.story()[body_from:]
    _take_contents(sketch, story)
    lines: dict[Part, list[Line]] = {part: [] for part in Part}
    for line in story:
        lines[sketch.part_of(line)].append(line)
    for part in (Part.MAIN, Part.ENCLOSED, Part.ATTACHMENT):
        _take_headings(sketch, lines[part])


def _take_contents(sketch: Sketch, story: list[Line]) -> None:
    """Labels a table of contents: from 目录 to where its first entry comes again as a heading."""
    for i, line in enumerate(story):
        if not _CONTENTS.match(line.text) or i + 1 >= len(story):
            continue
        first = _entry(story[i + 1].text)
        again = next((k for k in range(i + 2, len(story)) if _entry(story[k].text) == first), None)
        if again is None:
            continue
        for entry in story[i:again]:
            if not sketch.is_labelled(entry):
                sketch.label(entry, BlockKind.CONTENTS)
        return


def _entry(text: str) -> str:
    return "".join(_ENTRY_TAIL.sub("", text).split())


def _take_headings(sketch: Sketch, lines: list[Line]) -> None:
    """Headings of one part. Statutory units (编章节) push 一、 down; under articles （一） is a list item."""
    found = [
        (line, mark)
        for line in lines
        if line.region is not Region.CELL and not sketch.is_labelled(line) and (mark := heading_mark(_words(line)))
    ]
    schemes = {mark.scheme for _, mark in found}
    levels = _levels(schemes)
    previous = None
    for line, mark in found:
        level = levels[mark.scheme]
        span = _heading_span(line, mark, level, under_articles="条" in schemes)
        # The last of a list's items ends in a full stop, as a heading may.
        ends_list = previous == mark.scheme
        previous = mark.scheme if span is None and line.text.endswith(("；", ";")) else None
        if span is not None and not ends_list:
            number = _words(line)[: mark.length].strip()
            sketch.label(line, BlockKind.HEADING, span, level=level, number=number)
    _take_styled(sketch, lines)


def _words(line: Line) -> str:
    return line.paragraph.text.strip()


def _levels(schemes: set[str]) -> dict[str, int]:
    """Level of each numbering scheme, given the schemes in use."""
    units = [unit for unit in _LEVEL_OF_UNIT if unit in schemes]
    depth = len(units)
    levels = {unit: min(i + 1, 4) for i, unit in enumerate(units)}
    levels["条"] = max(depth + 1, 3) if depth < 3 else 4
    for level in range(1, 5):
        levels[str(level)] = min(level + depth, 4)
    return levels


def _heading_span(line: Line, mark: HeadingMark, level: int, *, under_articles: bool) -> Span | None:
    """Where the heading's words stand, or None when the numbered paragraph is a list item."""
    text = _words(line)
    rest = text[mark.length :]
    start = line.span.start
    if mark.scheme == "条":
        return Span(start, start + mark.length)
    if mark.scheme in _LEVEL_OF_UNIT:
        return line.span if len(rest) <= _LONGEST_HEADING else Span(start, start + mark.length)
    if under_articles and mark.scheme != "1":
        return None
    return _decimal_span(line, mark, rest, level)


def _decimal_span(line: Line, mark: HeadingMark, rest: str, level: int) -> Span | None:
    """A heading numbered 一、（一）1.（1）: a whole short line, or the first sentence of a paragraph."""
    start = line.span.start
    stop = _STOP.search(rest)
    if stop is None:
        whole = len(rest) <= _LONGEST_WITHOUT_STOP or mark.scheme == "1"
        return line.span if whole and rest.strip() else None
    if mark.scheme != "1" and (rest.endswith(("；", ";")) or stop[0] in "；;"):
        return None
    is_alone = stop.end() == len(rest)
    limit = _LONGEST_RUN_IN[int(mark.scheme)]
    if stop.start() > limit or (is_alone and mark.scheme != "1" and stop.start() > 30):
        return None
    if mark.scheme in "34" and stop[0] in "：:" and level > 2:
        return None
    return Span(start, start + mark.length + stop.end())


def _take_styled(sketch: Sketch, lines: list[Line]) -> None:
    """Unnumbered headings that the file itself declares by style (outline level)."""
    styled = [
        line
        for line in lines
        if line.paragraph.look.outline and not sketch.is_labelled(line) and len(line.text) <= _LONGEST_HEADING
    ]
    if not styled:
        return
    top = min(line.paragraph.look.outline for line in styled)
    for line in styled:
        if not line.text.endswith(("。", "；", "：")):
            sketch.label(line, BlockKind.HEADING, level=min(line.paragraph.look.outline - top + 1, 4))
