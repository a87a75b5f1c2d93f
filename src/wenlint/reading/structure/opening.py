"""The opening of a document: the marks of the head, the title, the addressee."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from wenlint.document import BlockKind, Part, SecrecyMark, Span
from wenlint.reading.flow import Region
from wenlint.reading.structure import marks
from wenlint.reading.structure.addressing import addressee_length, lists_organs
from wenlint.reading.structure.furniture import take_furniture
from wenlint.reading.structure.lines import Line, Sketch
from wenlint.reading.structure.numbering import heading_mark
from wenlint.reading.structure.organs import ends_like_organ, split_addressees
from wenlint.text.dates import dates, iso_date
from wenlint.text.patterns import pattern
from wenlint.text.titles import ends_like_title, is_same_title, squeeze

_MOST_LINES = 40  # a head with joint issuers and signers stays far below
_LONGEST_TITLE_LINE = 60
_MOST_ADDRESSEE_LINES = 5
_TITLE_SIZE = 20.0
_SENTENCE_END = ("。", "；", "！", "？", "，", ";")
_CONTENTS = pattern(r"\A目\s*[录次]\Z")
# A title all the same, whose full stop a check speaks of.
_TITLE_WITH_STOP = pattern(r"\A[^。；！？，：:]{0,30}关于[^。；！？：:]{2,60}的[^。；！？：:]{1,6}[。；，]\Z")
_LISTED = pattern(r"\A(?:[•●■◆▪◇]|[-*]\s)")
_EMPTY_FIELD = pattern(r"\A[^：:]{1,8}[：:][\s_＿]+\Z")
_ONLY_BRACKETED = pattern(r"\A[（(〔].*[）)〕]\Z", re.DOTALL)
_DATED = pattern(
    r"\A[（(]?\s*(?:\d{4}|[一二三四五六七八九〇○零]{4})\s*年\s*(?:[\d一二三四五六七八九十]{1,3}|[Xx×]{1,2})\s*月.{0,40}"
)
_ADOPTED = pattern(rf"{_DATED.pattern}(?:通过|批准|公布|发布|修[订正改]|会议|施行)")
_SUBTITLE = pattern(r"\A[—–－-]{2,}")
_ONLY_OCCASION = pattern(r"\A[—–－-]+\s*(?:\d{4}|[一二三四五六七八九〇○零]{4})\s*年.*(?:会|会议|大会)上(?:的\S*)?\Z")
_PERSONS = pattern(r"[\u4e00-\u9fff·]{2,4}(?: [\u4e00-\u9fff·]{2,4})*\Z")
_SENDER = pattern(r"\s*发电(?:单位|机关)\s*[:：]?\s*(?P<organ>[^\s:：]{2,40})(?:\s+签批.*)?\s*\Z")
_DAY = r"[\d〇○零一二三四五六七八九]{4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
_MASTHEAD = pattern(rf"\s*(?P<organ>\S[^\n]{{1,60}}?)[ \t\u3000]+(?P<date>{_DAY})\s*(?:编|编印|印发)?\s*\Z")
_SERIAL_HEAD = pattern(r"(?:纪要|简报|快报|专报|动态|要情|信息|[\d一二三四五六七八九十]\s*期[）)]?)\s*\Z")
_ISSUER_SIGN = pattern(r"(?:文\s*件|明\s*传\s*电\s*报|电\s*报|任\s*免\s*通\s*知|会\s*议\s*纪\s*要)\Z")


@dataclass(slots=True)
class Opening:
    """What the opening holds, and the index in the story at which the body begins."""

    body_from: int = 0
    title: str | None = None
    document_number: str | None = None
    issuer_lines: list[str] = field(default_factory=list)
    publisher: str | None = None
    signer: str | None = None
    urgency: str | None = None
    copy_number: str | None = None
    secrecy: SecrecyMark | None = None
    addressee: str | None = None
    addressees: tuple[str, ...] = ()
    subtitle: str | None = None
    date: str | None = None
    is_decree: bool = False
    is_attachment: bool = False


def read_opening(sketch: Sketch) -> Opening:
    """Labels the lines of the opening and returns what they say."""
    fields = take_furniture(sketch)
    story = sketch.story()
    opening = Opening()
    labelled = _take_attachment_label(sketch, story, opening)
    zone, addressee = _zone(story[labelled:])
    opening.body_from = labelled + len(zone) + len(addressee)
    candidates = _take_marks(sketch, zone, opening)
    _take_title(sketch, candidates, opening)
    if not addressee:
        addressee = _unmarked_addressee(sketch, zone)
    _take_addressee(sketch, addressee, opening)
    opening.title = opening.title or fields.get("标题") or fields.get("名称")
    opening.document_number = opening.document_number or fields.get("发文字号") or fields.get("文号")
    return opening


def _take_attachment_label(sketch: Sketch, story: list[Line], opening: Opening) -> int:
    """Labels 附件1 on the first line of a file that holds an attachment alone; how many lines that takes."""
    if not story or story[0].region is Region.CELL or not marks.is_attachment_mark(story[0].text):
        return 0
    opening.is_attachment = True
    sketch.label(story[0], BlockKind.ATTACHMENT)
    sketch.set_part(story[:1], Part.HEAD)
    return 1


def _zone(story: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines before the body, apart from those of the addressee, which come last."""
    zone: list[Line] = []
    for i, line in enumerate(story[:_MOST_LINES]):
        length = addressee_length(story[i : i + _MOST_ADDRESSEE_LINES])
        if length:
            return zone, story[i : i + length]
        if _ends_opening(line):
            break
        zone.append(line)
    return zone, []


