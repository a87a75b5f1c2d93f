"""Whether words of a sentence order something, or only speak of it.

A draft that forbids, cancels, quotes, defines, criticises, permits on a condition or reports a thing
holds the same words as one that orders it. :func:`stance_of` tells which it is; None means that
nothing in the sentence stands against reading the words as an order.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from wenlint.document import Span
from wenlint.text.clauses import Force, Negation, enclosed, negations
from wenlint.text.patterns import pattern


class Stance(StrEnum):
    """Why words are no order."""

    NEGATED = "negated"  # 不得签订责任书
    MENTIONED = "mentioned"  # “人为留痕”是指……; 依据《……》
    CRITICISED = "criticised"  # 有的单位每周要报表; 解决……等问题
    CONDITION = "condition"  # 凡……的，一律纠正; 确需……的，报批
    NARRATED = "narrated"  # 去年已签订


def stance_of(sentence: str, passage: Span) -> Stance | None:
    """Why the passage is no order, or None."""
    if is_negated(sentence, passage):
        return Stance.NEGATED
    if _is_mentioned(sentence, passage):
        return Stance.MENTIONED
    if _is_criticised(sentence, passage):
        return Stance.CRITICISED
    if _is_condition(sentence, passage):
        return Stance.CONDITION
    return Stance.NARRATED if _is_narrated(sentence, passage) else None


@lru_cache(maxsize=512)
def _negations(sentence: str) -> tuple[Negation, ...]:
    return tuple(negations(sentence))


def is_negated(sentence: str, passage: Span, acts: Sequence[Span] = ()) -> bool:
    """Whether a negation governs the end of the passage or stands within it.

    Words that begin with a negation of their own (不准请假, 取消休假) carry it as part of what they say,
    and so do the ``acts`` that the passage belongs to: 干部一律取消休假 says it of the 干部.
    """
    if passage.start and sentence[passage.start - 1] in "不未勿":
        return True
    end = Span(passage.end - 1, passage.end)
    others = _others(sentence, (passage, *acts))
    within = [negation for negation in others if passage.start < negation.cue.start < passage.end]
    if any(negation.force is not Force.REDUCES for negation in within) or _REPLACED.match(sentence, passage.end):
        return True
    governing = [each for each in others if each.scope.start <= end.start and end.end <= each.scope.end]
    refusals = [each for each in governing if each.force is not Force.REDUCES]
    reductions = [each for each in governing if each.force is Force.REDUCES]
    # 停发绩效、取消评优: a row of denials, none of which takes back the other.
    if not reductions or any(_is_own(sentence, each, passage) for each in _negations(sentence)):
        return bool(refusals)
    return not any(each.scope.start <= reductions[0].cue.start < each.scope.end for each in refusals)


def _others(sentence: str, words: Sequence[Span]) -> list[Negation]:
    """The negations that are not part of what the words say: they do not begin with one."""
    found = _negations(sentence)
    denying = [span for span in words if any(_is_own(sentence, negation, span) for negation in found)]
    return [negation for negation in found if not any(negation.cue.overlaps(span) for span in denying)]


def _is_own(sentence: str, found: Negation, passage: Span) -> bool:
    begins_with_it = found.cue.start < passage.start < found.cue.end and sentence[passage.start] in "不未无没"
    return found.cue.start == passage.start or begins_with_it


# 将每季度考核改为年度考核: what stands before is given up.
_REPLACED = pattern(
    r"[^，。；]{0,20}?(?:改为|改成|(?:调整|合并|整合|统一)为|(?:精简|压减|缩减|压缩|压降|缩短|下降|降低)[为到至]|降[为到至]|减[为到至])"
)

_LONGEST_TERM = 12
_SPEAKS_OF_BEFORE = pattern(
    r"(?:所谓|所称|写作|写为|写成|误写|称为|叫做|以|借|打着|借口|名为|类似|诸如|围绕|学习|宣传|反对|不写|词语|字样|提出的|反映的)\Z"
)
_SPEAKS_OF_AFTER = pattern(
    r"(?:[、和或]?[“《][^”》]{1,20}[”》])*(?:等[^，。；]{0,8})?(?:是指|指的是|，是指|，指|，即|一词|一类|之类|之名|的名义|为由|为名|的口号|字样|"
    r"主题|专题|课题|议题|题目|讲座|辅导|案例|[^。；]{0,20}?(?:申请|提议|建议)|问题|现象|做法|行为|倾向|式(?!管理)|为题)"
)
_DEFINED = pattern(r"(?:是指|系指|指的是|[”’]指|，指|所称[^，。]{1,20}[，]?(?:是|指))")
_RESTS_ON = pattern(
    r"(?:根据|按照|依据|依照|遵照|贯彻|落实|执行|违反|印发|转发|修订|废止|参照|结合|对照|学习|[关对]于)[^，。；《》]{0,16}(?:《[^《》]*》[和、及与]?)*\Z"
)


def is_told_not_to(sentence: str, subject: Span, acts: Sequence[Span] = ()) -> bool:
    """Whether a refusal follows right after the subject (街道、社区不再……; 主要负责同志无需到会).

    A refusal with which one of the ``acts`` begins is what the subject is told to do.
    """
    return any(
        found.force is not Force.REDUCES
        and 0 <= found.cue.start - subject.end <= _NEAR
        and not _CLAUSE_ENDS.search(sentence, subject.end, found.cue.start)
        for found in _others(sentence, acts)
    )


_NEAR = 3
_CLAUSE_ENDS = pattern("[，。；：,;]")


def is_cited(sentence: str, passage: Span) -> bool:
    """Whether the passage stands in the title of a document that the sentence rests on (根据《……》)."""
    return any(
        sentence[stretch.start] == "《" and stretch.start < passage.start and passage.end < stretch.end
        and _RESTS_ON.search(sentence[: stretch.start])
        for stretch in enclosed(sentence)
    )  # fmt: skip


def _is_mentioned(sentence: str, passage: Span) -> bool:
    for stretch in enclosed(sentence):
        if stretch.start < passage.start and passage.end < stretch.end:
            return _is_named(sentence, stretch)
    definition = _DEFINED.search(sentence)
    return definition is not None and definition.start() <= passage.start + 40


def _is_named(sentence: str, stretch: Span) -> bool:
    """Whether quotation marks or 《》 hold words that the sentence only speaks of."""
    before, mark = sentence[: stretch.start], sentence[stretch.start]
    if mark == "《":
        return bool(_RESTS_ON.search(before))
    if mark not in "“‘「『":
        return False
    if len(stretch) > _LONGEST_TERM + 2:
        return True
    return bool(_SPEAKS_OF_BEFORE.search(before) or _SPEAKS_OF_AFTER.match(sentence, stretch.end))


_SOME = pattern(
    r"(?:^|[，。；：、“\s])(?:但|但是|然而|目前|当前|近年来|同时|过去|以往|此前|调研发现|检查发现|群众反映|基层反映|比如|例如|如|现在|我市|我区|"
    r"一是|二是|三是|四是|仍有|还有|仍|还)*[，]?"
    r"(?:有的|有些|一些|个别|少数|部分|某些|不少|许多|某)(?![^，。；]{0,6}(?:省|市|区|县)(?:先行|试点))"
)
# 要(求) is what the criticised do; 要、应、必须 is what the draft wants done.
_ORDERS_AGAIN = pattern(
    r"[，；](?:[^，。；]{0,12})(?:(?<![只需])要(?!求|么|是|数|账|材)|应当|必须|务必|须(?!知)|请)(?!.{0,6}(?:纠正|整改|改正|"
    r"防止|清理|整治|杜绝))"
)
_A_FAULT = pattern(
    r"[^，。；]{0,30}?(?:的|等|之类|这类|这种|此类|一类)[^，。；、]{0,12}?(?:问题|现象|做法|行为|情形|倾向|苗头|歪风|乱象|弊端|陋习|"
    r"形式主义|套路|名堂|花样|怪象|怪圈|误区)(?!清单|点|导向|线索|台账|整改)"
)
_BAD_THING = pattern(
    r"[^。；]{0,12}?(?:不等于|不代表|代替不了|不能代替|不是目的)|"
    r"[^。；]{0,40}?(?:属于|就是|是|乃)(?:典型的|一种|明显的|变相)?[^，。；]{0,10}"
    r"(?:形式主义|官僚主义|懒政|甩锅|负担|推卸责任|推责|失职|不负责任|错误)|"
    r"[^。；]{0,24}?(?:增加|加重)[^，。；]{0,8}负担|[^。；]{0,30}?(?:苦不堪言|疲于应付|不堪重负|意见较大|意见很大|负担(?:很|较|过)重|挫伤)"
)
_TO_BE_ENDED = pattern(
    r"[^。；，]{0,24}?[，]?(?:的做法)?[，]?(?:(?:应当|应予|应|必须|要|坚决|立即|一律|及时|全部|予以|均应|均|都|切实|自行|自动|今后|以后|现|自[^，。]{2,14}起)*"
    r"(?:纠正|防止|叫停|制止|反对|杜绝|取消|停止(?:执行)?|废止|改正|予以清理|避免|克服|禁止|不得|刹住|革除|摒弃|根除|失效|作废|清零|收回|去掉|拿掉|(?:进行|开展|予以)了?(?:全面|集中|专项)?(?:清理|整治|整改|压减))|[，]?[^，。；]{0,8}(?:没有|未予?|不予)(?:采纳|通过|同意|批准)|一经发现|一经查实|一旦发现|发现一起)(?=[，。；]|\s*\Z)"
)
_FIGHTS = pattern(
    r"(?:整治|治理|解决|查摆|纠治|纠正|防止|防范|杜绝|避免|破除|摒弃|力戒|警惕|反对|自查|对照检查|认定|列为|列入|视为|视作|曝光|举报|投诉|"
    r"反映|查找|克服|革除|改变|扭转|告别|清除|消除|重点看|是否|有无|有没有)[^。；]{0,60}\Z"
)


def _is_criticised(sentence: str, passage: Span) -> bool:
    some = _SOME.search(sentence, 0, passage.start + 1)
    if some and not _ORDERS_AGAIN.search(sentence, some.end(), passage.end):
        return True
    if _A_FAULT.match(sentence, passage.end) and (_FIGHTS.search(sentence[: passage.start]) or _ends_badly(sentence)):
        return True
    if _BAD_THING.match(sentence, passage.end) or _TO_BE_ENDED.match(sentence, passage.end):
        return True
    before = sentence[: passage.start]
    return bool(_ASKS_WHETHER.search(before) or _DONE_WRONGLY.search(before) or _INDULGED_IN.search(before))


# 违反规定，每季度排名; 动辄签责任书; 搞层层陪同.
_DONE_WRONGLY = pattern(
    r"(?:违反(?:《[^》]*》|有关|相关|规定)[^。；的]{0,24}[，]|违规(?:开展|要求|组织|设立|签订|[面]?向|搞|发文|举办|增设)|动辄|热衷于?|"
    r"变相|盲目|习惯于|一味|仍然要求|仍要求)(?![^。；]{0,40}的[，,])[^。；]{0,30}\Z"
)
_INDULGED_IN = pattern(
    r"(?:(?<![要应请须不])(?:搞|摆)[^，。；要应请须]{0,8}|(?:乱|滥|擅自|私自|随意)[设搞发评立签开定加]?[“]?|擅自(?:设[立置]|增设|开展|扩大)[^，。；]{0,8})\Z"
)
_ASKS_WHETHER = pattern(r"(?<!不论)(?<!无论)(?<!不管)(?:是否|有无|有没有|重点看)[^，。；]{0,30}\Z")
_ENDS_BADLY = pattern(
    r"(?:纠正|整治|整改|改正|清理|查处|通报|问责|杜绝|防止|制止|叫停|反对|克服|取消|解决|治理|警惕|避免|突出|严重|普遍|负面清单|依然存在|时有发生|仍然存在)"
)


def _ends_badly(sentence: str) -> bool:
    return _ENDS_BADLY.search(sentence) is not None


_CONDITION = pattern(
    r"(?:^|[，。；：、])\s*(?P<lead>凡是?|对于?|如果?|若|确需|确因|因|需要|发现|遇有?|擅自|违规|违反规定|随意|未经[^，。；]{1,16}|没有[^，。；]{1,16}依据)"
    r"(?P<body>[^。；]*?)(?:的[^，。；]{0,10}|时|者)[，、](?P<then>[^。；]*)"
)
_UNMET = pattern(
    r"未(?!经)|没有(?!依据|必要|[^，]{0,10}依据)|不按|逾期|拒|迟|漏|不力|落后|末位|靠后|不及时|不达标|不合格|排名"
)
_REMEDY = pattern(
    r"纠正|查处|通报|退回|追究|问责|叫停|责令|严肃处理|取消|撤销|停止|审批|批准|报经|备案|同意|审核|列入|补休|说明理由|予以清理|不予|一律不|"
    r"举报|向[^，。；]{1,12}反映|拨打|拒绝|整改|报[^，。]{0,16}(?:研究|审定)|提供|保障|承担|应当由|统一"
)


def _is_condition(sentence: str, passage: Span) -> bool:
    for match in _CONDITION.finditer(sentence):
        start = match.start("lead")
        if (
            start <= passage.start
            and passage.end <= match.start("then")
            and not _UNMET.search(match["body"])
            and _REMEDY.search(match["then"])
        ):
            return True
    return False


_PAST = pattern(
    r"(?:已经?|曾|均已)(?!开[通设])[^，。；]{0,12}\Z|(?:去年|上年|前年|今年以来|一年来|近年来|几年来|截至目前|截至[^，。；]{2,12}|"
    r"上半年|累计)[^。；]{0,50}\Z"
)
# 过去街道每年要签二十多份责任书
_ONCE = pattern(r"(?:过去|以往|以前|从前|原先|此前)[^，。；]{0,20}\Z")
_WILL = pattern(r"(?:要|应|必须|务必|须|请|将|拟|一律|不得)(?!求)")


def _is_narrated(sentence: str, passage: Span) -> bool:
    before = sentence[: passage.start]
    if _ONCE.search(before):
        return True
    past = _PAST.search(before)
    return past is not None and not _WILL.search(sentence, past.start(), passage.end)
