"""Runs a check on its own examples, for tests, generated documentation and ``wenlint explain``.

The one-line notation of :class:`wenlint.check.Case` is expanded here: ``|`` separates
paragraphs and ``{1200字}`` stands for that many 字 of innocent text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from wenlint.check import Case, Check, Citation, Context, Library, Rule, Severity, nothing
from wenlint.document import Document, Measure
from wenlint.finding import CannotTell, Finding
from wenlint.gathering import filed, judge_folder
from wenlint.linting import judge
from wenlint.packs import complete_params
from wenlint.reading import read_bytes

if TYPE_CHECKING:
    from wenlint.appearance import Appearance

_FILLER = re.compile(r"\{(\d+)字\}")
# Twenty characters each, so that any length can be cut from their repetition.
_INNOCENT = (
    "河道管理单位每月清理一次沿岸杂物并修补。"
    "市图书馆周末延长开放两小时方便读者借阅。"
    "公交线路调整后早高峰发车间隔缩至六分钟。"
)


def _today() -> dt.date:
    """The day that examples mean when they speak of today."""
    return dt.date(2024, 6, 3)


def filler(length: int) -> str:
    """Innocent text of exactly ``length`` 字, ending with a full stop so that nothing joins its last sentence."""
    return (_INNOCENT * (length // len(_INNOCENT) + 1))[: length - 1] + "。" if length > 0 else ""


def expand(notation: str) -> str:
    """The plain text that an example stands for."""
    lines = (part.strip() for part in notation.split("|"))
    return "\n".join(_FILLER.sub(lambda match: filler(int(match[1])), line) for line in lines)


def draft_of(case: Case) -> Document:
    """The example as a document."""
    document = read_bytes(expand(case.draft).encode(), "example.txt", case.kind)
    if case.appearance is not None:
        document = replace(document, format="docx", appearance=_dressed(document, case))
    if case.pages is None:
        return document
    low, high = (case.pages, case.pages) if isinstance(case.pages, int) else case.pages
    pages = Measure(low, "assumed by the example", low == high, low, high)
    return replace(document, pages=pages)


def _dressed(document: Document, case: Case) -> Appearance | None:
    """The example's appearance with a look for each of its paragraphs."""
    from wenlint.appearance import Face, Look, Stretch

    looks: dict[int, Look] = {}
    for block in document.blocks:
        name = f"{block.kind}-{block.level}" if block.level else str(block.kind)
        look, face = case.looks.get(name, (Look(), Face()))
        before = looks.get(block.paragraph)
        stretches = (*(before.stretches if before else ()), Stretch(block.span.start, block.span.end, face))
        looks[block.paragraph] = (before or look)._replace(stretches=stretches)
    shown = tuple(looks.get(index, Look()) for index in range(max(looks, default=-1) + 1))
    return case.appearance._replace(looks=shown) if case.appearance else None


def rule_of(check: Check, case: Case) -> Rule:
    """A rule that puts the check to use with the example's parameters, at its gravest."""
    return Rule(
        id=f"example/{check.name}",
        check=check.name,
        severity=Severity.ERROR,
        cite=Citation("example", "示例规定", "示例〔2020〕1号", "1"),
        params=complete_params(check, case.params),
    )


_SETTING = "示例市关于有关工作的通知|各区人民政府：|{sentence}|示例市某局|2024年6月3日"


def example_draft(sentence: str) -> str:
    """A rule's example, in the notation of a case: a sentence stands in a short notice, a whole draft for itself."""
    return sentence if "|" in sentence else _SETTING.replace("{sentence}", sentence)


def run_example(check: Check, rule: Rule, sentence: str) -> tuple[Finding, ...]:
    """What the rule says of one of its own examples."""
    document = draft_of(Case(example_draft(sentence)))
    return judge(document, [rule], {check.name: check}, Context(clock=_today))[0]


def run_case(check: Check, case: Case) -> tuple[tuple[Finding, ...], tuple[CannotTell, ...]]:
    """What the check says of the example: findings, and what it cannot tell."""
    context = Context(superiors=_library(case), clock=_today, plan=case.plan, quota=case.quota)
    if check.across and (case.others or check.run is nothing):
        return _across(check, case, context), ()
    findings, skipped = judge(draft_of(case), [rule_of(check, case)], {check.name: check}, context)
    return findings, tuple(CannotTell(skip.reason) for skip in skipped)


def _across(check: Check, case: Case, context: Context) -> tuple[Finding, ...]:
    """What is said of the example among the other drafts of its folder."""
    drafts = [filed(draft_of(replace(case, draft=draft))) for draft in (case.draft, *case.others)]
    shared = judge_folder(drafts, [rule_of(check, case)], {check.name: check}, context)
    return tuple(one.finding for one in shared if 0 in one.drafts)


def failures(check: Check) -> Iterator[str]:
    """One line for each example that does not get the answer it stands for."""
    for case in check.bad:
        findings, unknown = run_case(check, case)
        if case.cannot_tell and not unknown:
            yield f"{check.name}: should be unable to tell: {case.draft[:80]}"
        elif not case.cannot_tell and not findings:
            yield f"{check.name}: bad example not flagged: {case.draft[:80]}"
    for case in check.good:
        findings, unknown = run_case(check, case)
        for finding in findings:
            yield f"{check.name}: good example flagged ({finding.message}): {case.draft[:80]}"
        if unknown:
            yield f"{check.name}: good example not judged ({unknown[0].reason}): {case.draft[:80]}"


def _library(case: Case) -> Library | None:
    if not case.superiors:
        return None
    from wenlint.reuse import memory_library

    return memory_library(expand(text) for text in case.superiors)
