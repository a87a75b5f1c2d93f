"""How much alike a passage must be, and what does not part it."""

from __future__ import annotations

import random

import pytest
from writing import INNOCENT, draft, prose, sentence, superior

from wenlint.reuse import memory_library

SOURCES = [superior(seed) for seed in range(30)]
BODY = [sentence(random.Random(seed)) for seed in range(9000, 9030)]
LOOSE = "示例省关于放宽的意见\n示政发〔2023〕4号\n" + "\n".join("".join(BODY[at : at + 5]) for at in range(0, 30, 5))


def _reworded(words: str, every: int, seed: int) -> str:
    """The words with a pair of characters in so many replaced by another pair."""
    others = prose(seed, 40).replace("，", "").replace("。", "")
    out = list(words)
    for number, at in enumerate(at for at in range(0, len(words) - 1, 2 * every) if words[at].isalnum()):
        if words[at + 1].isalnum():
            out[at : at + 2] = others[2 * number : 2 * number + 2]
    return "".join(out)


def test_the_shorter_a_passage_the_more_it_must_be_alike() -> None:
    library = memory_library([LOOSE, *SOURCES])
    long = "".join(_reworded(one, 4, 70_000 + number) for number, one in enumerate(BODY[:10]))
    found = library.restated(draft(*INNOCENT[:2], long, *INNOCENT[2:]))
    assert sum(len(passage.draft) for passage in found.passages) >= 0.8 * len(long)
    for number, one in enumerate(BODY[:10]):
        short = _reworded(one, 4, 70_000 + number)
        assert library.restated(draft(*INNOCENT[:2], short, *INNOCENT[2:])).passages == ()


def test_a_quotation_that_the_source_has_too_does_not_part_a_passage() -> None:
    before, quoted, after = prose(501, 5), prose(502, 1).rstrip("。"), prose(503, 5)
    words = f"{before}省政府领导同志指出：“{quoted}。”{after}"
    library = memory_library([f"示例省关于引用的意见\n示政发〔2023〕5号\n{words}", *SOURCES])
    document = draft(*INNOCENT[:2], words, *INNOCENT[2:])
    (passage,) = library.restated(document).passages
    begins = document.text.index(words)
    assert abs(passage.draft.start - begins) <= 2
    assert abs(passage.draft.end - (begins + len(words))) <= 2


def test_another_quotation_is_not_taken_into_a_passage() -> None:
    before, after = prose(511, 5), prose(512, 5)
    quoted = f"《另一份文件》指出：“{prose(513, 2)}”"
    library = memory_library([f"示例省关于引用的意见\n示政发〔2023〕5号\n{before}{after}", *SOURCES])
    document = draft(before, quoted, after)
    begins = document.text.index(quoted)
    passages = library.restated(document).passages
    assert len(passages) == 2
    assert all(
        passage.draft.end <= begins + 8 or passage.draft.start >= begins + len(quoted) - 2 for passage in passages
    )


def test_a_few_words_of_ones_own_do_not_part_a_passage() -> None:
    before, after = prose(521, 4), prose(522, 4)
    library = memory_library([f"示例省关于衔接的意见\n示政发〔2023〕6号\n{before}{after}", *SOURCES])
    document = draft(*INNOCENT[:2], f"{before}夜里渡口灯亮着，{after}", *INNOCENT[2:])
    (passage,) = library.restated(document).passages
    assert passage.source_text.endswith(after)
    assert passage.draft.of(document.text).startswith(before)


@pytest.mark.parametrize(
    "clause",
    [
        "违反本条例规定的行为，法律、行政法规已有法律责任规定的，从其规定。",
        "有违法所得的，没收违法所得，并处一万元以上五万元以下罚款；情节严重的，责令停业整顿。",
        "本办法自2021年5月1日起施行，有效期五年。",
        "构成犯罪的，依法追究刑事责任；尚不构成犯罪的，依法给予治安管理处罚。",
    ],
)
def test_standing_clauses_of_statutes_belong_to_none_even_in_a_library_of_one(clause: str) -> None:
    law = f"示例省渡口管理办法\n示例省人民政府令第3号\n{prose(531, 6)}\n{clause}\n{prose(532, 3)}"
    library = memory_library([law])
    assert library.restated(draft(*INNOCENT[:2], clause, *INNOCENT[2:])).passages == ()
    assert library.restated(draft(*INNOCENT[:2], prose(531, 6), clause, *INNOCENT[2:])).passages
