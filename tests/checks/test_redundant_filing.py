"""Varied drafts that violate measure 6 on implementing papers, and drafts that only look so."""

from __future__ import annotations

import pytest

from wenlint.check import Confidence, Context, Finding, Severity
from wenlint.linting import judge
from wenlint.packs import load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find
from wenlint.reuse import memory_library

_REGISTRY = find()
_RULES = [
    rule
    for rule in load_pack(_REGISTRY.packs["beijing-2019-13"], _REGISTRY.checks).rules
    if rule.check == "redundant-filing"
]
_LONG = (
    "河道管理单位每月清理一次沿岸杂物。市图书馆周末延长开放两小时。"
    "公交线路调整后早高峰发车间隔缩至六分钟，乘客等候时间明显缩短。"
)


def _findings(draft: str, *superiors: str) -> list[Finding]:
    document = read_bytes(draft.encode(), "draft.txt")
    context = Context(superiors=memory_library(superiors) if superiors else None)
    return list(judge(document, _RULES, _REGISTRY.checks, context)[0])


def _titled(title: str, opening: str = "有关事项通知如下。", issuer: str = "") -> str:
    ending = f"\n{issuer}\n2024年5月6日" if issuer else ""
    return f"{title}\n各有关单位：\n{opening}{_LONG}{ending}"


_VIOLATING_TITLES = [
    "示例区关于贯彻落实《北京市生活垃圾分类行动方案》的实施意见",
    "示例市人民政府关于贯彻《国务院关于推进物流降本提质增效的若干意见》的实施意见",
    "中共示例区委关于贯彻落实《示例市党建引领基层治理若干措施》的意见",
    "示例县水利局关于印发《示例县〈河湖长制工作规定〉实施细则》的通知",
    "关于印发《示例区落实〈养老服务条例〉实施细则（试行）》的通知",
    "示例市教育局贯彻落实《关于减轻学生负担的意见》实施意见",
    "示例区人民政府办公室关于印发示例区贯彻落实全市优化营商环境大会精神实施意见的通知",
    "示例街道办事处关于贯彻执行《示例区物业管理办法》的实施细则",
    "关于贯彻落实示政发〔2023〕18号文件精神的实施意见",
    "示例省应急管理厅关于贯彻落实《安全生产责任制规定》的若干意见",
    "示例市商务局关于促进夜间消费的实施意见",
    "示例市医疗保障局基本医疗保险门诊统筹实施细则",
    "示例区关于进一步做好防汛备汛工作的实施意见（暂行）",
    "示例镇关于贯彻落实区委全会精神的意见",
    "中共示例市委办公室印发《关于贯彻〈干部教育培训规划〉的实施意见》的通知",
    "示例市民政局关于下发《社会救助工作实施细则》的通知",
    "示例区城市管理委员会关于发布《户外广告设置管理办法实施细则》的公告",
    "示例区人民政府办公室转发区卫生健康委关于家庭医生签约服务实施意见的通知",
    "示例市人民政府批转市农业农村局关于高标准农田建设实施意见的通知",
    "示例县贯彻落实《示例省粮食安全保障办法》实施意见",
    "关于印发《示例市＜行政处罚裁量基准规定＞实施细则》等两个文件的通知",
    "示例市关于落实《政府工作报告》重点工作分工的意见",
    "示例区人民政府关于印发《2024年政府工作报告》重点任务分工方案的通知",
    "示例市人民政府办公室关于印发《示例省养老服务行动计划》任务分工表的通知",
    "示例区发展改革委关于优化营商环境重点任务责任分工的通知",
    "关于印发示例市绿色低碳发展规划重点工作部门分工方案的通知",
    "示例县关于贯彻落实省委一号文件精神任务分工的通知",
    "示例区委办公室关于全会重点任务分工安排的通知",
    "示例市大数据局关于数字政府建设任务分工意见的函",
    "示例市实施《优化营商环境条例》细则",
    "示例区贯彻落实〈示例市绿道规划〉意见",
    "示例市 生 态 环 境 局 关 于 印 发 大 气 治 理 实 施 细 则 的 通 知",
]
_VIOLATING_SENTENCES = [
    "现单独印发《重点任务分工方案》，请各单位照此执行。",
    "重点任务分工方案由区政府办公室另行印发。",
    "为便于落实，专门制定并印发了任务分工表，请对照抓好落实。",
    "有关责任单位见另行下发的《绿道建设任务分工方案》。",
    "各项任务的部门分工安排将另行发文明确。",
    "区委办公室随后印发重点工作责任分工方案，各单位要主动认领。",
    "同时，另文印发工作分工表，逐项明确责任人。",
    "为抓好落实，区政府办公室将任务分工方案单独成文下发。",
    "配套的任务分工表另发。",
    "现将《示例区贯彻落实〈示例市绿道规划〉实施意见》印发给你们，请认真执行。",
    "经区政府同意，现将《示例区落实河湖长制实施细则》印发你单位。",
    "现将《关于贯彻〈养老服务行动计划〉的实施意见》下发，请结合实际抓好落实。",
    "区里研究制定了《示例区防汛工作实施细则》，现予印发。",
    "现将《示例区2024年重点任务分工方案》印发给你们。",
]


