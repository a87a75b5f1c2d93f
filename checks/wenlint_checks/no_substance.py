"""没有实质内容：通篇号召，没有一条具体措施

查什么：部署工作的文件里，一句具体措施（写明做什么，并有时限、数量或者责任单位的句子）也没有，而只作号召的句子
（加强领导、提高认识、狠抓落实一类，没有任何可以核对的事项）占了正文的一大半。不论是不是照搬来的，都算没有实质内容。
印发、转发别的文件的，连同所印发的内容一起看；任免、表彰、批复、复函、报告和法律法规不看。

为什么：没有实质内容的文件不发。收文单位看完不知道要办什么，只能再转发一遍。

怎么改：没有具体事项就不发文，按上级文件执行；确需部署的，写清办什么、谁来办、什么时候办到什么程度。
"""

from __future__ import annotations

from collections.abc import Iterator

from wenlint.check import CannotTell, Case, Check, Confidence, Context, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Document, Part, Span
from wenlint.text.acts import act_of
from wenlint.text.calls import is_call
from wenlint.text.clauses import sentences
from wenlint.text.counting import count_han
from wenlint.text.legislation import is_of_the_top
from wenlint.text.own_measures import is_pinned_down

_SHOWN = 3


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """One finding for a draft of calls without a single measure."""
    params = rule.params
    if (not params["top"] and is_of_the_top(document)) or not _deploys_work(document):
        return
    said = list(_sentences(document))
    characters = sum(count_han(span.of(document.text)) for span in said)
    calls = [span for span in said if is_call(span.of(document.text))]
    share = sum(count_han(span.of(document.text)) for span in calls) / max(1, characters)
    if characters < params["shortest"] or len(calls) < params["least"] or share < params["share"]:
        return
    if any(is_pinned_down(span.of(document.text)) for span in said):
        return
    if _rests_elsewhere(document):
        yield CannotTell("正文没有具体措施，但附件不在这个文件里，判断不了有没有实质内容；和附件放在同一个文件里再查")
        return
    shown = sorted(calls, key=len, reverse=True)[:_SHOWN]
    yield rule.finding(
        f"正文 {characters} 字，没有一句写明办什么、谁来办、什么时候办到什么程度；"
        f"只作号召的有 {len(calls)} 句，占 {share:.0%}，超过 {params['share']:.0%}",
        Location(_title_span(document)),
        *(Location(span) for span in sorted(shown)),
        confidence=Confidence.MEDIUM,
        evidence={
            "value": round(share, 3),
            "limit": params["share"],
            "calls": len(calls),
            "own_measures": 0,
            "characters": characters,
            "unit": "字",
        },
    )


_DEPLOYING = frozenset({None, "通知", "意见", "决定"})
_PARTS = (Part.MAIN, Part.ENCLOSED, Part.ATTACHMENT)


def _deploys_work(document: Document) -> bool:
    """Whether the draft is one that deploys work, and holds the text it issues when it only issues one."""
    if document.elements.genre not in _DEPLOYING:
        return False
    issues_another = bool(act_of(document.elements.title or "").verb)
    return not issues_another or any(document.in_part(Part.ENCLOSED, Part.ATTACHMENT))


def _sentences(document: Document) -> Iterator[Span]:
    for block in document.in_part(*_PARTS):
        if block.kind in (BlockKind.BODY, BlockKind.CELL, BlockKind.HEADING):
            start = block.span.start
            yield from (Span(start + one.start, start + one.end) for one in sentences(block.span.of(document.text)))


def _rests_elsewhere(document: Document) -> bool:
    return bool(document.elements.attachments) and not any(document.in_part(Part.ATTACHMENT))


def _title_span(document: Document) -> Span:
    block = next(document.of_kind(BlockKind.TITLE), None)
    return block.span if block else Span(0, 0)


_CALLS = (
    "一、提高思想认识|各单位要高度重视冬季清雪工作，充分认识做好这项工作的重要意义，切实增强责任感和紧迫感。"
    "要统一思想，凝聚共识，把工作摆在更加突出的位置。|"
    "二、加强组织领导|各单位要切实加强组织领导，压实各级责任，形成工作合力。要主动担当作为，狠抓工作落实，"
    "确保各项任务落到实处。|"
    "三、营造良好氛围|要充分发挥各类媒体作用，大力宣传先进典型，努力营造良好社会氛围，推动清雪工作再上新台阶。"
)
_NOTICE = "示例市城市管理局关于进一步做好清雪工作的通知|各区城市管理局：|%s|示例市城市管理局|2024年11月6日"

CHECK = Check(
    name="no-substance",
    run=run,
    doc=__doc__,
    params={
        "share": Param(float, "只作号召的句子占正文的比例（0–1），达到才报", 0.5),
        "least": Param(int, "只作号召的句子至少有几句", 4),
        "shortest": Param(int, "正文不到多少字的不判断", 120),
        "top": Param(bool, "法律法规和中央机关的文件是否也看", False),
    },
    bad=(
        Case(_NOTICE % _CALLS),
        Case(
            _NOTICE
            % "清雪工作事关群众出行，意义重大。各级要提高政治站位，强化责任担当，切实把思想和行动统一到工作要求上来。"
            "要坚持问题导向，积极主动作为，扎实做好各项准备。要进一步健全工作机制，加强协调配合，不断提升工作水平。"
            "要强化监督检查，严肃工作纪律，确保取得实实在在的成效。要认真总结经验，持续巩固成果，推动形成长效机制。"
        ),
        Case(
            "示例区人民政府办公室关于印发《示例区清雪工作方案》的通知|各街道办事处：|现将《示例区清雪工作方案》印发给你们，"
            "请认真贯彻执行。|示例区人民政府办公室|2024年11月6日|示例区清雪工作方案|" + _CALLS
        ),
        # 措施可能都在附件里，附件又不在文件里。
        Case(
            "示例市城市管理局关于进一步做好清雪工作的通知|各区城市管理局：|"
            + _CALLS
            + "|附件：清雪任务清单|示例市城市管理局|2024年11月6日",
            cannot_tell=True,
        ),
    ),
    good=(
        Case(_NOTICE % (_CALLS + "|四、明确任务|雪停后4小时内清完主干道，由各区环卫中心负责。")),
        Case(_NOTICE % (_CALLS + "|四、上报情况|请于12月1日前报送铲雪设备数量。")),
        Case(_NOTICE % "{300字}"),
        Case(_NOTICE % "各单位要高度重视，切实做好清雪工作。"),
        Case("示例市人民政府关于表扬清雪工作先进单位的通报|各区人民政府：|" + _CALLS + "|示例市人民政府|2024年3月6日"),
        Case("示例市城市管理局关于清雪工作的报告|示例市人民政府：|" + _CALLS + "|示例市城市管理局|2024年3月6日"),
        Case("示例区人民政府办公室转发市城市管理局关于做好清雪工作文件的通知|各街道办事处：|{40字}"),
        Case("国务院办公厅关于做好清雪工作的通知|各省、自治区、直辖市人民政府：|" + _CALLS),
    ),
)
