"""The measures of the default pack on sentences of our own, alone and inside a long innocent draft."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from wenlint.check import Context, Finding, Severity
from wenlint.linting import judge
from wenlint.packs import is_default, load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find
from wenlint.trial import filler

DATA = Path(__file__).parent.parent / "data" / "measures"
REGISTRY = find()
PACK = load_pack(REGISTRY.packs["beijing-2019-13"], REGISTRY.checks)
# Restatement needs a library; none of these sentences speaks of it.
RULES = [rule for rule in PACK.rules if rule.check != "restatement"]
CLAUSE_RULES = [rule for rule in RULES if rule.check not in ("over-length", "redundant-filing", "no-substance")]
_OPENING = (
    "为方便市民夏季纳凉，市公园管理中心将23处公园闭园时间推迟至22时，并增设照明灯具。",
    "各公园应当在入口处公布夜间游览须知，由值班人员引导游客有序离园。",
)


@dataclass(frozen=True)
class Sentence:
    """A sentence with its measure, and whether it breaks it."""

    measure: str
    breaks: bool
    text: str


def read(name: str) -> list[Sentence]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [sentence(line) for line in lines if line and not line.startswith("#")]


def sentence(line: str) -> Sentence:
    measure, sign, text = line.split(" ", 2)
    assert sign in "+-"
    return Sentence(measure, sign == "-", text)


def findings(draft: str) -> tuple[Finding, ...]:
    return judge(read_bytes(draft.encode(), "draft.txt"), RULES, REGISTRY.checks, Context())[0]


def draft_with(text: str) -> str:
    """An innocent draft of more than 1000 字 with the sentence inside one of its paragraphs."""
    paragraphs = (_OPENING[0] + filler(400), filler(200) + text + filler(150), _OPENING[1] + filler(400))
    title = "示例市公园管理中心关于延长公园开放时间的通知"
    return "\n".join((title, "市属各公园：", *paragraphs, "示例市公园管理中心", "2019年6月20日"))


def measures_found(text: str) -> set[str]:
    return {finding.cite.article for finding in findings(draft_with(text))}


FILES = sorted(path.name for path in DATA.glob("sentences-*.txt"))
DRAFTS = sorted(path.name for path in DATA.glob("drafts-*.txt"))


def test_the_innocent_draft_is_innocent() -> None:
    draft = draft_with("")
    assert len(draft) > 1000
    assert findings(draft) == ()


def test_every_measure_that_can_be_judged_has_sentences_of_both_sorts() -> None:
    seed = read("sentences-seed.txt")
    measures = {str(number) for number in range(1, 24)}
    assert {item.measure for item in seed if item.breaks} == measures
    assert {item.measure for item in seed if not item.breaks} == measures


@pytest.mark.parametrize("item", read("sentences-seed.txt"), ids=lambda item: f"{item.measure}-{item.text[:8]}")
def test_the_first_sentences_get_their_answer(item: Sentence) -> None:
    found = measures_found(item.text)
    assert item.measure in found if item.breaks else not found


@pytest.mark.parametrize("name", FILES)
def test_sentences_are_found_and_look_alikes_left_alone(name: str) -> None:
    items = read(name)
    missed = [item for item in items if item.breaks and item.measure not in measures_found(item.text)]
    flagged = [item for item in items if not item.breaks and measures_found(item.text)]
    breaking = sum(item.breaks for item in items)
    assert len(missed) <= 0.03 * breaking, missed
    assert len(flagged) <= 0.01 * (len(items) - breaking), flagged


@dataclass(frozen=True)
class Marked:
    """A paragraph or table row of a draft that breaks a measure, or only looks like it."""

    measure: str
    breaks: bool
    text: str
    found: frozenset[str]


_MARK = re.compile(r"([-+])(\d+) ")


def marked(name: str) -> Iterator[Marked]:
    """The marked paragraphs of a file of drafts, with the measures found in each."""
    for source in re.split(r"(?m)^@@ ", (DATA / name).read_text(encoding="utf-8"))[1:]:
        form, _, body = source.partition("\n")
        lines = body.splitlines()
        draft = "\n".join(_MARK.sub("", line, count=1) if _MARK.match(line) else line for line in lines)
        document = read_bytes(draft.encode(), f"draft.{form}")
        found = judge(document, CLAUSE_RULES, REGISTRY.checks, Context())[0]
        yield from _marked_lines(lines, document.text, found)


def _marked_lines(lines: Sequence[str], text: str, found: Sequence[Finding]) -> Iterator[Marked]:
    at = 0
    for line in lines:
        mark = _MARK.match(line)
        words = line[mark.end() :] if mark else line
        start = None
        for part in (part.strip() for part in words.strip("# |").split("|")):
            place = text.find(part, at)
            if part and place >= 0:
                start, at = place if start is None else start, place + len(part)
        if mark and start is not None:
            here = {f.cite.article for f in found if f.at[0].span.start < at and start < f.at[0].span.end}
            yield Marked(mark[2], mark[1] == "-", words, frozenset(here))


@pytest.mark.parametrize("name", DRAFTS)
def test_whole_drafts_are_told_apart_paragraph_by_paragraph(name: str) -> None:
    items = list(marked(name))
    missed = [item for item in items if item.breaks and item.measure not in item.found]
    flagged = [item for item in items if not item.breaks and item.found]
    breaking = sum(item.breaks for item in items)
    assert breaking > 20
    assert len(missed) <= 0.03 * breaking, missed
    assert len(flagged) <= 0.02 * (len(items) - breaking), flagged


DEFAULT_RULES = [
    rule
    for path in REGISTRY.packs.values()
    if is_default(path)
    for rule in load_pack(path, REGISTRY.checks).rules
    if rule.check != "restatement"
]


def clean_drafts() -> list[str]:
    text = (DATA / "clean-of-trigger-words.txt").read_text(encoding="utf-8")
    return [draft.partition("\n")[2].rstrip() for draft in re.split(r"(?m)^@@ ", text)[1:]]


@pytest.mark.parametrize("draft", clean_drafts(), ids=lambda draft: draft[:16])
def test_clean_drafts_full_of_trigger_words_are_clean(draft: str) -> None:
    head, *rest = draft.splitlines()
    lines = (head, *rest[:2], filler(200), *rest[2:4], filler(300), *rest[4:])
    document = read_bytes("\n".join(lines).encode(), "draft.txt")
    said = judge(document, DEFAULT_RULES, REGISTRY.checks, Context())[0]
    assert [f"{found.rule}: {found.message}" for found in said if found.severity >= Severity.WARNING] == []


def innocent_lines() -> Iterator[str]:
    for name in FILES:
        yield from (item.text for item in read(name) if not item.breaks)


def test_a_draft_made_of_look_alikes_alone_is_clean() -> None:
    draft = "\n".join(("示例市关于改进作风的通知", "各区人民政府：", *innocent_lines()))
    said = [found.message for found in findings(draft) if found.check != "over-length"]
    assert said == []


def test_legislation_and_the_top_are_not_bound() -> None:
    order = "各地要与街道签订责任书，实行“一票否决”，每月督查一次。"
    assert findings(f"示例市关于安全生产的通知\n各区人民政府：\n{order}")
    for head in ("国务院办公厅关于安全生产的通知\n各省、自治区、直辖市人民政府：", "示例市安全生产条例\n第一条 "):
        assert not findings(f"{head}\n{order}")


def test_all_rules_on_5000_characters_are_quick() -> None:
    paragraphs = [item.text + filler(60) for item in read("sentences-a.txt")[:60]]
    draft = "\n".join(("示例市关于改进作风的通知", "各区人民政府：", *paragraphs))[:5000]
    document = read_bytes(draft.encode(), "draft.txt")
    judge(document, RULES, REGISTRY.checks, Context())  # compiles the patterns
    best = min(_seconds(draft + " " * turn) for turn in range(3))
    # 30 ms on a quiet machine; this draft is far denser in trigger words than any real one.
    assert best < 0.3


def _seconds(draft: str) -> float:
    document = read_bytes(draft.encode(), "draft.txt")
    started = time.process_time()
    judge(document, RULES, REGISTRY.checks, Context())
    return time.process_time() - started


KNOWN_FALSE_ALARMS = DATA.parent / "known_false_alarms" / "measures.txt"
_MOST_KNOWN_FALSE_ALARMS = 3  # only ever lowered


def false_alarms() -> list[tuple[str, str]]:
    lines = KNOWN_FALSE_ALARMS.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if not line.startswith("#")]  # type: ignore[misc]


def test_known_false_alarms_grow_fewer() -> None:
    assert len(false_alarms()) <= _MOST_KNOWN_FALSE_ALARMS


@pytest.mark.parametrize(("measure", "text"), false_alarms())
def test_a_false_alarm_that_is_set_right_is_taken_off_the_list(measure: str, text: str) -> None:
    assert measure in measures_found(text)
