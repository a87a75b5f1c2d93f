"""Words that mean the same are read as one, in their place and nowhere else."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from writing import INNOCENT, draft, superior

from wenlint.reuse import memory_library
from wenlint.reuse.codes import encode
from wenlint.reuse.synonyms import meanings

GROUPS = [
    line.partition("#")[0].split()
    for line in (resources.files("wenlint.reuse") / "synonyms.txt").read_text("utf-8").splitlines()
]
WORDS = [word for group in GROUPS for word in group]


def _read(text: str) -> str:
    return "".join(map(chr, meanings(encode(text).codes)))


def test_groups_are_of_two_words_or_more_and_a_word_is_in_one() -> None:
    assert all(len(group) != 1 for group in GROUPS)
    assert len(WORDS) == len(set(WORDS))
    assert {len(encode(word).codes) for word in WORDS} == {2}


@pytest.mark.parametrize("group", [group for group in GROUPS if group])
def test_every_word_of_a_group_is_read_as_its_first(group: list[str]) -> None:
    assert {_read(word) for word in group} == {"".join(map(chr, encode(group[0]).codes))}


@given(st.lists(st.sampled_from(WORDS) | st.text("甲乙丙，。a", max_size=3), max_size=20))
def test_places_stay_what_they_were(parts: list[str]) -> None:
    codes = encode("".join(parts)).codes
    before = codes.copy()
    read = meanings(codes)
    assert len(read) == len(codes)
    assert np.array_equal(codes, before)
    kept = ~np.isin(codes, encode("".join(WORDS)).codes)
    assert np.array_equal(read[kept], codes[kept])


def test_overlapping_words_are_taken_from_the_left() -> None:
    # 改进 and 进行 overlap in 改进行.
    assert _read("改进行") == _read("完善行")


_SOURCE = (
    "示例省人民政府关于加强渡口安全工作的意见\n示政发〔2022〕8号\n"
    "县级人民政府应当健全渡口安全责任制度，明确渡船检查人员，及时消除渡船隐患。"
    "渡口经营单位要加强船员培训，完善应急预案，每季度开展一次落水救援演练，确保渡运平稳有序。"
    "洪水期间应当停止渡运，并在两岸公布停渡信息，引导群众绕行桥梁。"
)
_REWORDED = (
    "县级人民政府必须完善渡口安全职责机制，界定渡船督查干部，尽快排除渡船风险。"
    "渡口运营机构要强化船员轮训，健全应急方案，每季度组织一次落水救助演习，保障渡运稳定有序。"
    "洪水时间务必中止渡运，且在两岸公示停渡信息，引导群众绕行桥梁。"
)


def test_a_passage_in_other_words_is_found_whole() -> None:
    document = draft(*INNOCENT[:2], _REWORDED, *INNOCENT[2:])
    library = memory_library([_SOURCE, *(superior(seed) for seed in range(30))])
    (passage,) = library.restated(document).passages
    begins = document.text.index(_REWORDED)
    assert passage.source.number == "示政发〔2022〕8号"
    assert abs(passage.draft.start - begins) <= 2
    assert abs(passage.draft.end - (begins + len(_REWORDED))) <= 2
