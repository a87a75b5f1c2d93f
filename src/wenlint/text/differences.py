"""What a draft changed in the words it took over: 全省 made 全市, other numbers and dates, clauses dropped or added.

Both texts are cut into tokens: a number with its unit, a date and a word for a level of government
are one each, so that a change is told whole. The tokens are aligned (:mod:`wenlint.text.alignment`),
and what differs is named by its sort.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from wenlint.document import Span
from wenlint.text.alignment import Stretch, stretches_apart
from wenlint.text.clauses import clauses
from wenlint.text.counting import count_han
from wenlint.text.normal import DROPPED, fold
from wenlint.text.patterns import pattern


class Change(StrEnum):
    """What sort of change a difference is."""

    LEVEL = "level"  # 全省→全市, 省级→市级
    ORGAN = "organ"  # 省民政厅→市民政局
    NUMBER = "number"  # 十五分钟→20分钟
    DATE = "date"  # 2025年底→2026年6月底
    WORDING = "wording"
    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"  # the same words stand elsewhere in the other text
    MARKS = "marks"  # punctuation and spaces only

    @property
    def label(self) -> str:
        """The sort's name in Chinese."""
        return _LABELS[self]


_LABELS = {
    Change.LEVEL: "换层级地名",
    Change.ORGAN: "换单位",
    Change.NUMBER: "改数字",
    Change.DATE: "改日期",
    Change.WORDING: "改写",
    Change.ADDED: "增加",
    Change.DROPPED: "删去",
    Change.MOVED: "调换位置",
    Change.MARKS: "改标点",
}


class Difference(NamedTuple):
    """One change: ``was`` under ``source`` of the superior's text became ``now`` under ``draft`` of the draft's."""

    change: Change
    source: Span
    draft: Span
    was: str
    now: str


def differences(source: str, draft: str) -> tuple[Difference, ...]:
    """The changes that lead from the source's words to the draft's, in the order of both.

    Spans are offsets into the two strings. What lies between the changes is the same in both;
    :func:`apply` puts the changes into the source and yields the draft.
    """
    signs: dict[str, str] = {}
    mine, theirs = _tokens(draft, signs), _tokens(source, signs)
    stretches = _joined(stretches_apart(theirs.signs, mine.signs), source, theirs.at)
    spans = [(Span(theirs.at[a], theirs.at[b]), Span(mine.at[c], mine.at[d])) for a, b, c, d in stretches]
    found = [_difference(source, draft, one, other) for one, other in _whole_organs(source, draft, spans)]
    return tuple(_with_moves(found, source, draft))


def apply(source: str, changes: Sequence[Difference]) -> str:
    """The draft's words: the source's with the changes made."""
    parts, at = [], 0
    for change in changes:
        parts += [source[at : change.source.start], change.now]
        at = change.source.end
    return "".join(parts) + source[at:]


_LEAST_KEPT = 4  # 汉字; shorter runs stay alike by chance in any rewording


def kept(changes: Sequence[Difference], draft: str) -> float:
    """Part (0–1) of the draft's 汉字 that are the source's own words, in their place or moved as they stood."""
    same, at = 0, 0
    for change in [*changes, None]:
        run = count_han(draft[at : change.draft.start if change else len(draft)])
        same += run if run >= _LEAST_KEPT else 0
        if change:
            same += count_han(change.now) if change.change is Change.MOVED else 0
            at = change.draft.end
    return same / max(1, count_han(draft))


def resemblance(one: str, other: str) -> float:
    """Pairs of neighbouring characters that both texts have, in proportion to their lengths (Dice, 0–1).

    Unlike :func:`kept` it sees through rewording in which few runs of characters stay, and tells
    a passage from a long text that only happens to hold all its words.
    """
    pairs = [Counter(itertools.pairwise(_bare(text))) for text in (one, other)]
    return 2 * (pairs[0] & pairs[1]).total() / max(1, pairs[0].total() + pairs[1].total())


# ---- tokens

_DIGITS = "0-9０-９"
_HAN_DIGITS = "零〇一二三四五六七八九十百千万亿两"
_YEAR = f"(?:[{_DIGITS}]{{4}}|[〇零一二三四五六七八九]{{4}})年"
_MONTH = f"(?:[{_DIGITS}]{{1,2}}|[一二三四五六七八九十]{{1,2}})月"
_DATE = pattern(f"{_YEAR}(?:{_MONTH}(?:(?:[{_DIGITS}]{{1,2}}|[一二三四五六七八九十]{{1,3}})日)?)?[底初末]?|{_MONTH}"
                f"(?:[{_DIGITS}]{{1,2}}|[一二三四五六七八九十]{{1,3}})日|{_MONTH}[底初末]")  # fmt: skip
