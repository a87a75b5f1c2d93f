"""附件说明和后面的附件对不上，或者写法不对

查什么：正文后的“附件：1.××”和文后所附的附件：件数、名称、顺序是否一致；附件名称后面有没有多出的标点；
序号是否连续、是否用阿拉伯数字；有附件却没有附件说明；正文里“见附件3”而附件只有两个；“附件1”后面多了冒号。
附件另存文件、没有附在后面的，件数和名称不查。印发、转发的文件本身不算附件。

为什么：附件是公文的组成部分，说明和附件对不上，收文单位分不清是漏印还是写错。

怎么改：以实际附件为准改附件说明，名称、顺序一字不差；名称后不加标点。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from wenlint.check import Case, Check, Confidence, Context, Finding, Fix, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Document, Part, Span
from wenlint.text.numerals import value_of
from wenlint.text.paragraphs import Paragraph, is_older_than, paragraphs, running_text
from wenlint.text.patterns import pattern
from wenlint.text.titles import is_same_title, squeeze

_LABEL = pattern(r"附\s*件\s*(?P<numeral>[\d一二三四五六七八九十]*)\s*[:：]\s*")
_ENTRY = pattern(r"\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?P<mark>[.．、])\s*")
_NEXT_ENTRY = pattern(r"(?<=[\s；;。，,])(?=\d{1,2}\s*[.．、]\s*\S)")
_TRAILING = pattern(r"(?P<name>.*?[^\s。；;，,、：:.])(?P<marks>[\s]*[。；;，,、：:.]+)\s*\Z", re.DOTALL)
_MARK = pattern(r"\s*附\s*(?:件|录|表|图)?\s*(?P<numeral>[\d一二三四五六七八九十]*)\s*(?P<tail>[:：.、．]?)\s*\Z")
_SEEN = pattern(
    r"(?:见|按|按照|依照|详见|填写|填报|参照|如)(?:本(?:通知|方案|意见|函))?[“（(]?附件\s*(?P<numeral>[\d一二三四五六七八九十]{1,3})"
)


class _Entry(NamedTuple):
    """A name in the note. ``number`` is None when none is printed, ``marks`` the punctuation after the name."""

    name: str
    number: int | None
    numeral: str
    span: Span
    marks: Span | None
    mark: str = "."


class _Attached(NamedTuple):
    """An attachment that follows: its mark (附件1) and its title, "" when none could be told."""

    title: str
    span: Span


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the note of attachments by the aspect that the rule speaks of."""
    if is_older_than(document, rule.params["since"]):
        return
    entries, attached = list(_entries(document)), list(_attached(document))
    yield from _ASPECTS[rule.params["aspect"]](document, rule, entries, attached)


def _entries(document: Document) -> Iterator[_Entry]:
    for paragraph in _note(document):
        label = _LABEL.match(paragraph.text)
        start = label.end() if label else 0
        cuts = [start, *(m.start() for m in _NEXT_ENTRY.finditer(paragraph.text, start + 1)), len(paragraph.text)]
        for begin, end in pairwise(cuts):
            if paragraph.text[begin:end].strip():
                yield _entry(paragraph, begin, end, label["numeral"] if label and begin == start else "")


def _note(document: Document) -> Iterator[Paragraph]:
    """The note's paragraphs; 附件： on a line of its own begins one when 1. follows it."""
    listed = False
    for before, paragraph in pairwise(paragraphs(document)):
        noted = paragraph.kind is BlockKind.ATTACHMENT_NOTE and paragraph.part is Part.MAIN
        listed = (listed or _begins_note(before, paragraph)) and _ENTRY.match(paragraph.text) is not None
        if noted or listed:
            yield paragraph


def _begins_note(mark: Paragraph, following: Paragraph) -> bool:
    match = _MARK.match(mark.text) if mark.kind is BlockKind.ATTACHMENT else None
    return (
        match is not None
        and match["tail"] in ("：", ":")
        and not match["numeral"]
        and bool(_ENTRY.match(following.text))
    )


def _entry(paragraph: Paragraph, begin: int, end: int, labelled: str) -> _Entry:
    printed = _ENTRY.match(paragraph.text, begin, end)
    numeral = printed["number"] if printed else labelled
    name_from = printed.end() if printed else begin
    trailing = _TRAILING.match(paragraph.text[name_from:end])
    name = trailing["name"] if trailing else paragraph.text[name_from:end]
    marks = (
        paragraph.place(name_from + trailing.start("marks"), name_from + trailing.end("marks")) if trailing else None
    )
    value = value_of(numeral) if numeral else None
    place = paragraph.place(name_from, name_from + len(name.rstrip()))
    mark = printed["mark"] if printed else "."
    return _Entry(squeeze(name), None if value is None else int(value), numeral, place, marks, mark)


