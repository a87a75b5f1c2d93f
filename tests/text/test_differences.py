"""What a draft changed in the words it took over."""

from __future__ import annotations

import itertools
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.text.differences import Change, apply, differences, kept, resemblance

WORDS = st.text(st.sampled_from("全省市县级各民政厅局2025年12月底十五个，。、的要老食堂\n ab"), max_size=80)


def told(source: str, draft: str) -> list[tuple[str, str, str]]:
    return [(one.change.value, one.was, one.now) for one in differences(source, draft)]


@given(WORDS, WORDS)
def test_the_changes_lead_from_the_source_to_the_draft(source: str, draft: str) -> None:
    assert apply(source, differences(source, draft)) == draft


@given(st.lists(WORDS, max_size=8), st.randoms(use_true_random=False))
def test_so_they_do_when_sentences_are_reordered(pieces: list[str], chance: random.Random) -> None:
    other = chance.sample(pieces, len(pieces))
    source, draft = "。".join(pieces), "。".join(other)
    assert apply(source, differences(source, draft)) == draft


@given(WORDS, WORDS)
def test_spans_hold_the_words_they_are_told_with_and_rise(source: str, draft: str) -> None:
    found = differences(source, draft)
    for one in found:
        assert one.source.of(source) == one.was
        assert one.draft.of(draft) == one.now
        assert one.was != one.now
    for one, other in itertools.pairwise(found):
        assert one.source.end <= other.source.start
        assert one.draft.end <= other.draft.start


@given(WORDS)
def test_the_same_words_do_not_differ(words: str) -> None:
    assert differences(words, words) == ()


@pytest.mark.parametrize(
    ("source", "draft", "changes"),
    [
        ("全省新建老年食堂。", "全市新建老年食堂。", [("level", "全省", "全市")]),
        ("省级财政给予补助。", "市级财政给予补助。", [("level", "省级", "市级")]),
        ("各地区、各部门要落实。", "各区县、市有关部门要落实。", [("level", "各地区、各部门", "各区县、市有关部门")]),
        ("步行十五分钟可达。", "步行20分钟可达。", [("number", "十五分钟", "20分钟")]),
        ("补助1.5万元。", "补助8000元。", [("number", "1.5万元", "8000元")]),
        ("2025年底前建成。", "2026年6月底前建成。", [("date", "2025年底", "2026年6月底")]),
        ("由省民政厅负责。", "由市民政局负责。", [("organ", "省民政厅", "市民政局")]),
        ("开展检查，公开结果，及时整改。", "开展检查，及时整改。", [("dropped", "公开结果，", "")]),
        ("开展检查，及时整改。", "开展检查，每周通报，及时整改。", [("added", "", "每周通报，")]),
        ("严格管理；及时整改。", "严格管理，及时整改。", [("marks", "；", "，")]),
        ("接受社会监督。", "接受群众监督。", [("wording", "社会", "群众")]),
    ],
)
def test_changes_are_told_whole_and_by_their_sort(source: str, draft: str, changes: list[tuple[str, str, str]]) -> None:
    assert told(source, draft) == changes


def test_a_sentence_put_elsewhere_is_moved() -> None:
    first, second = "老年食堂应当公示菜品价格和补贴标准。", "从业人员持有效健康证明上岗。"
    middle = "市场监管部门每季度检查一次，发现问题当场责令改正。"
    found = differences(first + middle + second, middle + second + first)
    assert {one.change for one in found} == {Change.MOVED}
    assert {(one.was + one.now).strip("。") for one in found} == {first.strip("。")}


def test_chance_characters_do_not_cut_a_rewording() -> None:
    assert len(differences("不得高价经营以牟利。", "严禁借机抬高收费。")) == 1


def test_time_grows_with_the_length_and_not_with_its_square() -> None:
    chance = random.Random(1)
    source = "".join(chance.choices("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往，。", k=40_000))
    draft = "".join("省" if chance.random() < 0.1 else character for character in source)
    begun = time.perf_counter()
    short = differences(source[:4_000], draft[:4_000])
    between = time.perf_counter()
    long = differences(source, draft)
    assert time.perf_counter() - between < 50 * (between - begun) + 0.2
    assert len(short) < len(long) < 40_000 * 0.12


@pytest.mark.parametrize(("source", "draft"), [("的" * 9_000, "的是" * 9_000), ("甲" * 5_000, "乙" * 5_000)])
def test_hopeless_texts_are_not_compared_character_by_character(source: str, draft: str) -> None:
    begun = time.perf_counter()
    assert apply(source, differences(source, draft)) == draft
    assert time.perf_counter() - begun < 3


@pytest.mark.parametrize(
    ("source", "draft", "least", "most"),
    [
        ("全省新建老年食堂，定期公示菜品价格。", "全市新建老年食堂，定期公示菜品价格。", 0.8, 0.99),
        ("发现问题当场责令改正。检查结果向社会公开。", "检查结果向社会公开。发现问题当场责令改正。", 1, 1),
        ("各级要把好食品安全的关口，出了问题要立即纠正。", "严格管理饮食卫生，对查出的毛病马上整改。", 0, 0.2),
        ("", "从业人员持证上岗。", 0, 0),
        ("从业人员持证上岗。", "", 0, 0),
    ],
)
def test_kept_is_the_part_that_is_in_the_words_of_the_source(
    source: str, draft: str, least: float, most: float
) -> None:
    assert least <= kept(differences(source, draft), draft) <= most


@given(WORDS, WORDS)
def test_no_more_than_all_is_kept(source: str, draft: str) -> None:
    assert 0 <= kept(differences(source, draft), draft) <= 1


REWORDED = "检查中发现的食品安全问题要马上纠正，老年食堂每季度至少接受一次检查。"


def test_resemblance_sees_through_rewording_and_is_not_deceived_by_length() -> None:
    source = "老年食堂每季度至少开展一次食品安全检查，发现问题当场责令改正。"
    assert resemblance(source, REWORDED) > 0.45
    assert resemblance(source + "天地玄黄宇宙洪荒日月盈昃" * 12, REWORDED) < 0.3
    assert resemblance(source, source) == 1
    assert resemblance("", source) == 0


@given(WORDS, WORDS)
def test_resemblance_is_mutual(one: str, other: str) -> None:
    assert resemblance(one, other) == resemblance(other, one) <= 1