_UNIT = (
    "(?:个?(?:工作日|自然日|百分点)|平方(?:米|公里)|公里|公顷|分钟|小时|个月|季度|万元|亿元|"
    "[个名人家处户次件项台套条天日周月年元倍期批级场所米亩吨岁份座辆轮栋%％‰])"
)
_NUMBER = pattern(f"[{_DIGITS}]+(?:[.．,，][{_DIGITS}]+)*[万亿]?{_UNIT}?|[{_HAN_DIGITS}]+{_UNIT}|[{_HAN_DIGITS}]{{2,}}")
_LEVELS = "国省市州盟县区旗乡镇"
_LEVEL = pattern(
    f"[全各本我该][{_LEVELS}](?:[（、]?[{_LEVELS}])*|[{_LEVELS}](?:级|直|属|人民政府|政府)|各(?:地区?|区县|县区|有关部门|部门|单位)|[省市县区]?有关部门|自治[区州县]|街道|地方"
)
# Most characters begin none of these; a class is told faster than the alternatives fail.
_PLAIN = f"[^{_DIGITS}{_HAN_DIGITS}{_LEVELS}全各本我该有自街地A-Za-z]"
_TOKEN = pattern(f"{_PLAIN}|{_DATE.pattern}|{_NUMBER.pattern}|{_LEVEL.pattern}|[A-Za-z]+|(?s:.)")
_MARKS = pattern(r"[\W_]*")


class _Tokens(NamedTuple):
    signs: str  # a character for each token, the same for equal ones
    at: list[int]  # where each begins, and the end of the text


def _tokens(text: str, signs: dict[str, str]) -> _Tokens:
    words, at = [], []
    for match in _TOKEN.finditer(text):
        words.append(match[0])
        at.append(match.start())
    for word in dict.fromkeys(words):
        signs.setdefault(word, chr(len(signs)))
    return _Tokens("".join([signs[word] for word in words]), [*at, len(text)])


# ---- stretches


def _joined(stretches: Sequence[Stretch], source: str, at: Sequence[int]) -> list[Stretch]:
    """Without single characters that stayed by chance between two changed stretches."""
    joined: list[Stretch] = []
    for stretch in stretches:
        last = joined[-1] if joined else None
        if last and _is_chance(source[at[last[1]] : at[stretch[0]]]) and _is_reworded(last) and _is_reworded(stretch):
            joined[-1] = (last[0], stretch[1], last[2], stretch[3])
        else:
            joined.append(stretch)
    return joined


def _is_chance(between: str) -> bool:
    return not between or (len(between) == 1 and between.isalnum())


def _is_reworded(stretch: Stretch) -> bool:
    a, b, c, d = stretch
    return b > a and d > c


# ---- what has changed

_ORGAN = pattern(
    f"[{_LEVELS}](?:人民)?(?:[^\\W\\d_的和与及或要应由对在将把按、]{{0,12}}?)(?:办公厅|办公室|委员会|政府|部门|党委|[厅局委办部])"
)

_Pair = tuple[Span, Span]


def _whole_organs(source: str, draft: str, spans: Sequence[_Pair]) -> Iterator[_Pair]:
    """省民政厅→市民政局 as one change, where 省→市 and 厅→局 were two."""
    at = 0
    organs = list(_ORGAN.finditer(source)) if len(spans) > 1 else []
    for organ in organs:
        while at < len(spans) and spans[at][0].end <= organ.start():
            yield spans[at]
            at += 1
        end = at
        while end < len(spans) and organ.start() <= spans[end][0].start and spans[end][0].end <= organ.end():
            end += 1
        if end - at > 1:
            first, last = spans[at], spans[end - 1]
            now = Span(first[1].start - (first[0].start - organ.start()), last[1].end + organ.end() - last[0].end)
            if _ORGAN.fullmatch(draft, now.start, now.end):
                yield Span(*organ.span()), now
                at = end
    yield from spans[at:]


def _difference(source: str, draft: str, before: Span, after: Span) -> Difference:
    was, now = before.of(source), after.of(draft)
    return Difference(_change(was, now), before, after, was, now)


def _change(was: str, now: str) -> Change:
    if _MARKS.fullmatch(was) and _MARKS.fullmatch(now):
        return Change.MARKS
    if not was or not now:
        return Change.ADDED if now else Change.DROPPED
    for words, change in ((_DATE, Change.DATE), (_NUMBER, Change.NUMBER), (_ORGAN, Change.ORGAN)):
        if words.fullmatch(was) and words.fullmatch(now):
            return change
    return Change.LEVEL if _is_place(was) and _is_place(now) else Change.WORDING


_PLACE = pattern(f"[\\u4e00-\\u9fff]{{0,8}}[{_LEVELS}]|自治[区州县]")


def _is_place(words: str) -> bool:
    return all(_LEVEL.fullmatch(part) or _PLACE.fullmatch(part) for part in words.split("、"))


_LEAST_MOVED = 6  # characters; shorter words stand in both places by themselves


def _with_moves(found: Sequence[Difference], source: str, draft: str) -> Iterator[Difference]:
    """Names what was dropped in one place and stands in another as moved."""
    sides = {Change.DROPPED: (0, _bare(draft)), Change.ADDED: (1, _bare(source))}
    for one in found:
        side, other = sides.get(one.change, (0, ""))
        words = (one.was, one.now)[side]
        is_moved = bool(other) and _stands_in(words, other)
        yield one._replace(change=Change.MOVED) if is_moved else one


def _stands_in(words: str, other: str) -> bool:
    """Whether every clause of the words is in the other text, and one of them is long enough to tell."""
    if len(words) < _LEAST_MOVED:
        return False
    parts = sorted((_bare(clause.of(words)) for clause in clauses(words)), key=len, reverse=True)
    return len(parts[0]) >= _LEAST_MOVED and all(part in other for part in parts)


def _bare(words: str) -> str:
    return fold(words).replace(DROPPED, "")