def _attached(document: Document) -> Iterator[_Attached]:
    """The attachments behind the text: each mark with the title lines below it."""
    mark: Paragraph | None = None
    title = ""
    everything = paragraphs(document)
    for at, paragraph in enumerate(everything):
        if paragraph.part is not Part.ATTACHMENT or _begins_note(
            paragraph, everything[min(at + 1, len(everything) - 1)]
        ):
            continue
        if paragraph.kind is BlockKind.ATTACHMENT and _MARK.match(paragraph.text):
            if mark is not None:
                yield _Attached(squeeze(title), mark.span)
            mark, title = paragraph, ""
        elif paragraph.kind is BlockKind.ATTACHMENT and mark is not None:
            title += paragraph.text.strip()
    if mark is not None:
        yield _Attached(squeeze(title), mark.span)


_List = Sequence[_Entry]
_Behind = Sequence[_Attached]


def _judge_marks(document: Document, rule: Rule, entries: _List, attached: _Behind) -> Iterator[Finding]:
    wrong = [(entry, entry.marks) for entry in entries if entry.marks is not None]
    if wrong:
        more = f"，共 {len(wrong)} 处" if len(wrong) > 1 else ""
        yield rule.finding(
            f"附件名称后面多了标点{more}",
            *(Location(marks) for _, marks in wrong),
            advice="附件名称后不加标点，删去。",
            fixes=[Fix(marks, "") for _, marks in wrong],
        )


def _judge_numbers(document: Document, rule: Rule, entries: _List, attached: _Behind) -> Iterator[Finding]:
    """Several attachments are numbered 1. 2. 3. in Arabic numerals, without gaps."""
    if len(entries) < 2:
        return
    for place, entry in enumerate(entries, 1):
        if entry.number == place and not entry.numeral.isdigit():
            why = f"附件说明的序号“{entry.numeral}”应当用阿拉伯数字"
        elif entry.number is None:
            why = "附件不止一个，附件说明里应当逐个编号"
        elif entry.number == place and entry.mark == "、":
            why = f"附件说明的序号应当写“{place}.”，不写“{place}、”"
        elif entry.number != place:
            why = f"附件说明的序号不连续：第 {place} 个写成了“{entry.numeral}”"
        else:
            continue
        yield rule.finding(why, Location(entry.span), advice="按“附件：1.××”“2.××”依次编号。")
        return


def _judge_match(document: Document, rule: Rule, entries: _List, attached: _Behind) -> Iterator[Finding]:
    if not entries or not attached:
        return
    if len(entries) != len(attached):
        yield rule.finding(
            f"附件说明列了 {len(entries)} 个附件，后面附了 {len(attached)} 个",
            Location(Span(entries[0].span.start, entries[-1].span.end)),
            Location(attached[-1].span),
            advice="核对是漏附还是漏列，改成一致。",
            evidence={"value": len(attached), "limit": len(entries), "unit": "个"},
        )
        return
    yield from _misnamed(rule, entries, attached)


def _is_titled(real: _Attached, name: str) -> bool:
    """Whether the attachment bears the name.

    What follows its title on lines of its own does not matter, nor whether the issuer is named before 关于.
    """
    bare = name[max(name.find("关于"), 0) :] if real.title.startswith("关于") else name
    return any(is_same_title(bare, real.title[:end]) for end in (len(bare), len(real.title)))


def _misnamed(rule: Rule, entries: _List, attached: _Behind) -> Iterator[Finding]:
    wrong = [
        (entry, real)
        for entry, real in zip(entries, attached, strict=True)
        if real.title and not _is_titled(real, entry.name)
    ]
    if len(wrong) > 1 and all(any(_is_titled(real, entry.name) for real in attached) for entry, _ in wrong):
        yield rule.finding(
            "附件说明的顺序和后面附件的顺序不一致",
            *(Location(entry.span) for entry, _ in wrong),
            advice="以实际附件的顺序为准改附件说明。",
        )
        return
    for entry, real in wrong:
        yield rule.finding(
            f"附件说明写的是“{entry.name}”，附件的标题是“{real.title}”",
            Location(entry.span),
            Location(real.span),
            advice="附件标题要和附件说明的表述一致。",
            confidence=Confidence.MEDIUM,
        )


