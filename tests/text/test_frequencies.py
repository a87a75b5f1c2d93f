"""How often something is to happen."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.text.frequencies import frequencies


@pytest.mark.parametrize(
    ("text", "per_year"),
    [
        ("每月对各区开展一次专项督查", [12]),
        ("每季度末考核一次", [4]),
        ("逐月考核打分", [12]),
        ("按季度开展检查", [4]),
        ("每两个月赴各区督导一次", [6]),
        ("每隔一周报送", [26]),
        ("每周检查两次", [104]),
        ("每月5日、15日、25日填报统计表", [36]),
        ("每月10日和20日报送", [24]),
        ("按双月轮流检查", [6]),
        ("每旬深入街道", [36]),
        ("每半年组织一轮", [2]),
        ("每半月报一次", [24]),
        ("一月一督查、一季一通报", [12, 4]),
        ("半年一次", [2]),
        ("一季度一次", [4]),
        ("一年两次", [2]),
        ("全年对各街道开展不少于4次督查", [4]),
        ("一年内组织三次集中检查", [3]),
        ("建立月检查、季考核制度", [12, 4]),
        ("实行日报告制度", [365]),
        ("月月督查", [12]),
        ("每日一报、每周一总结", [365, 52]),
        ("每年开展1次", [1]),
        ("全年1次", [1]),
        ("每年组织半年考核和年终考核各1次", [1, 2]),
        ("每年发放一次性补贴", [1]),
    ],
)
def test_times_per_year(text: str, per_year: list[int]) -> None:
    assert [reading.per_year for reading in frequencies(text)] == [Fraction(value) for value in per_year]


@pytest.mark.parametrize(
    "text",
    [
        "3月5日报告情况",
        "6月20日报送",
        "十月十日报表",
        "第一季度完成",
        "年终考核",
        "前三个月",
        "本周报送",
        "一般一致",
        "每名干部",
        "每个社区",
    ],
)
def test_no_frequency(text: str) -> None:
    assert list(frequencies(text)) == []


@given(st.text(alphabet="每逐按一两半年月季度周日天次个内全考核，。12", max_size=40))
def test_readings_lie_in_order_within_the_text(text: str) -> None:
    readings = list(frequencies(text))
    assert all(reading.per_year > 0 and 0 <= reading.span.start < reading.span.end <= len(text) for reading in readings)
    starts = [reading.span.start for reading in readings]
    assert starts == sorted(starts)