@pytest.mark.parametrize("title", _VIOLATING_TITLES)
def test_violating_titles(title: str) -> None:
    assert len(_findings(_titled(title))) == 1


@pytest.mark.parametrize("sentence", _VIOLATING_SENTENCES)
def test_violating_sentences(sentence: str) -> None:
    assert len(_findings(_titled("示例区关于做好年度重点工作的通知", sentence))) == 1


_INNOCENT_TITLES = [
    "国务院办公厅关于加强入河排污口监督管理工作的实施意见",
    "中共中央办公厅印发《关于贯彻落实〈干部考核条例〉的实施意见》的通知",
    "中华人民共和国种子法实施细则",
    "教育部关于印发《学位授予工作实施细则》的通知",
    "示例区人民政府关于贯彻落实《示例市绿道规划》的工作方案",
    "示例区推进老旧小区改造实施方案",
    "示例市关于贯彻落实《减负措施》的若干具体措施",
    "示例区关于做好《养老服务条例》贯彻落实工作的通知",
    "示例市关于废止《示例市贯彻〈甲办法〉实施意见》的通知",
    "示例市人民政府关于宣布失效一批实施细则的决定",
    "示例区关于停止执行《垃圾分类实施意见》的通知",
    "示例区关于修改《示例区公租房管理办法实施细则》的决定",
    "示例区关于公开征求《示例区养犬管理实施细则（征求意见稿）》意见的公告",
    "示例区人民政府办公室转发《示例市人民政府关于促进消费的实施意见》的通知",
    "示例区人民政府办公室关于转发市水务局河道保洁实施意见的通知",
    "示例县人民政府关于印发《示例省粮食安全实施意见》的通知",
    "示例区关于《防汛工作实施意见》贯彻落实情况的报告",
    "示例市对《养老服务实施细则》执行情况开展评估的通知",
    "示例区关于《绿道实施意见》的解读",
    "示例市人民政府对市人大第12号建议的答复意见",
    "示例区人民政府关于加强校园周边交通管理的意见",
    "示例市关于支持民营经济发展的指导意见",
    "示例区人民政府关于区长、副区长工作分工的通知",
    "示例区水务局关于调整局领导班子成员分工的通知",
    "示例市政府办公室关于张三同志分工调整的通知",
    "示例市生态环境局内设机构职责分工规定",
    "示例区关于明确应急管理职能分工的意见",
    "关于印发《示例区绿道行动计划》和重点任务分工方案的通知",
    "示例市关于深化社会分工与专业化协作的调研报告",
    "示例省实施《中华人民共和国老年人权益保障法》办法",
    "示例区关于学习《实施意见》精神的通知",
    "示例市关于请求解释《养老服务实施细则》有关条款的请示",
    "关于组织参加实施细则培训班的通知",
]
_INNOCENT_SENTENCES = [
    "除有明确规定外，不再制定贯彻落实意见和实施细则。",
    "文件涉及重点任务的同步明确责任单位，一般不再单独印发分工方案。",
    "不得单独印发分工方案。",
    "各单位无需另行制定任务分工表。",
    "确需单独印发分工方案的，报区委办公室审批。",
    "严禁以另行印发分工方案的方式变相增加文件。",
    "坚决纠正“单独印发分工方案”的做法。",
    "此前单独印发的任务分工表停止执行。",
    "各单位要按照任务分工抓好落实，明确分工方案中的时间节点。",
    "区委、区政府分工负责同志每季度调度一次。",
    "领导小组成员单位按职责分工另行报送联系人名单。",
    "现将《示例区绿道建设工作方案》印发给你们。",
    "现将《示例市人民政府关于促进消费的实施意见》转发给你们，请遵照执行。",
    "具体责任单位见本通知附件《任务分工表》。",
    "本方案印发后，不再另发分工方案。",
    "分工方案与本文件一并印发。",
]


