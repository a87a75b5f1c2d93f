"""Whether words order something or only speak of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.document import Span
from wenlint.text.stance import Stance, is_cited, is_negated, is_told_not_to, stance_of


def _stance(sentence: str, word: str) -> Stance | None:
    start = sentence.index(word)
    return stance_of(sentence, Span(start, start + len(word)))


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("各区要与街道签订目标责任书。", "签订目标责任书"),
        ("未完成任务的实行“一票否决”。", "一票否决"),
        ("对未按时报送日报的社区予以通报。", "报送日报"),
        ("每月开展一次督查，发现问题立即整改。", "督查"),
        ("凡被举报的干部，一律暂停提拔。", "一律暂停提拔"),
        ("全体人员不得休假。", "不得休假"),
        ("取消周末休息。", "取消周末休息"),
        ("请各单位填报《周报表》。", "周报表"),
        ("小散乱污企业的清理取缔由社区落实。", "由社区落实"),
        ("楼道堆物由社区负责清理。", "由社区负责"),
        ("一律停发绩效、取消评优。", "取消评优"),
        ("没有照片、没有记录的工作不予认可。", "没有照片、没有记录的"),
    ],
)
def test_orders(sentence: str, word: str) -> None:
    assert _stance(sentence, word) is None


@pytest.mark.parametrize(
    ("sentence", "word", "stance"),
    [
        ("不得要求街道签订责任书。", "签订责任书", Stance.NEGATED),
        ("将每季度考核改为年度考核。", "每季度考核", Stance.NEGATED),
        ("将原有的12张周报表压减为1张季报表。", "周报表", Stance.NEGATED),
        ("“人为留痕”是指为应付检查补台账的做法。", "留痕", Stance.MENTIONED),
        ("以“白加黑”为题的报道引起讨论。", "白加黑", Stance.MENTIONED),
        ("根据《一票否决事项管理办法》办理。", "一票否决", Stance.MENTIONED),
        ("有的单位每周要求社区填报表格。", "每周要求社区填报表格", Stance.CRITICISED),
        ("重点整治要求社区填报周报表等问题。", "填报周报表", Stance.CRITICISED),
        ("一些部门动辄签订责任书。", "签订责任书", Stance.CRITICISED),
        ("排名末位一律免职的做法，发现一起纠正一起。", "一律免职", Stance.CRITICISED),
        ("确需签订责任书的，报市委批准。", "签订责任书", Stance.CONDITION),
        ("凡要求社区每周填表的，予以通报。", "每周填表", Stance.CONDITION),
        ("去年共签订责任书36份。", "签订责任书", Stance.NARRATED),
        ("截至6月底，各区已签订责任书。", "签订责任书", Stance.NARRATED),
        ("研讨“如何防止层层加码”“如何减少社区周报”等课题。", "周报", Stance.NEGATED),
        ("对水务局提出的“由社区负责河道巡查”不予准入。", "由社区负责", Stance.MENTIONED),
        ("对责任书事项进行了全面清理。", "责任书", Stance.NEGATED),
        ("统筹规范对乡镇的评比达标活动。", "对乡镇的评比", Stance.NEGATED),
        ("擅自设立对乡镇的考核项目进行排名。", "考核项目", Stance.CRITICISED),
        ("有人建议签责任状，会议没有采纳。", "签责任状", Stance.CRITICISED),
        ("讲话由60分钟压缩到20分钟。", "讲话由60分钟", Stance.NEGATED),
        ("通报批评不等于不能晋升。", "晋升", Stance.NEGATED),
        ("过去街道每年要签二十份责任书。", "签二十份责任书", Stance.NARRATED),
        ("撤销各区对应设立的整治办。", "对应设立", Stance.NEGATED),
    ],
)
def test_mere_mentions(sentence: str, word: str, stance: Stance) -> None:
    assert _stance(sentence, word) is stance


def test_a_title_that_the_sentence_rests_on() -> None:
    sentence = "根据《整治形式主义若干规定》，请填写《减负统计表》。"
    assert is_cited(sentence, Span(sentence.index("形式主义"), sentence.index("形式主义") + 4))
    assert not is_cited(sentence, Span(sentence.index("减负"), sentence.index("减负") + 2))


def test_what_an_act_denies_is_told_of_its_subject() -> None:
    sentence = "被举报人员一律停止使用。"
    who, act = (Span(sentence.index(words), sentence.index(words) + len(words)) for words in ("举报", "停止使用"))
    assert is_negated(sentence, who)
    assert not is_negated(sentence, who, [act])


def test_a_subject_told_not_to() -> None:
    sentence = "各单位派1人参会，主要负责同志无需到会。"
    subject = sentence.index("主要负责同志")
    assert is_told_not_to(sentence, Span(subject, subject + 6))
    assert not is_told_not_to(sentence, Span(0, 3))


@given(st.text(alphabet="各区不得签订责任书有的凡，。；的“”《》一律取消改为", min_size=1, max_size=40), st.data())
def test_every_passage_has_an_answer(sentence: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sentence) - 1))
    end = data.draw(st.integers(start + 1, len(sentence)))
    assert stance_of(sentence, Span(start, end)) in (None, *Stance)
