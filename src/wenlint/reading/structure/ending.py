"""The ending of a document: signature, date, annotation, attachments, enclosed text, imprint."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenlint.document import BlockKind, Part
from wenlint.reading.flow import Region
from wenlint.reading.structure.lines import Line, Sketch
from wenlint.reading.structure.marks import is_attachment_mark
from wenlint.reading.structure.numbering import heading_mark
from wenlint.reading.structure.opening import Opening
from wenlint.reading.structure.organs import ends_like_organ
from wenlint.text.patterns import pattern
from wenlint.text.titles import enclosed_title, ends_like_title, squeeze

_DIGITS = "\\d〇○零ＯO一二三四五六七八九十"
_DATE = pattern(
    rf"(?P<y>[{_DIGITS}Xx×＊*_]{{2,4}})\s*年\s*(?P<m>[{_DIGITS}Xx×＊*_]{{0,3}})\s*月\s*(?P<d>[{_DIGITS}Xx×＊*_]{{0,4}})\s*日\Z"
)
_ATTACHMENT_NOTE = pattern(r"\A附\s*件?\s*[\d一二三四五六七八九十]*\s*[:：]\s*\S")
_LISTED = pattern(r"\A\d{1,2}\s*[.．、]\s*\S")
_IMPRINT = pattern(
    r"\A(?:抄\s*[送报]|主\s*送|分\s*送|发\s*送|内部发送|主\s*题\s*词|信息公开选项|公开方式|公开属性)\s*[:：]|印\s*发\Z|\A[（(]?\s*共印\s*\S+\s*份|印\s*制\Z"
)
_BRACKETED = pattern(r"\A[（(].*[）)]\Z", re.DOTALL)
_LONGEST_SIGNATURE = 50
_MOST_SIGNERS = 12


@dataclass(slots=True)
class Ending:
    """What the ending says, and where in the story the main part ends."""

    main_until: int
    signature: tuple[str, ...] = ()
    date_text: str | None = None
    attachments: tuple[str, ...] = ()


def read_ending(sketch: Sketch, opening: Opening) -> Ending:
    """Labels the ending's lines, assigns the parts after the main part, and returns what they say."""
    story = sketch.story()
    start = opening.body_from
    marker = _first_attachment(story, start)
    date_at = _date_line(story, start, marker)
    ending = Ending(main_until=len(story))
    if date_at is not None:
        found = _DATE.search(story[date_at].text)
        ending.date_text = found[0] if found else None
        ending.signature = _take_signature(sketch, story, start, date_at)
        ending.main_until = _after_annotations(sketch, story, date_at + 1)
    elif marker is not None:
        ending.main_until = marker
    ending.attachments = _take_attachment_note(sketch, story[start : ending.main_until])
    _take_imprint(sketch, story, start)
    if date_at is None:
        ending.signature = _lone_signature(sketch, story[start : ending.main_until], opening)
    _assign_rest(sketch, story, ending, opening)
    return ending


def _first_attachment(story: list[Line], start: int) -> int | None:
    for i in range(start, len(story)):
        if is_attachment_mark(story[i].text) and story[i].region is not Region.CELL:
            return i
    return None


def _date_line(story: list[Line], start: int, marker: int | None) -> int | None:
    """The line of the date that closes the main part."""
    for i in range(start, len(story) if marker is None else marker):
        line = story[i]
        found = _DATE.search(line.text)
        if found is None or line.region is Region.CELL:
            continue
        before = line.text[: found.start()].strip()
        if before and not _is_signature(before):
            continue
        if before or _closes(story, i, start):
            return i
    return None


def _closes(story: list[Line], at: int, start: int) -> bool:
    """Whether a date on its own closes the text: a signature above it, or nothing of the body below."""
    if at > start and _is_signature(story[at - 1].text):
        return True
    return at + 1 >= len(story) or _is_after_date(story[at + 1].text)


def _is_after_date(text: str) -> bool:
    return bool(_BRACKETED.match(text) or is_attachment_mark(text) or _IMPRINT.search(text))


def _is_signature(text: str) -> bool:
    return (
        0 < len(text) <= _LONGEST_SIGNATURE
        and not re.search(r"[。；：:！？，]", text)
        and heading_mark(text) is None
        and not _ATTACHMENT_NOTE.match(text)
    )


def _take_signature(sketch: Sketch, story: list[Line], start: int, date_at: int) -> tuple[str, ...]:
    """Labels the date and the lines of the signature above it; returns the signers."""
    line = story[date_at]
    found = _DATE.search(line.paragraph.text.rstrip())
    before = line.paragraph.text[: found.start()] if found else ""
    if found and before.strip():
        lead = len(before) - len(before.lstrip())
        sketch.label(line, BlockKind.SIGNATURE, line.part_span(lead, len(before.rstrip())))
        sketch.label(line, BlockKind.DATE, line.part_span(found.start(), found.end()))
        return (squeeze(before),)
    sketch.label(line, BlockKind.DATE)
    signers: list[str] = []
    for above in reversed(story[max(start, date_at - _MOST_SIGNERS) : date_at]):
        text = above.text
        if not _is_signature(text) or (signers and not ends_like_organ(text)) or sketch.is_labelled(above):
            break
        if not signers and _LISTED.match(text):
            break
        sketch.label(above, BlockKind.SIGNATURE)
        signers.insert(0, " ".join(above.paragraph.text.split()))
    return tuple(signers)


