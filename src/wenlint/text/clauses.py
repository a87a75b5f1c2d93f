"""Sentences, clauses, and what a negation in them governs.

Cutting respects quotation marks, brackets and 《》: a full stop inside them does not end
the sentence around them. :func:`negation_of` tells whether a passage is forbidden, denied
or cut back by its clause (不得、不再、取消、严格控制 …), which is what separates an order
from its prohibition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from wenlint.document import Span
from wenlint.text.patterns import pattern

_CLOSING = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "(": ")",
    "【": "】",
    "「": "」",
    "『": "』",
    "〔": "〕",
}
_OPENING = {close: open for open, close in _CLOSING.items()}
_SENTENCE_END = "。！？!?"
_SENTENCE_ENDS = pattern(f"[\n{_SENTENCE_END}]")
_CLAUSE_ENDS = pattern(f"[\n{_SENTENCE_END}，,；;：:]")
_MARK = pattern(f"[{re.escape(''.join((*_CLOSING, *_OPENING)))}]")
# After a closing quote these carry the sentence on: “……。”的规定.
_CARRIES_ON = pattern(r"[的，,、；;：:）)》”’等]")


@lru_cache(maxsize=256)
def enclosed(text: str) -> tuple[Span, ...]:
    """Outermost stretches between paired quotes or brackets, marks included.

    A mark without its partner in the same line encloses nothing.
    """
    return tuple(span for start, end in _lines(text) for span in _enclosed_in_line(text, start, end))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _enclosed_in_line(text: str, start: int, end: int) -> Iterator[Span]:
    pairs = _pairs(text, start, end)
    reach = start
    for pair in sorted(pairs):
        if pair.start >= reach:
            yield pair
            reach = pair.end


def _pairs(text: str, start: int, end: int) -> list[Span]:
    open_marks: list[int] = []
    open_of = dict.fromkeys(_CLOSING, 0)
    pairs: list[Span] = []
    for match in _MARK.finditer(text, start, end):
        at, char = match.start(), match[0]
        if char in _CLOSING:
            open_marks.append(at)
            open_of[char] += 1
        elif open_of[_OPENING[char]]:
            # Marks opened since without a partner are dropped.
            while text[open_marks[-1]] != _OPENING[char]:
                open_of[text[open_marks.pop()]] -= 1
            pairs.append(Span(open_marks.pop(), at + 1))
            open_of[_OPENING[char]] -= 1
    return pairs


def sentences(text: str) -> list[Span]:
    """The sentences of ``text``; together they cover it without gaps."""
    return _cut(text, _SENTENCE_ENDS)


def clauses(text: str) -> list[Span]:
    """The clauses of ``text``, cut at 。！？；：， and line feeds; together they cover it."""
    return _cut(text, _CLAUSE_ENDS)


def sentence_at(text: str, offset: int) -> Span:
    """The sentence that holds the character at ``offset``, without surrounding blanks."""
    for span in sentences(text):
        if span.start <= offset < span.end:
            words = span.of(text)
            start = span.start + len(words) - len(words.lstrip())
            return Span(start, max(start, span.start + len(words.rstrip())))
    return Span(len(text), len(text))


def _cut(text: str, marks: re.Pattern[str]) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for end in _cuts(text, marks):
        if end > start:
            spans.append(Span(start, end))
            start = end
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans


def _cuts(text: str, marks: re.Pattern[str]) -> Iterator[int]:
    """Offsets after which a piece ends, ascending."""
    at = 0
    for inside in enclosed(text):
        yield from _cuts_between(text, marks, at, inside.start)
        at = inside.end
        if _ends_sentence_inside(text, at):
            yield at
    yield from _cuts_between(text, marks, at, len(text))


def _cuts_between(text: str, marks: re.Pattern[str], at: int, end: int) -> Iterator[int]:
    while match := marks.search(text, at, end):
        at = match.end()
        if match[0] == "\n" or not _between_digits(text, match.start()):
            while at < len(text) and text[at] in _SENTENCE_END + "”’":
                at += 1
            yield at


def _ends_sentence_inside(text: str, end: int) -> bool:
    """Whether the enclosed stretch that ends here ended the sentence too (“……。”)."""
    if text[end - 1] not in "”’」』" or text[end - 2] not in _SENTENCE_END:
        return False
    return end == len(text) or not _CARRIES_ON.match(text, end)


def _between_digits(text: str, at: int) -> bool:
    return text[at] in ",，:：" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


class Force(StrEnum):
    """What a negation does to what it governs."""

    FORBIDS = "forbids"  # 不得、严禁
    DENIES = "denies"  # 不再、没有
    REDUCES = "reduces"  # 取消、减少、严格控制


@dataclass(frozen=True, slots=True)
class Negation:
    """A negating word and the stretch it governs."""

    cue: Span
    scope: Span
    force: Force


_FORBIDS = """
    不得 不准 不许 不允许 不可以 不能 不可 不应当 不应该 不应 不要 不宜 严禁 禁止 杜绝 切忌 力戒 防止 避免 勿 婉拒
    谢绝 请勿 切勿 坚决反对 反对 抵制 制止 叫停 谨防 狠刹 克服 纠正 拒绝 坚决不
