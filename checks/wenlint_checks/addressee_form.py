"""主送机关写错、写多，或者报给了领导个人

查什么：主送机关后面是不是全角冒号；请示、报告、批复、函有没有主送机关；上行文是不是只主送一个上级机关；
上行文有没有报送给领导个人（正文写明是其直接交办的不报）。公告、通告、命令、纪要不要求主送机关。

为什么：主送机关决定由谁办理。多头主送，谁都可能不办；报给个人，绕过了机关登记和集体研究。

怎么改：请示、报告主送一个上级机关，其他机关需要知道的用抄送；写机关名称，不写领导姓名和职务。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wenlint.check import Case, Check, Confidence, Context, Finding, Fix, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Direction, Document, Part, Span
from wenlint.text.paragraphs import Paragraph, paragraphs
from wenlint.text.patterns import pattern

_ORGAN_TAIL = pattern(
    r"(?:府|部|委|局|厅|办|院|会|位|校|司|处|中心|公司|机构|机关|部门|政协|办公室|办事处|纪委|监委|党组|街道|乡镇|学校|医院|"
    r"企业|集团|银行|大队|支队|站|所|馆|园区|管委会|协会|学会|联合会|商会)\Z"
)
_PERSON = pattern(
    r"(?:(?:省|市|县|区|州|乡|镇|局|厅|部|处|科|院|校|会|行署)长|书记|主席|主任|总理|专员|领导|同志|先生|女士|首长)(?:同志)?\Z"
)
_ORGAN_AFTER_ALL = pattern(r"(?:书记|市长|省长|县长|区长|主任|局长|主席|领导)(?:办公室|办公会|会议|小组|班子)\Z")
_GIVEN_DIRECTLY = pattern(
    r"直接交办|(?:批示|指示|交办|要求)(?:的)?(?:精神|事项|要求)?[，,].{0,20}(?:报告|汇报)如下|按照您的"
)
_CANNOT_BE_ADDRESSED = ("公告", "通告", "命令（令）", "公报", "决议", "纪要")


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the addressee by the aspect that the rule speaks of."""
    yield from _ASPECTS[rule.params["aspect"]](document, rule)


def _lines(document: Document) -> list[Paragraph]:
    return [p for p in paragraphs(document) if p.kind is BlockKind.ADDRESSEE and p.part is Part.MAIN]


# ---- the colon


def _judge_colon(document: Document, rule: Rule) -> Iterator[Finding]:
    lines = _lines(document)
    if not lines:
        lines = list(_without_colon(document))
    if not lines or document.direction is None:
        return
    words = lines[-1].text.rstrip()
    if words.endswith("："):
        return
    last = lines[-1].place(len(words) - 1, len(words))
    if words.endswith(":"):
        why, fix = "用了半角冒号", Fix(last, "：")
    elif words[-1] in "，,；;。.、":
        why, fix = f"用了“{words[-1]}”", Fix(last, "：")
    else:
        why, fix = "没有冒号", Fix(Span(last.end, last.end), "：")
    yield rule.finding(
        f"主送机关后面{why}，应当用全角冒号“：”",
        Location(lines[-1].span),
        advice="最后一个主送机关名称后标全角冒号。",
        confidence=Confidence.HIGH if words.endswith(":") else Confidence.MEDIUM,
        fixes=[fix],
    )


def _without_colon(document: Document) -> Iterator[Paragraph]:
    """A line right under the title that names organs and nothing else."""
    if document.elements.genre is None or document.elements.genre in _CANNOT_BE_ADDRESSED:
        return
    titled = False
    for paragraph in paragraphs(document):
        if paragraph.kind is BlockKind.TITLE:
            titled = True
        elif titled and paragraph.part is Part.MAIN:
            words = paragraph.text.strip()
            names = words.rstrip("，,；;。.、")
            if len(words) <= 60 and _ORGAN_TAIL.search(names) and not _is_own_name(document, names):
                yield paragraph
            return


def _is_own_name(document: Document, names: str) -> bool:
    """A byline: the issuer's own name under the title."""
    return names in (document.elements.title or "") or names == document.elements.issuer


# ---- none, several, a person


