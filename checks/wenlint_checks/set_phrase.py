"""固定提法搭配错了

查什么：规则列出的固定提法，看它前面的动词、后面的名词是不是规定的搭配。只有用了别的提法的搭配才报，
例如“增强”是“四个意识”的搭配，用到“四个自信”上就是错的；表里没有的动词不判断。另报规则列出的、并不存在的提法。

为什么：政治提法有固定表述，写错了是政治上的差错，也说明文稿没有认真核校。

怎么改：按规范表述改；提示里给出了应当用的动词或者名词。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wenlint.check import Case, Check, Context, Finding, Location, Param, Rule, Verdict
from wenlint.document import Document, Span
from wenlint.text.patterns import pattern
from wenlint.text.statements import Statement, statements_with

_OPEN, _CLOSE = '[“‘「『"]?', '[”’」』"]?'
# 做到“两个维护”: adverbs stand before the verb, nothing between verb and phrase but these.
_BETWEEN = r"(?:好|了|着|起|到|对)?"
_WRITTEN_ABOUT = pattern(r"误写|写成|写为|错误表述|错误提法|不规范|应为|改为|校对|表述为|混用|笔误")


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Looks at the verb before and the noun after every phrase of the table."""
    table = _table(_frozen(rule.params["before"]), _frozen(rule.params["after"]), tuple(rule.params["unknown"]))
    for statement in statements_with(document, table.phrases):
        if _WRITTEN_ABOUT.search(statement.text):
            continue
        faults = list(table.faults(statement.text))
        if faults:
            yield _finding(rule, statement, faults)


def _frozen(table: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((phrase, tuple(words)) for phrase, words in table.items())


@dataclass(frozen=True, slots=True)
class _Fault:
    at: Span
    said: str
    instead: str


@dataclass(frozen=True, slots=True)
class _Table:
    before: Mapping[str, tuple[str, ...]]
    after: Mapping[str, tuple[str, ...]]
    phrases: re.Pattern[str]
    verbs: re.Pattern[str]
    unknown: frozenset[str]

    def faults(self, text: str) -> Iterator[_Fault]:
        for match in self.phrases.finditer(text):
            phrase = match["phrase"]
            if phrase in self.unknown:
                yield _Fault(Span(*match.span()), f"“{phrase}”", "没有这个提法")
            else:
                yield from self._wrong_verb(text, match, phrase)
                yield from self._wrong_noun(text, match, phrase)

    def _wrong_verb(self, text: str, match: re.Match[str], phrase: str) -> Iterator[_Fault]:
        right = self.before.get(phrase)
        verb = self.verbs.search(text, max(0, match.start() - 10), match.start())
        if right is None or verb is None or verb["verb"] in right:
            return
        yield _Fault(Span(verb.start(), match.end()), f"{verb['verb']}“{phrase}”", f"应为{right[0]}“{phrase}”")

    def _wrong_noun(self, text: str, match: re.Match[str], phrase: str) -> Iterator[_Fault]:
        right = self.after.get(phrase, ())
        # “六稳”“六保”工作 takes both together.
        if text[match.start() - 1 : match.start()] in ("、", "’", "”", "和", "与"):
            return
        for noun in (noun for nouns in self.after.values() for noun in nouns):
            if right and noun not in right and text.startswith(noun, match.end()):
                at = Span(match.start(), match.end() + len(noun))
                yield _Fault(at, f"“{phrase}”{noun}", f"应为“{phrase}”{right[0]}")


@lru_cache(maxsize=16)
def _table(
    before: tuple[tuple[str, tuple[str, ...]], ...],
    after: tuple[tuple[str, tuple[str, ...]], ...],
    unknown: tuple[str, ...],
) -> _Table:
    names = sorted({name for name, _ in (*before, *after)} | set(unknown), key=len, reverse=True)
    verbs = sorted({verb for _, words in before for verb in words}, key=len, reverse=True)
    return _Table(
        dict(before),
        dict(after),
        re.compile(f"{_OPEN}(?P<phrase>{'|'.join(map(re.escape, names))}){_CLOSE}"),
        re.compile(f"(?P<verb>{'|'.join(map(re.escape, verbs))}){_BETWEEN}\\Z") if verbs else re.compile("(?!)"),
        frozenset(unknown),
    )


def _finding(rule: Rule, statement: Statement, faults: Sequence[_Fault]) -> Finding:
    said = "；".join(f"{fault.said}，{fault.instead}" for fault in faults)
    return rule.finding(
        f"固定提法有误：{said}",
        *(Location(statement.place(fault.at)) for fault in faults),
        evidence={"faults": [{"said": fault.said, "instead": fault.instead} for fault in faults]},
    )


_PARAMS = {
    "before": {"四个意识": ["增强", "树牢"], "四个自信": ["坚定"], "两个维护": ["做到"]},
    "after": {"五位一体": ["总体布局"], "四个全面": ["战略布局"]},
    "unknown": ["四个维护"],
}
_NOTICE = "关于加强学习的通知|各支部：|{40字}%s{40字}"


def _case(sentence: str) -> Case:
    return Case(_NOTICE % sentence, _PARAMS)


CHECK = Check(
    name="set-phrase",
    run=run,
    doc=__doc__,
    params={
        "before": Param(dict, "提法 = 可以用的动词，第一个是规范表述", {}),
        "after": Param(dict, "提法 = 后面跟的名词，第一个是规范表述", {}),
        "unknown": Param(list, "并不存在的提法", []),
    },
    bad=(
        _case("要增强“四个自信”、坚定“四个意识”。"),
        _case("坚决做到四个自信。"),
        _case("统筹推进“五位一体”战略布局。"),
        _case("带头做到“四个维护”。"),
    ),
    good=(
        _case("要增强“四个意识”、坚定“四个自信”、做到“两个维护”。"),
        _case("协调推进“四个全面”战略布局。"),
        _case("举办“两个维护”专题辅导。"),
        _case("校对时把误写的“坚定‘四个意识’”改了过来。"),
    ),
)
