"""引号、括号、书名号不成对，或者套用错了

查什么：每一段里的“”‘’（）《》〈〉〔〕【】是否成对；书名号里又用书名号的，里层是不是单书名号“〈〉”；
引号里又用引号的，里层是不是单引号。“1）”这样的序号、跨段的引文不报。

为什么：少一半的引号、括号，分不清引文和注释到哪里为止。

怎么改：补上缺的一半；里层换成单书名号、单引号。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from wenlint.check import Case, Check, Confidence, Context, Finding, Fix, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Document, Part, Span
from wenlint.text.paragraphs import Paragraph, is_older_than, once_for_each_draft, paragraphs
from wenlint.text.patterns import pattern

_PAIRS = {"“": "”", "‘": "’", "（": "）", "《": "》", "〈": "〉", "〔": "〕", "【": "】", "「": "」", "『": "』"}
_OPENING = {close: open for open, close in _PAIRS.items()}
# Half-width brackets pair with full-width ones; that slip is another check's.
_SAME = {"(": "（", ")": "）", "[": "〔", "]": "〕", "［": "〔", "］": "〕", "﹝": "〔", "﹞": "〕"}
_MARK = pattern("[“”‘’（）()《》〈〉〔〕［］﹝﹞【】「」『』\\[\\]]")
_NUMBERING = pattern(r"\s*(?:[\da-zA-Z一二三四五六七八九十]{1,3}|[①-⑳])[）)]")
_INLINE_NUMBER = pattern(r"(?:^|[\s：:；;，,。、])[\da-zA-Z一二三四五六七八九十]{1,2}[）)]")
_KINDS = frozenset(
    {
        BlockKind.TITLE,
        BlockKind.HEADING,
        BlockKind.BODY,
        BlockKind.ATTACHMENT_NOTE,
        BlockKind.ANNOTATION,
        BlockKind.ADDRESSEE,
        BlockKind.ATTACHMENT,
    }
)
_PARTS = frozenset({Part.MAIN, Part.ENCLOSED, Part.ATTACHMENT})
_MOST = 500  # halves looked at: a draft with more is no draft
_FARTHEST = 12  # paragraphs that a quotation or bracket may run over


class _Loose(NamedTuple):
    """A mark without its other half."""

    mark: str
    span: Span
    paragraph: int


class _Nested(NamedTuple):
    """A mark within one of its own kind: the inner pair."""

    outer: str
    inner: Span


@once_for_each_draft
def _read(document: Document) -> tuple[list[_Loose], list[_Nested]]:
    loose: list[_Loose] = []
    nested: list[_Nested] = []
    searched = list(_searched(document))
    for paragraph in searched:
        _walk(paragraph, loose, nested)
    goes_on = {before.number for before, after in pairwise(searched) if after.text.lstrip().startswith("“")}
    loose = [half for half in loose if half.mark != "“" or half.paragraph not in goes_on]
    return _across_paragraphs(loose), nested


def _searched(document: Document) -> Iterator[Paragraph]:
    """Paragraphs of text; the lines of a title are one."""
    held: list[Paragraph] = []
    for paragraph in paragraphs(document):
        if paragraph.part not in _PARTS or not paragraph.kinds <= _KINDS:
            continue
        if paragraph.kind is BlockKind.TITLE:
            held.append(paragraph)
            continue
        if held:
            yield _one(held, document)
            held = []
        yield paragraph
    if held:
        yield _one(held, document)


def _one(lines: list[Paragraph], document: Document) -> Paragraph:
    span = Span(lines[0].span.start, lines[-1].span.end)
    first = lines[0]
    return Paragraph(span.of(document.text), span, first.kind, first.kinds, first.part, first.number)


def _walk(paragraph: Paragraph, loose: list[_Loose], nested: list[_Nested]) -> None:
    """Pairs the marks of one paragraph."""
    text = paragraph.text
    numbers = {m.end() - 1 for m in (*_INLINE_NUMBER.finditer(text), *filter(None, [_NUMBERING.match(text)]))}
    opened = _Opened(paragraph, [], Counter())
    for match in _MARK.finditer(text):
        mark = _SAME.get(match[0], match[0])
        if mark in _PAIRS:
            opened.stack.append((mark, match.start()))
            opened.of_each[mark] += 1
        elif opened.of_each[_OPENING[mark]]:
            _close(opened, _OPENING[mark], match.start(), loose, nested)
        elif match.start() not in numbers:
            loose.append(_Loose(mark, paragraph.place(*match.span()), paragraph.number))
    loose.extend(_Loose(mark, paragraph.place(at, at + 1), paragraph.number) for mark, at in opened.stack)


class _Opened(NamedTuple):
    """The marks that are open at a place of a paragraph, in order, and how many there are of each."""

    paragraph: Paragraph
    stack: list[tuple[str, int]]
    of_each: Counter[str]


def _close(opened: _Opened, mark: str, at: int, loose: list[_Loose], nested: list[_Nested]) -> None:
    """Closes the last such mark; what was opened since without a partner is loose."""
    paragraph, stack, of_each = opened
    while stack[-1][0] != mark:
        other, place = stack.pop()
        of_each[other] -= 1
        loose.append(_Loose(other, paragraph.place(place, place + 1), paragraph.number))
    _, begin = stack.pop()
    of_each[mark] -= 1
    if of_each[mark]:
        nested.append(_Nested(mark, paragraph.place(begin, at + 1)))


def _across_paragraphs(loose: list[_Loose]) -> list[_Loose]:
    """Without the halves that meet over several paragraphs.

    A quotation of several paragraphs opens each of them and closes only the last.
    """
    left: list[_Loose] = []
    for half in sorted(loose, key=lambda half: half.span)[:_MOST]:
        partner = _OPENING.get(half.mark)
        openers = [o for o in left if o.mark == partner and 0 < half.paragraph - o.paragraph <= _FARTHEST]
        if openers:
            left = [o for o in left if o not in openers]
        else:
            left.append(half)
    return left


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Tells halves without a partner, or marks within their own kind."""
    if not is_older_than(document, rule.params["since"]):
        yield from _ASPECTS[rule.params["aspect"]](document, rule)


