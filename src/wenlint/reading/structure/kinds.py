"""Kind of document and direction of issue, from title, number, addressee and opening words."""

from __future__ import annotations

import re

from wenlint.document import Direction, Kind, Measure
from wenlint.reading.structure.opening import Opening
from wenlint.reading.structure.organs import ends_like_organ
from wenlint.text.patterns import pattern
from wenlint.text.titles import enclosed_title, genre_of, strip_brackets

_BRIEF = pattern(r"(?:简报|快报|信息专报|专报|要情|工作动态|情况反映|工作信息)(?:第?\d*期)?\Z")
_MEETING_NOUN = (
    r"(?:会议|大会|(?:座谈|推进|动员|部署|调度|现场|工作|培训|例|年|研讨|交流|视频|电视电话|总结|表彰|通报|协调|汇报|论证|听证|评审|誓师|启动)会|"
    r"论坛|全会|联席会)"
)
_MEETING = pattern(
    rf"(?:召开|举[办行]|参加|出席|收听收看).{{0,60}}(?:{_MEETING_NOUN}|会)|{_MEETING_NOUN}(?:预备|的)*(?:预)?通知\Z|{_MEETING_NOUN}\Z"
)
# Whatever the meeting is about: 召开城市管理工作会议.
_CALLED = pattern(r"(?:组织)?(?:召开|参加|出席|收听收看)(?!.*(?:精神|制度|办法|规定))")
_NO_MEETING = pattern(r"精神|办法|规定|制度|部署|决议|决定|会风|精简会议|管理|委员会的?通知")
_INSPECTION = pattern(
    r"(?:开展|组织|进行|实施|迎接|接受).{0,50}(?:督[查导察]|检查|考核|考评|巡查|核查|抽查|评估|验收)|"
    r"(?:督[查导察]|检查|考核|考评|评估|验收)(?:工作|活动)?(?:的|有关事项的?|安排的?)*通知\Z"
)
# 做好……考核工作的通知 announces an inspection, 加强……考核工作的通知 sets rules for all.
_READYING = pattern(
    r"\A(?:切实|认真)?(?:做好|抓好|组织好|配合做好).{0,40}(?:督[查导察]|检查|考核|考评|巡查|验收)(?:准备|相关|有关)?(?:工作|事项)?的?通知\Z"
)
# A letter with such words asks or answers; without them it may announce an inspection.
_ASKING = pattern(r"商|征求|征集|协助|配合|支持|答复|复函|反馈|意见|邀请|请求|申请|同意|提供|报送|建议|提案")
_CONVENES = pattern(r"(?:兹|现|拟|将|决定)?定?于[^。；\n]{2,60}(?:召开|举[办行])[^。；\n]{0,40}会")
_INSPECTS = pattern(
    r"(?:决定|拟|将|定于|计划)[^。；\n]{0,40}(?:开展|组织|进行)[^。；\n]{0,30}(?:督查|督导|检查|考核|考评|抽查)"
)
_STANDING_RULES = pattern(r"制度|办法|规定|细则|条例|规则|机制|激励|方案|清单|指标|体系")
# A notice that opens with such a verb sets policy, whatever nouns follow.
_STEERING = pattern(
    r"\A(?:全面|切实|进一步|坚决|从严|大力|深入|加快|持续|依法)*(?:在.{2,30}?(?:全面|切实|进一步|坚决|从严|大力|深入|加快|持续|依法)*)?"
    r"(?:加强|做好|规范|推进|推行|推动|完善|改进|改革|深化|促进|严格|严禁|禁止|制止|防止|防范|落实|贯彻|执行|实施|强化|健全|建立|支持|优化|"
    r"提高|提升|解决|整顿|清理|治理|控制|保障|扩大|发展|取消|下放|废止|修改|停止|暂停|延长|明确|抓好|抓紧|试行|推广)"
)
_ERRAND = pattern(r"报送|征订|报名|放假|值班|评选|推荐|申报|招聘|招录|征集")
_AMENDING = pattern(r"修改|修订|废止|暂时调整|暂停")
_QUOTED_TITLE = pattern(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_RESEARCH = pattern(r"调\s*研|考\s*察")
_PLAN_FORM = pattern(r"方案|安排|计划|通知|提纲|函")
_ROUTINE = pattern(
    r"放假|节假日|休假|值班|组成人员|任免|任职|免职|聘任|表彰|表扬|奖励|授予|追授|晋升|记.{0,3}功|命名|评选|名单|成立|设立|撤销|遴选|招聘|录用|招考|"
    r"报名|征集|征订|举办|培训|比赛|竞赛|讣告|更名|启用.{0,6}印章|印章|停电|停水|公示|调整.{0,40}(?:成员|人员|小组|委员会|指挥部)|"
    r"迁址|电话|办公地点|作息|体检|订阅|缴纳|报送.{0,30}材料"
)
_RULES = pattern(r"(?:条例|规定|办法|细则|规则|准则|章程|法|规划|方案|计划|要点|措施|纲要|政策|意见|决定)\Z")
_SPEECH = pattern(r"讲话|致辞|发言|主持词|讲话稿")
_NOT_POLICY_FORM = pattern(
    r"(?:说明书|名单|提纲|合同|协议|申请书|申请表|登记表|流程图?|总结|汇报|材料|答复|清单|目录|说明)\Z"
)
_NAMED_COMPREHENSIVE = pattern(r"(?:综合|年度|全年|半年)(?:工作|情况)?(?:总结)?报告\Z")
_NAMED_SPECIAL = pattern(r"(?:专项|专题|单项)(?:工作|情况)?报告\Z")
_OVERALL = pattern(r"政府工作|全年|全面|年度|半年|季度|综合|总体|工作总结|履职|述职")
# Words that say nothing of a matter: what is left of a report's title without them is its subject.
_WORDLESS = pattern(
    r"[\d〇○零一二三四五六七八九十]{2,4}年度?|上半年|下半年|半年|全年|年度|第?[一二三四]季度|\d+[-—－至]\d+月|\d+月份?|"
    r"今年|去年|明年|本年|以来|当前|近期|履行职责|履职|职责|工作|情况|总结|汇报|报告|安排|计划|打算|思路|完成|开展|落实|及|和|与|暨|的|关于|主要|重点|下一步|年|度"
)
_BEFORE_YEAR = pattern(r".{2,60}?(?=(?:\d{4}|[〇○零一二三四五六七八九]{4})年)")
# Those present at a meeting: a report read to them goes to no superior organ.
_ASSEMBLY = pattern(r"(?:各位|同志|尊敬的|主席|主任、|女士)")
_REPORTING = pattern(r"(?<!\w)我(?:谨)?(?:代表|受).{1,60}(?:作.{0,10}报告|报告.{0,12}工作|提出.{0,6}工作报告)")
_SUPERIOR_ADDRESSEE = pattern(
    r"\A(?:国务院|中共中央|党中央|(?:省|市|区|县|州|自治区)(?:委|政府|人民政府|委办公[厅室]|政府办公[厅室])\Z)"
)


def classify(
    opening: Opening, genre: str | None, first_words: str, issuer: str | None
) -> tuple[Measure[Kind], Direction | None]:
    """Kind with how it was told, and direction of issue.

    ``first_words`` is the beginning of the body. A kind read off the genre or a plain word
    of the title is taken as sure; one inferred from what the title lacks is not.
    """
    kind, how, sure = _kind(opening, genre, first_words)
    return Measure(kind, how, sure), _direction(opening, genre, issuer)


def _kind(opening: Opening, genre: str | None, first_words: str) -> tuple[Kind, str, bool]:
    title = strip_brackets(opening.title or "")
    if opening.is_attachment:
        return Kind.OTHER, "attachment", True
    if (opening.issuer_lines and any(_BRIEF.search(line) for line in opening.issuer_lines)) or _BRIEF.search(title):
        return Kind.BRIEF, "title", True
    match genre:
        case "请示":
            return Kind.REQUEST, "genre", True
        case "报告":
            return _report_kind(title, opening.subtitle)
        case "纪要":
            return Kind.MINUTES, "genre", True
        case "函":
            return _letter_kind(title)
        case "批复" | "公告" | "通报" | "议案" | "公报":
            return Kind.OTHER, "genre", True
        case "意见" | "决议":
            return Kind.POLICY, "genre", True
        case "决定" | "通告" | "命令（令）":
            routine = _is_routine(_QUOTED_TITLE.sub("", title)) and not _AMENDING.search(title)
            return (Kind.OTHER, "title", True) if routine else (Kind.POLICY, "genre", True)
        case "通知":
            return _notice_kind(title, first_words)
        case _:
            return _kind_without_genre(title, first_words)


def _report_kind(title: str, subtitle: str | None) -> tuple[Kind, str, bool]:
    if subtitle and re.search(r"大会|全会|全体会议", subtitle):
        return Kind.COMPREHENSIVE_REPORT, "subtitle", True
    if _NAMED_SPECIAL.search(title):
        return Kind.SPECIAL_REPORT, "title", True
    matter = "" if _NAMED_COMPREHENSIVE.search(title) else _matter(title)
    if (_OVERALL.search(title) and len(matter) <= 2) or "政府工作报告" in title or not matter:
        return Kind.COMPREHENSIVE_REPORT, "title", True
    return Kind.SPECIAL_REPORT, "title", True


def _matter(title: str) -> str:
    """The subject of a report: its title without issuer, dates and words that any report uses."""
    about = title.split("关于", 1)[-1]
    if "关于" not in title and (dated := _BEFORE_YEAR.match(title)) and ends_like_organ(dated[0]):
        about = title[dated.end() :]
    return "".join(re.findall(r"\w", _WORDLESS.sub("", about)))


def _letter_kind(title: str) -> tuple[Kind, str, bool]:
    about = _QUOTED_TITLE.sub("", title.split("关于", 1)[-1])
    if _INSPECTION.search(about) and not _ASKING.search(about) and not _STANDING_RULES.search(about):
        return Kind.INSPECTION_NOTICE, "title", True
    return (Kind.POLICY, "title", True) if enclosed_title(title) else (Kind.LETTER, "genre", True)


def _is_routine(about: str) -> bool:
    """Whether the matter is a personal, ceremonial or housekeeping one and sets no policy."""
    return bool(_ROUTINE.search(about)) and not _AMENDING.search(about)


def _notice_kind(title: str, first_words: str) -> tuple[Kind, str, bool]:
    enclosed = enclosed_title(title)
    if enclosed and not _RESEARCH.search(enclosed):
        routine = _is_routine(enclosed) and not _RULES.search(strip_brackets(enclosed))
        return (Kind.OTHER, "title", False) if routine else (Kind.POLICY, "title", True)
    about = _QUOTED_TITLE.sub("", title.split("关于", 1)[-1])
    if _MEETING.search(about) and (_CALLED.match(about) or not _NO_MEETING.search(about)):
        return Kind.MEETING_NOTICE, "title", True
    if _READYING.match(about):
        return Kind.INSPECTION_NOTICE, "title", True
    if _STEERING.match(about) and not _ERRAND.search(about):
        return Kind.POLICY, "title", True
    if _RESEARCH.search(about) and _PLAN_FORM.search(about):
        return Kind.RESEARCH_PLAN, "title", True
    if _INSPECTION.search(about) and not _STANDING_RULES.search(about):
        return Kind.INSPECTION_NOTICE, "title", True
    if _is_routine(about):
        return Kind.OTHER, "title", True
    if _CONVENES.search(first_words):
        return Kind.MEETING_NOTICE, "opening words", False
    if _INSPECTS.search(first_words):
        return Kind.INSPECTION_NOTICE, "opening words", False
    return Kind.POLICY, "a notice without another mark", False


def _kind_without_genre(title: str, first_words: str) -> tuple[Kind, str, bool]:
    if _RESEARCH.search(title) and _PLAN_FORM.search(title):
        return Kind.RESEARCH_PLAN, "title", True
    if _SPEECH.search(title) or _NOT_POLICY_FORM.search(title):
        return Kind.OTHER, "title", True
    if _RULES.search(title):
        return Kind.POLICY, "title", True
    if not title and _REPORTING.search(first_words):
        return Kind.COMPREHENSIVE_REPORT, "opening words", False
    return Kind.OTHER, "no mark of another kind", False


def genre_from_text(opening: Opening, first_words: str) -> str | None:
    """The genre of a document whose title does not name one.

    A document numbered in the series of letters (…函〔2006〕82号) is a letter; a text
    that says it reports to an assembly is a report.
    """
    if opening.title is None:
        return "报告" if _REPORTING.search(first_words) else None
    number = opening.document_number or ""
    if re.search(r"函[〔\[（(【]", number):
        return "函"
    return None


def _direction(opening: Opening, genre: str | None, issuer: str | None) -> Direction | None:
    if opening.addressee and _ASSEMBLY.match(opening.addressee):
        return None
    if genre in ("请示", "报告", "议案") or opening.signer is not None:
        return Direction.UP
    if genre == "函":
        return Direction.LEVEL
    addressees = opening.addressees
    if genre == "意见" and len(addressees) == 1 and _SUPERIOR_ADDRESSEE.match(addressees[0]) and issuer:
        return Direction.UP
    if genre in ("通知", "通报", "决定", "决议", "命令（令）", "批复", "意见", "公告", "通告", "公报"):
        return Direction.DOWN
    return None


def title_genre(opening: Opening) -> str | None:
    """The genre that the title names, or the subtitle (——在…大会上的报告)."""
    names = (name for name in (opening.title, opening.subtitle) if name)
    return next((genre for name in names if (genre := genre_of(name))), None)