def _ends_opening(line: Line) -> bool:
    text = line.text
    if line.region is Region.CELL and len(text) > _LONGEST_TITLE_LINE:
        return True
    if marks.marks_on(line.paragraph.text) is not None:
        return False
    if _TITLE_WITH_STOP.match(text) and ends_like_title(text):
        return False
    if heading_mark(text) or _CONTENTS.match(text) or _LISTED.match(text) or text.endswith(_SENTENCE_END):
        return not _ONLY_BRACKETED.match(text) if text.endswith(_SENTENCE_END) else True
    if line.paragraph.look.outline == 1:
        return False
    if text.endswith(("：", ":")):
        return True
    if "。" in text and not _ONLY_BRACKETED.match(text):
        return True
    too_long = len(text) > _LONGEST_TITLE_LINE and not _ONLY_BRACKETED.match(text) and not _ADOPTED.match(text)
    return too_long and not (ends_like_title(text) and len(text) <= 2 * _LONGEST_TITLE_LINE)


def _take_marks(sketch: Sketch, zone: list[Line], opening: Opening) -> list[Line]:
    """Labels the marks in the zone; returns the lines that are none."""
    others: list[Line] = []
    for line in zone:
        found = marks.marks_on(line.paragraph.text)
        if found is None or (others and _is_count(line, found)):
            line = _without_number(sketch, line, opening)
            if not (
                _take_decree_number(sketch, line, others, opening)
                or _take_more_signers(sketch, line, opening)
                or _take_masthead(sketch, line, opening)
            ):
                others.append(line)
            continue
        for mark in found:
            _take_mark(sketch, line, mark, opening)
        sketch.set_part([line], Part.HEAD)
    return others


def _is_count(line: Line, found: list[marks.Mark]) -> bool:
    """Whether figures below other words of a table are no copy number: a student's number, an amount."""
    return line.region is Region.CELL and all(mark.kind is BlockKind.COPY_NUMBER for mark in found)


def _without_number(sketch: Sketch, line: Line, opening: Opening) -> Line:
    """The line without the document number that stands behind the title on it."""
    words = line.paragraph.text
    end = marks.title_before_number(words)
    if end is None:
        return line
    sketch.label(line, BlockKind.DOC_NUMBER, line.part_span(end, len(words.rstrip())))
    opening.document_number = opening.document_number or marks.clean_number(words[end:])
    start = line.paragraph.span.start
    return Line(
        line.index, replace(line.paragraph, text=words[:end], span=Span(start, start + end)), squeeze(words[:end])
    )


def _take_more_signers(sketch: Sketch, line: Line, opening: Opening) -> bool:
    """Names below those after 签发人：, where several organs issue together (GB/T 9704—2012 7.2.6)."""
    above = sketch.labels.get(line.index - 1, ())
    if not (opening.signer and any(block.kind is BlockKind.SIGNER for block in above)):
        return False
    names = marks.persons(line.paragraph.text)
    if not _PERSONS.match(names) or ends_like_title(names) or ends_like_organ(names):
        return False
    opening.signer += f" {names}"
    sketch.label(line, BlockKind.SIGNER)
    sketch.set_part([line], Part.HEAD)
    return True


def _take_masthead(sketch: Sketch, line: Line, opening: Opening) -> bool:
    """Who brings out minutes or a brief, and when, on the line under its sign; who sends a telegram."""
    words = line.paragraph.text
    sender = _SENDER.match(words)
    if sender:
        sketch.label(line, BlockKind.ISSUER)
    else:
        sender = _MASTHEAD.match(words)
        above = sketch.lines[max(line.index - 2, 0) : line.index]
        if not sender or not ends_like_organ(sender["organ"]) or not any(map(_is_serial_head, above)):
            return False
        sketch.label(line, BlockKind.ISSUER, line.part_span(*sender.span("organ")))
        sketch.label(line, BlockKind.DATE, line.part_span(*sender.span("date")))
        opening.date = iso_date(sender["date"])
    opening.publisher = sender["organ"].strip()
    sketch.set_part([line], Part.HEAD)
    return True


