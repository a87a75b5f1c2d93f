"""引用的文件已经废止，或者文号和标题对不上

查什么：正文和标题里引用的文件是不是已经废止、被取代（规则列出的，以及上级文件库里注明效力的）；
同时写了标题和文号的，两个是不是同一份文件。随 wenlint 有一批中央文件的标题、文号可以核对，
没有收录的、上级文件库里也没有的，不报。说明“废止”“取代”“原”的不报。

为什么：依据废止的文件作规定站不住脚；文号错了，查不到原件。

怎么改：改引现行的文件；照原件核对标题和文号。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wenlint.check import Case, Check, Confidence, Context, Finding, Location, Param, Rule, Severity, Verdict
from wenlint.document import Document, Part, Span
from wenlint.text.citations import CitedDocument, cited_documents, spread_title
from wenlint.text.known_documents import KnownDocument, with_number, with_title
from wenlint.text.legislation import is_legislation
from wenlint.text.normal import squeeze
from wenlint.text.paragraphs import Paragraph, is_older_than, paragraphs
from wenlint.text.patterns import pattern
from wenlint.text.titles import in_title_marks

_PARTS = frozenset({Part.MAIN, Part.ENCLOSED, Part.ATTACHMENT})
_ENDED = pattern(r"废止|取代|代替|失效|停止执行|不再执行|同时废|修订为|原$|原《$|历史|沿革")
_NO_LONGER = pattern(r"废止|失效|取代|撤销|停止执行")
_AROUND = 40
_SHORTEST = 6  # characters of a cited title that says which document is meant
_ENOUGH = 0.5  # share of the pairs of characters of a short name that its document's title holds


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges what the draft cites by the aspect that the rule speaks of."""
    is_draft = document.elements.genre is not None or bool(document.elements.addressees)
    if not is_draft or is_older_than(document, rule.params["since"]) or is_legislation(document):
        return
    judge = _ASPECTS[rule.params["aspect"]]
    for paragraph in paragraphs(document):
        if paragraph.part not in _PARTS or not ("《" in paragraph.text or "号" in paragraph.text):
            continue
        for cited in cited_documents(paragraph.text):
            yield from judge(paragraph, cited, rule, context)


def _judge_repealed(paragraph: Paragraph, cited: CitedDocument, rule: Rule, context: Context) -> Iterator[Finding]:
    """Documents that the rule lists as repealed, unless the draft itself says so."""
    if _speaks_of_end(paragraph.text, cited.span):
        return
    for entry in rule.params["repealed"]:
        if _is_entry(entry, cited):
            name = entry.get("title") or entry["number"]
            yield rule.finding(
                f"引用的{in_title_marks(name) if entry.get('title') else name}已经废止（{entry['why']}）",
                Location(paragraph.place(cited.span.start, cited.span.end)),
                advice=f"改引{entry['instead']}。" if entry.get("instead") else "改引现行的文件。",
                evidence={"cited": name},
            )
            return


def _is_entry(entry: dict[str, str], cited: CitedDocument) -> bool:
    if cited.number and cited.number == entry.get("number"):
        return True
    title = squeeze(cited.title)
    names = [squeeze(name) for name in (entry.get("title", ""), entry.get("short", "")) if name]
    return bool(title) and title in (*names, *(f"中华人民共和国{name}" for name in names))


def _speaks_of_end(text: str, span: Span) -> bool:
    around = text[max(0, span.start - _AROUND) : span.start] + text[span.end : span.end + _AROUND]
    return bool(_ENDED.search(around)) or text[: span.start].endswith("原")


def _judge_library(paragraph: Paragraph, cited: CitedDocument, rule: Rule, context: Context) -> Iterator[Finding]:
    """Documents that the library knows to be no longer in force."""
    if context.superiors is None or _speaks_of_end(paragraph.text, cited.span):
        return
    known = context.superiors.find(spread_title(cited.title), cited.number)
    if known is not None and _NO_LONGER.search(known.status):
        yield rule.finding(
            f"引用的{in_title_marks(known.ref.title)}在上级文件库里注明“{known.status}”",
            Location(paragraph.place(cited.span.start, cited.span.end)),
            advice="改引现行的文件。",
            evidence={"cited": known.ref.title, "status": known.status},
        )


