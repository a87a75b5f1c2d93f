"""The tasks that a plan sets: sections that order something, and whether they say who is to carry it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wenlint.document import Block, BlockKind, Document, Part, Span
from wenlint.text.clauses import sentences
from wenlint.text.counting import count_han
from wenlint.text.own_measures import is_measure
from wenlint.text.patterns import pattern
from wenlint.text.responsible import covers_all, is_bare_order, marks_unit, names_unit, puts_in_charge
from wenlint.text.task_tables import has_unit_column, tasks_in_tables


class Task(NamedTuple):
    """A section without sections below it that orders something.

    Attributes:
        at: its heading.
        is_assigned: whether it says in any way who is to act.
        is_in_charge: whether it puts an organ in charge: in brackets, after 责任单位：, or by 由……负责.
        is_marked: whether it does so in brackets or after 责任单位：.
    """

    at: Span
    is_assigned: bool
    is_in_charge: bool
    is_marked: bool


class _Section(NamedTuple):
    heading: Block
    above: tuple[Block, ...]  # headings it stands under, outermost first
    leads: tuple[Block, ...]  # paragraphs that stand right below those headings
    blocks: tuple[Block, ...]


_TASKS = pattern(
    r"(?:重点|主要|工作|具体|目标|核心|年度)任务|任务(?:分工|安排|内容)|重点工作|工作重点|工作内容|"
    r"(?:主要|工作|政策|重点|具体|支持)(?:措施|举措)|重点(?:举措|行动|工程|项目)"
)
_NO_TASKS = pattern(
    r"总体(?:要求|思路|目标)|指导思想|基本原则|工作原则|(?:工作|主要|发展|行动|试点)目标|目标(?:要求)?$|意义|背景|形势|适用范围|"
    r"(?:试点|实施|工作)范围|定义|释义|组织(?:领导|保障|实施|机构)|保障(?:措施|机制)|加强(?:领导|组织|保障)|强化(?:保障|领导|组织)|"
    r"(?:工作|有关|相关|几点)要求|附则|(?:时间|进度)安排|(?:实施|工作|方法)步骤|阶段|检查验收|督促(?:检查|落实)|联系(?:人|方式)"
)
_ARTICLE = pattern(r"\A第[一二三四五六七八九十百零〇\d]+条")
_SHORTEST = 8  # 汉字
_LONGEST_HEADING = 40
_LONGEST_NAME = 16  # characters of a heading that only names what follows (三、重点任务)


def tasks(document: Document) -> list[Task]:
    """The tasks of the draft and of the text it issues, in order, or else those of its tables.

    Empty when units are listed for all of them.
    """
    if _lists_units(document):
        return []
    sections = [section for part in (Part.MAIN, Part.ENCLOSED) for section in _sections(document, part)]
    named = [one for one in sections if any(_is_of_tasks(document, block) for block in one.above)]
    orders = [section for section in named or sections if _is_task(document, section)]
    covered = _covered_above(document, sections)
    found = [_task(document, one, bool(covered & set(one.above))) for one in orders]
    return found or [Task(span, False, False, False) for span in tasks_in_tables(document)]


def names_tasks(document: Document) -> bool:
    """Whether a heading says that what follows are tasks (重点任务, 主要措施)."""
    return any(_is_of_tasks(document, block) for block in document.of_kind(BlockKind.HEADING))


def _sections(document: Document, part: Part) -> Iterator[_Section]:
    """Every section that no other stands under."""
    open_ones: list[tuple[Block, list[Block]]] = []  # headings one below the other, with their own paragraphs
    for block in document.in_part(part):
        if block.kind is BlockKind.HEADING:
            if open_ones and block.level <= open_ones[-1][0].level:
                yield _section(open_ones)
            open_ones = [one for one in open_ones if one[0].level < block.level]
            open_ones.append((block, []))
        elif block.kind in (BlockKind.BODY, BlockKind.CELL) and open_ones:
            open_ones[-1][1].append(block)
    if open_ones:
        yield _section(open_ones)


def _section(open_ones: Sequence[tuple[Block, list[Block]]]) -> _Section:
    *above, (heading, blocks) = open_ones
    leads = tuple(block for _, lead in above for block in lead)
    return _Section(heading, tuple(one for one, _ in above), leads, tuple(blocks))


def _words(document: Document, block: Block) -> str:
    return block.span.of(document.text)


def _is_of_tasks(document: Document, heading: Block) -> bool:
    words = _words(document, heading).strip()
    return len(words) <= _LONGEST_NAME and _TASKS.search(words) is not None


def _is_task(document: Document, section: _Section) -> bool:
    # Articles lay down norms; what they order binds whomever it concerns.
    if _ARTICLE.match(section.heading.number) or any(
        _NO_TASKS.search(_heading(document, block)) for block in (*section.above, section.heading)
    ):
        return False
    heading = _words(document, section.heading).strip().removeprefix(section.heading.number)
    words = "\n".join((heading, *(_words(document, block) for block in section.blocks)))
    if count_han(words) < _SHORTEST:
        return False
    said = [span.of(words) for span in sentences(words)]
    return any(is_bare_order(one) or is_measure(one) for one in said)


def _heading(document: Document, block: Block) -> str:
    """The heading's words; of a paragraph that begins with its number, the first sentence."""
    words = _words(document, block)
    return words if len(words) <= _LONGEST_HEADING else words[: sentences(words)[0].end][:_LONGEST_HEADING]


def _task(document: Document, section: _Section, is_covered: bool) -> Task:
    said = [_words(document, block) for block in (*section.above, *section.leads, section.heading, *section.blocks)]
    is_marked = is_covered or any(map(marks_unit, said))
    is_in_charge = is_marked or any(map(puts_in_charge, said))
    return Task(section.heading.span, is_in_charge or any(map(names_unit, said)), is_in_charge, is_marked)


def _covered_above(document: Document, sections: Sequence[_Section]) -> set[Block]:
    """Headings under which only the last paragraph names the unit, for all: 责任单位：…… on a line of its own."""
    below: dict[Block, list[bool]] = {}
    for section in sections:
        if section.above:
            closes = bool(section.blocks) and bool(_STANDS_ALONE.match(_words(document, section.blocks[-1])))
            below.setdefault(section.above[-1], []).append(closes)
    return {heading for heading, closing in below.items() if closing[-1] and sum(closing) == 1}


_STANDS_ALONE = pattern(r"\A[\s　（(【]*(?:责任|牵头|主责|配合)(?:单位|部门)?\s*[:：]")
_UNIT_LIST = pattern(r"分工|责任清单|任务清单|任务分解|职责")


def _lists_units(document: Document) -> bool:
    """Whether a table column, an attachment or a sentence tells for all tasks who is to act."""
    if has_unit_column(document) or any(_UNIT_LIST.search(name) for name in document.elements.attachments):
        return True
    for block in document.in_part(Part.MAIN, Part.ENCLOSED, Part.ATTACHMENT):
        words = _words(document, block)
        if block.kind is BlockKind.ATTACHMENT and _UNIT_LIST.search(words):
            return True
        if block.kind is BlockKind.BODY and covers_all(words):
            return True
    return False
