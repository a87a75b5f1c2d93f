"""行文关系不对：越级、抄送下级、内设机构对外行文、联合行文不同级

查什么：上行文有没有越过一级（县直接报省，部门越过本级政府报上级政府），越级时有没有抄送被越过的机关；
上行文有没有抄送下级机关；署名是不是部门的内设科、处、股；联合署名的机关是不是同级。
级别从机关名称上看不出来的，不报。

为什么：行文关系乱了，该管的机关不知情，下级拿到还没有批准的请示会当作决定去办。

怎么改：逐级上报；确需越级的，同时抄送被越过的机关；去掉对下级的抄送；改用机关或者办公室的名义行文。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from wenlint.check import Case, Check, Confidence, Context, Finding, Location, Param, Rule, Verdict
from wenlint.document import BlockKind, Direction, Document, Span
from wenlint.text.levels import Level, level_of, levels_of
from wenlint.text.paragraphs import Paragraph, paragraphs
from wenlint.text.patterns import pattern

_COPY = pattern(r"\s*抄\s*[送报]\s*[:：]\s*(?P<names>.+)", re.DOTALL)
_HEAD = pattern(r"(?:政府|(?:省|市|区|县|州|旗|乡|镇|党|工)委|人大|政协|街道办事处|委员会|管委会)\Z")
_BELOW = pattern(r"\A(?:各|所属|下属|辖区)|(?:乡镇|街道|村民委员会|居民委员会|社区)")
_SECTION = pattern(
    r"(?:局|厅|委|部|委员会|办公室|政府|公司|学校|学院|医院)(?P<section>[\u4e00-\u9fff]{2,9}(?:科|股|处|室))\Z"
)
_NO_SECTION = pattern(
    r"办公室\Z|办公厅\Z|办事处\Z|管理处\Z|代表处\Z|派出|工作室\Z|实验室\Z|教研室\Z|事务处\Z|联络处\Z|政府办\Z|(?:党|工)委"
)
_INSIDE = pattern(r"科室|处室|股室|内设|各科|各处|各股|局属|所属|本局|本单位|全体")


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges who writes to whom by the aspect that the rule speaks of."""
    yield from _ASPECTS[rule.params["aspect"]](document, rule)


def _copies(document: Document) -> Iterator[tuple[Paragraph, list[str]]]:
    """The organs that get a copy, with the line of the imprint that names them."""
    for paragraph in paragraphs(document):
        match = _COPY.match(paragraph.text) if paragraph.kind is BlockKind.IMPRINT else None
        if match:
            yield (
                paragraph,
                [name.strip("。 　") for name in re.split("[，,、；;]", match["names"]) if name.strip("。 　")],
            )


# ---- skipping a level


def _judge_skipping(document: Document, rule: Rule) -> Iterator[Finding]:
    elements = document.elements
    issuer = elements.issuer or ""
    at = next(document.of_kind(BlockKind.ADDRESSEE), None)
    if document.direction is not Direction.UP or not issuer or len(elements.addressees) != 1 or at is None:
        return
    addressee = elements.addressees[0]
    between = _skipped(issuer, addressee)
    copied = [name for _, names in _copies(document) for name in names]
    if between and not any(between in levels_of(name) and _is_passed_over(name, issuer, between) for name in copied):
        yield rule.finding(
            f"{issuer}越级向“{addressee}”行文，没有抄送被越过的{between.label}机关",
            Location(at.span),
            advice="改为报直接的上级机关；特殊情况确需越级的，同时抄送被越过的机关。",
            confidence=Confidence.MEDIUM,
            evidence={"issuer": issuer, "addressee": addressee, "skipped": between.label},
        )


def _skipped(issuer: str, addressee: str) -> Level | None:
    """The level between the two, or the department's own government passed over; None when none is."""
    ours, theirs = levels_of(issuer), levels_of(addressee)
    if not ours or not theirs or min(ours) <= max(theirs):
        return None
    lowest = min(ours)
    if lowest - max(theirs) >= 2:
        return Level(lowest - 1)
    return lowest if not _HEAD.search(issuer) and _HEAD.search(addressee) else None


def _is_passed_over(name: str, issuer: str, between: Level) -> bool:
    """Whether a copy goes to an organ passed over: its government, when a department passed that over."""
    return between not in levels_of(issuer) or _HEAD.search(name) is not None


# ---- copies downwards


def _judge_copies(document: Document, rule: Rule) -> Iterator[Finding]:
    if document.direction is not Direction.UP:
        return
    ours = level_of(document.elements.issuer or "")
    for paragraph, names in _copies(document):
        below = [name for name in names if _is_below(name, ours)]
        if below:
            yield rule.finding(
                f"上行文抄送了下级机关（{'、'.join(below)}）",
                Location(paragraph.span),
                advice="上行文不抄送下级机关，删去；批准以后再另行通知。",
                evidence={"copied": below},
            )