def _judge_missing(document: Document, rule: Rule, entries: _List, attached: _Behind) -> Iterator[Finding]:
    """Attachments that follow without a note, and attachments spoken of that are not there."""
    if attached and not entries and document.elements.addressees:
        yield rule.finding(
            f"后面附了 {len(attached)} 个附件，正文下面没有附件说明",
            Location(attached[0].span),
            advice="在正文下空一行写“附件：”和附件名称。",
            confidence=Confidence.MEDIUM,
        )
    known = max(len(entries), len(attached))
    for paragraph in running_text(document, Part.MAIN) if known else ():
        for match in _SEEN.finditer(paragraph.text):
            value = value_of(match["numeral"])
            if value is not None and value > known:
                yield rule.finding(
                    f"正文提到附件{match['numeral']}，附件只有 {known} 个",
                    Location(paragraph.place(match.start(), match.end())),
                    advice="核对附件序号；漏附的补上。",
                )


def _judge_label(document: Document, rule: Rule, entries: _List, attached: _Behind) -> Iterator[Finding]:
    """附件1： and 附件一 above an attachment, in a file of its own too."""
    own = [block.span for block in document.of_kind(BlockKind.ATTACHMENT) if block.part is Part.HEAD]
    for span in (*own, *(real.span for real in attached)):
        printed = span.of(document.text)
        match = _MARK.match(printed)
        if match is None or not (match["tail"] or (match["numeral"] and not match["numeral"].isdigit())):
            continue
        value = value_of(match["numeral"]) if match["numeral"] else None
        right = f"附件{int(value) if value is not None else ''}"
        yield rule.finding(
            f"“{printed.strip()}”应当写“{right}”，后面不加标点",
            Location(span),
            advice="“附件”二字和顺序号顶格编排，顺序号用阿拉伯数字。",
            fixes=[Fix(span, right)],
        )


def _judge_colon(document: Document, rule: Rule, entries: _List, attached: _Behind) -> Iterator[Finding]:
    """附件: with a half-width colon, or none, before the names."""
    for paragraph in _note(document):
        label = _HALF_LABEL.match(paragraph.text)
        if label:
            place = paragraph.place(label.end() - 1, label.end())
            yield rule.finding(
                "附件说明的“附件”后面应当用全角冒号",
                Location(place),
                advice="写作“附件：××”。",
                fixes=[Fix(place, "：")],
            )


_HALF_LABEL = pattern(r"\s*附\s*件\s*[\d一二三四五六七八九十]*\s*:")


_Judge = Callable[[Document, Rule, _List, _Behind], Iterator[Finding]]
_ASPECTS: dict[str, _Judge] = {
    "marks": _judge_marks,
    "numbers": _judge_numbers,
    "match": _judge_match,
    "missing": _judge_missing,
    "label": _judge_label,
    "colon": _judge_colon,
}

_SETTING = "示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|%s|%s|示例市人民政府|2024年5月6日|%s"
_TWO = "附件1|涵洞清单|示例路涵洞|附件2|巡查记录表|时间和地点"


def _case(note: str, behind: str, aspect: str, body: str = "{60字}") -> Case:
    return Case(_SETTING % (body, note, behind), {"aspect": aspect})


CHECK = Check(
    name="attachment-list",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "since": Param(str, "成文日期早于这一天的不查；空着都查", ""),
    },
    bad=(
        _case("附件：1.涵洞清单；|2.巡查记录表。", _TWO, "marks"),
        _case("附件：涵洞清单。", "", "marks"),
        _case("附件：1.涵洞清单|3.巡查记录表", _TWO, "numbers"),
        _case("附件：一、涵洞清单|二、巡查记录表", _TWO, "numbers"),
        _case("附件：1.涵洞清单", _TWO, "match"),
        _case("附件：1.涵洞清单|2.巡查记录表|3.联系方式", _TWO, "match"),
        _case("附件：1.涵洞清单|2.巡查登记表", _TWO, "match"),
        _case("附件：1.巡查记录表|2.涵洞清单", _TWO, "match"),
        _case("{20字}", _TWO, "missing"),
        _case("附件：1.涵洞清单|2.巡查记录表", _TWO, "missing", "请按要求填写附件3后报送。{60字}"),
        _case("附件：1、涵洞清单|2、巡查记录表", _TWO, "numbers"),
        _case("附件:1.涵洞清单|2.巡查记录表", _TWO, "colon"),
        _case("附件：涵洞清单", "附件一：|涵洞清单|示例路涵洞", "label"),
        Case("附件1：|示例市涵洞清单|{30字}", {"aspect": "label"}),
    ),
    good=(
        *(_case("附件：1.涵洞清单|2.巡查记录表", _TWO, aspect, "请填写附件2。{60字}") for aspect in _ASPECTS),
        _case("附件：涵洞清单", "附件|涵洞清单|示例路涵洞", "match"),
        Case("附件1|示例市涵洞清单|{30字}", {"aspect": "label"}),
        _case("附件：1.涵洞清单|2.巡查记录表", "", "match"),
        _case("附件：1.涵洞清单（2024年版）|2.巡查记录表", "", "marks"),
    ),
)
