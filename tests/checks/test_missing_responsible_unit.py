"""Tasks without a unit in drafts of other shapes than the check's own examples."""

from __future__ import annotations

import pytest

from wenlint.check import Context, Finding, Severity
from wenlint.document import Document
from wenlint.linting import judge
from wenlint.packs import load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find

REGISTRY = find()
(RULE,) = (
    rule
    for rule in load_pack(REGISTRY.packs["beijing-2019-13"], REGISTRY.checks).rules
    if rule.check == "missing-responsible-unit"
)
TASKS = (
    "（一）推进管网更新。2026年10月底前，更换老旧供水管道58公里。",
    "（二）降低漏损。分区安装计量水表2600块，漏损率降到8%以内。",
    "（三）推广节水器具。完成120所学校卫生间改造。",
    "（四）加强计划用水。建立年用水量1万立方米以上用户名录。",
)
UNITS = ("（责任单位：市水务局）", "（责任单位：市水务局、市水务集团）", "（市教育局牵头）", "（市水务局、市统计局）")


def draft(
    *tasks: str, title: str = "云川市节水行动方案", addressee: str = "各区人民政府，市政府各部门：", more: str = ""
) -> str:
    head = ["云川市人民政府文件", "云政发〔2026〕4号", title, addressee, "现就节水工作制定如下方案。", "一、主要目标"]
    goal = ["到2026年底，全市用水效率明显提高。", "二、重点任务"]
    foot = ["三、保障措施", "各区要加强组织领导，做好宣传。", more, "云川市人民政府", "2026年3月2日"]
    return "\n".join(line for line in (*head, *goal, *tasks, *foot) if line)


def judged(text: str) -> tuple[Document, list[Finding]]:
    document = read_bytes(text.encode(), "draft.txt")
    return document, list(judge(document, [RULE], REGISTRY.checks, Context())[0])


def test_a_plan_without_any_unit() -> None:
    document, (finding,) = judged(draft(*TASKS))
    assert finding.severity is Severity.WARNING
    assert finding.evidence["value"] == finding.evidence["tasks"] == len(TASKS)
    assert "任务共 4 项，都没有写责任单位" in finding.message
    assert [place.span.of(document.text)[:3] for place in finding.at] == ["（一）", "（二）", "（三）", "（四）"]
    assert "不再另发分工方案" in finding.advice


def test_the_division_that_is_to_follow_is_named_with_it() -> None:
    document, (finding,) = judged(draft(*TASKS, more="重点任务分工方案由市水务局另行印发。"))
    assert "却准备另发分工方案" in finding.message
    assert "分工方案" in finding.at[-1].span.of(document.text)


def test_units_on_lines_of_their_own_stand_for_one_task_each() -> None:
    lines = [line for task, unit in zip(TASKS, UNITS, strict=True) for line in (task, unit)]
    assert judged(draft(*lines))[1] == []
    document, (finding,) = judged(draft(*lines[:3], *lines[4:]))
    assert [place.span.of(document.text)[:3] for place in finding.at] == ["（二）"]


def test_a_unit_below_the_heading_stands_for_all_tasks_under_it() -> None:
    assert judged(draft("责任单位：市水务局，各区人民政府", *TASKS))[1] == []
    assert judged(draft(*TASKS, "责任单位：市水务局，各区人民政府"))[1] == []


def test_no_division_is_to_follow() -> None:
    _, (finding,) = judged(draft(*TASKS, more="不再另行印发分工方案。"))
    assert "另发" not in finding.message


def test_tasks_that_were_forgotten() -> None:
    tasks = [task + unit for task, unit in zip(TASKS, UNITS, strict=True)]
    document, (finding,) = judged(draft(*tasks[:2], TASKS[2], tasks[3]))
    assert finding.severity is Severity.INFO
    assert [place.span.of(document.text)[:3] for place in finding.at] == ["（三）"]
    assert "其中 1 项漏写了责任单位" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        draft(*(task + unit for task, unit in zip(TASKS, UNITS, strict=True))),
        draft(*TASKS, addressee="各区人民政府："),
        draft(*TASKS, more="以上任务均由市水务局会同各区落实。"),
        draft(*TASKS, more="附件：节水重点任务责任清单"),
        draft(*(f"{task}由市水务局会同有关区实施。" for task in TASKS)),
        draft(*(f"{task}市水务局要按月通报进展。" for task in TASKS)),
        draft(*TASKS[:2]),
        draft(*TASKS, title="云川市人民政府关于节水工作的报告", addressee="示例省人民政府："),
    ],
)
def test_look_alikes(text: str) -> None:
    assert judged(text)[1] == []


def table(*columns: str) -> bytes:
    rows = [columns, ("1", "更换管道58公里", "10月底", "市水务局"), ("2", "安装水表2600块", "6月底", "市水务集团")]
    rows += [("3", "改造120所学校卫生间", "9月底", "市教育局")]
    lines = ["| " + " | ".join(row[: len(columns)]) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join("---" for _ in columns) + " |")
    return ("# 云川市2026年节水工作要点\n\n2026年节水重点任务如下。\n\n" + "\n".join(lines) + "\n").encode()


@pytest.mark.parametrize(
    ("columns", "tasks"),
    [
        (("序号", "重点任务", "完成时限"), 3),
        (("序号", "重点任务", "完成时限", "责任单位"), None),
        (("序号", "监测点名称", "时间"), None),
    ],
)
def test_tasks_in_a_table(columns: tuple[str, ...], tasks: int | None) -> None:
    document = read_bytes(table(*columns), "draft.md")
    found = list(judge(document, [RULE], REGISTRY.checks, Context())[0])
    assert [finding.evidence["tasks"] for finding in found] == ([tasks] if tasks else [])
    assert not tasks or found[0].at[0].span.of(document.text).strip() == "更换管道58公里"


def test_a_table_with_a_column_of_units_says_it_for_all() -> None:
    table = "\n".join(
        [
            "| 序号 | 任务 | 责任单位 |",
            "| --- | --- | --- |",
            "| 1 | 更换管道58公里 | 市水务局 |",
            "| 2 | 安装水表2600块 | 市水务集团 |",
        ]
    )
    text = "# 云川市节水行动方案\n\n## 一、重点任务\n\n" + "\n\n".join(TASKS) + f"\n\n{table}\n"
    document = read_bytes(text.encode(), "draft.md")
    assert list(judge(document, [RULE], REGISTRY.checks, Context())[0]) == []
