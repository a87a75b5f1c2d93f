"""机关名称、文件名称前后不一致

查什么：发文机关标志、署名、标题里的发文机关是不是同一个；正文里发文机关的名称有没有缺字、错字；
“关于印发《××》的通知”里的名称，和正文“现将《××》印发”、所印发文件自己的标题是否一致。
规范化简称（市发展改革委）和全称并用，不报。

为什么：落款缺一个字、印发的名称和文件本身不一样，是最常见也最难堪的差错。

怎么改：以机关印章和实际印发的文件为准，改成一致。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from wenlint.check import Case, Check, Confidence, Context, Finding, Location, Param, Rule, Verdict
from wenlint.document import Block, BlockKind, Document, Part, Span
from wenlint.text.citations import spread_title, title_spans
from wenlint.text.legislation import is_legislation
from wenlint.text.normal import squeeze
from wenlint.text.paragraphs import is_older_than, running_text
from wenlint.text.patterns import pattern
from wenlint.text.regions import prefectures
from wenlint.text.titles import enclosed_title, strip_brackets

_SIGN_END = pattern(r"(?:文件|公告|通告|令|任免通知|会议纪要|(?:明传)?电报|通知|函)\Z")
_GOVERNED = pattern(r"(?:政府|委员会|[省市区县州]委|局|厅|部|办公厅|办公室|院|处|中心|领导小组|指挥部)\Z")
# What a short form may leave out by ones: 发展(和)改革委, 示例(市)水利局.
_OPTIONAL = frozenset("和与及、省市县区州镇乡")
_ISSUED = pattern(r"现?将|现印发|制定了|印发")
_JOINT = pattern(r"[\u4e00-\u9fff]{3}[ \u3000]{2,}[\u4e00-\u9fff]{3}")  # two organs on one line
_SHORTEST = 5
_HAN_ONLY = pattern(r"[\u4e00-\u9fff（）]+\Z")


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Judges names by the aspect that the rule speaks of."""
    if not is_legislation(document) and not is_older_than(document, rule.params["since"]):
        yield from _ASPECTS[rule.params["aspect"]](document, rule)


# ---- the issuer in its places


def _names(document: Document, kind: BlockKind) -> list[tuple[str, Block]]:
    found = []
    for block in document.of_kind(kind):
        printed = block.span.of(document.text)
        if _JOINT.search(printed.strip()):
            return []
        name = "".join(printed.split())
        if kind is BlockKind.ISSUER:
            name = _SIGN_END.sub("", name)
        if block.part in (Part.HEAD, Part.MAIN) and (_GOVERNED.search(name) or kind is BlockKind.SIGNATURE):
            found.append((name, block))
    return found


def _judge_issuer(document: Document, rule: Rule) -> Iterator[Finding]:
    """The sign against the signature; with one issuer only, for joint ones come in many forms."""
    signs, signed = _names(document, BlockKind.ISSUER), _names(document, BlockKind.SIGNATURE)
    if len(signs) == len(signed) == 1 and _is_organ(signed[0][0]) and not _is_same(signs[0][0], signed[0][0]):
        yield rule.finding(
            f"发文机关标志是“{signs[0][0]}”，署名是“{signed[0][0]}”，不一致",
            Location(signed[0][1].span),
            Location(signs[0][1].span),
            advice="署名和发文机关标志、印章一致，用全称或者规范化简称。",
            confidence=Confidence.MEDIUM,
            evidence={"sign": signs[0][0], "signed": signed[0][0]},
        )
        return
    title = next((b for b in document.of_kind(BlockKind.TITLE) if b.part in (Part.MAIN, Part.HEAD)), None)
    named = _title_issuer(document.elements.title or "")
    if title and named and len(signed) == 1 and _is_organ(signed[0][0]) and not _is_same(named, signed[0][0]):
        yield rule.finding(
            f"标题里的发文机关是“{named}”，署名是“{signed[0][0]}”，不一致",
            Location(signed[0][1].span),
            Location(title.span),
            advice="核对是谁发文，改成一致。",
            confidence=Confidence.MEDIUM,
            evidence={"title": named, "signed": signed[0][0]},
        )


def _is_organ(signed: str) -> bool:
    """A signature of some length that is no person's (省长　李明) and no list."""
    return (
        len(signed) >= _SHORTEST
        and "关于" not in signed
        and _HAN_ONLY.match(signed) is not None
        and not re.search("[长任记]", signed[-4:-2])
    )


_BEFORE_MATTER = pattern(r"\A(?P<organ>[^《》“”、 ]{4,40}?)(?:关于|转发|印发|批转)")


def _title_issuer(title: str) -> str:
    match = _BEFORE_MATTER.match(title)
    return match["organ"] if match and _GOVERNED.search(match["organ"]) else ""


