"""Concrete measures: sentences that somebody can carry out and somebody else can check.

A sentence is a measure when it orders an action and pins it down by a deadline, by a
quantity, or by naming who is responsible. 加强组织领导 orders and pins nothing down.
"""

from __future__ import annotations

from wenlint.document import Span
from wenlint.text.numerals import quantities
from wenlint.text.patterns import pattern
from wenlint.text.stance import Stance, stance_of

_ACTION = pattern(
    "建立|建成|新建|改建|改造|建设|完成|开展|组织|举办|设立|成立|制定|修订|编制|印发|发布|公布|公示|开通|开放|开工|竣工|"
    "投入|安排|拨付|补助|补贴|奖励|资助|减免|免除|降低|提高|增加|新增|减少|压减|取消|清理|整改|整治|排查|检查|巡查|抽查|"
    "培训|配备|配齐|购置|更换|安装|接入|上线|推广|覆盖|达到|实现|落实|办理|办结|受理|审批|报送|上报|提交|移交|收集|"
    "统计|登记|备案|走访|服务|帮扶|救助|发放|招聘|选派|签订|采购|验收|评估|通报|督办|牵头|负责|承办|协助|配合|"
    "补齐|补种|疏通|拆除|修复|维修|抢修|养护|清运|清除|划定|设置|增设|打通|引进|培育|推出|录入|核查|核实|巡护|供应|配送|储备|"
    "轮换|演练|更新|关停|搬迁|腾退|督促|约谈|征集|汇总|报告|处置|到场|到岗|值守"
)
_DEADLINE = pattern(
    r"(?:年|月|日|底|末|季度|期间)(?:之)?(?:以)?前|\d+\s*(?:个)?(?:工作日|自然日|日|天|周|月|小时|分钟)(?:之)?内|"
    r"[一二三四五六七八九十两]+(?:个)?(?:工作日|日|天|周|月|小时)(?:之)?内|"
    r"每(?:日|天|周|月|季度?|半年|年)|截至|截止|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日|"
    r"年(?:内|底)|月底|年底|即日起|到(?:\d{4}|[〇零一二三四五六七八九]{4})年"
)
_UNITS = tuple(
    "万元 亿元 元 平方米 平方公里 公里 千米 米 公顷 亩 吨 公斤 千瓦时 千瓦 个 家 处 户 人次 人 名 次 件 项 台 套 条 座 "
    "栋 辆 所 间 张 份 场 期 批 对 班 床 % ％ 小时 分钟 课时 学时 个百分点".split()
)
_RESPONSIBLE = pattern(
    r"责任(?:单位|部门|处室|科室|人)[:：]|(?:牵头|配合|承办|主办|协办)(?:单位|部门)?[:：]|"
    r"由[^，。；：]{2,24}(?:负责|牵头|承办|组织|会同|落实|承担)|[^，。；：（]{2,20}(?:局|委|办|厅|处|院|中心|政府|公司|街道)(?:牵头|负责|承办)"
)
# Words that only look like a figure or a responsible unit: “四个意识”, 三个方面, 打造一批精品, 政府负责、社会协同.
_NOTHING_SAID = pattern(
    r"[一二三四五六七八九十]个|两个|[“‘].{0,12}[”’]|一批|一次(?:性|认证|办)|一(?:张网|条龙|盘棋|张蓝图|件事)|"
    r"(?:党委(?:统一)?领导|党委统揽)?、?政府(?:负责|主导)、[^，。；]{0,12}(?:协同|参与|协商)"
)
# 为贯彻落实1月5日市委常委会会议精神: the day is the meeting's.
_REFERENCE = pattern(
    r"(?:学习|贯彻|落实|根据|按照|依据)[^，。；]{0,60}(?:精神|讲话|批示|部署|安排|会议|决定|文件)(?:要求)?"
)


def is_measure(sentence: str) -> bool:
    """Whether the sentence orders an action with a deadline, a quantity or a responsible unit."""
    said = _REFERENCE.sub("", sentence)
    return _ACTION.search(said) is not None and is_pinned_down(said) and not _is_told(said)


def is_pinned_down(sentence: str) -> bool:
    """Whether the sentence holds a deadline, a quantity or a responsible unit, whatever it says of them."""
    dated = _REFERENCE.sub("", sentence)
    said = _NOTHING_SAID.sub("", dated)
    return bool(_DEADLINE.search(dated) or _RESPONSIBLE.search(said)) or _has_quantity(said)


def _has_quantity(said: str) -> bool:
    return next(quantities(said, _UNITS), None) is not None


def _is_told(sentence: str) -> bool:
    """Whether every action in the sentence was done before (截至去年底，已建成……)."""
    actions = (Span(*match.span()) for match in _ACTION.finditer(sentence))
    return all(stance_of(sentence, action) is Stance.NARRATED for action in actions)
