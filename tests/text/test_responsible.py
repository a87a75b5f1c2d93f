"""Who is named to act, and what orders name nobody."""

from __future__ import annotations

import pytest

from wenlint.text.responsible import covers_all, is_bare_order, marks_unit, names_unit, puts_in_charge


@pytest.mark.parametrize(
    "words",
    [
        "新建公厕12座。责任单位：区城市管理委",
        "新建公厕12座。（牵头单位：区城市管理委；配合单位：各街道）",
        "新建公厕12座。（区城市管理委、各街道按职责分工负责）",
        "（市司法局，各街道办事处）",
        "新建公厕12座（区城市管理委）。",
        "（负责部门：卫生健康委）",
    ],
)
def test_units_marked_as_plans_do(words: str) -> None:
    assert marks_unit(words)


@pytest.mark.parametrize(
    "words",
    [
        "新建公厕（含移动公厕）12座。",
        "保护古树（以下简称名木，由专家认定）。",
        "培育企业（包括个体工商户）。",
        "新建公厕12座。",
    ],
)
def test_other_brackets_mark_nobody(words: str) -> None:
    assert not marks_unit(words)


@pytest.mark.parametrize(
    "words", ["由区水务局牵头疏浚河道。", "河道疏浚由区水务局会同各镇实施。", "区水务局牵头，各镇配合。"]
)
def test_units_put_in_charge_in_words(words: str) -> None:
    assert puts_in_charge(words)


@pytest.mark.parametrize(
    "words",
    [
        "区水务局要按月巡河。",
        "各镇、各街道应当设置巡河公示牌。",
        "接到报告后，区水务局会同公安机关处置。",
        "担保机构要降低费率。",
    ],
)
def test_offices_that_are_told_to_act(words: str) -> None:
    assert names_unit(words)


@pytest.mark.parametrize(
    "words",
    [
        "推进各部门数据共享。",
        "鼓励企业开展技术改造。",
        "2026年底前，疏浚河道36公里。",
        "支持高校和科研院所建立联合实验室。",
    ],
)
def test_orders_that_name_nobody(words: str) -> None:
    assert not names_unit(words)
    assert not puts_in_charge(words)
    assert not marks_unit(words)
    assert any(is_bare_order(part) for part in words.split("，"))


@pytest.mark.parametrize(
    "words", ["责任分工详见附件。", "以上任务均由区水务局会同各镇落实。", "各镇政府责任单位为各镇，下同，不再列出。"]
)
def test_one_sentence_for_all_tasks(words: str) -> None:
    assert covers_all(words)


@pytest.mark.parametrize("words", ["分工方案另行印发。", "各部门要加强协作。", "由区水务局负责解释。"])
def test_sentences_that_cover_no_other_task(words: str) -> None:
    assert not covers_all(words)
