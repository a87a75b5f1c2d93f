"""The overview of a scan on a terminal: what to send back, by urgency, and one line of totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wenlint.report.folder.overview import Overview, Row, Verdict
from wenlint.report.harmless import on_one_line
from wenlint.report.paint import Paint
from wenlint.report.places import describe_citation
from wenlint.report.width import cells, pad, wrap

_MOST_SHOWN = 200
_MOST_NAMES = 6
_NAME_WIDTH = 36  # cells, at most, of a column of names
_HEADINGS = {
    Verdict.MARKED: "带密级标志，这个文件夹没有声明可以存放；先停下，按保密规定处理",
    Verdict.FAILED: "没能判断，等于没查",
    Verdict.BACK: "退回",
    Verdict.LOOK: "看一看",
}


def render(overview: Overview, width: int, paint: Paint) -> str:
    """The overview, ``width`` terminal cells wide; drafts are named by their path below ``overview.folder``."""
    parts = [*_groups(overview, width, paint), *_shared(overview, width, paint), _summary(overview, paint)]
    return "\n".join(parts) + "\n"


def _groups(overview: Overview, width: int, paint: Paint) -> Iterator[str]:
    urgent = overview.urgent()
    for verdict, heading in _HEADINGS.items():
        rows = [row for row in urgent if row.verdict is verdict]
        if not rows:
            continue
        name = paint.failed if verdict in (Verdict.MARKED, Verdict.FAILED, Verdict.BACK) else paint.name
        yield f"{name(heading)}（{len(rows)} 份）"
        yield from _lines({overview.name_of(row): row for row in rows[:_MOST_SHOWN]}, width, paint)
        if len(rows) > _MOST_SHOWN:
            yield f"  …… 还有 {len(rows) - _MOST_SHOWN} 份，见 --report 的报告"
        yield ""


def _lines(rows: Mapping[str, Row], width: int, paint: Paint) -> Iterator[str]:
    named = {on_one_line(name): row for name, row in rows.items()}
    column = min(_NAME_WIDTH, max(map(cells, named)))
    for name, row in named.items():
        figures = paint.label(pad(_length(row), 14))
        lead = f"  {pad(name, column)}  " if cells(name) <= column else f"  {name}\n  {' ' * column}  "
        first, *rest = wrap(_said(row), max(30, width - column - 20))
        yield f"{lead}{figures}  {first}"
        yield from (f"{' ' * (column + 20)}{line}" for line in rest)


def _length(row: Row) -> str:
    if row.words is None:
        return ""
    pages = "" if row.pages is None else f"{_range(*row.pages)} 页 "
    return f"{pages}{row.words} 字"


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _said(row: Row) -> str:
    if row.verdict is Verdict.MARKED:
        return row.secrecy
    counts = {"error": "错误", "warning": "警告", "info": "提示"}
    told = "、".join(f"{word} {row.counts[key]}" for key, word in counts.items() if row.counts.get(key))
    return f"{told}：{row.chief}" if told else row.chief


def _shared(overview: Overview, width: int, paint: Paint) -> Iterator[str]:
    if not overview.shared:
        return
    yield paint.name(f"文稿之间（{len(overview.shared)} 处）")
    paths = {row.place: on_one_line(overview.name_of(row)) for row in overview.rows}
    for one in overview.shared[:_MOST_SHOWN]:
        finding = one.finding
        cite = describe_citation(finding.cite)
        yield from _hanging(f"  {paint.severity(finding.severity)} ", f"{finding.message}（{cite}）", width)
        named = [paths[place] for place in one.places]
        more = f" 等 {len(named)} 份" if len(named) > _MOST_NAMES else ""
        yield from _hanging("       ", "、".join(named[:_MOST_NAMES]) + more, width)
        yield from _hanging("       怎么改：", finding.advice, width)
    yield ""


def _hanging(lead: str, text: str, width: int) -> Iterator[str]:
    first, *rest = wrap(text, max(30, width - 7))
    yield lead + first
    yield from (" " * 7 + line for line in rest)


def _summary(overview: Overview, paint: Paint) -> str:
    totals = overview.totals()
    words = {"marked": "涉密", "failed": "没能判断", "back": "退回", "look": "看一看"}
    parts = [f"共 {totals['documents']} 份"]
    parts += [paint.failed(f"{word} {totals[key]} 份") for key, word in words.items() if totals[key]]
    if totals["pass"]:
        parts.append(paint.good(f"可以发 {totals['pass']} 份"))
    severities = {"errors": "错误", "warnings": "警告", "infos": "提示", "waived": "已豁免"}
    found = "、".join(f"{word} {totals[key]} 处" for key, word in severities.items() if totals[key])
    if found:
        parts.append(found)
    if overview.remembered:
        parts.append(f"其中 {overview.remembered} 份内容没变，用上次的结论")
    return "，".join(parts) + "。"
