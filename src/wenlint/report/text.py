"""The report that a drafter reads: grouped by file, each finding with place, article and advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wenlint.document import Document, Measure
from wenlint.finding import Citation, Exempt, Finding, Location, Outcome, Skipped
from wenlint.report.disclosure import Disclosure
from wenlint.report.paint import Paint
from wenlint.report.places import describe, describe_citation, place_of
from wenlint.report.quotation import one_line, quoted, shortened
from wenlint.report.summary import count
from wenlint.report.width import cells, wrap
from wenlint.text.titles import in_title_marks

_PLACES_IN_FULL = 5
_PASSAGES_IN_FULL = 6
_WORDS_SHOWN = 60  # characters quoted at a place
_INDENT = "    "
_HOW = {
    "pdf pages": "PDF 实际页数",
    "ofd pages": "OFD 实际页数",
    "estimated layout": "按版面估算，非实际排版",
    "rendered by LibreOffice": "按 LibreOffice 实际排版",
    "title": "依标题",
    "subtitle": "依副标题",
    "genre": "依文种",
    "opening words": "依开头",
    "attachment": "依首行的“附件”",
    "a notice without another mark": "按一般通知推断",
    "no mark of another kind": "没有别的特征",
    "said by the drafter": "由拟稿人指定",
}


@dataclass(frozen=True, slots=True)
class Page:
    """How the report is set: ``width`` in terminal cells, and with colour or without.

    ``exempt`` and ``fingerprints`` say whether findings under a waiver or a baseline, and
    the fingerprints of findings, are shown.
    """

    width: int
    paint: Paint
    exempt: bool = False
    fingerprints: bool = False


def render_outcome(outcome: Outcome, page: Page, alone: bool = True) -> str:
    """The report on one file.

    What could not be judged is told here when the file stands ``alone``; for a batch
    :func:`render_unjudged` tells it once.
    """
    paint = page.paint
    if outcome.document is None:
        return f"{paint.name(outcome.path)}\n  {paint.failed('没能判断')}：{outcome.error}\n"
    lines = [paint.name(outcome.path), *_facts(outcome.document, page)]
    for finding in outcome.findings:
        lines += ["", *_finding(outcome.document, finding, page)]
    if outcome.exempt:
        lines += ["", *_exempt(outcome.document, outcome.exempt, page)]
    if alone and outcome.skipped:
        lines += ["", *_skipped(outcome.document, outcome.skipped, page)]
    if not outcome.findings:
        judged = "能判断的规则都没有发现问题" if outcome.skipped else "没有发现问题"
        lines.append(f"  {paint.good(judged)}")
    return "\n".join(lines) + "\n"


def render_unjudged(outcomes: Sequence[Outcome], page: Page) -> str:
    """For a batch: every reason for which rules could not be judged, told once, with the files it holds for."""
    files: dict[tuple[str, str], list[str]] = {}
    for outcome in outcomes:
        if outcome.document is None:
            continue
        open_to = Disclosure(outcome.document)
        for skip in outcome.skipped:
            files.setdefault((skip.check, open_to.said(skip.reason)), []).append(outcome.path)
    if not files:
        return ""
    lines = [page.paint.name("无法判断")]
    for (check, reason), paths in files.items():
        names = dict.fromkeys(paths)
        where = "、".join(names) if len(names) <= 3 else f"{next(iter(names))} 等 {len(names)} 份"
        lines += _hanging("  ", f"{check}：{reason}（{where}）", page.width)
    return "\n".join(lines) + "\n"


def render_summary(outcomes: Sequence[Outcome], page: Page) -> str:
    """The last line: how many files, what was found, what could not be judged."""
    figures = count(outcomes)
    parts = [f"共 {figures['documents']} 份"]
    clean = sum(outcome.document is not None and not outcome.findings for outcome in outcomes)
    if clean:
        parts.append(page.paint.good(f"{clean} 份没有发现问题"))
    counts = {"errors": "错误", "warnings": "警告", "infos": "提示"}
    told = [f"{word} {figures[key]} 处" for key, word in counts.items() if figures[key]]
    if told:
        parts.append("、".join(told))
    if figures["waived"]:
        parts.append(f"豁免或已知 {figures['waived']} 处")
    if figures["skipped"]:
        parts.append(f"无法判断 {figures['skipped']} 项")
    if figures["failed"]:
        parts.append(page.paint.failed(f"{figures['failed']} 份没能判断"))
    return "，".join(parts) + "。\n"


# --- facts ------------------------------------------------------------------------------------


def _facts(document: Document, page: Page) -> Iterator[str]:
    kind = document.kind
    genre = document.elements.genre
    how = _HOW.get(kind.how, "" if kind.exact else "推断")
    label = f"{kind.value.label}（{how}）" if how else kind.value.label
    facts = [
        f"{genre} · {label}" if genre and genre != kind.value.label else label,
        _pages(document.pages),
        f"{document.characters.word} 字",
        _secrecy(document),
    ]
    yield from (f"  {page.paint.label(line)}" for line in _filled(facts, " · ", page.width - 2))
    open_to = Disclosure(document)
    for note in document.notes:
        yield from _hanging("  说明：", open_to.said(note), page.width)


def _pages(pages: Measure[int] | None) -> str:
    if pages is None:
        return "页数不明"
    figure = f"{pages.least}～{pages.most}" if pages.least != pages.most else f"{pages.value}"
    how = _HOW.get(pages.how, "")
    return f"{'' if pages.exact else '约 '}{figure} 页" + (f"（{how}）" if how else "")


def _secrecy(document: Document) -> str:
    mark = document.elements.secrecy
    if mark is None:
        return "未标密级"
    return f"密级：{mark.level}{'★' if mark.term else ''}{mark.term or ''}（正文内容不在报告中显示）"


# --- findings ---------------------------------------------------------------------------------


def _finding(document: Document, finding: Finding, page: Page) -> Iterator[str]:
    open_to = Disclosure(document)
    word = page.paint.severity(finding.severity)
    unsure = "" if finding.confidence.word == "high" else "（拿不准，请人工核对）"
    first, *more = wrap(open_to.said(finding.message) + unsure, page.width - 8)
    yield f"  {word}  {first}"
    for line in more:
        yield f"        {line}"
    alone, pairs = _paired(document, finding.at)
    yield from _labelled("位置", _places(document, alone, open_to), page)
    if pairs:
        yield from _comparisons(document, pairs, open_to, page)
    yield from _labelled("依据", [f"{describe_citation(finding.cite)}  [{finding.rule}]"], page)
    yield from _labelled("另见", map(_also, finding.evidence.get("also", ())), page)
    if finding.advice:
        yield from _labelled("建议", [open_to.said(finding.advice)], page)
    if page.fingerprints:
        yield from _labelled("指纹", [finding.fingerprint], page)


def _exempt(document: Document, exempt: Sequence[Exempt], page: Page) -> Iterator[str]:
    if page.exempt:
        for one in exempt:
            yield from _finding(document, one.finding, page)
            yield from _labelled("不计", [_why_exempt(one)], page)
            yield ""
        return
    waived = sum(one.source == "waiver" for one in exempt)
    counts = ((waived, "已豁免"), (len(exempt) - waived, "基线里已知"))
    told = "、".join(f"{word} {count} 处" for count, word in counts if count)
    yield f"  {page.paint.label(f'另有{told}，不计入（--show-waived 可看）')}"


def _why_exempt(one: Exempt) -> str:
    if one.source == "baseline":
        return "基线里已有的问题"
    return f"已豁免，到 {one.until} 为止。{one.by}：{one.reason}"


def _also(other: Mapping[str, Any]) -> str:
    """The article of another pack that forbids the same fault."""
    cite = Citation("", other["title"], other["number"], other["article"])
    limit = f"，限额 {other['limit']}" if "limit" in other else ""
    return f"{describe_citation(cite)}{limit}  [{other['rule']}]"


def _paired(document: Document, at: Iterable[Location]) -> tuple[list[Location], list[tuple[Location, Location]]]:
    """Places to name, and places to compare with the superior passage that is named right after them."""
    from wenlint.report.passages import are_alike

    alone: list[Location] = []
    pairs: list[tuple[Location, Location]] = []
    mine: Location | None = None
    for place in at:
        if place.source is None:
            mine = place
        elif mine and place.text and are_alike(mine.span.of(document.text), place.text):
            if alone and alone[-1] is mine:
                alone.pop()
            pairs.append((mine, place))
            continue
        alone.append(place)
    return alone, pairs


def _places(document: Document, at: Sequence[Location], open_to: Disclosure) -> Iterator[str]:
    for place in at[:_PLACES_IN_FULL]:
        yield _place(document, place, open_to)
    rest = at[_PLACES_IN_FULL:]
    if rest:
        named = "；".join(dict.fromkeys(describe(document, place) for place in rest if place.source is None))
        yield f"另有 {len(rest)} 处：{named}"


def _place(document: Document, place: Location, open_to: Disclosure) -> str:
    if place.source is not None:
        words = open_to.words(one_line(place.text))
        return _source(place, open_to) + (f"：“{shortened(words, 2 * _WORDS_SHOWN)}”" if words else "")
    parts = [describe(document, place)]
    is_element = bool(place_of(document, place.span).element)
    if place.trail and not open_to.secret and not is_element:
        parts.append(" › ".join(shortened(one_line(heading), 30) for heading in place.trail))
    where = " · ".join(part for part in parts if part)
    words = open_to.words(quoted(document.text, place.span, _WORDS_SHOWN))
    return f"{where}：“{words}”" if words else where


def _source(place: Location, open_to: Disclosure) -> str:
    assert place.source is not None
    number = f"（{place.source.number}）" if place.source.number else ""
    trail = "" if open_to.secret or not place.trail else " · " + " › ".join(place.trail)
    return f"{in_title_marks(place.source.title)}{number}{trail}"


def _comparisons(
    document: Document, pairs: Sequence[tuple[Location, Location]], open_to: Disclosure, page: Page
) -> Iterator[str]:
    if open_to.secret:
        yield from _labelled(
            "对照", [f"{describe(document, mine)} | {_source(theirs, open_to)}" for mine, theirs in pairs], page
        )
        return
    from wenlint.report import passages

    longest = sorted(pairs, key=lambda pair: -len(pair[0].span))[:_PASSAGES_IN_FULL]
    for mine, theirs in pairs:
        if (mine, theirs) not in longest:
            continue
        compared = passages.Passages(
            left_heading=" · ".join(filter(None, ("本稿", describe(document, mine), " › ".join(mine.trail)))),
            left=mine.span.of(document.text),
            right_heading=f"来源 · {_source(theirs, open_to)}",
            right=theirs.text,
        )
        yield ""
        for line in passages.render(compared, page.width - len(_INDENT), page.paint):
            yield f"{_INDENT}{line}".rstrip()
        changes = passages.changes_told(compared.left, compared.right)
        yield from _labelled("改动", [changes] if changes else [], page)
    yield ""
    rest = [pair for pair in pairs if pair not in longest]
    if rest:
        named = "；".join(f"{describe(document, mine)}（{len(mine.span)} 字）" for mine, _ in rest)
        yield from _labelled("另有", [f"{len(rest)} 段较短的：{named}"], page)


def _skipped(document: Document, skipped: Sequence[Skipped], page: Page) -> Iterator[str]:
    open_to = Disclosure(document)
    rules: dict[tuple[str, str], list[str]] = {}
    for skip in skipped:
        rules.setdefault((skip.check, open_to.said(skip.reason)), []).append(skip.rule)
    yield f"  {page.paint.name('无法判断')}"
    for (check, reason), names in rules.items():
        yield from _hanging("    ", f"{check}：{reason}  [{'、'.join(dict.fromkeys(names))}]", page.width)


# --- lines ------------------------------------------------------------------------------------


def _labelled(label: str, texts: Iterable[str], page: Page) -> Iterator[str]:
    head = f"{_INDENT}{page.paint.label(label)}  "
    for text in texts:
        for line in wrap(text, page.width - 10):
            yield f"{head}{line}".rstrip()
            head = " " * 10


def _hanging(label: str, text: str, width: int) -> Iterator[str]:
    head = label
    for line in wrap(text, width - cells(label)):
        yield f"{head}{line}".rstrip()
        head = " " * cells(label)


def _filled(parts: Iterable[str], separator: str, width: int) -> Iterator[str]:
    """Parts joined on as few lines as hold them; a part wider than a line is wrapped."""
    line = ""
    for part in parts:
        longer = f"{line}{separator}{part}" if line else part
        if line and cells(longer) > width:
            yield from wrap(line, width)
            longer = part
        line = longer
    yield from wrap(line, width)
