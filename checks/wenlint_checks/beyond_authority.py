"""部门越权向下级党委政府行文

查什么：发文机关是部门或者议事协调机构（领导小组、指挥部、联席会议及其办公室），主送的是下级党委、政府，
正文又提出了要求，却没有写明经党委、政府同意或者授权。商洽、征求意见的函不报，主送下级对口部门的不报。
文中“发文机关：…… 主送：…… 正文：……”这样的拟稿单也按此核对。

为什么：部门和议事协调机构不能向下级党委、政府发指令性公文；需要的，由党委、政府发文，或者经同意后在文中注明。

怎么改：报党委、政府同意并在正文写明“经……同意”；或者改由党委、政府办公厅（室）发文；或者主送下级对口部门。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wenlint.check import Case, Check, Confidence, Context, Finding, Location, Rule, Verdict
from wenlint.document import BlockKind, Document, Part, Span
from wenlint.text.legislation import is_of_the_top
from wenlint.text.levels import Level, level_of
from wenlint.text.patterns import pattern

_COORDINATING = pattern(
    r"(?:领导小组|指挥部|联席会议|委员会|专班|工作机制|推进组|协调组|工作组|指导组)(?:办公室)?\Z|(?:领导小组|指挥部|委员会|联席会议|机制|"
    r"创建工作[^，。]{0,8})办(?:公室)?\Z"
)
_HEAD_OFFICE = pattern(
    r"(?:党委|政府|人民政府|(?:省|市|区|县|州|旗)委|自治区党委|党工委|管委会)(?:办公厅|办公室|办)?\Z|人民代表大会|人大|政协|纪委|监委|法院|检察院"
)
_DEPARTMENT = pattern(
    r"(?:局|厅|部|处|中心|总队|支队|公司|(?<![省市区县州旗党])委|(?<=[教城商住交农建改健监管资])委|办公室|办)\Z"
)
_LOWER = pattern(
    r"(?:党委|人民政府|政府|(?:区|县|市|州|旗)委|党工委|街道办事处|乡镇)(?:办公室)?\Z|(?:区|县|市)(?:（[^）]{1,4}）)?(?:党委、|"
    r"委、)?(?:人民)?政府\Z"
)
_CLEARED = pattern(
    r"(?:经|报|已经|受|征得|根据|按照)[^。；，]{0,24}(?:党委|政府|市委|省委|区委|县委|州委|国务院|中央|领导|办公厅|办公室|常务会议?|常委会|专题会议?)[^。；]{0,16}"
    r"(?:同意|授权|批准|审定|批示|委托|议定|决定)|受[^。；，]{1,16}委托"
)
_ASKS_ONLY = pattern(r"函商|函询|商请|征求[^。；]{0,10}意见|请(?:予)?支持|请(?:研究)?函复|如有意见|供参考|提示如下")
_ORDERS = pattern(
    r"(?:必须|务必|应当|应于|应在|要于|须|不得|责令|限期|逾期|严格落实|贯彻执行|遵照执行|认真落实|抓好落实|组织实施|请照此|照此执行|下达|分解|整改|"
    r"(?<![需重主只首])要(?![点素求闻])|要求(?=[各你有]))"
    r"|请[^。；]{0,24}(?:于|在|前|内|完成|上报|报送|制定|落实|组织|遵照|执行|做好|抓好)"
)
_FORM = pattern(
    r"发文(?:机关|单位)\s*[:：]\s*(?P<issuer>[^\s　，。]{2,30})[\s　，。；]+主送(?:机关|"
    r"单位)?\s*[:：]\s*(?P<to>[^\s　。；]{2,80})[\s　。；]+(?:正文|内容)\s*[:：]\s*(?P<body>[^\n]+)"
)


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges the draft's own issuer and addressees, and every drafting form in its text."""
    letter = _letter_of(document)
    if letter is not None and not is_of_the_top(document):
        yield from _judge(document, rule, letter)
    for match in _FORM.finditer(document.text):
        addressees = tuple(part for part in match["to"].split("、") if part)
        yield from _judge(document, rule, _Letter(match["issuer"], addressees, match["body"], Span(*match.span())))


@dataclass(frozen=True, slots=True)
class _Letter:
    issuer: str
    addressees: Sequence[str]
    body: str
    at: Span


def _letter_of(document: Document) -> _Letter | None:
    elements = document.elements
    if not elements.issuer or not elements.addressees:
        return None
    blocks = [b for b in document.in_part(Part.MAIN) if b.kind in (BlockKind.BODY, BlockKind.HEADING)]
    at = next(document.of_kind(BlockKind.ADDRESSEE), None)
    body = "\n".join(block.span.of(document.text) for block in blocks)
    return _Letter(elements.issuer, elements.addressees, body, at.span if at else Span(0, 0))


def _judge(document: Document, rule: Rule, letter: _Letter) -> Iterator[Finding]:
    below = [name for name in letter.addressees if _is_lower(name, letter.issuer)]
    if not below or not _is_department(letter.issuer):
        return
    if _CLEARED.search(letter.body) or not _ORDERS.search(letter.body):
        return
    if document.elements.genre == "函" or _ASKS_ONLY.search(letter.body):
        return
    what = "议事协调机构" if _COORDINATING.search(letter.issuer) else "部门"
    yield rule.finding(
        f"{letter.issuer}是{what}，主送“{below[0]}”并提出要求，正文没有写明经党委、政府同意或者授权",
        Location(letter.at),
        confidence=Confidence.MEDIUM,
        evidence={"issuer": letter.issuer, "addressees": list(below)},
    )


def _is_department(issuer: str) -> bool:
    name = issuer.split("　")[0].strip()
    if _HEAD_OFFICE.search(name):
        return False
    return bool(_COORDINATING.search(name) or _DEPARTMENT.search(name))


def _is_lower(name: str, issuer: str) -> bool:
    """Whether the addressee is a Party committee or government below the issuer's level."""
    bare = name.strip("各，、 　")
    if not _LOWER.search(bare):
        return False
    if name.startswith("各") or "街道" in name:
        return True
    ours, theirs = level_of(issuer), level_of(name)
    return ours is not None and theirs is not None and theirs > ours and ours is not Level.CENTRAL


_BODY = "请于6月30日前完成整改，逾期通报。{60字}"
_NOTICE = "%s关于做好绿化工作的通知|%s：|%s|%s|2024年5月6日"


def _case(issuer: str, addressee: str, body: str = _BODY) -> Case:
    return Case(_NOTICE % (issuer, addressee, body, issuer))


CHECK = Check(
    name="beyond-authority",
    run=run,
    doc=__doc__,
    params={},
    bad=(
        _case("示例市园林绿化局", "各区人民政府"),
        _case("示例市创建工作领导小组办公室", "各县（区）党委、人民政府"),
        _case("示例市教育局", "各区人民政府，市有关单位"),
        Case("关于拟稿的说明|发文机关：市城管局　主送：各区委、各区人民政府　正文：各区政府必须于6月30日前完成整改。"),
    ),
    good=(
        _case("示例市园林绿化局", "各区人民政府", f"经市政府同意，现将有关事项通知如下。{_BODY}"),
        _case("示例市园林绿化局", "各区园林绿化局"),
        _case("示例市人民政府办公室", "各区人民政府"),
        _case("示例市园林绿化局", "各区人民政府", "现就绿地普查事宜商请支持，请函复意见。{60字}"),
        Case("关于拟稿的说明|发文机关：市城管局　主送：各区人民政府　正文：经市政府同意，现将有关事项通知如下。"),
    ),
)