def _is_serial_head(line: Line) -> bool:
    return _SERIAL_HEAD.search(line.text) is not None


def _take_mark(sketch: Sketch, line: Line, mark: marks.Mark, opening: Opening) -> None:
    span = line.part_span(mark.span.start, mark.span.end)
    sketch.label(line, mark.kind, span)
    match mark.kind:
        case BlockKind.SECRECY:
            opening.secrecy = opening.secrecy or secrecy_mark(line, mark.span)
        case BlockKind.URGENCY:
            opening.urgency = opening.urgency or mark.value
        case BlockKind.COPY_NUMBER:
            opening.copy_number = opening.copy_number or mark.value
        case BlockKind.DOC_NUMBER:
            if "期" not in mark.value or not mark.value.startswith("第"):
                opening.document_number = opening.document_number or mark.value
        case BlockKind.SIGNER:
            opening.signer = opening.signer or mark.value or None


def secrecy_mark(line: Line, span: Span) -> SecrecyMark | None:
    """The secrecy marking at ``span`` of the line's own text."""
    words = "".join(span.of(line.paragraph.text).split())
    level_term = marks.secrecy(words)
    if level_term is None:
        return None
    return SecrecyMark(*level_term, words, line.part_span(span.start, span.end))


def _take_decree_number(sketch: Sketch, line: Line, before: list[Line], opening: Opening) -> bool:
    """The number of an order or announcement: 第706号 under 中华人民共和国国务院令, or both on one line."""
    number = marks.decree_number(line.paragraph.text)
    if number is None:
        return False
    head = before[-1].text if before else ""
    if "令" in number:
        opening.document_number, opening.is_decree = number, True
        return False
    if not head.endswith(("令", "公告", "通告")):
        return False
    opening.document_number, opening.is_decree = head + number, head.endswith("令")
    sketch.label(line, BlockKind.DOC_NUMBER)
    sketch.set_part([line], Part.HEAD)
    return True


def _take_title(sketch: Sketch, candidates: list[Line], opening: Opening) -> None:
    """Tells issuer's sign and title apart among the lines that are no marks, and labels both."""
    number_at = max((line.index for line in sketch.story() if _is_numbered(sketch, line)), default=None)
    lines = _before_adoption_note(_in_the_text(candidates))
    sign, rest = _split_sign(lines, number_at)
    title, byline = _split_byline(rest)
    for line in sign:
        sketch.label(line, BlockKind.ISSUER)
        sketch.set_part([line], Part.HEAD)
    for line in title:
        sketch.label(line, BlockKind.TITLE)
    sketch.set_part([line for line in candidates if line not in lines], Part.HEAD)
    for line in candidates:
        if _ONLY_BRACKETED.match(line.text):
            sketch.label(line, BlockKind.ANNOTATION)
            sketch.set_part([line], Part.MAIN)
    for line in byline:
        sketch.label(line, BlockKind.DATE if _DATED.match(line.text) else BlockKind.SIGNATURE)
    opening.issuer_lines = [line.text for line in sign]
    opening.title = _joined(title) or None
    opening.date = _date_under_title(byline, candidates) or opening.date
    opening.subtitle = next((line.text.strip("—–－- ") for line in byline if _SUBTITLE.match(line.text)), None)


def _date_under_title(byline: list[Line], candidates: list[Line]) -> str | None:
    """The date beside the author's name under a title, or alone in brackets there (ISO 8601)."""
    for line in byline:
        if found := next((day.iso for day in dates(line.text) if len(day.iso) == 10), None):
            return found
    bracketed = [line.text.strip("（）()〔〕") for line in candidates if _ONLY_BRACKETED.match(line.text)]
    return next((day for words in bracketed if (day := iso_date(words) or _adopted_on(words))), None)


def _adopted_on(note: str) -> str | None:
    """The day of adoption in a note that names no other (2025年1月16日…会议通过)."""
    days = [day.iso for day in dates(note) if len(day.iso) == 10]
    return days[0] if len(days) == 1 and re.search(r"(?:通过|批准)\Z", note) else None


def _before_adoption_note(candidates: list[Line]) -> list[Line]:
    """The unbracketed lines; none below a note of adoption (2022年3月11日…通过), which follows a title."""
    kept: list[Line] = []
    for line in candidates:
        if not _ONLY_BRACKETED.match(line.text):
            kept.append(line)
        elif kept and re.search(r"通过|批准|公布|发布|修[订正改]", line.text):
            break
    return kept


