"""Sentences, clauses, and what a negation governs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.document import Span
from wenlint.text.clauses import clauses, enclosed, is_quoted, negation_of, negations, sentence_at, sentences

_TEXT = st.text(alphabet="会议不得再取消要，。；：“”《》（）甲\n ‘’一,1", max_size=60)


@given(_TEXT)
def test_pieces_cover_the_text_without_gaps(text: str) -> None:
    for cut in (sentences, clauses):
        assert "".join(span.of(text) for span in cut(text)) == text


@given(_TEXT)
def test_no_piece_ends_inside_quotes_or_brackets(text: str) -> None:
    ends = {span.end for span in clauses(text)}
    for pair in enclosed(text):
        assert not any(pair.start < end < pair.end for end in ends)


@given(_TEXT)
def test_negations_stay_within_the_text(text: str) -> None:
    for negation in negations(text):
        assert 0 <= negation.scope.start <= negation.scope.end <= len(text)


def test_cutting_takes_linear_time() -> None:
    started = time.perf_counter()
    for hostile in ("（" * 50_000, "（“" * 20_000 + "）" * 20_000, "不得，" * 3_000):
        clauses(hostile)
    negations("不得，或者" * 2_000)
    assert time.perf_counter() - started < 20


def test_a_quoted_full_stop_does_not_end_the_sentence() -> None:
    text = "根据“具体办法由市政府制定。”的规定，制定本细则。下一句。"
    assert [span.of(text) for span in sentences(text)] == [
        "根据“具体办法由市政府制定。”的规定，制定本细则。",
        "下一句。",
    ]


def test_a_quotation_that_ends_the_sentence() -> None:
    text = "他答：“现在就办。”散会后各自落实。"
    assert len(sentences(text)) == 2


def test_a_number_with_a_comma_is_no_cut() -> None:
    assert len(clauses("共1,200人参加")) == 1


def test_sentence_at_leaves_blanks_out() -> None:
    text = "一。  二三。"
    assert sentence_at(text, text.index("三")).of(text) == "二三。"


def _negated(text: str, word: str) -> bool:
    start = text.index(word)
    return negation_of(text, Span(start, start + len(word))) is not None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("市有关部门不再单独印发分工方案。", "分工方案"),
        ("除有明确规定外，不再制定贯彻落实意见和实施细则。", "实施细则"),
        ("严禁任何单位层层陪同，或者组织群众迎接。", "迎接"),
        ("对与街道签订责任书的做法，一律取消。", "责任书"),
        ("将原定的动员会取消。", "动员会"),
        ("考核不延伸到街道、社区。", "社区"),
        ("大幅减少督查检查频次。", "督查检查"),
        ("区、街道无需另行成立领导小组。", "领导小组"),
        ("各单位要严格控制会议规模。", "会议"),
        ("一般不要求主要负责同志参会。", "参会"),
        ("严禁以开会落实会议、以文件落实文件。", "以文件落实文件"),
    ],
)
def test_negated(text: str, word: str) -> None:
    assert _negated(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("现单独印发《重点任务分工方案》，请照此执行。", "分工方案"),
        ("不得取消年度会议。", "会议"),
        ("不得不再次召开会议。", "会议"),
        ("各区要层层成立专项整治领导小组，层层动员部署。", "动员部署"),
        ("不再具备条件的单位要召开会议说明情况。", "会议"),
        ("不得以开会代替落实，各区要召开动员会。", "动员会"),
        ("为减轻基层负担，现印发分工方案。", "分工方案"),
        ("会期不超过半天，各区主要负责同志参会。", "参会"),
        ("每天签到不得少于2次并上传照片。", "上传照片"),
    ],
)
def test_not_negated(text: str, word: str) -> None:
    assert not _negated(text, word)


def test_quoted_words_are_told_apart() -> None:
    text = "坚决纠正“层层签订责任书”的做法，各区签订责任书。"
    first = text.index("责任书")
    second = text.rindex("责任书")
    assert is_quoted(text, Span(first, first + 3))
    assert not is_quoted(text, Span(second, second + 3))