def _judge_missing(document: Document, rule: Rule) -> Iterator[Finding]:
    elements = document.elements
    named = elements.addressees or any(_without_colon(document))
    if named or elements.genre not in rule.params["genres"] or not elements.document_number:
        return
    title = next(document.of_kind(BlockKind.TITLE), None)
    if title and not any(document.of_kind(BlockKind.ADDRESSEE)):
        yield rule.finding(
            f"{elements.genre}没有主送机关",
            Location(title.span),
            advice="标题下空一行，顶格写主送机关的全称、规范化简称或者统称，后标冒号。",
        )


def _judge_several(document: Document, rule: Rule) -> Iterator[Finding]:
    names = [name for name in document.elements.addressees if not _is_person(name)]
    lines = _lines(document)
    if document.direction is Direction.UP and len(names) > 1 and lines:
        yield rule.finding(
            f"上行文主送了 {len(names)} 个机关（{'、'.join(names)}），原则上只主送一个上级机关",
            Location(Span(lines[0].span.start, lines[-1].span.end)),
            advice="只主送负责答复的那一个，其他需要知道的用抄送。",
            evidence={"value": len(names), "limit": 1, "unit": "个", "addressees": names},
        )


def _judge_person(document: Document, rule: Rule) -> Iterator[Finding]:
    lines = _lines(document)
    persons = [name for name in document.elements.addressees if _is_person(name)]
    body = "\n".join(p.text for p in paragraphs(document) if p.part is Part.MAIN)
    # A speech-like opening (各位领导：) hides the direction of all but a request.
    upward = document.direction is Direction.UP or document.elements.genre == "请示"
    if not upward or document.elements.genre not in rule.params["genres"]:
        return
    if not persons or not lines or _GIVEN_DIRECTLY.search(body):
        return
    yield rule.finding(
        f"主送“{persons[0]}”是领导个人，不得以机关名义向上级机关负责人报送公文",
        Location(Span(lines[0].span.start, lines[-1].span.end)),
        advice="改为主送上级机关；确属领导直接交办的，在正文开头写明。",
        evidence={"addressees": persons},
    )


def _is_person(name: str) -> bool:
    return bool(_PERSON.search(name)) and not _ORGAN_AFTER_ALL.search(name)


_ASPECTS: dict[str, Callable[[Document, Rule], Iterator[Finding]]] = {
    "colon": _judge_colon,
    "missing": _judge_missing,
    "several": _judge_several,
    "person": _judge_person,
}

_NOTICE = "示政发〔2024〕5号|示例市人民政府关于加强涵洞巡查的通知|%s|近期降雨较多。{60字}|示例市人民政府|2024年5月6日"
_REQUEST = (
    "示政〔2024〕5号　签发人：李明|示例市人民政府关于追加防汛资金的请示|%s|"
    "%s{60字}妥否，请批示。|示例市人民政府|2024年5月6日"
)
_UPWARD = ["请示", "报告", "批复", "函"]


def _request(addressee: str, aspect: str, body: str = "") -> Case:
    return Case(_REQUEST % (addressee, body), {"aspect": aspect, "genres": _UPWARD})


CHECK = Check(
    name="addressee-form",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "genres": Param(list, "没有主送机关、报给个人时要报的文种", []),
    },
    bad=(
        Case(_NOTICE % "各区人民政府:", {"aspect": "colon"}),
        Case(_NOTICE % "各区人民政府，市政府各部门", {"aspect": "colon"}),
        Case(_NOTICE % "各区人民政府，", {"aspect": "colon"}),
        _request("省人民政府", "colon"),
        Case(
            "示政〔2024〕5号|示例市人民政府关于追加防汛资金的请示|今年降雨较多。{60字}|示例市人民政府|2024年5月6日",
            {"aspect": "missing", "genres": _UPWARD},
        ),
        _request("省人民政府、省财政厅：", "several"),
        _request("省委、省政府：", "several"),
        _request("王建国省长：", "person"),
        _request("尊敬的王书记：", "person"),
    ),
    good=(
        *(_request("省人民政府：", aspect) for aspect in _ASPECTS),
        Case(_NOTICE % "各区人民政府，市政府各部门：", {"aspect": "colon"}),
        Case(_NOTICE % "各区人民政府，市政府各部门：", {"aspect": "several"}),
        _request("省长办公会议：", "person"),
        _request("王建国省长：", "person", "3月2日您直接交办的防汛资金事项，现报告如下。"),
        Case(
            "示例市人民政府公告|2024年第3号|为保障防汛安全，现将有关事项公告如下。{60字}|示例市人民政府|2024年5月6日",
            {"aspect": "missing", "genres": _UPWARD},
        ),
    ),
)