def _judge_loose(document: Document, rule: Rule) -> Iterator[Finding]:
    wanted: str = rule.params["marks"]
    for half in _read(document)[0]:
        if half.mark not in wanted:
            continue
        other = _PAIRS.get(half.mark) or _OPENING[half.mark]
        side = "后" if half.mark in _PAIRS else "前"
        yield rule.finding(
            f"“{half.mark}”不成对，缺{side}一半“{other}”",
            Location(half.span),
            advice="核对引文、括注到哪里为止，补上另一半；多写的删去。",
            confidence=Confidence.HIGH if document.format in ("docx", "txt", "md") else Confidence.MEDIUM,
        )


_INNER = {"《": "〈〉", "“": "‘’"}


def _judge_nested(document: Document, rule: Rule) -> Iterator[Finding]:
    wanted: str = rule.params["marks"]
    for outer, inner in _read(document)[1]:
        pair = _INNER.get(outer)
        if outer in wanted and pair:
            ends = (Span(inner.start, inner.start + 1), Span(inner.end - 1, inner.end))
            yield rule.finding(
                f"“{outer}{_PAIRS[outer]}”里面又用了“{outer}{_PAIRS[outer]}”，里层应当用“{pair}”",
                Location(inner),
                advice=f"里层换成“{pair}”。",
                fixes=[Fix(end, mark) for end, mark in zip(ends, pair, strict=True)],
            )


_ASPECTS: dict[str, Callable[[Document, Rule], Iterator[Finding]]] = {"loose": _judge_loose, "nested": _judge_nested}
_SETTING = "示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|%s|示例市人民政府|2024年5月6日"
_ALL = "“”‘’（）《》〈〉〔〕【】"


def _case(sentence: str, aspect: str = "loose") -> Case:
    return Case(_SETTING % sentence, {"aspect": aspect, "marks": _ALL})


CHECK = Check(
    name="paired-marks",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "marks": Param(str, "查哪些标点"),
        "since": Param(str, "成文日期早于这一天的不查；空着都查", ""),
    },
    bad=(
        _case("各区（含开发区要加强巡查。"),
        _case("各区含开发区）要加强巡查。"),
        _case("落实“日巡查制度。"),
        _case("落实“日巡查“制度。"),
        _case("按照《涵洞巡查办法的规定执行。"),
        _case("按照《关于印发《涵洞巡查办法》的通知》执行。", "nested"),
        _case("会议提出“落实“日巡查”制度”。", "nested"),
    ),
    good=(
        _case("落实“日巡查”制度（含开发区），按照《关于印发〈涵洞巡查办法〉的通知》（示政发〔2024〕5号）执行。"),
        _case("重点是：1）河道；2）涵洞。"),
        _case("会议指出：“要加强巡查。|“要及时报告。”"),
        _case("按照《关于印发〈涵洞巡查办法〉的通知》执行，“落实‘日巡查’制度”。", "nested"),
        _case("各区(含开发区）要加强巡查。"),
    ),
)