""".split()
_DENIES = """
    不再 不必 不需要 不需 无需 无须 毋需 毋须 不用 不要求 不另行 不为 无权 不在 不比照 不参照 不逐级 不参与 不作汇报
    不作安排 不另 不单独 不单列 不搞 不设 不发 不作 不做 不予 不层层 不组织 不安排 不召开 不开展 不延伸 不制定
    不印发 不下发 不出台 不签订 不开 不将 不把 不以 不向 不对 不由 不给 不让 不打 不统一 不硬性 不强制 不列入 不纳入
    不参加 不陪同 不迎送 没有 并非 不是 未再 未要求 未安排 未另行 未单独 免于 免予 停止 叫停 原则上不 一般不 一律不
    可不 均不 也不 都不 不承担 不看 不查 不听 不新设 不成立 不建立 不设立 不增设 不提前 不张贴 不悬挂 不铺设 不摆放
    不建 不报 不填 不写 不收 不提供 不上报 不报送 不下达 不签 不评 不排名 不打分 不评选 不授牌 不挂牌 不提倡 不鼓励
    不主张 不宣传 不指定 不面向 不直接 不涉及 不包括 不包含 不含 不进行 不实行 不采用 不采取 不使用 不作为考核
    不作为评价 不作为依据 不作为评判 不计入 不通过 不随意 不盲目 不简单 不搭建 不开发 不开通 不到 非因 不参会 不到会
    不出席 不与会 不下派 不撰写 不另设 不再由 不等于 不代表 不意味着 不影响 不妨碍 不作为考评 不作为衡量
""".split()
_REDUCES = """
    取消 清零 归零 终止 下线 停办 停开 停发 免除 撤并 归并 压降 删除 剔除 移除 停用 停止使用 废止 撤销 减少 精简
    压减 压缩 缩减 削减 清理 严格控制 从严控制 严控 控制 整合 合并 减轻 降低 严格限制 限制 替代 代替 大幅缩短 缩短
    从紧 清退 淘汰 去掉 删去 拿掉 移出 摘下 撤下 剥离 统筹规范 从严规范
""".split()
_FORCES = {Force.FORBIDS: _FORBIDS, Force.DENIES: _DENIES, Force.REDUCES: _REDUCES}
_FORCE_OF = {word: force for force, words in _FORCES.items() for word in words}
# Longer words that hold a cue without negating what follows.
_NO_CUES = """
    不得不 不能不 不可不 不可避免 不能满足 不可或缺 不可抗力 不对称 不作为 不能胜任 能不能 可不可 不是…就是 不到位
    不到场 不听劝阻 不报告 不听从 不查清 不含糊 不报批 不开放 不打折扣 不打招呼 不予受理 不以规矩 不得少于 不得低于
    不得晚于 不应少于 不应低于 不要少于 不做表面 力戒形式主义 反对形式主义 反对官僚主义 纠正形式主义 克服形式主义
    不在少数 不在乎 动态清零 清零行动 控制性 控制室 控制权 控制人 控制在 控制线 疾控 清理整顿 合并执行
