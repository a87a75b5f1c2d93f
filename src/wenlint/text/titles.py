"""What a title tells: the genre (文种), the text it issues, the matter it is about."""

from __future__ import annotations

import re

from wenlint.text.patterns import pattern

# 《党政机关公文处理工作条例》 (中办发〔2012〕14号) 第八条; longest first where one ends with another.
GENRES = (
    "决议",
    "决定",
    "命令（令）",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)

# Forms of document that are no statutory genre but end a title all the same.
FORMS = (
    "条例", "规定", "办法", "细则", "规则", "准则", "章程", "制度", "规程", "规范", "法", "标准", "守则", "公约",
    "规划", "计划", "方案", "要点", "预案", "措施", "安排", "总结", "讲话", "致辞", "简报", "清单", "目录", "指引",
    "指南", "解释", "修正案", "通则", "纲要", "答复", "说明", "说明书", "提纲", "汇报", "材料", "建议", "提案",
    "倡议书", "责任书", "承诺书", "同意书", "协议书", "申请书", "申报书", "任务书", "策划书", "名单", "情况", "打算",
    "申请表", "登记表", "报名表", "汇总表", "反馈表", "一览表", "回执",
)  # fmt: skip

_TRAILING_BRACKETS = pattern(r"(?:[（(〔\[][^（）()〔〕\[\]]{1,40}[）)〕\]]\s*)+\Z")
_PIECE = pattern(r"\S+")
_BLANKS = pattern(r"[ \t\u3000]+")
_STRAY_STOP = "。，；"  # a title's end does not bear them, but drafts do
_LAST = 400  # characters in which brackets at the end are looked for
_SHORT_PIECE = 2  # characters; a longer piece between blanks is a name or a phrase of its own
_ISSUES = pattern(r"(?:印发|转发|批转|公布|发布|颁布|颁发|下发|施行|试行)\s*")
_ISSUING_FORM = pattern(r"的?(?:通知|函|公告|通告|决定|命令|令|意见|批复)\Z")
_DECREE = pattern(r"令(?:第[\d一二三四五六七八九十百〇○零]+号)?\Z")


def squeeze(text: str) -> str:
    """The text without the blanks that spread letters (几 个 问 题 → 几个问题).

    Blanks between longer pieces keep names apart and become one (国务院　中央军委 → 国务院 中央军委).
    """
    text = text.replace("\u200b", "").replace("\ufeff", "").strip()
    if len(text.split(None, 1)) < 2:
        return text
    pieces = _PIECE.finditer(text)
    before = next(pieces, None)
    if before is None:
        return ""
    closed = [before.group()]
    for piece in pieces:
        closed += [_between(before, piece), piece.group()]
        before = piece
    return "".join(closed)


def _between(before: re.Match[str], piece: re.Match[str]) -> str:
    """What is left of the blanks between two pieces."""
    blanks = piece.string[before.end() : piece.start()]
    left, right = before.group(), piece.group()
    if not (_is_han(left[-1]) and _is_han(right[0]) and _BLANKS.fullmatch(blanks)):
        return blanks
    return "" if min(len(left), len(right)) <= _SHORT_PIECE else " "


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def strip_brackets(title: str) -> str:
    """The title without bracketed additions at its end (试行、征求意见稿、2018—2035年)."""
    last = len(title) - _LAST
    head, tail = (title[:last], title[last:]) if last > 0 else ("", title)
    return (head + _TRAILING_BRACKETS.sub("", tail)).strip()


def genre_of(title: str) -> str | None:
    """The statutory genre that the title ends with, or None.

    复函 is a 函, 会议纪要 a 纪要, 指导意见 an 意见; 答复 and 方案 are no statutory genre.
    """
    core = strip_brackets(squeeze(title).rstrip(_STRAY_STOP))
    if _DECREE.search(core) and not core.endswith(("法令", "禁令", "司令")):
        return "命令（令）"
    for genre in GENRES:
        if core.endswith(genre) or (genre == "命令（令）" and core.endswith("命令")):
            return genre
    return None


def names_two_genres(title: str) -> bool:
    """Whether the title ends in two genres run together (请示报告), so that neither can be relied upon."""
    core = strip_brackets(squeeze(title))
    genre = genre_of(core)
    return genre is not None and core.removesuffix(genre).endswith(
        ("请示", "申请", "请求", "报告", "通知", "通报", "决定", "意见")
    )


def ends_like_title(text: str) -> bool:
    """Whether the text ends with a genre or another word that ends titles."""
    core = strip_brackets(squeeze(text).rstrip(_STRAY_STOP)).rstrip("》”’」』")
    return genre_of(core) is not None or core.endswith(FORMS)


def enclosed_title(title: str) -> str | None:
    """The name of the text that a title says is issued or forwarded, or None.

    关于印发《X方案》的通知 → X方案; 转发民政部关于Y意见的通知 → 民政部关于Y意见.
    """
    core = strip_brackets(squeeze(title))
    verb = _ISSUES.search(core)
    form = _ISSUING_FORM.search(core, verb.end() + 1) if verb else None
    return core[verb.end() : form.start()].strip("《》“” ") if verb and form else None


def in_title_marks(title: str) -> str:
    """The title in 《》, titles inside it in 〈〉 (GB/T 15834—2011, 4.15)."""
    bare = title.strip()
    if bare.startswith("《") and bare.find("》") == len(bare) - 1:
        bare = bare[1:-1]
    return f"《{bare.replace('《', '〈').replace('》', '〉')}》"


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles name the same document, punctuation and blanks apart."""
    return _bare(one) == _bare(other)


def _bare(title: str) -> str:
    return "".join(re.findall(r"\w+", strip_brackets(squeeze(title))))