def _is_same(one: str, other: str) -> bool:
    """Whether the names may be one organ's: the same, or one a short form of the other."""
    long, short = sorted((_plain(one), _plain(other)), key=len, reverse=True)
    if long == short:
        return True
    if len(long) == len(short) or not _is_within(short, long) or not _ends_alike(short, long):
        return False
    missing = _left_out(short, long)
    return len(missing) > 1 or missing in _OPTIONAL or (long.endswith("委员会") and short.endswith("委"))


def _ends_alike(short: str, long: str) -> bool:
    """政府 and 政府办公室 are two organs, 办 and 办公室 one."""
    tails = (("委", "委员会"), ("办", "办公室"), ("办", "办公厅"), ("党组", "党组"))
    return short[-1] == long[-1] or any(short.endswith(a) and long.endswith(b) for a, b in tails)


def _plain(name: str) -> str:
    return name.replace("中国共产党", "中共").removeprefix("中共").removeprefix("中华人民共和国")


def _is_within(short: str, long: str) -> bool:
    """Whether the characters of the short name come in this order in the long one."""
    rest = iter(long)
    return all(char in rest for char in short)


def _left_out(short: str, long: str) -> str:
    left, at = [], 0
    for char in long:
        if at < len(short) and short[at] == char:
            at += 1
        else:
            left.append(char)
    return "".join(left)


def _judge_unsigned(document: Document, rule: Rule) -> Iterator[Finding]:
    """A number, an addressee and a date, but nobody signs."""
    elements = document.elements
    date = next((block for block in document.of_kind(BlockKind.DATE) if block.part is Part.MAIN), None)
    if not date or not elements.document_number or not elements.addressees or elements.genre is None:
        return
    if not any(document.of_kind(BlockKind.SIGNATURE)):
        yield rule.finding(
            "成文日期上面没有发文机关署名",
            Location(date.span),
            advice="成文日期上一行写发文机关的全称或者规范化简称。",
        )


# ---- the issuer misspelt in the text


def _judge_misspelt(document: Document, rule: Rule) -> Iterator[Finding]:
    """The issuer's name with one character wrong or missing."""
    name = _plain(document.elements.issuer or "")
    if len(name) < _SHORTEST or "、" in name or not _GOVERNED.search(name):
        return
    for paragraph in running_text(document, Part.MAIN):
        for start, end in _nearly(paragraph.text, name):
            written = paragraph.text[start:end]
            if not _is_another_place(written, paragraph.text, start):
                yield rule.finding(
                    f"“{written}”和发文机关“{name}”差一个字",
                    Location(paragraph.place(start, end)),
                    advice="核对机关名称，缺字、错字改正。",
                    confidence=Confidence.MEDIUM,
                    evidence={"name": name, "written": written},
                )


_UNITS = frozenset("省市县区州旗镇乡")
_GOVERNMENT = "人民政府"


