"""What a title does with another text: issue it (印发), pass it on (转发), or stand for itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenlint.text.citations import spread_title, title_spans
from wenlint.text.patterns import pattern
from wenlint.text.titles import squeeze, strip_brackets


@dataclass(frozen=True, slots=True)
class Act:
    """The text that a title is about: its own title, and the verb that issues it ("" when it is the draft itself)."""

    verb: str
    title: str


_VERB = pattern(r"转发|批转|印发|公布|发布|颁布|颁发|下发|制发")
_FORM = pattern(r"的?(?:通知|函|公告|通告|决定|批复|命令|令)\Z")
_AND_OTHERS = pattern(r"(?<=》)等[^《》]{0,12}\Z")
_LEADING = pattern(r"\A(?:关于印发|关于(?=《)|的|了|实施)")


def act_of(title: str) -> Act:
    """关于印发《A》的通知 → 印发 A; A实施意见 → A实施意见 itself."""
    core = strip_brackets(squeeze(title))
    verb = _VERB.search(core)
    form = _FORM.search(core, verb.end() + 1) if verb else None
    if verb is None or form is None:
        return Act("", spread_title(core))
    return Act(verb[0], enclosed_name(core[verb.end() : form.start()]))


def enclosed_name(what: str) -> str:
    """The issued text's own title: of 《A〈B〉》 the inside with its inner marks spread, of several the first."""
    bare = _AND_OTHERS.sub("", strip_brackets(_LEADING.sub("", what.strip())))
    spans = title_spans(bare)
    whole = "".join(span.of(bare) for span in spans)
    if spans and len(whole) == len(re.sub("[、和及与]", "", bare)):
        bare = spans[0].of(bare)[1:-1]
    return strip_brackets(spread_title(bare))
