"""Titles of implementing documents (实施意见、实施细则、分工方案 …) and the superior documents they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wenlint.document import Span
from wenlint.text.acts import act_of
from wenlint.text.citations import CitedDocument, cited_documents, spread_title
from wenlint.text.clauses import sentences
from wenlint.text.levels import Level, level_of, place_of
from wenlint.text.patterns import pattern
from wenlint.text.titles import is_same_title

_LEGISLATION = pattern("(?:(?<!办)法|条例)\\Z")
_GOVERNMENT = pattern("(?:政府|委|政府办公[厅室]|委办公[厅室]|[省市区县州])\\Z")


@dataclass(frozen=True, slots=True)
class Filing:
    """An implementing document: its form in a word, and its own title."""

    form: str
    title: str


def filing_of(
    title: str, issuer: str, forms: re.Pattern[str], excepted: re.Pattern[str] | None = None
) -> Filing | None:
    """The filing that a title announces as the issuer's own.

    ``forms`` is matched at the end of the text's own title (that of the issued text in
    关于印发《…》的通知), ``excepted`` anywhere in it. A text passed on from above is not
    the issuer's own: None.
    """
    act = act_of(title)
    match = forms.search(act.title)
    if not match or (excepted and excepted.search(act.title)):
        return None
    # A division of work begins with the name of the plan it divides, which may well be a superior's.
    names_its_plan = "分工" in match[0] and act.verb != "转发"
    if act.verb and not names_its_plan and _is_from_above(act.verb, act.title, issuer):
        return None
    return Filing(_form_name(match[0]), act.title)


def _form_name(matched: str) -> str:
    """实施意见 or 分工方案 as matched; longer matches (贯彻落实《…》的若干意见) by what they are."""
    if matched.endswith("细则"):
        return "实施细则"
    if matched.endswith("实施意见"):
        return "实施意见"
    if "贯彻" in matched or "落实" in matched:
        return "贯彻落实意见"
    return re.sub("的?(?:通知|意见|函)\\Z", "", matched) if "分工" in matched else matched


def _is_from_above(verb: str, title: str, issuer: str) -> bool:
    theirs, ours = level_of(title), level_of(issuer)
    if theirs is not None and ours is not None:
        return theirs < ours
    return theirs is Level.CENTRAL or verb == "转发"


_RESTS_ON = pattern("根据|按照|依据|依照|遵照|贯彻|落实|执行|实施")
# 贯彻落实省政府办公厅关于……的意见的实施意见: named without 《》.
_UNQUOTED = pattern(
    "(?:贯彻(?:落实|执行|实施)?|落实|执行|实施)"
    "(?P<title>[^《》]{0,20}关于[^《》]{4,60}?(?:意见|通知|决定|办法|规定|方案|纲要|规划))(?=的)"
)


def superiors_named(title: str, opening: str) -> list[CitedDocument]:
    """Documents that a filing's title names, then those its opening says it rests on, each once."""
    named = list(cited_documents(title))
    if not named and (match := _UNQUOTED.search(title)):
        named.append(CitedDocument(match["title"], "", Span(*match.span("title"))))
    for sentence in sentences(opening):
        if _RESTS_ON.search(sentence.of(opening)):
            named += cited_documents(sentence.of(opening))
    return _once_each(named, title)


_CARRIES_OUT = pattern("(?:贯彻|落实|推进实施)")


def implemented_by(title: str, opening: str) -> list[CitedDocument]:
    """Documents that a draft is there to carry out: named by its title, or else where its opening says what for.

    What it merely rests on (根据、依据), and laws, which many drafts carry out, do not count.
    """
    named = superiors_named(title, "")
    if not named:
        first = next(iter(sentences(opening)), None)
        words = first.of(opening) if first else ""
        start = _CARRIES_OUT.search(words)
        named = list(cited_documents(words[start.start() :])) if start else []
    return [cited for cited in _once_each(named, title) if not is_legislation_title(cited.title)]


def _once_each(named: Sequence[CitedDocument], title: str) -> list[CitedDocument]:
    """Without short forms and the filing itself; of two mentions, the one that gives a number."""
    shorts = {cited.short for cited in named} - {""}
    chosen: dict[str, CitedDocument] = {}
    for cited in named:
        if cited.title in shorts or is_same_title(spread_title(cited.title), title):
            continue
        key = re.sub(r"\W", "", cited.title) or cited.number
        if key not in chosen or not chosen[key].number:
            chosen[key] = cited
    return list(chosen.values())


def is_legislation_title(title: str) -> bool:
    """Whether the title is that of a law or of regulations (…法、…条例), which no office issues for itself."""
    return _LEGISLATION.search(title) is not None


def is_named_as_own(title: str, issuer: str) -> bool:
    """Whether a title names the issuer, or the place that the issuer governs, as the maker of the text."""
    same_place = bool(place_of(title)) and place_of(title) == place_of(issuer)
    return title.startswith(issuer) or (same_place and _GOVERNMENT.search(issuer) is not None)