def _is_below(name: str, ours: Level | None) -> bool:
    if _BELOW.search(name):
        return True
    theirs = level_of(name)
    return ours is not None and theirs is not None and theirs > ours


# ---- offices inside a department


def _judge_internal(document: Document, rule: Rule) -> Iterator[Finding]:
    issuer = document.elements.issuer or ""
    match = _SECTION.search(issuer) if "、" not in issuer else None
    addressees = "、".join(document.elements.addressees)
    if match is None or not addressees or _NO_SECTION.search(issuer) or _INSIDE.search(addressees):
        return
    signed = next(document.of_kind(BlockKind.SIGNATURE, BlockKind.ISSUER), None)
    yield rule.finding(
        f"“{issuer}”是内设机构，不得对外正式行文",
        *([Location(signed.span)] if signed else []),
        advice="以机关的名义行文，或者由办公厅（室）行文。",
        confidence=Confidence.MEDIUM,
        evidence={"issuer": issuer},
    )


# ---- joint issue


def _judge_joint(document: Document, rule: Rule) -> Iterator[Finding]:
    signed = [block.span for block in document.of_kind(BlockKind.SIGNATURE)]
    issuers = [name.strip() for name in re.split("[、\u3000 ]+", document.elements.issuer or "") if name.strip()]
    known = [(name, _standing(name)) for name in issuers] if len(issuers) > 1 else []
    levels = {standing for _, standing in known if standing is not None}
    if len(levels) < 2 or any(standing is None for _, standing in known):
        return
    yield rule.finding(
        f"联合行文的机关不是同级：{'、'.join(issuers)}",
        *([Location(Span(signed[0].start, signed[-1].end))] if signed else []),
        advice="联合行文限于同级机关；下级的意见可以在文中说明。",
        confidence=Confidence.MEDIUM,
        evidence={"issuers": issuers},
    )


def _standing(name: str) -> int | None:
    """How high an organ stands: a department of a level equals the government of the next one."""
    level = level_of(name)
    if level is None or level is Level.CENTRAL:
        return None
    return 2 * level + (0 if _HEAD.search(name) else 2)


_ASPECTS: dict[str, Callable[[Document, Rule], Iterator[Finding]]] = {
    "skipping": _judge_skipping,
    "copies": _judge_copies,
    "internal": _judge_internal,
    "joint": _judge_joint,
}

_UP = "示县水〔2024〕5号　签发人：李明|%s关于追加防汛资金的请示|%s：|{60字}妥否，请批示。|%s|2024年5月6日|抄送：%s。"
_DOWN = "%s关于加强涵洞巡查的通知|%s：|{60字}|%s|2024年5月6日"


def _up(issuer: str, addressee: str, copied: str = "示例县财政局", aspect: str = "skipping") -> Case:
    return Case(_UP % (issuer, addressee, issuer, copied), {"aspect": aspect})


def _down(issuer: str, addressee: str, aspect: str, signed: Sequence[str] = ()) -> Case:
    return Case(_DOWN % (issuer, addressee, "|".join(signed or [issuer])), {"aspect": aspect})


CHECK = Check(
    name="upward-route",
    run=run,
    doc=__doc__,
    params={"aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}")},
    bad=(
        _up("示例县水利局", "示例省水利厅"),
        _up("示例县人民政府", "省人民政府"),
        _up("示例市水利局", "示例省人民政府"),
        _up("示例市水利局", "省人民政府", "市财政局"),
        _up("示例市水利局", "示例市人民政府", "各县（市、区）水利局", "copies"),
        _up("示例市人民政府", "示例省人民政府", "示例县人民政府", "copies"),
        _down("示例市教育局基础教育科", "各区教育局", "internal"),
        _down("示例县财政局预算股", "县直各单位", "internal"),
        _down("示例市人民政府、示例县水利局", "各有关单位", "joint", ["示例市人民政府", "示例县水利局"]),
    ),
    good=(
        *(_up("示例市水利局", "示例市人民政府", "示例市财政局", aspect) for aspect in _ASPECTS),
        _up("示例县水利局", "示例市水利局"),
        _up("示例县人民政府", "省人民政府", "示例市人民政府"),
        _up("示例市水利局", "省人民政府", "市人民政府，市财政局"),
        _up("北京市海淀区人民政府", "北京市人民政府"),
        _down("示例市教育局基础教育科", "局机关各科室", "internal"),
        _down("示例市教育局办公室", "各区教育局", "internal"),
        _down("示例市教育局、示例市财政局", "各区教育局、财政局", "joint", ["示例市教育局", "示例市财政局"]),
    ),
)
