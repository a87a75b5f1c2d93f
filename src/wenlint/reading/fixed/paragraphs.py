"""Lines of print → paragraphs.

A line ends its paragraph when the beginning of the next line would still have found room
on it, when the next line is indented, set apart, centred or of another size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from wenlint.reading.fixed.appearance import faces
from wenlint.reading.fixed.rows import Line
from wenlint.reading.fixed.sheet import Style
from wenlint.reading.fixed.zones import Zone
from wenlint.reading.flow import Look, Paragraph, Region
from wenlint.reading.plausible import has_cjk, is_cjk
from wenlint.text.patterns import pattern

# In ems of the line, unless another unit is named.
_ROOM = 0.6  # room beyond the next line's first unit that ends a paragraph
_BLANK = 0.25  # width of the blank between Latin words
_INDENT = 1.2  # how much further in a first line stands than the line before
_FIRST_LINE = 2.0  # indent of the first line of a paragraph in Chinese print
_ALIKE = 0.6  # edges nearer than this are the same
_CENTRED = 1.0  # how far the two sides of a centred line may differ
_CENTRED_IN_CELL = 0.3  # how far they may differ in a cell, where the least blank will do
_LEAST_CENTRED = 2.6  # blank on each side of a centred line of the text's own size
_LARGER = 1.12  # of the size of the text: a title's
_OTHER_SIZE = 0.08  # share by which sizes differ that are not the same
_SPACED = 1.3  # pitches between lines that are set apart
_RIGHT = 0.35  # share of the measure left blank before a line that is set flush right
_END = pattern(r"[。！？；：.!?;:…]['\"”’」』）)》]*$")
_NUMBERED = pattern(
    r"第[〇零一二三四五六七八九十百千\d]+[章节条编款]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|附件|[•●■◆▪□➢✓·\-–]\s"
)
_LABEL = pattern(r"附[件录表]\s*[\d一二三四五六七八九十]*$|抄送[：:]|主题词[：:]")
_LEADERS = pattern(r"(?:[.．…·・]\s?){4,}\s*\d+$")


def paragraphs(found: Sequence[Zone], size: float) -> Iterator[Paragraph]:
    """The paragraphs of all zones in order; a paragraph may run from one zone of text into the next."""
    pending: list[tuple[Line, Zone]] = []
    for zone in found:
        pitch = _pitch(zone.lines)
        for line, after in zip_longest(zone.lines, zone.lines[1:]):
            if pending and not _goes_on(pending, line, after, zone, pitch, size):
                yield _made(pending, size)
                pending = []
            pending.append((line, zone))
        if pending and zone.region is not Region.BODY:
            yield _made(pending, size)
            pending = []
    if pending:
        yield _made(pending, size)


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance of base lines in a zone, in points; 0 for a single line."""
    steps = Counter(round(b.y - a.y) for a, b in pairwise(lines) if b.y > a.y)
    if not steps:
        return 0.0
    most = max(steps.values())
    return float(min(step for step, count in steps.items() if count * 2 >= most))


def _goes_on(
    pending: Sequence[tuple[Line, Zone]], line: Line, after: Line | None, zone: Zone, pitch: float, size: float
) -> bool:
    """Whether ``line``, which ``after`` follows, continues the paragraph whose lines so far are ``pending``."""
    last, home = pending[-1]
    if zone.region is not home.region or (zone is not home and zone.region is not Region.BODY):
        return False
    if abs(line.size - last.size) > _OTHER_SIZE * max(line.size, last.size) or _LEADERS.search(last.text):
        return False
    if zone is home and pitch and line.y - last.y > _SPACED * pitch:
        return False
    if _is_inset_and_open(pending):
        return True
    align = _align(line, zone, size)
    if align != _align(last, home, size) and not (align and _is_full(last, line, home, centred=True)):
        return False
    if align == "center":
        return _is_full(last, line, home, centred=True)
    return not align and _is_full(last, line, home) and not _begins(pending, line, after, zone)


def _is_full(last: Line, line: Line, home: Zone, *, centred: bool = False) -> bool:
    """Whether the beginning of ``line`` would have found no room on the line before."""
    needs_blank = not (is_cjk(last.text[-1]) or is_cjk(line.text[0]))
    blank = home.right - last.x1 + (max(0.0, last.x0 - home.left) if centred else 0.0)
    room = (blank - line.unit) / last.size
    return room <= _ROOM + (_BLANK if needs_blank else 0.0)