def _lone_signature(sketch: Sketch, lines: list[Line], opening: Opening) -> tuple[str, ...]:
    """A signature without a date: the last short line that names an organ at the right, or the title's issuer."""
    rest = [line for line in lines if not sketch.is_labelled(line)]
    if not rest:
        return ()
    last = rest[-1]
    named = opening.title is not None and len(last.text) >= 3 and opening.title.startswith(last.text)
    at_right = last.paragraph.look.align == "right" and ends_like_organ(last.text)
    if not _is_signature(last.text) or not (named or at_right):
        return ()
    sketch.label(last, BlockKind.SIGNATURE)
    return (last.text,)


def _after_annotations(sketch: Sketch, story: list[Line], position: int) -> int:
    while position < len(story) and _BRACKETED.match(story[position].text):
        sketch.label(story[position], BlockKind.ANNOTATION)
        position += 1
    return position


def _take_attachment_note(sketch: Sketch, lines: list[Line]) -> tuple[str, ...]:
    """Labels 附件：1. … 2. … above the signature; returns the names."""
    names: list[str] = []
    inside = False
    for line in lines:
        text = line.text
        if sketch.is_labelled(line):
            inside = False
        elif _ATTACHMENT_NOTE.match(text):
            inside = True
            names.extend(_attachment_names(re.sub(r"\A附\s*件?\s*[\d一二三四五六七八九十]*\s*[:：]\s*", "", text)))
            sketch.label(line, BlockKind.ATTACHMENT_NOTE)
        elif inside and _LISTED.match(text):
            names.extend(_attachment_names(text))
            sketch.label(line, BlockKind.ATTACHMENT_NOTE)
        elif inside and names and len(text) <= 40 and not _is_signature_line(lines, line):
            names[-1] += text.rstrip("。；;，,")
            sketch.label(line, BlockKind.ATTACHMENT_NOTE)
        else:
            inside = False
    return tuple(names)


def _is_signature_line(lines: list[Line], line: Line) -> bool:
    """Unlabelled short lines below a note continue a wrapped name only when they are no organ's name."""
    return ends_like_organ(line.text) or line is lines[-1]


def _attachment_names(text: str) -> list[str]:
    pieces = re.split(r"(?:\A|(?<=[\s；;。，,]))\d{1,2}\s*[.．、]\s*", text)
    return [name for piece in pieces if (name := piece.strip().rstrip("。；;，,").strip("《》") if piece else "")]


def _take_imprint(sketch: Sketch, story: list[Line], start: int) -> None:
    """Labels 版记: from 抄送 or …印发 to the last such line."""
    hits = [
        i
        for i in range(start, len(story))
        if _IMPRINT.search(story[i].text) and not sketch.is_labelled(story[i]) and len(story[i].text) <= 300
    ]
    hits = [i for i in hits if not _is_prose(story[i].text)]
    previous: int | None = None
    for i in hits:
        fill = range(previous + 1, i) if previous is not None and i - previous <= 4 else range(0)
        for k in (*fill, i):
            if not sketch.is_labelled(story[k]):
                sketch.label(story[k], BlockKind.IMPRINT)
                sketch.set_part([story[k]], Part.IMPRINT)
        previous = i


def _is_prose(text: str) -> bool:
    """A sentence of the body that only happens to end in 印发 or 印制."""
    return text.endswith(("印发", "印制")) and not re.search(r"\d\s*日\s*印\s*[发制]\Z|[日月]印发\Z", text)


def _assign_rest(sketch: Sketch, story: list[Line], ending: Ending, opening: Opening) -> None:
    """Puts what follows the main part into its parts and labels attachments' marks and titles."""
    part = _part_after_main(story, ending, opening)
    expects_title = True
    for line in story[ending.main_until :]:
        if sketch.part_of(line) is Part.IMPRINT:
            continue
        text = line.text
        if is_attachment_mark(text) and line.region is not Region.CELL:
            part, expects_title = Part.ATTACHMENT, True
            sketch.label(line, BlockKind.ATTACHMENT)
        elif expects_title and part is not Part.MAIN:
            expects_title = _take_inner_title(sketch, line, text, part)
        sketch.set_part([line], part)


def _part_after_main(story: list[Line], ending: Ending, opening: Opening) -> Part:
    if opening.is_decree or (opening.title and enclosed_title(opening.title)):
        return Part.ENCLOSED
    if ending.attachments:
        return Part.ATTACHMENT
    after = story[ending.main_until :]
    if after and (
        after[0].paragraph.new_page or ends_like_title(after[0].text) or _ATTACHMENT_NOTE.match(after[0].text)
    ):
        return Part.ATTACHMENT
    return Part.MAIN


def _take_inner_title(sketch: Sketch, line: Line, text: str, part: Part) -> bool:
    """Labels a title line of an attachment or enclosed text; False when the title is over."""
    ends = text.endswith(("。", "；", "：", ":")) or len(text) > 60
    if ends or heading_mark(text) or sketch.is_labelled(line) or line.region is Region.CELL:
        return False
    sketch.label(line, BlockKind.TITLE if part is Part.ENCLOSED else BlockKind.ATTACHMENT)
    return not ends_like_title(text)