@pytest.mark.parametrize("title", _INNOCENT_TITLES)
def test_innocent_titles(title: str) -> None:
    assert [finding.message for finding in _findings(_titled(title))] == []


@pytest.mark.parametrize("sentence", _INNOCENT_SENTENCES)
def test_innocent_sentences(sentence: str) -> None:
    assert [finding.message for finding in _findings(_titled("示例区关于做好年度重点工作的通知", sentence))] == []


# ---- the authority


_PLAN = "示例市绿道行动方案\n示政发〔2024〕3号\n一、任务\n{}\n二、要求\n各单位要按月报告进展。"
_UNDER = "示例区人民政府关于贯彻落实《示例市绿道行动方案》的实施意见"
_ISSUER = "示例区人民政府"


def _one(
    clause: str, title: str = _UNDER, opening: str = "有关事项通知如下。", issuer: str = _ISSUER
) -> Finding | None:
    found = _findings(_titled(title, opening, issuer), _PLAN.format(clause))
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    "clause",
    [
        "各区要结合实际制定具体实施方案，于年底前报市政府。",
        "各区人民政府应当根据本方案制定实施细则。",
        "具体办法由各区人民政府制定。",
        "各地区、各部门要出台贯彻落实的实施意见，明确时间表。",
        "县级以上地方人民政府可以结合本地实际，制定实施办法。",
        "市、区人民政府应当研究制定配套政策。",
        "各单位要抓紧制定工作方案，细化任务。",
    ],
)
def test_a_clause_that_asks_for_it_makes_it_legitimate(clause: str) -> None:
    assert _one(clause) is None


@pytest.mark.parametrize(
    "clause",
    [
        "各区要压实责任，按月调度。",
        "施工单位应当制定专项实施方案，并报监理单位审核。",
        "市水务局已制定的实施细则继续有效。",
        "为制定本方案开展了多轮调研。",
        "根据《示例市绿道条例》，制定本办法。",
    ],
)
def test_a_known_superior_without_such_a_clause_weighs_most(clause: str) -> None:
    finding = _one(clause)
    assert finding is not None
    assert (finding.severity, finding.confidence) == (Severity.ERROR, Confidence.HIGH)
    assert "《示例市绿道行动方案》全文里没有" in finding.message
    assert len(finding.at) == 1


@pytest.mark.parametrize(
    "clause", ["各区不得再制定实施细则。", "各区无需另行制定实施意见，直接组织实施。", "各级不再层层制定实施方案。"]
)
def test_a_superior_that_forbids_it_is_shown(clause: str) -> None:
    finding = _one(clause)
    assert finding is not None
    assert finding.severity is Severity.ERROR
    assert "不要再制定" in finding.message
    _, related = finding.at
    assert related.role == "related"
    assert related.text == clause


def test_a_clause_for_another_level_does_not_count() -> None:
    finding = _one("各省、自治区、直辖市人民政府应当制定实施细则。")
    assert finding is not None
    assert finding.severity is Severity.WARNING
    assert "省级，不是示例区人民政府" in finding.message


def test_a_clause_for_the_municipality_counts_for_it() -> None:
    title = "北京市人民政府关于贯彻落实《示例市绿道行动方案》的实施意见"
    assert _one("各省、自治区、直辖市人民政府应当制定实施细则。", title, issuer="北京市人民政府") is None


def test_measures_are_no_document() -> None:
    finding = _one("各区要拿出具体措施，制定落实措施并抓好推进。")
    assert finding is not None
    assert finding.severity is Severity.INFO
    assert "只要求拿出具体措施" in finding.message


