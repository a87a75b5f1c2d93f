from __future__ import annotations

import pytest

from wenlint.text.issuers import sign_at_odds


@pytest.mark.parametrize(
    ("code", "issuer"),
    [
        ("国发", "国务院"),
        ("国办发", "国务院办公厅"),
        ("粤府办", "广东省人民政府办公厅"),
        ("京办发", "中共北京市委办公厅"),
        ("云政发", "云川市人民政府"),
        ("云委", "中共云川市委"),
        ("云教职成", "云川市教育局"),
        ("云文旅函", "云川市文化和旅游局"),
        ("发改价格", "国家发展和改革委员会"),
        ("财税", "财政部"),
        ("建房", "住房和城乡建设部"),
        ("人社部发", "人力资源和社会保障部"),
        ("云减灾办", "云川市减灾委员会办公室"),
        ("云发", "中共云川市委、云川市人民政府"),
        ("云河长办", "云川市河长制办公室"),
    ],
)
def test_codes_that_may_well_be_the_issuers(code: str, issuer: str) -> None:
    assert sign_at_odds(code, issuer) is None


@pytest.mark.parametrize(
    ("code", "issuer", "why"),
    [
        ("云政发", "云川市人民政府办公室", "没有“办”"),
        ("云政办发", "云川市人民政府", "办公厅（室）"),
        ("云委发", "云川市人民政府", "党委"),
        ("云政", "中共云川市委", "政府"),
        ("云财发", "云川市教育局", "财"),
        ("云水函", "云川市民政局", "水"),
    ],
)
def test_codes_that_cannot_be(code: str, issuer: str, why: str) -> None:
    assert why in (sign_at_odds(code, issuer) or "")
