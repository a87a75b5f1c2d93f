"""General calls: sentences that urge without saying what is to be done, by whom, by when or how far.

切实加强组织领导，确保各项工作落到实处 urges; 6月底前完成23处管道更换 says. A sentence is a call when it
urges and holds nothing that could be checked: no figure, date, document, responsible organ,
procedure or condition.
"""

from __future__ import annotations

from wenlint.text.own_measures import is_measure
from wenlint.text.patterns import pattern

_URGES = pattern(
    r"高度重视|充分认识|深刻(?:认识|领会|把握)|(?:提高|增强|强化|统一)(?:政治|思想|认识|站位|责任|大局|担当|使命|忧患|自觉)|切实|扎实|进一步|"
    r"(?:加强|强化|深化|推进|推动|促进|完善|健全|落实|抓好|做好|做实|做细|压实|夯实|筑牢|统筹|优化|提升|提高|加快|加大|发挥|营造|形成|凝聚|激发|弘扬|"
    r"树立|坚持|坚决|确保|着力|大力|积极|认真|全面|深入|全力|努力|牢固|牢牢|主动|狠抓|真抓|严格|高标准|高质量|真正|始终|不断|持续)(?!的是)"
)
# What somebody else could check.
_CHECKABLE = pattern(
    r"[0-9０-９]|[《〈]|百分之|(?:第)?[一二三四五六七八九十百千两]+(?:个(?!方面|维护|意识|自信|确立|面向|坚持|环节|关键)|项(?!工作)|次|条|家|户|名|人(?!心)|处|日(?!常)|天|周|月|年(?!度)|倍|成|级(?!组织|领导))|"
    r"由[^，。；：]{2,24}(?:负责|牵头|承办|组织|会同|承担|审[批核]|办理)|[责][任]?(?:单位|部门|人)[:：]|(?:牵头|配合|主办)(?:单位|部门)?[:：]|"
    r"申请|申报|审批|许可|登记|备案|公示|罚款|处罚|补助|补贴|津贴|税|费用|价格|标准为|指标|清单|名单|电话|邮箱|平台(?:填报|上传)|"
    r"是指|包括|下列|如下|有下列|应当(?:提交|提供|符合|具备|经|报|在|自|将|按)|不得|禁止|(?:可以|有权)(?:向|申请|要求)|情形|条件的"
)


def is_call(sentence: str) -> bool:
    """Whether the sentence only urges."""
    return bool(_URGES.search(sentence)) and not _CHECKABLE.search(sentence) and not is_measure(sentence)
