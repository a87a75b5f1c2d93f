"""Titles as they are cited."""

from __future__ import annotations

import pytest

from wenlint.text.titles import in_title_marks


@pytest.mark.parametrize(
    ("title", "cited"),
    [
        ("关于加强农村公路养护的意见", "《关于加强农村公路养护的意见》"),
        ("《农村公路条例》", "《农村公路条例》"),
        (
            "云川市人民政府关于印发《云川市公路养护方案》的通知",
            "《云川市人民政府关于印发〈云川市公路养护方案〉的通知》",
        ),
        ("《档案法》和《公路法》施行情况的报告", "《〈档案法〉和〈公路法〉施行情况的报告》"),
    ],
)
def test_titles_inside_a_title_stand_in_single_marks(title: str, cited: str) -> None:
    assert in_title_marks(title) == cited
