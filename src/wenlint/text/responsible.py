"""Whether words name who is to carry out what they order."""

from __future__ import annotations

from wenlint.text.clauses import clauses
from wenlint.text.patterns import pattern

# Organs that a plan puts in charge. Enterprises, schools and hospitals are mostly those whom a task is about.
_OFFICE = (
    r"(?:[厅局委办部署]|委员会|办公[厅室]|法院|检察院|政府|党委|党组|党工委|街道|乡镇|办事处|管委会|总工会|团[省市区县]?委|妇联|工商联|"
    r"红十字会|总队|支队|大队|[部科处]门|单位|各[省市区县州地镇乡]|区县|县区|市县|各地区|[省市区县州]级?（[^（）]{1,6}）|领导小组|联席会议|指挥部|专班|"
    r"负责人|负责同志|[区县市乡镇街]长)"
)
_ORGAN = (
    rf"(?:{_OFFICE}|研究院|医院|学校|高校|院校|中心|公司|集团|银行|机构|机关|协会|工会|企业|"
    r"居委会|村委会|社区|处|院)"
)
_MARKED = pattern(
    # 责任单位：市民政局; 牵头部门：…
    r"(?:责任|负责|牵头|主责|主办|承办|协办|配合|参与|实施|落实)(?:单位|部门|处室|科室|领导|人)?\s*[:：]|"
    # （市民政局负责，各区配合）
    r"[（(](?!以下|含|包括|如|即|不含|指|见|其中)[^（）()]{2,160}(?:负责|牵头|配合|参与|落实|分工|承担|实施|指导)[^（）()]{0,60}[）)]|"
    # （市民政局、市财政局）
    rf"[（(](?!以下|含|包括|如|即|不含|指|见|其中)[^（）()。]{{0,120}}{_ORGAN}(?:等)?[）)](?=[。；\s]|\Z)"
)
_IN_CHARGE = pattern(
    rf"由[^，。；：]{{0,60}}{_ORGAN}[^，。；：]{{0,12}}(?:负责|牵头|承办|组织|会同|落实|承担|统筹|实施|指导|制定|办理|审[批核]|协调|提出|完成)|"
    rf"{_ORGAN}(?:牵头|负责|承办|按照?职责分工|按职责)"
)
# 市民政局按月……, 担保机构要……: an office may do anything, of others only what they must.
_BEFORE = r"\A[\s　]*[^，。；：“”]{0,40}?"
_AFTER = r"(?:[（(][^（）()]{0,20}[）)])?(?:等)?"
_MUST = r"(?:应当|应|要(?!求)|须|必须|务必|不得)"
_SUBJECT = pattern(
    rf"{_BEFORE}{_OFFICE}{_AFTER}(?:{_MUST}|会同|联合|组织|指导|督促|配合|承担|统筹|按(?:照)?|根据|结合|对|在|于|将|可|每|定期|及时|"
    r"分别|具体|共同|建立|制定|加强|开展|完善|做好|研究|积极|进一步|抓紧|切实|加快|认真|严格|加大|主要|依法|主动|尽快|全面|强化|落实)"
    rf"|{_BEFORE}{_ORGAN}{_AFTER}{_MUST}"
)
_COVERS_ALL = pattern(
    r"(?:责任|任务|职责|工作)(?:分工|分解|清单)(?:表|方案|安排)?(?:见|详见|附后|如下)|[见附][^，。；]{0,16}(?:分工|任务分解|责任清单|任务清单)|"
    r"(?:以下|下列|上述|以上|各项)[^。；]{0,16}(?:均|都)?由[^。；]{2,40}(?:负责|落实|承担|牵头|实施)|以下均|不再(?:一一)?列出|"
    r"责任单位为(?:各|全)"
)
# An order without a subject: 推进……, 要建立……, 2026年底前新建……
_ORDER = pattern(
    r"\A[\s　]*(?:[（(]?[\d一二三四五六七八九十]+[）).．、是要]+)?"
    r"(?:[^，。；：]{0,16}(?:年|月|日|底|前|内|起|期间|季度|周|天|次)[，,]?)?"
    r"(?:要|应|须|应当|将|继续|进一步|加快|大力|积极|全面|深入|持续|切实|稳步|有序|统筹|着力|重点|严格|扎实|依法|定期|及时|科学|合理|主动|"
    r"逐步|力争|广泛|充分|组织)*"
    r"(?:推[进动广行出]|建[立设成]|新建|改[造建]|完善|健全|加[强大快密]|提[高升]|开展|实施|落实|支持|鼓励|引导|培育|打造|优化|规范|强化|深化|"
    r"制定|编制|修订|组织|举办|设立|成立|配备|补[齐贴助]|整[治改合]|清[理运]|排查|检查|巡查|更[换新]|安装|扩大|增[加设]|新增|发展|促进|构建|"
    r"搭建|创[建新]|探索|拓[展宽]|发挥|统一|简化|压[减缩]|降低|减少|取消|公[开布示]|保障|确保|培[训养]|引进|盘活|利用|办理|研究|编[印写]|设置|"
    r"划定|疏[通浚导]|淘汰|修[复缮]|养护|打通|实现|完成|启动|丰富|延[长伸]|缩短|"
    r"放宽|减[免轻]|免[收除费]|奖励|做[好大强优实细]|抓[好实紧]|用[好足活]|治理|保护|严[查控厉防肃]|疏解|腾退|织密|筑牢|夯实|提供|选[派聘树]|聚焦|激发|"
    r"释放|壮大|畅通|试[点行]|联[合动]|对接|搬迁|拆除|关停|约谈|征集|储备|购[买置]|走访|帮[扶助])"
)


def marks_unit(words: str) -> bool:
    """Whether the words put an organ in charge as plans do by custom: in brackets or after 责任单位：."""
    return _MARKED.search(words) is not None


def puts_in_charge(words: str) -> bool:
    """Whether they do so in a sentence: 由市民政局牵头."""
    return _IN_CHARGE.search(words) is not None


def names_unit(words: str) -> bool:
    """Whether an office is the subject of something they order: 市民政局要……."""
    return any(_is_told(clause.of(words)) for clause in clauses(words))


def _is_told(clause: str) -> bool:
    return _SUBJECT.search(clause) is not None and not is_bare_order(clause)


def covers_all(words: str) -> bool:
    """Whether the words say for all tasks at once who is to act, or where that is listed."""
    return _COVERS_ALL.search(words) is not None


def is_bare_order(words: str) -> bool:
    """Whether they begin with an order that names nobody: 推进……, 年底前新建……."""
    return _ORDER.search(words) is not None
