"""What counts as a measure, and what as a mere call."""

from __future__ import annotations

import pytest

from wenlint.text.calls import is_call
from wenlint.text.own_measures import is_measure


@pytest.mark.parametrize(
    "sentence",
    [
        "到2027年，建成区级养老服务中心。",
        "自收到申请之日起五个工作日内办结。",
        "各街道明年一季度前补齐消防器材。",
        "由区城管委牵头更换破损井盖。",
        "全区新增停车泊位1800个。",
    ],
)
def test_measures_pin_an_action_down(sentence: str) -> None:
    assert is_measure(sentence)
    assert not is_call(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "截至去年底，全区已建成养老服务中心12家。",
        "近年来，各街道累计改造老旧小区36个。",
        "完善党委领导、政府负责、社会协同的治理体制。",
        "打造一批优质服务品牌，推进政务服务一次办好。",
    ],
)
def test_what_was_done_and_what_only_looks_like_a_figure_is_no_measure(sentence: str) -> None:
    assert not is_measure(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "各级要切实加强组织领导，压实工作责任，确保取得实效。",
        "要进一步提高思想认识，增强做好工作的主动性和自觉性。",
        "坚持守正创新，推动各项事业再上新台阶。",
        "充分发挥先锋模范作用，凝聚起团结奋进的强大力量。",
    ],
)
def test_calls_urge_and_say_nothing(sentence: str) -> None:
    assert is_call(sentence)
    assert not is_measure(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "严格执行《示例市绿化条例》，切实做好养护。",
        "进一步规范收费，不得向用户收取开户费。",
        "认真填写申请表，并提交身份证复印件。",
        "切实做好3处积水点的改造。",
        "食堂设在一楼东侧。",
    ],
)
def test_what_could_be_checked_is_no_call(sentence: str) -> None:
    assert not is_call(sentence)