def test_a_superior_that_the_library_lacks_is_a_softer_finding() -> None:
    (finding,) = _findings(
        _titled("示例区关于贯彻落实《示例市湿地规划》的实施意见"), _PLAN.format("各区要制定实施细则。")
    )
    assert finding.severity is Severity.WARNING
    assert finding.confidence is Confidence.MEDIUM
    assert "上级文件库里没有它的全文" in finding.message
    assert "《示例市湿地规划》" in finding.advice


def test_without_a_library_the_finding_says_so() -> None:
    (finding,) = _findings(_titled(_UNDER))
    assert "还没有上级文件库" in finding.message
    assert finding.severity is Severity.WARNING


def test_a_superior_is_found_by_its_number_alone() -> None:
    title = "示例区关于贯彻落实示政发〔2024〕3号文件的实施意见"
    assert _one("各区要制定实施细则。", title) is None
    assert _one("各区要抓好落实。", title) is not None


def test_a_superior_is_found_in_the_opening() -> None:
    opening = (
        "为贯彻落实《示例市绿道行动方案》（示政发〔2024〕3号，以下简称《方案》），按照《方案》部署，提出如下意见。"
    )
    finding = _one("各区要抓好落实。", "示例区关于绿道建设的实施意见", opening)
    assert finding is not None
    assert [superior["number"] for superior in finding.evidence["superiors"]] == ["示政发〔2024〕3号"]


@pytest.mark.parametrize(
    "opening",
    [
        "根据《示例市湿地条例》“具体办法由区人民政府制定”的规定，制定本实施细则。",
        "按照《示例市湿地规划》关于各区制定实施细则的要求，制定本细则。",
        "《示例市湿地规划》明确要求各区出台实施细则。据此制定本细则。",
        "根据《示例市湿地条例》第三十条的授权，制定本细则。",
    ],
)
def test_a_claimed_mandate_is_believed_unless_the_library_knows_better(opening: str) -> None:
    assert _findings(_titled("示例区湿地保护实施细则", opening, _ISSUER)) == []


def test_a_quoted_mandate_that_is_not_in_the_superior() -> None:
    opening = "根据《示例市绿道行动方案》“具体办法由各区制定”的规定，提出如下意见。"
    finding = _one("各区要抓好落实。", opening=opening)
    assert finding is not None
    assert "查不到" in finding.message


def test_an_article_without_its_words_only_softens() -> None:
    opening = "根据《示例市湿地条例》第三十条规定，制定本细则。"
    (finding,) = _findings(_titled("示例区湿地保护实施细则", opening, _ISSUER))
    assert (finding.severity, finding.confidence) == (Severity.INFO, Confidence.LOW)


def test_details_of_the_issuers_own_regulation() -> None:
    title = "示例区人民政府关于印发《示例区公文管理办法实施细则》的通知"
    assert _findings(_titled(title, "根据《示例区公文管理办法》，制定本细则。", _ISSUER)) == []


def test_a_division_that_the_superior_asks_for() -> None:
    title = "示例区关于印发《示例市绿道行动方案》重点任务分工方案的通知"
    assert _one("各区要制定任务分工方案，逐项明确责任单位。", title) is None
    assert _one("各区要制定实施细则。", title) is not None


def test_the_place_of_a_title_finding_is_the_title() -> None:
    (finding,) = _findings(_titled(_UNDER))
    document = read_bytes(_titled(_UNDER).encode(), "draft.txt")
    assert finding.at[0].span.of(document.text) == _UNDER


def test_one_fault_is_one_finding() -> None:
    draft = _titled("示例区关于落实《政府工作报告》重点工作分工的意见", "现单独印发《重点任务分工方案》，请照此执行。")
    assert len(_findings(draft)) == 1


def test_the_regulation_itself_comes_out_clean() -> None:
    draft = _titled(
        "示例市委办公厅关于解决形式主义突出问题为基层减负的若干措施",
        "发文要讲实效。贯彻上级文件，除有明确规定外，不再制定贯彻落实意见、实施细则。"
        "重点任务同步写明责任单位，一般不再单独印发分工方案。",
    )
    assert _findings(draft) == []
