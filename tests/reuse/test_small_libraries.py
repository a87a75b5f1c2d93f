"""A few documents on related matters: likeness of topic is no restatement, a copy is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writing import draft

from wenlint.reuse import memory_library

ROADS = (
    "示例省人民政府关于加强农村公路养护管理的意见\n示政发〔2024〕6号\n"
    "一、明确养护责任\n"
    "（一）健全责任体系。县级人民政府是农村公路养护的责任主体，乡镇人民政府负责乡道和村道的日常养护，村民委员会协助做好村道保洁。\n"
    "（二）落实巡查制度。县道每周巡查一次，乡道每半个月巡查一次，村道每月巡查一次，巡查情况当天录入养护平台。\n"
    "二、保障养护资金\n"
    "（三）足额安排经费。省级财政按县道每公里一万元、乡道每公里五千元、村道每公里三千元给予补助，不足部分由县级财政安排。\n"
    "（四）严格资金监管。养护资金实行专账核算，不得用于人员经费和偿还债务，使用情况每年公开一次。\n"
    "三、提高养护质量\n"
    "（五）推行养护市场化。大中修工程面向社会公开招标，日常养护可以由沿线村民承包，承包费按季度考核兑现。\n"
    "（六）整治安全隐患。临水临崖、急弯陡坡路段全部加装护栏和警示标志，危桥在一年内改造完毕，改造前限制通行。\n"
)
CHARGING = (
    "示例省人民政府办公厅关于推进电动自行车充电设施建设的通知\n示政办发〔2024〕31号\n"
    "一、加快设施建设\n"
    "新建住宅小区按照每百户不少于三十个的标准配建充电端口，既有住宅小区利用闲置用地、架空层增设，两年内实现应建尽建。\n"
    "二、规范收费行为\n"
    "充电收费分为电费和服务费，电费执行居民合表电价，服务费由经营者与业主委员会协商确定，在现场显著位置公示。\n"
    "三、加强安全管理\n"
    "充电场所与住宅楼的安全出口保持六米以上距离，设置自动断电和火灾报警装置，电池不得带入室内充电。\n"
    "物业服务企业每天检查一次充电设施，发现线路老化、外壳破损的立即停用并通知经营者修复。\n"
)
LIBRARIES = (
    "示例省文化和旅游厅关于深化公共图书馆总分馆制建设的指导意见\n示文旅发〔2023〕18号\n"
    "县级图书馆作为总馆统一采购、编目和配送图书，乡镇综合文化站设立分馆，村级综合性文化服务中心设立服务点。\n"
    "分馆每周开放时间不少于四十二小时，藏书不少于三千册，每季度更新的图书不低于藏书总量的百分之五。\n"
    "读者凭社会保障卡在任意一馆借阅和归还，逾期不收取滞纳金，残疾读者可以预约送书上门。\n"
)
RIVERS = (
    "示例省水利厅关于开展河道保洁专项行动的通知\n示水发〔2024〕9号\n"
    "从三月起对全省流域面积五十平方公里以上的河道开展保洁，清理水面漂浮物、岸坡垃圾和阻水杂草。\n"
    "河长每月巡河不少于两次，发现非法排污口、违法建筑的，七日内交有关部门处理，处理结果报上一级河长办公室备案。\n"
    "保洁经费由市县财政分担，省水利厅根据年终考核结果给予奖补，考核不合格的扣减下一年度奖补资金。\n"
)
BUSES = (
    "示例省教育厅关于加强校车安全管理的通知\n示教发〔2024〕12号\n"
    "校车每半年进行一次安全技术检验，随车配备灭火器、急救箱和卫星定位装置，超过使用年限的一律停运。\n"
    "驾驶人须取得校车驾驶资格，最近三年没有满分记录，每学期参加不少于八学时的安全培训。\n"
    "每辆校车安排一名照管人员，学生上下车逐一清点登记，车辆熄火后全车检查一遍，防止遗留学生。\n"
)
LIBRARY = memory_library([ROADS, CHARGING, LIBRARIES, RIVERS, BUSES])

OWN_ROADS = (
    "入冬以来，我县连降三场大雪，部分乡道、村道路面结冰，群众出行受阻。"
    "县交通运输局要抽调四十台除雪车，按照先县道后乡道的次序撒布融雪剂，乡镇人民政府组织村民清扫门前路段。",
    "春融期间，养护站对翻浆路段逐段登记，三月底前完成换填。农村公路养护平台开通群众报修入口，接报后两小时内派人查看。",
)
ROAD_TASKS = (
    "一、责任落实方面",
    "1. 建立农村公路养护责任清单。（县交通运输局牵头，各乡镇人民政府配合）",
    "2. 开展乡道、村道日常巡查。（各乡镇人民政府，村民委员会）",
    "二、资金保障方面",
    "3. 安排农村公路养护补助。（县财政局牵头，县交通运输局配合）",
    "4. 检查养护资金使用情况。（县审计局）",
    "三、质量提升方面",
    "5. 组织大中修工程招标。（县交通运输局）",
    "6. 整治临水临崖路段隐患。（县交通运输局、县公安局）",
    "7. 改造农村公路危桥。（县交通运输局，各乡镇人民政府）",
)
CHARGING_PLAN = (
    "今年全市计划建设电动自行车充电端口两万个，其中老旧小区一万二千个，由市城管局会同街道逐个小区踏勘选址。",
    "六月起，市消防救援支队牵头开展室内充电集中整治，对带电池上楼的先劝导后处罚，楼道停放车辆限期清走。",
    "供电公司为充电设施开辟报装绿色通道，五个工作日内送电，接电费用全免。",
)
LIBRARY_NEWS = (
    "县图书馆已在九个乡镇建成分馆，去年到馆读者十八万人次，送书下乡六十场。今年要在三个移民安置点再设服务点，"
    "由县文旅局出资购置书架和座椅，志愿者轮流值守，暑假期间开放到晚上九点。",
)


@pytest.mark.parametrize("body", [OWN_ROADS, ROAD_TASKS, CHARGING_PLAN, LIBRARY_NEWS, (*OWN_ROADS, *LIBRARY_NEWS)])
def test_likeness_of_topic_is_silent(body: tuple[str, ...]) -> None:
    assert LIBRARY.restated(draft(*body)).passages == ()


_SWAPPED = (
    "市级财政按县道每公里1.2万元、乡道每公里6千元、村道每公里4千元给予补助，不足部分由区级财政安排。"
    "养护资金实行专账核算，不得用于人员经费和偿还债务，使用情况每年公开一次。"
)
_LIGHT = (
    "充电场所与住宅楼安全出口保持八米以上距离，装设自动断电和火灾报警装置，严禁将电池带入室内充电。"
    "物业企业每天检查一次充电设施，发现线路老化、外壳损坏的立即停用，并通知经营者修复。"
)
_SHUFFLED = (
    "学生上下车逐一清点登记，每辆校车安排一名照管人员，车辆熄火后全车检查一遍，防止遗留学生。"
    "驾驶人每学期参加不少于八学时的安全培训，须取得校车驾驶资格，最近三年没有满分记录。"
)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("分馆每周开放时间不少于四十二小时，藏书不少于三千册，", "示文旅发〔2023〕18号"),
        ("河长每月巡河不少于两次，发现非法排污口、违法建筑的，七日内交有关部门处理，", "示水发〔2024〕9号"),
        (_SWAPPED, "示政发〔2024〕6号"),
        (_LIGHT, "示政办发〔2024〕31号"),
        (_SHUFFLED, "示教发〔2024〕12号"),
    ],
)
@pytest.mark.parametrize("host", [OWN_ROADS, LIBRARY_NEWS])
def test_a_copy_is_found_among_text_on_the_same_matter(words: str, number: str, host: tuple[str, ...]) -> None:
    document = draft(*host, words)
    (passage,) = LIBRARY.restated(document).passages
    begins = document.text.index(words)
    assert passage.source.number == number
    assert abs(passage.draft.start - begins) <= 2
    assert abs(passage.draft.end - (begins + len(words))) <= 2
    assert len(passage.source_text) <= 1.5 * len(words)


_CLAUSES = [
    clause
    for body in (*OWN_ROADS, *ROAD_TASKS, ROADS, BUSES)
    for clause in re.split(r"(?<=[。，；\n])", body)
    if clause
]


@settings(max_examples=60, deadline=None)
@given(picked=st.lists(st.sampled_from(_CLAUSES), min_size=1, max_size=30))
def test_passages_are_in_order_and_apart_whatever_the_draft(picked: list[str]) -> None:
    document = draft(*"".join(picked).split("\n"))
    result = LIBRARY.restated(document)
    ends = [0]
    for passage in result.passages:
        assert ends[-1] <= passage.draft.start < passage.draft.end <= len(document.text)
        assert passage.source_text
        ends.append(passage.draft.end)
    assert 0 <= result.share <= 1
    assert result.longest_run <= result.characters


def test_own_sentences_between_copied_ones_are_not_told() -> None:
    lines = ROADS.splitlines()
    before, after = lines[6].removeprefix("（三）足额安排经费。"), lines[7].removeprefix("（四）严格资金监管。")
    own = "入冬以来连降三场大雪，部分路段结冰，县里抽调四十台除雪车分片包干，昼夜轮班撒布融雪剂。"
    document = draft(before, own, after)
    first, second = LIBRARY.restated(document).passages
    assert first.draft.end <= document.text.index(own)
    assert second.draft.start >= document.text.index(own) + len(own)
    assert first.source == second.source
