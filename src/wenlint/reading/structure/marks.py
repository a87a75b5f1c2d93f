"""The marks of the head (版头): 份号, 密级, 紧急程度, 发文字号, 签发人, read off single lines.

Forms follow GB/T 9704—2012 7.2.1–7.2.6. A form is recognised generously, so that a slip
(wrong brackets, a blank, 第) is still a document number that a check can speak about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wenlint.document import BlockKind, Span
from wenlint.text.patterns import pattern
from wenlint.text.titles import ends_like_title

_LEVELS = "绝密|机密|秘密"
_LONGEST_LINE = 400  # characters of a line that a document number makes up, with its blanks
_ZERO_WIDTH = "\u200b\u200c\u200d\ufeff"

# A term is what may follow the star: a period, a date, a condition; also bracketed or misprinted ones.
_SECRECY = pattern(
    rf"(?:(?:密\s*级|(?:保密|涉密)(?:级别|等级))\s*[:：]\s*)?(?P<level>{_LEVELS})\s*[（(]?\s*(?:[★☆*＊]\s*(?P<term>[^\s★☆*＊]{{1,20}})?|(?P<bare>\d{{1,2}}\s*(?:年|个?月)|长期)?)\s*[）)]?\Z"
)
# 内部★, 工作秘密★1年: no state secret, but written as a marking is, and to be kept as one.
_OTHER_STARRED = pattern(r"(?!绝密|机密|秘密)[\u4e00-\u9fff]{2,8}★\S{0,14}\Z")
_SPACED_SECRECY = pattern(r"(绝|机|秘)[ \t\u3000]+密")
_URGENCY = pattern(r"(?:(?:紧急程度|缓急|等级)\s*[:：]\s*)?(?P<word>特\s*提|特\s*急|加\s*急|平\s*急|急\s*件)\Z")
_COPY_NUMBER = pattern(r"(?:(?:份号|编号|No\.?|NO\.?|№)\s*[:：]?\s*)?(?P<digits>\d{4,8})\Z")
_SIGNER = pattern(r"签\s*发\s*人?\s*(?:人\s*)?[:：]\s*(?P<names>[^:：]{0,60})\Z")

_OPEN, _CLOSE = "[〔﹝（(\\[［【〖{｛<〈《]", "[〕﹞）)\\]］】〗}｝>〉》]"
_BLANK_FIELD = "[XxＸ×＊*□_]"
_YEAR_DIGITS = (
    r"[12１２]\s*\d\s*\d\s*\d|(?<=[〔\[［])\d\d|[一二三四五六七八九〇○零ＯO]{4}|"
    rf"20\s*{_BLANK_FIELD}{{2}}|{_BLANK_FIELD}{{2,4}}"
)
_YEAR = rf"{_OPEN}?\s*(?:{_YEAR_DIGITS})\s*年?\s*{_CLOSE}"
# Behind square or tortoise-shell brackets a serial that ends the line is one even without 号.
_SERIAL = (
    r"(?:(?:第\s*)?(?:\d[\d\s、,，—\-]*|[一二三四五六七八九十百〇○零]+|[XxＸ×＊*□_ ]{0,6})\s*号|"
    r"(?<=[〕\]］])第?\d{1,4}(?=\s*\Z))"
)
DOC_NUMBER = pattern(
    rf"(?P<code>[\u4e00-\u9fffA-Za-zＸ×（）()、]{{0,24}}?)\s*(?P<year>{_YEAR})\s*(?P<middle>[\u4e00-\u9fff]{{0,6}}?)\s*(?P<serial>{_SERIAL})"
)
# 示政发2024年5号: the brackets forgotten altogether.
_BARE_NUMBER = pattern(
    r"\s*[\u4e00-\u9fff]{1,10}[发函办字报呈任规通电纪]\s*(?:19|20)\d\d\s*(?:年|[-—－])?\s*第?\s*\d{1,4}\s*号\s*\Z"
)
_DECREE_NUMBER = pattern(
    r"(?P<code>[\u4e00-\u9fff]{2,30}令)?\s*第\s*(?P<serial>[\d一二三四五六七八九十百〇○零]+)\s*号\Z"
)
_ISSUE_NUMBER = pattern(
    rf"(?:{_YEAR}\s*第?\s*\d+\s*期|[（(]?(?:\d{{4}}\s*年\s*)?第\s*[\d一二三四五六七八九十百]+\s*期[）)]?)\s*(?:[（(]\s*总\s*第?\s*\d+\s*期\s*[）)])?\Z"
)
# 等级　特急: labels that forms of telegrams set before a mark, without a colon.
_BARE_LABELS = frozenset({"密级", "份号", "编号", "等级", "缓急", "紧急程度", "文号", "发文字号"})
_SPREAD_NAME = pattern(r"(?<!\S)([\u4e00-\u9fff])[ \t\u3000]+([\u4e00-\u9fff])(?!\S)")
_ATTACHMENT = pattern(r"\A附\s*(?:件|录|表|图)?\s*[\d一二三四五六七八九十]*\s*(?:[-—－]\s*\d+)?\s*[:：]?\Z")
_NUMBER_AT_END = pattern(
    rf"(?P<code>[\u4e00-\u9fff]{{2,12}}){_OPEN}\s*(?:19|20)\d\d\s*{_CLOSE}\s*第?\s*\d{{1,4}}\s*号\s*\Z"
)
_NAMES_MATTER = pattern(r"关于|印发|转发|批转")
_LONGEST_CODE = 10
_NUMBER_LABEL = pattern(r"\A(?:发文字号|文号|发文号|编号)\s*[:：]\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark found on a line: what it is, its value, and its place in the line's own text."""

    kind: BlockKind
    value: str
    span: Span
    extra: str | None = None