def _nearly(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where the name stands with a character left out, or another one in its place name or in 人民政府.

    Elsewhere another character makes another organ (财政局、民政局), and another unit another level (示例省).
    Its ends anchor it.
    """
    at = text.find(name[0])
    while at >= 0:
        if not text.startswith(name, at):
            for length in (len(name), len(name) - 1):
                written = text[at : at + length]
                if written[-1:] == name[-1] and _differs_by_one(written, name):
                    yield at, at + length
                    break
        at = text.find(name[0], at + 1)


def _differs_by_one(written: str, name: str) -> bool:
    first = next((i for i, (a, b) in enumerate(zip(written, name, strict=False)) if a != b), len(written))
    if len(written) < len(name):
        return first >= 2 and written[first:] == name[first + 1 :] and name[first] not in _OPTIONAL
    place = max((name.find(unit) for unit in _UNITS), default=0)
    government = name.find(_GOVERNMENT)
    spelt = first < place or 0 <= government <= first < government + len(_GOVERNMENT)
    return spelt and name[first] not in _UNITS and _is_han(written[first]) and written[first + 1 :] == name[first + 1 :]


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_another_place(written: str, text: str, at: int) -> bool:
    """A real place of a like name (海北、海东), or a word before that makes it another organ."""
    place = re.match(r"([\u4e00-\u9fff]{2,4}?)[省市州]", written)
    return bool(place and place[1] in prefectures()) or text[max(0, at - 1) : at] in ("省", "国")


# ---- the name of what is issued


def _judge_enclosed(document: Document, rule: Rule) -> Iterator[Finding]:
    """Name in the title, name in the text, the enclosed text's own title."""
    title_block = next((b for b in document.of_kind(BlockKind.TITLE) if b.part in (Part.MAIN, Part.HEAD)), None)
    named = enclosed_title(document.elements.title or "")
    if title_block is None or not named or "《" not in (document.elements.title or ""):
        return
    said = _said_in_text(document)
    own = _own_title(document)
    if said and _is_another_version(named, said[0]):
        yield _differing(rule, named, said[0], "正文里印发的是", said[1], title_block.span)
    elif own and _is_another_version(named, own[0]):
        yield _differing(rule, named, own[0], "所印发文件的标题是", own[1], title_block.span)


def _said_in_text(document: Document) -> tuple[str, Span] | None:
    for paragraph in list(running_text(document, Part.MAIN))[:3]:
        for span in title_spans(paragraph.text):
            if _ISSUED.search(paragraph.text[max(0, span.start - 6) : span.start]):
                return span.of(paragraph.text)[1:-1], paragraph.place(span.start, span.end)
    return None


def _own_title(document: Document) -> tuple[str, Span] | None:
    blocks = [b for b in document.of_kind(BlockKind.TITLE) if b.part is Part.ENCLOSED]
    if not blocks or any(b.part is Part.ATTACHMENT for b in document.blocks):
        return None
    words = "".join("".join(b.span.of(document.text).split()) for b in blocks)
    return words, Span(blocks[0].span.start, blocks[-1].span.end)


def _is_another_version(one: str, other: str) -> bool:
    """Much alike, but not the same: two names that share less are of two documents.

    A title of which only the first line was told apart is the same.
    """
    a, b = (squeeze(strip_brackets(spread_title(name))) for name in (one, other))
    if a == b or (a.startswith(b) and len(a) - len(b) > 2) or abs(len(a) - len(b)) > _MOST_MORE:
        return False
    pairs = {a[i : i + 2] for i in range(len(a) - 1)}
    return 2 * sum(pair in b for pair in pairs) >= len(pairs)


_MOST_MORE = 6


def _differing(rule: Rule, named: str, other: str, where: str, place: Span, title: Span) -> Finding:
    return rule.finding(
        f"标题里印发的是《{named}》，{where}《{other}》，名称不一致",
        Location(place),
        Location(title),
        advice="以所印发文件的标题为准，改成一致。",
        confidence=Confidence.MEDIUM,
    )


_ASPECTS: dict[str, Callable[[Document, Rule], Iterator[Finding]]] = {
    "issuer": _judge_issuer,
    "unsigned": _judge_unsigned,
    "misspelt": _judge_misspelt,
    "enclosed": _judge_enclosed,
}

_SETTING = "示例市%s文件|示政发〔2024〕5号|示例市人民政府关于加强涵洞巡查的通知|各区人民政府：|%s|%s|2024年5月6日"
_ENCLOSED = (
    "示例市人民政府关于印发《涵洞巡查办法》的通知|各区人民政府：|现将《%s》印发给你们。|"
    "示例市人民政府|2024年5月6日|%s|第一条 {40字}"
)


def _issuer(sign: str, signed: str) -> Case:
    return Case(_SETTING % (sign, "{60字}", signed), {"aspect": "issuer"})


def _misspelt(sentence: str) -> Case:
    return Case(_SETTING % ("人民政府", sentence, "示例市人民政府"), {"aspect": "misspelt"})


CHECK = Check(
    name="organ-names",
    run=run,
    doc=__doc__,
    params={
        "aspect": Param(str, f"查哪一方面：{'、'.join(_ASPECTS)}"),
        "since": Param(str, "成文日期早于这一天的不查；空着都查", ""),
    },
    bad=(
        _issuer("人民政府", "示例市人民府"),
        _issuer("人民政府", "示列市人民政府"),
        _issuer("人民政府", "示例市人民政府办公室"),
        Case("示例市水务局关于加强巡查的通知|各单位：|{60字}|示例市水利局|2024年5月6日", {"aspect": "issuer"}),
        Case("示政发〔2024〕5号|关于巡查的通知|各区人民政府：|{60字}|2024年5月6日", {"aspect": "unsigned"}),
        _misspelt("示例市人名政府决定加强巡查。{40字}"),
        _misspelt("示例市人民府决定加强巡查。{40字}"),
        Case(_ENCLOSED % ("涵洞巡查暂行办法", "涵洞巡查办法"), {"aspect": "enclosed"}),
        Case(_ENCLOSED % ("涵洞巡查办法", "涵洞检查办法"), {"aspect": "enclosed"}),
    ),
    good=(
        _issuer("人民政府", "示例市人民政府"),
        Case(
            "示例市发展和改革委员会文件|示发改发〔2024〕5号|关于巡查的通知|各单位：|{60字}|示例市发展改革委|2024年5月6日",
            {"aspect": "issuer"},
        ),
        Case(
            "中共示例市委文件|示委发〔2024〕5号|关于巡查的通知|各单位：|{60字}|中国共产党示例市委员会|2024年5月6日",
            {"aspect": "issuer"},
        ),
        Case(
            "示政发〔2024〕5号|关于巡查的通知|各区人民政府：|{60字}|示例市人民政府|2024年5月6日", {"aspect": "unsigned"}
        ),
        _misspelt("示例市人民政府决定加强巡查，示例市人民检察院、示例省人民政府予以监督。{40字}"),
        Case(_ENCLOSED % ("涵洞巡查办法", "涵洞巡查办法"), {"aspect": "enclosed"}),
        Case(_ENCLOSED % ("涵洞巡查办法（试行）", "涵洞巡查办法（试行）"), {"aspect": "enclosed"}),
    ),
)
