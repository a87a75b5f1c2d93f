"""Lines that say whom a document goes to (主送机关), told apart from labels and sentences that end in a colon too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenlint.reading.structure.lines import Line
from wenlint.reading.structure.numbering import heading_mark
from wenlint.text.patterns import pattern

_LONGEST = 600
_NO_ADDRESSEE = pattern(
    r"(?:如下|以下|下列.*|其中|附件\d*|附|签发人|联系人|说明|注|备注|抄送|主题词|时间|地点|内容|目的|原则|要求|电话)\Z"
)
# 审核人： and 基本情况： are labels of a form; 各项目负责人： and 全体参会人员： are addressees.
_LABEL = pattern(
    r"(?:情况|信息|类[别型]|方式|范围|级别|金额|专业|班级|学号|编号|理由|名称|日期|主题|背景|概况|概述|简介|摘要|关键词|结论|地址|邮箱|网址|单号|版本|成员|名单|"
    r"(?:审\s*核|批\s*准|编\s*[写撰制]|起\s*草|撰\s*[稿写]|复\s*核|校\s*对|记\s*录|填\s*[表报]|经\s*办|申\s*[请报]|报\s*告|主\s*持|负\s*责|承\s*办|参\s*[会加]|出\s*席|列\s*席|与\s*会)"
    r"\s*(?:人|者|人员|单位)|分\s*工|姓\s*名|职\s*[务称]|甲\s*方|乙\s*方)\Z"
)
_ADDRESSED = pattern(r"(?:各|全体|广大|有关|相关|尊敬|敬爱|亲爱|致)")
_SAID = pattern(r"本人|我们|自愿|作出|做出|特此|兹(?:有|将|定|因)|之所以|是因为")
_WITHOUT_COLON = pattern(r"\A各.+[\u4e00-\u9fff]\Z|\A.+[，、].+(?:府|委|局|厅|部|办|位|门|构)\Z")


def addressee_length(lines: Sequence[Line]) -> int:
    """How many lines the addressee beginning here takes (a long one wraps after a comma); 0 for none."""
    for i, line in enumerate(lines):
        if _is_addressee("".join(above.text for above in lines[: i + 1])):
            return i + 1
        if not line.text.endswith(("，", "、", ",")) or re.search(r"[。；：:]", line.text):
            return 0
    return 0


def _is_addressee(text: str) -> bool:
    if not text.endswith(("：", ":")) or len(text) > _LONGEST:
        return False
    names = text.rstrip("：: ")
    if len(names) < 2 or re.search(r"[。；！？：:]", names) or heading_mark(names):
        return False
    if _NO_ADDRESSEE.search(names) or _SAID.search(names):
        return False
    return _ADDRESSED.match(names) is not None or _LABEL.search(names) is None


def lists_organs(text: str) -> bool:
    """Whether a line without a colon reads as an addressee all the same (各区人民政府，市政府各部门)."""
    return _WITHOUT_COLON.match(text) is not None
