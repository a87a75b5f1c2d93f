"""What a title is about, without who says it and in what form, and how alike two such subjects are."""

from __future__ import annotations

from wenlint.text.acts import act_of
from wenlint.text.patterns import pattern
from wenlint.text.titles import squeeze, strip_brackets

_ISSUER_AND_ABOUT = pattern(r"\A.{0,40}?关于")
_FORM = pattern(
    r"(?:的?(?:若干|补充|实施|工作|管理|暂行|有关|紧急|意见的)*"
    r"(?:决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|方案|办法|规定|细则|计划|要点|标准|措施))+\Z"
)
_NOT_OF_THE_SUBJECT = pattern(
    r"进一步|切实|认真|全面|深入|积极|大力|继续|做好|开展|加强|推进|落实|贯彻|执行|印发|召开|举办|组织|报送|申报|会议|培训班?|活动"
    r"|有关|相关|若干|情况|事项|问题|工作|管理|实施|\d{4}年度?|[0-9]+月|第[一二三四五六七八九十]+[届次批期]|[（）()《》〈〉“”、，和及与的]"
)
_PAIR = 2


def subject_of(title: str) -> str:
    """关于做好2026年汛前检查工作的通知 → 汛前检查. What only says that something is done falls away."""
    core = act_of(title).title
    core = _FORM.sub("", _ISSUER_AND_ABOUT.sub("", strip_brackets(squeeze(core))))
    return _NOT_OF_THE_SUBJECT.sub("", core)


def likeness(one: str, other: str) -> float:
    """Share (0–1) of the shorter subject's neighbouring characters that the other has too; 0.0 below two pairs."""
    pairs, others = _pairs(one), _pairs(other)
    least = min(len(pairs), len(others))
    return len(pairs & others) / least if least >= _PAIR else 0.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + _PAIR] for at in range(len(text) - _PAIR + 1)}
