"""Levels of government, read off names and clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.text.levels import Level, level_of, levels_named, levels_of, place_of


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("国务院办公厅", Level.CENTRAL),
        ("中共中央办公厅", Level.CENTRAL),
        ("教育部", Level.CENTRAL),
        ("中华人民共和国种子法", Level.CENTRAL),
        ("河北省民政厅", Level.PROVINCE),
        ("北京市人民政府", Level.PROVINCE),
        ("中共四川省委", Level.PROVINCE),
        ("内蒙古自治区人民政府", Level.PROVINCE),
        ("秦皇岛市人民政府办公室", Level.CITY),
        ("延边朝鲜族自治州人民政府", Level.CITY),
        ("××市水务局", Level.CITY),
        ("市市场监管局", Level.CITY),
        ("北京市朝阳区人民政府", Level.COUNTY),
        ("示例市示例区委办公室", Level.COUNTY),
        ("浦东新区人民政府", Level.COUNTY),
        ("区教委", Level.COUNTY),
        ("示例镇人民政府", Level.TOWNSHIP),
        ("示例街道办事处", Level.TOWNSHIP),
        ("城市管理局", None),
        ("社区工作站", None),
        ("区域协调发展办公室", None),
        ("市场监管总局", None),
        ("关于加强示例市绿道管理的意见", None),
        ("", None),
    ],
)
def test_level_of_an_organ(name: str, level: Level | None) -> None:
    assert level_of(name) is level


def test_a_municipality_answers_to_both_levels() -> None:
    assert levels_of("上海市人民政府") == {Level.PROVINCE, Level.CITY}
    assert levels_of("示例市人民政府") == {Level.CITY}
    assert levels_of("某办公室") == frozenset()


def test_place_of_a_name() -> None:
    assert place_of("北京市朝阳区人民政府") == "北京市朝阳区"
    assert place_of("国务院") == ""


@pytest.mark.parametrize(
    ("clause", "levels"),
    [
        ("省、自治区、直辖市人民政府可以", {Level.PROVINCE}),
        ("各区人民政府应当", {Level.COUNTY}),
        ("设区的市、县（区）人民政府", {Level.CITY, Level.COUNTY}),
        ("县级以上地方人民政府", {Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP}),
        ("国务院水行政主管部门", {Level.CENTRAL}),
        ("有关部门应当", set()),
    ],
)
def test_levels_a_clause_calls_upon(clause: str, levels: set[Level]) -> None:
    assert levels_named(clause) == levels


@given(st.text(alphabet="省市区县北京中共国务院自治州镇乡街道场域新××示例 ", max_size=30))
def test_no_name_breaks_the_reader(name: str) -> None:
    place = place_of(name)
    assert place in name
    level_of(name)
    levels_named(name)