def tokens(text: str) -> Iterator[tuple[str, Span]]:
    """Stretches of a head line that wide blanks or tabs keep apart, with their places."""
    joined = _SPACED_SECRECY.sub(lambda m: m[1] + "\0" * (len(m[0]) - 2) + "密", text)
    for match in re.finditer(r"[^\s\u3000]+(?:[ \u3000](?=[★☆*＊\d])[^\s\u3000]+)*", joined):
        yield match[0].replace("\0", ""), Span(match.start(), match.end())


def secrecy(token: str) -> tuple[str, str | None] | None:
    """Level and term of a secrecy marking; None when the token is none."""
    match = _SECRECY.match(token)
    if match is None:
        return None
    term = match["term"] or match["bare"]
    return match["level"], "".join(term.split()).strip("（）()") if term else None


def has_star(token: str) -> bool:
    """Whether the token carries the star that only a secrecy marking has."""
    return "★" in token


def urgency(token: str) -> str | None:
    """The urgency word, or None."""
    match = _URGENCY.match(token)
    return "".join(match["word"].split()) if match else None


def copy_number(token: str) -> str | None:
    """The digits of a copy number, or None."""
    match = _COPY_NUMBER.match(token)
    return match["digits"] if match else None


def document_number(text: str) -> tuple[str, Span] | None:
    """A document number that makes up the line, blanks removed, with its place; None otherwise."""
    if len(text) > _LONGEST_LINE:
        return None
    if any(character in text for character in _ZERO_WIDTH):
        return _number_among_zero_widths(text)
    label = _NUMBER_LABEL.match(text)
    start = label.end() if label else len(text) - len(text.lstrip())
    match = DOC_NUMBER.match(text, start) or _BARE_NUMBER.match(text, start)
    if match is None or text[match.end() :].strip() or _NAMES_MATTER.search(match[0]):
        return None
    return clean_number(match[0]), Span(*match.span())


def title_before_number(text: str) -> int | None:
    """Where a title ends that has its document number behind it on one line, as copied web pages have; else None."""
    match = _NUMBER_AT_END.search(text) if len(text) <= _LONGEST_LINE else None
    if match is None or not _NAMES_MATTER.search(text):
        return None
    ends = (match.end("code") - length for length in range(2, _LONGEST_CODE + 1))
    return next((end for end in ends if end > 0 and ends_like_title(text[:end])), None)


def _number_among_zero_widths(text: str) -> tuple[str, Span] | None:
    """Characters that nobody sees may stand anywhere in a number copied from a web page."""
    kept = [index for index, character in enumerate(text) if character not in _ZERO_WIDTH]
    found = document_number("".join(text[index] for index in kept))
    return (found[0], Span(kept[found[1].start], kept[found[1].end - 1] + 1)) if found else None


def is_attachment_mark(text: str) -> bool:
    """Whether the line is 附件, 附件1 and the like."""
    return _ATTACHMENT.match(text) is not None


def decree_number(text: str) -> str | None:
    """The number of an order (令第N号 or 第N号) that makes up the line, or None."""
    match = _DECREE_NUMBER.match("".join(text.split()))
    return match[0] if match else None


def clean_number(text: str) -> str:
    """A document number as printed, without blanks and zero-width characters."""
    return "".join(ch for ch in text if not ch.isspace() and ch not in _ZERO_WIDTH)


def signer(text: str) -> tuple[str, Span] | None:
    """The names after 签发人：, with the place of the whole mark; None when there is none."""
    match = re.search(r"签\s*发\s*人", text)
    if match is None:
        return None
    found = _SIGNER.match(text[match.start() :])
    if found is None:
        return None
    return persons(found["names"]), Span(match.start(), len(text.rstrip()))


def persons(text: str) -> str:
    """Names of persons, a blank between two: 吴　敏　丁伟民 → 吴敏 丁伟民."""
    return " ".join(_SPREAD_NAME.sub(r"\1\2", text).split())


def marks_on(text: str) -> list[Mark] | None:
    """The marks that make up a head line; None when anything else stands on it."""
    found: list[Mark] = []
    rest = text
    if len(text) <= _LONGEST_LINE and _ISSUE_NUMBER.match(text.strip()):
        lead = len(text) - len(text.lstrip())
        return [Mark(BlockKind.DOC_NUMBER, clean_number(text), Span(lead, len(text.rstrip())))]
    sign = signer(text)
    if sign:
        found.append(Mark(BlockKind.SIGNER, sign[0], sign[1]))
        rest = text[: sign[1].start]
        if not rest.strip():
            return found
    number = document_number(rest)
    if number:
        return [Mark(BlockKind.DOC_NUMBER, number[0], number[1]), *found]
    for token, span in tokens(rest):
        mark = _mark(token, span)
        if mark is not None:
            found.append(mark)
        elif token not in _BARE_LABELS:
            return None
    if not found:
        return None
    return sorted(found, key=lambda mark: mark.span)


def _mark(token: str, span: Span) -> Mark | None:
    if level_term := secrecy(token):
        return Mark(BlockKind.SECRECY, level_term[0], span, level_term[1])
    if _OTHER_STARRED.match(token):
        return Mark(BlockKind.SECRECY, token, span)
    if word := urgency(token):
        return Mark(BlockKind.URGENCY, word, span)
    if digits := copy_number(token):
        return Mark(BlockKind.COPY_NUMBER, digits, span)
    if number := document_number(token):
        return Mark(BlockKind.DOC_NUMBER, number[0], span)
    return None
