"""重点任务没有写责任单位

查什么：方案、计划、措施、意见、要点里的任务（最末一级标题下要求办的事），逐项看有没有写明谁来办：任务后面的
“责任单位：…”“（市民政局牵头，各区配合）”，句中的“由…负责”，或者直接以单位作主语，都算写了；表格里有责任单位一栏、
附件里有责任清单、有一句话统一写明的，也算。总体要求、工作目标、保障措施一类不算任务。
几乎都没有写的，在任务处报一次；大多数按格式写了、少数漏写的，指出漏写的各项。法律法规、报告、复函不看；
主送只有一类单位的，任务都由收文单位办，也不看。

为什么：任务没有责任单位，收文单位不知道归谁办，只好另发一个分工方案，一件事发两个文件。

怎么改：在每项任务后面写明责任单位（几个单位的，牵头的写在前面），不另发分工方案。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wenlint.check import Case, Check, Confidence, Context, Finding, Location, Param, Rule, Severity, Verdict
from wenlint.document import Direction, Document, Span
from wenlint.text.acts import act_of
from wenlint.text.legislation import is_of_the_top
from wenlint.text.patterns import pattern
from wenlint.text.stance import is_negated
from wenlint.text.statements import statements_with
from wenlint.text.tasks import Task, names_tasks, tasks


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """One finding for a plan: that no task has its unit, or which few have none."""
    params = rule.params
    if (not params["top"] and is_of_the_top(document)) or document.direction is Direction.UP:
        return
    if _has_one_addressee(document) or not (_is_plan(document, params["titles"]) or names_tasks(document)):
        return
    found = tasks(document)
    if len(found) < params["least"]:
        return
    missing = [task for task in found if not task.is_assigned]
    left_out = [task for task in found if not task.is_in_charge]
    if sum(task.is_marked for task in found) >= params["custom"] * len(found):
        if left_out:
            yield _finding(rule, document, found, left_out, f"其中 {len(left_out)} 项漏写了责任单位")
    elif len(found) - len(missing) <= params["few"] * len(found):
        how = "都没有写责任单位" if len(missing) == len(found) else f"其中 {len(missing)} 项没有写责任单位"
        yield _finding(rule, document, found, missing, how)


def _finding(rule: Rule, document: Document, found: Sequence[Task], missing: Sequence[Task], how: str) -> Finding:
    division = _division_ordered(document, rule)
    also = "，却准备另发分工方案" if division else ""
    # What stands for all tasks may have been overlooked where only some are without.
    severity = None if division or len(missing) == len(found) else min(rule.severity, Severity.INFO)
    return rule.finding(
        f"任务共 {len(found)} 项，{how}{also}",
        *(Location(task.at) for task in missing),
        *division,
        severity=severity,
        confidence=Confidence.MEDIUM,
        evidence={"value": len(missing), "limit": 0, "tasks": len(found), "unit": "项", "division": bool(division)},
    )


def _is_plan(document: Document, titles: Sequence[str]) -> bool:
    own = act_of(document.elements.title or "").title
    return bool(own) and re.search(f"(?:{'|'.join(titles)})\\Z", own) is not None


_VAGUE = pattern(r"(?:有关|相关|成员|责任|所属|直属)|\A各(?:单位|部门|处室|科室|成员)\Z|、|和|及")


def _has_one_addressee(document: Document) -> bool:
    """Whether all that are addressed are of one sort (各区人民政府), so that each of them is to act."""
    names = document.elements.addressees
    return len(names) == 1 and not _VAGUE.search(names[0])


def _division_ordered(document: Document, rule: Rule) -> tuple[Location, ...]:
    """Where the draft says that the division of work comes in a paper of its own."""
    if not rule.params["division"]:
        return ()
    words = re.compile("|".join(rule.params["division"]))
    for statement in statements_with(document, words):
        match = words.search(statement.text)
        if match and not is_negated(statement.text, Span(*match.span())):
            return (Location(statement.place(Span(*match.span()))),)
    return ()


_TITLES = ["方案", "计划", "措施", "意见", "要点"]
_DIVISION = [
    "(?:单独|另行|另外)(?:印发|下发|制定)[^，。；]{0,30}分工方案",
    "分工方案[^，。；]{0,12}(?:另行|单独|另外)(?:印发|下发)",
]
_PLAN = (
    "示例区2026年城市更新行动方案|一、工作目标|年底前，全区老旧小区改造取得明显进展。|二、重点任务|%s|"
    "三、保障措施|（一）加强组织领导。加强统筹调度。|（二）强化督促检查。定期通报进展。"
)
_TASKS = (
    "（一）改造老旧小区|2026年底前，改造老旧小区36个，同步更换老化管线。%s|"
    "（二）补齐停车设施|利用边角地、闲置地新建停车泊位1800个。%s|"
    "（三）整治背街小巷|全面排查架空线和破损路面，完成40条背街小巷整治。%s"
)
_NOTICE = (
    "示例区人民政府办公室关于印发《示例区2026年城市更新行动方案》的通知|%s|现将《示例区2026年城市更新行动方案》印发给你们，"
    "请认真组织实施。|示例区人民政府办公室|2026年2月6日|"
)
_TO_ALL = "各街道办事处，区政府各部门："


def _case(text: str, **params: object) -> Case:
    return Case(text, {"titles": _TITLES, "division": _DIVISION, **params})


def _plan(first: str = "", second: str = "", third: str = "", addressees: str = _TO_ALL) -> str:
    return _NOTICE % addressees + _PLAN % (_TASKS % (first, second, third))


CHECK = Check(
    name="missing-responsible-unit",
    run=run,
    doc=__doc__,
    params={
        "titles": Param(list, "哪些文件算方案一类，正则表达式，和文件自己的标题末尾比对；有“重点任务”一类标题的总算"),
        "least": Param(int, "任务至少有几项才判断", 3),
        "few": Param(float, "写了责任单位的任务不超过这一比例（0–1），算几乎都没有写", 0.2),
        "custom": Param(float, "按格式写了责任单位的任务达到这一比例（0–1），漏写的才逐项指出", 0.5),
        "division": Param(list, "另发分工方案的说法，正则表达式；有的一并指出", []),
        "top": Param(bool, "法律法规和中央机关的文件是否也看", False),
    },
    bad=(
        _case(_plan()),
        # 又要另发分工方案
        _case(_plan(third="各项任务的分工方案另行印发。")),
        # 少数漏写
        _case(_plan("（责任单位：区住房城乡建设委、各街道）", "（区城市管理委牵头，区交通局配合）")),
        # 标题里没有“方案”，有“重点任务”
        _case(
            "示例区人民政府关于做好城市更新工作的通知|各街道办事处，区政府各部门：|一、主要任务|"
            + _TASKS % ("", "", "")
            + "|示例区人民政府|2026年2月6日"
        ),
        # 一级标题就是任务
        _case(
            "示例区关于促进夜间经济发展的若干措施|各街道办事处，区政府各部门：|一、延长营业时间|鼓励商场、书店延长营业至23时。|二、丰富夜间活动|"
            "每季度举办1次夜间文化活动。|三、完善配套服务|延长公交末班车时间，增设临时停车位。|示例区人民政府|2026年2月6日"
        ),
    ),
    good=(
        _case(_plan(*("（责任单位：区住房城乡建设委、各街道）",) * 3)),
        _case(_plan(*("（区住房城乡建设委、区财政局负责）",) * 3)),
        _case(_plan(*("由区住房城乡建设委牵头，各街道配合。",) * 3)),
        _case(_plan(*("区住房城乡建设委要按月调度，各街道要做好居民工作。",) * 3)),
        _case(_plan(third="以上任务均由区住房城乡建设委会同各街道落实。")),
        _case(_plan(third="责任分工详见附件。")),
        # 责任单位单列一行，管同一标题下各项
        _case(_plan(third="|责任单位：区住房城乡建设委，各街道")),
        # 收文的只有一类单位
        _case(_plan(addressees="各街道办事处：")),
        # 通篇是规定，不是任务
        _case(
            "示例区公共停车场管理办法|第一条　为了规范停车管理，制定本办法。|第二条　停车场应当公示收费标准。|"
            "第三条　停车人应当按照标线停放车辆。|第四条　停车场不得擅自改变用途。"
        ),
        _case(
            "示例区人民政府关于城市更新工作的报告|示例市人民政府：|"
            + _TASKS % ("", "", "")
            + "|示例区人民政府|2026年2月6日"
        ),
        _case("国务院办公厅关于推进城市更新工作的意见|各省、自治区、直辖市人民政府：|" + _TASKS % ("", "", "")),
    ),
)