def _is_numbered(sketch: Sketch, line: Line) -> bool:
    return any(block.kind is BlockKind.DOC_NUMBER for block in sketch.labels.get(line.index, ()))


def _split_sign(lines: list[Line], number_at: int | None) -> tuple[list[Line], list[Line]]:
    """The issuer's sign and the lines among which the title is.

    The sign is red or ends in 文件, or stands above a number below which a title follows.
    """
    above = [line for line in lines if number_at is not None and line.index < number_at]
    worded = above or lines  # below the number 会议纪要 ends a title
    sign = [line for line in lines if line.paragraph.look.red or (line in worded and _ISSUER_SIGN.search(line.text))]
    below = [line for line in lines if line not in above and line not in sign]
    titled_below = bool(below) and (ends_like_title(_joined(below)) or _looks_like_title(below[0]))
    # 会议纪要 is sign and title at once, unless a title of its own follows.
    sign_is_title = ends_like_title(_joined(above or sign))
    if above and below and (titled_below or (sign and not sign_is_title)):
        return above, below
    rest = [line for line in lines if line not in sign]
    if not rest or (sign_is_title and not titled_below):
        return [], lines
    return sign, rest


def _looks_like_title(line: Line) -> bool:
    """Centred and larger than body text (a title is set in 2号, 22 pt)."""
    return line.paragraph.look.align == "center" and line.paragraph.look.size >= _TITLE_SIZE


def _in_the_text(lines: list[Line]) -> list[Line]:
    """Without ornaments, and without cells and text boxes where body lines remain for the title.

    A red text box stays: WPS templates keep the issuer's sign in one.
    """
    worded = [line for line in lines if re.search(r"\w", line.text) and not _EMPTY_FIELD.match(line.text)]
    if all(line.region is not Region.BODY for line in worded):
        return worded
    return [line for line in worded if line.region is Region.BODY or line.paragraph.look.red]


def _split_byline(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The title's lines, and what stands under it (subtitle, author, date of adoption)."""
    if lines and _ONLY_OCCASION.match(lines[0].text):
        return [], lines
    subtitle = next((i for i, line in enumerate(lines) if i and _SUBTITLE.match(line.text)), len(lines))
    dated = next((i for i, line in enumerate(lines[:subtitle]) if i and _DATED.match(line.text)), subtitle)
    ends = [i for i in range(dated) if ends_like_title(_joined(lines[: i + 1]))]
    if ends:
        last = _before_repetition(lines, ends)
    elif subtitle < len(lines):
        last = dated - 1
    else:
        last = _last_of_same_look(lines[:dated])
    return lines[: last + 1], lines[last + 1 :]


def _before_repetition(lines: list[Line], ends: list[int]) -> int:
    """The last line that can end the title; a title printed twice ends where it begins again."""
    for end in ends:
        if any(is_same_title(_joined(lines[: end + 1]), _joined(lines[end + 1 : later + 1])) for later in ends):
            return end
    return ends[-1]


def _last_of_same_look(lines: list[Line]) -> int:
    """Index of the last line that looks like the first (size and centring), when it has a look."""
    if not lines:
        return 0
    if not lines[0].paragraph.look.size:
        # Without looks, an organ's name alone is only the beginning of a title.
        return 1 if len(lines) > 1 and ends_like_organ(lines[0].text) else 0
    first = lines[0].paragraph.look
    last = 0
    for i, line in enumerate(lines[1:], 1):
        look = line.paragraph.look
        if (look.size, look.align, look.font) != (first.size, first.align, first.font) or look.align != "center":
            break
        last = i
    return last


def _joined(lines: list[Line]) -> str:
    return squeeze("".join(line.text for line in lines))


def _unmarked_addressee(sketch: Sketch, zone: list[Line]) -> list[Line]:
    """A last line under the title that lists organs but lacks its colon."""
    if not zone or len(zone) < 2:
        return []
    last = zone[-1]
    kinds = {block.kind for block in sketch.labels.get(last.index, ())}
    if kinds != {BlockKind.SIGNATURE} or not lists_organs(last.text):
        return []
    del sketch.labels[last.index]
    return [last]


def _take_addressee(sketch: Sketch, lines: list[Line], opening: Opening) -> None:
    if not lines:
        return
    for line in lines:
        sketch.label(line, BlockKind.ADDRESSEE)
    opening.addressee = "".join(line.text for line in lines).rstrip("：: ")
    opening.addressees = split_addressees(opening.addressee)