""".split()
_CUE = pattern("|".join(re.escape(word) for word in sorted((*_FORCE_OF, *_NO_CUES), key=len, reverse=True)))

# What an order opens with: there a negation before it has ended.
_ORDER = pattern(
    "但|而是|而应|应当|(?<![不对相反响适供效答])应(?![急用对届付变酬聘])|必须|务必|(?<![只若简主摘纪概紧首重需不想])要(?![求素点闻件害职领塞道义旨])"
    "|(?<!不)可以|一律由|改为|改由|转而|(?<![，,；;])由[^，。；、]{1,12}(?:负责|落实|承担|实施|完成)(?![^，。；]{0,16}的)"
)
# How a clause begins that carries on the one before it.
_CONTINUES = pattern(r"\s*(?:或者|或|以及|及其|及|并且|并|和|与|、|更)(?!应|要|须)")
# Clauses that one negation may govern beyond its own.
_LONGEST_LIST = 6
# 对……的做法，一律取消: nothing but adverbs stands before the verb, so it governs the clause before.
_ONLY_ADVERBS = pattern(
    r"\s*(?:[一均都应要全须]|一律|予以|应予|坚决|全部|应当|立即|及时|严格|逐步|切实|依法|原则上|大力|进一步)*\Z"
)
_NOTHING_AFTER = pattern(r"(?:[的了掉]|到位|执行|实施|使用)?\s*[，,；;。：:！!\s”’）)]*\Z")


# 由社区负责清理: the verb is somebody's task and takes nothing back.
_AS_A_DUTY = pattern(r"(?:负责|承担|组织|参与|牵头|协助|配合|完成|督促|抓好|做好)(?:辖区|及时|定期|全面|集中)?\Z")


def negations(text: str) -> list[Negation]:
    """The negations in ``text`` and what each governs, in order."""
    pieces = clauses(text)
    return [negation for index in range(len(pieces)) for negation in _negations_of_clause(text, pieces, index)]


def _negations_of_clause(text: str, pieces: list[Span], index: int) -> Iterator[Negation]:
    clause = pieces[index]
    for match in _CUE.finditer(text, clause.start, clause.end):
        force = _FORCE_OF.get(match[0])
        if force is None:
            continue
        cue = Span(match.start(), match.end())
        forward = _forward(text, pieces, index, cue)
        yield Negation(cue, Span(forward.start, _before_closing(text, cue, forward.end)), force)
        backward = _backward(text, pieces, index, cue, force)
        if backward is not None:
            yield Negation(cue, backward, force)


def _forward(text: str, pieces: list[Span], index: int, cue: Span) -> Span:
    """From the cue to the end of its clause, or to the order that follows in it."""
    end = _before_order(text, cue.end, pieces[index].end)
    if end < pieces[index].end:
        return Span(cue.end, end)
    for piece in pieces[index + 1 : index + 1 + _LONGEST_LIST]:
        carries_on = text[end - 1] in "，,、" and _CONTINUES.match(text, piece.start, piece.end)
        if not carries_on:
            break
        end = _before_order(text, piece.start, piece.end)
        if end < piece.end:
            break
    return Span(cue.end, end)


def _before_closing(text: str, cue: Span, end: int) -> int:
    """What stands in quotation marks or brackets governs nothing beyond them (“如何防止……”“如何减少……”)."""
    around = next((span for span in enclosed(text) if span.start <= cue.start < span.end), None)
    return min(end, around.end) if around else end


def _before_order(text: str, start: int, end: int) -> int:
    order = _ORDER.search(text, start, end)
    return order.start() if order else end


def _backward(text: str, pieces: list[Span], index: int, cue: Span, force: Force) -> Span | None:
    """What stands before a verb that ends its clause: 将原定会议取消; 签订责任书的做法，一律取消."""
    clause = pieces[index]
    if force is Force.FORBIDS or not _NOTHING_AFTER.match(text, cue.end, clause.end):
        return None
    if _AS_A_DUTY.search(text, clause.start, cue.start):
        return None
    start = clause.start
    previous = pieces[index - 1] if index else None
    alone = _ONLY_ADVERBS.match(text[clause.start : cue.start])
    if alone and previous and text[previous.end - 1] in "，,":
        start = previous.start
    return Span(start, cue.start)


def negation_of(text: str, passage: Span) -> Negation | None:
    """The negation that governs the passage, or None.

    A reduction under a prohibition (不得取消) leaves what it governs standing: None.
    """
    governing = [negation for negation in negations(text) if _governs(negation, passage)]
    refusals = [negation for negation in governing if negation.force is not Force.REDUCES]
    reductions = [negation for negation in governing if negation.force is Force.REDUCES]
    if not reductions:
        return refusals[0] if refusals else None
    reduction = reductions[0]
    refused = any(refusal.scope.start <= reduction.cue.start < refusal.scope.end for refusal in refusals)
    return None if refused else reduction


def _governs(negation: Negation, passage: Span) -> bool:
    return negation.scope.start <= passage.start and passage.end <= negation.scope.end


def is_quoted(text: str, passage: Span) -> bool:
    """Whether the passage stands inside quotation marks (“……”, 「……」), as words and not as an order."""
    return any(
        span.start < passage.start and passage.end < span.end and text[span.start] in "“‘「『"
        for span in enclosed(text)
    )