def _judge_number(paragraph: Paragraph, cited: CitedDocument, rule: Rule, context: Context) -> Iterator[Finding]:
    """Title and number of one citation that are those of two documents."""
    if not cited.number or len(squeeze(cited.title)) < _SHORTEST:
        return
    known = with_number(cited.number) or _in_library(cited, context)
    if known is not None and not _is_named(cited.title, known.title):
        yield _mismatch(paragraph, cited, rule, f"{cited.number}是{in_title_marks(known.title)}", known)
        return
    named = list(with_title(spread_title(cited.title)))
    if named and known is None and all(each.number != cited.number for each in named):
        numbers = "、".join(each.number for each in named)
        yield _mismatch(paragraph, cited, rule, f"这份文件的文号是{numbers}", named[0])


def _in_library(cited: CitedDocument, context: Context) -> KnownDocument | None:
    """The document of that number in the library; one that was only found by its title is none."""
    found = context.superiors.find("", cited.number) if context.superiors is not None else None
    return KnownDocument(cited.number, found.ref.title, found.ref.date) if found else None


def _is_named(cited: str, title: str) -> bool:
    """Whether a citation may mean the document: its title, a part of it, or a name much like it."""
    one, other = squeeze(cited), squeeze(title)
    if one in other or other in one:
        return True
    pairs = {one[i : i + 2] for i in range(len(one) - 1)}
    return sum(pair in other for pair in pairs) >= _ENOUGH * len(pairs)


def _mismatch(paragraph: Paragraph, cited: CitedDocument, rule: Rule, why: str, known: KnownDocument) -> Finding:
    return rule.finding(
        f"引用的标题和文号对不上：{why}，草稿写的是{in_title_marks(cited.title)}（{cited.number}）",
        Location(paragraph.place(cited.span.start, cited.span.end)),
        advice="照原件核对标题和文号。",
        severity=Severity.ERROR,
        confidence=Confidence.MEDIUM,
        evidence={"cited": cited.number, "known": known.number, "title": known.title},
    )


_Judge = Callable[[Paragraph, CitedDocument, Rule, Context], Iterator[Finding]]
_ASPECTS: dict[str, _Judge] = {"repealed": _judge_repealed, "library": _judge_library, "number": _judge_number}

_SETTING = "示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|%s|示例市人民政府|2024年5月6日"
_REPEALED = [
    {
        "title": "国家行政机关公文处理办法",
        "number": "国发〔2000〕23号",
        "why": "2012年7月1日起",
        "instead": "《党政机关公文处理工作条例》",
    }
]


def _repealed(sentence: str) -> Case:
    return Case(_SETTING % sentence, {"aspect": "repealed", "repealed": _REPEALED})


def _number(sentence: str) -> Case:
    return Case(_SETTING % sentence, {"aspect": "number"})


CHECK = Check(
    name="cited-document",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "repealed": Param(list, "已经废止的文件：title、number、short（简称）、why（为什么）、instead（改引什么）", []),
        "since": Param(str, "成文日期早于这一天的不查；空着都查", ""),
    },
    bad=(
        _repealed("按照《国家行政机关公文处理办法》（国发〔2000〕23号）办理。"),
        _repealed("按照国发〔2000〕23号文件办理。"),
        _number("按照《国务院关于促进乡村产业振兴的指导意见》（国发〔2019〕2号）执行。"),
        _number("按照《关于加强河道涵洞巡查工作的意见》（国发〔2019〕12号）执行。"),
    ),
    good=(
        _repealed("《国家行政机关公文处理办法》同时废止。"),
        _repealed("按照《党政机关公文处理工作条例》办理。"),
        _number("按照《国务院关于促进乡村产业振兴的指导意见》（国发〔2019〕12号）执行。"),
        _number("按照《关于加强河道涵洞巡查工作的意见》（示政发〔2019〕5号）执行。"),
        Case(
            _SETTING % "按照《示例省河道办法》执行。",
            {"aspect": "library"},
            superiors=["示例省河道办法|示政令〔2020〕3号|{60字}"],
        ),
    ),
)