def _is_inset_and_open(pending: Sequence[tuple[Line, Zone]]) -> bool:
    """Whether lines set in from both sides began with a bracket that waits for its end (题注)."""
    last, home = pending[-1]
    if min(last.x0 - home.left, home.right - last.x1) <= _INDENT * last.size:
        return False
    text = "".join(line.text for line, _ in pending)
    return any(text.startswith(left) and text.count(left) > text.count(right) for left, right in ("（）", "()"))


def _begins(pending: Sequence[tuple[Line, Zone]], line: Line, after: Line | None, zone: Zone) -> bool:
    """Whether a line after a full one looks like the first of a paragraph."""
    last, home = pending[-1]
    if _LABEL.match(line.text):
        return True
    indent = (line.x0 - zone.left) / line.size
    before = (last.x0 - home.left) / last.size
    ended = bool(_END.search(last.text))
    numbered = bool(_NUMBERED.match(line.text))
    if len(pending) > 1:
        return indent > before + _INDENT or (numbered and ended and abs(indent - before) < _ALIKE)
    if indent > before + _INDENT:
        # A hanging indent goes on after the list mark; anything else is a new first line.
        return ended or not _NUMBERED.match(last.text)
    if abs(indent - before) < _ALIKE:
        listed = numbered and bool(_NUMBERED.match(last.text))
        return listed or (ended and (numbered or indent > _INDENT)) or _is_first_line(line, after, zone, indent)
    return False


def _is_first_line(line: Line, after: Line | None, zone: Zone, indent: float) -> bool:
    """Whether a line indented by two characters is a first line, and not one of a block set in as a whole."""
    if abs(indent - _FIRST_LINE) > _ALIKE:
        return False
    block = after is not None and _is_full(line, after, zone) and abs(after.x0 - line.x0) < _ALIKE * line.size
    return not block


def _align(line: Line, zone: Zone, size: float) -> str:
    """How a line is set between the margins: "center", "right", or "" for the usual way."""
    before, after = (line.x0 - zone.left) / line.size, (zone.right - line.x1) / line.size
    measure = (zone.right - zone.left) / line.size
    if measure <= 0:
        return ""
    if zone.region is Region.CELL:
        return "center" if abs(before - after) < _CENTRED_IN_CELL < before else ""
    larger = line.size > _LARGER * size
    if abs(before - after) < _CENTRED and (before > _LEAST_CENTRED or (larger and before > -_CENTRED)):
        return "center"
    if before > _RIGHT * measure and before > 1.5 * after:
        return "right"
    return ""


def _made(pending: Sequence[tuple[Line, Zone]], size: float) -> Paragraph:
    first, zone = pending[0]
    text, styles = first.text, list(first.styles)
    for line, _ in pending[1:]:
        blank = " " if _needs_blank(text, line.text) else ""
        text += blank + line.text
        styles += [(first.look, blank), *line.styles]
    usual = _usual_look([line for line, _ in pending])
    align = _align(first, zone, size) if zone.region is not Region.CELL else ""
    return Paragraph(
        text,
        zone.region,
        Look(
            align=align,
            size=round(usual.size * 2) / 2,
            font=usual.font,
            bold=usual.bold,
            red=usual.red,
            indent=0.0 if align else round(max(0.0, first.x0 - zone.left) / first.size, 1),
            runs=_runs(styles),
        ),
        page=first.page,
        origin=f"page {first.page}, {first.x0:.0f} pt from the left, {first.y:.0f} pt from the top",
        table=zone.table,
        faces=faces(styles),
        source=tuple(line for line, _ in pending),
    )


def _usual_look(lines: Sequence[Line]) -> Style:
    shares: Counter[Style] = Counter()
    for line in lines:
        shares[line.look] += len(line.text)
    return shares.most_common(1)[0][0]


def _needs_blank(text: str, following: str) -> bool:
    """Latin words that a line end parted get their blank back; a hyphen at the line end binds."""
    return not (is_cjk(text[-1]) or is_cjk(following[0]) or text[-1] in "-/–—" or text[-1].isspace())


def _runs(styles: Sequence[tuple[Style, str]]) -> tuple[int, ...]:
    """Lengths of the stretches of one look; pieces without Chinese characters go with what stands before."""
    if len({(style.font, style.bold) for style, _ in styles}) == 1:
        return ()
    telling = any(has_cjk(words) for _, words in styles)
    lengths: list[int] = []
    last: tuple[str, bool] | None = None
    for style, words in styles:
        look = (style.font, style.bold)
        if not lengths:
            lengths.append(len(words))
            last = look if has_cjk(words) or not telling else None
        elif look == last or (telling and not has_cjk(words)):
            lengths[-1] += len(words)
        else:
            if last is None:
                lengths[-1] += len(words)
            else:
                lengths.append(len(words))
            last = look
    return tuple(lengths) if len(lengths) > 1 else ()
